//! The spectrum of 512 samples in sixteen-bit numbers, rounded as kissfft rounds it.

use std::f64::consts::PI;

/// Samples of a transform.
pub(super) const N_FFT: usize = 512;

/// Half of them are the real, half the imaginary parts of a transform of this length.
const HALF: usize = N_FFT / 2;

/// A complex number: its real and its imaginary part.
pub(super) type Pair = [i16; 2];

/// 1.0, as nearly as sixteen bits come to it.
const ONE: i32 = 32_767;

/// The tables of the transform, and its result.
pub(super) struct Fft {
    turns: Vec<Pair>,
    half_turns: Vec<Pair>,
    pairs: [Pair; HALF],
    spectrum: [Pair; HALF + 1],
}

impl Fft {
    pub fn new() -> Fft {
        let point = |value: f64| (0.5 + f64::from(ONE) * value).floor() as i16;
        let turn = |phase: f64| [point(phase.cos()), point(phase.sin())];
        Fft {
            turns: (0..HALF)
                .map(|k| turn(-2.0 * PI * k as f64 / HALF as f64))
                .collect(),
            half_turns: (1..=HALF / 2)
                .map(|k| turn(-PI * (k as f64 / HALF as f64 + 0.5)))
                .collect(),
            pairs: [[0; 2]; HALF],
            spectrum: [[0; 2]; HALF + 1],
        }
    }

    /// The spectrum of `sound`, one 512th as large.
    pub fn transform(&mut self, sound: &[i16; N_FFT]) -> &[Pair] {
        let (pairs, _) = sound.as_chunks::<2>();
        for (at, to) in self.pairs.iter_mut().enumerate() {
            *to = pairs[mirrored(at)];
        }
        let mut m = 1;
        while m < HALF {
            for group in self.pairs.chunks_exact_mut(4 * m) {
                combine(group, m, &self.turns);
            }
            m *= 4;
        }
        self.part();
        &self.spectrum
    }

    /// Parts the even from the odd samples, which went through as one row of complex numbers.
    fn part(&mut self) {
        let [even, odd] = divided(self.pairs[0], 2);
        self.spectrum[0] = [even.wrapping_add(odd), 0];
        self.spectrum[HALF] = [even.wrapping_sub(odd), 0];
        for k in 1..=HALF / 2 {
            let [re, im] = self.pairs[HALF - k];
            let low = divided(self.pairs[k], 2);
            let high = divided([re, im.wrapping_neg()], 2);
            let [sum_re, sum_im] = sum(low, high).map(i32::from);
            let [re, im] = product(difference(low, high), self.half_turns[k - 1]).map(i32::from);
            self.spectrum[k] = [((sum_re + re) >> 1) as i16, ((sum_im + im) >> 1) as i16];
            self.spectrum[HALF - k] = [((sum_re - re) >> 1) as i16, ((im - sum_im) >> 1) as i16];
        }
    }
}

/// Where the number at `at` comes from: the four digits of its place, to base four, read backwards.
fn mirrored(at: usize) -> usize {
    (at & 3) << 6 | (at >> 2 & 3) << 4 | (at >> 4 & 3) << 2 | at >> 6
}

/// Makes one transform of four of length `m`.
fn combine(group: &mut [Pair], m: usize, turns: &[Pair]) {
    let stride = turns.len() / (4 * m);
    for k in 0..m {
        let zeroth = divided(group[k], 4);
        let [first, second, third] =
            [1, 2, 3].map(|q| product(divided(group[k + q * m], 4), turns[k * stride * q]));
        let across = difference(zeroth, second);
        let along = sum(zeroth, second);
        let outer = sum(first, third);
        let [re, im] = difference(first, third);
        group[k] = sum(along, outer);
        group[k + 2 * m] = difference(along, outer);
        group[k + m] = sum(across, [im, re.wrapping_neg()]);
        group[k + 3 * m] = sum(across, [im.wrapping_neg(), re]);
    }
}

fn rounded(product: i32) -> i16 {
    (product.wrapping_add(1 << 14) >> 15) as i16
}

fn divided(pair: Pair, by: i32) -> Pair {
    pair.map(|part| rounded(i32::from(part) * (ONE / by)))
}

fn product(a: Pair, b: Pair) -> Pair {
    let ([a_re, a_im], [b_re, b_im]) = (a.map(i32::from), b.map(i32::from));
    [
        rounded((a_re * b_re).wrapping_sub(a_im * b_im)),
        rounded((a_re * b_im).wrapping_add(a_im * b_re)),
    ]
}

fn sum(a: Pair, b: Pair) -> Pair {
    [a[0].wrapping_add(b[0]), a[1].wrapping_add(b[1])]
}

fn difference(a: Pair, b: Pair) -> Pair {
    [a[0].wrapping_sub(b[0]), a[1].wrapping_sub(b[1])]
}
