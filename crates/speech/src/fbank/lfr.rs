/// Frames that are put side by side (low frame rate), and from one such row to the next.
pub const LFR_FRAMES: usize = 7;
/// Frames from one row to the next.
pub const LFR_STEP: usize = 6;

/// Puts every seven frames side by side, one row every six, as SenseVoice and Paraformer want them. The first frame
/// stands for three before it, the last for those that a row lacks. `values` has `width` values a frame.
pub fn lfr(values: &[f32], width: usize) -> Vec<f32> {
    if width == 0 || values.len() < width {
        return Vec::new();
    }
    let frames: Vec<&[f32]> = values.chunks_exact(width).collect();
    let last = frames.len() - 1;
    let n_rows = frames.len().div_ceil(LFR_STEP);
    let mut rows = Vec::with_capacity(n_rows * LFR_FRAMES * width);
    for row in 0..n_rows {
        for offset in 0..LFR_FRAMES {
            let at = (row * LFR_STEP + offset).saturating_sub(LFR_FRAMES / 2);
            rows.extend_from_slice(frames[at.min(last)]);
        }
    }
    rows
}

/// Mean and spread that a model was trained with.
#[derive(Clone, Debug, PartialEq)]
pub struct Cmvn {
    /// Added to each value of a row.
    pub neg_mean: Vec<f32>,
    /// Multiplied with each value of a row after that.
    pub inv_stddev: Vec<f32>,
}

impl Cmvn {
    /// Normalises rows as wide as the two lists; what has no partner stays.
    pub fn apply(&self, rows: &mut [f32]) {
        let width = self.neg_mean.len().min(self.inv_stddev.len());
        for row in rows.chunks_mut(width.max(1)) {
            for ((value, mean), spread) in row.iter_mut().zip(&self.neg_mean).zip(&self.inv_stddev)
            {
                *value = (*value + mean) * spread;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Frames of one value each, numbered from 1; a row is written by its frames.
    #[track_caller]
    fn check(n_frames: usize, rows: &[[u8; LFR_FRAMES]]) {
        let values: Vec<f32> = (1..=n_frames).map(|at| at as f32).collect();
        let expected: Vec<f32> = rows.iter().flatten().map(|at| f32::from(*at)).collect();
        assert_eq!(lfr(&values, 1), expected, "{n_frames} frames");
    }

    #[test]
    fn rows_of_seven_frames() {
        check(0, &[]);
        check(1, &[[1; 7]]);
        check(4, &[[1, 1, 1, 1, 2, 3, 4]]);
        check(6, &[[1, 1, 1, 1, 2, 3, 4]]);
        check(7, &[[1, 1, 1, 1, 2, 3, 4], [4, 5, 6, 7, 7, 7, 7]]);
        check(12, &[[1, 1, 1, 1, 2, 3, 4], [4, 5, 6, 7, 8, 9, 10]]);
        assert_eq!(lfr(&[1.0, 2.0, 3.0, 4.0], 2)[6..10], [1.0, 2.0, 3.0, 4.0]);
        assert_eq!(lfr(&[1.0], 0), [0.0f32; 0]);
    }

    #[test]
    fn rows_are_normalised() {
        let cmvn = Cmvn {
            neg_mean: vec![-1.0, 2.0],
            inv_stddev: vec![10.0, 0.5],
        };
        let mut rows = [1.0, 2.0, 3.0, 4.0, 5.0];
        cmvn.apply(&mut rows);
        assert_eq!(rows, [0.0, 2.0, 20.0, 3.0, 40.0]);
    }
}
