//! English parts of the day, alone and with a day: "late afternoon", "tonight", "tuesday in the morning".

use super::{En, words};
use crate::values::timex::{
    days::plus,
    expr::{Clock, Day, Part},
    pick::longest,
};

impl En<'_> {
    /// A part of the day: the part, whether early or late in it, the end.
    pub(super) fn day_part(&self, i: usize) -> Option<(Part, Option<bool>, usize)> {
        let at = self.past_any(i, &["in the", "in", "the"]);
        if self.w(i) == "in"
            && self.ph(i, &["in the"]).is_none()
            && self
                .ph(at, &["early", "late", "earlier", "later"])
                .is_some()
        {
            return None;
        }
        let (early, at) = match self.ph(at, &["early", "earlier", "early in the", "earlier in the"])
        {
            Some(end) => (Some(true), self.scan.gap(end)),
            None => match self.ph(at, &["late", "later", "late in the", "later in the"]) {
                Some(end) => (Some(false), self.scan.gap(end)),
                None => (None, at),
            },
        };
        if let Some(end) = self.ph(at, &["night-time", "night time"]) {
            return Some((words::part("nighttime")?, early, end));
        }
        if let Some(end) = self.ph(at, &["business hours", "business hour"]) {
            return Some((words::part("businesshours")?, early, end));
        }
        if let Some(end) = self.ph(at, &["day-time", "day time", "daytime"]) {
            return Some((words::part("daytime")?, early, end));
        }
        let (word, end) = self.scan.word(at)?;
        if matches!(word, "tonight" | "tonite") {
            return None;
        }
        let part = words::part(word)?;
        let end = self
            .ph(self.scan.gap(end), &["time"])
            .filter(|_| part.code.starts_with("TM"))
            .unwrap_or(end);
        Some((part, early, end))
    }

    /// A day with its part: "tonight", "last night", "tuesday in the morning", "Wednesday evening next week".
    pub(super) fn part_of_day(&self, i: usize) -> Option<(Day, Part, Option<bool>, usize)> {
        longest(
            [
                self.part_of_named_day(i),
                self.part_of_this_day(i),
                self.part_then_day(i),
            ]
            .map(|read| read.map(|(day, part, early, end)| ((day, part, early), end))),
        )
        .map(|((day, part, early), end)| (day, part, early, end))
    }

    fn part_of_this_day(&self, i: usize) -> Option<(Day, Part, Option<bool>, usize)> {
        let today = self.today();
        let (early, at) = match self.ph(i, &["early", "earlier"]) {
            Some(end) => (Some(true), self.sp(end)),
            None => match self.ph(i, &["late", "later"]) {
                Some(end) => (Some(false), self.sp(end)),
                None => (None, i),
            },
        };
        if let Some(end) = self.ph(at, &["tonight", "tonite"]) {
            return Some((Day::on(today), words::part("night")?, early, end));
        }
        let (shift, end) = self.shift(at)?;
        let (word, end) = self.scan.word(self.sp(end))?;
        let part = words::part(word).filter(|part| !word.ends_with('s') && !part.meal())?;
        Some((Day::on(plus(today, i64::from(shift))?), part, early, end))
    }

    /// "in the morning of this Tuesday", "in the late-afternoon Tuesday", "in the afternoon, this Friday".
    fn part_then_day(&self, i: usize) -> Option<(Day, Part, Option<bool>, usize)> {
        let (part, early, end) = self.day_part(i).filter(|(part, ..)| !part.meal())?;
        if self.ph(i, &["in the", "in"]).is_none() || self.scan.before(end) == 's' {
            return None;
        }
        let at = self.past_any(self.past_marks(end, &[',']), &["of", "on"]);
        let (day, end) = self
            .day(at)
            .filter(|(day, _)| !matches!(day, Day::Feast { .. }))?;
        Some((day, part, early, end))
    }

    fn part_of_named_day(&self, i: usize) -> Option<(Day, Part, Option<bool>, usize)> {
        let (day, end) = self.day(i)?;
        let at = self.past_marks(end, &[',']);
        if at == end {
            return None;
        }
        if let Some((code, after)) = self.half_of_day(at) {
            return Some((day, words::part(code)?, None, after));
        }
        let at = if self.ph(self.scan.gap(end), &["early", "late"]).is_some() {
            self.scan.gap(end)
        } else {
            at
        };
        let (part, early, after) = self.day_part(at)?;
        if part.meal() {
            return None;
        }
        let word: String = (at..after).map(|at| self.ch(at)).collect();
        if word.ends_with('s') || matches!(day, Day::Feast { .. }) {
            return None;
        }
        if let Day::Weekly(weekday) = day
            && let Some((date, end)) = self.day_of_week_behind(weekday, after)
        {
            return Some((Day::on(date), part, early, end));
        }
        Some((day, part, early, after))
    }

    /// "AM" or "PM" alone behind a day.
    fn half_of_day(&self, i: usize) -> Option<(&'static str, usize)> {
        let morning = self.ph(i, &["am"]).map(|end| ("morning", end));
        morning.or_else(|| self.ph(i, &["pm"]).map(|end| ("afternoon", end)))
    }
}

/// The hour as it lies in a part of the day.
pub(super) fn in_part(clock: Clock, part: Part) -> Clock {
    if !clock.open {
        return clock;
    }
    match part.code {
        "TMO" | "TMEB" => clock.half(false),
        "TNI" if clock.hour < 5 || clock.hour == 12 => clock.half(false),
        "TMEL" => clock.half(!(9..12).contains(&clock.hour)),
        "TDT" => clock.half(clock.hour < 7 || clock.hour == 12),
        "TNT" => clock.half(false),
        _ => clock.half(true),
    }
}
