//! English repeats: "every Tuesday at 5", "twice a week" is none, "daily", "each quarter".

use super::{En, parts::in_part, words};
use crate::values::timex::{
    expr::{Clock, Day, Node, Said},
    length::{Length, number},
    pick::longest,
};

impl En<'_> {
    pub(super) fn every(&self, i: usize) -> Option<Said> {
        let (timex, end) = longest([
            self.adverb(i),
            self.each(i),
            self.clock_then_each(i),
            self.plural(i),
            self.once(i),
        ])?;
        Some(Said::new(Node::Every(timex), i, end))
    }

    /// "daily", "bi-weekly", "semiannual".
    fn adverb(&self, i: usize) -> Option<(String, usize)> {
        let (factor, at) = longest([
            self.ph(i, &["bi"]).map(|end| (2.0, self.scan.gap(end))),
            self.ph(i, &["semi"]).map(|end| (0.5, self.scan.gap(end))),
        ])
        .map_or((1.0, i), |(factor, at)| (factor, at));
        let (word, end) = self.scan.word(at)?;
        let (factor, word) = match (word.strip_prefix("bi"), word.strip_prefix("semi")) {
            (Some(rest), _) => (2.0, rest),
            (_, Some(rest)) => (0.5, rest),
            _ => (factor, word),
        };
        let (amount, unit) = match word {
            "daily" | "everyday" => (1.0, "D"),
            "weekly" => (1.0, "W"),
            "monthly" => (1.0, "M"),
            "quarterly" => (3.0, "M"),
            "annually" | "annual" | "yearly" => (1.0, "Y"),
            "hourly" => return (factor == 1.0).then(|| ("PT1H".to_owned(), end)),
            _ => return None,
        };
        let timex = format!("P{}{unit}", number(amount * factor));
        Some(self.with_clock(timex, end, unit == "D"))
    }

    /// "every three weeks", "each day", "any weekend", "every Sunday at 5pm", "every morning".
    fn each(&self, i: usize) -> Option<(String, usize)> {
        let end = self.ph(i, &["every", "each", "any", "every single", "all"])?;
        let all = self.w(i) == "all";
        let at = self.sp(end);
        if let Some(end) = self.ph(at, &["weekend", "weekends"]) {
            let weekend = if self.w(i) == "every" {
                "XXXX-WXX-WE"
            } else {
                "P1WE"
            };
            return Some((weekend.to_owned(), end));
        }
        if all {
            return None;
        }
        if let Some(end) = self.ph(at, &["weekday", "weekdays"]) {
            return Some(("P1WD".to_owned(), end));
        }
        if let Some(end) = self.ph(at, &["other"]) {
            if let Some((weekday, end)) = self.weekday_name(self.sp(end)) {
                return Some((format!("XXXX-WXX-{weekday}"), end));
            }
            let (word, end) = self.scan.word(self.sp(end))?;
            let (n, unit) = words::unit(word)?;
            return Some((Length::of(2.0 * n, unit).timex(), end));
        }
        if let Some((weekday, end)) = self.weekday_name(at).or_else(|| self.many_weekdays(at)) {
            return Some(self.with_clock(format!("XXXX-WXX-{weekday}"), end, false));
        }
        if let Some((part, _, end)) = self.day_part(at).filter(|_| self.w(at) != "the") {
            if let Some((clock, end)) = self.clock_at(end) {
                let clock = in_part(clock, part);
                return Some((clock.timex(), end));
            }
            return Some((part.code.to_owned(), end));
        }
        if let Some((Day::Yearly { month, day }, end)) = self.date(at) {
            return Some((format!("XXXX-{month:02}-{day:02}"), end));
        }
        if let Some((month, end)) = self.month(at) {
            return Some((format!("XXXX-{month:02}"), end));
        }
        let (amount, after) = self
            .number(at)
            .map_or((1.0, at), |(n, end)| (n, self.sp(end)));
        let (word, end) = self.scan.word(after)?;
        let (n, unit) = words::unit(word).filter(|_| word.len() > 1)?;
        if self.w(i) == "any" && word == "second" {
            return None;
        }
        let day = word == "day" && amount == 1.0;
        Some(self.with_clock(Length::of(amount * n, unit).timex(), end, day))
    }

    /// "3pm each day", "6am everyday", "17:30 every Sunday".
    fn clock_then_each(&self, i: usize) -> Option<(String, usize)> {
        let hour = self.hour(i).filter(|hour| hour.sure)?;
        let at = self.past_marks(hour.end, &[',']);
        let (timex, end) = longest([self.each(at), self.adverb(at), self.plural(at)])?;
        joined(&timex, hour.clock).map(|timex| (timex, end))
    }

    fn many_weekdays(&self, i: usize) -> Option<(i8, usize)> {
        let (word, end) = self.scan.word(i)?;
        Some((words::weekdays(word)?, end))
    }

    /// "Thursdays at 17.30", "friday mornings", "weekends", "mornings".
    fn plural(&self, i: usize) -> Option<(String, usize)> {
        if let Some((weekday, end)) = self.many_weekdays(self.past_any(i, &["on"])) {
            return Some(self.with_clock(format!("XXXX-WXX-{weekday}"), end, false));
        }
        if let Some(end) = self.ph(i, &["weekends"]) {
            return Some(("P1WE".to_owned(), end));
        }
        if let Some((weekday, end)) = self.weekday_name(i) {
            let (word, end) = self.scan.word(self.sp(end))?;
            let part = words::part(word).filter(|_| word.ends_with('s'))?;
            return Some((format!("XXXX-WXX-{weekday}{}", part.code), end));
        }
        let at = self.past_any(i, &["on"]);
        let (word, end) = self.scan.word(at)?;
        let part = matches!(word, "mornings" | "afternoons" | "evenings" | "nights")
            .then(|| words::part(word))??;
        if let Some((clock, end)) = self.clock_at(end) {
            return Some((in_part(clock, part).timex(), end));
        }
        Some((part.code.to_owned(), end))
    }

    /// "once a week".
    fn once(&self, i: usize) -> Option<(String, usize)> {
        let end = self.ph(i, &["once a", "once every", "once an"])?;
        let (word, end) = self.scan.word(self.sp(end))?;
        let (n, unit) = words::unit(word)?;
        Some((Length::of(n, unit).timex(), end))
    }

    /// The hour behind a repeat.
    fn clock_at(&self, end: usize) -> Option<(Clock, usize)> {
        let at = self.past_any(self.past_marks(end, &[',']), &["at", "around"]);
        let linked = at > self.sp(end);
        let hour = self
            .hour(at)
            .filter(|hour| at > end && (hour.sure || linked))?;
        let range = self
            .range_mark(hour.end)
            .is_some_and(|(_, next)| self.hour(next).is_some());
        (!range).then_some((hour.clock, hour.end))
    }

    /// A repeat with the hour behind it, if one stands there.
    fn with_clock(&self, timex: String, end: usize, day: bool) -> (String, usize) {
        let _ = day;
        match self.clock_at(end) {
            Some((clock, after)) => match joined(&timex, clock) {
                Some(timex) => (timex, after),
                None => (timex, end),
            },
            None => (timex, end),
        }
    }
}

/// A repeat at an hour: every day at three is only the hour.
fn joined(timex: &str, clock: Clock) -> Option<String> {
    if timex == "P1D" {
        return Some(clock.timex());
    }
    timex
        .starts_with("XXXX-WXX-")
        .then(|| format!("{timex}{}", clock.timex()))
}
