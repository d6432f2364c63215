//! Words between places: cut out of an automaton of characters, and made as small as it can be.

use std::collections::{BTreeSet, HashMap};

use crate::automaton::{Automaton, START};
use crate::heard::SPACE;
use crate::nfa::SLOT;

/// Letters of one word, at most.
const WORD_CHARS_MAX: usize = 40;

/// What stands between two places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Label {
    /// A word, as a place in [`Lexicon`].
    Word(u32),
    /// What fills a slot, as a number of a web.
    Slot(u32),
}

/// Every word once.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    pub words: Vec<String>,
    ids: HashMap<String, u32>,
}

impl Lexicon {
    pub fn id(&mut self, word: &str) -> u32 {
        if let Some(&id) = self.ids.get(word) {
            return id;
        }
        let id = self.words.len() as u32;
        self.words.push(word.to_owned());
        self.ids.insert(word.to_owned(), id);
        id
    }
}

/// What follows a place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub arcs: Vec<(Label, u32)>,
    /// Whether nothing more need follow.
    pub is_end: bool,
}

/// Places and what leads from one to another; without circles. The last place is where everything begins.
#[derive(Debug, Default)]
pub(super) struct Web {
    pub places: Vec<Place>,
}

impl Web {
    /// Whether nothing can be said.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The words of an automaton. `takes` says which web fills a slot; sentences with another slot, or with
    /// a word that has no letters, are left out.
    pub fn new(
        automaton: &Automaton,
        lexicon: &mut Lexicon,
        takes: &dyn Fn(u32) -> Option<u32>,
    ) -> Web {
        let mut cutter = Cutter {
            automaton,
            lexicon,
            takes,
            known: HashMap::new(),
            same: HashMap::new(),
            web: Web::default(),
        };
        if automaton.n_states() == 0 {
            return Web::default();
        }
        match cutter.place(START, false) {
            // The start is the last place to be made, unless another is the same.
            Some(start) => {
                let mut web = cutter.web;
                let start = web.places[start as usize].clone();
                web.places.push(start);
                web
            }
            None => Web::default(),
        }
    }
}

struct Cutter<'c> {
    automaton: &'c Automaton,
    lexicon: &'c mut Lexicon,
    takes: &'c dyn Fn(u32) -> Option<u32>,
    /// The place of a state before a word (`false`) or behind one.
    known: HashMap<(u32, bool), Option<u32>>,
    /// Places with the same future are one.
    same: HashMap<Place, u32>,
    web: Web,
}

impl Cutter<'_> {
    /// The place that a state is: before a word, or behind one, where a space must come first. Nothing, if no
    /// sentence ends behind it.
    fn place(&mut self, state: u32, behind: bool) -> Option<u32> {
        if let Some(known) = self.known.get(&(state, behind)) {
            return *known;
        }
        let mut place = Place {
            is_end: !self.automaton.accepts(state).is_empty(),
            ..Place::default()
        };
        let mut arcs = BTreeSet::new();
        if behind {
            for &next in self.automaton.after(state, u32::from(SPACE)) {
                self.arcs(next, &mut arcs, &mut place.is_end);
            }
        } else {
            self.arcs(state, &mut arcs, &mut place.is_end);
        }
        place.arcs = arcs.into_iter().collect();
        let found = (place.is_end || !place.arcs.is_empty()).then(|| self.shared(place));
        self.known.insert((state, behind), found);
        found
    }

    fn shared(&mut self, place: Place) -> u32 {
        if let Some(&same) = self.same.get(&place) {
            return same;
        }
        let at = self.web.places.len() as u32;
        self.web.places.push(place.clone());
        self.same.insert(place, at);
        at
    }

    /// The words and slots that begin at a state.
    fn arcs(&mut self, state: u32, arcs: &mut BTreeSet<(Label, u32)>, is_end: &mut bool) {
        *is_end |= !self.automaton.accepts(state).is_empty();
        let slots: Vec<(u32, u32)> = self.automaton.slots(state).collect();
        for (edge, slot) in slots {
            if let Some(web) = (self.takes)(slot)
                && let Some(to) = self.place(self.automaton.target(edge), true)
            {
                arcs.insert((Label::Slot(web), to));
            }
        }
        self.word(state, &mut String::new(), arcs);
    }

    fn word(&mut self, state: u32, begun: &mut String, arcs: &mut BTreeSet<(Label, u32)>) {
        if begun.len() >= WORD_CHARS_MAX {
            return;
        }
        for (letter, to) in self.automaton.letters(state) {
            begun.push(letter);
            if let Some(place) = self.place(to, true) {
                let word = self.lexicon.id(begun);
                arcs.insert((Label::Word(word), place));
            }
            self.word(to, begun, arcs);
            begun.pop();
        }
    }
}

impl Automaton {
    /// The letters that words in the Latin alphabet have here, and where they lead.
    fn letters(&self, state: u32) -> Vec<(char, u32)> {
        let is_latin = |label: &u32| *label < SLOT;
        let letters = self.labels_of(state).filter(|(label, _)| is_latin(label));
        let letters = letters.filter_map(|(label, to)| Some((char::from_u32(label)?, to)));
        letters
            .filter(|(letter, _)| letter.is_ascii_lowercase() || *letter == '\'')
            .collect()
    }
}
