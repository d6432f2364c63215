//! Where the sound comes from.

use std::{
    io::{Read, StdinLock},
    path::Path,
};

use anyhow::Context;
use ling_speech::{
    SpeechError, UTTERANCE_SECS_MAX, decode,
    wav::{self, Limits},
};

use super::card::Microphone;
use crate::{advice::Advice, input};

/// Samples at once: 20 ms.
pub const PIECE: usize = 320;

/// What to do about a file that is no recording.
fn advice(error: SpeechError) -> Advice {
    let most_secs = Limits::RECORDING.secs_max;
    let hint = format!(
        "take WAV, MP3, FLAC or OGG of at most {most_secs} s, in which nobody speaks for more than {UTTERANCE_SECS_MAX} s at once"
    );
    Advice::new(error.to_string(), hint)
}

/// Sound, piece by piece.
pub enum Source {
    /// A file that was read.
    File { samples: Vec<f32>, at: usize },
    /// Samples of 16 bits, the low byte first, as they come.
    Raw(StdinLock<'static>),
    /// The same from the sound card, as long as there is one.
    Card(Microphone),
}

impl Source {
    /// A sound file, or `-` for raw sound on standard input; the sound card where no file is named.
    pub fn open(file: Option<&Path>) -> anyhow::Result<Source> {
        let Some(file) = file else {
            return Ok(Source::Card(Microphone::open()?));
        };
        if file == Path::new("-") {
            return Ok(Source::Raw(std::io::stdin().lock()));
        }
        let limit = Limits::RECORDING;
        let bytes = input::bytes_up_to(file, limit.bytes_max as u64)?;
        let samples = decode(&bytes, &limit).map_err(advice)?.samples;
        Ok(Source::File { samples, at: 0 })
    }

    /// The next piece; none at the end.
    pub fn next(&mut self) -> anyhow::Result<Option<Vec<f32>>> {
        match self {
            Source::File { samples, at } => {
                let to = (*at + PIECE).min(samples.len());
                let piece = samples[*at..to].to_vec();
                *at = to;
                Ok((!piece.is_empty()).then_some(piece))
            }
            Source::Raw(input) => {
                let piece = raw(input).context("standard input cannot be read")?;
                Ok((!piece.is_empty()).then_some(piece))
            }
            Source::Card(microphone) => match raw(&mut microphone.sound) {
                Ok(piece) if !piece.is_empty() => Ok(Some(piece)),
                Ok(_) | Err(_) => Err(microphone.gone()),
            },
        }
    }
}

/// A piece of raw sound; nothing at its end.
fn raw(input: &mut impl Read) -> std::io::Result<Vec<f32>> {
    let mut bytes = Vec::with_capacity(2 * PIECE);
    input
        .by_ref()
        .take(2 * PIECE as u64)
        .read_to_end(&mut bytes)?;
    Ok(wav::from_bytes(&bytes))
}
