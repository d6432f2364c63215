//! Words that praise or blame, and what turns or strengthens them.

use super::super::tables;
use std::{collections::HashMap, ops::Range, sync::OnceLock};

use ling_text::fold;

/// A judging word in a text.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    /// Where it stands, in bytes of the text.
    pub(super) range: Range<usize>,
    /// Praise above zero, blame below.
    pub(super) weight: f64,
    /// Whether something before it turns it around.
    pub(super) is_negated: bool,
}

const ZH: &str = include_str!("zh.txt");
const EN: &str = include_str!("en.txt");
/// The longest word of the Chinese list, in characters.
const ZH_CHARS_MAX: usize = 6;
/// How far before a Chinese word something turns it or strengthens it, in characters.
const ZH_REACH: usize = 4;
/// The same in English words.
const EN_REACH: usize = 3;
/// What is turned around is weaker than its opposite.
const TURNED: f64 = -0.75;

const EN_NOT: [&str; 24] = [
    "not", "no", "never", "n't", "cannot", "cant", "dont", "didnt", "isnt", "wasnt", "wont",
    "wouldnt", "without", "nothing", "none", "neither", "nor", "hardly", "barely", "nobody",
    "doesnt", "arent", "werent", "lacks",
];
const EN_VERY: [(&str, f64); 20] = [
    ("very", 1.4),
    ("really", 1.35),
    ("so", 1.3),
    ("extremely", 1.7),
    ("absolutely", 1.6),
    ("totally", 1.4),
    ("super", 1.5),
    ("incredibly", 1.6),
    ("too", 1.2),
    ("quite", 1.1),
    ("pretty", 1.1),
    ("highly", 1.4),
    ("truly", 1.4),
    ("utterly", 1.6),
    ("somewhat", 0.7),
    ("slightly", 0.6),
    ("bit", 0.7),
    ("fairly", 0.9),
    ("more", 1.1),
    ("most", 1.4),
];

type List = HashMap<&'static str, f64>;

fn list(text: &'static str) -> List {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let words = lines.flat_map(|line| {
        let (weight, words) = line.split_once(' ').unwrap_or(("0", line));
        let weight: f64 = weight.parse().unwrap_or(0.0);
        words.split(' ').map(move |word| (word, weight))
    });
    words.collect()
}

fn lists() -> &'static (List, List) {
    static LISTS: OnceLock<(List, List)> = OnceLock::new();
    LISTS.get_or_init(|| (list(ZH), list(EN)))
}

/// Whether a clause takes back what stands before it.
pub(super) fn turns(clause: &str) -> bool {
    let clause = fold::to_simplified(clause).to_lowercase();
    let clause = clause.trim();
    tables::list("but")
        .iter()
        .any(|word| match word.is_ascii() {
            true => clause
                .split(|c: char| !c.is_alphanumeric())
                .any(|one| one == *word),
            false => clause.starts_with(word),
        })
}

/// The judging words of a clause, in its order.
pub(super) fn hits(text: &str, clause: &Range<usize>) -> Vec<Hit> {
    let mut found = chinese(text, clause);
    found.extend(english(text, clause));
    found.extend(pictures(text, clause));
    found.sort_by_key(|hit| hit.range.start);
    found
}

fn chinese(text: &str, clause: &Range<usize>) -> Vec<Hit> {
    // One character for one, so that places stay.
    let chars: Vec<(usize, char)> = text[clause.clone()]
        .char_indices()
        .map(|(at, c)| (clause.start + at, fold::simplified(c)))
        .collect();
    let byte = |n: usize| chars.get(n).map_or(clause.end, |(at, _)| *at);
    let (zh, _) = lists();
    let (mut found, mut n, mut last) = (Vec::new(), 0, 0);
    while n < chars.len() {
        let lens = (1..=ZH_CHARS_MAX.min(chars.len() - n)).rev();
        let word = |len: usize| {
            chars[n..n + len]
                .iter()
                .map(|(_, c)| *c)
                .collect::<String>()
        };
        let hit = lens
            .filter(|_| fold::is_han(chars[n].1))
            .find_map(|len| zh.get(word(len).as_str()).map(|weight| (len, *weight)));
        let Some((mut len, weight)) = hit else {
            n += 1;
            continue;
        };
        // 很好吃 is 很 and 好吃, not 很好 and 吃.
        let next: String = chars[n + len - 1..]
            .iter()
            .take(2)
            .map(|(_, c)| *c)
            .collect();
        len += usize::from(len > 1 && next.starts_with('好') && zh.contains_key(next.as_str()));
        let before: String = chars[last.max(n.saturating_sub(ZH_REACH))..n]
            .iter()
            .map(|(_, c)| *c)
            .collect();
        let (factor, is_negated) = zh_factor(&before);
        found.push(Hit {
            range: byte(n)..byte(n + len),
            weight: weight * factor,
            is_negated,
        });
        n += len;
        last = n;
    }
    found
}

