//! Products of 8-bit matrices with vectors, and the curves between layers. Plain loops in shapes that the
//! compiler turns into vector instructions; [`wide`] has them compiled for each sort of vectors that a processor
//! may have. All sums of products are whole numbers, so every processor finds the same.

use fearless_simd::{Level, Simd, dispatch};

use super::file::Rows;

/// Does `work` with the widest vectors that this processor has. What `work` calls must be `inline(always)`.
#[inline(always)]
pub(crate) fn wide<T>(work: impl FnOnce() -> T) -> T {
    dispatch!(Level::new(), simd => simd.vectorize(work))
}

/// As [`wide`], but not with vectors of 512 bits: rows of a small net are too short for them.
#[inline(always)]
fn half_wide<T>(work: impl FnOnce() -> T) -> T {
    let level = Level::new();
    #[cfg(target_arch = "x86_64")]
    let level = level.as_avx2().map_or(level, Level::Avx2);
    dispatch!(level, simd => simd.vectorize(work))
}

/// A matrix of 8-bit numbers, each row with its scale.
#[derive(Clone, Debug)]
pub(crate) struct Matrix<'m> {
    rows: Rows<'m>,
}

/// A vector in 13 bits with its scale: with 8-bit weights, 4096 products fit 32 bits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Quantised {
    scale: f32,
    values: Vec<i16>,
}

/// The largest number of a quantised vector.
const STEPS: f32 = 4095.0;
/// Adding it to a small number leaves the nearest whole number, ties to even, in the lowest bits.
const ROUND: f32 = 12_582_912.0;
/// Vectors that are multiplied at once, so that a row is widened once for all of them.
const LANES: usize = 4;

impl Quantised {
    pub fn of(vector: &[f32]) -> Quantised {
        let mut quantised = Quantised::default();
        quantised.set(vector);
        quantised
    }

    /// Becomes `vector`.
    pub fn set(&mut self, vector: &[f32]) {
        let top = vector.iter().fold(0.0_f32, |top, x| top.max(x.abs()));
        self.scale = if top > 0.0 { top / STEPS } else { 1.0 };
        self.values.resize(vector.len(), 0);
        let (scale, values) = (self.scale, &mut self.values);
        wide(
            #[inline(always)]
            || round(vector, scale, values),
        );
    }
}

#[inline(always)]
fn round(vector: &[f32], scale: f32, values: &mut [i16]) {
    for (value, x) in values.iter_mut().zip(vector) {
        *value = (x / scale + ROUND).to_bits() as i16;
    }
}

