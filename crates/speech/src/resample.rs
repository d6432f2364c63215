//! Changes the rate of sound with a windowed sinc.

use std::f64::consts::PI;

/// Zero crossings of the sinc on each side: 32 keep the pass band flat to 0.9 of the lower Nyquist frequency.
const ZERO_CROSSINGS: f64 = 32.0;

/// Shape of the Kaiser window: about 90 dB of stop band.
const KAISER_BETA: f64 = 9.0;

/// Most weights that are kept ready (4 MB). Ordinary pairs of rates need a few hundred to 60,000.
const READY_MAX: usize = 1 << 20;

/// Places of the filter a sample for odd pairs of rates; between two of them it is read linearly, which errs below
/// -100 dB.
const FINE: usize = 512;

/// `samples` at `from_hz` as they would be at `to_hz`. A rate of 0 gives no sound.
///
/// ```
/// assert_eq!(ling_speech::resample(&[0.5; 480], 48_000, 16_000).len(), 160);
/// ```
pub fn resample(samples: &[f32], from_hz: u32, to_hz: u32) -> Vec<f32> {
    let mut resampler = Resampler::new(from_hz, to_hz);
    let mut found = resampler.push(samples);
    found.extend(resampler.finish());
    found
}

/// Changes the rate of sound that is still coming. However it is cut, the result is the same.
#[derive(Clone, Debug)]
pub struct Resampler {
    /// `None` if nothing is to be done: the rates are equal, or one is 0.
    filter: Option<Filter>,
    from_hz: u32,
    to_hz: u32,
    /// Sound that results still to come need.
    pending: Vec<f32>,
    /// Place of the first pending sample in the whole sound.
    pending_at: u64,
    /// Place of the next result.
    next: u64,
}

impl Resampler {
    /// From one rate to another. A rate of 0 gives no sound.
    pub fn new(from_hz: u32, to_hz: u32) -> Resampler {
        let is_change = from_hz != to_hz && from_hz != 0 && to_hz != 0;
        Resampler {
            filter: is_change.then(|| Filter::new(from_hz, to_hz)),
            from_hz,
            to_hz,
            pending: Vec::new(),
            pending_at: 0,
            next: 0,
        }
    }

    /// Adds sound and returns what it completes.
    pub fn push(&mut self, samples: &[f32]) -> Vec<f32> {
        let Some(filter) = &self.filter else {
            let is_same = self.from_hz == self.to_hz && self.to_hz != 0;
            return if is_same {
                samples.to_vec()
            } else {
                Vec::new()
            };
        };
        self.pending.extend_from_slice(samples);
        let reach = filter.reach as u64;
        let n_in = self.pending_at + self.pending.len() as u64;
        let n_out = self.n_out(n_in.saturating_sub(reach));
        self.up_to(n_out)
    }

    /// Ends the sound: the rest.
    pub fn finish(mut self) -> Vec<f32> {
        let n_in = self.pending_at + self.pending.len() as u64;
        self.up_to(self.n_out(n_in))
    }

    /// How many results lie within `n_in` samples.
    fn n_out(&self, n_in: u64) -> u64 {
        (n_in * u64::from(self.to_hz)).div_ceil(u64::from(self.from_hz.max(1)))
    }

    fn up_to(&mut self, n_out: u64) -> Vec<f32> {
        let Some(filter) = &self.filter else {
            return Vec::new();
        };
        let (from, to) = (u64::from(self.from_hz), u64::from(self.to_hz));
        let found = (self.next..n_out)
            // Whole and fraction apart: the place stays exact however long the sound is.
            .map(|n| (n * from / to - self.pending_at, n * from % to))
            .map(|(whole, part)| filter.at(&self.pending, whole as usize, part as usize))
            .collect();
        self.next = self.next.max(n_out);
        let needed = (self.next * from / to).saturating_sub(filter.reach as u64 + 1);
        let n = (needed.saturating_sub(self.pending_at) as usize).min(self.pending.len());
        self.pending.drain(..n);
        self.pending_at += n as u64;
        found
    }
}

/// A low-pass filter below the Nyquist frequency of the lower rate, in samples of the source.
#[derive(Clone, Debug)]
struct Filter {
    /// Whole samples on each side that it takes.
    reach: usize,
    to_hz: usize,
    kernel: Kernel,
}

