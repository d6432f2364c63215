//! A linear classifier of labels, thinned out to its largest weights.

use super::NetError;
use super::file::File;

/// Weights of marks for labels.
#[derive(Clone, Debug)]
pub(crate) struct Linear {
    /// For each mark where its weights begin, and where the last one's end.
    starts: Vec<u32>,
    /// Label and weight.
    weights: Vec<(u8, i8)>,
    bias: Vec<f32>,
    scale: f32,
    /// How much its scores count beside those of the net.
    share: f32,
}

impl Linear {
    pub fn take(file: &mut File, n_marks: usize, n_labels: usize) -> Result<Linear, NetError> {
        let starts = file.numbers("linear.starts")?;
        let packed = file.numbers("linear")?;
        let mut bias = file.floats("linear.bias", n_labels + 2)?;
        let (Some(share), Some(scale)) = (bias.pop(), bias.pop()) else {
            return Err(NetError::Shape("linear.bias".to_owned()));
        };
        let pair = |half: u32| ((half >> 8) as u8, (half & 0xff) as u8 as i8);
        let weights: Vec<(u8, i8)> = packed
            .into_iter()
            .flat_map(|both| [pair(both & 0xffff), pair(both >> 16)])
            .collect();
        let in_order = starts.is_sorted() && starts.len() == n_marks + 1;
        let in_reach = starts
            .last()
            .is_some_and(|end| *end as usize <= weights.len());
        let for_labels = weights
            .iter()
            .all(|(label, _)| usize::from(*label) < n_labels);
        if !(in_order && in_reach && for_labels) {
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
            let range = self.starts[mark] as usize..self.starts[mark + 1] as usize;
            for (label, weight) in &self.weights[range] {
                sums[usize::from(*label)] += i32::from(*weight);
            }
        }
        let scale = self.scale / (marks.len().max(1) as f32).sqrt();
        for ((score, sum), bias) in scores.iter_mut().zip(sums).zip(&self.bias) {
            *score += self.share * (sum as f32 * scale + bias);
        }
    }
}
