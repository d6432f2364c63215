//! Sound in the formats that Azure names.

/// The engine's own rate.
pub(in super::super) const ENGINE_HZ: u32 = ling_speech::tts::espeak::RATE_HZ;

/// 16 bits, mono, at some rate, with a WAV head or without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Format {
    pub(in super::super) rate_hz: u32,
    /// Whether a WAV head comes first.
    pub(in super::super) is_riff: bool,
}

impl Format {
    /// What is made when nobody asks for anything.
    pub(in super::super) const USUAL: Format = Format {
        rate_hz: 16_000,
        is_riff: false,
    };

    /// Reads `raw-16khz-16bit-mono-pcm`, `riff-24khz-16bit-mono-pcm` and the like. The error is a sentence.
    pub(in super::super) fn of(name: &str) -> Result<Format, String> {
        let refused = || {
            format!(
                "Ling makes no `{name}`: ask for raw- or riff-, 8, 16, 22050, 24, 44100 or 48khz-16bit-mono-pcm."
            )
        };
        let lower = name.trim().to_ascii_lowercase();
        let (kind, rest) = lower.split_once('-').ok_or_else(refused)?;
        let rate = rest.strip_suffix("-16bit-mono-pcm").ok_or_else(refused)?;
        let rate_hz = match rate {
            "8khz" => 8_000,
            "16khz" => 16_000,
            "22050hz" | "22khz" => 22_050,
            "24khz" => 24_000,
            "44100hz" | "44khz" => 44_100,
            "48khz" => 48_000,
            _ => return Err(refused()),
        };
        match kind {
            "raw" | "riff" => Ok(Format {
                rate_hz,
                is_riff: kind == "riff",
            }),
            _ => Err(refused()),
        }
    }

    /// The head of a WAV file with so many bytes of sound; 0 where nobody knows yet, as the SDK writes it.
    pub(in super::super) fn head(self, n_bytes: u32) -> Vec<u8> {
        let all = if n_bytes == 0 {
            0
        } else {
            n_bytes.saturating_add(36)
        };
        let mut head = b"RIFF".to_vec();
        head.extend(all.to_le_bytes());
        head.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
        head.extend(self.rate_hz.to_le_bytes());
        head.extend((self.rate_hz * 2).to_le_bytes());
        head.extend(b"\x02\0\x10\0data");
        head.extend(n_bytes.to_le_bytes());
        head
    }
}

/// Samples as 16 bits.
pub(in super::super) fn pcm(samples: &[f32]) -> Vec<u8> {
    let one = |sample: &f32| (sample.clamp(-1.0, 1.0) * 32_767.0).round() as i16;
    samples.iter().map(one).flat_map(i16::to_le_bytes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expect: Option<(u32, bool)>) {
        let format = Format::of(name);
        assert_eq!(
            format.ok().map(|format| (format.rate_hz, format.is_riff)),
            expect,
            "{name}"
        );
    }

    #[test]
    fn names() {
        check("raw-16khz-16bit-mono-pcm", Some((16_000, false)));
        check("Riff-24khz-16Bit-Mono-Pcm", Some((24_000, true)));
        check("raw-44100hz-16bit-mono-pcm", Some((44_100, false)));
        check("audio-24khz-48kbitrate-mono-mp3", None);
        check("raw-16khz-16bit-mono-truesilk", None);
        check("raw-17khz-16bit-mono-pcm", None);
        check("", None);
    }

    #[test]
    fn a_head_that_readers_take() {
        let format = Format {
            rate_hz: 24_000,
            is_riff: true,
        };
        let file = [format.head(4), pcm(&[0.0, 0.5])].concat();
        let read = ling_speech::wav::read_at_own_rate(&file, &ling_speech::wav::Limits::UTTERANCE)
            .expect("a WAV file");
        assert_eq!((read.rate_hz, read.samples.len()), (24_000, 2));
    }
}
