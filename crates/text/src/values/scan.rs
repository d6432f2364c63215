//! The text as the tagger sees it: folded character by character, so that positions stay true.

/// Longer texts are cut here: nobody says more in one breath, and time stays linear.
pub(super) const CHARS_MAX: usize = 2_000;

/// A text folded one to one (width, case, traditional script), with fast looks at any position.
pub(super) struct Scan {
    chars: Vec<char>,
    text: String,
    at: Vec<usize>,
}

impl Scan {
    pub(super) fn new(text: &str) -> Scan {
        let chars: Vec<char> = text.chars().take(CHARS_MAX).map(fold).collect();
        let mut at = Vec::with_capacity(chars.len() + 1);
        let mut folded = String::with_capacity(text.len().min(CHARS_MAX * 4));
        for &c in &chars {
            at.push(folded.len());
            folded.push(c);
        }
        at.push(folded.len());
        Scan {
            chars,
            text: folded,
            at,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    /// The character at `i`, or NUL past the end.
    pub(super) fn ch(&self, i: usize) -> char {
        self.chars.get(i).copied().unwrap_or('\0')
    }

    /// The character before `i`, or NUL at the start.
    pub(super) fn before(&self, i: usize) -> char {
        if i == 0 { '\0' } else { self.ch(i - 1) }
    }

    fn rest(&self, i: usize) -> &str {
        self.at.get(i).map_or("", |&at| &self.text[at..])
    }

    /// The end of `literal` if it stands at `i`; for scripts without word borders.
    pub(super) fn lit(&self, i: usize, literal: &str) -> Option<usize> {
        begins(self.rest(i), literal).then(|| i + literal.chars().count())
    }

    /// The value and end of the longest entry of `table` that stands at `i`.
    pub(super) fn longest<T: Copy>(&self, i: usize, table: &[(&str, T)]) -> Option<(T, usize)> {
        let rest = self.rest(i);
        let hit = table
            .iter()
            .filter(|(name, _)| begins(rest, name))
            .max_by_key(|(name, _)| name.len())?;
        Some((hit.1, i + hit.0.chars().count()))
    }

    /// The ends of those of `literals` that stand at `i`.
    pub(super) fn any(&self, i: usize, literals: &[&str]) -> Option<usize> {
        literals
            .iter()
            .filter_map(|literal| self.lit(i, literal))
            .max()
    }

    /// First position at or after `i` that is no space.
    pub(super) fn skip(&self, mut i: usize) -> usize {
        while self.ch(i) == ' ' {
            i += 1;
        }
        i
    }

    /// The word that starts at `i`, without a possessive "'s"; `None` inside a word.
    pub(super) fn word(&self, i: usize) -> Option<(&str, usize)> {
        let (word, end) = self.full_word(i)?;
        Some(without_possessive(word, end))
    }

    /// Whether the first two letters of a phrase stand at `i`. Of most phrases they do not, and to look is faster
    /// than to find the whole word.
    fn may_begin(&self, i: usize, phrase: &str) -> bool {
        let same = |at: usize| match phrase.as_bytes().get(at) {
            None | Some(b' ') => true,
            Some(byte) => self.ch(i + at) == char::from(*byte),
        };
        !phrase.is_empty() && same(0) && same(1)
    }

    /// The run of letters (with inner apostrophes) that starts at `i`, unless `i` is inside one.
    fn full_word(&self, i: usize) -> Option<(&str, usize)> {
        if !self.ch(i).is_ascii_alphabetic() || self.before(i).is_ascii_alphabetic() {
            return None;
        }
        let mut end = i;
        while self.ch(end).is_ascii_alphabetic()
            || (self.ch(end) == '\'' && self.ch(end + 1).is_ascii_alphabetic())
        {
            end += 1;
        }
        Some((&self.text[self.at[i]..self.at[end]], end))
    }

    /// The end of an English phrase at `i`: whole words, any spaces or one hyphen between them.
    pub(super) fn phrase(&self, i: usize, phrase: &str) -> Option<usize> {
        if !self.may_begin(i, phrase) {
            return None;
        }
        let mut end = i;
        for (nth, part) in phrase.split(' ').enumerate() {
            if nth > 0 {
                // "presidents' day": the apostrophe ends the word.
                let after = if self.ch(end) == '\'' { end + 1 } else { end };
                let gap = self.gap(after);
                if gap == after {
                    return None;
                }
                end = gap;
            }
            let (full, full_end) = self.full_word(end)?;
            let (word, word_end) = without_possessive(full, full_end);
            end = match part {
                _ if part == full => full_end,
                _ if part == word => word_end,
                _ => return None,
            };
        }
        Some(end)
    }

    /// The longest of `phrases` at `i`.
    pub(super) fn phrases(&self, i: usize, phrases: &[&str]) -> Option<usize> {
        if !self.ch(i).is_ascii_alphabetic() {
            return None;
        }
        phrases
            .iter()
            .filter_map(|phrase| self.phrase(i, phrase))
            .max()
    }

    /// Past the spaces, or the one hyphen, between two English words.
    pub(super) fn gap(&self, i: usize) -> usize {
        let end = self.skip(i);
        if end == i && self.ch(i) == '-' {
            i + 1
        } else {
            end
        }
    }

    /// A run of at most `max` ASCII digits at `i`: value, how many, end. `None` when the run is longer.
    pub(super) fn digits(&self, i: usize, max: usize) -> Option<(i64, usize, usize)> {
        let mut end = i;
        let mut value: i64 = 0;
        while let Some(digit) = self.ch(end).to_digit(10) {
            if end - i == max {
                return None;
            }
            value = value.checked_mul(10)?.checked_add(i64::from(digit))?;
            end += 1;
        }
        (end > i).then_some((value, end - i, end))
    }

    /// Whether a value may start at `i`: not inside a word, a number or a numeral.
    pub(super) fn starts_clean(&self, i: usize) -> bool {
        let (c, before) = (self.ch(i), self.before(i));
        if c.is_ascii_alphanumeric() && before.is_ascii_alphanumeric() {
            return false;
        }
        if c.is_ascii_digit()
            && i >= 2
            && ".,:/-".contains(before)
            && self.ch(i - 2).is_ascii_digit()
        {
            return false;
        }
        if c == '-' && before.is_ascii_alphanumeric() {
            return false;
        }
        !(numeral(c) && numeral(before)) || self.after_weekday(i)
    }

    /// Whether a value may end at `i`: not inside a word or a run of digits.
    pub(super) fn ends_clean(&self, i: usize) -> bool {
        let (c, before) = (self.ch(i), self.before(i));
        if c.is_ascii_alphanumeric() && before.is_ascii_alphanumeric() {
            return false;
        }
        !(before.is_ascii_digit() && ".,:".contains(c) && self.ch(i + 1).is_ascii_digit())
    }

    /// Whether the numeral before `i` closes a weekday ("周一|三点") or a lunar day ("初一|八点").
    fn after_weekday(&self, i: usize) -> bool {
        let weekday = "一二三四五六日天".contains(self.before(i));
        i >= 2 && weekday && ("周期拜初".contains(self.ch(i - 2)))
    }
}

/// A word and its end, less "'s".
fn without_possessive(word: &str, end: usize) -> (&str, usize) {
    word.strip_suffix("'s")
        .map_or((word, end), |word| (word, end - 2))
}

/// Whether `text` begins with `literal`. Most do not, and the first byte and the last of the first Chinese character
/// tell: two looks instead of a call of memcmp, which was two thirds of the time of [`super::tag`].
fn begins(text: &str, literal: &str) -> bool {
    let (text, literal) = (text.as_bytes(), literal.as_bytes());
    let same = |at: usize| {
        literal
            .get(at)
            .is_none_or(|byte| text.get(at) == Some(byte))
    };
    same(0) && same(2) && text.starts_with(literal)
}

/// Whether a character can be part of a Chinese numeral or a run of digits.
pub(super) fn numeral(c: char) -> bool {
    c.is_ascii_digit()
        || "零〇一二两三四五六七八九十百千万亿幺廿卅壹贰叁肆伍陆柒捌玖拾佰仟".contains(c)
}

/// Width, case and the traditional characters that values are written with.
fn fold(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(c) - 0xfee0).map_or(c, |ascii| ascii.to_ascii_lowercase())
        }
        _ if c.is_ascii() => {
            if c.is_ascii_whitespace() {
                ' '
            } else {
                c.to_ascii_lowercase()
            }
        }
        '\u{3000}' | '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
        '’' | '‘' => '\'',
        '−' | '–' | '—' | '‐' | '‑' => '-',
        '〜' => '~',
        '、' => ',',
        '○' | '◯' => '〇',
        _ => crate::fold::simplified(c),
    }
}
