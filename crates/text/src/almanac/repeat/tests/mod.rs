mod series;

use jiff::civil::{date, time};

use super::*;

/// Rings at `at` after `after` (both local, in `zone`) come at the moments of `expect`, one after another.
#[track_caller]
fn check(repeat: Repeat, at: &str, zone: &str, after: &str, expect: &[&str]) {
    let mut after: ZonedDateTime = format!("{after}[{zone}]").parse().unwrap();
    let region = Region::of_zone(zone);
    for expect in expect {
        let next = next_occurrence(&repeat, at.parse().unwrap(), &after, region);
        let next = next.unwrap_or_else(|| panic!("{repeat:?} after {after} gives nothing"));
        let offset = expect.contains('+') || expect[11..].contains('-');
        let format = if offset {
            "%Y-%m-%dT%H:%M%:z"
        } else {
            "%Y-%m-%dT%H:%M"
        };
        assert_eq!(
            next.strftime(format).to_string(),
            *expect,
            "{repeat:?} after {after}"
        );
        after = next;
    }
}

#[track_caller]
fn check_none(repeat: Repeat, after: &str) {
    let after: ZonedDateTime = format!("{after}[Asia/Shanghai]").parse().unwrap();
    assert_eq!(
        next_occurrence(&repeat, time(7, 0, 0, 0), &after, Region::China),
        None,
        "{repeat:?}"
    );
}

const CN: &str = "Asia/Shanghai";

const US: &str = "America/New_York";

const UK: &str = "Europe/London";

fn workdays() -> Repeat {
    Repeat::Days(Days::Workdays)
}

fn days_off() -> Repeat {
    Repeat::Days(Days::DaysOff)
}

fn week(days: &[Weekday]) -> Repeat {
    Repeat::Days(Days::Week(days.to_vec()))
}

#[test]
fn workdays_of_china() {
    check(
        workdays(),
        "07:00",
        CN,
        "2026-09-30T06:00",
        &[
            "2026-09-30T07:00",
            "2026-10-08T07:00",
            "2026-10-09T07:00",
            "2026-10-10T07:00",
            "2026-10-12T07:00",
        ],
    );
    check(
        workdays(),
        "07:00",
        CN,
        "2026-09-18T07:00",
        &["2026-09-20T07:00", "2026-09-21T07:00"],
    );
    check(
        workdays(),
        "07:00",
        CN,
        "2026-02-13T08:00",
        &["2026-02-14T07:00", "2026-02-24T07:00"],
    );
    check(
        workdays(),
        "07:00",
        CN,
        "2026-02-27T08:00",
        &["2026-02-28T07:00", "2026-03-02T07:00"],
    );
    check(
        workdays(),
        "07:00",
        CN,
        "2025-12-31T08:00",
        &["2026-01-04T07:00", "2026-01-05T07:00"],
    );
    check(
        workdays(),
        "07:00",
        CN,
        "2025-09-26T08:00",
        &[
            "2025-09-28T07:00",
            "2025-09-29T07:00",
            "2025-09-30T07:00",
            "2025-10-09T07:00",
            "2025-10-10T07:00",
            "2025-10-11T07:00",
            "2025-10-13T07:00",
        ],
    );
    check(
        workdays(),
        "07:00",
        CN,
        "2024-05-10T08:00",
        &["2024-05-11T07:00", "2024-05-13T07:00"],
    );
    check(
        workdays(),
        "07:00",
        CN,
        "2027-02-04T08:00",
        &["2027-02-09T07:00"],
    );
    check(
        days_off(),
        "09:00",
        CN,
        "2026-09-30T10:00",
        &[
            "2026-10-01T09:00",
            "2026-10-02T09:00",
            "2026-10-03T09:00",
            "2026-10-04T09:00",
            "2026-10-05T09:00",
            "2026-10-06T09:00",
            "2026-10-07T09:00",
            "2026-10-11T09:00",
        ],
    );
}

#[test]
fn workdays_elsewhere() {
    check(
        workdays(),
        "07:00",
        US,
        "2026-11-25T08:00",
        &["2026-11-27T07:00", "2026-11-30T07:00"],
    );
    check(
        workdays(),
        "07:00",
        US,
        "2026-07-02T08:00",
        &["2026-07-06T07:00"],
    );
    check(
        workdays(),
        "07:00",
        UK,
        "2026-12-24T08:00",
        &["2026-12-29T07:00"],
    );
    check(
        workdays(),
        "07:00",
        UK,
        "2026-04-02T08:00",
        &["2026-04-07T07:00"],
    );
    check(
        workdays(),
        "07:00",
        "Europe/Berlin",
        "2026-12-24T08:00",
        &["2026-12-25T07:00", "2026-12-28T07:00"],
    );
    check(
        days_off(),
        "09:00",
        US,
        "2026-11-25T10:00",
        &["2026-11-26T09:00", "2026-11-28T09:00"],
    );
}

