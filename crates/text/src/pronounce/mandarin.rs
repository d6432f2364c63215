//! Writes Mandarin text as it is read aloud: digits, dates, times, units and signs as characters.

mod rules;

pub(super) use rules::is_unit;

use crate::fold::is_han;

/// `text` with everything that is written in digits and signs as Chinese characters.
///
/// Letters, punctuation and characters stay; ranges, dates, times, telephone numbers, money, percentages
/// and units are read the way people say them.
///
/// ```
/// use ling_text::pronounce::readable_mandarin;
/// assert_eq!(readable_mandarin("7:30，湿度40%"), "七点三十分，湿度百分之四十");
/// ```
pub fn readable(text: &str) -> String {
    let chars: Vec<char> = text.chars().map(half_width).collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut after_number = false;
    while at < chars.len() {
        if let Some((n_chars, words)) = rules::read(&chars, at) {
            out.push_str(&words);
            at += n_chars;
            after_number = true;
        } else if let Some((n_chars, words)) = joint(&chars, at, after_number) {
            out.push_str(words);
            at += n_chars;
            after_number = false;
        } else {
            after_number = after_number && chars[at] == ' ';
            out.push(chars[at]);
            at += 1;
        }
    }
    out
}

/// Full-width digits, letters and the signs that belong to numbers; Chinese punctuation stays.
fn half_width(c: char) -> char {
    match c {
        '０'..='９'
        | 'Ａ'..='Ｚ'
        | 'ａ'..='ｚ'
        | '％'
        | '：'
        | '．'
        | '／'
        | '＋'
        | '－'
        | '＝'
        | '＄'
        | '～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '￥' => '¥',
        '−' | '–' => '-',
        _ => c,
    }
}

/// What may stand between a number and the sign of a range: "3月-5月".
const MEASURED: &str = "年月日号时点分秒元块个人岁米斤";

/// What stands between two numbers: a range, a sum.
fn joint(chars: &[char], at: usize, after_number: bool) -> Option<(usize, &'static str)> {
    let n_before = chars[at..].iter().take_while(|c| **c == ' ').count();
    let sign = *chars.get(at + n_before)?;
    let n_after = chars[at + n_before + 1..]
        .iter()
        .take_while(|c| **c == ' ')
        .count();
    let next = *chars.get(at + n_before + 1 + n_after)?;
    let after_number =
        after_number || (MEASURED.contains(before(chars, at)) && "-~—".contains(sign));
    if !after_number || !(next.is_ascii_digit() || next == '¥' || next == '$' || next == '-') {
        return None;
    }
    let is_sum = chars[at..].iter().take(24).any(|c| *c == '=')
        || chars[at.saturating_sub(24)..at].contains(&'=');
    let words = match sign {
        '-' if is_sum => "减",
        '-' | '~' | '—' => "到",
        '+' => "加",
        '×' | '*' => "乘以",
        '÷' => "除以",
        '=' => "等于",
        '>' => "大于",
        '<' => "小于",
        _ => return None,
    };
    let n_signs = if sign == '—' && chars.get(at + n_before + 1) == Some(&'—') {
        2
    } else {
        1
    };
    Some((n_before + n_signs + n_after, words))
}

/// The last character before `at` that is not a space.
fn before(chars: &[char], at: usize) -> char {
    chars[..at]
        .iter()
        .rev()
        .find(|c| **c != ' ')
        .copied()
        .unwrap_or(' ')
}

/// Whether the characters just before `at`, with at most one space or colon between, end in one of `words`.
fn follows(chars: &[char], at: usize, words: &[&str]) -> bool {
    let end = at
        - chars[..at]
            .iter()
            .rev()
            .take_while(|c| matches!(c, ' ' | ':' | '是' | '为'))
            .count()
            .min(2);
    words.iter().any(|word| {
        let n = word.chars().count();
        end >= n && word.chars().eq(chars[end - n..end].iter().copied())
    })
}

