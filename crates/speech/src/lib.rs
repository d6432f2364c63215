//! From sound to words and back: what a recogniser, a voice and a voice detector are, and the parts of them
//! that need no process and no network.
//!
//! Engines are pushed sound and asked for results; dropping one stops it. Nothing here waits, opens a file or
//! reads a clock; engines behind a process or a socket live in `hub::out`. Start with [`Recognizer`] and
//! [`Synthesizer`]; sound comes in through [`wav::read`]:
//!
//! ```
//! use ling_base::Pcm;
//! use ling_speech::wav;
//! let quiet = Pcm { rate_hz: 16_000, samples: vec![0.0; 1600] };
//! let read = wav::read(&wav::write(&quiet), &wav::Limits::UTTERANCE).unwrap();
//! assert_eq!(read.samples.len(), 1600);
//! ```

pub mod asr;
mod decode;
pub mod ear;
mod error;
#[cfg(any(test, feature = "fake"))]
pub mod fake;
pub mod fbank;
mod fft;
pub mod front;
mod resample;
pub mod tts;
pub mod vad;
pub mod wake;
pub mod wav;

use std::ops::ControlFlow;

use ling_base::{Lang, Pcm};

pub use decode::{decode, decode_whole};
pub use error::SpeechError;
pub use resample::{Resampler, resample};
pub use wake::{WakeWord, Woken};

/// The rate every recogniser and voice detector takes.
pub const RATE_HZ: u32 = 16_000;

/// Longest utterance in seconds; what is longer is a recording.
pub const UTTERANCE_SECS_MAX: u32 = 30;

/// What a recogniser should know before it listens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListenOptions {
    /// The language that is spoken, if it is known.
    pub lang: Option<Lang>,
    /// Names of the house that are likely to be said.
    pub names: Vec<String>,
}

/// What has been heard so far; it may still change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partial {
    /// The words.
    pub text: String,
}

/// One way to hear an utterance.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// The words.
    pub text: String,
    /// How sure, in [0, 1]; 1 from engines that do not say.
    pub score: f32,
}

/// What was heard.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Transcript {
    /// Best first; empty if nothing was said.
    pub alternatives: Vec<Alternative>,
    /// The language, if the engine tells.
    pub lang: Option<Lang>,
}

impl Transcript {
    /// A transcript with one alternative, or none if `text` is blank.
    pub fn of(text: &str, lang: Option<Lang>) -> Transcript {
        let text = text.trim();
        let one = (!text.is_empty()).then(|| Alternative {
            text: text.to_owned(),
            score: 1.0,
        });
        Transcript {
            alternatives: one.into_iter().collect(),
            lang,
        }
    }

    /// The best alternative's words; empty if nothing was said.
    pub fn text(&self) -> &str {
        self.alternatives.first().map_or("", |best| &best.text)
    }
}

/// An engine that turns sound into words.
pub trait Recognizer: Send + Sync {
    /// Begins an utterance.
    fn start(&self, options: &ListenOptions) -> Result<Box<dyn Listening>, SpeechError>;
}

/// One utterance being heard. Dropping it forgets the utterance.
pub trait Listening: Send {
    /// Adds sound: mono, [`RATE_HZ`], in [-1, 1].
    fn push(&mut self, samples: &[f32]) -> Result<Option<Partial>, SpeechError>;
    /// The utterance is over: what was it?
    fn finish(self: Box<Self>) -> Result<Transcript, SpeechError>;
}

/// Words to be said aloud.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// The words, in one language or mixed.
    pub text: String,
    /// The language of the frame.
    pub lang: Lang,
}

/// A voice.
pub trait Synthesizer: Send + Sync {
    /// Speaks sentence by sentence into `sink`, always at one rate, until the text ends or `sink` breaks.
    fn speak(
        &self,
        spoken: &Spoken,
        sink: &mut dyn FnMut(Pcm) -> ControlFlow<()>,
    ) -> Result<(), SpeechError>;
}

/// Where speech begins or ends, in samples since the first one pushed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Somebody began to speak here.
    Start(u64),
    /// And stopped here.
    End(u64),
}

/// A voice activity detector.
pub trait Vad: Send {
    /// Adds sound: mono, [`RATE_HZ`], in [-1, 1]. Returns the first edge found in it; call with an empty slice
    /// for further ones.
    fn push(&mut self, samples: &[f32]) -> Option<Edge>;
    /// Forgets everything: the next sample is the first of another stream.
    fn reset(&mut self);
}
