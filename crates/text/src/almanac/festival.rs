//! Festivals, each with the rule for its day. Their names are in the languages' `almanac.toml`.

use std::collections::HashMap;
use std::sync::OnceLock;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use ling_base::Lang;

use super::lunar::{LunarDate, lunar_to_solar, new_year};
use super::term::{Term, term_date};
use crate::fold::fold;
use crate::pack;

/// A festival or a day with a name, by its id (`spring_festival`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Festival(&'static str);

/// How a festival's day is found.
#[derive(Clone, Copy, Debug)]
enum Rule {
    /// Month and day.
    Fixed(i8, i8),
    /// The nth such weekday of a month; -1 is the last.
    Nth(i8, Weekday, i8),
    /// Month and day of the lunar calendar.
    Lunar(i8, i8),
    /// The last day of the lunar year.
    LunarEve,
    /// A solar term and some days.
    Solar(Term, i32),
    /// Easter Sunday and some days.
    Easter(i32),
    /// The fourth Thursday of November and some days.
    Thanksgiving(i32),
}

use Rule::*;

#[rustfmt::skip]
const RULES: [(&str, Rule); 60] = [
    ("new_year", Fixed(1, 1)),
    ("lunar_eve", LunarEve),
    ("spring_festival", Lunar(1, 1)),
    ("god_of_wealth", Lunar(1, 5)),
    ("lantern", Lunar(1, 15)),
    ("dragon_head", Lunar(2, 2)),
    ("cold_food", Solar(Term::QINGMING, -1)),
    ("qingming", Solar(Term::QINGMING, 0)),
    ("double_third", Lunar(3, 3)),
    ("dragon_boat", Lunar(5, 5)),
    ("qixi", Lunar(7, 7)),
    ("ghost", Lunar(7, 15)),
    ("mid_autumn", Lunar(8, 15)),
    ("double_ninth", Lunar(9, 9)),
    ("winter_clothes", Lunar(10, 1)),
    ("lower_yuan", Lunar(10, 15)),
    ("winter_solstice", Solar(Term::WINTER_SOLSTICE, 0)),
    ("laba", Lunar(12, 8)),
    ("little_year", Lunar(12, 23)),
    ("women", Fixed(3, 8)),
    ("arbor", Fixed(3, 12)),
    ("labour", Fixed(5, 1)),
    ("youth", Fixed(5, 4)),
    ("children", Fixed(6, 1)),
    ("party", Fixed(7, 1)),
    ("army", Fixed(8, 1)),
    ("teachers", Fixed(9, 10)),
    ("national", Fixed(10, 1)),
    ("singles", Fixed(11, 11)),
    ("valentine", Fixed(2, 14)),
    ("st_patrick", Fixed(3, 17)),
    ("april_fools", Fixed(4, 1)),
    ("earth", Fixed(4, 22)),
    ("mothers", Nth(5, Weekday::Sunday, 2)),
    ("fathers", Nth(6, Weekday::Sunday, 3)),
    ("halloween", Fixed(10, 31)),
    ("guy_fawkes", Fixed(11, 5)),
    ("remembrance", Nth(11, Weekday::Sunday, 2)),
    ("christmas_eve", Fixed(12, 24)),
    ("christmas", Fixed(12, 25)),
    ("boxing", Fixed(12, 26)),
    ("new_years_eve", Fixed(12, 31)),
    ("mlk", Nth(1, Weekday::Monday, 3)),
    ("groundhog", Fixed(2, 2)),
    ("presidents", Nth(2, Weekday::Monday, 3)),
    ("memorial", Nth(5, Weekday::Monday, -1)),
    ("juneteenth", Fixed(6, 19)),
    ("independence", Fixed(7, 4)),
    ("us_labor", Nth(9, Weekday::Monday, 1)),
    ("columbus", Nth(10, Weekday::Monday, 2)),
    ("veterans", Fixed(11, 11)),
    ("thanksgiving", Thanksgiving(0)),
    ("black_friday", Thanksgiving(1)),
    ("cyber_monday", Thanksgiving(4)),
    ("shrove_tuesday", Easter(-47)),
    ("mothering_sunday", Easter(-21)),
    ("palm_sunday", Easter(-7)),
    ("good_friday", Easter(-2)),
    ("easter", Easter(0)),
    ("easter_monday", Easter(1)),
];

