//! When each word is said. espeak-ng does not tell; but told to pause after every word, it says the same sound with
//! silences of one length in it, and where they stand the words end.

use std::ops::Range;

use super::trimmed;

/// Quieter than this is the silence between words, which is exactly zero in 16 bits.
const ZERO: f32 = 1e-5;

/// A pause after a word is at least so long; the program was told to make one of about half a second.
const PAUSE_S_MIN: f64 = 0.15;

/// Of the length of the pause at the end, the others have so much at least.
const PAUSE_PART: f64 = 0.8;

/// Words that are said as one are so many at most ("on the").
const TOGETHER_MAX: usize = 12;

/// What is said in one go, in seconds of `plain` without the silence around it. `gapped` is the same with pauses.
pub fn groups(plain: &[f32], gapped: &[f32], rate_hz: u32) -> Vec<Range<f64>> {
    let seconds = |n: usize| n as f64 / f64::from(rate_hz.max(1));
    let whole = seconds(trimmed(plain).len());
    let silences = silences(gapped);
    let pause = silences.last().filter(|last| last.end == gapped.len());
    let pause = pause.map_or(0, Range::len);
    if seconds(pause) < PAUSE_S_MIN {
        return vec![0.0..whole];
    }
    let is_pause = |silence: &&Range<usize>| silence.len() as f64 >= pause as f64 * PAUSE_PART;
    let mut start = silences
        .first()
        .filter(|first| first.start == 0)
        .map_or(0, |first| first.end);
    let (mut at, mut groups) = (0usize, Vec::new());
    for silence in silences.iter().filter(is_pause) {
        let length = silence.start.saturating_sub(start);
        if length > 0 {
            groups.push(seconds(at)..seconds(at + length));
        }
        // What is longer than the pause is the voice's own, for a comma.
        at += length + silence.len().saturating_sub(pause);
        start = silence.end;
    }
    let said = groups.last().map_or(0.0, |last| last.end);
    let scale = if said > 0.0 { whole / said } else { 0.0 };
    groups
        .into_iter()
        .map(|group| group.start * scale..group.end * scale)
        .collect()
}

fn silences(samples: &[f32]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, sample) in samples.iter().enumerate() {
        if sample.abs() > ZERO {
            continue;
        }
        match found.last_mut() {
            Some(last) if last.end == at => last.end = at + 1,
            _ => found.push(at..at + 1),
        }
    }
    found
}

/// When each word is said, from how long each of its spoken parts should last and what was said in one go. Where
/// several parts are said as one, they share its time; a word without parts has no length.
///
/// ```
/// use ling_speech::tts::marks::align;
/// let said = [0.0..0.4, 0.4..1.0];
/// assert_eq!(align(&[vec![4.0], vec![], vec![6.0]], &said), [0.0..0.4, 0.4..0.4, 0.4..1.0]);
/// ```
pub fn align(words: &[Vec<f64>], groups: &[Range<f64>]) -> Vec<Range<f64>> {
    let parts: Vec<f64> = words.iter().flatten().map(|part| part.max(0.01)).collect();
    let times = match shares(&parts, groups) {
        Some(shares) => {
            let mut parts = parts.iter();
            let shared = groups.iter().zip(shares);
            shared
                .flat_map(|(group, n)| {
                    spread(&parts.by_ref().take(n).copied().collect::<Vec<_>>(), group)
                })
                .collect()
        }
        None => {
            let start = groups.first().map_or(0.0, |first| first.start);
            spread(
                &parts,
                &(start..groups.last().map_or(start, |last| last.end)),
            )
        }
    };
    let (mut times, mut at) = (
        times.into_iter(),
        groups.first().map_or(0.0, |first| first.start),
    );
    let word = |parts: &Vec<f64>| {
        let mut own = times.by_ref().take(parts.len());
        let first = own.next().unwrap_or(at..at);
        at = own.last().map_or(first.end, |last| last.end);
        first.start..at
    };
    words.iter().map(word).collect()
}

/// Parts one after the other in the time of a group.
fn spread(parts: &[f64], group: &Range<f64>) -> Vec<Range<f64>> {
    let sum: f64 = parts.iter().sum();
    let (scale, mut at) = ((group.end - group.start) / sum.max(0.01), group.start);
    let one = |part: &f64| {
        let start = at;
        at += part * scale;
        start..at
    };
    parts.iter().map(one).collect()
}

