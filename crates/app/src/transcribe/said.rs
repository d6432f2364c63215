//! What stands where nothing was heard.

use std::sync::OnceLock;

use ling_base::Lang;
use serde::Deserialize;

/// The words of one language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// Nothing was said that the grammar has.
    pub no_command: String,
    /// Nothing was said at all.
    pub no_words: String,
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
    fn check(lang: Lang, no_command: &str, no_words: &str) {
        let words = words(lang);
        assert_eq!(
            (&*words.no_command, &*words.no_words),
            (no_command, no_words)
        );
    }

    #[test]
    fn both_languages_have_them() {
        check(Lang::Zh, "（没听出指令）", "（没听到话）");
        check(Lang::En, "(no command heard)", "(nothing heard)");
    }
}
