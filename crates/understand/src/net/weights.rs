//! The parts of a net, checked against each other.

use super::NetError;
use super::crf::Crf;
use super::features::Features;
use super::file::{File, Rows};
use super::gazetteer::Gazetteer;
use super::kernels::{Matrix, Quantised, log_softmax, normalise, sigmoid, softmax};
use super::linear::Linear;
use super::lstm::Lstm;

/// Numbers of one layer, at most: more would only be slow.
const WIDTH_MAX: usize = 1024;
/// Labels, and slot types, at most.
const NAMES_MAX: usize = 512;

/// Everything that was learnt.
#[derive(Clone, Debug)]
pub(crate) struct Weights {
    /// Labels as they are read out; several places may have the same.
    pub labels: Vec<String>,
    pub slots: Vec<String>,
    pub gazetteer: Gazetteer,
    marks: Vec<u32>,
    embed: Rows,
    norm: Vec<f32>,
    layers: [Lstm; 2],
    attend: Vec<f32>,
    label: (Matrix, Vec<f32>),
    known: (Matrix, Vec<f32>),
    slot: (Matrix, Vec<f32>),
    crf: Crf,
    linear: Linear,
    calibration: Vec<f32>,
}

/// What the net says of a sentence.
pub(crate) struct Scores {
    /// The chance of each of [`Weights::labels`].
    pub labels: Vec<f32>,
    pub known: f32,
    /// The tag of each piece and its chance.
    pub tags: Vec<(usize, f32)>,
}

impl Weights {
    pub fn read(bytes: &[u8]) -> Result<Weights, NetError> {
        let mut file = File::read(bytes)?;
        let labels = names(&mut file, "labels")?;
        let slots = names(&mut file, "slots")?;
        let width = size(file.n_cols("embed")?)?;
        let n = size(file.n_cols("lstm1.weight_hh_l0")?)?;
        let (n_pooled, n_tags) = (4 * n + width, 1 + 2 * slots.len());
        let marks = file.numbers("marks")?;
        if !marks.is_sorted_by(|a, b| a < b) {
            return Err(NetError::Broken("marks are not in order"));
        }
        let mut head = |name: &str, n_rows: usize, n_cols: usize| {
            let rows = file.rows(&format!("{name}.weight"), Some(n_rows), n_cols)?;
            Ok::<_, NetError>((
                Matrix::new(rows),
                file.floats(&format!("{name}.bias"), n_rows)?,
            ))
        };
        Ok(Weights {
            label: head("label", labels.len(), n_pooled)?,
            known: head("known", 1, n_pooled)?,
            slot: head("slot", n_tags, 2 * n + width)?,
            gazetteer: gazetteer(&mut file)?,
            embed: file.rows("embed", Some(marks.len()), width)?,
            norm: file.floats("norm", 2 * width)?,
            layers: [
                Lstm::take(&mut file, 1, width, n)?,
                Lstm::take(&mut file, 2, 2 * n, n)?,
            ],
            attend: file.floats("attend", 2 * n)?,
            crf: Crf::new(
                file.floats("moves", n_tags * n_tags)?,
                file.floats("first", n_tags)?,
                file.floats("last", n_tags)?,
            ),
            linear: Linear::take(&mut file, marks.len(), labels.len())?,
            calibration: file.floats("calibration", 4)?,
            labels: labels.iter().map(|label| read_out(label)).collect(),
            slots,
            marks,
        })
    }

    /// Runs the net. Sentences without a piece are not for it.
    pub fn run(&self, seen: &Features) -> Scores {
        let marks: Vec<Vec<usize>> = seen.marks.iter().map(|marks| self.places(marks)).collect();
        let inputs: Vec<Vec<f32>> = marks.iter().map(|marks| self.embedded(marks)).collect();
        let states = self.layers[1].run(&self.layers[0].run(&inputs));
        let pooled = Quantised::of(&self.pooled(&inputs, &states));
        let [temperature, sharpness, slope, shift] = self.calibration[..] else {
            unreachable!("four numbers were read");
        };
        let mut labels = product(&self.label, &pooled);
        log_softmax(&mut labels);
        self.linear.add(&each_once(&marks), &mut labels);
        for score in &mut labels {
            *score /= temperature.max(0.05);
        }
        softmax(&mut labels);
        let slots: Vec<Vec<f32>> = states
            .iter()
            .zip(&inputs)
            .map(|(state, input)| product(&self.slot, &Quantised::of(&joined(state, input))))
            .collect();
        let mut tags = self.crf.best(&slots);
        for (_, chance) in &mut tags {
            *chance = chance.powf(sharpness.max(0.05));
        }
        Scores {
            labels,
            known: sigmoid(product(&self.known, &pooled)[0] * slope + shift),
            tags,
        }
    }

    /// Where marks stand in the vocabulary; those that were never learnt are left out.
    fn places(&self, marks: &[u32]) -> Vec<usize> {
        let place = |mark| self.marks.binary_search(mark).ok();
        marks.iter().filter_map(place).collect()
    }

    /// The sum of what the marks of one piece stand for.
    fn embedded(&self, marks: &[usize]) -> Vec<f32> {
        let width = self.embed.n_cols;
        let mut sum = vec![0.0; width];
        for &at in marks {
            let scale = self.embed.scales[at];
            let row = &self.embed.values[at * width..][..width];
            for (sum, value) in sum.iter_mut().zip(row) {
                *sum += f32::from(*value) * scale;
            }
        }
        let (weight, bias) = self.norm.split_at(width);
        normalise(&mut sum, weight, bias);
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

fn each_once(marks: &[Vec<usize>]) -> Vec<usize> {
    let mut all = marks.concat();
    all.sort_unstable();
    all.dedup();
    all
}

fn joined(state: &[f32], input: &[f32]) -> Vec<f32> {
    [state, input].concat()
}

fn product((matrix, bias): &(Matrix, Vec<f32>), vector: &Quantised) -> Vec<f32> {
    let mut sum = bias.clone();
    matrix.add_product(vector, &mut sum);
    sum
}

fn size(n: usize) -> Result<usize, NetError> {
    (1..=WIDTH_MAX)
        .contains(&n)
        .then_some(n)
        .ok_or(NetError::Broken("a layer of that width"))
}

fn names(file: &mut File, section: &'static str) -> Result<Vec<String>, NetError> {
    let names = file.words(section)?;
    (1..=NAMES_MAX)
        .contains(&names.len())
        .then_some(names)
        .ok_or_else(|| NetError::Shape(section.to_owned()))
}

/// `general_quirky#praise` is read out as `general_quirky`: it is only said otherwise.
fn read_out(label: &str) -> String {
    label.split('#').next().unwrap_or_default().to_owned()
}

fn gazetteer(file: &mut File) -> Result<Gazetteer, NetError> {
    let (kinds, keys) = (file.words("names.kinds")?, file.numbers("names.keys")?);
    let places = file.numbers("names.places")?;
    if keys.len() != places.len() {
        return Err(NetError::Shape("names.places".to_owned()));
    }
    let entries = keys
        .into_iter()
        .zip(places)
        .filter_map(|(key, place)| Some((key, u8::try_from(place).ok()?)));
    Ok(Gazetteer::new(kinds, entries.collect()))
}
