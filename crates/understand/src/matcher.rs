//! Walks one automaton over one text and keeps the best way to every place.

use std::cell::Cell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::automaton::{Automaton, START};
use crate::heard::{Heard, SPACE};
use crate::kind::Kind;
use crate::lattice::Lattice;
use crate::nfa::SlotSpec;
use crate::skips::Skips;
use crate::words::Guest;

/// Steps of all walks over one text, at most: about 20 ms.
pub(crate) const STEPS_MAX: usize = 400_000;
/// A key with this bit is a free slot that goes on; the rest of it is the slot's edge.
const OPEN: u32 = 1 << 31;
const NONE: u32 = u32::MAX;

/// How good a way is. As few symbols as can be are free or passed over; of these, as few as can be passed
/// over; of the others, as many as can be literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Score(i64);

impl Score {
    const ZERO: Score = Score(0);
    const LITERAL: i64 = 1;
    const SKIPPED: i64 = -(1 << 40) - (1 << 20);
    const FREE: i64 = -(1 << 40);

    fn plus(self, n: usize, of: i64) -> Score {
        Score(self.0 + of * n as i64)
    }
}

/// What took an entry where it is.
#[derive(Clone, Copy, Debug)]
enum How {
    Start,
    /// A symbol or a space.
    On,
    /// Words passed over.
    Skipped,
    /// A slot edge took an edge of the lattice.
    Took {
        edge: u32,
        lattice: u32,
    },
    /// A free slot took its first symbol.
    Opened,
    /// A free slot ended.
    Closed {
        edge: u32,
    },
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    key: u32,
    at: u32,
    score: Score,
    back: u32,
    /// The next entry of the same position.
    next: u32,
    how: How,
}

/// A slot and what it took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Taken {
    pub slot: u32,
    pub from: usize,
    pub to: usize,
    /// The lattice's edge; none for a free slot.
    pub lattice: Option<usize>,
}

/// A sentence that the whole text matches.
#[derive(Clone, Debug)]
pub(crate) struct Match {
    pub sentence: u32,
    pub score: Score,
    pub taken: Vec<Taken>,
    /// Symbols passed over.
    pub n_skipped: usize,
    /// Symbols in free slots.
    pub n_free: usize,
    /// Literal symbols.
    pub n_literal: usize,
}

/// What one walk needs.
pub(crate) struct Walk<'w> {
    pub automaton: &'w Automaton,
    pub slots: &'w [SlotSpec],
    pub heard: &'w Heard<'w>,
    pub lattice: &'w Lattice,
    pub skips: &'w Skips,
    /// For each position, words of another language; empty for a text in one language.
    pub guests: &'w [Vec<Guest<'w>>],
    /// Steps that this walk may take; it leaves the rest to the next one.
    pub steps_left: &'w Cell<usize>,
}

