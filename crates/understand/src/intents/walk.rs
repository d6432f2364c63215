//! Walks the sentences over one text and keeps the best way to every place.

use std::collections::HashMap;
use std::rc::Rc;

use super::build::{Intents, TextList};
use super::house::Home;
use super::machine::{Edge, Source};
use super::said::{Said, is_wide};
use crate::automaton::{Automaton, START};
use crate::heard::SPACE;

/// Steps of one walk, at most: some ten milliseconds.
const STEPS_MAX: usize = 400_000;
/// A state with this bit is a free part that goes on; the rest of it is its edge.
const OPEN: u32 = 1 << 31;
const NONE: u32 = u32::MAX;

/// How good a way is, in Home Assistant's order: the longer name, the fewer free parts, the more literal,
/// the less in free parts. Each counts in its own digits, so that one sum compares them all.
pub(crate) type Score = i64;
const NAME: Score = 1 << 48;
const FREE_PART: Score = -(1 << 40);
const LITERAL: Score = 1 << 20;
const FREE: Score = -1;

/// What took an entry where it is.
#[derive(Clone, Copy, Debug)]
enum How {
    On,
    /// A rule, and the entry where it ended.
    Rule(u32),
    /// A value; the number is a place in `hits`.
    Took {
        edge: u32,
        hit: u32,
    },
    Opened,
    Closed {
        edge: u32,
    },
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    state: u32,
    at: u32,
    score: Score,
    back: u32,
    /// The next entry of the same place.
    next: u32,
    is_new: bool,
    how: How,
}

/// A value that was found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit {
    pub end: u32,
    pub found: Found,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Found {
    /// An item of its list.
    Item(u32),
    /// A number, in digits or words.
    Number(f64, bool),
}

/// A slot of a sentence and what it took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taken {
    pub edge: u32,
    pub from: u32,
    pub to: u32,
    /// None for any words.
    pub found: Option<Found>,
}

/// Where a rule may end.
#[derive(Clone, Copy, Debug)]
struct End {
    at: u32,
    entry: u32,
    score: Score,
}

pub(crate) struct Walk<'w> {
    intents: &'w Intents,
    home: &'w Home,
    said: &'w Said,
    entries: Vec<Entry>,
    hits: Vec<Hit>,
    rules: HashMap<(u32, u32, u32), Rc<[End]>>,
    lists: HashMap<(Source, u32), Rc<[u32]>>,
    name: Option<u32>,
}

