//! What is a sequence of signs rather than an amount: phone numbers, addresses, names of things, identity numbers.

pub(super) mod address;
pub(super) mod guid;
pub(super) mod identity;
pub(super) mod ip;
pub(super) mod marks;
pub(super) mod phone;
mod phone_shape;
mod tld;
pub(super) mod url;

use super::{Entity, Field, source::Source};

/// An entity whose value is what was written, shown in lower case and half width.
fn shown(source: &Source, start: usize, end: usize, type_name: &'static str) -> Entity {
    let text = source.shown(start, end);
    Entity {
        start,
        end,
        resolution: vec![("value", Field::Text(text.clone()))],
        text,
        type_name,
    }
}

/// Tries `at` at every place and goes on after what it found.
fn each(source: &Source, at: impl Fn(&Source, usize) -> Option<Entity>) -> Vec<Entity> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < source.len() {
        let here = at(source, i);
        i = here.as_ref().map_or(i + 1, |entity| entity.end);
        found.extend(here);
    }
    found
}
