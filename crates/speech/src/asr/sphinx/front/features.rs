use std::collections::VecDeque;

use super::{Cepstrum, Feature, N_CEPSTRA};

/// How the mean is taken off cepstra: it is what the room and the microphone add.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cmn {
    /// Not at all.
    None,
    /// The mean of the whole utterance.
    Batch,
    /// The mean of what came before.
    Live,
}

impl Cmn {
    pub(super) fn named(name: &str) -> Option<Cmn> {
        match name {
            "none" => Some(Cmn::None),
            "batch" | "current" => Some(Cmn::Batch),
            "live" | "prior" => Some(Cmn::Live),
            _ => None,
        }
    }
}

/// Frames that the live mean remembers, and how many it takes before it forgets.
const MEAN_FRAMES: f32 = 500.0;
const MEAN_FRAMES_MAX: f32 = 800.0;

/// Frames on each side that a feature looks at.
const REACH: usize = 3;

/// The features of a whole utterance, its mean taken off.
pub fn features(mut cepstra: Vec<Cepstrum>) -> Vec<Feature> {
    take_off(&mut cepstra);
    let mut moves = Moves::default();
    let mut found = Vec::with_capacity(cepstra.len());
    for cepstrum in cepstra {
        found.extend(moves.push(cepstrum));
    }
    found.extend(moves.finish());
    found
}

/// Frames below the floor of silence (a negative first coefficient) have no say in the mean, as in PocketSphinx.
fn take_off(cepstra: &mut [Cepstrum]) {
    let mut sum = [0.0f32; N_CEPSTRA];
    let mut n = 0.0f32;
    for cepstrum in cepstra.iter().filter(|cepstrum| cepstrum[0] >= 0.0) {
        add(&mut sum, cepstrum);
        n += 1.0;
    }
    if n == 0.0 {
        return;
    }
    for cepstrum in cepstra {
        for (value, sum) in cepstrum.iter_mut().zip(&sum) {
            *value -= sum / n;
        }
    }
}

fn add(sum: &mut Cepstrum, cepstrum: &Cepstrum) {
    for (sum, value) in sum.iter_mut().zip(cepstrum) {
        *sum += value;
    }
}

/// The mean of the cepstra so far. Kept from one utterance to the next, it knows the microphone.
#[derive(Clone, Debug, PartialEq)]
pub struct LiveMean {
    mean: Cepstrum,
    sum: Cepstrum,
    n: f32,
}

impl Default for LiveMean {
    /// What PocketSphinx starts with (`cmninit 40,3,-1`).
    fn default() -> LiveMean {
        let mut mean = [0.0; N_CEPSTRA];
        (mean[0], mean[1], mean[2]) = (40.0, 3.0, -1.0);
        LiveMean::of(mean)
    }
}

impl LiveMean {
    /// Begins with a mean that is known.
    pub fn of(mean: Cepstrum) -> LiveMean {
        LiveMean {
            mean,
            sum: mean.map(|value| value * MEAN_FRAMES),
            n: MEAN_FRAMES,
        }
    }

    /// The mean that is taken off now.
    pub fn mean(&self) -> &Cepstrum {
        &self.mean
    }

    /// Takes the mean off one frame and learns from it.
    fn take_off(&mut self, cepstrum: &mut Cepstrum) {
        if cepstrum[0] < 0.0 {
            return;
        }
        add(&mut self.sum, cepstrum);
        for (value, mean) in cepstrum.iter_mut().zip(&self.mean) {
            *value -= mean;
        }
        self.n += 1.0;
        if self.n > MEAN_FRAMES_MAX {
            self.renew();
        }
    }

    fn renew(&mut self) {
        self.mean = self.sum.map(|sum| sum / self.n);
        if self.n >= MEAN_FRAMES_MAX {
            let kept = MEAN_FRAMES / self.n;
            self.sum = self.sum.map(|sum| sum * kept);
            self.n = MEAN_FRAMES;
        }
    }
}

/// The features of an utterance that is still being spoken, with a live mean; three frames behind the cepstra.
#[derive(Clone, Debug, Default)]
pub struct Features {
    mean: LiveMean,
    moves: Moves,
}

impl Features {
    /// Begins an utterance with what is known of the microphone.
    pub fn new(mean: LiveMean) -> Features {
        Features {
            mean,
            moves: Moves::default(),
        }
    }

