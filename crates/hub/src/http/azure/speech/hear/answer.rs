//! What was heard, as Azure writes it. Times count in 100 ns.

use ling_base::Lang;
use ling_speech::{Alternative, RATE_HZ, asr::Word};
use serde_json::{Value, json};

use super::{cut::Sound, wish::Wish};

/// So many ways to hear a phrase are told, as Azure does.
const WAYS_MAX: usize = 5;

/// What an engine heard of a phrase.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in super::super) struct Phrase {
    /// Best first; empty if it was nothing that the engine knows.
    pub(in super::super) alternatives: Vec<Alternative>,
    /// The words of the best one, if the engine knows their times; in seconds from the first sample it was given.
    pub(in super::super) words: Vec<Word>,
    /// The language, if the engine tells.
    pub(in super::super) lang: Option<Lang>,
    /// Who heard it.
    pub(in super::super) engine: String,
}

impl Phrase {
    /// Adds a phrase that was heard later, from the sample `at`. Other ways to hear it are kept if it is the only one.
    pub(in super::super) fn append(&mut self, later: Phrase, at: u64, is_only: bool) {
        let start_s = at as f64 / f64::from(RATE_HZ);
        self.words.extend(later.words.into_iter().map(|word| Word {
            start_s: word.start_s + start_s,
            end_s: word.end_s + start_s,
            ..word
        }));
        self.lang = self.lang.or(later.lang);
        if is_only {
            self.alternatives = later.alternatives;
            return;
        }
        let Some(mut best) = later.alternatives.into_iter().next() else {
            return;
        };
        let lang = later
            .lang
            .or_else(|| ling_text::script::lang_seen(&best.text));
        best.text = display(&best.text, lang.unwrap_or(Lang::En));
        match self.alternatives.first_mut() {
            None => self.alternatives.push(best),
            Some(so_far) => {
                so_far.text = format!("{} {}", so_far.text, best.text);
                so_far.score = so_far.score.min(best.score);
            }
        }
    }
}

/// A whole sound as one answer; `from` and `to` are where speech begins and ends.
pub(in super::super) fn whole(wish: &Wish, (from, to): (u64, u64), heard: &Phrase) -> Value {
    let sound = Sound {
        at: 0,
        from,
        stop: to,
        to,
        samples: Vec::new(),
    };
    let mut body = phrase("", wish, &sound, heard);
    if let Some(fields) = body.as_object_mut() {
        fields.remove("Id");
        fields.remove("Channel");
    }
    body
}

/// A whole sound in which nobody speaks.
pub(in super::super) fn silence(n_samples: u64) -> Value {
    json!({ "RecognitionStatus": "InitialSilenceTimeout", "Offset": 0, "Duration": ticks(n_samples) })
}

/// 100 ns.
pub(super) fn ticks(samples: u64) -> u64 {
    samples * (10_000_000 / u64::from(RATE_HZ))
}

/// A phrase that was heard.
pub(super) fn phrase(id: &str, wish: &Wish, sound: &Sound, heard: &Phrase) -> Value {
    let text = heard.alternatives.first().map_or("", |best| &best.text);
    let (from, length) = (ticks(sound.from), ticks(sound.to - sound.from));
    if text.trim().is_empty() {
        return status(id, "NoMatch", from, length);
    }
    let lang = heard.lang.or_else(|| ling_text::script::lang_seen(text));
    let lang = lang.or(wish.lang()).unwrap_or(Lang::En);
    let mut body = status(id, "Success", from, length);
    body["DisplayText"] = display(text, lang).into();
    body["Engine"] = heard.engine.as_str().into();
    if wish.finds_language {
        let sure = if heard.lang.is_some() {
            "High"
        } else {
            "Medium"
        };
        body["PrimaryLanguage"] = json!({ "Language": wish.tag(lang), "Confidence": sure });
    }
    if wish.is_detailed || wish.has_words {
        let ways = heard.alternatives.iter().take(WAYS_MAX);
        let mut ways: Vec<Value> = ways.map(|way| alternative(way, lang)).collect();
        if !heard.words.is_empty() {
            let words = heard.words.iter();
            ways[0]["Words"] = words.map(|word| timed(word, sound)).collect();
        }
        body["NBest"] = ways.into();
    }
    body
}

/// A phrase so far, if there are words in it.
pub(super) fn hypothesis(id: &str, wish: &Wish, sound: &Sound, heard: &Phrase) -> Option<Value> {
    let text = lexical(&heard.alternatives.first()?.text);
    let (from, length) = (ticks(sound.from), ticks(sound.to - sound.from));
    let mut body = json!({ "Id": id, "Text": text, "Offset": from, "Duration": length });
    if wish.finds_language {
        let lang = heard.lang.or_else(|| ling_text::script::lang_seen(&text));
        let tag = wish.tag(lang.unwrap_or(Lang::En));
        body["PrimaryLanguage"] = json!({ "Language": tag, "Confidence": "Low" });
    }
    (!text.is_empty()).then_some(body)
}

/// A phrase without words.
pub(super) fn status(id: &str, status: &str, from: u64, length: u64) -> Value {
    json!({ "Id": id, "RecognitionStatus": status, "Offset": from, "Duration": length, "Channel": 0 })
}

fn alternative(way: &Alternative, lang: Lang) -> Value {
    let shown = display(&way.text, lang);
    let plain = lexical(&way.text);
    json!({ "Confidence": way.score, "Lexical": plain, "ITN": plain, "MaskedITN": plain, "Display": shown })
}

