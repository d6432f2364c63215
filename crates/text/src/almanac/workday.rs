//! Which days are worked. China's make-up workdays are known only once the State Council has announced them.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::Region;
use super::festival::{easter, nth_weekday};
use super::lunar::{LunarDate, lunar_to_solar, new_year};
use super::term::{Term, term_date};

/// Whether a day is worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Workday {
    /// Whether it is.
    pub works: bool,
    /// False where an announcement that is not in the table may say otherwise.
    pub certain: bool,
    /// What makes it so.
    pub why: Why,
}

/// What makes a day a workday or a day off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Monday to Friday.
    Weekday,
    /// Saturday or Sunday.
    Weekend,
    /// A public holiday.
    Holiday,
    /// A weekend that is worked in exchange for a holiday.
    MakeUp,
}

type MonthDay = (i8, i8);

/// One year of China as announced: month and day of the first and last day off of each holiday, and of the weekends
/// that are worked.
struct Announced {
    year: i16,
    off: &'static [(MonthDay, MonthDay)],
    worked: &'static [MonthDay],
}

/// 国务院办公厅关于部分节假日安排的通知 for 2024 (国办发明电〔2023〕7号), 2025 (〔2024〕12号) and 2026 (〔2025〕7号); compared in
/// the tests with the PyPI package chinesecalendar.
const CHINA: [Announced; 3] = [
    Announced {
        year: 2024,
        off: &[
            ((1, 1), (1, 1)),
            ((2, 10), (2, 17)),
            ((4, 4), (4, 6)),
            ((5, 1), (5, 5)),
            ((6, 10), (6, 10)),
            ((9, 15), (9, 17)),
            ((10, 1), (10, 7)),
        ],
        worked: &[
            (2, 4),
            (2, 18),
            (4, 7),
            (4, 28),
            (5, 11),
            (9, 14),
            (9, 29),
            (10, 12),
        ],
    },
    Announced {
        year: 2025,
        off: &[
            ((1, 1), (1, 1)),
            ((1, 28), (2, 4)),
            ((4, 4), (4, 6)),
            ((5, 1), (5, 5)),
            ((5, 31), (6, 2)),
            ((10, 1), (10, 8)),
        ],
        worked: &[(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)],
    },
    Announced {
        year: 2026,
        off: &[
            ((1, 1), (1, 3)),
            ((2, 15), (2, 23)),
            ((4, 4), (4, 6)),
            ((5, 1), (5, 5)),
            ((6, 19), (6, 21)),
            ((9, 25), (9, 27)),
            ((10, 1), (10, 7)),
        ],
        worked: &[(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)],
    },
];

/// Whether a day is worked in a region.
///
/// ```
/// use jiff::civil::date;
/// use ling_text::almanac::{Region, is_workday};
/// assert!(is_workday(date(2026, 10, 10), Region::China).works); // a Saturday, worked for the National Day
/// assert!(!is_workday(date(2026, 10, 10), Region::England).works);
/// ```
pub fn is_workday(day: Date, region: Region) -> Workday {
    match region {
        Region::China => china(day),
        Region::UnitedStates => by_rule(day, united_states(day)),
        Region::England => by_rule(day, england(day)),
        Region::Elsewhere => Workday {
            certain: false,
            ..by_rule(day, false)
        },
    }
}

/// Whether the announcement of a year is missing, so that make-up workdays are unknown. Only China has them.
pub fn table_missing(year: i16, region: Region) -> bool {
    region == Region::China && announced(year).is_none()
}

fn announced(year: i16) -> Option<&'static Announced> {
    CHINA.iter().find(|table| table.year == year)
}

fn weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn by_rule(day: Date, holiday: bool) -> Workday {
    let why = match (weekend(day), holiday) {
        (_, true) => Why::Holiday,
        (true, false) => Why::Weekend,
        (false, false) => Why::Weekday,
    };
    Workday {
        works: why == Why::Weekday,
        certain: true,
        why,
    }
}

fn china(day: Date) -> Workday {
    let Some(table) = announced(day.year()) else {
        let holiday = by_law(day);
        return Workday {
            certain: holiday,
            ..by_rule(day, holiday)
        };
    };
    let this = (day.month(), day.day());
    if table.worked.contains(&this) {
        return Workday {
            works: true,
            certain: true,
            why: Why::MakeUp,
        };
    }
    by_rule(
        day,
        table
            .off
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&this)),
    )
}

