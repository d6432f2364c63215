//! English numbers: two hundred and five, 4 thousand 3 hundred and 21, six point nought two, five dozens.

use super::{Num, Subtype, Use, digits, en_parts};
use crate::values::recognize::{Culture, source::Source};

/// More words than this make no number anyone says.
const WORDS_MAX: usize = 20;

/// Names of twelve.
const DOZENS: &[&str] = &["dozen", "dozens", "dz", "dzs", "doz", "dozs"];

/// What a word of a number is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    /// "a", "an".
    Article,
    /// Below ten.
    One(f64),
    Teen(f64),
    Tens(f64),
    /// "hundred" and all that is larger.
    Scale(f64),
    /// A number in digits.
    Digits(f64),
}

impl Kind {
    fn small(self) -> Option<f64> {
        match self {
            Kind::Article => Some(1.0),
            Kind::One(v) | Kind::Teen(v) | Kind::Tens(v) | Kind::Digits(v) => Some(v),
            Kind::Scale(_) => None,
        }
    }
}

/// A word of a number and how it is joined to the one before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tok {
    pub(crate) kind: Kind,
    pub(crate) end: usize,
    pub(crate) hyphen: bool,
    pub(crate) and: bool,
}

/// A whole number in words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cardinal {
    pub(crate) value: f64,
    /// How many words it takes.
    pub(crate) n_words: usize,
    /// The last scale in it, or 1.
    pub(crate) scale: f64,
    /// What stands after that scale.
    pub(crate) rest: f64,
}

/// The number that starts at `i`.
pub(crate) fn at(source: &Source, i: usize, usage: Use) -> Option<Num> {
    if let Some(end) = source.phrases(i, &["minus", "negative"]) {
        let from = source.skip(end);
        let num = (from > end).then(|| unsigned(source, from, usage))??;
        return Some(Num {
            start: i,
            value: -num.value,
            ..num
        });
    }
    let num = unsigned(source, i, usage)?;
    let pronoun = usage == Use::Alone
        && source.lit(i, "one") == Some(num.end)
        && ["the", "this", "that", "which"]
            .iter()
            .any(|word| preceded(source, i, word));
    (!pronoun).then_some(num)
}

/// Whether the word before `i` is `word`.
pub(crate) fn preceded(source: &Source, i: usize, word: &str) -> bool {
    let mut back = i;
    while back > 0 && i - back < 8 && source.before(back) == ' ' {
        back -= 1;
    }
    let n = word.len();
    back < i && back >= n && source.phrase(back - n, word) == Some(back)
}

fn unsigned(source: &Source, i: usize, usage: Use) -> Option<Num> {
    let plain = digits::at(source, i, Culture::English, usage);
    if plain.is_none() && source.word(i).is_none() && !source.ch(i).is_ascii_digit() {
        return None;
    }
    let words = words(source, i);
    let longest = [
        plain,
        en_parts::special(source, i),
        en_parts::over(source, i, &words),
        en_parts::fraction(source, i, &words),
        spoken(source, i, &words),
    ];
    // Of equals the first stands.
    let longest = longest.into_iter().flatten().rev();
    longest.max_by_key(|num| num.end)
}

/// The words of a number from `i` on.
pub(crate) fn words(source: &Source, i: usize) -> Vec<Tok> {
    let mut found: Vec<Tok> = Vec::new();
    let mut p = i;
    while found.len() < WORDS_MAX {
        let (mut at, mut hyphen, mut and) = (p, false, false);
        if !found.is_empty() {
            at = source.skip(p);
            if source.ch(at) == '-' {
                (at, hyphen) = (source.skip(at + 1), true);
            }
            if let Some(end) = source.phrase(at, "and") {
                (at, and) = (source.skip(end), true);
            }
            if at == p {
                break;
            }
        }
        let Some((kind, end)) = word(source, at) else {
            break;
        };
        let before_scale = scale_follows(source, end);
        match kind {
            Kind::Digits(_) if hyphen || (found.is_empty() && !before_scale) => break,
            Kind::Scale(_) if hyphen || and => break,
            _ => {}
        }
        found.push(Tok {
            kind,
            end,
            hyphen,
            and,
        });
        // "a" goes on only to a scale; else it ends the number ("three and a" half).
        if kind == Kind::Article && !before_scale {
            break;
        }
        p = end;
    }
    found
}

