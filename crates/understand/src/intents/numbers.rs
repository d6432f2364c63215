//! Numbers in words, for lists that are ranges.

use std::sync::OnceLock;

use serde::Deserialize;

use super::said::Said;
use crate::automaton::{Automaton, START};
use crate::heard::SPACE;
use crate::nfa::Nfa;

/// The largest number that is also known in words.
const WORDS_MAX: i64 = 9_999;

/// How numbers are built from words.
#[derive(Deserialize)]
struct Spelling {
    en: English,
    zh: Chinese,
}

#[derive(Deserialize)]
struct English {
    ones: Vec<String>,
    tens: Vec<String>,
    hundred: String,
    thousand: String,
    and: String,
    point: String,
    minus: String,
}

#[derive(Deserialize)]
struct Chinese {
    digits: Vec<String>,
    /// Thousand, hundred, ten.
    units: [String; 3],
    two: String,
    point: String,
    minus: String,
    /// What is written otherwise in traditional script.
    traditional: Vec<[String; 2]>,
}

fn spelling() -> &'static Spelling {
    static SPELLING: OnceLock<Spelling> = OnceLock::new();
    SPELLING.get_or_init(|| {
        toml::from_str(include_str!("numbers.toml")).expect("tested with every range")
    })
}

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
    let rest = ((value - value.trunc()).abs() * 10.0).round() as usize % 10;
    if whole.abs() > WORDS_MAX {
        return Vec::new();
    }
    let n = whole.unsigned_abs() as usize;
    let Spelling { en, zh } = spelling();
    let (words, digits, point, minus) = match language.get(..2) {
        Some("en") => (en.words(n), &en.ones, &en.point, &en.minus),
        Some("zh") => (zh.words(n), &zh.digits, &zh.point, &zh.minus),
        _ => return Vec::new(),
    };
    let signed = words.into_iter().map(|words| {
        let sign = if value < 0.0 { minus } else { "" };
        let part = if rest == 0 {
            String::new()
        } else {
            format!("{point}{}", digits[rest])
        };
        format!("{sign}{words}{part}")
    });
    let mut all: Vec<String> = signed
        .flat_map(|words| [zh.traditional(&words), words])
        .collect();
    all.sort();
    all.dedup();
    all
}

impl English {
    fn words(&self, n: usize) -> Vec<String> {
        match n {
            0..20 => vec![self.ones[n].clone()],
            20..100 if n.is_multiple_of(10) => vec![self.tens[n / 10].clone()],
            20..100 => vec![format!("{} {}", self.tens[n / 10], self.ones[n % 10])],
            100..1000 => self.joined(&format!("{} {}", self.ones[n / 100], self.hundred), n % 100),
            _ => {
                let thousands = self.words(n / 1000).into_iter();
                let heads = thousands.map(|words| format!("{words} {}", self.thousand));
                heads
                    .flat_map(|head| self.joined(&head, n % 1000))
                    .collect()
            }
        }
    }

    fn joined(&self, head: &str, rest: usize) -> Vec<String> {
        if rest == 0 {
            return vec![head.to_owned()];
        }
        let and = &self.and;
        let joined = |tail: String| [format!("{head} {tail}"), format!("{head} {and} {tail}")];
        self.words(rest).into_iter().flat_map(joined).collect()
    }
}

impl Chinese {
    /// With the plain two, and with the one that people say before things and hundreds.
    fn words(&self, n: usize) -> Vec<String> {
        if n == 2 {
            return vec![self.digits[2].clone(), self.two.clone()];
        }
        let mut words = String::new();
        let mut gap = false;
        let units = self.units.iter().map(String::as_str).chain([""]);
        for (size, unit) in [1000, 100, 10, 1].into_iter().zip(units) {
            let digit = n / size % 10;
            if digit == 0 {
                gap = !words.is_empty();
                continue;
            }
            if std::mem::take(&mut gap) {
                words.push_str(&self.digits[0]);
            }
            // Fifteen is "ten five", not "one ten five".
            if !(size == 10 && digit == 1 && words.is_empty()) {
                words.push_str(&self.digits[digit]);
            }
            words.push_str(unit);
        }
        if n == 0 {
            words.push_str(&self.digits[0]);
        }
        let twos = self.units[..2].iter().fold(words.clone(), |words, unit| {
            words.replace(
                &format!("{}{unit}", self.digits[2]),
                &format!("{}{unit}", self.two),
            )
        });
        if twos == words {
            vec![words]
        } else {
            vec![words, twos]
        }
    }

    fn traditional(&self, words: &str) -> String {
        let pairs = self.traditional.iter();
        pairs.fold(words.to_owned(), |words, [simple, other]| {
            words.replace(simple.as_str(), other)
        })
    }
}
