//! What a net with a CTC layer heard: a probability for every token and a blank, for every frame.
//!
//! [`greedy`] takes the likeliest token of each frame, [`beam`] the likeliest sequences of tokens over all ways to
//! spread them over the frames, and [`align`] says at which frames a sequence lies.

mod align;
mod beam;
mod score;

pub use align::align;
pub use beam::{Beam, Sequence, beam};
pub use score::{LogProbs, NEVER};

/// A token and the frame where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its number.
    pub id: u32,
    /// The first frame that it is heard in.
    pub frame_idx: usize,
}

/// The likeliest token of each frame, without blanks; a token that goes on is one.
pub fn greedy(probs: &LogProbs, blank: u32) -> Vec<Token> {
    let mut before = blank;
    let mut tokens = Vec::new();
    for frame_idx in 0..probs.n_frames() {
        let id = probs.best(frame_idx);
        if id != blank && id != before {
            tokens.push(Token { id, frame_idx });
        }
        before = id;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Frames of the tokens `-` (blank), `a`, `b`, `c`, each as probabilities in percent.
    pub(super) fn probs(frames: &[[f32; 4]]) -> LogProbs {
        let logits = frames
            .iter()
            .flatten()
            .map(|percent| (percent / 100.0).ln());
        LogProbs::new(&logits.collect::<Vec<_>>(), 4)
    }

    pub(super) fn letters(ids: impl IntoIterator<Item = u32>) -> String {
        let letter = |id: u32| ['-', 'a', 'b', 'c'][id as usize];
        ids.into_iter().map(letter).collect()
    }

    /// The likeliest token of each frame, and what `greedy` makes of it.
    #[track_caller]
    fn check(path: &str, expect: &[(u32, usize)]) {
        let frame = |letter| {
            let at = "-abc".find(letter).unwrap();
            let mut frame = [10.0; 4];
            frame[at] = 70.0;
            frame
        };
        let frames: Vec<[f32; 4]> = path.chars().map(frame).collect();
        let found = greedy(&probs(&frames), 0);
        let found: Vec<_> = found.iter().map(|one| (one.id, one.frame_idx)).collect();
        assert_eq!(found, expect, "{path}");
    }

    #[test]
    fn tokens_that_go_on_are_one() {
        check("", &[]);
        check("---", &[]);
        check("aab", &[(1, 0), (2, 2)]);
        check("-a-a--bb", &[(1, 1), (1, 3), (2, 6)]);
        check("aba", &[(1, 0), (2, 1), (1, 2)]);
    }
}
