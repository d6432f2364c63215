//! A linear classifier of labels, thinned out to its largest weights.

use super::NetError;
use super::file::{File, Numbers};

/// Weights of marks for labels.
#[derive(Clone, Debug)]
pub(crate) struct Linear<'m> {
    /// For each mark where its weights begin, and where the last one's end.
    starts: Numbers<'m>,
    /// Two in each number: label and weight.
    weights: Numbers<'m>,
    bias: Vec<f32>,
    scale: f32,
    /// How much its scores count beside those of the net.
    share: f32,
}

/// Both pairs of label and weight in a number.
fn pairs(both: u32) -> [(usize, i8); 2] {
    let pair = |half: u32| ((half >> 8) as usize, (half & 0xff) as u8 as i8);
    [pair(both & 0xffff), pair(both >> 16)]
}

impl<'m> Linear<'m> {
    pub fn take(
        file: &mut File<'m>,
        n_marks: usize,
        n_labels: usize,
    ) -> Result<Linear<'m>, NetError> {
        let starts = file.numbers("linear.starts")?;
        let weights = file.numbers("linear")?;
        let mut bias = file.floats("linear.bias", n_labels + 2)?;
        let (Some(share), Some(scale)) = (bias.pop(), bias.pop()) else {
            return Err(NetError::Shape("linear.bias".to_owned()));
        };
        let in_order = starts.iter().is_sorted() && starts.len() == n_marks + 1;
        let in_reach = in_order && starts.get(n_marks) as usize <= 2 * weights.len();
        let is_label = |(label, _): (usize, i8)| label < n_labels;
        let for_labels = weights
            .iter()
            .all(|both| pairs(both).into_iter().all(is_label));
        if !(in_reach && for_labels) {
            return Err(NetError::Shape("linear".to_owned()));
        }
        Ok(Linear {
            starts,
            weights,
            bias,
            scale,
            share,
        })
    }

    /// Adds what it thinks of a sentence with these marks (places in the vocabulary, each once) to `scores`.
    pub fn add(&self, marks: &[usize], scores: &mut [f32]) {
        let mut sums = vec![0_i32; scores.len()];
        for &mark in marks {
            for at in self.starts.get(mark) as usize..self.starts.get(mark + 1) as usize {
                let (label, weight) = pairs(self.weights.get(at / 2))[at % 2];
                sums[label] += i32::from(weight);
            }
        }
        let scale = self.scale / (marks.len().max(1) as f32).sqrt();
        for ((score, sum), bias) in scores.iter_mut().zip(sums).zip(&self.bias) {
            *score += self.share * (sum as f32 * scale + bias);
        }
    }
}
