//! Days and stretches of days.

mod digits;
mod edge;
mod en;
mod feast;
mod nth;
mod zh;

pub(super) use en::{nth, weekday_name};
pub(super) use zh::{weekday_digit, year as zh_year};

use super::{
    Ctx,
    calendar::{Day, How},
};

/// A day and where it ends.
pub(super) type Read = (Day, usize);

/// What stands at one position.
#[derive(Debug, Default)]
pub(super) struct Days {
    pub(super) found: Vec<Read>,
    /// Up to here stands something that looks like a day and is none ("February 30th").
    pub(super) impossible: Option<usize>,
}

impl Days {
    fn push(&mut self, day: Option<Day>, end: usize) {
        self.found.extend(day.map(|day| (day, end)));
    }

    fn no(&mut self, end: usize) {
        self.impossible = Some(self.impossible.unwrap_or(0).max(end));
    }
}

/// Every day that starts at `i`, longest first.
pub(super) fn at(ctx: &Ctx<'_>, i: usize) -> Days {
    let mut days = Days::default();
    let c = ctx.scan.ch(i);
    if c.is_ascii_digit() {
        digits::at(ctx, i, &mut days);
    }
    if c.is_ascii_alphanumeric() {
        en::at(ctx, i, &mut days);
    }
    if !c.is_ascii_alphabetic() {
        zh::at(ctx, i, &mut days);
    }
    feast::at(ctx, i, &mut days);
    nth::at(ctx, i, &mut days);
    edge::at(ctx, i, &mut days);
    days.found.sort_by_key(|(_, end)| std::cmp::Reverse(*end));
    days.found.dedup();
    days
}

/// A weekday said together with its date ("Friday, March 5th", 周五3月5号): the date counts.
pub(super) fn join_weekdays(ctx: &Ctx<'_>, all: &mut [Vec<Read>]) {
    for i in 0..all.len() {
        let mut joined = Vec::new();
        for (day, end) in &all[i] {
            let at = ctx.past_comma(*end);
            if day.until.is_none() && matches!(day.how, How::MonthDay(..) | How::Fixed) {
                let weekdays = all
                    .get(at)
                    .into_iter()
                    .flatten()
                    .filter(|(other, _)| matches!(other.how, How::Weekday(_)));
                let same = weekdays.filter(|(other, _)| {
                    other.date.weekday() == day.date.weekday()
                        || matches!(day.how, How::MonthDay(..))
                });
                joined.extend(same.map(|(_, stop)| (*day, *stop)));
            }
            if !matches!(day.how, How::Weekday(_)) {
                continue;
            }
            for (date, date_end) in all.get(at).into_iter().flatten() {
                if matches!(
                    date.how,
                    How::MonthDay(..) | How::DayOfMonth(_) | How::Lunar(..)
                ) || (date.how == How::Fixed
                    && date.until.is_none()
                    && ctx.scan.ch(at).is_ascii_digit())
                {
                    joined.push((*date, *date_end));
                }
            }
        }
        all[i].splice(0..0, joined);
    }
}
