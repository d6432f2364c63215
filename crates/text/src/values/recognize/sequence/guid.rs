//! Universally unique identifiers in all their spellings.

use super::{each, shown};
use crate::values::recognize::{
    Entity, Field,
    source::{Source, wordy},
};

pub(in super::super) fn guids(source: &Source) -> Vec<Entity> {
    each(source, at)
}

fn at(source: &Source, i: usize) -> Option<Entity> {
    if wordy(source.before(i)) && !source.follows(i, "%7b") {
        return None;
    }
    let wrapped = [("{", "}"), ("urn:uuid:", ""), ("%7b", "%7d"), ("x'", "'")];
    let wrapped = wrapped.iter().find_map(|(open, close)| {
        let from = source.lit(i, open)?;
        let (inner, dashed) = body(source, from)?;
        let end = source.lit(inner, close)?;
        Some((end, dashed, true))
    });
    let (end, dashed, wrapped) = wrapped.or_else(|| {
        let (end, dashed) = body(source, i)?;
        Some((end, dashed, false))
    })?;
    if wordy(source.ch(end)) {
        return None;
    }
    let mut entity = shown(source, i, end, "guid");
    let score = score(&entity.text, dashed, wrapped);
    entity.resolution.push(("score", Field::text(score)));
    Some(entity)
}

/// 8-4-4-4-12 hexadecimal digits, or 32 in a row.
fn body(source: &Source, from: usize) -> Option<(usize, bool)> {
    let run = |at: usize, n: usize| {
        (at..at + n)
            .all(|k| source.ch(k).is_ascii_hexdigit())
            .then_some(at + n)
    };
    let mut at = run(from, 8)?;
    let dashed = source.ch(at) == '-';
    for n in [4, 4, 4, 12] {
        if dashed {
            at = source.lit(at, "-")?;
        }
        at = run(at, n)?;
    }
    Some((at, dashed))
}

/// Dashes and a wrapping speak for it, nothing but decimal digits against it.
fn score(text: &str, dashed: bool, wrapped: bool) -> &'static str {
    let letters = text.chars().any(|c| c.is_ascii_alphabetic());
    match (wrapped, dashed, letters) {
        (true, true, _) => "1",
        (true, false, _) | (false, true, _) => "0.9",
        (false, false, true) => "0.8",
        (false, false, false) => "0.65",
    }
}
