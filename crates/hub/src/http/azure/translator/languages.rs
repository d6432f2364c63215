//! The list of languages.

use ling_base::Lang;
use ling_understand::analyse::own_name;
use serde_json::{Map, Value, json};

/// The code of this service for one of the detector's.
pub(super) fn code(found: &'static str) -> &'static str {
    match found {
        "zh_chs" => "zh-Hans",
        "zh_cht" => "zh-Hant",
        "no" => "nb",
        "sr" => "sr-Cyrl",
        "tl" => "fil",
        other => other,
    }
}

/// A language that texts are translated from and to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tongue {
    Hans,
    Hant,
    /// One of [`OTHERS`].
    Other(usize),
}

/// Code, English name, own name, and whether it is written from the right.
const OTHERS: [(&str, &str, &str, bool); 19] = [
    ("en", "English", "English", false),
    ("ar", "Arabic", "العربية", true),
    ("de", "German", "Deutsch", false),
    ("es", "Spanish", "Español", false),
    ("fr", "French", "Français", false),
    ("hi", "Hindi", "हिन्दी", false),
    ("id", "Indonesian", "Indonesia", false),
    ("it", "Italian", "Italiano", false),
    // In its own characters.
    ("ja", "Japanese", "\u{65e5}\u{672c}\u{8a9e}", false),
    ("ko", "Korean", "한국어", false),
    ("ms", "Malay", "Melayu", false),
    ("nl", "Dutch", "Nederlands", false),
    ("pl", "Polish", "Polski", false),
    ("pt", "Portuguese", "Português", false),
    ("ru", "Russian", "Русский", false),
    ("sv", "Swedish", "Svenska", false),
    ("th", "Thai", "ไทย", false),
    ("tr", "Turkish", "Türkçe", false),
    ("vi", "Vietnamese", "Tiếng Việt", false),
];

impl Tongue {
    /// `en`, `zh-Hans`, `zh-CN`, `zh-TW`, `pt-BR`…
    pub(super) fn named(code: &str) -> Option<Tongue> {
        let code = code.to_ascii_lowercase();
        let mut parts = code.split('-');
        let first = parts.next().unwrap_or_default();
        if first == "zh" {
            return match parts.next() {
                None | Some("hans" | "cn" | "sg" | "chs") => Some(Tongue::Hans),
                Some("hant" | "tw" | "hk" | "mo" | "cht") => Some(Tongue::Hant),
                Some(_) => None,
            };
        }
        let at = OTHERS.iter().position(|(known, ..)| *known == first)?;
        Some(Tongue::Other(at))
    }

    /// Its English name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Tongue::Hans => "Chinese Simplified",
            Tongue::Hant => "Chinese Traditional",
            Tongue::Other(at) => OTHERS[at].1,
        }
    }

    /// Which of Ling's own languages it is.
    pub(super) fn lang(self) -> Option<Lang> {
        match self {
            Tongue::Hans | Tongue::Hant => Some(Lang::Zh),
            Tongue::Other(at) => (OTHERS[at].0 == "en").then_some(Lang::En),
        }
    }

    fn card(self) -> (&'static str, Value) {
        let (code, own, from_right) = match self {
            Tongue::Hans => ("zh-Hans", own_name("zh-Hans"), false),
            Tongue::Hant => ("zh-Hant", own_name("zh-Hant"), false),
            Tongue::Other(at) => (OTHERS[at].0, OTHERS[at].2, OTHERS[at].3),
        };
        let dir = if from_right { "rtl" } else { "ltr" };
        (
            code,
            json!({ "name": self.name(), "nativeName": own, "dir": dir }),
        )
    }
}

/// What is set up here.
#[derive(Clone, Copy)]
pub(super) struct There {
    /// A language model that translates.
    pub(super) model: bool,
    /// The dictionary.
    pub(super) dictionary: bool,
}

/// What can be done with which language, as far as it is set up.
pub(super) fn listed(scope: &str, there: There) -> Value {
    let wants = |name: &str| {
        scope.is_empty()
            || scope
                .split(',')
                .any(|one| one.trim().eq_ignore_ascii_case(name))
    };
    let mut all = Map::new();
    let mut add = |name: &str, made: fn(There) -> Value| {
        if wants(name) {
            all.insert(name.to_owned(), made(there));
        }
    };
    add("translation", translation);
    add("transliteration", |_| transliteration());
    add("dictionary", dictionary);
    Value::Object(all)
}

fn translation(there: There) -> Value {
    let chinese = [Tongue::Hans, Tongue::Hant];
    let others = (0..OTHERS.len()).map(Tongue::Other).filter(|_| there.model);
    let all = chinese.into_iter().chain(others).map(Tongue::card);
    Value::Object(all.map(|(code, card)| (code.to_owned(), card)).collect())
}

fn dictionary(there: There) -> Value {
    if !there.dictionary {
        return json!({});
    }
    let with = |from: Tongue, to: &[Tongue]| {
        let (code, mut card) = from.card();
        let to = to.iter().map(|to| {
            let (code, mut card) = to.card();
            card["code"] = json!(code);
            card
        });
        card["translations"] = to.collect();
        (code.to_owned(), card)
    };
    let english = Tongue::Other(0);
    let all = [
        with(english, &[Tongue::Hans, Tongue::Hant]),
        with(Tongue::Hans, &[english]),
        with(Tongue::Hant, &[english]),
    ];
    Value::Object(all.into_iter().collect())
}

fn transliteration() -> Value {
    let script = |code: &str, name: &str, native: &str| json!({ "code": code, "name": name, "nativeName": native, "dir": "ltr" });
    let with = |mut one: Value, to: Vec<Value>| {
        one["toScripts"] = json!(to);
        one
    };
    let latin = || script("Latn", "Latin", own_name("Latn"));
    let hans = || script("Hans", "Simplified Chinese", own_name("Hans"));
    let hant = || script("Hant", "Traditional Chinese", own_name("Hant"));
    json!({
        "zh-Hans": {
            "name": "Chinese Simplified",
            "nativeName": own_name("zh-Hans"),
            "scripts": [with(hans(), vec![latin(), hant()])],
        },
        "zh-Hant": {
            "name": "Chinese Traditional",
            "nativeName": own_name("zh-Hant"),
            "scripts": [with(hant(), vec![latin(), hans()])],
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, expect: Option<&str>) {
        assert_eq!(Tongue::named(code).map(Tongue::name), expect, "{code}");
    }

    #[test]
    fn codes() {
        check("en", Some("English"));
        check("EN-us", Some("English"));
        check("zh", Some("Chinese Simplified"));
        check("zh-TW", Some("Chinese Traditional"));
        check("zh-xx", None);
        check("pt-BR", Some("Portuguese"));
        check("tlh", None);
        check("", None);
    }

    #[test]
    fn only_what_is_there_is_listed() {
        let nothing = There {
            model: false,
            dictionary: false,
        };
        let all = listed("", nothing);
        assert_eq!(all["dictionary"], json!({}));
        let codes = |all: &Value| all["translation"].as_object().map(serde_json::Map::len);
        assert_eq!(codes(&all), Some(2));
        let all = listed(
            "dictionary,translation",
            There {
                model: true,
                dictionary: true,
            },
        );
        assert_eq!(codes(&all), Some(21));
        assert_eq!(
            all["dictionary"]["en"]["translations"][0]["code"],
            "zh-Hans"
        );
        assert!(all["transliteration"].is_null());
    }
}
