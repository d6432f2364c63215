//! Dates, moments and repeats in English.

use jiff::ZonedDateTime;
use jiff::civil::{Date, Weekday};
use ling_base::{Days, Repeat, When};

use super::numbers::{count, ordinal_figures, ordinal_words, words};
use super::{join, times};
use crate::almanac::LunarDate;
use crate::render::span::{Stretch, days_from, months_from, week_days, weeks_from};
use crate::{DateLook, Style, TimeLook};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// twenty twenty-six, nineteen oh five, two thousand and five.
pub(super) fn year(year: i16, style: Style) -> String {
    let n = u64::from(year.unsigned_abs());
    let (century, rest) = (n / 100, n % 100);
    match (style, n) {
        (Style::Show, _) => year.to_string(),
        (Style::Say, 1100..2000 | 2010..2100) => match rest {
            0 => format!("{} hundred", words(century)),
            1..10 => format!("{} oh {}", words(century), words(rest)),
            _ => format!("{} {}", words(century), words(rest)),
        },
        (Style::Say, _) => words(n).replace(',', ""),
    }
}

pub(super) fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

fn month_name(month: i8) -> &'static str {
    usize::try_from(month)
        .ok()
        .and_then(|n| MONTHS.get(n.checked_sub(1)?))
        .copied()
        .unwrap_or("")
}

fn month_day(month: i8, day: i8, style: Style) -> String {
    match style {
        Style::Say => {
            format!(
                "{} {}",
                month_name(month),
                ordinal_words(day.unsigned_abs().into())
            )
        }
        Style::Show => format!("{} {day}", month_name(month)),
    }
}

pub(super) fn date(date: Date, look: DateLook, today: Date, style: Style) -> String {
    match look {
        DateLook::Full => format!(
            "{}, {}, {}",
            weekday_name(date.weekday()),
            month_day(date.month(), date.day(), style),
            year(date.year(), style)
        ),
        DateLook::Plain => plain_date(date, today, style),
        DateLook::Usual => match (relative(date, today), style) {
            (None, _) => plain_date(date, today, style),
            (Some(near), Style::Say) => near.name,
            (Some(near), Style::Show) => {
                format!("{} ({})", near.name, plain_date(date, today, style))
            }
        },
    }
}

fn plain_date(date: Date, today: Date, style: Style) -> String {
    let day = month_day(date.month(), date.day(), style);
    if date.year() == today.year() {
        return day;
    }
    format!("{day}, {}", year(date.year(), style))
}

/// A near day's name and whether it takes "on": "on Friday", but "tomorrow" and "next Friday".
struct Near {
    name: String,
    on: bool,
}

fn relative(date: Date, today: Date) -> Option<Near> {
    let name = weekday_name(date.weekday());
    let (name, on) = match days_from(today, date) {
        -1 => ("yesterday".to_owned(), false),
        0 => ("today".to_owned(), false),
        1 => ("tomorrow".to_owned(), false),
        2..7 => (name.to_owned(), true),
        7.. if weeks_from(today, date) == 1 => (format!("next {name}"), false),
        -7..-1 => (format!("last {name}"), false),
        _ => return None,
    };
    Some(Near { name, on })
}

pub(super) fn when(when: &When, now: &ZonedDateTime, style: Style) -> String {
    if let Some(secs) = when.in_secs {
        let span = times::duration(secs.saturating_abs(), style);
        return match secs {
            0 => "now".to_owned(),
            ..0 => format!("{span} ago"),
            _ => format!("in {span}"),
        };
    }
    let day = match (&when.repeat, when.date) {
        (Some(repeat), _) => self::repeat(repeat, style),
        (None, Some(date)) => days(date, when.until, now.date(), style),
        (None, None) => String::new(),
    };
    let hours = hours(when, style);
    let space = if day.is_empty() || hours.is_empty() {
        ""
    } else {
        " "
    };
    format!("{day}{space}{hours}")
}

fn hours(when: &When, style: Style) -> String {
    let Some(from) = when.time else {
        return String::new();
    };
    let first = times::time(from, TimeLook::Half, style);
    match when.time_until {
        None => format!("at {first}"),
        Some(until) => format!(
            "from {first} to {}",
            times::time(until, TimeLook::Half, style)
        ),
    }
}

