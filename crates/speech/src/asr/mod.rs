//! Recognisers that run inside this program, one folder each.

pub mod ctc;
pub mod sense_voice;
pub mod sphinx;
pub(crate) mod transducer;
mod vocabulary;
pub mod zipformer;

pub(crate) use vocabulary::Vocabulary;

/// A word or a Chinese character, and when it is heard.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// As it is written.
    pub text: String,
    /// Where it begins, in seconds.
    pub start_s: f64,
    /// Where its last token has been heard, in seconds.
    pub end_s: f64,
}
