//! Calendar arithmetic that cannot overflow: years 1 to 9999, `None` beyond.

use jiff::civil::{Date, Weekday};

/// A day, or a stretch of days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Day {
    pub(super) date: Date,
    /// The first day after the stretch.
    pub(super) until: Option<Date>,
    pub(super) how: How,
}

/// How a day was named: what it falls back on when its hour is already past, and how it repeats.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum How {
    /// Named exactly, or relative to today.
    Fixed,
    /// 周三: the nearest one.
    Weekday(Weekday),
    /// 五号: the nearest one.
    DayOfMonth(i8),
    /// 三月八号: the nearest one.
    MonthDay(i8, i8),
    /// 农历八月十五: the nearest one.
    Lunar(i8, i8),
    /// A holiday by name: the nearest one.
    Feast,
    /// "March", "the weekend": the nearest stretch.
    Stretch,
}

impl Day {
    pub(super) fn new(date: Date, how: How) -> Day {
        Day {
            date,
            until: None,
            how,
        }
    }

    pub(super) fn stretch(date: Date, until: Option<Date>, how: How) -> Option<Day> {
        Some(Day {
            date,
            until: Some(until?),
            how,
        })
    }

    /// The next day of the same name.
    pub(super) fn again(self) -> Option<Day> {
        let after = self.date.tomorrow().ok()?;
        let date = match self.how {
            How::Weekday(weekday) => next_weekday(after, weekday)?,
            How::DayOfMonth(day) => next_day_of_month(after, day)?,
            How::MonthDay(month, day) => next_month_day(after, month, day)?,
            How::Fixed | How::Lunar(..) | How::Feast | How::Stretch => return None,
        };
        Some(Day { date, ..self })
    }
}

/// The day of that year, month and day, if there is one in the years 1 to 9999.
pub(super) fn day(year: i64, month: i64, day: i64) -> Option<Date> {
    let year = i16::try_from(year)
        .ok()
        .filter(|year| (1..=9999).contains(year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Whether any year has that day.
pub(super) fn possible(month: i64, nth: i64) -> bool {
    day(2024, month, nth).is_some()
}

pub(super) fn plus_days(date: Date, days: i64) -> Option<Date> {
    let span = jiff::Span::new().try_days(days).ok()?;
    date.checked_add(span).ok().filter(|date| date.year() >= 1)
}

pub(super) fn plus_months(date: Date, months: i64) -> Option<Date> {
    let span = jiff::Span::new().try_months(months).ok()?;
    date.checked_add(span).ok().filter(|date| date.year() >= 1)
}

/// The Monday of the week of `date`.
pub(super) fn monday(date: Date) -> Option<Date> {
    plus_days(date, -i64::from(date.weekday().to_monday_zero_offset()))
}

/// `weekday` in the week that lies `weeks` after that of `date`.
pub(super) fn weekday_of_week(date: Date, weeks: i64, weekday: Weekday) -> Option<Date> {
    plus_days(
        monday(date)?,
        weeks * 7 + i64::from(weekday.to_monday_zero_offset()),
    )
}

/// The first `weekday` that is not before `date`.
pub(super) fn next_weekday(date: Date, weekday: Weekday) -> Option<Date> {
    let ahead = i64::from(weekday.to_monday_zero_offset())
        - i64::from(date.weekday().to_monday_zero_offset());
    plus_days(date, ahead.rem_euclid(7))
}

/// The first day with that number that is not before `date`; months without it are passed over.
pub(super) fn next_day_of_month(date: Date, nth: i8) -> Option<Date> {
    (0..4)
        .filter_map(|ahead| plus_months(date.first_of_month(), ahead))
        .find_map(|first| {
            let found = day(first.year().into(), first.month().into(), nth.into())?;
            (found >= date).then_some(found)
        })
}

/// The first day with that month and number that is not before `date`.
pub(super) fn next_month_day(date: Date, month: i8, nth: i8) -> Option<Date> {
    let year = i64::from(date.year());
    (year..year + 9)
        .filter_map(|year| day(year, month.into(), nth.into()))
        .find(|found| *found >= date)
}

/// The first day of a month and of the month after it.
pub(super) fn month(year: i64, month: i64) -> Option<(Date, Date)> {
    let first = day(year, month, 1)?;
    Some((first, plus_months(first, 1)?))
}

/// The first day of a year and of the year after it.
pub(super) fn year(year: i64) -> Option<(Date, Date)> {
    Some((day(year, 1, 1)?, day(year + 1, 1, 1)?))
}

/// Monday to Sunday by number, 1 to 7.
pub(super) fn weekday(number: i64) -> Option<Weekday> {
    Weekday::from_monday_one_offset(i8::try_from(number).ok()?).ok()
}