/// By how much what stands before a word changes it.
fn zh_factor(before: &str) -> (f64, bool) {
    let is_no = tables::list("not").iter().any(|word| before.contains(word));
    let is_yes = tables::list("not not")
        .iter()
        .any(|word| before.contains(word));
    let is_negated = is_no && !is_yes;
    let all = tables::list("very")
        .iter()
        .filter_map(|line| line.split_once('='));
    let very = all
        .filter(|(word, _)| before.contains(word))
        .map(|(_, factor)| factor);
    let very = very
        .filter_map(|factor| factor.parse::<f64>().ok())
        .next()
        .unwrap_or(1.0);
    (if is_negated { very * TURNED } else { very }, is_negated)
}

fn english(text: &str, clause: &Range<usize>) -> Vec<Hit> {
    let words = super::super::words::english(&text[clause.clone()]);
    let lower: Vec<String> = words
        .iter()
        .map(|word| word.text.to_lowercase().replace('’', "'"))
        .collect();
    let (_, en) = lists();
    let mut found = Vec::new();
    for (n, word) in words.iter().enumerate() {
        let Some(weight) = en.get(lower[n].as_str()) else {
            continue;
        };
        // "like" after these compares, and "kind of" weakens.
        let before = n.checked_sub(1).map_or("", |n| lower[n].as_str());
        let after = lower.get(n + 1).map_or("", String::as_str);
        let is_filler = (lower[n] == "like"
            && ["looks", "look", "is", "was", "just", "feel", "feels"].contains(&before))
            || (lower[n] == "kind" && after == "of")
            || (lower[n] == "pretty" && en.contains_key(after))
            || (lower[n] == "well" && after == "as");
        if is_filler {
            continue;
        }
        let near = &lower[n.saturating_sub(EN_REACH)..n];
        let is_not = |one: &String| EN_NOT.contains(&one.as_str()) || one.ends_with("n't");
        let is_negated = near.iter().any(is_not) && !near.iter().any(|one| one == "only");
        let very = EN_VERY
            .iter()
            .find(|(very, _)| near.last().is_some_and(|last| last == very));
        let factor =
            very.map_or(1.0, |(_, factor)| *factor) * if is_negated { TURNED } else { 1.0 };
        let range = clause.start + word.range.start..clause.start + word.range.end;
        found.push(Hit {
            range,
            weight: weight * factor,
            is_negated,
        });
    }
    found
}

/// Faces and hearts.
fn pictures(text: &str, clause: &Range<usize>) -> Vec<Hit> {
    let weighed = |c: char| match c {
        '😀' | '😃' | '😄' | '😁' | '😊' | '😍' | '🥰' | '😘' | '👍' | '❤' | '💕' | '🎉' | '😋'
        | '🤩' | '💯' | '♥' => 2.0,
        '😞' | '😡' | '😠' | '👎' | '😢' | '😭' | '🤮' | '🤢' | '😤' | '💔' | '😒' | '🙄'
        | '😱' => -2.0,
        _ => 0.0,
    };
    let signs = text[clause.clone()]
        .char_indices()
        .map(|(at, c)| (clause.start + at, c));
    let found = signs.filter(|(_, c)| weighed(*c) != 0.0);
    found
        .map(|(at, c)| Hit {
            range: at..at + c.len_utf8(),
            weight: weighed(c),
            is_negated: false,
        })
        .collect()
}
