//! Pictures in another size, and pieces cut out of them.

use super::{CHANNELS, Picture};
use crate::geometry::{Homography, Quad};

/// Sharpness of the cubic that fills in between pixels; OpenCV's, with which the recogniser was trained.
const SHARPNESS: f32 = -0.75;

/// Shares between two pixels are counted in parts of this, as OpenCV does: the nets' makers resized with it.
const PARTS: i32 = 1 << 11;

/// Where a pixel of the result lies between two of the source.
struct Between {
    low: usize,
    high: usize,
    /// Parts of `high`, of [`PARTS`].
    parts: i32,
}

/// Pixels are squares, and their middles are compared.
fn between(n_from: usize, n_to: usize) -> Vec<Between> {
    let scale = n_from as f64 / n_to as f64;
    let last = n_from - 1;
    let at = |idx: usize| {
        let at = ((idx as f64 + 0.5) * scale - 0.5) as f32;
        let at = at.clamp(0.0, last as f32);
        let low = at as usize;
        Between {
            low,
            high: (low + 1).min(last),
            parts: ((at - low as f32) * PARTS as f32).round_ties_even() as i32,
        }
    };
    (0..n_to).map(at).collect()
}

impl Picture {
    /// The picture in another size, from the four nearest pixels of each, handed out row by row.
    pub fn each_row_at(&self, width: usize, height: usize, mut row: impl FnMut(usize, &[u8])) {
        let (across, down) = (between(self.width, width), between(self.height, height));
        let mut out = vec![0; width * CHANNELS];
        for (y, v) in down.iter().enumerate() {
            let line =
                |y: usize| &self.pixels[y * self.width * CHANNELS..][..self.width * CHANNELS];
            let (top, bottom) = (line(v.low), line(v.high));
            for (u, out) in across.iter().zip(out.chunks_exact_mut(CHANNELS)) {
                let (low, high) = (u.low * CHANNELS, u.high * CHANNELS);
                for (c, out) in out.iter_mut().enumerate() {
                    let of = |line: &[u8]| {
                        let (a, b) = (i32::from(line[low + c]), i32::from(line[high + c]));
                        (a * (PARTS - u.parts) + b * u.parts) >> 4
                    };
                    let part = |of: i32, parts: i32| (of * parts) >> 16;
                    let sum = part(of(top), PARTS - v.parts) + part(of(bottom), v.parts);
                    *out = ((sum + 2) >> 2) as u8;
                }
            }
            row(y, &out);
        }
    }

    /// The picture in another size.
    pub fn resized(&self, width: usize, height: usize) -> Picture {
        let (width, height) = (width.max(1), height.max(1));
        let mut pixels = Vec::with_capacity(width * height * CHANNELS);
        self.each_row_at(width, height, |_, row| {
            pixels.extend_from_slice(row);
        });
        Picture {
            width,
            height,
            pixels,
        }
    }

    /// The picture no larger than `width` and `height`, each pixel the mean of those that it stands for.
    pub fn shrunk(&self, width: usize, height: usize) -> Picture {
        let (width, height) = (width.clamp(1, self.width), height.clamp(1, self.height));
        let part = |idx: usize, n: usize, of: usize| idx * of / n..((idx + 1) * of).div_ceil(n);
        let mut pixels = Vec::with_capacity(width * height * CHANNELS);
        for y in 0..height {
            let rows = part(y, height, self.height);
            for x in 0..width {
                let columns = part(x, width, self.width);
                let mut sum = [0u64; CHANNELS];
                for y in rows.clone() {
                    let row = &self.pixels[y * self.width * CHANNELS..];
                    let row = &row[columns.start * CHANNELS..columns.end * CHANNELS];
                    for pixel in row.chunks_exact(CHANNELS) {
                        sum.iter_mut()
                            .zip(pixel)
                            .for_each(|(sum, &value)| *sum += u64::from(value));
                    }
                }
                let n = (rows.len() * columns.len()) as u64;
                pixels.extend(sum.map(|sum| ((sum + n / 2) / n) as u8));
            }
        }
        Picture {
            width,
            height,
            pixels,
        }
    }

