use std::collections::BTreeMap;

use crate::{Value, When};

/// What a skill receives: values by argument name. A name may have several values ("milk and eggs").
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Args(BTreeMap<String, Vec<Value>>);

impl Args {
    /// No arguments.
    pub fn new() -> Args {
        Args::default()
    }

    /// The same arguments and one more value under `name`.
    pub fn with(mut self, name: &str, value: Value) -> Args {
        self.push(name, value);
        self
    }

    /// Adds one more value under `name`.
    pub fn push(&mut self, name: &str, value: Value) {
        self.0.entry(name.to_owned()).or_default().push(value);
    }

    /// Replaces every value under `name`.
    pub fn set(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), vec![value]);
    }

    /// Forgets every value under `name`.
    pub fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// The first value under `name`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.all(name).first()
    }

    /// Every value under `name`, in the order said.
    pub fn all(&self, name: &str) -> &[Value] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a value stands under `name`.
    pub fn has(&self, name: &str) -> bool {
        !self.all(name).is_empty()
    }

    /// Names and values, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[Value])> {
        self.0
            .iter()
            .map(|(name, values)| (name.as_str(), values.as_slice()))
    }

    /// The words under `name`: text as said, or the name of a thing of the house.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Value::Text(text) => Some(text),
            Value::Named { name, .. } => Some(name),
            _ => None,
        }
    }

    /// The id under `name`: of a thing of the house, or the text itself.
    pub fn id(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Value::Named { id, .. } => Some(id),
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number under `name`; a percentage gives its hundredths.
    pub fn number(&self, name: &str) -> Option<f64> {
        match self.get(name)? {
            Value::Number(n) | Value::Percent(n) => Some(*n),
            Value::Quantity { amount, .. } | Value::Money { amount, .. } => Some(*amount),
            _ => None,
        }
    }

    /// The span of time under `name`, in seconds.
    pub fn duration(&self, name: &str) -> Option<i64> {
        match self.get(name)? {
            Value::Duration(secs) => Some(*secs),
            _ => None,
        }
    }

    /// The time under `name`.
    pub fn when(&self, name: &str) -> Option<&When> {
        match self.get(name)? {
            Value::When(when) => Some(when),
            _ => None,
        }
    }
}
