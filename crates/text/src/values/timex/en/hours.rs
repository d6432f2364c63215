//! English stretches of hours, on any day or on one, and stretches between moments.

use jiff::civil::DateTime;

use super::{
    En,
    clocks::{Hour, in_part, meal},
    days::longest,
    words,
};
use crate::values::timex::{
    days::date,
    expr::{Clock, Day, Hours, Moment, Moments, Node, Part, Portion, Said},
    length::{Length, Unit},
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

    fn meal(&self, i: usize) -> bool {
        words::part(self.w(i)).is_some_and(|part| meal(part))
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
        if meal(part) {
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
        !(c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '%' | '$'))
            && !(c == '.' && self.ch(end + 1).is_ascii_digit())
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
            (true, false) => (latest_before(a, b), b),
            (false, true) => (a, next_after(a, b)),
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
                length.from(now, false)?,
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
        let other = length.from(self.now, !forward)?;
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
                    Moment::On(last, next_after(clock, end)),
                )
            }
            (Moment::On(day, clock), Moment::On(last, end))
                if clock.open && !end.open && day == last =>
            {
                (
                    Moment::On(day, latest_before(clock, end)),
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
            let to = length.from(from, false)?;
            let timex = format!("({},{},{})", stamp(from), stamp(to), length.timex());
            return Some((Moments::Span { from, to, timex }, end));
        }
        let (day, end) = self.day(i)?;
        let at = self.past_marks(end, &[',']);
        let (from, to, end) = self.clock_for(at).filter(|_| at > end)?;
        Some((Moments::OnDay(day, from, to), end))
    }
}

fn stamp(at: DateTime) -> String {
    format!("{}T{}", at.date(), at.time().strftime("%H:%M:%S"))
}

/// The last such hour before another.
fn latest_before(clock: Clock, before: Clock) -> Clock {
    let (early, late) = (clock.half(false), clock.half(true));
    let gap = |start: Clock| (before.secs() - start.secs()).rem_euclid(86_400);
    if gap(late) != 0 && (gap(late) < gap(early) || gap(early) == 0) {
        late
    } else {
        early
    }
}

/// The next such hour after another.
fn next_after(after: Clock, clock: Clock) -> Clock {
    let early = clock.half(false);
    let late = clock.half(true);
    let gap = |end: Clock| (end.secs() - after.secs()).rem_euclid(86_400);
    if gap(early) != 0 && gap(early) < gap(late) {
        early
    } else {
        late
    }
}

/// The hour that lies a length after another, written to the second.
fn clock_after(from: Clock, length: &Length) -> Option<Clock> {
    let day = date(2000, 1, 1)?;
    let at = length.from(from.on(day), false)?;
    let clock = Clock::new(at.hour(), Some(at.minute()), Some(at.second()))?;
    Some(clock.fixed())
}
