//! All that was learnt: several nets whose opinions are averaged, a linear part, the moves between tags.

use std::cmp::Ordering;

use super::NetError;
use super::crf::Crf;
use super::features::Features;
use super::file::{File, Numbers};
use super::gazetteer::Gazetteer;
use super::kernels::{sigmoid, softmax};
use super::layers::Layers;
use super::linear::Linear;

/// Labels, and slot types, at most.
const NAMES_MAX: usize = 512;
/// Nets in one file, at most.
const NETS_MAX: usize = 8;

/// Less than the chance of the likeliest of so many labels, so that its logarithm is a finite number.
const CHANCE_MIN: f32 = 1e-4;

/// The vocabulary: hashes in order, and where those with the same first bits begin.
#[derive(Clone, Debug)]
struct Marks<'m> {
    hashes: Numbers<'m>,
    starts: Vec<u32>,
}

/// First bits of a hash by which the vocabulary is opened: some twenty hashes have the same.
const OPEN_BITS: u32 = 12;

impl<'m> Marks<'m> {
    /// `hashes` are in order.
    fn new(hashes: Numbers<'m>) -> Marks<'m> {
        let mut starts = vec![0; (1 << OPEN_BITS) + 1];
        for hash in hashes.iter() {
            starts[Marks::open(hash) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Marks { hashes, starts }
    }

    fn open(hash: u32) -> usize {
        (hash >> (u32::BITS - OPEN_BITS)) as usize
    }

    /// Where a hash stands.
    fn place(&self, hash: u32) -> Option<usize> {
        let open = Marks::open(hash);
        let (mut from, mut to) = (self.starts[open] as usize, self.starts[open + 1] as usize);
        while from < to {
            let at = from + (to - from) / 2;
            match self.hashes.get(at).cmp(&hash) {
                Ordering::Less => from = at + 1,
                Ordering::Equal => return Some(at),
                Ordering::Greater => to = at,
            }
        }
        None
    }
}

/// Everything that was learnt.
#[derive(Clone, Debug)]
pub(crate) struct Weights<'m> {
    /// Labels as they are read out; several places may have the same.
    pub labels: Vec<String>,
    pub slots: Vec<String>,
    pub gazetteer: Gazetteer,
    marks: Marks<'m>,
    nets: Vec<Layers<'m>>,
    crf: Crf,
    linear: Linear<'m>,
    /// Temperature of the labels, sharpness of the slots; slope, shift of being known, and how much the
    /// logarithm of the likeliest label's chance counts for it.
    calibration: [f32; 5],
}

/// What is said of a sentence.
pub(crate) struct Scores {
    /// The chance of each of [`Weights::labels`].
    pub labels: Vec<f32>,
    pub known: f32,
    /// The tag of each piece and its chance.
    pub tags: Vec<(usize, f32)>,
}

impl<'m> Weights<'m> {
    pub fn read(bytes: &'m [u8]) -> Result<Weights<'m>, NetError> {
        let mut file = File::read(bytes)?;
        let labels = names(&mut file, "labels")?;
        let slots = names(&mut file, "slots")?;
        let marks = file.numbers("marks")?;
        if !marks.iter().is_sorted_by(|a, b| a < b) {
            return Err(NetError::Broken("marks are not in order"));
        }
        let n_tags = 1 + 2 * slots.len();
        let mut nets = Vec::new();
        for name in (1..=NETS_MAX).map(|number| format!("net{number}")) {
            if nets.is_empty() || file.has(&format!("{name}.embed")) {
                nets.push(Layers::take(
                    &mut file,
                    &name,
                    marks.len(),
                    labels.len(),
                    n_tags,
                )?);
            }
        }
        let calibration = file.floats("calibration", 5)?;
        Ok(Weights {
            gazetteer: gazetteer(&mut file)?,
            crf: Crf::new(
                file.floats("moves", n_tags * n_tags)?,
                file.floats("first", n_tags)?,
                file.floats("last", n_tags)?,
            ),
            linear: Linear::take(&mut file, marks.len(), labels.len())?,
            calibration: [
                calibration[0],
                calibration[1],
                calibration[2],
                calibration[3],
                calibration[4],
            ],
            labels: labels.iter().map(|label| read_out(label)).collect(),
            slots,
            marks: Marks::new(marks),
            nets,
        })
    }

    /// What is said of a sentence with at least one piece.
    pub fn run(&self, seen: &Features) -> Scores {
        let marks: Vec<Vec<usize>> = seen.marks.iter().map(|marks| self.places(marks)).collect();
        let mut labels = vec![0.0; self.labels.len()];
        let mut tags = vec![vec![0.0; 1 + 2 * self.slots.len()]; marks.len()];
        let mut known = 0.0;
        let share = 1.0 / self.nets.len() as f32;
        for net in &self.nets {
            let said = net.run(&marks);
            add(&mut labels, &said.labels, share);
            known += said.known * share;
            for (tags, said) in tags.iter_mut().zip(&said.tags) {
                add(tags, said, share);
            }
        }
        self.linear.add(&each_once(&marks), &mut labels);
        let [temperature, sharpness, slope, shift, trust] = self.calibration;
        for score in &mut labels {
            *score /= temperature.max(0.05);
        }
        softmax(&mut labels);
        let top = labels.iter().copied().fold(CHANCE_MIN, f32::max);
        let mut tags = self.crf.best(&tags);
        for (_, chance) in &mut tags {
            *chance = chance.powf(sharpness.max(0.05));
        }
        Scores {
            labels,
            known: sigmoid(known * slope + trust * top.ln() + shift),
            tags,
        }
    }

    /// Where marks stand in the vocabulary; those that were never learnt are left out.
    fn places(&self, marks: &[u32]) -> Vec<usize> {
        marks
            .iter()
            .filter_map(|mark| self.marks.place(*mark))
            .collect()
    }
}

fn add(sum: &mut [f32], values: &[f32], share: f32) {
    for (sum, value) in sum.iter_mut().zip(values) {
        *sum += value * share;
    }
}

fn each_once(marks: &[Vec<usize>]) -> Vec<usize> {
    let mut all = marks.concat();
    all.sort_unstable();
    all.dedup();
    all
}

fn names(file: &mut File<'_>, section: &'static str) -> Result<Vec<String>, NetError> {
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

fn gazetteer(file: &mut File<'_>) -> Result<Gazetteer, NetError> {
    let (kinds, keys) = (file.words("names.kinds")?, file.numbers("names.keys")?);
    let places = file.numbers("names.places")?;
    if keys.len() != places.len() {
        return Err(NetError::Shape("names.places".to_owned()));
    }
    let entries = keys
        .iter()
        .zip(places.iter())
        .filter_map(|(key, place)| Some((key, u8::try_from(place).ok()?)));
    Ok(Gazetteer::new(kinds, entries.collect()))
}
