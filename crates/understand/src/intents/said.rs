//! A text as the matcher sees it: spaces and punctuation put in order, words to pass over taken out.

use super::plain::Plain;
use crate::heard::SPACE;

/// Symbols of one text, at most: nobody says more in one breath.
const SYMBOLS_MAX: usize = 1_000;
/// Bytes of one text before it is looked at, at most.
const BYTES_MAX: usize = 8_000;

/// Which of two or four readings of a text a sentence is compared with: a free part at its end keeps
/// the words that would else be passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Rim {
    Plain,
    FreeStart,
    FreeEnd,
    Free,
}

/// One reading of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    /// What is compared.
    pub syms: Vec<char>,
    /// For each symbol, its place in `chars`.
    origin: Vec<u32>,
    chars: Vec<char>,
    /// The sentences that it is for.
    pub rims: Vec<Rim>,
}

/// Words to pass over, the longer first.
#[derive(Debug, Default)]
pub(crate) struct SkipWords {
    words: Vec<Vec<char>>,
    loose: bool,
}

impl SkipWords {
    /// `loose` says that words need no spaces between them.
    pub fn new(words: &[String], loose: bool) -> SkipWords {
        let words = words.iter().map(|word| lower(&normal(word)));
        let mut words: Vec<Vec<char>> = words.filter(|word| !word.is_empty()).collect();
        words.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        words.dedup();
        SkipWords { words, loose }
    }

    /// The readings of `text`; none for a text too long for one breath.
    /// Whether words need no spaces between them.
    pub fn is_loose(&self) -> bool {
        self.loose
    }

    pub fn readings(&self, text: &str) -> Vec<Said> {
        use Rim::{Free, FreeEnd, FreeStart, Plain};
        if text.len() > BYTES_MAX {
            return Vec::new();
        }
        let whole = normal(text);
        if whole.len() > SYMBOLS_MAX {
            return Vec::new();
        }
        let bare = self.without(&whole, true, true);
        let reading = |chars: &[char], rims: &[Rim]| Said::new(chars, self.loose, rims);
        if bare == whole {
            return vec![reading(&whole, &[Plain, FreeStart, FreeEnd, Free])];
        }
        vec![
            reading(&whole, &[Plain, Free]),
            reading(&bare, &[Plain]),
            reading(&self.without(&whole, false, true), &[FreeStart]),
            reading(&self.without(&whole, true, false), &[FreeEnd]),
        ]
    }

    /// `chars` less the words to pass over: at its start, at its end, or where both, everywhere.
    fn without(&self, chars: &[char], start: bool, end: bool) -> Vec<char> {
        let mut kept = chars.to_vec();
        if start && end {
            let mut at = 0;
            while at < kept.len() {
                match self.at(&lower(&kept), at) {
                    Some(n) if self.loose => drop(kept.drain(at..at + n)),
                    Some(n) => {
                        kept.splice(at..at + n, [SPACE]);
                        at += 1;
                    }
                    None => at += 1,
                }
            }
            return spaced(&kept);
        }
        while let Some(range) = self.rim(&lower(&kept), start) {
            kept.drain(range);
            kept = spaced(&kept);
        }
        kept
    }

    /// A word at the start or the end of `folded`.
    fn rim(&self, folded: &[char], start: bool) -> Option<std::ops::Range<usize>> {
        if start {
            return self.at(folded, 0).map(|n| 0..n);
        }
        self.words.iter().find_map(|word| {
            let from = folded.len().checked_sub(word.len())?;
            (folded[from..] == word[..] && self.is_apart(folded, from))
                .then_some(from..folded.len())
        })
    }

    /// The length of the word at `at`.
    fn at(&self, folded: &[char], at: usize) -> Option<usize> {
        let word = self.words.iter().find(|word| {
            folded[at..].starts_with(word)
                && self.is_apart(folded, at)
                && self.is_apart(folded, at + word.len())
        });
        word.map(Vec::len)
    }

    fn is_apart(&self, folded: &[char], at: usize) -> bool {
        self.loose
            || !(at > 0 && is_word(folded[at - 1]) && folded.get(at).is_some_and(|&c| is_word(c)))
    }
}

