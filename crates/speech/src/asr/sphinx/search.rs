//! The way through a network that explains best what was heard.

use std::{
    cmp::Ordering,
    collections::{BinaryHeap, HashSet},
};

use super::{
    hmm::{Hmm, WORST},
    logs,
    mdef::Phone,
    model::Acoustics,
    network::{ALL, Grove, Network, Phones, Says, only},
    score::Scores,
};

/// How far behind the best a way may fall before it is given up, as a likelihood.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beams {
    /// For a phone to be heard on.
    pub phone: f64,
    /// For a phone to be followed by the next.
    pub next: f64,
    /// For a word to end.
    pub word: f64,
}

impl Beams {
    /// As measured for commands of a grammar.
    pub const COMMANDS: Beams = Beams {
        phone: 1e-60,
        next: 1e-60,
        word: 1e-40,
    };
}

/// Words of a frame at most that are kept although better ones ended with them.
const RIVALS_MAX: usize = 50;

/// Ways that are looked at for the best ones, at most.
const WAYS_MAX: usize = 5_000;

/// A word that has ended, or a noise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// What was said; nothing, before the first word.
    pub says: Option<Says>,
    /// The place of the graph that was reached.
    pub state: u32,
    /// The frame in which it ended; -1 before the first.
    pub frame: i32,
    /// The score of the whole way.
    pub score: i32,
    /// The entry before it.
    pub before: u32,
    last: Phone,
    after: Phones,
}

/// A search while it listens. What does not change in it is passed in every time.
#[derive(Debug)]
pub(super) struct Search {
    grove: Grove,
    hmms: Hmms,
    awake: Vec<u32>,
    next: Vec<u32>,
    ended: Vec<Entry>,
    pub entries: Vec<Entry>,
    /// Words that ended where and when better ones did, frame by frame.
    rivals: Vec<Entry>,
    frame: i32,
    beams: [i32; 3],
}

/// The phones of a network that are awake, each in a place of its own: most never wake.
#[derive(Debug)]
struct Hmms {
    /// The place of each node; 0 while it sleeps.
    places: Vec<u32>,
    all: Vec<Hmm>,
    free: Vec<u32>,
}

impl Default for Hmms {
    fn default() -> Hmms {
        Hmms {
            places: Vec::new(),
            all: vec![Hmm::ASLEEP],
            free: Vec::new(),
        }
    }
}

impl Hmms {
    /// Wakes it, unless it is.
    fn awake(&mut self, node: u32) -> &mut Hmm {
        if node as usize >= self.places.len() {
            self.places.resize(node as usize + 1, 0);
        }
        let place = &mut self.places[node as usize];
        if *place == 0 {
            *place = self.free.pop().unwrap_or_else(|| {
                self.all.push(Hmm::ASLEEP);
                self.all.len() as u32 - 1
            });
            self.all[*place as usize] = Hmm::ASLEEP;
        }
        &mut self.all[*place as usize]
    }

    /// It is entered for `frame`, if nothing better has come to it. Whether it was not awake for it before.
    fn enter(&mut self, node: u32, score: i32, history: u32, frame: i32) -> bool {
        let hmm = self.awake(node);
        if score <= hmm.entered() {
            return false;
        }
        let is_new = hmm.frame < frame;
        hmm.enter(score, history, frame);
        is_new
    }

    fn sleep(&mut self, node: u32) {
        let place = std::mem::take(&mut self.places[node as usize]);
        if place != 0 {
            self.free.push(place);
        }
    }
}

/// What a search goes through, and by what it judges.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub acoustics: &'a Acoustics,
    pub network: &'a Network,
}

