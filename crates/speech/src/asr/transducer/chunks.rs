use std::collections::VecDeque;

use ling_nn::Tensor;

use super::{Encoder, Frames};
use crate::SpeechError;
use crate::fbank::{Fbank, Options, Stream};

/// Samples from one frame of the filter bank to the next.
const FRAME_SHIFT: usize = 160;

/// The nets tell tokens late by up to so many frames of the filter bank.
const LATE_FRAMES: usize = 20;

/// Sound on its way through an encoder. However it is cut, the frames are the same.
#[derive(Debug)]
pub(crate) struct Chunks {
    stream: Option<Stream>,
    /// Values of the filter bank that the encoder has not heard.
    waiting: VecDeque<f32>,
    caches: Vec<Tensor>,
}

impl Chunks {
    /// Begins a sound.
    pub(crate) fn new(fbank: &Fbank, encoder: &Encoder) -> Chunks {
        Chunks {
            stream: Some(Stream::new(fbank)),
            waiting: VecDeque::new(),
            caches: encoder.begin(),
        }
    }

    /// Forgets what the encoder has heard; the sound goes on.
    pub(crate) fn forget(&mut self, encoder: &Encoder) {
        self.caches = encoder.begin();
    }

    /// Adds sound.
    pub(crate) fn push(&mut self, samples: &[f32]) {
        if let Some(stream) = &mut self.stream {
            self.waiting.extend(stream.push(samples));
        }
    }

    /// Ends the sound, with as much silence as the encoder needs to tell all of it.
    pub(crate) fn finish(&mut self, encoder: &Encoder) {
        self.push(&silence(encoder));
        if let Some(stream) = self.stream.take() {
            self.waiting.extend(stream.finish());
        }
    }

    /// The next frames of the encoder, if there is enough sound.
    pub(crate) fn next(&mut self, encoder: &Encoder) -> Result<Option<Frames>, SpeechError> {
        // The peers wait for one frame more than the encoder takes, and so the last chunk is the same.
        if self.waiting.len() <= encoder.n_in() {
            return Ok(None);
        }
        let n_in = encoder.n_in();
        let frames = encoder.step(&self.waiting.make_contiguous()[..n_in], &mut self.caches)?;
        self.waiting
            .drain(..encoder.n_step() * Options::ZIPFORMER.n_mels);
        Ok(Some(frames))
    }
}

/// The silence after a sound.
pub(crate) fn silence(encoder: &Encoder) -> Vec<f32> {
    vec![0.0; (encoder.n_frames() + LATE_FRAMES) * FRAME_SHIFT]
}
