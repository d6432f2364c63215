//! SenseVoice-Small: Mandarin, English, Cantonese, Japanese and Korean, also mixed, an utterance at a time.
//!
//! The net is an ONNX file of the package `sense-voice-small-int8`; what the front end needs (means, sizes, numbers of
//! the languages) stands in the file's metadata. Besides the words it says which language it heard, a mood, and what
//! kind of sound it was. It hears whole utterances; as a [`crate::Recognizer`] it hears what has come so far again and
//! again, for partial results. Begin with [`SenseVoice::open`] and [`SenseVoice::hear`].

mod facts;
mod listening;

use std::sync::Arc;

use ling_base::Lang;
use ling_nn::{Net, NetError, NetOptions, Tensor, Values};

pub use super::Word;
use super::ctc::{self, Beam, LogProbs, Token};
use super::vocabulary::Vocabulary;
use crate::fbank::{self, Fbank, LFR_FRAMES, lfr};
use crate::{Alternative, RATE_HZ, SpeechError, Transcript, UTTERANCE_SECS_MAX};
use facts::Facts;

/// Name of the engine in errors and results.
pub const ENGINE: &str = "sense-voice";

/// Files of the package: the net and its list of tokens.
pub const FILES: [&str; 2] = ["model.int8.onnx", "tokens.txt"];

/// Frames before the sound's own: they name the language, a mood, a kind of sound and the form of the text.
const TAG_FRAMES: usize = 4;

/// Seconds from one frame to the next.
const FRAME_S: f64 = 0.06;

/// Sequences that the search keeps.
const BEAM_WIDTH: usize = 8;

/// Most ways to hear an utterance that are asked for.
const N_BEST_MAX: usize = 8;

/// What is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The language that is spoken, if it is known; mixed speech is best left open.
    pub lang: Option<Lang>,
    /// Numbers in digits, and punctuation (inverse text normalisation).
    pub written: bool,
    /// How many ways to hear it, at most 8.
    pub n_best: usize,
}

impl Default for Wish {
    fn default() -> Wish {
        Wish {
            lang: None,
            written: true,
            n_best: 5,
        }
    }
}

/// What the net says besides words, as it writes it: `zh`, `NEUTRAL`, `Speech`, `withitn`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags {
    /// The language.
    pub lang: Option<String>,
    /// The mood of the voice.
    pub emotion: Option<String>,
    /// The kind of sound: speech, music, applause.
    pub event: Option<String>,
    /// Whether numbers are written in digits.
    pub form: Option<String>,
}

/// What was heard.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heard {
    /// Best first; empty if nothing was said.
    pub alternatives: Vec<Alternative>,
    /// The words of the best one.
    pub words: Vec<Word>,
    /// What was heard besides words.
    pub tags: Tags,
}

impl Heard {
    /// The words alone, for whoever takes any recogniser.
    pub fn transcript(self) -> Transcript {
        Transcript {
            lang: self.tags.lang.as_deref().and_then(Lang::from_tag),
            alternatives: self.alternatives,
        }
    }
}

/// The recogniser. Copies share the net.
#[derive(Clone, Debug)]
pub struct SenseVoice {
    parts: Arc<Parts>,
}

#[derive(Debug)]
struct Parts {
    net: Net,
    facts: Facts,
    vocabulary: Vocabulary,
    fbank: Fbank,
}

impl SenseVoice {
    /// From the bytes of the two files of [`FILES`].
    pub fn open(onnx: Vec<u8>, tokens: &str, options: &NetOptions) -> Result<Self, SpeechError> {
        let net = Net::load(onnx, options).map_err(|error| not_this(error.to_string()))?;
        let facts = Facts::of(&net)?;
        let vocabulary = Vocabulary::parse(tokens, facts.n_tokens)?;
        let fbank = Fbank::new(fbank::Options {
            scale: facts.scale,
            ..fbank::Options::SENSE_VOICE
        });
        let parts = Parts {
            net,
            facts,
            vocabulary,
            fbank,
        };
        Ok(SenseVoice {
            parts: Arc::new(parts),
        })
    }

    /// Hears an utterance: mono, 16 kHz, in [-1, 1], at most 30 s.
    pub fn hear(&self, samples: &[f32], wish: &Wish) -> Result<Heard, SpeechError> {
        let got_secs = samples.len() as u64 / u64::from(RATE_HZ);
        if got_secs > u64::from(UTTERANCE_SECS_MAX) {
            return Err(SpeechError::TooLong {
                got_secs,
                most_secs: UTTERANCE_SECS_MAX,
            });
        }
        self.parts.heard(&self.parts.fbank.whole(samples), wish)
    }

