//! WAV files in and out.
//!
//! Reading takes what people send (8 to 32 bits, float, several channels, any rate, the endless headers of programs
//! that write to a pipe) and always gives mono sound at [`RATE_HZ`] unless asked otherwise.

use hound::{SampleFormat, WavReader, WavSpec};
use ling_base::Pcm;

use crate::{RATE_HZ, SpeechError, UTTERANCE_SECS_MAX, resample};

/// How much sound is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Longest sound.
    pub secs_max: u32,
    /// Largest file.
    pub bytes_max: usize,
}

impl Limits {
    /// One utterance: 30 s of the widest ordinary format (48 kHz, stereo, 32 bits).
    pub const UTTERANCE: Limits = Limits {
        secs_max: UTTERANCE_SECS_MAX,
        bytes_max: 12 * 1024 * 1024,
    };
    /// A recording, or what a voice says.
    pub const RECORDING: Limits = Limits {
        secs_max: 3600,
        bytes_max: 700 * 1024 * 1024,
    };
}

/// Rates that sound is taken at.
pub(crate) const RATES_HZ: std::ops::RangeInclusive<u32> = 4_000..=192_000;

/// Sizes from here on mean that the end is not known; ffmpeg, sox and arecord each have their own.
const OPEN_SIZES_FROM: u32 = 0x7fff_0000;

/// More channels than this are no recording of a voice.
const CHANNELS_MAX: u16 = 64;

/// Reads a WAV file as mono sound at 16 kHz.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Pcm, SpeechError> {
    let found = read_at_own_rate(bytes, limits)?;
    Ok(Pcm {
        rate_hz: RATE_HZ,
        samples: resample(&found.samples, found.rate_hz, RATE_HZ),
    })
}

/// Reads a WAV file as mono sound at the rate it has.
pub fn read_at_own_rate(bytes: &[u8], limits: &Limits) -> Result<Pcm, SpeechError> {
    if bytes.len() > limits.bytes_max {
        return Err(SpeechError::TooLarge {
            got_bytes: bytes.len(),
            most_bytes: limits.bytes_max,
        });
    }
    let whole = with_true_sizes(bytes)?;
    let reader =
        WavReader::new(whole.as_slice()).map_err(|error| explained(&error, bytes.len()))?;
    let spec = reader.spec();
    check(&spec)?;
    let n_frames = u64::from(reader.duration());
    let got_secs = n_frames / u64::from(spec.sample_rate);
    if got_secs > u64::from(limits.secs_max)
        || (got_secs == u64::from(limits.secs_max) && n_frames % u64::from(spec.sample_rate) > 0)
    {
        return Err(SpeechError::TooLong {
            got_secs: n_frames.div_ceil(u64::from(spec.sample_rate)),
            most_secs: limits.secs_max,
        });
    }
    if n_frames == 0 {
        return Err(SpeechError::CutOff {
            got_bytes: bytes.len(),
        });
    }
    let samples = mono(reader, &spec).map_err(|error| explained(&error, bytes.len()))?;
    Ok(Pcm {
        rate_hz: spec.sample_rate,
        samples,
    })
}

fn check(spec: &WavSpec) -> Result<(), SpeechError> {
    let what = match spec {
        WavSpec { sample_rate, .. } if !RATES_HZ.contains(sample_rate) => {
            format!("{sample_rate} samples per second")
        }
        WavSpec { channels, .. } if *channels == 0 || *channels > CHANNELS_MAX => {
            format!("{channels} channels")
        }
        WavSpec {
            sample_format: SampleFormat::Float,
            bits_per_sample: 32,
            ..
        } => return Ok(()),
        WavSpec {
            sample_format: SampleFormat::Int,
            bits_per_sample: 8 | 16 | 24 | 32,
            ..
        } => return Ok(()),
        WavSpec {
            sample_format,
            bits_per_sample,
            ..
        } => format!("{bits_per_sample}-bit {sample_format:?} samples"),
    };
    Err(SpeechError::Format { what })
}

fn mono(mut reader: WavReader<&[u8]>, spec: &WavSpec) -> Result<Vec<f32>, hound::Error> {
    let samples: Vec<f32> = match spec.sample_format {
        SampleFormat::Float => reader.samples::<f32>().collect::<Result<_, _>>()?,
        SampleFormat::Int => {
            let scale = (1u64 << (spec.bits_per_sample - 1)) as f32;
            reader
                .samples::<i32>()
                .map(|sample| sample.map(|s| s as f32 / scale))
                .collect::<Result<_, _>>()?
        }
    };
    let n_channels = usize::from(spec.channels);
    Ok(samples
        .chunks_exact(n_channels)
        .map(|frame| sane(frame.iter().sum::<f32>() / n_channels as f32))
        .collect())
}

/// The sample, or silence for what is no number.
pub(crate) fn sane(sample: f32) -> f32 {
    if sample.is_finite() {
        sample.clamp(-1.0, 1.0)
    } else {
        0.0
    }
}

