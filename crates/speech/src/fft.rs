//! The power spectrum of real sound, for every front end of the crate.

use std::f64::consts::PI;
use std::ops::{Add, Mul, Sub};

/// What is summed in: `f64` where quiet sound must not be lost beside loud sound, `f32` where a model was trained on
/// the rounding, too.
pub(crate) trait Real:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self>
{
    /// The nearest number.
    fn of(value: f64) -> Self;
}

impl Real for f32 {
    fn of(value: f64) -> f32 {
        value as f32
    }
}

impl Real for f64 {
    fn of(value: f64) -> f64 {
        value
    }
}

/// A complex number: its real and its imaginary part.
type Pair<T> = [T; 2];

/// Plans the transform of one length: decimation in time by four, as kissfft does it. Even the order of the sums is the
/// one in kaldi-native-fbank's package, so that in `f32` its filter banks come out to the last bit.
#[derive(Clone, Debug)]
pub(crate) struct Fft<T> {
    /// Turns by `k` of n / 2.
    turns: Vec<Pair<T>>,
    /// Turns by a quarter and `k` of n.
    halves: Vec<Pair<T>>,
}

impl<T: Real> Fft<T> {
    /// `n`: the length, twice a power of four.
    pub(crate) fn new(n: usize) -> Fft<T> {
        let half = n / 2;
        assert!(
            half >= 4 && half.is_power_of_two() && half.trailing_zeros().is_multiple_of(2),
            "a length of this crate's own"
        );
        let turn = |part: f64| [T::of(part.cos()), T::of(part.sin())];
        Fft {
            turns: (0..half)
                .map(|k| turn(-2.0 * PI * k as f64 / half as f64))
                .collect(),
            halves: (0..=half / 2)
                .map(|k| turn(-PI * (k as f64 / half as f64 + 0.5)))
                .collect(),
        }
    }

    /// How many values [`Fft::power`] takes.
    pub(crate) fn len(&self) -> usize {
        2 * self.turns.len()
    }

    /// The power of the frequencies 0 to n / 2 of `frame`, which is used up. `power` has n / 2 + 1 places.
    pub(crate) fn power(&self, frame: &mut [T], power: &mut [T]) {
        assert_eq!(frame.len(), self.len());
        assert_eq!(power.len(), self.len() / 2 + 1);
        let (pairs, _) = frame.as_chunks_mut::<2>();
        self.transform(pairs);
        let half = pairs.len();
        let [re, im] = pairs[0];
        power[0] = (re + im) * (re + im);
        power[half] = (re - im) * (re - im);
        for k in 1..=half / 2 {
            let [low, high] = self.parted(pairs, k);
            power[half - k] = square(high);
            power[k] = square(low);
        }
    }

    /// Frequency `k` and its mirror, from the transform of even and odd samples as one complex row.
    fn parted(&self, pairs: &[Pair<T>], k: usize) -> [Pair<T>; 2] {
        let ([ar, ai], [br, bi]) = (pairs[k], pairs[pairs.len() - k]);
        let even = [ar + br, ai - bi];
        let (re, im, [wr, wi]) = (ar - br, ai + bi, self.halves[k]);
        let odd_im = re * wi + im * wr;
        let by_two = |[re, im]: Pair<T>| [re * T::of(0.5), im * T::of(0.5)];
        [
            by_two([even[0] + re * wr - im * wi, even[1] + odd_im]),
            by_two([even[0] + im * wi - re * wr, odd_im - even[1]]),
        ]
    }

    /// The complex transform, in place.
    fn transform(&self, pairs: &mut [Pair<T>]) {
        reorder(pairs);
        let mut width = 1;
        while width < pairs.len() {
            let step = pairs.len() / (4 * width);
            for block in pairs.chunks_exact_mut(4 * width) {
                self.butterflies(block, width, step);
            }
            width *= 4;
        }
    }

    /// Makes one transform of the four that lie side by side in `block`.
    fn butterflies(&self, block: &mut [Pair<T>], width: usize, step: usize) {
        let (a, rest) = block.split_at_mut(width);
        let (b, rest) = rest.split_at_mut(width);
        let (c, d) = rest.split_at_mut(width);
        for k in 0..width {
            let turn = |times: usize| self.turns[times * k * step];
            [a[k], b[k], c[k], d[k]] = butterfly([a[k], b[k], c[k], d[k]], [1, 2, 3].map(turn));
        }
    }
}

/// The transform of four numbers, the last three of them turned first.
fn butterfly<T: Real>([a, b, c, d]: [Pair<T>; 4], [one, two, three]: [Pair<T>; 3]) -> [Pair<T>; 4] {
    let b = times(b, one);
    let (c_re, c_im) = (
        [c[0] * two[0], c[1] * two[1]],
        c[0] * two[1] + c[1] * two[0],
    );
    let (d_re, d_im) = (
        [d[0] * three[0], d[1] * three[1]],
        d[0] * three[1] + d[1] * three[0],
    );
    let even = [a[0] + c_re[0] - c_re[1], a[1] + c_im];
    let odd = [a[0] + c_re[1] - c_re[0], a[1] - c_im];
    let side = [b[0] - d_re[1] + d_re[0], b[1] + d_im];
    let turned = b[0] - d_re[0] + d_re[1];
    [
        plus(even, side),
        [odd[0] + b[1] - d_im, odd[1] - turned],
        minus(even, side),
        [odd[0] + d_im - b[1], odd[1] + turned],
    ]
}

/// Puts every place where its number, written in base four, stands backwards.
fn reorder<T: Copy>(pairs: &mut [Pair<T>]) {
    let n_digits = pairs.len().trailing_zeros() / 2;
    for at in 0..pairs.len() {
        let backwards = (0..n_digits).fold(0, |to, digit| to << 2 | (at >> (2 * digit) & 3));
        if at < backwards {
            pairs.swap(at, backwards);
        }
    }
}

fn plus<T: Real>(a: Pair<T>, b: Pair<T>) -> Pair<T> {
    [a[0] + b[0], a[1] + b[1]]
}

fn minus<T: Real>(a: Pair<T>, b: Pair<T>) -> Pair<T> {
    [a[0] - b[0], a[1] - b[1]]
}

fn times<T: Real>(a: Pair<T>, b: Pair<T>) -> Pair<T> {
    [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]]
}

fn square<T: Real>([re, im]: Pair<T>) -> T {
    re * re + im * im
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
        for n in [8, 32, 128, 512, 2048] {
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
