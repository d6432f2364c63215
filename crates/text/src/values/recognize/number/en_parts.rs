//! Parts of a whole in English: five ninths, six and a sixth, a half, two over seven, two out of five.

use super::{
    Num, Subtype, digits,
    en::{self, Kind, Tok},
};
use crate::values::recognize::{Culture, source::Source};

/// The word that closes a fraction: "thirds", "hundredth", "half".
#[derive(Clone, Copy, Debug)]
struct Part {
    bottom: f64,
    plural: bool,
    end: usize,
    and: bool,
}

/// A number that a fixed phrase makes: "half a dozen", "half", "half a million".
pub(super) fn special(source: &Source, i: usize) -> Option<Num> {
    const DOZENS: &[(&str, f64)] = &[
        ("half a dozen", 6.0),
        ("half dozen", 6.0),
        ("a half dozen", 6.0),
        ("a dozen", 12.0),
    ];
    if !matches!(source.ch(i), 'h' | 'a' | 'q') {
        return None;
    }
    let num = |value: f64, end, subtype| Num {
        start: i,
        end,
        value,
        subtype,
    };
    let dozens = DOZENS
        .iter()
        .filter_map(|(phrase, value)| Some((source.phrase(i, phrase)?, *value)));
    if let Some((end, value)) = dozens.max_by_key(|(end, _)| *end) {
        return Some(num(value, end, Subtype::Integer));
    }
    let half = source.phrase(i, "half");
    let (part, end) = match half {
        Some(end) => (0.5, end),
        None => (0.25, source.phrase(i, "quarter")?),
    };
    let next = source.skip(end);
    let article = source.phrase(next, "a").map(|end| source.skip(end));
    for at in [Some(next), article].into_iter().flatten() {
        if let Some((scale, end)) = scale_at(source, at) {
            return Some(num(part * scale, end, Subtype::Fraction));
        }
    }
    half.map(|end| num(part, end, Subtype::Fraction))
}

fn scale_at(source: &Source, at: usize) -> Option<(f64, usize)> {
    let (word, end) = source.word(at)?;
    en::scale(word).map(|scale| (scale, end))
}

/// "five ninths", "two hundred fortieths", "six and a sixth", "five and a half million".
pub(super) fn fraction(source: &Source, i: usize, words: &[Tok]) -> Option<Num> {
    // The words may run on past the fraction ("one half and two"): the part closes the first run that has one.
    (1..=words.len()).rev().find_map(|n| {
        let part = part(source, words[n - 1].end)?;
        divided(source, i, &words[..n], part)
    })
}

/// The closing word after `end`.
fn part(source: &Source, end: usize) -> Option<Part> {
    let mut at = source.skip(end);
    if source.ch(at) == '-' {
        at = source.skip(at + 1);
    }
    let and = source.phrase(at, "and");
    at = and.map_or(at, |end| source.skip(end));
    let (word, word_end) = source.word(at).filter(|_| at > end)?;
    let text = en::spelled(word)?;
    let (bottom, plural) = match text.as_str() {
        "half" => (2.0, false),
        "halves" => (2.0, true),
        "quarter" => (4.0, false),
        "quarters" => (4.0, true),
        "second" | "seconds" | "first" => return None,
        "firsts" => (1.0, true),
        text => match ordinal(text) {
            Some(bottom) => (bottom, false),
            None => (ordinal(text.strip_suffix('s')?)?, true),
        },
    };
    Some(Part {
        bottom,
        plural,
        end: word_end,
        and: and.is_some(),
    })
}

/// The place that an ordinal names.
pub(crate) fn ordinal(text: &str) -> Option<f64> {
    Some(match text {
        "first" => 1.0,
        "second" => 2.0,
        "third" => 3.0,
        "fourth" => 4.0,
        "fifth" => 5.0,
        "sixth" => 6.0,
        "seventh" => 7.0,
        "eighth" => 8.0,
        "ninth" | "nineth" => 9.0,
        "tenth" => 10.0,
        "eleventh" => 11.0,
        "twelfth" | "twelveth" => 12.0,
        "thirteenth" => 13.0,
        "fourteenth" => 14.0,
        "fifteenth" => 15.0,
        "sixteenth" => 16.0,
        "seventeenth" => 17.0,
        "eighteenth" => 18.0,
        "nineteenth" => 19.0,
        "twentieth" => 20.0,
        "thirtieth" => 30.0,
        "fortieth" => 40.0,
        "fiftieth" => 50.0,
        "sixtieth" => 60.0,
        "seventieth" => 70.0,
        "eightieth" => 80.0,
        "ninetieth" => 90.0,
        "hundredth" => 1e2,
        "thousandth" => 1e3,
        "millionth" => 1e6,
        "billionth" => 1e9,
        "trillionth" => 1e12,
        _ => return None,
    })
}

