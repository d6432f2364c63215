//! A time of day: an hour with its part of the day, or a part of the day alone.

use std::cmp::Reverse;

use jiff::civil::Time;

use super::{
    core::{self, Core},
    part::{self, Part},
};
use crate::values::scan::Scan;

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Clock {
    pub(super) time: Time,
    /// The end of a stretch of hours.
    pub(super) until: Option<Time>,
    /// Whether morning or afternoon is known.
    pub(super) known: bool,
    /// Falls on the day after the one that is named (晚上十二点).
    pub(super) next_day: bool,
    /// A bare number.
    pub(super) weak: bool,
    /// The part of the day, if it was said.
    pub(super) part: Option<Part>,
}

/// A reading with its end.
pub(super) type Read<T> = (T, usize);

impl Clock {
    /// An hour in a part of the day; `None` where the two contradict each other.
    pub(super) fn in_part(core: Core, part: Part) -> Option<Clock> {
        let (hour, next_day) = part.hour(core.hour)?;
        let time = Time::new(hour, core.minute, core.second, 0).ok()?;
        Some(Clock {
            time,
            until: None,
            known: true,
            next_day,
            weak: false,
            part: Some(part),
        })
    }

    /// An hour as it stands.
    pub(super) fn plain(core: Core) -> Option<Clock> {
        let time = Time::new(core.hour % 24, core.minute, core.second, 0).ok()?;
        let clock = Clock {
            time,
            until: None,
            known: core.whole_day,
            next_day: core.hour == 24,
            weak: core.weak,
            part: None,
        };
        Some(clock)
    }

    /// This time, moved into a part of the day that was said apart from it; `None` where the two contradict.
    pub(super) fn into_part(self, part: Part) -> Option<Clock> {
        if let Some(own) = self.part {
            return (own == part).then_some(self);
        }
        let moved = |time: Time| {
            let (hour, next_day) = part.hour(time.hour())?;
            Some((
                Time::new(hour, time.minute(), time.second(), 0).ok()?,
                next_day,
            ))
        };
        let (time, next_day) = moved(self.time)?;
        let until = self
            .until
            .map(|until| moved(until).map_or(until, |(until, _)| until));
        Some(Clock {
            time,
            until,
            known: true,
            next_day,
            part: Some(part),
            ..self
        })
    }

    /// Whether it is one hour and not a stretch.
    pub(super) fn is_point(self) -> bool {
        self.until.is_none()
    }

    /// The last time of day it may mean.
    pub(super) fn latest(self) -> Time {
        let later = !self.known && self.time.hour() < 12;
        if later {
            self.time.wrapping_add(jiff::Span::new().hours(12))
        } else {
            self.time
        }
    }

    /// A part of the day, no hour said.
    pub(super) fn stretch(part: Part) -> Clock {
        let (time, until) = part.stretch();
        Clock {
            time,
            until,
            known: true,
            next_day: false,
            weak: false,
            part: Some(part),
        }
    }
}

/// Every time of day at `i`.
pub(super) fn at(scan: &Scan, cores: &[Vec<Core>], i: usize) -> Vec<Read<Clock>> {
    let mut found = Vec::new();
    if let Some((part, end)) = part::at(scan, i) {
        // A lone 早 or 晚 is a greeting or an adjective more often than a time.
        let single = end == i + 1;
        if !single {
            found.push((Clock::stretch(part), end));
        }
        for core in cores.get(after_part(scan, end)).into_iter().flatten() {
            if let Some(clock) = Clock::in_part(*core, part) {
                found.extend(with_half_word(scan, clock, core.end));
            }
        }
    }
    for core in &cores[i] {
        if let Some(clock) = Clock::plain(*core) {
            found.push((clock, core.end));
        }
        found.extend(english_half(scan, *core));
        found.extend(core_then_part(scan, *core));
    }
    found.sort_by_key(|read| Reverse(read.1));
    found
}

/// Past what stands between a part of the day and its hour: 的, "at", a comma.
fn after_part(scan: &Scan, end: usize) -> usize {
    let at = scan.skip(end);
    let at = scan.any(at, &["的"]).map_or(at, |end| scan.skip(end));
    scan.phrases(at, &["at", "around", "about"])
        .map_or(at, |end| scan.skip(end))
}

/// 早上 7:30 am: the two may agree.
fn with_half_word(scan: &Scan, clock: Clock, end: usize) -> Vec<Read<Clock>> {
    let mut found = vec![(clock, end)];
    if let Some((afternoon, after)) = core::half_word(scan, end)
        && afternoon == (clock.time.hour() >= 12)
    {
        found.push((clock, after));
    }
    found
}

/// 7 pm, 7:30 a.m.
fn english_half(scan: &Scan, core: Core) -> Option<Read<Clock>> {
    let (afternoon, end) = core::half_word(scan, core.end)?;
    let hour = match (core.hour, afternoon) {
        (0..=11, false) | (12..=23, true) => core.hour,
        (12, false) => 0,
        (1..=11, true) => core.hour + 12,
        _ => return None,
    };
    let time = Time::new(hour, core.minute, core.second, 0).ok()?;
    Some((
        Clock {
            time,
            until: None,
            known: true,
            next_day: false,
            weak: false,
            part: None,
        },
        end,
    ))
}

/// "seven in the morning", "8 at night".
fn core_then_part(scan: &Scan, core: Core) -> Option<Read<Clock>> {
    let lead = part::lead(scan, core.end);
    if lead == core.end || !scan.ch(lead).is_ascii_alphabetic() {
        return None;
    }
    let (part, end) = part::at(scan, lead)?;
    Some((Clock::in_part(core, part)?, end))
}
