//! Numbers of cards and accounts.

use super::super::tables;
use super::{super::Entity, signs::Signs};

/// Countries and the lengths of their account numbers (IBAN registry).
const IBAN_LENGTHS: &str = "AD24 AE23 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 \
    ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 \
    LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 \
    SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20";

pub(super) fn find(signs: &Signs) -> Vec<Entity> {
    let places = 0..signs.len();
    let found = places.filter_map(|i| iban(signs, i).or_else(|| swift(signs, i)));
    let mut found: Vec<Entity> = found.collect();
    found.extend(signs.digit_starts().filter_map(|i| card(signs, i)));
    found.extend(signs.digit_starts().filter_map(|i| routing(signs, i)));
    found
}

/// 12 to 19 digits with a check digit by Luhn (ISO 7812). Without a word beside it the first digits must be those
/// of an issuer.
fn card(signs: &Signs, i: usize) -> Option<Entity> {
    let run = signs.run(i, " -", 20);
    let n = run.digits.len();
    let is_grouped = run.groups.len() == 1
        || (run.groups.len() >= 3 && run.groups.iter().all(|n| (1..=7).contains(n)));
    if !(12..=19).contains(&n)
        || !is_grouped
        || !luhn(&run.digits)
        || run.digits.iter().all(|&d| d == 0)
    {
        return None;
    }
    let is_told = signs.follows(i, 40, tables::list("card"))
        || signs.has(run.range.end..run.range.end + 12, tables::list("card"));
    let prefix = run.digits[..4]
        .iter()
        .fold(0, |sum, digit| sum * 10 + digit);
    let is_issued = match prefix {
        4000..=4999 => matches!(n, 13 | 16 | 19),
        5100..=5599 | 2221..=2720 => n == 16,
        3400..=3499 | 3700..=3799 => n == 15,
        3000..=3059 | 3600..=3699 | 3800..=3999 => matches!(n, 14 | 16),
        3528..=3589 => n == 16,
        6000..=6999 => matches!(n, 16..=19),
        5000..=5099 | 5600..=5899 => n >= 12,
        _ => false,
    };
    let alone = signs.stands_alone(&run.range) && !matches!(signs.before(i), '+' | '.');
    let score = if is_told { 0.98 } else { 0.85 };
    let is_one = alone && (is_issued || is_told);
    is_one.then(|| Entity::new(signs.bytes(i, run.range.end), "CreditCardNumber", score))
}

/// Every second digit from the right doubled, digits summed, a multiple of ten.
fn luhn(digits: &[u32]) -> bool {
    let each = digits.iter().rev().enumerate();
    let sum: u32 = each
        .map(|(nth, d)| {
            if nth % 2 == 1 {
                d * 2 / 10 + d * 2 % 10
            } else {
                *d
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// An international account number: ISO 7064 MOD 97-10 over letters and digits, in the length of its country.
fn iban(signs: &Signs, i: usize) -> Option<Entity> {
    let is_start =
        (0..2).all(|n| signs.at(i + n).is_ascii_alphabetic()) && signs.at(i + 2).is_ascii_digit();
    if !is_start || signs.before(i).is_ascii_alphanumeric() {
        return None;
    }
    let country: String = (i..i + 2)
        .map(|at| signs.at(at).to_ascii_uppercase())
        .collect();
    let known = IBAN_LENGTHS
        .split_whitespace()
        .find(|one| one.starts_with(&country))?;
    let len: usize = known[2..].parse().ok()?;
    let (mut code, mut at) = (Vec::new(), i);
    while code.len() < len {
        let c = signs.at(at);
        if c.is_ascii_alphanumeric() {
            code.push(c);
        } else if !(matches!(c, ' ' | '-') && code.len().is_multiple_of(4)) || code.is_empty() {
            return None;
        }
        at += 1;
    }
    let turned = code[4..].iter().chain(&code[..4]);
    let rest = turned.fold(0_u32, |rest, c| {
        let value = c.to_digit(36).unwrap_or(0);
        (rest * if value < 10 { 10 } else { 100 } + value) % 97
    });
    let is_right = rest == 1 && signs.stands_alone(&(i..at));
    is_right.then(|| Entity::new(signs.bytes(i, at), "InternationalBankingAccountNumber", 1.0))
}

/// The code of a bank, only after the word: many a word in capitals looks like one.
fn swift(signs: &Signs, i: usize) -> Option<Entity> {
    if signs.before(i).is_ascii_alphanumeric() || !signs.at(i).is_ascii_uppercase() {
        return None;
    }
    let end = (i..signs.len())
        .find(|&at| !signs.at(at).is_ascii_alphanumeric())
        .unwrap_or(signs.len());
    let is_letter = |n: usize| signs.at(i + n).is_ascii_uppercase();
    let is_sign = |n: usize| is_letter(n) || signs.at(i + n).is_ascii_digit();
    let n = end - i;
    let is_code = matches!(n, 8 | 11) && (0..6).all(is_letter) && (6..n).all(is_sign);
    let is_told = || signs.follows(i, 30, &["swift", "bic", "swift code"]);
    (is_code && is_told()).then(|| Entity::new(signs.bytes(i, end), "SWIFTCode", 0.9))
}

/// The nine digits of an American bank, after the word and with a right check digit.
fn routing(signs: &Signs, i: usize) -> Option<Entity> {
    let run = signs.run(i, "", 10);
    let sum: u32 = run
        .digits
        .iter()
        .zip([3, 7, 1].into_iter().cycle())
        .map(|(digit, weight)| digit * weight)
        .sum();
    let is_right = run.digits.len() == 9 && sum.is_multiple_of(10) && sum > 0;
    let is_told = || signs.follows(i, 30, &["routing", "aba", "routing number"]);
    let is_one = is_right && signs.stands_alone(&run.range) && is_told();
    is_one.then(|| Entity::new(signs.bytes(i, run.range.end), "ABARoutingNumber", 0.9))
}
