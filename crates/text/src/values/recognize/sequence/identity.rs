//! Numbers that name a person or an account, told by their check digits: identity numbers of the People's Republic
//! of China (GB 11643, check digit by ISO 7064) and payment cards (ISO 7812, check digit by Luhn).

use super::{each, shown};
use crate::values::recognize::{
    Entity,
    source::{Source, wordy},
};

pub(in super::super) fn id_numbers(source: &Source) -> Vec<Entity> {
    each(source, |source, i| {
        let (digits, end) = digits(source, i, true)?;
        (digits.len() == 18 && end == i + 18 && citizen(&digits))
            .then(|| shown(source, i, end, "idnumber"))
    })
}

pub(in super::super) fn bank_cards(source: &Source) -> Vec<Entity> {
    each(source, |source, i| {
        let (digits, end) = digits(source, i, false)?;
        let card = (13..=19).contains(&digits.len()) && luhn(&digits) && !citizen(&digits);
        let issued = matches!(digits.first(), Some(2..=6));
        (card && issued).then(|| shown(source, i, end, "bankcard"))
    })
}

/// The digits of a run from `i` on, grouped by single spaces or dashes for cards; X stands for ten at the end.
fn digits(source: &Source, i: usize, x: bool) -> Option<(Vec<u32>, usize)> {
    if wordy(source.before(i)) || !source.ch(i).is_ascii_digit() {
        return None;
    }
    let mut found = Vec::new();
    let mut at = i;
    while found.len() < 20 {
        let grouped = !x
            && matches!(source.ch(at), ' ' | '-')
            && found.len() % 4 == 0
            && source.ch(at + 1).is_ascii_digit();
        let here = at + usize::from(grouped);
        let Some(digit) = source.ch(here).to_digit(10) else {
            break;
        };
        found.push(digit);
        at = here + 1;
    }
    if x && source.ch(at) == 'x' && found.len() == 17 {
        found.push(10);
        at += 1;
    }
    (!wordy(source.ch(at))).then_some((found, at))
}

/// A real day of birth, and the check digit of ISO 7064 MOD 11-2.
fn citizen(digits: &[u32]) -> bool {
    if digits.len() != 18 || digits[0] == 0 {
        return false;
    }
    let number = |from: usize, to: usize| digits[from..to].iter().fold(0, |sum, d| sum * 10 + d);
    let (year, month, day) = (number(6, 10), number(10, 12), number(12, 14));
    let birth = i16::try_from(year)
        .ok()
        .zip(i8::try_from(month).ok())
        .zip(i8::try_from(day).ok());
    let real =
        birth.is_some_and(|((year, month), day)| jiff::civil::Date::new(year, month, day).is_ok());
    let sum = digits[..17].iter().fold(0, |sum, d| (sum + d) * 2 % 11);
    real && (1850..2200).contains(&year) && (sum + digits[17]) % 11 == 1
}

/// Every second digit from the right doubled, digits summed, a multiple of ten.
fn luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(nth, digit)| match nth % 2 {
            1 => digit * 2 / 10 + digit * 2 % 10,
            _ => *digit,
        })
        .sum();
    sum.is_multiple_of(10)
}
