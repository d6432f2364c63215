//! What is told of beside the sound: when words and sentences begin. Times count in 100 ns.

use serde_json::{Value, json};

/// What a program wants to be told of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Marks {
    pub(in super::super) words: bool,
    pub(in super::super) punctuation: bool,
    pub(in super::super) sentences: bool,
    pub(in super::super) bookmarks: bool,
    pub(in super::super) session_end: bool,
}

impl Marks {
    /// From the options of a context; the SDK for JavaScript writes them as texts.
    pub(super) fn of(options: &Value) -> Marks {
        let is = |name: &str| match &options[name] {
            Value::Bool(on) => *on,
            Value::String(on) => on.eq_ignore_ascii_case("true"),
            _ => false,
        };
        Marks {
            words: is("wordBoundaryEnabled"),
            punctuation: is("punctuationBoundaryEnabled"),
            sentences: is("sentenceBoundaryEnabled"),
            bookmarks: is("bookmarkEnabled"),
            session_end: is("sessionEndEnabled"),
        }
    }

    /// Whether the times of words have to be found.
    pub(super) fn needs_times(self) -> bool {
        self.words || self.punctuation
    }
}

fn ticks(seconds: f64) -> u64 {
    (seconds.max(0.0) * 1e7).round() as u64
}

/// A word, a mark or a sentence (`kind`: `WordBoundary`, `PunctuationBoundary`, `SentenceBoundary`), in seconds.
pub(super) fn boundary(kind: &str, text: &str, start: f64, end: f64) -> Value {
    let list = if kind == "SentenceBoundary" {
        kind
    } else {
        "WordBoundary"
    };
    json!({ "Type": list, "Data": {
        "Offset": ticks(start), "Duration": ticks(end).saturating_sub(ticks(start)),
        "text": { "Text": text, "Length": text.encode_utf16().count(), "BoundaryType": kind },
    } })
}

/// A place in the document.
pub(super) fn bookmark(name: &str, at: f64) -> Value {
    json!({ "Type": "Bookmark", "Data": { "Offset": ticks(at), "Bookmark": name } })
}

/// The end of everything.
pub(in super::super) fn session_end(at: f64) -> Value {
    json!({ "Type": "SessionEnd", "Data": { "Offset": ticks(at) } })
}
