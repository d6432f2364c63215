//! Where something is, in degrees.

use std::ops::Range;

use super::{super::Entity, signs::Signs};

/// Pairs like `48.8584, 2.2945` with at least four decimals each, or with degrees and a compass letter.
pub(super) fn find(signs: &Signs) -> Vec<Entity> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < signs.len() {
        match pair(signs, i) {
            Some(range) => {
                i = range.end;
                found.push(Entity::new(
                    signs.bytes(range.start, range.end),
                    "EUGPSCoordinates",
                    0.85,
                ));
            }
            None => i += 1,
        }
    }
    found
}

fn pair(signs: &Signs, i: usize) -> Option<Range<usize>> {
    if signs.before(i).is_ascii_alphanumeric() || matches!(signs.before(i), '.' | '-') {
        return None;
    }
    let first = degrees(signs, i, 90.0)?;
    let gap =
        (first..first + 4).find(|&at| !matches!(signs.at(at), ',' | ' ' | '，' | ';' | '/'))?;
    let second = degrees(signs, gap, 180.0).filter(|_| gap > first)?;
    let range = i..second;
    signs.stands_alone(&range).then_some(range)
}

/// The end of a number of degrees with at least four decimals, or with fewer and `°N`.
fn degrees(signs: &Signs, i: usize, max: f64) -> Option<usize> {
    let start = i + usize::from(matches!(signs.at(i), '-' | '+'));
    let whole = signs.run(start, "", 4);
    let point = whole.range.end;
    let decimals = signs.run(point + 1, "", 16);
    if whole.digits.is_empty() || whole.digits.len() > 3 || signs.at(point) != '.' {
        return None;
    }
    let value = whole
        .digits
        .iter()
        .fold(0.0, |sum, digit| sum * 10.0 + f64::from(*digit));
    let end = decimals.range.end;
    let mut at = end + usize::from(signs.at(end) == '°');
    at += usize::from(signs.at(at) == ' ' && matches!(signs.at(at + 1), 'N' | 'S' | 'E' | 'W'));
    let has_letter = matches!(signs.at(at), 'N' | 'S' | 'E' | 'W');
    let is_exact = decimals.digits.len() >= 4 || (has_letter && !decimals.digits.is_empty());
    let end = if has_letter {
        at + 1
    } else {
        end + usize::from(signs.at(end) == '°')
    };
    (value <= max && is_exact).then_some(end)
}