    /// What the net's last layer gives for a sound, by frame and token: for comparing runtimes.
    pub fn logits(&self, samples: &[f32], wish: &Wish) -> Result<Vec<f32>, SpeechError> {
        self.parts.run(&self.parts.fbank.whole(samples), wish)
    }

    /// The likeliest token of each frame, tags among them: for comparing runtimes.
    pub fn tokens(&self, logits: &[f32]) -> Vec<&str> {
        let found = ctc::greedy(&self.parts.probs(logits), self.parts.facts.blank);
        let text = |token: &Token| self.parts.vocabulary.token(token.id);
        found.iter().map(text).collect()
    }

    /// Whether the net was turned into floats for this processor.
    pub fn is_float(&self) -> bool {
        self.parts.net.is_float()
    }
}

impl Parts {
    /// What the values of a filter bank are heard as.
    fn heard(&self, values: &[f32], wish: &Wish) -> Result<Heard, SpeechError> {
        let logits = self.run(values, wish)?;
        let probs = self.probs(&logits);
        if probs.n_frames() <= TAG_FRAMES {
            return Ok(Heard::default());
        }
        let tags = (0..TAG_FRAMES).map(|at| self.vocabulary.tag(probs.best(at)));
        let tags: Vec<Option<String>> = tags.map(|tag| tag.map(str::to_owned)).collect();
        let [lang, emotion, event, form] = tags.try_into().unwrap_or_default();
        let sound = probs.from(TAG_FRAMES);
        let beam = Beam {
            blank: self.facts.blank,
            width: BEAM_WIDTH,
            n_best: N_BEST_MAX,
        };
        let found = ctc::beam(&sound, &beam);
        let best = found.first().map_or(&[][..], |best| &best.ids);
        let at = ctc::align(&sound, best, self.facts.blank).unwrap_or_default();
        Ok(Heard {
            alternatives: self.alternatives(&found, wish.n_best.clamp(1, N_BEST_MAX)),
            words: self.vocabulary.words(&at, FRAME_S),
            tags: Tags {
                lang,
                emotion,
                event,
                form,
            },
        })
    }

    /// Ways to hear an utterance that differ in their words, with the probability of each token on average.
    fn alternatives(&self, found: &[ctc::Sequence], n_best: usize) -> Vec<Alternative> {
        let n_tokens = found.first().map_or(1, |best| best.ids.len().max(1));
        let mut alternatives: Vec<Alternative> = Vec::new();
        for one in found {
            let text = self.vocabulary.text(&one.ids);
            let is_new = alternatives.iter().all(|other| other.text != text);
            if text.is_empty() && alternatives.is_empty() {
                // Silence is the likeliest, so nothing was said.
                return alternatives;
            }
            if is_new && !text.is_empty() && alternatives.len() < n_best {
                let score = (one.log_prob / n_tokens as f32).exp().clamp(0.0, 1.0);
                alternatives.push(Alternative { text, score });
            }
        }
        alternatives
    }

    fn probs(&self, logits: &[f32]) -> LogProbs {
        LogProbs::new(logits, self.facts.n_tokens)
    }

    /// From the values of a filter bank to those of the last layer; nothing from nothing.
    fn run(&self, values: &[f32], wish: &Wish) -> Result<Vec<f32>, SpeechError> {
        let width = self.fbank.n_mels() * LFR_FRAMES;
        let mut rows = lfr(values, self.fbank.n_mels());
        let n_rows = rows.len() / width;
        if n_rows == 0 {
            return Ok(Vec::new());
        }
        self.facts.cmvn.apply(&mut rows);
        let one = |value: i32| Tensor::i32(&[1], vec![value]);
        let inputs = vec![
            ("x", Tensor::f32(&[1, n_rows, width], rows)),
            ("x_length", one(n_rows as i32)),
            ("language", one(self.facts.language(wish.lang))),
            ("text_norm", one(self.facts.form(wish.written))),
        ];
        let found = self.net.run(inputs, &["logits"]).map_err(bad)?;
        let expect = [1, n_rows + TAG_FRAMES, self.facts.n_tokens];
        match found.into_iter().next() {
            Some(Tensor {
                shape,
                values: Values::F32(values),
            }) if shape == expect => Ok(values),
            other => Err(SpeechError::BadAnswer {
                engine: ENGINE.into(),
                why: format!(
                    "{:?} values instead of {expect:?}",
                    other.map(|tensor| tensor.shape).unwrap_or_default()
                ),
            }),
        }
    }
}

fn bad(error: NetError) -> SpeechError {
    SpeechError::BadAnswer {
        engine: ENGINE.into(),
        why: error.to_string(),
    }
}

/// The net's file is not what it should be.
fn not_this(why: String) -> SpeechError {
    SpeechError::Model {
        file: FILES[0].into(),
        why,
    }
}

#[cfg(test)]
mod tests;
