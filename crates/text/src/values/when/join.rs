//! Days, repeats and hours side by side make moments: 明天早上七点, seven thirty tomorrow, 每周一八点.

use ling_base::{Value, When};

use super::{
    Ctx, Reads,
    calendar::{self, Day},
    clock::Clock,
    of_clock,
    part::{self, Part},
    repeats::{self, Again},
};
use crate::values::{Kind, Tags};

/// A part of a certain day: 今晚, tomorrow morning.
type DayPart = ((Day, Part), usize);

/// What stands at each position, ready to be joined.
struct Pieces<'a> {
    days: &'a Reads<Day>,
    clocks: &'a Reads<Clock>,
    parts: Vec<Vec<DayPart>>,
    again: Vec<Vec<(Again, usize)>>,
}

/// Finds every repeat and every moment made of two parts.
pub(super) fn tag(ctx: &Ctx<'_>, days: &Reads<Day>, clocks: &Reads<Clock>, tags: &mut Tags<'_>) {
    let n = ctx.scan.len();
    let parts = (0..=n).map(|i| day_parts(ctx, days, i)).collect();
    let again = (0..=n).map(|i| repeats::at(ctx, days, i)).collect();
    let pieces = Pieces {
        days,
        clocks,
        parts,
        again,
    };
    for i in 0..n {
        let mut found = day_first(ctx, &pieces, i);
        found.extend(clock_first(ctx, &pieces, i));
        found.extend(repeat_first(ctx, &pieces, i));
        for (when, end) in found {
            if let Some(when) = when {
                tags.push(i, end, Kind::When, Value::When(when));
            }
        }
        for (again, end) in pieces.again[i]
            .iter()
            .filter(|(again, _)| again.part.is_none())
        {
            let when = When {
                repeat: Some(again.repeat.clone()),
                half_known: true,
                ..When::default()
            };
            tags.push(i, *end, Kind::Repeat, Value::When(when));
        }
    }
    two_ended(ctx, tags);
    starting(ctx, days, tags);
}

/// A moment, unless its parts contradict each other, and where it ends.
type Moment = (Option<When>, usize);

/// 明天早上, 今晚八点, "tomorrow at seven".
fn day_first(ctx: &Ctx<'_>, pieces: &Pieces<'_>, i: usize) -> Vec<Moment> {
    let mut found = Vec::new();
    for ((day, part), end) in &pieces.parts[i] {
        found.push((moment(ctx, *day, Clock::stretch(*part)), *end));
        for (clock, stop, _) in clocks_after(ctx, pieces.clocks, *end) {
            found.push((
                clock
                    .into_part(*part)
                    .and_then(|clock| moment(ctx, *day, clock)),
                stop,
            ));
        }
    }
    for (day, end) in &pieces.days[i] {
        for (clock, stop, at) in clocks_after(ctx, pieces.clocks, *end) {
            let plain = day.until.is_none() && !ctx.scan.before(*end).is_ascii_digit();
            if !clock.weak || at || plain {
                found.push((moment(ctx, *day, clock), stop));
            }
        }
    }
    found
}

/// "seven thirty tomorrow", "8 tonight", "7am daily".
fn clock_first(ctx: &Ctx<'_>, pieces: &Pieces<'_>, i: usize) -> Vec<Moment> {
    let mut found = Vec::new();
    for (clock, end) in &pieces.clocks[i] {
        let (at, on) = past_on(ctx, *end);
        for (day, stop) in pieces.days.get(at).into_iter().flatten() {
            let plain = day.until.is_none() && (on || !ctx.scan.ch(at).is_ascii_digit());
            if !clock.weak || plain {
                found.push((moment(ctx, *day, *clock), *stop));
            }
        }
        for ((day, part), stop) in pieces.parts.get(at).into_iter().flatten() {
            found.push((
                clock
                    .into_part(*part)
                    .and_then(|clock| moment(ctx, *day, clock)),
                *stop,
            ));
        }
        let again = pieces.again.get(at).into_iter().flatten();
        let said =
            on || repeats::every(ctx, at).is_some() || ctx.scan.phrase(at, "daily").is_some();
        found.extend(
            again
                .filter(|_| said || !clock.weak)
                .map(|(again, stop)| (repeated(again, *clock), *stop)),
        );
    }
    found
}

/// 每周一八点, "every morning", "weekdays at 7".
fn repeat_first(ctx: &Ctx<'_>, pieces: &Pieces<'_>, i: usize) -> Vec<Moment> {
    let mut found = Vec::new();
    for (again, end) in &pieces.again[i] {
        if let Some(part) = again.part {
            found.push((repeated(again, Clock::stretch(part)), *end));
        }
        let clocks = clocks_after(ctx, pieces.clocks, *end);
        found.extend(clocks.map(|(clock, stop, _)| (repeated(again, clock), stop)));
    }
    found
}

/// 从明天开始每天早上七点, "every day at 7 starting tomorrow": a repeat with its first day.
fn starting(ctx: &Ctx<'_>, days: &Reads<Day>, tags: &mut Tags<'_>) {
    let scan = ctx.scan;
    let repeats = tags.found.iter().filter_map(|tagged| match &tagged.value {
        Value::When(when) if when.repeat.is_some() => {
            Some((tagged.span.start, tagged.span.end, when.clone()))
        }
        _ => None,
    });
    let repeats: Vec<(usize, usize, When)> = repeats.take(ENDS_MAX).collect();
    if repeats.is_empty() {
        return;
    }
    for i in 0..scan.len() {
        let lead = scan.any(i, &["从", "自"]).or_else(|| {
            scan.phrases(
                i,
                &[
                    "starting",
                    "from",
                    "beginning",
                    "starting from",
                    "starting on",
                    "as of",
                ],
            )
        });
        let Some(at) = lead.map(|end| scan.skip(end)) else {
            continue;
        };
        for (day, end) in days[at].iter().filter(|(day, _)| day.until.is_none()) {
            let stop = scan.any(*end, &["开始", "起"]).unwrap_or(*end);
            let next = ctx.past_comma(stop);
            for (start, end, when) in &repeats {
                let value = Value::When(When {
                    date: Some(day.date),
                    ..when.clone()
                });
                if *start == next {
                    tags.push(i, *end, Kind::When, value);
                } else if ctx.past_comma(*end) == i {
                    tags.push(*start, stop, Kind::When, value);
                }
            }
        }
    }
}

