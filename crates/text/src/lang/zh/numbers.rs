//! Numbers as they are said in Mandarin.

use crate::Style;
use crate::render::Decimal;

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const WAN: u64 = 10_000;
const YI: u64 = 100_000_000;

/// One digit, 0 to 9.
pub(super) fn digit(n: u64) -> char {
    DIGITS[usize::try_from(n % 10).unwrap_or(0)]
}

/// Every ASCII digit of a text as a character; the rest stays.
pub(super) fn digits(text: &str) -> String {
    text.chars()
        .map(|c| c.to_digit(10).map_or(c, |n| digit(n.into())))
        .collect()
}

/// 二 as in arithmetic, without any 两: 二百二十二.
pub(super) fn plain(n: u64) -> String {
    cardinal(n, Two::Er)
}

/// Before a measure word: 两, 两百, 一万两千.
pub(super) fn before_measure(n: u64) -> String {
    match n {
        2 => "两".to_owned(),
        _ => cardinal(n, Two::Liang),
    }
}

/// A bare number, the shorter colloquial form where it is usual: 220 is 二百二, 1500 is 一千五.
pub(super) fn bare(n: u64) -> String {
    short(n).unwrap_or_else(|| cardinal(n, Two::Liang))
}

pub(super) fn number(n: f64, style: Style) -> String {
    let Some(parts) = Decimal::of(n) else {
        return n.to_string();
    };
    match style {
        Style::Show => parts.figures(false),
        Style::Say if parts.is_whole() => signed(&parts, bare(parts.whole)),
        Style::Say => signed(&parts, decimal(&parts)),
    }
}

/// An amount right before a measure word; decimals as in [`number`].
pub(super) fn amount(n: f64, style: Style) -> String {
    match Decimal::of(n) {
        Some(parts) if parts.is_whole() && style == Style::Say => {
            signed(&parts, before_measure(parts.whole))
        }
        _ => number(n, style),
    }
}

pub(super) fn count(n: i64, style: Style) -> String {
    match style {
        Style::Show => n.to_string(),
        Style::Say if n < 0 => format!("负{}", before_measure(n.unsigned_abs())),
        Style::Say => before_measure(n.unsigned_abs()),
    }
}

pub(super) fn ordinal(n: i64, style: Style) -> String {
    match (n, style) {
        (-1, _) => "最后一".to_owned(),
        (..0, Style::Show) => format!("倒数第{}", n.unsigned_abs()),
        (..0, Style::Say) => format!("倒数第{}", plain(n.unsigned_abs())),
        (_, Style::Show) => format!("第{n}"),
        (_, Style::Say) => format!("第{}", plain(n.unsigned_abs())),
    }
}

pub(super) fn percent(n: f64, style: Style) -> String {
    let Some(parts) = Decimal::of(n) else {
        return format!("{n}%");
    };
    match style {
        Style::Show => format!("{}%", parts.figures(false)),
        Style::Say => {
            let whole = if parts.is_whole() {
                plain(parts.whole)
            } else {
                decimal(&parts)
            };
            signed(&parts, format!("百分之{whole}"))
        }
    }
}

fn signed(parts: &Decimal, words: String) -> String {
    if parts.negative {
        format!("负{words}")
    } else {
        words
    }
}

fn decimal(parts: &Decimal) -> String {
    format!("{}点{}", plain(parts.whole), digits(&parts.fraction))
}

#[derive(Clone, Copy, PartialEq)]
enum Two {
    Er,
    Liang,
}

/// 二百二, 一千五, 两万三: a leading digit, the next one, and zeros. 250 is never cut short: 二百五 is an insult.
fn short(n: u64) -> Option<String> {
    let (unit, name) = match n {
        250 => return None,
        100..1_000 => (100, '百'),
        1_000..10_000 => (1_000, '千'),
        10_000..100_000 => (WAN, '万'),
        _ => return None,
    };
    let (first, rest) = (n / unit, n % unit);
    let next = rest / (unit / 10);
    if next == 0 || !rest.is_multiple_of(unit / 10) {
        return None;
    }
    let head = if first == 2 && unit > 100 {
        '两'
    } else {
        digit(first)
    };
    Some(format!("{head}{name}{}", digit(next)))
}

fn cardinal(n: u64, two: Two) -> String {
    let mut out = String::new();
    write(&mut out, n, two);
    if out.is_empty() {
        "零".to_owned()
    } else {
        out
    }
}

/// Appends `n`; nothing for zero.
fn write(out: &mut String, n: u64, two: Two) {
    for (unit, name) in [(YI, '亿'), (WAN, '万')] {
        if n < unit {
            continue;
        }
        let (high, low) = (n / unit, n % unit);
        match (high, two) {
            (2, Two::Liang) => out.push('两'),
            _ => write(out, high, two),
        }
        out.push(name);
        if 0 < low && low < unit / 10 {
            out.push('零');
        }
        return write(out, low, two);
    }
    write_group(out, n, two);
}