fn scale_follows(source: &Source, end: usize) -> bool {
    let next = source.skip(end);
    let scaled = source
        .word(next)
        .is_some_and(|(word, _)| scale(word).is_some());
    scaled || source.phrases(next, DOZENS).is_some()
}

fn word(source: &Source, at: usize) -> Option<(Kind, usize)> {
    if source.ch(at).is_ascii_digit() {
        let bounded = source.starts(at) && !matches!(source.before(at), '.' | ',' | '-' | '/');
        let read = bounded.then(|| digits::bare(source, at, Culture::English))??;
        let joined = source.ch(read.end).is_ascii_alphanumeric()
            || (matches!(source.ch(read.end), '/' | '%' | ':')
                && source.ch(read.end + 1).is_ascii_digit());
        return (!joined).then_some((Kind::Digits(read.value), read.end));
    }
    let (word, end) = source.word(at)?;
    kind(word).map(|kind| (kind, end))
}

/// The word as a string, if it is short enough to be a number.
pub(crate) fn spelled(word: &[char]) -> Option<String> {
    (word.len() <= 14).then(|| word.iter().collect())
}

fn kind(word: &[char]) -> Option<Kind> {
    if let Some(scale) = scale(word) {
        return Some(Kind::Scale(scale));
    }
    let text = spelled(word)?;
    Some(match text.as_str() {
        "a" | "an" => Kind::Article,
        "zero" | "nought" | "naught" => Kind::One(0.0),
        "one" => Kind::One(1.0),
        "two" => Kind::One(2.0),
        "three" => Kind::One(3.0),
        "four" => Kind::One(4.0),
        "five" => Kind::One(5.0),
        "six" => Kind::One(6.0),
        "seven" => Kind::One(7.0),
        "eight" => Kind::One(8.0),
        "nine" => Kind::One(9.0),
        "ten" => Kind::Teen(10.0),
        "eleven" => Kind::Teen(11.0),
        "twelve" => Kind::Teen(12.0),
        "thirteen" => Kind::Teen(13.0),
        "fourteen" => Kind::Teen(14.0),
        "fifteen" => Kind::Teen(15.0),
        "sixteen" => Kind::Teen(16.0),
        "seventeen" => Kind::Teen(17.0),
        "eighteen" => Kind::Teen(18.0),
        "nineteen" => Kind::Teen(19.0),
        "twenty" => Kind::Tens(20.0),
        "thirty" => Kind::Tens(30.0),
        "forty" | "fourty" => Kind::Tens(40.0),
        "fifty" => Kind::Tens(50.0),
        "sixty" => Kind::Tens(60.0),
        "seventy" => Kind::Tens(70.0),
        "eighty" => Kind::Tens(80.0),
        "ninety" => Kind::Tens(90.0),
        _ => return None,
    })
}

/// The value of "hundred", "million", "lakh", "bln".
pub(crate) fn scale(word: &[char]) -> Option<f64> {
    if !matches!(word.first(), Some('h' | 't' | 'm' | 'b' | 'l' | 'c')) {
        return None;
    }
    Some(match spelled(word)?.as_str() {
        "hundred" => 1e2,
        "thousand" => 1e3,
        "lakh" => 1e5,
        "million" | "mln" => 1e6,
        "crore" => 1e7,
        "billion" | "bln" => 1e9,
        "trillion" | "tln" => 1e12,
        _ => return None,
    })
}

