//! One rule for each way of writing a number.

use super::super::numbers::{zh_cardinal, zh_digits, zh_number, zh_phone};
use super::{before, begins, follows, is_latin};

/// Reads the number that begins at `at`: how many characters it takes, and its words.
pub(super) fn read(chars: &[char], at: usize) -> Option<(usize, String)> {
    let c = chars[at];
    if "¥$€£".contains(c) {
        return money(chars, at);
    }
    if c == '-' || c == '+' {
        return signed(chars, at);
    }
    if !c.is_ascii_digit() || (at > 0 && chars[at - 1].is_ascii_digit()) {
        return None;
    }
    let rules = [
        after_letters,
        version,
        date,
        time,
        telephone,
        code,
        percent_range,
        fraction,
        ratio,
        year,
        plain,
    ];
    rules.iter().find_map(|rule| rule(chars, at))
}

/// The digits at `at`.
fn digits(chars: &[char], at: usize) -> String {
    chars
        .get(at..)
        .unwrap_or(&[])
        .iter()
        .take_while(|c| c.is_ascii_digit())
        .collect()
}

/// A number with grouped digits and a fraction.
struct Number {
    n_chars: usize,
    whole: String,
    fraction: Option<String>,
}

fn number(chars: &[char], at: usize) -> Option<Number> {
    let mut whole = digits(chars, at);
    if whole.is_empty() {
        return None;
    }
    let mut n_chars = whole.len();
    let is_grouped = whole.len() <= 3;
    while is_grouped && n_chars < 24 {
        let group = digits(chars, at + n_chars + 1);
        if chars.get(at + n_chars) != Some(&',') || group.len() != 3 {
            break;
        }
        whole.push_str(&group);
        n_chars += 4;
    }
    let fraction = digits(chars, at + n_chars + 1);
    let has_fraction = chars.get(at + n_chars) == Some(&'.') && !fraction.is_empty();
    if has_fraction {
        n_chars += 1 + fraction.len();
    }
    Some(Number {
        n_chars,
        whole,
        fraction: has_fraction.then_some(fraction),
    })
}

impl Number {
    fn words(&self) -> String {
        zh_number(&self.whole, self.fraction.as_deref())
    }

    fn is_two(&self) -> bool {
        self.whole == "2" && self.fraction.is_none()
    }
}

/// "MP3", "A380": one or two digits as a number, more one by one.
fn after_letters(chars: &[char], at: usize) -> Option<(usize, String)> {
    if at == 0 || !is_latin(chars, at - 1) {
        return None;
    }
    let digits = digits(chars, at);
    Some((
        digits.len(),
        if digits.len() > 2 {
            zh_digits(&digits)
        } else {
            zh_cardinal(&digits)
        },
    ))
}

/// "1.52.0".
fn version(chars: &[char], at: usize) -> Option<(usize, String)> {
    let mut parts = vec![digits(chars, at)];
    let mut n_chars = parts[0].len();
    while chars.get(at + n_chars) == Some(&'.') {
        let part = digits(chars, at + n_chars + 1);
        if part.is_empty() {
            break;
        }
        n_chars += 1 + part.len();
        parts.push(part);
    }
    let read = |(n, part): (usize, &String)| {
        if n == 0 {
            zh_cardinal(part)
        } else {
            zh_digits(part)
        }
    };
    (parts.len() > 2).then(|| {
        (
            n_chars,
            parts
                .iter()
                .enumerate()
                .map(read)
                .collect::<Vec<_>>()
                .join("点"),
        )
    })
}

/// "2026-11-24", "2026/11/24".
fn date(chars: &[char], at: usize) -> Option<(usize, String)> {
    let year = digits(chars, at);
    let sign = *chars.get(at + 4)?;
    let month = digits(chars, at + 5);
    let second = at + 5 + month.len();
    let day = digits(chars, second + 1);
    let is_date = year.len() == 4 && matches!(sign, '-' | '/') && chars.get(second) == Some(&sign);
    let in_range = |text: &str, most: u32| {
        text.len() <= 2 && text.parse().is_ok_and(|n: u32| 1 <= n && n <= most)
    };
    (is_date && in_range(&month, 12) && in_range(&day, 31)).then(|| {
        let words = format!(
            "{}年{}月{}日",
            zh_digits(&year),
            zh_cardinal(&month),
            zh_cardinal(&day)
        );
        (6 + month.len() + day.len(), words)
    })
}

