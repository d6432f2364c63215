//! Sound files of any usual kind.

mod codec;
mod kind;

use std::io::Cursor;

use ling_base::Pcm;
use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, TrackType};
use symphonia::core::io::{MediaSource, MediaSourceStream, ReadOnlySource};
use symphonia::core::meta::MetadataOptions;

use codec::{Block, Codec};
use kind::Kind;

use crate::wav::{self, Limits, RATES_HZ};
use crate::{RATE_HZ, Resampler, SpeechError};

/// Pieces of a file that may make no sense one after the other, before the file is given up.
const BAD_PIECES_MAX: usize = 100;

/// Reads WAV, MP3, FLAC, or Vorbis or Opus in OGG or WebM as mono sound at 16 kHz. What the file is, its first bytes say; names are not
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
    read(bytes, limits, Ends::Anywhere)
}

/// The same for a file that must be whole: one that is cut off, or has a piece that makes no sense, is an error.
/// Of WebM nobody knows how long it should be.
pub fn decode_whole(bytes: &[u8], limits: &Limits) -> Result<Pcm, SpeechError> {
    read(bytes, limits, Ends::AtItsEnd)
}

/// Where a file may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    /// In the middle, too; what was heard counts.
    Anywhere,
    /// Where it says so.
    AtItsEnd,
}

fn read(bytes: &[u8], limits: &Limits, ends: Ends) -> Result<Pcm, SpeechError> {
    if bytes.len() > limits.bytes_max {
        return Err(SpeechError::TooLarge {
            got_bytes: bytes.len(),
            most_bytes: limits.bytes_max,
        });
    }
    let kind = Kind::of(bytes)?;
    if kind != Kind::Wav {
        return unpack(bytes, kind, limits, ends);
    }
    match wav::read(bytes, limits) {
        // What `wav` does not read may still be one of the rarer codings; if not, its words are the better ones.
        Err(error @ (SpeechError::Format { .. } | SpeechError::NotWav { .. })) => {
            match unpack(bytes, kind, limits, ends) {
                Err(SpeechError::Damaged { .. }) if ends == Ends::Anywhere => Err(error),
                unpacked => unpacked,
            }
        }
        Ok(_) if ends == Ends::AtItsEnd && wav::is_cut_off(bytes) => Err(cut_off(kind)),
        read => read,
    }
}

fn cut_off(kind: Kind) -> SpeechError {
    SpeechError::Damaged {
        kind: kind.name(),
        why: "it is cut off".to_owned(),
    }
}

fn unpack(bytes: &[u8], kind: Kind, limits: &Limits, ends: Ends) -> Result<Pcm, SpeechError> {
    let damaged = |error: Error| SpeechError::Damaged {
        kind: kind.name(),
        why: error.to_string(),
    };
    let source = MediaSourceStream::new(source(bytes, kind, ends), Default::default());
    let mut file = symphonia::default::get_probe()
        .probe(
            &Hint::new(),
            source,
            FormatOptions::default(),
            MetadataOptions::default(),
        )
        .map_err(damaged)?;
    let (track, params) = track(file.as_ref()).ok_or(SpeechError::NotSound {
        what: "a file without sound",
    })?;
    let mut codec = Codec::new(params).map_err(damaged)?;
    if let Some(got_secs) = said_secs(file.as_ref()).filter(|secs| *secs > limits.secs_max.into()) {
        return Err(SpeechError::TooLong {
            got_secs,
            most_secs: limits.secs_max,
        });
    }
    let said = n_frames_said(file.as_ref(), kind);
    let mut sound = Sound::new(limits);
    let mut last = Box::default();
    let mut n_bad = 0;
    let ended = loop {
        let piece = match file.next_packet() {
            Ok(Some(piece)) => piece,
            Ok(None) => break true,
            Err(Error::IoError(_) | Error::ResetRequired) => break false,
            Err(error) if ends == Ends::AtItsEnd => return Err(damaged(error)),
            Err(error) => return sound.or(damaged(error)),
        };
        if piece.track_id != track {
            continue;
        }
        match codec.decode(&piece) {
            Ok(block) => {
                sound.push(&block)?;
                n_bad = 0;
            }
            Err(error) => {
                n_bad += 1;
                if ends == Ends::AtItsEnd {
                    return Err(damaged(error));
                }
                if n_bad > BAD_PIECES_MAX {
                    return sound.or(damaged(error));
                }
            }
        }
        last = piece.data;
    };
    let is_whole = ended && sound.n_frames >= said && !ends_in_frame(bytes, kind, &last);
    if ends == Ends::AtItsEnd && kind != Kind::WebM && !is_whole {
        return Err(cut_off(kind));
    }
    sound.or(SpeechError::Damaged {
        kind: kind.name(),
        why: "it holds no sound".to_owned(),
    })
}

