use std::collections::HashMap;

use super::score::{LogProbs, NEVER, add};

/// Tokens of one frame that are tried besides the blank.
const TOKENS_A_FRAME: usize = 12;

/// A token this much less likely than a frame's best is not tried.
const UNLIKELY: f32 = 12.0;

/// How sequences are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beam {
    /// The token that stands for nothing.
    pub blank: u32,
    /// Sequences that are kept from frame to frame.
    pub width: usize,
    /// Sequences that are wanted at the end.
    pub n_best: usize,
}

/// Tokens in a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Sequence {
    /// Their numbers.
    pub ids: Vec<u32>,
    /// The logarithm of its probability over all ways to spread it over the frames.
    pub log_prob: f32,
}

/// How likely a sequence is so far, by what its last frame was.
#[derive(Clone, Copy)]
struct Ends {
    blank: f32,
    token: f32,
}

const NOWHERE: Ends = Ends {
    blank: NEVER,
    token: NEVER,
};

impl Ends {
    fn sum(self) -> f32 {
        add(self.blank, self.token)
    }
}

/// The likeliest sequences, best first.
pub fn beam(probs: &LogProbs, options: &Beam) -> Vec<Sequence> {
    let mut kept = vec![(
        Vec::new(),
        Ends {
            blank: 0.0,
            token: NEVER,
        },
    )];
    for frame_idx in 0..probs.n_frames() {
        let frame = probs.frame(frame_idx);
        let mut next: HashMap<Vec<u32>, Ends> = HashMap::new();
        let tried = likely(frame, options.blank);
        for (ids, ends) in &kept {
            step(ids, *ends, frame, options.blank, &tried, &mut next);
        }
        kept = best(next, options.width.max(1));
    }
    kept.truncate(options.n_best.max(1));
    let sequence = |(ids, ends): (Vec<u32>, Ends)| Sequence {
        ids,
        log_prob: ends.sum(),
    };
    kept.into_iter().map(sequence).collect()
}

/// What a sequence becomes with one more frame.
fn step(
    ids: &[u32],
    ends: Ends,
    frame: &[f32],
    blank: u32,
    tried: &[u32],
    next: &mut HashMap<Vec<u32>, Ends>,
) {
    let stays = next.entry(ids.to_vec()).or_insert(NOWHERE);
    let silence = frame.get(blank as usize).copied().unwrap_or(NEVER);
    stays.blank = add(stays.blank, ends.sum() + silence);
    if let Some(last) = ids.last() {
        stays.token = add(stays.token, ends.token + frame[*last as usize]);
    }
    for id in tried {
        // The same token again needs a blank between.
        let before = match ids.last() == Some(id) {
            true => ends.blank,
            false => ends.sum(),
        };
        if before <= NEVER {
            continue;
        }
        let longer: Vec<u32> = ids.iter().copied().chain([*id]).collect();
        let grows = next.entry(longer).or_insert(NOWHERE);
        grows.token = add(grows.token, before + frame[*id as usize]);
    }
}

/// The tokens of a frame that are worth a try.
fn likely(frame: &[f32], blank: u32) -> Vec<u32> {
    let most = frame.iter().copied().fold(NEVER, f32::max);
    let near = (0..frame.len() as u32).filter(|id| *id != blank);
    let mut near: Vec<u32> = near
        .filter(|id| frame[*id as usize] >= most - UNLIKELY)
        .collect();
    near.sort_by(|one, two| frame[*two as usize].total_cmp(&frame[*one as usize]));
    near.truncate(TOKENS_A_FRAME);
    near
}

fn best(found: HashMap<Vec<u32>, Ends>, width: usize) -> Vec<(Vec<u32>, Ends)> {
    let mut found: Vec<_> = found.into_iter().collect();
    // Equals in the order of their tokens, so that every run finds the same.
    found.sort_by(|(ids, ends), (other_ids, others)| {
        let by_sum = others.sum().total_cmp(&ends.sum());
        by_sum.then_with(|| ids.cmp(other_ids))
    });
    found.truncate(width);
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::{letters, probs};
    use super::*;

    /// Every sequence and its probability, by counting every path.
    fn all(frames: &[[f32; 4]]) -> Vec<(String, f32)> {
        let mut sums: HashMap<String, f32> = HashMap::new();
        for path in 0..4usize.pow(frames.len() as u32) {
            let ids = (0..frames.len()).map(|at| path / 4usize.pow(at as u32) % 4);
            let ids: Vec<usize> = ids.collect();
            let prob: f32 = ids
                .iter()
                .zip(frames)
                .map(|(id, frame)| frame[*id] / 100.0)
                .product();
            let mut merged = ids;
            merged.dedup();
            let merged = merged.into_iter().filter(|id| *id != 0);
            *sums.entry(letters(merged.map(|id| id as u32))).or_default() += prob;
        }
        let mut sums: Vec<_> = sums.into_iter().filter(|(_, prob)| *prob > 0.0).collect();
        sums.sort_by(|one, two| two.1.total_cmp(&one.1).then_with(|| one.0.cmp(&two.0)));
        sums
    }

    #[track_caller]
    fn check(frames: &[[f32; 4]]) {
        let options = Beam {
            blank: 0,
            width: 1000,
            n_best: 4,
        };
        let found = beam(&probs(frames), &options);
        let found: Vec<_> = found
            .into_iter()
            .map(|one| (letters(one.ids), one.log_prob.exp()))
            .collect();
        let expect: Vec<_> = all(frames).into_iter().take(found.len()).collect();
        for (one, other) in found.iter().zip(&expect) {
            let is_near = (one.1 - other.1).abs() < 1e-4;
            assert!(is_near && (one.0 == other.0), "{found:?}, but {expect:?}");
        }
    }

    #[test]
    fn a_sequence_is_as_likely_as_all_its_paths() {
        check(&[]);
        check(&[[40.0, 35.0, 25.0, 0.0]]);
        // The likeliest path is blank, blank; the likeliest sequence is `a`.
        check(&[[60.0, 40.0, 0.0, 0.0], [60.0, 40.0, 0.0, 0.0]]);
        check(&[
            [10.0, 50.0, 30.0, 10.0],
            [70.0, 20.0, 7.0, 3.0],
            [5.0, 61.0, 20.0, 14.0],
        ]);
        check(&[
            [25.0, 36.0, 26.0, 13.0],
            [31.0, 29.0, 27.0, 13.0],
            [34.0, 21.0, 19.0, 26.0],
            [11.0, 42.0, 15.0, 32.0],
        ]);
    }

    #[test]
    fn a_narrow_beam_still_finds_the_clear() {
        let clear = [
            [1.0, 97.0, 1.0, 1.0],
            [97.0, 1.0, 1.0, 1.0],
            [1.0, 97.0, 1.0, 1.0],
            [1.0, 1.0, 97.0, 1.0],
        ];
        let options = Beam {
            blank: 0,
            width: 1,
            n_best: 5,
        };
        let found = beam(&probs(&clear), &options);
        assert_eq!(found.len(), 1);
        assert_eq!(letters(found[0].ids.iter().copied()), "aab");
    }
}
