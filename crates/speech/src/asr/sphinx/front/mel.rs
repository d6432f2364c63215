use std::f64::consts::PI;

use super::{Cepstrum, N_CEPSTRA, Params};
use crate::RATE_HZ;

/// Length of the Fourier transform.
pub(super) const N_FFT: usize = 512;

/// Added to a filter's energy before its logarithm: silence is no error.
const LOG_FLOOR: f64 = 1e-4;

/// Triangular filters on the mel scale and the cosines that turn them into cepstra.
///
/// Some sums are in `f32`, where PocketSphinx has them so: edges of filters are rounded to frequencies of the
/// transform, and a last bit decides to which.
#[derive(Clone, Debug)]
pub(super) struct Mel {
    filters: Vec<Filter>,
    /// By coefficient, then by filter.
    cosines: Vec<Vec<f32>>,
    lifter: Cepstrum,
}

#[derive(Clone, Debug)]
struct Filter {
    /// The first frequency it takes, in steps of the transform.
    first: usize,
    weights: Vec<f32>,
}

impl Mel {
    pub(super) fn new(params: &Params) -> Mel {
        let n = params.n_filters;
        let (low, high) = (to_mel(params.low_hz), to_mel(params.high_hz));
        let width = (high - low) / (n + 1) as f32;
        let edge = |at: usize| to_step(to_hz(at as f32 * width + low));
        let filters = (0..n)
            .map(|at| Filter::new([edge(at), edge(at + 1), edge(at + 2)]))
            .collect();
        let cosine =
            |i: usize, j: usize| (PI / n as f64 * i as f64 * (j as f64 + 0.5)).cos() as f32;
        Mel {
            filters,
            cosines: (0..N_CEPSTRA)
                .map(|i| (0..n).map(|j| cosine(i, j)).collect())
                .collect(),
            lifter: lifter(params.lifter),
        }
    }

    pub(super) fn n_filters(&self) -> usize {
        self.filters.len()
    }

    /// How much of each filter is in a power spectrum.
    pub(super) fn energies(&self, power: &[f64], energies: &mut [f64]) {
        for (filter, energy) in self.filters.iter().zip(energies) {
            let taken = &power[filter.first..filter.first + filter.weights.len()];
            *energy = taken
                .iter()
                .zip(&filter.weights)
                .map(|(power, weight)| power * f64::from(*weight))
                .sum();
        }
    }

    /// The cepstrum of the filters' energies.
    pub(super) fn cepstrum(&self, energies: &mut [f64]) -> Cepstrum {
        for energy in energies.iter_mut() {
            *energy = (*energy + LOG_FLOOR).ln();
        }
        let n = energies.len() as f64;
        let (first, other) = ((1.0 / n).sqrt() as f32, (2.0 / n).sqrt() as f32);
        std::array::from_fn(|i| {
            let sum = energies
                .iter()
                .zip(&self.cosines[i])
                .fold(0.0f32, |sum, (log, cosine)| {
                    (f64::from(sum) + log * f64::from(*cosine)) as f32
                });
            sum * if i == 0 { first } else { other } * self.lifter[i]
        })
    }
}

impl Filter {
    /// `edges`: where it begins, is highest and ends, in hertz.
    fn new([low, middle, high]: [f32; 3]) -> Filter {
        let step_hz = step_hz();
        let inside = |hz: f32| hz >= low && hz <= high;
        let first = (0..=N_FFT / 2)
            .find(|at| *at as f32 * step_hz >= low)
            .unwrap_or(N_FFT / 2);
        let area = 2.0 / (high - low);
        let weights = (first..N_FFT / 2)
            .map(|at| at as f32 * step_hz)
            .take_while(|hz| inside(*hz))
            .map(|hz| {
                let up = (hz - low) / (middle - low) * area;
                let down = (high - hz) / (high - middle) * area;
                let weight = if up < down { up } else { down };
                if weight.is_finite() { weight } else { 0.0 }
            })
            .collect();
        Filter { first, weights }
    }
}

fn step_hz() -> f32 {
    RATE_HZ as f32 / N_FFT as f32
}

/// The frequency of the transform that is nearest.
fn to_step(hz: f32) -> f32 {
    (f64::from(hz / step_hz()) + 0.5).trunc() as f32 * step_hz()
}

fn to_mel(hz: f32) -> f32 {
    (2595.0 * (1.0 + f64::from(hz) / 700.0).log10()) as f32
}

fn to_hz(mel: f32) -> f32 {
    (700.0 * (10f64.powf(f64::from(mel) / 2595.0) - 1.0)) as f32
}

fn lifter(len: u32) -> Cepstrum {
    std::array::from_fn(|i| {
        if len == 0 {
            return 1.0;
        }
        let half = f64::from(len / 2);
        (1.0 + half * (i as f64 * PI / f64::from(len)).sin()) as f32
    })
}
