//! Chinese numerals: 二百零五, 一万二, 3万5, 三点一四, 三分之二, 二〇二六.

use super::{Form, Num, arabic};
use crate::values::scan::Scan;

/// Longer numerals are cut: 亿 of 亿 is far beyond what anyone says.
const CHARS_MAX: usize = 30;

pub(in crate::values) fn digit(c: char) -> Option<i64> {
    Some(match c {
        '零' | '〇' => 0,
        '一' | '壹' | '幺' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// Everything that starts at the numeral at `i`.
pub(super) fn at(scan: &Scan, i: usize) -> Vec<Num> {
    if scan.ch(i) == '半' {
        return vec![Num::made(i + 1, 0.5)];
    }
    if let Some(end) = scan.lit(i, "一半") {
        return vec![
            Num::made(end, 0.5),
            Num {
                end: i + 1,
                value: 1.0,
                form: Form::Zh,
            },
        ];
    }
    let mut found = Vec::new();
    if let Some(string) = string(scan, i) {
        found.push(string);
    }
    if let Some(whole) = units(scan, i) {
        found.push(whole.num());
        found.extend(whole.before_kilo(scan));
        found.extend(decimal(scan, whole.num()));
        found.extend(fraction(scan, i, whole.num()));
    } else if let Some(n) = bare_fraction(scan, i) {
        found.push(n);
    }
    found
}

/// Numerals that begin in digits: 3万5, 1.5亿, 5千.
pub(super) fn mixed(scan: &Scan, i: usize) -> Vec<Num> {
    let Some(whole) = units(scan, i).filter(|whole| whole.scaled) else {
        return Vec::new();
    };
    let mut found = vec![whole.num()];
    found.extend(whole.before_kilo(scan));
    found
}

/// 二〇二六, 零五, 一三八.
fn string(scan: &Scan, i: usize) -> Option<Num> {
    let (mut end, mut value) = (i, 0_i64);
    while let Some(d) = digit(scan.ch(end)).filter(|_| scan.ch(end) != '两') {
        if end - i == 18 {
            return None;
        }
        value = value * 10 + d;
        end += 1;
    }
    let n = end - i;
    let units_follow = "十百千万亿".contains(scan.ch(end)) && scan.ch(end) != '\0';
    (n >= 2 && !units_follow).then(|| Num {
        end,
        value: arabic::as_f64(value),
        form: Form::ZhDigits(n),
    })
}

/// A numeral with units, as read so far.
#[derive(Default)]
struct Units {
    end: usize,
    total: f64,
    section: f64,
    digit: Option<f64>,
    digit_len: usize,
    /// The unit just read, for the short form 一万二.
    last: Option<f64>,
    small: f64,
    big: f64,
    zero: bool,
    scaled: bool,
    made: bool,
    kilo: bool,
}

impl Units {
    fn num(&self) -> Num {
        let form = if self.made { Form::Made } else { Form::Zh };
        Num {
            end: self.end,
            value: self.total + self.section,
            form,
        }
    }

    /// 五千米 is also five kilometres: the reading that leaves 千 to the unit.
    fn before_kilo(&self, scan: &Scan) -> Option<Num> {
        let value = (self.total + self.section) / 1000.0;
        let unit = "米克瓦卡伏赫帕焦".contains(scan.ch(self.end)) && scan.ch(self.end) != '\0';
        (self.kilo && unit && self.total == 0.0 && value < 10_000.0).then(|| Num {
            end: self.end - 1,
            value,
            form: Form::Made,
        })
    }

    fn take_digit(&mut self, scan: &Scan, p: usize) -> Option<usize> {
        let c = scan.ch(p);
        if self.digit.is_some() {
            return None;
        }
        if let Some(d) = digit(c) {
            if d == 0 {
                self.zero = true;
                self.last = None;
                return Some(p + 1);
            }
            self.digit = Some(arabic::as_f64(d));
            self.digit_len = 1;
            return Some(p + 1);
        }
        let n = arabic::decimal(scan, p)?;
        self.made |= n.form == Form::Made;
        self.digit = Some(n.value);
        self.digit_len = n.end - p;
        Some(n.end)
    }

    fn take_small(&mut self, unit: f64) -> bool {
        if unit >= self.small || (self.digit.is_none() && unit > 10.0) {
            return false;
        }
        self.section += self.digit.take().unwrap_or(1.0) * unit;
        (self.small, self.last, self.zero, self.scaled) = (unit, Some(unit), false, true);
        self.kilo = unit == 1000.0;
        true
    }

    fn take_big(&mut self, unit: f64) -> bool {
        let section = self.section + self.digit.unwrap_or(0.0);
        if section == 0.0 && self.total == 0.0 {
            return false;
        }
        if unit > self.big {
            self.total = (self.total + section) * unit;
        } else if section > 0.0 {
            self.total += section * unit;
        } else {
            return false;
        }
        (self.section, self.digit, self.small, self.big) = (0.0, None, 10_000.0, unit);
        (self.last, self.zero, self.scaled, self.kilo) = (Some(unit), false, true, false);
        true
    }

    /// Settles a digit that no unit follows: 二百零五, and the short form 二百五.
    fn finish(&mut self) -> bool {
        let Some(d) = self.digit.take() else {
            return self.scaled || self.zero;
        };
        let short = self
            .last
            .filter(|_| !self.zero && self.digit_len == 1 && d < 10.0);
        self.section += short.map_or(d, |unit| d * (unit / 10.0).max(1.0));
        self.kilo = false;
        true
    }
}

fn units(scan: &Scan, i: usize) -> Option<Units> {
    let mut u = Units {
        end: i,
        small: 10_000.0,
        ..Units::default()
    };
    let mut p = i;
    while p < i + CHARS_MAX {
        let next = match scan.ch(p) {
            '十' | '拾' => u.take_small(10.0).then_some(p + 1),
            '百' | '佰' => u.take_small(100.0).then_some(p + 1),
            '千' | '仟' => u.take_small(1000.0).then_some(p + 1),
            '廿' if p == i => {
                u.digit = Some(2.0);
                u.take_small(10.0).then_some(p + 1)
            }
            '卅' if p == i => {
                u.digit = Some(3.0);
                u.take_small(10.0).then_some(p + 1)
            }
            '万' => u.take_big(1e4).then_some(p + 1),
            '亿' => u.take_big(1e8).then_some(p + 1),
            _ => u.take_digit(scan, p),
        };
        let Some(next) = next else { break };
        p = next;
    }
    u.end = p;
    u.finish().then_some(u)
}

/// 三点一四, 三点五万.
fn decimal(scan: &Scan, whole: Num) -> Option<Num> {
    if scan.ch(whole.end) != '点' {
        return None;
    }
    let (mut end, mut text) = (whole.end + 1, format!("{}.", whole.value));
    while let Some(d) = digit(scan.ch(end)).filter(|_| text.len() < 24 && scan.ch(end) != '两') {
        text.push_str(&d.to_string());
        end += 1;
    }
    if end == whole.end + 1 || "十刻".contains(scan.ch(end)) {
        return None;
    }
    let mut value: f64 = text.parse().ok()?;
    for (unit, scale) in [('百', 1e2), ('千', 1e3), ('万', 1e4), ('亿', 1e8)] {
        if scan.ch(end) == unit {
            value *= scale;
            end += 1;
        }
    }
    Some(Num::made(end, value))
}

/// 三分之二, 一又三分之二.
fn fraction(scan: &Scan, i: usize, whole: Num) -> Option<Num> {
    if scan.ch(whole.end) == '又' && i < whole.end {
        let bottom = units(scan, whole.end + 1)?.num();
        let part = fraction(scan, whole.end + 1, bottom)?;
        return Some(Num::made(part.end, whole.value + part.value));
    }
    let top = units(scan, scan.lit(whole.end, "分之")?)?.num();
    (whole.value != 0.0).then(|| Num::made(top.end, top.value / whole.value))
}

/// 千分之五, 万分之一. (百分之 is a percentage.)
fn bare_fraction(scan: &Scan, i: usize) -> Option<Num> {
    let (bottom, at) = scan.longest(i, &[("千分之", 1e3), ("万分之", 1e4)])?;
    let top = units(scan, at)?.num();
    Some(Num::made(top.end, top.value / bottom))
}