impl Search {
    pub fn new(ground: Ground<'_>, start: u32, beams: &Beams) -> Search {
        let mut search = Search {
            grove: Grove::new(ground.network),
            hmms: Hmms::default(),
            awake: Vec::new(),
            next: Vec::new(),
            ended: Vec::new(),
            entries: vec![Entry {
                says: None,
                state: start,
                frame: -1,
                score: 0,
                before: 0,
                last: ground.acoustics.mdef.silence(),
                after: ALL,
            }],
            rivals: Vec::new(),
            frame: -1,
            beams: [beams.phone, beams.next, beams.word].map(|beam| logs::steps(beam.ln())),
        };
        search.begin_words(ground, 0, search.beams[0]);
        search.awake = std::mem::take(&mut search.next);
        search.frame = 0;
        search
    }

    /// Hears a frame, whose scores are taken already.
    pub fn hear(&mut self, ground: Ground<'_>, scores: &mut Scores) {
        let best = self.hear_phones(ground, scores);
        let [phone_beam, next_beam, word_beam] = self.beams.map(|beam| best.saturating_add(beam));
        let awake = std::mem::take(&mut self.awake);
        for &at in &awake {
            self.go_on(ground, at, [phone_beam, next_beam, word_beam]);
        }
        let n_before = self.entries.len();
        self.keep_ended();
        self.begin_words(ground, n_before, phone_beam);
        for &at in &awake {
            if self.hmms.awake(at).frame == self.frame {
                self.hmms.sleep(at);
            }
        }
        self.awake = std::mem::replace(&mut self.next, awake);
        self.next.clear();
        self.frame += 1;
    }

    fn hear_phones(&mut self, ground: Ground<'_>, scores: &mut Scores) -> i32 {
        let mut best = WORST;
        for &at in &self.awake {
            let node = &self.grove.nodes[at as usize];
            let costs = node
                .senones
                .map(|senone| scores.of(ground.acoustics, senone));
            let matrix = &ground.acoustics.matrices[usize::from(node.matrix)];
            best = best.max(self.hmms.awake(at).hear(costs, matrix));
        }
        best
    }

    /// A phone stays awake, is followed by others, or ends a word.
    fn go_on(&mut self, ground: Ground<'_>, at: u32, [phone, next, word]: [i32; 3]) {
        let hmm = *self.hmms.awake(at);
        if hmm.best() < phone {
            return;
        }
        if hmm.frame == self.frame {
            self.hmms.awake(at).frame = self.frame + 1;
            self.next.push(at);
        }
        let node = &self.grove.nodes[at as usize];
        match node.says {
            None if hmm.out >= next => {
                let frame = self.frame + 1;
                for &kid in self.grove.kids(node) {
                    let score = hmm.out + self.grove.nodes[kid as usize].gain;
                    if score > phone && self.hmms.enter(kid, score, hmm.out_history, frame) {
                        self.next.push(kid);
                    }
                }
            }
            Some(says) if hmm.out >= word => self.ended.push(Entry {
                says: Some(says),
                state: match says {
                    Says::Arc(arc) => ground.network.end(arc),
                    Says::Noise(state) => state,
                },
                frame: self.frame,
                score: hmm.out,
                before: hmm.out_history,
                last: node.phone,
                after: if node.alone { ALL } else { node.contexts },
            }),
            _ => {}
        }
    }

    /// Of words that end at one place with one sound, each keeps the following sounds for which it is the best.
    fn keep_ended(&mut self) {
        self.ended
            .sort_by_key(|entry| (entry.state, entry.last, -entry.score));
        let mut taken = ALL;
        let mut group = None;
        let n_rivals = self.rivals.len();
        for entry in &self.ended {
            if group != Some((entry.state, entry.last)) {
                group = Some((entry.state, entry.last));
                taken = 0;
            }
            let after = entry.after & !taken;
            if after != 0 {
                self.entries.push(Entry { after, ..*entry });
                taken |= after;
            } else if self.rivals.len() - n_rivals < RIVALS_MAX {
                self.rivals.push(*entry);
            }
        }
        self.ended.clear();
    }

