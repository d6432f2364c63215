//! A graph of words as a network of phones, each with its neighbours within the word and across words.
//!
//! From every place of the graph hangs a tree: its roots are the first phones of the words that may follow,
//! once for every sound that may come before; its leaves are the last phones, once for every sound that may
//! come after.

use std::collections::{HashMap, HashSet};

use super::{
    grammar::{Graph, State},
    logs,
    mdef::{Mdef, Phone, Place, STATES, Sequence},
    words::Words,
};
use crate::SpeechError;

/// Phones in a network at most: 60 MB while it is searched.
const NODES_MAX: usize = 600_000;

/// A set of phones.
pub(super) type Phones = u64;

/// Every phone.
pub(super) const ALL: Phones = Phones::MAX;

/// A set with one phone.
pub(super) fn only(phone: Phone) -> Phones {
    1 << phone
}

/// What the likelihoods of words and noises weigh against those of sounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighing {
    /// The weight of the grammar's likelihoods.
    pub grammar: f64,
    /// How likely a word is at all.
    pub word: f64,
    /// How likely silence is between words.
    pub silence: f64,
    /// How likely a noise is between words.
    pub noise: f64,
}

impl Weighing {
    /// As measured for commands of a grammar.
    pub const COMMANDS: Weighing = Weighing {
        grammar: 2.0,
        word: 0.65,
        silence: 0.005,
        noise: 1e-8,
    };

    fn steps(&self, ln: f64) -> i32 {
        logs::fine(ln * self.grammar) >> logs::SHIFT
    }
}

/// What a leaf says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// The word of this arc of the graph.
    Arc(u32),
    /// A noise, at this place of the graph.
    Noise(State),
}

/// One phone.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub senones: [u16; STATES],
    pub matrix: u16,
    /// Sounds that may stand before a root, or behind a leaf that is no root.
    pub contexts: Phones,
    pub phone: Phone,
    /// Steps that are added when it is entered.
    pub gain: i32,
    /// The phones that follow, as a place in [`Network::kids`].
    pub kids: u32,
    pub says: Option<Says>,
    /// A word of one phone takes no notice of what follows.
    pub alone: bool,
}

/// All phones, and how one gets from one to another.
#[derive(Debug, Default)]
pub(super) struct Network {
    pub nodes: Vec<Node>,
    kids: Vec<Vec<u32>>,
    /// The roots at each place of the graph.
    roots: Vec<Vec<u32>>,
    /// Where each arc of the graph ends.
    pub ends: Vec<State>,
    /// For each place in which a word ends: the places with roots that are reached from it, and the gain.
    reached: Vec<Vec<(State, i32)>>,
    /// For each place: what is gained on the way to the end, if it is reached without a word.
    pub to_end: Vec<Option<i32>>,
}

impl Network {
    pub fn kids(&self, node: &Node) -> &[u32] {
        &self.kids[node.kids as usize]
    }

    pub fn roots(&self, state: State) -> &[u32] {
        &self.roots[state as usize]
    }

    pub fn reached(&self, state: State) -> &[(State, i32)] {
        &self.reached[state as usize]
    }

    /// Builds the network. Words without a pronunciation are given back beside it; sentences with such a word
    /// cannot be heard.
    pub fn new(
        mdef: &Mdef,
        graph: &Graph,
        words: &Words,
        noises: &[Phone],
        weighing: &Weighing,
    ) -> Result<(Network, Vec<String>), SpeechError> {
        let mut builder = Builder::new(mdef, graph, words, weighing);
        builder.find_contexts();
        builder.add_words()?;
        builder.add_noises(noises)?;
        let unknown = graph
            .words
            .iter()
            .filter(|word| words.ways(word).is_empty());
        Ok((builder.network, unknown.cloned().collect()))
    }
}

struct Builder<'a> {
    mdef: &'a Mdef,
    graph: &'a Graph,
    words: &'a Words,
    weighing: &'a Weighing,
    network: Network,
    /// Places in which a word ends, and the start.
    ends: Vec<State>,
    before: Vec<Phones>,
    after: Vec<Phones>,
}

