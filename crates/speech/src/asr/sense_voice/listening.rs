//! SenseVoice as an engine that is pushed sound: it hears what has come so far again and again.

use std::sync::Arc;

use super::{Parts, SenseVoice, Wish};
use crate::fbank::Stream;
use crate::{
    ListenOptions, Listening, Partial, RATE_HZ, Recognizer, SpeechError, Transcript,
    UTTERANCE_SECS_MAX,
};

/// Sound between two partial results at the least, in samples.
const STEP: usize = RATE_HZ as usize * 6 / 10;

/// And at least this part of all that has come, so that a long utterance is not heard over and over: all partial results
/// together take about as long as hearing the utterance six times.
const STEP_SHARE: usize = 6;

/// No more partial results after this much sound.
const PARTIAL_MOST: usize = RATE_HZ as usize * 15;

impl Recognizer for SenseVoice {
    fn start(&self, options: &ListenOptions) -> Result<Box<dyn Listening>, SpeechError> {
        Ok(Box::new(Hearing {
            stream: Stream::new(&self.parts.fbank),
            parts: Arc::clone(&self.parts),
            wish: Wish {
                lang: options.lang,
                ..Wish::default()
            },
            values: Vec::new(),
            n_samples: 0,
            n_heard: 0,
            shown: String::new(),
        }))
    }
}

struct Hearing {
    parts: Arc<Parts>,
    wish: Wish,
    stream: Stream,
    /// The filter bank's values so far.
    values: Vec<f32>,
    n_samples: usize,
    /// How many of them were heard for the last partial result.
    n_heard: usize,
    /// That result.
    shown: String,
}

impl Listening for Hearing {
    fn push(&mut self, samples: &[f32]) -> Result<Option<Partial>, SpeechError> {
        self.n_samples += samples.len();
        let got_secs = (self.n_samples / RATE_HZ as usize) as u64;
        if got_secs > u64::from(UTTERANCE_SECS_MAX) {
            return Err(SpeechError::TooLong {
                got_secs,
                most_secs: UTTERANCE_SECS_MAX,
            });
        }
        let values = self.stream.push(samples);
        self.values.extend(values);
        let step = STEP.max(self.n_samples / STEP_SHARE);
        if self.n_samples < self.n_heard + step || self.n_samples > PARTIAL_MOST {
            return Ok(None);
        }
        self.n_heard = self.n_samples;
        let heard = self.parts.heard(&self.values, &self.wish)?;
        let text = heard.alternatives.into_iter().next().map(|best| best.text);
        let text = text.filter(|text| *text != self.shown);
        if let Some(text) = &text {
            self.shown.clone_from(text);
        }
        Ok(text.map(|text| Partial { text }))
    }

    fn finish(mut self: Box<Self>) -> Result<Transcript, SpeechError> {
        let last = self.stream.finish();
        self.values.extend(last);
        let heard = self.parts.heard(&self.values, &self.wish)?;
        Ok(heard.transcript())
    }
}
