use super::Options;
use crate::RATE_HZ;

/// Length of the Fourier transform.
pub(super) const N_FFT: usize = 512;

/// Triangles that are even on the mel scale.
///
/// All is in `f32`, as Kaldi has it: near an edge a filter's smallest weight is what rounding makes of it.
#[derive(Debug)]
pub(super) struct Mel {
    filters: Vec<Filter>,
}

#[derive(Debug)]
struct Filter {
    /// The first frequency it takes, in steps of the transform.
    first: usize,
    weights: Vec<f32>,
}

impl Mel {
    pub(super) fn new(options: &Options) -> Mel {
        let (low, high) = (mel(options.low_hz), mel(options.high_hz));
        let width = (high - low) / (options.n_mels + 1) as f32;
        let edge = |at: usize| low + at as f32 * width;
        Mel {
            filters: (0..options.n_mels)
                .map(|at| Filter::new([edge(at), edge(at + 1), edge(at + 2)]))
                .collect(),
        }
    }

    /// Logarithms of the energies in a power spectrum; silence is the smallest step of an `f32` above 1.
    pub(super) fn logs(&self, power: &[f32], out: &mut Vec<f32>) {
        out.extend(self.filters.iter().map(|filter| {
            let taken = &power[filter.first..filter.first + filter.weights.len()];
            let energy: f32 = taken.iter().zip(&filter.weights).map(|(a, b)| a * b).sum();
            energy.max(f32::EPSILON).ln()
        }));
    }
}

impl Filter {
    /// `edges`: where it begins, is highest and ends, in mel.
    fn new([low, middle, high]: [f32; 3]) -> Filter {
        // Kaldi leaves the highest frequency out.
        let inside: Vec<(usize, f32)> = (0..N_FFT / 2)
            .map(|at| (at, mel(RATE_HZ as f32 / N_FFT as f32 * at as f32)))
            .filter(|(_, mel)| *mel > low && *mel < high)
            .collect();
        let weight = |mel: f32| {
            if mel <= middle {
                (mel - low) / (middle - low)
            } else {
                (high - mel) / (high - middle)
            }
        };
        Filter {
            first: inside.first().map_or(0, |(at, _)| *at),
            weights: inside.iter().map(|(_, mel)| weight(*mel)).collect(),
        }
    }
}

fn mel(hz: f32) -> f32 {
    1127.0 * (1.0 + hz / 700.0).ln()
}
