//! Lengths of time: what was said, its TIMEX, its seconds, and moving a moment by it.

use jiff::{
    ToSpan,
    civil::{Date, DateTime},
};

/// A unit of time. A quarter is three months and a fortnight two weeks before they come here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Year,
    Month,
    Week,
    Weekend,
    Day,
    BusinessDay,
    Hour,
    Minute,
    Second,
}

impl Unit {
    fn code(self) -> &'static str {
        match self {
            Unit::Year => "Y",
            Unit::Month | Unit::Minute => "M",
            Unit::Week => "W",
            Unit::Weekend => "WE",
            Unit::Day => "D",
            Unit::BusinessDay => "BD",
            Unit::Hour => "H",
            Unit::Second => "S",
        }
    }

    fn secs(self) -> f64 {
        match self {
            Unit::Year => 365.0 * 86_400.0,
            Unit::Month => 30.0 * 86_400.0,
            Unit::Week => 7.0 * 86_400.0,
            Unit::Weekend => 2.0 * 86_400.0,
            Unit::Day | Unit::BusinessDay => 86_400.0,
            Unit::Hour => 3600.0,
            Unit::Minute => 60.0,
            Unit::Second => 1.0,
        }
    }

    /// Whether it is shorter than a day.
    pub(super) fn clock(self) -> bool {
        self >= Unit::Hour
    }
}

/// A length: amounts of units, longest unit first.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Length(pub(super) Vec<(f64, Unit)>);

impl Length {
    pub(super) fn of(amount: f64, unit: Unit) -> Length {
        Length(vec![(amount, unit)])
    }

    /// Adds an amount of a unit that is not there yet.
    pub(super) fn push(&mut self, amount: f64, unit: Unit) -> bool {
        if self.0.iter().any(|(_, there)| *there == unit) {
            return false;
        }
        self.0.push((amount, unit));
        self.0.sort_by_key(|(_, unit)| *unit);
        true
    }

    pub(super) fn timex(&self) -> String {
        let mut text = String::from("P");
        let mut clock = false;
        for (amount, unit) in &self.0 {
            if unit.clock() && !clock {
                text.push('T');
                clock = true;
            }
            text.push_str(&number(*amount));
            text.push_str(unit.code());
        }
        text
    }

    /// Its seconds, a year being 365 days and a month 30.
    pub(super) fn secs(&self) -> f64 {
        self.0.iter().map(|(n, unit)| n * unit.secs()).sum()
    }

    /// Whether it has a unit shorter than a day.
    pub(super) fn has_clock(&self) -> bool {
        self.0.iter().any(|(_, unit)| unit.clock())
    }

    pub(super) fn only(&self) -> Option<(f64, Unit)> {
        match self.0.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// The moment that lies this length after `at`, or before it.
    pub(super) fn moved(&self, at: DateTime, back: bool) -> Option<DateTime> {
        let sign = if back { -1.0 } else { 1.0 };
        self.0
            .iter()
            .try_fold(at, |at, (amount, unit)| moved_by(at, amount * sign, *unit))
    }

    /// The day that lies this length after `day`, or before it.
    pub(super) fn moved_day(&self, day: Date, back: bool) -> Option<Date> {
        Some(self.moved(day.at(0, 0, 0, 0), back)?.date())
    }
}

#[allow(clippy::cast_possible_truncation)]
fn moved_by(at: DateTime, amount: f64, unit: Unit) -> Option<DateTime> {
    if amount.abs() > 1e6 && unit != Unit::Second {
        return None;
    }
    let span = match unit {
        Unit::Year => ((amount * 12.0).round() as i64).months(),
        Unit::Month if amount.fract() == 0.0 => (amount as i64).months(),
        Unit::BusinessDay => return business(at, amount as i64),
        _ => ((amount * unit.secs()).round() as i64).seconds(),
    };
    at.checked_add(span).ok()
}

/// So many days on which people work from Monday to Friday.
fn business(at: DateTime, days: i64) -> Option<DateTime> {
    let mut at = at;
    for _ in 0..days.unsigned_abs().min(10_000) {
        loop {
            at = at.checked_add(days.signum().days()).ok()?;
            if at.date().weekday().to_monday_one_offset() <= 5 {
                break;
            }
        }
    }
    Some(at)
}

/// An amount without a needless fraction.
pub(super) fn number(amount: f64) -> String {
    let rounded = (amount * 1e6).round() / 1e6;
    format!("{rounded}")
}

/// The TIMEX of a length in seconds that is written in hours, minutes and seconds.
pub(super) fn clock_timex(secs: i64) -> String {
    let parts = [(secs / 3600, "H"), (secs / 60 % 60, "M"), (secs % 60, "S")];
    let said: String = parts
        .iter()
        .filter(|(n, _)| *n != 0)
        .map(|(n, code)| format!("{n}{code}"))
        .collect();
    if said.is_empty() {
        "PT0S".to_owned()
    } else {
        format!("PT{said}")
    }
}
