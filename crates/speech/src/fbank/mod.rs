//! Mel filter banks as Kaldi makes them, which the neural recognisers were trained on.
//!
//! Recognisers differ in the settings, and wrong ones still recognise, only worse: take [`Options::SENSE_VOICE`] or
//! [`Options::ZIPFORMER`]. [`Fbank`] holds the tables, [`Stream`] takes sound as it comes; values are by frame, then by
//! filter. `tools/ref/fbank.py` compares them with the package kaldi-native-fbank.
//!
//! ```
//! use ling_speech::fbank::{Fbank, Options};
//! let fbank = Fbank::new(Options::SENSE_VOICE);
//! let values = fbank.whole(&[0.0; 16_000]);
//! assert_eq!(values.len(), 98 * 80);
//! ```

mod lfr;
mod mel;
mod stream;

pub use lfr::{Cmvn, LFR_FRAMES, LFR_STEP, lfr};
pub use stream::{Fbank, Stream};

/// What weighs the samples of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// Hamming's.
    Hamming,
    /// Kaldi's own: Hann's to the power of 0.85, which ends at 0.
    Povey,
}

/// Where frames begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edges {
    /// The first frame begins with the sound, and the last ends within it (`snip_edges`).
    Within,
    /// Frames are centred on every 10 ms of sound; beyond its ends it is mirrored.
    Mirrored,
}

/// How a filter bank is made. Frames are 25 ms, every 10 ms, of 16 kHz.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// How many filters.
    pub n_mels: usize,
    /// What weighs the samples of a frame.
    pub window: Window,
    /// Where frames begin.
    pub edges: Edges,
    /// Lower edge of the lowest filter.
    pub low_hz: f32,
    /// Upper edge of the highest filter.
    pub high_hz: f32,
    /// What samples in [-1, 1] are multiplied by.
    pub scale: f32,
}

impl Options {
    /// As SenseVoice and Paraformer want it.
    pub const SENSE_VOICE: Options = Options {
        n_mels: 80,
        window: Window::Hamming,
        edges: Edges::Within,
        low_hz: 20.0,
        high_hz: 8_000.0,
        scale: 32_768.0,
    };
    /// As the zipformers want it, recognisers and keyword spotters alike.
    pub const ZIPFORMER: Options = Options {
        n_mels: 80,
        window: Window::Povey,
        edges: Edges::Mirrored,
        low_hz: 20.0,
        high_hz: 7_600.0,
        scale: 1.0,
    };
}
