//! Whatever a hole is filled with gives words or an error, never a panic, and always the same.

use jiff::ZonedDateTime;
use jiff::civil::{Date, Time, Weekday, date, time};
use ling_base::{Days, Lang, Repeat, Value, When};

use super::kind::Kind;
use crate::{Context, Hole, Style, pack};

const KINDS: [&str; 21] = [
    "text",
    "list",
    "count",
    "number",
    "ordinal",
    "digits",
    "percent",
    "money",
    "quantity",
    "duration",
    "time",
    "time:half",
    "time:bare",
    "date",
    "date:plain",
    "date:full",
    "weekday",
    "lunar",
    "year",
    "when",
    "plural:one|other",
];

fn kinds() -> impl Iterator<Item = Kind> {
    KINDS.into_iter().map(|kind| {
        let (word, option) = kind
            .split_once(':')
            .map_or((kind, None), |(w, o)| (w, Some(o)));
        Kind::parse(word, option).unwrap()
    })
}

fn repeats() -> Vec<Repeat> {
    let mut repeats = vec![
        Repeat::Days(Days::Workdays),
        Repeat::Days(Days::DaysOff),
        Repeat::Days(Days::Week(vec![])),
        Repeat::Days(Days::Week(vec![Weekday::Sunday; 9])),
    ];
    for n in [0, 1, 2, u16::MAX] {
        repeats.push(Repeat::Daily { every: n });
        repeats.push(Repeat::Weekly {
            every: n,
            day: Weekday::Monday,
        });
    }
    for n in [i8::MIN, -1, 0, 1, 12, 13, 30, 31, i8::MAX] {
        repeats.push(Repeat::Monthly { day: n });
        repeats.push(Repeat::Yearly { month: n, day: n });
        repeats.push(Repeat::LunarYearly { month: n, day: n });
        repeats.push(Repeat::Every { secs: i64::from(n) });
    }
    repeats
}

fn holes() -> Vec<Hole> {
    let whole = [i64::MIN, -1, 0, 1, 2, 10, 60, 3_599, 86_401, i64::MAX];
    let numbers = [
        f64::MIN,
        -0.0,
        0.005,
        0.999_999_9,
        1e17,
        1e18,
        f64::MAX,
        f64::NAN,
        f64::NEG_INFINITY,
    ];
    let days = [
        Date::MIN,
        date(1900, 1, 31),
        date(2024, 2, 29),
        date(2101, 1, 28),
        Date::MAX,
    ];
    let times = [Time::MIN, time(12, 0, 0, 0), Time::MAX];
    let mut values: Vec<Value> = vec![Value::Text("{x}".into())];
    values.push(Value::Named {
        id: "a".into(),
        name: "灯".into(),
    });
    values.extend(
        whole
            .iter()
            .flat_map(|n| [Value::Ordinal(*n), Value::Duration(*n)]),
    );
    for n in numbers {
        let currencies = ["CNY", "USD", "JPY", "", "元"];
        values.extend([Value::Number(n), Value::Percent(n)]);
        values.extend(currencies.map(|c| Value::Money {
            amount: n,
            currency: c.into(),
        }));
        values.extend(["km", "celsius", ""].map(|u| Value::Quantity {
            amount: n,
            unit: u.into(),
        }));
    }
    let mut whens = vec![When::default()];
    whens.extend(whole.map(|secs| When {
        in_secs: Some(secs),
        ..When::default()
    }));
    whens.extend(repeats().into_iter().map(|r| When {
        repeat: Some(r),
        ..When::default()
    }));
    for first in days {
        for last in days {
            let stretch = When {
                date: Some(first),
                until: Some(last),
                ..When::default()
            };
            whens.push(When {
                until: None,
                ..stretch.clone()
            });
            whens.push(stretch);
        }
        for t in times {
            let hour = When {
                date: Some(first),
                time: Some(t),
                ..When::default()
            };
            whens.push(When {
                time_until: Some(t),
                ..hour.clone()
            });
            whens.push(hour);
        }
    }
    values.extend(whens.into_iter().map(Value::When));
    let mut holes: Vec<Hole> = values.into_iter().map(Hole::Value).collect();
    holes.extend(whole.map(Hole::Count));
    holes.extend([0, 1, 2, 200].map(|n| Hole::List(vec!["x".to_owned(); n])));
    holes.push(Hole::Text(String::new()));
    holes
}

