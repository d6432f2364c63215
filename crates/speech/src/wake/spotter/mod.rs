//! Wake phrases of your own, Mandarin or English, by a zipformer that spots keywords.
//!
//! The nets of the package `kws-zh-en` hear sounds: beginnings and ends of Mandarin syllables, and those of English. What is
//! said is compared with the sounds of the phrases, and with nothing else, frame by frame. Begin with
//! [`SpotterModel::open`] and [`Spotter::new`].

mod keywords;
mod search;

use std::collections::VecDeque;
use std::sync::Arc;

use ling_nn::NetOptions;

use super::{WakeWord, Woken};
use crate::SpeechError;
use crate::asr::transducer::{Chunks, Transducer};
use crate::asr::zipformer::Files;
use crate::fbank::{Fbank, Options};
pub use keywords::Keyword;
use search::Search;

/// Name of the engine in errors.
pub const ENGINE: &str = "the keyword spotter";

/// Files of the package: encoder, decoder, joiner, the list of tokens, and how English words sound.
pub const FILES: [&str; 5] = [
    "encoder.int8.onnx",
    "decoder.onnx",
    "joiner.int8.onnx",
    "tokens.txt",
    "en.phone",
];

/// Samples of a frame of the filter bank.
const FRAME_SHIFT: usize = 160;

/// Most phrases that are waited for.
const KEYWORDS_MAX: usize = 200;

/// The nets that hear sounds. Copies share them.
#[derive(Clone, Debug)]
pub struct SpotterModel {
    model: Arc<Transducer>,
    fbank: Fbank,
}

impl SpotterModel {
    /// From the bytes of the first four files of [`FILES`].
    pub fn open(files: Files, options: &NetOptions) -> Result<SpotterModel, SpeechError> {
        let [encoder, decoder, joiner, ..] = FILES;
        let model = Transducer::open(files, [encoder, decoder, joiner], options)?;
        Ok(SpotterModel {
            model: Arc::new(model),
            fbank: Fbank::new(Options::ZIPFORMER),
        })
    }

    /// A phrase to wait for, as it is written: 小灵小灵, `hey ling`. `lexicon` says how English words sound: a line each,
    /// the word and its sounds.
    ///
    /// A line in the form of sherpa-onnx may be given, too: tokens, and maybe `:boost`, `#threshold` and `@name`.
    pub fn keyword(&self, phrase: &str, lexicon: &str) -> Result<Keyword, SpeechError> {
        keywords::keyword(phrase, &self.model.vocabulary, lexicon)
    }
}

/// [`WakeWord`] for phrases that need no training.
#[derive(Debug)]
pub struct Spotter {
    model: SpotterModel,
    chunks: Chunks,
    search: Search,
    n_chunks: u64,
    /// Phrases that were found in the last chunk, and are not told yet.
    found: VecDeque<Woken>,
}

impl Spotter {
    /// Waits for all of `keywords`, at the beginning of a stream; of more than 200 the first.
    pub fn new(model: SpotterModel, mut keywords: Vec<Keyword>) -> Spotter {
        keywords.truncate(KEYWORDS_MAX);
        Spotter {
            chunks: Chunks::new(&model.fbank, &model.model.encoder),
            search: Search::new(keywords),
            n_chunks: 0,
            found: VecDeque::new(),
            model,
        }
    }

    /// Hears chunks until a phrase is found or the sound is used up.
    fn hear(&mut self) -> Result<(), SpeechError> {
        let model = &self.model.model;
        while self.found.is_empty() {
            if self.search.is_silent() {
                self.search.reset();
                self.chunks.forget(&model.encoder);
            }
            let Some(frames) = self.chunks.next(&model.encoder)? else {
                break;
            };
            let n_frames =
                self.n_chunks as usize * model.encoder.n_step() + model.encoder.n_frames();
            self.n_chunks += 1;
            for (word, score) in self.search.hear(model, &frames)? {
                let at = (n_frames * FRAME_SHIFT) as u64;
                self.found.push_back(Woken { word, at, score });
            }
        }
        Ok(())
    }
}

impl WakeWord for Spotter {
    fn push(&mut self, samples: &[f32]) -> Option<Woken> {
        self.chunks.push(samples);
        if self.found.is_empty() && self.hear().is_err() {
            // The nets ran when they were opened, so this is one odd chunk: what comes after it is heard.
            self.reset();
        }
        self.found.pop_front()
    }

    fn reset(&mut self) {
        self.chunks = Chunks::new(&self.model.fbank, &self.model.model.encoder);
        self.search.reset();
        self.n_chunks = 0;
        self.found.clear();
    }
}

#[cfg(test)]
mod tests;