/// "7:30", "19:30:15", "7:30 pm"; a score ("比分3:1") and what is no time is a ratio.
fn time(chars: &[char], at: usize) -> Option<(usize, String)> {
    let hour = digits(chars, at);
    let minute = clock_part(chars, at + hour.len())?;
    let mut n_chars = hour.len() + 3;
    if hour.len() > 2
        || hour.parse::<u32>().ok()? > 24
        || follows(chars, at, &["比分", "比", "以", "赢了", "输了"])
    {
        return None;
    }
    let second = clock_part(chars, at + n_chars);
    if second.is_some() {
        n_chars += 3;
    }
    let (half, n_half) = half_of_day(chars, at + n_chars, &hour);
    let mut words = format!("{half}{}点", two(&zh_cardinal(&hour)));
    let padded = |part: &str| {
        if part.starts_with('0') {
            zh_digits(part)
        } else {
            zh_cardinal(part)
        }
    };
    match second {
        Some(second) => words += &format!("{}分{}秒", padded(&minute), padded(&second)),
        None if minute != "00" => words += &format!("{}分", padded(&minute)),
        None => {}
    }
    Some((n_chars + n_half, words))
}

/// ":30" where a clock may have it.
fn clock_part(chars: &[char], at: usize) -> Option<String> {
    let part = digits(chars, at + 1);
    let is_part =
        chars.get(at) == Some(&':') && part.len() == 2 && part.parse().is_ok_and(|n: u32| n < 60);
    is_part.then_some(part)
}

/// "am", "p.m." after a time, as the word that stands before it in Mandarin.
fn half_of_day(chars: &[char], at: usize, hour: &str) -> (&'static str, usize) {
    let n_spaces = chars
        .get(at..)
        .unwrap_or(&[])
        .iter()
        .take_while(|c| **c == ' ')
        .count()
        .min(1);
    let at = at + n_spaces;
    let written: [(&str, bool); 8] = [
        ("a.m.", true),
        ("p.m.", false),
        ("am", true),
        ("pm", false),
        ("AM", true),
        ("PM", false),
        ("A.M.", true),
        ("P.M.", false),
    ];
    let found = written
        .iter()
        .find(|(word, _)| begins(chars, at, word) && !is_latin(chars, at + word.len()));
    let Some((word, is_morning)) = found else {
        return ("", 0);
    };
    let hour: u32 = hour.parse().unwrap_or(0);
    let words = match (is_morning, hour) {
        (true, _) => "上午",
        (false, 12) => "中午",
        (false, 1..6) => "下午",
        (false, 6..12) => {
            if hour < 8 {
                "下午"
            } else {
                "晚上"
            }
        }
        _ => "",
    };
    (words, n_spaces + word.len())
}

/// 二 as a count is 两.
fn two(words: &str) -> &str {
    if words == "二" { "两" } else { words }
}

const DIALLED: [&str; 21] = [
    "打",
    "拨",
    "拨打",
    "电话",
    "电话号码",
    "手机号",
    "手机",
    "热线",
    "呼叫",
    "拨通",
    "座机",
    "传真",
    "客服",
    "号码",
    "查号台",
    "总机",
    "分机",
    "专线",
    "火警",
    "急救",
    "致电",
];

/// "13800138000", "010-12345678", "400-800-8820", "拨打110".
fn telephone(chars: &[char], at: usize) -> Option<(usize, String)> {
    let mut groups = vec![digits(chars, at)];
    let mut n_chars = groups[0].len();
    while groups.len() < 4 && matches!(chars.get(at + n_chars), Some('-' | ' ')) {
        let group = digits(chars, at + n_chars + 1);
        if group.len() < 3 {
            break;
        }
        n_chars += 1 + group.len();
        groups.push(group);
    }
    let all = groups.concat();
    let first = &groups[0];
    let is_mobile = all.len() == 11
        && all.starts_with('1')
        && !all.starts_with("10")
        && all.as_bytes()[1] >= b'3';
    let is_landline = groups.len() == 2
        && first.starts_with('0')
        && (3..=4).contains(&first.len())
        && (7..=8).contains(&groups[1].len());
    let is_service = groups.len() > 1 && (first == "400" || first == "800") && all.len() == 10;
    let is_dialled = (3..=12).contains(&all.len())
        && follows(chars, at, &DIALLED)
        && !begins(chars, at + n_chars, "次")
        && !counts(chars, at + n_chars);
    if !(is_mobile || is_landline || is_service || is_dialled) {
        return None;
    }
    let words: Vec<String> = groups.iter().map(|group| zh_phone(group)).collect();
    Some((n_chars, words.join(if is_mobile { "" } else { "，" })))
}

const CODED: [&str; 12] = [
    "验证码",
    "密码",
    "尾号",
    "编号",
    "单号",
    "房间号",
    "工号",
    "学号",
    "卡号",
    "航班",
    "车次",
    "邮编",
];

