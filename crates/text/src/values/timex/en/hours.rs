//! English stretches of hours, on any day or on one, and stretches between moments.

use super::{En, clocks::Hour, parts::in_part, words};
use crate::values::timex::{
    days::date,
    expr::{Clock, Hours, Node, Part, Portion, Said},
    length::Length,
};

/// How a range joins its ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    To,
    And,
    Dash,
}

impl En<'_> {
    /// "to", "-", "until", "and" between the ends of a range, past the spaces around.
    pub(super) fn range_mark(&self, end: usize) -> Option<(Mark, usize)> {
        let at = self.sp(end);
        if matches!(self.ch(at), '-' | '~') {
            return Some((Mark::Dash, self.sp(at + 1)));
        }
        if let Some(end) = self.ph(
            at,
            &["to", "till", "until", "through", "thru", "til", "up to"],
        ) {
            return Some((Mark::To, self.sp(end)));
        }
        self.ph(at, &["and"]).map(|end| (Mark::And, self.sp(end)))
    }

    /// Past "from" or "between": where the range starts, and whether "and" may join it.
    pub(super) fn range_opening(&self, i: usize) -> (usize, bool) {
        match self.ph(i, &["between", "from between"]) {
            Some(end) => (self.sp(end), true),
            None => (self.past_any(i, &["from"]), false),
        }
    }

    pub(super) fn joins(&self, end: usize, and: bool) -> Option<usize> {
        let (mark, next) = self.range_mark(end)?;
        (mark != Mark::And || and).then_some(next)
    }

    pub(super) fn hours(&self, i: usize) -> Option<Said> {
        if let Some((hours, end)) = self
            .clock_range(i)
            .filter(|(_, _, sure, _)| *sure)
            .map(|(from, to, _, end)| (Hours::Between(from, to), end))
        {
            return Some(Said::new(Node::Hours(hours), i, end));
        }
        if let Some((from, to, end)) = self.clock_for(i) {
            return Some(Said::new(Node::Hours(Hours::Between(from, to)), i, end));
        }
        self.part_said(i)
    }

    /// "in the morning", "late afternoon", "lunchtime".
    fn part_said(&self, i: usize) -> Option<Said> {
        let meal = self.past_any(i, &["at"]);
        let (part, early, end) =
            self.day_part(if meal > i && self.meal(meal) { meal } else { i })?;
        if !self.part_is_meant(i, part, end) {
            return None;
        }
        let said = Said::new(Node::Hours(Hours::Part(part)), i, end);
        Some(match early {
            Some(true) => said.portion(Portion::Start),
            Some(false) => said.portion(Portion::End),
            None => said,
        })
    }

    pub(super) fn meal(&self, i: usize) -> bool {
        words::part(self.w(i)).is_some_and(|part| part.meal())
    }

    /// Whether a part of the day is meant: no greeting, no meal that is eaten, none of many mornings.
    fn part_is_meant(&self, i: usize, part: Part, end: usize) -> bool {
        let before = self.word_before(i);
        if before == "good" || before == "happy" {
            return false;
        }
        let word: String = (i..end).map(|at| self.ch(at)).collect();
        let many = word.ends_with("mornings")
            || word.ends_with("afternoons")
            || word.ends_with("evenings")
            || word.ends_with("nights");
        let led = self.ph(i, &["in", "during", "in the"]).is_some();
        if many {
            return led;
        }
        if part.meal() {
            return word.ends_with("time") || self.ph(i, &["at", "during"]).is_some();
        }
        true
    }

    /// From an hour to another: the hours, whether it is surely one, and the end.
    pub(super) fn clock_range(&self, i: usize) -> Option<(Clock, Clock, bool, usize)> {
        let (at, and) = self.range_opening(i);
        let opened = at > i;
        let from = self.hour(at)?;
        let from = self.part_behind_open(from);
        let next = self.joins(from.end, and).or_else(|| {
            // "between 6:30 to 9" and "5 to 6pm" alike
            self.range_mark(from.end)
                .filter(|(mark, _)| *mark != Mark::And)
                .map(|(_, next)| next)
        })?;
        let next = self.past_any(next, &["at"]);
        let to = self.hour(next)?;
        let tight = |hour: &Hour| hour.sure || hour.halved;
        let joined = self.joined(from, to, next);
        let sure = tight(&from) || tight(&to) || joined.2;
        let sure = sure
            || (opened && self.digits_range_ends(to.end) && self.range_hours_alone(at, to.end));
        Some((joined.0, joined.1, sure, joined.3))
    }

    /// Whether "from 9 to 5" can stand for hours: nothing is counted and no date is near.
    fn range_hours_alone(&self, at: usize, end: usize) -> bool {
        let word = self.w(self.sp(end));
        words::unit(word).is_none()
            && words::month(word).is_none()
            && !matches!(word, "of" | "people" | "in")
            && !self.ch(at).is_ascii_alphabetic()
    }

    pub(super) fn digits_range_ends(&self, end: usize) -> bool {
        let c = self.ch(end);
        let decimal = c == '.' && self.ch(end + 1).is_ascii_digit();
        !(c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '%' | '$') || decimal)
    }

    fn part_behind_open(&self, hour: Hour) -> Hour {
        let at = self.sp(hour.end);
        if hour.halved || self.ph(at, &["in the"]).is_none() {
            return hour;
        }
        match self.day_part(at) {
            Some((part, _, end)) => Hour {
                clock: in_part(hour.clock, part),
                end,
                sure: true,
                halved: true,
            },
            None => hour,
        }
    }

    /// Both ends, each taking the half of the day that the other or a part behind tells.
    fn joined(&self, from: Hour, to: Hour, _next: usize) -> (Clock, Clock, bool, usize) {
        let mut to = to;
        let mut part_said = false;
        if !to.halved
            && let Some((part, _, end)) = self
                .day_part(self.sp(to.end))
                .filter(|_| self.ph(self.sp(to.end), &["in the", "in", "at"]).is_some())
        {
            to = Hour {
                clock: in_part(to.clock, part),
                end,
                sure: true,
                halved: true,
            };
            part_said = true;
        }
        let (a, b) = (from.clock, to.clock);
        let (a, b) = match (a.open, b.open) {
            (true, false) => (a.last_before(b), b),
            (false, true) => (a, b.next_after(a)),
            (false, false)
                if from.halved && to.halved && b.hour == 0 && b.minute.is_none() && a.hour < 12 =>
            {
                (a, Clock { hour: 12, ..b })
            }
            _ => (a, b),
        };
        (a, b, part_said, to.end)
    }

    /// "from 9 for 2.5 hrs", "for 3 hours from 10 am".
    pub(super) fn clock_for(&self, i: usize) -> Option<(Clock, Clock, usize)> {
        let (hour, length, end) = match self.ph(i, &["for"]) {
            Some(end) => {
                let (length, end) = self.length(self.sp(end))?;
                let from = self.ph(self.sp(end), &["from", "starting at", "starting from"])?;
                let hour = self.hour(self.sp(from))?;
                (hour, length, hour.end)
            }
            None => {
                let from = self.ph(i, &["from", "starting at"])?;
                let hour = self.hour(self.sp(from))?;
                let end = self.ph(self.sp(hour.end), &["for"])?;
                let (length, end) = self.length(self.sp(end))?;
                (hour, length, end)
            }
        };
        let from = hour.clock.fixed();
        Some((from, clock_after(from, &length)?, end))
    }
}

/// The hour that lies a length after another, written to the second.
fn clock_after(from: Clock, length: &Length) -> Option<Clock> {
    let day = date(2000, 1, 1)?;
    let at = length.moved(from.on(day), false)?;
    let clock = Clock::new(at.hour(), Some(at.minute()), Some(at.second()))?;
    Some(clock.fixed())
}
