use std::f64::consts::PI;
use std::sync::Arc;

use super::mel::{Mel, N_FFT};
use super::noise::Noise;
use super::{Cepstrum, FRAME_LEN, FRAME_SHIFT, Params};
use crate::fft::Fft;

/// The tables of a front end; made once and shared by all utterances.
#[derive(Clone, Debug)]
pub struct Front {
    tables: Arc<Tables>,
}

#[derive(Debug)]
struct Tables {
    params: Params,
    window: Vec<f64>,
    fft: Fft<f64>,
    mel: Mel,
}

impl Front {
    /// A front end as a model asks for it.
    pub fn new(params: &Params) -> Front {
        Front {
            tables: Arc::new(Tables {
                params: params.clone(),
                window: hamming(),
                fft: Fft::new(N_FFT),
                mel: Mel::new(params),
            }),
        }
    }

    /// What the model asks for.
    pub fn params(&self) -> &Params {
        &self.tables.params
    }

    /// The cepstra of a whole utterance: mono, 16 kHz, in [-1, 1]. No sound has no frames; what is left over at the end
    /// is a frame filled up with silence.
    pub fn cepstra(&self, samples: &[f32]) -> Vec<Cepstrum> {
        let mut stream = Cepstra::new(self);
        let mut found = stream.push(samples);
        found.extend(stream.finish());
        found
    }
}

/// The cepstra of an utterance that is still being spoken. However the sound is cut, they are the same.
#[derive(Clone, Debug)]
pub struct Cepstra {
    tables: Arc<Tables>,
    /// Sound that belongs to frames still to come.
    pending: Vec<i16>,
    /// The sample before the next frame.
    before: i16,
    noise: Noise,
    frame: Vec<f64>,
    power: Vec<f64>,
    energies: Vec<f64>,
}

impl Cepstra {
    /// Begins an utterance.
    pub fn new(front: &Front) -> Cepstra {
        let tables = Arc::clone(&front.tables);
        Cepstra {
            pending: Vec::new(),
            before: 0,
            noise: Noise::default(),
            frame: vec![0.0; tables.fft.len()],
            power: vec![0.0; tables.fft.len() / 2 + 1],
            energies: vec![0.0; tables.mel.n_filters()],
            tables,
        }
    }

    /// Adds sound and returns the frames it completes.
    pub fn push(&mut self, samples: &[f32]) -> Vec<Cepstrum> {
        self.pending
            .extend(samples.iter().map(|sample| to_i16(*sample)));
        let sound = std::mem::take(&mut self.pending);
        let mut found = Vec::with_capacity(sound.len() / FRAME_SHIFT);
        let mut at = 0;
        while let Some(frame) = sound.get(at..at + FRAME_LEN) {
            found.push(self.one(frame));
            at += FRAME_SHIFT;
        }
        self.pending.extend_from_slice(&sound[at..]);
        found
    }

    /// Ends the utterance: the last frame, if any sound is left for one.
    pub fn finish(mut self) -> Option<Cepstrum> {
        let rest = std::mem::take(&mut self.pending);
        (!rest.is_empty()).then(|| self.one(&rest))
    }

    fn one(&mut self, sound: &[i16]) -> Cepstrum {
        let tables = &self.tables;
        let less = f64::from(tables.params.pre_emphasis);
        let before = std::iter::once(self.before).chain(sound.iter().copied());
        self.frame.fill(0.0);
        for (((out, sample), before), weight) in self
            .frame
            .iter_mut()
            .zip(sound)
            .zip(before)
            .zip(&tables.window)
        {
            *out = (f64::from(*sample) - f64::from(before) * less) * weight;
        }
        self.before = sound[FRAME_SHIFT.min(sound.len()) - 1];
        tables.fft.power(&mut self.frame, &mut self.power);
        tables.mel.energies(&self.power, &mut self.energies);
        if tables.params.remove_noise {
            self.noise.remove(&mut self.energies);
        }
        tables.mel.cepstrum(&mut self.energies)
    }
}

/// Models are trained on 16-bit sound. What is no number is silence.
fn to_i16(sample: f32) -> i16 {
    // The conversion saturates and takes NaN as 0.
    (sample * 32_768.0).round() as i16
}

fn hamming() -> Vec<f64> {
    (0..FRAME_LEN)
        .map(|at| {
            let at = at.min(FRAME_LEN - 1 - at);
            0.54 - 0.46 * (2.0 * PI * at as f64 / (FRAME_LEN as f64 - 1.0)).cos()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake::{noise, steps};
    use proptest::prelude::*;

    /// `expected`: frames by place, as PocketSphinx 5.1.1 logs them for the same samples (`tools/ref/sphinx`).
    #[track_caller]
    fn check(samples: &[f32], n_frames: usize, expected: &[(usize, Cepstrum)]) {
        let found = Front::new(&Params::default()).cepstra(samples);
        assert_eq!(found.len(), n_frames);
        for (at, expected) in expected {
            for (a, b) in found[*at].iter().zip(expected) {
                assert!((a - b).abs() < 1e-3, "frame {at}: {:?}", found[*at]);
            }
        }
    }

    #[test]
    #[rustfmt::skip]
    fn frames_are_those_of_pocketsphinx() {
        check(&steps(), 49, &[
            (0, [43.0793, -21.5258, -3.5342, -4.4794, -5.7715, -0.6695, -3.3203, 10.7483, 5.1369, 10.1336, 18.9713, -0.2763, -7.4637]),
            (30, [81.9334, -23.113, -6.3147, -11.5154, -9.1982, -14.7498, -3.0767, -2.2839, 9.3903, 7.358, -0.7269, 0.3114, 8.5839]),
            (48, [81.8374, -19.4207, -2.8141, -3.1444, -2.0049, -11.2135, -3.5575, -3.5684, 3.1986, -7.3471, 0.3646, -7.1005, 2.6203]),
        ]);
        let flat = |first: f32| std::array::from_fn(|i| if i == 0 { first } else { 0.0 });
        check(&[0.0; 1_600], 9, &[(0, flat(-46.0517)), (8, flat(-46.0517))]);
        check(&[1_000.0 / 32_768.0], 1, &[(0, flat(26.3286))]);
        check(&[], 0, &[]);
    }

    #[test]
    fn odd_sound_gives_numbers() {
        let front = Front::new(&Params::default());
        for odd in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e30, -3.0] {
            let found = front.cepstra(&[odd; 2_000]);
            assert!(
                found.iter().flatten().all(|value| value.is_finite()),
                "{odd}"
            );
        }
        let nan: Vec<f32> = noise(2_000, 9)
            .map(|s| if s == 0.0 { f32::NAN } else { s })
            .collect();
        let quiet: Vec<f32> = noise(2_000, 9).collect();
        assert_eq!(front.cepstra(&nan), front.cepstra(&quiet));
    }

    proptest! {
        #[test]
        fn cuts_do_not_matter(cuts in proptest::collection::vec(1usize..1_500, 1..12)) {
            let front = Front::new(&Params::default());
            let sound = steps();
            let mut stream = Cepstra::new(&front);
            let mut found = Vec::new();
            let mut rest = &sound[..];
            for cut in cuts {
                let (piece, after) = rest.split_at(cut.min(rest.len()));
                found.extend(stream.push(piece));
                rest = after;
            }
            found.extend(stream.push(rest));
            found.extend(stream.finish());
            prop_assert_eq!(found, front.cepstra(&sound));
        }
    }
}
