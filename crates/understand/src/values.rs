//! The seam to the value tagger.

use jiff::ZonedDateTime;
use ling_base::{Span, Value};
use ling_text::values::{self, Kind};

use crate::kind::NUMBER;

/// One reading of one stretch; `kind` is a place in [`crate::kind::VALUES`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tagged {
    pub span: Span,
    pub kind: u8,
    pub value: Value,
}

/// Every reading of every stretch, and the digits of "2700K" and "TV2" by themselves: templates name
/// such units and things.
pub(crate) fn tag(text: &str, now: &ZonedDateTime) -> Vec<Tagged> {
    let tagged = values::tag(text, now).into_iter();
    let tagged = tagged.map(|tagged| Tagged {
        span: tagged.span,
        kind: place(tagged.kind),
        value: tagged.value,
    });
    tagged.chain(digits(text)).collect()
}

/// The values of a text made of `stretches` of another one, a space between two of them, where they can be known
/// from `tagged`, the values of that other text: none of these may lie across the end of a stretch, or touch a
/// place where two are joined ("in ten" and "minutes" make a new one).
pub(crate) fn moved(tagged: &[Tagged], stretches: &[Span]) -> Option<Vec<Tagged>> {
    let (mut all, mut to) = (Vec::new(), 0);
    for (nth, stretch) in stretches.iter().enumerate() {
        let is_joined = |at: usize| {
            nth > 0 && at == stretch.start || nth + 1 < stretches.len() && at == stretch.end
        };
        for one in tagged {
            let Span { start, end } = one.span;
            if end <= stretch.start || stretch.end <= start {
                continue;
            }
            let is_across = start < stretch.start || stretch.end < end;
            if is_across || is_joined(start) || is_joined(end) {
                return None;
            }
            let moved = |at: usize| at - stretch.start + to;
            let span = Span {
                start: moved(start),
                end: moved(end),
            };
            all.push(Tagged {
                span,
                ..one.clone()
            });
        }
        to += stretch.end - stretch.start + 1;
    }
    Some(all)
}

/// Digits with a letter beside them.
fn digits(text: &str) -> Vec<Tagged> {
    let mut found = Vec::new();
    let mut word = String::new();
    let mut before = ' ';
    for (at, c) in text.chars().chain([' ']).enumerate() {
        if c.is_ascii_digit() || (c == '.' && !word.is_empty()) {
            word.push(c);
            continue;
        }
        let is_beside = c.is_ascii_alphabetic() || before.is_ascii_alphabetic();
        let value = word.parse().ok().filter(|_| is_beside);
        let is_number = word
            .bytes()
            .next_back()
            .is_some_and(|last| last.is_ascii_digit());
        if let Some(number) = value.filter(|_| is_number) {
            found.push(Tagged {
                span: Span {
                    start: at - word.len(),
                    end: at,
                },
                kind: NUMBER,
                value: Value::Number(number),
            });
        }
        word.clear();
        before = c;
    }
    found
}

fn place(kind: Kind) -> u8 {
    match kind {
        Kind::Number => 0,
        Kind::Ordinal => 1,
        Kind::Percent => 2,
        Kind::Money => 3,
        Kind::Quantity => 4,
        Kind::Duration => 5,
        Kind::Date => 6,
        Kind::Time => 7,
        Kind::When => 8,
        Kind::Repeat => 9,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compares the values known from the whole text with those of the stretches read anew; `expect` says whether
    /// they can be known from the whole.
    #[track_caller]
    fn check(text: &str, stretches: &[&str], expect: bool) {
        let now = "2026-03-02T09:00[UTC]".parse().unwrap();
        let spans: Vec<Span> = stretches
            .iter()
            .map(|part| {
                let start = text[..text.find(part).unwrap()].chars().count();
                Span {
                    start,
                    end: start + part.chars().count(),
                }
            })
            .collect();
        let known = moved(&tag(text, &now), &spans);
        assert_eq!(known.is_some(), expect, "{text}");
        if let Some(known) = known {
            assert_eq!(known, tag(&stretches.join(" "), &now), "{text}");
        }
    }

    #[test]
    fn values_of_a_part_are_those_of_the_whole() {
        let two = "wake me at seven and set a timer for ten minutes";
        check(two, &["wake me at seven"], true);
        check(two, &["set a timer for ten minutes"], true);
        check(two, &["wake me at seven", "set"], false);
        check(two, &["set a timer for ten"], false);
        check(two, &["wake me", "set a timer for ten minutes"], true);
        let days = "工作日七点叫我，节假日九点";
        check(days, &["工作日七点叫我"], true);
        check(days, &["节假日九点", "叫我"], false);
        check("开灯, set 20% for 3 hours", &["set 20% for 3 hours"], true);
    }
}
