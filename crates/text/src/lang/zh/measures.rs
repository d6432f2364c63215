//! Money and measures in Mandarin.

use super::numbers::{amount, before_measure, plain};
use crate::Style;
use crate::render::{Decimal, has_halves};
use crate::units::{self, Dimension};

/// ISO code, name, the hundredth where people name it, sign.
const CURRENCIES: [(&str, &str, &str, &str); 29] = [
    ("CNY", "元", "分", "¥"),
    ("USD", "美元", "美分", "$"),
    ("EUR", "欧元", "欧分", "€"),
    ("GBP", "英镑", "便士", "£"),
    ("JPY", "日元", "", "JP¥"),
    ("HKD", "港币", "", "HK$"),
    ("MOP", "澳门币", "", "MOP$"),
    ("TWD", "新台币", "", "NT$"),
    ("KRW", "韩元", "", "₩"),
    ("AUD", "澳元", "澳分", "A$"),
    ("NZD", "新西兰元", "", "NZ$"),
    ("CAD", "加元", "加分", "C$"),
    ("SGD", "新加坡元", "", "S$"),
    ("CHF", "瑞士法郎", "", "CHF "),
    ("RUB", "卢布", "", "₽"),
    ("INR", "印度卢比", "", "₹"),
    ("THB", "泰铢", "", "฿"),
    ("VND", "越南盾", "", "₫"),
    ("MYR", "林吉特", "", "RM"),
    ("MXN", "墨西哥比索", "", "MX$"),
    ("BRL", "雷亚尔", "", "R$"),
    ("TRY", "里拉", "", "₺"),
    ("ZAR", "兰特", "", "R"),
    ("SEK", "瑞典克朗", "", "SEK "),
    ("NOK", "挪威克朗", "", "NOK "),
    ("DKK", "丹麦克朗", "", "DKK "),
    ("PLN", "兹罗提", "", "PLN "),
    ("AED", "迪拉姆", "", "AED "),
    ("XBT", "比特币", "", "₿"),
];

/// Amounts from here on are 元, below it 块.
const YUAN_FROM: u64 = 10_000;

pub(super) fn money(n: f64, currency: &str, style: Style) -> String {
    let found = CURRENCIES.iter().find(|(code, ..)| *code == currency);
    let (Some((code, name, cent, sign)), Some(parts)) = (found, Decimal::rounded(n, 2)) else {
        return format!("{} {currency}", amount(n, style));
    };
    let minus = if parts.negative { "负" } else { "" };
    let cents = parts.hundredths();
    match style {
        Style::Show => parts.priced(sign),
        Style::Say if *code == "CNY" => format!("{minus}{}", yuan(parts.whole, cents)),
        Style::Say if cents == 0 || cent.is_empty() => {
            format!("{}{name}", amount(parts.value(), style))
        }
        Style::Say => {
            let whole = match parts.whole {
                0 => String::new(),
                n => format!("{}{name}", before_measure(n)),
            };
            format!("{minus}{whole}{}{cent}", before_measure(cents))
        }
    }
}

/// 五块六, 五块零六分, 十二块三毛四, 五毛, 两万元.
fn yuan(whole: u64, cents: u64) -> String {
    let (jiao, fen) = (cents / 10, cents % 10);
    let kuai = match whole {
        0 => String::new(),
        n if n >= YUAN_FROM => format!("{}元", before_measure(n)),
        n => format!("{}块", before_measure(n)),
    };
    match (whole, jiao, fen) {
        (0, 0, 0) => "零元".to_owned(),
        (_, 0, 0) => kuai,
        (0, j, 0) => format!("{}毛", before_measure(j)),
        (0, 0, f) => format!("{}分", before_measure(f)),
        (0, j, f) => format!("{}毛{}", before_measure(j), plain(f)),
        (_, j, 0) => format!("{kuai}{}", plain(j)),
        (_, 0, f) => format!("{kuai}零{}分", plain(f)),
        (_, j, f) => format!("{kuai}{}毛{}", plain(j), plain(f)),
    }
}