impl Festival {
    /// All, in the order in which ties between names are broken.
    pub fn all() -> impl Iterator<Item = Festival> {
        RULES.iter().map(|(id, _)| Festival(id))
    }

    /// The festival with an id.
    pub fn with_id(id: &str) -> Option<Festival> {
        Festival::all().find(|festival| festival.0 == id)
    }

    /// Its id, the same for ever.
    pub fn id(self) -> &'static str {
        self.0
    }

    /// What people usually call it.
    pub fn name(self, lang: Lang) -> &'static str {
        pack(lang)
            .festival_names(self.0)
            .first()
            .map_or("", String::as_str)
    }

    /// Its first day in a year of the Gregorian calendar. `None` where the year has none: 腊八 of a lunar year may
    /// fall in the next January, and the lunar table ends in 2100.
    pub fn date(self, year: i16) -> Option<Date> {
        let (_, rule) = RULES.iter().find(|(id, _)| *id == self.0)?;
        rule.date(year)
    }
}

impl Rule {
    fn date(self, year: i16) -> Option<Date> {
        match self {
            Fixed(month, day) => Date::new(year, month, day).ok(),
            Nth(month, weekday, n) => nth_weekday(year, month, weekday, n),
            Lunar(month, day) => [year.checked_sub(1)?, year]
                .into_iter()
                .filter_map(|year| {
                    lunar_to_solar(LunarDate {
                        year,
                        month,
                        leap: false,
                        day,
                    })
                })
                .find(|day| day.year() == year),
            LunarEve => new_year(year)?.yesterday().ok(),
            Solar(term, days) => shifted(term_date(term, year)?, days),
            Easter(days) => shifted(easter(year)?, days),
            Thanksgiving(days) => shifted(nth_weekday(year, 11, Weekday::Thursday, 4)?, days),
        }
    }
}

fn shifted(day: Date, days: i32) -> Option<Date> {
    day.checked_add(days.days()).ok()
}

/// The nth such weekday of a month; -1 is the last.
pub(super) fn nth_weekday(year: i16, month: i8, weekday: Weekday, n: i8) -> Option<Date> {
    Date::new(year, month, 1)
        .ok()?
        .nth_weekday_of_month(n, weekday)
        .ok()
}

/// Easter Sunday of the western churches, by the Anonymous Gregorian algorithm (Meeus/Jones/Butcher).
pub(super) fn easter(year: i16) -> Option<Date> {
    if year < 1583 {
        return None;
    }
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(
        year,
        i8::try_from(n / 31).ok()?,
        i8::try_from(n % 31 + 1).ok()?,
    )
    .ok()
}

/// The festival that people call by a name, in either language and script.
pub fn festival_named(name: &str) -> Option<Festival> {
    static NAMED: OnceLock<HashMap<String, Festival>> = OnceLock::new();
    NAMED.get_or_init(by_name).get(&folded(name)).copied()
}

fn by_name() -> HashMap<String, Festival> {
    let mut named = HashMap::new();
    for festival in Festival::all() {
        let names = Lang::ALL.map(|lang| pack(lang).festival_names(festival.id()));
        for name in names.into_iter().flatten() {
            named.entry(folded(name)).or_insert(festival);
        }
    }
    named
}