/// The days that are off by the 全国年节及纪念日放假办法 (as of 2025), wherever the weekends are moved to.
fn by_law(day: Date) -> bool {
    let lunar = |month, of_month| {
        lunar_to_solar(LunarDate {
            year: day.year(),
            month,
            leap: false,
            day: of_month,
        })
    };
    let new_year_in =
        |days: i32| new_year(day.year()).and_then(|d| d.checked_add(days.days()).ok());
    let fixed = [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)];
    fixed.contains(&(day.month(), day.day()))
        || (-1..=2).any(|days| new_year_in(days) == Some(day))
        || [
            lunar(5, 5),
            lunar(8, 15),
            term_date(Term::QINGMING, day.year()),
        ]
        .contains(&Some(day))
}

/// 5 U.S.C. 6103: a holiday on a Saturday is kept on the Friday before, on a Sunday on the Monday after.
fn united_states(day: Date) -> bool {
    // New Year's Day may be kept on the last day of the year before.
    [day.year(), day.year().saturating_add(1)]
        .into_iter()
        .any(|year| federal(year).any(|holiday| holiday == day || observed(holiday) == Some(day)))
}

fn federal(year: i16) -> impl Iterator<Item = Date> {
    let fixed = |since: i16, month, day| {
        if year < since {
            None
        } else {
            Date::new(year, month, day).ok()
        }
    };
    [
        fixed(1871, 1, 1),
        if year < 1986 {
            None
        } else {
            nth_weekday(year, 1, Weekday::Monday, 3)
        },
        nth_weekday(year, 2, Weekday::Monday, 3),
        nth_weekday(year, 5, Weekday::Monday, -1),
        fixed(2021, 6, 19),
        fixed(1871, 7, 4),
        nth_weekday(year, 9, Weekday::Monday, 1),
        nth_weekday(year, 10, Weekday::Monday, 2),
        fixed(1938, 11, 11),
        nth_weekday(year, 11, Weekday::Thursday, 4),
        fixed(1871, 12, 25),
    ]
    .into_iter()
    .flatten()
}

fn observed(holiday: Date) -> Option<Date> {
    match holiday.weekday() {
        Weekday::Saturday => holiday.yesterday().ok(),
        Weekday::Sunday => holiday.tomorrow().ok(),
        _ => Some(holiday),
    }
}

/// Banking and Financial Dealings Act 1971 and proclamations: holidays on a weekend are kept on the next weekday
/// that is none itself.
fn england(day: Date) -> bool {
    bank_holidays(day.year()).contains(&Some(day))
}

fn bank_holidays(year: i16) -> [Option<Date>; 10] {
    let on = |month, day| Date::new(year, month, day).ok();
    let monday = |month, n| nth_weekday(year, month, Weekday::Monday, n);
    let easter = |days: i32| easter(year)?.checked_add(days.days()).ok();
    let early_may = if year == 2020 { on(5, 8) } else { monday(5, 1) };
    let spring = match year {
        2002 | 2012 => on(6, 4),
        2022 => on(6, 2),
        _ => monday(5, -1),
    };
    // Weddings, jubilees, a funeral and a coronation.
    let once = match year {
        2002 => on(6, 3),
        2011 => on(4, 29),
        2012 => on(6, 5),
        2022 => on(6, 3),
        2023 => on(5, 8),
        _ => None,
    };
    let funeral = if year == 2022 { on(9, 19) } else { None };
    let [christmas, boxing] = christmas(year);
    let new_year = on(1, 1).map(next_weekday);
    [
        new_year,
        easter(-2),
        easter(1),
        early_may,
        spring,
        monday(8, -1),
        christmas,
        boxing,
        once,
        funeral,
    ]
}

fn next_weekday(day: Date) -> Date {
    let days = match day.weekday() {
        Weekday::Saturday => 2,
        Weekday::Sunday => 1,
        _ => 0,
    };
    day.saturating_add(days.days())
}

/// The days on which Christmas and Boxing Day are kept.
fn christmas(year: i16) -> [Option<Date>; 2] {
    let days = match Date::new(year, 12, 25).map(Date::weekday) {
        Ok(Weekday::Friday) => (25, 28),
        Ok(Weekday::Saturday) => (27, 28),
        Ok(Weekday::Sunday) => (26, 27),
        _ => (25, 26),
    };
    [
        Date::new(year, 12, days.0).ok(),
        Date::new(year, 12, days.1).ok(),
    ]
}

#[cfg(test)]
mod tests;
