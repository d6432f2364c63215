use std::sync::OnceLock;

use ling_base::Lang;
use serde::Deserialize;

use crate::{
    objects::{self, Object},
    tags::{self, Tag},
};

/// What interfaces give for the model that wrote a caption: none did.
pub const COMPOSED: &str = "ling-composed-caption";

/// Kinds of things that a sentence names.
const KINDS_MAX: usize = 4;

/// How one language puts it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    /// With things in it.
    things: String,
    /// With a tag instead.
    tag: String,
    /// With nothing but text in it.
    text: String,
    /// With nothing that is known.
    nothing: String,
    /// Between the first of several.
    comma: String,
    /// Before the last.
    and: String,
    /// One thing, and one that begins with a vowel.
    one: String,
    one_vowel: String,
    /// Several of a kind.
    several: String,
    /// Written behind a name for several.
    plural: String,
}

fn words(lang: Lang) -> &'static Words {
    static WORDS: OnceLock<[Words; 2]> = OnceLock::new();
    let read = |text| toml::from_str(text).expect("a test reads both files");
    let all = WORDS.get_or_init(|| [read(include_str!("zh.toml")), read(include_str!("en.toml"))]);
    match lang {
        Lang::Zh => &all[0],
        Lang::En => &all[1],
    }
}

/// Names for several that are made in another way; Chinese has none.
fn plurals() -> &'static toml::Table {
    static PLURALS: OnceLock<toml::Table> = OnceLock::new();
    PLURALS.get_or_init(|| {
        include_str!("plurals.toml")
            .parse()
            .expect("a test reads it")
    })
}

/// A sentence about what was found, and how sure it is.
pub fn caption(found: &[Object], tags: &[Tag], has_text: bool, lang: Lang) -> (String, f32) {
    let words = words(lang);
    let mut kinds: Vec<(usize, usize, f32)> = Vec::new();
    for object in found {
        match kinds.iter_mut().find(|kind| kind.0 == object.kind) {
            Some(kind) => kind.1 += 1,
            None => kinds.push((object.kind, 1, object.confidence)),
        }
    }
    kinds.truncate(KINDS_MAX);
    let named: Vec<String> = kinds
        .iter()
        .filter_map(|&(kind, n, _)| Some(words.counted(objects::name(kind, lang)?, n)))
        .collect();
    if let Some((last, first)) = named.split_last() {
        let things = match first.is_empty() {
            true => last.clone(),
            false => format!("{}{}{last}", first.join(&words.comma), words.and),
        };
        let sure = kinds.iter().map(|kind| kind.2).sum::<f32>() / kinds.len() as f32;
        return (words.things.replace("{things}", &things), sure);
    }
    let tag = tags
        .last()
        .and_then(|tag| Some((tags::name(&tag.key, lang)?, tag.confidence)));
    match tag {
        Some((name, sure)) => (words.tag.replace("{tag}", name), sure),
        None if has_text => (words.text.clone(), 0.5),
        None => (words.nothing.clone(), 0.1),
    }
}

impl Words {
    fn counted(&self, name: &str, n: usize) -> String {
        if n > 1 {
            let plural = plurals().get(name).and_then(toml::Value::as_str);
            let plural = plural.map_or_else(|| format!("{name}{}", self.plural), str::to_owned);
            return self.several.replace("{name}", &plural);
        }
        let is_vowel = name.starts_with(['a', 'e', 'i', 'o', 'u']) && !name.starts_with("uni");
        let one = if is_vowel { &self.one_vowel } else { &self.one };
        one.replace("{name}", name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Area;

    #[track_caller]
    fn check(kinds: &[usize], tag: Option<&str>, has_text: bool, zh: &str, en: &str) {
        let object = |kind: &usize| Object {
            kind: *kind,
            confidence: 0.8,
            area: Area::default(),
        };
        let found: Vec<Object> = kinds.iter().map(object).collect();
        let tags: Vec<Tag> = tag
            .map(|key| Tag {
                key: key.to_owned(),
                confidence: 0.6,
            })
            .into_iter()
            .collect();
        assert_eq!(caption(&found, &tags, has_text, Lang::Zh).0, zh);
        assert_eq!(caption(&found, &tags, has_text, Lang::En).0, en);
    }

    #[test]
    fn sentences_say_what_was_found() {
        check(&[16], None, false, "照片里有狗", "a picture of a dog");
        check(
            &[0, 16, 0, 1],
            None,
            true,
            "照片里有人、狗和自行车",
            "a picture of several people, a dog and a bicycle",
        );
        check(
            &[25, 18, 18],
            None,
            false,
            "照片里有雨伞和羊",
            "a picture of an umbrella and several sheep",
        );
        check(
            &[5, 5],
            None,
            false,
            "照片里有公共汽车",
            "a picture of several buses",
        );
        check(
            &[],
            Some("flower"),
            true,
            "看起来是花",
            "this looks like: flower",
        );
        check(&[], None, true, "一张有字的图", "a picture with text");
        check(&[], None, false, "一张图", "a picture");
    }
}
