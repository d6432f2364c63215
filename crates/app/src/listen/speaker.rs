//! Where answers go: into a file, on the clock of the microphone.

use std::{fs::File, io::BufWriter, path::Path};

use anyhow::Context;
use hound::{SampleFormat, WavSpec, WavWriter};
use ling_speech::RATE_HZ;

/// A loudspeaker.
pub enum Speaker {
    /// Nothing is heard; the time passes all the same.
    Silent,
    /// A WAV file of everything that was played, silence included.
    File(WavWriter<BufWriter<File>>),
}

impl Speaker {
    /// The file to write, if there is to be one.
    pub fn open(file: Option<&Path>) -> anyhow::Result<Speaker> {
        let Some(path) = file else {
            return Ok(Speaker::Silent);
        };
        let spec = WavSpec {
            channels: 1,
            sample_rate: RATE_HZ,
            bits_per_sample: 16,
            sample_format: SampleFormat::Int,
        };
        let shown = path.display();
        let writer = WavWriter::create(path, spec);
        let writer = writer.with_context(|| format!("`{shown}` cannot be written"))?;
        Ok(Speaker::File(writer))
    }

    /// Plays samples in [-1, 1].
    pub fn play(&mut self, samples: &[f32]) -> anyhow::Result<()> {
        if let Speaker::File(writer) = self {
            for sample in samples {
                let number = (sample.clamp(-1.0, 1.0) * 32_767.0).round();
                let written = writer.write_sample(number as i16);
                written.context("the answers cannot be written")?;
            }
        }
        Ok(())
    }

    /// Nothing more is played.
    pub fn close(self) -> anyhow::Result<()> {
        match self {
            Speaker::Silent => Ok(()),
            Speaker::File(writer) => writer.finalize().context("the answers cannot be written"),
        }
    }
}
