//! Sound files of any usual kind.

use std::io::Cursor;

use ling_base::Pcm;
use symphonia::core::codecs::audio::{AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, TrackType};
use symphonia::core::io::MediaSourceStream;
use symphonia::core::meta::MetadataOptions;

use crate::wav::{self, Limits, RATES_HZ};
use crate::{RATE_HZ, Resampler, SpeechError};

/// Pieces of a file that may make no sense one after the other, before the file is given up.
const BAD_PIECES_MAX: usize = 100;

/// Reads WAV, MP3, FLAC or OGG Vorbis as mono sound at 16 kHz. What the file is, its first bytes say; names are not
/// asked. Sound is brought to 16 kHz as it is decoded, so that a file that unpacks to much more than it holds ends at
/// the limit and not at the end of the memory.
///
/// ```
/// use ling_base::Pcm;
/// use ling_speech::{decode, wav};
/// let file = wav::write(&Pcm { rate_hz: 8_000, samples: vec![0.0; 800] });
/// assert_eq!(decode(&file, &wav::Limits::UTTERANCE).unwrap().samples.len(), 1600);
/// ```
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Pcm, SpeechError> {
    if bytes.len() > limits.bytes_max {
        return Err(SpeechError::TooLarge {
            got_bytes: bytes.len(),
            most_bytes: limits.bytes_max,
        });
    }
    let kind = Kind::of(bytes)?;
    if kind != Kind::Wav {
        return unpack(bytes, kind, limits);
    }
    match wav::read(bytes, limits) {
        // What `wav` does not read may still be one of the rarer codings; if not, its words are the better ones.
        Err(error @ (SpeechError::Format { .. } | SpeechError::NotWav { .. })) => {
            match unpack(bytes, kind, limits) {
                Err(SpeechError::Damaged { .. }) => Err(error),
                unpacked => unpacked,
            }
        }
        read => read,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Wav,
    Mp3,
    Flac,
    Ogg,
}

impl Kind {
    fn of(bytes: &[u8]) -> Result<Kind, SpeechError> {
        let begins = |with: &[u8]| bytes.starts_with(with);
        let has = |at: usize, what: &[u8]| bytes.get(at..at + what.len()) == Some(what);
        let what = if bytes.is_empty() {
            "an empty file"
        } else if begins(b"RIFF") && has(8, b"WAVE") {
            return Ok(Kind::Wav);
        } else if begins(b"fLaC") {
            return Ok(Kind::Flac);
        } else if begins(b"OggS") && has(28, b"OpusHead") {
            "an Opus file"
        } else if begins(b"OggS") {
            return Ok(Kind::Ogg);
        } else if has(4, b"ftyp") {
            "an MP4 file"
        } else if begins(&[0x1a, 0x45, 0xdf, 0xa3]) {
            "a WebM file"
        } else if begins(b"FORM") {
            "an AIFF file"
        } else if begins(b"ID3") || is_mp3_frame(bytes) {
            return Ok(Kind::Mp3);
        } else {
            "something that is no sound"
        };
        Err(SpeechError::NotSound { what })
    }

    fn name(self) -> &'static str {
        match self {
            Kind::Wav => "WAV",
            Kind::Mp3 => "MP3",
            Kind::Flac => "FLAC",
            Kind::Ogg => "OGG",
        }
    }
}

/// Whether a frame of MPEG audio begins here: its sync word, and no field with a value that is not used.
fn is_mp3_frame(bytes: &[u8]) -> bool {
    let &[a, b, c, ..] = bytes else { return false };
    a == 0xff
        && b & 0xe0 == 0xe0
        && b & 0x18 != 0x08
        && b & 0x06 == 0x02
        && c >> 4 != 15
        && c & 0x0c != 0x0c
}

