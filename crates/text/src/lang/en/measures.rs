//! Money and measures in English.

use super::numbers::{number, words};
use crate::Style;
use crate::render::{Decimal, grouped};

/// ISO code, one, several, whether there are hundredths, sign.
const CURRENCIES: [(&str, &str, &str, bool, &str); 12] = [
    ("CNY", "yuan", "yuan", true, "¥"),
    ("USD", "dollar", "dollars", true, "$"),
    ("EUR", "euro", "euros", true, "€"),
    ("GBP", "pound", "pounds", true, "£"),
    ("JPY", "yen", "yen", false, "JP¥"),
    ("HKD", "Hong Kong dollar", "Hong Kong dollars", true, "HK$"),
    ("TWD", "Taiwan dollar", "Taiwan dollars", false, "NT$"),
    ("KRW", "won", "won", false, "₩"),
    ("AUD", "Australian dollar", "Australian dollars", true, "A$"),
    ("CAD", "Canadian dollar", "Canadian dollars", true, "C$"),
    ("SGD", "Singapore dollar", "Singapore dollars", true, "S$"),
    ("CHF", "Swiss franc", "Swiss francs", true, "CHF "),
];

pub(super) fn money(n: f64, currency: &str, style: Style) -> String {
    let found = CURRENCIES.iter().find(|(code, ..)| *code == currency);
    let (Some((_, one, several, has_cents, sign)), Some(parts)) = (found, Decimal::rounded(n, 2))
    else {
        return format!("{} {currency}", number(n, style));
    };
    let cents: u64 = format!("{:0<2}", parts.fraction).parse().unwrap_or(0);
    if style == Style::Show {
        let minus = if parts.negative { "-" } else { "" };
        let point = if cents == 0 {
            String::new()
        } else {
            format!(".{cents:02}")
        };
        return format!("{minus}{sign}{}{point}", grouped(parts.whole));
    }
    let name = if parts.whole == 1 { one } else { several };
    if cents > 0 && !has_cents {
        return format!("{} {several}", number(n, style));
    }
    let minus = if parts.negative { "minus " } else { "" };
    match (parts.whole, cents) {
        (whole, 0) => format!("{minus}{} {name}", words(whole)),
        (0, cents) => format!("{minus}{}", hundredths(currency, cents)),
        (whole, 1..10) => {
            format!(
                "{minus}{} {name} and {}",
                words(whole),
                hundredths(currency, cents)
            )
        }
        (whole, cents) => format!("{minus}{} {name} {}", words(whole), words(cents)),
    }
}

fn hundredths(currency: &str, n: u64) -> String {
    let (one, several) = match currency {
        "GBP" => ("penny", "pence"),
        "CNY" => ("fen", "fen"),
        "CHF" => ("centime", "centimes"),
        _ => ("cent", "cents"),
    };
    format!("{} {}", words(n), if n == 1 { one } else { several })
}

pub(super) fn quantity(n: f64, unit: &str, style: Style) -> String {
    format!("{} {unit}", number(n, style))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(n: f64, currency: &str, say: &str, show: &str) {
        assert_eq!(money(n, currency, Style::Say), say);
        assert_eq!(money(n, currency, Style::Show), show);
    }

    #[test]
    fn amounts_of_money() {
        check(5.6, "USD", "five dollars sixty", "$5.60");
        check(1.0, "USD", "one dollar", "$1");
        check(1.05, "USD", "one dollar and five cents", "$1.05");
        check(0.99, "USD", "ninety-nine cents", "$0.99");
        check(0.01, "GBP", "one penny", "£0.01");
        check(-3.5, "EUR", "minus three euros fifty", "-€3.50");
        check(5.6, "CNY", "five yuan sixty", "¥5.60");
        check(1000.0, "JPY", "one thousand yen", "JP¥1,000");
        check(2.5, "JPY", "two point five yen", "JP¥2.50");
        check(3.0, "XAU", "three XAU", "3 XAU");
    }
}
