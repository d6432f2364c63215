//! The sound of a stream, as it comes in pieces: WAV without an end, or what follows of the same kind.

use ling_speech::{RATE_HZ, Resampler};

/// Longest head before the first sample.
const HEAD_BYTES_MAX: usize = 4 << 10;

/// Rates that are taken.
const RATES_HZ: std::ops::RangeInclusive<u32> = 8_000..=96_000;

/// Most channels: an array of microphones has eight.
const CHANNELS_MAX: u16 = 8;

/// How samples are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Format {
    coding: Coding,
    rate_hz: u32,
    channels: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    U8,
    I16,
    I24,
    I32,
    F32,
    ALaw,
    MuLaw,
}

impl Format {
    /// What the SDK sends when nobody chose anything.
    pub(super) const USUAL: Format = Format {
        coding: Coding::I16,
        rate_hz: RATE_HZ,
        channels: 1,
    };

    fn frame_bytes(self) -> usize {
        let sample = match self.coding {
            Coding::U8 | Coding::ALaw | Coding::MuLaw => 1,
            Coding::I16 => 2,
            Coding::I24 => 3,
            Coding::I32 | Coding::F32 => 4,
        };
        sample * usize::from(self.channels)
    }
}

/// One stream of sound.
pub(super) struct Wave {
    /// The beginning, until it is known what it is.
    head: Vec<u8>,
    sound: Option<Sound>,
    /// What it is if it does not say.
    usual: Format,
}

struct Sound {
    format: Format,
    resampler: Resampler,
    /// Bytes of a frame that is not whole yet.
    rest: Vec<u8>,
}

impl Wave {
    /// A stream that has this format unless it begins with another.
    pub(super) fn new(usual: Format) -> Wave {
        Wave {
            head: Vec::new(),
            sound: None,
            usual,
        }
    }

    /// What it turned out to be.
    pub(super) fn format(&self) -> Format {
        self.sound.as_ref().map_or(self.usual, |sound| sound.format)
    }

    /// Adds bytes; returns mono samples at 16 kHz. The error is a sentence.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<Vec<f32>, String> {
        if let Some(sound) = &mut self.sound {
            return Ok(sound.push(bytes));
        }
        self.head.extend_from_slice(bytes);
        let Some((format, at)) = head(&self.head, self.usual)? else {
            return match self.head.len() > HEAD_BYTES_MAX {
                true => Err("The sound has a WAV head without a `data` part.".to_owned()),
                false => Ok(Vec::new()),
            };
        };
        let first = std::mem::take(&mut self.head).split_off(at);
        let sound = self.sound.insert(Sound {
            format,
            resampler: Resampler::new(format.rate_hz, RATE_HZ),
            rest: Vec::new(),
        });
        Ok(sound.push(&first))
    }
}

impl Sound {
    fn push(&mut self, bytes: &[u8]) -> Vec<f32> {
        self.rest.extend_from_slice(bytes);
        let size = self.format.frame_bytes();
        let whole = self.rest.len() - self.rest.len() % size;
        let frames = self.rest[..whole].chunks_exact(size);
        let samples: Vec<f32> = frames.map(|frame| self.format.mono(frame)).collect();
        self.rest.drain(..whole);
        self.resampler.push(&samples)
    }
}

impl Format {
    fn mono(self, frame: &[u8]) -> f32 {
        let size = frame.len() / usize::from(self.channels);
        let sum: f32 = frame
            .chunks_exact(size)
            .map(|sample| self.sample(sample))
            .sum();
        sum / f32::from(self.channels)
    }

    fn sample(self, bytes: &[u8]) -> f32 {
        match (self.coding, bytes) {
            (Coding::U8, [a]) => (f32::from(*a) - 128.0) / 128.0,
            (Coding::ALaw, [a]) => a_law(*a),
            (Coding::MuLaw, [a]) => mu_law(*a),
            (Coding::I16, [a, b]) => f32::from(i16::from_le_bytes([*a, *b])) / 32_768.0,
            (Coding::I24, [a, b, c]) => {
                i32::from_le_bytes([0, *a, *b, *c]) as f32 / 2_147_483_648.0
            }
            (Coding::I32, [a, b, c, d]) => {
                i32::from_le_bytes([*a, *b, *c, *d]) as f32 / 2_147_483_648.0
            }
            (Coding::F32, [a, b, c, d]) => {
                let sample = f32::from_le_bytes([*a, *b, *c, *d]);
                if sample.is_finite() {
                    sample.clamp(-1.0, 1.0)
                } else {
                    0.0
                }
            }
            _ => 0.0,
        }
    }
}

/// G.711, A-law.
fn a_law(byte: u8) -> f32 {
    let byte = byte ^ 0x55;
    let (exponent, mantissa) = (i32::from(byte >> 4 & 7), i32::from(byte & 15));
    let size = match exponent {
        0 => (mantissa << 4) + 8,
        _ => ((mantissa << 4) + 0x108) << (exponent - 1),
    };
    (if byte & 0x80 == 0 { -size } else { size }) as f32 / 32_768.0
}

/// G.711, µ-law.
fn mu_law(byte: u8) -> f32 {
    let byte = !byte;
    let (exponent, mantissa) = (i32::from(byte >> 4 & 7), i32::from(byte & 15));
    let size = (((mantissa << 3) + 0x84) << exponent) - 0x84;
    (if byte & 0x80 == 0 { size } else { -size }) as f32 / 32_768.0
}

