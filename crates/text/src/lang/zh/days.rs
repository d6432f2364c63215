//! Dates, moments and repeats in Mandarin.

use jiff::ZonedDateTime;
use jiff::civil::{Date, Weekday};
use ling_base::{Days, Repeat, When};

use super::numbers::{digits, plain};
use super::times;
use crate::almanac::LunarDate;
use crate::render::span::{Stretch, days_from, months_from, week_days, weeks_from};
use crate::{DateLook, Style, TimeLook};

pub(super) fn year(year: i16, style: Style) -> String {
    match style {
        Style::Say => format!("{}年", digits(&year.to_string())),
        Style::Show => format!("{year}年"),
    }
}

pub(super) fn weekday_char(day: Weekday) -> char {
    match day {
        Weekday::Monday => '一',
        Weekday::Tuesday => '二',
        Weekday::Wednesday => '三',
        Weekday::Thursday => '四',
        Weekday::Friday => '五',
        Weekday::Saturday => '六',
        Weekday::Sunday => '日',
    }
}

pub(super) fn date(date: Date, look: DateLook, today: Date, style: Style) -> String {
    match look {
        DateLook::Full => format!(
            "{}{}星期{}",
            year(date.year(), style),
            month_day(date.month(), date.day(), style),
            weekday_char(date.weekday())
        ),
        DateLook::Plain => plain_date(date, today, style),
        DateLook::Usual => match (relative(date, today), style) {
            (None, _) => plain_date(date, today, style),
            (Some(name), Style::Say) => name,
            (Some(name), Style::Show) => format!("{name}（{}）", plain_date(date, today, style)),
        },
    }
}

fn month_day(month: i8, day: i8, style: Style) -> String {
    match style {
        Style::Say => format!("{}{}号", month_name(month, style), small(day)),
        Style::Show => format!("{}{day}日", month_name(month, style)),
    }
}

fn month_name(month: i8, style: Style) -> String {
    match style {
        Style::Say => format!("{}月", small(month)),
        Style::Show => format!("{month}月"),
    }
}

fn small(n: i8) -> String {
    plain(n.unsigned_abs().into())
}

fn plain_date(date: Date, today: Date, style: Style) -> String {
    let day = month_day(date.month(), date.day(), style);
    match i32::from(date.year()) - i32::from(today.year()) {
        0 => day,
        1 if style == Style::Say => format!("明年{day}"),
        -1 if style == Style::Say => format!("去年{day}"),
        _ => format!("{}{day}", year(date.year(), style)),
    }
}

/// 明天, 下周三: the name of a near day.
fn relative(date: Date, today: Date) -> Option<String> {
    let near = match days_from(today, date) {
        -2 => "前天",
        -1 => "昨天",
        0 => "今天",
        1 => "明天",
        2 => "后天",
        _ => "",
    };
    if !near.is_empty() {
        return Some(near.to_owned());
    }
    let week = match weeks_from(today, date) {
        -1 => "上周",
        0 => "这周",
        1 => "下周",
        _ => return None,
    };
    Some(format!("{week}{}", weekday_char(date.weekday())))
}

pub(super) fn when(when: &When, now: &ZonedDateTime, style: Style) -> String {
    if let Some(secs) = when.in_secs {
        let span = times::duration(secs.saturating_abs(), style);
        return match secs {
            0 => "现在".to_owned(),
            ..0 => format!("{span}前"),
            _ => format!("{span}后"),
        };
    }
    let day = match (&when.repeat, when.date) {
        (Some(repeat), _) => self::repeat(repeat, style),
        (None, Some(date)) => days(date, when.until, now.date(), style),
        (None, None) => String::new(),
    };
    format!("{day}{}", hours(when, style))
}

fn hours(when: &When, style: Style) -> String {
    let Some(from) = when.time else {
        return String::new();
    };
    let first = times::time(from, TimeLook::Usual, style);
    match when.time_until {
        None => first,
        Some(until) => {
            let same = times::part_of_day(from.hour().unsigned_abs())
                == times::part_of_day(until.hour().unsigned_abs());
            let look = if same {
                TimeLook::Bare
            } else {
                TimeLook::Usual
            };
            format!("{first}到{}", times::time(until, look, style))
        }
    }
}