/// What is done to a code before it is told: "密码改成4821".
const CHANGED: [&str; 8] = [
    "改成",
    "改为",
    "换成",
    "设成",
    "设为",
    "设置为",
    "重置为",
    "就是",
];

/// Whether a name of a code stands before `at`, with what is done to it between.
fn is_coded(chars: &[char], at: usize) -> bool {
    let before: String = chars[at.saturating_sub(12)..at].iter().collect();
    let before = before.trim_end();
    let is_changed = CHANGED.iter().any(|word| {
        let rest = before.strip_suffix(word);
        rest.is_some_and(|rest| CODED.iter().any(|code| rest.ends_with(code)))
    });
    is_changed || follows(chars, at, &CODED)
}

/// Digits that name and do not count: "验证码4821", "302房间", "007", "85折".
fn code(chars: &[char], at: usize) -> Option<(usize, String)> {
    let digits = digits(chars, at);
    let end = at + digits.len();
    let is_room = (3..=4).contains(&digits.len())
        && [
            "房",
            "室",
            "教室",
            "号房",
            "号教室",
            "包厢",
            "路公交",
            "路车",
        ]
        .iter()
        .any(|w| begins(chars, end, w));
    let is_zero_led = digits.len() > 1 && digits.starts_with('0') && chars.get(end) != Some(&'.');
    if is_room || is_coded(chars, at) {
        return Some((digits.len(), zh_phone(&digits)));
    }
    let is_discount = digits.len() == 2 && !digits.ends_with('0') && begins(chars, end, "折");
    (is_zero_led || is_discount).then(|| (digits.len(), zh_digits(&digits)))
}

/// "10-20%": both ends are percentages.
fn percent_range(chars: &[char], at: usize) -> Option<(usize, String)> {
    let from = number(chars, at)?;
    let sign = chars.get(at + from.n_chars)?;
    let to = number(chars, at + from.n_chars + 1)?;
    let n_chars = from.n_chars + 1 + to.n_chars;
    let is_range = matches!(sign, '-' | '~') && chars.get(at + n_chars) == Some(&'%');
    is_range.then(|| {
        (
            n_chars + 1,
            format!("百分之{}到百分之{}", from.words(), to.words()),
        )
    })
}

/// "1/2".
fn fraction(chars: &[char], at: usize) -> Option<(usize, String)> {
    let above = digits(chars, at);
    let below = digits(chars, at + above.len() + 1);
    let end = at + above.len() + 1 + below.len();
    let is_fraction = chars.get(at + above.len()) == Some(&'/')
        && !below.is_empty()
        && above.len() < 4
        && below.len() < 5;
    (is_fraction && chars.get(end) != Some(&'/') && below != "0").then(|| {
        (
            end - at,
            format!("{}分之{}", zh_cardinal(&below), zh_cardinal(&above)),
        )
    })
}

/// "3:1", and times that no clock shows.
fn ratio(chars: &[char], at: usize) -> Option<(usize, String)> {
    let left = digits(chars, at);
    let right = digits(chars, at + left.len() + 1);
    let is_ratio = chars.get(at + left.len()) == Some(&':') && !right.is_empty();
    is_ratio.then(|| {
        (
            left.len() + 1 + right.len(),
            format!("{}比{}", zh_cardinal(&left), zh_cardinal(&right)),
        )
    })
}

/// "2026年", "98年"; but "5000年历史", "10年".
fn year(chars: &[char], at: usize) -> Option<(usize, String)> {
    let digits = digits(chars, at);
    let end = at + digits.len();
    let value: u32 = digits.parse().ok()?;
    let is_named = match digits.len() {
        4 => {
            (1100..2200).contains(&value)
                && (begins(chars, end, "年")
                    || (begins(chars, end, "-") && chars.get(end + 5) == Some(&'年')))
        }
        2 => {
            value >= 60
                && begins(chars, end, "年")
                && !["年代", "年的", "年来", "年后", "年前", "年历", "年间"]
                    .iter()
                    .any(|w| begins(chars, end, w))
        }
        _ => false,
    };
    is_named.then(|| (digits.len(), zh_digits(&digits)))
}

/// Any other number, with its unit.
fn plain(chars: &[char], at: usize) -> Option<(usize, String)> {
    let number = number(chars, at)?;
    let end = at + number.n_chars;
    match chars.get(end) {
        Some('%') => return Some((number.n_chars + 1, format!("百分之{}", number.words()))),
        Some('‰') => return Some((number.n_chars + 1, format!("千分之{}", number.words()))),
        _ => {}
    }
    if let Some((n_unit, unit)) = unit(chars, end) {
        let words = number.words();
        return Some((
            number.n_chars + n_unit,
            format!("{}{unit}", if number.is_two() { "两" } else { &words }),
        ));
    }
    let is_counted = number.is_two()
        && before(chars, at) != '第'
        && (counts(chars, end) || begins(chars, end, "万") || begins(chars, end, "亿"));
    Some((
        number.n_chars,
        if is_counted {
            "两".to_owned()
        } else {
            number.words()
        },
    ))
}

