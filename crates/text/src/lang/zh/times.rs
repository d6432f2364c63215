//! Times of day and spans of time in Mandarin.

use jiff::civil::Time;

use super::numbers::{before_measure, plain};
use crate::{Style, TimeLook};

const HOUR: u64 = 3_600;
const DAY: u64 = 86_400;

pub(super) fn time(time: Time, look: TimeLook, style: Style) -> String {
    let (hour, minute) = (time.hour().unsigned_abs(), time.minute().unsigned_abs());
    match (style, look) {
        (Style::Show, _) => format!("{hour:02}:{minute:02}"),
        (Style::Say, TimeLook::Bare) => clock(hour, minute),
        (Style::Say, TimeLook::Usual | TimeLook::Half) => {
            format!("{}{}", part_of_day(hour), clock(hour, minute))
        }
    }
}

/// The part of the day that a time is named with.
pub(super) fn part_of_day(hour: u8) -> &'static str {
    match hour {
        0..5 => "凌晨",
        5..9 => "早上",
        9..12 => "上午",
        12 => "中午",
        13..18 => "下午",
        _ => "晚上",
    }
}

fn clock(hour: u8, minute: u8) -> String {
    let hour = match hour {
        0 => "零".to_owned(),
        13.. => before_measure(u64::from(hour - 12)),
        _ => before_measure(hour.into()),
    };
    let minutes = match minute {
        0 => String::new(),
        15 => "一刻".to_owned(),
        30 => "半".to_owned(),
        45 => "三刻".to_owned(),
        1..10 => format!("零{}分", plain(minute.into())),
        _ => format!("{}分", plain(minute.into())),
    };
    format!("{hour}点{minutes}")
}

pub(super) fn duration(secs: i64, style: Style) -> String {
    let n = secs.unsigned_abs();
    let sign = match (secs < 0, style) {
        (false, _) => "",
        (true, Style::Say) => "负",
        (true, Style::Show) => "-",
    };
    let words = match style {
        Style::Show => shown(n),
        Style::Say => half(n).unwrap_or_else(|| spoken(n)),
    };
    format!("{sign}{words}")
}

/// 半小时, 一个半小时, 两分半钟, 一天半: spans that end in a half.
fn half(secs: u64) -> Option<String> {
    match secs {
        30 => None,
        1_800 => Some("半小时".to_owned()),
        43_200 => None,
        _ if secs < HOUR && secs % 60 == 30 => Some(format!("{}分半钟", before_measure(secs / 60))),
        _ if secs < DAY && secs % HOUR == 1_800 => {
            Some(format!("{}个半小时", before_measure(secs / HOUR)))
        }
        _ if secs > DAY && secs % DAY == 43_200 => {
            Some(format!("{}天半", before_measure(secs / DAY)))
        }
        _ => None,
    }
}

fn spoken(secs: u64) -> String {
    if secs > 0 && secs.is_multiple_of(7 * DAY) {
        return format!("{}周", before_measure(secs / (7 * DAY)));
    }
    let (days, hours, minutes, seconds) = parts(secs);
    let mut out = String::new();
    for (n, name) in [(days, "天"), (hours, "个小时")] {
        if n > 0 {
            out += &format!("{}{name}", before_measure(n));
        }
    }
    let zero = |out: &str, n: u64| if !out.is_empty() && n < 10 { "零" } else { "" };
    if minutes > 0 {
        let name = if seconds > 0 { "分" } else { "分钟" };
        out += &format!("{}{}{name}", zero(&out, minutes), before_measure(minutes));
    }
    if seconds > 0 || out.is_empty() {
        out += &format!("{}{}秒", zero(&out, seconds), before_measure(seconds));
    }
    out
}

fn shown(secs: u64) -> String {
    let (days, hours, minutes, seconds) = parts(secs);
    let mut out = String::new();
    for (n, name) in [
        (days, "天"),
        (hours, "小时"),
        (minutes, "分钟"),
        (seconds, "秒"),
    ] {
        if n > 0 {
            out += &format!("{n}{name}");
        }
    }
    if out.is_empty() {
        "0秒".to_owned()
    } else {
        out
    }
}

fn parts(secs: u64) -> (u64, u64, u64, u64) {
    (secs / DAY, secs % DAY / HOUR, secs % HOUR / 60, secs % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_time(hour: i8, minute: i8, say: &str, bare: &str) {
        let t = jiff::civil::time(hour, minute, 0, 0);
        assert_eq!(time(t, TimeLook::Usual, Style::Say), say);
        assert_eq!(time(t, TimeLook::Bare, Style::Say), bare);
    }

    #[test]
    fn times_of_day() {
        check_time(7, 30, "早上七点半", "七点半");
        check_time(2, 5, "凌晨两点零五分", "两点零五分");
        check_time(14, 5, "下午两点零五分", "两点零五分");
        check_time(9, 0, "上午九点", "九点");
        check_time(12, 0, "中午十二点", "十二点");
        check_time(12, 15, "中午十二点一刻", "十二点一刻");
        check_time(18, 45, "晚上六点三刻", "六点三刻");
        check_time(22, 20, "晚上十点二十分", "十点二十分");
        check_time(0, 0, "凌晨零点", "零点");
        check_time(23, 59, "晚上十一点五十九分", "十一点五十九分");
        assert_eq!(
            time(jiff::civil::time(7, 5, 0, 0), TimeLook::Usual, Style::Show),
            "07:05"
        );
    }

    #[track_caller]
    fn check(secs: i64, say: &str, show: &str) {
        assert_eq!(duration(secs, Style::Say), say);
        assert_eq!(duration(secs, Style::Show), show);
    }

    #[test]
    fn spans() {
        check(0, "零秒", "0秒");
        check(2, "两秒", "2秒");
        check(30, "三十秒", "30秒");
        check(60, "一分钟", "1分钟");
        check(90, "一分半钟", "1分钟30秒");
        check(95, "一分三十五秒", "1分钟35秒");
        check(125, "两分零五秒", "2分钟5秒");
        check(120, "两分钟", "2分钟");
        check(600, "十分钟", "10分钟");
        check(1800, "半小时", "30分钟");
        check(3600, "一个小时", "1小时");
        check(5400, "一个半小时", "1小时30分钟");
        check(7200, "两个小时", "2小时");
        check(7500, "两个小时零五分钟", "2小时5分钟");
        check(9000, "两个半小时", "2小时30分钟");
        check(86400, "一天", "1天");
        check(129600, "一天半", "1天12小时");
        check(604800, "一周", "7天");
        check(90061, "一天一个小时零一分零一秒", "1天1小时1分钟1秒");
        check(-60, "负一分钟", "-1分钟");
    }
}
