//! Which sentence of the grammar comes nearest to an utterance that no sentence matches as a whole.

use std::collections::{BTreeMap, HashMap};

use ling_base::{Args, Lang, Phrasebook, Phrases, Sentence};

use super::outline::{Outline, grams};
use crate::heard::SPACE;
use crate::kind::Kind;
use crate::lattice::Lists;
use crate::template::{Node, parse};

/// How much of an utterance's own words count that the sentence does not have.
const OVER_WEIGHT: f32 = 0.25;
/// What a word counts that no sentence has: names, mostly.
const STRANGE_WEIGHT: f32 = 2.0;

/// One intent, in one language.
#[derive(Debug)]
pub(crate) struct Target {
    pub intent: String,
    pub lang: Lang,
    /// Whether it is the first of its label in its skill.
    pub is_usual: bool,
    pub args: Vec<TargetArg>,
}

/// One argument of an intent.
#[derive(Debug)]
pub(crate) struct TargetArg {
    pub name: String,
    pub kind: Kind,
    /// MASSIVE slot type.
    pub slot: String,
}

/// One sentence.
#[derive(Debug)]
pub(crate) struct Doc {
    /// Place in [`Nearest::targets`].
    pub target: usize,
    /// Arguments that the sentence implies.
    pub fixed: Args,
    /// Arguments in it, in the order said, and how likely each is.
    pub args: Vec<(String, f32)>,
    /// Its words as places in [`Nearest::weights`], in order, and how likely each is.
    grams: Vec<(u32, f32)>,
}

/// All sentences, by label.
#[derive(Debug, Default)]
pub(crate) struct Nearest {
    pub targets: Vec<Target>,
    docs: Vec<Doc>,
    by_label: HashMap<String, Vec<usize>>,
    grams: HashMap<String, u32>,
    /// How telling each gram is: the log of how few sentences have it.
    weights: Vec<f32>,
}

impl Nearest {
    /// Reads books that the grammar was compiled from; `lists` are its lists.
    pub fn new(books: &[Phrasebook], lists: &Lists) -> Nearest {
        let mut nearest = Nearest::default();
        books.iter().for_each(|book| nearest.add(book, lists));
        nearest.weigh();
        nearest
    }

    fn add(&mut self, book: &Phrasebook, lists: &Lists) {
        let rule = |(name, text): (&String, &String)| Some((name.clone(), parse(text).ok()?));
        let rules: BTreeMap<String, Node> = book.rules.iter().filter_map(rule).collect();
        let mut seen: Vec<&str> = Vec::new();
        for phrases in &book.intents {
            let is_usual = !seen.contains(&phrases.label.as_str());
            seen.push(&phrases.label);
            self.targets.push(target(book, phrases, is_usual, lists));
            for sentence in &phrases.sentences {
                self.add_sentence(&phrases.label, sentence, &rules);
            }
        }
    }

    fn add_sentence(&mut self, label: &str, sentence: &Sentence, rules: &BTreeMap<String, Node>) {
        // What cannot be read was an error of compiling the grammar.
        let Ok(node) = parse(&sentence.text) else {
            return;
        };
        let outline = Outline::of(&node, rules);
        let doc = Doc {
            target: self.targets.len() - 1,
            fixed: sentence.fixed.clone(),
            args: outline.args,
            grams: self.learn(outline.grams),
        };
        let of_label = self.by_label.entry(label.to_owned()).or_default();
        of_label.push(self.docs.len());
        self.docs.push(doc);
    }

    /// The places of grams; new ones get one.
    fn learn(&mut self, grams: BTreeMap<String, f32>) -> Vec<(u32, f32)> {
        let known = &mut self.grams;
        let place = |(gram, chance)| {
            let next = known.len() as u32;
            (*known.entry(gram).or_insert(next), chance)
        };
        let mut places: Vec<(u32, f32)> = grams.into_iter().map(place).collect();
        places.sort_unstable_by_key(|(place, _)| *place);
        places
    }

    fn weigh(&mut self) {
        let mut counts = vec![0_usize; self.grams.len()];
        for (gram, _) in self.docs.iter().flat_map(|doc| &doc.grams) {
            counts[*gram as usize] += 1;
        }
        let n_all = self.docs.len() as f32;
        let weight = |n: &usize| (1.0 + n_all / (*n).max(1) as f32).ln();
        self.weights = counts.iter().map(weight).collect();
    }

    /// Sentences of a label and how near each is, from 0 to 1, nearest first. `syms` is what was said, with
    /// [`SPACE`] where slots stand.
    pub fn ranked(&self, label: &str, syms: &[char]) -> Vec<(&Doc, f32)> {
        let said = grams(syms);
        let known: Vec<u32> = said
            .iter()
            .filter_map(|gram| self.grams.get(gram).copied())
            .collect();
        let n_strange = said.len() - known.len();
        let docs = self.by_label.get(label).into_iter().flatten();
        let mut ranked: Vec<(&Doc, f32)> = docs
            .map(|&doc| &self.docs[doc])
            .map(|doc| (doc, self.nearness(doc, &known, n_strange)))
            .collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        ranked
    }

    fn nearness(&self, doc: &Doc, said: &[u32], n_strange: usize) -> f32 {
        let weight = |gram: &u32| self.weights[*gram as usize];
        let has = |gram: &&u32| {
            doc.grams
                .binary_search_by_key(*gram, |(have, _)| *have)
                .is_ok()
        };
        let shared: f32 = said.iter().filter(has).map(weight).sum();
        let wanted: f32 = doc
            .grams
            .iter()
            .map(|(gram, chance)| weight(gram) * chance)
            .sum();
        let all: f32 = said.iter().map(weight).sum::<f32>() + n_strange as f32 * STRANGE_WEIGHT;
        let near = shared / (wanted + OVER_WEIGHT * (all - shared)).max(1e-6);
        near.min(1.0)
    }
}

fn target(book: &Phrasebook, phrases: &Phrases, is_usual: bool, lists: &Lists) -> Target {
    let args = phrases.args.iter().filter_map(|arg| {
        let list = || lists.id(&book.skill, &arg.kind).map(Kind::List);
        let kind = list().or_else(|| Kind::from_word(&arg.kind))?;
        let (name, slot) = (arg.name.clone(), arg.slot.clone());
        Some(TargetArg { name, kind, slot })
    });
    Target {
        intent: phrases.intent.clone(),
        lang: book.lang,
        is_usual,
        args: args.collect(),
    }
}

/// What was said, with [`SPACE`] for every symbol of `ranges`.
pub(crate) fn without(syms: &[char], ranges: &[std::ops::Range<usize>]) -> Vec<char> {
    let mut left = syms.to_vec();
    for range in ranges {
        let end = range.end.min(left.len());
        left[range.start.min(end)..end].fill(SPACE);
    }
    left
}
