//! What can be told about any text, not only about what is said to Ling: its language, what is private in it,
//! how it is meant, what it is about.
//!
//! Every engine takes a text and gives stretches of it as byte ranges; [`Ruler`] turns those into the positions
//! of another program's strings.

pub mod entities;
pub mod language;
pub mod phrases;
pub mod pii;
mod ruler;
mod sentences;
pub mod sentiment;
pub mod summary;
mod tables;
mod transliterate;
mod words;

#[cfg(test)]
mod tests;

use std::ops::Range;

pub use ruler::{Ruler, Unit};
pub use sentences::sentences;
/// The words of a text and what stands between them, in bytes: Chinese by the dictionary, others by their letters.
pub fn words(text: &str) -> Vec<std::ops::Range<usize>> {
    words::pieces(text)
}

pub use transliterate::{own_name, to_latin};

/// Something that a text names.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// What it is, by Azure's names.
    pub category: &'static str,
    /// What it is more exactly.
    pub subcategory: Option<&'static str>,
    /// How sure that is, from 0 to 1.
    pub score: f64,
}

impl Entity {
    /// Something without a subcategory.
    pub fn new(range: Range<usize>, category: &'static str, score: f64) -> Entity {
        Entity {
            range,
            category,
            subcategory: None,
            score,
        }
    }
}
