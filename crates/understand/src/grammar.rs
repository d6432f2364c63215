//! Everything that can be said, and what a text means by it.

use std::cell::Cell;

use jiff::ZonedDateTime;
use ling_base::{Lang, Meaning, Phrasebook};

use crate::compile::{ListsBuilder, Tongue, compile};
use crate::error::GrammarError;
use crate::heard::Heard;
use crate::lattice::{Ear, Lattice, Lists};
use crate::matcher::{Match, STEPS_MAX, Walk};
use crate::meaning::{forbids_first, meanings, names_nothing};
use crate::names::Names;
use crate::skips::Skips;
use crate::values::{Tagged, tag};
use crate::words::{Guest, Words};

/// Symbols of one text, at most: nobody says more in one breath.
const SYMBOLS_MAX: usize = 2_000;
/// Sentences considered for one text, at most.
const MATCHES_MAX: usize = 16;

/// What was asked last and is still open: answers of that kind are preferred.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenSlot {
    /// The intent that waits.
    pub intent: String,
    /// The argument that is missing.
    pub arg: String,
    /// Its kind, as in [`ling_base::ArgSpec::kind`].
    pub kind: String,
}

/// What a text is understood against.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The time of speaking.
    pub now: &'a ZonedDateTime,
    /// The names of the house.
    pub names: &'a Names,
    /// The question that is open.
    pub open: Option<&'a OpenSlot>,
    /// The languages to try, the likelier first.
    pub langs: &'a [Lang],
}

/// All sentences of all skills, compiled.
#[derive(Debug)]
pub struct Grammar {
    pub(crate) tongues: Vec<Tongue>,
    pub(crate) lists: Lists,
    pub(crate) words: &'static Words,
    pub(crate) frames: crate::fragment::Frames,
}

impl Grammar {
    /// Compiles phrasebooks; all their errors are reported at once.
    pub fn compile(books: &[Phrasebook]) -> Result<Grammar, Vec<GrammarError>> {
        let mut errors = Vec::new();
        let mut lists = ListsBuilder::default();
        let tongues = Lang::ALL
            .into_iter()
            .map(|lang| compile(lang, books, &mut lists, &mut errors))
            .collect();
        if !errors.is_empty() {
            return Err(errors);
        }
        let words = Words::shared();
        let frames = crate::fragment::Frames::new(words);
        Ok(Grammar {
            tongues,
            lists: lists.done(),
            words,
            frames,
        })
    }

    /// Everything that the whole of `heard` may mean, best first.
    pub fn matches(&self, heard: &str, scope: &Scope<'_>) -> Vec<Meaning> {
        let Some(said) = Said::new(heard, scope, self) else {
            return Vec::new();
        };
        self.found(&said, scope)
            .into_iter()
            .map(|found| found.meaning)
            .collect()
    }

    /// As [`Grammar::matches`], with where each meaning comes from.
    pub(crate) fn found(&self, said: &Said<'_>, scope: &Scope<'_>) -> Vec<Found<'_>> {
        let mut found = Vec::new();
        for tongue in self
            .tongues
            .iter()
            .filter(|tongue| scope.langs.contains(&tongue.lang))
        {
            let guests = self.guests(tongue.lang, said);
            let walk = Walk {
                automaton: &tongue.automaton,
                slots: &tongue.slots,
                heard: &said.heard,
                lattice: &said.lattice,
                skips: &said.skips,
                guests: &guests,
                steps_left: &said.steps_left,
            };
            let matches = walk.run(MATCHES_MAX).0.into_iter();
            let is_idle = |one: &Match| {
                names_nothing(&walk, one, self.words) || forbids_first(&walk, one, self.words)
            };
            for matched in matches.filter(|one| !is_idle(one)) {
                for meaning in meanings(tongue, &walk, &matched, self.words) {
                    found.push(Found {
                        meaning,
                        matched: matched.clone(),
                        tongue,
                    });
                }
            }
        }
        // Words that both languages know ("undo", "ok") belong to the language of their script.
        let own = ling_text::script::lang_seen(said.heard.text);
        let rank = |lang: Lang| {
            let place = scope.langs.iter().position(|&have| have == lang);
            (own.is_some_and(|own| own != lang), place)
        };
        found.sort_by(|a, b| {
            (b.matched.score.cmp(&a.matched.score))
                .then(rank(a.tongue.lang).cmp(&rank(b.tongue.lang)))
                .then(a.matched.sentence.cmp(&b.matched.sentence))
        });
        distinct(found)
    }

    /// Words of other languages, where the text is mixed.
    fn guests(&self, lang: Lang, said: &Said<'_>) -> Vec<Vec<Guest<'_>>> {
        let guests = self.words.guests.iter().find(|guests| guests.lang == lang);
        match guests {
            Some(guests) if said.heard.is_mixed() => guests.found(&said.heard),
            _ => Vec::new(),
        }
    }

    /// States and bytes of the compiled sentences.
    pub fn size(&self) -> (usize, usize) {
        let all = || {
            let tongues = self.tongues.iter().map(|tongue| &tongue.automaton);
            tongues.chain([&self.lists.automaton])
        };
        (
            all().map(|automaton| automaton.n_states()).sum(),
            all().map(|automaton| automaton.n_bytes()).sum(),
        )
    }
}

