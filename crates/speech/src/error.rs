use std::io;

/// Why sound could not be read, heard or made.
#[derive(Debug, thiserror::Error)]
pub enum SpeechError {
    /// The bytes are not a WAV file.
    #[error("this is not a WAV file: {why}")]
    NotWav {
        /// What was found instead.
        why: &'static str,
    },
    /// The WAV file ends before its sound does.
    #[error("the WAV file is cut off: {got_bytes} bytes hold no sound")]
    CutOff {
        /// How many bytes there are.
        got_bytes: usize,
    },
    /// A kind of WAV that is not read.
    #[error("WAV with {what} is not read; use PCM of 8 to 32 bits or 32-bit float")]
    Format {
        /// What kind it is.
        what: String,
    },
    /// The bytes are no sound that is read.
    #[error("{what} is not read; send WAV, MP3, FLAC, OGG or WebM")]
    NotSound {
        /// What they are, as far as can be seen.
        what: &'static str,
    },
    /// A compressed file makes no sense.
    #[error("the {kind} file is damaged: {why}")]
    Damaged {
        /// Which kind of file.
        kind: &'static str,
        /// What makes no sense.
        why: String,
    },
    /// The sound is too long.
    #[error("the sound lasts {got_secs} s, at most {most_secs} s are taken")]
    TooLong {
        /// How long it is.
        got_secs: u64,
        /// How long it may be.
        most_secs: u32,
    },
    /// The file is too large.
    #[error("the sound has {got_bytes} bytes, at most {most_bytes} are taken")]
    TooLarge {
        /// How large it is.
        got_bytes: usize,
        /// How large it may be.
        most_bytes: usize,
    },
    /// The text is too long to be said.
    #[error("the text has {got_chars} characters, at most {most_chars} are said")]
    TextTooLong {
        /// How long it is.
        got_chars: usize,
        /// How long it may be.
        most_chars: usize,
    },
    /// A file of a model cannot be read.
    #[error("the model's file `{file}` cannot be read: {why}")]
    Model {
        /// Which file.
        file: String,
        /// What is wrong with it.
        why: String,
    },
    /// The engine is not there.
    #[error("{engine} is not to be had: {why}")]
    Missing {
        /// Which engine.
        engine: String,
        /// What was tried.
        why: String,
    },
    /// The engine could not be reached or went away.
    #[error("{engine} cannot be reached")]
    Unreachable {
        /// Which engine.
        engine: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The engine answered, but not as it should.
    #[error("{engine} gave an answer that makes no sense: {why}")]
    BadAnswer {
        /// Which engine.
        engine: String,
        /// What was wrong with it.
        why: String,
    },
    /// The engine refused.
    #[error("{engine} refused: {why}")]
    Refused {
        /// Which engine.
        engine: String,
        /// What it said.
        why: String,
    },
    /// The engine took too long.
    #[error("{engine} did not answer within {secs} s")]
    Late {
        /// Which engine.
        engine: String,
        /// How long it was given.
        secs: u64,
    },
    /// Too many others are being served.
    #[error("{engine} is busy")]
    Busy {
        /// Which engine.
        engine: String,
    },
    /// A grammar that says what can be said has a mistake.
    #[error("line {line}, column {column}: {why}")]
    Grammar {
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
        /// What is wrong.
        why: String,
    },
}

impl SpeechError {
    /// Stable word for logs, interfaces and tests.
    pub fn code(&self) -> &'static str {
        match self {
            SpeechError::NotWav { .. } => "not_wav",
            SpeechError::CutOff { .. } => "cut_off",
            SpeechError::Format { .. } => "format",
            SpeechError::NotSound { .. } => "not_sound",
            SpeechError::Damaged { .. } => "damaged",
            SpeechError::TooLong { .. } => "too_long",
            SpeechError::TooLarge { .. } => "too_large",
            SpeechError::TextTooLong { .. } => "text_too_long",
            SpeechError::Model { .. } => "model",
            SpeechError::Missing { .. } => "missing",
            SpeechError::Unreachable { .. } => "unreachable",
            SpeechError::BadAnswer { .. } => "bad_answer",
            SpeechError::Refused { .. } => "refused",
            SpeechError::Late { .. } => "late",
            SpeechError::Busy { .. } => "busy",
            SpeechError::Grammar { .. } => "grammar",
        }
    }
}
