//! What a text means by a grammar, in a house.

use super::book::Block;
use super::build::Intents;
use super::context::{filled, is_excluded};
use super::house::Home;
use super::machine::{Edge, Source};
use super::plain::Plain;
use super::said::Said;
use super::walk::{Found, Score, Taken, Walk};

/// A slot of a recognised sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// Its name.
    pub name: String,
    /// What it stands for.
    pub value: Plain,
    /// The words; empty where the sentence or the context gave the value.
    pub text: String,
}

/// An intent that was meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Recognized<'i> {
    /// The name of the intent.
    pub intent: &'i str,
    /// The combination of slots, where the grammar names it.
    pub combo: Option<&'i str>,
    /// Each slot once.
    pub slots: Vec<Slot>,
    /// Which of the intent's responses fits.
    pub response: &'i str,
    /// The template.
    pub sentence: &'i str,
    /// What the sentence stands for, where it is one of the household's own: other sentences with holes for
    /// slots.
    pub run: &'i [String],
    /// Whether it is a sentence of the household's own.
    pub own: bool,
    /// What else the files say of the sentence.
    pub metadata: &'i Plain,
}

impl Recognized<'_> {
    /// The slot of that name.
    pub fn slot(&self, name: &str) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.name == name)
    }
}

/// What is known where the text was said, such as the `area` of the device.
pub type Context = Vec<(String, Plain)>;

/// A sentence that takes a whole text.
struct Candidate<'i> {
    rank: (bool, Score),
    sentence: u32,
    block: &'i Block,
    end: u32,
}

impl Intents {
    /// The best intent of `text`, as Home Assistant chooses it.
    pub fn recognize(&self, text: &str, home: &Home, context: &Context) -> Option<Recognized<'_>> {
        let mut best: Option<((bool, Score), Recognized<'_>)> = None;
        for said in self.skips.readings(text) {
            let found = self.best(&said, home, context);
            if let Some((rank, found)) = found
                && best.as_ref().is_none_or(|(known, have)| {
                    rank > *known || (rank == *known && found.intent < have.intent)
                })
            {
                best = Some((rank, found));
            }
        }
        best.map(|(_, found)| found)
    }

    fn best<'i>(
        &'i self,
        said: &Said,
        home: &Home,
        context: &Context,
    ) -> Option<((bool, Score), Recognized<'i>)> {
        let mut walk = Walk::new(self, home, said);
        let mut candidates: Vec<Candidate<'_>> = walk
            .run()
            .into_iter()
            .filter(|(sentence, ..)| said.rims.contains(&self.sentences[*sentence as usize].rim))
            .map(|(sentence, score, end)| {
                let block = &self.blocks[self.sentences[sentence as usize].block as usize];
                Candidate {
                    rank: (block.is_first(), score),
                    sentence,
                    block,
                    end,
                }
            })
            .collect();
        candidates.sort_by(|a, b| {
            (b.rank.cmp(&a.rank))
                .then_with(|| a.block.intent.cmp(&b.block.intent))
                .then(a.sentence.cmp(&b.sentence))
        });
        candidates.iter().find_map(|candidate| {
            let taken = walk.taken(candidate.end);
            let found = self.meant(candidate, &taken, said, home, context)?;
            Some((candidate.rank, found))
        })
    }

    /// The slots of a candidate; none where the context does not hold.
    fn meant<'i>(
        &'i self,
        candidate: &Candidate<'i>,
        taken: &[Taken],
        said: &Said,
        home: &Home,
        context: &Context,
    ) -> Option<Recognized<'i>> {
        let block = candidate.block;
        let mut context = context.clone();
        let mut slots: Vec<Slot> = Vec::new();
        for taken in taken {
            let slot = self.slot(taken, said, home, &mut context);
            if let Some(slot) = slot {
                slots.retain(|have| have.name != slot.name);
                slots.push(slot);
            }
        }
        if is_excluded(&block.excludes, &context) {
            return None;
        }
        let from_context = filled(&block.requires, &context)?;
        let n_said = slots.len();
        for (name, value) in block.slots.iter().chain(&from_context) {
            if !slots[..n_said].iter().any(|have| have.name == *name) {
                slots.retain(|have| have.name != *name);
                slots.push(Slot {
                    name: name.clone(),
                    value: value.clone(),
                    text: String::new(),
                });
            }
        }
        let spec = &self.sentences[candidate.sentence as usize];
        Some(Recognized {
            intent: &block.intent,
            combo: block.combo.as_deref(),
            slots,
            response: block.response.as_deref().unwrap_or("default"),
            sentence: &block.sentences[spec.at as usize].text,
            run: &block.run,
            own: block.own,
            metadata: &block.metadata,
        })
    }

    fn slot(&self, taken: &Taken, said: &Said, home: &Home, context: &mut Context) -> Option<Slot> {
        let (from, to) = (taken.from as usize, taken.to as usize);
        let (source, arg) = match self.edges[taken.edge as usize] {
            Edge::Slot { source, arg, .. } => (source, Some(arg)),
            Edge::Capture { source, .. } => (source, None),
            Edge::Rule { .. } => return None,
        };
        let value = match (source, taken.found) {
            (Source::List(list), Some(Found::Item(item))) => {
                Some(&self.lists[list as usize].items[item as usize])
            }
            (Source::House(list), Some(Found::Item(item))) => {
                Some(&home.lists[list as usize].items[item as usize])
            }
            _ => None,
        };
        if let Some(item) = value {
            context.extend(item.context.iter().cloned());
        }
        let value = match (source, taken.found, value) {
            (Source::Range(range), Some(Found::Number(n, _)), _) => {
                Plain::Number(n * self.ranges[range as usize].multiplier)
            }
            (_, _, Some(item)) => item.out.clone().unwrap_or_else(|| said.plain(from, to)),
            _ => said.plain(from, to),
        };
        Some(Slot {
            name: self.args[arg? as usize].clone(),
            value,
            text: said.words(from, to),
        })
    }
}