impl Said {
    fn new(chars: &[char], loose: bool, rims: &[Rim]) -> Said {
        let mut said = Said {
            syms: Vec::with_capacity(chars.len()),
            origin: Vec::with_capacity(chars.len()),
            chars: chars.to_vec(),
            rims: rims.to_vec(),
        };
        for (at, &c) in chars.iter().enumerate() {
            if c == SPACE && loose && (beside_wide(chars, at)) {
                continue;
            }
            said.syms.push(folded(c));
            said.origin.push(at as u32);
        }
        said
    }

    /// The words between two positions, as they were written.
    pub fn words(&self, from: usize, to: usize) -> String {
        if from >= to {
            return String::new();
        }
        let (first, last) = (self.origin[from] as usize, self.origin[to - 1] as usize);
        let words: String = self.chars[first..=last].iter().collect();
        words.trim().to_owned()
    }

    /// The number in digits at `at` and where it ends; `parts` allows digits after a point.
    pub fn digits(&self, at: usize, parts: bool) -> Option<(f64, usize)> {
        let mut end = at + usize::from(self.syms.get(at) == Some(&'-'));
        let first = end;
        let n_digits = |from: usize| {
            self.syms[from..]
                .iter()
                .take_while(|c| c.is_ascii_digit())
                .count()
        };
        end += n_digits(end.min(self.syms.len()));
        if end == first {
            return None;
        }
        let is_point = matches!(self.syms.get(end), Some('.' | ','));
        if parts && is_point && n_digits(end + 1) > 0 {
            end += 1 + n_digits(end + 1);
        }
        let word: String = self.syms[at..end].iter().collect();
        Some((word.replace(',', ".").parse().ok()?, end))
    }

    /// The value of words that stand for themselves.
    pub fn plain(&self, from: usize, to: usize) -> Plain {
        Plain::Text(self.words(from, to))
    }
}

/// Whether a space at `at` touches a character of a script that is written without spaces.
fn beside_wide(chars: &[char], at: usize) -> bool {
    let wide = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_none_or(|&c| is_wide(c));
    wide(at.checked_sub(1)) || wide(Some(at + 1))
}

/// Scripts that are written without spaces between words.
pub(crate) fn is_wide(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn is_mark(c: char) -> bool {
    matches!(
        c,
        '.' | '。'
            | ','
            | '，'
            | '?'
            | '¿'
            | '？'
            | '؟'
            | '!'
            | '¡'
            | '！'
            | ';'
            | '；'
            | ':'
            | '：'
            | '…'
            | '—'
            | '–'
            | '―'
            | '、'
    )
}

/// One symbol for a letter in either case.
pub(crate) fn folded(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    c.to_lowercase().next().unwrap_or(c)
}

fn lower(chars: &[char]) -> Vec<char> {
    chars.iter().copied().map(folded).collect()
}

/// One space between words, none at the ends.
fn spaced(chars: &[char]) -> Vec<char> {
    let mut spaced: Vec<char> = Vec::with_capacity(chars.len());
    for &c in chars {
        if c != SPACE || spaced.last().is_some_and(|&before| before != SPACE) {
            spaced.push(c);
        }
    }
    if spaced.last() == Some(&SPACE) {
        spaced.pop();
    }
    spaced
}

/// A text less the punctuation around its words; "3.5" and "A.C." keep theirs.
pub(crate) fn normal(text: &str) -> Vec<char> {
    let chars: Vec<char> = text
        .chars()
        .map(|c| if c == '’' { '\'' } else { c })
        .collect();
    let mut normal = Vec::with_capacity(chars.len());
    for (at, &c) in chars.iter().enumerate() {
        if c.is_whitespace() {
            normal.push(SPACE);
        } else if !is_mark(c) || is_inside(&chars, at) {
            normal.push(c);
        } else if !c.is_ascii() {
            normal.push(SPACE);
        }
    }
    spaced(&normal)
}

/// Whether a mark belongs to the word around it.
fn is_inside(chars: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
    let after = chars.get(at + 1).copied();
    let narrow = |c: Option<char>| c.is_some_and(|c| is_word(c) && !is_wide(c));
    if narrow(before) && narrow(after) {
        return chars[at].is_ascii();
    }
    // The last point of "A.C.".
    chars[at] == '.' && narrow(before) && at >= 3 && chars[at - 2] == '.' && is_word(chars[at - 3])
}