fn unpack(bytes: &[u8], kind: Kind, limits: &Limits) -> Result<Pcm, SpeechError> {
    let damaged = |error: Error| SpeechError::Damaged {
        kind: kind.name(),
        why: error.to_string(),
    };
    let source = MediaSourceStream::new(Box::new(Cursor::new(bytes.to_vec())), Default::default());
    let mut file = symphonia::default::get_probe()
        .probe(
            &Hint::new(),
            source,
            FormatOptions::default(),
            MetadataOptions::default(),
        )
        .map_err(damaged)?;
    let (track, mut decoder) = decoder(file.as_ref()).map_err(damaged)?;
    if let Some(got_secs) = said_secs(file.as_ref()).filter(|secs| *secs > limits.secs_max.into()) {
        return Err(SpeechError::TooLong {
            got_secs,
            most_secs: limits.secs_max,
        });
    }
    let mut sound = Sound::new(limits);
    let mut n_bad = 0;
    loop {
        let piece = match file.next_packet() {
            Ok(Some(piece)) => piece,
            // The file ends, perhaps in the middle; what was heard counts.
            Ok(None) | Err(Error::IoError(_) | Error::ResetRequired) => break,
            Err(error) => return sound.or(damaged(error)),
        };
        if piece.track_id != track {
            continue;
        }
        match decoder.decode(&piece) {
            Ok(block) => {
                let n_channels = block.num_planes();
                let rate_hz = block.spec().rate();
                let mut samples: Vec<f32> = Vec::new();
                block.copy_to_vec_interleaved(&mut samples);
                sound.push(&samples, n_channels, rate_hz)?;
                n_bad = 0;
            }
            Err(error) => {
                n_bad += 1;
                if n_bad > BAD_PIECES_MAX {
                    return sound.or(damaged(error));
                }
            }
        }
    }
    sound.or(SpeechError::Damaged {
        kind: kind.name(),
        why: "it holds no sound".to_owned(),
    })
}

/// The number of the first track of sound and what decodes it.
fn decoder(file: &dyn FormatReader) -> Result<(u32, Box<dyn AudioDecoder>), Error> {
    let track = file
        .default_track(TrackType::Audio)
        .ok_or(Error::Unsupported("no sound"))?;
    let params = track
        .codec_params
        .as_ref()
        .and_then(|params| params.audio())
        .ok_or(Error::Unsupported("no sound"))?;
    let decoder = symphonia::default::get_codecs()
        .make_audio_decoder(params, &AudioDecoderOptions::default())?;
    Ok((track.id, decoder))
}

/// How many whole seconds the file says it lasts; nothing is decoded for what is too long anyway.
fn said_secs(file: &dyn FormatReader) -> Option<u64> {
    let track = file.default_track(TrackType::Audio)?;
    let rate_hz = track.codec_params.as_ref()?.audio()?.sample_rate?;
    track.num_frames?.checked_div(rate_hz.into())
}

/// Sound as it is decoded.
struct Sound {
    secs_max: u32,
    rate_hz: u32,
    resampler: Option<Resampler>,
    samples: Vec<f32>,
}

impl Sound {
    fn new(limits: &Limits) -> Sound {
        Sound {
            secs_max: limits.secs_max,
            rate_hz: 0,
            resampler: None,
            samples: Vec::new(),
        }
    }

    fn push(&mut self, block: &[f32], n_channels: usize, rate_hz: u32) -> Result<(), SpeechError> {
        if !RATES_HZ.contains(&rate_hz) {
            return Err(SpeechError::Damaged {
                kind: "sound",
                why: format!("it has {rate_hz} samples per second"),
            });
        }
        if rate_hz != self.rate_hz {
            self.turn_to(rate_hz);
        }
        let resampler = self
            .resampler
            .get_or_insert_with(|| Resampler::new(rate_hz, RATE_HZ));
        let mono: Vec<f32> = block
            .chunks_exact(n_channels.max(1))
            .map(|frame| wav::sane(frame.iter().sum::<f32>() / frame.len() as f32))
            .collect();
        self.samples.extend(resampler.push(&mono));
        self.checked()
    }

    fn checked(&self) -> Result<(), SpeechError> {
        if self.samples.len() > self.secs_max as usize * RATE_HZ as usize {
            return Err(SpeechError::TooLong {
                got_secs: u64::from(self.secs_max) + 1,
                most_secs: self.secs_max,
            });
        }
        Ok(())
    }

    /// Goes on at another rate, as some radio recordings do.
    fn turn_to(&mut self, rate_hz: u32) {
        if let Some(before) = self.resampler.take() {
            self.samples.extend(before.finish());
        }
        self.rate_hz = rate_hz;
    }

