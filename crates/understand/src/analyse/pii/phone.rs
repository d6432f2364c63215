//! Phone numbers of the whole world: shapes that are nothing else, and others where a word gives them away.

use super::super::tables;
use std::ops::Range;

use super::{super::Entity, signs::Signs};

/// How far a word may stand before the number, in characters.
const NEAR: usize = 28;

pub(super) fn find(signs: &Signs) -> Vec<Entity> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < signs.len() {
        match at(signs, i) {
            Some((range, score)) => {
                i = range.end;
                found.push(Entity::new(
                    signs.bytes(range.start, range.end),
                    "PhoneNumber",
                    score,
                ));
            }
            None => i = after_number(signs, i),
        }
    }
    found
}

/// Past the digits at `i`: their middle is no start.
fn after_number(signs: &Signs, i: usize) -> usize {
    let end = (i..signs.len()).find(|&at| !signs.at(at).is_ascii_digit());
    end.unwrap_or(signs.len()).max(i + 1)
}

/// What a number looks like.
struct Shape {
    range: Range<usize>,
    digits: Vec<u32>,
    /// How many digits stand together.
    groups: Vec<usize>,
    is_international: bool,
    has_brackets: bool,
}

fn at(signs: &Signs, i: usize) -> Option<(Range<usize>, f64)> {
    let shape = shape(signs, i)?;
    let n = shape.digits.len();
    let (start, end) = (shape.range.start, shape.range.end);
    let before = signs.before(start);
    let is_glued = before.is_ascii_alphanumeric() || "_$€£¥#.".contains(before);
    let goes_on = signs.at(end).is_ascii_alphanumeric() || signs.at(end) == '%';
    if is_glued || goes_on || !(5..=16).contains(&n) || is_other(signs, &shape) {
        return None;
    }
    let is_told = signs.follows(start, NEAR, tables::list("before a phone number"))
        || signs.has(end..end + 9, tables::list("after a phone number"));
    let has_code = signs.at(start) == '+' || shape.groups.len() > 1;
    let is_clear = (shape.is_international && has_code && n >= 8) || is_known(&shape);
    match (is_clear, is_told) {
        (true, _) => Some((shape.range, 0.95)),
        (_, true) if (7..=13).contains(&n) && !is_date(&shape) => Some((shape.range, 0.8)),
        _ => None,
    }
}

/// A sign of plus, groups with one separator each, brackets around one group, and an extension.
fn shape(signs: &Signs, i: usize) -> Option<Shape> {
    let mut at = i;
    let is_international = signs.at(at) == '+' || (signs.at(at) == '0' && signs.at(at + 1) == '0');
    at += usize::from(signs.at(at) == '+');
    let (mut digits, mut groups, mut has_brackets) = (Vec::new(), vec![0], false);
    let mut end = at;
    let mut is_open = false;
    while digits.len() <= 17 {
        let c = signs.at(at);
        let next = signs.at(at + 1);
        match c {
            '0'..='9' => {
                digits.push(c as u32 - '0' as u32);
                *groups.last_mut().expect("there is one") += 1;
                end = at + 1;
            }
            '(' if !is_open && next.is_ascii_digit() && !has_brackets => {
                (is_open, has_brackets) = (true, true);
                groups.push(0);
            }
            ')' if is_open => {
                is_open = false;
                groups.push(0);
                end = at + 1;
            }
            ' ' | '-' | '.' | '/'
                if end == at && (next.is_ascii_digit() || (next == '(' && !has_brackets)) =>
            {
                groups.push(0)
            }
            _ => break,
        }
        at += 1;
    }
    groups.retain(|n| *n > 0);
    if digits.is_empty()
        || is_open
        || !(signs.at(i).is_ascii_digit() || matches!(signs.at(i), '+' | '('))
    {
        return None;
    }
    let end = end + extension(signs, end);
    let range = i..end;
    Some(Shape {
        range,
        digits,
        groups,
        is_international,
        has_brackets,
    })
}

/// How many signs `x123`, ` ext. 123` or 转123 take.
fn extension(signs: &Signs, end: usize) -> usize {
    let words = tables::list("extension");
    let taken = words.iter().find_map(|word| {
        let n = word.chars().count();
        let is_there = word
            .chars()
            .enumerate()
            .all(|(at, c)| signs.at(end + at).to_ascii_lowercase() == c);
        let run = signs.run(end + n, "", 6);
        (is_there && (1..=5).contains(&run.digits.len())).then(|| n + run.digits.len())
    });
    taken.unwrap_or(0)
}

/// Shapes that are hardly anything but a phone number.
fn is_known(shape: &Shape) -> bool {
    let (digits, groups) = (&shape.digits[..], &shape.groups[..]);
    let is_grouped = groups.len() > 1;
    match digits {
        // Mainland mobiles.
        [1, 3..=9, ..] if digits.len() == 11 => true,
        [8, 6, 1, 3..=9, ..] if digits.len() == 13 => true,
        // Mainland landlines with their area, and service numbers.
        [0, ..] if is_grouped && matches!(groups, [3 | 4, 7 | 8]) => true,
        [4 | 8, 0, 0, ..] if digits.len() == 10 && is_grouped => true,
        // North America, with and without its code.
        [2..=9, ..] if digits.len() == 10 && matches!(groups, [3, 3, 4]) => true,
        [1, 2..=9, ..] if digits.len() == 11 && matches!(groups, [1, 3, 3, 4]) => true,
        // Trunk prefix and at least three groups: Europe, Taiwan, Hong Kong.
        [0, 1..=9, ..] if (9..=12).contains(&digits.len()) && groups.len() >= 3 => true,
        // Taiwan's mobiles.
        [0, 9, ..] if digits.len() == 10 => true,
        _ => shape.has_brackets && (8..=13).contains(&digits.len()),
    }
}

/// A word or a shape that says that it is another number.
fn is_other(signs: &Signs, shape: &Shape) -> bool {
    let start = shape.range.start;
    let told = signs.follows(start, 20, tables::list("before other numbers"))
        && !signs.follows(start, 12, &tables::list("before a phone number")[..6]);
    told || (is_date(shape) && !shape.is_international) || shape.groups.len() > 6
}

/// `2020-06-20`, `06.20.2020`, `2020-06-20 14`: years, months and days.
fn is_date(shape: &Shape) -> bool {
    let groups = &shape.groups[..];
    let number =
        |from: usize, to: usize| shape.digits[from..to].iter().fold(0, |sum, d| sum * 10 + d);
    match groups {
        [4, 1 | 2, 1 | 2, ..] => (1000..2200).contains(&number(0, 4)),
        [a @ (1 | 2), b @ (1 | 2), 4] => {
            let year = number(a + b, a + b + 4);
            (1000..2200).contains(&year) && number(0, *a) <= 31 && number(*a, a + b) <= 31
        }
        [4, 4] => (1000..2200).contains(&number(0, 4)) && (1000..2200).contains(&number(4, 8)),
        _ => false,
    }
}
