//! How long a month or a year is.

use jiff::civil::Date;
use ling_dialogue::{Call, Out};
use ling_text::Holes;

/// Years that can be asked about.
const YEARS: std::ops::RangeInclusive<f64> = 1.0..=9_999.0;

/// The year that is asked about, or this one.
fn asked(call: &Call) -> Option<i16> {
    let year = call.args.number("year");
    let year = year.unwrap_or_else(|| f64::from(call.now.year()));
    YEARS.contains(&year).then_some(year as i16)
}

/// "Is 2028 a leap year".
pub(super) fn leap(call: &Call, out: &mut Out<'_>) {
    let Some(first) = asked(call).and_then(|year| Date::new(year, 1, 1).ok()) else {
        return out.say("unknown_day", Holes::new());
    };
    let key = if first.in_leap_year() {
        "leap"
    } else {
        "no_leap"
    };
    out.say(key, Holes::new().number("year", f64::from(first.year())));
}

/// "How many days are in February".
pub(super) fn month_days(call: &Call, out: &mut Out<'_>) {
    let month = call.args.id("month").and_then(|month| month.parse().ok());
    let month = month.unwrap_or_else(|| call.now.month());
    let first = asked(call).and_then(|year| Date::new(year, month, 1).ok());
    let Some(first) = first else {
        return out.say("unknown_day", Holes::new());
    };
    let holes = Holes::new()
        .count("n", i64::from(first.days_in_month()))
        .text("month", out.text(&format!("month_{month}"), &Holes::new()))
        .number("year", f64::from(first.year()));
    out.say("month_days", holes);
}

/// "How many days does the year have".
pub(super) fn year_days(call: &Call, out: &mut Out<'_>) {
    let Some(first) = asked(call).and_then(|year| Date::new(year, 1, 1).ok()) else {
        return out.say("unknown_day", Holes::new());
    };
    let holes = Holes::new().count("n", i64::from(first.days_in_year()));
    out.say("year_days", holes.number("year", f64::from(first.year())));
}
