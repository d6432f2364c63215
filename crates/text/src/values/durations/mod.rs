//! Spans of time: 一个半小时, two and a half hours, 一刻钟, 1h30m, minus five minutes.

use std::cmp::Reverse;

use super::{
    numbers::{self, Amount, Num},
    scan::Scan,
};

const MINUTE: f64 = 60.0;
const HOUR: f64 = 3_600.0;
const DAY: f64 = 86_400.0;
/// Nobody plans further than ten thousand years.
const SECS_MAX: f64 = 10_000.0 * 366.0 * DAY;
/// "one year two months three weeks ...": no more parts than there are units.
const PARTS_MAX: usize = 6;

/// A span of time as people count it: months have no fixed length, so they are kept apart.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Length {
    pub(super) months: i64,
    pub(super) days: i64,
    pub(super) secs: i64,
}

impl Length {
    /// In seconds, a month being 30 days and a year 365.
    pub(super) fn total_secs(self) -> Option<i64> {
        let days = (self.months / 12 * 365)
            .checked_add(self.months % 12 * 30)?
            .checked_add(self.days)?;
        days.checked_mul(86_400)?.checked_add(self.secs)
    }

    /// Whether it is counted in days or longer, so that it leads to a day and not to a minute.
    pub(super) fn in_days(self) -> bool {
        self.secs == 0 && (self.months != 0 || self.days != 0)
    }

    fn plus(self, other: Length) -> Option<Length> {
        Some(Length {
            months: self.months.checked_add(other.months)?,
            days: self.days.checked_add(other.days)?,
            secs: self.secs.checked_add(other.secs)?,
        })
    }

    pub(super) fn negated(self) -> Length {
        Length {
            months: -self.months,
            days: -self.days,
            secs: -self.secs,
        }
    }
}

/// One reading of a span of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    pub(super) end: usize,
    pub(super) length: Length,
    /// "五分" may be a mark or a place on the clock; "五分钟" is only a span.
    pub(super) loose: bool,
    /// False for "an hour": there is a number in "two hours" only.
    pub(super) counted: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Unit {
    Second,
    Minute,
    /// 分 without 钟.
    LooseMinute,
    Quarter,
    Hour,
    Day,
    Week,
    Fortnight,
    Month,
    /// 季度
    Season,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// Longer units come first in a compound.
    fn rank(self) -> u8 {
        match self {
            Unit::Second => 0,
            Unit::Minute | Unit::LooseMinute => 1,
            Unit::Quarter => 2,
            Unit::Hour => 3,
            Unit::Day => 4,
            Unit::Week => 5,
            Unit::Fortnight => 6,
            Unit::Month => 7,
            Unit::Season => 8,
            Unit::Year => 9,
            Unit::Decade => 10,
            Unit::Century => 11,
        }
    }

    fn of(self, amount: f64) -> Option<Length> {
        match self {
            Unit::Second => secs(amount, 1.0),
            Unit::Minute | Unit::LooseMinute => secs(amount, MINUTE),
            Unit::Quarter => secs(amount, 15.0 * MINUTE),
            Unit::Hour => secs(amount, HOUR),
            Unit::Day => days(amount),
            Unit::Week => days(amount * 7.0),
            Unit::Fortnight => days(amount * 14.0),
            Unit::Month => months(amount),
            Unit::Season => months(amount * 3.0),
            Unit::Year => months(amount * 12.0),
            Unit::Decade => months(amount * 120.0),
            Unit::Century => months(amount * 1200.0),
        }
    }
}

#[allow(clippy::cast_possible_truncation)]
fn secs(amount: f64, scale: f64) -> Option<Length> {
    let secs = (amount * scale).round();
    (secs.abs() <= SECS_MAX).then_some(Length {
        secs: secs as i64,
        ..Length::default()
    })
}

