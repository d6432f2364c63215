use jiff::civil::{date as d, time as t};

use super::*;

/// Tuesday.
fn now() -> ZonedDateTime {
    "2026-11-24T18:00[America/New_York]".parse().unwrap()
}

#[track_caller]
fn check_date(day: Date, say: &str, show: &str) {
    let today = now().date();
    assert_eq!(date(day, DateLook::Usual, today, Style::Say), say);
    assert_eq!(date(day, DateLook::Usual, today, Style::Show), show);
}

#[test]
fn near_days_have_names() {
    check_date(d(2026, 11, 24), "today", "today (November 24)");
    check_date(d(2026, 11, 25), "tomorrow", "tomorrow (November 25)");
    check_date(d(2026, 11, 23), "yesterday", "yesterday (November 23)");
    check_date(d(2026, 11, 26), "Thursday", "Thursday (November 26)");
    check_date(d(2026, 11, 30), "Monday", "Monday (November 30)");
    check_date(d(2026, 12, 1), "next Tuesday", "next Tuesday (December 1)");
    check_date(
        d(2026, 12, 2),
        "next Wednesday",
        "next Wednesday (December 2)",
    );
    check_date(d(2026, 12, 7), "December seventh", "December 7");
    check_date(d(2026, 11, 20), "last Friday", "last Friday (November 20)");
    check_date(d(2026, 12, 25), "December twenty-fifth", "December 25");
    check_date(
        d(2027, 1, 3),
        "January third, twenty twenty-seven",
        "January 3, 2027",
    );
}

#[test]
fn whole_dates_and_years() {
    let full = |style| date(d(2026, 11, 25), DateLook::Full, now().date(), style);
    assert_eq!(
        full(Style::Say),
        "Wednesday, November twenty-fifth, twenty twenty-six"
    );
    assert_eq!(full(Style::Show), "Wednesday, November 25, 2026");
    assert_eq!(year(2005, Style::Say), "two thousand and five");
    assert_eq!(year(1905, Style::Say), "nineteen oh five");
    assert_eq!(year(1900, Style::Say), "nineteen hundred");
    assert_eq!(year(2000, Style::Say), "two thousand");
    assert_eq!(year(1066, Style::Say), "one thousand and sixty-six");
}

#[track_caller]
fn check(moment: When, say: &str, show: &str) {
    assert_eq!(when(&moment, &now(), Style::Say), say);
    assert_eq!(when(&moment, &now(), Style::Show), show);
}

fn on(date: Date) -> When {
    When {
        date: Some(date),
        ..When::default()
    }
}

fn at(hour: i8, minute: i8) -> When {
    When {
        time: Some(t(hour, minute, 0, 0)),
        ..When::default()
    }
}

fn every(repeat: Repeat) -> When {
    When {
        repeat: Some(repeat),
        ..at(7, 0)
    }
}

#[test]
fn moments_and_stretches() {
    check(
        When {
            date: Some(d(2026, 11, 25)),
            ..at(7, 30)
        },
        "tomorrow at half past seven in the morning",
        "tomorrow (November 25) at 07:30",
    );
    check(
        When {
            date: Some(d(2026, 12, 25)),
            ..at(7, 0)
        },
        "on December twenty-fifth at seven a.m.",
        "on December 25 at 07:00",
    );
    check(at(12, 0), "at noon", "at 12:00");
    check(on(d(2026, 11, 27)), "on Friday", "on Friday (November 27)");
    check(
        on(d(2026, 12, 2)),
        "next Wednesday",
        "next Wednesday (December 2)",
    );
    check(
        When {
            in_secs: Some(600),
            ..When::default()
        },
        "in ten minutes",
        "in 10 min",
    );
    check(
        When {
            in_secs: Some(-600),
            ..When::default()
        },
        "ten minutes ago",
        "10 min ago",
    );
    check(
        When {
            in_secs: Some(0),
            ..When::default()
        },
        "now",
        "now",
    );
    let three_to_five = When {
        time_until: Some(t(17, 0, 0, 0)),
        ..at(15, 0)
    };
    check(
        three_to_five,
        "from three p.m. to five p.m.",
        "from 15:00 to 17:00",
    );
    let until = |from, until| When {
        until: Some(until),
        ..on(from)
    };
    check(
        until(d(2026, 11, 28), d(2026, 11, 30)),
        "this weekend",
        "this weekend",
    );
    check(
        until(d(2026, 12, 5), d(2026, 12, 7)),
        "next weekend",
        "next weekend",
    );
    check(
        until(d(2026, 11, 30), d(2026, 12, 7)),
        "next week",
        "next week",
    );
    check(
        until(d(2026, 12, 1), d(2027, 1, 1)),
        "next month",
        "next month",
    );
    check(
        until(d(2027, 3, 1), d(2027, 4, 1)),
        "in March twenty twenty-seven",
        "in March 2027",
    );
    check(
        until(d(2027, 1, 1), d(2028, 1, 1)),
        "next year",
        "next year",
    );
    check(
        until(d(2026, 12, 3), d(2026, 12, 6)),
        "from December third to December fifth",
        "from December 3 to December 5",
    );
}

#[test]
fn repeats() {
    use Weekday::*;
    let week = |days: &[Weekday]| every(Repeat::Days(Days::Week(days.to_vec())));
    check(
        every(Repeat::Days(Days::Workdays)),
        "every workday at seven a.m.",
        "every workday at 07:00",
    );
    check(
        every(Repeat::Days(Days::DaysOff)),
        "every day off at seven a.m.",
        "every day off at 07:00",
    );
    check(
        week(&[Monday, Tuesday, Wednesday, Thursday, Friday]),
        "every Monday to Friday at seven a.m.",
        "every Monday to Friday at 07:00",
    );
    check(
        week(&[Wednesday, Monday]),
        "every Monday and Wednesday at seven a.m.",
        "every Monday and Wednesday at 07:00",
    );
    check(
        every(Repeat::Daily { every: 1 }),
        "every day at seven a.m.",
        "every day at 07:00",
    );
    check(
        every(Repeat::Daily { every: 2 }),
        "every other day at seven a.m.",
        "every other day at 07:00",
    );
    check(
        every(Repeat::Daily { every: 3 }),
        "every three days at seven a.m.",
        "every 3 days at 07:00",
    );
    check(
        every(Repeat::Weekly {
            every: 1,
            day: Sunday,
        }),
        "every Sunday at seven a.m.",
        "every Sunday at 07:00",
    );
    check(
        every(Repeat::Weekly {
            every: 2,
            day: Friday,
        }),
        "every other Friday at seven a.m.",
        "every other Friday at 07:00",
    );
    check(
        every(Repeat::Weekly {
            every: 3,
            day: Friday,
        }),
        "every three weeks on Friday at seven a.m.",
        "every 3 weeks on Friday at 07:00",
    );
    check(
        every(Repeat::Monthly { day: 15 }),
        "on the fifteenth of every month at seven a.m.",
        "on the 15th of every month at 07:00",
    );
    check(
        every(Repeat::Yearly { month: 3, day: 8 }),
        "every March eighth at seven a.m.",
        "every March 8 at 07:00",
    );
    check(
        every(Repeat::LunarYearly { month: 8, day: 15 }),
        "every year on day fifteen of lunar month eight at seven a.m.",
        "every year on day 15 of lunar month 8 at 07:00",
    );
    let each = |secs| When {
        repeat: Some(Repeat::Every { secs }),
        ..When::default()
    };
    check(each(7200), "every two hours", "every 2 h");
    check(each(3600), "every hour", "every hour");
    check(each(1800), "every half hour", "every half hour");
}