/// How many parts each group has, so that their lengths fit best; `None` if there are more groups than parts.
fn shares(parts: &[f64], groups: &[Range<f64>]) -> Option<Vec<usize>> {
    if groups.is_empty() || groups.len() > parts.len() {
        return None;
    }
    let length = |group: &Range<f64>| group.end - group.start;
    let (said, sum): (f64, f64) = (groups.iter().map(length).sum(), parts.iter().sum());
    let scale = said / sum.max(0.01);
    // The least cost of the first parts in the groups so far, and how many parts the last of these groups has.
    let mut best = vec![vec![(f64::INFINITY, 0usize); parts.len() + 1]; groups.len() + 1];
    best[0][0] = (0.0, 0);
    for (n, group) in groups.iter().enumerate() {
        for end in n + 1..=parts.len() {
            let mut own = 0.0;
            for take in 1..=TOGETHER_MAX.min(end) {
                own += parts[end - take] * scale;
                let cost = best[n][end - take].0 + (own - length(group)).powi(2);
                if cost < best[n + 1][end].0 {
                    best[n + 1][end] = (cost, take);
                }
            }
        }
    }
    let mut end = parts.len();
    let mut shares = Vec::new();
    for row in best[1..].iter().rev() {
        let (cost, take) = row[end];
        if !cost.is_finite() {
            return None;
        }
        shares.push(take);
        end -= take;
    }
    shares.reverse();
    Some(shares)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stretches in ms at 1 kHz: silence and sound by turns.
    fn sound(stretches: &[usize]) -> Vec<f32> {
        let one =
            |(nth, length): (usize, &usize)| vec![if nth % 2 == 1 { 0.5 } else { 0.0 }; *length];
        stretches.iter().enumerate().flat_map(one).collect()
    }

    #[track_caller]
    fn check(plain: &[usize], gapped: &[usize], expect: &[(f64, f64)]) {
        let found = groups(&sound(plain), &sound(gapped), 1000);
        let found: Vec<(f64, f64)> = found.iter().map(|one| (one.start, one.end)).collect();
        assert_eq!(found.len(), expect.len(), "{found:?}");
        for (one, other) in found.iter().zip(expect) {
            assert!(
                (one.0 - other.0).abs() < 1e-6 && (one.1 - other.1).abs() < 1e-6,
                "{found:?}"
            );
        }
    }

    #[test]
    fn pauses() {
        check(
            &[20, 500, 40],
            &[20, 200, 500, 300, 500],
            &[(0.0, 0.2), (0.2, 0.5)],
        );
        // A stop inside a word, and a comma.
        check(
            &[0, 600],
            &[0, 100, 50, 150, 600, 200, 500],
            &[(0.0, 0.3), (0.4, 0.6)],
        );
        check(&[0, 300], &[0, 300], &[(0.0, 0.3)]);
        check(&[10], &[10], &[(0.0, 0.0)]);
        // Half as fast as thought.
        check(
            &[0, 250],
            &[0, 200, 500, 300, 500],
            &[(0.0, 0.1), (0.1, 0.25)],
        );
    }

    #[test]
    fn words_share_what_is_said_as_one() {
        let words: Vec<Vec<f64>> = [4.0, 2.0, 3.0, 7.0, 5.0].map(|length| vec![length]).into();
        let said = [0.0..0.4, 0.4..0.9, 0.9..1.6, 1.6..2.1];
        let found = align(&words, &said);
        assert_eq!(
            (found[0].clone(), found[3].clone(), found[4].clone()),
            (0.0..0.4, 0.9..1.6, 1.6..2.1)
        );
        assert!(
            (found[1].end - 0.6).abs() < 1e-9 && found[1].end == found[2].start,
            "{found:?}"
        );
        // More is said than there are words: the words share the time.
        assert_eq!(
            align(&[vec![1.0], vec![3.0]], &[0.0..1.0, 1.0..2.0, 2.0..4.0]),
            [0.0..1.0, 1.0..4.0]
        );
        assert_eq!(align(&[vec![1.0]], &[]), [0.0..0.0]);
        assert_eq!(align(&[], &[0.0..1.0]), [0.0..0.0; 0]);
        let number = align(
            &[vec![2.0, 2.0], vec![4.0]],
            &[0.0..0.2, 0.2..0.4, 0.4..0.8],
        );
        assert_eq!(number, [0.0..0.4, 0.4..0.8]);
    }
}
