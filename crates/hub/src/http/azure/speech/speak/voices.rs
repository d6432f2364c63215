//! Voices by the names that Azure's have. All of them are espeak-ng, higher or lower.

use ling_base::Lang;
use serde_json::{Value, json};

/// A voice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) struct Voice {
    /// The language of the frame; `None` if the text decides.
    pub(super) lang: Option<Lang>,
    /// How much higher than the engine's own.
    pub(super) pitch: f64,
}

/// The engine's own voice is that of a man.
const LOW: f64 = 1.0;
const HIGH: f64 = 1.35;

/// Locale, name, gender of the voices that are told of: those of Azure's that its examples use.
const KNOWN: [(&str, &str, &str); 9] = [
    ("en-US", "AvaMultilingualNeural", "Female"),
    ("en-US", "AndrewMultilingualNeural", "Male"),
    ("en-US", "JennyNeural", "Female"),
    ("en-US", "GuyNeural", "Male"),
    ("en-GB", "SoniaNeural", "Female"),
    ("en-GB", "RyanNeural", "Male"),
    ("zh-CN", "XiaoxiaoNeural", "Female"),
    ("zh-CN", "YunxiNeural", "Male"),
    ("zh-CN", "YunyangNeural", "Male"),
];

/// Names of voices of men that are not told of, and are taken all the same.
const MEN: [&str; 12] = [
    "Yun", "Guy", "Ryan", "Andrew", "Brian", "Davis", "Tony", "Jason", "Eric", "Roger", "Steffan",
    "Thomas",
];

impl Voice {
    /// What speaks when nobody is named.
    pub(super) fn usual() -> Voice {
        Voice {
            lang: None,
            pitch: HIGH,
        }
    }
}

/// The voice of a name: `zh-CN-XiaoxiaoNeural`, or the long form with the same in brackets. `None` for languages
/// that Ling does not speak.
pub(super) fn find(name: &str) -> Option<Voice> {
    let name = name.trim();
    let inside = name
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(')'));
    let short = inside.map_or(name.to_owned(), |(inside, _)| inside.replace(", ", "-"));
    let mut parts = short.splitn(3, '-');
    let (Some(language), Some(_), Some(own)) = (parts.next(), parts.next(), parts.next()) else {
        return None;
    };
    let lang = Lang::from_tag(language)?;
    let own = own.rsplit('-').next().unwrap_or(own);
    if own.is_empty()
        || !own
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || ":".contains(c))
    {
        return None;
    }
    Some(Voice {
        lang: (!own.contains("Multilingual")).then_some(lang),
        pitch: if MEN.iter().any(|man| own.starts_with(man)) {
            LOW
        } else {
            HIGH
        },
    })
}

/// The voices as `voices/list` tells them; numbers are texts there.
pub(in super::super) fn list() -> Value {
    KNOWN
        .iter()
        .map(|(locale, name, gender)| told(locale, name, gender))
        .collect()
}

fn told(locale: &str, name: &str, gender: &str) -> Value {
    let shown = name
        .trim_end_matches("Neural")
        .trim_end_matches("Multilingual");
    let language = match locale.get(..2) {
        Some("zh") => "Chinese (Mandarin)",
        _ => "English",
    };
    json!({
        "Name": format!("Microsoft Server Speech Text to Speech Voice ({locale}, {name})"),
        "DisplayName": format!("{shown} (espeak-ng)"),
        "LocalName": shown,
        "ShortName": format!("{locale}-{name}"),
        "Gender": gender,
        "Locale": locale,
        "LocaleName": language,
        "SampleRateHertz": "22050",
        "VoiceType": "Standard",
        "Status": "GA",
        "WordsPerMinute": "165",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expect: Option<(Option<Lang>, f64)>) {
        assert_eq!(
            find(name).map(|voice| (voice.lang, voice.pitch)),
            expect,
            "{name}"
        );
    }

    #[test]
    fn names() {
        check("zh-CN-XiaoxiaoNeural", Some((Some(Lang::Zh), HIGH)));
        check("zh-CN-YunjianNeural", Some((Some(Lang::Zh), LOW)));
        check("en-US-AvaMultilingualNeural", Some((None, HIGH)));
        check("zh-CN-liaoning-XiaobeiNeural", Some((Some(Lang::Zh), HIGH)));
        check(
            "Microsoft Server Speech Text to Speech Voice (en-US, GuyNeural)",
            Some((Some(Lang::En), LOW)),
        );
        check("zz-ZZ-Foo", None);
        check("zh", None);
        check("en-US-", None);
        check("", None);
    }

    #[test]
    fn every_voice_that_is_told_of_is_found() {
        let told = list();
        let names = told
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|voice| voice["ShortName"].as_str());
        assert_eq!(
            names.filter(|name| find(name).is_some()).count(),
            KNOWN.len()
        );
    }
}