/// How many of the words before the closing word belong below the line, and what they are worth.
fn below(words: &[Tok], part: Part) -> (usize, f64) {
    let n = words.len();
    let none = (0, 0.0);
    if n < 2 || part.bottom >= 100.0 {
        return none;
    }
    let last = words[n - 1];
    match last.kind {
        // "five forty thirds", but "thirty fifths".
        Kind::Tens(tens) if part.bottom < 10.0 && !last.and => (1, tens),
        // "two one hundred fifths".
        Kind::Scale(scale) if n > 2 && !words[n - 2].hyphen && !words[n - 2].and => {
            match words[n - 2].kind {
                Kind::One(one) => (2, one * scale),
                Kind::Article => (2, scale),
                _ => none,
            }
        }
        _ => none,
    }
}

fn divided(source: &Source, i: usize, words: &[Tok], part: Part) -> Option<Num> {
    let (n_below, low) = below(words, part);
    if part.and && n_below < 2 {
        return None;
    }
    let above = &words[..words.len() - n_below];
    let with_low = value(above, part.bottom + low, part.plural);
    let (value, whole_scale) = match with_low {
        Some(value) => value,
        None => value(words, part.bottom, part.plural)?,
    };
    let next = source.skip(part.end);
    let mut end = part.end;
    let mut sum = value.0 + value.1 * whole_scale;
    if let Some((scale, scale_end)) = scale_at(source, next).filter(|_| next > part.end) {
        end = scale_end;
        sum = if whole_scale > 1.0 || value.0 >= scale {
            value.0 + value.1 * scale
        } else {
            (value.0 + value.1) * scale
        };
    }
    Some(Num {
        start: i,
        end,
        value: sum,
        subtype: Subtype::Fraction,
    })
}

/// The whole and the part that `words` over `bottom` make, and the scale that "three million and a half" is meant in.
fn value(words: &[Tok], bottom: f64, plural: bool) -> Option<((f64, f64), f64)> {
    let top = |words: &[Tok]| {
        if let [only] = words
            && only.kind == Kind::Article
        {
            return Some(1.0);
        }
        let all = en::cardinal(words)?;
        let one = words.len() == 1 && words[0].kind == Kind::One(1.0);
        (all.n_words == words.len() && (plural || one)).then_some(all.value)
    };
    let whole_digits = words.iter().any(|tok| matches!(tok.kind, Kind::Digits(_)));
    if let Some(k) = words.iter().rposition(|tok| tok.and).filter(|&k| k > 0)
        && let Some(whole) = en::cardinal(&words[..k]).filter(|whole| whole.n_words == k)
        && let Some(top) = top(&words[k..])
        && top < bottom
    {
        let scale = if whole.scale >= 1e5 && whole.rest == 0.0 {
            whole.scale
        } else {
            1.0
        };
        return Some(((whole.value, top / bottom), scale));
    }
    if whole_digits {
        return None;
    }
    top(words).map(|top| ((0.0, top / bottom), 1.0))
}

/// "500 over 7", "two out of five hundred".
pub(super) fn over(source: &Source, i: usize, words: &[Tok]) -> Option<Num> {
    let (top, end) = side(source, i, words)?;
    let at = source.skip(end);
    let over = source.phrase(at, "over");
    let out = source.phrase(at, "out of");
    let from = over.or(out).filter(|_| at > end)?;
    let next = source.skip(from);
    let (bottom, end) = side(source, next, &en::words(source, next))?;
    let proper = over.is_some() || top < bottom;
    (proper && next > from && bottom != 0.0).then_some(Num {
        start: i,
        end,
        value: top / bottom,
        subtype: Subtype::Fraction,
    })
}

fn side(source: &Source, i: usize, words: &[Tok]) -> Option<(f64, usize)> {
    if let Some(whole) = en::cardinal(words) {
        return Some((whole.value, words[whole.n_words - 1].end));
    }
    let starts = source.ch(i).is_ascii_digit() && source.starts(i) && source.before(i) != '.';
    let read = starts.then(|| digits::bare(source, i, Culture::English))??;
    let ends = source.ends(read.end);
    (read.subtype == Subtype::Integer && ends).then_some((read.value, read.end))
}