#[derive(Clone, Debug)]
enum Kernel {
    /// The weights of `2 * reach` samples for every place between two samples at which a result can lie; `step` is how
    /// far such places are apart, in parts of `to_hz`.
    Ready { weights: Vec<f32>, step: usize },
    /// One side of the filter, to be read between its places.
    Fine(Vec<f64>),
}

impl Filter {
    fn new(from_hz: u32, to_hz: u32) -> Filter {
        let cutoff = (f64::from(to_hz) / f64::from(from_hz)).min(1.0);
        let half_width = ZERO_CROSSINGS / cutoff;
        let reach = half_width.ceil() as usize;
        let step = greatest_common_divisor(from_hz, to_hz) as usize;
        let n_places = to_hz as usize / step;
        let at = |distance: f64| tap(distance, cutoff, half_width);
        let kernel = if n_places * 2 * reach <= READY_MAX {
            let weight = |place: usize, offset: usize| {
                let center = (reach - 1) as f64 + place as f64 / n_places as f64;
                at((offset as f64 - center).abs()) as f32
            };
            let weights = (0..n_places).flat_map(|place| (0..2 * reach).map(move |o| (place, o)));
            Kernel::Ready {
                weights: weights
                    .map(|(place, offset)| weight(place, offset))
                    .collect(),
                step,
            }
        } else {
            Kernel::Fine(
                (0..=(reach + 1) * FINE)
                    .map(|n| at(n as f64 / FINE as f64))
                    .collect(),
            )
        };
        Filter {
            reach,
            to_hz: to_hz as usize,
            kernel,
        }
    }

    /// The sound at `whole` samples and `part` of `to_hz`; beyond its ends there is silence.
    fn at(&self, samples: &[f32], whole: usize, part: usize) -> f32 {
        let n_taps = 2 * self.reach;
        let skipped = (self.reach - 1).saturating_sub(whole);
        let first = (whole + skipped + 1).saturating_sub(self.reach);
        let n = (n_taps - skipped).min(samples.len().saturating_sub(first));
        let taken = &samples[first.min(samples.len())..][..n];
        match &self.kernel {
            Kernel::Ready { weights, step } => {
                let begin = part / step * n_taps + skipped;
                dot(taken, &weights[begin..begin + n])
            }
            Kernel::Fine(side) => {
                let center = (whole - first) as f64 + part as f64 / self.to_hz as f64;
                let weighed = taken.iter().enumerate().map(|(at, sample)| {
                    f64::from(*sample) * between(side, (at as f64 - center).abs() * FINE as f64)
                });
                weighed.sum::<f64>() as f32
            }
        }
    }
}

/// The table read at a place between two of its own.
fn between(table: &[f64], place: f64) -> f64 {
    let low = place as usize;
    match table.get(low..low + 2) {
        Some(&[a, b]) => a + (b - a) * (place - low as f64),
        _ => 0.0,
    }
}

/// Eight sums side by side, which the compiler makes one of.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let (a_eights, a_rest) = a.as_chunks::<8>();
    let (b_eights, b_rest) = b.as_chunks::<8>();
    let mut sums = [0.0f32; 8];
    for (a, b) in a_eights.iter().zip(b_eights) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f32>() + rest
}

fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 {
        a
    } else {
        greatest_common_divisor(b, a % b)
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
            (191_999, 16_000),
            (11_025, 16_000),
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
        assert_eq!(resample(&[0.1; 7], 0, 0), [0.0f32; 0]);
    }

    #[track_caller]
    fn check_pieces(from_hz: u32, to_hz: u32, len: usize) {
        let sound = sine(440.0, from_hz, 9_000);
        let mut resampler = Resampler::new(from_hz, to_hz);
        let mut found: Vec<f32> = sound
            .chunks(len)
            .flat_map(|piece| resampler.push(piece))
            .collect();
        found.extend(resampler.finish());
        assert_eq!(found.len(), resample(&sound, from_hz, to_hz).len());
        let same = found
            .iter()
            .zip(resample(&sound, from_hz, to_hz))
            .all(|(a, b)| (a - b).abs() < 1e-6);
        assert!(same, "{from_hz} to {to_hz} in pieces of {len}");
    }

    #[test]
    fn cuts_do_not_matter() {
        for len in [1, 7, 160, 1_000, 8_999] {
            check_pieces(48_000, 16_000, len);
            check_pieces(44_100, 16_000, len);
            check_pieces(8_000, 16_000, len);
            check_pieces(16_000, 16_000, len);
        }
    }
}
