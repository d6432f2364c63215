//! English number words: two hundred and five, one point five, a dozen, two and a half.

use super::{Form, Num};
use crate::values::scan::Scan;

/// More words than this make no number anyone says.
const WORDS_MAX: usize = 16;

/// What one word adds to a number.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Word {
    Unit(f64),
    Teen(f64),
    Tens(f64),
    Hundred,
    Scale(f64),
}

pub(super) fn word(word: &str) -> Option<Word> {
    use Word::{Hundred, Scale, Teen, Tens, Unit};
    Some(match word {
        "zero" | "nought" => Unit(0.0),
        "one" => Unit(1.0),
        "two" => Unit(2.0),
        "three" => Unit(3.0),
        "four" => Unit(4.0),
        "five" => Unit(5.0),
        "six" => Unit(6.0),
        "seven" => Unit(7.0),
        "eight" => Unit(8.0),
        "nine" => Unit(9.0),
        "ten" => Teen(10.0),
        "eleven" => Teen(11.0),
        "twelve" => Teen(12.0),
        "thirteen" => Teen(13.0),
        "fourteen" => Teen(14.0),
        "fifteen" => Teen(15.0),
        "sixteen" => Teen(16.0),
        "seventeen" => Teen(17.0),
        "eighteen" => Teen(18.0),
        "nineteen" => Teen(19.0),
        "twenty" => Tens(20.0),
        "thirty" => Tens(30.0),
        "forty" | "fourty" => Tens(40.0),
        "fifty" => Tens(50.0),
        "sixty" => Tens(60.0),
        "seventy" => Tens(70.0),
        "eighty" => Tens(80.0),
        "ninety" => Tens(90.0),
        "hundred" => Hundred,
        "thousand" => Scale(1e3),
        "million" => Scale(1e6),
        "billion" => Scale(1e9),
        "trillion" => Scale(1e12),
        _ => return None,
    })
}

pub(super) fn at(scan: &Scan, i: usize) -> Vec<Num> {
    let mut found = special(scan, i);
    let start = match scan.word(i) {
        Some(("a" | "an", end)) => scan.skip(end),
        Some(("point", end)) => {
            found.extend(decimals(scan, end, 0.0));
            return found;
        }
        Some(_) => i,
        None => return found,
    };
    let article = start != i;
    for whole in cardinals(scan, start, article) {
        let point = scan.skip(whole.end);
        if let Some(end) = scan.phrase(point, "point") {
            found.extend(decimals(scan, end, whole.value));
        }
        if let Some((end, part)) = and_a_part(scan, whole.end) {
            found.push(Num::made(end, whole.value + part));
        }
        found.extend(parts(scan, whole));
        found.push(whole);
    }
    found
}

/// Words that are numbers as a whole.
fn special(scan: &Scan, i: usize) -> Vec<Num> {
    const WORDS: &[(&str, f64)] = &[
        ("half", 0.5),
        ("a half", 0.5),
        ("a quarter", 0.25),
        ("a third", 1.0 / 3.0),
        ("a dozen", 12.0),
        ("half a dozen", 6.0),
        ("a couple", 2.0),
        ("a couple of", 2.0),
        ("half a million", 5e5),
        ("half a billion", 5e8),
    ];
    let first = scan.ch(i);
    if first != 'h' && first != 'a' {
        return Vec::new();
    }
    WORDS
        .iter()
        .filter_map(|(words, value)| Some(Num::made(scan.phrase(i, words)?, *value)))
        .collect()
}

