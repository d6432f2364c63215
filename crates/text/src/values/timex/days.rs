//! Which dates a day may stand for: the last one before now and the next one.

use jiff::{
    ToSpan,
    civil::{Date, DateTime},
};

use super::{expr::Day, length::Unit};

/// The dates behind a day, past and future; none when no such day exists.
pub(super) type Dates = Option<(Date, Date)>;

/// How many years are searched for a date that exists: two leap years stand at most eight years apart.
const YEARS_MAX: i16 = 8;

pub(super) fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

pub(super) fn plus(date: Date, days: i64) -> Option<Date> {
    date.checked_add(days.days()).ok()
}

pub(super) fn plus_months(date: Date, months: i64) -> Option<Date> {
    date.checked_add(months.months()).ok()
}

pub(super) fn weekday(date: Date) -> i8 {
    date.weekday().to_monday_one_offset()
}

pub(super) fn monday(date: Date) -> Date {
    plus(date, 1 - i64::from(weekday(date))).unwrap_or(date)
}

/// The weekday of the week that lies so many weeks from that of `date`.
pub(super) fn in_week(date: Date, weekday: i8, weeks: i64) -> Option<Date> {
    plus(monday(date), weeks * 7 + i64::from(weekday) - 1)
}

/// The nth such weekday of a month and its number; 0 asks for the last.
pub(super) fn nth_weekday(year: i16, month: i8, nth: i8, weekday: i8) -> Option<(Date, i8)> {
    let first = date(year, month, 1)?;
    let offset = i64::from((weekday - self::weekday(first)).rem_euclid(7));
    let at =
        |nth: i8| plus(first, offset + 7 * i64::from(nth - 1)).filter(|date| date.month() == month);
    match nth {
        0 => [5, 4]
            .iter()
            .find_map(|&nth| at(nth).map(|date| (date, nth))),
        _ => at(nth).map(|date| (date, nth)),
    }
}

/// The weekday near a counted day: in the same week, or the next one when whole months were counted.
pub(super) fn near_weekday(day: Date, wanted: i8, unit: Unit) -> Option<Date> {
    let ahead = i64::from((wanted - weekday(day)).rem_euclid(7));
    let sunday_first = i64::from(wanted % 7) - i64::from(weekday(day) % 7);
    plus(
        day,
        if matches!(unit, Unit::Month | Unit::Year) {
            ahead
        } else {
            sunday_first
        },
    )
}

impl Day {
    /// Its TIMEX.
    pub(super) fn timex(&self, now: DateTime) -> String {
        match self {
            Day::Full { year, month, day } => format!("{year:04}-{month:02}-{day:02}"),
            Day::Yearly { month, day } | Day::Pinned { month, day, .. } => {
                format!("XXXX-{month:02}-{day:02}")
            }
            Day::First(month) => format!("XXXX-{month:02}-01"),
            Day::Monthly(day) => format!("XXXX-XX-{day:02}"),
            Day::Weekly(weekday) | Day::WeeklyOn { weekday, .. } => format!("XXXX-WXX-{weekday}"),
            Day::Nth {
                year,
                month,
                nth,
                weekday,
            } => {
                let in_year = year.unwrap_or(now.year());
                let nth = nth_weekday(in_year, *month, *nth, *weekday).map_or(*nth, |(_, nth)| nth);
                format!("XXXX-{month:02}-WXX-{weekday}-#{nth}")
            }
            Day::TwoDigit { year, month, day } => format!("XX{year:02}-{month:02}-{day:02}"),
            Day::Feast { feast, year } => feast.timex(*year, now),
            Day::Lunar { year, month, day } => match year {
                Some(year) => format!("{year:04}-{month:02}-{day:02}"),
                None => format!("XXXX-{month:02}-{day:02}"),
            },
        }
    }

    /// The dates it may stand for.
    pub(super) fn dates(&self, now: DateTime) -> Dates {
        let one = |date: Date| (date, date);
        match self {
            Day::Full { year, month, day }
            | Day::Pinned { year, month, day }
            | Day::Lunar {
                year: Some(year),
                month,
                day,
            } => date(*year, *month, *day).map(one),
            Day::Yearly { month, day } => yearly(now, |year| date(year, *month, *day)),
            Day::Lunar {
                year: None,
                month,
                day,
            } => yearly(now, |year| date(year, *month, *day)),
            Day::First(month) => {
                let (past, future) = month_years(now, *month);
                Some((date(past, *month, 1)?, date(future, *month, 1)?))
            }
            Day::Monthly(day) => monthly(now, |year, month| date(year, month, *day)),
            Day::Weekly(weekday) => weekly(now.date(), *weekday),
            Day::WeeklyOn { weekday, day } => monthly(now, |year, month| {
                date(year, month, *day).filter(|date| self::weekday(*date) == *weekday)
            }),
            Day::Nth {
                year,
                month,
                nth,
                weekday,
            } => {
                let at = |year| nth_weekday(year, *month, *nth, *weekday).map(|(date, _)| date);
                match year {
                    Some(year) => at(*year).map(one),
                    None => yearly(now, at),
                }
            }
            Day::TwoDigit { year, month, day } => Some((
                date(1900 + year, *month, *day)?,
                date(2000 + year, *month, *day)?,
            )),
            Day::Feast { feast, year } => match year {
                Some(year) => feast.date(*year).map(one),
                None => yearly(now, |year| feast.date(year)),
            },
        }
    }

    /// The next date, or the only one.
    pub(super) fn next(&self, now: DateTime) -> Option<Date> {
        self.dates(now).map(|(_, future)| future)
    }

    /// Whether it stands for one date alone.
    pub(super) fn known(&self) -> bool {
        matches!(
            self,
            Day::Full { .. }
                | Day::Pinned { .. }
                | Day::Lunar { year: Some(_), .. }
                | Day::Feast { year: Some(_), .. }
                | Day::Nth { year: Some(_), .. }
        )
    }

    pub(super) fn lunar(&self) -> bool {
        matches!(self, Day::Lunar { .. })
    }
}

/// The years in which a month is the last one begun before this, and the next one.
pub(super) fn month_years(now: DateTime, month: i8) -> (i16, i16) {
    let past = now.year() - i16::from(month >= now.month());
    let future = now.year() + i16::from(month < now.month());
    (past, future)
}

fn yearly(now: DateTime, at: impl Fn(i16) -> Option<Date>) -> Dates {
    let years = || 0..=YEARS_MAX;
    let future = years()
        .filter_map(|ahead| at(now.year() + ahead))
        .find(|date| date.at(0, 0, 0, 0) >= now)?;
    let past = years()
        .filter_map(|back| at(now.year() - back))
        .find(|date| date.at(0, 0, 0, 0) < now)?;
    Some((past, future))
}

fn monthly(now: DateTime, at: impl Fn(i16, i8) -> Option<Date>) -> Dates {
    let first = now.date().first_of_month();
    let months = |sign: i64| {
        let at = &at;
        (0..=12 * 6).filter_map(move |n| {
            let month = plus_months(first, n * sign)?;
            at(month.year(), month.month())
        })
    };
    let future = months(1).find(|date| date.at(0, 0, 0, 0) >= now)?;
    let past = months(-1).find(|date| date.at(0, 0, 0, 0) < now)?;
    Some((past, future))
}

fn weekly(today: Date, weekday: i8) -> Dates {
    let this = in_week(today, weekday, 0)?;
    if this >= today {
        Some((plus(this, -7)?, this))
    } else {
        Some((this, plus(this, 7)?))
    }
}
