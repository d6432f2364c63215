//! Measured amounts: 二十五度, 零下五摄氏度, 一米七五, three and a half cups, five foot seven.

use super::{
    numbers::{self, Amount, Form, Num},
    scan::{Scan, numeral},
};
use crate::units::{self, Dimension, Unit};

/// Colours of light; "5K" is a run or a sum.
const LIGHT_KELVIN: std::ops::RangeInclusive<f64> = 1_000.0..=20_000.0;

/// One reading of a measured amount.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Quantity {
    pub(super) end: usize,
    pub(super) amount: f64,
    pub(super) unit: &'static str,
}

/// Every measured amount that starts at `i`.
pub(super) fn at(scan: &Scan, numbers: &[Vec<Num>], i: usize) -> Vec<Quantity> {
    let mut found = scale_first(scan, numbers, i);
    found.extend(below_zero(scan, numbers, i));
    for amount in numbers::amounts(scan, &numbers[i], i) {
        let Some((unit, end)) = unit_at(scan, amount.unit_at) else {
            continue;
        };
        if unit.dimension == Dimension::Time || !fits(scan, unit, amount, end) {
            continue;
        }
        let first = Quantity {
            end,
            amount: amount.value,
            unit: unit.id,
        };
        found.extend(with_half(scan, &first));
        found.extend(with_smaller(scan, numbers, unit, &first));
        found.push(first);
    }
    found.extend(feet_and_inches(scan, i));
    found.dedup();
    found
}

/// The unit with the longest name at `i`.
fn unit_at(scan: &Scan, i: usize) -> Option<(&'static Unit, usize)> {
    if scan.ch(i).is_ascii_alphabetic() && scan.before(i).is_ascii_alphabetic() {
        return None;
    }
    units::by_first(scan.ch(i)).iter().find_map(|(name, unit)| {
        let end = scan.lit(i, name)?;
        let cut = scan.before(end).is_ascii_alphanumeric() && scan.ch(end).is_ascii_alphanumeric();
        (!cut).then_some((*unit, end))
    })
}

/// Whether a name means the unit here: "a k" is no kelvin, 两点 no weight, 三里屯 no distance.
fn fits(scan: &Scan, unit: &Unit, amount: Amount, end: usize) -> bool {
    let letter = scan.before(end).is_ascii_alphabetic();
    let single = letter && (end < 2 || !scan.ch(end - 2).is_ascii_alphabetic());
    if !amount.counted && single {
        return false;
    }
    if unit.id == "kelvin" && single {
        return LIGHT_KELVIN.contains(&amount.value);
    }
    let not_before = match (unit.id, scan.before(end)) {
        ("liang", _) => "个天周年点分次块小位种人三",
        ("li", _) => "屯面边程",
        ("m2", '平') => "时常台均静",
        ("bar", _) => "士黎西",
        ("ampere", _) => "全静装",
        ("m3", '方') => "面向法便案",
        ("degree", _) => "假过数",
        ("knot", _) => "课目日约省",
        ("qian", _) => "包",
        _ => "",
    };
    !not_before.contains(scan.ch(end)) || end == scan.len()
}

/// 两斤半, "a pound and a half".
fn with_half(scan: &Scan, first: &Quantity) -> Option<Quantity> {
    const TAILS: &[(&str, f64)] = &[("and a half", 0.5), ("and a quarter", 0.25)];
    let (part, end) = if scan.ch(first.end) == '半' {
        (0.5, first.end + 1)
    } else {
        let at = scan.skip(first.end);
        TAILS
            .iter()
            .find_map(|(words, part)| Some((*part, scan.phrase(at, words)?)))?
    };
    Some(Quantity {
        end,
        amount: first.amount + part * sign(first),
        ..*first
    })
}

fn sign(first: &Quantity) -> f64 {
    if first.amount < 0.0 { -1.0 } else { 1.0 }
}

/// 一米七五, 三斤二两, "five foot seven", "six pounds three ounces".
fn with_smaller(
    scan: &Scan,
    numbers: &[Vec<Num>],
    unit: &'static Unit,
    first: &Quantity,
) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut push = |more: f64, end: usize| {
        found.push(Quantity {
            end,
            amount: tidy(first.amount + more * sign(first)),
            unit: unit.id,
        });
    };
    if matches!(unit.id, "m" | "jin" | "chi" | "zhang" | "degree")
        && first.amount.fract() == 0.0
        && let Some((part, end)) = decimals(scan, first.end)
    {
        push(part, end);
    }
    for n in numbers
        .get(joint(scan, first.end))
        .into_iter()
        .flatten()
        .filter(|n| n.value >= 0.0)
    {
        if let Some((second, end)) = unit_at(scan, scan.gap(n.end))
            && second.dimension == unit.dimension
            && second.factor < unit.factor
            && second.offset == 0.0
        {
            push(n.value * second.factor / unit.factor, end);
        }
        if unit.id == "foot" && n.within(0..=11).is_some() && n.form != Form::Zh {
            push(n.value / 12.0, n.end);
        }
    }
    found
}

