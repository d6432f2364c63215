use jiff::civil::{date as d, time as t};

use super::*;

/// Tuesday.
fn now() -> ZonedDateTime {
    "2026-11-24T18:00[Asia/Shanghai]".parse().unwrap()
}

#[track_caller]
fn check_date(day: Date, say: &str, show: &str) {
    let today = now().date();
    assert_eq!(date(day, DateLook::Usual, today, Style::Say), say);
    assert_eq!(date(day, DateLook::Usual, today, Style::Show), show);
}

#[test]
fn near_days_have_names() {
    check_date(d(2026, 11, 24), "今天", "今天（11月24日）");
    check_date(d(2026, 11, 25), "明天", "明天（11月25日）");
    check_date(d(2026, 11, 26), "后天", "后天（11月26日）");
    check_date(d(2026, 11, 27), "这周五", "这周五（11月27日）");
    check_date(d(2026, 11, 23), "昨天", "昨天（11月23日）");
    check_date(d(2026, 11, 22), "前天", "前天（11月22日）");
    check_date(d(2026, 11, 28), "这周六", "这周六（11月28日）");
    check_date(d(2026, 12, 2), "下周三", "下周三（12月2日）");
    check_date(d(2026, 11, 20), "上周五", "上周五（11月20日）");
    check_date(d(2026, 12, 25), "十二月二十五号", "12月25日");
    check_date(d(2027, 1, 3), "明年一月三号", "2027年1月3日");
    check_date(d(2028, 2, 29), "二零二八年二月二十九号", "2028年2月29日");
}

#[test]
fn whole_dates() {
    let full = |style| date(d(2026, 11, 25), DateLook::Full, now().date(), style);
    assert_eq!(full(Style::Say), "二零二六年十一月二十五号星期三");
    assert_eq!(full(Style::Show), "2026年11月25日星期三");
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

fn every(repeat: Repeat) -> When {
    When {
        repeat: Some(repeat),
        time: Some(t(7, 0, 0, 0)),
        ..When::default()
    }
}

#[test]
fn moments_and_stretches() {
    check(
        When {
            time: Some(t(7, 0, 0, 0)),
            ..on(d(2026, 11, 25))
        },
        "明天早上七点",
        "明天（11月25日）07:00",
    );
    check(
        When {
            time: Some(t(7, 0, 0, 0)),
            ..When::default()
        },
        "早上七点",
        "07:00",
    );
    check(
        When {
            in_secs: Some(600),
            ..When::default()
        },
        "十分钟后",
        "10分钟后",
    );
    check(
        When {
            in_secs: Some(-600),
            ..When::default()
        },
        "十分钟前",
        "10分钟前",
    );
    check(
        When {
            in_secs: Some(0),
            ..When::default()
        },
        "现在",
        "现在",
    );
    let three_to_five = When {
        time: Some(t(15, 0, 0, 0)),
        time_until: Some(t(17, 0, 0, 0)),
        ..on(d(2026, 11, 24))
    };
    check(
        three_to_five,
        "今天下午三点到五点",
        "今天（11月24日）15:00到17:00",
    );
    let until = |from, until| When {
        until: Some(until),
        ..on(from)
    };
    check(
        until(d(2026, 11, 28), d(2026, 11, 30)),
        "这个周末",
        "这个周末",
    );
    check(
        until(d(2026, 12, 5), d(2026, 12, 7)),
        "下个周末",
        "下个周末",
    );
    check(until(d(2026, 11, 30), d(2026, 12, 7)), "下周", "下周");
    check(until(d(2026, 12, 1), d(2027, 1, 1)), "下个月", "下个月");
    check(
        until(d(2027, 3, 1), d(2027, 4, 1)),
        "二零二七年三月",
        "2027年3月",
    );
    check(until(d(2027, 1, 1), d(2028, 1, 1)), "明年", "明年");
    check(
        until(d(2026, 12, 3), d(2026, 12, 6)),
        "十二月三号到十二月五号",
        "12月3日到12月5日",
    );
    check(
        until(d(2026, 11, 25), d(2026, 11, 26)),
        "明天",
        "明天（11月25日）",
    );
}

#[test]
fn repeats() {
    use Weekday::*;
    let week = |days: &[Weekday]| every(Repeat::Days(Days::Week(days.to_vec())));
    check(
        every(Repeat::Days(Days::Workdays)),
        "每个工作日早上七点",
        "每个工作日07:00",
    );
    check(
        every(Repeat::Days(Days::DaysOff)),
        "每个休息日早上七点",
        "每个休息日07:00",
    );
    check(
        week(&[Monday, Tuesday, Wednesday, Thursday, Friday]),
        "每周一到周五早上七点",
        "每周一到周五07:00",
    );
    check(
        week(&[Wednesday, Monday]),
        "每周一和周三早上七点",
        "每周一和周三07:00",
    );
    check(
        week(&[Monday, Wednesday, Friday]),
        "每周一、周三和周五早上七点",
        "每周一、周三和周五07:00",
    );
    check(
        every(Repeat::Daily { every: 1 }),
        "每天早上七点",
        "每天07:00",
    );
    check(
        every(Repeat::Daily { every: 2 }),
        "每两天早上七点",
        "每2天07:00",
    );
    check(
        every(Repeat::Weekly {
            every: 1,
            day: Sunday,
        }),
        "每周日早上七点",
        "每周日07:00",
    );
    check(
        every(Repeat::Weekly {
            every: 2,
            day: Friday,
        }),
        "每两周的周五早上七点",
        "每2周的周五07:00",
    );
    check(
        every(Repeat::Monthly { day: 15 }),
        "每月十五号早上七点",
        "每月15日07:00",
    );
    check(
        every(Repeat::Yearly { month: 3, day: 8 }),
        "每年三月八号早上七点",
        "每年3月8日07:00",
    );
    check(
        every(Repeat::LunarYearly { month: 8, day: 15 }),
        "每年农历八月十五早上七点",
        "每年农历八月十五07:00",
    );
    let hourly = |secs| When {
        repeat: Some(Repeat::Every { secs }),
        ..When::default()
    };
    check(hourly(7200), "每两个小时", "每2小时");
    check(hourly(3600), "每小时", "每小时");
    check(hourly(1800), "每半小时", "每30分钟");
}