#[allow(clippy::cast_possible_truncation)]
fn days(amount: f64) -> Option<Length> {
    let whole = amount.trunc();
    let rest = secs(amount - whole, DAY)?;
    (whole.abs() * DAY <= SECS_MAX).then_some(Length {
        days: whole as i64,
        ..rest
    })
}

#[allow(clippy::cast_possible_truncation)]
fn months(amount: f64) -> Option<Length> {
    let whole = (amount + 1e-9 * amount.signum()).trunc();
    let rest = ((amount - whole) * 30.0).round();
    (whole.abs() <= 120_000.0).then_some(Length {
        months: whole as i64,
        days: rest as i64,
        secs: 0,
    })
}

/// Every span of time that starts at `i`, with each shorter compound before it.
pub(super) fn at(scan: &Scan, numbers: &[Vec<Num>], i: usize) -> Vec<Span> {
    let mut found = Vec::new();
    chain(scan, numbers, i, None, 0, &mut found);
    found.sort_by_key(|read| Reverse(read.end));
    found.dedup();
    found
}

/// The unit just read, what has been added up so far.
type Before = (Unit, Length, bool);

fn chain(
    scan: &Scan,
    numbers: &[Vec<Num>],
    i: usize,
    before: Option<Before>,
    depth: usize,
    out: &mut Vec<Span>,
) {
    if depth == PARTS_MAX {
        return;
    }
    let Some(here) = numbers.get(i) else { return };
    for amount in numbers::amounts(scan, here, i) {
        let Some((unit, unit_end)) = unit(scan, amount.unit_at) else {
            continue;
        };
        // 2018年 is a year, not a span.
        if unit == Unit::Year
            && (1000.0..3000.0).contains(&amount.value)
            && scan.ch(amount.unit_at) == '年'
        {
            continue;
        }
        if before.is_some_and(|(last, sum, _)| {
            last.rank() <= unit.rank() || (sum.total_secs() > Some(0)) != (amount.value >= 0.0)
        }) {
            continue;
        }
        for (value, end) in with_half(scan, amount, unit_end) {
            let Some(sum) = unit
                .of(value)
                .and_then(|part| part.plus(before.map_or(Length::default(), |(_, sum, _)| sum)))
            else {
                continue;
            };
            let loose = unit == Unit::LooseMinute && before.is_none();
            let counted = amount.counted || before.is_some_and(|(.., counted)| counted);
            out.push(Span {
                end,
                length: sum,
                loose,
                counted,
            });
            if unit.rank() > 0 {
                chain(
                    scan,
                    numbers,
                    joint(scan, end),
                    Some((unit, sum, counted)),
                    depth + 1,
                    out,
                );
                out.extend(bare_minutes(scan, numbers, end, unit, sum));
            }
        }
    }
}

/// Past what joins the parts of a compound: spaces, "and", 零, 又.
fn joint(scan: &Scan, end: usize) -> usize {
    let at = scan.skip(end);
    if let Some(after) = scan.lit(at, ",") {
        let next = scan.skip(after);
        return scan.phrase(next, "and").map_or(next, |end| scan.skip(end));
    }
    if let Some(after) = scan.phrase(at, "and") {
        return scan.skip(after);
    }
    scan.any(at, &["零", "又", "加", "和"])
        .map_or(at, |end| scan.skip(end))
}

/// 一小时二十: the minutes after whole hours need no unit when they are tens.
#[allow(clippy::cast_precision_loss)]
fn bare_minutes(
    scan: &Scan,
    numbers: &[Vec<Num>],
    end: usize,
    unit: Unit,
    sum: Length,
) -> Option<Span> {
    if unit != Unit::Hour || !scan.before(end).is_alphabetic() || scan.before(end).is_ascii() {
        return None;
    }
    let n = numbers
        .get(end)?
        .iter()
        .find(|n| n.within(10..=59).is_some())?;
    let length = Unit::Minute.of(n.plain()? as f64)?.plus(sum)?;
    Some(Span {
        end: n.end,
        length,
        loose: true,
        counted: true,
    })
}