    /// Adds cepstra and returns the features they complete.
    pub fn push(&mut self, cepstra: &[Cepstrum]) -> Vec<Feature> {
        let mut found = Vec::with_capacity(cepstra.len());
        for cepstrum in cepstra {
            let mut cepstrum = *cepstrum;
            self.mean.take_off(&mut cepstrum);
            found.extend(self.moves.push(cepstrum));
        }
        found
    }

    /// Ends the utterance: the last features, and the mean for the next one.
    pub fn finish(mut self) -> (Vec<Feature>, LiveMean) {
        self.mean.renew();
        (self.moves.finish(), self.mean)
    }
}

/// The frames that the next feature looks at; the first and the last are repeated beyond the ends.
#[derive(Clone, Debug, Default)]
struct Moves {
    around: VecDeque<Cepstrum>,
}

impl Moves {
    fn push(&mut self, cepstrum: Cepstrum) -> Option<Feature> {
        if self.around.is_empty() {
            self.around.extend([cepstrum; REACH]);
        }
        self.around.push_back(cepstrum);
        if self.around.len() < 2 * REACH + 1 {
            return None;
        }
        let found = feature(&self.around);
        self.around.pop_front();
        Some(found)
    }

    fn finish(mut self) -> Vec<Feature> {
        let Some(last) = self.around.back().copied() else {
            return Vec::new();
        };
        (0..REACH).filter_map(|_| self.push(last)).collect()
    }
}

/// The middle cepstrum, how it moves over four frames, and how that changes.
fn feature(around: &VecDeque<Cepstrum>) -> Feature {
    let at = |offset: isize, i: usize| around[REACH.strict_add_signed(offset)][i];
    std::array::from_fn(|place| {
        let i = place % N_CEPSTRA;
        match place / N_CEPSTRA {
            0 => at(0, i),
            1 => at(2, i) - at(-2, i),
            _ => (at(3, i) - at(-1, i)) - (at(1, i) - at(-3, i)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cepstra whose every coefficient is one of `values`.
    fn flat(values: &[f32]) -> Vec<Cepstrum> {
        values.iter().map(|value| [*value; N_CEPSTRA]).collect()
    }

    /// `expected`: the cepstrum, its move and the change of that for each frame.
    #[track_caller]
    fn check(found: &[Feature], expected: &[[f32; 3]]) {
        let found: Vec<[f32; 3]> = found
            .iter()
            .map(|f| [f[0], f[N_CEPSTRA], f[2 * N_CEPSTRA]])
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn moves_over_the_frames_around() {
        check(&features(Vec::new()), &[]);
        check(&features(flat(&[5.0])), &[[0.0; 3]]);
        check(
            &features(flat(&[1.0, 3.0])),
            &[[-1.0, 2.0, 0.0], [1.0, 2.0, 0.0]],
        );
        check(
            &features(flat(&[0.0, 0.0, 0.0, 0.0, 8.0, 0.0, 0.0, 0.0])),
            &[
                [-1.0, 0.0, 0.0],
                [-1.0, 0.0, 8.0],
                [-1.0, 8.0, 0.0],
                [-1.0, 0.0, -8.0],
                [7.0, 0.0, 0.0],
                [-1.0, 0.0, -8.0],
                [-1.0, -8.0, 0.0],
                [-1.0, 0.0, 8.0],
            ],
        );
    }

    #[test]
    fn silence_has_no_say_in_the_mean() {
        let cepstra = features(flat(&[-46.0, 10.0, 20.0, -46.0]));
        assert_eq!(
            cepstra.iter().map(|f| f[0]).collect::<Vec<_>>(),
            [-61.0, -5.0, 5.0, -61.0]
        );
        let only = features(flat(&[-46.0, -46.0]));
        assert_eq!(
            only.iter().map(|f| f[0]).collect::<Vec<_>>(),
            [-46.0, -46.0]
        );
    }

    #[test]
    fn a_live_mean_learns_and_is_handed_on() {
        let mut live = Features::new(LiveMean::of([10.0; N_CEPSTRA]));
        let early = live.push(&flat(&[20.0; 300]));
        assert_eq!(early.len(), 297);
        assert!(early.iter().all(|f| f[0] == 10.0));
        live.push(&flat(&[20.0; 1]));
        let (_, mean) = live.finish();
        // 500 frames of 10 and 301 of 20.
        assert!(
            (mean.mean()[0] - 11_020.0 / 801.0).abs() < 1e-3,
            "{:?}",
            mean.mean()
        );
    }
}