impl Walk<'_> {
    /// Every sentence that the whole text matches, best first, at most `n_max`; and whether the walk came to its end.
    pub fn run(&self, n_max: usize) -> (Vec<Match>, bool) {
        if self.automaton.n_states() == 0 || self.heard.len() == 0 {
            return (Vec::new(), true);
        }
        let steps_max = self.steps_left.get();
        let mut state = State::new(self.heard.len());
        for &(at, price) in &self.skips.starts {
            state.reach(
                START,
                at,
                Score::ZERO.plus(price, Score::SKIPPED),
                NONE,
                How::Start,
            );
        }
        for at in 0..=self.heard.len() {
            while state.heads[at] != NONE {
                let index = state.heads[at];
                let entry = state.entries[index as usize];
                state.heads[at] = entry.next;
                if state.is_best(index) {
                    self.step(&mut state, index, entry);
                }
                if state.n_steps > steps_max {
                    self.steps_left.set(0);
                    return (self.matches(&state, n_max), false);
                }
            }
        }
        self.steps_left.set(steps_max.saturating_sub(state.n_steps));
        (self.matches(&state, n_max), true)
    }

    fn step(&self, state: &mut State, index: u32, entry: Entry) {
        let at = entry.at as usize;
        if entry.key & OPEN != 0 {
            self.step_open(state, index, entry, at);
            return;
        }
        let sym = self.heard.syms.get(at).copied();
        if let Some(sym) = sym {
            let score = entry.score.plus(usize::from(sym != SPACE), Score::LITERAL);
            for &target in self.automaton.after(entry.key, u32::from(sym)) {
                state.reach(target, at + 1, score, index, How::On);
            }
        }
        if !self.heard.edge[at] || sym == Some(SPACE) {
            return;
        }
        for &target in self.automaton.after(entry.key, u32::from(SPACE)) {
            state.reach(target, at, entry.score, index, How::On);
        }
        for &end in &self.skips.inside[at] {
            state.reach(
                entry.key,
                end,
                entry.score.plus(end - at, Score::SKIPPED),
                index,
                How::Skipped,
            );
        }
        for guest in self.guests.get(at).into_iter().flatten() {
            self.step_guest(state, index, entry, guest);
        }
        if at < self.heard.len() {
            self.step_slots(state, index, entry, at);
        }
    }

    /// A word of another language stands for words of this one, or for nothing.
    fn step_guest(&self, state: &mut State, index: u32, entry: Entry, guest: &Guest<'_>) {
        let n = self.n_symbols(entry.at as usize, guest.end);
        let Some(means) = guest.means else {
            let score = entry.score.plus(n, Score::SKIPPED);
            state.reach(entry.key, guest.end, score, index, How::Skipped);
            return;
        };
        let score = entry.score.plus(n.saturating_sub(1), Score::LITERAL);
        for words in means {
            let mut states = vec![entry.key];
            for &sym in words {
                let after = states
                    .iter()
                    .flat_map(|&state| self.automaton.after(state, u32::from(sym)));
                states = after.copied().collect();
            }
            for target in states {
                state.reach(target, guest.end, score, index, How::On);
            }
        }
    }

    fn step_slots(&self, state: &mut State, index: u32, entry: Entry, at: usize) {
        for (edge, slot) in self.automaton.slots(entry.key) {
            let kind = self.slots[slot as usize].kind;
            if kind.is_open() {
                state.reach(
                    OPEN | edge,
                    at + 1,
                    entry.score.plus(1, Score::FREE),
                    index,
                    How::Opened,
                );
                continue;
            }
            for lattice in self.lattice.at(at) {
                let stretch = &self.lattice.edges[lattice];
                if kind.takes(stretch.class, self.lattice.first(stretch)) {
                    let how = How::Took {
                        edge,
                        lattice: lattice as u32,
                    };
                    state.reach(
                        self.automaton.target(edge),
                        stretch.end,
                        entry.score,
                        index,
                        how,
                    );
                }
            }
        }
    }

    /// A free slot may end where a word ends and the sentence can go on; or it takes one more symbol.
    fn step_open(&self, state: &mut State, index: u32, entry: Entry, at: usize) {
        let edge = entry.key & !OPEN;
        if self.heard.edge[at] && self.heard.syms[at - 1] != SPACE {
            let target = self.automaton.target(edge);
            if self.may_go_on(target, at) {
                state.reach(target, at, entry.score, index, How::Closed { edge });
            }
        }
        let Some(&sym) = self.heard.syms.get(at) else {
            return;
        };
        let kind = self.slots[self.automaton.slot(edge) as usize].kind;
        if kind == Kind::Phrase && self.skips.stops[at] {
            return;
        }
        let score = entry.score.plus(usize::from(sym != SPACE), Score::FREE);
        state.reach(entry.key, at + 1, score, index, How::On);
    }

    fn may_go_on(&self, state: u32, at: usize) -> bool {
        let follows = |sym: char| !self.automaton.after(state, u32::from(sym)).is_empty();
        (self.skips.ends[at].is_some() && !self.automaton.accepts(state).is_empty())
            || self.heard.syms.get(at).is_some_and(|&sym| follows(sym))
            || follows(SPACE)
            || !self.skips.inside[at].is_empty()
            || self.automaton.has_slot(state)
    }

    fn matches(&self, state: &State, n_max: usize) -> Vec<Match> {
        let mut best: HashMap<u32, (Score, u32)> = HashMap::new();
        for (index, entry) in state.entries.iter().enumerate() {
            let Some(price) = self.skips.ends[entry.at as usize].filter(|_| entry.key & OPEN == 0)
            else {
                continue;
            };
            let score = entry.score.plus(price, Score::SKIPPED);
            for &sentence in self.automaton.accepts(entry.key) {
                let known = best.entry(sentence).or_insert((score, index as u32));
                if known.0 < score {
                    *known = (score, index as u32);
                }
            }
        }
        let mut ends: Vec<(u32, Score, u32)> = best
            .into_iter()
            .map(|(sentence, (score, index))| (sentence, score, index))
            .collect();
        ends.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        ends.truncate(n_max);
        ends.into_iter()
            .map(|(sentence, score, index)| self.walked(state, sentence, score, index))
            .collect()
    }

    fn n_symbols(&self, from: usize, to: usize) -> usize {
        self.heard.syms[from..to]
            .iter()
            .filter(|&&sym| sym != SPACE)
            .count()
    }

    /// Follows one way back to its start.
    fn walked(&self, state: &State, sentence: u32, score: Score, index: u32) -> Match {
        let mut taken = Vec::new();
        let (mut index, mut closed, mut start) = (index, None, 0);
        let end = state.entries[index as usize].at as usize;
        let mut n_inside = 0;
        while index != NONE {
            let entry = state.entries[index as usize];
            let (to, from) = (
                entry.at as usize,
                state
                    .entries
                    .get(entry.back as usize)
                    .map_or(0, |back| back.at as usize),
            );
            match entry.how {
                How::Start => start = to,
                How::Skipped => n_inside += self.n_symbols(from, to),
                How::On => {}
                How::Took { edge, lattice } => {
                    taken.push(Taken {
                        slot: self.automaton.slot(edge),
                        from,
                        to,
                        lattice: Some(lattice as usize),
                    });
                }
                How::Closed { edge } => closed = Some((edge, to)),
                How::Opened => {
                    if let Some((edge, to)) = closed.take() {
                        taken.push(Taken {
                            slot: self.automaton.slot(edge),
                            from,
                            to,
                            lattice: None,
                        });
                    }
                }
            }
            index = entry.back;
        }
        taken.reverse();
        let n = |from: usize, to: usize| self.n_symbols(from, to);
        let n_free = taken
            .iter()
            .filter(|taken| taken.lattice.is_none())
            .map(|taken| n(taken.from, taken.to))
            .sum();
        let n_taken: usize = taken.iter().map(|taken| n(taken.from, taken.to)).sum();
        let n_skipped = n(0, start) + n(end, self.heard.len()) + n_inside;
        let n_literal = n(start, end).saturating_sub(n_taken + n_inside);
        Match {
            sentence,
            score,
            taken,
            n_skipped,
            n_free,
            n_literal,
        }
    }
}

