//! Digits as words, in both languages. Values and their grammar live in `values` and the packs; this is
//! only for reading aloud what is written in digits.

const ZH_DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// More digits than this are read one by one.
const CARDINAL_DIGITS_MAX: usize = 16;

fn digit(c: char) -> usize {
    c.to_digit(10)
        .and_then(|d| usize::try_from(d).ok())
        .unwrap_or(0)
}

/// One by one: 302 as 三零二.
pub(super) fn zh_digits(digits: &str) -> String {
    digits.chars().map(|c| ZH_DIGITS[digit(c)]).collect()
}

/// One by one as on the telephone, where 1 is 幺.
pub(super) fn zh_phone(digits: &str) -> String {
    zh_digits(digits).replace('一', "幺")
}

/// 12005 as 一万二千零五, 2000 as 两千.
pub(super) fn zh_cardinal(digits: &str) -> String {
    let digits = match digits.trim_start_matches('0') {
        "" => return "零".to_owned(),
        rest => rest,
    };
    if digits.len() > CARDINAL_DIGITS_MAX {
        return zh_digits(digits);
    }
    let n = digits.len();
    let mut words = String::new();
    let mut is_zero_due = false;
    let mut is_myriad_empty = true;
    for (at, c) in digits.chars().enumerate() {
        let power = n - 1 - at;
        let value = digit(c);
        if value == 0 {
            is_zero_due = !words.is_empty();
        } else {
            if is_zero_due {
                words.push('零');
            }
            is_zero_due = false;
            is_myriad_empty = false;
            if !(value == 1 && power % 4 == 1 && words.is_empty()) {
                words.push(ZH_DIGITS[value]);
            }
            words.push_str(["", "十", "百", "千"][power % 4]);
        }
        if power % 4 == 0 && power > 0 {
            if !is_myriad_empty || power == 8 {
                words.push_str(["", "万", "亿", "万"][power / 4]);
            }
            is_zero_due = is_zero_due && !is_myriad_empty;
            is_myriad_empty = true;
        }
    }
    match words.strip_prefix('二') {
        Some(rest) if rest.starts_with(['千', '万', '亿']) => format!("两{rest}"),
        _ => words,
    }
}

/// 3.50 as 三点五零.
pub(super) fn zh_number(whole: &str, fraction: Option<&str>) -> String {
    match fraction {
        Some(fraction) => format!(
            "{}点{}",
            zh_cardinal(whole).replace('两', "二"),
            zh_digits(fraction)
        ),
        None => zh_cardinal(whole),
    }
}

