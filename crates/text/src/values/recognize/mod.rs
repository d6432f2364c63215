//! The values in a text in the shape of Microsoft's Recognizers-Text: one list per model and culture, without
//! overlaps, with the type names and resolutions of its specs.
//!
//! The tagger of [`super::tag`] serves a turn and gives every reading; this view serves programs that expect those
//! recognisers, and people who look for personal data in a text. Reading is hand-written and linear in the text.

mod choice;
mod format;
mod number;
mod ordinal;
mod percent;
mod range;
mod sequence;
mod source;
mod unit;

#[cfg(test)]
mod tests;

pub use super::timex::Culture;

use source::Source;

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// Numbers and fractions.
    Number,
    /// Bounds of numbers: "more than ten", 一到五.
    NumberRange,
    /// Places in an order.
    Ordinal,
    /// Hundredths.
    Percentage,
    /// How old.
    Age,
    /// Money.
    Currency,
    /// What is measured: lengths, weights, speeds, data ...
    Dimension,
    /// How warm.
    Temperature,
    /// Phone numbers.
    PhoneNumber,
    /// E-mail addresses.
    Email,
    /// Addresses of the web.
    Url,
    /// Addresses of the internet protocol.
    Ip,
    /// Universally unique identifiers.
    Guid,
    /// #topics
    Hashtag,
    /// @people
    Mention,
    /// What stands in quotation marks.
    QuotedText,
    /// Yes or no.
    Boolean,
    /// Identity numbers of people, told by their check digit.
    IdNumber,
    /// Numbers of payment cards, told by their check digit.
    BankCard,
}

impl Model {
    /// Every model, with the name it is asked for by.
    pub const ALL: &[(&str, Model)] = &[
        ("number", Model::Number),
        ("numberrange", Model::NumberRange),
        ("ordinal", Model::Ordinal),
        ("percentage", Model::Percentage),
        ("age", Model::Age),
        ("currency", Model::Currency),
        ("dimension", Model::Dimension),
        ("temperature", Model::Temperature),
        ("phonenumber", Model::PhoneNumber),
        ("email", Model::Email),
        ("url", Model::Url),
        ("ip", Model::Ip),
        ("guid", Model::Guid),
        ("hashtag", Model::Hashtag),
        ("mention", Model::Mention),
        ("quotedtext", Model::QuotedText),
        ("boolean", Model::Boolean),
        ("idnumber", Model::IdNumber),
        ("bankcard", Model::BankCard),
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
        Model::NumberRange => range::entities(&source, culture),
        Model::Ordinal => ordinal::entities(&source, culture),
        Model::Percentage => percent::entities(&source, culture),
        Model::Age => unit::age::entities(&source, culture),
        Model::Currency => unit::currency::entities(&source, culture),
        Model::Dimension => unit::dimension::entities(&source, culture),
        Model::Temperature => unit::temperature::entities(&source, culture),
        Model::PhoneNumber => sequence::phone::entities(&source),
        Model::Email => sequence::address::emails(&source),
        Model::Url => sequence::url::urls(&source),
        Model::Ip => sequence::ip::addresses(&source),
        Model::Guid => sequence::guid::guids(&source),
        Model::Hashtag => sequence::marks::hashtags(&source),
        Model::Mention => sequence::marks::mentions(&source),
        Model::QuotedText => sequence::marks::quotations(&source),
        Model::Boolean => choice::entities(&source, culture),
        Model::IdNumber => sequence::identity::id_numbers(&source),
        Model::BankCard => sequence::identity::bank_cards(&source),
    }
}
