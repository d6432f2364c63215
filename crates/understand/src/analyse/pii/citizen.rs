//! Numbers that states give to people.

use super::super::tables;
use super::{super::Entity, signs::Signs};

/// Weights of the letters and digits of Taiwan's number.
const TAIWAN_WEIGHTS: [u32; 9] = [8, 7, 6, 5, 4, 3, 2, 1, 1];
/// Taiwan's letters in the order of their values, from 10 on.
const TAIWAN_LETTERS: &str = "ABCDEFGHJKLMNPQRSTUVXYWZIO";

pub(super) fn find(signs: &Signs) -> Vec<Entity> {
    let places = 0..signs.len();
    places
        .filter_map(|i| {
            china(signs, i)
                .or_else(|| hong_kong(signs, i))
                .or_else(|| taiwan(signs, i))
                .or_else(|| social_security(signs, i))
                .or_else(|| passport(signs, i))
        })
        .collect()
}

fn entity(
    signs: &Signs,
    start: usize,
    end: usize,
    category: &'static str,
    score: f64,
) -> Option<Entity> {
    let alone = signs.stands_alone(&(start..end));
    alone.then(|| Entity::new(signs.bytes(start, end), category, score))
}

/// The resident identity number of the People's Republic (GB 11643): birthday, and a check digit by ISO 7064
/// MOD 11-2.
fn china(signs: &Signs, i: usize) -> Option<Entity> {
    let run = signs.run(i, "", 18);
    let mut digits = run.digits;
    let is_ten = digits.len() == 17 && matches!(signs.at(i + 17), 'X' | 'x');
    digits.extend(is_ten.then_some(10));
    let is_right = digits.len() == 18 && digits[0] != 0 && is_birthday(&digits[6..14]);
    let sum = digits
        .iter()
        .take(17)
        .fold(0, |sum, digit| (sum + digit) * 2 % 11);
    if !is_right || (sum + digits[17]) % 11 != 1 {
        return None;
    }
    entity(signs, i, i + 18, "CNResidentIdentityCardNumber", 1.0)
}

fn is_birthday(digits: &[u32]) -> bool {
    let number = |from: usize, to: usize| digits[from..to].iter().fold(0, |sum, d| sum * 10 + d);
    let (year, month, day) = (number(0, 4), number(4, 6), number(6, 8));
    let day = i8::try_from(day).ok().zip(i8::try_from(month).ok());
    let date = day.and_then(|(day, month)| {
        jiff::civil::Date::new(i16::try_from(year).ok()?, month, day).ok()
    });
    date.is_some() && (1850..2200).contains(&year)
}

/// `A123456(3)`: one or two letters, six digits, and a check digit modulo 11 where A is ten.
fn hong_kong(signs: &Signs, i: usize) -> Option<Entity> {
    let n_letters = (0..2)
        .take_while(|n| signs.at(i + n).is_ascii_uppercase())
        .count();
    let run = signs.run(i + n_letters, "", 7);
    if n_letters == 0 || run.digits.len() < 6 {
        return None;
    }
    let mut at = i + n_letters + 6;
    let is_open = signs.at(at) == '(';
    at += usize::from(is_open);
    let check = match signs.at(at) {
        'A' => 10,
        c => c.to_digit(10)?,
    };
    at += 1;
    if is_open && signs.at(at) != ')' {
        return None;
    }
    at += usize::from(is_open);
    let letter = |c: char| c as u32 - 'A' as u32 + 10;
    let mut values: Vec<u32> = (0..n_letters).map(|n| letter(signs.at(i + n))).collect();
    if n_letters == 1 {
        // A blank in the place of the first letter counts 36.
        values.insert(0, 36);
    }
    values.extend(&run.digits[..6]);
    let sum: u32 = values
        .iter()
        .zip((2..=9).rev())
        .map(|(value, weight)| value * weight)
        .sum();
    let is_right = (sum + check).is_multiple_of(11);
    // Without brackets other numbers look alike.
    let is_told = is_open || signs.follows(i, 20, tables::list("hong kong id"));
    (is_right && is_told).then(|| entity(signs, i, at, "HKIdentityCardNumber", 0.95))?
}

/// `A123456789`: a letter and nine digits whose weighted sum is a multiple of ten.
fn taiwan(signs: &Signs, i: usize) -> Option<Entity> {
    let letter = TAIWAN_LETTERS.find(signs.at(i))? as u32 + 10;
    let run = signs.run(i + 1, "", 10);
    if run.digits.len() != 9 || !matches!(run.digits[0], 1 | 2 | 8 | 9) {
        return None;
    }
    let first = letter / 10 + letter % 10 * 9;
    let rest: u32 = run
        .digits
        .iter()
        .zip(TAIWAN_WEIGHTS)
        .map(|(digit, weight)| digit * weight)
        .sum();
    let is_right = (first + rest).is_multiple_of(10);
    is_right.then(|| entity(signs, i, i + 10, "TWNationalID", 0.95))?
}

/// `123-45-6789`, or nine digits after the words; some areas and groups are never given out.
fn social_security(signs: &Signs, i: usize) -> Option<Entity> {
    let run = signs.run(i, "- ", 10);
    let number =
        |from: usize, to: usize| run.digits[from..to].iter().fold(0, |sum, d| sum * 10 + d);
    if run.digits.len() != 9
        || matches!(signs.before(i), '-' | '+')
        || signs.at(run.range.end) == '-'
    {
        return None;
    }
    let is_given =
        !matches!(number(0, 3), 0 | 666 | 900..) && number(3, 5) != 0 && number(5, 9) != 0;
    let is_grouped = run.groups == [3, 2, 4];
    let is_dashed = is_grouped && signs.at(i + 3) == '-';
    let is_told = signs.follows(i, 40, tables::list("social security"));
    let is_one = is_given && (is_dashed || (is_told && (is_grouped || run.groups.len() == 1)));
    is_one.then(|| {
        entity(
            signs,
            i,
            run.range.end,
            "USSocialSecurityNumber",
            if is_told { 0.95 } else { 0.85 },
        )
    })?
}

/// Nine signs of a passport, only after the word.
fn passport(signs: &Signs, i: usize) -> Option<Entity> {
    let n_letters = usize::from(signs.at(i).is_ascii_uppercase());
    let run = signs.run(i + n_letters, "", 10);
    let is_long_enough = run.digits.len() + n_letters == 9 && run.digits.len() >= 8;
    let is_told = || signs.follows(i, 30, tables::list("passport"));
    let end = run.range.end;
    (is_long_enough && is_told()).then(|| entity(signs, i, end, "USUKPassportNumber", 0.8))?
}
