//! Numbers with units: ages, amounts of money, measures, temperatures.

pub(super) mod age;
pub(super) mod currency;
mod currency_en;
mod currency_names;
pub(super) mod dimension;
mod lexicon;
mod measures_en;
mod measures_zh;
pub(super) mod temperature;

use super::{
    Culture, Entity, Field, format,
    number::{self, Num, Use, zh},
    source::{Source, wordy},
};
use lexicon::{Lexicon, Name};

/// A unit with the number beside it, or alone.
#[derive(Clone, Copy, Debug)]
struct Hit {
    start: usize,
    end: usize,
    value: Option<f64>,
    name: Name,
    /// Where the number ends, for what may follow.
    num_end: usize,
}

impl Hit {
    fn entity(&self, source: &Source, type_name: &'static str, unit: &str) -> Entity {
        let value = self
            .value
            .map_or(Field::Nothing, |value| Field::Text(format::number(value)));
        Entity {
            start: self.start,
            end: self.end,
            text: source.shown(self.start, self.end),
            type_name,
            resolution: vec![("value", value), ("unit", Field::text(unit))],
        }
    }
}

/// The units of `lexicon` in the text: beside a number where one stands, else alone where the name allows it.
fn hits(source: &Source, culture: Culture, lexicon: &Lexicon) -> Vec<Hit> {
    let numbers = number::all(source, culture, Use::Part);
    let heads = heads(source, lexicon);
    let mut found: Vec<Hit> = Vec::new();
    for (nth, num) in numbers.iter().enumerate() {
        let free_from = found.last().map_or(0, |hit| hit.end);
        if in_identifier(source, num.start, free_from) {
            continue;
        }
        let head = head(source, &heads, num).filter(|head| head.0 >= free_from);
        let joined = wordy_before(source, num.start);
        let next = numbers.get(nth + 1);
        let tail = (!joined || head.is_some())
            .then(|| tail(source, culture, lexicon, num, next))
            .flatten();
        let hit = match (head, tail) {
            (Some((start, name)), Some(tail))
                if han(source.ch(start)) && same(&name, &tail.name) =>
            {
                let name = if tail.name.generic { name } else { tail.name };
                Some(Hit {
                    start,
                    name,
                    ..tail
                })
            }
            (Some((start, name)), _) => Some(Hit {
                start,
                end: num.end,
                value: Some(num.value),
                name,
                num_end: num.end,
            }),
            (None, tail) => tail,
        };
        found.extend(hit.filter(|hit| hit.start >= free_from));
    }
    found.extend(alone(source, culture, lexicon, &found));
    found.sort_by_key(|hit| hit.start);
    found
}

/// Whether a name before and one after the number mean one unit (华氏 98 度, 人民币 50 元).
fn same(head: &Name, tail: &Name) -> bool {
    head.unit == tail.unit || head.generic || tail.generic
}

fn han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn wordy_before(source: &Source, start: usize) -> bool {
    wordy(source.before(start)) && source.ch(start).is_ascii_digit()
}

/// Whether the digits at `start` go on from a word: "scp-173", "A2021".
fn in_identifier(source: &Source, start: usize, free_from: usize) -> bool {
    if !source.ch(start).is_ascii_digit() || source.before(start) != '-' {
        return false;
    }
    let mut at = start - 1;
    while at > free_from && wordy(source.before(at)) {
        at -= 1;
        if source.ch(at).is_ascii_alphabetic() {
            return true;
        }
        if start - at > 20 {
            break;
        }
    }
    false
}

/// Names that may stand before a number, by where they end.
fn heads(source: &Source, lexicon: &Lexicon) -> Vec<Option<(usize, Name)>> {
    let mut heads = vec![None; source.len() + 1];
    for i in 0..source.len() {
        if let Some((name, end)) = lexicon.longest(source, i, |name| name.head)
            && (!source.ch(i).is_alphanumeric() || source.starts(i))
            && heads[end].is_none()
        {
            heads[end] = Some((i, name));
        }
    }
    heads
}

fn head(source: &Source, heads: &[Option<(usize, Name)>], num: &Num) -> Option<(usize, Name)> {
    let mut at = num.start;
    while at > 0 && num.start - at < 4 && source.before(at).is_whitespace() {
        at -= 1;
    }
    heads[at]
}

/// The unit after a number: beside it, after spaces or a dash, or in brackets.
fn tail(
    source: &Source,
    culture: Culture,
    lexicon: &Lexicon,
    num: &Num,
    next: Option<&Num>,
) -> Option<Hit> {
    let made = |name, end, value, num_end| Hit {
        start: num.start,
        end,
        value: Some(value),
        name,
        num_end,
    };
    if culture == Culture::Chinese
        && let Some(hit) = kilo(source, lexicon, num)
    {
        return Some(hit);
    }
    let gap = source.skip(num.end);
    let dash = source.skip(gap + 1);
    let dashed = culture == Culture::English && source.ch(gap) == '-';
    for at in [Some(gap), dashed.then_some(dash)].into_iter().flatten() {
        let Some((name, end)) = lexicon.longest(source, at, |name| !name.only_head) else {
            continue;
        };
        let to_next = next.is_some_and(|next| next.start == end && name.head && at > num.end);
        let listed = end == at + 1 && source.ch(end) == '-' && wordy(source.ch(end + 1));
        if to_next || listed {
            return None;
        }
        let half = source.ch(end) == '半' && culture == Culture::Chinese;
        let value = num.value + if half { 0.5 } else { 0.0 };
        return Some(made(name, end + usize::from(half), value, num.end));
    }
    let close = match source.ch(gap) {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '<' => '>',
        _ => return None,
    };
    let (name, end) = lexicon.longest(source, gap + 1, |name| !name.only_head)?;
    (source.ch(end) == close).then(|| made(name, end + 1, num.value, num.end))
}

/// 三千比特 is three of 千比特, and 1兆赫 one of 兆赫: the numeral gives its last sign to the unit.
fn kilo(source: &Source, lexicon: &Lexicon, num: &Num) -> Option<Hit> {
    let at = num.end.checked_sub(1).filter(|at| *at > num.start)?;
    if !matches!(source.ch(at), '千' | '兆') {
        return None;
    }
    let (name, end) = lexicon.longest(source, at, |name| !name.only_head)?;
    let part = source.part(num.start, at);
    let less = zh::at(&part, 0, Use::Part).filter(|less| less.end == part.len())?;
    Some(Hit {
        start: num.start,
        end,
        value: Some(less.value),
        name,
        num_end: at,
    })
}

/// Names that mean their unit without a number, where no hit covers them.
fn alone(source: &Source, culture: Culture, lexicon: &Lexicon, found: &[Hit]) -> Vec<Hit> {
    let mut alone = Vec::new();
    let mut covered = found.iter().peekable();
    let mut i = 0;
    while i < source.len() {
        while covered.next_if(|hit| hit.end <= i).is_some() {}
        if let Some(hit) = covered.peek().filter(|hit| hit.start <= i) {
            i = hit.end;
            continue;
        }
        let bounded = !source.ch(i).is_alphanumeric() || source.starts(i);
        let hit = bounded
            .then(|| lexicon.longest(source, i, |_| true))
            .flatten();
        let Some((name, end)) = hit else {
            i += 1;
            continue;
        };
        let after_digit = source.before(i).is_ascii_digit() && culture == Culture::English;
        if name.alone && !after_digit && covered.peek().is_none_or(|hit| hit.start >= end) {
            alone.push(Hit {
                start: i,
                end,
                value: None,
                name,
                num_end: end,
            });
        }
        i = end;
    }
    alone
}
