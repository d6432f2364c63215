//! What is read of what is said; each file has one sort of values.

mod amounts;
mod days;
mod limits;
mod times;

use ling_base::{Days, Repeat, Value, When};

use super::{Kind, Tagged, tag};

/// Tuesday, 24 November 2026, 10:00 in Shanghai.
pub(in super::super) fn now() -> jiff::ZonedDateTime {
    "2026-11-24T10:00[Asia/Shanghai]".parse().unwrap()
}

/// The readings of `said` as a whole, in short.
pub(in super::super) fn whole(said: &str) -> Vec<String> {
    let n = said.chars().count();
    let found = tag(said, &now());
    found
        .iter()
        .filter(|t| t.span.start == 0 && t.span.end == n)
        .map(short)
        .collect()
}

/// One case per line, `said = kind value`: it is among the readings of the whole of what was said.
#[track_caller]
fn checks(cases: &str) {
    let mut wrong = Vec::new();
    for case in cases.lines().map(str::trim).filter(|case| !case.is_empty()) {
        let (said, expect) = case.rsplit_once(" = ").unwrap();
        let found = whole(said);
        if !found.iter().any(|reading| reading == expect) {
            wrong.push(format!("{case}, but read as {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// No reading of `kinds` anywhere in `said`.
#[track_caller]
fn never(said: &str, kinds: &[Kind]) {
    let found: Vec<Tagged> = tag(said, &now())
        .into_iter()
        .filter(|t| kinds.contains(&t.kind))
        .collect();
    assert!(found.is_empty(), "said: {said}\ngot: {found:#?}");
}

const TIMES: &[Kind] = &[Kind::Date, Kind::Time, Kind::When, Kind::Repeat];

pub(in super::super) fn short(tagged: &Tagged) -> String {
    let word = format!("{:?}", tagged.kind).to_lowercase();
    match &tagged.value {
        Value::Number(n) | Value::Percent(n) => format!("{word} {n}"),
        Value::Ordinal(n) => format!("{word} {n}"),
        Value::Money { amount, currency } => format!("{word} {amount} {currency}"),
        Value::Quantity { amount, unit } => format!("{word} {amount} {unit}"),
        Value::Duration(secs) => format!("{word} {secs}"),
        Value::When(when) => format!("{word} {}", moment(when)),
        other => format!("{word} {other:?}"),
    }
}

/// `2026-11-25T07:00`, `7:00?` (half unknown), `2026-11-28..2026-11-30`, `15:00..17:00`, `+600s`, `every day 07:00`.
fn moment(when: &When) -> String {
    let mut parts = Vec::new();
    if let Some(repeat) = &when.repeat {
        parts.push(repeats(repeat));
    }
    if let Some(secs) = when.in_secs {
        parts.push(format!("{secs:+}s"));
    }
    let time = when.time.map(|t| {
        let sure = if when.half_known { "" } else { "?" };
        let until = when
            .time_until
            .map_or(String::new(), |t| format!("..{}", t.strftime("%H:%M")));
        let seconds = if t.second() == 0 { "" } else { ":%S" };
        format!("{}{until}{sure}", t.strftime(&format!("%H:%M{seconds}")))
    });
    match (when.date, time) {
        (Some(date), time) => {
            let until = when.until.map_or(String::new(), |d| format!("..{d}"));
            parts.push(format!(
                "{date}{until}{}",
                time.map_or(String::new(), |t| format!("T{t}"))
            ));
        }
        (None, Some(time)) => parts.push(time),
        (None, None) => {}
    }
    parts.join(" ")
}

fn repeats(repeat: &Repeat) -> String {
    match repeat {
        Repeat::Days(Days::Workdays) => "workdays".into(),
        Repeat::Days(Days::DaysOff) => "daysoff".into(),
        Repeat::Days(Days::Week(days)) => {
            let names: Vec<String> = days
                .iter()
                .map(|d| format!("{d:?}")[..3].to_lowercase())
                .collect();
            format!("on {}", names.join(","))
        }
        Repeat::Daily { every } => format!("daily/{every}"),
        Repeat::Weekly { every, day } => {
            format!("weekly/{every} {}", format!("{day:?}")[..3].to_lowercase())
        }
        Repeat::Monthly { day } => format!("monthly {day}"),
        Repeat::Yearly { month, day } => format!("yearly {month}-{day}"),
        Repeat::LunarYearly { month, day } => format!("lunar {month}-{day}"),
        Repeat::Every { secs } => format!("every {secs}s"),
    }
}
