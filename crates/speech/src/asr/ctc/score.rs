/// A logarithm below that of everything that can happen.
pub const NEVER: f32 = -1e30;

/// Logarithms of the probability of each token, frame by frame.
#[derive(Clone, Debug, PartialEq)]
pub struct LogProbs {
    values: Vec<f32>,
    n_tokens: usize,
}

impl LogProbs {
    /// From what the last layer gives, `n_tokens` values a frame. What is no number can never happen.
    pub fn new(logits: &[f32], n_tokens: usize) -> LogProbs {
        let n_tokens = n_tokens.max(1);
        let whole = logits.len() / n_tokens * n_tokens;
        let mut values = logits[..whole].to_vec();
        for frame in values.chunks_exact_mut(n_tokens) {
            normalise(frame);
        }
        LogProbs { values, n_tokens }
    }

    /// How many frames there are.
    pub fn n_frames(&self) -> usize {
        self.values.len() / self.n_tokens
    }

    /// The logarithms of one frame, by token.
    pub fn frame(&self, frame_idx: usize) -> &[f32] {
        &self.values[frame_idx * self.n_tokens..][..self.n_tokens]
    }

    /// The likeliest token of a frame; of equals, the first.
    pub fn best(&self, frame_idx: usize) -> u32 {
        let frame = self.frame(frame_idx);
        let mut best = 0;
        for (at, value) in frame.iter().enumerate() {
            if *value > frame[best] {
                best = at;
            }
        }
        best as u32
    }

    /// The frames from `frame_idx` on.
    pub fn from(&self, frame_idx: usize) -> LogProbs {
        let first = (frame_idx * self.n_tokens).min(self.values.len());
        LogProbs {
            values: self.values[first..].to_vec(),
            n_tokens: self.n_tokens,
        }
    }
}

fn normalise(frame: &mut [f32]) {
    for value in frame.iter_mut().filter(|value| !value.is_finite()) {
        *value = NEVER;
    }
    let most = frame.iter().copied().fold(NEVER, f32::max);
    let sum: f32 = frame.iter().map(|value| (value - most).exp()).sum();
    let whole = most + sum.ln();
    for value in frame {
        *value = (*value - whole).max(NEVER);
    }
}

/// The logarithm of the sum of two numbers, given by theirs.
pub(super) fn add(one: f32, two: f32) -> f32 {
    let (low, high) = if one < two { (one, two) } else { (two, one) };
    if low <= NEVER {
        high
    } else {
        high + (low - high).exp().ln_1p()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_adds_up_to_one() {
        let probs = LogProbs::new(&[1.0, 1.0, 1000.0, f32::NAN, 5.0], 2);
        assert_eq!(probs.n_frames(), 2);
        assert!((probs.frame(0)[0] - 0.5f32.ln()).abs() < 1e-6);
        assert_eq!(probs.frame(1), [0.0, NEVER]);
        assert_eq!((probs.best(0), probs.best(1)), (0, 0));
        assert_eq!(probs.from(1).n_frames(), 1);
        assert_eq!(probs.from(9).n_frames(), 0);
    }

    #[test]
    fn logarithms_are_added() {
        assert!((add(0.25f32.ln(), 0.5f32.ln()) - 0.75f32.ln()).abs() < 1e-6);
        assert_eq!(add(NEVER, -3.0), -3.0);
        assert_eq!(add(NEVER, NEVER), NEVER);
    }
}
