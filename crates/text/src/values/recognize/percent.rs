//! Percentages: 百分之五, 千分之三, 六个百分点, 八五折, 三成半, 25%, ten percent, percent of 15.

use super::{
    Culture, Entity, Field, format,
    number::{self, Num, Use, digits, zh},
    source::Source,
};

/// A percentage: where, and how many hundredths if it says.
struct Found {
    start: usize,
    end: usize,
    hundredths: Option<f64>,
}

pub(super) fn entities(source: &Source, culture: Culture) -> Vec<Entity> {
    let found = match culture {
        Culture::Chinese => chinese(source),
        Culture::English => english(source),
    };
    let entity = |found: Found| Entity {
        start: found.start,
        end: found.end,
        text: source.shown(found.start, found.end),
        type_name: "percentage",
        resolution: vec![(
            "value",
            found.hundredths.map_or_else(
                || Field::text("null"),
                |value| Field::Text(format!("{}%", format::number(value))),
            ),
        )],
    };
    found.into_iter().map(entity).collect()
}

fn chinese(source: &Source) -> Vec<Found> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < source.len() {
        let here = share_of(source, i)
            .or_else(|| discount(source, i))
            .or_else(|| counted(source, i));
        i = match &here {
            Some(here) => here.end,
            None if source.ch(i).is_ascii_digit() => source.digits(i),
            None => zh::past(source, i),
        };
        found.extend(here);
    }
    found
}

/// 百分之五, 万分之三; with a numeral before it, it is a fraction (一千分之一).
fn share_of(source: &Source, i: usize) -> Option<Found> {
    const SHARES: &[(&str, f64)] = &[
        ("百分之", 1.0),
        ("佰分之", 1.0),
        ("千分之", 0.1),
        ("仟分之", 0.1),
        ("万分之", 0.01),
        ("百万分之", 1e-4),
        ("千万分之", 1e-5),
        ("万万分之", 1e-6),
        ("亿分之", 1e-6),
    ];
    if zh::numeral(source.before(i)) || source.before(i).is_ascii_digit() {
        return None;
    }
    let hits = SHARES
        .iter()
        .filter_map(|(words, share)| Some((source.spaced(i, words)?, *share)));
    let (end, share) = hits.max_by_key(|(end, _)| *end)?;
    let from = source.skip(end);
    let written = zh::at(source, from, Use::Part);
    let scaled = digits::at(source, from, Culture::Chinese, Use::Alone);
    let longest = [written, scaled].into_iter().flatten();
    let (value, end) = match longest.max_by_key(|num| num.end) {
        Some(num) if num.subtype != number::Subtype::Fraction => (num.value, num.end),
        _ => (100.0, source.any(from, &["百", "佰"])?),
    };
    Some(Found {
        start: i,
        end,
        hundredths: Some(times(value, share)),
    })
}

/// A product of decimals without the dust of binary: through fifteen digits.
fn times(value: f64, share: f64) -> f64 {
    format!("{:.14e}", value * share)
        .parse()
        .unwrap_or(value * share)
}

/// 五折, 八五折, 2.5折, 三成半, 打对折.
fn discount(source: &Source, i: usize) -> Option<Found> {
    let found = |end, hundredths| {
        Some(Found {
            start: i,
            end,
            hundredths: Some(hundredths),
        })
    };
    if source.before(i) == '打'
        && let Some(end) = source.spaced(i, "对折")
    {
        return found(end, 50.0);
    }
    if let Some(end) = source.spaced(i, "半折") {
        return found(end, 50.0);
    }
    if let Some(end) = source
        .spaced(i, "半成")
        .filter(|end| !becomes(source, *end))
    {
        return found(end, 5.0);
    }
    if zh::numeral(source.before(i)) || source.before(i).is_ascii_digit() || source.before(i) == '.'
    {
        return None;
    }
    let (tenths, end) = tenths(source, i)?;
    let mark = source.skip(end);
    match source.ch(mark) {
        '折' if !"叠扣腾磨返旧线射".contains(source.ch(mark + 1))
            || source.ch(mark + 1) == '\0' =>
        {
            found(mark + 1, times(tenths, 10.0))
        }
        '成' if !becomes(source, mark + 1) => {
            let half = source.skip(mark + 1);
            let more = match source.ch(half) {
                '半' => Some(0.5),
                c => zh::digit(c).map(|d| d / 10.0),
            };
            match more {
                Some(more) => found(half + 1, times(tenths + more, 10.0)),
                None => found(mark + 1, times(tenths, 10.0)),
            }
        }
        _ => None,
    }
}

