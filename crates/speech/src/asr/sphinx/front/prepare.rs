//! What is done to the sound of an utterance before its cepstra are made.
//!
//! Clips of one command are half silence, and digital silence ruins a mean over the utterance: so its ends are cut
//! off, speech is brought to one loudness, and a little noise is added. The values were chosen on recorded commands
//! ([`Prepare::default`]); they hold for sound that is whole, such as that of a button held down.

use std::f64::consts::PI;
use std::ops::Range;

use super::FRAME_SHIFT;
use crate::wav::sane;

/// Frames that the level of one frame is taken over.
const SMOOTHED: usize = 7;

/// How far below the loudest frame levels are told apart, in dB.
const DEPTH_DB: f32 = 45.0;

/// Speech that is quieter than this is no speech; it is not raised further, in dB.
const GAIN_DB_MAX: f32 = 40.0;

/// How an utterance is prepared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prepare {
    /// Whether silence before and after is cut off.
    pub trim: bool,
    /// Where speech begins, from the quietest (0) to the loudest frame (1).
    pub speech_share: f32,
    /// How much louder the loudest frame must be than the quietest; else nothing is cut off.
    pub contrast_db: f32,
    /// Sound shorter than this is a knock and no speech.
    pub speech_ms_min: u32,
    /// What stays before and after speech.
    pub edge_ms: u32,
    /// Loudness that speech gets, in dB of full scale; `None` leaves it.
    pub level_dbfs: Option<f32>,
    /// The loudest sample after that.
    pub peak_max: f32,
    /// Loudness of the noise that is added; `None` adds none.
    pub dither_dbfs: Option<f32>,
    /// Begins the noise; one seed gives one noise.
    pub seed: u64,
}

impl Default for Prepare {
    fn default() -> Prepare {
        Prepare {
            trim: true,
            speech_share: 0.45,
            contrast_db: 30.0,
            speech_ms_min: 80,
            edge_ms: 300,
            level_dbfs: Some(-23.0),
            peak_max: 0.95,
            dither_dbfs: Some(-62.0),
            seed: 20,
        }
    }
}

/// An utterance ready for [`super::Front::cepstra`].
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    /// The sound, 16 kHz.
    pub samples: Vec<f32>,
    /// How many samples were cut off before it.
    pub cut_before: usize,
}

impl Prepare {
    /// Prepares a whole utterance: mono, 16 kHz, in [-1, 1]. What is no number is silence.
    pub fn apply(&self, samples: &[f32]) -> Prepared {
        let mut sound: Vec<f32> = samples.iter().map(|sample| sane(*sample)).collect();
        let levels = Levels::of(&sound);
        let speech = self.speech(&levels);
        if let Some(level) = self.level_dbfs {
            let gain = self.gain(&sound, &speech, level);
            sound.iter_mut().for_each(|sample| *sample *= gain);
        }
        let kept = self.kept(&levels, &speech, sound.len());
        let mut samples = sound[kept.clone()].to_vec();
        if let Some(level) = self.dither_dbfs {
            add_noise(&mut samples, from_db(level), self.seed);
        }
        Prepared {
            samples,
            cut_before: kept.start,
        }
    }

    /// Runs of frames that are speech.
    fn speech(&self, levels: &Levels) -> Vec<Range<usize>> {
        let least = levels.low + self.speech_share * (levels.high - levels.low);
        let n_min = self.speech_ms_min as usize / 10;
        let mut runs: Vec<Range<usize>> = Vec::new();
        for (at, _) in levels.db.iter().enumerate().filter(|(_, db)| **db >= least) {
            match runs.last_mut() {
                Some(run) if run.end == at => run.end += 1,
                _ => runs.push(at..at + 1),
            }
        }
        runs.retain(|run| run.len() >= n_min);
        runs
    }

