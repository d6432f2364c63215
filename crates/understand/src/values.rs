//! The seam to the value tagger.

use jiff::ZonedDateTime;
use ling_base::{Span, Value};
use ling_text::values::{self, Kind};

use crate::kind::NUMBER;

/// One reading of one stretch; `kind` is a place in [`crate::kind::VALUES`].
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
