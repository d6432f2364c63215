//! The seam to the value tagger.

use jiff::ZonedDateTime;
use ling_base::{Span, Value};
use ling_text::values::{self, Kind};

/// One reading of one stretch; `kind` is a place in [`crate::kind::VALUES`].
pub(crate) struct Tagged {
    pub span: Span,
    pub kind: u8,
    pub value: Value,
}

/// Every reading of every stretch.
pub(crate) fn tag(text: &str, now: &ZonedDateTime) -> Vec<Tagged> {
    let tagged = values::tag(text, now).into_iter();
    tagged
        .map(|tagged| Tagged {
            span: tagged.span,
            kind: place(tagged.kind),
            value: tagged.value,
        })
        .collect()
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
