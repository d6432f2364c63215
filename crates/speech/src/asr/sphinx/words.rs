//! How words are pronounced: a dictionary in Sphinx's text format, of which only the words of a grammar are kept.

use std::collections::HashMap;

use super::mdef::{Mdef, Phone};
use crate::SpeechError;

/// Phones in a word at most.
const PHONES_MAX: usize = 60;

/// Ways to say a word at most.
const WAYS_MAX: usize = 16;

/// Ways to say words: the phones of each.
#[derive(Debug, Default)]
pub(super) struct Words(HashMap<String, Vec<Vec<Phone>>>);

impl Words {
    /// No way yet to say each of these words.
    pub fn wanted<'a>(words: impl Iterator<Item = &'a String>) -> Words {
        Words(words.map(|word| (word.clone(), Vec::new())).collect())
    }

    /// Adds the ways that a dictionary knows. It has a line for each way to say a word: `tomato T AH M EY T OW`,
    /// and `tomato(2) T AH M AA T OW` for another.
    pub fn add(&mut self, file: &str, text: &str, mdef: &Mdef) -> Result<(), SpeechError> {
        for (line, row) in text.lines().enumerate() {
            let Some((head, rest)) = row.split_once([' ', '\t']) else {
                continue;
            };
            let word = head.split_once('(').map_or(head, |(word, _)| word);
            let Some(ways) = self.0.get_mut(word) else {
                continue;
            };
            let way = way(rest, mdef).map_err(|why| SpeechError::Model {
                file: file.to_owned(),
                why: format!("line {}: {why}", line + 1),
            })?;
            for way in [vec![way.clone()], accents(&way, mdef)].concat() {
                if ways.len() < WAYS_MAX && !ways.contains(&way) {
                    ways.push(way);
                }
            }
        }
        Ok(())
    }

    /// The ways to say a word; none, if it is not known.
    pub fn ways(&self, word: &str) -> &[Vec<Phone>] {
        self.0.get(word).map_or(&[], Vec::as_slice)
    }
}

/// How people of other accents say it: the diphthong of `mocha` and `roast` inside a word as one long vowel, back or
/// open. American dictionaries have the diphthong only.
fn accents(way: &[Phone], mdef: &Mdef) -> Vec<Vec<Phone>> {
    let [Some(diphthong), Some(back), Some(open)] = ["OW", "AO", "AA"].map(|name| mdef.phone(name))
    else {
        return Vec::new();
    };
    let inside = &way[..way.len() - 1];
    if !inside.contains(&diphthong) {
        return Vec::new();
    }
    let said = |vowel| {
        let changed = inside.iter().map(|phone| match *phone == diphthong {
            true => vowel,
            false => *phone,
        });
        changed.chain(way.last().copied()).collect()
    };
    vec![said(back), said(open)]
}

fn way(text: &str, mdef: &Mdef) -> Result<Vec<Phone>, String> {
    let phones = text.split_ascii_whitespace().map(|name| {
        let phone = mdef.phone(name);
        phone.ok_or_else(|| format!("the model has no phone `{name}`"))
    });
    let phones: Vec<Phone> = phones.collect::<Result<_, _>>()?;
    match phones.len() {
        0 => Err("a word has no phones".into()),
        n if n > PHONES_MAX => Err(format!("a word has more than {PHONES_MAX} phones")),
        _ => Ok(phones),
    }
}
