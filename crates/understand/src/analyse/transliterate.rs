//! Chinese in Latin letters: pinyin with tone marks.

use super::tables;
use ling_text::{fold::is_han, pronounce};

/// What a script or language calls itself: `Hans`, `Hant`, `Latn`, `zh-Hans`, `zh-Hant`.
pub fn own_name(code: &str) -> &'static str {
    tables::text(match code {
        "Hans" => "Hans",
        "Hant" => "Hant",
        "Latn" => "Latn",
        "zh-Hant" => "zh-Hant",
        _ => "zh-Hans",
    })
}

/// The text with its Chinese characters as pinyin; everything else stays.
///
/// ```
/// use ling_understand::analyse::to_latin;
/// assert_eq!(to_latin("你好，world"), "nǐ hǎo，world");
/// assert_eq!(to_latin("银行在北京"), "yín háng zài běi jīng");
/// ```
pub fn to_latin(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_chinese = is_han(first);
        let end = rest.find(|c| is_han(c) != is_chinese).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        // A letter and a syllable do not touch.
        let touches = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let next = if is_chinese {
            latin(run)
        } else {
            run.to_owned()
        };
        if touches(out.chars().next_back()) && touches(next.chars().next()) {
            out.push(' ');
        }
        out.push_str(&next);
        rest = after;
    }
    out
}

fn latin(run: &str) -> String {
    let read = pronounce::pinyin(run);
    if !read.left_out.is_empty() {
        return run.to_owned();
    }
    let marked: Vec<String> = read.syllables.iter().map(|one| marked(one)).collect();
    marked.join(" ")
}

/// `hao3` as `hǎo`: the mark goes to a or e, to the o of ou, else to the last vowel.
fn marked(syllable: &str) -> String {
    let tone = syllable.chars().next_back().and_then(|c| c.to_digit(10));
    let letters: Vec<char> = syllable
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .chars()
        .map(|c| if c == 'v' { 'ü' } else { c })
        .collect();
    let is_vowel = |c: char| "aeiouü".contains(c);
    let at = letters
        .iter()
        .position(|c| matches!(c, 'a' | 'e'))
        .or_else(|| letters.windows(2).position(|pair| pair == ['o', 'u']))
        .or_else(|| letters.iter().rposition(|&c| is_vowel(c)));
    let mark = match tone {
        Some(1) => '\u{304}',
        Some(2) => '\u{301}',
        Some(3) => '\u{30c}',
        Some(4) => '\u{300}',
        _ => return letters.into_iter().collect(),
    };
    let each = letters.iter().enumerate();
    each.map(|(nth, &c)| {
        if Some(nth) == at {
            with_mark(c, mark)
        } else {
            c.to_string()
        }
    })
    .collect()
}

/// A vowel and its mark as one character.
fn with_mark(vowel: char, mark: char) -> String {
    let row = match vowel {
        'a' => "āáǎà",
        'e' => "ēéěè",
        'i' => "īíǐì",
        'o' => "ōóǒò",
        'u' => "ūúǔù",
        'ü' => "ǖǘǚǜ",
        _ => return [vowel, mark].iter().collect(),
    };
    let nth = ['\u{304}', '\u{301}', '\u{30c}', '\u{300}']
        .iter()
        .position(|one| *one == mark);
    row.chars()
        .nth(nth.unwrap_or(0))
        .unwrap_or(vowel)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(to_latin(text), expect, "{text}");
    }

    #[test]
    fn pinyin_with_marks() {
        check("你好", "nǐ hǎo");
        check("绿色", "lǜ sè");
        check("六点", "liù diǎn");
        check("口水", "kǒu shuǐ");
        check("重庆很重要", "chóng qìng hěn zhòng yào");
        check("我用iPhone", "wǒ yòng iPhone");
        check("hello", "hello");
        check("", "");
    }
}
