//! Products of 8-bit matrices with vectors, and the curves between layers. Plain loops in shapes that the
//! compiler turns into vector instructions.

use super::file::Rows;

/// A matrix ready to be multiplied: values widened to 16 bits, so that two products fit one instruction.
#[derive(Clone, Debug)]
pub(crate) struct Matrix {
    n_cols: usize,
    scales: Vec<f32>,
    values: Vec<i16>,
}

/// A vector in 14 bits and a sign with its scale: with 8-bit weights, 4096 products fit 32 bits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Quantised {
    scale: f32,
    values: Vec<i16>,
}

const STEPS: f32 = 4095.0;

impl Quantised {
    pub fn of(vector: &[f32]) -> Quantised {
        let top = vector.iter().fold(0.0_f32, |top, x| top.max(x.abs()));
        let scale = if top > 0.0 { top / STEPS } else { 1.0 };
        let values = vector
            .iter()
            .map(|x| (x / scale).round_ties_even() as i16)
            .collect();
        Quantised { scale, values }
    }
}

impl Matrix {
    pub fn new(rows: Rows) -> Matrix {
        Matrix {
            n_cols: rows.n_cols,
            scales: rows.scales,
            values: rows.values.into_iter().map(i16::from).collect(),
        }
    }

    /// Adds the product with `vector` to `sum`, one number for each row.
    pub fn add_product(&self, vector: &Quantised, sum: &mut [f32]) {
        let rows = self.values.chunks_exact(self.n_cols.max(1));
        for ((row, scale), sum) in rows.zip(&self.scales).zip(sum) {
            *sum += dot(row, &vector.values) as f32 * scale * vector.scale;
        }
    }
}

fn dot(a: &[i16], b: &[i16]) -> i32 {
    a.iter()
        .zip(b)
        .map(|(a, b)| i32::from(*a) * i32::from(*b))
        .sum()
}

/// Scales to mean 0 and deviation 1, then by `weight`, and adds `bias`.
pub(crate) fn normalise(vector: &mut [f32], weight: &[f32], bias: &[f32]) {
    let n = vector.len() as f32;
    let mean = vector.iter().sum::<f32>() / n;
    let spread = vector.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>() / n;
    let scale = 1.0 / (spread + 1e-5).sqrt();
    for ((x, weight), bias) in vector.iter_mut().zip(weight).zip(bias) {
        *x = (*x - mean) * scale * weight + bias;
    }
}

/// e to the power of `x`, within 2e-6 of it, in operations that the compiler can do for many numbers at once.
#[inline]
fn exp(x: f32) -> f32 {
    /// Adding it leaves a whole number in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    let x = (x * std::f32::consts::LOG2_E).clamp(-125.0, 125.0);
    let whole = x + ROUND;
    let part = x - (whole - ROUND);
    // The series of 2 to the power of `part`, which is within a half of zero.
    let power = 1.0
        + part
            * (std::f32::consts::LN_2
                + part
                    * (0.240_226_5
                        + part * (0.055_504_1 + part * (0.009_618_13 + part * 0.001_333_36))));
    f32::from_bits(power.to_bits().wrapping_add(whole.to_bits() << 23))
}

#[inline]
pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

#[inline]
pub(crate) fn tanh(x: f32) -> f32 {
    1.0 - 2.0 / (1.0 + exp(2.0 * x))
}

/// Turns scores into chances, in place.
pub(crate) fn softmax(scores: &mut [f32]) {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - top).exp();
        sum += *score;
    }
    for score in scores {
        *score /= sum;
    }
}

/// Turns scores into logarithms of chances, in place.
pub(crate) fn log_softmax(scores: &mut [f32]) {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = scores.iter().map(|score| (score - top).exp()).sum();
    for score in scores {
        *score -= top + sum.ln();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_are_those_of_the_library() {
        for step in -4000..=4000 {
            let x = step as f32 / 100.0;
            assert!((sigmoid(x) - 1.0 / (1.0 + (-x).exp())).abs() < 1e-5, "{x}");
            assert!((tanh(x) - x.tanh()).abs() < 1e-5, "{x}");
        }
        assert!(sigmoid(-1e9) < 1e-6 && sigmoid(1e9) > 0.999 && tanh(-1e9) < -0.999);
    }

    #[test]
    fn a_product() {
        let rows = Rows {
            n_cols: 3,
            scales: vec![0.5, 2.0],
            values: vec![1, -2, 3, 127, 0, -127],
        };
        let mut sum = vec![1.0, 0.0];
        Matrix::new(rows).add_product(&Quantised::of(&[0.25, 1.0, -1.0]), &mut sum);
        // 1 + 0.5 (0.25 - 2 - 3), 2 (31.75 + 127)
        assert!((sum[0] + 1.375).abs() < 1e-3, "{sum:?}");
        assert!((sum[1] - 317.5).abs() < 1e-1, "{sum:?}");
    }
}
