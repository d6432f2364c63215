//! When something that comes again comes next. Alarms ring by this.

use jiff::civil::{Date, Time, Weekday};
use jiff::{SignedDuration, ToSpan, ZonedDateTime};
use ling_base::{Days, Repeat};

use super::lunar::{LunarDate, lunar_month_days, lunar_to_solar, solar_to_lunar};
use super::{Region, is_workday};

/// Days searched for one that fits; the longest run without a workday or a day off is far shorter.
const DAYS_MAX: usize = 60;
/// Months searched: a month with 31 days is at most one month away.
const MONTHS_MAX: i32 = 14;
/// Years searched: from 29 February 2096 to that of 2104 are eight.
const YEARS_MAX: i16 = 9;
/// The shortest span between two rings.
const SECS_MIN: i64 = 60;

/// Something that comes again, counted from a first day.
#[derive(Clone, Copy, Debug)]
pub struct Series<'a> {
    /// How it comes again.
    pub repeat: &'a Repeat,
    /// The time of day. A time that the change to summer time skips moves forward by what is skipped; a time that
    /// comes twice in autumn counts the first time.
    pub time: Time,
    /// The day from which "every two days" is counted; nothing comes before it.
    pub first: Date,
}

/// The next moment after `after`, in its zone.
///
/// "Every two days" is counted from the first day on which `time` is still to come, or from `after` itself where
/// that is such a moment (the last ring); see [`Series`] to count from another day. A day that a month or a year
/// lacks is passed over; the thirtieth of a lunar month of 29 days is its last day.
///
/// ```
/// use ling_base::{Days, Repeat};
/// use ling_text::almanac::{Region, next_occurrence};
/// // The week before was off for the National Day of 2026, and this Saturday is worked for it.
/// let after: jiff::ZonedDateTime = "2026-10-09T07:00[Asia/Shanghai]".parse().unwrap();
/// let time = jiff::civil::time(7, 0, 0, 0);
/// let next = next_occurrence(&Repeat::Days(Days::Workdays), time, &after, Region::China).unwrap();
/// assert_eq!(next.date(), jiff::civil::date(2026, 10, 10));
/// ```
pub fn next_occurrence(
    repeat: &Repeat,
    time: Time,
    after: &ZonedDateTime,
    region: Region,
) -> Option<ZonedDateTime> {
    if let Repeat::Every { secs } = repeat {
        return later(after, *secs);
    }
    let today = after.date();
    let to_come = moment(today, time, after).is_some_and(|ring| ring >= *after);
    let first = if to_come {
        today
    } else {
        today.tomorrow().ok()?
    };
    Series {
        repeat,
        time,
        first,
    }
    .next(after, region)
}

impl Series<'_> {
    /// The next moment after `after`, in its zone.
    pub fn next(&self, after: &ZonedDateTime, region: Region) -> Option<ZonedDateTime> {
        let from = self.first.max(after.date());
        let works = |day| is_workday(day, region).works;
        match self.repeat {
            Repeat::Days(Days::Week(days)) => {
                self.on_days(from, after, |day| days.contains(&day.weekday()))
            }
            Repeat::Days(Days::Workdays) => self.on_days(from, after, works),
            Repeat::Days(Days::DaysOff) => self.on_days(from, after, |day| !works(day)),
            Repeat::Daily { every } => self.stepped(self.first, (*every).into(), after),
            Repeat::Weekly { every, day } => {
                let weeks = i64::from((*every).max(1));
                self.stepped(on_or_after(self.first, *day)?, 7 * weeks, after)
            }
            Repeat::Monthly { day } => self.monthly(from, *day, after),
            Repeat::Yearly { month, day } => {
                let days = years(from).filter_map(|year| Date::new(year, *month, *day).ok());
                self.first_after(after, days)
            }
            Repeat::LunarYearly { month, day } => self.lunar_yearly(from, *month, *day, after),
            Repeat::Every { secs } => self.every(*secs, after),
        }
    }

    /// The first of some days whose moment is still to come.
    fn first_after(
        &self,
        after: &ZonedDateTime,
        days: impl Iterator<Item = Date>,
    ) -> Option<ZonedDateTime> {
        days.filter(|day| *day >= self.first)
            .filter_map(|day| moment(day, self.time, after))
            .find(|ring| ring > after)
    }

    fn on_days(
        &self,
        from: Date,
        after: &ZonedDateTime,
        fits: impl Fn(Date) -> bool,
    ) -> Option<ZonedDateTime> {
        let days = from.series(1.day()).take(DAYS_MAX).filter(|day| fits(*day));
        self.first_after(after, days)
    }

    fn stepped(&self, anchor: Date, days: i64, after: &ZonedDateTime) -> Option<ZonedDateTime> {
        let step = days.max(1);
        let passed = i64::from((after.date() - anchor).get_days()).max(0);
        let start = anchor.checked_add((passed / step * step).days()).ok()?;
        self.first_after(after, start.series(step.days()).take(3))
    }

    fn monthly(&self, from: Date, day: i8, after: &ZonedDateTime) -> Option<ZonedDateTime> {
        let days = (0..MONTHS_MAX).filter_map(|n| {
            let month = from.first_of_month().checked_add(n.months()).ok()?;
            Date::new(month.year(), month.month(), day).ok()
        });
        self.first_after(after, days)
    }

    fn lunar_yearly(
        &self,
        from: Date,
        month: i8,
        day: i8,
        after: &ZonedDateTime,
    ) -> Option<ZonedDateTime> {
        if !(1..=30).contains(&day) {
            return None;
        }
        let year = solar_to_lunar(from)?.year;
        let days = (year..=year.saturating_add(2)).filter_map(|year| {
            let day = day.min(lunar_month_days(year, month, false)?);
            lunar_to_solar(LunarDate {
                year,
                month,
                leap: false,
                day,
            })
        });
        self.first_after(after, days)
    }

    /// Counted in real seconds from the first moment, whatever the clocks do.
    fn every(&self, secs: i64, after: &ZonedDateTime) -> Option<ZonedDateTime> {
        if secs < SECS_MIN {
            return None;
        }
        let first = moment(self.first, self.time, after)?;
        if first > *after {
            return Some(first);
        }
        let passed = after.timestamp().as_second() - first.timestamp().as_second();
        let rings = (passed / secs).checked_add(1)?;
        first
            .checked_add(SignedDuration::from_secs(rings.checked_mul(secs)?))
            .ok()
    }
}

fn later(after: &ZonedDateTime, secs: i64) -> Option<ZonedDateTime> {
    let span = (secs >= SECS_MIN).then(|| SignedDuration::from_secs(secs))?;
    after.checked_add(span).ok()
}

/// A local time in the zone of `like`; the compatible reading of times that are skipped or come twice.
fn moment(day: Date, time: Time, like: &ZonedDateTime) -> Option<ZonedDateTime> {
    day.to_datetime(time)
        .to_zoned_datetime(like.time_zone().clone())
        .ok()
}

fn on_or_after(day: Date, weekday: Weekday) -> Option<Date> {
    day.series(1.day())
        .take(7)
        .find(|day| day.weekday() == weekday)
}

fn years(from: Date) -> impl Iterator<Item = i16> {
    (0..YEARS_MAX).filter_map(move |n| from.year().checked_add(n))
}

#[cfg(test)]
mod tests;