    /// The part of the sound that stays.
    fn kept(&self, levels: &Levels, speech: &[Range<usize>], n: usize) -> Range<usize> {
        let (Some(first), Some(last)) = (speech.first(), speech.last()) else {
            return 0..n;
        };
        if !self.trim || levels.high - levels.low < self.contrast_db {
            return 0..n;
        }
        let edge = self.edge_ms as usize * (FRAME_SHIFT / 10);
        let start = (first.start * FRAME_SHIFT).saturating_sub(edge);
        start..(last.end * FRAME_SHIFT + edge).min(n)
    }

    /// What brings speech to `level`, as far as the loudest sample lets it.
    fn gain(&self, sound: &[f32], speech: &[Range<usize>], level: f32) -> f32 {
        let spoken = speech.iter().flat_map(|run| {
            &sound[run.start * FRAME_SHIFT..(run.end * FRAME_SHIFT).min(sound.len())]
        });
        let (power, n) = spoken.fold((0.0f64, 0u32), |(power, n), sample| {
            (power + f64::from(*sample).powi(2), n + 1)
        });
        let peak = sound
            .iter()
            .fold(0.0f32, |peak, sample| peak.max(sample.abs()));
        if power == 0.0 {
            return 1.0;
        }
        let loud = (power / f64::from(n)).sqrt() as f32;
        (from_db(level) / loud)
            .min(self.peak_max / peak)
            .min(from_db(GAIN_DB_MAX))
    }
}

/// Loudness by frame, in dB, and its range.
struct Levels {
    db: Vec<f32>,
    low: f32,
    high: f32,
}

impl Levels {
    fn of(sound: &[f32]) -> Levels {
        let raw: Vec<f32> = sound
            .chunks(FRAME_SHIFT)
            .map(|frame| {
                let power: f32 = frame.iter().map(|sample| sample * sample).sum();
                10.0 * (power / frame.len() as f32 + 1e-10).log10()
            })
            .collect();
        let peak = raw.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let deep: Vec<f32> = raw.iter().map(|db| db.max(peak - DEPTH_DB)).collect();
        let db: Vec<f32> = (0..deep.len())
            .map(|at| {
                let around =
                    &deep[at.saturating_sub(SMOOTHED / 2)..(at + SMOOTHED / 2 + 1).min(deep.len())];
                around.iter().sum::<f32>() / around.len() as f32
            })
            .collect();
        let low = db.iter().copied().fold(f32::INFINITY, f32::min);
        let high = db.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        Levels { db, low, high }
    }
}

fn from_db(db: f32) -> f32 {
    10f32.powf(db / 20.0)
}

