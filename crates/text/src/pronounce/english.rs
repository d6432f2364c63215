//! Writes English text as it is read aloud: digits, dates, times, units and signs as words.

use super::numbers::{en_cardinal, en_digits, en_number, en_ordinal, en_year};

/// `text` with everything that is written in digits and signs as words.
///
/// ```
/// use ling_text::pronounce::readable_english;
/// assert_eq!(readable_english("It is 7:30, 40% humid"), "It is seven thirty, forty percent humid");
/// ```
pub fn readable(text: &str) -> String {
    let chars: Vec<char> = text.chars().map(plain_sign).collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        match read(&chars, at) {
            Some((n_chars, words)) => {
                if out.ends_with(|c: char| c.is_alphabetic()) {
                    out.push(' ');
                }
                out.push_str(&words);
                at += n_chars;
                if chars.get(at).is_some_and(|c| c.is_alphabetic()) {
                    out.push(' ');
                }
            }
            None => {
                out.push(chars[at]);
                at += 1;
            }
        }
    }
    out
}

fn plain_sign(c: char) -> char {
    match c {
        '’' | '‘' => '\'',
        '–' | '−' => '-',
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' | '：' => {
            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
        }
        _ => c,
    }
}

type Rule = fn(&[char], usize) -> Option<(usize, String)>;

fn read(chars: &[char], at: usize) -> Option<(usize, String)> {
    let c = chars[at];
    if let Some(words) = sign(chars, at) {
        return Some((1, words.to_owned()));
    }
    if "$€£¥￥".contains(c) {
        return money(chars, at);
    }
    if c == '-' && is_minus(chars, at) {
        let (n_chars, words) = plain(chars, at + 1)?;
        return Some((n_chars + 1, format!("minus {words}")));
    }
    if !c.is_ascii_digit() || (at > 0 && chars[at - 1].is_ascii_digit()) {
        return None;
    }
    let rules: [Rule; 8] = [date, time, telephone, ordinal, zero_led, year, range, plain];
    rules.iter().find_map(|rule| rule(chars, at))
}

/// Signs that are words of their own between spaces: "salt & pepper", "3 + 5 = 8".
fn sign(chars: &[char], at: usize) -> Option<&'static str> {
    let is_apart = chars.get(at + 1) == Some(&' ') && at > 0 && chars[at - 1] == ' ';
    match chars[at] {
        '&' => Some(if is_apart { "and" } else { " and " }),
        '+' if is_apart => Some("plus"),
        '=' if is_apart => Some("equals"),
        '×' | '*' if is_apart => Some("times"),
        '÷' if is_apart => Some("divided by"),
        '-' if is_apart && digit_at(chars, at + 2) && at > 1 && digit_at(chars, at - 2) => {
            Some("minus")
        }
        '%' if is_apart => Some("percent"),
        _ => None,
    }
}

fn digit_at(chars: &[char], at: usize) -> bool {
    chars.get(at).is_some_and(char::is_ascii_digit)
}

fn is_minus(chars: &[char], at: usize) -> bool {
    digit_at(chars, at + 1) && (at == 0 || chars[at - 1].is_whitespace() || chars[at - 1] == '(')
}

fn digits(chars: &[char], at: usize) -> String {
    chars
        .get(at..)
        .unwrap_or(&[])
        .iter()
        .take_while(|c| c.is_ascii_digit())
        .collect()
}

