//! Mandarin stretches of hours and between moments.

use super::{Zh, clocks::Hour};
use crate::values::timex::{
    alts::stamp,
    expr::{Clock, Day, Hours, Moment, Moments, Node, Said},
    length::{Length, Unit},
    pick::longest,
};

impl Zh<'_> {
    pub(super) fn hours(&self, i: usize) -> Option<Said> {
        if let Some((from, to, end)) = self.clock_range(i) {
            return Some(Said::new(Node::Hours(Hours::Between(from, to)), i, end));
        }
        let (part, end) = self.part(i)?;
        let short = end == i + 1;
        (!short).then(|| Said::new(Node::Hours(Hours::Part(part)), i, end))
    }

    /// 从上午八点一刻到九点, 早上五到六点, "07:15:10-08:20:00".
    pub(super) fn clock_range(&self, i: usize) -> Option<(Clock, Clock, usize)> {
        let at = self.opening(i);
        let (from, end) = match self.hour(at) {
            Some(hour) => (hour, hour.end),
            None => self.bare_hour(at)?,
        };
        let (and, next) = self.joins(end)?;
        let to = self.hour(next)?;
        let closed = self.scan.any(self.sp(to.end), &["之间", "期间", "间"]);
        if and && closed.is_none() {
            return None;
        }
        let (from, to_clock) = self.paired(from, to);
        Some((from, to_clock, closed.unwrap_or(to.end)))
    }

    /// 早上五 in 早上五到六点.
    fn bare_hour(&self, i: usize) -> Option<(Hour, usize)> {
        let (part, at) = match self.part(i) {
            Some((_, end)) => (true, self.sp(end)),
            None => (false, i),
        };
        let (hour, end) = self.within(at, 24)?;
        let clock = Clock::new(hour, None, None)?;
        let clock = if part { self.in_part(clock, i) } else { clock };
        Some((Hour { clock, end }, end))
    }

    /// Both ends in the half of the day that is said for one of them.
    fn paired(&self, from: Hour, to: Hour) -> (Clock, Clock) {
        let (a, b) = (from.clock, to.clock);
        match (a.open, b.open) {
            (false, true) => (a, b.next_after(a)),
            (true, false) => (a.last_before(b), b),
            _ => (a, b),
        }
    }

    pub(super) fn moments(&self, i: usize) -> Option<Said> {
        let read = longest([
            self.day_part(i),
            self.day_with_hours(i),
            self.moment_to_moment(i),
            self.clock_run(i),
        ])?;
        Some(Said::new(Node::Moments(read.0), i, read.1))
    }

    /// 昨晚, 明天上午, 7月25日早.
    fn day_part(&self, i: usize) -> Option<(Moments, usize)> {
        let (day, at) = self.day_before_clock(i)?;
        let (part, end) = self.part(at)?;
        Some((Moments::Part(day, part), end))
    }

    /// 周一上午10点到12点, 今晚八点到九点.
    fn day_with_hours(&self, i: usize) -> Option<(Moments, usize)> {
        let at = self.opening(i);
        let (day, at) = self.day_before_clock(at)?;
        let (from, to, end) = self.clock_range(at)?;
        Some((Moments::OnDay(day, from, to), end))
    }

    /// 从前天上午九点到昨天六点, 2点-明天4点, 从现在到八点.
    fn moment_to_moment(&self, i: usize) -> Option<(Moments, usize)> {
        let at = self.opening(i);
        let today = Day::on(self.today());
        let (from, end) = longest([
            self.exact(at),
            self.hour(at)
                .map(|hour| (Moment::On(today.clone(), hour.clock), hour.end)),
        ])?;
        let (and, next) = self.joins(end)?;
        let (to, end) = longest([
            self.exact(next),
            self.hour(next)
                .map(|hour| (Moment::On(today.clone(), hour.clock), hour.end)),
        ])?;
        let plain = |moment: &Moment| matches!(moment, Moment::On(day, _) if *day == today);
        let closed = self.scan.any(self.sp(end), &["之间", "期间", "间"]);
        if (plain(&from) && plain(&to)) || (and && closed.is_none()) {
            return None;
        }
        let end = closed.unwrap_or(end);
        Some((
            Moments::Between(self.first_half(from), self.after_now(to)),
            end,
        ))
    }

    fn exact(&self, i: usize) -> Option<(Moment, usize)> {
        let said = self.moment(i)?;
        match said.node {
            Node::Moment(moment) => Some((moment, said.end)),
            _ => None,
        }
    }

    /// An open hour at the start of a stretch is taken as it stands.
    fn first_half(&self, moment: Moment) -> Moment {
        match moment {
            Moment::On(day, clock) => Moment::On(day, clock.fixed()),
            at => at,
        }
    }

    /// An open hour today at the end of a stretch is the next one.
    fn after_now(&self, moment: Moment) -> Moment {
        match moment {
            Moment::On(day, clock) if clock.open => {
                let passed = day.next(self.now) == Some(self.today())
                    && clock.half(false).on(self.today()) <= self.now;
                Moment::On(
                    day,
                    if passed {
                        clock.half(true)
                    } else {
                        clock.fixed()
                    },
                )
            }
            other => other,
        }
    }

    /// 上个小时, 未来的3小时, 之后5分钟.
    fn clock_run(&self, i: usize) -> Option<(Moments, usize)> {
        let (forward, length, end) = match self.scan.longest(
            i,
            &[
                ("上个小时", false),
                ("上一个小时", false),
                ("上一小时", false),
                ("下个小时", true),
                ("下一个小时", true),
                ("下一小时", true),
            ],
        ) {
            Some((forward, end)) => (forward, Length::of(1.0, Unit::Hour), end),
            None => self
                .run_length(i)
                .filter(|(_, length, _)| length.has_clock())?,
        };
        let other = length.moved(self.now, !forward)?;
        let (from, to) = if forward {
            (self.now, other)
        } else {
            (other, self.now)
        };
        let timex = format!("({},{},{})", stamp(from), stamp(to), length.timex());
        Some((Moments::Span { from, to, timex }, end))
    }
}
