//! English: what is said about time, found from left to right, the longest reading at each place.

mod clocks;
mod counted;
mod dates;
mod days;
mod hours;
mod lengths;
mod moments;
mod months;
mod parts;
mod periods;
mod ranges;
mod relations;
mod sets;
mod spans;
mod weekdays;
mod weeks;
mod words;
mod years;

use jiff::civil::{Date, DateTime};

use super::{
    expr::{Clock, Day, Node, Period, Said},
    length::Length,
    memo::Memo,
};
use crate::values::scan::Scan;
use clocks::Hour;

/// A text being read, and the moment of speaking.
struct En<'a> {
    scan: &'a Scan,
    now: DateTime,
    days: Memo<(Day, usize)>,
    hours: Memo<Hour>,
    lengths: Memo<(Length, usize)>,
    periods: Memo<(Period, usize)>,
    moments: Memo<Said>,
    plains: Memo<Said>,
}

impl<'a> En<'a> {
    fn new(scan: &'a Scan, now: DateTime) -> En<'a> {
        let places = scan.len();
        En {
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
    let en = En::new(scan, now);
    let mut found: Vec<Said> = Vec::new();
    let mut i = 0;
    while i < scan.len() {
        if !en.starts(i) {
            i += 1;
            continue;
        }
        match en.longest(i).filter(|said| said.end > i) {
            Some(said) => {
                let end = en.without_dot(said.end);
                i = end;
                found.push(Said { end, ..said });
            }
            None => {
                if let Some(said) = en.changed_to(i, found.last()) {
                    found.push(said);
                }
                i = en.past(i);
            }
        }
    }
    found
}

impl En<'_> {
    fn ch(&self, i: usize) -> char {
        self.scan.ch(i)
    }

    /// Past the spaces.
    fn sp(&self, i: usize) -> usize {
        self.scan.skip(i)
    }

    /// The word at `i`, or nothing.
    fn w(&self, i: usize) -> &str {
        self.scan.word(i).map_or("", |(word, _)| word)
    }

    /// The end of one of `words` at `i`.
    fn ph(&self, i: usize, words: &[&str]) -> Option<usize> {
        self.scan.phrases(i, words)
    }

    /// Past one of `words` and the spaces behind it, if it stands at `i`.
    fn past_any(&self, i: usize, words: &[&str]) -> usize {
        self.ph(i, words).map_or(i, |end| self.sp(end))
    }

    /// The word that ends before `i`, past spaces.
    fn word_before(&self, i: usize) -> String {
        let mut end = i;
        while end > 0 && self.ch(end - 1) == ' ' {
            end -= 1;
        }
        let mut start = end;
        while start > 0 && self.ch(start - 1).is_ascii_alphanumeric() {
            start -= 1;
        }
        (start..end).map(|at| self.ch(at)).collect()
    }

    fn today(&self) -> Date {
        self.now.date()
    }

    /// Whether an expression may begin here: at the start of a word, a number or a comparison.
    fn starts(&self, i: usize) -> bool {
        let (c, before) = (self.ch(i), self.scan.before(i));
        if matches!(c, '<' | '>') {
            return true;
        }
        if before == '$' || before == '#' || before == '@' {
            return false;
        }
        if before == ' ' && i >= 2 && self.ch(i - 2) == '$' {
            return false;
        }
        if c.is_ascii_digit() {
            let inside = before.is_ascii_alphanumeric()
                || (matches!(before, '.' | ',' | ':' | '/' | '-')
                    && i >= 2
                    && self.ch(i - 2).is_ascii_digit());
            return !inside;
        }
        c.is_ascii_alphabetic() && !before.is_ascii_alphanumeric()
    }

    /// Without the dot of a short month or weekday at the end: it ends the sentence as well.
    fn without_dot(&self, end: usize) -> usize {
        let short = self.scan.before(end) == '.' && {
            let word = self.word_before(end - 1);
            words::month(&word).is_some() || words::weekday(&word).is_some()
        };
        end - usize::from(short)
    }

    /// Past the word or number at `i`.
    fn past(&self, i: usize) -> usize {
        let mut end = i;
        while self.ch(end).is_ascii_alphanumeric() {
            end += 1;
        }
        end.max(i + 1)
    }

    /// Whether an expression may end here.
    fn ends(&self, end: usize) -> bool {
        !(self.ch(end).is_ascii_alphanumeric() && self.scan.before(end).is_ascii_alphanumeric())
    }

    /// "3pm ... to | 4": a bare hour at the end of a sentence that named another one.
    fn changed_to(&self, i: usize, last: Option<&Said>) -> Option<Said> {
        last.filter(|last| matches!(last.node, Node::Clock(_)))?;
        if self.word_before(i) != "to" {
            return None;
        }
        let (hour, end) = self.whole(i)?;
        let clock = Clock::new(i8::try_from(hour).ok()?, None, None)?;
        let next = self.ch(self.sp(end));
        let closed = matches!(next, '\0' | '!' | '?' | ',')
            || (next == '.' && !self.ch(end + 1).is_ascii_digit());
        closed.then(|| Said::new(Node::Clock(clock), i, end))
    }

    /// The longest reading at `i`; of equally long ones the first kind here.
    fn longest(&self, i: usize) -> Option<Said> {
        let mut best: Option<Said> = None;
        let mut offer = |said: Option<Said>| {
            if let Some(said) = said.filter(|said| self.ends(said.end))
                && best.as_ref().is_none_or(|best| best.end < said.end)
            {
                best = Some(said);
            }
        };
        offer(self.related(i));
        offer(self.every(i));
        offer(self.plain(i));
        best
    }

    /// The longest reading at `i` without a relation such as "before".
    fn plain(&self, i: usize) -> Option<Said> {
        self.plains.get(i, || self.any_plain(i))
    }

    fn any_plain(&self, i: usize) -> Option<Said> {
        let readings = [
            self.moments(i),
            self.moment(i),
            self.day_range(i),
            self.hours(i),
            self.period(i),
            self.day_said(i),
            self.clock_said(i),
            self.length_said(i),
        ];
        let mut best: Option<Said> = None;
        for said in readings.into_iter().flatten() {
            if self.ends(said.end) && best.as_ref().is_none_or(|best| best.end < said.end) {
                best = Some(said);
            }
        }
        best
    }
}
