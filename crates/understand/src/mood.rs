//! Whether a sentence that names a deed is a command: 别开灯, "how do I turn it on" and "if it rains close the window"
//! are none.

use std::ops::Range;

use ling_base::Mood;

use crate::heard::Heard;
use crate::words::{Words, behind};

/// How labels of deeds begin that a wrong guess must not do: "don't turn on the light".
const DEEDS: [&str; 10] = [
    "iot_",
    "play_",
    "audio_",
    "lists_",
    "note_set",
    "note_remove",
    "alarm_remove",
    "timer_remove",
    "reminder_remove",
    "calendar_remove",
];
/// Labels that begin like deeds and only ask.
const ASKS: [&str; 2] = ["iot_state", "lists_query"];
/// Labels of what is set for a time: "don't set an alarm", but "don't let me oversleep".
const RINGS: [&str; 4] = ["alarm_set", "timer_set", "reminder_set", "calendar_set"];
/// Labels of deeds that people tie to a condition; a song may be called "When I was your man".
const TIED: &str = "iot_";

/// Why a sentence whose label is `label` is no command; nothing where it is one, and for what is no deed.
pub(crate) fn mood(heard: &Heard<'_>, label: &str) -> Option<Mood> {
    let words = Words::shared();
    let is_set = RINGS.contains(&label);
    // 别定 timer sounds like an end of one.
    if (is_set || label.ends_with("_remove")) && has_any(heard, &words.not_set) {
        return Some(Mood::Forbids);
    }
    if is_set {
        return has_any(heard, &words.was_set).then_some(Mood::Tells);
    }
    if ASKS.contains(&label) || !DEEDS.iter().any(|deed| label.starts_with(deed)) {
        return None;
    }
    let tells = || begins_with_any(heard, &words.asks) || has_any(heard, &words.tell);
    // 要不要开灯 asks, with 不要开 in it.
    if tells() {
        Some(Mood::Tells)
    } else if has_any(heard, &words.forbid) {
        Some(Mood::Forbids)
    } else {
        let waits = is_tied(label) && has_any(heard, &words.wait);
        waits.then_some(Mood::Waits)
    }
}

/// Whether a label is of a deed that people tie to a condition.
pub(crate) fn is_tied(label: &str) -> bool {
    label.starts_with(TIED)
}

/// Whether the symbols of a range forbid something.
pub(crate) fn forbids(heard: &Heard<'_>, range: &Range<usize>) -> bool {
    let words = Words::shared();
    let mut places = range.clone();
    places.any(|at| is_any(heard, &words.forbid, at) || is_any(heard, &words.not_set, at))
}

/// Whether the symbols of a range give a reason: 太亮了, "it is too bright".
pub(crate) fn gives_reason(heard: &Heard<'_>, range: &Range<usize>) -> bool {
    let reason = &Words::shared().reason;
    range.clone().any(|at| is_any(heard, reason, at))
}

/// Whether a deed is named for all but something, which a guess may take for the thing itself.
pub(crate) fn excepts(heard: &Heard<'_>, label: &str) -> bool {
    let is_deed = !ASKS.contains(&label) && DEEDS.iter().any(|deed| label.starts_with(deed));
    is_deed && has_any(heard, &Words::shared().except)
}

/// Whether any of `words` stands in a text.
fn has_any(heard: &Heard<'_>, words: &[Vec<char>]) -> bool {
    (0..heard.len()).any(|at| is_any(heard, words, at))
}

/// Whether a text begins with any of `words`, words of politeness passed over.
fn begins_with_any(heard: &Heard<'_>, words: &[Vec<char>]) -> bool {
    let mut at = 0;
    loop {
        if is_any(heard, words, at) {
            return true;
        }
        match behind(heard, &Words::shared().start, at).max() {
            Some(next) => at = next,
            None => return false,
        }
    }
}

fn is_any(heard: &Heard<'_>, words: &[Vec<char>], at: usize) -> bool {
    let mut words = words.iter();
    words.any(|word| heard.after_words(at, word).is_some())
}
