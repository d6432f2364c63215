//! Phone numbers of the world as people write them: +44 (0)20 7946 0000, (541) 754-3010, 010-62288559, 189 1111 1111.

use super::{
    phone_shape::{Group, Mark, is_card, plausible, score},
    shown,
};
use crate::values::recognize::{
    Entity, Field,
    source::{Source, wordy},
};

/// More groups than this are a list of numbers.
const GROUPS_MAX: usize = 9;

/// Longer groups are no part of a phone number.
const GROUP_DIGITS_MAX: usize = 16;

pub(in super::super) fn entities(source: &Source) -> Vec<Entity> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < source.len() {
        match at(source, i) {
            Read::Phone(entity) => {
                i = entity.end;
                found.push(*entity);
            }
            Read::Other(end) => i = end.max(i + 1),
        }
    }
    found
}

/// What stands at a place.
enum Read {
    Phone(Box<Entity>),
    /// Something else, up to here.
    Other(usize),
}

fn at(source: &Source, i: usize) -> Read {
    let digit = source.ch(i).is_ascii_digit();
    if !(digit || matches!(source.ch(i), '+' | '(')) || (digit && wordy(source.before(i))) {
        return Read::Other(source.digits(i));
    }
    let groups = groups(source, i);
    if let Some(last) = groups.last().filter(|_| is_card(&groups)) {
        return Read::Other(last.end);
    }
    match longest(source, i, &groups) {
        Some(entity) => Read::Phone(Box::new(entity)),
        None => Read::Other(source.digits(i)),
    }
}

/// The longest phone number that `groups` begin with.
fn longest(source: &Source, i: usize, groups: &[Group]) -> Option<Entity> {
    let lengths = (1..=groups.len()).rev();
    let (n, end) = lengths.into_iter().find_map(|n| {
        let taken = &groups[..n];
        let end = extension(source, taken[n - 1].end);
        let formatted = n > 1 || taken[0].mark != Mark::None || taken[0].paren;
        let fits = plausible(taken) && bounded(source, i, end, formatted);
        fits.then_some((n, end))
    })?;
    if is_hex(source, &groups[..n], end) || named_otherwise(source, i, n) {
        return None;
    }
    let mut entity = shown(source, i, end, "phonenumber");
    let sure = score(&entity.text, &groups[..n]);
    entity.resolution.push(("score", Field::Text(sure)));
    Some(entity)
}

/// The digit groups from `i` on, each with the mark before it.
fn groups(source: &Source, i: usize) -> Vec<Group> {
    let mut found: Vec<Group> = Vec::new();
    let mut p = i;
    while found.len() < GROUPS_MAX {
        let last = found.last();
        let Some((mark, at)) = mark(source, p, last) else {
            break;
        };
        let Some(group) = group(source, at, mark, found.is_empty()) else {
            break;
        };
        p = group.end;
        found.push(group);
    }
    found
}

/// What joins the next group: nothing beside a bracket, one space, one mark with at most a space on each side.
fn mark(source: &Source, p: usize, last: Option<&Group>) -> Option<(Mark, usize)> {
    let Some(last) = last else {
        return Some((Mark::None, p));
    };
    let space = usize::from(source.ch(p) == ' ');
    let (mark, at) = match source.ch(p + space) {
        '-' => (Mark::Dash, p + space + 1),
        '.' if space == 0 => (Mark::Dot, p + 1),
        '/' => (Mark::Slash, p + space + 1),
        '(' if space == 0 => return Some((Mark::None, p)),
        _ if space == 1 => return Some((Mark::Space, p + 1)),
        _ if last.paren => return Some((Mark::None, p)),
        _ => return None,
    };
    let wide = source.ch(at) == ' ' && mark != Mark::Dot;
    Some((mark, at + usize::from(wide)))
}

/// Digits, digits in brackets, or a country code with its plus.
fn group(source: &Source, at: usize, mark: Mark, first: bool) -> Option<Group> {
    let open = source.ch(at) == '(';
    let blank = |at: usize| at + usize::from(source.ch(at) == ' ');
    let mut from = if open { blank(at + 1) } else { at };
    let plus = source.ch(from) == '+';
    if plus {
        from = blank(from + 1);
    }
    let end = source.digits(from);
    let n = end - from;
    if n == 0 || n > GROUP_DIGITS_MAX || (plus && !first) {
        return None;
    }
    let close = if open { blank(end) } else { end };
    let closed = source.ch(close) == ')';
    if (open && !closed) || (closed && !open && !(first && n == 3)) {
        return None;
    }
    Some(Group {
        n_digits: n,
        end: if closed { close + 1 } else { end },
        mark,
        plus,
        paren: closed,
        head: source.shown(from, end.min(from + 4)),
    })
}

/// Past an extension: `x123`, ` ext. 123`.
fn extension(source: &Source, end: usize) -> usize {
    let at = end + usize::from(source.ch(end) == ' ');
    let Some(after) = source.any(at, &["ext.", "ext", "x"]) else {
        return end;
    };
    let from = after + usize::from(source.ch(after) == ' ');
    let last = source.digits(from);
    let whole = (2..=5).contains(&(last - from)) && !wordy(source.ch(last));
    if whole { last } else { end }
}

/// Whether what stands before and after lets a phone number be read here.
fn bounded(source: &Source, start: usize, end: usize, formatted: bool) -> bool {
    let (before, after) = (source.before(start), source.ch(end));
    let further = start.checked_sub(2).map_or('\0', |at| source.ch(at));
    let left = match before {
        '+' | '#' | '*' | '%' | '/' | '.' | '=' | '$' | '€' | '£' | '￥' | '¥' => false,
        '-' => formatted && !wordy(further),
        ':' => !further.is_ascii_digit(),
        ',' => formatted || !further.is_ascii_digit(),
        ')' => !further.is_ascii_digit(),
        _ => !wordy(before) || source.ch(start) == '(',
    };
    let next = source.ch(end + 1);
    let right = match after {
        '+' | '#' | '*' | '%' | '/' | '=' | ':' => false,
        '-' => !wordy(next),
        '.' | ',' => !next.is_ascii_digit() || (formatted && after == ','),
        '元' | '块' | '美' => formatted,
        ')' => true,
        _ => !wordy(after),
    };
    left && right
}

/// Whether pairs of digits go on as pairs of hexadecimal ones.
fn is_hex(source: &Source, groups: &[Group], end: usize) -> bool {
    let pairs = groups.iter().all(|group| group.n_digits == 2);
    let hex = |i: usize| source.ch(i).is_ascii_hexdigit();
    let pair = source.ch(end) == ' ' && hex(end + 1) && hex(end + 2) && !wordy(source.ch(end + 3));
    pairs && pair
}

/// Whether the words before say what a bare run of digits is.
fn named_otherwise(source: &Source, start: usize, n_groups: usize) -> bool {
    const OTHERS: &[&str] = &["account", "acct", "card", "order", "invoice", "serial"];
    const LINKS: &[&str] = &["number", "no", "id", "is", "#", ":", "."];
    if n_groups > 1 {
        return false;
    }
    let back = |at: usize| {
        let mut at = at;
        while at > 0 && start - at < 30 && source.before(at) == ' ' {
            at -= 1;
        }
        at
    };
    let mut at = back(start);
    for _ in 0..3 {
        let Some(link) = LINKS.iter().find(|link| source.follows(at, link)) else {
            break;
        };
        at = back(at - link.len());
    }
    OTHERS.iter().any(|word| source.follows(at, word))
}
