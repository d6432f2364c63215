//! Where a series begins and ends.

use super::*;

/// As [`check`], but counted from a first day, with one ring wanted.
#[track_caller]
fn check_series(repeat: Repeat, first: Date, after: &str, expect: &str) {
    let after: ZonedDateTime = format!("{after}[{CN}]").parse().unwrap();
    let series = Series {
        repeat: &repeat,
        time: time(7, 0, 0, 0),
        first,
    };
    let next = series.next(&after, Region::China).unwrap();
    assert_eq!(
        next.datetime().to_string(),
        expect,
        "{repeat:?} after {after}"
    );
}

#[test]
fn a_series_is_counted_from_its_first_day() {
    let first = date(2026, 11, 24);
    check_series(
        Repeat::Daily { every: 2 },
        first,
        "2026-11-27T12:00",
        "2026-11-28T07:00:00",
    );
    check_series(
        Repeat::Daily { every: 2 },
        first,
        "2026-11-01T12:00",
        "2026-11-24T07:00:00",
    );
    check_series(
        Repeat::Daily { every: 3 },
        first,
        "2026-11-27T07:00",
        "2026-11-30T07:00:00",
    );
    check_series(
        Repeat::Weekly {
            every: 2,
            day: Weekday::Friday,
        },
        first,
        "2026-11-28T07:00",
        "2026-12-11T07:00:00",
    );
    check_series(
        Repeat::Weekly {
            every: 2,
            day: Weekday::Friday,
        },
        first,
        "2026-12-08T07:00",
        "2026-12-11T07:00:00",
    );
    check_series(
        Repeat::Monthly { day: 1 },
        first,
        "2026-10-01T00:00",
        "2026-12-01T07:00:00",
    );
    check_series(
        Repeat::Yearly { month: 11, day: 1 },
        first,
        "2026-10-01T00:00",
        "2027-11-01T07:00:00",
    );
    check_series(
        Repeat::Days(Days::Workdays),
        first,
        "2026-10-01T00:00",
        "2026-11-24T07:00:00",
    );
    check_series(
        Repeat::Every { secs: 7200 },
        first,
        "2026-11-24T10:30",
        "2026-11-24T11:00:00",
    );
    check_series(
        Repeat::Every { secs: 7200 },
        first,
        "2026-11-24T11:00",
        "2026-11-24T13:00:00",
    );
    check_series(
        Repeat::Every { secs: 7200 },
        first,
        "2026-11-20T11:00",
        "2026-11-24T07:00:00",
    );
}

#[test]
fn the_end_of_the_calendar_ends_every_series() {
    let after = jiff::Timestamp::MAX.to_zoned_datetime(jiff::tz::TimeZone::UTC);
    let all = [
        workdays(),
        days_off(),
        week(&[Weekday::Monday]),
        Repeat::Daily { every: 1 },
        Repeat::Weekly {
            every: 1,
            day: Weekday::Monday,
        },
        Repeat::Weekly {
            every: u16::MAX,
            day: Weekday::Monday,
        },
        Repeat::Monthly { day: 31 },
        Repeat::Yearly { month: 12, day: 31 },
        Repeat::LunarYearly { month: 1, day: 1 },
        Repeat::Every { secs: 60 },
    ];
    for repeat in all {
        assert_eq!(
            next_occurrence(&repeat, time(7, 0, 0, 0), &after, Region::China),
            None,
            "{repeat:?}"
        );
    }
}
