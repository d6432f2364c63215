//! Stretches with two ends: 三点到五点, from three to five, 周一到周五, March 1 to 5.

use jiff::{Span, civil::Time};

use super::{
    Ctx, Read, Reads,
    calendar::{self, Day, How},
    clock::Clock,
    days, part,
};
use crate::values::numbers::Form;

/// Past 从 or "from", and whether "between" or 从 calls for a second end.
fn lead(ctx: &Ctx<'_>, i: usize) -> Option<(usize, bool)> {
    let scan = ctx.scan;
    if let Some(end) = scan
        .any(i, &["从", "自"])
        .or_else(|| scan.phrases(i, &["from"]))
    {
        return Some((scan.skip(end), false));
    }
    let end = scan.phrases(i, &["between"])?;
    Some((scan.skip(end), true))
}

/// Past what joins two ends.
fn to(ctx: &Ctx<'_>, i: usize, between: bool) -> Option<usize> {
    let scan = ctx.scan;
    let at = scan.skip(i);
    let end = scan
        .any(at, &["到", "至", "-", "~", "直到"])
        .or_else(|| scan.phrases(at, &["to", "until", "till", "til", "through", "thru"]));
    let end = end.or_else(|| scan.phrases(at, &["and"]).filter(|_| between));
    Some(scan.skip(end?))
}

/// The stretches of hours at `i`.
pub(super) fn clocks(ctx: &Ctx<'_>, all: &Reads<Clock>, i: usize) -> Vec<Read<Clock>> {
    let lead = lead(ctx, i);
    let (start, between) = lead.unwrap_or((i, false));
    let before = lead.is_some() || led(ctx, i);
    let mut found = Vec::new();
    for (first, end) in all
        .get(start)
        .into_iter()
        .flatten()
        .filter(|(clock, _)| clock.is_point())
    {
        let Some(at) = to(ctx, *end, between || before) else {
            continue;
        };
        for (second, stop) in all
            .get(at)
            .into_iter()
            .flatten()
            .filter(|(clock, _)| clock.is_point())
        {
            if first.weak && second.weak && !before {
                continue;
            }
            found.extend(stretch(*first, *second).map(|clock| (clock, *stop)));
        }
    }
    found.extend(bare_first(ctx, all, start));
    if let Some((part, end)) = part::at(ctx.scan, start) {
        let inner = bare_first(ctx, all, ctx.past_de(end));
        found.extend(
            inner
                .into_iter()
                .filter_map(|(clock, stop)| Some((clock.into_part(part)?, stop))),
        );
    }
    found
}

/// Whether "from" or "between" stands before `i`, so that bare numbers are hours.
fn led(ctx: &Ctx<'_>, i: usize) -> bool {
    (i.saturating_sub(9)..i).any(|k| lead(ctx, k).is_some_and(|(end, _)| end == i))
}

/// 三到五点: the first end is a bare Chinese numeral.
fn bare_first(ctx: &Ctx<'_>, all: &Reads<Clock>, i: usize) -> Vec<Read<Clock>> {
    let Some(n) = ctx
        .numbers
        .get(i)
        .and_then(|found| found.iter().find(|n| matches!(n.form, Form::Zh)))
    else {
        return Vec::new();
    };
    let (Some(hour), Some(at)) = (n.within(1..=12), to(ctx, n.end, false)) else {
        return Vec::new();
    };
    let first = i8::try_from(hour)
        .ok()
        .and_then(|hour| Time::new(hour, 0, 0, 0).ok());
    let Some(time) = first else { return Vec::new() };
    let first = Clock {
        time,
        until: None,
        known: false,
        next_day: false,
        weak: true,
        part: None,
    };
    let seconds = all
        .get(at)
        .into_iter()
        .flatten()
        .filter(|(clock, _)| clock.is_point() && !clock.weak);
    seconds
        .filter_map(|(second, stop)| Some((stretch(first, *second)?, *stop)))
        .collect()
}

/// Joins two ends; the half of the day that one of them names holds for the other.
fn stretch(first: Clock, second: Clock) -> Option<Clock> {
    let half_day = Span::new().hours(12);
    let later = |time: Time| time.wrapping_add(half_day);
    let (mut from, mut until) = (first.time, second.time);
    if !second.known {
        // 早上八点到六点 ends in the evening; 晚上十点到六点 on the next morning.
        until = [until, later(until)]
            .into_iter()
            .filter(|until| *until > from)
            .min()
            .unwrap_or(until);
    } else if !first.known {
        from = [from, later(from)]
            .into_iter()
            .filter(|from| *from < until)
            .max()
            .unwrap_or(from);
    }
    let known = first.known || second.known;
    (from != until).then_some(Clock {
        time: from,
        until: Some(until),
        known,
        weak: false,
        ..first
    })
}

