//! Numbers in words, for lists that are ranges.

use super::said::Said;
use crate::automaton::{Automaton, START};
use crate::heard::SPACE;
use crate::nfa::Nfa;

/// The largest number that is also known in words.
const WORDS_MAX: i64 = 9_999;

const EN_ONES: [&str; 20] = [
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
const ZH_DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// The numbers of all ranges of a grammar in words.
#[derive(Debug, Default)]
pub(crate) struct NumberWords {
    automaton: Automaton,
    values: Vec<f64>,
}

impl NumberWords {
    /// `language` is a code such as `en` or `zh-TW`; others know no number in words.
    pub fn new(language: &str, numbers: impl IntoIterator<Item = f64>) -> NumberWords {
        let mut nfa = Nfa::default();
        let mut values: Vec<f64> = numbers.into_iter().collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        for (at, &value) in values.iter().enumerate() {
            for words in wordings(language, value) {
                let mut from = nfa.begin();
                for c in words.chars() {
                    from = nfa.label(from, u32::from(c));
                }
                nfa.nodes[from as usize].accept = Some(at as u32);
            }
        }
        NumberWords {
            automaton: Automaton::new(&nfa),
            values,
        }
    }

    /// Every number that begins at `at`, and where it ends.
    pub fn at(&self, said: &Said, at: usize) -> Vec<(f64, usize)> {
        let mut found = Vec::new();
        if self.values.is_empty() {
            return found;
        }
        let mut state = START;
        for (end, &sym) in said.syms.iter().enumerate().skip(at) {
            let sym = if sym == '-' { SPACE } else { sym };
            let Some(&next) = self.automaton.after(state, u32::from(sym)).first() else {
                break;
            };
            state = next;
            let accepts = self.automaton.accepts(state).iter();
            found.extend(accepts.map(|&value| (self.values[value as usize], end + 1)));
        }
        found
    }
}

fn wordings(language: &str, value: f64) -> Vec<String> {
    let whole = value.trunc() as i64;
    let rest = ((value - value.trunc()).abs() * 10.0).round() as usize;
    if whole.abs() > WORDS_MAX {
        return Vec::new();
    }
    let (words, point, minus): (Vec<String>, _, _) = match language.get(..2) {
        Some("en") => (en(whole.unsigned_abs() as usize), " point ", "minus "),
        Some("zh") => (zh(whole.unsigned_abs() as usize), "点", "负"),
        _ => return Vec::new(),
    };
    let digit = if language.starts_with("en") {
        EN_ONES[rest % 20]
    } else {
        ZH_DIGITS[rest % 10]
    };
    let signed = words.into_iter().map(|words| {
        let sign = if value < 0.0 { minus } else { "" };
        if rest == 0 {
            format!("{sign}{words}")
        } else {
            format!("{sign}{words}{point}{digit}")
        }
    });
    let traditional = |words: String| {
        [
            words
                .replace('点', "點")
                .replace('负', "負")
                .replace('两', "兩"),
            words,
        ]
    };
    let mut all: Vec<String> = signed.flat_map(traditional).collect();
    all.sort();
    all.dedup();
    all
}

fn en(n: usize) -> Vec<String> {
    match n {
        0..20 => vec![EN_ONES[n].to_owned()],
        20..100 if n.is_multiple_of(10) => vec![EN_TENS[n / 10].to_owned()],
        20..100 => vec![format!("{} {}", EN_TENS[n / 10], EN_ONES[n % 10])],
        100..1000 => en_joined(&format!("{} hundred", EN_ONES[n / 100]), n % 100),
        _ => en(n / 1000)
            .iter()
            .flat_map(|thousands| en_joined(&format!("{thousands} thousand"), n % 1000))
            .collect(),
    }
}

fn en_joined(head: &str, rest: usize) -> Vec<String> {
    if rest == 0 {
        return vec![head.to_owned()];
    }
    let joined = |tail: String| [format!("{head} {tail}"), format!("{head} and {tail}")];
    en(rest).into_iter().flat_map(joined).collect()
}

/// With 二 and with 两 where people say it.
fn zh(n: usize) -> Vec<String> {
    if n == 2 {
        return vec!["二".to_owned(), "两".to_owned()];
    }
    let mut words = String::new();
    let mut gap = false;
    for (unit, word) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = n / unit % 10;
        if digit == 0 {
            gap = !words.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            words.push('零');
        }
        // 十五, not 一十五.
        if !(unit == 10 && digit == 1 && words.is_empty()) {
            words.push_str(ZH_DIGITS[digit]);
        }
        words.push_str(word);
    }
    if n == 0 {
        words.push('零');
    }
    let twos = words.replace("二百", "两百").replace("二千", "两千");
    if twos == words {
        vec![words]
    } else {
        vec![words, twos]
    }
}
