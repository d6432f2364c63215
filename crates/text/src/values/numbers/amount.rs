//! How much of a unit: what may stand before "hours", "小时", "pounds" or "斤".

use super::Num;
use crate::values::scan::Scan;

/// An amount, ending where its unit starts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Amount {
    pub(crate) unit_at: usize,
    pub(crate) value: f64,
    /// False when "a" or "an" stands for the number.
    pub(crate) counted: bool,
}

/// Every amount that starts at `i`; `numbers` are the numbers there.
pub(crate) fn amounts(scan: &Scan, numbers: &[Num], i: usize) -> Vec<Amount> {
    let mut found = Vec::new();
    for n in numbers {
        let end = scan.gap(n.end);
        found.push(Amount {
            unit_at: end,
            value: n.value,
            counted: true,
        });
        let measure = scan.skip(n.end);
        if scan.ch(measure) == '个' {
            let after = scan.skip(measure + 1);
            found.push(Amount {
                unit_at: after,
                value: n.value,
                counted: true,
            });
            if scan.ch(after) == '半' {
                found.push(Amount {
                    unit_at: scan.skip(after + 1),
                    value: n.value + 0.5,
                    counted: true,
                });
            }
        }
        if let Some(end) = of_a(scan, n.end) {
            found.push(Amount {
                unit_at: end,
                value: n.value,
                counted: true,
            });
        }
    }
    if let Some(end) = scan.phrases(i, &["a", "an"]) {
        found.push(Amount {
            unit_at: scan.skip(end),
            value: 1.0,
            counted: false,
        });
    }
    found
}

/// "half an | hour", "a quarter of an | hour", "three quarters of an | hour".
fn of_a(scan: &Scan, end: usize) -> Option<usize> {
    scan.phrases(scan.skip(end), &["a", "an", "of a", "of an"])
        .map(|end| scan.skip(end))
}