#[test]
fn days_of_the_week() {
    use Weekday::*;
    check(
        week(&[Monday, Wednesday, Friday]),
        "07:00",
        CN,
        "2026-11-24T18:00",
        &["2026-11-25T07:00", "2026-11-27T07:00", "2026-11-30T07:00"],
    );
    check(
        week(&[Tuesday]),
        "18:00",
        CN,
        "2026-11-24T17:59",
        &["2026-11-24T18:00", "2026-12-01T18:00"],
    );
    check(
        week(&[Tuesday]),
        "18:00",
        CN,
        "2026-11-24T18:00",
        &["2026-12-01T18:00"],
    );
    check(
        week(&[Saturday, Sunday]),
        "09:00",
        US,
        "2026-11-24T18:00",
        &["2026-11-28T09:00", "2026-11-29T09:00", "2026-12-05T09:00"],
    );
    check_none(week(&[]), "2026-11-24T18:00");
}

#[test]
fn every_few_days_and_weeks() {
    check(
        Repeat::Daily { every: 1 },
        "07:00",
        CN,
        "2026-11-24T06:00",
        &["2026-11-24T07:00", "2026-11-25T07:00"],
    );
    check(
        Repeat::Daily { every: 1 },
        "07:00",
        CN,
        "2026-12-31T07:00",
        &["2027-01-01T07:00"],
    );
    check(
        Repeat::Daily { every: 2 },
        "07:00",
        CN,
        "2026-11-24T18:00",
        &["2026-11-25T07:00", "2026-11-27T07:00", "2026-11-29T07:00"],
    );
    check(
        Repeat::Daily { every: 0 },
        "07:00",
        CN,
        "2026-11-24T18:00",
        &["2026-11-25T07:00", "2026-11-26T07:00"],
    );
    check(
        Repeat::Daily { every: u16::MAX },
        "07:00",
        CN,
        "2026-11-25T07:00",
        &["2206-05-01T07:00"],
    );
    check(
        Repeat::Weekly {
            every: 1,
            day: Weekday::Friday,
        },
        "07:00",
        CN,
        "2026-11-24T18:00",
        &["2026-11-27T07:00", "2026-12-04T07:00"],
    );
    check(
        Repeat::Weekly {
            every: 2,
            day: Weekday::Friday,
        },
        "07:00",
        CN,
        "2026-11-24T18:00",
        &["2026-11-27T07:00", "2026-12-11T07:00", "2026-12-25T07:00"],
    );
}

#[test]
fn months_and_years() {
    check(
        Repeat::Monthly { day: 31 },
        "07:00",
        CN,
        "2026-01-30T00:00",
        &[
            "2026-01-31T07:00",
            "2026-03-31T07:00",
            "2026-05-31T07:00",
            "2026-07-31T07:00",
            "2026-08-31T07:00",
            "2026-10-31T07:00",
            "2026-12-31T07:00",
            "2027-01-31T07:00",
        ],
    );
    check(
        Repeat::Monthly { day: 29 },
        "07:00",
        CN,
        "2027-01-29T07:00",
        &["2027-03-29T07:00"],
    );
    check(
        Repeat::Monthly { day: 29 },
        "07:00",
        CN,
        "2028-01-29T07:00",
        &["2028-02-29T07:00", "2028-03-29T07:00"],
    );
    check(
        Repeat::Monthly { day: 1 },
        "07:00",
        CN,
        "2026-12-01T07:00",
        &["2027-01-01T07:00"],
    );
    check(
        Repeat::Yearly { month: 3, day: 8 },
        "07:00",
        CN,
        "2026-03-08T07:00",
        &["2027-03-08T07:00"],
    );
    check(
        Repeat::Yearly { month: 3, day: 8 },
        "07:00",
        CN,
        "2026-03-08T06:59",
        &["2026-03-08T07:00"],
    );
    check(
        Repeat::Yearly { month: 2, day: 29 },
        "07:00",
        CN,
        "2026-01-01T00:00",
        &["2028-02-29T07:00", "2032-02-29T07:00"],
    );
    check(
        Repeat::Yearly { month: 2, day: 29 },
        "07:00",
        CN,
        "2096-02-29T07:00",
        &["2104-02-29T07:00"],
    );
    check_none(Repeat::Monthly { day: 0 }, "2026-11-24T18:00");
    check_none(Repeat::Monthly { day: 32 }, "2026-11-24T18:00");
    check_none(Repeat::Yearly { month: 2, day: 30 }, "2026-11-24T18:00");
}

