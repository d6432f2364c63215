//! From a matched sentence to what a skill receives.

use std::ops::Range;

use ling_base::{Args, Meaning, Slot, Stage, Value};

use crate::compile::Tongue;
use crate::heard::{Heard, SPACE};
use crate::kind::Kind;
use crate::lattice::after_joint;
use crate::matcher::{Match, Taken, Walk};
use crate::words::{Words, before, behind};

/// Meanings of one sentence where a name belongs to several things, at most.
const CHOICES_MAX: usize = 6;

/// One stretch that fills one argument, and what it may mean.
struct Filled<'m> {
    arg: &'m str,
    range: Range<usize>,
    choices: Vec<Value>,
}

/// Everything one matched sentence may mean: several where a name belongs to several things.
pub(crate) fn meanings(
    tongue: &Tongue,
    walk: &Walk<'_>,
    matched: &Match,
    words: &Words,
) -> Vec<Meaning> {
    let filled: Vec<Filled<'_>> = matched
        .taken
        .iter()
        .flat_map(|taken| fill(walk, taken, words))
        .collect();
    let n_most = filled
        .iter()
        .map(|part| part.choices.len())
        .max()
        .unwrap_or(1)
        .clamp(1, CHOICES_MAX);
    (0..n_most)
        .map(|choice| meaning(tongue, walk.heard, matched, &filled, choice))
        .collect()
}

fn meaning(
    tongue: &Tongue,
    heard: &Heard<'_>,
    matched: &Match,
    filled: &[Filled<'_>],
    choice: usize,
) -> Meaning {
    let ending = &tongue.sentences[matched.sentence as usize];
    let intent = &tongue.intents[ending.intent as usize];
    let mut args: Args = ending.fixed.clone();
    let mut slots = Vec::with_capacity(filled.len());
    for part in filled {
        let value = part
            .choices
            .get(choice)
            .or_else(|| part.choices.first())
            .cloned();
        let span = heard.span(&part.range);
        let value = match value {
            Some(Value::Named { .. }) if intent.texts.contains(part.arg) => {
                Some(Value::Text(heard.words(span).to_owned()))
            }
            value => value,
        };
        if let Some(value) = &value {
            args.push(part.arg, value.clone());
        }
        let kind = intent
            .types
            .get(part.arg)
            .map_or(part.arg, String::as_str)
            .to_owned();
        slots.push(Slot {
            kind,
            text: heard.words(span).to_owned(),
            span,
            value,
        });
    }
    Meaning {
        intent: intent.intent.clone(),
        label: intent.label.clone(),
        lang: tongue.lang,
        slots,
        args,
        score: score(heard, matched),
        stage: Stage::Grammar,
    }
}

/// 1 where every symbol is a literal, a value or a name; free symbols count half, passed-over ones nine tenths.
fn score(heard: &Heard<'_>, matched: &Match) -> f32 {
    let n_all = heard
        .syms
        .iter()
        .filter(|&&sym| sym != SPACE)
        .count()
        .max(1);
    let lost = 0.5 * matched.n_free as f32 + 0.1 * matched.n_skipped as f32;
    (1.0 - lost / n_all as f32).clamp(0.0, 1.0)
}

fn fill<'m>(walk: &Walk<'m>, taken: &Taken, words: &Words) -> Vec<Filled<'m>> {
    let spec = &walk.slots[taken.slot as usize];
    let arg = spec.arg.as_str();
    if let Some(lattice) = taken.lattice {
        let parts = walk.lattice.edges[lattice]
            .parts
            .iter()
            .map(|&part| &walk.lattice.parts[part]);
        return parts
            .map(|part| Filled {
                arg,
                range: part.range.clone(),
                choices: part.choices.clone(),
            })
            .collect();
    }
    let ranges = match spec.kind {
        Kind::Items => items(walk.heard, words, taken.from..taken.to),
        _ => vec![trimmed(walk.heard, words, taken.from..taken.to)],
    };
    let text =
        |range: &Range<usize>| Value::Text(walk.heard.words(walk.heard.span(range)).to_owned());
    ranges
        .into_iter()
        .map(|range| Filled {
            arg,
            choices: vec![text(&range)],
            range,
        })
        .collect()
}

/// Whether words that forbid or tell stand at the beginning and run into a free part: "don't set an alarm for seven"
/// has no alarm called "don't set an", and 昨晚我定了闹钟 no event called 我定了闹钟.
pub(crate) fn forbids_first(walk: &Walk<'_>, matched: &Match, words: &Words) -> bool {
    let mut free = matched.taken.iter().filter(|taken| taken.lattice.is_none());
    free.next().is_some_and(|first| {
        let starts = walk.skips.starts.iter().map(|(at, _)| *at);
        let runs_into = |at: usize, word: &Vec<char>| {
            let end = walk.heard.after_words(at, word);
            at <= first.from && end.is_some_and(|end| first.from < end)
        };
        let forbids = |at: usize| {
            let lists = [&words.forbid, &words.tell, &words.not_set, &words.was_set];
            lists.into_iter().flatten().any(|word| runs_into(at, word))
        };
        starts.into_iter().any(forbids)
    })
}

/// Whether a free part is only "it", a word of politeness or what tells of an alarm ("went off"): those are no
/// title, song or note.
pub(crate) fn names_nothing(walk: &Walk<'_>, matched: &Match, words: &Words) -> bool {
    let free = matched.taken.iter().filter(|taken| taken.lattice.is_none());
    let is_only = |taken: &Taken| {
        let said = &walk.heard.syms[taken.from..taken.to];
        words
            .it
            .iter()
            .chain(&words.anywhere)
            .chain(&words.was_set)
            .any(|word| word[..] == *said)
    };
    free.into_iter().any(is_only)
}

/// A free part without the words of politeness at its ends.
pub(crate) fn trimmed(heard: &Heard<'_>, words: &Words, range: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = range;
    if start == 0 {
        while let Some(next) = behind(heard, &words.start, start).find(|&next| next < end) {
            start = next;
        }
    }
    if end == heard.len() {
        while let Some(next) = before(heard, &words.end, end).find(|&next| next > start) {
            end = next;
        }
    }
    start..end
}

/// A free part cut at "and", 和 and commas.
pub(crate) fn items(heard: &Heard<'_>, words: &Words, range: Range<usize>) -> Vec<Range<usize>> {
    let range = trimmed(heard, words, range);
    let (mut items, mut start, mut at) = (Vec::new(), range.start, range.start + 1);
    while at < range.end {
        let joint = after_joint(heard, words, at)
            .into_iter()
            .min()
            .filter(|&next| heard.edge[at] && next < range.end);
        match joint {
            Some(next) => {
                items.push(start..at);
                start = next;
                at = next + 1;
            }
            None => at += 1,
        }
    }
    items.push(start..range.end);
    items
}
