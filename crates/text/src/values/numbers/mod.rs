//! Numbers: digits, Chinese numerals, English number words, and their mixtures.

mod amount;
mod arabic;
mod en;
mod ordinal;
mod percent;
mod zh;

pub(super) use amount::{Amount, amounts};
pub(super) use ordinal::ordinals;
pub(super) use percent::percents;
pub(super) use zh::digit;

use std::cmp::Reverse;

use super::scan::{Scan, numeral};

/// How a number was written, as far as a reader of times and dates cares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Form {
    /// So many ASCII digits and nothing else.
    Digits(usize),
    /// A Chinese numeral with or without units: 七, 十九.
    Zh,
    /// So many Chinese digits in a row: 二〇二六, 零五.
    ZhDigits(usize),
    /// English words for a whole number.
    En,
    /// Anything more: sign, decimals, fraction, grouping, "dozen".
    Made,
}

/// One reading of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Num {
    pub(super) end: usize,
    pub(super) value: f64,
    pub(super) form: Form,
}

impl Num {
    fn made(end: usize, value: f64) -> Num {
        Num {
            end,
            value,
            form: Form::Made,
        }
    }

    /// The value, if it was written as a plain whole number that fits a calendar.
    #[allow(clippy::cast_possible_truncation)]
    pub(super) fn plain(&self) -> Option<i64> {
        let whole = self.form != Form::Made && self.value.abs() < 1e15;
        whole.then_some(self.value as i64)
    }

    /// As [`Num::plain`], if it lies in `range`.
    pub(super) fn within(&self, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
        self.plain().filter(|value| range.contains(value))
    }
}

/// Every number that starts at `i`, longest first.
pub(super) fn at(scan: &Scan, i: usize) -> Vec<Num> {
    let mut found = match scan.ch(i) {
        '-' => signed(scan, i + 1, false),
        '+' => unsigned(scan, i + 1)
            .into_iter()
            .map(|n| Num::made(n.end, n.value))
            .collect(),
        '负' => signed(scan, i + 1, true),
        _ => unsigned(scan, i),
    };
    if found.is_empty()
        && let Some(end) = scan.phrases(i, &["minus", "negative"])
    {
        found = signed(scan, scan.skip(end), true);
    }
    found.sort_by_key(|read| Reverse(read.end));
    found.dedup();
    found
}

fn signed(scan: &Scan, i: usize, words: bool) -> Vec<Num> {
    let i = if words { scan.skip(i) } else { i };
    unsigned(scan, i)
        .into_iter()
        .map(|n| Num::made(n.end, -n.value))
        .collect()
}

fn unsigned(scan: &Scan, i: usize) -> Vec<Num> {
    let c = scan.ch(i);
    if c.is_ascii_digit() {
        let mut found = arabic::at(scan, i);
        found.extend(zh::mixed(scan, i));
        found
    } else if numeral(c) || c == '半' {
        zh::at(scan, i)
    } else if c.is_ascii_alphabetic() {
        en::at(scan, i)
    } else {
        arabic::vulgar(c)
            .map(|value| Num::made(i + 1, value))
            .into_iter()
            .collect()
    }
}
