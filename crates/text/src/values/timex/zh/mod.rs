//! Mandarin: what is said about time, found from left to right, the longest reading at each place.

mod clocks;
mod days;
mod hours;
mod lengths;
mod num;
mod periods;
mod ranges;
mod relations;
mod sets;
mod words;

use jiff::civil::{Date, DateTime};

use super::{
    expr::{Day, Period, Said},
    length::Length,
    memo::Memo,
};
use crate::values::scan::Scan;
use clocks::Hour;

/// A text being read, and the moment of speaking.
struct Zh<'a> {
    scan: &'a Scan,
    now: DateTime,
    days: Memo<(Day, usize)>,
    hours: Memo<Hour>,
    lengths: Memo<(Length, usize)>,
    periods: Memo<(Period, usize)>,
    moments: Memo<Said>,
    plains: Memo<Said>,
}

impl<'a> Zh<'a> {
    fn new(scan: &'a Scan, now: DateTime) -> Zh<'a> {
        let places = scan.len();
        Zh {
            scan,
            now,
            days: Memo::new(places),
            hours: Memo::new(places),
            lengths: Memo::new(places),
            periods: Memo::new(places),
            moments: Memo::new(places),
            plains: Memo::new(places),
        }
    }
}

/// Every expression in the text.
pub(super) fn read(scan: &Scan, now: DateTime) -> Vec<Said> {
    let zh = Zh::new(scan, now);
    let mut found: Vec<Said> = Vec::new();
    let mut i = 0;
    while i < scan.len() {
        if let Some(end) = zh.title(i).or_else(|| scan.any(i, words::NAMES)) {
            i = end;
            continue;
        }
        if !zh.starts(i) {
            i += 1;
            continue;
        }
        match zh.longest(i).filter(|said| said.end > i) {
            Some(said) => {
                i = said.end;
                found.push(said);
            }
            None => i = zh.past(i),
        }
    }
    found
}

impl Zh<'_> {
    fn ch(&self, i: usize) -> char {
        self.scan.ch(i)
    }

    /// Past the spaces.
    fn sp(&self, i: usize) -> usize {
        self.scan.skip(i)
    }

    /// Past spaces and one of `words`, if it stands there.
    fn past_any(&self, i: usize, words: &[&str]) -> usize {
        let at = self.sp(i);
        self.scan.any(at, words).map_or(at, |end| self.sp(end))
    }

    /// Past spaces and 的.
    fn de(&self, i: usize) -> usize {
        self.past_any(i, &["的"])
    }

    fn today(&self) -> Date {
        self.now.date()
    }

    /// The end of a title in 《》, which is no time.
    fn title(&self, i: usize) -> Option<usize> {
        const TITLE_MAX: usize = 40;
        (self.ch(i) == '《').then(|| {
            (i..i + TITLE_MAX)
                .find(|&at| self.ch(at) == '》')
                .map(|at| at + 1)
        })?
    }

    /// Whether an expression may begin here: not inside a run of digits or a Latin word.
    fn starts(&self, i: usize) -> bool {
        let (c, before) = (self.ch(i), self.scan.before(i));
        if c == ' ' {
            return false;
        }
        if c.is_ascii_digit() {
            let inside = before.is_ascii_alphanumeric()
                || (matches!(before, '.' | ',' | ':' | '/' | '-')
                    && i >= 2
                    && self.ch(i - 2).is_ascii_digit());
            return !inside;
        }
        !(c.is_ascii_alphanumeric() && before.is_ascii_alphanumeric())
    }

    /// Past the Latin word or number at `i`, or the one character.
    fn past(&self, i: usize) -> usize {
        let mut end = i;
        while self.ch(end).is_ascii_digit() {
            end += 1;
        }
        end.max(i + 1)
    }

    /// Whether an expression may end here.
    fn ends(&self, end: usize) -> bool {
        !(self.ch(end).is_ascii_alphanumeric() && self.scan.before(end).is_ascii_alphanumeric())
    }

    fn longest(&self, i: usize) -> Option<Said> {
        self.best([self.related(i), self.every(i), self.plain(i)])
    }

    /// The longest reading at `i` without a relation such as 之前.
    fn plain(&self, i: usize) -> Option<Said> {
        self.plains.get(i, || self.any_plain(i))
    }

    fn any_plain(&self, i: usize) -> Option<Said> {
        self.best([
            self.moments(i),
            self.moment(i),
            self.day_range(i),
            self.hours(i),
            self.period(i),
            self.day_said(i),
            self.clock_said(i),
            self.length_said(i),
        ])
    }

    /// The longest of the readings; the first of equally long ones.
    fn best(&self, readings: impl IntoIterator<Item = Option<Said>>) -> Option<Said> {
        let mut best: Option<Said> = None;
        for said in readings.into_iter().flatten() {
            if self.ends(said.end) && best.as_ref().is_none_or(|best| best.end < said.end) {
                best = Some(said);
            }
        }
        best
    }
}
