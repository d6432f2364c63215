//! A text as the matcher sees it: folded symbols, where words begin and end, and the way back.

use std::ops::Range;

use ling_base::Span;
use ling_text::fold::{fold, is_picture};

/// Between two words of an alphabet.
pub(crate) const SPACE: char = ' ';

/// A text in symbols. Spaces beside Chinese characters and all punctuation are gone; one [`SPACE`]
/// stands between words of an alphabet.
#[derive(Debug, Default)]
pub(crate) struct Heard<'a> {
    /// The text as it came.
    pub text: &'a str,
    /// The symbols.
    pub syms: Vec<char>,
    /// For each symbol, the index of its Unicode scalar in `text`.
    pub origin: Vec<usize>,
    /// For each position (one more than symbols): whether a word may begin or end there.
    pub edge: Vec<bool>,
    /// For each position: whether a comma or the like stood there.
    pub comma: Vec<bool>,
    /// Byte offsets of the scalars of `text`, and its length.
    bytes: Vec<usize>,
}

/// What stood between two symbols.
#[derive(Clone, Copy, Default)]
struct Gap {
    origin: usize,
    wide: bool,
    apostrophe: bool,
    comma: bool,
}

impl<'a> Heard<'a> {
    /// Folds `text` into symbols.
    pub fn new(text: &'a str) -> Heard<'a> {
        let folded = fold(text);
        let mut heard = Heard {
            text,
            bytes: text
                .char_indices()
                .map(|(at, _)| at)
                .chain([text.len()])
                .collect(),
            ..Heard::default()
        };
        let mut gap = Gap::default();
        for (at, &c) in folded.chars.iter().enumerate() {
            let origin = folded.origin[at] as usize;
            if is_symbol(&folded.chars, at) {
                heard.push(c, origin, gap);
                gap = Gap::default();
            } else if c == '\'' && !gap.wide {
                gap.apostrophe = true;
            } else {
                gap.origin = origin;
                gap.wide = true;
                gap.comma |= is_comma(c);
            }
        }
        heard.edge.push(true);
        heard.comma.push(gap.comma);
        heard
    }

    fn push(&mut self, c: char, origin: usize, gap: Gap) {
        let before = self.syms.last().copied();
        let apart = before.is_none_or(|before| gap.wide || gap.apostrophe || is_border(before, c));
        if gap.wide && before.is_some_and(|before| is_letter(before) && is_letter(c)) {
            self.syms.push(SPACE);
            self.origin.push(gap.origin);
            self.edge.push(true);
            self.comma.push(gap.comma);
        }
        self.edge.push(apart);
        self.comma.push(gap.comma);
        self.syms.push(c);
        self.origin.push(origin);
    }

    /// How many symbols there are.
    pub fn len(&self) -> usize {
        self.syms.len()
    }

    /// Whether it mixes Chinese characters with an alphabet.
    pub fn is_mixed(&self) -> bool {
        self.syms.iter().any(|&c| is_wide(c)) && self.syms.iter().any(char::is_ascii_alphabetic)
    }

    /// The scalars of `text` that the symbols of `range` came from.
    pub fn span(&self, range: &Range<usize>) -> Span {
        match self.origin.get(range.clone()) {
            Some([first, .., last]) => Span {
                start: *first,
                end: last + 1,
            },
            Some([only]) => Span {
                start: *only,
                end: only + 1,
            },
            _ => Span { start: 0, end: 0 },
        }
    }

    /// The original words of a span.
    pub fn words(&self, span: Span) -> &'a str {
        let byte = |at: usize| self.bytes.get(at).copied().unwrap_or(self.text.len());
        &self.text[byte(span.start)..byte(span.end)]
    }

    /// The symbols that came from a span, where the span begins and ends between words.
    pub fn range(&self, span: Span) -> Option<Range<usize>> {
        let mut start = self.origin.partition_point(|&at| at < span.start);
        let mut end = self.origin.partition_point(|&at| at < span.end);
        start += usize::from(self.syms.get(start) == Some(&SPACE));
        end -= usize::from(end > 0 && self.syms[end - 1] == SPACE);
        (start < end && self.edge[start] && self.edge[end]).then_some(start..end)
    }

    /// The position after a space that may stand at `at`.
    pub fn past_space(&self, at: usize) -> usize {
        at + usize::from(self.syms.get(at) == Some(&SPACE))
    }

    /// Whether `words` stand at `at` as whole words; the position after them.
    pub fn after_words(&self, at: usize, words: &[char]) -> Option<usize> {
        let end = at + words.len();
        (self.edge[at] && self.syms.get(at..end)? == words && self.edge[end]).then_some(end)
    }
}

/// The symbols of words that the program knows, spaces kept inside.
pub(crate) fn symbols(text: &str) -> Vec<char> {
    Heard::new(text).syms
}

/// Whether a folded character is a symbol: letters, digits and the marks that change a meaning.
pub(crate) fn is_symbol(chars: &[char], at: usize) -> bool {
    let near = |at: usize| chars.get(at).copied().unwrap_or(SPACE);
    let (before, after) = (near(at.wrapping_sub(1)), near(at + 1));
    match chars[at] {
        '%' | '°' | '$' | '€' | '£' | '¥' | '+' | '=' | '×' | '÷' | '&' | '#' | '@' => true,
        '.' | ':' | '/' => before.is_ascii_digit() && after.is_ascii_digit(),
        '-' => after.is_ascii_digit() && !before.is_alphanumeric(),
        c => c.is_alphanumeric() || is_picture(c),
    }
}

fn is_comma(c: char) -> bool {
    matches!(c, ',' | '、' | ';' | '。' | '.' | '!' | '?' | '/' | '\n')
}

/// A letter or digit of a script that puts spaces between words; `&` is one too, so that M&M stays whole.
pub(crate) fn is_letter(c: char) -> bool {
    (c.is_alphanumeric() && !is_wide(c)) || c == '&'
}

/// A character that is a word of its own as far as spaces go: Chinese, kana, fullwidth marks.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether a word may end between two symbols that touch.
pub(crate) fn is_border(before: char, after: char) -> bool {
    !(is_letter(before) && is_letter(after)) || before.is_ascii_digit() != after.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let heard = Heard::new(text);
        let mut shown = String::new();
        for (at, &c) in heard.syms.iter().enumerate() {
            if at > 0 && heard.edge[at] && c != SPACE && heard.syms[at - 1] != SPACE {
                shown.push('|');
            }
            shown.push(c);
        }
        assert_eq!(shown, expect, "text: {text}");
        assert_eq!(heard.edge.len(), heard.len() + 1);
        assert_eq!(heard.comma.len(), heard.len() + 1);
    }

    #[test]
    fn symbols_and_edges() {
        check("Turn ON, the light.", "turn on the light");
        check("TV18 B2", "tv|18 b|2");
        check("打開  客廳 的燈！", "打|开|客|厅|的|灯");
        check("把 alarm 设到 7:30", "把|alarm|设|到|7|:|30");
        check("What's up", "what|s up");
        check("set 10min at -5 °", "set 10|min at|-|5|°");
        check("play Taylor Swift 的歌", "play taylor swift|的|歌");
        check("", "");
    }

    #[test]
    fn spans_lead_back() {
        let heard = Heard::new("打開 Ｔａｙｌｏｒ  Swift 的歌");
        let range = heard.range(Span { start: 3, end: 17 }).unwrap();
        assert_eq!(heard.words(heard.span(&range)), "Ｔａｙｌｏｒ  Swift");
        assert_eq!(heard.range(Span { start: 4, end: 9 }), None);
    }
}