/// Whether the characters at `at` begin with `word`.
fn begins(chars: &[char], at: usize, word: &str) -> bool {
    let mut rest = chars.get(at..).unwrap_or(&[]).iter();
    word.chars().all(|c| rest.next() == Some(&c))
}

/// Whether a Latin letter stands at `at`.
fn is_latin(chars: &[char], at: usize) -> bool {
    chars
        .get(at)
        .is_some_and(|c| c.is_alphabetic() && !is_han(*c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(readable(text), expect, "text: {text}");
    }

    #[test]
    fn numbers() {
        check("我有3个苹果和12本书", "我有三个苹果和十二本书");
        check(
            "2个人，2点，第2名，2月2日，12个",
            "两个人，两点，第二名，二月二日，十二个",
        );
        check(
            "2000元，1,200块，2万人，3.5万",
            "两千元，一千二百块，两万人，三点五万",
        );
        check("圆周率是3.14", "圆周率是三点一四");
        check("版本1.52.0", "版本一点五二点零");
        check("1/2的人", "二分之一的人");
        check("-5", "负五");
        check("００７号", "零零七号");
        check("２０２６年", "二零二六年");
        check("2年级2班，2层楼，2号线", "二年级二班，二层楼，二号线");
    }

    #[test]
    fn dates_and_times() {
        check("2026年11月24日", "二零二六年十一月二十四日");
        check("2026-11-24", "二零二六年十一月二十四日");
        check("2026/1/2开始", "二零二六年一月二日开始");
        check("7:30叫我", "七点三十分叫我");
        check("7:05", "七点零五分");
        check("14:00开会", "十四点开会");
        check("2:00", "两点");
        check("7:30:15", "七点三十分十五秒");
        check("明天7:30 pm", "明天下午七点三十分");
        check("9:00-10:30", "九点到十点三十分");
        check("90年代，98年，10年", "九十年代，九八年，十年");
        check("5000年历史", "五千年历史");
        check("比分3:1", "比分三比一");
    }

    #[test]
    fn units_and_money() {
        check("打85折，8折", "打八五折，八折");
        check("25%", "百分之二十五");
        check("10-20%", "百分之十到百分之二十");
        check("气温-3℃到5°C", "气温零下三摄氏度到五摄氏度");
        check("跑了5km，重2kg", "跑了五公里，重两公斤");
        check("¥99.9，$5，￥2亿", "九十九点九元，五美元，两亿元");
        check("时速120km/h", "时速一百二十公里每小时");
        check("100㎡", "一百平方米");
    }

    #[test]
    fn telephones_and_codes() {
        check("打13800138000", "打幺三八零零幺三八零零零");
        check("拨打110", "拨打幺幺零");
        check("电话010-12345678", "电话零幺零，幺二三四五六七八");
        check("验证码 4821", "验证码 四八二幺");
        check("把密码改为4410", "把密码改为四四幺零");
        check("总机是114", "总机是幺幺四");
        check("302房间", "三零二房间");
        check("尾号1234", "尾号幺二三四");
    }

    #[test]
    fn sums_and_ranges() {
        check("3-5个", "三到五个");
        check("3+5=8", "三加五等于八");
        check("9-4=5", "九减四等于五");
        check("3×5", "三乘以五");
    }

    #[test]
    fn letters_stay() {
        check("MP3和iPhone15", "MP三和iPhone十五");
        check("5G网络", "五G网络");
        check("A380", "A三八零");
    }

    #[test]
    fn odd_input() {
        check("", "");
        check("：：--//%%", "::--//%%");
        check(
            "99999999999999999999",
            "九九九九九九九九九九九九九九九九九九九九",
        );
        check("25:61", "二十五比六十一");
        check("1.2.3.4.", "一点二点三点四.");
        check("2026-13-45", "两千零二十六到十三到四十五");
    }
}
