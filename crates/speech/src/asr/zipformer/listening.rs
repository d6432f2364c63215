//! An utterance that is still coming.

use std::sync::Arc;

use super::search::Search;
use super::{Heard, Parts, Wish, Zipformer, room};
use crate::asr::transducer::Chunks;
use crate::{ListenOptions, Listening, Partial, Recognizer, SpeechError, Transcript};

/// An utterance being heard. However its sound is cut, the words are the same.
#[derive(Debug)]
pub struct Hearing {
    parts: Arc<Parts>,
    chunks: Chunks,
    search: Search,
    n_best: usize,
    n_samples: usize,
    /// The last partial result.
    shown: String,
}

impl Hearing {
    pub(super) fn new(parts: Arc<Parts>, wish: &Wish) -> Hearing {
        Hearing {
            chunks: Chunks::new(&parts.fbank, &parts.model.encoder),
            search: Search::new(wish.n_paths, parts.phrases(wish)),
            n_best: wish.n_best,
            n_samples: 0,
            shown: String::new(),
            parts,
        }
    }

    /// Adds sound: mono, 16 kHz, in [-1, 1]. The words so far, if they are others than before.
    pub fn push(&mut self, samples: &[f32]) -> Result<Option<Partial>, SpeechError> {
        self.n_samples += samples.len();
        room(self.n_samples)?;
        self.chunks.push(samples);
        if !self.listen()? {
            return Ok(None);
        }
        let model = &self.parts.model;
        let text = model.vocabulary.text(self.search.best(model));
        if text == self.shown {
            return Ok(None);
        }
        self.shown.clone_from(&text);
        Ok(Some(Partial { text }))
    }

    /// The sound is over: what was heard?
    pub fn finish(mut self) -> Result<Heard, SpeechError> {
        self.chunks.finish(&self.parts.model.encoder);
        self.listen()?;
        let paths = self.search.finish(&self.parts.model);
        Ok(self.parts.heard(&paths, self.n_best))
    }

    /// Hears the chunks that have come; whether there was any.
    fn listen(&mut self) -> Result<bool, SpeechError> {
        let model = &self.parts.model;
        let mut any = false;
        while let Some(frames) = self.chunks.next(&model.encoder)? {
            self.search.hear(model, &frames)?;
            any = true;
        }
        Ok(any)
    }

    /// The encoder's frames of a sound and the silence after it.
    pub(super) fn frames(mut self, samples: &[f32]) -> Result<Vec<f32>, SpeechError> {
        room(samples.len())?;
        let encoder = &self.parts.model.encoder;
        self.chunks.push(samples);
        self.chunks.finish(encoder);
        let mut values = Vec::new();
        while let Some(frames) = self.chunks.next(encoder)? {
            values.extend(frames.values);
        }
        Ok(values)
    }
}

impl Recognizer for Zipformer {
    fn start(&self, options: &ListenOptions) -> Result<Box<dyn Listening>, SpeechError> {
        let wish = Wish {
            names: options.names.clone(),
            ..Wish::default()
        };
        Ok(Box::new(self.begin(&wish)))
    }
}

impl Listening for Hearing {
    fn push(&mut self, samples: &[f32]) -> Result<Option<Partial>, SpeechError> {
        Hearing::push(self, samples)
    }

    fn finish(self: Box<Self>) -> Result<Transcript, SpeechError> {
        Ok(Hearing::finish(*self)?.transcript())
    }
}