/// The longest whole number at `i`, and the one that stops before its "and".
fn cardinals(scan: &Scan, i: usize, article: bool) -> Vec<Num> {
    let (mut total, mut section) = (0.0_f64, if article { 1.0 } else { 0.0 });
    let mut last: Option<Word> = None;
    let mut found = Vec::new();
    let (mut p, mut end) = (i, i);
    for _ in 0..WORDS_MAX {
        let Some((text, word_end)) = scan.word(p) else {
            break;
        };
        if text == "and" && matches!(last, Some(Word::Hundred | Word::Scale(_))) {
            let next = scan.skip(word_end);
            let follows = scan.word(next).and_then(|(text, _)| word(text));
            if !matches!(follows, Some(Word::Unit(_) | Word::Teen(_) | Word::Tens(_))) {
                break;
            }
            found.push(Num {
                end,
                value: total + section,
                form: Form::En,
            });
            p = next;
            continue;
        }
        let Some(word) = word(text).filter(|word| fits(*word, last, section, article)) else {
            break;
        };
        match word {
            Word::Unit(n) | Word::Teen(n) | Word::Tens(n) => section += n,
            Word::Hundred => section = section.max(1.0) * 100.0,
            Word::Scale(n) => {
                total += section.max(1.0) * n;
                section = 0.0;
            }
        }
        last = Some(word);
        end = word_end;
        p = scan.gap(end);
    }
    if last.is_some() {
        found.push(Num {
            end,
            value: total + section,
            form: Form::En,
        });
        found.extend(dozens(scan, end, total + section));
    }
    found
}

fn fits(word: Word, last: Option<Word>, section: f64, article: bool) -> bool {
    match (word, last) {
        (Word::Hundred | Word::Scale(_), None) => article,
        (_, None) => !article,
        (Word::Unit(n), Some(Word::Tens(_))) => n > 0.0,
        (Word::Unit(n), Some(Word::Hundred | Word::Scale(_))) => n > 0.0,
        (Word::Teen(_) | Word::Tens(_), Some(Word::Hundred | Word::Scale(_))) => true,
        (Word::Hundred, Some(Word::Unit(_) | Word::Teen(_) | Word::Tens(_))) => {
            section < 100.0 && section > 0.0
        }
        (Word::Scale(_), Some(Word::Scale(_))) => true,
        (Word::Scale(_), Some(_)) => section > 0.0,
        _ => false,
    }
}

fn dozens(scan: &Scan, end: usize, value: f64) -> Option<Num> {
    let end = scan.phrases(scan.skip(end), &["dozen"])?;
    Some(Num::made(end, value * 12.0))
}

/// The digits after "point".
fn decimals(scan: &Scan, end: usize, whole: f64) -> Option<Num> {
    let (mut p, mut text, mut stop) = (scan.skip(end), String::new(), end);
    while text.len() < 12 {
        let Some((said, word_end)) = scan.word(p) else {
            break;
        };
        let digit = match word(said) {
            Some(Word::Unit(n)) => format!("{n}"),
            None if said == "oh" => "0".to_owned(),
            Some(Word::Teen(n) | Word::Tens(n)) if text.is_empty() => format!("{n}"),
            _ => break,
        };
        text.push_str(&digit);
        stop = word_end;
        p = scan.gap(word_end);
    }
    let value: f64 = format!("{whole}.{text}").parse().ok()?;
    (!text.is_empty()).then(|| Num::made(stop, value))
}

/// "and a half", "and a quarter", "and three quarters": end and what to add.
pub(super) fn and_a_part(scan: &Scan, end: usize) -> Option<(usize, f64)> {
    const PARTS: &[(&str, f64)] = &[
        ("and a half", 0.5),
        ("and half", 0.5),
        ("and a quarter", 0.25),
        ("and three quarters", 0.75),
        ("and a third", 1.0 / 3.0),
        ("and two thirds", 2.0 / 3.0),
    ];
    let at = scan.skip(end);
    if scan.ch(at) != 'a' {
        return None;
    }
    PARTS
        .iter()
        .find_map(|(words, part)| Some((scan.phrase(at, words)?, *part)))
}

/// "three quarters", "two thirds", "one half".
fn parts(scan: &Scan, whole: Num) -> Option<Num> {
    let (said, end) = scan.word(scan.gap(whole.end))?;
    let bottom = match said {
        "half" | "halves" => 2.0,
        "third" | "thirds" => 3.0,
        "quarter" | "quarters" => 4.0,
        "fifths" => 5.0,
        "sixths" => 6.0,
        "eighths" => 8.0,
        "tenths" => 10.0,
        "hundredths" => 100.0,
        _ => return None,
    };
    (whole.value < bottom * 10.0 && whole.value > 0.0).then(|| Num::made(end, whole.value / bottom))
}