impl<'a> Builder<'a> {
    fn new(mdef: &'a Mdef, graph: &'a Graph, words: &'a Words, weighing: &'a Weighing) -> Self {
        let n = graph.n_states();
        let silence = only(mdef.silence());
        let ends: HashSet<State> = graph.arcs.iter().map(|arc| arc.to).collect();
        let mut ends: Vec<State> = ends.into_iter().chain([graph.start]).collect();
        ends.sort_unstable();
        ends.dedup();
        Builder {
            mdef,
            graph,
            words,
            weighing,
            network: Network {
                nodes: Vec::new(),
                kids: vec![Vec::new()],
                roots: vec![Vec::new(); n],
                ends: graph.arcs.iter().map(|arc| arc.to).collect(),
                reached: vec![Vec::new(); n],
                to_end: vec![None; n],
            },
            ends,
            before: vec![silence; n],
            after: vec![silence; n],
        }
    }

    /// Which sounds may stand before and behind each place, and where one gets from each end of a word.
    fn find_contexts(&mut self) {
        let n = self.graph.n_states();
        let (mut first, mut last) = (vec![0; n], vec![0; n]);
        let mut with_words = vec![false; n];
        for arc in &self.graph.arcs {
            let word = &self.graph.words[arc.word as usize];
            for way in self.words.ways(word) {
                with_words[arc.from as usize] = true;
                first[arc.from as usize] |= only(way[0]);
                last[arc.to as usize] |= only(way[way.len() - 1]);
            }
        }
        for &end in &self.ends {
            for (state, ln) in self.graph.reached(end) {
                let gain = self.weighing.steps(f64::from(ln));
                self.before[state as usize] |= last[end as usize];
                self.after[end as usize] |= first[state as usize];
                if state == self.graph.end {
                    self.network.to_end[end as usize] = Some(gain);
                }
                // Noises are heard where a word has ended.
                if with_words[state as usize] || state == end {
                    self.network.reached[end as usize].push((state, gain));
                }
            }
        }
    }

    fn add_words(&mut self) -> Result<(), SpeechError> {
        let mut by_state: Vec<Vec<u32>> = vec![Vec::new(); self.graph.n_states()];
        for (at, arc) in self.graph.arcs.iter().enumerate() {
            by_state[arc.from as usize].push(at as u32);
        }
        for (state, arcs) in by_state.iter().enumerate() {
            let mut heads = HashMap::new();
            for &arc in arcs {
                let word = self.graph.arcs[arc as usize].word;
                let words = self.words;
                for way in words.ways(&self.graph.words[word as usize]) {
                    match way.as_slice() {
                        [phone] => self.add_short(state, arc, *phone),
                        _ => self.add_long(state, arc, way, &mut heads),
                    }
                }
                if self.network.nodes.len() > NODES_MAX {
                    return Err(SpeechError::Grammar {
                        line: 1,
                        column: 1,
                        why: "the grammar is too large to be listened for".into(),
                    });
                }
            }
        }
        Ok(())
    }

    fn word_gain(&self) -> i32 {
        self.weighing.steps(self.weighing.word.ln())
    }

    fn arc_gain(&self, arc: u32) -> i32 {
        self.weighing
            .steps(f64::from(self.graph.arcs[arc as usize].ln))
    }

    /// A word of one phone: as if silence followed, for what follows is not yet known.
    fn add_short(&mut self, state: usize, arc: u32, phone: Phone) {
        let silence = self.mdef.silence();
        let sequence = |left| self.mdef.between(Place::Alone, phone, left, silence);
        for (sequence, contexts) in grouped(self.before[state], sequence) {
            let root = Node {
                gain: self.word_gain() + self.arc_gain(arc),
                says: Some(Says::Arc(arc)),
                alone: true,
                ..self.node(sequence, phone, contexts)
            };
            let root = self.push(root);
            self.network.roots[state].push(root);
        }
    }

