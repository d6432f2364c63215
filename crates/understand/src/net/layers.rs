//! One net: from the marks of a sentence to scores of labels, of being known, and of tags.

use super::NetError;
use super::file::{File, Halves};
use super::kernels::{Matrix, Quantised, log_softmax, normalise, softmax, wide};
use super::lstm::Lstm;

/// Numbers of one layer, at most: more would only be slow.
const WIDTH_MAX: usize = 1024;

/// The layers of one net.
#[derive(Clone, Debug)]
pub(crate) struct Layers<'m> {
    embed: Halves<'m>,
    norm: Vec<f32>,
    lstms: [Lstm<'m>; 2],
    attend: Vec<f32>,
    label: Head<'m>,
    known: Head<'m>,
    slot: Head<'m>,
}

/// A matrix and what is added to its product.
#[derive(Clone, Debug)]
struct Head<'m> {
    matrix: Matrix<'m>,
    bias: Vec<f32>,
}

/// What one net says.
pub(crate) struct Said {
    /// Logarithms of the chances of labels.
    pub labels: Vec<f32>,
    pub known: f32,
    /// Scores of the tags of each piece.
    pub tags: Vec<Vec<f32>>,
}

impl<'m> Layers<'m> {
    /// Takes the net whose sections begin with `name`.
    pub fn take(
        file: &mut File<'m>,
        name: &str,
        n_marks: usize,
        n_labels: usize,
        n_tags: usize,
    ) -> Result<Layers<'m>, NetError> {
        let part = |part: &str| format!("{name}.{part}");
        let width = size(file.n_cols(&part("embed"))?)?;
        let n = size(file.n_cols(&part("lstm1.weight_hh_l0"))?)?;
        let n_pooled = 4 * n + width;
        Ok(Layers {
            label: Head::take(file, &part("label"), n_labels, n_pooled)?,
            known: Head::take(file, &part("known"), 1, n_pooled)?,
            slot: Head::take(file, &part("slot"), n_tags, 2 * n + width)?,
            embed: file.halves(&part("embed"), n_marks, width)?,
            norm: file.floats(&part("norm"), 2 * width)?,
            lstms: [
                Lstm::take(file, &part("lstm1"), width, n)?,
                Lstm::take(file, &part("lstm2"), 2 * n, n)?,
            ],
            attend: file.floats(&part("attend"), 2 * n)?,
        })
    }

    /// Runs the net on the marks of each piece, of which there is at least one.
    pub fn run(&self, marks: &[Vec<usize>]) -> Said {
        let inputs: Vec<Vec<f32>> = marks.iter().map(|marks| self.embedded(marks)).collect();
        let states = self.lstms[1].run(&self.lstms[0].run(&inputs));
        let pooled = Quantised::of(&self.pooled(&inputs, &states));
        let mut labels = self.label.product(&pooled);
        log_softmax(&mut labels);
        let both = states.iter().zip(&inputs).map(|(state, input)| {
            let both = [state.as_slice(), input.as_slice()].concat();
            Quantised::of(&both)
        });
        Said {
            labels,
            known: self.known.product(&pooled)[0],
            tags: self.slot.products(&both.collect::<Vec<_>>()),
        }
    }

    /// The sum of what the marks of one piece stand for.
    fn embedded(&self, marks: &[usize]) -> Vec<f32> {
        let width = self.embed.n_cols;
        let mut sum = vec![0.0; width];
        let (weight, bias) = self.norm.split_at(width);
        wide(
            #[inline(always)]
            || {
                for &mark in marks {
                    self.embed.add_row(mark, &mut sum);
                }
                normalise(&mut sum, weight, bias);
            },
        );
        sum
    }

    /// The whole sentence as one vector: what is attended to, the largest of all, the mean of the inputs.
    fn pooled(&self, inputs: &[Vec<f32>], states: &[Vec<f32>]) -> Vec<f32> {
        let dot = |state: &Vec<f32>| state.iter().zip(&self.attend).map(|(a, b)| a * b).sum();
        let mut weights: Vec<f32> = states.iter().map(dot).collect();
        softmax(&mut weights);
        let n = self.attend.len();
        let mut attended = vec![0.0; n];
        let mut largest = vec![f32::NEG_INFINITY; n];
        for (state, weight) in states.iter().zip(&weights) {
            for at in 0..n {
                attended[at] += weight * state[at];
                largest[at] = largest[at].max(state[at]);
            }
        }
        let mut mean = vec![0.0; self.embed.n_cols];
        for input in inputs {
            for (mean, x) in mean.iter_mut().zip(input) {
                *mean += x / inputs.len() as f32;
            }
        }
        [attended, largest, mean].concat()
    }
}

impl<'m> Head<'m> {
    fn take(
        file: &mut File<'m>,
        name: &str,
        n_rows: usize,
        n_cols: usize,
    ) -> Result<Head<'m>, NetError> {
        Ok(Head {
            matrix: Matrix::new(file.rows(&format!("{name}.weight"), n_rows, n_cols)?),
            bias: file.floats(&format!("{name}.bias"), n_rows)?,
        })
    }

    fn product(&self, vector: &Quantised) -> Vec<f32> {
        let mut sum = self.bias.clone();
        self.matrix.add_product(vector, &mut sum);
        sum
    }

    fn products(&self, vectors: &[Quantised]) -> Vec<Vec<f32>> {
        let mut sums = vec![self.bias.clone(); vectors.len()];
        self.matrix.add_products(vectors, &mut sums);
        sums
    }
}

fn size(n: usize) -> Result<usize, NetError> {
    (1..=WIDTH_MAX)
        .contains(&n)
        .then_some(n)
        .ok_or(NetError::Broken("a layer of that width"))
}
