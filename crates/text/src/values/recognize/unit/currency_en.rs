//! English money beyond one number with one unit: 3 dollars 50 cents, 15 dollars and 50, 75 USD million.

use super::{
    Hit,
    currency::{Money, part_of},
};
use crate::values::recognize::{
    Culture,
    number::{self, Use, en},
    source::Source,
};

/// Takes in a scale after the code: "75 USD million".
pub(super) fn scaled(source: &Source, money: &mut Money) {
    let at = source.skip(money.hit.end);
    let scale = source
        .word(at)
        .and_then(|(word, end)| Some((en::scale(word)?, end)));
    if let (Some((scale, end)), Some(value)) = (scale, money.hit.value)
        && at > money.hit.end
        && money.hit.end > money.hit.num_end
    {
        money.hit.value = Some(value * scale);
        money.hit.end = end;
    }
}

/// Where the next part may start: after spaces or "and".
pub(super) fn joint(source: &Source, end: usize) -> usize {
    let at = source.skip(end);
    source
        .phrase(at, "and")
        .map_or(at, |after| source.skip(after))
}

/// Hundredths without their name: "15 dollars and 50", "thirteen dollars forty five".
pub(super) fn bare_part(source: &Source, money: &Hit, smallest: f64) -> Option<(f64, usize)> {
    let value = money.value?;
    let at = joint(source, money.end);
    let linked = source.skip(money.end) != at;
    if at == money.end || money.end == money.num_end || (value.fract() != 0.0 && smallest == 1.0) {
        return None;
    }
    let num = number::at(source, at, Culture::English, Use::Part)?;
    let whole = num.value.fract() == 0.0 && (1.0..100.0).contains(&num.value);
    let next = source.skip(num.end);
    let free = matches!(source.ch(next), '\0' | '.' | ',' | ';' | '!' | '?' | ')')
        && !(source.ch(next) == '.' && source.ch(next + 1).is_ascii_digit());
    let goes_on = linked && source.phrase(next, "and").is_some();
    // "five mao five" counts on in the next smaller part.
    let parts = if smallest > 1.0 {
        smallest * 10.0
    } else {
        100.0
    };
    (whole && (free || goes_on) && part_of(source, num.end).is_none())
        .then(|| (num.value / parts, num.end))
}
