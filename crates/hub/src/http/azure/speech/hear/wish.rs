//! What a turn asks for: in the address, and in the message `speech.context`.

use ling_base::Lang;
use serde_json::Value;

use super::cut::Manner;

/// Phrases that are likely to be said; recognisers take about 200 words.
const PHRASES_MAX: usize = 200;

/// Longest of them.
const PHRASE_CHARS_MAX: usize = 100;

/// Languages among which is chosen; Azure takes ten.
const LANGUAGES_MAX: usize = 10;

/// Silence that may be asked for, in ms.
const SILENCE_MS: std::ops::RangeInclusive<u64> = 100..=30_000;

/// What kind of talk it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Mode {
    /// One phrase.
    Interactive,
    /// Phrase after phrase.
    Conversation,
    /// Somebody dictates, and pauses for longer.
    Dictation,
}

/// What a turn asks for.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Wish {
    pub(super) mode: Mode,
    /// The languages as they were written; several if the language is to be found.
    pub(super) languages: Vec<String>,
    /// Whether the language is to be told.
    pub(super) finds_language: bool,
    pub(super) is_detailed: bool,
    pub(super) has_words: bool,
    /// What is likely to be said.
    pub(super) phrases: Vec<String>,
    pub(super) tail_ms: Option<u64>,
    pub(super) patience_ms: Option<u64>,
    /// Sound of an earlier turn comes again.
    pub(super) continues: bool,
}

impl Wish {
    /// What the address says. `value` gives what stands behind the question mark.
    pub(in super::super) fn of_address(mode: Mode, value: impl Fn(&str) -> Option<String>) -> Wish {
        let candidates = value("lidEnabled").map(|list| languages(list.split(',')));
        let candidates = candidates.filter(|list| !list.is_empty());
        let number = |name: &str| silence(value(name)?.parse().ok());
        let is = |name: &str, what: &str| {
            value(name).is_some_and(|value| value.eq_ignore_ascii_case(what))
        };
        Wish {
            mode,
            finds_language: candidates.is_some(),
            languages: candidates
                .or_else(|| Some(languages([value("language")?.as_str()])))
                .unwrap_or_default(),
            is_detailed: is("format", "detailed"),
            has_words: is("wordLevelTimestamps", "true"),
            phrases: Vec::new(),
            tail_ms: number("segmentationSilenceTimeoutMs").or(number("endSilenceTimeoutMs")),
            patience_ms: number("initialSilenceTimeoutMs"),
            continues: false,
        }
    }

    /// The same with what the context says. The error is a sentence: something that Ling does not do.
    pub(super) fn with_context(mut self, context: &Value) -> Result<Wish, String> {
        if !context["translation"].is_null() {
            return Err("Ling's speech service does not translate speech.".to_owned());
        }
        let detection = &context["phraseDetection"];
        if !detection["speakerDiarization"].is_null() {
            return Err("Ling's speech service does not tell speakers apart.".to_owned());
        }
        if !detection["enrichment"]["pronunciationAssessment"].is_null() {
            return Err("Ling's speech service does not judge pronunciation.".to_owned());
        }
        if !context["keywordDetection"].is_null() {
            return Err("Ling's speech service does not check keywords.".to_owned());
        }
        self.mode = match detection["mode"].as_str().map(str::to_ascii_lowercase) {
            Some(mode) if mode == "interactive" => Mode::Interactive,
            Some(mode) if mode == "conversation" => Mode::Conversation,
            Some(mode) if mode == "dictation" => Mode::Dictation,
            _ => self.mode,
        };
        self.learn_languages(context);
        let output = &context["phraseOutput"];
        let format = output["format"].as_str().unwrap_or_default();
        self.is_detailed |= format.eq_ignore_ascii_case("detailed");
        let options = output["detailed"]["options"].as_array();
        let mut options = options.into_iter().flatten().filter_map(Value::as_str);
        self.has_words |= options.any(|option| option.eq_ignore_ascii_case("WordTimings"));
        self.phrases = phrases(&context["dgi"]);
        let mode = match self.mode {
            Mode::Interactive => &detection["INTERACTIVE"],
            Mode::Conversation => &detection["CONVERSATION"],
            Mode::Dictation => &detection["DICTATION"],
        };
        let number = |value: &Value| silence(value.as_u64());
        let segment = &mode["segmentation"]["segmentationSilenceTimeoutMs"];
        self.tail_ms = number(segment).or(self.tail_ms);
        self.patience_ms = number(&detection["initialSilenceTimeout"]).or(self.patience_ms);
        self.continues = !context["continuation"].is_null();
        Ok(self)
    }

    fn learn_languages(&mut self, context: &Value) {
        let list = context["languageId"]["languages"].as_array();
        let found = languages(list.into_iter().flatten().filter_map(Value::as_str));
        if !found.is_empty() {
            (self.languages, self.finds_language) = (found, true);
        }
        let one = context["phraseDetection"]["language"].as_str();
        if let (Some(one), false) = (one, self.finds_language) {
            self.languages = languages([one]);
        }
    }

    /// The language that is spoken, if it is only one.
    pub(in super::super) fn lang(&self) -> Option<Lang> {
        let mut langs = self.languages.iter().filter_map(|tag| Lang::from_tag(tag));
        let first = langs.next()?;
        langs.all(|lang| lang == first).then_some(first)
    }

