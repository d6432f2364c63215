//! Mandarin lengths of time.

use super::{Zh, words};
use crate::values::timex::{
    expr::{Node, Said},
    length::{Length, Unit},
};

impl Zh<'_> {
    pub(super) fn length_said(&self, i: usize) -> Option<Said> {
        let (length, end) = self.length(i)?;
        if length.only().is_some_and(|(_, unit)| unit == Unit::Day) && self.scan.before(end) == '日'
        {
            return None;
        }
        if length.only().is_some_and(|(_, unit)| unit == Unit::Hour)
            && self.scan.before(end) == '时'
            && self.scan.before(end - 1) != '小'
        {
            return None;
        }
        Some(Said::new(Node::Length(length), i, end))
    }

    /// A length of one or several units: 三年半, 8天20时, 一个星期又三天.
    pub(super) fn length(&self, i: usize) -> Option<(Length, usize)> {
        self.lengths.get(i, || self.any_length(i))
    }

    fn any_length(&self, i: usize) -> Option<(Length, usize)> {
        let (amount, unit, mut end) = self.amount(i)?;
        let mut length = Length::of(amount, unit);
        loop {
            let at = self.past_any(end, &["又", "零", "余", "多", "加", "和", ","]);
            let at = if at > self.sp(end) { at } else { self.sp(end) };
            let Some((amount, unit, after)) = self.amount(at) else {
                break;
            };
            if !length.push(amount, unit) {
                break;
            }
            end = after;
        }
        Some((length, end))
    }

    /// A number with one unit: 两年, 6 天, 半个月, 三年半, 一个半小时.
    pub(super) fn amount(&self, i: usize) -> Option<(f64, Unit, usize)> {
        let (amount, end) = match self.scan.lit(i, "半") {
            Some(end) => (0.5, end),
            None => self
                .number(i)
                .or_else(|| Some((3.0, self.scan.lit(i, "几")?)))?,
        };
        let end = self.past_any(end, &["多"]);
        let (amount, end) = match self.scan.lit(end, "个半") {
            Some(end) => (amount + 0.5, end),
            None => (amount, end),
        };
        let (unit, end) = self.scan.longest(self.sp(end), words::UNITS)?;
        if unit == Unit::Year && self.counted_year(i).is_some() {
            return None;
        }
        let month = unit == Unit::Week
            && self.weekday_digit(end).is_some()
            && self.scan.any(end, &["日", "天"]).is_none();
        if month
            && self.scan.before(end) != '个'
            && amount.fract() == 0.0
            && self.weekday_digit(end).is_some()
            && !self.counted_after(end)
        {
            return None;
        }
        if let Some(after) = self.scan.lit(end, "半") {
            return Some((amount + 0.5, unit, after));
        }
        Some((amount, unit, end))
    }

    /// Whether a numeral behind a unit begins another length.
    fn counted_after(&self, end: usize) -> bool {
        self.whole(end)
            .is_some_and(|(_, end)| self.scan.longest(self.sp(end), words::UNITS).is_some())
    }
}
