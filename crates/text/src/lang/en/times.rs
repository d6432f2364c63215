//! Times of day and spans of time in English.

use jiff::civil::Time;

use super::numbers::words;
use crate::{Style, TimeLook};

const HOUR: u64 = 3_600;
const DAY: u64 = 86_400;

pub(super) fn time(time: Time, look: TimeLook, style: Style) -> String {
    let (hour, minute) = (time.hour().unsigned_abs(), time.minute().unsigned_abs());
    if style == Style::Show {
        return format!("{hour:02}:{minute:02}");
    }
    let clock = clock(hour, minute);
    match (look, hour, minute) {
        (TimeLook::Bare, _, 0) => format!("{clock} o'clock"),
        (TimeLook::Usual | TimeLook::Half, 0, 0) => "midnight".to_owned(),
        (TimeLook::Usual | TimeLook::Half, 12, 0) => "noon".to_owned(),
        (TimeLook::Usual, _, 0) => format!("{clock} {}", half(hour)),
        (TimeLook::Usual | TimeLook::Bare, _, _) => clock,
        (TimeLook::Half, _, _) if to_past(minute) => format!("{clock} {}", part_of_day(hour)),
        (TimeLook::Half, _, _) => format!("{clock} {}", half(hour)),
    }
}

fn half(hour: u8) -> &'static str {
    if hour < 12 { "a.m." } else { "p.m." }
}

/// Whether a minute is said as "past" or "to" an hour.
fn to_past(minute: u8) -> bool {
    minute != 0 && minute.is_multiple_of(5)
}

fn part_of_day(hour: u8) -> &'static str {
    match hour {
        4..12 => "in the morning",
        12..17 => "in the afternoon",
        17..21 => "in the evening",
        _ => "at night",
    }
}

/// half past seven, twenty to eight, seven twenty-three, seven oh three, seven.
fn clock(hour: u8, minute: u8) -> String {
    let name = |hour: u8| match hour % 12 {
        0 => words(12),
        n => words(n.into()),
    };
    let this = name(hour);
    let minutes = |minute: u8| match minute {
        15 => "quarter".to_owned(),
        30 => "half".to_owned(),
        n => words(n.into()),
    };
    match minute {
        0 => this,
        1..=30 if to_past(minute) => format!("{} past {this}", minutes(minute)),
        31.. if to_past(minute) => format!("{} to {}", minutes(60 - minute), name(hour + 1)),
        1..10 => format!("{this} oh {}", words(minute.into())),
        _ => format!("{this} {}", words(minute.into())),
    }
}

pub(super) fn duration(secs: i64, style: Style) -> String {
    let n = secs.unsigned_abs();
    let sign = match (secs < 0, style) {
        (false, _) => "",
        (true, Style::Say) => "minus ",
        (true, Style::Show) => "-",
    };
    let words = match style {
        Style::Show => shown(n),
        Style::Say => and_a_half(n).unwrap_or_else(|| spoken(n)),
    };
    format!("{sign}{words}")
}

/// half an hour, an hour and a half, two and a half minutes.
fn and_a_half(secs: u64) -> Option<String> {
    let (n, one, several) = match secs {
        1_800 => return Some("half an hour".to_owned()),
        _ if secs < HOUR && secs % 60 == 30 => (secs / 60, "a minute", "minutes"),
        _ if secs < DAY && secs % HOUR == 1_800 => (secs / HOUR, "an hour", "hours"),
        _ if secs > DAY && secs % DAY == DAY / 2 => (secs / DAY, "a day", "days"),
        _ => return None,
    };
    match n {
        0 => None,
        1 => Some(format!("{one} and a half")),
        n => Some(format!("{} and a half {several}", words(n))),
    }
}