const EN_SMALL: [&str; 20] = [
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
const EN_TENS: [&str; 10] = [
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
const EN_SCALES: [&str; 6] = [
    "",
    " thousand",
    " million",
    " billion",
    " trillion",
    " quadrillion",
];

/// One by one: 302 as "three zero two".
pub(super) fn en_digits(digits: &str) -> String {
    digits
        .chars()
        .map(|c| EN_SMALL[digit(c)])
        .collect::<Vec<_>>()
        .join(" ")
}

/// 12005 as "twelve thousand and five" without the "and": "twelve thousand five".
pub(super) fn en_cardinal(digits: &str) -> String {
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return EN_SMALL[0].to_owned();
    }
    if digits.len() > CARDINAL_DIGITS_MAX {
        return en_digits(digits);
    }
    let n_groups = digits.len().div_ceil(3);
    let mut words: Vec<String> = Vec::new();
    for group in 0..n_groups {
        let end = digits.len() - 3 * (n_groups - 1 - group);
        let start = end.saturating_sub(3);
        let value = digits[start..end]
            .chars()
            .fold(0, |sum, c| sum * 10 + digit(c));
        if value > 0 {
            words.push(below_thousand(value) + EN_SCALES[n_groups - 1 - group]);
        }
    }
    words.join(" ")
}

fn below_thousand(value: usize) -> String {
    match value {
        0..20 => EN_SMALL[value].to_owned(),
        20..100 if value.is_multiple_of(10) => EN_TENS[value / 10].to_owned(),
        20..100 => format!("{}-{}", EN_TENS[value / 10], EN_SMALL[value % 10]),
        _ if value.is_multiple_of(100) => format!("{} hundred", EN_SMALL[value / 100]),
        _ => format!(
            "{} hundred {}",
            EN_SMALL[value / 100],
            below_thousand(value % 100)
        ),
    }
}

/// 3.50 as "three point five zero".
pub(super) fn en_number(whole: &str, fraction: Option<&str>) -> String {
    match fraction {
        Some(fraction) => format!("{} point {}", en_cardinal(whole), en_digits(fraction)),
        None => en_cardinal(whole),
    }
}

/// 21 as "twenty-first".
pub(super) fn en_ordinal(digits: &str) -> String {
    let words = en_cardinal(digits);
    let at = words.rfind([' ', '-']).map_or(0, |at| at + 1);
    let (head, last) = words.split_at(at);
    let last = match last {
        "one" => "first".to_owned(),
        "two" => "second".to_owned(),
        "three" => "third".to_owned(),
        "five" => "fifth".to_owned(),
        "eight" => "eighth".to_owned(),
        "nine" => "ninth".to_owned(),
        "twelve" => "twelfth".to_owned(),
        other => other
            .strip_suffix('y')
            .map_or_else(|| format!("{other}th"), |stem| format!("{stem}ieth")),
    };
    format!("{head}{last}")
}

/// 1998 as "nineteen ninety-eight", 2005 as "two thousand five", 1905 as "nineteen oh five".
pub(super) fn en_year(digits: &str) -> String {
    let (century, rest) = digits.split_at(digits.len().min(2));
    match rest {
        _ if digits.len() != 4 => en_cardinal(digits),
        "00" if century.ends_with('0') => en_cardinal(digits),
        "00" => format!("{} hundred", en_cardinal(century)),
        _ if century == "20" && rest.starts_with('0') => en_cardinal(digits),
        _ if rest.starts_with('0') => format!("{} oh {}", en_cardinal(century), en_cardinal(rest)),
        _ => format!("{} {}", en_cardinal(century), en_cardinal(rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mandarin_cardinals() {
        let check = |digits, expect: &str| assert_eq!(zh_cardinal(digits), expect, "{digits}");
        check("0", "零");
        check("10", "十");
        check("12", "十二");
        check("20", "二十");
        check("101", "一百零一");
        check("110", "一百一十");
        check("200", "二百");
        check("1005", "一千零五");
        check("1050", "一千零五十");
        check("2000", "两千");
        check("2222", "两千二百二十二");
        check("10000", "一万");
        check("12005", "一万二千零五");
        check("100000", "十万");
        check("100005", "十万零五");
        check("1000000", "一百万");
        check("20000000", "两千万");
        check("100000000", "一亿");
        check("100010000", "一亿零一万");
        check("100000001", "一亿零一");
        check("1234567890", "十二亿三千四百五十六万七千八百九十");
        check("1000000000000", "一万亿");
        check("0007", "七");
        assert_eq!(zh_number("2", Some("50")), "二点五零");
        assert_eq!(zh_phone("110"), "幺幺零");
    }

    #[test]
    fn english() {
        assert_eq!(en_cardinal("0"), "zero");
        assert_eq!(en_cardinal("12005"), "twelve thousand five");
        assert_eq!(en_cardinal("1000000"), "one million");
        assert_eq!(en_cardinal("342"), "three hundred forty-two");
        assert_eq!(en_ordinal("21"), "twenty-first");
        assert_eq!(en_ordinal("30"), "thirtieth");
        assert_eq!(en_ordinal("12"), "twelfth");
        assert_eq!(en_year("1998"), "nineteen ninety-eight");
        assert_eq!(en_year("1905"), "nineteen oh five");
        assert_eq!(en_year("2005"), "two thousand five");
        assert_eq!(en_year("2026"), "twenty twenty-six");
        assert_eq!(en_year("1900"), "nineteen hundred");
        assert_eq!(en_year("2000"), "two thousand");
    }
}
