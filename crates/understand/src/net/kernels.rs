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

pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
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
