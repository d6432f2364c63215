//! Hundredths: 百分之二十, 20%, twenty percent, 两成, 一半.

use super::{Num, zh};
use crate::values::scan::Scan;

/// Hundredths and end of every percentage that starts at `i`.
pub(crate) fn percents(scan: &Scan, numbers: &[Vec<Num>], i: usize) -> Vec<(f64, usize)> {
    let mut found = Vec::new();
    for n in &numbers[i] {
        let next = scan.skip(n.end);
        if scan.ch(next) == '%' {
            found.push((n.value, next + 1));
        } else if let Some(end) =
            scan.phrases(next, &["percent", "per cent", "pct", "percentage points"])
        {
            found.push((n.value, end));
        } else if let Some(end) = scan.lit(n.end, "个百分点") {
            found.push((n.value, end));
        } else if scan.ch(n.end) == '成' && (0.0..=10.0).contains(&n.value) {
            found.push(tenths(scan, n));
        }
        if n.value == 0.5 {
            found.push((50.0, n.end));
        }
    }
    found.extend(hundredths(scan, numbers, i));
    found
}

fn tenths(scan: &Scan, n: &Num) -> (f64, usize) {
    let after = n.end + 1;
    match scan.ch(after) {
        '半' => (n.value * 10.0 + 5.0, after + 1),
        c => zh::digit(c).map_or((n.value * 10.0, after), |d| {
            (n.value * 10.0 + super::arabic::as_f64(d), after + 1)
        }),
    }
}

/// 百分之二十, 负百分之五, 百分之百, 百分百.
fn hundredths(scan: &Scan, numbers: &[Vec<Num>], i: usize) -> Vec<(f64, usize)> {
    let (sign, at) = if scan.ch(i) == '负' {
        (-1.0, i + 1)
    } else {
        (1.0, i)
    };
    if let Some(end) = scan.any(at, &["百分之百", "百分之一百", "百分百"]) {
        return vec![(sign * 100.0, end)];
    }
    let Some(top) = scan.lit(at, "百分之") else {
        return Vec::new();
    };
    numbers
        .get(scan.skip(top))
        .into_iter()
        .flatten()
        .map(|n| (sign * n.value, n.end))
        .collect()
}
