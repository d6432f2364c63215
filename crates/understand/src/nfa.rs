use std::collections::{BTreeMap, HashMap};

use crate::heard::{SPACE, is_symbol};
use crate::kind::Kind;
use crate::template::Node;

/// Labels at and above this are slots; below it, symbols.
pub(crate) const SLOT: u32 = 1 << 31;
/// Nodes that one sentence may become, rules written out.
const SENTENCE_NODES_MAX: usize = 30_000;
/// Nodes of one language, at most.
const NODES_MAX: usize = 2_000_000;
/// Rules within rules, at most.
const RULE_DEPTH_MAX: usize = 24;

/// One slot of the language: the argument it fills and what it matches.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SlotSpec {
    pub arg: String,
    pub kind: Kind,
}

/// A step with at most one label, and steps without.
#[derive(Debug, Default)]
pub(crate) struct NfaNode {
    pub edge: Option<(u32, u32)>,
    pub eps: Vec<u32>,
    pub accept: Option<u32>,
}

/// All sentences of one language, each a thread of nodes.
#[derive(Debug)]
pub(crate) struct Nfa {
    pub nodes: Vec<NfaNode>,
    pub slots: Vec<SlotSpec>,
    slot_ids: HashMap<SlotSpec, u32>,
    /// Whether "we'll" keeps its apostrophe: those who listen must tell it from "well".
    apostrophes: bool,
}

/// From `{list:arg}` to a slot.
pub(crate) type Resolve<'c> = dyn Fn(&str, Option<&str>) -> Result<SlotSpec, Flaw> + 'c;

/// What a template may name.
pub(crate) struct Context<'c> {
    pub rules: &'c BTreeMap<String, Node>,
    /// Resolves what stands in braces.
    pub slot: &'c Resolve<'c>,
    /// Whether spaces around a slot are optional.
    pub loose: bool,
}

/// Why a template cannot be built, and the piece of it that is to blame.
#[derive(Debug)]
pub(crate) struct Flaw {
    pub piece: String,
    pub what: String,
    pub hint: String,
}

impl Default for Nfa {
    /// With the node where every sentence begins.
    fn default() -> Nfa {
        Nfa {
            nodes: vec![NfaNode::default()],
            slots: Vec::new(),
            slot_ids: HashMap::new(),
            apostrophes: false,
        }
    }
}

impl Nfa {
    /// For words as they are said aloud.
    pub fn aloud() -> Nfa {
        Nfa {
            apostrophes: true,
            ..Nfa::default()
        }
    }

    /// Adds a sentence that ends in `accept`.
    pub fn add(&mut self, node: &Node, accept: u32, context: &Context<'_>) -> Result<(), Flaw> {
        let before = self.nodes.len();
        let start = self.fresh();
        let end = self.build(node, start, context, 0, before)?;
        if self.is_open(start, end) {
            self.nodes.truncate(before);
            return Err(flaw(
                "",
                "the sentence matches an empty text",
                "make one part of it required",
            ));
        }
        self.nodes[end as usize].accept = Some(accept);
        self.nodes[0].eps.push(start);
        Ok(())
    }

    /// A node where one more sentence begins.
    pub(crate) fn begin(&mut self) -> u32 {
        let start = self.fresh();
        self.nodes[0].eps.push(start);
        start
    }

    pub(crate) fn fresh(&mut self) -> u32 {
        self.nodes.push(NfaNode::default());
        (self.nodes.len() - 1) as u32
    }

    pub(crate) fn label(&mut self, from: u32, label: u32) -> u32 {
        let to = self.fresh();
        self.nodes[from as usize].edge = Some((label, to));
        to
    }

    /// A node that only `from` leads to, free to carry a label.
    pub(crate) fn branch(&mut self, from: u32) -> u32 {
        let to = self.fresh();
        self.nodes[from as usize].eps.push(to);
        to
    }

