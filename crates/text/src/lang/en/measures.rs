//! Money and measures in English.

use super::numbers::{number, words};
use crate::Style;
use crate::render::{Decimal, has_halves};
use crate::units::{self, Unit};

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

/// Signs that are not written in lower case, by unit.
const SIGNS: [(&str, &str); 23] = [
    ("celsius", "°C"),
    ("fahrenheit", "°F"),
    ("kelvin", "K"),
    ("l", "L"),
    ("ml", "mL"),
    ("kb", "KB"),
    ("mb", "MB"),
    ("gb", "GB"),
    ("tb", "TB"),
    ("mbps", "Mbps"),
    ("gbps", "Gbps"),
    ("joule", "J"),
    ("kj", "kJ"),
    ("wh", "Wh"),
    ("kwh", "kWh"),
    ("watt", "W"),
    ("kw", "kW"),
    ("pa", "Pa"),
    ("hpa", "hPa"),
    ("kpa", "kPa"),
    ("volt", "V"),
    ("ma", "mA"),
    ("decibel", "dB"),
];
/// The same for the kinds of hertz.
const HERTZ: [(&str, &str); 4] = [("hz", "Hz"), ("khz", "kHz"), ("mhz", "MHz"), ("ghz", "GHz")];

/// five kilometers, half a mile, two and a half liters, minus five degrees Celsius; on the screen 5 km, -5°C.
pub(super) fn quantity(n: f64, unit: &str, style: Style) -> String {
    let (Some(unit), Some(parts)) = (units::by_id(unit), Decimal::measured(n)) else {
        return format!("{} {unit}", number(n, style));
    };
    let one = unit.en.first().copied().unwrap_or(unit.id);
    let several = unit.en.get(1).copied().unwrap_or(one);
    let name = |n: f64| proper(if n == 1.0 { one } else { several });
    let value = parts.value();
    if style == Style::Show {
        return match sign(unit) {
            Some(sign) if sign.starts_with('°') => format!("{}{sign}", parts.figures(true)),
            Some(sign) => format!("{} {sign}", parts.figures(true)),
            None => format!("{} {}", parts.figures(true), name(value)),
        };
    }
    let halves = has_halves(unit.dimension) && !parts.negative;
    match (parts.whole, parts.fraction.as_str()) {
        (0, "5") if halves && one.starts_with(['a', 'e', 'i', 'o']) => format!("half an {one}"),
        (0, "5") if halves => format!("half a {one}"),
        (whole, "5") if halves => format!("{} and a half {several}", words(whole)),
        _ => format!("{} {}", number(value, style), name(value)),
    }
}

fn sign(unit: &Unit) -> Option<&'static str> {
    let known = SIGNS.iter().chain(&HERTZ).find(|(id, _)| *id == unit.id);
    known
        .map(|(_, sign)| *sign)
        .or_else(|| unit.signs.first().copied())
}

/// Names of people in names of units have a capital where English writes one.
fn proper(name: &str) -> String {
    name.replace("celsius", "Celsius")
        .replace("fahrenheit", "Fahrenheit")
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

    #[track_caller]
    fn check_quantity(n: f64, unit: &str, say: &str, show: &str) {
        assert_eq!(quantity(n, unit, Style::Say), say);
        assert_eq!(quantity(n, unit, Style::Show), show);
    }

    #[test]
    fn measured_amounts() {
        check_quantity(1.0, "km", "one kilometer", "1 km");
        check_quantity(5.0, "km", "five kilometers", "5 km");
        check_quantity(0.5, "mile", "half a mile", "0.5 mi");
        check_quantity(0.5, "ounce", "half an ounce", "0.5 oz");
        check_quantity(2.5, "l", "two and a half liters", "2.5 L");
        check_quantity(
            1.609344,
            "km",
            "one point six zero nine kilometers",
            "1.609 km",
        );
        check_quantity(6.0, "foot", "six feet", "6 ft");
        check_quantity(1.0, "inch", "one inch", "1 inch");
        check_quantity(25.0, "celsius", "twenty-five degrees Celsius", "25°C");
        check_quantity(1.0, "celsius", "one degree Celsius", "1°C");
        check_quantity(-5.0, "fahrenheit", "minus five degrees Fahrenheit", "-5°F");
        check_quantity(72.5, "degree", "seventy-two point five degrees", "72.5°");
        check_quantity(3.0, "year_old", "three years old", "3 years old");
        check_quantity(1200.0, "watt", "one thousand, two hundred watts", "1,200 W");
        check_quantity(60.0, "mph", "sixty miles per hour", "60 mph");
        check_quantity(2.0, "jin", "two catties", "2 catties");
        check_quantity(100.0, "mhz", "one hundred megahertz", "100 MHz");
        check_quantity(12.0, "smoot", "twelve smoot", "12 smoot");
    }
}
