//! English stretches between moments: on a day from an hour to another, from now on, so long from a moment.

use jiff::civil::DateTime;

use super::{En, parts::in_part, words};
use crate::values::timex::{
    alts::stamp,
    expr::{Day, Moment, Moments, Node, Part, Portion, Said},
    length::{Length, Unit},
    pick::longest,
};

impl En<'_> {
    /// A stretch of known length before or after now, in hours or shorter.
    pub(super) fn counted_clock(&self, i: usize) -> Option<Said> {
        let (from, to, timex_length, end) = self.clock_counted(i)?;
        let timex = format!("({},{},{timex_length})", stamp(from), stamp(to));
        Some(Said::new(
            Node::Moments(Moments::Span { from, to, timex }),
            i,
            end,
        ))
    }

    fn clock_counted(&self, i: usize) -> Option<(DateTime, DateTime, String, usize)> {
        let now = self.now;
        if let Some(end) = self.ph(i, &["within"]) {
            let at = self.past_any(self.sp(end), &["the"]);
            let at = self.shift(at).map_or(at, |(_, end)| self.sp(end));
            let (length, end) = self.length(at).or_else(|| self.unit_first(at))?;
            return length.has_clock().then_some((
                now,
                length.moved(now, false)?,
                length.timex(),
                end,
            ));
        }
        if let Some((shift, end)) = self.shift(i).filter(|(shift, _)| *shift != 0)
            && let Some((length, end)) = self.unit_first(self.sp(end))
            && length.has_clock()
        {
            return self.around_now(shift == 1, &length, end);
        }
        let (n, length, end) = self.shift_and_length(i)?;
        length
            .has_clock()
            .then(|| self.around_now(n, &length, end))?
    }

    fn around_now(
        &self,
        forward: bool,
        length: &Length,
        end: usize,
    ) -> Option<(DateTime, DateTime, String, usize)> {
        let other = length.moved(self.now, !forward)?;
        let (from, to) = if forward {
            (self.now, other)
        } else {
            (other, self.now)
        };
        Some((from, to, length.timex(), end))
    }

    /// "next 3 hours", "5 past minutes".
    fn shift_and_length(&self, i: usize) -> Option<(bool, Length, usize)> {
        if let Some((shift, end)) = self.shift(i).filter(|(shift, _)| *shift != 0) {
            let (length, end) = self.length(self.sp(end))?;
            return Some((shift == 1, length, end));
        }
        let (n, end) = self.number(i)?;
        let (shift, end) = self.shift(self.sp(end)).filter(|(shift, _)| *shift != 0)?;
        let (word, end) = self.scan.word(self.sp(end))?;
        let (per, unit) = words::unit(word).filter(|_| word.ends_with('s') && word.len() > 1)?;
        Some((shift == 1, Length::of(n * per, unit), end))
    }

    /// "hour", "day and 5 hours": a unit that stands for one of it.
    fn unit_first(&self, i: usize) -> Option<(Length, usize)> {
        let (word, end) = self.scan.word(i)?;
        let (n, unit) = words::unit(word)
            .filter(|(_, unit)| !word.ends_with('s') && word != "second" && *unit >= Unit::Day)?;
        let mut length = Length::of(n, unit);
        let and = self.past_any(self.sp(end), &["and"]);
        if and > self.sp(end)
            && let Some((amount, more, end)) = self.amount(and)
            && more > unit
        {
            length.push(amount, more);
            return Some((length, end));
        }
        Some((length, end))
    }

    /// A stretch on one day or between two moments.
    pub(super) fn moments(&self, i: usize) -> Option<Said> {
        let read = longest([
            self.day_then_range(i),
            self.range_then_day(i),
            self.moment_to_moment(i),
            self.day_for(i),
            self.nth_weekday_with_range(i),
            self.rest_of_day(i),
        ]);
        let plain = read.map(|(moments, end)| Said::new(Node::Moments(moments), i, end));
        let parted = self.parted_day(i);
        match (plain, parted) {
            (Some(plain), Some(parted)) => Some(if parted.end > plain.end {
                parted
            } else {
                plain
            }),
            (plain, parted) => plain.or(parted),
        }
    }

    /// "tuesday afternoon", "early this evening", "mid today", "early in the day Wednesday".
    fn parted_day(&self, i: usize) -> Option<Said> {
        if let Some((day, part, early, end)) = self.part_of_day(i) {
            let said = Said::new(Node::Moments(Moments::Part(day, part)), i, end);
            return Some(match early {
                Some(true) => said.portion(Portion::Start),
                Some(false) => said.portion(Portion::End),
                None => said,
            });
        }
        let (portion, from, to, end) = longest([
            self.ph(i, &["early in the day", "early", "earlier"])
                .map(|end| ((Portion::Start, 0, 12), end)),
            self.ph(i, &["mid", "middle of the day", "mid-day"])
                .map(|end| ((Portion::Mid, 10, 14), end)),
            self.ph(i, &["late in the day", "later in the day", "late", "later"])
                .map(|end| ((Portion::End, 12, 24), end)),
        ])
        .map(|((portion, from, to), end)| (portion, from, to, end))?;
        let (day, end) = self.day(self.past_any(self.scan.gap(end), &["on"]))?;
        let whole = Part { code: "", from, to };
        let mut said = Said::new(Node::Moments(Moments::Part(day, whole)), i, end);
        said.portion = Some(portion);
        Some(said)
    }

    /// "next Monday 1-3 pm", "Tuesday at 2:00 - 2:30 pm", "yesterday afternoon from 3-8pm".
    fn day_then_range(&self, i: usize) -> Option<(Moments, usize)> {
        let (day, part, end) = match self.part_of_day(i) {
            Some((day, part, _, end)) => (day, Some(part), end),
            None => {
                let (day, end) = self.day(i)?;
                (day, None, end)
            }
        };
        let at = self.past_marks(end, &[',']);
        if at == end {
            return None;
        }
        let at = self.past_any(at, &["at"]);
        let (from, to, _, end) = self
            .clock_range(at)
            .filter(|(_, _, _, end)| self.digits_range_ends(*end))?;
        let (from, to) = match part {
            Some(part) => (in_part(from, part), in_part(to, part)),
            None => (from, to),
        };
        Some((Moments::OnDay(day, from, to), end))
    }

    /// "the first Monday 1pm to 3pm of next month": the hours stand inside the day.
    fn nth_weekday_with_range(&self, i: usize) -> Option<(Moments, usize)> {
        let (nth, end) = match self.ph(i, &["last"]) {
            Some(end) => (0, end),
            None => self.place(i).filter(|(n, _)| *n <= 5)?,
        };
        let (weekday, end) = self.weekday_name(self.sp(end))?;
        let (from, to, sure, end) = self.clock_range(self.sp(end))?;
        let (year, month, end) = self.month_behind(end).filter(|_| sure)?;
        let nth = i8::try_from(nth).ok()?;
        let day = Day::Nth {
            year,
            month,
            nth,
            weekday,
        };
        Some((Moments::OnDay(day, from, to), end))
    }

    /// "between 3 and 8am next Monday", "five to seven today", "from 3:30 to 5:55 on 1/1/2015".
    fn range_then_day(&self, i: usize) -> Option<(Moments, usize)> {
        let (from, to, _, end) = self.clock_range(i)?;
        let at = self.past_any(self.past_marks(end, &[',']), &["on", "of"]);
        if at == end {
            return None;
        }
        if let Some((day, part, _, end)) = self.part_of_day(at) {
            return Some((
                Moments::OnDay(day, in_part(from, part), in_part(to, part)),
                end,
            ));
        }
        let (day, end) = self.day(at)?;
        Some((Moments::OnDay(day, from, to), end))
    }

    /// "from now until 3 min later", "2pm till tomorrow 4:30pm", "between 2:00 tomorrow and 4:00".
    fn moment_to_moment(&self, i: usize) -> Option<(Moments, usize)> {
        let (at, and) = self.range_opening(i);
        let today = Day::on(self.today());
        let (from, end) = longest([
            self.exact(at),
            self.hour(at)
                .map(|hour| (Moment::On(today.clone(), hour.clock), hour.end)),
        ])?;
        let next = self.joins(end, and)?;
        let (to, end) = longest([
            self.exact(next),
            self.hour(next).map(|hour| {
                let day = match &from {
                    Moment::On(day, _) => day.clone(),
                    Moment::At { .. } => today.clone(),
                };
                (Moment::On(day, hour.clock), hour.end)
            }),
        ])?;
        let known = |moment: &Moment| match moment {
            Moment::At { .. } => true,
            Moment::On(day, _) => *day != today,
        };
        if !known(&from) && !known(&to) {
            return None;
        }
        let (from, to) = self.settle(from, to);
        Some((Moments::Between(from, to), end))
    }

    fn exact(&self, i: usize) -> Option<(Moment, usize)> {
        let said = self.moment(i)?;
        match said.node {
            Node::Moment(moment) => Some((moment, said.end)),
            _ => None,
        }
    }

    /// Hours that name no half of the day, beside now or another day.
    fn settle(&self, from: Moment, to: Moment) -> (Moment, Moment) {
        match (from, to) {
            (Moment::On(day, clock), to @ Moment::At { .. }) if clock.open => {
                let later = clock.half(true);
                let now = self.now.time();
                let passed = later.secs() < i64::from(now.hour()) * 3600;
                let clock = if passed { later } else { clock.half(false) };
                (Moment::On(day, clock), to)
            }
            (Moment::On(day, clock), Moment::On(last, end))
                if !clock.open && end.open && day == last =>
            {
                (
                    Moment::On(day, clock),
                    Moment::On(last, end.next_after(clock)),
                )
            }
            (Moment::On(day, clock), Moment::On(last, end))
                if clock.open && !end.open && day == last =>
            {
                (
                    Moment::On(day, clock.last_before(end)),
                    Moment::On(last, end),
                )
            }
            both => both,
        }
    }

    /// "rest of the day": what is left of it.
    fn rest_of_day(&self, i: usize) -> Option<(Moments, usize)> {
        let end = self.ph(i, &["rest of", "remaining of", "remainder of", "rest"])?;
        let at = self.past_any(self.sp(end), &["the", "this", "my", "current"]);
        let end = self.ph(at, &["day"]).filter(|_| at > self.sp(end))?;
        let (from, to) = (self.now, self.today().at(23, 59, 59, 0));
        let secs = from.until((jiff::Unit::Second, to)).ok()?.get_seconds();
        let timex = format!("({},{},PT{secs}S)", stamp(from), stamp(to));
        Some((Moments::Span { from, to, timex }, end))
    }

    /// "14th Feb from 9:30am for 7 hours", "a day starting this Friday at 5 pm".
    fn day_for(&self, i: usize) -> Option<(Moments, usize)> {
        if let Some((length, end)) = self.length(i)
            && let Some(at) = self.ph(
                self.sp(end),
                &[
                    "starting",
                    "starting from",
                    "starting on",
                    "from",
                    "beginning",
                ],
            )
        {
            let (moment, end) = self.exact(self.sp(at))?;
            let Moment::On(day, clock) = moment else {
                return None;
            };
            let from = clock.fixed().on(day.next(self.now)?);
            let to = length.moved(from, false)?;
            let timex = format!("({},{},{})", stamp(from), stamp(to), length.timex());
            return Some((Moments::Span { from, to, timex }, end));
        }
        let (day, end) = self.day(i)?;
        let at = self.past_marks(end, &[',']);
        let (from, to, end) = self.clock_for(at).filter(|_| at > end)?;
        Some((Moments::OnDay(day, from, to), end))
    }
}
