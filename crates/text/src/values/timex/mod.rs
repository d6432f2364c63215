//! Days, hours, ranges, spans of time and repeats in the shape of Microsoft's Recognizers-Text: a TIMEX each, and
//! every value it may stand for, counted from the moment of speaking.

mod alts;
mod days;
mod en;
mod expr;
mod feasts;
mod length;
mod memo;
mod periods;
mod pick;
mod zh;

#[cfg(test)]
mod tests;

use jiff::civil::DateTime;
use ling_base::Span;

use super::scan::Scan;
use expr::Said;

/// Whose manners of speaking are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Culture {
    /// Mandarin, with the Latin forms it borrows.
    Chinese,
    /// English as in the United States: the month comes before the day.
    English,
}

/// What sort of time an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A day.
    Date,
    /// An hour of the day.
    Time,
    /// A moment.
    DateTime,
    /// A stretch of days.
    DateRange,
    /// A stretch of hours of any day.
    TimeRange,
    /// A stretch between moments.
    DateTimeRange,
    /// A length of time.
    Duration,
    /// Something that comes again.
    Set,
}

impl Sort {
    /// The word in type names.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Sort::Date => "date",
            Sort::Time => "time",
            Sort::DateTime => "datetime",
            Sort::DateRange => "daterange",
            Sort::TimeRange => "timerange",
            Sort::DateTimeRange => "datetimerange",
            Sort::Duration => "duration",
            Sort::Set => "set",
        }
    }
}

/// One value that an entity may stand for.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved {
    /// The TIMEX, with `X` for what is not said.
    pub timex: String,
    /// Its sort, which a modifier may make a range.
    pub kind: Sort,
    /// The point, the seconds, or `not resolved`.
    pub value: Option<String>,
    /// Where a range starts.
    pub start: Option<String>,
    /// Where a range ends; the end itself is outside.
    pub end: Option<String>,
    /// "before", "since", "mid" and the like.
    pub modifier: Option<String>,
    /// A day of the lunar calendar.
    pub lunar: bool,
}

/// One stretch of text with its values.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Where it stands, in Unicode scalars.
    pub span: Span,
    /// What sort of time it is.
    pub kind: Sort,
    /// The values, past ones first.
    pub values: Vec<Resolved>,
}

/// Every time expression in `text`, from left to right, none over another. At most the first 2,000 characters are
/// read.
#[must_use]
pub fn recognise(text: &str, culture: Culture, now: DateTime) -> Vec<Entity> {
    let scan = Scan::new(text);
    let said = match culture {
        Culture::Chinese => zh::read(&scan, now),
        Culture::English => en::read(&scan, now),
    };
    said.iter().map(|said| entity(said, now)).collect()
}

fn entity(said: &Said, now: DateTime) -> Entity {
    let (kind, values) = said.resolved(now);
    Entity {
        span: Span {
            start: said.start,
            end: said.end,
        },
        kind,
        values,
    }
}