/// Whether 成 is part of a word (成功, 成为) and no tenth.
fn becomes(source: &Source, end: usize) -> bool {
    let next = source.ch(end);
    next != '\0' && "功立为员就长绩年熟果都语人本品交型群吨批双".contains(next)
}

/// One or two digits, with or without a point: 八, 八五, 八点五, 8.5, 10.
fn tenths(source: &Source, i: usize) -> Option<(f64, usize)> {
    let one = |c: char| c.to_digit(10).map(f64::from).or_else(|| zh::digit(c));
    if let Some(end) = source
        .spaced(i, "10")
        .or_else(|| source.any(i, &["十", "拾"]))
    {
        return Some((10.0, end));
    }
    let first = one(source.ch(i))?;
    let next = source.skip(i + 1);
    let (at, pointed) = match source.ch(next) {
        '点' | '.' => (source.skip(next + 1), true),
        _ => (next, false),
    };
    match one(source.ch(at)) {
        Some(second) => Some((first + second / 10.0, at + 1)),
        None => (!pointed).then_some((first, i + 1)),
    }
}

/// 六个百分点, 2.4 个百分点, -22.2%.
fn counted(source: &Source, i: usize) -> Option<Found> {
    if zh::digit(source.before(i)).is_some() || matches!(source.before(i), '%' | '.') {
        return None;
    }
    let num = zh::at(source, i, Use::Part)?;
    let next = source.skip(num.end);
    let end = source
        .spaced(next, "个百分点")
        .or_else(|| source.spaced(next, "个佰分点"))
        .or_else(|| sign(source, next))?;
    Some(Found {
        start: i,
        end,
        hundredths: Some(num.value),
    })
}

/// The end of a percent sign at `i` that no digit follows (in an address, `%20` is a space).
fn sign(source: &Source, i: usize) -> Option<usize> {
    let end = source.lit(i, "%")?;
    (!source.ch(end).is_ascii_digit()).then_some(end)
}

fn english(source: &Source) -> Vec<Found> {
    const WORDS: &[&str] = &["percent", "percents", "per cent", "per cents", "percentage"];
    let numbers = number::all(source, Culture::English, Use::Alone);
    let mut found: Vec<Found> = Vec::new();
    let mut free: Vec<Num> = Vec::new();
    for num in numbers {
        let next = source.skip(num.end);
        match sign(source, next).or_else(|| source.phrases(next, WORDS)) {
            Some(end) => found.push(Found {
                start: num.start,
                end,
                hundredths: Some(num.value),
            }),
            None => free.push(num),
        }
    }
    let taken: std::collections::HashSet<usize> =
        found.iter().flat_map(|f| f.start..f.end).collect();
    for i in 0..source.len() {
        let Some(end) = source.phrases(i, WORDS).or_else(|| sign(source, i)) else {
            continue;
        };
        if taken.contains(&i) || (source.ch(i) == '%' && !apart(source, i, end)) {
            continue;
        }
        let of = source
            .phrase(source.skip(end), "of")
            .map(|end| source.skip(end));
        let num = of.and_then(|at| {
            free.binary_search_by_key(&at, |num| num.start)
                .ok()
                .map(|k| free[k])
        });
        found.push(Found {
            start: i,
            end: num.map_or(end, |num| num.end),
            hundredths: num.map(|num| num.value),
        });
    }
    found.sort_by_key(|found| found.start);
    found
}

/// Whether a percent sign stands for itself, between spaces.
fn apart(source: &Source, start: usize, end: usize) -> bool {
    let open = |c: char| c == '\0' || c.is_whitespace();
    open(source.before(start)) && open(source.ch(end))
}
