//! Numbers as they are said in English.

use crate::Style;
use crate::render::{Decimal, grouped};

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = [
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
const LARGE: [(u64, &str); 6] = [
    (1_000_000_000_000_000_000, "quintillion"),
    (1_000_000_000_000_000, "quadrillion"),
    (1_000_000_000_000, "trillion"),
    (1_000_000_000, "billion"),
    (1_000_000, "million"),
    (1_000, "thousand"),
];

fn at(table: &[&'static str], n: u64) -> &'static str {
    usize::try_from(n)
        .ok()
        .and_then(|idx| table.get(idx))
        .copied()
        .unwrap_or("")
}

/// A whole number in words.
pub(super) fn words(n: u64) -> String {
    if n < 20 {
        return at(&SMALL, n).to_owned();
    }
    if n < 100 {
        let tens = at(&TENS, n / 10);
        return match n % 10 {
            0 => tens.to_owned(),
            ones => format!("{tens}-{}", at(&SMALL, ones)),
        };
    }
    if n < 1_000 {
        let hundreds = format!("{} hundred", at(&SMALL, n / 100));
        return match n % 100 {
            0 => hundreds,
            rest => format!("{hundreds} and {}", words(rest)),
        };
    }
    let (unit, name) = LARGE
        .into_iter()
        .find(|(unit, _)| n >= *unit)
        .unwrap_or((1_000, "thousand"));
    let head = format!("{} {name}", words(n / unit));
    match n % unit {
        0 => head,
        rest if rest < 100 => format!("{head} and {}", words(rest)),
        rest => format!("{head}, {}", words(rest)),
    }
}

/// A place in an order in words: first, twenty-second.
pub(super) fn ordinal_words(n: u64) -> String {
    let cardinal = words(n);
    let cut = cardinal.rfind(['-', ' ']).map_or(0, |at| at + 1);
    let (head, last) = cardinal.split_at(cut);
    let last = match last {
        "one" => "first".to_owned(),
        "two" => "second".to_owned(),
        "three" => "third".to_owned(),
        "five" => "fifth".to_owned(),
        "eight" => "eighth".to_owned(),
        "nine" => "ninth".to_owned(),
        "twelve" => "twelfth".to_owned(),
        word => match word.strip_suffix('y') {
            Some(stem) => format!("{stem}ieth"),
            None => format!("{word}th"),
        },
    };
    format!("{head}{last}")
}

/// 1st, 22nd, 113th.
pub(super) fn ordinal_figures(n: u64) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

pub(super) fn number(n: f64, style: Style) -> String {
    let Some(parts) = Decimal::of(n) else {
        return n.to_string();
    };
    if style == Style::Show {
        return parts.figures(true);
    }
    let sign = if parts.negative { "minus " } else { "" };
    let point = if parts.is_whole() { "" } else { " point " };
    format!(
        "{sign}{}{point}{}",
        words(parts.whole),
        digits(&parts.fraction)
    )
}

pub(super) fn count(n: i64, style: Style) -> String {
    let (say, show) = if n < 0 { ("minus ", "-") } else { ("", "") };
    match style {
        Style::Say => format!("{say}{}", words(n.unsigned_abs())),
        Style::Show => format!("{show}{}", grouped(n.unsigned_abs())),
    }
}

pub(super) fn ordinal(n: i64, style: Style) -> String {
    let place = match style {
        Style::Say => ordinal_words(n.unsigned_abs()),
        Style::Show => ordinal_figures(n.unsigned_abs()),
    };
    match n {
        -1 => "last".to_owned(),
        ..0 => format!("{place} from last"),
        _ => place,
    }
}

/// Every digit as a word of its own; the rest stays.
pub(super) fn digits(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let digit = c.to_digit(10);
        if digit.is_some() && out.ends_with(|last: char| last.is_alphanumeric()) {
            out.push(' ');
        }
        match digit {
            Some(n) => out.push_str(at(&SMALL, n.into())),
            None => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(n: f64, say: &str, show: &str) {
        assert_eq!(number(n, Style::Say), say);
        assert_eq!(number(n, Style::Show), show);
    }

    #[test]
    fn numbers() {
        check(0.0, "zero", "0");
        check(7.0, "seven", "7");
        check(13.0, "thirteen", "13");
        check(42.0, "forty-two", "42");
        check(100.0, "one hundred", "100");
        check(220.0, "two hundred and twenty", "220");
        check(1001.0, "one thousand and one", "1,001");
        check(1234.0, "one thousand, two hundred and thirty-four", "1,234");
        check(2000000.0, "two million", "2,000,000");
        check(-5.0, "minus five", "-5");
        check(2.74, "two point seven four", "2.74");
        check(0.05, "zero point zero five", "0.05");
        check(f64::NAN, "NaN", "NaN");
    }

    #[track_caller]
    fn check_ordinal(n: i64, say: &str, show: &str) {
        assert_eq!(ordinal(n, Style::Say), say);
        assert_eq!(ordinal(n, Style::Show), show);
    }

    #[test]
    fn ordinals() {
        check_ordinal(1, "first", "1st");
        check_ordinal(2, "second", "2nd");
        check_ordinal(3, "third", "3rd");
        check_ordinal(5, "fifth", "5th");
        check_ordinal(8, "eighth", "8th");
        check_ordinal(11, "eleventh", "11th");
        check_ordinal(12, "twelfth", "12th");
        check_ordinal(20, "twentieth", "20th");
        check_ordinal(22, "twenty-second", "22nd");
        check_ordinal(100, "one hundredth", "100th");
        check_ordinal(113, "one hundred and thirteenth", "113th");
        check_ordinal(-1, "last", "last");
        check_ordinal(-2, "second from last", "2nd from last");
    }

    #[test]
    fn digit_by_digit() {
        assert_eq!(digits("911"), "nine one one");
        assert_eq!(digits("555-01"), "five five five-zero one");
        assert_eq!(count(-2, Style::Say), "minus two");
        assert_eq!(count(12000, Style::Show), "12,000");
    }
}
