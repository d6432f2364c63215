//! Numbers in digits: `1,234.5`, `12,34,567`, `40 000`, `-2.5M`, `2.7x10^5`, `2 1/4`, `½`.

use super::{Num, Subtype, Use};
use crate::values::recognize::{
    Culture,
    source::{Source, wordy},
};

/// More digits than this are cut: no double holds them.
const DIGITS_MAX: usize = 400;

/// A number in digits as far as it was read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Read {
    pub(crate) value: f64,
    pub(crate) end: usize,
    pub(crate) subtype: Subtype,
}

impl Read {
    fn number(self, start: usize, sign: f64) -> Num {
        Num {
            start,
            end: self.end,
            value: sign * self.value,
            subtype: self.subtype,
        }
    }
}

/// The number in digits at `i`, with its sign.
pub(crate) fn at(source: &Source, i: usize, culture: Culture, usage: Use) -> Option<Num> {
    let c = source.ch(i);
    if c == '-' && minus(source, i) {
        return unsigned(source, source.skip(i + 1), culture, usage).map(|n| n.number(i, -1.0));
    }
    let begun = c.is_ascii_digit() || c == '.' || vulgar(c).is_some();
    let inside = match culture {
        Culture::Chinese => c.is_ascii_digit() && source.before(i).is_ascii_digit(),
        Culture::English => match usage {
            Use::Alone => c.is_ascii_digit() && wordy(source.before(i)),
            Use::Part => c.is_ascii_digit() && source.before(i).is_ascii_digit(),
        },
    };
    if !begun || inside {
        return None;
    }
    unsigned(source, i, culture, usage).map(|n| n.number(i, 1.0))
}

/// Whether the dash at `i` is a sign: not after a number or word ("5-3", "scp-173"), not doubled.
fn minus(source: &Source, i: usize) -> bool {
    let before = source.before(i);
    let mut back = i;
    while back > 0 && i - back < 8 && source.before(back).is_whitespace() {
        back -= 1;
    }
    !wordy(before) && before != '-' && before != ')' && !source.before(back).is_ascii_digit()
}

fn unsigned(source: &Source, i: usize, culture: Culture, usage: Use) -> Option<Read> {
    if let Some(value) = vulgar(source.ch(i)) {
        let subtype = Subtype::Fraction;
        return Some(Read {
            value,
            end: i + 1,
            subtype,
        });
    }
    let base = bare(source, i, culture)?;
    let longest = [
        fraction(source, i, base),
        power(source, base),
        scaled(source, base, usage),
    ];
    let read = longest.into_iter().flatten().max_by_key(|read| read.end);
    let read = read.unwrap_or(base);
    let letter = wordy(source.ch(read.end));
    let whole = culture == Culture::Chinese || usage == Use::Part || !letter;
    whole.then_some(read)
}

/// `7`, `1,234`, `3.14`, `.5`: the digits without what may follow.
pub(crate) fn bare(source: &Source, i: usize, culture: Culture) -> Option<Read> {
    let first = source.digits(i);
    if first == i {
        return (source.ch(i) == '.' && leading_point(source, i))
            .then(|| decimals(source, i, i, Subtype::Decimal))?;
    }
    let shapes = match culture {
        Culture::Chinese => [grouped(source, i, first, ',', '.'), None, None, None],
        Culture::English => [
            grouped(source, i, first, ',', '.'),
            grouped(source, i, first, '.', ','),
            grouped(source, i, first, ' ', '.'),
            comma_decimals(source, i, first),
        ],
    };
    let longest = shapes.into_iter().flatten().max_by_key(|read| read.end);
    longest
        .or_else(|| decimals(source, i, first, Subtype::Decimal))
        .or_else(|| made(source, i, first, first, Subtype::Integer))
}

/// `.5` stands at the start of a word, and no number precedes it.
fn leading_point(source: &Source, i: usize) -> bool {
    let before = source.before(i);
    !before.is_ascii_digit() && before != '.' && !wordy(before)
}

/// The digits of `i..whole`, a point, and digits; not a version such as `1.2.3`.
fn decimals(source: &Source, i: usize, whole: usize, subtype: Subtype) -> Option<Read> {
    let end = source.digits(whole + 1);
    let dotted = source.ch(end) == '.' && source.ch(end + 1).is_ascii_digit();
    let inner = i > 1 && source.before(i) == '.' && source.ch(i - 2).is_ascii_digit();
    let point = source.ch(whole) == '.' && end > whole + 1;
    (point && !dotted && !inner)
        .then(|| made(source, i, whole, end, subtype))
        .flatten()
}

