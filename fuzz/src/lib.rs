//! What the fuzz targets share: bytes as text, a fixed "now", and a limit of time for each input.
//!
//! `scripts/fuzz.sh` runs them. A target fails on a panic, on more time or memory than an input is worth, and on
//! an answer that cannot be true, such as a span that ends outside the text.

use std::borrow::Cow;

use rustix::time::{ClockId, clock_gettime};

/// The most CPU time that one input may take, in milliseconds. The goal is 50 in a release build; the checks that
/// the fuzzer builds in make everything about eight times slower.
const CPU_MS_MAX: f64 = 400.0;

/// The input as text; what is not UTF-8 becomes U+FFFD.
pub fn text(data: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(data)
}

/// Tuesday, 24 November 2026, ten o'clock in Shanghai.
pub fn now() -> jiff::ZonedDateTime {
    let now = "2026-11-24T10:00:00+08:00[Asia/Shanghai]";
    now.parse().expect("a time that is written as it must be")
}

/// Runs `work` and fails when it took too long.
pub fn within<T>(work: impl FnOnce() -> T) -> T {
    let began = cpu_ms();
    let done = work();
    let took = cpu_ms() - began;
    assert!(took <= CPU_MS_MAX, "{took:.0} ms of CPU for one input");
    done
}

/// Fails unless `start..end` lies within a text of `n_chars` characters and holds something.
pub fn check_span(start: usize, end: usize, n_chars: usize) {
    assert!(
        start < end && end <= n_chars,
        "{start}..{end} of {n_chars} characters"
    );
}

fn cpu_ms() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
}