/// WebM is read as it comes: a browser that records does not know how long the file will be, and one that was cut off is
/// refused where its length is known.
///
/// MP3 that must be whole is read so, too: its length is guessed otherwise where it does not say it.
fn source(bytes: &[u8], kind: Kind, ends: Ends) -> Box<dyn MediaSource> {
    let source = Cursor::new(bytes.to_vec());
    match kind {
        Kind::WebM => Box::new(ReadOnlySource::new(source)),
        Kind::Mp3 if ends == Ends::AtItsEnd => Box::new(ReadOnlySource::new(source)),
        Kind::Wav | Kind::Mp3 | Kind::Flac | Kind::Ogg => Box::new(source),
    }
}

/// How many frames the file says it has; 0 where it does not, or counts what is before the sound.
fn n_frames_said(file: &dyn FormatReader, kind: Kind) -> u64 {
    let track = file.default_track(TrackType::Audio);
    match kind {
        // The end of the last page says it; where it is missing, reading ends early.
        Kind::Ogg => 0,
        Kind::Wav | Kind::Mp3 | Kind::Flac | Kind::WebM => {
            track.and_then(|track| track.num_frames).unwrap_or(0)
        }
    }
}

/// Whether a frame of MP3 begins after the `last` whole one.
fn ends_in_frame(bytes: &[u8], kind: Kind, last: &[u8]) -> bool {
    if kind != Kind::Mp3 || last.is_empty() {
        return false;
    }
    let at = bytes.windows(last.len()).rposition(|piece| piece == last);
    at.is_some_and(|at| kind::is_mp3_frame(&bytes[at + last.len()..]))
}

/// The number of the first track of sound, and what it is.
fn track(file: &dyn FormatReader) -> Option<(u32, &AudioCodecParameters)> {
    let track = file.default_track(TrackType::Audio)?;
    Some((track.id, track.codec_params.as_ref()?.audio()?))
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
    /// Frames that were decoded.
    n_frames: u64,
    resampler: Option<Resampler>,
    samples: Vec<f32>,
}

impl Sound {
    fn new(limits: &Limits) -> Sound {
        Sound {
            secs_max: limits.secs_max,
            rate_hz: 0,
            n_frames: 0,
            resampler: None,
            samples: Vec::new(),
        }
    }

