//! The value tagger: numbers, money, measures, spans of time, days and hours, found in Mandarin, English and
//! mixtures of both.
//!
//! [`tag`] gives every reading of every stretch, so that a grammar may ask "does a time start here?" and go on
//! from any of its ends. There is no clock in it: relative words are counted from the `now` that is passed in.

mod durations;
mod measure;
mod money;
mod numbers;
pub mod recognize;
mod scan;
pub mod timex;
mod when;

#[cfg(test)]
mod tests;

use ling_base::{Span, Value};
use scan::Scan;

/// What sort of value a stretch of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A plain number.
    Number,
    /// A place in an order.
    Ordinal,
    /// Hundredths.
    Percent,
    /// An amount of money.
    Money,
    /// An amount of something measured.
    Quantity,
    /// A span of time.
    Duration,
    /// A day or a stretch of days, without an hour.
    Date,
    /// An hour of the day, or a stretch of hours, without a day.
    Time,
    /// A day and an hour together, a repeat with an hour, or a moment counted from now.
    When,
    /// A repeat without an hour.
    Repeat,
}

/// One reading of one stretch.
#[derive(Clone, Debug, PartialEq)]
pub struct Tagged {
    /// Where it stands, in Unicode scalars.
    pub span: Span,
    /// What sort of value it is.
    pub kind: Kind,
    /// The value itself.
    pub value: Value,
}

/// Every reading of every stretch (overlapping ones too: "seven" is a number and a time), by start, then
/// longest first. At most the first 2,000 characters are read.
///
/// Prepositions are part of a value only where they carry its meaning ("in ten minutes", "from three to five"),
/// not in "at seven" or "on Friday".
pub fn tag(text: &str, now: &jiff::ZonedDateTime) -> Vec<Tagged> {
    let scan = Scan::new(text);
    let mut tags = Tags {
        scan: &scan,
        found: Vec::new(),
        blocked: Vec::new(),
    };
    let numbers: Vec<Vec<numbers::Num>> = (0..=scan.len()).map(|i| numbers::at(&scan, i)).collect();
    for i in 0..scan.len() {
        tags.numbers(&numbers, i);
        tags.amounts(&numbers, i);
    }
    let durations: Vec<Vec<durations::Span>> = (0..=scan.len())
        .map(|i| durations::at(&scan, &numbers, i))
        .collect();
    for (i, spans) in durations.iter().enumerate() {
        for span in spans {
            if let Some(secs) = span.length.total_secs() {
                tags.push(i, span.end, Kind::Duration, Value::Duration(secs));
            }
        }
    }
    when::tag(&scan, &numbers, &durations, now, &mut tags);
    tags.sorted()
}

/// What has been found so far.
struct Tags<'a> {
    scan: &'a Scan,
    found: Vec<Tagged>,
    /// Stretches that look like days or hours and are none ("25:61", "February 30th").
    blocked: Vec<Span>,
}

impl Tags<'_> {
    /// Keeps a reading, if it neither starts nor ends inside a word or number.
    fn push(&mut self, start: usize, end: usize, kind: Kind, value: Value) {
        let timely = matches!(kind, Kind::Date | Kind::Time | Kind::When | Kind::Repeat);
        if timely && self.blocked.iter().any(|b| start < b.end && b.start < end) {
            return;
        }
        if start < end && self.scan.starts_clean(start) && self.scan.ends_clean(end) {
            self.found.push(Tagged {
                span: Span { start, end },
                kind,
                value,
            });
        }
    }

    /// No day and no hour touches this stretch.
    fn block(&mut self, start: usize, end: usize) {
        self.blocked.push(Span { start, end });
    }

    fn numbers(&mut self, numbers: &[Vec<numbers::Num>], i: usize) {
        for n in &numbers[i] {
            let whole =
                !scan::numeral(self.scan.ch(n.end)) || !scan::numeral(self.scan.before(n.end));
            let name = n.end == i + 1 && "壹贰叁肆伍陆柒捌玖拾佰仟".contains(self.scan.ch(i));
            if whole && !name && n.value.is_finite() {
                self.push(i, n.end, Kind::Number, Value::Number(n.value));
            }
        }
        for (place, end) in numbers::ordinals(self.scan, numbers, i) {
            self.push(i, end, Kind::Ordinal, Value::Ordinal(place));
        }
        for (hundredths, end) in numbers::percents(self.scan, numbers, i) {
            self.push(i, end, Kind::Percent, Value::Percent(hundredths));
        }
    }

    fn amounts(&mut self, numbers: &[Vec<numbers::Num>], i: usize) {
        for money in money::at(self.scan, numbers, i) {
            let value = Value::Money {
                amount: money.amount,
                currency: money.currency.to_owned(),
            };
            self.push(i, money.end, Kind::Money, value);
        }
        for quantity in measure::at(self.scan, numbers, i) {
            let value = Value::Quantity {
                amount: quantity.amount,
                unit: quantity.unit.to_owned(),
            };
            self.push(i, quantity.end, Kind::Quantity, value);
        }
    }

    fn sorted(mut self) -> Vec<Tagged> {
        self.found.sort_by(|a, b| {
            (a.span.start, b.span.end, a.kind).cmp(&(b.span.start, a.span.end, b.kind))
        });
        self.found.dedup();
        self.found
    }
}
