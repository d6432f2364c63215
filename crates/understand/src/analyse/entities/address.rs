//! Addresses of streets: `12 Main Street, Springfield`, 北京市海淀区中关村大街27号.

use super::super::tables;
use std::ops::Range;

use super::{super::words, Entity};

/// How an English street may end.
const STREETS: [&str; 31] = [
    "street",
    "st",
    "road",
    "rd",
    "avenue",
    "ave",
    "boulevard",
    "blvd",
    "lane",
    "ln",
    "drive",
    "dr",
    "court",
    "ct",
    "way",
    "place",
    "pl",
    "square",
    "sq",
    "terrace",
    "highway",
    "hwy",
    "parkway",
    "crescent",
    "close",
    "alley",
    "grove",
    "gardens",
    "walk",
    "mews",
    "row",
];
/// The most characters of a name in a Chinese address.
const NAME_CHARS_MAX: usize = 8;

pub(super) fn find(text: &str) -> Vec<Entity> {
    let mut found = english(text);
    found.extend(chinese(text));
    found
        .into_iter()
        .map(|range| Entity::new(range, "Address", 0.8))
        .collect()
}

/// A number, one to four words that begin with a capital, and a word for a street.
fn english(text: &str) -> Vec<Range<usize>> {
    let words = words::english(text);
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit()) && word.len() <= 6;
    let is_name = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let is_street = |word: &str| {
        STREETS
            .iter()
            .any(|one| one.eq_ignore_ascii_case(word.trim_end_matches('.')))
    };
    let mut found: Vec<Range<usize>> = Vec::new();
    for (n, word) in words
        .iter()
        .enumerate()
        .filter(|(_, word)| is_number(word.text))
    {
        let names = words[n + 1..]
            .iter()
            .take(5)
            .take_while(|word| is_name(word.text));
        let street = names
            .enumerate()
            .filter(|(nth, word)| *nth > 0 && is_street(word.text))
            .last();
        let Some((nth, _)) = street else { continue };
        let end = words[n + 1 + nth].range.end;
        let is_line = !text[word.range.start..end].contains(['.', ';', '!', '?']);
        if is_line && found.last().is_none_or(|last| last.end <= word.range.start) {
            found.push(word.range.start..end);
        }
    }
    found
}

/// At least a road and a number, with whatever larger places stand before and rooms after.
fn chinese(text: &str) -> Vec<Range<usize>> {
    // 张江路 88 号: spaces are no border.
    let chars: Vec<(usize, char)> = text
        .char_indices()
        .filter(|(_, c)| !c.is_whitespace())
        .collect();
    let end_of = |n: usize| chars[n - 1].0 + chars[n - 1].1.len_utf8();
    let mut found = Vec::new();
    let mut n = 0;
    while n < chars.len() {
        match numbered(&chars, n) {
            Some(end) => {
                let road = (n.saturating_sub(NAME_CHARS_MAX * 4)..n)
                    .rev()
                    .take_while(|&at| is_name(chars[at].1))
                    .last();
                let start = road.map(|from| after_verbs(&chars, from, n));
                if let Some(start) = start.filter(|start| n - start >= 3) {
                    found.push(chars[start].0..end_of(end));
                }
                n = end;
            }
            None => n += 1,
        }
    }
    found
}

fn is_name(c: char) -> bool {
    ling_text::fold::is_han(c) || c.is_ascii_digit()
}

/// Past words like 住在 and 地址是, which stand before addresses and are not part of them.
fn after_verbs(chars: &[(usize, char)], from: usize, to: usize) -> usize {
    let last = (from..to)
        .rev()
        .find(|&at| tables::text("before an address").contains(chars[at].1));
    last.map_or(from, |at| at + 1)
}

/// Where `号` after digits ends that follow a road at `n`, with storeys and rooms after it.
fn numbered(chars: &[(usize, char)], n: usize) -> Option<usize> {
    let sign = |at: usize| chars.get(at).map_or('\0', |(_, c)| *c);
    let before = n.checked_sub(1).map(sign)?;
    let digits = |from: usize| {
        (from..chars.len())
            .take_while(|&at| sign(at).is_ascii_digit() || matches!(sign(at), '-' | '－'))
            .count()
    };
    let n_digits = digits(n);
    if !tables::text("roads").contains(before)
        || n_digits == 0
        || n_digits > 6
        || !matches!(sign(n + n_digits), '号' | '號' | '弄')
    {
        return None;
    }
    let mut end = n + n_digits + 1;
    loop {
        end += usize::from(sign(end) == '院');
        let more = digits(end);
        if more > 0
            && more <= 5
            && matches!(
                (sign(end + more), sign(end + more + 1)),
                ('号' | '號', '楼' | '樓')
            )
        {
            end += more + 2;
            continue;
        }
        // A room may stand there as a bare number.
        let is_last = |c: char| !c.is_alphanumeric();
        if (2..=5).contains(&more) && is_last(sign(end + more)) {
            return Some(end + more);
        }
        let has_unit = more > 0
            && more <= 5
            && tables::text("levels of an address").contains(sign(end + more));
        match has_unit {
            true => end += more + 1,
            false => return Some(end),
        }
    }
}
