//! Streaming zipformer transducers: Mandarin, English and both mixed, as it is spoken.
//!
//! Three ONNX files of the package `zipformer-zh-en`; what the engine must know of them (sizes of chunks and caches)
//! stands in their metadata. The words so far are there a third of a second after they were said. Names of the house are
//! boosted while paths are compared. Begin with [`Zipformer::open`] and [`Zipformer::hear`].

mod listening;
pub(crate) mod names;
mod search;

use std::sync::Arc;

use ling_nn::NetOptions;

use super::Word;
use super::ctc::Token;
pub use super::transducer::Files;
use super::transducer::{Path, Phrases, Transducer};
use crate::fbank::{Fbank, Options};
use crate::{Alternative, RATE_HZ, SpeechError, Transcript, UTTERANCE_SECS_MAX};
pub use listening::Hearing;

/// Name of the engine in errors and results.
pub const ENGINE: &str = "zipformer";

/// Files of the package: encoder, decoder, joiner and the list of tokens.
pub const FILES: [&str; 4] = [
    "encoder.int8.onnx",
    "decoder.onnx",
    "joiner.int8.onnx",
    "tokens.txt",
];

/// Seconds of a frame of the filter bank.
const FRAME_S: f64 = 0.01;

/// Most paths that are compared.
const PATHS_MAX: usize = 16;

/// Most ways to hear an utterance that are asked for.
const N_BEST_MAX: usize = 8;

/// What is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    /// How many paths are compared, at most 16; 1 is the greedy search, which has one way to hear an utterance.
    pub n_paths: usize,
    /// Names that are likely to be said.
    pub names: Vec<String>,
    /// What each token of a name is worth, in natural logarithms.
    pub boost: f32,
    /// How many ways to hear it, at most 8.
    pub n_best: usize,
}

impl Default for Wish {
    fn default() -> Wish {
        Wish {
            n_paths: 4,
            names: Vec::new(),
            boost: names::BOOST,
            n_best: 4,
        }
    }
}

/// What was heard.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heard {
    /// Best first; empty if nothing was said.
    pub alternatives: Vec<Alternative>,
    /// The words of the best one.
    pub words: Vec<Word>,
    /// The tokens of the best one, as they stand in the list, and the second that each is heard at.
    pub tokens: Vec<(String, f64)>,
}

impl Heard {
    /// The words alone, for whoever takes any recogniser.
    pub fn transcript(self) -> Transcript {
        Transcript {
            lang: None,
            alternatives: self.alternatives,
        }
    }
}

/// The recogniser. Copies share the nets.
#[derive(Clone, Debug)]
pub struct Zipformer {
    parts: Arc<Parts>,
}

#[derive(Debug)]
struct Parts {
    model: Transducer,
    fbank: Fbank,
    /// Seconds of a frame of the encoder.
    frame_s: f64,
}

impl Zipformer {
    /// From the bytes of the files of [`FILES`].
    pub fn open(files: Files, options: &NetOptions) -> Result<Zipformer, SpeechError> {
        let [encoder, decoder, joiner, _] = FILES;
        let model = Transducer::open(files, [encoder, decoder, joiner], options)?;
        let n_out = model.encoder.frames_of_silence()?.max(1);
        let frame_s = FRAME_S * model.encoder.n_step() as f64 / n_out as f64;
        let fbank = Fbank::new(Options::ZIPFORMER);
        Ok(Zipformer {
            parts: Arc::new(Parts {
                model,
                fbank,
                frame_s,
            }),
        })
    }

    /// Begins an utterance.
    pub fn begin(&self, wish: &Wish) -> Hearing {
        Hearing::new(Arc::clone(&self.parts), wish)
    }

    /// Hears an utterance: mono, 16 kHz, in [-1, 1], at most 30 s.
    pub fn hear(&self, samples: &[f32], wish: &Wish) -> Result<Heard, SpeechError> {
        let mut hearing = self.begin(wish);
        hearing.push(samples)?;
        hearing.finish()
    }

    /// What the encoder gives for a sound and the silence after it, by frame: for comparing runtimes.
    pub fn frames(&self, samples: &[f32]) -> Result<Vec<f32>, SpeechError> {
        self.begin(&Wish::default()).frames(samples)
    }

    /// Samples of silence that are heard after each sound.
    pub fn n_silence(&self) -> usize {
        super::transducer::silence(&self.parts.model.encoder).len()
    }
}

impl Parts {
    /// Paths as ways to hear an utterance.
    fn heard(&self, paths: &[Path], n_best: usize) -> Heard {
        let Some(best) = paths.first() else {
            return Heard::default();
        };
        let vocabulary = &self.model.vocabulary;
        let tokens = best.ids.iter().zip(&best.at);
        let tokens = tokens.map(|(id, at)| Token {
            id: *id,
            frame_idx: *at,
        });
        let tokens: Vec<Token> = tokens.collect();
        let told = tokens.iter().map(|token| {
            let text = vocabulary.token(token.id).to_owned();
            (text, token.frame_idx as f64 * self.frame_s)
        });
        Heard {
            alternatives: self.alternatives(paths, n_best.clamp(1, N_BEST_MAX)),
            words: vocabulary.words(&tokens, self.frame_s),
            tokens: told.collect(),
        }
    }

    /// Ways to hear an utterance that differ in their words. Their scores leave boosts out and fall.
    fn alternatives(&self, paths: &[Path], n_best: usize) -> Vec<Alternative> {
        let mut found: Vec<Alternative> = Vec::new();
        for path in paths {
            let text = self.model.vocabulary.text(&path.ids);
            if text.is_empty() && found.is_empty() {
                // Silence is the likeliest, so nothing was said.
                return found;
            }
            let is_new = found.iter().all(|other| other.text != text);
            if text.is_empty() || !is_new || found.len() == n_best {
                continue;
            }
            let n_tokens = path.ids.len() + self.model.scorer.n_context();
            let score = ((path.log_prob - path.boost) / n_tokens as f64).exp();
            let before = found.last().map_or(1.0, |before| before.score);
            let score = (score as f32).clamp(0.0, before);
            found.push(Alternative { text, score });
        }
        found
    }

    fn phrases(&self, wish: &Wish) -> Phrases {
        let boost = if wish.boost.is_finite() {
            wish.boost
        } else {
            0.0
        };
        let phrases = names::phrases(&wish.names, &self.model.vocabulary, boost);
        Phrases::new(&phrases)
    }
}

/// Whether there is room for so many samples.
fn room(n_samples: usize) -> Result<(), SpeechError> {
    let got_secs = n_samples as u64 / u64::from(RATE_HZ);
    match got_secs > u64::from(UTTERANCE_SECS_MAX) {
        true => Err(SpeechError::TooLong {
            got_secs,
            most_secs: UTTERANCE_SECS_MAX,
        }),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests;
