//! What is wrong in a file of sentences, and where.

use saphyr_parser::Marker;

/// A place in a file, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

impl Place {
    pub(crate) fn of(marker: &Marker) -> Place {
        Place {
            line: marker.line(),
            column: marker.col() + 1,
        }
    }
}

/// Why a file of sentences cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{}:{}: {what}; {hint}", place.line, place.column)]
pub struct IntentsError {
    /// The file.
    pub file: String,
    /// Where in it.
    pub place: Place,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub hint: String,
}

impl IntentsError {
    pub(crate) fn new(file: &str, place: Place, what: impl Into<String>, hint: &str) -> Self {
        IntentsError {
            file: file.to_owned(),
            place,
            what: what.into(),
            hint: hint.to_owned(),
        }
    }
}