fn spoken(secs: u64) -> String {
    let unit = |n: u64, one: &str, several: &str| {
        (n > 0).then(|| format!("{} {}", words(n), if n == 1 { one } else { several }))
    };
    if secs > 0 && secs.is_multiple_of(7 * DAY) {
        return unit(secs / (7 * DAY), "week", "weeks").unwrap_or_default();
    }
    let (days, hours, minutes, seconds) = parts(secs);
    let said: Vec<String> = [
        unit(days, "day", "days"),
        unit(hours, "hour", "hours"),
        unit(minutes, "minute", "minutes"),
        unit(seconds, "second", "seconds"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if said.is_empty() {
        "zero seconds".to_owned()
    } else {
        super::join(&said)
    }
}

fn shown(secs: u64) -> String {
    let (days, hours, minutes, seconds) = parts(secs);
    let shown: Vec<String> = [(days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s")]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, unit)| format!("{n} {unit}"))
        .collect();
    if shown.is_empty() {
        "0 s".to_owned()
    } else {
        shown.join(" ")
    }
}

fn parts(secs: u64) -> (u64, u64, u64, u64) {
    (secs / DAY, secs % DAY / HOUR, secs % HOUR / 60, secs % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_time(hour: i8, minute: i8, usual: &str, half: &str, bare: &str) {
        let t = jiff::civil::time(hour, minute, 0, 0);
        assert_eq!(time(t, TimeLook::Usual, Style::Say), usual);
        assert_eq!(time(t, TimeLook::Half, Style::Say), half);
        assert_eq!(time(t, TimeLook::Bare, Style::Say), bare);
    }

    #[test]
    fn times_of_day() {
        check_time(
            7,
            30,
            "half past seven",
            "half past seven in the morning",
            "half past seven",
        );
        check_time(
            14,
            5,
            "five past two",
            "five past two in the afternoon",
            "five past two",
        );
        check_time(
            18,
            45,
            "quarter to seven",
            "quarter to seven in the evening",
            "quarter to seven",
        );
        check_time(
            7,
            15,
            "quarter past seven",
            "quarter past seven in the morning",
            "quarter past seven",
        );
        check_time(7, 0, "seven a.m.", "seven a.m.", "seven o'clock");
        check_time(19, 0, "seven p.m.", "seven p.m.", "seven o'clock");
        check_time(12, 0, "noon", "noon", "twelve o'clock");
        check_time(0, 0, "midnight", "midnight", "twelve o'clock");
        check_time(
            0,
            30,
            "half past twelve",
            "half past twelve at night",
            "half past twelve",
        );
        check_time(
            23,
            40,
            "twenty to twelve",
            "twenty to twelve at night",
            "twenty to twelve",
        );
        check_time(
            12,
            40,
            "twenty to one",
            "twenty to one in the afternoon",
            "twenty to one",
        );
        check_time(
            7,
            3,
            "seven oh three",
            "seven oh three a.m.",
            "seven oh three",
        );
        check_time(
            19,
            23,
            "seven twenty-three",
            "seven twenty-three p.m.",
            "seven twenty-three",
        );
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
        check(0, "zero seconds", "0 s");
        check(1, "one second", "1 s");
        check(30, "thirty seconds", "30 s");
        check(60, "one minute", "1 min");
        check(90, "a minute and a half", "1 min 30 s");
        check(95, "one minute and thirty-five seconds", "1 min 35 s");
        check(150, "two and a half minutes", "2 min 30 s");
        check(600, "ten minutes", "10 min");
        check(1800, "half an hour", "30 min");
        check(3600, "one hour", "1 h");
        check(5400, "an hour and a half", "1 h 30 min");
        check(7500, "two hours and five minutes", "2 h 5 min");
        check(86400, "one day", "1 d");
        check(129600, "a day and a half", "1 d 12 h");
        check(1209600, "two weeks", "14 d");
        check(
            90061,
            "one day, one hour, one minute and one second",
            "1 d 1 h 1 min 1 s",
        );
        check(-60, "minus one minute", "-1 min");
    }
}
