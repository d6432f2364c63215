//! Chinese names: the dictionary's, those of lists, and those that an ending or a surname tells.

use super::super::tables;
use super::{
    super::words::{self, Word},
    Entity, gazetteer as known,
};

pub(super) fn find(text: &str) -> Vec<Entity> {
    let words = words::chinese(text);
    let mut found = listed(text);
    let mut n = 0;
    while n < words.len() {
        let (len, entity) = at(text, &words[n..]);
        found.extend(entity);
        n += len;
    }
    found
}

/// The names of the lists.
fn listed(text: &str) -> Vec<Entity> {
    let of = |list: &'static str, category: &'static str| {
        let names = list.split_whitespace();
        names.flat_map(move |name| {
            let places = text.match_indices(name);
            places.map(move |(at, _)| Entity::new(at..at + name.len(), category, 0.92))
        })
    };
    let mut found: Vec<Entity> = of(tables::text("organisations"), "Organization")
        .chain(of(tables::text("places"), "Location"))
        .chain(of(tables::text("trades"), "PersonType"))
        .collect();
    // The longer name goes first, and a name inside the name of something else gives way to it.
    found.sort_by_key(|entity| std::cmp::Reverse(entity.range.len()));
    let longer = |entity: &Entity| grown(text, entity);
    found.iter().map(longer).collect()
}

/// 北京大学 in 北京大学医院: a name that an ending follows grows by it.
fn grown(text: &str, entity: &Entity) -> Entity {
    let rest = &text[entity.range.end..];
    let end = tables::text("ends of organisations")
        .split_whitespace()
        .find(|end| rest.starts_with(end));
    match end.filter(|end| end.chars().count() > 1 && entity.category != "PersonType") {
        Some(end) => Entity::new(
            entity.range.start..entity.range.end + end.len(),
            "Organization",
            0.85,
        ),
        None => entity.clone(),
    }
}

/// What begins with the first of these words, and how many words it takes.
fn at(text: &str, words: &[Word<'_>]) -> (usize, Option<Entity>) {
    if let Some((len, entity)) = with_ending(text, words) {
        return (len, Some(entity));
    }
    let word = &words[0];
    let n_chars = word.text.chars().count();
    let first = word.text.chars().next().unwrap_or(' ');
    let is_surname = tables::text("surnames").contains(first);
    if is_surname
        && n_chars == 1
        && words
            .get(1)
            .is_some_and(|next| known::has(tables::text("after a surname"), next.text))
    {
        return (
            2,
            Some(Entity::new(
                word.range.start..words[1].range.end,
                "Person",
                0.85,
            )),
        );
    }
    let entity = match word.tag {
        "nr" | "nrt" | "nrfg" if is_person(word, is_surname, n_chars) => Some(Entity::new(
            word.range.clone(),
            "Person",
            if is_surname { 0.85 } else { 0.7 },
        )),
        "ns" if n_chars > 1 => {
            let place = Entity::new(word.range.clone(), "Location", 0.85);
            Some(Entity {
                subcategory: Some("GPE"),
                ..place
            })
        }
        "nt" if n_chars > 1 => Some(Entity::new(word.range.clone(), "Organization", 0.85)),
        _ => None,
    };
    (1, entity)
}

fn is_person(word: &Word<'_>, is_surname: bool, n_chars: usize) -> bool {
    let is_native = is_surname && (2..=4).contains(&n_chars);
    let is_foreign = !is_surname
        && (n_chars >= 3 || word.tag == "nrfg" || word.text.starts_with(['小', '老', '阿']));
    let is_two = word.tag == "nr" && n_chars == 2;
    !known::has(tables::text("no names"), word.text) && (is_native || is_foreign || is_two)
}

/// Names and nouns up to an ending that makes an organisation or a place of them.
fn with_ending(text: &str, words: &[Word<'_>]) -> Option<(usize, Entity)> {
    let is_part = |word: &Word<'_>| {
        let is_noun = matches!(word.tag.chars().next(), Some('n'))
            || matches!(word.tag, "j" | "b" | "eng" | "vn" | "x" | "m" | "an");
        is_noun && word.text.chars().all(char::is_alphanumeric)
    };
    let starts = matches!(
        words[0].tag,
        "ns" | "nr" | "nrt" | "nz" | "nt" | "eng" | "x" | "j"
    );
    if !starts || !is_part(&words[0]) {
        return None;
    }
    let n_parts = words
        .iter()
        .take(6)
        .take_while(|word| is_part(word))
        .count();
    for len in (1..=n_parts).rev() {
        let range = words[0].range.start..words[len - 1].range.end;
        let whole = &text[range.clone()];
        let ends = |list: &str| {
            list.split_whitespace()
                .any(|end| whole.ends_with(end) && whole.len() > end.len() + 3)
        };
        if ends(tables::text("ends of organisations")) {
            return Some((len, Entity::new(range, "Organization", 0.8)));
        }
        if words[0].tag == "ns" && len > 1 && ends(tables::text("ends of places")) {
            let place = Entity::new(range, "Location", 0.8);
            return Some((len, place));
        }
    }
    None
}