/// The entries of one walk.
struct State {
    entries: Vec<Entry>,
    /// Ways that were tried, the worse ones too.
    n_steps: usize,
    /// For each position, the first entry that still has to step.
    heads: Vec<u32>,
    best: HashMap<u64, u32, BuildHasherDefault<Mix>>,
}

impl State {
    fn new(len: usize) -> State {
        State {
            entries: Vec::with_capacity(256),
            n_steps: 0,
            heads: vec![NONE; len + 1],
            best: HashMap::with_capacity_and_hasher(256, Default::default()),
        }
    }

    fn is_best(&self, index: u32) -> bool {
        let entry = &self.entries[index as usize];
        self.best.get(&place(entry.key, entry.at)) == Some(&index)
    }

    /// Notes a way to a place, unless a way as good is known.
    fn reach(&mut self, key: u32, at: usize, score: Score, back: u32, how: How) {
        self.n_steps += 1;
        let index = self.entries.len() as u32;
        let at_short = at as u32;
        let known = self.best.entry(place(key, at_short)).or_insert(index);
        if *known != index {
            if self.entries[*known as usize].score >= score {
                return;
            }
            *known = index;
        }
        self.entries.push(Entry {
            key,
            at: at_short,
            score,
            back,
            next: self.heads[at],
            how,
        });
        self.heads[at] = index;
    }
}

fn place(key: u32, at: u32) -> u64 {
    u64::from(at) << 32 | u64::from(key)
}

/// A hasher for places: one multiplication.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, n: u64) {
        let mixed = (self.0 ^ n).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 29);
    }
}
