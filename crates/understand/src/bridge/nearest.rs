//! Which sentence of the grammar comes nearest to an utterance that no sentence matches as a whole.

use std::collections::{BTreeSet, HashMap};

use ling_base::{Args, Lang, Phrasebook};

use crate::error::GrammarError;
use crate::heard::{Heard, SPACE};
use crate::kind::Kind;
use crate::lattice::Lists;
use crate::sample::Sampler;

/// Wordings of one template that are kept.
const WORDINGS_MAX: usize = 6;
/// How much of an utterance's own words count that the wording does not have.
const OVER_WEIGHT: f32 = 0.25;
/// What a word counts that no wording has: names, mostly.
const STRANGE_WEIGHT: f32 = 2.0;

/// One intent, in one language.
#[derive(Debug)]
pub(crate) struct Target {
    pub intent: String,
    pub label: String,
    pub lang: Lang,
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

/// One wording of one sentence.
#[derive(Debug)]
pub(crate) struct Doc {
    /// Place in [`Nearest::targets`].
    pub target: usize,
    /// Arguments that the wording implies.
    pub fixed: Args,
    /// Arguments in it.
    pub args: BTreeSet<String>,
    /// Words, single characters and pairs of them, as places in [`Nearest::weights`], in order.
    grams: Vec<u32>,
}

/// Wordings of all sentences, by label.
#[derive(Debug, Default)]
pub(crate) struct Nearest {
    pub targets: Vec<Target>,
    docs: Vec<Doc>,
    by_label: HashMap<String, Vec<usize>>,
    grams: HashMap<String, u32>,
    /// How telling each gram is: the log of how few wordings have it.
    weights: Vec<f32>,
}

impl Nearest {
    pub fn new(books: &[Phrasebook], lists: &Lists) -> Result<Nearest, GrammarError> {
        let mut nearest = Nearest::default();
        for book in books.iter().filter(|book| !book.intents.is_empty()) {
            nearest.add(book, lists)?;
        }
        nearest.weigh();
        Ok(nearest)
    }

    fn add(&mut self, book: &Phrasebook, lists: &Lists) -> Result<(), GrammarError> {
        let mark = |kind: &str| vec![format!("{{{kind}}}")];
        let sampler = Sampler::new(book, &mark)?;
        for phrases in &book.intents {
            let target = self.targets.len();
            let args = phrases.args.iter().filter_map(|arg| {
                let list = || lists.id(&book.skill, &arg.kind).map(Kind::List);
                let kind = list().or_else(|| Kind::from_word(&arg.kind))?;
                let (name, slot) = (arg.name.clone(), arg.slot.clone());
                Some(TargetArg { name, kind, slot })
            });
            self.targets.push(Target {
                intent: phrases.intent.clone(),
                label: phrases.label.clone(),
                lang: book.lang,
                args: args.collect(),
            });
            for sentence in &phrases.sentences {
                // A template that cannot be read is an error of compiling the grammar.
                let wordings = sampler.sample(&sentence.text, &phrases.args, WORDINGS_MAX);
                for wording in wordings.into_iter().flatten() {
                    let args = wording.slots.iter().map(|(arg, _)| arg.clone()).collect();
                    let doc = Doc {
                        target,
                        fixed: sentence.fixed.clone(),
                        args,
                        grams: self.learn(grams_around(&wording.text, &wording.slots)),
                    };
                    self.push(&phrases.label, doc);
                }
            }
        }
        Ok(())
    }

    fn push(&mut self, label: &str, doc: Doc) {
        self.by_label
            .entry(label.to_owned())
            .or_default()
            .push(self.docs.len());
        self.docs.push(doc);
    }

    /// The places of grams; new ones get one.
    fn learn(&mut self, grams: BTreeSet<String>) -> Vec<u32> {
        let known = &mut self.grams;
        let mut places: Vec<u32> = grams
            .into_iter()
            .map(|gram| {
                let next = known.len() as u32;
                *known.entry(gram).or_insert(next)
            })
            .collect();
        places.sort_unstable();
        places
    }

    fn weigh(&mut self) {
        let mut counts = vec![0_usize; self.grams.len()];
        for gram in self.docs.iter().flat_map(|doc| &doc.grams) {
            counts[*gram as usize] += 1;
        }
        let n_all = self.docs.len() as f32;
        let weight = |n: &usize| (1.0 + n_all / (*n).max(1) as f32).ln();
        self.weights = counts.iter().map(weight).collect();
    }

    /// Whether any sentence has that label.
    pub fn knows(&self, label: &str) -> bool {
        self.by_label.contains_key(label)
    }

    /// Wordings of a label and how near each is, from 0 to 1, nearest first.
    pub fn ranked(&self, label: &str, heard: &Heard<'_>) -> Vec<(&Doc, f32)> {
        let said = grams(&heard.syms);
        let mut known: Vec<u32> = said.iter().filter_map(|gram| self.grams.get(gram).copied()).collect();
        known.sort_unstable();
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
        let shared: f32 = said.iter().filter(|gram| doc.grams.binary_search(gram).is_ok()).map(weight).sum();
        let wanted: f32 = doc.grams.iter().map(weight).sum();
        let all: f32 = said.iter().map(weight).sum::<f32>() + n_strange as f32 * STRANGE_WEIGHT;
        shared / (wanted + OVER_WEIGHT * (all - shared)).max(1e-6)
    }
}

/// The grams of a wording without what stands in its slots.
fn grams_around(text: &str, slots: &[(String, ling_base::Span)]) -> BTreeSet<String> {
    let within = |at: usize| slots.iter().any(|(_, span)| (span.start..span.end).contains(&at));
    let rest: String = text
        .chars()
        .enumerate()
        .map(|(at, c)| if within(at) { '|' } else { c })
        .collect();
    rest.split('|')
        .flat_map(|piece| grams(&Heard::new(piece).syms))
        .collect()
}

/// Words of an alphabet; single characters of Chinese and pairs of them.
fn grams(syms: &[char]) -> BTreeSet<String> {
    let mut grams = BTreeSet::new();
    let mut word = String::new();
    let mut before: Option<char> = None;
    for &c in syms.iter().chain([&SPACE]) {
        if c.is_ascii_alphanumeric() {
            word.push(c);
            before = None;
            continue;
        }
        if !word.is_empty() {
            grams.insert(std::mem::take(&mut word));
        }
        if c == SPACE {
            before = None;
            continue;
        }
        grams.insert(c.to_string());
        if let Some(before) = before {
            grams.insert([before, c].iter().collect());
        }
        before = Some(c);
    }
    grams
}
