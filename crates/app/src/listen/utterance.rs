//! One utterance, and what it is heard with.

use std::{sync::Arc, time::Instant};

use ling_base::Pcm;
use ling_hub::Heard;
use ling_speech::{
    RATE_HZ,
    asr::sphinx::{Command, Commands, Hearing, front::LiveMean},
    ear::Words,
    wav,
};

/// Ways to hear an utterance that are looked at.
const WAYS: usize = 5;

/// Samples that are heard once more as a whole, which is surer: 4 s, a third of a second's work.
const AGAIN_MAX: usize = 4 * RATE_HZ as usize;

/// What one utterance is heard with.
pub struct Utterance {
    /// Ling's own ears hear it while it is spoken; without them, another recogniser gets the whole of it.
    own: Option<(Arc<Commands>, Box<Hearing>)>,
    sound: Vec<f32>,
    /// How often they have paused.
    pub n_pauses: u32,
    /// What was heard and meant up to the last pause, if it is known.
    pub early: Option<(Heard, Words)>,
    /// Whether Ling was speaking when it began.
    pub interrupts: bool,
    /// What Ling said then, or had just said.
    pub over: Option<String>,
}

/// What an utterance came to.
pub enum Ended {
    /// It was heard; Ling's own ears know more of the microphone now.
    Heard(Heard, Option<LiveMean>),
    /// It is to be heard.
    Sound(Vec<u8>),
}

impl Utterance {
    /// Somebody begins to speak. `own` are Ling's own ears, `mean` what is known of the microphone.
    pub fn new(own: Option<&Arc<Commands>>, mean: Option<&LiveMean>) -> Utterance {
        let hearing = |own: &Arc<Commands>| {
            let hearing = Hearing::new(own.clone(), mean.cloned());
            (own.clone(), Box::new(hearing))
        };
        Utterance {
            own: own.map(hearing),
            sound: Vec::new(),
            n_pauses: 0,
            early: None,
            interrupts: false,
            over: None,
        }
    }

    /// Adds sound: mono, 16 kHz, in [-1, 1].
    pub fn push(&mut self, samples: &[f32]) {
        if let Some((_, hearing)) = &mut self.own {
            hearing.push(samples);
        }
        self.sound.extend(samples);
    }

    /// What the words so far are.
    pub fn words(&self) -> Words {
        match (&self.own, &self.early) {
            (Some((_, hearing)), _) if hearing.is_whole() => Words::Whole,
            (Some(_), _) => Words::Open,
            (None, Some((_, words))) => *words,
            (None, None) => Words::Unknown,
        }
    }

    /// They pause. The sound so far, where another recogniser is to hear it.
    pub fn pause(&mut self) -> Option<Vec<u8>> {
        self.n_pauses += 1;
        self.early = None;
        self.own.is_none().then(|| file(self.sound.clone()))
    }

    /// No sound follows.
    pub fn end(self) -> Ended {
        let began = Instant::now();
        let Some((own, hearing)) = self.own else {
            return match self.early {
                Some((heard, _)) => Ended::Heard(heard, None),
                None => Ended::Sound(file(self.sound)),
            };
        };
        let (live, mean) = hearing.finish(WAYS);
        let ways: Vec<Command> = match self.sound.len() <= AGAIN_MAX {
            true => own.hear(&self.sound, WAYS),
            false => live,
        };
        Ended::Heard(Heard::by_own_ears(ways, began.elapsed()), mean)
    }
}

fn file(samples: Vec<f32>) -> Vec<u8> {
    let rate_hz = RATE_HZ;
    wav::write(&Pcm { rate_hz, samples })
}