/// One text, prepared once for all languages.
pub(crate) struct Said<'a> {
    pub heard: Heard<'a>,
    pub tagged: Vec<Tagged>,
    pub lattice: Lattice,
    pub skips: Skips,
    /// Steps that walks over it may still take.
    pub steps_left: Cell<usize>,
}

impl<'a> Said<'a> {
    /// `None` for a text too long for one breath.
    pub fn new(text: &'a str, scope: &Scope<'_>, grammar: &Grammar) -> Option<Said<'a>> {
        Said::heard(text, scope, grammar, Ear::Exact)
    }

    /// As [`Said::new`]; with a loose ear names may also be known by their sound.
    pub fn heard(
        text: &'a str,
        scope: &Scope<'_>,
        grammar: &Grammar,
        ear: Ear,
    ) -> Option<Said<'a>> {
        Said::tagged(text, scope, grammar, ear, || tag(text, scope.now))
    }

    /// As [`Said::heard`], where the values that stand in the text may be known already.
    pub fn tagged(
        text: &'a str,
        scope: &Scope<'_>,
        grammar: &Grammar,
        ear: Ear,
        tagged: impl FnOnce() -> Vec<Tagged>,
    ) -> Option<Said<'a>> {
        if text.len() > SYMBOLS_MAX * 4 {
            return None;
        }
        let heard = Heard::new(text);
        if heard.len() > SYMBOLS_MAX {
            return None;
        }
        let words = grammar.words;
        let skips = Skips::new(&heard, words);
        let tagged = tagged();
        let lattice = Lattice::new(&heard, &tagged, scope, &grammar.lists, words, ear);
        Some(Said {
            heard,
            tagged,
            lattice,
            skips,
            steps_left: Cell::new(STEPS_MAX),
        })
    }
}

impl Said<'_> {
    /// Whether a loose ear would hear more names.
    pub fn lacks_alike(&self, scope: &Scope<'_>) -> bool {
        self.lattice.lacks_alike(&self.heard, scope)
    }
}

/// A meaning and the sentence behind it.
pub(crate) struct Found<'g> {
    pub meaning: Meaning,
    pub matched: Match,
    pub tongue: &'g Tongue,
}

/// Leaves out meanings that a better sentence already gave; scores never rise along the list.
fn distinct(found: Vec<Found<'_>>) -> Vec<Found<'_>> {
    let mut kept: Vec<Found<'_>> = Vec::new();
    for mut one in found {
        let known = kept.iter().any(|have| {
            have.meaning.intent == one.meaning.intent && have.meaning.args == one.meaning.args
        });
        if !known && kept.len() < MATCHES_MAX {
            let most = kept.last().map_or(1.0, |last| last.meaning.score);
            one.meaning.score = one.meaning.score.min(most);
            kept.push(one);
        }
    }
    kept
}
