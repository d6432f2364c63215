//! Commands heard while they are spoken.

use std::sync::Arc;

use super::{
    commands::{Command, Commands},
    front::{Cepstra, Cepstrum, Features, LiveMean},
    phones::Phones,
    score::Scores,
    search::Search,
};
use crate::wav::sane;

/// Frames from which the mean is taken when nothing is known of the microphone.
const FIRST_FRAMES: usize = 80;

/// Frames of an utterance at most: 30 s. What follows is not heard.
const FRAMES_MAX: usize = 3_000;

/// What was heard, while it is spoken.
#[derive(Debug)]
pub struct Hearing {
    commands: Arc<Commands>,
    hiss: Hiss,
    cepstra: Cepstra,
    /// Frames that wait for the mean to be known.
    first: Vec<Cepstrum>,
    features: Option<Features>,
    scores: Scores,
    search: Search,
    phones: Phones,
    n_frames: usize,
}

impl Hearing {
    /// Begins an utterance with what is known of the microphone from the one before.
    pub fn new(commands: Arc<Commands>, mean: Option<LiveMean>) -> Hearing {
        let acoustics = commands.acoustics();
        Hearing {
            hiss: Hiss::default(),
            cepstra: Cepstra::new(&acoustics.front),
            first: Vec::new(),
            features: mean.map(Features::new),
            scores: Scores::new(acoustics),
            search: commands.search(),
            phones: commands.phones(),
            n_frames: 0,
            commands,
        }
    }

    /// Adds sound: mono, 16 kHz, in [-1, 1].
    pub fn push(&mut self, samples: &[f32]) {
        let samples = self.hiss.under(samples);
        let cepstra = self.cepstra.push(&samples);
        self.take(cepstra);
    }

    /// Whether the words so far are a whole command and probably all: the best way to hear them ends where the
    /// grammar does.
    pub fn is_whole(&self) -> bool {
        self.commands.is_whole(&self.search)
    }

    /// No sound follows: at most `n` commands, the best first, and what is known of the microphone now.
    pub fn finish(mut self, n: usize) -> (Vec<Command>, Option<LiveMean>) {
        let rest = std::mem::replace(
            &mut self.cepstra,
            Cepstra::new(&self.commands.acoustics().front),
        );
        let last = rest.finish();
        self.take(last.into_iter().collect());
        if self.features.is_none() {
            self.know_mean();
        }
        let mean = self.features.take().map(|features| {
            let (frames, mean) = features.finish();
            frames.iter().for_each(|frame| self.hear(frame));
            mean
        });
        let any = self.phones.best.last().copied().unwrap_or(0);
        let found = self.commands.found(&self.search, any, self.n_frames, n);
        (found, mean)
    }

    fn take(&mut self, cepstra: Vec<Cepstrum>) {
        let cepstra = if self.features.is_some() {
            cepstra
        } else {
            self.first.extend(cepstra);
            if self.first.len() < FIRST_FRAMES {
                return;
            }
            self.know_mean();
            return;
        };
        self.hear_cepstra(&cepstra);
    }

    /// The mean of what came first; where nothing came, there is none.
    fn know_mean(&mut self) {
        let first = std::mem::take(&mut self.first);
        let now = &first[..first.len().min(FIRST_FRAMES)];
        let loud: Vec<&Cepstrum> = now.iter().filter(|one| one[0] >= 0.0).collect();
        let mean = match loud.len() {
            0 => LiveMean::default(),
            n => LiveMean::of(std::array::from_fn(|i: usize| {
                loud.iter().map(|one| one[i]).sum::<f32>() / n as f32
            })),
        };
        self.features = Some(Features::new(mean));
        self.hear_cepstra(&first);
    }

    fn hear_cepstra(&mut self, cepstra: &[Cepstrum]) {
        let Some(features) = &mut self.features else {
            return;
        };
        let frames = features.push(cepstra);
        frames.iter().for_each(|frame| self.hear(frame));
    }

    fn hear(&mut self, frame: &super::front::Feature) {
        if self.n_frames == FRAMES_MAX {
            return;
        }
        self.n_frames += 1;
        self.commands
            .hear_frame(frame, &mut self.scores, &mut self.search, &mut self.phones);
    }
}

/// A little noise under everything, for digital silence is no sound that a model knows.
#[derive(Debug, Default)]
struct Hiss {
    state: u64,
}

/// How loud it is: about -62 dB of full scale.
const HISS: f32 = 1.38e-3;

impl Hiss {
    fn under(&mut self, samples: &[f32]) -> Vec<f32> {
        let noisy = |sample: &f32| sane(*sample) + HISS * self.one();
        samples.iter().map(noisy).collect()
    }

    /// Even in [-1, 1].
    fn one(&mut self) -> f32 {
        // SplitMix64.
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 40) as f32 / (1u64 << 23) as f32 - 1.0
    }
}
