//! The statistical stage: a small net that guesses the label and the slots of a sentence in either language.
//!
//! It was trained by the recipe in `models/train/understand`; its file is `models/understand/understand.bin`.
//! It always has a guess, so look at [`Guess::known`] first. Start with [`Net::load`].

mod crf;
mod features;
mod file;
mod gazetteer;
mod kernels;
mod layers;
mod linear;
mod lstm;
mod tokens;
mod weights;

use jiff::ZonedDateTime;
use ling_base::Span;

pub use features::{Features, features};
pub use gazetteer::Gazetteer;

use crate::Names;
use crate::heard::Heard;
use crate::values::{self, Tagged};
use weights::Weights;

/// Labels in a guess, at most.
const LABELS_MAX: usize = 5;

/// Why a model cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetError {
    /// It is some other file: choose another.
    #[error("not a model of this program")]
    Foreign,
    /// It was cut or changed: get it again.
    #[error("the model is broken: {0}")]
    Broken(&'static str),
    /// It lacks a part, and is of another version.
    #[error("the model has no part `{0}`")]
    Missing(String),
    /// Its parts do not fit each other.
    #[error("the model's part `{0}` has another size than the rest asks for")]
    Shape(String),
}

impl NetError {
    /// One word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            NetError::Foreign => "foreign",
            NetError::Broken(_) => "broken",
            NetError::Missing(_) => "missing",
            NetError::Shape(_) => "shape",
        }
    }
}

/// A loaded model, which reads most of what it knows in its file.
#[derive(Clone, Debug)]
pub struct Net<'m> {
    weights: Weights<'m>,
}

/// What the net makes of a sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Guess {
    /// The likeliest labels with their chances, best first, at most five; none if nothing was said.
    pub labels: Vec<(String, f32)>,
    /// Parts of the sentence, in order.
    pub slots: Vec<Slot>,
    /// The chance that the sentence is for Ling at all.
    pub known: f32,
}

/// A part of the sentence that fills a role.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// MASSIVE slot type or one of our own.
    pub kind: String,
    /// Where it stands, in Unicode scalars.
    pub span: Span,
    /// The chance that all of it is right.
    pub score: f32,
}

impl<'m> Net<'m> {
    /// Reads a model file. What is broken, cut or foreign is an error.
    pub fn load(bytes: &'m [u8]) -> Result<Net<'m>, NetError> {
        Ok(Net {
            weights: Weights::read(bytes)?,
        })
    }

    /// What `text` may mean. `now` is needed to recognise days and hours, `names` are those of the house.
    pub fn guess(&self, text: &str, now: &ZonedDateTime, names: &Names) -> Guess {
        self.guess_of(&Heard::new(text), &values::tag(text, now), names)
    }

    /// As [`Net::guess`], with the values that were found in the text.
    pub(crate) fn guess_of(&self, heard: &Heard<'_>, tagged: &[Tagged], names: &Names) -> Guess {
        let seen = features::seen(heard, tagged, &self.weights.gazetteer, names);
        if seen.spans.is_empty() {
            return Guess::default();
        }
        let scores = self.weights.run(&seen);
        Guess {
            labels: ranked(&self.weights.labels, &scores.labels),
            slots: self.slots(&seen.spans, &scores.tags),
            known: scores.known,
        }
    }

    /// All labels it can say.
    pub fn labels(&self) -> Vec<&str> {
        let mut labels: Vec<&str> = self.weights.labels.iter().map(String::as_str).collect();
        labels.sort_unstable();
        labels.dedup();
        labels
    }

    fn slots(&self, spans: &[Span], tags: &[(usize, f32)]) -> Vec<Slot> {
        let mut slots: Vec<Slot> = Vec::new();
        let mut before = 0;
        for (span, (tag, chance)) in spans.iter().zip(tags) {
            let goes_on = *tag > 0 && *tag % 2 == 0 && (before == *tag || before == *tag - 1);
            before = *tag;
            match slots.last_mut() {
                _ if *tag == 0 => {}
                Some(slot) if goes_on => {
                    slot.span.end = span.end;
                    slot.score = slot.score.min(*chance);
                }
                _ => slots.push(Slot {
                    kind: self.weights.slots[(tag - 1) / 2].clone(),
                    span: *span,
                    score: *chance,
                }),
            }
        }
        slots
    }
}

/// The likeliest names; the chances of equal ones are added up.
fn ranked(names: &[String], chances: &[f32]) -> Vec<(String, f32)> {
    let mut sums: Vec<(String, f32)> = Vec::new();
    for (name, chance) in names.iter().zip(chances) {
        match sums.iter_mut().find(|(known, _)| known == name) {
            Some((_, sum)) => *sum += chance,
            None => sums.push((name.clone(), *chance)),
        }
    }
    sums.sort_by(|a, b| b.1.total_cmp(&a.1));
    sums.truncate(LABELS_MAX);
    sums
}

#[cfg(test)]
mod tests;
