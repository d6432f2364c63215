//! Where answers go: into a file or a pipe, on the clock of the microphone.

use std::{
    fs::File,
    io::{BufWriter, Write},
    os::unix::fs::MetadataExt,
    path::Path,
};

use anyhow::Context;
use hound::{SampleFormat, WavSpec, WavWriter};
use ling_speech::{RATE_HZ, wav::to_bytes};

use super::card::Loudspeaker;
use crate::advice::Advice;

/// A loudspeaker.
pub enum Speaker {
    /// Nothing is heard; the time passes all the same.
    Silent,
    /// A WAV file of everything that was played, silence included.
    File(WavWriter<BufWriter<File>>),
    /// Samples of 16 bits, the low byte first, on standard output, as they come.
    Raw(std::io::Stdout),
    /// The sound card.
    Card(Loudspeaker),
}

impl Speaker {
    /// The file to write, if there is to be one; `-` is raw sound on standard output. Without
    /// one, the sound card where it is the microphone, too.
    pub fn open(file: Option<&Path>, has_card: bool) -> anyhow::Result<Speaker> {
        let path = match (file, has_card) {
            (Some(path), _) => path,
            (None, true) => return Ok(Speaker::Card(Loudspeaker::find()?)),
            (None, false) => return Ok(Speaker::Silent),
        };
        if is_pipe(Some(path)) {
            return Ok(Speaker::Raw(std::io::stdout()));
        }
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
        let lost = "the answers cannot be written";
        match self {
            Speaker::Silent => {}
            Speaker::Card(loudspeaker) => loudspeaker.play(samples)?,
            Speaker::File(writer) => {
                for sample in samples {
                    let number = (sample.clamp(-1.0, 1.0) * 32_767.0).round();
                    writer.write_sample(number as i16).context(lost)?;
                }
            }
            Speaker::Raw(out) => {
                out.write_all(&to_bytes(samples)).context(lost)?;
                out.flush().context(lost)?;
            }
        }
        Ok(())
    }

    /// Nothing more is played.
    pub fn close(self) -> anyhow::Result<()> {
        match self {
            Speaker::Silent | Speaker::Raw(_) | Speaker::Card(_) => Ok(()),
            Speaker::File(writer) => writer.finalize().context("the answers cannot be written"),
        }
    }
}

/// An error where the answers would be written over the recording that is heard, by whatever name.
pub fn spare(recording: Option<&Path>, out: Option<&Path>) -> anyhow::Result<()> {
    let (Some(recording), Some(out)) = (recording, out) else {
        return Ok(());
    };
    let about = |path: &Path| path.metadata().ok().filter(std::fs::Metadata::is_file);
    let is_one = about(recording)
        .zip(about(out))
        .is_some_and(|(a, b)| (a.dev(), a.ino()) == (b.dev(), b.ino()));
    if !is_one {
        return Ok(());
    }
    let why = format!("`{}` is the recording that is heard", out.display());
    Err(Advice::new(why, "name another file with `--out`").into())
}

/// Whether the answers go to standard output, so that nothing else may.
pub fn is_pipe(out: Option<&Path>) -> bool {
    out == Some(Path::new("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recording_is_not_written_over() {
        let dir = std::env::temp_dir().join(format!("ling-listen-{}", std::process::id()));
        std::fs::create_dir_all(&dir).expect("a folder");
        let [day, link, other] = ["day.wav", "link.wav", "other.wav"].map(|name| dir.join(name));
        std::fs::write(&day, "sound").expect("a file");
        std::os::unix::fs::symlink(&day, &link).expect("a link");
        let check = |out: &Path| spare(Some(&day), Some(out)).is_ok();
        let got = [&day, &link, &other].map(|out| check(out));
        std::fs::remove_dir_all(&dir).expect("it is ours");
        assert_eq!(got, [false, false, true]);
    }
}
