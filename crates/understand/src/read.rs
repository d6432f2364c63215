//! From transcripts to a reading.

use ling_base::{Meaning, Reading};

use crate::grammar::{Found, Grammar, Said, Scope};
use crate::kind::Kind;
use crate::split::Splitter;

/// Transcripts that are tried, at most.
const TRANSCRIPTS_MAX: usize = 10;
/// Symbols of a text that is cut into several commands, at most.
const SPLIT_SYMBOLS_MAX: usize = 400;
/// Sentences that a step names besides the chosen one, at most.
const OTHERS_MAX: usize = 3;

/// What was meant by `transcripts`, the likelier first.
///
/// The first transcript that is a command wins; then the first that is several commands; then the first
/// that is an answer without a verb.
pub fn understand(grammar: &Grammar, transcripts: &[&str], scope: &Scope<'_>) -> Reading {
    let mut steps = Vec::new();
    let mut said = Vec::new();
    for text in transcripts.iter().take(TRANSCRIPTS_MAX) {
        match Said::new(text, scope, &grammar.words) {
            Some(one) => said.push(one),
            None => steps.push("too long for one breath; passed over".to_owned()),
        }
    }
    for (at, one) in said.iter().enumerate() {
        let found = grammar.found(one, scope);
        if found.is_empty() {
            continue;
        }
        note(&mut steps, one, &found, at);
        let commands = overrun(grammar, one, scope, &found).inspect(|_| {
            steps.push("lost: a free part ran over a further command".to_owned());
        });
        let commands = commands.unwrap_or_else(|| vec![meanings(found)]);
        return Reading {
            commands,
            fragment: None,
            steps,
        };
    }
    for (at, one) in said.iter().enumerate() {
        if one.heard.len() > SPLIT_SYMBOLS_MAX {
            continue;
        }
        if let Some(pieces) = Splitter::new(grammar, one, scope).split() {
            steps.push(format!("transcript {}: {} commands", at + 1, pieces.len()));
            let commands = pieces.into_iter().map(|piece| piece.meanings).collect();
            return Reading {
                commands,
                fragment: None,
                steps,
            };
        }
    }
    for one in &said {
        if let Some(fragment) = grammar.fragment(one, scope) {
            steps.push(format!(
                "no sentence matches; {} parts without a verb",
                fragment.parts.len()
            ));
            return Reading {
                commands: Vec::new(),
                fragment: Some(fragment),
                steps,
            };
        }
    }
    steps.push("no sentence matches".to_owned());
    Reading {
        commands: Vec::new(),
        fragment: None,
        steps,
    }
}

/// Several commands where the one sentence that matches took the later ones for items or a title.
fn overrun(
    grammar: &Grammar,
    said: &Said<'_>,
    scope: &Scope<'_>,
    found: &[Found<'_>],
) -> Option<Vec<Vec<Meaning>>> {
    let best = found
        .first()
        .filter(|_| said.heard.len() <= SPLIT_SYMBOLS_MAX)?;
    let mut splitter = Splitter::new(grammar, said, scope);
    let runs_over = best.matched.taken.iter().any(|taken| {
        let kind = best.tongue.slots[taken.slot as usize].kind;
        matches!(kind, Kind::Items | Kind::Phrase) && splitter.cuts_within(&(taken.from..taken.to))
    });
    let pieces = runs_over.then(|| splitter.split()).flatten()?;
    let is_sure = pieces[1..].iter().all(|piece| !piece.is_free);
    is_sure.then(|| pieces.into_iter().map(|piece| piece.meanings).collect())
}

fn meanings(found: Vec<Found<'_>>) -> Vec<Meaning> {
    found.into_iter().map(|found| found.meaning).collect()
}

/// Says which sentence matched, and why the next ones lost.
fn note(steps: &mut Vec<String>, said: &Said<'_>, found: &[Found<'_>], transcript: usize) {
    let place = |found: &Found<'_>| {
        let ending = &found.tongue.sentences[found.matched.sentence as usize];
        let file = &found.tongue.intents[ending.intent as usize].file;
        format!("`{}` ({file}:{})", ending.text, ending.line)
    };
    let Some(best) = found.first() else { return };
    let counts = |found: &Found<'_>| {
        let matched = &found.matched;
        format!(
            "{} literal, {} passed over, {} free",
            matched.n_literal, matched.n_skipped, matched.n_free
        )
    };
    let n_all = said.heard.len();
    steps.push(format!(
        "transcript {}: {} of {n_all} symbols: {}",
        transcript + 1,
        place(best),
        counts(best)
    ));
    for other in found[1..]
        .iter()
        .filter(|other| other.matched.sentence != best.matched.sentence)
        .take(OTHERS_MAX)
    {
        let (a, b) = (&other.matched, &best.matched);
        let why = if a.n_literal < b.n_literal {
            "fewer literal symbols"
        } else if a.n_skipped > b.n_skipped {
            "more passed over"
        } else if a.n_free > b.n_free {
            "more free symbols"
        } else {
            "later in order"
        };
        steps.push(format!("lost: {}: {why}: {}", place(other), counts(other)));
    }
}
