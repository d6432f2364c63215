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
            filter: is_change
                .then(|| Filter::new((f64::from(to_hz) / f64::from(from_hz)).min(1.0))),
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
        let reach = filter.half_width.ceil() as u64;
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
        // Whole and fraction apart: the place stays exact however long the sound is.
        let place = |n: u64| {
            let (whole, part) = (n * from / to, n * from % to);
            (whole - self.pending_at) as f64 + part as f64 / to as f64
        };
        let found = (self.next..n_out)
            .map(|n| filter.at(&self.pending, place(n)))
            .collect();
        self.next = self.next.max(n_out);
        let needed = (self.next * from / to).saturating_sub(filter.half_width.ceil() as u64 + 1);
        let n = (needed.saturating_sub(self.pending_at) as usize).min(self.pending.len());
        self.pending.drain(..n);
        self.pending_at += n as u64;
        found
    }
}

/// One side of a low-pass filter, in samples of the source.
#[derive(Clone, Debug)]
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
