//! What stands where nothing was read.

use std::sync::OnceLock;

use ling_base::Lang;
use serde::Deserialize;

/// The words of one language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// There is nothing to read.
    pub nothing: String,
}

/// The words of that language.
pub(super) fn words(lang: Lang) -> &'static Words {
    static WORDS: OnceLock<[Words; 2]> = OnceLock::new();
    let read = |text| toml::from_str(text).expect("a test reads both files");
    let all = WORDS.get_or_init(|| [read(include_str!("zh.toml")), read(include_str!("en.toml"))]);
    match lang {
        Lang::Zh => &all[0],
        Lang::En => &all[1],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lang: Lang, expect: &str) {
        assert_eq!(words(lang).nothing, expect);
    }

    #[test]
    fn both_languages_have_them() {
        check(Lang::Zh, "（图里没有字）");
        check(Lang::En, "(nothing to read)");
    }
}
