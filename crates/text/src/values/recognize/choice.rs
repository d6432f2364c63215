//! Yes or no: 好的, 不可以, sure, nope, 👌. One answer for the whole text.

use std::cmp::Ordering;

use super::{
    Culture, Entity, Field,
    source::{Source, wordy},
};

/// Words and signs for yes.
const YES_ZH: &[&str] = &[
    "好的",
    "好啊",
    "好呀",
    "好嘞",
    "好哇",
    "好吧",
    "没问题",
    "可以",
    "中",
    "好",
    "同意",
    "行",
    "是的",
    "是",
    "对",
    "对的",
    "嗯",
];
const NO_ZH: &[&str] = &[
    "不行",
    "不好",
    "拒绝",
    "否定",
    "不中",
    "不可以",
    "不是的",
    "不是",
    "不对",
    "不",
    "不要",
    "不同意",
];
const YES_EN: &[&str] = &[
    "true", "yes", "yep", "yup", "yeah", "y", "sure", "ok", "okay", "agree",
];
const NO_EN: &[&str] = &[
    "false", "nope", "nop", "no", "n", "not ok", "not okay", "disagree",
];
const YES_SIGNS: &[char] = &['👍', '👌'];
const NO_SIGNS: &[char] = &['👎', '✋', '🖐'];

struct Answer {
    start: usize,
    end: usize,
    yes: bool,
    score: f64,
}

pub(super) fn entities(source: &Source, culture: Culture) -> Vec<Entity> {
    let mut answers = answers(source, culture);
    let tokens = tokens(source, culture);
    for answer in &mut answers {
        answer.score = score(&tokens, answer);
    }
    // The best match; of equals the first.
    let best = answers
        .into_iter()
        .reduce(|best, next| match next.score.partial_cmp(&best.score) {
            Some(Ordering::Greater) => next,
            _ => best,
        });
    let entity = |answer: Answer| Entity {
        start: answer.start,
        end: answer.end,
        text: source.written(answer.start, answer.end),
        type_name: "boolean",
        resolution: vec![
            ("value", Field::Bool(answer.yes)),
            ("score", Field::Score(answer.score)),
        ],
    };
    best.map(entity).into_iter().collect()
}

fn answers(source: &Source, culture: Culture) -> Vec<Answer> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < source.len() {
        let hit = [(true, YES_SIGNS), (false, NO_SIGNS)]
            .iter()
            .find(|(_, signs)| signs.contains(&source.raw(i)))
            .map(|(yes, _)| (*yes, i + 1 + usize::from(skin(source.raw(i + 1)))))
            .or_else(|| word(source, culture, i));
        i = match hit {
            Some((yes, end)) => {
                found.push(Answer {
                    start: i,
                    end,
                    yes,
                    score: 0.0,
                });
                end
            }
            None => i + 1,
        };
    }
    found
}

fn skin(c: char) -> bool {
    ('\u{1f3fb}'..='\u{1f3ff}').contains(&c)
}

/// The longest word of either list at `i`.
fn word(source: &Source, culture: Culture, i: usize) -> Option<(bool, usize)> {
    let end = |words: &[&str]| match culture {
        Culture::Chinese => source.any(i, words),
        Culture::English => source.phrases(i, words),
    };
    let (yes, no) = match culture {
        Culture::Chinese => (end(YES_ZH), end(NO_ZH)),
        Culture::English => (end(YES_EN), end(NO_EN)),
    };
    match (yes, no) {
        (Some(yes), Some(no)) => Some(if yes > no { (true, yes) } else { (false, no) }),
        (Some(yes), None) => Some((true, yes)),
        (None, Some(no)) => Some((false, no)),
        (None, None) => None,
    }
}

/// The words of a text as spans: a run of Latin letters, a run of Chinese characters, or one sign.
fn tokens(source: &Source, culture: Culture) -> Vec<(usize, usize)> {
    let han = |c: char| ('\u{3040}'..='\u{9fff}').contains(&c);
    let sign = |c: char| u32::from(c) >= 0x1_f000 || c == '✋';
    let inside = |i: usize| match culture {
        Culture::Chinese => han(source.raw(i)),
        Culture::English => wordy(source.ch(i)) || han(source.raw(i)),
    };
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut i = 0;
    while i < source.len() {
        let start = i;
        if sign(source.raw(i)) {
            i += 1;
        } else {
            while i < source.len() && inside(i) {
                i += 1;
            }
        }
        if i > start {
            found.push((start, i));
        } else {
            i += 1;
        }
    }
    found
}

/// How much of what was said the answer is; nothing where it is only part of a longer word.
fn score(tokens: &[(usize, usize)], answer: &Answer) -> f64 {
    let first = tokens.partition_point(|(start, _)| *start < answer.start);
    let taken = tokens[first..]
        .iter()
        .take_while(|(_, end)| *end <= answer.end);
    let n = taken.count();
    let whole = n > 0 && tokens[first].0 == answer.start && tokens[first + n - 1].1 == answer.end;
    if !whole {
        return 0.0;
    }
    // Counts of words are small: they are exact as doubles.
    #[allow(clippy::cast_precision_loss)]
    let share = n as f64 / tokens.len() as f64;
    0.4 + 0.6 * share
}
