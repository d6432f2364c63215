//! What a text is judged by: runs of one to three pieces, parts of words, and what the lists of words say.

use std::collections::HashMap;

use ling_text::fold;

/// Bits of a mark's number.
const BITS: u32 = 17;
/// Marks that a text may have, those of the lists not counted.
pub const MARKS: usize = 1 << BITS;
/// Numbers from the lists of words, behind the marks.
pub const LISTED: usize = 4;
/// Pieces in a run, at most.
const RUN_MAX: usize = 3;
/// Letters of a part of a word.
const PART_LETTERS: std::ops::RangeInclusive<usize> = 3..=5;
/// Pieces of a text that are looked at, at most.
const PIECES_MAX: usize = 2_000;

/// Marks of a text and how strong each is: their squares sum to one, the numbers of the lists excepted. `praise` and
/// `blame` are what the lists of words found.
pub fn marks(text: &str, praise: f64, blame: f64) -> Vec<(usize, f32)> {
    let mut counts: HashMap<usize, f32> = HashMap::new();
    let pieces = pieces(text);
    for from in 0..pieces.len() {
        for n in 1..=RUN_MAX.min(pieces.len() - from) {
            *counts
                .entry(number(&pieces[from..from + n].join(" ")))
                .or_default() += 1.0;
        }
    }
    for part in pieces.iter().flat_map(|piece| parts(piece)) {
        *counts.entry(number(&part)).or_default() += 1.0;
    }
    let mut marks: Vec<(usize, f32)> = counts.into_iter().collect();
    // A sum of floating numbers depends on its order.
    marks.sort_unstable_by_key(|(mark, _)| *mark);
    marks
        .iter_mut()
        .for_each(|(_, count)| *count = 1.0 + count.ln());
    let length = marks.iter().map(|(_, x)| x * x).sum::<f32>().sqrt();
    marks.iter_mut().for_each(|(_, x)| *x /= length);
    let listed = [
        praise.ln_1p(),
        blame.ln_1p(),
        praise.min(1.0),
        blame.min(1.0),
    ];
    marks.extend((MARKS..).zip(listed.map(|x| x as f32)));
    marks
}

/// Characters of Chinese, words and signs, in small letters and simplified script; digits are all alike.
fn pieces(text: &str) -> Vec<String> {
    let text = fold::to_simplified(text).to_lowercase().replace('’', "'");
    let mut pieces = vec!["^".to_owned()];
    let mut word = String::new();
    for c in text.chars().take(PIECES_MAX) {
        let is_of_word = c.is_alphanumeric() && !fold::is_han(c) || c == '\'' && !word.is_empty();
        if is_of_word {
            word.push(if c.is_numeric() { '0' } else { c });
            continue;
        }
        if !word.is_empty() {
            pieces.push(std::mem::take(&mut word));
        }
        if !c.is_whitespace() {
            pieces.push(c.to_string());
        }
    }
    if !word.is_empty() {
        pieces.push(word);
    }
    pieces.push("$".to_owned());
    pieces
}

/// Parts of a word in letters, its borders marked.
fn parts(piece: &str) -> Vec<String> {
    let letters: Vec<char> = format!("<{piece}>").chars().collect();
    if letters.len() < 6 {
        return Vec::new();
    }
    let part = |n: usize| {
        letters
            .windows(n)
            .map(|part| format!("#{}", part.iter().collect::<String>()))
    };
    PART_LETTERS
        .flat_map(|n| part(n).collect::<Vec<_>>())
        .collect()
}

/// The number of a mark (FNV-1a, its upper bits folded into the lower).
fn number(mark: &str) -> usize {
    let hash = mark.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    (hash ^ hash >> BITS) as usize & (MARKS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_both_languages() {
        let check = |text: &str, expect: &[&str]| assert_eq!(pieces(text), expect, "{text}");
        check("太贵了!", &["^", "太", "贵", "了", "!", "$"]);
        check("It isn’t 25 €", &["^", "it", "isn't", "00", "€", "$"]);
        check("服務 so good", &["^", "服", "务", "so", "good", "$"]);
        check("", &["^", "$"]);
    }

    #[test]
    fn marks_are_of_one_length() {
        let marks = marks("味道 very good，味道好", 2.0, 0.0);
        let (own, listed) = marks.split_at(marks.len() - LISTED);
        let sum: f32 = own.iter().map(|(_, x)| x * x).sum();
        assert!((sum - 1.0).abs() < 1e-5, "{sum}");
        assert!(own.iter().all(|(mark, _)| *mark < MARKS));
        assert_eq!(listed[1], (MARKS + 1, 0.0));
    }
}
