//! Places in an order: 第三, third, 3rd, twenty-first, 最后一个, second to last.

use super::{Form, Num, en};
use crate::values::scan::Scan;

/// Place and end of every ordinal that starts at `i`.
pub(crate) fn ordinals(scan: &Scan, numbers: &[Vec<Num>], i: usize) -> Vec<(i64, usize)> {
    let mut found = Vec::new();
    found.extend(chinese(scan, numbers, i));
    found.extend(digits(scan, &numbers[i]));
    if let Some((place, end)) = words(scan, &numbers[i], i) {
        found.push((place, end));
        let from_end = scan.phrases(
            scan.gap(end),
            &["to last", "from last", "from the end", "last"],
        );
        found.extend(from_end.map(|end| (-place, end)));
    }
    found.extend(last(scan, i));
    for k in 0..found.len() {
        let (place, end) = found[k];
        found.extend(
            scan.any(scan.skip(end), &["个", "条", "首", "项", "次", "件", "位"])
                .filter(|_| place.abs() < 1_000)
                .map(|end| (place, end)),
        );
    }
    found
}

fn chinese(scan: &Scan, numbers: &[Vec<Num>], i: usize) -> Option<(i64, usize)> {
    let (sign, at) = scan.longest(i, &[("倒数第", -1), ("第", 1)])?;
    let at = scan.skip(at);
    let n = numbers.get(at)?.iter().find(|n| n.plain().is_some())?;
    Some((sign * n.plain()?, n.end))
}

/// 3rd, 21st.
pub(crate) fn digits(scan: &Scan, numbers: &[Num]) -> Option<(i64, usize)> {
    let n = numbers.iter().find(|n| matches!(n.form, Form::Digits(_)))?;
    let (suffix, end) = scan.word(n.end)?;
    let place = n.plain()?;
    let right = match (place % 100, place % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    (suffix == right || (suffix == "th" && right != "th")).then_some((place, end))
}

/// third, twenty-first, two hundred and fifth.
fn words(scan: &Scan, numbers: &[Num], i: usize) -> Option<(i64, usize)> {
    let (word, end) = scan.word(i)?;
    if let Some(place) = place(word) {
        return Some((place, end));
    }
    let base = numbers.iter().find(|n| n.form == Form::En)?;
    let value = base.plain()?;
    let mut at = scan.gap(base.end);
    if let Some(after) = scan.phrase(at, "and") {
        at = scan.skip(after);
    }
    let (word, end) = scan.word(at)?;
    let part = place(word)?;
    let fits =
        (value % 100 == 0 && part < 100) || (value % 10 == 0 && value % 100 >= 20 && part < 10);
    fits.then_some((value + part, end))
}

fn place(word: &str) -> Option<i64> {
    Some(match word {
        "first" => 1,
        "second" => 2,
        "third" => 3,
        "fourth" => 4,
        "fifth" => 5,
        "sixth" => 6,
        "seventh" => 7,
        "eighth" => 8,
        "ninth" => 9,
        "tenth" => 10,
        "eleventh" => 11,
        "twelfth" => 12,
        "twentieth" => 20,
        "thirtieth" => 30,
        "fortieth" => 40,
        "fiftieth" => 50,
        "sixtieth" => 60,
        "seventieth" => 70,
        "eightieth" => 80,
        "ninetieth" => 90,
        "hundredth" => 100,
        "thousandth" => 1000,
        _ => {
            let stem = word.strip_suffix("th")?;
            match en::word(stem)? {
                en::Word::Teen(n) if n > 12.0 => teen(stem)?,
                _ => return None,
            }
        }
    })
}

fn teen(stem: &str) -> Option<i64> {
    [
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ]
    .iter()
    .zip(13..)
    .find_map(|(word, place)| (*word == stem).then_some(place))
}

fn last(scan: &Scan, i: usize) -> Option<(i64, usize)> {
    if let Some(end) = scan.phrases(i, &["last", "last one", "the last", "the last one"]) {
        return Some((-1, end));
    }
    scan.longest(
        i,
        &[
            ("最后一", -1),
            ("最后", -1),
            ("最末", -1),
            ("头一", 1),
            ("首个", 1),
            ("首次", 1),
            ("首位", 1),
        ],
    )
}
