//! Money and measures in English.

use super::numbers::{number, words};
use crate::Style;
use crate::render::Decimal;

/// ISO code, one, several, one hundredth and several where people name them, sign.
const CURRENCIES: [(&str, &str, &str, &str, &str, &str); 29] = [
    ("CNY", "yuan", "yuan", "fen", "fen", "¥"),
    ("USD", "dollar", "dollars", "cent", "cents", "$"),
    ("EUR", "euro", "euros", "cent", "cents", "€"),
    ("GBP", "pound", "pounds", "penny", "pence", "£"),
    ("JPY", "yen", "yen", "", "", "JP¥"),
    (
        "HKD",
        "Hong Kong dollar",
        "Hong Kong dollars",
        "cent",
        "cents",
        "HK$",
    ),
    ("MOP", "Macau pataca", "Macau patacas", "", "", "MOP$"),
    ("TWD", "Taiwan dollar", "Taiwan dollars", "", "", "NT$"),
    ("KRW", "won", "won", "", "", "₩"),
    (
        "AUD",
        "Australian dollar",
        "Australian dollars",
        "cent",
        "cents",
        "A$",
    ),
    (
        "NZD",
        "New Zealand dollar",
        "New Zealand dollars",
        "cent",
        "cents",
        "NZ$",
    ),
    (
        "CAD",
        "Canadian dollar",
        "Canadian dollars",
        "cent",
        "cents",
        "C$",
    ),
    (
        "SGD",
        "Singapore dollar",
        "Singapore dollars",
        "cent",
        "cents",
        "S$",
    ),
    (
        "CHF",
        "Swiss franc",
        "Swiss francs",
        "centime",
        "centimes",
        "CHF ",
    ),
    ("RUB", "ruble", "rubles", "", "", "₽"),
    ("INR", "Indian rupee", "Indian rupees", "", "", "₹"),
    ("THB", "baht", "baht", "", "", "฿"),
    ("VND", "Vietnamese dong", "Vietnamese dong", "", "", "₫"),
    ("MYR", "ringgit", "ringgit", "", "", "RM"),
    ("MXN", "Mexican peso", "Mexican pesos", "", "", "MX$"),
    ("BRL", "real", "reais", "", "", "R$"),
    ("TRY", "Turkish lira", "Turkish lira", "", "", "₺"),
    ("ZAR", "rand", "rand", "", "", "R"),
    ("SEK", "Swedish krona", "Swedish kronor", "", "", "SEK "),
    ("NOK", "Norwegian krone", "Norwegian kroner", "", "", "NOK "),
    ("DKK", "Danish krone", "Danish kroner", "", "", "DKK "),
    ("PLN", "zloty", "zlotys", "", "", "PLN "),
    ("AED", "dirham", "dirhams", "", "", "AED "),
    ("XBT", "bitcoin", "bitcoins", "", "", "₿"),
];

pub(super) fn money(n: f64, currency: &str, style: Style) -> String {
    let found = CURRENCIES.iter().find(|(code, ..)| *code == currency);
    let (Some((_, one, several, cent, cents, sign)), Some(parts)) = (found, Decimal::rounded(n, 2))
    else {
        return format!("{} {currency}", number(n, style));
    };
    let n_cents = parts.hundredths();
    if style == Style::Show {
        return parts.priced(sign);
    }
    if n_cents > 0 && cent.is_empty() {
        return format!("{} {several}", number(parts.value(), style));
    }
    let minus = if parts.negative { "minus " } else { "" };
    let whole = format!(
        "{} {}",
        words(parts.whole),
        if parts.whole == 1 { one } else { several }
    );
    let rest = format!(
        "{} {}",
        words(n_cents),
        if n_cents == 1 { cent } else { cents }
    );
    match (parts.whole, n_cents) {
        (_, 0) => format!("{minus}{whole}"),
        (0, _) => format!("{minus}{rest}"),
        (_, 1..10) => format!("{minus}{whole} and {rest}"),
        (_, n_cents) => format!("{minus}{whole} {}", words(n_cents)),
    }
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
        check(0.1, "GBP", "ten pence", "£0.10");
        check(1.0, "BRL", "one real", "R$1");
        check(25.5, "RUB", "twenty-five point five rubles", "₽25.50");
        check(3.0, "XAU", "three XAU", "3 XAU");
    }
}
