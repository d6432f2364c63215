//! The power spectrum of real sound, for every front end of the crate.

use std::f64::consts::PI;

/// Plans the transform of one length. Sums are in `f64`, so that quiet sound is not lost beside loud sound.
#[derive(Clone, Debug)]
pub(crate) struct Fft {
    /// `cos` and `-sin` of `2 pi k / n` for k below n / 2.
    twiddles: Vec<(f64, f64)>,
    n: usize,
}

impl Fft {
    /// `n`: the length, a power of two of at least 4.
    pub(crate) fn new(n: usize) -> Fft {
        assert!(
            n >= 4 && n.is_power_of_two(),
            "a length of this crate's own"
        );
        let twiddles = (0..n / 2)
            .map(|k| {
                let angle = 2.0 * PI * k as f64 / n as f64;
                (angle.cos(), -angle.sin())
            })
            .collect();
        Fft { twiddles, n }
    }

    /// How many values [`Fft::power`] takes.
    pub(crate) fn len(&self) -> usize {
        self.n
    }

    /// The power of the frequencies 0 to n / 2 of `frame`, which is used up. `power` has n / 2 + 1 places.
    pub(crate) fn power(&self, frame: &mut [f64], power: &mut [f64]) {
        assert_eq!(frame.len(), self.n);
        assert_eq!(power.len(), self.n / 2 + 1);
        self.half(frame);
        let half = self.n / 2;
        let (re, im) = (frame[0], frame[1]);
        power[0] = (re + im) * (re + im);
        power[half] = (re - im) * (re - im);
        for k in 1..=half / 2 {
            let [low, high] = self.parted(frame, k);
            power[k] = low;
            power[half - k] = high;
        }
    }

    /// The power of frequency `k` and of its mirror, from the transform of even and odd samples as one complex row.
    fn parted(&self, frame: &[f64], k: usize) -> [f64; 2] {
        let half = self.n / 2;
        let (ar, ai) = (frame[2 * k], frame[2 * k + 1]);
        let (br, bi) = (frame[2 * (half - k)], -frame[2 * (half - k) + 1]);
        let (even_r, even_i) = ((ar + br) / 2.0, (ai + bi) / 2.0);
        let (odd_r, odd_i) = ((ai - bi) / 2.0, (br - ar) / 2.0);
        let (wr, wi) = self.twiddles[k];
        let (tr, ti) = (odd_r * wr - odd_i * wi, odd_r * wi + odd_i * wr);
        let square = |r: f64, i: f64| r * r + i * i;
        [
            square(even_r + tr, even_i + ti),
            square(even_r - tr, even_i - ti),
        ]
    }

    /// Transforms `frame` in place as n / 2 complex numbers.
    fn half(&self, frame: &mut [f64]) {
        let n = self.n / 2;
        let shift = usize::BITS - n.trailing_zeros();
        for at in 0..n {
            let to = at.reverse_bits() >> shift;
            if at < to {
                frame.swap(2 * at, 2 * to);
                frame.swap(2 * at + 1, 2 * to + 1);
            }
        }
        let mut width = 1;
        while width < n {
            let step = self.n / (2 * width);
            for block in frame.chunks_exact_mut(4 * width) {
                let (low, high) = block.split_at_mut(2 * width);
                let pairs = low.chunks_exact_mut(2).zip(high.chunks_exact_mut(2));
                for ((a, b), &(wr, wi)) in pairs.zip(self.twiddles.iter().step_by(step)) {
                    let (tr, ti) = (b[0] * wr - b[1] * wi, b[0] * wi + b[1] * wr);
                    (b[0], b[1]) = (a[0] - tr, a[1] - ti);
                    (a[0], a[1]) = (a[0] + tr, a[1] + ti);
                }
            }
            width *= 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same by the definition.
    fn slow(frame: &[f64]) -> Vec<f64> {
        let n = frame.len();
        (0..=n / 2)
            .map(|k| {
                let (mut re, mut im) = (0.0, 0.0);
                for (at, sample) in frame.iter().enumerate() {
                    let angle = 2.0 * PI * ((k * at) % n) as f64 / n as f64;
                    re += sample * angle.cos();
                    im -= sample * angle.sin();
                }
                re * re + im * im
            })
            .collect()
    }

    #[track_caller]
    fn check(frame: Vec<f64>) {
        let expected = slow(&frame);
        let fft = Fft::new(frame.len());
        let mut found = vec![0.0; frame.len() / 2 + 1];
        fft.power(&mut frame.clone(), &mut found);
        let most = expected.iter().fold(1.0f64, |a, b| a.max(*b));
        for (k, (a, b)) in found.iter().zip(&expected).enumerate() {
            assert!((a - b).abs() <= 1e-12 * most, "frequency {k}: {a} for {b}");
        }
    }

    #[test]
    fn power_is_what_the_definition_says() {
        for n in [4, 8, 16, 64, 512] {
            check(vec![0.0; n]);
            check(vec![1.0; n]);
            check(
                (0..n)
                    .map(|at| ((at * at * 7919) % 613) as f64 - 300.0)
                    .collect(),
            );
            check(
                (0..n)
                    .map(|at| if at == 1 { 32_768.0 } else { 0.0 })
                    .collect(),
            );
            check(
                (0..n)
                    .map(|at| if at % 2 == 0 { 1.0 } else { -1.0 })
                    .collect(),
            );
        }
    }
}