    /// What lies in `quad`, straightened to `width` times `height`.
    pub fn cut(&self, quad: &Quad, width: usize, height: usize) -> Picture {
        let (width, height) = (width.max(1), height.max(1));
        let way = Homography::onto(quad);
        let mut pixels = Vec::with_capacity(width * height * CHANNELS);
        for y in 0..height {
            let v = y as f64 / height as f64;
            for x in 0..width {
                let at = way.at(x as f64 / width as f64, v);
                pixels.extend(self.cubic(at.x, at.y));
            }
        }
        Picture {
            width,
            height,
            pixels,
        }
    }

    /// The colour between pixels, from the sixteen around.
    fn cubic(&self, x: f32, y: f32) -> [u8; CHANNELS] {
        let (left, top) = (x.floor(), y.floor());
        let (wx, wy) = (weights(x - left), weights(y - top));
        let (left, top) = (left as isize - 1, top as isize - 1);
        let mut sum = [0.0; CHANNELS];
        for (dy, wy) in wy.into_iter().enumerate() {
            for (dx, wx) in wx.into_iter().enumerate() {
                let pixel = self.at(left + dx as isize, top + dy as isize);
                for (sum, value) in sum.iter_mut().zip(pixel) {
                    *sum += wx * wy * f32::from(value);
                }
            }
        }
        sum.map(|value| (value + 0.5).clamp(0.0, 255.0) as u8)
    }

    /// The picture turned by half a turn.
    pub fn upside_down(&self) -> Picture {
        let pixels = self
            .pixels
            .rchunks_exact(CHANNELS)
            .flatten()
            .copied()
            .collect();
        Picture { pixels, ..*self }
    }
}

/// Weights of the pixels at -1, 0, 1 and 2 for a place between 0 and 1.
fn weights(t: f32) -> [f32; 4] {
    let a = SHARPNESS;
    let far = |d: f32| ((a * d - 5.0 * a) * d + 8.0 * a) * d - 4.0 * a;
    let near = |d: f32| ((a + 2.0) * d - (a + 3.0)) * d * d + 1.0;
    [far(t + 1.0), near(t), near(1.0 - t), far(2.0 - t)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Brightness as digits, row by row.
    fn grey(width: usize, values: &[u8]) -> Picture {
        let pixels = values.iter().flat_map(|&value| [value; 3]).collect();
        Picture::new(width, values.len() / width, pixels).unwrap()
    }

    #[track_caller]
    fn check(picture: &Picture, expect: &[u8]) {
        let got: Vec<u8> = picture.pixels().iter().step_by(3).copied().collect();
        assert_eq!(got, expect);
    }

    #[test]
    fn sizes_change_as_the_middles_of_pixels_say() {
        let two = grey(2, &[0, 100]);
        check(&two.resized(4, 1), &[0, 25, 75, 100]);
        check(&two.resized(1, 1), &[50]);
        check(&two.resized(2, 2), &[0, 100, 0, 100]);
        check(&grey(4, &[0, 10, 20, 30]).shrunk(2, 1), &[5, 25]);
        check(&grey(3, &[0, 10, 20]).shrunk(2, 9), &[5, 15]);
        check(&grey(1, &[7, 9]).shrunk(1, 1), &[8]);
    }

    #[test]
    fn a_cut_without_turning_is_a_copy() {
        let picture = grey(3, &[1, 2, 3, 4, 5, 6, 7, 8, 9]);
        let part = Quad::upright(1.0, 1.0, 3.0, 3.0);
        check(&picture.cut(&part, 2, 2), &[5, 6, 8, 9]);
        // From the right to the left: the corner that comes first is where reading begins.
        let turned = Quad::upright(0.0, 0.0, 2.0, 2.0).turned(2);
        check(&picture.cut(&turned, 2, 2), &[9, 8, 6, 5]);
        check(&picture.upside_down(), &[9, 8, 7, 6, 5, 4, 3, 2, 1]);
        let far = Quad::upright(-900.0, -900.0, -800.0, -890.0);
        check(&picture.cut(&far, 1, 1), &[1]);
    }

    #[test]
    fn weights_add_up_to_one() {
        for t in [0.0, 0.25, 0.5, 0.9] {
            assert!((weights(t).iter().sum::<f32>() - 1.0).abs() < 1e-6);
        }
    }
}
