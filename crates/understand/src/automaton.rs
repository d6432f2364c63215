use std::collections::HashMap;

use crate::heard::SPACE;
use crate::nfa::{Nfa, SLOT};

/// States made of several nodes, at most; further nodes become states of their own.
const SETS_MAX: usize = 60_000;
/// Nodes of all sets together, at most: bounds the time where few sentences have many wordings.
const WORK_MAX: usize = 2_000_000;

/// All sentences of one language as one table: wordings that begin alike share their states.
///
/// Labels of a state are sorted, slots last. One label may lead to several states where the sharing
/// would have cost too much memory.
#[derive(Debug, Default)]
pub(crate) struct Automaton {
    /// For each state, where its edges begin; one more than states.
    offsets: Vec<u32>,
    labels: Vec<u32>,
    targets: Vec<u32>,
    accept_offsets: Vec<u32>,
    accepts: Vec<u32>,
}

/// Where every sentence begins.
pub(crate) const START: u32 = 0;

impl Automaton {
    pub(crate) fn new(nfa: &Nfa) -> Automaton {
        Automaton::with(nfa, |label| label == u32::from(SPACE))
    }

    /// `breaks` says after which labels a space is silent.
    pub(crate) fn with(nfa: &Nfa, breaks: impl Fn(u32) -> bool) -> Automaton {
        let mut sets = Sets::new(nfa);
        let mut automaton = Automaton::default();
        let start = sets.closure(&[0], true);
        sets.id(start);
        let mut at = 0;
        while at < sets.sets.len() {
            let set = std::mem::take(&mut sets.sets[at]);
            automaton.add(&set, nfa, &mut sets, &breaks);
            at += 1;
        }
        automaton.offsets.push(automaton.labels.len() as u32);
        automaton
            .accept_offsets
            .push(automaton.accepts.len() as u32);
        automaton.shrunk()
    }

    fn add(&mut self, set: &[u32], nfa: &Nfa, sets: &mut Sets<'_>, breaks: &impl Fn(u32) -> bool) {
        self.offsets.push(self.labels.len() as u32);
        self.accept_offsets.push(self.accepts.len() as u32);
        let first = self.accepts.len();
        let nodes = set.iter().map(|&at| &nfa.nodes[at as usize]);
        self.accepts
            .extend(nodes.clone().filter_map(|node| node.accept));
        self.accepts[first..].sort_unstable();
        let mut edges: Vec<(u32, u32)> = nodes.filter_map(|node| node.edge).collect();
        edges.sort_unstable();
        for group in edges.chunk_by(|a, b| a.0 == b.0) {
            let label = group[0].0;
            let nodes: Vec<u32> = group.iter().map(|(_, to)| *to).collect();
            let is_space = breaks(label);
            let many = sets.sets.len() > SETS_MAX || sets.n_nodes > WORK_MAX;
            let parts: Vec<&[u32]> = if many {
                nodes.chunks(1).collect()
            } else {
                vec![&nodes]
            };
            for part in parts {
                let target = sets.closure(part, is_space);
                let target = sets.id(target);
                self.labels.push(label);
                self.targets.push(target);
            }
        }
    }

    /// How many states there are.
    pub fn n_states(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Bytes of memory.
    pub fn n_bytes(&self) -> usize {
        4 * (self.offsets.len()
            + self.labels.len()
            + self.targets.len()
            + self.accept_offsets.len()
            + self.accepts.len())
    }

    /// The states that `label` leads to.
    pub fn after(&self, state: u32, label: u32) -> &[u32] {
        let (from, to) = self.edges(state);
        let labels = &self.labels[from..to];
        let first = if labels.len() <= 8 {
            labels
                .iter()
                .position(|&have| have >= label)
                .unwrap_or(labels.len())
        } else {
            labels.partition_point(|&have| have < label)
        };
        let n_same = labels[first..]
            .iter()
            .take_while(|&&have| have == label)
            .count();
        &self.targets[from + first..from + first + n_same]
    }

    /// Slot edges of a state: the edge's index and the slot's id, in no certain order.
    pub fn slots(&self, state: u32) -> impl Iterator<Item = (u32, u32)> {
        let (from, to) = self.edges(state);
        (from..to).rev().map_while(|edge| {
            let label = self.labels[edge];
            (label >= SLOT).then_some((edge as u32, label & !SLOT))
        })
    }

    /// All edges of a state: label and target.
    pub fn labels_of(&self, state: u32) -> impl Iterator<Item = (u32, u32)> {
        let (from, to) = self.edges(state);
        (from..to).map(|edge| (self.labels[edge], self.targets[edge]))
    }

    /// Whether any edge carries a slot.
    pub fn has_slot(&self, state: u32) -> bool {
        self.slots(state).next().is_some()
    }

    /// Where an edge leads.
    pub fn target(&self, edge: u32) -> u32 {
        self.targets[edge as usize]
    }

    /// The slot of a slot edge.
    pub fn slot(&self, edge: u32) -> u32 {
        self.labels[edge as usize] & !SLOT
    }

    /// The sentences that may end at a state.
    pub fn accepts(&self, state: u32) -> &[u32] {
        let at = state as usize;
        &self.accepts[self.accept_offsets[at] as usize..self.accept_offsets[at + 1] as usize]
    }

    fn edges(&self, state: u32) -> (usize, usize) {
        let at = state as usize;
        (self.offsets[at] as usize, self.offsets[at + 1] as usize)
    }

    fn shrunk(mut self) -> Automaton {
        for list in [
            &mut self.offsets,
            &mut self.labels,
            &mut self.targets,
            &mut self.accept_offsets,
            &mut self.accepts,
        ] {
            list.shrink_to_fit();
        }
        self
    }
}

/// Sets of nodes that are one state.
struct Sets<'n> {
    nfa: &'n Nfa,
    ids: HashMap<Box<[u32]>, u32>,
    sets: Vec<Box<[u32]>>,
    seen: Vec<u32>,
    round: u32,
    /// Nodes of all sets so far.
    n_nodes: usize,
}

impl<'n> Sets<'n> {
    fn new(nfa: &'n Nfa) -> Sets<'n> {
        Sets {
            nfa,
            ids: HashMap::new(),
            sets: Vec::new(),
            seen: vec![0; nfa.nodes.len()],
            round: 0,
            n_nodes: 0,
        }
    }

    fn id(&mut self, set: Box<[u32]>) -> u32 {
        if let Some(&id) = self.ids.get(&set) {
            return id;
        }
        let id = self.sets.len() as u32;
        self.n_nodes += set.len();
        self.sets.push(set.clone());
        self.ids.insert(set, id);
        id
    }

    /// Nodes with a label or an end that are reached silently. After a space a further space is silent.
    fn closure(&mut self, from: &[u32], after_space: bool) -> Box<[u32]> {
        self.round += 1;
        let mut stack = from.to_vec();
        let mut set = Vec::new();
        while let Some(at) = stack.pop() {
            if std::mem::replace(&mut self.seen[at as usize], self.round) == self.round {
                continue;
            }
            let node = &self.nfa.nodes[at as usize];
            stack.extend(&node.eps);
            match node.edge {
                Some((label, to)) if after_space && label == u32::from(SPACE) => stack.push(to),
                Some(_) => set.push(at),
                None if node.accept.is_some() => set.push(at),
                None => {}
            }
        }
        set.sort_unstable();
        set.into_boxed_slice()
    }
}