    fn build(
        &mut self,
        node: &Node,
        from: u32,
        context: &Context<'_>,
        depth: usize,
        first: usize,
    ) -> Result<u32, Flaw> {
        if self.nodes.len() - first > SENTENCE_NODES_MAX || self.nodes.len() > NODES_MAX {
            return Err(flaw(
                "",
                "the sentence has too many wordings",
                "split it, or use fewer optional parts in its rules",
            ));
        }
        match node {
            Node::Text(text) => Ok(self.text(text, from)),
            Node::Seq(items) => items.iter().try_fold(from, |from, item| {
                let from = self.branch(from);
                self.build(item, from, context, depth, first)
            }),
            Node::Alt(items) => {
                let end = self.fresh();
                for item in items {
                    let start = self.branch(from);
                    let to = self.build(item, start, context, depth, first)?;
                    self.nodes[to as usize].eps.push(end);
                }
                Ok(end)
            }
            Node::Opt(item) => {
                let start = self.branch(from);
                let to = self.build(item, start, context, depth, first)?;
                let end = self.fresh();
                self.nodes[to as usize].eps.push(end);
                self.nodes[from as usize].eps.push(end);
                Ok(end)
            }
            Node::Perm(items) => self.any_order(items, from, context, depth, first),
            Node::Slot { list, arg } => {
                let spec = (context.slot)(list, arg.as_deref())?;
                Ok(self.slot(spec, from, context.loose))
            }
            Node::Rule(name) => {
                if depth >= RULE_DEPTH_MAX {
                    return Err(flaw(
                        &format!("<{name}>"),
                        "rules lead too deep, perhaps in a circle",
                        "write one of them out",
                    ));
                }
                let rule = context.rules.get(name).ok_or_else(|| {
                    flaw(
                        &format!("<{name}>"),
                        &format!("there is no rule `{name}`"),
                        "add it under `rules`, or correct its name",
                    )
                })?;
                self.build(rule, from, context, depth + 1, first)
            }
        }
    }

    /// One node for every set of items already said.
    fn any_order(
        &mut self,
        items: &[Node],
        from: u32,
        context: &Context<'_>,
        depth: usize,
        first: usize,
    ) -> Result<u32, Flaw> {
        let n_sets = 1_usize << items.len();
        let sets: Vec<u32> = (0..n_sets).map(|_| self.fresh()).collect();
        self.nodes[from as usize].eps.push(sets[0]);
        for set in 0..n_sets {
            for (at, item) in items
                .iter()
                .enumerate()
                .filter(|(at, _)| set & (1 << at) == 0)
            {
                let start = self.branch(sets[set]);
                let start = self.label(start, u32::from(SPACE));
                let to = self.build(item, start, context, depth, first)?;
                let to = self.branch(to);
                let to = self.label(to, u32::from(SPACE));
                self.nodes[to as usize].eps.push(sets[set | (1 << at)]);
            }
        }
        Ok(sets[n_sets - 1])
    }

    fn slot(&mut self, spec: SlotSpec, from: u32, loose: bool) -> u32 {
        let next = self.slots.len() as u32;
        let id = *self.slot_ids.entry(spec.clone()).or_insert(next);
        if id == next {
            self.slots.push(spec);
        }
        if !loose {
            return self.label(from, SLOT | id);
        }
        let from = self.label(from, u32::from(SPACE));
        let from = self.label(from, SLOT | id);
        self.label(from, u32::from(SPACE))
    }

    fn text(&mut self, text: &str, from: u32) -> u32 {
        labels(text, self.apostrophes)
            .into_iter()
            .fold(from, |from, label| self.label(from, label))
    }

    /// Whether `end` can be reached without hearing anything.
    fn is_open(&self, start: u32, end: u32) -> bool {
        let mut seen = vec![false; self.nodes.len() - start as usize];
        let mut stack = vec![start];
        while let Some(at) = stack.pop() {
            if at == end {
                return true;
            }
            let node = &self.nodes[at as usize];
            let silent = node
                .edge
                .filter(|(label, _)| *label == u32::from(SPACE))
                .map(|(_, to)| to);
            for to in node.eps.iter().copied().chain(silent) {
                if !std::mem::replace(&mut seen[(to - start) as usize], true) {
                    stack.push(to);
                }
            }
        }
        false
    }
}

/// The symbols of template words; a run of anything else is one space.
fn labels(text: &str, apostrophes: bool) -> Vec<u32> {
    let folded = ling_text::fold::fold(text);
    let mut labels: Vec<u32> = Vec::with_capacity(folded.chars.len());
    for (at, &c) in folded.chars.iter().enumerate() {
        if is_symbol(&folded.chars, at) || (c == '\'' && apostrophes) {
            labels.push(u32::from(c));
        } else if c != '\'' && labels.last() != Some(&u32::from(SPACE)) {
            labels.push(u32::from(SPACE));
        }
    }
    labels
}

pub(crate) fn flaw(piece: &str, what: &str, hint: &str) -> Flaw {
    Flaw {
        piece: piece.to_owned(),
        what: what.to_owned(),
        hint: hint.to_owned(),
    }
}
