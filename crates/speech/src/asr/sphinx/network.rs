//! A graph of words as a network of phones, each with its neighbours within the word and across words.
//!
//! From every place of the graph hangs a tree: its roots are the first phones of the words that may follow,
//! once for every sound that may come before; its leaves are the last phones, once for every sound that may
//! come after. A tree is grown when a search first comes to its place: most places of a large grammar are never
//! reached by what somebody says.

use std::collections::{HashMap, HashSet};

use super::{
    grammar::{Arc, Graph, State},
    logs,
    mdef::{Mdef, Phone, Place, STATES, Sequence},
    words::Words,
};

/// Phones that grow for one utterance at most: 50 MB. A place that is reached later stays bare.
const NODES_MAX: usize = 1_000_000;

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

/// A word from one place to another.
#[derive(Clone, Copy, Debug)]
struct Lead {
    word: u32,
    to: State,
    gain: i32,
}

/// What trees grow from, and how one gets from one place to another.
#[derive(Debug, Default)]
pub(super) struct Network {
    /// The ways to say each word.
    ways: Vec<Vec<Vec<Phone>>>,
    /// Each arc of the graph.
    leads: Vec<Lead>,
    /// The arcs from each place.
    from: Vec<Vec<u32>>,
    /// Silence and noises with what is gained by them, for places in which a word may end.
    noises: Vec<(Phone, i32)>,
    /// Whether a word may end in a place.
    is_end: Vec<bool>,
    word_gain: i32,
    /// Sounds that may stand before and behind each place.
    before: Vec<Phones>,
    after: Vec<Phones>,
    /// For each place in which a word ends: the places with roots that are reached from it, and the gain.
    reached: Vec<Vec<(State, i32)>>,
    /// For each place: what is gained on the way to the end, if it is reached without a word.
    pub to_end: Vec<Option<i32>>,
}

/// The trees that have grown while one utterance is heard.
#[derive(Debug)]
pub(super) struct Grove {
    pub nodes: Vec<Node>,
    kids: Vec<Vec<u32>>,
    /// The roots at each place of the graph at which a tree has grown.
    roots: Vec<Option<Box<[u32]>>>,
}

impl Grove {
    /// No tree at any place.
    pub fn new(network: &Network) -> Grove {
        Grove {
            nodes: Vec::new(),
            kids: vec![Vec::new()],
            roots: vec![None; network.from.len()],
        }
    }

    pub fn kids(&self, node: &Node) -> &[u32] {
        &self.kids[node.kids as usize]
    }

    /// The roots of a tree that has grown.
    pub fn roots(&self, state: State) -> &[u32] {
        self.roots[state as usize].as_deref().unwrap_or_default()
    }

    /// The tree at a place grows, unless it has.
    pub fn grow(&mut self, network: &Network, mdef: &Mdef, state: State) {
        if self.roots[state as usize].is_some() {
            return;
        }
        let mut grower = Grower {
            mdef,
            network,
            grove: self,
            roots: Vec::new(),
        };
        if grower.grove.nodes.len() < NODES_MAX {
            grower.add_words(state);
            grower.add_noises(state);
        }
        let roots = grower.roots.into_boxed_slice();
        self.roots[state as usize] = Some(roots);
    }
}

impl Network {
    /// Where an arc of the graph ends.
    pub fn end(&self, arc: u32) -> State {
        self.leads[arc as usize].to
    }

    pub fn reached(&self, state: State) -> &[(State, i32)] {
        &self.reached[state as usize]
    }

    /// Makes a network ready to grow. Words without a pronunciation are given back beside it; sentences with such a
    /// word cannot be heard.
    pub fn new(
        mdef: &Mdef,
        graph: &Graph,
        words: &Words,
        noises: &[Phone],
        weighing: &Weighing,
    ) -> (Network, Vec<String>) {
        let n = graph.n_states();
        let silence = only(mdef.silence());
        let word_gain = weighing.steps(weighing.word.ln());
        let lead = |arc: &Arc| Lead {
            word: arc.word,
            to: arc.to,
            gain: weighing.steps(f64::from(arc.ln)),
        };
        let noise = |phone: &Phone| {
            let likely = match *phone == mdef.silence() {
                true => weighing.silence,
                false => weighing.noise,
            };
            (*phone, weighing.steps(likely.ln()) + word_gain)
        };
        let ways = graph.words.iter().map(|word| words.ways(word).to_vec());
        let mut network = Network {
            ways: ways.collect(),
            leads: graph.arcs.iter().map(lead).collect(),
            from: vec![Vec::new(); n],
            noises: noises.iter().map(noise).collect(),
            is_end: vec![false; n],
            word_gain,
            before: vec![silence; n],
            after: vec![silence; n],
            reached: vec![Vec::new(); n],
            to_end: vec![None; n],
        };
        for (at, arc) in graph.arcs.iter().enumerate() {
            network.from[arc.from as usize].push(at as u32);
        }
        network.find_contexts(graph, weighing);
        let unknown = graph
            .words
            .iter()
            .filter(|word| words.ways(word).is_empty());
        (network, unknown.cloned().collect())
    }