    /// The tag of a language, as it was asked for.
    pub(super) fn tag(&self, lang: Lang) -> &str {
        let mut tags = self.languages.iter();
        let asked = tags.find(|tag| Lang::from_tag(tag) == Some(lang));
        asked.map_or_else(|| usual_tag(lang), String::as_str)
    }

    /// When a phrase ends.
    pub(super) fn manner(&self) -> Manner {
        // A command ends after 0.8 s, as everywhere in the house; whoever dictates thinks for longer.
        let (tail_ms, patience_ms) = match self.mode {
            Mode::Interactive => (800, 5_000),
            Mode::Conversation => (700, 15_000),
            Mode::Dictation => (1_200, 15_000),
        };
        Manner {
            tail_ms: self.tail_ms.unwrap_or(tail_ms),
            patience_ms: self.patience_ms.unwrap_or(patience_ms),
            is_once: self.mode == Mode::Interactive,
            is_early: false,
        }
    }
}

/// How Azure calls a language that nobody named.
fn usual_tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en-US",
    }
}

fn silence(ms: Option<u64>) -> Option<u64> {
    ms.filter(|ms| SILENCE_MS.contains(ms))
}

fn languages<'a>(list: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let tags = list
        .into_iter()
        .map(str::trim)
        .filter(|tag| !tag.is_empty());
    tags.take(LANGUAGES_MAX)
        .map(|tag| tag.chars().take(20).collect())
        .collect()
}

fn phrases(dgi: &Value) -> Vec<String> {
    let groups = dgi["Groups"].as_array().into_iter().flatten();
    let items = groups.flat_map(|group| group["Items"].as_array().into_iter().flatten());
    let texts = items.filter_map(|item| item["Text"].as_str());
    let short = texts.filter(|text| text.chars().count() <= PHRASE_CHARS_MAX);
    short.take(PHRASES_MAX).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn asked(query: &'static str) -> Wish {
        Wish::of_address(Mode::Interactive, |name| {
            let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let mut found = pairs.filter(|(known, _)| *known == name);
            found.next().map(|(_, value)| value.to_owned())
        })
    }

    #[test]
    fn addresses() {
        let one = asked("language=zh-CN&format=detailed&initialSilenceTimeoutMs=2000");
        assert_eq!((one.lang(), one.is_detailed), (Some(Lang::Zh), true));
        assert_eq!(one.manner().patience_ms, 2000);
        let two = asked("language=en-us&lidEnabled=zh-CN,en-GB");
        assert_eq!((two.lang(), two.finds_language), (None, true));
        assert_eq!((two.tag(Lang::En), two.tag(Lang::Zh)), ("en-GB", "zh-CN"));
        assert_eq!(asked("").tag(Lang::Zh), "zh-CN");
        assert_eq!(asked("endSilenceTimeoutMs=1").manner().tail_ms, 800);
    }

    #[test]
    fn contexts() {
        let context = json!({
            "phraseDetection": {
                "mode": "Conversation", "language": "en-US", "initialSilenceTimeout": 3000,
                "CONVERSATION": { "segmentation": { "mode": "Custom", "segmentationSilenceTimeoutMs": 450 } },
            },
            "phraseOutput": { "format": "Detailed", "detailed": { "options": ["WordTimings"] } },
            "dgi": { "Groups": [{ "Type": "Generic", "Items": [{ "Text": "Ling" }, { "Text": "小灵" }] }] },
            "continuation": { "previousServiceTag": "x" },
        });
        let wish = asked("language=zh-CN")
            .with_context(&context)
            .expect("it is offered");
        assert_eq!(
            (wish.mode, wish.lang()),
            (Mode::Conversation, Some(Lang::En))
        );
        assert_eq!(
            (wish.manner().tail_ms, wish.manner().patience_ms),
            (450, 3000)
        );
        assert_eq!(
            (wish.is_detailed, wish.has_words, wish.continues),
            (true, true, true)
        );
        assert_eq!(wish.phrases, ["Ling", "小灵"]);
        let found = json!({ "languageId": { "languages": ["zh-CN", "en-US"] }, "phraseDetection": { "language": "de-DE" } });
        let wish = asked("").with_context(&found).expect("it is offered");
        assert_eq!((wish.languages.len(), wish.finds_language), (2, true));
        assert_eq!(
            asked("")
                .with_context(&json!([1]))
                .expect("nothing is asked"),
            asked("")
        );
    }

    #[track_caller]
    fn check_refused(context: Value, word: &str) {
        let refused = asked("")
            .with_context(&context)
            .expect_err("it is not offered");
        assert!(refused.contains(word), "{refused}");
    }

    #[test]
    fn what_is_not_offered() {
        check_refused(
            json!({ "translation": { "targetLanguages": ["en"] } }),
            "translate",
        );
        check_refused(
            json!({ "phraseDetection": { "speakerDiarization": { "mode": "Anonymous" } } }),
            "speakers",
        );
        let judged =
            json!({ "phraseDetection": { "enrichment": { "pronunciationAssessment": {} } } });
        check_refused(judged, "pronunciation");
        check_refused(json!({ "keywordDetection": [{}] }), "keywords");
    }
}