impl<'m> Matrix<'m> {
    pub fn new(rows: Rows<'m>) -> Matrix<'m> {
        Matrix { rows }
    }

    /// Adds the product with each of `vectors` to its sum, one number for each row.
    pub fn add_products(&self, vectors: &[Quantised], sums: &mut [Vec<f32>]) {
        let (fours, rest) = vectors.as_chunks::<LANES>();
        let (sums, rest_sums) = sums[..vectors.len()].as_chunks_mut::<LANES>();
        for (four, sums) in fours.iter().zip(sums) {
            half_wide(
                #[inline(always)]
                || add_four(&self.rows, four, sums),
            );
        }
        for (vector, sum) in rest.iter().zip(rest_sums) {
            self.add_product(vector, sum);
        }
    }

    /// Adds the product with `vector` to `sum`, one number for each row.
    pub fn add_product(&self, vector: &Quantised, sum: &mut [f32]) {
        wide(
            #[inline(always)]
            || add_one(&self.rows, vector, sum),
        );
    }
}

#[inline(always)]
fn add_one(matrix: &Rows<'_>, vector: &Quantised, sum: &mut [f32]) {
    let rows = matrix.values.chunks_exact(matrix.n_cols.max(1));
    for ((row, scale), sum) in rows.zip(&matrix.scales).zip(sum) {
        let mut dot = 0;
        for (weight, x) in row.iter().zip(&vector.values) {
            dot += i32::from(*weight as i8) * i32::from(*x);
        }
        *sum += dot as f32 * scale * vector.scale;
    }
}

#[inline(always)]
fn add_four(matrix: &Rows<'_>, vectors: &[Quantised; LANES], sums: &mut [Vec<f32>; LANES]) {
    let n = matrix.n_cols.max(1);
    let rows = matrix.values.chunks_exact(n);
    let [a, b, c, d] = vectors.each_ref().map(|vector| &vector.values[..n]);
    for (at, (row, scale)) in rows.zip(&matrix.scales).enumerate() {
        let mut dots = [0; LANES];
        for (k, weight) in row.iter().enumerate() {
            let weight = i32::from(*weight as i8);
            dots[0] += weight * i32::from(a[k]);
            dots[1] += weight * i32::from(b[k]);
            dots[2] += weight * i32::from(c[k]);
            dots[3] += weight * i32::from(d[k]);
        }
        for ((sum, dot), vector) in sums.iter_mut().zip(dots).zip(vectors) {
            sum[at] += dot as f32 * scale * vector.scale;
        }
    }
}

/// Scales to mean 0 and deviation 1, then by `weight`, and adds `bias`.
#[inline(always)]
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
#[inline(always)]
fn exp(x: f32) -> f32 {
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

#[inline(always)]
pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

#[inline(always)]
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

    /// `n_rows` times 37 weights, and vectors, that look like chance.
    fn matrix(n_rows: usize) -> Rows<'static> {
        let values: Vec<u8> = (0..n_rows * 37).map(|at| (at * 7919 % 251) as u8).collect();
        Rows {
            n_cols: 37,
            scales: (0..n_rows).map(|at| at as f32 / 64.0 - 0.5).collect(),
            values: values.leak(),
        }
    }

    fn vector(seed: usize) -> Vec<f32> {
        let number = |at| ((seed * 31 + at) * 104_729 % 1009) as f32 / 504.0 - 1.0;
        (0..37).map(number).collect()
    }

    #[test]
    fn products_are_those_of_real_numbers() {
        let rows = matrix(19);
        for n_vectors in [0, 1, 4, 6, 9] {
            let vectors: Vec<Vec<f32>> = (0..n_vectors).map(vector).collect();
            let quantised: Vec<Quantised> = vectors.iter().map(|v| Quantised::of(v)).collect();
            let mut sums = vec![vec![1.0; 19]; n_vectors];
            Matrix::new(rows.clone()).add_products(&quantised, &mut sums);
            for (vector, sum) in vectors.iter().zip(&sums) {
                let expect = rows
                    .values
                    .chunks(37)
                    .zip(&rows.scales)
                    .map(|(row, scale)| {
                        let products = row.iter().zip(vector);
                        let dot: f32 = products.map(|(w, x)| f32::from(*w as i8) * x).sum();
                        1.0 + dot * scale
                    });
                for (sum, expect) in sum.iter().zip(expect) {
                    assert!((sum - expect).abs() < 0.1, "{sum} {expect}");
                }
            }
        }
    }

    #[test]
    fn a_product() {
        let rows = Rows {
            n_cols: 3,
            scales: vec![0.5, 2.0],
            values: &[1, -2_i8 as u8, 3, 127, 0, -127_i8 as u8],
        };
        let mut sum = vec![1.0, 0.0];
        Matrix::new(rows).add_product(&Quantised::of(&[0.25, 1.0, -1.0]), &mut sum);
        // 1 + 0.5 (0.25 - 2 - 3), 2 (31.75 + 127)
        assert!((sum[0] + 1.375).abs() < 1e-3, "{sum:?}");
        assert!((sum[1] - 317.5).abs() < 1e-1, "{sum:?}");
    }

    #[test]
    fn rounding_is_to_the_nearest_and_ties_to_even() {
        for (x, expect) in [
            (4095.0, 4095),
            (2.5, 2),
            (-3.5, -4),
            (0.49, 0),
            (-4094.6, -4095),
        ] {
            let mut value = [0];
            round(&[x], 1.0, &mut value);
            assert_eq!(value[0], expect, "{x}");
        }
    }
}
