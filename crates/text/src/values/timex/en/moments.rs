//! English moments: a day with an hour, so long from now, the end of a day, now.

use super::{En, clocks::Hour, parts::in_part};
use crate::values::timex::{
    expr::{Clock, Day, Moment, Node, Said},
    pick::longest,
};

impl En<'_> {
    /// A moment: a day and an hour, or now.
    pub(super) fn moment(&self, i: usize) -> Option<Said> {
        self.moments.get(i, || self.any_moment(i))
    }

    fn any_moment(&self, i: usize) -> Option<Said> {
        let moment = longest([
            self.now_words(i),
            self.moment_counted(i),
            self.end_of_day(i),
            self.day_then_clock(i),
            self.clock_then_day(i),
        ]);
        let (moment, end) = moment?;
        Some(Said::new(Node::Moment(moment), i, end))
    }

    /// "now", "right now", "at the present time".
    fn now_words(&self, i: usize) -> Option<(Moment, usize)> {
        const PRESENT: &[&str] = &[
            "now",
            "right now",
            "at present",
            "at the present time",
            "at this time",
            "at the moment",
            "at the minute",
            "at this moment",
            "at this minute",
            "at the present moment",
            "currently",
        ];
        const SOON: &[&str] = &[
            "as soon as possible",
            "asap",
            "soon",
            "shortly",
            "right away",
            "immediately",
        ];
        let (code, end) = longest([
            self.ph(i, PRESENT).map(|end| ("PRESENT_REF", end)),
            self.ph(i, SOON).map(|end| ("FUTURE_REF", end)),
            self.ph(i, &["recently", "previously", "just now"])
                .map(|end| ("PAST_REF", end)),
        ])?;
        Some((
            Moment::At {
                timex: code.to_owned(),
                at: self.now,
            },
            end,
        ))
    }

    /// "in 9 minutes", "30 min later", "2 hours ago", "half an hour from now".
    fn moment_counted(&self, i: usize) -> Option<(Moment, usize)> {
        let (length, back, end) = match self.ph(i, &["in"]) {
            Some(end) => {
                let (length, end) = self.length(self.sp(end))?;
                (
                    length,
                    false,
                    self.ph(self.sp(end), &["from now"]).unwrap_or(end),
                )
            }
            None => {
                let (length, end) = self.length(i)?;
                let at = self.sp(end);
                match self.ph(at, &["ago", "earlier", "before now"]) {
                    Some(end) => (length, true, end),
                    None => (length, false, self.later(at)?),
                }
            }
        };
        if !length.has_clock() {
            return None;
        }
        let at = length.moved(self.now, back)?;
        let timex = format!("{}T{}", at.date(), at.time().strftime("%H:%M:%S"));
        Some((Moment::At { timex, at }, end))
    }

    /// "later" or "from now" behind a length, unless it belongs to what follows ("30 minutes later this week").
    fn later(&self, i: usize) -> Option<usize> {
        if let Some(end) = self.ph(i, &["from now", "hence", "after now"]) {
            return Some(end);
        }
        let end = self.ph(i, &["later"])?;
        let next = self.w(self.sp(end));
        (!matches!(next, "this" | "in" | "today" | "tonight" | "than" | "next")).then_some(end)
    }

    /// "end of day", "the end of tomorrow", "eod", "end of this sunday".
    fn end_of_day(&self, i: usize) -> Option<(Moment, usize)> {
        let last = Clock::new(23, Some(59), Some(59))?;
        let today = Day::on(self.today());
        let at = self.past_any(i, &["the"]);
        if let Some(end) = self.ph(at, &["eod", "end of day", "end of the day"]) {
            return Some((Moment::On(today, last), end));
        }
        let end = self.ph(at, &["end of the", "end of"])?;
        let (day, end) = self.day(self.sp(end))?;
        Some((Moment::On(day, last), end))
    }

    /// "tomorrow at 8:45a", "friday 23 at 4", "tonight around 7", "5/3/18 @ 17:49:19".
    fn day_then_clock(&self, i: usize) -> Option<(Moment, usize)> {
        if let Some((day, part, _, end)) = self.part_of_day(i) {
            let (hour, _) = self.clock_behind(end, true)?;
            return Some((Moment::On(day, in_part(hour.clock, part)), hour.end));
        }
        let (day, end) = self.day(i)?;
        if matches!(day, Day::Feast { year: None, .. }) {
            return None;
        }
        let (hour, _) = self.clock_behind(end, false)?;
        let hour = self.part_behind(hour).unwrap_or(hour);
        if let Day::Yearly { month, day } = day
            && let Some((year, end)) = self
                .year(self.sp(hour.end))
                .filter(|(_, end)| self.ends(*end))
            && hour.clock.second.is_some()
        {
            return Some((Moment::On(Day::Full { year, month, day }, hour.clock), end));
        }
        Some((Moment::On(day, hour.clock), hour.end))
    }

    /// The hour behind a day, and whether a word such as "at" stood before it.
    fn clock_behind(&self, end: usize, in_part: bool) -> Option<(Hour, bool)> {
        const LINKS: &[&str] = &[
            "at",
            "for",
            "around",
            "about",
            "at around",
            "at about",
            "by",
            "on",
            "@",
        ];
        if self.ch(end) == 't'
            && self.ch(end + 1).is_ascii_digit()
            && self.scan.before(end).is_ascii_digit()
        {
            // 2016-12-16T12:23:59
            let hour = self.digit_hour(end + 1)?;
            return Some((
                Hour {
                    clock: hour.clock.fixed(),
                    ..hour
                },
                true,
            ));
        }
        let marks = self.past_marks(end, &[',', '-', '@']);
        if marks == end && self.ch(end) != '-' {
            return None;
        }
        let linked = self
            .ph(marks, LINKS)
            .filter(|_| self.ph(marks, &["by"]).is_none());
        let at = linked.map_or(marks, |end| self.sp(end));
        let hour = self.hour(at).or_else(|| self.part_hour(at))?;
        let lean = self.ph(marks, &["for"]).is_some() && !hour.sure;
        let strong = !lean
            && self
                .ph(marks, &["at", "around", "about", "at around"])
                .is_some()
            || self.scan.before(marks) == '@'
            || self.ch(self.sp(end)) == '@';
        let sure = hour.sure
            || (strong && self.bare_hour_ends(hour.end))
            || (in_part && linked.is_some() && !lean);
        sure.then_some((hour, strong))
    }

    /// "in the morning at 7" behind a day.
    fn part_hour(&self, i: usize) -> Option<Hour> {
        let said = self.part_then_clock(i)?;
        match said.node {
            Node::Clock(clock) => Some(Hour {
                clock,
                end: said.end,
                sure: true,
                halved: true,
            }),
            _ => None,
        }
    }

    /// "3pm today", "13:00 February 28, 2013", "10, tonight", "8am this morning".
    fn clock_then_day(&self, i: usize) -> Option<(Moment, usize)> {
        let hour = self.hour(i)?;
        if self.scan.before(i) == '$' {
            return None;
        }
        let hour = self.part_behind(hour).unwrap_or(hour);
        let at = self.past_marks(hour.end, &[',']);
        let comma = self.ch(self.sp(hour.end)) == ',';
        let at = self.past_any(at, &["on", "of", "for"]);
        if let Some((day, part, _, end)) = self.part_of_day(at)
            && (hour.sure || comma)
        {
            return Some((Moment::On(day, in_part(hour.clock, part)), end));
        }
        let linked = self.word_before(at) == "on" && self.word_before(i) == "at";
        let (day, end) = self.day(at).filter(|_| hour.sure || linked)?;
        if matches!(day, Day::Feast { .. }) {
            return None;
        }
        Some((Moment::On(day, hour.clock), end))
    }
}
