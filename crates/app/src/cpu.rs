//! The CPU time of this thread: what else the machine does meanwhile counts little.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// Times that [`fastest`] does its work.
pub const ROUNDS: usize = 3;

/// What `work` gives, and the CPU time that it took.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let began = time();
    let done = work();
    (done, time().saturating_sub(began))
}

/// As [`timed`], the fastest of [`ROUNDS`]: others who use the caches and the other half of a core only make it
/// slower.
pub fn fastest<T>(mut work: impl FnMut() -> T) -> (T, Duration) {
    let (done, first) = timed(&mut work);
    let more = (1..ROUNDS).map(|_| timed(&mut work).1);
    (done, more.fold(first, Duration::min))
}

/// As [`timed`], with the time of all threads of this program.
pub fn whole<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let began = time_of(ClockId::ProcessCPUTime);
    let done = work();
    (done, time_of(ClockId::ProcessCPUTime).saturating_sub(began))
}

/// As [`fastest`], with the time of all threads of this program.
pub fn fastest_whole<T>(mut work: impl FnMut() -> T) -> (T, Duration) {
    let (done, first) = whole(&mut work);
    let more = (1..ROUNDS).map(|_| whole(&mut work).1);
    (done, more.fold(first, Duration::min))
}

fn time() -> Duration {
    time_of(ClockId::ThreadCPUTime)
}

fn time_of(clock: ClockId) -> Duration {
    let time = clock_gettime(clock);
    let (secs, nanos) = (u64::try_from(time.tv_sec), u32::try_from(time.tv_nsec));
    Duration::new(secs.unwrap_or_default(), nanos.unwrap_or_default())
}

/// Mean, middle, 99th of a hundred, and longest, in words.
pub fn spread(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |share: f64| {
        let place = ((times.len() as f64 - 1.0) * share) as usize;
        times.get(place).copied().unwrap_or_default().as_micros()
    };
    let mean = times.iter().sum::<Duration>() / times.len().max(1) as u32;
    format!(
        "mean {} us, p50 {} us, p99 {} us, longest {} us, the fastest of {ROUNDS} each",
        mean.as_micros(),
        at(0.5),
        at(0.99),
        at(1.0)
    )
}
