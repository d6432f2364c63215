//! Changes the rate of sound with a windowed sinc.

use std::f64::consts::PI;

/// Zero crossings of the sinc on each side: 32 keep the pass band flat to 0.9 of the lower Nyquist frequency.
const ZERO_CROSSINGS: f64 = 32.0;

/// Shape of the Kaiser window: about 90 dB of stop band.
const KAISER_BETA: f64 = 9.0;

/// Phases in the table of the filter; between two of them it is read linearly, which errs below -100 dB.
const PHASES: usize = 512;

/// `samples` at `from_hz` as they would be at `to_hz`. A rate of 0 gives no sound.
///
/// ```
/// assert_eq!(ling_speech::resample(&[0.5; 480], 48_000, 16_000).len(), 160);
/// ```
pub fn resample(samples: &[f32], from_hz: u32, to_hz: u32) -> Vec<f32> {
    if from_hz == to_hz {
        return samples.to_vec();
    }
    if from_hz == 0 || to_hz == 0 {
        return Vec::new();
    }
    let step = f64::from(from_hz) / f64::from(to_hz);
    let filter = Filter::new((1.0 / step).min(1.0));
    let n_out = (samples.len() as u64 * u64::from(to_hz)).div_ceil(u64::from(from_hz));
    (0..n_out)
        .map(|n| filter.at(samples, n as f64 * step))
        .collect()
}

/// One side of a low-pass filter, in samples of the source.
struct Filter {
    half_width: f64,
    table: Vec<f64>,
}

impl Filter {
    /// `cutoff`: 1 keeps everything below the Nyquist frequency of the source.
    fn new(cutoff: f64) -> Filter {
        let half_width = ZERO_CROSSINGS / cutoff;
        let n = (half_width * PHASES as f64).ceil() as usize + 2;
        let table = (0..n)
            .map(|at| tap(at as f64 / PHASES as f64, cutoff, half_width))
            .collect();
        Filter { half_width, table }
    }

    fn at(&self, samples: &[f32], center: f64) -> f32 {
        let first = (center - self.half_width).ceil().max(0.0) as usize;
        let last = (center + self.half_width)
            .floor()
            .min(samples.len() as f64 - 1.0);
        let last = if last < 0.0 {
            return 0.0;
        } else {
            last as usize
        };
        let sum: f64 = (first..=last)
            .map(|at| f64::from(samples[at]) * self.weight((at as f64 - center).abs()))
            .sum();
        sum as f32
    }

    fn weight(&self, distance: f64) -> f64 {
        let at = distance * PHASES as f64;
        let low = at as usize;
        match self.table.get(low..low + 2) {
            Some(&[a, b]) => a + (b - a) * (at - low as f64),
            _ => 0.0,
        }
    }
}

fn tap(distance: f64, cutoff: f64, half_width: f64) -> f64 {
    if distance >= half_width {
        return 0.0;
    }
    let x = PI * distance * cutoff;
    let sinc = if x == 0.0 { 1.0 } else { x.sin() / x };
    let edge = distance / half_width;
    cutoff * sinc * bessel(KAISER_BETA * (1.0 - edge * edge).sqrt()) / bessel(KAISER_BETA)
}

/// The modified Bessel function of the first kind and order zero, by its series.
fn bessel(x: f64) -> f64 {
    let quarter = x * x / 4.0;
    let mut term = 1.0;
    let mut sum = 1.0;
    for n in 1..64 {
        term *= quarter / f64::from(n * n);
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sine(hz: f64, rate_hz: u32, n: usize) -> Vec<f32> {
        (0..n)
            .map(|at| (2.0 * PI * hz * at as f64 / f64::from(rate_hz)).sin() as f32)
            .collect()
    }

    /// How far the middle of the resampled tone is from the tone made at the new rate, in dB.
    fn error_db(hz: f64, from_hz: u32, to_hz: u32) -> f64 {
        let found = resample(&sine(hz, from_hz, from_hz as usize), from_hz, to_hz);
        let expect = sine(hz, to_hz, found.len());
        let middle = found.len() / 4..found.len() * 3 / 4;
        let power: f64 = middle
            .clone()
            .map(|at| f64::from(found[at] - expect[at]).powi(2))
            .sum::<f64>()
            / middle.len() as f64;
        10.0 * (power / 0.5).log10()
    }

    #[test]
    fn tones_stay_what_they_are() {
        for (from_hz, to_hz) in [
            (48_000, 16_000),
            (44_100, 16_000),
            (22_050, 16_000),
            (8_000, 16_000),
            (16_000, 24_000),
        ] {
            let db = error_db(1_000.0, from_hz, to_hz);
            assert!(db < -70.0, "{from_hz} to {to_hz}: {db} dB");
        }
    }

    #[test]
    fn what_the_new_rate_cannot_hold_is_gone() {
        let found = resample(&sine(10_000.0, 48_000, 48_000), 48_000, 16_000);
        let middle = &found[4_000..12_000];
        let power = middle.iter().map(|s| f64::from(*s).powi(2)).sum::<f64>() / middle.len() as f64;
        assert!(10.0 * (power / 0.5).log10() < -70.0);
    }

    #[test]
    fn lengths() {
        assert_eq!(resample(&[], 48_000, 16_000), [0.0f32; 0]);
        assert_eq!(resample(&[0.1; 441], 44_100, 16_000).len(), 160);
        assert_eq!(resample(&[0.1; 7], 16_000, 16_000), [0.1; 7]);
        assert_eq!(resample(&[0.1; 7], 0, 16_000), [0.0f32; 0]);
        assert_eq!(resample(&[0.1], 8_000, 16_000).len(), 2);
    }
}