/// `7,654,321.8`, `12,34,567`, `1.111,11`, `40 000`.
fn grouped(source: &Source, i: usize, first: usize, mark: char, point: char) -> Option<Read> {
    let group = |at: usize| {
        let same = match mark {
            ' ' => matches!(source.ch(at), ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}'),
            mark => source.ch(at) == mark && width_fits(source, at),
        };
        (same && source.digits(at + 1) > at + 1).then(|| source.digits(at + 1))
    };
    let inner = i > 1 && ",.".contains(source.before(i)) && source.ch(i - 2).is_ascii_digit();
    if first - i > 3 || inner {
        return None;
    }
    let (mut end, mut width) = (first, 0);
    while let Some(next) = group(end) {
        let n = next - end - 1;
        if n == 3 && (width == 0 || width == 3 || first - i < 3) {
            let indian = width == 2;
            (end, width) = (next, 3);
            if indian {
                break;
            }
        } else if n == 2 && mark == ',' && width != 3 && first - i < 3 && closes(source, next) {
            (end, width) = (next, 2);
        } else {
            break;
        }
    }
    if width != 3 || (mark != ' ' && group(end).is_some()) {
        return None;
    }
    let tail = source.digits(end + 1);
    let fraction = source.ch(end) == point && tail > end + 1;
    match (fraction, mark) {
        (true, _) => made(source, i, end, tail, Subtype::Decimal),
        (false, '.') => None,
        (false, _) => made(source, i, end, end, Subtype::Integer),
    }
}

/// A Chinese comma groups only digits that are as wide as it is: in "5，300" it parts two numbers.
fn width_fits(source: &Source, at: usize) -> bool {
    let wide = |i: usize| !source.raw(i).is_ascii();
    !wide(at) || (at > 0 && wide(at - 1))
}

/// Whether an Indian group of two is in the end followed by one of three.
fn closes(source: &Source, mut at: usize) -> bool {
    for _ in 0..6 {
        let end = source.digits(at + 1);
        match (source.ch(at), end - at - 1) {
            (',', 3) => return true,
            (',', 2) => at = end,
            _ => return false,
        }
    }
    false
}

/// `5,00`, as most of the world writes decimals; not an enumeration such as `22,24,26`.
fn comma_decimals(source: &Source, i: usize, first: usize) -> Option<Read> {
    let end = source.digits(first + 1);
    let listed = ",.".contains(source.ch(end)) && source.ch(end + 1).is_ascii_digit();
    let inner = i > 1 && source.before(i) == ',' && source.ch(i - 2).is_ascii_digit();
    let two = source.ch(first) == ',' && end == first + 3;
    (two && !listed && !inner)
        .then(|| made(source, i, first, end, Subtype::Decimal))
        .flatten()
}

/// The value of the digits `i..whole` and the decimals up to `end`.
fn made(source: &Source, i: usize, whole: usize, end: usize, subtype: Subtype) -> Option<Read> {
    let mut text = String::new();
    text.extend(
        (i..whole)
            .map(|k| source.ch(k))
            .filter(char::is_ascii_digit),
    );
    if end > whole {
        text.push('.');
        text.extend(
            (whole..end)
                .map(|k| source.ch(k))
                .filter(char::is_ascii_digit),
        );
    }
    if text.starts_with('.') {
        text.insert(0, '0');
    }
    let value: f64 = text.get(..DIGITS_MAX).unwrap_or(&text).parse().ok()?;
    let whole = value.fract() == 0.0 && subtype == Subtype::Decimal && end - whole == 3;
    let subtype = if whole { Subtype::Integer } else { subtype };
    Some(Read {
        value,
        end,
        subtype,
    })
}

