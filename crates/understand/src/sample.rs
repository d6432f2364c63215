//! Wordings of templates, for training data and for showing what can be said.

use std::collections::{BTreeMap, BTreeSet};

use ling_base::{ArgSpec, ListItem, Phrasebook, Span};

use crate::error::GrammarError;
use crate::template::{Node, TemplateError, parse};

/// Rules within rules, at most.
const DEPTH_MAX: usize = 24;
/// Characters of one wording, at most.
const LENGTH_MAX: usize = 2_000;

/// One wording of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// What is said.
    pub text: String,
    /// The arguments in it, in order, and where they stand.
    pub slots: Vec<(String, Span)>,
}

/// Words for a slot: from the kind of value or list (`when`, `area`) to examples of it.
pub type Examples<'e> = dyn Fn(&str) -> Vec<String> + 'e;

/// Words out the templates of one phrasebook.
pub struct Sampler<'s> {
    rules: BTreeMap<String, Node>,
    lists: &'s BTreeMap<String, Vec<ListItem>>,
    examples: &'s Examples<'s>,
    /// How many wordings each rule has.
    counts: BTreeMap<String, u64>,
}

impl<'s> Sampler<'s> {
    /// For the rules and lists of `book`; `examples` gives words for what is on no list of the book.
    pub fn new(
        book: &'s Phrasebook,
        examples: &'s Examples<'s>,
    ) -> Result<Sampler<'s>, GrammarError> {
        let mut rules = BTreeMap::new();
        for (name, text) in &book.rules {
            let node = parse(text).map_err(|error| GrammarError {
                file: book.file.clone(),
                line: 0,
                sentence: text.clone(),
                column: error.column,
                what: error.what,
                hint: error.hint,
            })?;
            rules.insert(name.clone(), node);
        }
        let mut sampler = Sampler {
            rules,
            lists: &book.lists,
            examples,
            counts: BTreeMap::new(),
        };
        let names: Vec<String> = sampler.rules.keys().cloned().collect();
        for name in names {
            sampler.count_rule(&name, 0);
        }
        Ok(sampler)
    }

    /// At most `n_max` wordings of `template`, all of them where there are no more, else spread evenly.
    /// `args` are those of the sentence's intent. The same call gives the same wordings.
    pub fn sample(
        &self,
        template: &str,
        args: &[ArgSpec],
        n_max: usize,
    ) -> Result<Vec<Wording>, TemplateError> {
        let node = parse(template)?;
        let n_all = self.count(&node, args);
        let mut seen = BTreeSet::new();
        let mut wordings = Vec::new();
        let n_tries = n_max.saturating_mul(4) as u64;
        for nth in 0..n_all.min(n_tries) {
            let place = if n_all <= n_tries {
                nth
            } else {
                spread(nth, n_all)
            };
            let mut writer = Writer {
                text: String::new(),
                n_chars: 0,
                slots: Vec::new(),
            };
            self.write(&node, args, place, 0, &mut writer);
            let wording = writer.done();
            if wordings.len() < n_max
                && !wording.text.is_empty()
                && seen.insert(wording.text.clone())
            {
                wordings.push(wording);
            }
        }
        Ok(wordings)
    }

    /// How many wordings a template has, the examples of its slots counted; very many are [`u64::MAX`].
    fn count(&self, node: &Node, args: &[ArgSpec]) -> u64 {
        let product = |items: &[Node]| {
            items
                .iter()
                .fold(1_u64, |n, item| n.saturating_mul(self.count(item, args)))
        };
        match node {
            Node::Text(_) => 1,
            Node::Seq(items) => product(items),
            Node::Alt(items) => items
                .iter()
                .fold(0, |n, item| n.saturating_add(self.count(item, args))),
            Node::Opt(item) => self.count(item, args).saturating_add(1),
            Node::Perm(items) => product(items).saturating_mul(orders(items.len())),
            Node::Slot { list, .. } => (self.words(list, args).len() as u64).max(1),
            Node::Rule(name) => self.counts.get(name).copied().unwrap_or(1),
        }
    }

    fn count_rule(&mut self, name: &str, depth: usize) {
        if self.counts.contains_key(name) || depth > DEPTH_MAX {
            return;
        }
        let Some(node) = self.rules.get(name).cloned() else {
            return;
        };
        for inner in rules_in(&node) {
            self.count_rule(&inner, depth + 1);
        }
        let count = self.count(&node, &[]);
        self.counts.insert(name.to_owned(), count);
    }

    /// Words for `{list}`.
    fn words(&self, list: &str, args: &[ArgSpec]) -> Vec<String> {
        let kind = args
            .iter()
            .find(|arg| arg.name == list)
            .map_or(list, |arg| arg.kind.as_str());
        match self.lists.get(kind) {
            Some(items) => items
                .iter()
                .flat_map(|item| &item.templates)
                .filter_map(|text| plain(text))
                .collect(),
            None => (self.examples)(kind),
        }
    }

    /// Writes the wording at `place`, of as many as [`Sampler::count`] says.
    fn write(
        &self,
        node: &Node,
        args: &[ArgSpec],
        mut place: u64,
        depth: usize,
        writer: &mut Writer,
    ) {
        match node {
            Node::Text(text) => writer.push(text),
            Node::Seq(items) => self.write_all(items, args, place, depth, writer),
            Node::Alt(items) => {
                for item in items {
                    let n = self.count(item, args);
                    if place < n {
                        return self.write(item, args, place, depth, writer);
                    }
                    place -= n;
                }
            }
            Node::Opt(item) => {
                if place > 0 {
                    self.write(item, args, place - 1, depth, writer);
                }
            }
            Node::Perm(items) => {
                let n_orders = orders(items.len());
                let nth_order = place % n_orders;
                let mut place = place / n_orders;
                for item in order(items, nth_order) {
                    writer.push(" ");
                    let n = self.count(item, args).max(1);
                    self.write(item, args, place % n, depth, writer);
                    place /= n;
                }
                writer.push(" ");
            }
            Node::Slot { list, arg } => {
                let words = self.words(list, args);
                let at = usize::try_from(place).unwrap_or(0);
                writer.slot(arg.as_ref().unwrap_or(list), words.get(at).unwrap_or(list));
            }
            Node::Rule(name) => {
                if let Some(rule) = self.rules.get(name).filter(|_| depth < DEPTH_MAX) {
                    self.write(rule, &[], place, depth + 1, writer);
                }
            }
        }
    }

    fn write_all(
        &self,
        items: &[Node],
        args: &[ArgSpec],
        mut place: u64,
        depth: usize,
        writer: &mut Writer,
    ) {
        for item in items {
            let n = self.count(item, args).max(1);
            self.write(item, args, place % n, depth, writer);
            place /= n;
        }
    }
}

