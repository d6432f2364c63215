//! Numbers: in digits, in Chinese numerals, in English words.

pub(super) mod digits;
pub(super) mod en;
mod en_parts;
pub(super) mod zh;

pub(super) use en_parts::ordinal as ordinal_word;

use super::{Culture, Entity, Field, format, source::Source};

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subtype {
    /// A whole number.
    Integer,
    /// With decimals.
    Decimal,
    /// "five ninths", "3/4".
    Fraction,
    /// With an exponent.
    Power,
}

impl Subtype {
    fn name(self) -> &'static str {
        match self {
            Subtype::Integer => "integer",
            Subtype::Decimal => "decimal",
            Subtype::Fraction => "fraction",
            Subtype::Power => "power",
        }
    }
}

/// Who asks for numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// For their own sake: "29km" holds none, and neither does 一切.
    Alone,
    /// To stand before a unit or in a range, which decides whether it is one.
    Part,
}

/// A number that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Num {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) value: f64,
    pub(super) subtype: Subtype,
}

/// The numbers of a text, from left to right.
pub(super) fn all(source: &Source, culture: Culture, usage: Use) -> Vec<Num> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < source.len() {
        if let Some(num) = at(source, i, culture, usage) {
            i = num.end.max(i + 1);
            found.push(num);
        } else if culture == Culture::Chinese {
            i = zh::past(source, i);
        } else {
            i += 1;
        }
    }
    found
}

/// The longest number that starts at `i`.
pub(super) fn at(source: &Source, i: usize, culture: Culture, usage: Use) -> Option<Num> {
    let found = match culture {
        Culture::Chinese => zh::at(source, i, usage),
        Culture::English => en::at(source, i, usage),
    };
    found.filter(|num| num.value.is_finite())
}

pub(super) fn entities(source: &Source, culture: Culture) -> Vec<Entity> {
    let found = all(source, culture, Use::Alone);
    let entity = |num: &Num| Entity {
        start: num.start,
        end: num.end,
        text: source.shown(num.start, num.end),
        type_name: "number",
        resolution: match culture {
            Culture::Chinese => vec![("value", Field::text(format::number(num.value)))],
            Culture::English => vec![
                ("subtype", Field::text(num.subtype.name())),
                ("value", Field::text(format::number(num.value))),
            ],
        },
    };
    found.iter().map(entity).collect()
}
