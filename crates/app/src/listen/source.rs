//! Where the sound comes from.

use std::{
    io::{Read, StdinLock},
    path::Path,
};

use anyhow::Context;
use ling_speech::{SpeechError, UTTERANCE_SECS_MAX, decode, wav::Limits};

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
}

impl Source {
    /// A sound file, or `-` for raw sound on standard input.
    pub fn open(file: &Path) -> anyhow::Result<Source> {
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
                let mut bytes = Vec::with_capacity(2 * PIECE);
                let read = input
                    .by_ref()
                    .take(2 * PIECE as u64)
                    .read_to_end(&mut bytes);
                read.context("standard input cannot be read")?;
                let sample = |two: &[u8; 2]| f32::from(i16::from_le_bytes(*two)) / 32_768.0;
                let piece: Vec<f32> = bytes.as_chunks().0.iter().map(sample).collect();
                Ok((!piece.is_empty()).then_some(piece))
            }
        }
    }
}