/// Sums without the dust of binary fractions.
fn tidy(amount: f64) -> f64 {
    if amount.abs() < 1e6 {
        (amount * 1e9).round() / 1e9
    } else {
        amount
    }
}

/// Past what joins two parts of an amount.
fn joint(scan: &Scan, end: usize) -> usize {
    let at = scan.skip(end);
    let at = scan.any(at, &["零", "又"]).unwrap_or(at);
    scan.phrase(at, "and").map_or(at, |end| scan.skip(end))
}

/// The digits after 米 in 一米七五, as a fraction; no unit may follow them.
pub(super) fn decimals(scan: &Scan, i: usize) -> Option<(f64, usize)> {
    let (mut end, mut text) = (i, String::from("0."));
    while text.len() < 5 {
        let c = scan.ch(end);
        let digit = c
            .to_digit(10)
            .map(i64::from)
            .or_else(|| numbers::digit(c).filter(|_| c != '两'));
        let Some(digit) = digit else { break };
        text.push_str(&digit.to_string());
        end += 1;
    }
    let next = scan.ch(end);
    let unit = numeral(next)
        || "个年月日号天点分秒米厘毫公斤度块元角毛倍层楼寸尺条位次人件%.:".contains(next);
    if end == i || (unit && end < scan.len()) {
        return None;
    }
    Some((text.parse().ok()?, end))
}

/// 摄氏25度, 华氏七十度, 摄氏零下五度.
fn scale_first(scan: &Scan, numbers: &[Vec<Num>], i: usize) -> Vec<Quantity> {
    let Some((unit, at)) = scan.longest(i, &[("摄氏", "celsius"), ("华氏", "fahrenheit")])
    else {
        return Vec::new();
    };
    let at = scan.skip(at);
    let (sign, at) = scan
        .any(at, &["零下"])
        .map_or((1.0, at), |end| (-1.0, scan.skip(end)));
    let here = numbers.get(at).into_iter().flatten();
    here.filter_map(|n| {
        let end = scan.lit(scan.skip(n.end), "度")?;
        Some(Quantity {
            end,
            amount: sign * n.value,
            unit,
        })
    })
    .collect()
}

/// 零下五度, 零下5摄氏度, "five degrees below zero".
fn below_zero(scan: &Scan, numbers: &[Vec<Num>], i: usize) -> Vec<Quantity> {
    let mut found = Vec::new();
    let heat = |at: usize| {
        unit_at(scan, at).filter(|(unit, _)| {
            matches!(unit.dimension, Dimension::Temperature | Dimension::Degree)
        })
    };
    if let Some(at) = scan.any(i, &["零下"]) {
        for n in numbers.get(scan.skip(at)).into_iter().flatten() {
            let unit = heat(scan.skip(n.end));
            found.extend(unit.map(|(unit, end)| Quantity {
                end,
                amount: -n.value,
                unit: unit.id,
            }));
        }
    }
    for n in numbers[i].iter().filter(|n| n.value > 0.0) {
        let at = scan.skip(n.end);
        let (unit, at) = heat(at).map_or(("degree", at), |(unit, end)| (unit.id, scan.skip(end)));
        let end = scan.phrases(at, &["below zero", "below freezing"]);
        found.extend(end.map(|end| Quantity {
            end,
            amount: -n.value,
            unit,
        }));
    }
    found
}

/// 5'7".
fn feet_and_inches(scan: &Scan, i: usize) -> Option<Quantity> {
    let (feet, _, mark) = scan.digits(i, 2)?;
    if scan.ch(mark) != '\'' {
        return None;
    }
    let (inches, _, end) = scan.digits(mark + 1, 2)?;
    let end = scan.any(end, &["\"", "''", "”"]).unwrap_or(end);
    let number = |n: i64| i32::try_from(n).ok().map(f64::from);
    Some(Quantity {
        end,
        amount: number(feet)? + number(inches)? / 12.0,
        unit: "foot",
    })
}