fn days(first: Date, until: Option<Date>, today: Date, style: Style) -> String {
    let near = |n: i32, name: &str| match n {
        -1 => Some(format!("last {name}")),
        0 => Some(format!("this {name}")),
        1 => Some(format!("next {name}")),
        _ => None,
    };
    let plain = |date| plain_date(date, today, style);
    match Stretch::of(first, until, today) {
        Stretch::Day(day) => on_day(day, today, style),
        Stretch::Weekend(n) => {
            near(n, "weekend").unwrap_or_else(|| format!("the weekend of {}", plain(first)))
        }
        Stretch::Week(n) => {
            near(n, "week").unwrap_or_else(|| format!("the week of {}", plain(first)))
        }
        Stretch::Month(first) => {
            near(months_from(today, first), "month").unwrap_or_else(|| match first.year() {
                n if n == today.year() => format!("in {}", month_name(first.month())),
                n => format!("in {} {}", month_name(first.month()), year(n, style)),
            })
        }
        Stretch::Year(n) => near(i32::from(n) - i32::from(today.year()), "year")
            .unwrap_or_else(|| format!("in {}", year(n, style))),
        Stretch::Days(first, last) => format!("from {} to {}", plain(first), plain(last)),
    }
}

fn on_day(day: Date, today: Date, style: Style) -> String {
    let named = date(day, DateLook::Usual, today, style);
    match relative(day, today) {
        Some(Near { on: false, .. }) => named,
        Some(Near { on: true, .. }) | None => format!("on {named}"),
    }
}

pub(super) fn repeat(repeat: &Repeat, style: Style) -> String {
    match repeat {
        Repeat::Days(Days::Workdays) => "every workday".to_owned(),
        Repeat::Days(Days::DaysOff) => "every day off".to_owned(),
        Repeat::Days(Days::Week(days)) => each_week(days),
        Repeat::Daily { every } => every_few(*every, "day", style),
        Repeat::Weekly {
            every: n @ 0..3,
            day,
        } => every_few(*n, weekday_name(*day), style),
        Repeat::Weekly { every, day } => {
            format!(
                "every {} weeks on {}",
                count((*every).into(), style),
                weekday_name(*day)
            )
        }
        Repeat::Monthly { day } => format!("on the {} of every month", place(*day, style)),
        Repeat::Yearly { month, day } => format!("every {}", month_day(*month, *day, style)),
        Repeat::LunarYearly { month, day } => {
            format!(
                "every year on day {} of lunar month {}",
                whole(*day, style),
                whole(*month, style)
            )
        }
        Repeat::Every { secs: 60 } => "every minute".to_owned(),
        Repeat::Every { secs: 3_600 } => "every hour".to_owned(),
        Repeat::Every { secs: 1_800 } => "every half hour".to_owned(),
        Repeat::Every { secs } => format!("every {}", times::duration(*secs, style)),
    }
}

/// the sixteenth day of the tenth lunar month.
pub(super) fn lunar_date(lunar: LunarDate, style: Style) -> String {
    let leap = if lunar.leap { "leap " } else { "" };
    format!(
        "the {} day of the {leap}{} lunar month",
        place(lunar.day, style),
        place(lunar.month, style)
    )
}

fn place(n: i8, style: Style) -> String {
    match style {
        Style::Say => ordinal_words(n.unsigned_abs().into()),
        Style::Show => ordinal_figures(n.unsigned_abs().into()),
    }
}

fn whole(n: i8, style: Style) -> String {
    count(n.into(), style)
}

fn every_few(n: u16, name: &str, style: Style) -> String {
    match n {
        0 | 1 => format!("every {name}"),
        2 => format!("every other {name}"),
        n => format!("every {} {name}s", count(n.into(), style)),
    }
}

/// every Monday, Wednesday and Friday; Monday to Friday; every day.
fn each_week(days: &[Weekday]) -> String {
    let (days, run) = week_days(days);
    let names: Vec<String> = days
        .iter()
        .map(|day| weekday_name(*day).to_owned())
        .collect();
    match names.as_slice() {
        [] => "never".to_owned(),
        [_, _, _, _, _, _, _] => "every day".to_owned(),
        [first, .., last] if run => format!("every {first} to {last}"),
        names => format!("every {}", join(names)),
    }
}

#[cfg(test)]
mod tests;
