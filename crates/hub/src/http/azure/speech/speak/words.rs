//! Words of a sentence, and how long each should last beside the others.

use std::ops::Range;

use ling_base::Lang;
use ling_text::pronounce::speech_runs;
use ling_understand::analyse;

/// A word, or a mark between words.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word {
    /// Where it stands, in bytes.
    pub(super) range: Range<usize>,
    pub(super) is_mark: bool,
    /// How long each of its spoken parts should last, beside the others.
    pub(super) parts: Vec<f64>,
}

/// A syllable lasts as long as so many letters.
const SYLLABLE: f64 = 3.0;

/// The words and marks of a sentence.
pub(super) fn words(sentence: &str, lang: Lang) -> Vec<Word> {
    let mut found = Vec::new();
    for range in analyse::words(sentence) {
        let text = &sentence[range.clone()];
        if text.trim().is_empty() {
            continue;
        }
        let is_mark = !text.chars().any(char::is_alphanumeric);
        let parts = if is_mark {
            Vec::new()
        } else {
            parts(text, lang)
        };
        found.push(Word {
            range,
            is_mark,
            parts,
        });
    }
    found
}

/// How long the parts of a text should last that are said one by one.
pub(super) fn parts(text: &str, lang: Lang) -> Vec<f64> {
    let mut parts = Vec::new();
    for run in speech_runs(text, lang) {
        match run.lang {
            Lang::Zh => parts.extend(run.pinyin.split_whitespace().map(|_| SYLLABLE)),
            Lang::En => {
                let words = run.text.split(|c: char| c.is_whitespace() || c == '-');
                let words = words.filter(|word| word.chars().any(char::is_alphanumeric));
                parts.extend(words.map(|word| word.chars().count() as f64 + 1.0));
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sentence: &str, lang: Lang, expect: &[(&str, usize)]) {
        let words = words(sentence, lang);
        let found: Vec<(&str, usize)> = words
            .iter()
            .map(|word| (&sentence[word.range.clone()], word.parts.len()))
            .collect();
        assert_eq!(found, expect, "{sentence}");
    }

    #[test]
    fn cut() {
        check(
            "Turn on the light, please.",
            Lang::En,
            &[
                ("Turn", 1),
                ("on", 1),
                ("the", 1),
                ("light", 1),
                (",", 0),
                ("please", 1),
                (".", 0),
            ],
        );
        check(
            "打开客厅的灯。",
            Lang::Zh,
            &[("打开", 2), ("客厅", 2), ("的", 1), ("灯", 1), ("。", 0)],
        );
        check(
            "播放 Yesterday，好吗？",
            Lang::Zh,
            &[
                ("播放", 2),
                ("Yesterday", 1),
                ("，", 0),
                ("好", 1),
                ("吗", 1),
                ("？", 0),
            ],
        );
        check(
            "It's 25 degrees.",
            Lang::En,
            &[("It's", 1), ("25", 2), ("degrees", 1), (".", 0)],
        );
        check("", Lang::En, &[]);
    }
}
