use std::collections::HashMap;

use jiff::civil::date;

use super::*;

/// Every weekday off and every weekend worked, from chinesecalendar and holidays.
#[test]
fn days_off_are_those_of_the_references() {
    let rows: HashMap<(Region, Date), bool> = include_str!("../../../tests/data/days_off.tsv")
        .lines()
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let day = cells[1].parse().unwrap();
            ((Region::of_country(cells[0]), day), cells[2] == "works")
        })
        .collect();
    for (region, first, last) in [
        (Region::China, 2024, 2026),
        (Region::UnitedStates, 2010, 2050),
        (Region::England, 2010, 2050),
    ] {
        let mut day = date(first, 1, 1);
        while day.year() <= last {
            let listed = rows.get(&(region, day));
            let works = listed.map_or(!weekend(day), |works| *works);
            let found = is_workday(day, region);
            assert_eq!(
                (found.works, found.certain),
                (works, true),
                "{region:?} {day}"
            );
            day = day.tomorrow().unwrap();
        }
    }
}

#[track_caller]
fn check(day: Date, region: Region, works: bool, certain: bool, why: Why) {
    assert_eq!(
        is_workday(day, region),
        Workday {
            works,
            certain,
            why
        },
        "{region:?} {day}"
    );
}

#[test]
fn what_makes_a_day() {
    check(date(2026, 10, 10), Region::China, true, true, Why::MakeUp);
    check(date(2026, 10, 3), Region::China, false, true, Why::Holiday);
    check(date(2026, 10, 11), Region::China, false, true, Why::Weekend);
    check(date(2026, 11, 24), Region::China, true, true, Why::Weekday);
    check(
        date(2022, 9, 19),
        Region::England,
        false,
        true,
        Why::Holiday,
    );
    check(
        date(2021, 12, 31),
        Region::UnitedStates,
        false,
        true,
        Why::Holiday,
    );
    check(
        date(2026, 12, 25),
        Region::Elsewhere,
        true,
        false,
        Why::Weekday,
    );
    check(
        date(2026, 12, 26),
        Region::Elsewhere,
        false,
        false,
        Why::Weekend,
    );
}

#[test]
fn a_year_without_announcement_is_uncertain() {
    check(date(2027, 2, 6), Region::China, false, true, Why::Holiday);
    check(date(2027, 2, 5), Region::China, false, true, Why::Holiday);
    check(date(2027, 2, 8), Region::China, false, true, Why::Holiday);
    check(date(2027, 2, 9), Region::China, true, false, Why::Weekday);
    check(date(2027, 10, 9), Region::China, false, false, Why::Weekend);
    check(date(2027, 9, 15), Region::China, false, true, Why::Holiday);
    check(date(2150, 6, 1), Region::China, true, false, Why::Weekday);
    assert!(table_missing(2027, Region::China));
    assert!(!table_missing(2026, Region::China));
    assert!(!table_missing(2027, Region::England));
}

#[test]
fn the_ends_of_the_calendar_are_days_too() {
    check(Date::MIN, Region::China, false, true, Why::Holiday);
    check(Date::MIN, Region::UnitedStates, true, true, Why::Weekday);
    check(Date::MIN, Region::England, false, true, Why::Holiday);
    check(Date::MAX, Region::China, true, false, Why::Weekday);
    check(Date::MAX, Region::UnitedStates, true, true, Why::Weekday);
    check(Date::MAX, Region::England, true, true, Why::Weekday);
}