    fn push(&mut self, block: &Block) -> Result<(), SpeechError> {
        let rate_hz = block.rate_hz;
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
            .samples
            .chunks_exact(block.n_channels.max(1))
            .map(|frame| wav::sane(frame.iter().sum::<f32>() / frame.len() as f32))
            .collect();
        self.n_frames += mono.len() as u64;
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
    const MP3: &[u8] = include_bytes!("../../tests/data/tone_44100_stereo.mp3");
    const FLAC: &[u8] = include_bytes!("../../tests/data/tone_48000_mono_24.flac");
    const OGG: &[u8] = include_bytes!("../../tests/data/tone_22050_mono.ogg");
    const OPUS: &[u8] = include_bytes!("../../tests/data/tone_48000_stereo_opus.ogg");
    const WEBM: &[u8] = include_bytes!("../../tests/data/tone_48000_mono_opus.webm");
    const MU_LAW: &[u8] = include_bytes!("../../tests/data/tone_8000_mono_ulaw.wav");
    const DOUBLE: &[u8] = include_bytes!("../../tests/data/tone_8000_mono_double.wav");

    #[track_caller]
    fn check_tone(bytes: &[u8], n: usize) {
        let found = decode(bytes, &Limits::UTTERANCE).unwrap();
        assert_eq!(found.rate_hz, 16_000);
        assert!(
            found.samples.len().abs_diff(n) <= 1,
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
        check_tone(MP3, 8_000);
        check_tone(FLAC, 8_000);
        check_tone(OGG, 8_000);
        check_tone(OPUS, 8_000);
        // What a browser records does not say that its last packet is not full.
        check_tone(WEBM, 8_216);
        check_tone(MU_LAW, 8_000);
        check_tone(DOUBLE, 8_000);
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
        check_error(b"\x1a\x45\xdf\xa3\x01\0", "damaged", "WebM");
        check_error(&OPUS[..60], "damaged", "OGG");
        check_error(&[&OGG[..28], b"OpusHead\x01"].concat(), "damaged", "OGG");
        check_error(b"RIFF\x24\0\0\0WAVEfmt ", "cut_off", "cut off");
        check_error(&FLAC[..40], "damaged", "FLAC");
        check_error(&OGG[..60], "damaged", "OGG");
        check_error(&MP3[..10], "damaged", "MP3");
        check_error(b"ID3\x04\0\0\0\0\0\0", "damaged", "MP3");
    }

    #[test]
    fn a_file_that_is_cut_off_gives_what_it_holds() {
        for file in [MP3, FLAC, WEBM] {
            let found = decode(&file[..file.len() * 3 / 4], &Limits::UTTERANCE).unwrap();
            assert!(
                (1_000..8_000).contains(&found.samples.len()),
                "{}",
                found.samples.len()
            );
        }
    }

    #[track_caller]
    fn check_cut(file: &[u8]) {
        let whole = decode_whole(file, &Limits::UTTERANCE).unwrap();
        assert_eq!(whole, decode(file, &Limits::UTTERANCE).unwrap());
        for left in [file.len() - 1, file.len() - 90, file.len() * 3 / 4] {
            let error = decode_whole(&file[..left], &Limits::UTTERANCE).unwrap_err();
            let named = error.to_string().contains("cut off");
            assert!(named || error.code() == "damaged", "{left}: {error}");
        }
    }

    #[test]
    fn a_file_that_must_be_whole() {
        let plain = wav::write(&Pcm {
            rate_hz: 8_000,
            samples: vec![0.25; 800],
        });
        for file in [MP3, FLAC, OGG, OPUS, MU_LAW, DOUBLE, &plain] {
            check_cut(file);
        }
        // The first frame only says how long the file is.
        let frames = &MP3[MP3
            .windows(2)
            .skip(1)
            .position(|two| two == [0xff, 0xfb])
            .unwrap()
            + 1..];
        check_cut(frames);
        // With words about it behind, as old players like them.
        let tag = [b"TAG", [b' '; 125].as_slice()].concat();
        decode_whole(&[MP3, &tag].concat(), &Limits::UTTERANCE).unwrap();
        // A program that writes to a pipe does not know the size.
        let mut piped = plain.clone();
        piped[40..44].copy_from_slice(&u32::MAX.to_le_bytes());
        decode_whole(&piped, &Limits::UTTERANCE).unwrap();
        let mut noise = FLAC.to_vec();
        let middle = noise.len() / 2;
        noise[middle..middle + 40].fill(0x55);
        let error = decode_whole(&noise, &Limits::UTTERANCE).unwrap_err();
        assert_eq!(error.code(), "damaged", "{error}");
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
        for file in [MP3, FLAC, OGG, OPUS, WEBM, MU_LAW] {
            assert_eq!(decode(file, &short).unwrap_err().code(), "too_long");
            assert_eq!(decode(file, &small).unwrap_err().code(), "too_large");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_damage_gives_an_answer(which in 0usize..7, at in 0usize..4_000, byte: u8, cut in 0usize..4_000) {
            let mut bytes = [MP3, FLAC, OGG, OPUS, WEBM, MU_LAW, DOUBLE][which].to_vec();
            let at = at % bytes.len();
            bytes[at] = byte;
            bytes.truncate(bytes.len().saturating_sub(cut));
            let _ = decode(&bytes, &Limits { secs_max: 2, bytes_max: 100_000 });
        }
    }
}