impl<'w> Walk<'w> {
    pub fn new(intents: &'w Intents, home: &'w Home, said: &'w Said) -> Walk<'w> {
        let name = intents.args.iter().position(|arg| arg == "name");
        Walk {
            intents,
            home,
            said,
            entries: Vec::with_capacity(256),
            hits: Vec::new(),
            rules: HashMap::new(),
            lists: HashMap::new(),
            name: name.map(|at| at as u32),
        }
    }

    /// Every sentence that takes the whole text: its number, how good it is, and the way's end.
    pub fn run(&mut self) -> Vec<(u32, Score, u32)> {
        let heads = self.machine(&self.intents.top, 0, 0);
        let mut found = Vec::new();
        let mut at = heads.last().copied().unwrap_or(NONE);
        while at != NONE {
            let entry = self.entries[at as usize];
            if entry.state & OPEN == 0 {
                let sentences = self.intents.top.accepts(entry.state).iter();
                found.extend(sentences.map(|&sentence| (sentence, entry.score, at)));
            }
            at = entry.next;
        }
        found
    }

    /// The slots on the way that ends at `entry`, in the order of the text.
    pub fn taken(&self, entry: u32) -> Vec<Taken> {
        let mut taken = Vec::new();
        self.follow(entry, &mut taken);
        taken.reverse();
        taken
    }

    fn follow(&self, entry: u32, taken: &mut Vec<Taken>) {
        let mut at = entry;
        let mut closed = None;
        while at != NONE {
            let entry = self.entries[at as usize];
            let from = self
                .entries
                .get(entry.back as usize)
                .map_or(0, |back| back.at);
            match entry.how {
                How::On => {}
                How::Rule(end) => self.follow(end, taken),
                How::Took { edge, hit } => {
                    let hit = self.hits[hit as usize];
                    taken.push(Taken {
                        edge,
                        from,
                        to: hit.end,
                        found: Some(hit.found),
                    });
                }
                How::Closed { edge } => closed = Some((edge, from)),
                How::Opened => {
                    if let Some((edge, to)) = closed.take() {
                        taken.push(Taken {
                            edge,
                            from,
                            to,
                            found: None,
                        });
                    }
                }
            }
            at = entry.back;
        }
    }

    /// Runs one machine from `from`; what comes back is the first entry of every place.
    fn machine(&mut self, automaton: &'w Automaton, from: u32, filter: u32) -> Vec<u32> {
        let n = self.said.syms.len();
        let mut heads = vec![NONE; n + 1];
        let start = Step {
            at: from,
            score: 0,
            back: NONE,
            how: How::On,
        };
        self.reach(&mut heads, START, start);
        for at in from as usize..=n {
            while let Some(index) = self.newest(&heads, at) {
                self.entries[index as usize].is_new = false;
                self.step(automaton, &mut heads, index, filter);
                if self.entries.len() > STEPS_MAX {
                    return heads;
                }
            }
        }
        heads
    }

    /// An entry of a place that did not step yet.
    fn newest(&self, heads: &[u32], at: usize) -> Option<u32> {
        let mut index = heads[at];
        while index != NONE {
            let entry = &self.entries[index as usize];
            if entry.is_new {
                return Some(index);
            }
            index = entry.next;
        }
        None
    }

    fn step(&mut self, automaton: &'w Automaton, heads: &mut [u32], index: u32, filter: u32) {
        let entry = self.entries[index as usize];
        let at = entry.at as usize;
        if entry.state & OPEN != 0 {
            return self.step_open(automaton, heads, index, entry);
        }
        let syms = &self.said.syms;
        let sym = syms.get(at).copied();
        let on = |at: u32, score| Step {
            at,
            score,
            back: index,
            how: How::On,
        };
        if let Some(sym) = sym {
            let score = entry.score + if sym == SPACE { 0 } else { LITERAL };
            for &target in automaton.after(entry.state, u32::from(sym)) {
                self.reach(heads, target, on(entry.at + 1, score));
            }
            if matches!(sym, '-' | '_') {
                for &target in automaton.after(entry.state, u32::from(SPACE)) {
                    self.reach(heads, target, on(entry.at + 1, entry.score));
                }
            }
        }
        let before = at.checked_sub(1).and_then(|at| syms.get(at));
        if sym.is_none() || matches!(before, None | Some(&SPACE | '\'')) {
            for &target in automaton.after(entry.state, u32::from(SPACE)) {
                self.reach(heads, target, on(entry.at, entry.score));
            }
        }
        for (edge, label) in automaton.slots(entry.state) {
            self.step_edge(automaton, heads, (index, entry), (edge, label), filter);
        }
    }

    fn step_edge(
        &mut self,
        automaton: &'w Automaton,
        heads: &mut [u32],
        (index, entry): (u32, Entry),
        (edge, label): (u32, u32),
        filter: u32,
    ) {
        let target = automaton.target(edge);
        let (source, inner, arg) = match self.intents.edges[label as usize] {
            Edge::Rule {
                machine,
                filter: own,
            } => {
                self.step_rule(
                    heads,
                    (index, entry),
                    target,
                    machine,
                    own.unwrap_or(filter),
                );
                return;
            }
            Edge::Slot {
                source,
                arg,
                filter: own,
            } => (source, own.unwrap_or(filter), Some(arg)),
            Edge::Capture {
                source,
                filter: own,
            } => (source, own.unwrap_or(filter), None),
        };
        let Some(&sym) = self.said.syms.get(entry.at as usize) else {
            return;
        };
        if sym == SPACE {
            return;
        }
        if source == Source::Wild {
            let score = entry.score + FREE_PART + FREE;
            let step = Step {
                at: entry.at + 1,
                score,
                back: index,
                how: How::Opened,
            };
            return self.reach(heads, OPEN | edge, step);
        }
        let is_name = arg.is_some() && arg == self.name;
        for &hit in self.values(source, entry.at).iter() {
            let Hit { end, found } = self.hits[hit as usize];
            if !self.fits(source, found, inner) {
                continue;
            }
            let gain = gain(found, end - entry.at, is_name);
            let how = How::Took { edge: label, hit };
            let step = Step {
                at: end,
                score: entry.score + gain,
                back: index,
                how,
            };
            self.arrive(heads, target, step);
        }
    }

    /// Goes on behind every end of a rule.
    fn step_rule(
        &mut self,
        heads: &mut [u32],
        (index, entry): (u32, Entry),
        target: u32,
        machine: u32,
        filter: u32,
    ) {
        for end in self.rule(machine, filter, entry.at).iter() {
            let step = Step {
                at: end.at,
                score: entry.score + end.score,
                back: index,
                how: How::Rule(end.entry),
            };
            self.reach(heads, target, step);
        }
    }

    /// Whether a value may stand where `filter` holds.
    fn fits(&self, source: Source, found: Found, filter: u32) -> bool {
        match (source, found) {
            (Source::List(list), Found::Item(item)) => {
                self.intents.lists[list as usize].allowed[filter as usize][item as usize]
            }
            (Source::House(list), Found::Item(item)) => {
                self.home.lists[list as usize].allowed[filter as usize][item as usize]
            }
            _ => true,
        }
    }

    /// A free part may end where a word ends and the sentence can go on; or it takes one more symbol.
    fn step_open(&mut self, automaton: &'w Automaton, heads: &mut [u32], index: u32, entry: Entry) {
        let at = entry.at as usize;
        let edge = entry.state & !OPEN;
        let syms = &self.said.syms;
        let sym = syms.get(at).copied();
        let before = syms[at - 1];
        let joined = |a: char, b: char| {
            a.is_alphanumeric() && b.is_alphanumeric() && !is_wide(a) && !is_wide(b)
        };
        if before != SPACE && sym.is_none_or(|sym| !joined(before, sym)) {
            let target = automaton.target(edge);
            if self.may_go_on(automaton, target, at) {
                let how = How::Closed {
                    edge: automaton.slot(edge),
                };
                let step = Step {
                    at: entry.at,
                    score: entry.score,
                    back: index,
                    how,
                };
                self.arrive(heads, target, step);
            }
        }
        if let Some(sym) = sym {
            let score = entry.score + if sym == SPACE { 0 } else { FREE };
            let step = Step {
                at: entry.at + 1,
                score,
                back: index,
                how: How::On,
            };
            self.reach(heads, entry.state, step);
        }
    }

    fn may_go_on(&self, automaton: &Automaton, target: u32, at: usize) -> bool {
        let syms = &self.said.syms;
        let sym = match syms.get(at) {
            Some(&SPACE) => syms.get(at + 1),
            sym => sym,
        };
        let follows = |c: char| !automaton.after(target, u32::from(c)).is_empty();
        match sym {
            None => true,
            Some(&sym) => follows(sym) || follows(SPACE) || automaton.has_slot(target),
        }
    }

    /// After a value, a space of the text counts for nothing.
    fn arrive(&mut self, heads: &mut [u32], target: u32, step: Step) {
        self.reach(heads, target, step);
        if self.said.syms.get(step.at as usize) == Some(&SPACE) {
            let (at, back, how) = (step.at + 1, step.back, step.how);
            self.reach(
                heads,
                target,
                Step {
                    at,
                    score: step.score,
                    back,
                    how,
                },
            );
        }
    }

    /// Notes a way to a place, unless a way as good is known.
    fn reach(&mut self, heads: &mut [u32], state: u32, step: Step) {
        let at = step.at as usize;
        let mut index = heads[at];
        while index != NONE {
            let known = &mut self.entries[index as usize];
            if known.state == state {
                if step.score > known.score {
                    (known.score, known.back, known.how) = (step.score, step.back, step.how);
                    known.is_new = true;
                }
                return;
            }
            index = known.next;
        }
        let next = heads[at];
        heads[at] = self.entries.len() as u32;
        let Step {
            at,
            score,
            back,
            how,
        } = step;
        self.entries.push(Entry {
            state,
            at,
            score,
            back,
            next,
            is_new: true,
            how,
        });
    }

    /// Where a rule that begins at `at` may end, the best way to each.
    fn rule(&mut self, machine: u32, filter: u32, at: u32) -> Rc<[End]> {
        let automaton = &self.intents.machines[machine as usize];
        let sym = self
            .said
            .syms
            .get(at as usize)
            .map_or(u32::from(SPACE), |&c| u32::from(c));
        let is_dead = automaton.after(START, sym).is_empty()
            && !automaton.has_slot(START)
            && automaton.accepts(START).is_empty();
        if is_dead {
            return Rc::from([]);
        }
        let key = (machine, filter, at);
        if let Some(known) = self.rules.get(&key) {
            return Rc::clone(known);
        }
        let heads = self.machine(automaton, at, filter);
        let ends: Rc<[End]> = self
            .ends(automaton, &heads)
            .into_iter()
            .map(|(_, end)| end)
            .collect();
        self.rules.insert(key, Rc::clone(&ends));
        ends
    }

    /// All ends of a machine, with what ends there.
    fn ends(&self, automaton: &Automaton, heads: &[u32]) -> Vec<(u32, End)> {
        let mut ends = Vec::new();
        for &head in heads {
            let mut index = head;
            while index != NONE {
                let entry = &self.entries[index as usize];
                if entry.state & OPEN == 0 {
                    let (at, score) = (entry.at, entry.score);
                    let accepts = automaton.accepts(entry.state).iter();
                    ends.extend(accepts.map(|&what| {
                        (
                            what,
                            End {
                                at,
                                entry: index,
                                score,
                            },
                        )
                    }));
                }
                index = entry.next;
            }
        }
        ends
    }

    /// Every value of a list that begins at `at`, as places in `hits`.
    fn values(&mut self, source: Source, at: u32) -> Rc<[u32]> {
        if let Some(known) = self.lists.get(&(source, at)) {
            return Rc::clone(known);
        }
        let found: Vec<Hit> = match source {
            Source::List(list) => self.items(&self.intents.lists[list as usize], at),
            Source::House(list) => self.items(&self.home.lists[list as usize], at),
            Source::Range(range) => self.range(range, at),
            Source::Wild => Vec::new(),
        };
        let first = self.hits.len() as u32;
        self.hits.extend(found);
        let hits: Rc<[u32]> = (first..self.hits.len() as u32).collect();
        self.lists.insert((source, at), Rc::clone(&hits));
        hits
    }

    fn items(&mut self, list: &'w TextList, at: u32) -> Vec<Hit> {
        let heads = self.machine(&list.automaton, at, 0);
        let mut ends = self.ends(&list.automaton, &heads);
        ends.retain(|(_, end)| end.at > at);
        ends.sort_by_key(|(item, end)| (end.at, *item));
        ends.into_iter()
            .map(|(item, end)| Hit {
                end: end.at,
                found: Found::Item(item),
            })
            .collect()
    }

    fn range(&self, range: u32, at: u32) -> Vec<Hit> {
        let range = &self.intents.ranges[range as usize];
        if let Some((n, end)) = self.said.digits(at as usize, range.parts > 1) {
            let is_in = range.digits && range.holds(n);
            let hit = Hit {
                end: end as u32,
                found: Found::Number(n, false),
            };
            return is_in.then_some(hit).into_iter().collect();
        }
        if !range.words {
            return Vec::new();
        }
        let numbers = self.intents.numbers.at(self.said, at as usize).into_iter();
        let numbers = numbers.filter(|(n, _)| range.holds(*n));
        numbers
            .map(|(n, end)| Hit {
                end: end as u32,
                found: Found::Number(n, true),
            })
            .collect()
    }
}

/// What a value of `n` symbols adds to how good a way is.
fn gain(found: Found, n: u32, is_name: bool) -> Score {
    let n = Score::from(n);
    match found {
        Found::Item(_) if is_name => n * NAME,
        Found::Number(_, true) => n * LITERAL,
        Found::Item(_) | Found::Number(..) => 0,
    }
}

#[derive(Clone, Copy)]
struct Step {
    at: u32,
    score: Score,
    back: u32,
    how: How,
}
