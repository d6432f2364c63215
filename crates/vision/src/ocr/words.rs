//! Words of a line, and where they lie in it.

use super::{
    Line, Word,
    recognise::{Letter, Reading},
};
use crate::geometry::{Homography, Point, Quad};

/// The line as it was read in `quad`.
pub(super) fn line(quad: Quad, reading: &Reading) -> Line {
    let letters = &reading.letters;
    let words = spans(letters).into_iter().map(|(first, last)| {
        let part = &letters[first..=last];
        let sum: f32 = part.iter().map(|letter| letter.confidence).sum();
        Word {
            text: part.iter().map(|letter| &*letter.text).collect(),
            quad: between(&quad, border(letters, first), border(letters, last + 1)),
            confidence: sum / part.len() as f32,
        }
    });
    let text: String = letters.iter().map(|letter| &*letter.text).collect();
    Line {
        words: words.collect(),
        text: text.trim().to_owned(),
        quad,
        confidence: reading.confidence,
    }
}

/// The first and the last letter of each word.
fn spans(letters: &[Letter]) -> Vec<(usize, usize)> {
    let mut words: Vec<(usize, usize)> = Vec::new();
    let mut joins = false;
    for (idx, letter) in letters.iter().enumerate() {
        let kind = Kind::of(&letter.text);
        match words.last_mut() {
            Some(word) if joins && kind == Kind::Joined => word.1 = idx,
            _ if kind == Kind::Space => {}
            _ => words.push((idx, idx)),
        }
        joins = kind == Kind::Joined;
    }
    words
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Space,
    /// Joins its neighbours to a word.
    Joined,
    /// A word of its own.
    Alone,
}

impl Kind {
    fn of(text: &str) -> Kind {
        match text.chars().next() {
            None => Kind::Space,
            Some(c) if c.is_whitespace() => Kind::Space,
            Some(c) if is_alone(c) => Kind::Alone,
            Some(_) => Kind::Joined,
        }
    }
}

/// Chinese, Japanese, and the marks that are as wide.
fn is_alone(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

/// Where the space between letter `idx` and the one before it is, as a share of the line.
fn border(letters: &[Letter], idx: usize) -> f32 {
    let at = |idx: usize| letters[idx].at;
    let n = letters.len();
    if idx == 0 {
        let half = if n > 1 { (at(1) - at(0)) / 2.0 } else { at(0) };
        return (at(0) - half).max(0.0);
    }
    if idx == n {
        let half = if n > 1 {
            (at(n - 1) - at(n - 2)) / 2.0
        } else {
            1.0 - at(0)
        };
        return (at(n - 1) + half).min(1.0);
    }
    (at(idx - 1) + at(idx)) / 2.0
}

/// The part of a line between two shares of it.
fn between(quad: &Quad, left: f32, right: f32) -> Quad {
    let way = Homography::onto(quad);
    let at = |u: f32, v: f64| -> Point { way.at(f64::from(u), v) };
    Quad([at(left, 0.0), at(right, 0.0), at(right, 1.0), at(left, 1.0)])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words and from where to where they reach, on a line 100 wide whose letters lie evenly.
    #[track_caller]
    fn check(text: &str, expect: &[(&str, f32, f32)]) {
        let n = text.chars().count() as f32;
        let letters = text.chars().enumerate().map(|(idx, c)| Letter {
            text: c.to_string(),
            at: (idx as f32 + 0.5) / n,
            confidence: 0.8,
        });
        let reading = Reading {
            letters: letters.collect(),
            confidence: 0.8,
        };
        let line = line(Quad::upright(0.0, 0.0, 100.0, 20.0), &reading);
        let got: Vec<_> = line
            .words
            .iter()
            .map(|word| {
                let [left, _, right, _] = word.quad.around();
                (&*word.text, left.round(), right.round())
            })
            .collect();
        assert_eq!(got, expect);
        assert_eq!(line.text, text.trim());
    }

    #[test]
    fn words_and_their_places() {
        check("", &[]);
        check("a", &[("a", 0.0, 100.0)]);
        check("one two", &[("one", 0.0, 43.0), ("two", 57.0, 100.0)]);
        check("牛奶", &[("牛", 0.0, 50.0), ("奶", 50.0, 100.0)]);
        check(
            "A4纸 x2",
            &[("A4", 0.0, 33.0), ("纸", 33.0, 50.0), ("x2", 67.0, 100.0)],
        );
        check(" a ", &[("a", 33.0, 67.0)]);
    }
}