/// The amount as it stands, and with the half that may follow the unit: 一天半, an hour and a half.
fn with_half(scan: &Scan, amount: Amount, end: usize) -> Vec<(f64, usize)> {
    let mut found = vec![(amount.value, end)];
    if amount.value.fract() == 0.0 {
        let sign = if amount.value < 0.0 { -1.0 } else { 1.0 };
        if scan.ch(end) == '半' {
            let end = scan.lit(end, "半钟").unwrap_or(end + 1);
            found.push((amount.value + 0.5 * sign, end));
        }
        let tails: &[(&str, f64)] = &[
            ("and a half", 0.5),
            ("and a quarter", 0.25),
            ("and half", 0.5),
        ];
        let at = scan.skip(end);
        let tail = tails
            .iter()
            .find_map(|(words, part)| Some((scan.phrase(at, words)?, *part)));
        found.extend(tail.map(|(end, part)| (amount.value + part * sign, end)));
    }
    found
}

/// The unit of time at `i`.
fn unit(scan: &Scan, i: usize) -> Option<(Unit, usize)> {
    const ZH: &[(&str, Unit)] = &[
        ("秒", Unit::Second),
        ("秒钟", Unit::Second),
        ("分", Unit::LooseMinute),
        ("分钟", Unit::Minute),
        ("刻钟", Unit::Quarter),
        ("小时", Unit::Hour),
        ("钟头", Unit::Hour),
        ("钟", Unit::Hour),
        ("天", Unit::Day),
        ("日", Unit::Day),
        ("整天", Unit::Day),
        ("周", Unit::Week),
        ("星期", Unit::Week),
        ("礼拜", Unit::Week),
        ("月", Unit::Month),
        ("季度", Unit::Season),
        ("年", Unit::Year),
        ("世纪", Unit::Century),
    ];
    let c = scan.ch(i);
    if c.is_ascii_alphabetic() {
        return english(scan, i);
    }
    let (unit, end) = scan.longest(i, ZH)?;
    let measured = scan.before(i) == '个' || scan.before(i) == '半';
    let fits = match scan.ch(i) {
        '月' => scan.before(i) == '个' || (scan.before(i) == '半' && scan.before(i - 1) == '个'),
        '钟' => measured || unit != Unit::Hour || scan.ch(i + 1) == '头',
        '日' => false,
        '年' | '天' | '秒' | '分' if scan.before(i) == '个' => false,
        '分' if unit == Unit::LooseMinute => {
            !"之数".contains(scan.ch(end)) || scan.ch(end) == '\0'
        }
        '天' => !"气空".contains(scan.ch(end)) || scan.ch(end) == '\0',
        '年' => !"级代纪".contains(scan.ch(end)) || scan.ch(end) == '\0',
        '周' => !"末".contains(scan.ch(end)) || scan.ch(end) == '\0',
        _ => true,
    };
    fits.then_some((unit, end))
}

fn english(scan: &Scan, i: usize) -> Option<(Unit, usize)> {
    let (word, end) = scan.word(i)?;
    let unit = match word {
        "s" | "sec" | "secs" | "second" | "seconds" => Unit::Second,
        "m" | "min" | "mins" | "minute" | "minutes" => Unit::Minute,
        "h" | "hr" | "hrs" | "hour" | "hours" => Unit::Hour,
        "d" | "day" | "days" => Unit::Day,
        "wk" | "wks" | "week" | "weeks" => Unit::Week,
        "fortnight" | "fortnights" => Unit::Fortnight,
        "month" | "months" => Unit::Month,
        "yr" | "yrs" | "year" | "years" => Unit::Year,
        "decade" | "decades" => Unit::Decade,
        "century" | "centuries" => Unit::Century,
        _ => return None,
    };
    Some((unit, end))
}
