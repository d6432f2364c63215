//! How a day or a stretch of days lies against today; each language names what is found here.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// Days from `today` to `date`; saturates at the calendar's ends.
pub(crate) fn days_from(today: Date, date: Date) -> i32 {
    (date - today).get_days()
}

/// The Monday of the week of `date`.
pub(crate) fn monday(date: Date) -> Date {
    let back = i64::from(date.weekday().to_monday_zero_offset());
    date.saturating_sub(back.days())
}

/// Whole weeks, Monday to Sunday, from the week of `today` to that of `date`.
pub(crate) fn weeks_from(today: Date, date: Date) -> i32 {
    days_from(monday(today), monday(date)) / 7
}

/// Whole months from that of `today` to that of `date`.
pub(crate) fn months_from(today: Date, date: Date) -> i32 {
    let month = |d: Date| i32::from(d.year()) * 12 + i32::from(d.month());
    month(date) - month(today)
}

/// A stretch of days that has a name of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stretch {
    /// One day.
    Day(Date),
    /// Saturday and Sunday, some weeks from this one.
    Weekend(i32),
    /// Monday to Sunday, some weeks from this one.
    Week(i32),
    /// A month, by its first day.
    Month(Date),
    /// A year.
    Year(i16),
    /// From one day to another, the last included.
    Days(Date, Date),
}

impl Stretch {
    /// Names the days from `first` to the day before `until`.
    pub fn of(first: Date, until: Option<Date>, today: Date) -> Stretch {
        let Some(last) = until.and_then(|until| until.checked_sub(1.day()).ok()) else {
            return Stretch::Day(first);
        };
        let n_days = days_from(first, last) + 1;
        let weeks = weeks_from(today, first);
        let whole_month = first.day() == 1 && last == first.last_of_month();
        match (n_days, first.weekday()) {
            (..=1, _) => Stretch::Day(first),
            (2, Weekday::Saturday) => Stretch::Weekend(weeks),
            (7, Weekday::Monday) => Stretch::Week(weeks),
            _ if whole_month => Stretch::Month(first),
            _ if first == first.first_of_year() && last == first.last_of_year() => {
                Stretch::Year(first.year())
            }
            _ => Stretch::Days(first, last),
        }
    }
}

/// Days of the week in order, each once, and whether they are one run of three or more.
pub(crate) fn week_days(days: &[Weekday]) -> (Vec<Weekday>, bool) {
    let mut days = days.to_vec();
    days.sort_by_key(|day| day.to_monday_zero_offset());
    days.dedup();
    let run = days.len() >= 3
        && days
            .windows(2)
            .all(|pair| pair[1].to_monday_zero_offset() == pair[0].to_monday_zero_offset() + 1);
    (days, run)
}