/// 五公里, 半斤, 两斤半, 二两, 零下五摄氏度; on the screen 5公里, -5°C.
pub(super) fn quantity(n: f64, unit: &str, style: Style) -> String {
    let (Some(unit), Some(parts)) = (units::by_id(unit), Decimal::measured(n)) else {
        return format!("{}{unit}", amount(n, style));
    };
    let name = unit.zh.first().copied().unwrap_or(unit.id);
    if style == Style::Show {
        let sign = match unit.id {
            "celsius" => "°C",
            "fahrenheit" => "°F",
            _ => name,
        };
        return format!("{}{sign}", parts.figures(false));
    }
    let below = match unit.dimension {
        Dimension::Temperature | Dimension::Degree => "零下",
        _ => "负",
    };
    let minus = if parts.negative { below } else { "" };
    let half_after = matches!(unit.id, "jin" | "li" | "mu" | "cup");
    let words = match (parts.whole, parts.fraction.as_str()) {
        (0, "5") if has_halves(unit.dimension) => format!("半{name}"),
        (whole, "5") if half_after => format!("{}{name}半", before_measure(whole)),
        (2, "") if name.starts_with('两') => format!("二{name}"),
        _ => format!("{}{name}", amount(parts.value().abs(), style)),
    };
    format!("{minus}{words}")
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
        check(5.6, "CNY", "五块六", "¥5.60");
        check(5.06, "CNY", "五块零六分", "¥5.06");
        check(2.0, "CNY", "两块", "¥2");
        check(12.34, "CNY", "十二块三毛四", "¥12.34");
        check(0.5, "CNY", "五毛", "¥0.50");
        check(0.2, "CNY", "两毛", "¥0.20");
        check(0.05, "CNY", "五分", "¥0.05");
        check(0.0, "CNY", "零元", "¥0");
        check(-3.0, "CNY", "负三块", "-¥3");
        check(220.0, "CNY", "二百二十块", "¥220");
        check(20000.0, "CNY", "两万元", "¥20,000");
        check(5.6, "USD", "五美元六十美分", "$5.60");
        check(2.0, "USD", "两美元", "$2");
        check(0.99, "EUR", "九十九欧分", "€0.99");
        check(1000.0, "JPY", "一千日元", "JP¥1,000");
        check(5.678, "JPY", "五点六八日元", "JP¥5.68");
        check(25.5, "HKD", "二十五点五港币", "HK$25.50");
        check(0.1, "GBP", "十便士", "£0.10");
        check(3.0, "XAU", "三 XAU", "3 XAU");
    }

    #[track_caller]
    fn check_quantity(n: f64, unit: &str, say: &str, show: &str) {
        assert_eq!(quantity(n, unit, Style::Say), say);
        assert_eq!(quantity(n, unit, Style::Show), show);
    }

    #[test]
    fn measured_amounts() {
        check_quantity(5.0, "km", "五公里", "5公里");
        check_quantity(2.0, "km", "两公里", "2公里");
        check_quantity(0.5, "km", "半公里", "0.5公里");
        check_quantity(1.5, "km", "一点五公里", "1.5公里");
        check_quantity(1.609344, "km", "一点六零九公里", "1.609公里");
        check_quantity(220.0, "volt", "二百二十伏", "220伏");
        check_quantity(2.5, "jin", "两斤半", "2.5斤");
        check_quantity(0.5, "jin", "半斤", "0.5斤");
        check_quantity(2.0, "liang", "二两", "2两");
        check_quantity(2.0, "jin", "两斤", "2斤");
        check_quantity(25.0, "celsius", "二十五摄氏度", "25°C");
        check_quantity(-5.0, "celsius", "零下五摄氏度", "-5°C");
        check_quantity(-5.0, "degree", "零下五度", "-5度");
        check_quantity(26.0, "degree", "二十六度", "26度");
        check_quantity(3.0, "year_old", "三岁", "3岁");
        check_quantity(60.0, "kmh", "六十公里每小时", "60公里每小时");
        check_quantity(12.0, "smoot", "十二smoot", "12smoot");
    }
}