    /// Words begin where others have ended.
    fn begin_words(&mut self, ground: Ground<'_>, from: usize, beam: i32) {
        for at in from..self.entries.len() {
            let entry = self.entries[at];
            for &(state, gain) in ground.network.reached(entry.state) {
                let begun = entry.score + gain;
                // What is gained by a word or a noise is less than nothing.
                if begun <= beam {
                    continue;
                }
                self.grove
                    .grow(ground.network, &ground.acoustics.mdef, state);
                for &root in self.grove.roots(state) {
                    let node = &self.grove.nodes[root as usize];
                    let score = begun + node.gain;
                    let fits = node.contexts & only(entry.last) != 0
                        && entry.after & only(node.phone) != 0;
                    let frame = self.frame + 1;
                    if fits && score > beam && self.hmms.enter(root, score, at as u32, frame) {
                        self.next.push(root);
                    }
                }
            }
        }
    }

    /// The best ways from the start to the end of the grammar, as far as words ended where and when they did on one of
    /// them: each with its score, best first. No two say the same.
    pub fn best(&self, network: &Network, n: usize) -> Vec<(Vec<Entry>, i32)> {
        let mut best = Vec::new();
        let mut open: BinaryHeap<Way> = self.ends(network).collect();
        let mut seen = HashSet::new();
        for _ in 0..WAYS_MAX {
            let Some(way) = open.pop() else { break };
            if !seen.insert(way.key()) {
                continue;
            }
            let Some(first) = way.entries.last().filter(|first| first.says.is_some()) else {
                let entries = way.entries.into_iter().rev().skip(1).collect();
                best.push((entries, way.score));
                if best.len() == n {
                    break;
                }
                continue;
            };
            let before = self.entries[first.before as usize];
            for other in self.beside(&before) {
                let mut entries = way.entries.clone();
                entries.push(*other);
                open.push(Way {
                    score: way.score - before.score + other.score,
                    entries,
                });
            }
        }
        best
    }

    /// Ways that end now where the grammar ends, as their last entries.
    fn ends(&self, network: &Network) -> impl Iterator<Item = Way> {
        let last = self.entries.last().filter(|last| last.says.is_some());
        let at_end = last.map(|last| in_frame(&self.entries, last.frame).iter());
        at_end.into_iter().flatten().filter_map(|entry| {
            let gain = network.to_end[entry.state as usize]?;
            Some(Way {
                score: entry.score + gain,
                entries: vec![*entry],
            })
        })
    }

    /// Everything that ended where and when an entry did, itself included.
    fn beside(&self, entry: &Entry) -> impl Iterator<Item = &Entry> {
        let (state, frame) = (entry.state, entry.frame);
        let all = [&self.entries, &self.rivals].map(|all| in_frame(all, frame));
        let all = all.into_iter().flatten();
        all.filter(move |other| other.state == state)
    }
}

/// The entries of a frame.
fn in_frame(entries: &[Entry], frame: i32) -> &[Entry] {
    let from = entries.partition_point(|entry| entry.frame < frame);
    let to = entries.partition_point(|entry| entry.frame <= frame);
    &entries[from..to]
}

/// A way from some place to the end.
#[derive(PartialEq, Eq)]
struct Way {
    /// The score of the best whole way that it is part of.
    score: i32,
    /// Last to first.
    entries: Vec<Entry>,
}

impl Way {
    /// Ways of one key say the same from the same place on.
    fn key(&self) -> (u32, i32, Vec<u32>) {
        let first = self.entries.last();
        let said = self.entries.iter().filter_map(|entry| match entry.says {
            Some(Says::Arc(arc)) => Some(arc),
            _ => None,
        });
        let place = first.map_or((0, 0), |first| (first.state, first.frame));
        (place.0, place.1, said.collect())
    }
}

impl Ord for Way {
    fn cmp(&self, other: &Way) -> Ordering {
        self.score.cmp(&other.score)
    }
}

impl PartialOrd for Way {
    fn partial_cmp(&self, other: &Way) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