/// Appends a number below 10 000.
fn write_group(out: &mut String, n: u64, two: Two) {
    let (mut rest, mut gap) = (n, false);
    for (unit, name) in [(1_000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let n_unit = rest / unit;
        rest %= unit;
        if n_unit == 0 {
            gap = gap || (n >= unit && rest > 0);
            continue;
        }
        if gap && n >= unit * 10 {
            out.push('零');
        }
        gap = false;
        let liang = two == Two::Liang && (unit == 1_000 || (unit == 100 && n == 200));
        match n_unit {
            1 if unit == 10 && out.is_empty() => {}
            2 if liang => out.push('两'),
            _ => out.push(digit(n_unit)),
        }
        out.push_str(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(n: u64, bare_form: &str, measured: &str) {
        assert_eq!(
            (bare(n).as_str(), before_measure(n).as_str()),
            (bare_form, measured),
            "{n}"
        );
    }

    #[test]
    fn whole_numbers() {
        check(0, "零", "零");
        check(2, "二", "两");
        check(10, "十", "十");
        check(12, "十二", "十二");
        check(20, "二十", "二十");
        check(22, "二十二", "二十二");
        check(100, "一百", "一百");
        check(102, "一百零二", "一百零二");
        check(110, "一百一", "一百一十");
        check(112, "一百一十二", "一百一十二");
        check(200, "两百", "两百");
        check(202, "二百零二", "二百零二");
        check(220, "二百二", "二百二十");
        check(250, "二百五十", "二百五十");
        check(350, "三百五", "三百五十");
        check(1000, "一千", "一千");
        check(1002, "一千零二", "一千零二");
        check(1020, "一千零二十", "一千零二十");
        check(1200, "一千二", "一千二百");
        check(1500, "一千五", "一千五百");
        check(1250, "一千二百五十", "一千二百五十");
        check(2000, "两千", "两千");
        check(2200, "两千二", "两千二百");
        check(2026, "两千零二十六", "两千零二十六");
        check(2222, "两千二百二十二", "两千二百二十二");
        check(10000, "一万", "一万");
        check(10001, "一万零一", "一万零一");
        check(12000, "一万二", "一万两千");
        check(20000, "两万", "两万");
        check(20500, "两万零五百", "两万零五百");
        check(25000, "两万五", "两万五千");
        check(100000, "十万", "十万");
        check(120000, "十二万", "十二万");
        check(200000, "二十万", "二十万");
        check(1010010, "一百零一万零一十", "一百零一万零一十");
        check(2000000, "两百万", "两百万");
        check(100000000, "一亿", "一亿");
        check(200000002, "两亿零二", "两亿零二");
        check(
            1234567890,
            "十二亿三千四百五十六万七千八百九十",
            "十二亿三千四百五十六万七千八百九十",
        );
        check(1000000000000, "一万亿", "一万亿");
    }

    #[track_caller]
    fn check_number(n: f64, say: &str, show: &str) {
        assert_eq!(
            (
                number(n, Style::Say).as_str(),
                number(n, Style::Show).as_str()
            ),
            (say, show)
        );
    }

    #[test]
    fn decimals_and_signs() {
        check_number(2.74, "二点七四", "2.74");
        check_number(0.5, "零点五", "0.5");
        check_number(-5.0, "负五", "-5");
        check_number(2.0, "二", "2");
        check_number(0.1 + 0.2, "零点三", "0.3");
        check_number(-0.0, "零", "0");
        check_number(f64::INFINITY, "inf", "inf");
        check_number(1.0 / 3.0, "零点三三三三三三", "0.333333");
    }

    #[test]
    fn ordinals_and_percents() {
        assert_eq!(ordinal(3, Style::Say), "第三");
        assert_eq!(ordinal(2, Style::Say), "第二");
        assert_eq!(ordinal(12, Style::Show), "第12");
        assert_eq!(ordinal(-1, Style::Say), "最后一");
        assert_eq!(ordinal(-2, Style::Say), "倒数第二");
        assert_eq!(percent(20.0, Style::Say), "百分之二十");
        assert_eq!(percent(2.5, Style::Say), "百分之二点五");
        assert_eq!(percent(-3.0, Style::Say), "负百分之三");
        assert_eq!(percent(100.0, Style::Say), "百分之一百");
        assert_eq!(percent(20.0, Style::Show), "20%");
        assert_eq!(count(-2, Style::Say), "负两");
        assert_eq!(count(i64::MIN, Style::Show), "-9223372036854775808");
        assert_eq!(digits("13800"), "一三八零零");
    }
}