/// The words of a list item that needs no choice; its first choice otherwise.
fn plain(template: &str) -> Option<String> {
    fn write(node: &Node, text: &mut String) {
        match node {
            Node::Text(words) => text.push_str(words),
            Node::Seq(items) | Node::Perm(items) => items.iter().for_each(|item| write(item, text)),
            Node::Alt(items) => items.iter().take(1).for_each(|item| write(item, text)),
            Node::Opt(_) | Node::Slot { .. } | Node::Rule(_) => {}
        }
    }
    let mut text = String::new();
    write(&parse(template).ok()?, &mut text);
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}

fn rules_in(node: &Node) -> Vec<String> {
    match node {
        Node::Rule(name) => vec![name.clone()],
        Node::Seq(items) | Node::Alt(items) | Node::Perm(items) => {
            items.iter().flat_map(rules_in).collect()
        }
        Node::Opt(item) => rules_in(item),
        Node::Text(_) | Node::Slot { .. } => Vec::new(),
    }
}

/// A place among `n_all`, far from the places of near `nth` (Weyl's sequence).
fn spread(nth: u64, n_all: u64) -> u64 {
    let at = u128::from((nth + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    u64::try_from((at * u128::from(n_all)) >> 64).unwrap_or(0)
}

fn orders(n: usize) -> u64 {
    (1..=n as u64).product()
}

/// The `nth` order of `items`.
fn order(items: &[Node], mut nth: u64) -> Vec<&Node> {
    let mut left: Vec<&Node> = items.iter().collect();
    let mut ordered = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let at = nth % left.len() as u64;
        nth /= left.len() as u64;
        ordered.push(left.remove(usize::try_from(at).unwrap_or(0)));
    }
    ordered
}

/// A wording on its way: one space where several were written.
struct Writer {
    text: String,
    n_chars: usize,
    slots: Vec<(String, Span)>,
}

impl Writer {
    fn push(&mut self, words: &str) {
        for c in words.chars() {
            let doubled = c.is_whitespace() && (self.text.is_empty() || self.text.ends_with(' '));
            if !doubled && self.n_chars < LENGTH_MAX {
                self.text.push(if c.is_whitespace() { ' ' } else { c });
                self.n_chars += 1;
            }
        }
    }

    fn slot(&mut self, arg: &str, words: &str) {
        let start = self.n_chars;
        self.push(words);
        self.slots.push((
            arg.to_owned(),
            Span {
                start,
                end: self.n_chars,
            },
        ));
    }

    fn done(self) -> Wording {
        Wording {
            text: self.text.trim_end().to_owned(),
            slots: self.slots,
        }
    }
}
