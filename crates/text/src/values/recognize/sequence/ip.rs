//! Internet addresses, version 4 and 6.

use super::each;
use crate::values::recognize::{
    Entity, Field,
    source::{Source, wordy},
};

pub(in super::super) fn addresses(source: &Source) -> Vec<Entity> {
    each(source, |source, i| v4(source, i).or_else(|| v6(source, i)))
}

fn entity(source: &Source, start: usize, end: usize, value: String, version: &str) -> Entity {
    Entity {
        start,
        end,
        text: source.written(start, end),
        type_name: "ip",
        resolution: vec![
            ("value", Field::Text(value)),
            ("type", Field::text(version)),
        ],
    }
}

/// The end of four numbers up to 255, apart by dots.
pub(super) fn v4_end(source: &Source, from: usize) -> Option<usize> {
    let mut at = from;
    for nth in 0..4 {
        if nth > 0 {
            at = source.lit(at, ".")?;
        }
        let end = source.digits(at);
        let text: String = (at..end.min(at + 4)).map(|k| source.ch(k)).collect();
        let small = text.parse::<u32>().is_ok_and(|value| value < 256);
        if end - at > 3 || !small {
            return None;
        }
        at = end;
    }
    Some(at)
}

fn v4(source: &Source, i: usize) -> Option<Entity> {
    let before = source.before(i);
    if wordy(before) || before == '.' {
        return None;
    }
    let end = v4_end(source, i)?;
    let dotted = source.ch(end) == '.' && source.ch(end + 1).is_ascii_digit();
    if wordy(source.ch(end)) || dotted {
        return None;
    }
    let shown = source.shown(i, end);
    let parts: Vec<&str> = shown.split('.').map(bare).collect();
    Some(entity(source, i, end, parts.join("."), "ipv4"))
}

/// Without leading zeros.
fn bare(part: &str) -> &str {
    let bare = part.trim_start_matches('0');
    if bare.is_empty() {
        &part[..part.len().min(1)]
    } else {
        bare
    }
}

fn v6(source: &Source, i: usize) -> Option<Entity> {
    let part = |c: char| c.is_ascii_hexdigit() || c == ':';
    let before = source.before(i);
    if !part(source.ch(i)) || wordy(before) || before == ':' {
        return None;
    }
    let mut end = i;
    while part(source.ch(end)) && end - i < 48 {
        end += 1;
    }
    if wordy(source.ch(end)) || part(source.ch(end)) {
        return None;
    }
    let text = source.written(i, end);
    let fields: Vec<&str> = text.split(':').collect();
    let open = text.matches("::").count();
    let filled = fields.iter().filter(|field| !field.is_empty()).count();
    let sized = fields.iter().all(|field| field.len() <= 4);
    let edges = (!text.starts_with(':') || text.starts_with("::"))
        && (!text.ends_with(':') || text.ends_with("::"));
    let counted = (open == 0 && filled == 8) || (open == 1 && filled < 8);
    if !sized || !edges || !counted || text.contains(":::") {
        return None;
    }
    let value = fields.iter().map(|field| bare(field)).collect::<Vec<_>>();
    Some(entity(source, i, end, value.join(":"), "ipv6"))
}
