//! Which of the Chinese words for an English one people mean.
//!
//! CC-CEDICT does not say how common a word is. What it says stands for that: whether the meaning comes first,
//! whether the thing is counted, how many longer words begin with it. The weights were chosen on 125 everyday
//! words, of which the first answer is the usual one for 96, and those that are given back have it for 114. For what people ask most,
//! `usual.tsv` names the word, chosen by hand.

use std::{cmp::Ordering, io};

use super::{
    cedict::{Line, key_of_chinese, key_of_sense},
    index::{Dictionary, Found},
};

/// English key, tab, Chinese word.
const USUAL: &str = include_str!("usual.tsv");
/// Words that are given back.
const BEST_MAX: usize = 3;
/// A word that is so much less usual than the best is no other word for it.
const MARGIN: f64 = 3.0;
/// Longer words that are counted.
const BEGUN_MAX: usize = 40;

/// The usual words for a key, the most usual first, with their pinyin.
pub(super) fn best(dictionary: &Dictionary, key: &str) -> io::Result<Vec<(String, String)>> {
    let mut all: Vec<(f64, String, String)> = Vec::new();
    for found in dictionary.find(key)? {
        let Some(line) = Line::read(&found.text) else {
            continue;
        };
        let Some((nth, sense)) = line
            .senses()
            .enumerate()
            .find(|(_, sense)| key_of_sense(sense) == key)
        else {
            continue;
        };
        let cost = cost(dictionary, &found, &line, nth, sense)?;
        all.push((cost, line.simplified.to_owned(), line.pinyin.to_owned()));
    }
    all.sort_by(|a, b| a.0.partial_cmp(&b.0).unwrap_or(Ordering::Equal));
    let limit = all.first().map_or(0.0, |best| best.0 + MARGIN);
    all.retain(|(cost, ..)| *cost <= limit);
    let mut best: Vec<(String, String)> = usual(dictionary, key)?.into_iter().collect();
    for (_, word, pinyin) in all {
        if best.len() < BEST_MAX && !best.iter().any(|(known, _)| *known == word) {
            best.push((word, pinyin));
        }
    }
    Ok(best)
}

/// The word that is named for a key, with its pinyin, where the dictionary has it.
fn usual(dictionary: &Dictionary, key: &str) -> io::Result<Option<(String, String)>> {
    let named = USUAL
        .lines()
        .find_map(|line| line.strip_prefix(key)?.strip_prefix('\t'));
    let Some(word) = named else {
        return Ok(None);
    };
    let found = dictionary.find(&key_of_chinese(word))?;
    let lines = found.iter().filter_map(|found| Line::read(&found.text));
    let mut own = lines.filter(|line| line.simplified == word && !line.is_name());
    Ok(own
        .next()
        .map(|line| (word.to_owned(), line.pinyin.to_owned())))
}

/// The less, the more usual.
fn cost(
    dictionary: &Dictionary,
    found: &Found,
    line: &Line<'_>,
    nth: usize,
    sense: &str,
) -> io::Result<f64> {
    let yes = |is: bool, weight: f64| if is { weight } else { 0.0 };
    let n_chars = line.simplified.chars().count();
    let begun = (dictionary.n_begun(found, BEGUN_MAX)? as f64).ln_1p();
    let length = match n_chars {
        1 => 0.37 - 0.7 * begun,
        n => 1.02 * n.abs_diff(2) as f64 - 0.56 * begun,
    };
    Ok(3.12 * nth.min(6) as f64
        + yes(line.is_aside(), 0.31)
        + yes(sense.contains('('), 1.34)
        + yes(line.is_name(), 0.59)
        // Spellings of the internet, such as 3Q.
        + yes(line.simplified.contains(|c: char| c.is_ascii_alphanumeric()), 6.0)
        - yes(line.is_counted(), 2.4)
        + length)
}
