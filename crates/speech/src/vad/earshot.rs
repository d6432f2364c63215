//! Earshot: a small net whose weights are in its crate; 0.04 % of a core.

use earshot::Detector;

use crate::{Edge, Vad};

/// Samples per frame: 16 ms.
const FRAME: usize = 256;

/// A frame with a higher score is speech.
const SCORE_MIN: f32 = 0.5;

/// Of the last `WINDOW` frames, so many must be speech to begin: single frames of noise often look like it.
const WINDOW: u32 = 8;
const BEGIN_FRAMES: u32 = 5;

/// Loud hiss scores as speech too; but its sign changes at every second sample, and no vowel's does so at every third.
const SIGN_CHANGES_MAX: usize = FRAME * 35 / 100;

/// So many frames without speech end it: 240 ms, longer than the silence inside a word.
const END_FRAMES: u32 = 15;

/// [`Vad`] by the crate `earshot`, with single frames smoothed away.
pub struct Earshot {
    detector: Box<Detector>,
    /// Samples that do not fill a frame yet.
    waiting: Vec<f32>,
    /// Samples of whole frames so far.
    n_samples: u64,
    /// The last frames, newest in the lowest bit: 1 for speech.
    recent: u32,
    n_quiet: u32,
    is_speech: bool,
}

impl Earshot {
    /// A detector at the beginning of a stream.
    pub fn new() -> Earshot {
        Earshot {
            detector: Detector::default_boxed(),
            waiting: Vec::new(),
            n_samples: 0,
            recent: 0,
            n_quiet: 0,
            is_speech: false,
        }
    }

    /// Takes one frame.
    fn step(&mut self, frame: &[f32]) -> Option<Edge> {
        let score = self.detector.predict_f32(frame);
        self.n_samples += FRAME as u64;
        let n_changes = frame
            .windows(2)
            .filter(|pair| pair[0].is_sign_negative() != pair[1].is_sign_negative())
            .count();
        let is_voiced = score > SCORE_MIN && n_changes <= SIGN_CHANGES_MAX;
        self.recent = (self.recent << 1 | u32::from(is_voiced)) & ((1 << WINDOW) - 1);
        self.n_quiet = if is_voiced { 0 } else { self.n_quiet + 1 };
        if !self.is_speech && self.recent.count_ones() >= BEGIN_FRAMES {
            self.is_speech = true;
            let n_back = u64::from(u32::BITS - self.recent.leading_zeros());
            return Some(Edge::Start(
                self.n_samples.saturating_sub(n_back * FRAME as u64),
            ));
        }
        if self.is_speech && self.n_quiet >= END_FRAMES {
            self.is_speech = false;
            self.recent = 0;
            return Some(Edge::End(
                self.n_samples - u64::from(self.n_quiet) * FRAME as u64,
            ));
        }
        None
    }
}

impl Default for Earshot {
    fn default() -> Earshot {
        Earshot::new()
    }
}

impl Vad for Earshot {
    fn push(&mut self, samples: &[f32]) -> Option<Edge> {
        self.waiting.extend(samples.iter().map(|s| {
            if s.is_finite() {
                s.clamp(-1.0, 1.0)
            } else {
                0.0
            }
        }));
        let mut taken = 0;
        let mut edge = None;
        let waiting = std::mem::take(&mut self.waiting);
        while edge.is_none() && waiting.len() - taken >= FRAME {
            edge = self.step(&waiting[taken..taken + FRAME]);
            taken += FRAME;
        }
        self.waiting = waiting[taken..].to_vec();
        edge
    }

    fn reset(&mut self) {
        *self = Earshot::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Noise of a known sequence, at the given level.
    fn noise(n: usize, level: f32) -> Vec<f32> {
        let mut state = 12_345u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (f32::from(u16::try_from(state >> 16).unwrap()) / 32_768.0 - 1.0) * level
        };
        (0..n).map(|_| next()).collect()
    }

    #[track_caller]
    fn check_quiet(samples: &[f32]) {
        let mut vad = Earshot::new();
        assert!(samples.chunks(317).all(|piece| vad.push(piece).is_none()));
    }

    #[test]
    fn what_is_not_speech() {
        check_quiet(&[0.0; 160_000]);
        check_quiet(&noise(160_000, 0.05));
        check_quiet(&noise(160_000, 0.5));
        check_quiet(&[f32::NAN; 16_000]);
        check_quiet(&[9.0; 16_000]);
    }
}
