//! Chinese and English text as words with their parts of speech, where the engines need them.

use super::tables;
use std::{ops::Range, sync::OnceLock};

use jieba_rs::Jieba;

/// A word of a text.
#[derive(Clone, Debug)]
pub(super) struct Word<'a> {
    /// Where it stands, in bytes.
    pub(super) range: Range<usize>,
    pub(super) text: &'a str,
    /// The part of speech as jieba calls it: `n`, `nr`, `v`, `a` ...; `eng` for Latin letters.
    pub(super) tag: &'a str,
}

/// The dictionary, unpacked at the first Chinese text.
fn jieba() -> &'static Jieba {
    static JIEBA: OnceLock<Jieba> = OnceLock::new();
    JIEBA.get_or_init(Jieba::new)
}

/// The words of Chinese text, mixed or not.
pub(super) fn chinese(text: &str) -> Vec<Word<'_>> {
    let mut at = 0;
    let tagged = jieba().tag(text, true);
    let words = tagged.into_iter().map(|tag| {
        let range = at..at + tag.word.len();
        at = range.end;
        let text = &text[range.clone()];
        Word {
            range,
            text,
            tag: tag_of(text).unwrap_or(tag.tag),
        }
    });
    words.collect()
}

/// The words of any text and what stands between them.
pub(super) fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let trimmed = word.trim_end();
        let is_latin = trimmed.is_ascii() || !trimmed.chars().any(ling_text::fold::is_han);
        match is_latin {
            true => found.extend(latin(trimmed).map(|range| at + range.start..at + range.end)),
            false => {
                let words = chinese(trimmed).into_iter().map(|word| word.range);
                found.extend(words.map(|range| at + range.start..at + range.end));
            }
        }
        at += word.len();
    }
    found
}

/// A word without blanks, and the marks around it.
fn latin(word: &str) -> impl Iterator<Item = Range<usize>> {
    let start = word.find(char::is_alphanumeric).unwrap_or(word.len());
    let last = word.char_indices().rfind(|(_, c)| c.is_alphanumeric());
    let end = last.map_or(start, |(at, c)| at + c.len_utf8());
    let marks = move |range: Range<usize>| {
        let signs = word[range.clone()].char_indices();
        signs.map(move |(at, c)| range.start + at..range.start + at + c.len_utf8())
    };
    let inside = (start < end).then_some(start..end);
    marks(0..start).chain(inside).chain(marks(end..word.len()))
}

/// Names that the dictionary files under something else.
fn tag_of(word: &str) -> Option<&'static str> {
    let tags = ["nt", "ns", "v"];
    tags.into_iter()
        .find(|tag| tables::list(tag).contains(&word))
}

/// The words of English text: letters, digits, apostrophes and hyphens inside.
pub(super) fn english(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut start = None;
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    for (n, &(at, c)) in chars.iter().enumerate() {
        let next = chars.get(n + 1).map_or(' ', |(_, c)| *c);
        let is_inner =
            matches!(c, '\'' | '’' | '-' | '&' | '.') && next.is_alphanumeric() && start.is_some();
        let is_dot = c == '.'
            && !next.is_ascii_digit()
            && !(next.is_uppercase() && is_initial(text, start, at));
        match (c.is_alphanumeric() || (is_inner && !is_dot), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(word(text, from..at));
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| word(text, from..text.len())));
    words
}

/// U.S., J.K.: the word so far is one letter.
fn is_initial(text: &str, start: Option<usize>, at: usize) -> bool {
    let last = start
        .map_or("", |from| &text[from..at])
        .rsplit('.')
        .next()
        .unwrap_or_default();
    last.chars().count() == 1
}

fn word(text: &str, range: Range<usize>) -> Word<'_> {
    Word {
        text: &text[range.clone()],
        range,
        tag: "eng",
    }
}