/// `3/4` and `2 1/4`; a date has two slashes, and a phone number a dash before.
fn fraction(source: &Source, i: usize, base: Read) -> Option<Read> {
    let over = |i: usize| {
        let slash = source.digits(i);
        let end = source.digits(slash + 1);
        let pair = source.ch(slash) == '/' && slash > i && end > slash + 1;
        if !pair || source.ch(end) == '/' {
            return None;
        }
        let top = made(source, i, slash, slash, Subtype::Fraction)?;
        let bottom = made(source, slash + 1, end, end, Subtype::Fraction)?;
        Some((top.value / bottom.value, end)).filter(|(value, _)| value.is_finite())
    };
    let dashed = i > 1 && "/-".contains(source.before(i)) && source.ch(i - 2).is_ascii_digit();
    if base.subtype != Subtype::Integer || dashed {
        return None;
    }
    let made = |value, end| Read {
        value,
        end,
        subtype: Subtype::Fraction,
    };
    if let Some((value, end)) = over(i) {
        return Some(made(value, end));
    }
    let next = source.skip(base.end);
    if let Some(part) = vulgar(source.ch(next)) {
        return Some(made(base.value + part, next + 1));
    }
    (next > base.end)
        .then(|| over(next))?
        .map(|(value, end)| made(base.value + value, end))
}

/// `12e-3`, `2.5^-1`, `2.7x10^5`.
fn power(source: &Source, base: Read) -> Option<Read> {
    let at = base.end;
    if source.ch(at) == '.' {
        return None;
    }
    let (exponent, end, times) = match source.ch(at) {
        'e' => exponent(source, at + 1).map(|(e, end)| (e, end, true))?,
        '^' => exponent(source, at + 1).map(|(e, end)| (e, end, false))?,
        'x' | '×' | '*' => {
            let hat = source.lit(at + 1, "10^")?;
            exponent(source, hat).map(|(e, end)| (e, end, true))?
        }
        _ => return None,
    };
    let value = if times {
        scientific(base, exponent)
    } else {
        base.value.powi(exponent)
    };
    (!source.ch(end).is_ascii_alphanumeric()).then_some(Read {
        value,
        end,
        subtype: Subtype::Power,
    })
}

/// Decimal shift through the decimal text, so that no digit is lost to rounding.
fn scientific(base: Read, exponent: i32) -> f64 {
    let text = format!("{}e{exponent}", base.value);
    text.parse().unwrap_or(f64::INFINITY)
}

/// Signs and digits; two minus signs cancel.
fn exponent(source: &Source, mut at: usize) -> Option<(i32, usize)> {
    let mut sign = 1;
    for _ in 0..4 {
        match source.ch(at) {
            '-' => sign = -sign,
            '+' => {}
            _ => break,
        }
        at += 1;
    }
    let end = source.digits(at);
    if end == at || end - at > 4 {
        return None;
    }
    let text: String = (at..end).map(|k| source.ch(k)).collect();
    Some((sign * text.parse::<i32>().ok()?, end))
}

/// `100k`, `10M`, `1.2b`, `2mil`: the letter stands in its own case, for 5 m is a length.
fn scaled(source: &Source, base: Read, usage: Use) -> Option<Read> {
    let at = source.skip(base.end);
    let one = |scale: f64| Some((scale, at + 1));
    let (scale, end) = match (source.raw(at), source.raw(at + 1)) {
        ('M', 'M') => Some((1e6, at + 2)),
        ('m', 'i') if source.raw(at + 2) == 'l' => Some((1e6, at + 3)),
        ('k' | 'K' | 'ｋ' | 'Ｋ', _) if usage == Use::Alone || at == base.end => one(1e3),
        ('M' | 'Ｍ', _) => one(1e6),
        ('G' | 'Ｇ', _) => one(1e9),
        ('B' | 'b', _) if usage == Use::Alone || at == base.end => one(1e9),
        ('T' | 'Ｔ', _) => one(1e12),
        _ => None,
    }?;
    let subtype = if (base.value * scale).fract() == 0.0 {
        Subtype::Integer
    } else {
        base.subtype
    };
    (!wordy(source.ch(end))).then_some(Read {
        value: base.value * scale,
        end,
        subtype,
    })
}

/// `½` and its like.
pub(crate) fn vulgar(c: char) -> Option<f64> {
    let (top, bottom) = match c {
        '¼' => (1, 4),
        '½' => (1, 2),
        '¾' => (3, 4),
        '⅐' => (1, 7),
        '⅑' => (1, 9),
        '⅒' => (1, 10),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅙' => (1, 6),
        '⅚' => (5, 6),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        _ => return None,
    };
    Some(f64::from(top) / f64::from(bottom))
}
