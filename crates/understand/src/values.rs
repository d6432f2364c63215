//! The seam to the value tagger.

use jiff::ZonedDateTime;
use ling_base::{Span, Value};

/// One reading of one stretch; `kind` is a place in [`crate::kind::VALUES`].
pub(crate) struct Tagged {
    pub span: Span,
    pub kind: u8,
    pub value: Value,
}

/// Every reading of every stretch.
pub(crate) fn tag(text: &str, now: &ZonedDateTime) -> Vec<Tagged> {
    let _ = now;
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let end = at
            + chars[at..]
                .iter()
                .take_while(|c| c.is_ascii_digit())
                .count();
        if at < end {
            let digits: String = chars[at..end].iter().collect();
            if let Ok(number) = digits.parse() {
                found.push(Tagged {
                    span: Span { start: at, end },
                    kind: crate::kind::NUMBER,
                    value: Value::Number(number),
                });
            }
        }
        at = end.max(at + 1);
    }
    found
}