    fn add_long(
        &mut self,
        state: usize,
        arc: u32,
        way: &[Phone],
        heads: &mut HashMap<(Phone, Phone), u32>,
    ) {
        let mdef = self.mdef;
        let head = (way[0], way[1]);
        let mut kids = match heads.get(&head) {
            Some(kids) => *kids,
            None => {
                let kids = self.add_roots(state, head);
                heads.insert(head, kids);
                kids
            }
        };
        for three in way.windows(3) {
            let sequence = mdef.between(Place::Inside, three[1], three[0], three[2]);
            kids = self.inner(kids, sequence, three[1]);
        }
        let (left, phone) = (way[way.len() - 2], way[way.len() - 1]);
        let to = self.graph.arcs[arc as usize].to;
        let sequence = |right| mdef.between(Place::Last, phone, left, right);
        for (sequence, contexts) in grouped(self.after[to as usize], sequence) {
            let leaf = Node {
                gain: self.arc_gain(arc),
                says: Some(Says::Arc(arc)),
                ..self.node(sequence, phone, contexts)
            };
            let leaf = self.push(leaf);
            self.network.kids[kids as usize].push(leaf);
        }
    }

    /// The roots for words that begin with two phones; what follows all of them.
    fn add_roots(&mut self, state: usize, head: (Phone, Phone)) -> u32 {
        let kids = self.new_kids();
        let mdef = self.mdef;
        let sequence = |left| mdef.between(Place::First, head.0, left, head.1);
        for (sequence, contexts) in grouped(self.before[state], sequence) {
            let root = Node {
                gain: self.word_gain(),
                kids,
                ..self.node(sequence, head.0, contexts)
            };
            let root = self.push(root);
            self.network.roots[state].push(root);
        }
        kids
    }

    /// What follows a phone inside a word, which is added unless it is there.
    fn inner(&mut self, kids: u32, sequence: Sequence, phone: Phone) -> u32 {
        let senones = self.mdef.senones(sequence);
        let siblings = self.network.kids[kids as usize].iter();
        let mut siblings = siblings.map(|at| &self.network.nodes[*at as usize]);
        let known = siblings
            .find(|node| node.says.is_none() && node.phone == phone && node.senones == senones);
        if let Some(node) = known {
            return node.kids;
        }
        let below = self.new_kids();
        let node = Node {
            kids: below,
            ..self.node(sequence, phone, ALL)
        };
        let node = self.push(node);
        self.network.kids[kids as usize].push(node);
        below
    }

    /// Silence and noises, as often as one likes, wherever a word may end.
    fn add_noises(&mut self, noises: &[Phone]) -> Result<(), SpeechError> {
        let silence = self.mdef.silence();
        for state in self.ends.clone() {
            for &phone in noises {
                let likely = match phone == silence {
                    true => self.weighing.silence,
                    false => self.weighing.noise,
                };
                let root = Node {
                    gain: self.weighing.steps(likely.ln()) + self.word_gain(),
                    says: Some(Says::Noise(state)),
                    alone: true,
                    matrix: self.mdef.matrix(phone),
                    ..self.node(self.mdef.plain(phone), silence, ALL)
                };
                let root = self.push(root);
                self.network.roots[state as usize].push(root);
            }
        }
        Ok(())
    }

    fn node(&self, sequence: Sequence, phone: Phone, contexts: Phones) -> Node {
        Node {
            senones: self.mdef.senones(sequence),
            matrix: self.mdef.matrix(phone),
            contexts,
            phone,
            gain: 0,
            kids: 0,
            says: None,
            alone: false,
        }
    }

    fn push(&mut self, node: Node) -> u32 {
        self.network.nodes.push(node);
        self.network.nodes.len() as u32 - 1
    }

    fn new_kids(&mut self) -> u32 {
        self.network.kids.push(Vec::new());
        self.network.kids.len() as u32 - 1
    }
}

/// Neighbours by what they make of a phone.
fn grouped(neighbours: Phones, of: impl Fn(Phone) -> Sequence) -> Vec<(Sequence, Phones)> {
    let mut groups: Vec<(Sequence, Phones)> = Vec::new();
    for phone in (0..Phones::BITS as Phone).filter(|phone| neighbours & only(*phone) != 0) {
        let sequence = of(phone);
        match groups.iter_mut().find(|(known, _)| *known == sequence) {
            Some((_, phones)) => *phones |= only(phone),
            None => groups.push((sequence, only(phone))),
        }
    }
    groups
}
