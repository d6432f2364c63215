//! Places in an order: 第三, 21st, thirty-second, the next one, second to last.

use super::{
    Culture, Entity, Field, format,
    number::{digits, en, ordinal_word, zh},
    source::{Source, wordy},
};

/// Past this an ordinal is no place anyone counts to.
const DIGITS_MAX: usize = 15;

pub(super) fn entities(source: &Source, culture: Culture) -> Vec<Entity> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < source.len() {
        let here = match culture {
            Culture::Chinese => chinese(source, i),
            Culture::English => relative(source, i).or_else(|| english(source, i)),
        };
        i = here.as_ref().map_or(i + 1, |entity| entity.end);
        found.extend(here);
    }
    found
}

fn entity(
    source: &Source,
    span: (usize, usize),
    type_name: &'static str,
    fields: [String; 3],
) -> Entity {
    let [offset, relative_to, value] = fields;
    Entity {
        start: span.0,
        end: span.1,
        text: source.shown(span.0, span.1),
        type_name,
        resolution: vec![
            ("offset", Field::Text(offset)),
            ("relativeTo", Field::Text(relative_to)),
            ("value", Field::Text(value)),
        ],
    }
}

fn absolute(source: &Source, start: usize, end: usize, place: f64) -> Entity {
    let place = format::number(place);
    let fields = [place.clone(), "start".to_owned(), place];
    entity(source, (start, end), "ordinal", fields)
}

/// 第三, 第 12.
fn chinese(source: &Source, i: usize) -> Option<Entity> {
    let from = source.skip(source.lit(i, "第")?);
    let (value, end) = match zh::whole(source, from) {
        Some(whole) => (whole.value, whole.end),
        None => {
            let end = source.digits(from);
            let short = end > from && end - from <= DIGITS_MAX;
            let read = short.then(|| digits::bare(source, from, Culture::Chinese))??;
            (read.value, read.end)
        }
    };
    Some(absolute(source, i, end, value))
}

/// The place at `i`: value and end.
pub(super) fn place(source: &Source, i: usize) -> Option<(f64, usize)> {
    numeric(source, i).or_else(|| spoken(source, i))
}

fn english(source: &Source, i: usize) -> Option<Entity> {
    let (place, end) = place(source, i)?;
    Some(absolute(source, i, end, place))
}

/// `21st`, `1,000th`.
fn numeric(source: &Source, i: usize) -> Option<(f64, usize)> {
    if wordy(source.before(i)) {
        return None;
    }
    let first = source.digits(i);
    if first == i || first - i > DIGITS_MAX {
        return None;
    }
    let read = digits::bare(source, i, Culture::English)?;
    let at = source.skip(read.end);
    let (ones, tens) = (read.value % 10.0, (read.value / 10.0).floor() % 10.0);
    let suffix = match (ones, tens) {
        (ones, tens) if tens != 1.0 && ones == 1.0 => "st",
        (ones, tens) if tens != 1.0 && ones == 2.0 => "nd",
        (ones, tens) if tens != 1.0 && ones == 3.0 => "rd",
        _ => "th",
    };
    let end = source.lit(at, suffix)?;
    (!wordy(source.ch(end))).then_some((read.value, end))
}

/// "twelfth", "two hundred fortieth", "nine thousandth".
fn spoken(source: &Source, i: usize) -> Option<(f64, usize)> {
    if !source.ch(i).is_ascii_alphabetic() || wordy(source.before(i)) {
        return None;
    }
    let words = en::words(source, i);
    for n in (0..=words.len()).rev() {
        let end = if n == 0 { i } else { words[n - 1].end };
        let Some((place, end)) = closing(source, end, n == 0) else {
            continue;
        };
        if n == 0 {
            return Some((place, end));
        }
        let Some(whole) = en::cardinal(&words[..n]).filter(|whole| whole.n_words == n) else {
            continue;
        };
        let last = words[n - 1].kind;
        let tens = matches!(last, en::Kind::Tens(_)) && place < 10.0;
        let scale = matches!(last, en::Kind::Scale(_));
        return match () {
            () if place >= 100.0 => Some((whole.value * place, end)),
            () if tens || (scale && place < 100.0) => Some((whole.value + place, end)),
            () => continue,
        };
    }
    None
}

/// The ordinal word after `end`.
fn closing(source: &Source, end: usize, first: bool) -> Option<(f64, usize)> {
    let mut at = source.skip(end);
    if source.ch(at) == '-' && !first {
        at = source.skip(at + 1);
    }
    if let Some(after) = source.phrase(at, "and").filter(|_| !first) {
        at = source.skip(after);
    }
    if at == end && !first {
        return None;
    }
    let (word, end) = source.word(at)?;
    ordinal_word(&en::spelled(word)?).map(|place| (place, end))
}

/// Places counted from where one is or from the end.
const RELATIVE: &[(&str, i32, &str)] = &[
    ("the one before the last one", -1, "end"),
    ("the one before the last", -1, "end"),
    ("one before the last one", -1, "end"),
    ("one before the last", -1, "end"),
    ("the second to last one", -1, "end"),
    ("the second to last", -1, "end"),
    ("second to last", -1, "end"),
    ("the next to last one", -1, "end"),
    ("the next to last", -1, "end"),
    ("next to last", -1, "end"),
    ("the last but one", -1, "end"),
    ("last but one", -1, "end"),
    ("penultimate", -1, "end"),
    ("the third to last", -2, "end"),
    ("third to last", -2, "end"),
    ("the last but two", -2, "end"),
    ("last but two", -2, "end"),
    ("antepenultimate", -2, "end"),
    ("last", 0, "end"),
    ("ultimate", 0, "end"),
    ("next one", 1, "current"),
    ("next", 1, "current"),
    ("following one", 1, "current"),
    ("previous one", -1, "current"),
    ("previous", -1, "current"),
    ("preceding", -1, "current"),
    ("current one", 0, "current"),
    ("current", 0, "current"),
];

fn relative(source: &Source, i: usize) -> Option<Entity> {
    if !source.ch(i).is_ascii_alphabetic() || wordy(source.before(i)) {
        return None;
    }
    let hits = RELATIVE
        .iter()
        .filter_map(|row| Some((source.phrase(i, row.0)?, row)));
    let (end, (_, offset, from)) = hits.max_by_key(|(end, _)| *end)?;
    let value = format!("{from}{offset:+}");
    let fields = [offset.to_string(), (*from).to_owned(), value];
    Some(entity(source, (i, end), "ordinal.relative", fields))
}