/// Measure words before which 2 is 两.
const MEASURES: &str = "个只条张本杯瓶块天年位家间件份句首台部辆次遍公米斤人小分周星种对双场盒袋包碗盘颗棵根支枝把扇串组套批群代\
    座栋所顿股点厘毫升克岁页倍边口头匹站吨秒刻样国队圈篇封幅面片滴段项笔阵道声下趟名千百度轮遭回壶桶罐筐箱朵束节";

fn counts(chars: &[char], at: usize) -> bool {
    let at = at + usize::from(chars.get(at) == Some(&' '));
    chars.get(at).is_some_and(|c| MEASURES.contains(*c))
        && !["年级", "班", "号", "分之", "点零"]
            .iter()
            .any(|word| begins(chars, at, word))
}

/// Written units and how they are said; longer ones first.
const UNITS: [(&str, &str); 36] = [
    ("km/h", "公里每小时"),
    ("m/s", "米每秒"),
    ("kWh", "千瓦时"),
    ("mAh", "毫安时"),
    ("hPa", "百帕"),
    ("kPa", "千帕"),
    ("min", "分钟"),
    ("km²", "平方公里"),
    ("m²", "平方米"),
    ("m³", "立方米"),
    ("km", "公里"),
    ("cm", "厘米"),
    ("mm", "毫米"),
    ("kg", "公斤"),
    ("mg", "毫克"),
    ("ml", "毫升"),
    ("mL", "毫升"),
    ("ms", "毫秒"),
    ("kW", "千瓦"),
    ("Hz", "赫兹"),
    ("dB", "分贝"),
    ("°C", "摄氏度"),
    ("°F", "华氏度"),
    ("℃", "摄氏度"),
    ("℉", "华氏度"),
    ("㎡", "平方米"),
    ("㎏", "公斤"),
    ("㎞", "公里"),
    ("°", "度"),
    ("m", "米"),
    ("g", "克"),
    ("t", "吨"),
    ("L", "升"),
    ("h", "小时"),
    ("s", "秒"),
    ("W", "瓦"),
];

fn unit(chars: &[char], at: usize) -> Option<(usize, &'static str)> {
    let n_spaces = usize::from(chars.get(at) == Some(&' '));
    let found = UNITS.iter().find(|(written, _)| {
        let end = at + n_spaces + written.chars().count();
        begins(chars, at + n_spaces, written)
            && !is_latin(chars, end)
            && !chars.get(end).is_some_and(char::is_ascii_digit)
    });
    found.map(|(written, said)| (n_spaces + written.chars().count(), *said))
}

/// Whether `letters` is a unit that Mandarin reads in Mandarin.
pub(in crate::pronounce) fn is_unit(letters: &str) -> bool {
    UNITS.iter().any(|(written, _)| *written == letters)
}

/// "¥99.9", "$5亿".
fn money(chars: &[char], at: usize) -> Option<(usize, String)> {
    let n_spaces = usize::from(chars.get(at + 1) == Some(&' '));
    let number = number(chars, at + 1 + n_spaces)?;
    let mut n_chars = 1 + n_spaces + number.n_chars;
    let mut words = number.words();
    let scale = ["百万", "千万", "万亿", "万", "亿"]
        .iter()
        .find(|scale| begins(chars, at + n_chars, scale));
    if let Some(scale) = scale {
        words = format!("{}{scale}", two(&words));
        n_chars += scale.chars().count();
    }
    let currency = match chars[at] {
        '$' => "美元",
        '€' => "欧元",
        '£' => "英镑",
        _ => "元",
    };
    Some((n_chars, format!("{}{currency}", two(&words))))
}

/// "-5" where nothing stands before that it could be taken from: 负五, 零下五摄氏度.
fn signed(chars: &[char], at: usize) -> Option<(usize, String)> {
    let touches = at > 0 && {
        let c = chars[at - 1];
        ")%℃".contains(c) || (c.is_alphanumeric() && !super::is_han(c))
    };
    let is_after_number =
        before(chars, at).is_ascii_digit() || super::MEASURED.contains(before(chars, at));
    if touches || is_after_number || !chars.get(at + 1).is_some_and(char::is_ascii_digit) {
        return None;
    }
    let (n_chars, words) = plain(chars, at + 1)?;
    let sign = match chars[at] {
        '+' => "正",
        _ if words.ends_with("氏度") => "零下",
        _ => "负",
    };
    Some((n_chars + 1, format!("{sign}{words}")))
}
