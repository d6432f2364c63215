//! Rates, pitches and volumes as SSML writes them: words, percents, factors.

/// `slow`, `+20%`, `1.5`: how much faster than usual.
pub(super) fn rate(text: &str) -> Option<f64> {
    let words = [
        ("x-slow", 0.5),
        ("slow", 0.64),
        ("medium", 1.0),
        ("default", 1.0),
        ("fast", 1.55),
        ("x-fast", 2.0),
    ];
    let factor = word(text, &words)
        .or_else(|| percent(text))
        .or_else(|| text.trim().parse().ok())?;
    within(factor, 0.5..=3.0)
}

/// `high`, `+10%`, `+2st`, `-20Hz`: how much higher than usual.
pub(super) fn pitch(text: &str) -> Option<f64> {
    let words = [
        ("x-low", 0.55),
        ("low", 0.8),
        ("medium", 1.0),
        ("default", 1.0),
        ("high", 1.2),
        ("x-high", 1.45),
    ];
    let steps = |text: &str| Some(2f64.powf(unit(text, "st")? / 12.0));
    // Azure's voices speak at about 200 Hz.
    let hertz = |text: &str| Some(1.0 + unit(text, "hz")? / 200.0);
    let factor = word(text, &words)
        .or_else(|| percent(text))
        .or_else(|| steps(text))
        .or_else(|| hertz(text))?;
    within(factor, 0.5..=2.0)
}

/// `soft`, `50`, `+20%`, `-6dB`: how much louder than usual.
pub(super) fn volume(text: &str) -> Option<f64> {
    let words = [
        ("silent", 0.0),
        ("x-soft", 0.2),
        ("soft", 0.4),
        ("medium", 0.6),
        ("loud", 0.8),
        ("x-loud", 1.0),
        ("default", 1.0),
    ];
    let decibels = |text: &str| Some(10f64.powf(unit(text, "db")? / 20.0));
    let absolute = |text: &str| -> Option<f64> {
        let number: f64 = text.trim().parse().ok()?;
        let is_change = text.trim().starts_with(['+', '-']);
        Some(if is_change {
            1.0 + number / 100.0
        } else {
            number / 100.0
        })
    };
    let factor = word(text, &words)
        .or_else(|| percent(text))
        .or_else(|| decibels(text))
        .or_else(|| absolute(text))?;
    within(factor, 0.0..=2.0)
}

/// `200ms`, `1.5s`, in ms; at most 20 s, as with Azure.
pub(super) fn pause(text: &str) -> Option<u64> {
    let ms = unit(text, "ms").or_else(|| unit(text, "s").map(|seconds| seconds * 1000.0))?;
    Some(within(ms, 0.0..=20_000.0)?.round() as u64)
}

/// `weak`, `strong`, in ms.
pub(super) fn strength(text: &str) -> Option<u64> {
    let words = [
        ("none", 0.0),
        ("x-weak", 250.0),
        ("weak", 500.0),
        ("medium", 750.0),
        ("strong", 1000.0),
        ("x-strong", 1250.0),
    ];
    Some(word(text, &words)?.round() as u64)
}

fn word(text: &str, words: &[(&str, f64)]) -> Option<f64> {
    let found = words
        .iter()
        .find(|(name, _)| text.trim().eq_ignore_ascii_case(name));
    found.map(|(_, factor)| *factor)
}

/// A change in percent, as a factor.
fn percent(text: &str) -> Option<f64> {
    Some(1.0 + unit(text, "%")? / 100.0)
}

fn unit(text: &str, unit: &str) -> Option<f64> {
    let lower = text.trim().to_ascii_lowercase();
    let number: f64 = lower.strip_suffix(unit)?.trim().parse().ok()?;
    number.is_finite().then_some(number)
}

fn within(value: f64, range: std::ops::RangeInclusive<f64>) -> Option<f64> {
    value
        .is_finite()
        .then(|| value.clamp(*range.start(), *range.end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(found: Option<f64>, expect: Option<f64>) {
        let near = match (found, expect) {
            (Some(found), Some(expect)) => (found - expect).abs() < 1e-3,
            (found, expect) => found.is_none() && expect.is_none(),
        };
        assert!(near, "{found:?}, not {expect:?}");
    }

    #[test]
    fn values() {
        check(rate("+30.00%"), Some(1.3));
        check(rate("0.5"), Some(0.5));
        check(rate("Fast"), Some(1.55));
        check(rate("9999%"), Some(3.0));
        check(rate("quick"), None);
        check(pitch("+12st"), Some(2.0));
        check(pitch("-20Hz"), Some(0.9));
        check(pitch("high"), Some(1.2));
        check(volume("50"), Some(0.5));
        check(volume("-50"), Some(0.5));
        check(volume("+20%"), Some(1.2));
        check(volume("-6dB"), Some(0.501));
        check(volume("NaN"), None);
        assert_eq!(
            (pause("200ms"), pause("1.5s"), pause("90s"), pause("long")),
            (Some(200), Some(1500), Some(20_000), None)
        );
        assert_eq!(strength("strong"), Some(1000));
    }
}
