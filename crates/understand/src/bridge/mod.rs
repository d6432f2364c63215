//! From a label and slots, as a model gives them, to what a skill receives.
//!
//! A label such as `alarm_remove` stands for several intents ("cancel it", "cancel all"). The nearest
//! wording of the grammar decides which, and brings what it implies; values and names of the text fill its
//! arguments, and free words are those of the model's slots.

mod fill;
mod nearest;

use ling_base::{Meaning, Phrasebook, Slot, Stage};

use crate::error::GrammarError;
use crate::grammar::{Grammar, Said};
use fill::{Filled, Filler};
pub(crate) use nearest::Nearest;
use nearest::{Doc, Target};

/// Wordings that are tried for one label.
const TRIED_MAX: usize = 40;
/// What each argument that is found, missing or left over counts beside nearness.
const FOUND: f32 = 0.08;
const MISSING: f32 = 0.15;
const IDLE: f32 = 0.12;
/// What a wording of the language of the sentence counts more.
const OWN_LANG: f32 = 0.03;

/// The way from labels to intents.
#[derive(Debug)]
pub(crate) struct Bridge {
    nearest: Nearest,
}

impl Bridge {
    pub fn new(books: &[Phrasebook], grammar: &Grammar) -> Result<Bridge, GrammarError> {
        let nearest = Nearest::new(books, &grammar.lists)?;
        Ok(Bridge { nearest })
    }

    /// What `label` means here. A label of no skill has no intent.
    pub fn meaning(
        &self,
        grammar: &Grammar,
        said: &Said<'_>,
        label: &str,
        slots: Vec<Slot>,
        score: f32,
    ) -> Meaning {
        let own = ling_text::script::lang_of(said.heard.text).and_others()[0];
        let ranked = self.nearest.ranked(label, &said.heard);
        let tried = ranked.into_iter().take(TRIED_MAX).map(|(doc, near)| {
            let target = &self.nearest.targets[doc.target];
            let filled = Filler::new(said, grammar.words, &slots).fill(target, doc);
            let own = if target.lang == own { OWN_LANG } else { 0.0 };
            (near + own + worth(&filled), target, doc, filled)
        });
        let best = tried.reduce(|best, next| if next.0 > best.0 { next } else { best });
        let mut meaning = Meaning {
            intent: String::new(),
            label: label.to_owned(),
            lang: own,
            slots: named(said, slots),
            args: Default::default(),
            score,
            stage: Stage::Model,
        };
        if let Some((_, target, doc, filled)) = best {
            put(&mut meaning, target, doc, &filled);
        }
        meaning
    }

    /// Whether a skill has sentences of that label.
    pub fn knows(&self, label: &str) -> bool {
        self.nearest.knows(label)
    }
}

fn worth(filled: &Filled) -> f32 {
    FOUND * filled.n_found as f32 - MISSING * filled.n_missing as f32 - IDLE * filled.n_idle as f32
}

fn put(meaning: &mut Meaning, target: &Target, doc: &Doc, filled: &Filled) {
    meaning.intent.clone_from(&target.intent);
    meaning.lang = target.lang;
    meaning.args = doc.fixed.clone();
    for (name, values) in filled.args.iter() {
        for value in values {
            meaning.args.push(name, value.clone());
        }
    }
}

/// Slots with what their words mean, where a value or a name stands just there.
fn named(said: &Said<'_>, slots: Vec<Slot>) -> Vec<Slot> {
    let value = |slot: &Slot| {
        let range = said.heard.range(slot.span)?;
        let edge = said.lattice.edges.iter().find(|edge| edge.start == range.start && edge.end == range.end)?;
        said.lattice.first(edge).cloned()
    };
    slots
        .into_iter()
        .map(|mut slot| {
            slot.value = slot.value.take().or_else(|| value(&slot));
            slot
        })
        .collect()
}