/// The stretches of days at `i`.
pub(super) fn days(ctx: &Ctx<'_>, all: &Reads<Day>, i: usize) -> Vec<Read<Day>> {
    let (start, between) = lead(ctx, i).unwrap_or((i, false));
    let between = between || led(ctx, i);
    let mut found = Vec::new();
    for (first, end) in all.get(start).into_iter().flatten() {
        let Some(at) = to(ctx, *end, between) else {
            continue;
        };
        for (second, stop) in all.get(at).into_iter().flatten() {
            found.extend(from_to(*first, *second).map(|day| (day, *stop)));
        }
        found.extend(short_second(ctx, *first, *end, at));
    }
    found.extend(number_first(ctx, all, start));
    found
}

/// From the first day to the last of the second, which is looked for after the first.
fn from_to(first: Day, second: Day) -> Option<Day> {
    let last = match second.how {
        How::Weekday(weekday) => calendar::next_weekday(first.date, weekday)?,
        How::DayOfMonth(day) => calendar::next_day_of_month(first.date, day)?,
        How::MonthDay(month, day) => calendar::next_month_day(first.date, month, day)?,
        How::Stretch if second.date < first.date => calendar::plus_months(second.date, 12)?,
        _ => second.date,
    };
    let moved = jiff::Span::new()
        .try_days(i64::from((last - second.date).get_days()))
        .ok()?;
    let until = match second.until {
        Some(until) => until.checked_add(moved).ok()?,
        None => calendar::plus_days(last, 1)?,
    };
    let how = if matches!(first.how, How::Weekday(_)) {
        How::Stretch
    } else {
        How::Fixed
    };
    (first.date < last).then_some(Day {
        date: first.date,
        until: Some(until),
        how,
    })
}

/// 周一至五, March 1 to 5: the second end is only a number.
fn short_second(ctx: &Ctx<'_>, first: Day, end: usize, at: usize) -> Option<Read<Day>> {
    if let How::Weekday(_) = first.how {
        let weekday =
            days::weekday_digit(ctx.scan.ch(at)).filter(|_| !ctx.scan.ch(at).is_ascii())?;
        let last = calendar::next_weekday(first.date, weekday)?;
        let hour = "点时个号月".contains(ctx.scan.ch(at + 1)) && at + 1 < ctx.scan.len();
        let until = calendar::plus_days(last, 1)?;
        return (first.date < last && !hour).then_some((
            Day {
                date: first.date,
                until: Some(until),
                how: How::Stretch,
            },
            at + 1,
        ));
    }
    let english = ctx.scan.before(end).is_ascii() && matches!(first.how, How::MonthDay(..));
    let (nth, stop, _) = days::nth(ctx, at)?;
    let last = calendar::day(first.date.year().into(), first.date.month().into(), nth)?;
    let clear = !":./".contains(ctx.scan.ch(stop)) || stop == ctx.scan.len();
    let day = Day::stretch(first.date, calendar::plus_days(last, 1), How::Fixed)?;
    (english && clear && first.date < last && !super::half_word(ctx.scan, stop))
        .then_some((day, stop))
}

/// 3到5号: the first end is only a number.
fn number_first(ctx: &Ctx<'_>, all: &Reads<Day>, i: usize) -> Vec<Read<Day>> {
    let Some(n) = ctx.numbers.get(i).and_then(|found| {
        found
            .iter()
            .find(|n| n.within(1..=31).is_some() && n.form != Form::En)
    }) else {
        return Vec::new();
    };
    let Some(at) = to(ctx, n.end, false) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (second, stop) in all.get(at).into_iter().flatten() {
        let (How::DayOfMonth(last), Ok(first)) = (second.how, i8::try_from(n.plain().unwrap_or(0)))
        else {
            continue;
        };
        let date = calendar::next_day_of_month(ctx.today, first);
        let day = date
            .filter(|_| first < last)
            .and_then(|date| from_to(Day::new(date, How::DayOfMonth(first)), *second));
        found.extend(day.map(|day| (day, *stop)));
    }
    found
}