fn timed(word: &Word, sound: &Sound) -> Value {
    let at = |seconds: f64| ticks(sound.at) + (seconds.max(0.0) * 1e7).round() as u64;
    let from = at(word.start_s);
    json!({ "Word": lexical(&word.text), "Offset": from, "Duration": at(word.end_s).saturating_sub(from) })
}

fn is_mark(c: char) -> bool {
    matches!(
        c,
        ',' | '.' | '!' | '?' | ';' | ':' | '，' | '。' | '！' | '？' | '；' | '：' | '、' | '…'
    )
}

/// The words as they are said: no marks, small letters.
fn lexical(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_inside = |at: usize| {
        let is_word = |at: Option<usize>| {
            at.and_then(|at| chars.get(at))
                .is_some_and(|c| c.is_alphanumeric())
        };
        is_word(at.checked_sub(1)) && is_word(Some(at + 1))
    };
    let said = chars
        .iter()
        .enumerate()
        .filter(|(at, c)| !is_mark(**c) || (c.is_ascii() && is_inside(*at)));
    let said: String = said.flat_map(|(_, c)| c.to_lowercase()).collect();
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words as they are written: a capital first, and a mark last, where the recogniser gives none.
fn display(text: &str, lang: Lang) -> String {
    let text = text.trim();
    if text.ends_with(is_mark) {
        return text.to_owned();
    }
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    let shown: String = first.chain(chars).collect();
    let shown = match lang {
        Lang::En => shown
            .split(' ')
            .map(|word| if word == "i" { "I" } else { word })
            .collect::<Vec<_>>()
            .join(" "),
        Lang::Zh => shown,
    };
    format!("{shown}{}", mark(text, lang))
}

/// The last mark. Questions are known by their first or last word.
fn mark(text: &str, lang: Lang) -> char {
    const ASK: &str = " what what's who who's whose where where's when why how which is are was were do does did can could will would should ";
    match lang {
        Lang::En => {
            let first = text.split_whitespace().next().unwrap_or_default();
            let asks = ASK.contains(&format!(" {} ", first.to_ascii_lowercase()));
            if asks { '?' } else { '.' }
        }
        Lang::Zh => match text.ends_with(['吗', '呢', '嗎']) {
            true => '？',
            false => '。',
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::azure::speech::hear::wish::Mode;

    fn heard(text: &str, lang: Option<Lang>) -> Phrase {
        let word = Word {
            text: "turn".into(),
            start_s: 0.5,
            end_s: 0.75,
        };
        Phrase {
            alternatives: vec![Alternative {
                text: text.to_owned(),
                score: 0.5,
            }],
            words: vec![word],
            lang,
            engine: "sphinx".into(),
        }
    }

    fn asked(query: &'static [(&str, &str)]) -> Wish {
        Wish::of_address(Mode::Interactive, |name| {
            let found = query.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    const SOUND: Sound = Sound {
        at: 16_000,
        from: 20_000,
        stop: 35_000,
        to: 36_000,
        samples: Vec::new(),
    };

    #[test]
    fn a_phrase() {
        let said = phrase(
            "1",
            &asked(&[("language", "en-US")]),
            &SOUND,
            &heard("turn on the light", Some(Lang::En)),
        );
        let expect = json!({
            "Id": "1", "RecognitionStatus": "Success", "Offset": 12_500_000, "Duration": 10_000_000, "Channel": 0,
            "DisplayText": "Turn on the light.", "Engine": "sphinx",
        });
        assert_eq!(said, expect);
        let none = phrase("1", &asked(&[]), &SOUND, &Phrase::default());
        assert_eq!(none["RecognitionStatus"], "NoMatch");
    }

    #[test]
    fn details() {
        let wish = asked(&[("lidEnabled", "zh-CN,en-GB"), ("format", "detailed")]);
        let said = phrase(
            "1",
            &wish,
            &SOUND,
            &heard("turn on the light", Some(Lang::En)),
        );
        assert_eq!(
            said["PrimaryLanguage"],
            json!({ "Language": "en-GB", "Confidence": "High" })
        );
        let best = &said["NBest"][0];
        assert_eq!(
            (&best["Lexical"], &best["Display"]),
            (&json!("turn on the light"), &json!("Turn on the light."))
        );
        assert_eq!(
            best["Words"][0],
            json!({ "Word": "turn", "Offset": 15_000_000, "Duration": 2_500_000 })
        );
        let said = phrase("1", &wish, &SOUND, &heard("打开灯", None));
        assert_eq!(
            said["PrimaryLanguage"],
            json!({ "Language": "zh-CN", "Confidence": "Medium" })
        );
    }

    #[track_caller]
    fn check(text: &str, lang: Lang, shown: &str, plain: &str) {
        assert_eq!(
            (display(text, lang).as_str(), lexical(text).as_str()),
            (shown, plain)
        );
    }

    #[test]
    fn written_and_said() {
        check(
            "what time is it",
            Lang::En,
            "What time is it?",
            "what time is it",
        );
        check(
            "so i said it's 3.5, right.",
            Lang::En,
            "so i said it's 3.5, right.",
            "so i said it's 3.5 right",
        );
        check(
            "call me when i sleep",
            Lang::En,
            "Call me when I sleep.",
            "call me when i sleep",
        );
        check("打开客厅的灯", Lang::Zh, "打开客厅的灯。", "打开客厅的灯");
        check(
            "现在几点，好吗",
            Lang::Zh,
            "现在几点，好吗？",
            "现在几点好吗",
        );
        check(
            "播放 Yesterday。",
            Lang::Zh,
            "播放 Yesterday。",
            "播放 yesterday",
        );
    }
}
