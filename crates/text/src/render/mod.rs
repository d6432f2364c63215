//! Values put into words: what a message's holes take, and how each kind of hole is filled.

mod decimal;
mod kind;
pub(crate) mod span;
mod traditional;

use std::collections::BTreeMap;

use jiff::ZonedDateTime;
use jiff::civil::Date;
use ling_base::{Value, When};

pub(crate) use decimal::{Decimal, grouped, has_halves};
pub(crate) use kind::Kind;
pub use traditional::to_traditional;

/// For whom a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// For the ear: 早上七点半, half past seven.
    Say,
    /// For the screen: 07:30.
    Show,
}

/// What rendering needs to know about the moment of speaking.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The household's local time.
    pub now: &'a ZonedDateTime,
    /// For the ear or for the screen.
    pub style: Style,
    /// Chooses among the variants of a message; the same seed gives the same variant.
    pub seed: u64,
}

/// What a hole of a message is filled with.
#[derive(Clone, Debug, PartialEq)]
pub enum Hole {
    /// An understood value.
    Value(Value),
    /// Words that stand as they are.
    Text(String),
    /// A number of things.
    Count(i64),
    /// Several things, joined as the language joins them.
    List(Vec<String>),
}

impl Hole {
    /// What it is, for error messages.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Hole::Value(value) => value_word(value),
            Hole::Text(_) => "text",
            Hole::Count(_) => "count",
            Hole::List(_) => "list",
        }
    }
}

fn value_word(value: &Value) -> &'static str {
    match value {
        Value::Text(_) => "text",
        Value::Named { .. } => "name",
        Value::Number(_) => "number",
        Value::Ordinal(_) => "ordinal",
        Value::Percent(_) => "percent",
        Value::Money { .. } => "money",
        Value::Quantity { .. } => "quantity",
        Value::Duration(_) => "duration",
        Value::When(_) => "when",
    }
}

/// The fillings of one message, by hole name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Holes(BTreeMap<String, Hole>);

impl Holes {
    /// No fillings.
    pub fn new() -> Holes {
        Holes::default()
    }

    /// Words that stand as they are.
    pub fn text(self, name: &str, text: impl Into<String>) -> Holes {
        self.with(name, Hole::Text(text.into()))
    }

    /// A number of things.
    pub fn count(self, name: &str, n: i64) -> Holes {
        self.with(name, Hole::Count(n))
    }

    /// An understood value.
    pub fn value(self, name: &str, value: Value) -> Holes {
        self.with(name, Hole::Value(value))
    }

    /// Several things.
    pub fn list(self, name: &str, items: Vec<String>) -> Holes {
        self.with(name, Hole::List(items))
    }

    /// A plain number.
    pub fn number(self, name: &str, n: f64) -> Holes {
        self.value(name, Value::Number(n))
    }

    /// A span of time, in seconds.
    pub fn duration(self, name: &str, secs: i64) -> Holes {
        self.value(name, Value::Duration(secs))
    }

    /// A moment that is known to the minute.
    pub fn moment(self, name: &str, moment: &ZonedDateTime) -> Holes {
        let when = When {
            date: Some(moment.date()),
            time: Some(moment.time()),
            half_known: true,
            ..When::default()
        };
        self.value(name, Value::When(when))
    }

    /// A day.
    pub fn date(self, name: &str, date: Date) -> Holes {
        self.value(
            name,
            Value::When(When {
                date: Some(date),
                ..When::default()
            }),
        )
    }

    /// Any filling; the last one under a name stands.
    pub fn with(mut self, name: &str, hole: Hole) -> Holes {
        self.0.insert(name.to_owned(), hole);
        self
    }

    /// The filling under `name`.
    pub fn get(&self, name: &str) -> Option<&Hole> {
        self.0.get(name)
    }
}

#[cfg(test)]
mod tests;
