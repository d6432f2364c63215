//! Names and signs of currencies, and their ISO 4217 codes.

use Part::{Hundredth, Tenth, Whole};

use crate::values::scan::Scan;

/// A whole unit of a currency, or a part of one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Part {
    Whole,
    Tenth,
    Hundredth,
}

impl Part {
    pub(super) fn share(self) -> f64 {
        match self {
            Whole => 1.0,
            Tenth => 0.1,
            Hundredth => 0.01,
        }
    }
}

/// A name as it was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name {
    pub(super) currency: &'static str,
    pub(super) part: Part,
    /// Chinese names take short forms: 五块六.
    pub(super) chinese: bool,
    /// A code or sign, which needs a number and not "a".
    pub(super) code: bool,
}

type Names = &'static [(&'static str, (&'static str, Part))];

const ZH: Names = &[
    ("块", ("CNY", Whole)),
    ("元", ("CNY", Whole)),
    ("圆", ("CNY", Whole)),
    ("人民币", ("CNY", Whole)),
    ("元人民币", ("CNY", Whole)),
    ("毛", ("CNY", Tenth)),
    ("角", ("CNY", Tenth)),
    ("分", ("CNY", Hundredth)),
    ("分钱", ("CNY", Hundredth)),
    ("美元", ("USD", Whole)),
    ("美金", ("USD", Whole)),
    ("刀", ("USD", Whole)),
    ("美分", ("USD", Hundredth)),
    ("欧元", ("EUR", Whole)),
    ("欧分", ("EUR", Hundredth)),
    ("英镑", ("GBP", Whole)),
    ("镑", ("GBP", Whole)),
    ("便士", ("GBP", Hundredth)),
    ("日元", ("JPY", Whole)),
    ("日圆", ("JPY", Whole)),
    ("日币", ("JPY", Whole)),
    ("港币", ("HKD", Whole)),
    ("港元", ("HKD", Whole)),
    ("港纸", ("HKD", Whole)),
    ("台币", ("TWD", Whole)),
    ("新台币", ("TWD", Whole)),
    ("澳门元", ("MOP", Whole)),
    ("澳门币", ("MOP", Whole)),
    ("韩元", ("KRW", Whole)),
    ("韩币", ("KRW", Whole)),
    ("加元", ("CAD", Whole)),
    ("加币", ("CAD", Whole)),
    ("加拿大元", ("CAD", Whole)),
    ("澳元", ("AUD", Whole)),
    ("澳币", ("AUD", Whole)),
    ("新西兰元", ("NZD", Whole)),
    ("纽币", ("NZD", Whole)),
    ("新币", ("SGD", Whole)),
    ("新元", ("SGD", Whole)),
    ("新加坡元", ("SGD", Whole)),
    ("瑞士法郎", ("CHF", Whole)),
    ("法郎", ("CHF", Whole)),
    ("卢布", ("RUB", Whole)),
    ("卢比", ("INR", Whole)),
    ("印度卢比", ("INR", Whole)),
    ("泰铢", ("THB", Whole)),
    ("越南盾", ("VND", Whole)),
    ("林吉特", ("MYR", Whole)),
    ("马币", ("MYR", Whole)),
    ("比索", ("MXN", Whole)),
    ("雷亚尔", ("BRL", Whole)),
    ("里拉", ("TRY", Whole)),
    ("兰特", ("ZAR", Whole)),
    ("瑞典克朗", ("SEK", Whole)),
    ("挪威克朗", ("NOK", Whole)),
    ("丹麦克朗", ("DKK", Whole)),
    ("兹罗提", ("PLN", Whole)),
    ("迪拉姆", ("AED", Whole)),
    ("比特币", ("XBT", Whole)),
];

const EN: Names = &[
    ("yuan", ("CNY", Whole)),
    ("kuai", ("CNY", Whole)),
    ("renminbi", ("CNY", Whole)),
    ("chinese yuan", ("CNY", Whole)),
    ("mao", ("CNY", Tenth)),
    ("jiao", ("CNY", Tenth)),
    ("dollar", ("USD", Whole)),
    ("dollars", ("USD", Whole)),
    ("us dollars", ("USD", Whole)),
    ("us dollar", ("USD", Whole)),
    ("american dollars", ("USD", Whole)),
    ("buck", ("USD", Whole)),
    ("bucks", ("USD", Whole)),
    ("cent", ("USD", Hundredth)),
    ("cents", ("USD", Hundredth)),
    ("euro", ("EUR", Whole)),
    ("euros", ("EUR", Whole)),
    ("pound", ("GBP", Whole)),
    ("pounds", ("GBP", Whole)),
    ("british pounds", ("GBP", Whole)),
    ("pounds sterling", ("GBP", Whole)),
    ("quid", ("GBP", Whole)),
    ("pence", ("GBP", Hundredth)),
    ("penny", ("GBP", Hundredth)),
    ("yen", ("JPY", Whole)),
    ("japanese yen", ("JPY", Whole)),
    ("hong kong dollars", ("HKD", Whole)),
    ("hong kong dollar", ("HKD", Whole)),
    ("new taiwan dollars", ("TWD", Whole)),
    ("taiwan dollars", ("TWD", Whole)),
    ("won", ("KRW", Whole)),
    ("korean won", ("KRW", Whole)),
    ("canadian dollars", ("CAD", Whole)),
    ("canadian dollar", ("CAD", Whole)),
    ("australian dollars", ("AUD", Whole)),
    ("australian dollar", ("AUD", Whole)),
    ("new zealand dollars", ("NZD", Whole)),
    ("singapore dollars", ("SGD", Whole)),
    ("swiss francs", ("CHF", Whole)),
    ("francs", ("CHF", Whole)),
    ("ruble", ("RUB", Whole)),
    ("rubles", ("RUB", Whole)),
    ("roubles", ("RUB", Whole)),
    ("rupee", ("INR", Whole)),
    ("rupees", ("INR", Whole)),
    ("baht", ("THB", Whole)),
    ("dong", ("VND", Whole)),
    ("ringgit", ("MYR", Whole)),
    ("peso", ("MXN", Whole)),
    ("pesos", ("MXN", Whole)),
    ("reais", ("BRL", Whole)),
    ("lira", ("TRY", Whole)),
    ("rand", ("ZAR", Whole)),
    ("swedish kronor", ("SEK", Whole)),
    ("norwegian kroner", ("NOK", Whole)),
    ("danish kroner", ("DKK", Whole)),
    ("zloty", ("PLN", Whole)),
    ("dirhams", ("AED", Whole)),
    ("bitcoin", ("XBT", Whole)),
    ("bitcoins", ("XBT", Whole)),
];

const CODES: &[&str] = &[
    "CNY", "USD", "EUR", "GBP", "JPY", "HKD", "TWD", "MOP", "KRW", "CAD", "AUD", "NZD", "SGD",
    "CHF", "RUB", "INR", "THB", "VND", "MYR", "MXN", "BRL", "TRY", "ZAR", "SEK", "NOK", "DKK",
    "PLN", "AED",
];

const SIGNS: &[(&str, &str)] = &[
    ("$", "USD"),
    ("us$", "USD"),
    ("hk$", "HKD"),
    ("nt$", "TWD"),
    ("a$", "AUD"),
    ("au$", "AUD"),
    ("c$", "CAD"),
    ("ca$", "CAD"),
    ("nz$", "NZD"),
    ("s$", "SGD"),
    ("¥", "CNY"),
    ("￥", "CNY"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("₩", "KRW"),
    ("₽", "RUB"),
    ("₹", "INR"),
    ("฿", "THB"),
    ("人民币", "CNY"),
    ("美元", "USD"),
    ("港币", "HKD"),
    ("欧元", "EUR"),
    ("日元", "JPY"),
    ("英镑", "GBP"),
];

/// The currency named after an amount.
pub(super) fn after(scan: &Scan, i: usize) -> Option<(Name, usize)> {
    let c = scan.ch(i);
    if c.is_ascii_alphabetic() {
        let near = EN.iter().filter(|(words, _)| words.starts_with(c));
        let hit = near
            .filter_map(|(words, value)| Some((*value, scan.phrase(i, words)?)))
            .max_by_key(|(_, end)| *end);
        if let Some(((currency, part), end)) = hit {
            return Some((
                Name {
                    currency,
                    part,
                    chinese: false,
                    code: false,
                },
                end,
            ));
        }
        let (currency, end) = code(scan, i)?;
        return Some((
            Name {
                currency,
                part: Whole,
                chinese: false,
                code: true,
            },
            end,
        ));
    }
    if "$€£¥￥".contains(c) {
        let (currency, end) = scan.longest(i, SIGNS)?;
        let other = scan.ch(end).is_ascii_digit();
        return (!other).then_some((
            Name {
                currency,
                part: Whole,
                chinese: false,
                code: true,
            },
            end,
        ));
    }
    let ((currency, part), end) = scan.longest(i, ZH)?;
    (end > i + 1 || means_money(c, scan.ch(end))).then_some((
        Name {
            currency,
            part,
            chinese: true,
            code: false,
        },
        end,
    ))
}

/// 五分 is more often time or a mark, 六角形 a shape, 元旦 a day, 刀 also a knife.
fn means_money(c: char, next: char) -> bool {
    let other = match c {
        '分' => "钟之数",
        '角' => "形度落大",
        '元' => "旦素首宵月",
        '刀' => "具片",
        '块' => "儿头",
        _ => "",
    };
    next == '\0' || !other.contains(next)
}

/// The sign or code before an amount.
pub(super) fn before(scan: &Scan, i: usize) -> Option<(&'static str, usize)> {
    scan.longest(i, SIGNS).or_else(|| code(scan, i))
}

/// An ISO code, or RMB.
fn code(scan: &Scan, i: usize) -> Option<(&'static str, usize)> {
    let (word, end) = scan.word(i).filter(|(word, _)| word.len() == 3)?;
    if word == "rmb" {
        return Some(("CNY", end));
    }
    CODES
        .iter()
        .find(|code| code.eq_ignore_ascii_case(word))
        .map(|code| (*code, end))
}