/// The clocks after a day that ends at `end`, and whether "at" stands between.
fn clocks_after<'a>(
    ctx: &'a Ctx<'_>,
    clocks: &'a Reads<Clock>,
    end: usize,
) -> impl Iterator<Item = (Clock, usize, bool)> + 'a {
    let scan = ctx.scan;
    let at = scan.skip(end);
    let at = scan
        .any(at, &["的", ",", "在"])
        .map_or(at, |end| scan.skip(end));
    let led = scan
        .phrases(at, &["at", "around", "about", "by", "in the"])
        .map(|end| scan.skip(end))
        .or_else(|| scan.lit(at, "@"));
    let start = led.unwrap_or(at);
    clocks
        .get(start)
        .into_iter()
        .flatten()
        .map(move |(clock, stop)| (*clock, *stop, led.is_some()))
}

/// Past what joins an hour to the day after it, and whether "on" is among it.
fn past_on(ctx: &Ctx<'_>, end: usize) -> (usize, bool) {
    let at = ctx.past_comma(end);
    match ctx.scan.phrases(at, &["on", "of"]) {
        Some(end) => (ctx.scan.skip(end), true),
        None => (at, false),
    }
}

/// 今晚, 明天早上, tomorrow morning, Friday night, tomorrow in the morning.
fn day_parts(ctx: &Ctx<'_>, days: &Reads<Day>, i: usize) -> Vec<DayPart> {
    let mut found = Vec::new();
    if let Some(((part, ahead), end)) = part::of_day(ctx.scan, i) {
        let date = calendar::plus_days(ctx.today, ahead);
        found.extend(date.map(|date| ((Day::new(date, calendar::How::Fixed), part), end)));
    }
    for (day, end) in days[i].iter().filter(|(day, _)| day.until.is_none()) {
        let at = part::lead(ctx.scan, ctx.past_de(*end));
        if let Some((part, stop)) = part::at(ctx.scan, at) {
            found.push(((*day, part), stop));
        }
    }
    // "the morning of the 5th", "早上 on Friday": the part first.
    if let Some((part, end)) = part::at(ctx.scan, i).filter(|(_, end)| *end > i + 1) {
        let at = ctx.scan.skip(end);
        if let Some(at) = ctx
            .scan
            .phrases(at, &["of", "on"])
            .map(|end| ctx.scan.skip(end))
        {
            found.extend(
                days.get(at)
                    .into_iter()
                    .flatten()
                    .filter(|(day, _)| day.until.is_none())
                    .map(|(day, stop)| ((*day, part), *stop)),
            );
        }
    }
    found
}

/// A day at an hour. A nearest day whose hour is past moves on to the next of its name.
fn moment(ctx: &Ctx<'_>, day: Day, clock: Clock) -> Option<When> {
    let past = day.date == ctx.today
        && day.until.is_none()
        && clock.latest() <= ctx.time
        && clock.until.is_none()
        && !clock.next_day;
    let mut day = if past {
        day.again().unwrap_or(day)
    } else {
        day
    };
    if clock.next_day {
        day.date = calendar::plus_days(day.date, 1)?;
    }
    Some(When {
        date: Some(day.date),
        until: day.until,
        ..of_clock(clock)
    })
}

fn repeated(again: &Again, clock: Clock) -> Option<When> {
    let clock = match again.part {
        Some(part) => clock.into_part(part)?,
        None => clock,
    };
    Some(When {
        repeat: Some(again.repeat.clone()),
        ..of_clock(clock)
    })
}

/// 明天早上八点到后天下午三点: both ends have a day and an hour.
fn two_ended(ctx: &Ctx<'_>, tags: &mut Tags<'_>) {
    let ends: Vec<(usize, usize, When)> = tags
        .found
        .iter()
        .filter(|tagged| matches!(tagged.kind, Kind::When))
        .filter_map(|tagged| match &tagged.value {
            Value::When(when)
                if when.date.is_some()
                    && when.until.is_none()
                    && when.time.is_some()
                    && when.time_until.is_none() =>
            {
                Some((tagged.span.start, tagged.span.end, when.clone()))
            }
            _ => None,
        })
        .take(ENDS_MAX)
        .collect();
    for (start, end, first) in &ends {
        let at = ctx.scan.skip(*end);
        let Some(at) = ctx
            .scan
            .any(at, &["到", "至", "-", "~"])
            .or_else(|| ctx.scan.phrases(at, &["to", "until", "till", "through"]))
        else {
            continue;
        };
        let at = ctx.scan.skip(at);
        for (_, stop, second) in ends.iter().filter(|(start, ..)| *start == at) {
            let (Some(from), Some(last)) = (first.date, second.date) else {
                continue;
            };
            if from <= last {
                let until = calendar::plus_days(last, 1).filter(|_| from < last);
                let known = first.half_known && second.half_known;
                let when = When {
                    until,
                    time_until: second.time,
                    half_known: known,
                    ..first.clone()
                };
                tags.push(*start, *stop, Kind::When, Value::When(when));
            }
        }
    }
}

/// More moments than this in one text are a list, not a stretch.
const ENDS_MAX: usize = 64;
