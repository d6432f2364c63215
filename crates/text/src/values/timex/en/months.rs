//! English months: "may" where it is a month, "this September", "2017 april", "Dec/2018".

use super::{En, periods::Read, words};
use crate::values::timex::{expr::Period, pick::longest};

impl En<'_> {
    /// "may", "this September", "April 2017", "2017 april", "Dec/2018", "2015-3", "12-2015".
    pub(super) fn month_period(&self, i: usize) -> Read {
        longest([
            self.named_month(i),
            self.digit_month(i),
            self.year_then_month(i),
        ])
    }

    fn named_month(&self, i: usize) -> Read {
        let today = self.today();
        if let Some((shift, end)) = self.shift(i) {
            let at = self.sp(end);
            let (month, end) = self.month(at)?;
            if words::everyday(self.w(at)) && self.verb_follows(end) {
                return None;
            }
            let year = today.year() + shift;
            return Some((
                Period::Month {
                    year: Some(year),
                    month,
                },
                end,
            ));
        }
        let named = self.past_any(i, &["the month of", "month of"]);
        let (month, end) = self.month(named)?;
        let at = self.past_any(self.past_marks(end, &[',', '/', '-']), &["of", "in"]);
        if at > end
            && let Some((year, end)) = self
                .year(at)
                .filter(|(_, end)| self.ends(*end) && self.ch(*end) != ':')
        {
            return Some((
                Period::Month {
                    year: Some(year),
                    month,
                },
                end,
            ));
        }
        let sixties = self
            .scan
            .digits(at, 2)
            .is_some_and(|(value, n, end)| n == 2 && value >= 32 && self.plain_day_ends(end));
        if (self.ch(at) == '\'' || (sixties && at == end + 1))
            && let Some((year, end)) = self.short_year(at)
        {
            return Some((
                Period::Month {
                    year: Some(year),
                    month,
                },
                end,
            ));
        }
        if let Some((year, end)) = self.relative_year(self.past_any(self.sp(end), &["of"])) {
            return Some((
                Period::Month {
                    year: Some(year),
                    month,
                },
                end,
            ));
        }
        let meant = !words::everyday(self.w(named)) || named > i || self.month_is_meant(i, end);
        meant.then_some((Period::Month { year: None, month }, end))
    }

    /// Whether a word follows that makes "this may" a verb.
    fn verb_follows(&self, end: usize) -> bool {
        const OTHER: [&str; 14] = [
            "to", "through", "until", "till", "and", "or", "at", "on", "in", "for", "i", "we",
            "as", "with",
        ];
        let word = self.w(self.sp(end));
        !word.is_empty() && !OTHER.contains(&word)
    }

    /// Whether "may" or "march" is a month here.
    fn month_is_meant(&self, i: usize, end: usize) -> bool {
        const BEFORE: [&str; 26] = [
            "the", "in", "of", "this", "next", "last", "since", "by", "until", "till", "before",
            "after", "for", "during", "early", "mid", "late", "from", "to", "through", "between",
            "and", "around", "past", "previous", "ending",
        ];
        let before = self.word_before(i);
        if BEFORE.contains(&before.as_str()) {
            return !(before == "and" || before == "to")
                || !self.ch(self.sp(end)).is_ascii_alphabetic();
        }
        self.range_mark(end)
            .is_some_and(|(_, next)| self.month(next).is_some())
    }

    fn digit_month(&self, i: usize) -> Read {
        let (first, n, end) = self.scan.digits(i, 4)?;
        let mark = self.past_marks(end, &['-', '/']);
        if mark == end || !matches!(self.ch(self.sp(end)), '-' | '/') {
            return None;
        }
        let (second, n2, end2) = self.scan.digits(mark, 4)?;
        let (year, month) = match (n, n2) {
            (4, 1 | 2) => (first, second),
            (1 | 2, 4) => (second, first),
            _ => return None,
        };
        let clean =
            !matches!(self.ch(end2), '-' | '/' | ':') && !self.ch(end2).is_ascii_alphanumeric();
        let month = i8::try_from(month)
            .ok()
            .filter(|month| (1..=12).contains(month))?;
        let year = i16::try_from(year)
            .ok()
            .filter(|year| (1500..2200).contains(year))?;
        clean.then_some((
            Period::Month {
                year: Some(year),
                month,
            },
            end2,
        ))
    }

    fn year_then_month(&self, i: usize) -> Read {
        let (year, end) = self.year(i)?;
        let at = self.past_marks(end, &[',', '-', '/']);
        let (month, end) = self.month(at).filter(|_| at > end)?;
        Some((
            Period::Month {
                year: Some(year),
                month,
            },
            end,
        ))
    }
}
