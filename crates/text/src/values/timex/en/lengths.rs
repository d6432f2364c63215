//! English lengths of time.

use super::{En, words};
use crate::values::timex::{
    expr::{Node, Relation, Said},
    length::{Length, Unit},
};

impl En<'_> {
    pub(super) fn length_said(&self, i: usize) -> Option<Said> {
        const MORE: &[&str] = &[
            "more than",
            "longer than",
            "greater than",
            "over",
            "at least",
        ];
        const LESS: &[&str] = &[
            "less than",
            "shorter than",
            "smaller than",
            "under",
            "fewer than",
        ];
        for (words, relation) in [(MORE, Relation::More), (LESS, Relation::Less)] {
            if let Some(end) = self.ph(i, words) {
                let (length, end) = self.length(self.sp(end))?;
                return Some(Said::new(Node::Length(length), i, end).relation(relation));
            }
        }
        if let Some(end) = self.ph(i, &["the hour", "the minute"]) {
            let before = self.word_before(i);
            let unit = if self.ph(i, &["the hour"]).is_some() {
                Unit::Hour
            } else {
                Unit::Minute
            };
            return (before == "for")
                .then(|| Said::new(Node::Length(Length::of(1.0, unit)), i, end));
        }
        let (length, end) = self.length(i)?;
        Some(Said::new(Node::Length(length), i, end))
    }

    /// A length of one or several units.
    pub(super) fn length(&self, i: usize) -> Option<(Length, usize)> {
        self.lengths.get(i, || self.any_length(i))
    }

    fn any_length(&self, i: usize) -> Option<(Length, usize)> {
        if let Some(read) = self.half_of(i) {
            return Some(read);
        }
        let (amount, unit, mut end) = self.amount(i)?;
        let mut length = Length::of(amount, unit);
        loop {
            let comma = self.past_marks(end, &[',']);
            let at = self.past_any(comma, &["and"]);
            let Some((amount, unit, after)) = (at > end).then(|| self.amount(at)).flatten() else {
                break;
            };
            if unit == Unit::Weekend || !length.push(amount, unit) {
                break;
            }
            end = after;
        }
        Some((length, end))
    }

    /// "half an hour", "half a year", "a half hour".
    fn half_of(&self, i: usize) -> Option<(Length, usize)> {
        let (share, end) = match self.ph(i, &["half", "a half", "half a", "half an", "half of a"]) {
            Some(end) => (0.5, end),
            None => (
                0.25,
                self.ph(
                    i,
                    &[
                        "a quarter of an",
                        "quarter of an",
                        "a quarter of a",
                        "quarter of a",
                    ],
                )?,
            ),
        };
        let (word, end) = self.scan.word(self.scan.gap(end))?;
        let (n, unit) = words::unit(word)?;
        if unit == Unit::Day && word.starts_with("night") {
            return None;
        }
        Some((Length::of(share * n, unit), end))
    }

    /// A number with one unit: "3.5years", "an hour", "a few days", "one and a half hour", "one year and a quarter".
    pub(super) fn amount(&self, i: usize) -> Option<(f64, Unit, usize)> {
        let (amount, end) = self.amount_number(i)?;
        let (amount, end) = match self.share(end) {
            Some((share, end)) => (amount + share, end),
            None => (amount, end),
        };
        let (n, unit, end) = self.unit_behind(i, end)?;
        if let Some((share, end)) = self.share(end) {
            return Some(((amount + share) * n, unit, end));
        }
        Some((amount * n, unit, end))
    }

    fn unit_behind(&self, i: usize, end: usize) -> Option<(f64, Unit, usize)> {
        let at = self.scan.gap(end);
        if let Some(end) = self.ph(
            at,
            &[
                "business days",
                "business day",
                "working days",
                "working day",
                "work days",
                "work day",
                "workdays",
                "workday",
                "weekdays",
                "weekday",
            ],
        ) {
            return Some((1.0, Unit::BusinessDay, end));
        }
        let (word, after) = self.scan.word(at)?;
        let article = matches!(self.w(i), "a" | "an" | "the" | "another");
        if at == end && self.scan.before(end).is_ascii_digit() {
            // Glued letters: "3y", "2w", "5d".
            let glued = match word {
                "y" => Some(Unit::Year),
                "w" => Some(Unit::Week),
                "d" => Some(Unit::Day),
                "m" => None,
                _ => None,
            };
            let code = self.scan.before(i) == '-' || self.ch(after) == '-';
            if let Some(unit) = glued.filter(|_| !code) {
                return Some((1.0, unit, after));
            }
            if word == "s" {
                return None;
            }
        } else if word.len() == 1 && !(word == "h" && self.ch(i).is_ascii_digit()) {
            return None;
        }
        if article && matches!(word, "second" | "quarter" | "night" | "weekend" | "century") {
            return None;
        }
        let (n, unit) = words::unit(word)?;
        Some((n, unit, after))
    }

    fn amount_number(&self, i: usize) -> Option<(f64, usize)> {
        if let Some((n, end)) = self.number(i) {
            if n == 20.0 || n == 30.0 || n == 40.0 || n == 50.0 {
                // "twenty and four hours"
                let and = self.ph(self.sp(end), &["and"]).map(|end| self.sp(end));
                if let Some((unit, after)) = and
                    .and_then(|at| self.below_hundred(at))
                    .filter(|(n, _)| (1..10).contains(n))
                    && !self.ch(i).is_ascii_digit()
                {
                    #[allow(clippy::cast_precision_loss)]
                    return Some((n + unit as f64, after));
                }
            }
            return Some((n, end));
        }
        const FEW: &[&str] = &["a few", "few", "some", "several"];
        const COUPLE: &[&str] = &["a couple of", "a couple", "couple of", "couple"];
        if let Some(end) = self.ph(i, COUPLE) {
            return Some((2.0, end));
        }
        if let Some(end) = self.ph(i, FEW) {
            return Some((3.0, end));
        }
        if let Some(end) = self.ph(i, &["a hundred", "one hundred"]) {
            return Some((100.0, end));
        }
        let end = self.ph(
            i,
            &[
                "a",
                "an",
                "another",
                "all",
                "a whole",
                "one whole",
                "the whole",
                "an entire",
                "the entire",
                "all the",
                "whole",
                "full",
                "a full",
            ],
        )?;
        let word = self.w(self.scan.gap(end));
        if matches!(self.w(i), "all" | "whole" | "full")
            && !matches!(word, "day" | "week" | "month" | "year" | "night")
        {
            return None;
        }
        Some((1.0, end))
    }

    /// "and a half", "and half", "and a quarter".
    fn share(&self, end: usize) -> Option<(f64, usize)> {
        let at = self.sp(end);
        if self.w(at) != "and" {
            return None;
        }
        if let Some(end) = self.ph(at, &["and a half", "and half"]) {
            let next = self.w(self.sp(end));
            return (!matches!(next, "past" | "an" | "a")).then_some((0.5, end));
        }
        if let Some(end) = self.ph(at, &["and three quarters"]) {
            return Some((0.75, end));
        }
        self.ph(at, &["and a quarter"]).map(|end| (0.25, end))
    }
}
