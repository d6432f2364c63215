//! Values as YAML and JSON know them.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

/// A value of a slot, a context or a setting.
#[derive(Clone, Debug, PartialEq)]
pub enum Plain {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A number.
    Number(f64),
    /// Words.
    Text(String),
    /// Several.
    List(Vec<Plain>),
    /// Named ones, in their order.
    Map(Vec<(String, Plain)>),
}

impl Plain {
    /// Reads a scalar that was written without quotes.
    pub(crate) fn unquoted(text: &str) -> Plain {
        match text {
            "" | "~" | "null" | "Null" | "NULL" => Plain::Null,
            "true" | "True" | "TRUE" => Plain::Bool(true),
            "false" | "False" | "FALSE" => Plain::Bool(false),
            _ if text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) => {
                match text.parse::<f64>() {
                    Ok(number) if number.is_finite() => Plain::Number(number),
                    _ => Plain::Text(text.to_owned()),
                }
            }
            _ => Plain::Text(text.to_owned()),
        }
    }

    /// The words, if it is words.
    pub fn text(&self) -> Option<&str> {
        match self {
            Plain::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value under `key` of a map.
    pub fn get(&self, key: &str) -> Option<&Plain> {
        match self {
            Plain::Map(entries) => find(entries, key),
            _ => None,
        }
    }

    /// What a map with a `value` means by it; else itself.
    pub(crate) fn unwrapped(&self) -> &Plain {
        match self {
            Plain::Map(entries) => find(entries, "value").unwrap_or(&Plain::Null),
            _ => self,
        }
    }
}

impl From<&str> for Plain {
    fn from(text: &str) -> Plain {
        Plain::Text(text.to_owned())
    }
}

pub(crate) fn find<'p>(entries: &'p [(String, Plain)], key: &str) -> Option<&'p Plain> {
    let found = entries.iter().rev().find(|(name, _)| name == key);
    found.map(|(_, value)| value)
}

impl Serialize for Plain {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Plain::Null => to.serialize_unit(),
            Plain::Bool(truth) => to.serialize_bool(*truth),
            Plain::Number(n) if n.fract() == 0.0 && n.abs() < 1e15 => to.serialize_i64(*n as i64),
            Plain::Number(n) => to.serialize_f64(*n),
            Plain::Text(text) => to.serialize_str(text),
            Plain::List(items) => items.serialize(to),
            Plain::Map(entries) => {
                let map: BTreeMap<&String, &Plain> =
                    entries.iter().map(|(key, value)| (key, value)).collect();
                map.serialize(to)
            }
        }
    }
}
