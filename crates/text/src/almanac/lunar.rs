use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::tables::{FIRST, YEARS};

/// A day of the Chinese lunar calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LunarDate {
    /// The Gregorian year in which the lunar year begins.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
    /// Whether it is the repeated month.
    pub leap: bool,
    /// 1 to 30.
    pub day: i8,
}

/// The lunar date of a day from 31 January 1900 to 28 January 2101.
///
/// ```
/// use jiff::civil::date;
/// let lunar = ling_text::almanac::solar_to_lunar(date(2026, 2, 17)).unwrap();
/// assert_eq!((lunar.year, lunar.month, lunar.day), (2026, 1, 1));
/// ```
pub fn solar_to_lunar(day: Date) -> Option<LunarDate> {
    let year = [day.year(), day.year().checked_sub(1)?]
        .into_iter()
        .find(|year| new_year(*year).is_some_and(|first| first <= day))?;
    let mut rest = (day - new_year(year)?).get_days();
    for (month, leap, n_days) in months(year)? {
        if rest < i32::from(n_days) {
            let day = i8::try_from(rest + 1).ok()?;
            return Some(LunarDate {
                year,
                month,
                leap,
                day,
            });
        }
        rest -= i32::from(n_days);
    }
    None
}

/// The day of a lunar date; `None` if there is no such date, or it lies outside 1900 to 2100.
pub fn lunar_to_solar(lunar: LunarDate) -> Option<Date> {
    let mut before = 0;
    for (month, leap, n_days) in months(lunar.year)? {
        if (month, leap) == (lunar.month, lunar.leap) {
            let exists = (1..=n_days).contains(&lunar.day);
            let days = before + i32::from(lunar.day) - 1;
            return exists.then(|| new_year(lunar.year)?.checked_add(days.days()).ok())?;
        }
        before += i32::from(n_days);
    }
    None
}

/// Days of a lunar month, 29 or 30; `None` if there is no such month.
pub fn lunar_month_days(year: i16, month: i8, leap: bool) -> Option<i8> {
    months(year)?
        .find(|(m, l, _)| (*m, *l) == (month, leap))
        .map(|(.., n_days)| n_days)
}

/// The month that is repeated in a lunar year, if one is.
pub fn leap_month(year: i16) -> Option<i8> {
    let leap = i8::try_from(word(year)? & 0xf).ok()?;
    (leap != 0).then_some(leap)
}

/// The first day of a lunar year.
pub(super) fn new_year(year: i16) -> Option<Date> {
    let nth = i32::try_from(word(year)? >> 17).ok()?;
    date(year, 1, 1).checked_add((nth - 1).days()).ok()
}

fn word(year: i16) -> Option<u32> {
    let idx = usize::try_from(year.checked_sub(FIRST)?).ok()?;
    YEARS.get(idx).copied()
}

/// Month, whether it is the repeated one, and its days, in order.
fn months(year: i16) -> Option<impl Iterator<Item = (i8, bool, i8)>> {
    let word = word(year)?;
    let repeated = leap_month(year);
    let numbers = (1..=12).flat_map(move |month| {
        let again = (repeated == Some(month)).then_some((month, true));
        [Some((month, false)), again].into_iter().flatten()
    });
    Some(numbers.enumerate().map(move |(idx, (month, leap))| {
        let long = word >> (4 + idx) & 1 == 1;
        (month, leap, if long { 30 } else { 29 })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The new moon of 28 September 2057 is ten seconds before midnight; lunar_python puts it on the 29th, the
    /// Hong Kong Observatory and this table on the 28th.
    const NEAR_MIDNIGHT: [(i16, i8); 2] = [(2057, 8), (2057, 9)];

    #[test]
    fn every_month_is_that_of_lunar_python() {
        let mut n_months = 0;
        for line in include_str!("../../tests/data/lunar_months.tsv").lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            let first: Date = cells[0].parse().unwrap();
            let lunar = LunarDate {
                year: cells[1].parse().unwrap(),
                month: cells[2].parse().unwrap(),
                leap: cells[3] == "1",
                day: 1,
            };
            if NEAR_MIDNIGHT.contains(&(lunar.year, lunar.month)) {
                continue;
            }
            let n_days: i8 = cells[4].parse().unwrap();
            assert_eq!(solar_to_lunar(first), Some(lunar), "{line}");
            assert_eq!(lunar_to_solar(lunar), Some(first), "{line}");
            assert_eq!(
                lunar_month_days(lunar.year, lunar.month, lunar.leap),
                Some(n_days),
                "{line}"
            );
            n_months += 1;
        }
        assert_eq!(n_months, 2484);
    }

    #[test]
    fn every_day_goes_there_and_back() {
        let mut day = date(1900, 1, 31);
        while day <= date(2101, 1, 28) {
            assert_eq!(lunar_to_solar(solar_to_lunar(day).unwrap()), Some(day));
            day = day.tomorrow().unwrap();
        }
    }

    #[track_caller]
    fn check(day: Date, year: i16, month: i8, leap: bool, of_month: i8) {
        assert_eq!(
            solar_to_lunar(day),
            Some(LunarDate {
                year,
                month,
                leap,
                day: of_month
            })
        );
    }

    #[test]
    fn known_days() {
        check(date(2024, 2, 10), 2024, 1, false, 1);
        check(date(2025, 1, 28), 2024, 12, false, 29);
        check(date(2025, 7, 25), 2025, 6, true, 1);
        check(date(2026, 9, 25), 2026, 8, false, 15);
        check(date(2026, 11, 24), 2026, 10, false, 16);
        check(date(2033, 12, 22), 2033, 11, true, 1);
        check(date(2057, 9, 28), 2057, 9, false, 1);
    }

    #[test]
    fn outside_the_table_there_is_nothing() {
        assert_eq!(solar_to_lunar(date(1900, 1, 30)), None);
        assert_eq!(solar_to_lunar(date(2101, 1, 29)), None);
        assert_eq!(solar_to_lunar(Date::MIN), None);
        assert_eq!(solar_to_lunar(Date::MAX), None);
        assert_eq!(leap_month(1899), None);
        let none = |year, month, leap, day| {
            lunar_to_solar(LunarDate {
                year,
                month,
                leap,
                day,
            })
        };
        assert_eq!(none(2026, 1, true, 1), None);
        assert_eq!(none(2026, 13, false, 1), None);
        assert_eq!(none(2026, 1, false, 0), None);
        assert_eq!(none(2026, 1, false, 31), None);
        assert_eq!(none(2025, 12, false, 30), None);
        assert_eq!(none(i16::MIN, 1, false, 1), None);
    }
}
