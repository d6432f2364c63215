//! Transducers that hear while sound comes: an encoder that keeps caches from chunk to chunk, a decoder that knows the
//! last tokens, and a joiner that says what comes next. The recogniser and the keyword spotter share them.

mod chunks;
mod encoder;
mod paths;
mod phrases;
mod scorer;

use ling_nn::{NetError, NetOptions};

pub(crate) use chunks::{Chunks, silence};
pub(crate) use encoder::{Encoder, Frames};
pub(crate) use paths::{Path, add, best, likeliest};
pub(crate) use phrases::{Phrase, Phrases, ROOT};
pub(crate) use scorer::{Scorer, Scores};

use super::Vocabulary;
use crate::SpeechError;

/// The token that stands for nothing.
pub(crate) const BLANK: u32 = 0;

/// The bytes of a transducer's files.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// The encoder, as ONNX.
    pub encoder: Vec<u8>,
    /// The decoder, as ONNX.
    pub decoder: Vec<u8>,
    /// The joiner, as ONNX.
    pub joiner: Vec<u8>,
    /// The list of tokens.
    pub tokens: String,
}

/// A loaded transducer.
#[derive(Debug)]
pub(crate) struct Transducer {
    /// From values of a filter bank to frames.
    pub encoder: Encoder,
    /// From frames to what comes next.
    pub scorer: Scorer,
    /// What its tokens are.
    pub vocabulary: Vocabulary,
    /// The token that stands for what has no token.
    pub unknown: Option<u32>,
}

impl Transducer {
    /// Loads it; `names` name the files in errors: encoder, decoder, joiner.
    pub(crate) fn open(
        files: Files,
        names: [&str; 3],
        options: &NetOptions,
    ) -> Result<Transducer, SpeechError> {
        let encoder = Encoder::open(names[0], files.encoder, options)?;
        let [decoder, joiner] = [files.decoder, files.joiner];
        let scorer = Scorer::open([names[1], names[2]], [decoder, joiner], options)?;
        let vocabulary = Vocabulary::parse(&files.tokens, scorer.n_tokens())?;
        let model = Transducer {
            unknown: vocabulary.id("<unk>"),
            encoder,
            scorer,
            vocabulary,
        };
        model.check(names)?;
        Ok(model)
    }

    /// One chunk of silence through all three nets: that they fit together is known before anybody speaks.
    fn check(&self, names: [&str; 3]) -> Result<(), SpeechError> {
        let mut caches = self.encoder.begin();
        let silence = vec![0.0; self.encoder.n_in()];
        let frames = self.encoder.step(&silence, &mut caches);
        let frames = frames.map_err(|error| not_this(names[0], error.to_string()))?;
        let mut scored = Scores::default();
        let frame = frames.rows().next().unwrap_or_default();
        let start = [self.scorer.start()];
        let found = self.scorer.scores(frame, &start, &mut scored);
        found.map_err(|error| not_this(names[2], error.to_string()))?;
        Ok(())
    }

    /// Whether a token is heard as nothing.
    pub(crate) fn is_nothing(&self, id: u32) -> bool {
        id == BLANK || Some(id) == self.unknown
    }
}

/// A file is not what it should be.
pub(crate) fn not_this(file: &str, why: String) -> SpeechError {
    SpeechError::Model {
        file: file.into(),
        why,
    }
}

/// A net that was loaded cannot be run.
fn bad(error: &NetError) -> SpeechError {
    bad_answer(error.to_string())
}

fn bad_answer(why: String) -> SpeechError {
    SpeechError::BadAnswer {
        engine: "the transducer".into(),
        why,
    }
}
