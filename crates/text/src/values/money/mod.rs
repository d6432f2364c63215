//! Money: 五块六, 三毛五, 20美元, $5.99, five dollars and ten cents.

mod table;

use super::{
    measure,
    numbers::{self, Num},
    scan::Scan,
};
use table::{Name, Part};

/// One reading of an amount of money.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Money {
    pub(super) end: usize,
    pub(super) amount: f64,
    pub(super) currency: &'static str,
}

/// Every amount of money that starts at `i`.
pub(super) fn at(scan: &Scan, numbers: &[Vec<Num>], i: usize) -> Vec<Money> {
    let mut found = sign_first(scan, numbers, i);
    for amount in numbers::amounts(scan, &numbers[i], i) {
        let Some((name, end)) = table::after(scan, amount.unit_at) else {
            continue;
        };
        if !amount.counted && name.code {
            continue;
        }
        let money = Money {
            end,
            amount: cents(amount.value * name.part.share()),
            currency: name.currency,
        };
        found.extend(with_parts(scan, numbers, money, name));
        found.push(money);
    }
    for money in found.clone() {
        let end = scan.any(money.end, &["钱", "人民币"]);
        found.extend(end.map(|end| Money { end, ..money }));
    }
    found.dedup();
    found
}

/// $5.99, ¥100, RMB 100, 人民币三百元.
fn sign_first(scan: &Scan, numbers: &[Vec<Num>], i: usize) -> Vec<Money> {
    let (sign, at) = if scan.ch(i) == '-' {
        (-1.0, i + 1)
    } else {
        (1.0, i)
    };
    let Some((currency, end)) = table::before(scan, at) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for n in numbers
        .get(scan.skip(end))
        .into_iter()
        .flatten()
        .filter(|n| n.value >= 0.0)
    {
        if scan.ch(n.end) == '%' {
            continue;
        }
        let money = Money {
            end: n.end,
            amount: sign * n.value,
            currency,
        };
        let named = table::after(scan, scan.skip(n.end));
        let same = named.filter(|(name, _)| {
            name.part == Part::Whole && [currency, "CNY"].contains(&name.currency)
        });
        if let Some((name, end)) = same {
            let whole = Money { end, ..money };
            found.extend(with_parts(scan, numbers, whole, Name { currency, ..name }));
            found.push(whole);
        }
        found.push(money);
    }
    found
}

/// The smaller coins that follow: 五块六, 五块六毛五, five dollars and ten cents, 两块半.
fn with_parts(scan: &Scan, numbers: &[Vec<Num>], money: Money, name: Name) -> Vec<Money> {
    let mut found = Vec::new();
    let sign = if money.amount < 0.0 { -1.0 } else { 1.0 };
    let share = name.part.share();
    let plus = |more: f64, end: usize| Money {
        end,
        amount: cents(money.amount + sign * more),
        ..money
    };
    if name.chinese && scan.ch(money.end) == '半' {
        found.push(plus(share / 2.0, money.end + 1));
    }
    if name.chinese
        && let Some((part, end)) =
            measure::decimals(scan, money.end).filter(|(_, end)| *end - money.end <= 2)
    {
        found.push(plus(part * share, end));
    }
    for n in numbers
        .get(joint(scan, money.end))
        .into_iter()
        .flatten()
        .filter(|n| n.value >= 0.0)
    {
        let Some((next, end)) = table::after(scan, scan.skip(n.end)) else {
            continue;
        };
        let more = n.value * next.part.share();
        let same =
            next.currency == money.currency || (next.part == Part::Hundredth && !next.chinese);
        if same && next.part.share() < share && more < share * 10.0 {
            let sum = plus(more, end);
            found.push(sum);
            found.extend(with_parts(
                scan,
                numbers,
                sum,
                Name {
                    part: next.part,
                    ..name
                },
            ));
            break;
        }
    }
    found
}

/// Past what joins an amount and its smaller coins.
fn joint(scan: &Scan, end: usize) -> usize {
    let at = scan.skip(end);
    let at = scan.any(at, &["零", "又", ","]).unwrap_or(at);
    let at = scan.skip(at);
    scan.phrase(at, "and").map_or(at, |end| scan.skip(end))
}

/// Sums of tenths and hundredths, without the dust of binary fractions.
fn cents(amount: f64) -> f64 {
    if amount.abs() < 1e11 {
        (amount * 1e4).round() / 1e4
    } else {
        amount
    }
}