#[test]
fn every_filling_gives_words_or_nothing() {
    let nows: [ZonedDateTime; 3] = [
        "2026-11-24T18:00[Asia/Shanghai]".parse().unwrap(),
        jiff::Timestamp::MIN.to_zoned_datetime(jiff::tz::TimeZone::UTC),
        jiff::Timestamp::MAX.to_zoned_datetime(jiff::tz::TimeZone::UTC),
    ];
    let (holes, mut n_filled) = (holes(), 0);
    for (lang, now) in Lang::ALL
        .into_iter()
        .flat_map(|lang| nows.iter().map(move |now| (lang, now)))
    {
        for (style, kind) in [Style::Say, Style::Show]
            .into_iter()
            .flat_map(|s| kinds().map(move |k| (s, k)))
        {
            let ctx = Context {
                now,
                style,
                seed: 0,
            };
            let fill = |hole| kind.fill(hole, pack(lang), &ctx);
            for hole in &holes {
                assert_eq!(fill(hole), fill(hole), "{hole:?} as {kind:?}");
                n_filled += usize::from(fill(hole).is_some());
            }
        }
    }
    assert!(n_filled > 10_000, "{n_filled}");
}

/// What a text hole makes of any value.
#[track_caller]
fn check(hole: Hole, zh: &str, en: &str) {
    let now = "2026-11-24T18:00[Asia/Shanghai]".parse().unwrap();
    let ctx = Context {
        now: &now,
        style: Style::Say,
        seed: 0,
    };
    let words = Lang::ALL.map(|lang| Kind::Text.fill(&hole, pack(lang), &ctx).unwrap());
    assert_eq!(words, [zh, en]);
}

#[test]
fn a_text_hole_takes_every_value() {
    check(Hole::Text("牛奶 milk".into()), "牛奶 milk", "牛奶 milk");
    check(
        Hole::Value(Value::Named {
            id: "x".into(),
            name: "客厅 lamp".into(),
        }),
        "客厅 lamp",
        "客厅 lamp",
    );
    check(
        Hole::Value(Value::Number(220.0)),
        "二百二",
        "two hundred and twenty",
    );
    check(
        Hole::Value(Value::Percent(50.0)),
        "百分之五十",
        "fifty percent",
    );
    check(Hole::Value(Value::Ordinal(3)), "第三", "third");
    check(
        Hole::Value(Value::Duration(5_400)),
        "一个半小时",
        "an hour and a half",
    );
    check(
        Hole::Value(Value::Money {
            amount: 5.6,
            currency: "CNY".into(),
        }),
        "五块六",
        "five yuan sixty",
    );
    check(Hole::Count(2), "二", "two");
    check(Hole::List(vec!["a".into(), "b".into()]), "a和b", "a and b");
    let tomorrow = When {
        date: Some(date(2026, 11, 25)),
        time: Some(time(7, 30, 0, 0)),
        ..When::default()
    };
    check(
        Hole::Value(Value::When(tomorrow)),
        "明天早上七点半",
        "tomorrow at half past seven in the morning",
    );
}

#[test]
fn a_lunar_hole_names_the_day() {
    let now = "2026-11-24T18:00[Asia/Shanghai]".parse().unwrap();
    let lunar = |day, lang, style| {
        let hole = Hole::Value(Value::When(When {
            date: Some(day),
            ..When::default()
        }));
        Kind::Lunar.fill(
            &hole,
            pack(lang),
            &Context {
                now: &now,
                style,
                seed: 0,
            },
        )
    };
    let today = date(2026, 11, 24);
    assert_eq!(lunar(today, Lang::Zh, Style::Say).unwrap(), "农历十月十六");
    assert_eq!(
        lunar(today, Lang::En, Style::Say).unwrap(),
        "the sixteenth day of the tenth lunar month"
    );
    assert_eq!(
        lunar(today, Lang::En, Style::Show).unwrap(),
        "the 16th day of the 10th lunar month"
    );
    assert_eq!(
        lunar(date(2025, 7, 25), Lang::Zh, Style::Say).unwrap(),
        "农历闰六月初一"
    );
    assert_eq!(
        lunar(date(2025, 1, 28), Lang::Zh, Style::Say).unwrap(),
        "农历腊月廿九"
    );
    assert_eq!(
        lunar(date(2026, 2, 17), Lang::Zh, Style::Say).unwrap(),
        "农历正月初一"
    );
    assert_eq!(
        lunar(date(2026, 12, 28), Lang::Zh, Style::Say).unwrap(),
        "农历冬月二十"
    );
    assert_eq!(lunar(date(2150, 1, 1), Lang::Zh, Style::Say), None);
}