    /// Which sounds may stand before and behind each place, and where one gets from each end of a word.
    fn find_contexts(&mut self, graph: &Graph, weighing: &Weighing) {
        let n = graph.n_states();
        let (mut first, mut last) = (vec![0; n], vec![0; n]);
        let mut with_words = vec![false; n];
        for arc in &graph.arcs {
            for way in &self.ways[arc.word as usize] {
                with_words[arc.from as usize] = true;
                first[arc.from as usize] |= only(way[0]);
                last[arc.to as usize] |= only(way[way.len() - 1]);
            }
        }
        let ends: HashSet<State> = graph.arcs.iter().map(|arc| arc.to).collect();
        let mut ends: Vec<State> = ends.into_iter().chain([graph.start]).collect();
        ends.sort_unstable();
        ends.dedup();
        for end in ends {
            self.is_end[end as usize] = true;
            for (state, ln) in graph.reached(end) {
                let gain = weighing.steps(f64::from(ln));
                self.before[state as usize] |= last[end as usize];
                self.after[end as usize] |= first[state as usize];
                if state == graph.end {
                    self.to_end[end as usize] = Some(gain);
                }
                // Noises are heard where a word has ended.
                if with_words[state as usize] || state == end {
                    self.reached[end as usize].push((state, gain));
                }
            }
        }
    }
}

/// Lets one tree grow.
struct Grower<'a> {
    mdef: &'a Mdef,
    network: &'a Network,
    grove: &'a mut Grove,
    roots: Vec<u32>,
}

impl Grower<'_> {
    fn add_words(&mut self, state: State) {
        let network = self.network;
        let mut heads = HashMap::new();
        for &arc in &network.from[state as usize] {
            let word = network.leads[arc as usize].word;
            for way in &network.ways[word as usize] {
                match way.as_slice() {
                    [phone] => self.add_short(state, arc, *phone),
                    _ => self.add_long(state, arc, way, &mut heads),
                }
            }
        }
    }

    fn gain(&self, arc: u32) -> i32 {
        self.network.leads[arc as usize].gain
    }

    /// A word of one phone: as if silence followed, for what follows is not yet known.
    fn add_short(&mut self, state: State, arc: u32, phone: Phone) {
        let silence = self.mdef.silence();
        let sequence = |left| self.mdef.between(Place::Alone, phone, left, silence);
        for (sequence, contexts) in grouped(self.network.before[state as usize], sequence) {
            let root = Node {
                gain: self.network.word_gain + self.gain(arc),
                says: Some(Says::Arc(arc)),
                alone: true,
                ..self.node(sequence, phone, contexts)
            };
            let root = self.push(root);
            self.roots.push(root);
        }
    }

    fn add_long(
        &mut self,
        state: State,
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
        let to = self.network.leads[arc as usize].to;
        let sequence = |right| mdef.between(Place::Last, phone, left, right);
        for (sequence, contexts) in grouped(self.network.after[to as usize], sequence) {
            let leaf = Node {
                gain: self.gain(arc),
                says: Some(Says::Arc(arc)),
                ..self.node(sequence, phone, contexts)
            };
            let leaf = self.push(leaf);
            self.grove.kids[kids as usize].push(leaf);
        }
    }

    /// The roots for words that begin with two phones; what follows all of them.
    fn add_roots(&mut self, state: State, head: (Phone, Phone)) -> u32 {
        let kids = self.new_kids();
        let mdef = self.mdef;
        let sequence = |left| mdef.between(Place::First, head.0, left, head.1);
        for (sequence, contexts) in grouped(self.network.before[state as usize], sequence) {
            let root = Node {
                gain: self.network.word_gain,
                kids,
                ..self.node(sequence, head.0, contexts)
            };
            let root = self.push(root);
            self.roots.push(root);
        }
        kids
    }

    /// What follows a phone inside a word, which is added unless it is there.
    fn inner(&mut self, kids: u32, sequence: Sequence, phone: Phone) -> u32 {
        let senones = self.mdef.senones(sequence);
        let siblings = self.grove.kids[kids as usize].iter();
        let mut siblings = siblings.map(|at| &self.grove.nodes[*at as usize]);
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
        self.grove.kids[kids as usize].push(node);
        below
    }

    /// Silence and noises, as often as one likes, wherever a word may end.
    fn add_noises(&mut self, state: State) {
        if !self.network.is_end[state as usize] {
            return;
        }
        let silence = self.mdef.silence();
        for &(phone, gain) in &self.network.noises {
            let root = Node {
                gain,
                says: Some(Says::Noise(state)),
                alone: true,
                matrix: self.mdef.matrix(phone),
                ..self.node(self.mdef.plain(phone), silence, ALL)
            };
            let root = self.push(root);
            self.roots.push(root);
        }
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
        self.grove.nodes.push(node);
        self.grove.nodes.len() as u32 - 1
    }

    fn new_kids(&mut self) -> u32 {
        self.grove.kids.push(Vec::new());
        self.grove.kids.len() as u32 - 1
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
