//! From a template to a machine whose rules and lists are labels, not written out.

use std::collections::HashMap;

use super::said::{folded, is_wide, normal};
use crate::automaton::Automaton;
use crate::heard::SPACE;
use crate::nfa::{Nfa, SLOT};
use crate::template::Node;

/// Nodes that one template may become.
const NODES_MAX: usize = 20_000;
/// Nodes of one grammar, at most.
const ALL_NODES_MAX: usize = 2_000_000;

/// What stands in a sentence where no words do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Edge {
    /// What the rule says.
    Rule { machine: u32, filter: Filter },
    /// A value of a list.
    Slot {
        source: Source,
        arg: u32,
        filter: Filter,
    },
    /// A value that is heard and forgotten.
    Capture { source: Source, filter: Filter },
}

/// The context that values must fit: that of a block, or of the sentence around the rule.
pub(crate) type Filter = Option<u32>;

/// Where values come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Source {
    /// A list of the grammar.
    List(u32),
    /// A list of the house.
    House(u32),
    /// Numbers.
    Range(u32),
    /// Any words.
    Wild,
}

/// All edges of a grammar by their label.
#[derive(Debug, Default)]
pub(crate) struct Edges {
    pub edges: Vec<Edge>,
    ids: HashMap<Edge, u32>,
}

impl Edges {
    fn id(&mut self, edge: Edge) -> u32 {
        let next = self.edges.len() as u32;
        let id = *self.ids.entry(edge).or_insert(next);
        if id == next {
            self.edges.push(edge);
        }
        id
    }
}

/// Why a template cannot be built.
pub(crate) type Flaw = (String, String);

/// What a template may name.
pub(crate) trait Resolve {
    fn rule(&mut self, name: &str) -> Result<Edge, Flaw>;
    fn slot(&mut self, list: &str, arg: Option<&str>) -> Result<Edge, Flaw>;
    fn edges(&mut self) -> &mut Edges;
}

/// Sentences that begin alike share their way.
#[derive(Debug, Default)]
pub(crate) struct Growing {
    nfa: Nfa,
}

impl Growing {
    /// Adds a template that ends in `accept`. `loose` says that words need no spaces between them.
    pub fn add(
        &mut self,
        node: &Node,
        accept: u32,
        loose: bool,
        resolve: &mut dyn Resolve,
    ) -> Result<(), Flaw> {
        let start = self.nfa.begin();
        let first = self.nfa.nodes.len();
        let mut build = Build {
            nfa: &mut self.nfa,
            resolve,
            loose,
            first,
        };
        let end = build.node(node, start)?;
        self.nfa.nodes[end as usize].accept = Some(accept);
        Ok(())
    }

    /// After a space or a value, further spaces are silent.
    pub fn done(self, edges: &Edges) -> Automaton {
        Automaton::with(&self.nfa, |label| match label.checked_sub(SLOT) {
            Some(id) => !matches!(edges.edges[id as usize], Edge::Rule { .. }),
            None => label == u32::from(SPACE),
        })
    }
}

struct Build<'b> {
    nfa: &'b mut Nfa,
    resolve: &'b mut dyn Resolve,
    loose: bool,
    first: usize,
}

impl Build<'_> {
    fn node(&mut self, node: &Node, from: u32) -> Result<u32, Flaw> {
        let n_nodes = self.nfa.nodes.len();
        if n_nodes - self.first > NODES_MAX || n_nodes > ALL_NODES_MAX {
            let what = "there are too many wordings".to_owned();
            return Err((what, "use fewer parts in any order".to_owned()));
        }
        match node {
            Node::Text(text) => Ok(self.text(text, from)),
            Node::Seq(items) => items.iter().try_fold(from, |from, item| {
                let from = self.nfa.branch(from);
                self.node(item, from)
            }),
            Node::Alt(items) => {
                let end = self.nfa.fresh();
                for item in items {
                    let start = self.nfa.branch(from);
                    let to = self.node(item, start)?;
                    self.nfa.nodes[to as usize].eps.push(end);
                }
                Ok(end)
            }
            Node::Opt(item) => {
                let start = self.nfa.branch(from);
                let to = self.node(item, start)?;
                let end = self.nfa.fresh();
                self.nfa.nodes[to as usize].eps.push(end);
                self.nfa.nodes[from as usize].eps.push(end);
                Ok(end)
            }
            Node::Perm(items) => self.any_order(items, from),
            Node::Slot { list, arg } => {
                let edge = self.resolve.slot(list, arg.as_deref())?;
                Ok(self.edge(edge, from))
            }
            Node::Rule(name) => {
                let edge = self.resolve.rule(name)?;
                Ok(self.edge(edge, from))
            }
        }
    }

    fn edge(&mut self, edge: Edge, from: u32) -> u32 {
        let id = self.resolve.edges().id(edge);
        self.nfa.label(from, SLOT | id)
    }

    /// One node for every set of items already said, a space around each.
    fn any_order(&mut self, items: &[Node], from: u32) -> Result<u32, Flaw> {
        let n_sets = 1_usize << items.len();
        let sets: Vec<u32> = (0..n_sets).map(|_| self.nfa.fresh()).collect();
        self.nfa.nodes[from as usize].eps.push(sets[0]);
        for set in 0..n_sets {
            for (at, item) in items
                .iter()
                .enumerate()
                .filter(|(at, _)| set & (1 << at) == 0)
            {
                let start = self.nfa.branch(sets[set]);
                let start = self.space(start);
                let to = self.node(item, start)?;
                let to = self.nfa.branch(to);
                let to = self.space(to);
                self.nfa.nodes[to as usize].eps.push(sets[set | (1 << at)]);
            }
        }
        Ok(sets[n_sets - 1])
    }

    fn space(&mut self, from: u32) -> u32 {
        if self.loose {
            from
        } else {
            self.nfa.label(from, u32::from(SPACE))
        }
    }

    fn text(&mut self, text: &str, from: u32) -> u32 {
        let is_space = |c: Option<char>| c.is_some_and(char::is_whitespace);
        let starts = is_space(text.chars().next());
        let ends = is_space(text.chars().next_back());
        let from = if starts { self.border(from) } else { from };
        let chars = if self.loose {
            close(text)
        } else {
            normal(text)
        };
        let is_empty = chars.is_empty();
        let to = chars
            .into_iter()
            .fold(from, |from, c| self.nfa.label(from, u32::from(folded(c))));
        if ends && !(starts && is_empty) {
            self.border(to)
        } else {
            to
        }
    }

    /// A space at the border of words: one that need not be said where words need no spaces.
    fn border(&mut self, from: u32) -> u32 {
        if !self.loose {
            return self.nfa.label(from, u32::from(SPACE));
        }
        let start = self.nfa.branch(from);
        let to = self.nfa.label(start, u32::from(SPACE));
        let end = self.nfa.branch(to);
        self.nfa.nodes[from as usize].eps.push(end);
        end
    }
}

/// The symbols of template words; a space counts only between two words of an alphabet.
fn close(text: &str) -> Vec<char> {
    let chars = normal(text);
    let counts =
        |at: usize| chars[at] != SPACE || !(is_wide(chars[at - 1]) || is_wide(chars[at + 1]));
    (0..chars.len())
        .filter(|&at| counts(at))
        .map(|at| chars[at])
        .collect()
}
