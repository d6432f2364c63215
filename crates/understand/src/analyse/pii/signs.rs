//! A text as its signs: half width, each with the place where it stands.

use std::ops::Range;

/// The signs of a text.
pub(super) struct Signs {
    /// Half width, as written otherwise.
    chars: Vec<char>,
    /// Where each starts in bytes, and where the text ends.
    starts: Vec<usize>,
    lower: Vec<char>,
}

/// A run of digits with separators between its groups.
pub(super) struct Run {
    /// The signs that it takes.
    pub(super) range: Range<usize>,
    pub(super) digits: Vec<u32>,
    /// How many digits each group has.
    pub(super) groups: Vec<usize>,
}

impl Signs {
    pub(super) fn new(text: &str) -> Signs {
        let half = |c: char| match c {
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '（' | '）' | '＋' | '－' => {
                char::from_u32(c as u32 - 0xfee0).unwrap_or(c)
            }
            '\u{2010}'..='\u{2015}' => '-',
            '\u{a0}' => ' ',
            _ => c,
        };
        let chars: Vec<char> = text.chars().map(half).collect();
        let lower = chars.iter().map(|c| c.to_ascii_lowercase()).collect();
        let ends = std::iter::once(text.len());
        let starts = text.char_indices().map(|(at, _)| at).chain(ends).collect();
        Signs {
            chars,
            starts,
            lower,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    /// The sign there, `\0` before the start and after the end.
    pub(super) fn at(&self, i: usize) -> char {
        self.chars.get(i).copied().unwrap_or('\0')
    }

    pub(super) fn before(&self, i: usize) -> char {
        i.checked_sub(1).map_or('\0', |i| self.at(i))
    }

    /// Where signs stand in bytes.
    pub(super) fn bytes(&self, start: usize, end: usize) -> Range<usize> {
        let last = self.starts.len() - 1;
        self.starts[start.min(last)]..self.starts[end.min(last)]
    }

    /// Whether neither a word nor a number goes on at either end.
    pub(super) fn stands_alone(&self, range: &Range<usize>) -> bool {
        let wordy = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let (before, after) = (self.before(range.start), self.at(range.end));
        let is_decimal = matches!(after, '.' | ',') && self.at(range.end + 1).is_ascii_digit();
        !wordy(before) && !wordy(after) && !is_decimal
    }

    /// Whether one of these words, in lower case, stands within so many signs before.
    pub(super) fn follows(&self, start: usize, within: usize, words: &[&str]) -> bool {
        self.has(start.saturating_sub(within)..start, words)
    }

    /// Whether one of these words, in lower case, stands in a stretch.
    pub(super) fn has(&self, range: Range<usize>, words: &[&str]) -> bool {
        let range = range.start.min(self.len())..range.end.min(self.len());
        let near: String = self.lower[range].iter().collect();
        words.iter().any(|word| {
            near.match_indices(word).any(|(at, _)| {
                let before = near[..at].chars().next_back();
                let after = near[at + word.len()..].chars().next();
                let cut = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphabetic());
                !word.is_ascii() || (cut(before) && cut(after))
            })
        })
    }

    /// The digits from `i` on, in groups with one of these separators between them, at most so many.
    pub(super) fn run(&self, i: usize, separators: &str, digits_max: usize) -> Run {
        let (mut digits, mut groups, mut at) = (Vec::new(), vec![0], i);
        while digits.len() < digits_max {
            let sep = separators.contains(self.at(at)) && self.at(at + 1).is_ascii_digit();
            let is_next = sep && !digits.is_empty();
            if is_next {
                groups.push(0);
            }
            let here = at + usize::from(is_next);
            let Some(digit) = self.at(here).to_digit(10) else {
                break;
            };
            digits.push(digit);
            *groups.last_mut().expect("there is one") += 1;
            at = here + 1;
        }
        Run {
            range: i..at,
            digits,
            groups,
        }
    }

    /// Where digits begin that no sign of a number stands before.
    pub(super) fn digit_starts(&self) -> impl Iterator<Item = usize> {
        (0..self.len()).filter(|&i| {
            let before = self.before(i);
            self.at(i).is_ascii_digit() && !before.is_ascii_alphanumeric() && before != '_'
        })
    }
}