fn explained(error: &hound::Error, got_bytes: usize) -> SpeechError {
    match error {
        hound::Error::IoError(_) => SpeechError::CutOff { got_bytes },
        hound::Error::FormatError(why) => SpeechError::NotWav { why },
        other => SpeechError::Format {
            what: other.to_string(),
        },
    }
}

/// The file with the sizes it really has: programs that write to a pipe, and recorders that lose power, leave sizes
/// that are too large or zero. Chunks that are not needed are left out.
fn with_true_sizes(bytes: &[u8]) -> Result<Vec<u8>, SpeechError> {
    if bytes.is_empty() {
        return Err(SpeechError::NotWav { why: "it is empty" });
    }
    if bytes.get(..4) != Some(b"RIFF") || bytes.get(8..12) != Some(b"WAVE") {
        return Err(SpeechError::NotWav {
            why: "it does not begin with RIFF and WAVE",
        });
    }
    let mut format: Option<&[u8]> = None;
    let mut at = 12;
    while let Some(head) = bytes.get(at..at + 8) {
        let size = usize::try_from(u32::from_le_bytes([head[4], head[5], head[6], head[7]]))
            .unwrap_or(usize::MAX);
        let body = at + 8;
        let end = body.saturating_add(size).min(bytes.len());
        match &head[..4] {
            b"fmt " => format = bytes.get(body..end),
            b"data" => {
                let format = format.ok_or(SpeechError::NotWav {
                    why: "its sound comes before its format",
                })?;
                let is_open = size == 0;
                return Ok(rebuilt(
                    format,
                    &bytes[body..if is_open { bytes.len() } else { end }],
                ));
            }
            _ => {}
        }
        at = end + (size & 1);
    }
    Err(if format.is_none() && bytes.len() > 44 {
        SpeechError::NotWav {
            why: "it has no format",
        }
    } else {
        SpeechError::CutOff {
            got_bytes: bytes.len(),
        }
    })
}

/// Whether the file says that it has more sound than it has. Programs that write to a pipe give a size that no file has.
pub(crate) fn is_cut_off(bytes: &[u8]) -> bool {
    let mut at = 12;
    while let Some(head) = bytes.get(at..at + 8) {
        let size = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
        let end = (at + 8).saturating_add(usize::try_from(size).unwrap_or(usize::MAX));
        if &head[..4] == b"data" {
            return size < OPEN_SIZES_FROM && end > bytes.len();
        }
        at = end.saturating_add((size & 1) as usize);
    }
    false
}

fn rebuilt(format: &[u8], sound: &[u8]) -> Vec<u8> {
    let frame = format
        .get(12..14)
        .map_or(1, |b| usize::from(u16::from_le_bytes([b[0], b[1]])))
        .max(1);
    let sound = &sound[..sound.len() - sound.len() % frame];
    let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes();
    let mut out = Vec::with_capacity(sound.len() + format.len() + 28);
    out.extend(b"RIFF");
    out.extend(size(20 + format.len() + sound.len()));
    out.extend(b"WAVEfmt ");
    out.extend(size(format.len()));
    out.extend(format);
    out.extend(b"data");
    out.extend(size(sound.len()));
    out.extend(sound);
    out
}

/// Writes mono 16-bit PCM.
pub fn write(pcm: &Pcm) -> Vec<u8> {
    let sound = to_bytes(&pcm.samples);
    let mut format = Vec::with_capacity(16);
    format.extend(1u16.to_le_bytes());
    format.extend(1u16.to_le_bytes());
    format.extend(pcm.rate_hz.to_le_bytes());
    format.extend(pcm.rate_hz.saturating_mul(2).to_le_bytes());
    format.extend(2u16.to_le_bytes());
    format.extend(16u16.to_le_bytes());
    rebuilt(&format, &sound)
}

/// Samples as 16-bit little-endian PCM.
pub fn to_bytes(samples: &[f32]) -> Vec<u8> {
    samples
        .iter()
        .flat_map(|sample| ((sample.clamp(-1.0, 1.0) * 32_767.0).round() as i16).to_le_bytes())
        .collect()
}

