//! The list of languages.

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
        let latin = || script("Latn", "Latin", "拉丁文");
        let hans = || script("Hans", "Simplified Chinese", "简体");
        let hant = || script("Hant", "Traditional Chinese", "繁體");
        all.insert(
            "transliteration".to_owned(),
            json!({
                "zh-Hans": {
                    "name": "Chinese Simplified",
                    "nativeName": "简体中文",
                    "scripts": [with(hans(), vec![latin(), hant()])],
                },
                "zh-Hant": {
                    "name": "Chinese Traditional",
                    "nativeName": "繁體中文",
                    "scripts": [with(hant(), vec![latin(), hans()])],
                },
            }),
        );
    }
    Value::Object(all)
}