fn folded(name: &str) -> String {
    fold(name)
        .chars
        .into_iter()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// The day of a festival in a year, by any of its names.
///
/// ```
/// use jiff::civil::date;
/// use ling_text::almanac::holiday_by_name;
/// assert_eq!(holiday_by_name("春节", 2026), Some(date(2026, 2, 17)));
/// assert_eq!(holiday_by_name("Thanksgiving", 2026), Some(date(2026, 11, 26)));
/// ```
pub fn holiday_by_name(name: &str, year: i16) -> Option<Date> {
    festival_named(name)?.date(year)
}

/// The first day of a festival on or after `from`, by any of its names.
pub fn next_holiday(name: &str, from: Date) -> Option<Date> {
    let festival = festival_named(name)?;
    (0..3)
        .filter_map(|n| festival.date(from.year().checked_add(n)?))
        .find(|day| *day >= from)
}

/// Every festival of a day.
pub fn festivals_on(day: Date) -> Vec<Festival> {
    Festival::all()
        .filter(|festival| festival.date(day.year()) == Some(day))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[track_caller]
    fn check(name: &str, year: i16, month: i8, day: i8) {
        assert_eq!(
            holiday_by_name(name, year),
            Some(date(year, month, day)),
            "{name}"
        );
    }

    #[test]
    fn days_by_name() {
        check("春节", 2024, 2, 10);
        check("春节", 2025, 1, 29);
        check("春節", 2026, 2, 17);
        check("除夕", 2026, 2, 16);
        check("大年三十", 2027, 2, 5);
        check("Chinese New Year", 2027, 2, 6);
        check("元宵节", 2026, 3, 3);
        check("清明", 2026, 4, 5);
        check("端午节", 2026, 6, 19);
        check("dragon boat festival", 2025, 5, 31);
        check("七夕", 2026, 8, 19);
        check("中秋", 2026, 9, 25);
        check("Mid-Autumn Festival", 2025, 10, 6);
        check("重阳节", 2026, 10, 18);
        check("冬至", 2026, 12, 22);
        check("腊八", 2026, 1, 26);
        check("国庆", 2026, 10, 1);
        check("圣诞节", 2026, 12, 25);
        check("聖誕節", 2026, 12, 25);
        check("Christmas", 2026, 12, 25);
        check("christmas day", 2026, 12, 25);
        check("平安夜", 2026, 12, 24);
        check("New Year's Eve", 2026, 12, 31);
        check("Thanksgiving", 2024, 11, 28);
        check("感恩节", 2026, 11, 26);
        check("Black Friday", 2026, 11, 27);
        check("Mother's Day", 2026, 5, 10);
        check("父亲节", 2026, 6, 21);
        check("Easter", 2024, 3, 31);
        check("复活节", 2025, 4, 20);
        check("Good Friday", 2026, 4, 3);
        check("Easter Monday", 2038, 4, 26);
        check("Memorial Day", 2026, 5, 25);
        check("MLK Day", 2026, 1, 19);
        check("pancake day", 2026, 2, 17);
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        assert_eq!(holiday_by_name("no such day", 2026), None);
        assert_eq!(holiday_by_name("", 2026), None);
        assert_eq!(holiday_by_name("春节", 2101), None);
        assert_eq!(holiday_by_name("圣诞节", i16::MAX), None);
        assert_eq!(holiday_by_name("Easter", i16::MIN), None);
        assert_eq!(
            next_holiday("腊八", date(2026, 2, 1)),
            Some(date(2027, 1, 15))
        );
        assert_eq!(
            next_holiday("春节", date(2026, 2, 17)),
            Some(date(2026, 2, 17))
        );
        assert_eq!(
            next_holiday("春节", date(2026, 2, 18)),
            Some(date(2027, 2, 6))
        );
        assert_eq!(next_holiday("Christmas", Date::MAX), None);
    }

    #[test]
    fn a_day_may_have_several() {
        let ids: Vec<_> = festivals_on(date(2026, 11, 11))
            .into_iter()
            .map(Festival::id)
            .collect();
        assert_eq!(ids, ["singles", "veterans"]);
        assert!(festivals_on(date(2026, 11, 24)).is_empty());
    }

    #[test]
    fn every_festival_has_names_of_its_own_in_both_languages() {
        for festival in Festival::all() {
            for lang in Lang::ALL {
                let names = pack(lang).festival_names(festival.id());
                assert!(!names.is_empty(), "{} {lang:?}", festival.id());
                for name in names {
                    assert_eq!(festival_named(name), Some(festival), "{name}");
                }
            }
        }
    }
}