fn days(first: Date, until: Option<Date>, today: Date, style: Style) -> String {
    let near = |n: i32, name: &str, measure: &str| match n {
        -1 => Some(format!("上{measure}{name}")),
        0 => Some(format!("这{measure}{name}")),
        1 => Some(format!("下{measure}{name}")),
        _ => None,
    };
    let usual = |date| self::date(date, DateLook::Usual, today, style);
    let range = |first, last| {
        let plain = |date| plain_date(date, today, style);
        format!("{}到{}", plain(first), plain(last))
    };
    match Stretch::of(first, until, today) {
        Stretch::Day(date) => usual(date),
        Stretch::Weekend(n) => near(n, "周末", "个")
            .unwrap_or_else(|| format!("{}那个周末", plain_date(first, today, style))),
        Stretch::Week(n) => near(n, "周", "")
            .unwrap_or_else(|| format!("{}那一周", plain_date(first, today, style))),
        Stretch::Month(first) => near(months_from(today, first), "月", "个")
            .unwrap_or_else(|| month_of(first, today, style)),
        Stretch::Year(n) => match i32::from(n) - i32::from(today.year()) {
            -1 => "去年".to_owned(),
            0 => "今年".to_owned(),
            1 => "明年".to_owned(),
            _ => year(n, style),
        },
        Stretch::Days(first, last) => range(first, last),
    }
}

fn month_of(first: Date, today: Date, style: Style) -> String {
    let month = month_name(first.month(), style);
    if first.year() == today.year() {
        month
    } else {
        year(first.year(), style) + &month
    }
}

pub(super) fn repeat(repeat: &Repeat, style: Style) -> String {
    let n = |n: u16| super::numbers::count(n.into(), style);
    match repeat {
        Repeat::Days(Days::Workdays) => "每个工作日".to_owned(),
        Repeat::Days(Days::DaysOff) => "每个休息日".to_owned(),
        Repeat::Days(Days::Week(days)) => each_week(days),
        Repeat::Daily { every: 0 | 1 } => "每天".to_owned(),
        Repeat::Daily { every } => format!("每{}天", n(*every)),
        Repeat::Weekly { every: 0 | 1, day } => format!("每周{}", weekday_char(*day)),
        Repeat::Weekly { every, day } => format!("每{}周的周{}", n(*every), weekday_char(*day)),
        Repeat::Monthly { day } => match style {
            Style::Say => format!("每月{}号", small(*day)),
            Style::Show => format!("每月{day}日"),
        },
        Repeat::Yearly { month, day } => format!("每年{}", month_day(*month, *day, style)),
        Repeat::LunarYearly { month, day } => format!("每年农历{}", lunar_day(*month, *day)),
        Repeat::Every { secs: 3_600 } => "每小时".to_owned(),
        Repeat::Every { secs: 60 } => "每分钟".to_owned(),
        Repeat::Every { secs } => format!("每{}", times::duration(*secs, style)),
    }
}

/// 每周一、周三和周五; 每周一到周五; 每天.
fn each_week(days: &[Weekday]) -> String {
    let (days, run) = week_days(days);
    let name = |day: &Weekday| format!("周{}", weekday_char(*day));
    match days.as_slice() {
        [] => "从不".to_owned(),
        [_, _, _, _, _, _, _] => "每天".to_owned(),
        [first, .., last] if run => format!("每{}到{}", name(first), name(last)),
        [one] => format!("每{}", name(one)),
        [head @ .., last] => {
            let head: Vec<_> = head.iter().map(name).collect();
            format!("每{}和{}", head.join("、"), name(last))
        }
    }
}

/// 十月十六, 闰六月初一.
pub(super) fn lunar_date(lunar: LunarDate) -> String {
    let leap = if lunar.leap { "闰" } else { "" };
    format!("{leap}{}", lunar_day(lunar.month, lunar.day))
}

/// 正月初一, 八月十五, 腊月三十.
pub(super) fn lunar_day(month: i8, day: i8) -> String {
    let month = match month {
        1 => "正月".to_owned(),
        11 => "冬月".to_owned(),
        12 => "腊月".to_owned(),
        n => format!("{}月", small(n)),
    };
    let day = match day {
        1..=10 => format!("初{}", small(day)),
        21..=29 => format!("廿{}", small(day - 20)),
        _ => small(day),
    };
    format!("{month}{day}")
}

#[cfg(test)]
mod tests;
