//! The values in a text in the shape of Microsoft's Recognizers-Text: one list per model and culture, without
//! overlaps, with the type names and resolutions of its specs.
//!
//! The tagger of [`super::tag`] serves a turn and gives every reading; this view serves programs that expect those
//! recognisers, and people who look for personal data in a text. Reading is hand-written and linear in the text.

mod format;
mod number;
mod ordinal;
mod percent;
mod sequence;
mod source;

pub use super::timex::Culture;

use source::Source;

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// Numbers and fractions.
    Number,
    /// Places in an order.
    Ordinal,
    /// Hundredths.
    Percentage,
    /// Phone numbers.
    PhoneNumber,
}

impl Model {
    /// Every model, with the name it is asked for by.
    pub const ALL: &[(&str, Model)] = &[
        ("number", Model::Number),
        ("ordinal", Model::Ordinal),
        ("percentage", Model::Percentage),
        ("phonenumber", Model::PhoneNumber),
    ];

    /// The model of a name: "number", "phonenumber".
    pub fn of(name: &str) -> Option<Model> {
        let name = name.to_ascii_lowercase();
        let found = Model::ALL.iter().find(|(known, _)| *known == name);
        found.map(|(_, model)| *model)
    }
}

/// One field of a resolution.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// A word, or a number written out.
    Text(String),
    /// A unit without a number has no value.
    Nothing,
    /// Yes or no.
    Bool(bool),
    /// How sure a choice is, 0 to 1.
    Score(f64),
}

impl Field {
    fn text(text: impl Into<String>) -> Field {
        Field::Text(text.into())
    }
}

/// Something found.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Its first character, counted in Unicode scalars.
    pub start: usize,
    /// One past its last character.
    pub end: usize,
    /// The stretch, in half width and (but for addresses and choices) lower case.
    pub text: String,
    /// "number", "ordinal", "phonenumber" ...
    pub type_name: &'static str,
    /// The fields of its resolution.
    pub resolution: Vec<(&'static str, Field)>,
}

/// Everything of one model in `text`, by start, without overlaps. At most the first 100,000 characters are read.
pub fn recognise(text: &str, culture: Culture, model: Model) -> Vec<Entity> {
    let source = Source::new(text);
    match model {
        Model::Number => number::entities(&source, culture),
        Model::Ordinal => ordinal::entities(&source, culture),
        Model::Percentage => percent::entities(&source, culture),
        Model::PhoneNumber => sequence::phone::entities(&source),
    }
}