fn begins(chars: &[char], at: usize, word: &str) -> bool {
    let mut rest = chars.get(at..).unwrap_or(&[]).iter();
    word.chars().all(|c| rest.next() == Some(&c))
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// "2026-11-24" as "November twenty-fourth, twenty twenty-six".
fn date(chars: &[char], at: usize) -> Option<(usize, String)> {
    let (year, month, day) = (
        digits(chars, at),
        digits(chars, at + 5),
        digits(chars, at + 8),
    );
    let is_date = year.len() == 4
        && month.len() == 2
        && day.len() == 2
        && chars.get(at + 4) == Some(&'-')
        && chars.get(at + 7) == Some(&'-');
    let name = MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
    (is_date && (1..=31).contains(&day.parse::<u32>().ok()?)).then(|| {
        (
            10,
            format!("{name} {}, {}", en_ordinal(&day), en_year(&year)),
        )
    })
}

/// "7:30", "7:05 pm", "14:00".
fn time(chars: &[char], at: usize) -> Option<(usize, String)> {
    let hour = digits(chars, at);
    let minute = digits(chars, at + hour.len() + 1);
    let is_time = chars.get(at + hour.len()) == Some(&':') && minute.len() == 2 && hour.len() <= 2;
    if !is_time || hour.parse::<u32>().ok()? > 24 || minute.parse::<u32>().ok()? > 59 {
        return None;
    }
    let mut end = at + hour.len() + 3;
    let half = half_of_day(chars, end);
    end += half.map_or(0, |(n_chars, _)| n_chars);
    let hour_number: u32 = hour.parse().ok()?;
    let minutes = match minute.as_str() {
        "00" if half.is_some() => String::new(),
        "00" if hour_number > 12 || hour_number == 0 => " hundred".to_owned(),
        "00" => " o'clock".to_owned(),
        _ if minute.starts_with('0') => format!(" oh {}", en_cardinal(&minute)),
        _ => format!(" {}", en_cardinal(&minute)),
    };
    Some((
        end - at,
        format!(
            "{}{minutes}{}",
            en_cardinal(&hour),
            half.map_or("", |(_, words)| words)
        ),
    ))
}

/// "pm", "p.m." and how they are said; the point that may end a sentence stays.
fn half_of_day(chars: &[char], at: usize) -> Option<(usize, &'static str)> {
    let n_spaces = usize::from(chars.get(at) == Some(&' '));
    let written = [
        ("a.m.", " a m"),
        ("p.m.", " p m"),
        ("am", " a m"),
        ("pm", " p m"),
    ];
    let lower: Vec<char> = chars
        .get(at..)
        .unwrap_or(&[])
        .iter()
        .take(6)
        .map(char::to_ascii_lowercase)
        .collect();
    written.iter().find_map(|(word, said)| {
        let end = n_spaces + word.len();
        let is_end = !lower.get(end).is_some_and(|c| c.is_alphanumeric());
        (begins(&lower, n_spaces, word) && is_end).then_some((end, *said))
    })
}

/// "555-0123", "+1 415 555 0100": groups of digits joined by hyphens, at least seven in all, and long runs.
fn telephone(chars: &[char], at: usize) -> Option<(usize, String)> {
    let mut groups = vec![digits(chars, at)];
    let mut end = at + groups[0].len();
    while chars.get(end) == Some(&'-') && groups.len() < 4 && digits(chars, end + 1).len() > 2 {
        groups.push(digits(chars, end + 1));
        end += 1 + groups.last().map_or(0, String::len);
    }
    let n_digits: usize = groups.iter().map(String::len).sum();
    let is_telephone =
        (groups.len() > 1 && (7..=15).contains(&n_digits)) || (groups.len() == 1 && n_digits >= 10);
    is_telephone.then(|| {
        (
            end - at,
            groups
                .iter()
                .map(|group| en_digits(group))
                .collect::<Vec<_>>()
                .join(", "),
        )
    })
}

/// "21st".
fn ordinal(chars: &[char], at: usize) -> Option<(usize, String)> {
    let digits = digits(chars, at);
    let end = at + digits.len();
    let is_ordinal = ["st", "nd", "rd", "th"]
        .iter()
        .any(|suffix| begins(chars, end, suffix))
        && !chars.get(end + 2).is_some_and(|c| c.is_alphabetic());
    is_ordinal.then(|| (digits.len() + 2, en_ordinal(&digits)))
}

/// "007".
fn zero_led(chars: &[char], at: usize) -> Option<(usize, String)> {
    let digits = digits(chars, at);
    let is_code =
        digits.len() > 1 && digits.starts_with('0') && chars.get(at + digits.len()) != Some(&'.');
    is_code.then(|| (digits.len(), en_digits(&digits)))
}

/// Words after which four digits are a year.
const BEFORE_YEARS: [&str; 16] = [
    "in ",
    "since ",
    "by ",
    "until ",
    "from ",
    "year ",
    "of ",
    "before ",
    "after ",
    "during ",
    "early ",
    "late ",
    "Christmas ",
    "summer ",
    "spring ",
    "winter ",
];

/// "in 1998", "November 24, 2026".
fn year(chars: &[char], at: usize) -> Option<(usize, String)> {
    let digits = digits(chars, at);
    let value: u32 = digits.parse().ok()?;
    let end = at + digits.len();
    let goes_on = matches!(chars.get(end), Some(':' | '%' | '-'))
        || (chars.get(end) == Some(&'.') && digit_at(chars, end + 1));
    if digits.len() != 4 || !(1100..2100).contains(&value) || goes_on {
        return None;
    }
    let before: String = chars[at.saturating_sub(16)..at].iter().collect();
    let after_month = MONTHS.iter().any(|month| before.contains(month));
    (after_month || BEFORE_YEARS.iter().any(|word| before.ends_with(word)))
        .then(|| (4, en_year(&digits)))
}

/// "5-10".
fn range(chars: &[char], at: usize) -> Option<(usize, String)> {
    let from = digits(chars, at);
    let to = digits(chars, at + from.len() + 1);
    let is_range = matches!(chars.get(at + from.len()), Some('-' | '~'))
        && !to.is_empty()
        && from.len() < 5
        && to.len() < 5;
    is_range.then(|| (from.len() + 1, format!("{} to ", en_cardinal(&from))))
}

/// Written units: singular and plural.
const UNITS: [(&str, &str, &str); 26] = [
    ("km/h", "kilometre per hour", "kilometres per hour"),
    ("mph", "mile per hour", "miles per hour"),
    ("m/s", "metre per second", "metres per second"),
    ("kWh", "kilowatt hour", "kilowatt hours"),
    ("hPa", "hectopascal", "hectopascals"),
    ("km", "kilometre", "kilometres"),
    ("cm", "centimetre", "centimetres"),
    ("mm", "millimetre", "millimetres"),
    ("kg", "kilogram", "kilograms"),
    ("mg", "milligram", "milligrams"),
    ("ml", "millilitre", "millilitres"),
    ("lb", "pound", "pounds"),
    ("oz", "ounce", "ounces"),
    ("ft", "foot", "feet"),
    ("kW", "kilowatt", "kilowatts"),
    ("Hz", "hertz", "hertz"),
    ("°C", "degree Celsius", "degrees Celsius"),
    ("°F", "degree Fahrenheit", "degrees Fahrenheit"),
    ("℃", "degree Celsius", "degrees Celsius"),
    ("℉", "degree Fahrenheit", "degrees Fahrenheit"),
    ("°", "degree", "degrees"),
    ("min", "minute", "minutes"),
    ("m", "metre", "metres"),
    ("g", "gram", "grams"),
    ("L", "litre", "litres"),
    ("W", "watt", "watts"),
];

/// A number with grouped digits and a fraction, and its unit.
fn plain(chars: &[char], at: usize) -> Option<(usize, String)> {
    let (n_chars, whole, fraction) = number(chars, at)?;
    let mut end = at + n_chars;
    let mut words = en_number(&whole, fraction.as_deref());
    let is_one = whole == "1" && fraction.is_none();
    if let Some(half) = half_of_day(chars, end).filter(|_| fraction.is_none()) {
        return Some((end + half.0 - at, words + half.1));
    }
    if chars.get(end) == Some(&'%') {
        return Some((end + 1 - at, words + " percent"));
    }
    let below = digits(chars, end + 1);
    if chars.get(end) == Some(&'/') && !below.is_empty() && below.len() < 3 && whole.len() < 3 {
        return Some((end + 1 + below.len() - at, over(&whole, &below)));
    }
    let n_spaces = usize::from(chars.get(end) == Some(&' '));
    let unit = UNITS.iter().find(|(written, ..)| {
        begins(chars, end + n_spaces, written)
            && !chars
                .get(end + n_spaces + written.chars().count())
                .is_some_and(|c| c.is_alphanumeric())
    });
    if let Some((written, one, many)) = unit {
        end += n_spaces + written.chars().count();
        words += &format!(" {}", if is_one { one } else { many });
    }
    Some((end - at, words))
}

/// "1/2" as "one half", "3/4" as "three quarters", others as "three over eleven".
fn over(above: &str, below: &str) -> String {
    let part = match below {
        "2" => "half".to_owned(),
        "4" => "quarter".to_owned(),
        "3" | "5" | "6" | "8" | "10" => en_ordinal(below),
        _ => return format!("{} over {}", en_cardinal(above), en_cardinal(below)),
    };
    let plural = if above == "1" { "" } else { "s" };
    format!("{} {part}{plural}", en_cardinal(above)).replace("halfs", "halves")
}

fn number(chars: &[char], at: usize) -> Option<(usize, String, Option<String>)> {
    let mut whole = digits(chars, at);
    if whole.is_empty() {
        return None;
    }
    let mut n_chars = whole.len();
    let is_grouped = whole.len() <= 3;
    while is_grouped
        && n_chars < 24
        && chars.get(at + n_chars) == Some(&',')
        && digits(chars, at + n_chars + 1).len() == 3
    {
        whole += &digits(chars, at + n_chars + 1);
        n_chars += 4;
    }
    let fraction = digits(chars, at + n_chars + 1);
    if chars.get(at + n_chars) != Some(&'.') || fraction.is_empty() {
        return Some((n_chars, whole, None));
    }
    Some((n_chars + 1 + fraction.len(), whole, Some(fraction)))
}

/// "$5", "$3.50", "€2 million".
fn money(chars: &[char], at: usize) -> Option<(usize, String)> {
    let (mut n_chars, whole, fraction) = number(chars, at + 1)?;
    n_chars += 1;
    let (one, many, cent) = match chars[at] {
        '€' => ("euro", "euros", "cents"),
        '£' => ("pound", "pounds", "pence"),
        '¥' | '￥' => ("yuan", "yuan", "fen"),
        _ => ("dollar", "dollars", "cents"),
    };
    let scale = [" thousand", " million", " billion", " trillion"]
        .iter()
        .find(|scale| begins(chars, at + n_chars, scale));
    if let Some(scale) = scale {
        return Some((
            n_chars + scale.len(),
            format!("{}{scale} {many}", en_number(&whole, fraction.as_deref())),
        ));
    }
    let name = if whole == "1" { one } else { many };
    let words = match fraction.as_deref() {
        None | Some("00") => format!("{} {name}", en_cardinal(&whole)),
        Some(cents) if cents.len() == 2 => format!(
            "{} {name} and {} {cent}",
            en_cardinal(&whole),
            en_cardinal(cents)
        ),
        fraction => format!("{} {many}", en_number(&whole, fraction)),
    };
    Some((n_chars, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(readable(text), expect, "text: {text}");
    }

    #[test]
    fn times_and_dates() {
        check("at 7:30", "at seven thirty");
        check("at 7:05 pm.", "at seven oh five p m.");
        check("7:00 a.m. tomorrow", "seven a m tomorrow");
        check("at 7am", "at seven a m");
        check("14:00", "fourteen hundred");
        check("at 6:00", "at six o'clock");
        check(
            "on 2026-11-24",
            "on November twenty-fourth, twenty twenty-six",
        );
        check(
            "November 24, 2026",
            "November twenty-four, twenty twenty-six",
        );
        check("in 1998", "in nineteen ninety-eight");
        check("the 21st", "the twenty-first");
    }

    #[test]
    fn numbers() {
        check(
            "12 eggs and 1,200 cups",
            "twelve eggs and one thousand two hundred cups",
        );
        check("3.14", "three point one four");
        check("-5°C", "minus five degrees Celsius");
        check("1 km and 5km", "one kilometre and five kilometres");
        check("40% humid", "forty percent humid");
        check(
            "$3.50, £1, ¥20",
            "three dollars and fifty cents, one pound, twenty yuan",
        );
        check("$2 million", "two million dollars");
        check("3/4 cup, 1/2", "three quarters cup, one half");
        check("5-10 minutes", "five to ten minutes");
        check("call 555-0123", "call five five five, zero one two three");
        check("agent 007", "agent zero zero seven");
        check(
            "3 + 5 = 8, 9 - 4",
            "three plus five equals eight, nine minus four",
        );
        check("salt & pepper", "salt and pepper");
        check("MP3", "MP three");
    }

    #[test]
    fn odd_input() {
        check("", "");
        check("25:61 ::", "twenty-five:sixty-one ::");
        check(
            "9999999999999999999999",
            &en_digits("9999999999999999999999"),
        );
        check("$", "$");
    }
}