/// What sound it is and where the first sample is, if that can be known yet.
fn head(bytes: &[u8], usual: Format) -> Result<Option<(Format, usize)>, String> {
    const KINDS: [(&[u8], &str); 4] = [
        (b"OggS", "OGG"),
        (b"fLaC", "FLAC"),
        (b"ID3", "MP3"),
        (&[0x1a, 0x45, 0xdf, 0xa3], "WebM"),
    ];
    let Some(first) = bytes.first_chunk::<4>() else {
        return Ok(None);
    };
    if let Some((_, kind)) = KINDS.iter().find(|(mark, _)| first.starts_with(mark)) {
        return Err(format!("{kind} is not heard over a WebSocket: send PCM."));
    }
    if first != b"RIFF" {
        return Ok(Some((usual, 0)));
    }
    let (mut at, mut format) = (12, None);
    while let Some(part) = bytes.get(at..at + 8) {
        let size = u32::from_le_bytes([part[4], part[5], part[6], part[7]]);
        if &part[..4] == b"data" {
            let format = format.ok_or("The sound has a WAV head without a format.")?;
            return Ok(Some((format, at + 8)));
        }
        let end = at + 8 + usize::try_from(size).unwrap_or(usize::MAX).min(1 << 20);
        if &part[..4] == b"fmt " {
            let Some(body) = bytes.get(at + 8..end) else {
                return Ok(None);
            };
            format = Some(read_format(body)?);
        }
        at = end + end % 2;
    }
    Ok(None)
}

fn read_format(body: &[u8]) -> Result<Format, String> {
    let word = |at: usize| {
        let pair = body.get(at..at + 2);
        pair.map_or(0, |pair| u16::from_le_bytes([pair[0], pair[1]]))
    };
    let tag = match word(0) {
        0xfffe => word(24),
        tag => tag,
    };
    let (channels, bits) = (word(2), word(14));
    let rate_hz = u32::from(word(4)) | u32::from(word(6)) << 16;
    let coding = match (tag, bits) {
        (1, 8) => Coding::U8,
        (1, 16) => Coding::I16,
        (1, 24) => Coding::I24,
        (1, 32) => Coding::I32,
        (3, 32) => Coding::F32,
        (6, 8) => Coding::ALaw,
        (7, 8) => Coding::MuLaw,
        _ => return Err(format!("WAV of kind {tag} with {bits} bits is not heard.")),
    };
    if !RATES_HZ.contains(&rate_hz) || !(1..=CHANNELS_MAX).contains(&channels) {
        return Err(format!(
            "Sound at {rate_hz} Hz on {channels} channels is not heard."
        ));
    }
    Ok(Format {
        coding,
        rate_hz,
        channels,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A head as the SDK sends it: sizes are zero.
    fn riff(tag: u16, channels: u16, rate_hz: u32, bits: u16) -> Vec<u8> {
        let align = channels * bits / 8;
        let per_second = rate_hz * u32::from(align);
        let mut head = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0".to_vec();
        head.extend([tag.to_le_bytes(), channels.to_le_bytes()].concat());
        head.extend([rate_hz.to_le_bytes(), per_second.to_le_bytes()].concat());
        head.extend([align.to_le_bytes(), bits.to_le_bytes()].concat());
        head.extend(b"data\0\0\0\0");
        head
    }

    #[track_caller]
    fn check(bytes: &[u8], expect: Result<&[f32], &str>) {
        for size in [1, 7, 50, 5000] {
            let mut wave = Wave::new(Format::USUAL);
            let mut heard = Vec::new();
            let pushed = bytes.chunks(size).try_for_each(|piece| {
                heard.extend(wave.push(piece)?);
                Ok::<(), String>(())
            });
            match expect {
                Ok(samples) => assert_eq!((pushed, &heard[..]), (Ok(()), samples), "{size}"),
                Err(part) => {
                    let error = pushed.expect_err("it is refused");
                    assert!(error.contains(part), "{error}");
                }
            }
        }
    }

    #[test]
    fn kinds() {
        let with = |head: Vec<u8>, sound: &[u8]| [&head, sound].concat();
        let sixteen = [0, 0x40, 0, 0xc0];
        check(&with(riff(1, 1, 16_000, 16), &sixteen), Ok(&[0.5, -0.5]));
        check(&with(riff(1, 2, 16_000, 16), &sixteen), Ok(&[0.0]));
        check(&with(riff(1, 1, 16_000, 8), &[128, 192]), Ok(&[0.0, 0.5]));
        check(&with(riff(1, 1, 16_000, 24), &[0, 0, 0x40]), Ok(&[0.5]));
        let float = 0.25f32.to_le_bytes();
        check(&with(riff(3, 1, 16_000, 32), &float), Ok(&[0.25]));
        // From the tables of G.711: quietest and loudest.
        check(
            &with(riff(7, 1, 16_000, 8), &[0xff, 0x80]),
            Ok(&[0.0, 32_124.0 / 32_768.0]),
        );
        check(
            &with(riff(6, 1, 16_000, 8), &[0xd5, 0xaa]),
            Ok(&[8.0 / 32_768.0, 32_256.0 / 32_768.0]),
        );
        check(&sixteen, Ok(&[0.5, -0.5]));
    }

    #[test]
    fn what_is_not_heard() {
        check(b"OggS\0\0\0\0", Err("OGG"));
        check(&riff(85, 1, 16_000, 16), Err("kind 85"));
        check(&riff(1, 0, 16_000, 16), Err("0 channels"));
        check(&riff(1, 1, 1_000, 16), Err("1000 Hz"));
        let no_format = [b"RIFF\0\0\0\0WAVEdata\0\0\0\0".as_slice(), &[0; 50]].concat();
        check(&no_format, Err("without a format"));
        let endless = [
            b"RIFF\0\0\0\0WAVELIST\xff\xff\xff\xff".as_slice(),
            &[0; 6000],
        ]
        .concat();
        check(&endless, Err("without a `data`"));
    }
}
