//! What is a sequence of signs rather than an amount: phone numbers, addresses, names of things.

pub(super) mod phone;
mod phone_shape;

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