/// Adds white noise of a normal distribution.
fn add_noise(samples: &mut [f32], loud: f32, seed: u64) {
    let mut state = seed;
    let mut uniform = || {
        // SplitMix64; the half keeps 0 out, which has no logarithm.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) as f64 + 0.5) / 18_446_744_073_709_551_616.0
    };
    for pair in samples.chunks_mut(2) {
        let (radius, angle) = ((-2.0 * uniform().ln()).sqrt(), 2.0 * PI * uniform());
        for (sample, value) in pair.iter_mut().zip([angle.cos(), angle.sin()]) {
            *sample = (*sample + loud * (radius * value) as f32).clamp(-1.0, 1.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tone of 500 Hz for each part: how long in ms and how loud in dB of full scale; `None` is digital silence.
    fn sound(parts: &[(u32, Option<f32>)]) -> Vec<f32> {
        let mut found = Vec::new();
        for (ms, db) in parts {
            let high = db.map_or(0.0, |db| from_db(db) * 2f32.sqrt());
            found.extend(
                (0..ms * 16)
                    .map(|at| high * (at as f32 * 500.0 / 16_000.0 * std::f32::consts::TAU).sin()),
            );
        }
        found
    }

    fn db(samples: &[f32]) -> f32 {
        10.0 * (samples.iter().map(|s| s * s).sum::<f32>() / samples.len() as f32).log10()
    }

    /// `kept_ms`: about where the kept part begins and ends.
    #[track_caller]
    fn check_kept(parts: &[(u32, Option<f32>)], kept_ms: Range<usize>) {
        let whole = sound(parts);
        let found = Prepare::default().apply(&whole);
        let start = found.cut_before / 16;
        let end = start + found.samples.len() / 16;
        let near = |a: usize, b: usize| a.abs_diff(b) <= 40;
        assert!(
            near(start, kept_ms.start) && near(end, kept_ms.end),
            "{start}..{end} for {kept_ms:?}"
        );
    }

    #[test]
    fn silence_around_speech_is_cut_off() {
        let speech = (800, Some(-20.0));
        check_kept(&[(2_000, None), speech, (1_500, None)], 1_700..3_100);
        check_kept(
            &[(2_000, Some(-85.0)), speech, (100, Some(-85.0))],
            1_700..2_900,
        );
        check_kept(
            &[(2_000, None), speech, (900, None), speech, (1_500, None)],
            1_700..4_800,
        );
        // A knock is no speech.
        check_kept(
            &[
                (500, None),
                (30, Some(-10.0)),
                (1_500, None),
                speech,
                (2_000, None),
            ],
            1_730..3_130,
        );
        // In noise it is not clear where speech begins.
        check_kept(
            &[(2_000, Some(-45.0)), speech, (1_000, Some(-45.0))],
            0..3_800,
        );
        check_kept(&[(1_000, None)], 0..1_000);
        check_kept(&[(1_000, Some(-20.0))], 0..1_000);
    }

    #[track_caller]
    fn check_level(from_db: f32, to_db: f32) {
        let whole = sound(&[(500, None), (1_000, Some(from_db)), (500, None)]);
        let found = Prepare::default().apply(&whole);
        let speech = &found.samples[8_000 - found.cut_before..][1_600..14_400];
        assert!(
            (db(speech) - to_db).abs() < 0.7,
            "{from_db} dB became {} dB",
            db(speech)
        );
    }

    #[test]
    fn speech_gets_one_loudness() {
        check_level(-50.0, -23.0);
        check_level(-23.0, -23.0);
        check_level(-6.0, -23.0);
        // Not more than what little there is can bear.
        check_level(-75.0, -35.0);
    }

    #[test]
    fn peaks_stay_below_full_scale() {
        let mut whole = sound(&[(500, None), (1_000, Some(-30.0)), (500, None)]);
        whole[16_000] = 0.5;
        let found = Prepare::default().apply(&whole);
        let peak = found.samples.iter().fold(0.0f32, |a, b| a.max(b.abs()));
        assert!((0.93..0.97).contains(&peak), "{peak}");
    }

    #[test]
    fn quiet_noise_lies_under_silence() {
        let silent = Prepare::default().apply(&[0.0; 16_000]).samples;
        assert!((db(&silent) + 62.0).abs() < 0.2, "{}", db(&silent));
        assert_eq!(silent, Prepare::default().apply(&[0.0; 16_000]).samples);
        let other = Prepare {
            seed: 21,
            ..Prepare::default()
        }
        .apply(&[0.0; 16_000])
        .samples;
        assert_ne!(silent, other);
        let clean = Prepare {
            dither_dbfs: None,
            ..Prepare::default()
        };
        assert_eq!(clean.apply(&[0.0; 400]).samples, [0.0; 400]);
    }

    #[test]
    fn odd_sound_gives_numbers() {
        for n in [0, 1, 159, 160, 161, 5_000] {
            for odd in [
                f32::NAN,
                f32::INFINITY,
                f32::NEG_INFINITY,
                -0.0,
                1e30,
                1e-30,
            ] {
                let found = Prepare::default().apply(&vec![odd; n]).samples;
                assert_eq!(found.len(), n);
                assert!(found.iter().all(|s| s.abs() <= 1.0), "{n} times {odd}");
            }
        }
    }
}
