//! Days, hours, repeats, and moments counted from now.
//!
//! Readings are built from the bottom up: hours and parts of the day make clocks, words make days and repeats,
//! and at last a clock next to a day or a repeat makes a moment.

mod calendar;
mod clock;
mod core;
mod days;
mod join;
mod lunar;
mod part;
mod ranges;
mod relative;
mod repeats;

use jiff::civil::{Date, Time};
use ling_base::{Value, When};

use super::{Kind, Tags, durations, numbers::Num, scan::Scan};
use calendar::Day;
use clock::Clock;

/// What every reader of days and hours looks at.
struct Ctx<'a> {
    scan: &'a Scan,
    numbers: &'a [Vec<Num>],
    durations: &'a [Vec<durations::Span>],
    today: Date,
    time: Time,
}

impl Ctx<'_> {
    /// Past spaces and one 的.
    fn past_de(&self, i: usize) -> usize {
        let at = self.scan.skip(i);
        self.scan
            .lit(at, "的")
            .map_or(at, |end| self.scan.skip(end))
    }

    /// Past spaces and one comma.
    fn past_comma(&self, i: usize) -> usize {
        let at = self.scan.skip(i);
        self.scan.lit(at, ",").map_or(at, |end| self.scan.skip(end))
    }
}

/// A reading with its end.
type Read<T> = (T, usize);
/// The readings at each position.
type Reads<T> = [Vec<Read<T>>];

/// Finds every day, hour, repeat and moment.
pub(super) fn tag(
    scan: &Scan,
    numbers: &[Vec<Num>],
    durations: &[Vec<durations::Span>],
    now: &jiff::ZonedDateTime,
    tags: &mut Tags<'_>,
) {
    let ctx = Ctx {
        scan,
        numbers,
        durations,
        today: now.date(),
        time: now.time(),
    };
    let clocks = all_clocks(&ctx, tags);
    let (days, moments) = all_days(&ctx, tags);
    for (i, found) in clocks.iter().enumerate() {
        for (clock, end) in found {
            tags.push(i, *end, Kind::Time, Value::When(of_clock(*clock)));
        }
    }
    for (i, found) in days.iter().enumerate() {
        for (day, end) in found {
            tags.push(i, *end, Kind::Date, Value::When(of_day(*day)));
        }
    }
    for (i, found) in moments.iter().enumerate() {
        for (secs, end) in found {
            let when = When {
                in_secs: Some(*secs),
                half_known: true,
                ..When::default()
            };
            tags.push(i, *end, Kind::When, Value::When(when));
        }
    }
    join::tag(&ctx, &days, &clocks, tags);
}

/// Every time of day and stretch of hours; what cannot be an hour is blocked.
fn all_clocks(ctx: &Ctx<'_>, tags: &mut Tags<'_>) -> Vec<Vec<Read<Clock>>> {
    let mut cores = Vec::with_capacity(ctx.scan.len() + 1);
    for i in 0..=ctx.scan.len() {
        let here = core::at(ctx.scan, ctx.numbers, i);
        if let Some(end) = here.impossible.filter(|_| ctx.scan.starts_clean(i)) {
            tags.block(part::before(ctx.scan, i), end);
        }
        cores.push(here.found);
    }
    let mut clocks: Vec<_> = (0..=ctx.scan.len())
        .map(|i| clock::at(ctx.scan, &cores, i))
        .collect();
    let ranges: Vec<_> = (0..=ctx.scan.len())
        .map(|i| ranges::clocks(ctx, &clocks, i))
        .collect();
    for (here, ranges) in clocks.iter_mut().zip(ranges) {
        here.extend(ranges);
    }
    clocks
}

/// Every day and stretch of days, and the moments counted in seconds from now.
type DaysAndMoments = (Vec<Vec<Read<Day>>>, Vec<Vec<Read<i64>>>);

fn all_days(ctx: &Ctx<'_>, tags: &mut Tags<'_>) -> DaysAndMoments {
    let mut days = Vec::with_capacity(ctx.scan.len() + 1);
    for i in 0..=ctx.scan.len() {
        let here = days::at(ctx, i);
        if let Some(end) = here.impossible.filter(|_| ctx.scan.starts_clean(i)) {
            tags.block(i, end);
        }
        days.push(here.found);
    }
    days::join_weekdays(ctx, &mut days);
    let mut moments = vec![Vec::new(); days.len()];
    let counted: Vec<_> = (0..=ctx.scan.len())
        .map(|i| relative::at(ctx, &days, i))
        .collect();
    for (i, found) in counted.into_iter().enumerate() {
        for (count, end) in found {
            match count {
                relative::Count::Day(day) => days[i].push((day, end)),
                relative::Count::Secs(secs) => moments[i].push((secs, end)),
            }
        }
    }
    let ranges: Vec<_> = (0..=ctx.scan.len())
        .map(|i| ranges::days(ctx, &days, i))
        .collect();
    for (here, ranges) in days.iter_mut().zip(ranges) {
        here.extend(ranges);
    }
    (days, moments)
}

fn of_clock(clock: Clock) -> When {
    When {
        time: Some(clock.time),
        time_until: clock.until,
        half_known: clock.known,
        ..When::default()
    }
}

fn of_day(day: Day) -> When {
    When {
        date: Some(day.date),
        until: day.until,
        half_known: true,
        ..When::default()
    }
}

/// Whether "am" or "pm" follows.
fn half_word(scan: &Scan, end: usize) -> bool {
    core::half_word(scan, end).is_some()
}