#[test]
fn lunar_years() {
    let lunar = |month, day| Repeat::LunarYearly { month, day };
    check(
        lunar(8, 15),
        "07:00",
        CN,
        "2025-01-01T00:00",
        &["2025-10-06T07:00", "2026-09-25T07:00", "2027-09-15T07:00"],
    );
    check(
        lunar(12, 30),
        "20:00",
        CN,
        "2024-06-01T00:00",
        &["2025-01-28T20:00", "2026-02-16T20:00", "2027-02-05T20:00"],
    );
    check(
        lunar(12, 8),
        "07:00",
        CN,
        "2026-01-20T00:00",
        &["2026-01-26T07:00", "2027-01-15T07:00"],
    );
    check(
        lunar(6, 1),
        "07:00",
        CN,
        "2025-06-20T00:00",
        &["2025-06-25T07:00", "2026-07-14T07:00"],
    );
    check(
        lunar(1, 1),
        "07:00",
        US,
        "2026-11-24T00:00",
        &["2027-02-06T07:00"],
    );
    check_none(lunar(13, 1), "2026-11-24T18:00");
    check_none(lunar(1, 31), "2026-11-24T18:00");
    check_none(lunar(1, 1), "2101-06-01T00:00");
}

#[test]
fn skipped_times_move_forward_and_double_times_ring_once() {
    let daily = || Repeat::Daily { every: 1 };
    check(
        daily(),
        "02:30",
        US,
        "2026-03-07T02:30",
        &["2026-03-08T03:30-04:00", "2026-03-09T02:30-04:00"],
    );
    check(
        daily(),
        "01:30",
        US,
        "2026-10-31T01:30",
        &["2026-11-01T01:30-04:00", "2026-11-02T01:30-05:00"],
    );
    check(
        daily(),
        "01:30",
        UK,
        "2026-03-28T01:30",
        &["2026-03-29T02:30+01:00", "2026-03-30T01:30+01:00"],
    );
    check(
        daily(),
        "01:30",
        UK,
        "2026-10-24T01:30",
        &["2026-10-25T01:30+01:00", "2026-10-26T01:30+00:00"],
    );
    check(
        daily(),
        "07:00",
        UK,
        "2026-03-28T07:00",
        &["2026-03-29T07:00+01:00"],
    );
    check(
        daily(),
        "00:00",
        "America/Sao_Paulo",
        "2018-11-03T00:00",
        &["2018-11-04T01:00-02:00", "2018-11-05T00:00-02:00"],
    );
    check(
        daily(),
        "07:00",
        "Pacific/Apia",
        "2011-12-29T07:00",
        &["2011-12-31T07:00+14:00", "2012-01-01T07:00+14:00"],
    );
    check(
        Repeat::Daily { every: 2 },
        "02:30",
        US,
        "2026-03-06T02:30",
        &["2026-03-08T03:30-04:00", "2026-03-10T02:30-04:00"],
    );
    check(
        Repeat::Weekly {
            every: 1,
            day: Weekday::Sunday,
        },
        "02:30",
        US,
        "2026-03-01T02:30",
        &["2026-03-08T03:30-04:00", "2026-03-15T02:30-04:00"],
    );
    check(
        Repeat::Every { secs: 3600 },
        "00:00",
        US,
        "2026-03-08T01:30",
        &["2026-03-08T03:30-04:00", "2026-03-08T04:30-04:00"],
    );
    check(
        Repeat::Every { secs: 3600 },
        "00:00",
        US,
        "2026-11-01T00:30",
        &[
            "2026-11-01T01:30-04:00",
            "2026-11-01T01:30-05:00",
            "2026-11-01T02:30-05:00",
        ],
    );
}

#[test]
fn every_so_many_seconds() {
    check(
        Repeat::Every { secs: 7200 },
        "00:00",
        CN,
        "2026-11-24T18:00",
        &["2026-11-24T20:00", "2026-11-24T22:00", "2026-11-25T00:00"],
    );
    check_none(Repeat::Every { secs: 59 }, "2026-11-24T18:00");
    check_none(Repeat::Every { secs: -1 }, "2026-11-24T18:00");
    check_none(Repeat::Every { secs: i64::MAX }, "2026-11-24T18:00");
}