/// The whole number that `words` begin with.
pub(crate) fn cardinal(words: &[Tok]) -> Option<Cardinal> {
    let (mut total, mut section, mut large) = (0.0_f64, 0.0_f64, f64::INFINITY);
    let (mut used, mut scale, mut rest) = (0, 1.0, 0.0);
    while let Some((small, mut n)) = small(&words[used..], used == 0) {
        let scales: Vec<f64> = words[used + n..]
            .iter()
            .map_while(|tok| match tok.kind {
                Kind::Scale(scale) if !tok.hyphen => Some(scale),
                _ => None,
            })
            .collect();
        if used > 0 && (small <= 0.0 || small.fract() != 0.0) {
            break;
        }
        n += scales.len();
        let hundred = scales.first() == Some(&100.0);
        let thousands: f64 = scales.iter().skip(usize::from(hundred)).product();
        let grown = thousands > 1.0;
        let room = if section > 0.0 {
            100.0
        } else {
            large.min(1e300)
        };
        let value = if hundred { small * 100.0 } else { small };
        let fits = used == 0 || (value < room && (!grown || thousands < large));
        let last_is_scale = used == 0 || matches!(words[used - 1].kind, Kind::Scale(_));
        if !fits || !last_is_scale {
            break;
        }
        section += value;
        if grown {
            total += section * thousands;
            (section, large) = (0.0, thousands);
        }
        if let Some(last) = scales.last() {
            scale = *last;
            rest = 0.0;
        } else {
            rest = small;
        }
        used += n;
        if scales.is_empty() {
            break;
        }
    }
    (used > 0).then_some(Cardinal {
        value: total + section,
        n_words: used,
        scale,
        rest,
    })
}

/// A number below a hundred (or in digits) and how many words it takes; an article only before a scale.
fn small(words: &[Tok], first: bool) -> Option<(f64, usize)> {
    let scale_at = |n: usize| matches!(words.get(n).map(|tok| tok.kind), Some(Kind::Scale(_)));
    let head = words.first()?;
    match head.kind {
        Kind::Tens(tens) => match words.get(1).map(|tok| tok.kind) {
            Some(Kind::One(one)) if one > 0.0 => Some((tens + one, 2)),
            _ => Some((tens, 1)),
        },
        Kind::Article => scale_at(1).then_some((1.0, 1)),
        Kind::Digits(value) => (!first || scale_at(1) || words.len() == 1).then_some((value, 1)),
        Kind::Scale(_) if first => scale_at(1).then_some((1.0, 0)),
        Kind::Scale(_) => None,
        other => other.small().map(|value| (value, 1)),
    }
}

/// A number in words: whole, with decimals, or counted in dozens.
fn spoken(source: &Source, i: usize, words: &[Tok]) -> Option<Num> {
    let whole = cardinal(words)?;
    let end = words[whole.n_words - 1].end;
    let num = |value: f64, end, subtype| Num {
        start: i,
        end,
        value,
        subtype,
    };
    if let Some((value, end)) = point(source, whole.value, end) {
        return Some(num(value, end, Subtype::Decimal));
    }
    let next = source.skip(end);
    let dozens = source.phrases(next, DOZENS);
    if let Some(end) = dozens.filter(|_| next > end) {
        let counted = if whole.rest > 0.0 {
            whole.rest
        } else {
            whole.value
        };
        return Some(num(whole.value + counted * 11.0, end, Subtype::Integer));
    }
    let subtype = if whole.value.fract() == 0.0 {
        Subtype::Integer
    } else {
        Subtype::Decimal
    };
    Some(num(whole.value, end, subtype))
}

/// "point zero three", "point seventy-one", "point five million".
fn point(source: &Source, whole: f64, end: usize) -> Option<(f64, usize)> {
    let at = source.skip(end);
    let after = source.phrase(at, "point").filter(|_| at > end)?;
    let words = words(source, source.skip(after));
    let ones = words
        .iter()
        .take_while(|tok| matches!(tok.kind, Kind::One(_)) && !tok.and && !tok.hyphen);
    let n = ones.count();
    let (digits, n) = if n > 0 {
        let ones = words[..n].iter().filter_map(|tok| tok.kind.small());
        (ones.map(|one| one.to_string()).collect::<String>(), n)
    } else {
        let (value, n) = small(&words, true).filter(|(value, _)| *value >= 10.0)?;
        (value.to_string(), n)
    };
    let mut value: f64 = format!("{whole}.{digits}").parse().ok()?;
    let mut last = n;
    while let Some(Kind::Scale(scale)) = words.get(last).map(|tok| tok.kind) {
        value *= scale;
        last += 1;
    }
    Some((value, words[last - 1].end))
}
