//! From a label and slots, as a model gives them, to what a skill receives.
//!
//! A label such as `alarm_remove` stands for several intents ("cancel it", "cancel all"). The nearest
//! wording of the grammar decides which, and brings what it implies; values and names of the text fill its
//! arguments, and free words are those of the model's slots.

mod fill;
mod nearest;
mod outline;

use ling_base::{Meaning, Phrasebook, Slot, Stage, Value};

use crate::grammar::{Grammar, Said};
use fill::{Filled, Filler};
use nearest::Nearest;
use nearest::{Doc, Target, without};

/// Wordings that are tried for one label.
const TRIED_MAX: usize = 40;
/// What each argument that is found, missing or left over counts beside nearness.
const FOUND: f32 = 0.04;
const MISSING: f32 = 0.15;
const IDLE: f32 = 0.12;
/// What each argument counts that a wording implies and the text may not say.
const IMPLIED: f32 = 0.1;
/// What the first intent of a label counts more: skills name the usual one first.
const USUAL: f32 = 0.12;
/// A sentence in which the order of values counts ("five minus three") must be so near.
const ORDER_NEAR_MIN: f32 = 0.6;
/// What it counts that the values of a wording stand in the text side by side, as in the wording.
const ROW: f32 = 0.6;
/// What a wording of the language of the sentence counts more.
const OWN_LANG: f32 = 0.03;

/// The way from labels to intents.
#[derive(Debug)]
pub(crate) struct Bridge {
    nearest: Nearest,
}

/// A deed in a room that the house does not have is asked about first.
const STRANGE_ROOM_SCORE: f32 = 0.5;

impl Bridge {
    pub fn new(books: &[Phrasebook], grammar: &Grammar) -> Bridge {
        let nearest = Nearest::new(books, &grammar.lists);
        Bridge { nearest }
    }

    /// Whether a sentence may be what was meant: where the order of its values counts, only if it is near or its
    /// values stand in the text just so.
    fn may_be(&self, doc: &Doc, near: f32, filler: &Filler<'_>) -> bool {
        let target = &self.nearest.targets[doc.target];
        near >= ORDER_NEAR_MIN || !fill::has_order(target, doc) || filler.has_row(target, doc)
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
        let spans = slots.iter().filter_map(|slot| said.heard.range(slot.span));
        let left = without(&said.heard.syms, &spans.collect::<Vec<_>>());
        let ranked = self.nearest.ranked(label, &left);
        let filler = || Filler::new(said, grammar.words, &slots);
        let tried = ranked
            .into_iter()
            .filter(|(doc, near)| self.may_be(doc, *near, &filler()))
            .take(TRIED_MAX)
            .map(|(doc, near)| {
                let target = &self.nearest.targets[doc.target];
                let filled = filler().fill(target, doc);
                let own = if target.lang == own { OWN_LANG } else { 0.0 };
                let usual = if target.is_usual { USUAL } else { 0.0 };
                let implied = IMPLIED * doc.fixed.iter().count() as f32 * (1.0 - near);
                let worth = near + own + usual - implied + worth(&filled);
                (worth, target, doc, filled)
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
            if filled.lacks_room {
                meaning.score = score.min(STRANGE_ROOM_SCORE);
            }
        }
        meaning
    }
}

fn worth(filled: &Filled) -> f32 {
    let row = if filled.in_a_row { ROW } else { 0.0 };
    row + FOUND * filled.found - MISSING * filled.missing - IDLE * filled.n_idle as f32
}

fn put(meaning: &mut Meaning, target: &Target, doc: &Doc, filled: &Filled) {
    meaning.intent.clone_from(&target.intent);
    meaning.lang = target.lang;
    meaning.args = doc.fixed.clone();
    let named = |(_, values): (&str, &[Value])| matches!(values, [Value::Named { .. }, ..]);
    if filled.args.iter().any(named) {
        // A name takes the place of "it".
        let it = [Value::Text("@it".to_owned())];
        let stands: Vec<&str> = doc
            .fixed
            .iter()
            .filter(|(_, v)| **v == it)
            .map(|(name, _)| name)
            .collect();
        stands
            .into_iter()
            .for_each(|name| meaning.args.remove(name));
    }
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
        let edge = said
            .lattice
            .edges
            .iter()
            .find(|edge| edge.start == range.start && edge.end == range.end)?;
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