    /// The sound, or `error` if there is none.
    fn or(mut self, error: SpeechError) -> Result<Pcm, SpeechError> {
        self.turn_to(0);
        if self.samples.is_empty() {
            return Err(error);
        }
        self.checked()?;
        Ok(Pcm {
            rate_hz: RATE_HZ,
            samples: self.samples,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Half a second of a 440 Hz tone of half of full scale, written by libsndfile (`tools/ref/sounds.py`).
    const MP3: &[u8] = include_bytes!("../tests/data/tone_44100_stereo.mp3");
    const FLAC: &[u8] = include_bytes!("../tests/data/tone_48000_mono_24.flac");
    const OGG: &[u8] = include_bytes!("../tests/data/tone_22050_mono.ogg");
    const MU_LAW: &[u8] = include_bytes!("../tests/data/tone_8000_mono_ulaw.wav");
    const DOUBLE: &[u8] = include_bytes!("../tests/data/tone_8000_mono_double.wav");

    #[track_caller]
    fn check_tone(bytes: &[u8]) {
        let found = decode(bytes, &Limits::UTTERANCE).unwrap();
        assert_eq!(found.rate_hz, 16_000);
        assert!(
            found.samples.len().abs_diff(8_000) <= 1,
            "{} samples",
            found.samples.len()
        );
        let middle = &found.samples[1_600..6_400];
        let level = (middle.iter().map(|s| s * s).sum::<f32>() / middle.len() as f32).sqrt();
        assert!((level - 0.3536).abs() < 0.02, "level {level}");
        let rises = middle
            .windows(2)
            .filter(|two| two[0] < 0.0 && two[1] >= 0.0)
            .count();
        assert!(rises.abs_diff(132) <= 1, "{rises} waves in 0.3 s");
    }

    #[test]
    fn every_usual_kind() {
        check_tone(MP3);
        check_tone(FLAC);
        check_tone(OGG);
        check_tone(MU_LAW);
        check_tone(DOUBLE);
    }

    #[track_caller]
    fn check_error(bytes: &[u8], code: &str, named: &str) {
        let error = decode(bytes, &Limits::UTTERANCE).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert!(error.to_string().contains(named), "{error}");
    }

    #[test]
    fn what_is_no_sound() {
        check_error(b"", "not_sound", "an empty file");
        check_error(b"just some words", "not_sound", "no sound");
        check_error(b"<!doctype html><html>", "not_sound", "no sound");
        check_error(b"\0\0\0\x20ftypM4A \0\0\0\0", "not_sound", "MP4");
        check_error(b"\x1a\x45\xdf\xa3\x01\0", "not_sound", "WebM");
        check_error(&[&OGG[..28], b"OpusHead\x01"].concat(), "not_sound", "Opus");
        check_error(b"RIFF\x24\0\0\0WAVEfmt ", "cut_off", "cut off");
        check_error(&FLAC[..40], "damaged", "FLAC");
        check_error(&OGG[..60], "damaged", "OGG");
        check_error(&MP3[..10], "damaged", "MP3");
        check_error(b"ID3\x04\0\0\0\0\0\0", "damaged", "MP3");
    }

    #[test]
    fn a_file_that_is_cut_off_gives_what_it_holds() {
        for file in [MP3, FLAC] {
            let found = decode(&file[..file.len() * 3 / 4], &Limits::UTTERANCE).unwrap();
            assert!(
                (1_000..8_000).contains(&found.samples.len()),
                "{}",
                found.samples.len()
            );
        }
    }

    #[test]
    fn limits() {
        let short = Limits {
            secs_max: 0,
            ..Limits::UTTERANCE
        };
        let small = Limits {
            bytes_max: 100,
            ..Limits::UTTERANCE
        };
        for file in [MP3, FLAC, OGG, MU_LAW] {
            assert_eq!(decode(file, &short).unwrap_err().code(), "too_long");
            assert_eq!(decode(file, &small).unwrap_err().code(), "too_large");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_damage_gives_an_answer(which in 0usize..5, at in 0usize..4_000, byte: u8, cut in 0usize..4_000) {
            let mut bytes = [MP3, FLAC, OGG, MU_LAW, DOUBLE][which].to_vec();
            let at = at % bytes.len();
            bytes[at] = byte;
            bytes.truncate(bytes.len().saturating_sub(cut));
            let _ = decode(&bytes, &Limits { secs_max: 2, bytes_max: 100_000 });
        }
    }
}
