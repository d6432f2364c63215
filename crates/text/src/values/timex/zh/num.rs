//! Mandarin numbers as dates and hours need them.

use super::Zh;
use crate::values::numbers;

/// Longer numerals are no part of a date.
const CHARS_MAX: usize = 12;

impl Zh<'_> {
    /// A whole number: digits, 二十三, 两百. With its number of characters and its end.
    pub(super) fn whole(&self, i: usize) -> Option<(i64, usize)> {
        if let Some((value, _, end)) = self.scan.digits(i, 6) {
            let decimal = self.ch(end) == '.' && self.ch(end + 1).is_ascii_digit();
            return (!decimal).then_some((value, end));
        }
        self.numeral(i)
    }

    /// A number with decimals.
    pub(super) fn number(&self, i: usize) -> Option<(f64, usize)> {
        if let Some((_, n, end)) = self.scan.digits(i, 6)
            && self.ch(end) == '.'
            && let Some((_, _, end)) = self.scan.digits(end + 1, 4)
        {
            let text: String = (i..end).map(|at| self.ch(at)).collect();
            return text
                .parse()
                .ok()
                .filter(|_| n > 0)
                .map(|value| (value, end));
        }
        let (value, end) = self.whole(i)?;
        #[allow(clippy::cast_precision_loss)]
        Some((value as f64, end))
    }

    /// A Chinese numeral with units: 三, 十二, 二十, 两百零五.
    fn numeral(&self, i: usize) -> Option<(i64, usize)> {
        let (mut total, mut digit, mut unit_last) = (0, None, i64::MAX);
        let mut at = i;
        while at < i + CHARS_MAX {
            let c = self.ch(at);
            if let Some(d) = numbers::digit(c) {
                if digit.is_some_and(|digit| digit != 0) {
                    break;
                }
                digit = Some(d);
            } else {
                let unit = match c {
                    '十' | '拾' => 10,
                    '百' | '佰' => 100,
                    '千' | '仟' => 1000,
                    _ => break,
                };
                if unit >= unit_last || (digit.is_none() && unit > 10) {
                    break;
                }
                total += digit.take().unwrap_or(1) * unit;
                unit_last = unit;
            }
            at += 1;
        }
        (at > i).then(|| (total + digit.unwrap_or(0), at))
    }

    /// Chinese digits in a row: 二零一六, 零八.
    pub(super) fn digit_row(&self, i: usize) -> Option<(i64, usize, usize)> {
        let (mut value, mut end) = (0, i);
        while let Some(digit) = numbers::digit(self.ch(end)).filter(|_| end - i < 4) {
            value = value * 10 + digit;
            end += 1;
        }
        let units = matches!(self.ch(end), '十' | '百' | '千');
        (end > i + 1 && !units && numbers::digit(self.ch(end)).is_none()).then_some((
            value,
            end - i,
            end,
        ))
    }

    /// A small number within a range.
    pub(super) fn within(&self, i: usize, most: i64) -> Option<(i8, usize)> {
        let (value, end) = self.whole(i)?;
        let fits = (0..=most).contains(&value);
        Some((i8::try_from(value).ok().filter(|_| fits)?, end))
    }
}
