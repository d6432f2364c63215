//! From transcripts to a reading.

use ling_base::{Meaning, Reading};

use crate::grammar::{Found, Grammar, Said, Scope};
use crate::kind::Kind;
use crate::matcher::Match;
use crate::repair::repaired;
use crate::split::{End, Piece, Splitter};

/// Transcripts that are tried, at most.
const TRANSCRIPTS_MAX: usize = 10;
/// Symbols of a text that is cut into several commands, at most.
const SPLIT_SYMBOLS_MAX: usize = 400;
/// Sentences that a step names besides the chosen one, at most.
const OTHERS_MAX: usize = 3;

/// What was meant by `transcripts`, the likelier first.
///
/// The first transcript that is a command wins, one without a free part before one with; then the first
/// that is several commands; then the first that is an answer without a verb. While a question is open,
/// the answer is given beside the command: the dialogue knows which of them was expected.
pub fn understand(grammar: &Grammar, transcripts: &[&str], scope: &Scope<'_>) -> Reading {
    let (said, mut steps) = heard(grammar, transcripts, scope);
    let (mut reading, _) = understand_how_surely(grammar, &said, scope);
    steps.append(&mut reading.steps);
    Reading { steps, ..reading }
}

/// Transcripts as the grammar reads them, those too long for one breath passed over, and what to say of these.
pub(crate) fn heard<'t>(
    grammar: &Grammar,
    transcripts: &[&'t str],
    scope: &Scope<'_>,
) -> (Vec<Said<'t>>, Vec<String>) {
    let (mut said, mut steps) = (Vec::new(), Vec::new());
    for text in transcripts.iter().take(TRANSCRIPTS_MAX) {
        match Said::new(text, scope, grammar) {
            Some(one) => said.push(one),
            None => steps.push("too long for one breath; passed over".to_owned()),
        }
    }
    (said, steps)
}

/// How much of what was said the sentences account for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sureness {
    /// Every word is a word of the sentence, a value or a name; or it answers a question.
    Sure,
    /// Some words are free: a title, a note, a song.
    Free,
    /// No sentence matches.
    None,
}

/// As [`understand`], and how sure it is.
pub(crate) fn understand_how_surely(
    grammar: &Grammar,
    said: &[Said<'_>],
    scope: &Scope<'_>,
) -> (Reading, Sureness) {
    let mut steps = Vec::new();
    let mut sure = Sureness::Sure;
    let one = one_command(grammar, said, scope, &mut steps, &mut sure);
    let is_whole = one.as_ref().is_some_and(|one| one.len() == 1) && sure == Sureness::Sure;
    let mut put_right = said.iter().filter(|_| !is_whole);
    let commands = match put_right.find_map(|said| repaired(grammar, said, scope)) {
        Some(meanings) => {
            steps.push("a slip, put right within the sentence".to_owned());
            sure = Sureness::Sure;
            vec![meanings]
        }
        None => one
            .or_else(|| several_commands(grammar, said, scope, &mut steps))
            .unwrap_or_default(),
    };
    if commands.is_empty() {
        sure = Sureness::None;
    }
    if commands.is_empty() {
        steps.push("no sentence matches".to_owned());
    }
    let fragment = said
        .iter()
        .filter(|_| commands.is_empty() || scope.open.is_some())
        .find_map(|one| grammar.fragment(one, scope));
    if let Some(fragment) = &fragment {
        steps.push(format!("{} parts without a verb", fragment.parts.len()));
    }
    let answers = scope.open.is_some() && fragment.is_some();
    let reading = Reading {
        commands,
        fragment,
        mood: None,
        steps,
    };
    (reading, if answers { Sureness::Sure } else { sure })
}

/// The first transcript that one sentence matches as a whole.
fn one_command(
    grammar: &Grammar,
    said: &[Said<'_>],
    scope: &Scope<'_>,
    steps: &mut Vec<String>,
    sure: &mut Sureness,
) -> Option<Vec<Vec<Meaning>>> {
    let mut best: Option<(usize, Vec<Found<'_>>)> = None;
    for (at, one) in said.iter().enumerate() {
        let found = grammar.found(one, scope);
        let is_sure = found.first().is_some_and(|found| found.matched.n_free == 0);
        if is_sure || (best.is_none() && !found.is_empty()) {
            best = Some((at, found));
        }
        if is_sure {
            break;
        }
    }
    let (at, found) = best?;
    note(steps, &said[at], &found, at);
    let overrun = overrun(grammar, &said[at], scope, &found).inspect(|_| {
        steps.push("lost: a free part ran over a further command".to_owned());
    });
    if overrun.is_none() && found[0].matched.n_free > 0 {
        *sure = Sureness::Free;
    }
    Some(overrun.unwrap_or_else(|| vec![meanings(found)]))
}

/// The first transcript whose every part is a command.
fn several_commands(
    grammar: &Grammar,
    said: &[Said<'_>],
    scope: &Scope<'_>,
    steps: &mut Vec<String>,
) -> Option<Vec<Vec<Meaning>>> {
    for (at, one) in said.iter().enumerate() {
        if one.heard.len() > SPLIT_SYMBOLS_MAX {
            continue;
        }
        if let Some(pieces) = Splitter::new(grammar, one, scope).split() {
            steps.push(format!("transcript {}: {} commands", at + 1, pieces.len()));
            return Some(pieces.into_iter().map(|piece| piece.meanings).collect());
        }
    }
    None
}

/// Several commands where the one sentence that matches took the others for items, a title or a name: they are
/// commands by themselves, and more of the words are known that way.
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
    let (mut runs_over, mut may_go_on) = (false, false);
    for taken in best
        .matched
        .taken
        .iter()
        .filter(|one| one.lattice.is_none())
    {
        let kind = best.tongue.slots[taken.slot as usize].kind;
        let over = splitter.cuts_within(&(taken.from..taken.to));
        runs_over |= over;
        may_go_on |= over && kind == Kind::Text;
    }
    let pieces = runs_over.then(|| splitter.split()).flatten()?;
    // "Remind me to turn off the oven and lock the door" is one thing to do.
    let joins = |before: &Piece, piece: &Piece| {
        let goes_on = match before.end {
            End::Closed => false,
            End::Deed => !piece.is_apart,
            End::Dictated => true,
        };
        may_go_on && goes_on
    };
    let n_free: usize = pieces.iter().map(|piece| piece.n_free).sum();
    let is_sure = pieces[1..].iter().all(|piece| piece.is_sure)
        && !pieces.windows(2).any(|two| joins(&two[0], &two[1]))
        && n_free < best.matched.n_free;
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
        let loose = |matched: &Match| matched.n_free + matched.n_skipped;
        let why = if loose(a) > loose(b) {
            "more symbols free or passed over"
        } else if a.n_skipped > b.n_skipped {
            "more symbols passed over"
        } else if a.n_literal < b.n_literal {
            "fewer literal symbols"
        } else {
            "later in order"
        };
        steps.push(format!("lost: {}: {why}: {}", place(other), counts(other)));
    }
}