/// 16-bit little-endian PCM as samples; an odd last byte is left out.
pub fn from_bytes(bytes: &[u8]) -> Vec<f32> {
    bytes
        .chunks_exact(2)
        .map(|b| f32::from(i16::from_le_bytes([b[0], b[1]])) / 32_768.0)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A second of a 440 Hz tone in the given format.
    fn tone(spec: WavSpec) -> Vec<u8> {
        let mut file = std::io::Cursor::new(Vec::new());
        let mut writer = hound::WavWriter::new(&mut file, spec).unwrap();
        for at in 0..spec.sample_rate {
            let sample = 0.5
                * (2.0 * std::f32::consts::PI * 440.0 * at as f32 / spec.sample_rate as f32).sin();
            for _ in 0..spec.channels {
                match spec.sample_format {
                    SampleFormat::Float => writer.write_sample(sample).unwrap(),
                    SampleFormat::Int => {
                        let full = ((1u64 << (spec.bits_per_sample - 1)) - 1) as f32;
                        writer.write_sample((sample * full) as i32).unwrap();
                    }
                }
            }
        }
        writer.finalize().unwrap();
        file.into_inner()
    }

    fn spec(
        channels: u16,
        sample_rate: u32,
        bits_per_sample: u16,
        sample_format: SampleFormat,
    ) -> WavSpec {
        WavSpec {
            channels,
            sample_rate,
            bits_per_sample,
            sample_format,
        }
    }

    #[track_caller]
    fn check_tone(spec: WavSpec) {
        let read = read(&tone(spec), &Limits::UTTERANCE).unwrap();
        assert_eq!(
            (read.rate_hz, read.samples.len()),
            (16_000, 16_000),
            "{spec:?}"
        );
        let middle = &read.samples[2_000..14_000];
        let power = middle.iter().map(|s| s * s).sum::<f32>() / middle.len() as f32;
        assert!(
            (power.sqrt() - 0.3536).abs() < 0.01,
            "{spec:?}: level {}",
            power.sqrt()
        );
    }

    #[test]
    fn every_ordinary_format() {
        check_tone(spec(1, 16_000, 16, SampleFormat::Int));
        check_tone(spec(2, 48_000, 16, SampleFormat::Int));
        check_tone(spec(1, 44_100, 24, SampleFormat::Int));
        check_tone(spec(1, 8_000, 8, SampleFormat::Int));
        check_tone(spec(2, 48_000, 32, SampleFormat::Float));
        check_tone(spec(1, 22_050, 32, SampleFormat::Int));
    }

    #[track_caller]
    fn check_error(bytes: &[u8], code: &str) {
        let error = read(bytes, &Limits::UTTERANCE).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
    }

    #[test]
    fn what_is_no_sound() {
        check_error(b"", "not_wav");
        check_error(
            b"hello, this is text and no sound at all, really none",
            "not_wav",
        );
        check_error(
            b"ID3\x04\0\0\0\0\0\0 an mp3 file that was renamed to wav by somebody",
            "not_wav",
        );
        let good = tone(spec(1, 16_000, 16, SampleFormat::Int));
        check_error(&good[..20], "cut_off");
        check_error(&good[..44], "cut_off");
        check_error(&tone(spec(1, 1_000, 16, SampleFormat::Int)), "format");
        let mut alaw = good.clone();
        alaw[20] = 6;
        check_error(&alaw, "format");
    }

    #[test]
    fn limits() {
        let long = write(&Pcm {
            rate_hz: 8_000,
            samples: vec![0.0; 8_000 * 31],
        });
        check_error(&long, "too_long");
        let just = write(&Pcm {
            rate_hz: 8_000,
            samples: vec![0.0; 8_000 * 30],
        });
        assert_eq!(
            read(&just, &Limits::UTTERANCE).unwrap().samples.len(),
            16_000 * 30
        );
        let small = Limits {
            secs_max: 30,
            bytes_max: 100,
        };
        assert_eq!(read(&just, &small).unwrap_err().code(), "too_large");
    }

    #[test]
    fn sizes_of_a_pipe_and_of_a_lost_recorder() {
        let good = tone(spec(1, 16_000, 16, SampleFormat::Int));
        for size in [0u32, 0x7fff_f000, u32::MAX] {
            let mut odd = good.clone();
            odd[40..44].copy_from_slice(&size.to_le_bytes());
            assert_eq!(
                read(&odd, &Limits::UTTERANCE).unwrap().samples.len(),
                16_000,
                "size {size}"
            );
        }
        assert_eq!(
            read(&good[..good.len() - 1001], &Limits::UTTERANCE)
                .unwrap()
                .samples
                .len(),
            15_499
        );
    }

    #[test]
    fn written_sound_comes_back() {
        let sound = Pcm {
            rate_hz: 24_000,
            samples: vec![0.0, 0.5, -0.5, 1.0, -1.0, 2.0],
        };
        let back = read_at_own_rate(&write(&sound), &Limits::UTTERANCE).unwrap();
        assert_eq!(back.rate_hz, 24_000);
        assert!(
            back.samples
                .iter()
                .zip([0.0, 0.5, -0.5, 1.0, -1.0, 1.0])
                .all(|(a, b)| (a - b).abs() < 1e-4)
        );
    }

    proptest! {
        #[test]
        fn any_bytes_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes, &Limits::UTTERANCE);
        }

        #[test]
        fn any_change_of_a_file_gives_an_answer(at in 0usize..100, byte: u8, cut in 0usize..200) {
            let mut bytes = write(&Pcm { rate_hz: 16_000, samples: vec![0.1; 100] });
            bytes[at] = byte;
            bytes.truncate(bytes.len().saturating_sub(cut));
            let _ = read(&bytes, &Limits { secs_max: 1, bytes_max: 1000 });
        }
    }
}
