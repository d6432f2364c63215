use super::Token;
use super::score::{LogProbs, NEVER};

/// Cells of the table: a sequence and sound that need more are not aligned.
const CELLS_MAX: usize = 4_000_000;

/// Where each token of a sequence begins on the likeliest way to spread it over the frames; nothing if there are too
/// few frames for it.
pub fn align(probs: &LogProbs, ids: &[u32], blank: u32) -> Option<Vec<Token>> {
    // A state for each token, and one for the blank before, between and after.
    let n_states = 2 * ids.len() + 1;
    let n_frames = probs.n_frames();
    if ids.is_empty() || n_frames == 0 || n_states.saturating_mul(n_frames) > CELLS_MAX {
        return ids.is_empty().then(Vec::new);
    }
    let label = |state: usize| match state % 2 {
        0 => blank,
        _ => ids[state / 2],
    };
    let mut steps = vec![0u8; n_states * n_frames];
    let mut scores = vec![NEVER; n_states];
    scores[0] = probs.frame(0)[blank as usize];
    scores[1] = probs.frame(0)[ids[0] as usize];
    for frame_idx in 1..n_frames {
        let frame = probs.frame(frame_idx);
        // Downwards, so that a state reads the scores of the frame before.
        for state in (0..n_states).rev() {
            let skips = state >= 3 && state % 2 == 1 && label(state) != label(state - 2);
            let (mut step, mut score) = (0, scores[state]);
            for back in 1..=(1 + usize::from(skips)).min(state) {
                if scores[state - back] > score {
                    (step, score) = (back, scores[state - back]);
                }
            }
            steps[frame_idx * n_states + state] = step as u8;
            scores[state] = match score > NEVER {
                true => score + frame[label(state) as usize],
                false => NEVER,
            };
        }
    }
    let last = n_states - 1;
    let end = if scores[last] >= scores[last - 1] {
        last
    } else {
        last - 1
    };
    (scores[end] > NEVER).then(|| walk_back(&steps, n_states, end, ids))
}

/// From the last state of the last frame to the first frame.
fn walk_back(steps: &[u8], n_states: usize, end: usize, ids: &[u32]) -> Vec<Token> {
    let tokens = ids.iter().map(|id| Token {
        id: *id,
        frame_idx: 0,
    });
    let mut tokens: Vec<Token> = tokens.collect();
    let mut state = end;
    for frame_idx in (0..steps.len() / n_states).rev() {
        if state % 2 == 1 {
            tokens[state / 2].frame_idx = frame_idx;
        }
        state -= usize::from(steps[frame_idx * n_states + state]);
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::super::tests::probs;
    use super::*;

    #[track_caller]
    fn check(frames: &[[f32; 4]], ids: &[u32], expect: Option<&[usize]>) {
        let found = align(&probs(frames), ids, 0);
        let begins = found.map(|tokens| tokens.iter().map(|one| one.frame_idx).collect());
        assert_eq!(begins, expect.map(<[usize]>::to_vec), "{ids:?}");
    }

    #[test]
    fn tokens_lie_where_they_are_likeliest() {
        let frames = [
            [90.0, 5.0, 3.0, 2.0],
            [10.0, 80.0, 5.0, 5.0],
            [10.0, 80.0, 5.0, 5.0],
            [80.0, 10.0, 5.0, 5.0],
            [6.0, 85.0, 4.0, 5.0],
            [5.0, 10.0, 80.0, 5.0],
        ];
        check(&frames, &[1, 1, 2], Some(&[1, 4, 5]));
        check(&frames, &[1, 2], Some(&[1, 5]));
        check(&frames, &[2], Some(&[5]));
        check(&frames, &[], Some(&[]));
        check(&frames[..2], &[1, 1], None);
        check(&frames[..3], &[1, 1], Some(&[0, 2]));
        check(&[], &[1], None);
    }
}
