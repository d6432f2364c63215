//! Names of the house as tokens.

use crate::asr::Vocabulary;
use crate::asr::transducer::Phrase;

/// What each token of a name is worth, in natural logarithms; as sherpa-onnx has it unless told otherwise.
pub(super) const BOOST: f32 = 1.5;

/// Names that are listened for.
const NAMES_MAX: usize = 5_000;

/// Characters of a name.
const CHARS_MAX: usize = 64;

/// Ways to cut a word into tokens that are listened for: those with the fewest tokens. Which of them the net was trained
/// with stands in a file that its package has not.
const CUTS_MAX: usize = 3;

/// Ways to say a name in tokens.
const SPELLINGS_MAX: usize = 9;

/// The mark before a word.
const SPACE: char = '\u{2581}';

/// Names as phrases; those with a part that no token is for are left out.
pub(super) fn phrases(names: &[String], vocabulary: &Vocabulary, boost: f32) -> Vec<Phrase> {
    let names = names.iter().take(NAMES_MAX);
    let all = names.flat_map(|name| spellings(name, vocabulary));
    all.map(|ids| Phrase { ids, boost }).collect()
}

/// Ways to write a name in tokens.
pub(crate) fn spellings(name: &str, vocabulary: &Vocabulary) -> Vec<Vec<u32>> {
    if name.chars().count() > CHARS_MAX {
        return Vec::new();
    }
    let mut all = vec![Vec::new()];
    for word in words(name) {
        let cuts = cuts(&word, vocabulary);
        let longer = all.iter().flat_map(|begin: &Vec<u32>| {
            let longer = cuts.iter().map(|cut| [begin.as_slice(), cut].concat());
            longer.collect::<Vec<_>>()
        });
        all = longer.take(SPELLINGS_MAX).collect();
    }
    all.retain(|ids| !ids.is_empty());
    all
}

/// Chinese characters, and words of letters with the mark before them.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut is_open = false;
    for c in name.chars() {
        let is_letter = c.is_alphanumeric() || c == '\'';
        let is_han = matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}');
        match words.last_mut().filter(|_| is_open && is_letter && !is_han) {
            Some(word) => word.push(c),
            None if is_han => words.push(c.to_string()),
            None if is_letter => words.push(format!("{SPACE}{c}")),
            None => {}
        }
        is_open = is_letter && !is_han;
    }
    words
}

/// The shortest ways to cut a word into tokens. Lists of tokens are in capitals, in small letters, or in both.
fn cuts(word: &str, vocabulary: &Vocabulary) -> Vec<Vec<u32>> {
    let cases = [word.to_owned(), word.to_uppercase(), word.to_lowercase()];
    let found = cases.iter().map(|word| cuts_as_written(word, vocabulary));
    found
        .into_iter()
        .find(|cuts| !cuts.is_empty())
        .unwrap_or_default()
}

fn cuts_as_written(word: &str, vocabulary: &Vocabulary) -> Vec<Vec<u32>> {
    // For each place in the word, the ways to get there.
    let mut ways: Vec<Vec<Vec<u32>>> = vec![Vec::new(); word.len() + 1];
    ways[0].push(Vec::new());
    for at in 0..word.len() {
        if ways[at].is_empty() || !word.is_char_boundary(at) {
            continue;
        }
        let here = ways[at].clone();
        for (id, token) in vocabulary.tokens().iter().enumerate() {
            if token.is_empty() || !word[at..].starts_with(token.as_str()) {
                continue;
            }
            let there = &mut ways[at + token.len()];
            there.extend(
                here.iter()
                    .map(|way| [way.as_slice(), &[id as u32]].concat()),
            );
            there.sort_by_key(Vec::len);
            there.truncate(CUTS_MAX);
        }
    }
    ways.pop().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKENS: &str = "<blk> 0\n▁ 1\n▁TURN 2\n▁T 3\nURN 4\nU 5\nRN 6\n开 7\n灯 8\n▁O 9\nN 10\n";

    /// A name, and the tokens of its spellings.
    #[track_caller]
    fn check(name: &str, expect: &[&str]) {
        let vocabulary = Vocabulary::parse(TOKENS, 11).unwrap();
        let found = spellings(name, &vocabulary);
        let found = found.iter().map(|ids| {
            let tokens: Vec<&str> = ids.iter().map(|id| vocabulary.token(*id)).collect();
            tokens.join(" ")
        });
        assert_eq!(found.collect::<Vec<_>>(), expect, "{name}");
    }

    #[test]
    fn names_are_cut_into_tokens() {
        check("开灯", &["开 灯"]);
        check("Turn on", &["▁TURN ▁O N", "▁T URN ▁O N", "▁T U RN ▁O N"]);
        check("开 on 灯!", &["开 ▁O N 灯"]);
        check("关灯", &[]);
        check("on 5", &[]);
        check("", &[]);
        check(&"开".repeat(65), &[]);
    }
}
