//! Lines side by side are a row of a table or a receipt; the total of a receipt stands in one.

use std::sync::OnceLock;

use super::{Line, Page, order};

/// An amount has at most this many digits before the point: more is a number of an account or a telephone.
const DIGITS_MAX: usize = 9;

/// The words by which people call the sum that is to be paid, the surest first.
const SUMS: &str = include_str!("sums.txt");

/// An amount of money on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// In hundredths: fen, cents.
    pub hundredths: u64,
    /// As it is written, with the sign of its currency where there is one.
    pub text: String,
}

impl Page {
    /// The lines, those side by side together.
    pub fn rows(&self) -> Vec<&[Line]> {
        order::rows(&self.lines)
            .into_iter()
            .map(|row| &self.lines[row])
            .collect()
    }

    /// What is to be paid, of a receipt or an invoice: the last amount of the row that calls it the total, or of the
    /// row below.
    pub fn total(&self) -> Option<Amount> {
        let rows = self.rows();
        let texts: Vec<String> = rows.iter().map(|row| joined(row)).collect();
        let ranked = texts
            .iter()
            .enumerate()
            .filter_map(|(idx, text)| Some((rank(text)?, idx)));
        let mut ranked: Vec<(usize, usize)> = ranked.collect();
        // Of two equally sure rows the lower one: a subtotal stands above.
        ranked.sort_by_key(|&(rank, idx)| (rank, usize::MAX - idx));
        let amount = |idx: usize| texts.get(idx).and_then(|text| amounts(text).pop());
        ranked
            .into_iter()
            .find_map(|(_, idx)| amount(idx).or_else(|| amount(idx + 1)))
    }
}

fn joined(row: &[Line]) -> String {
    let texts: Vec<&str> = row.iter().map(|line| &*line.text).collect();
    texts.join(" ")
}

/// How sure it is that the row has the total; less is surer.
fn rank(text: &str) -> Option<usize> {
    static WORDS: OnceLock<Vec<String>> = OnceLock::new();
    let words = WORDS.get_or_init(|| SUMS.lines().map(plain).collect());
    let text = plain(text);
    words.iter().position(|word| {
        let at = text.find(&**word);
        // "subtotal" has a total in it, and is none.
        let part_of_another = |at: usize| text[..at].ends_with(|c: char| c.is_ascii_alphabetic());
        at.is_some_and(|at| !part_of_another(at))
    })
}

/// Without spaces, with small letters.
fn plain(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_whitespace());
    kept.map(|c| c.to_ascii_lowercase()).collect()
}

/// The amounts of a row, from the left: numbers with two places, or with the sign of a currency.
fn amounts(text: &str) -> Vec<Amount> {
    let chars: Vec<char> = text.chars().map(narrow).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let is_number = |c: &char| c.is_ascii_digit() || matches!(c, '.' | ',');
        let n = chars[at..].iter().take_while(|c| is_number(c)).count();
        let number: String = chars[at..at + n].iter().collect();
        let signed = chars[..at]
            .iter()
            .rev()
            .find(|c| !c.is_whitespace())
            .filter(|c| matches!(c, '¥' | '$' | '€' | '£'));
        let called = chars.get(at + n).is_some_and(|c| *c == '元');
        found.extend(amount(&number, signed.copied(), called));
        at += n;
    }
    found
}

/// Wide forms as narrow ones.
fn narrow(c: char) -> char {
    match c {
        '￥' => '¥',
        '，' => ',',
        '．' => '.',
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        other => other,
    }
}

fn amount(number: &str, sign: Option<char>, called: bool) -> Option<Amount> {
    let number = number.trim_end_matches(['.', ',']);
    let (whole, cents) = match number.rsplit_once('.') {
        Some((whole, cents)) => (whole, cents),
        None => (number, ""),
    };
    let whole: String = whole.split(',').collect();
    let is_money = cents.len() == 2 || ((sign.is_some() || called) && cents.len() < 2);
    let fits = whole.len() <= DIGITS_MAX && whole.chars().all(|c| c.is_ascii_digit());
    if !is_money || !fits {
        return None;
    }
    let hundredths =
        whole.parse::<u64>().ok()? * 100 + format!("{cents:0<2}").parse::<u64>().ok()?;
    let sign = sign.map(String::from).unwrap_or_default();
    Some(Amount {
        hundredths,
        text: format!("{sign}{number}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Quad;

    /// A page of rows whose parts are a bar apart.
    fn page(rows: &[&str]) -> Page {
        let lines = rows.iter().enumerate().flat_map(|(y, row)| {
            row.split('|').enumerate().map(move |(x, text)| {
                let (left, top) = (x as f32 * 200.0, y as f32 * 40.0);
                Line {
                    text: text.to_owned(),
                    quad: Quad::upright(left, top, left + 150.0, top + 24.0),
                    ..Line::default()
                }
            })
        });
        Page {
            width: 600,
            height: 800,
            lines: lines.collect(),
        }
    }

    #[track_caller]
    fn check(rows: &[&str], expect: Option<(u64, &str)>) {
        let page = page(rows);
        let got = page.total();
        assert_eq!(got.as_ref().map(|got| (got.hundredths, &*got.text)), expect);
        assert_eq!(page.rows().len(), rows.len());
    }

    #[test]
    fn what_is_to_be_paid() {
        check(&["牛奶|x2|12.50", "合计|￥25.00"], Some((2500, "¥25.00")));
        check(
            &["Milk|3.20", "SUBTOTAL|3.20", "Tax|0.26", "TOTAL|$3.46"],
            Some((346, "$3.46")),
        );
        check(
            &[
                "小计|30.00",
                "优惠|-5.00",
                "应付金额：25.00 元",
                "实收|100.00",
                "找零|75.00",
            ],
            Some((2500, "25.00")),
        );
        check(
            &["价税合计（大写）壹佰圆整|（小写）¥100.00"],
            Some((10000, "¥100.00")),
        );
        check(&["Total", "1,234.50"], Some((123450, "1,234.50")));
        check(&["合计 TOTAL|¥77.5"], Some((7750, "¥77.5")));
        check(&["总计 58元"], Some((5800, "58")));
    }

    #[test]
    fn no_total_is_made_up() {
        check(&["牛奶|12.50", "Bread|3.00"], None);
        check(&["合计|三件"], None);
        check(&["Total items|3"], None);
        check(&["合计 12345678901234.00"], None);
        check(&[], None);
    }
}
