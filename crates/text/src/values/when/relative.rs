//! Counted from now: 十分钟后, in two days, a week from Friday, 5 minutes ago.

use super::{
    Ctx, Read, Reads,
    calendar::{self, Day, How},
};
use crate::values::durations::Length;

/// A moment or a day, counted from now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Count {
    /// So many seconds from now.
    Secs(i64),
    /// A day.
    Day(Day),
}

/// Every count at `i`.
pub(super) fn at(ctx: &Ctx<'_>, days: &Reads<Day>, i: usize) -> Vec<Read<Count>> {
    let mut found = Vec::new();
    for span in &ctx.durations[i] {
        found.extend(after(ctx, span.length, span.end));
        found.extend(from_day(ctx, days, span.length, span.end));
    }
    if let Some(start) = lead(ctx, i) {
        for span in ctx.durations.get(start).into_iter().flatten() {
            let end = ctx
                .scan
                .phrases(past_apostrophe(ctx, span.end), &["time", "from now"])
                .unwrap_or(span.end);
            let end = ctx.scan.any(end, &["之后", "以后", "后"]).unwrap_or(end);
            found.extend(count(ctx, span.length).map(|count| (count, end)));
        }
    }
    let now = ctx
        .scan
        .any(i, &["现在", "此刻", "这会儿", "眼下"])
        .or_else(|| ctx.scan.phrases(i, &["now", "right now"]));
    found.extend(now.map(|end| (Count::Secs(0), end)));
    found.extend(stretch(ctx, i));
    found
}

/// 未来三天, "the next five days", "the last two weeks": stretches before or after today.
fn stretch(ctx: &Ctx<'_>, i: usize) -> Vec<Read<Count>> {
    const AHEAD_ZH: &[&str] = &["未来", "接下来", "今后", "往后", "接下来的", "未来的"];
    const BACK_ZH: &[&str] = &["过去", "最近", "近", "过去的", "最近的"];
    const AHEAD: &[&str] = &[
        "next",
        "the next",
        "the coming",
        "coming",
        "the following",
        "following",
    ];
    const BACK: &[&str] = &[
        "last",
        "the last",
        "past",
        "the past",
        "previous",
        "the previous",
    ];
    let scan = ctx.scan;
    let ahead = scan.any(i, AHEAD_ZH).or_else(|| scan.phrases(i, AHEAD));
    let Some(end) = ahead
        .or_else(|| scan.any(i, BACK_ZH))
        .or_else(|| scan.phrases(i, BACK))
    else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for span in ctx
        .durations
        .get(scan.skip(end))
        .into_iter()
        .flatten()
        .filter(|span| span.length.in_days())
    {
        let (from, until) = if ahead.is_some() {
            let from = calendar::plus_days(ctx.today, 1);
            (from, from.and_then(|from| shift(from, span.length)))
        } else {
            (shift(ctx.today, span.length.negated()), Some(ctx.today))
        };
        let day = from.and_then(|from| Day::stretch(from, until, How::Fixed));
        found.extend(day.map(|day| (Count::Day(day), span.end)));
    }
    found
}

/// The start of the span after "in", "after", 过, 再过.
fn lead(ctx: &Ctx<'_>, i: usize) -> Option<usize> {
    let scan = ctx.scan;
    if let Some(end) = scan.any(i, &["过", "再过", "再等", "等"]) {
        return Some(scan.skip(end));
    }
    let end = scan.phrases(
        i,
        &[
            "in",
            "after",
            "in about",
            "in another",
            "in the next",
            "in just",
            "in exactly",
        ],
    )?;
    Some(scan.skip(end))
}

/// Past the apostrophe of "in ten minutes' time".
fn past_apostrophe(ctx: &Ctx<'_>, end: usize) -> usize {
    let end = ctx.scan.any(end, &["'s", "'"]).unwrap_or(end);
    ctx.scan.skip(end)
}

/// 十分钟后, ten minutes from now, two days ago.
fn after(ctx: &Ctx<'_>, length: Length, end: usize) -> Option<Read<Count>> {
    let scan = ctx.scan;
    let at = scan.skip(end);
    const LATER: &[&str] = &["from now", "later", "hence", "from today"];
    const EARLIER: &[&str] = &["ago", "earlier", "before now"];
    if let Some(end) = scan
        .any(at, &["后", "之后", "以后", "过后"])
        .or_else(|| scan.phrases(at, LATER))
    {
        return Some((count(ctx, length)?, end));
    }
    let end = scan
        .any(at, &["前", "之前", "以前"])
        .or_else(|| scan.phrases(at, EARLIER))?;
    Some((count(ctx, length.negated())?, end))
}

fn count(ctx: &Ctx<'_>, length: Length) -> Option<Count> {
    if length.in_days() {
        return Some(Count::Day(Day::new(shift(ctx.today, length)?, How::Fixed)));
    }
    length.total_secs().map(Count::Secs)
}

fn shift(date: jiff::civil::Date, length: Length) -> Option<jiff::civil::Date> {
    calendar::plus_days(calendar::plus_months(date, length.months)?, length.days)
}

/// "a week from Friday", "two days before Christmas", "three days after tomorrow".
fn from_day(ctx: &Ctx<'_>, days: &Reads<Day>, length: Length, end: usize) -> Option<Read<Count>> {
    if !length.in_days() {
        return None;
    }
    let at = ctx.scan.skip(end);
    let (length, at) = match ctx.scan.phrases(at, &["from", "after", "on"]) {
        Some(end) => (length, end),
        None => (
            length.negated(),
            ctx.scan.phrases(at, &["before", "prior to"])?,
        ),
    };
    let (day, end) = days.get(ctx.scan.skip(at))?.first()?;
    Some((
        Count::Day(Day::new(shift(day.date, length)?, How::Fixed)),
        *end,
    ))
}
