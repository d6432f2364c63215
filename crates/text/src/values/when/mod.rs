//! Days, hours, repeats, and moments counted from now.

mod clock;
mod core;
mod part;

use ling_base::{Value, When};

use super::{Kind, Tags, durations, numbers::Num, scan::Scan};
use clock::{Clock, Read};

/// Finds every day, hour, repeat and moment.
pub(super) fn tag(
    scan: &Scan,
    numbers: &[Vec<Num>],
    durations: &[Vec<durations::Span>],
    now: &jiff::ZonedDateTime,
    tags: &mut Tags<'_>,
) {
    let _ = (durations, now, part::of_day(scan, 0));
    let mut cores: Vec<Vec<core::Core>> = Vec::with_capacity(scan.len() + 1);
    for i in 0..=scan.len() {
        let here = core::at(scan, numbers, i);
        if let Some(end) = here.impossible.filter(|_| scan.starts_clean(i)) {
            tags.block(part::before(scan, i), end);
        }
        cores.push(here.found);
    }
    let clocks: Vec<Vec<Read<Clock>>> = (0..=scan.len())
        .map(|i| clock::at(scan, &cores, i))
        .collect();
    for (i, found) in clocks.iter().enumerate() {
        for (clock, end) in found {
            tags.push(i, *end, Kind::Time, Value::When(of_clock(*clock)));
        }
    }
}

fn of_clock(clock: Clock) -> When {
    When {
        time: Some(clock.time),
        time_until: clock.until,
        half_known: clock.known,
        ..When::default()
    }
}
