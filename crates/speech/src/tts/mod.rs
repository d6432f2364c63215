//! Voices, as far as they need no process.

pub mod espeak;
pub mod marks;

use ling_base::Pcm;

use crate::resample;

/// Sound quieter than this is silence (-54 dB).
const SILENCE: f32 = 0.002;

/// Joins pieces of sound at one rate, with `gap_ms` of silence between them instead of the silence they bring.
pub fn join(pieces: &[Pcm], rate_hz: u32, gap_ms: u32) -> Pcm {
    let gap = usize::try_from(u64::from(rate_hz) * u64::from(gap_ms) / 1000).unwrap_or(0);
    let mut samples = Vec::new();
    for piece in pieces {
        let sound = trimmed(&piece.samples);
        if sound.is_empty() {
            continue;
        }
        if !samples.is_empty() {
            samples.resize(samples.len() + gap, 0.0);
        }
        samples.extend(resample(sound, piece.rate_hz, rate_hz));
    }
    Pcm { rate_hz, samples }
}

/// The sound without silence before and after.
pub fn trimmed(samples: &[f32]) -> &[f32] {
    let is_sound = |sample: &f32| sample.abs() > SILENCE;
    match (
        samples.iter().position(is_sound),
        samples.iter().rposition(is_sound),
    ) {
        (Some(first), Some(last)) => &samples[first..=last],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_joined_at_one_rate() {
        let piece = |rate_hz, n: usize| Pcm {
            rate_hz,
            samples: [vec![0.0; 100], vec![0.5; n], vec![0.0; 300]].concat(),
        };
        let joined = join(
            &[
                piece(16_000, 1600),
                piece(8_000, 800),
                Pcm {
                    rate_hz: 8_000,
                    samples: vec![0.0; 50],
                },
            ],
            16_000,
            50,
        );
        assert_eq!(
            (joined.rate_hz, joined.samples.len()),
            (16_000, 1600 + 800 + 1600)
        );
        assert_eq!(join(&[], 16_000, 50).samples, [0.0f32; 0]);
    }
}
