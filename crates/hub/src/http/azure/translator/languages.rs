//! The list of languages.

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

/// What can be done with which language. Nothing is translated as long as no model is set up.
pub(super) fn listed(scope: &str) -> Value {
    let wants = |name: &str| {
        scope.is_empty()
            || scope
                .split(',')
                .any(|one| one.trim().eq_ignore_ascii_case(name))
    };
    let mut all = Map::new();
    for empty in ["translation", "dictionary"] {
        if wants(empty) {
            all.insert(empty.to_owned(), json!({}));
        }
    }
    if wants("transliteration") {
        let script = |code: &str, name: &str, native: &str| json!({ "code": code, "name": name, "nativeName": native, "dir": "ltr" });
        let with = |mut one: Value, to: Vec<Value>| {
            one["toScripts"] = json!(to);
            one
        };
        let latin = || script("Latn", "Latin", own_name("Latn"));
        let hans = || script("Hans", "Simplified Chinese", own_name("Hans"));
        let hant = || script("Hant", "Traditional Chinese", own_name("Hant"));
        all.insert(
            "transliteration".to_owned(),
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
            }),
        );
    }
    Value::Object(all)
}
