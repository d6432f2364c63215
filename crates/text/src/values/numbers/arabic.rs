//! Numbers in digits: `1,234.5`, `1/2`, `5k`, `2.5 million`, `½`.

use super::{Form, Num, en};
use crate::values::scan::Scan;

/// More digits than this is an identifier, not a number.
const DIGITS_MAX: usize = 18;

pub(super) fn at(scan: &Scan, i: usize) -> Vec<Num> {
    let Some(base) = decimal(scan, i) else {
        return Vec::new();
    };
    let mut found = vec![base];
    found.extend(fraction(scan, i, base));
    found.extend(scaled(scan, base));
    if let Some(half) = vulgar(scan.ch(base.end)) {
        found.push(Num::made(base.end + 1, base.value + half));
    }
    if let Some(end) = en::and_a_part(scan, base.end) {
        found.push(Num::made(end.0, base.value + end.1));
    }
    found
}

/// `7`, `1,234`, `3.14`.
pub(super) fn decimal(scan: &Scan, i: usize) -> Option<Num> {
    let (whole, mut end) = grouped(scan, i)?;
    let (mut value, plain) = (as_f64(whole), end - i);
    let mut form = if scan.ch(i).is_ascii_digit() && !(i..end).any(|k| scan.ch(k) == ',') {
        Form::Digits(plain)
    } else {
        Form::Made
    };
    if scan.ch(end) == '.'
        && let Some((_, n, after)) = scan.digits(end + 1, DIGITS_MAX)
    {
        let text: String = (i..after)
            .map(|k| scan.ch(k))
            .filter(|&c| c != ',')
            .collect();
        if n > 0 && scan.ch(after) != '.' {
            value = text.parse().ok()?;
            form = Form::Made;
            end = after;
        }
    }
    Some(Num { end, value, form })
}

fn grouped(scan: &Scan, i: usize) -> Option<(i64, usize)> {
    let (mut value, n, mut end) = scan.digits(i, DIGITS_MAX)?;
    if n <= 3 {
        while scan.ch(end) == ',' {
            let Some((group, 3, after)) = scan.digits(end + 1, 3) else {
                break;
            };
            value = value.checked_mul(1000)?.checked_add(group)?;
            end = after;
        }
    }
    Some((value, end))
}

/// `1/2` and `1 1/2`.
fn fraction(scan: &Scan, i: usize, base: Num) -> Option<Num> {
    let over = |i: usize| {
        let (top, _, slash) = scan.digits(i, 4)?;
        let (bottom, _, end) = (scan.ch(slash) == '/').then(|| scan.digits(slash + 1, 4))??;
        (bottom != 0 && scan.ch(end) != '/').then(|| (as_f64(top) / as_f64(bottom), end))
    };
    if let Some((value, end)) = over(i) {
        return Some(Num::made(end, value));
    }
    let next = scan.skip(base.end);
    if next == base.end {
        return None;
    }
    over(next)
        .filter(|(value, _)| *value < 1.0)
        .map(|(value, end)| Num::made(end, base.value + value))
}

/// `5k`, `5 million`.
fn scaled(scan: &Scan, base: Num) -> Option<Num> {
    if scan.ch(base.end) == 'k' && !scan.ch(base.end + 1).is_ascii_alphanumeric() {
        return Some(Num::made(base.end + 1, base.value * 1e3));
    }
    let next = scan.skip(base.end);
    let (word, end) = scan.word(next)?;
    let scale = match word {
        "hundred" => 1e2,
        "thousand" => 1e3,
        "million" | "mn" => 1e6,
        "billion" | "bn" => 1e9,
        "trillion" => 1e12,
        "dozen" => 12.0,
        _ => return None,
    };
    Some(Num::made(end, base.value * scale))
}

/// `½` and its like.
pub(super) fn vulgar(c: char) -> Option<f64> {
    Some(match c {
        '½' => 0.5,
        '¼' => 0.25,
        '¾' => 0.75,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        _ => return None,
    })
}

#[allow(clippy::cast_precision_loss)]
pub(super) fn as_f64(value: i64) -> f64 {
    value as f64
}
