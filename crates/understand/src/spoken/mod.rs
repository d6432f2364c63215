//! Everything that can be said aloud, for those who listen for it: the sentences of all skills as words between
//! places, with the names of the house in them.
//!
//! Free words ("remember that …") cannot be listened for; sentences with them are left out, unless [`Spoken::new`]
//! knows what usually stands there (what one buys, what a timer is for). Values such as times are spelt out by the
//! templates of `english.toml`.

mod book;
mod web;

use std::collections::{BTreeMap, HashMap};

use ling_base::{Lang, Phrasebook};

use crate::automaton::Automaton;
use crate::kind::{Kind, NAMES, VALUES};
use crate::names::Name;
use crate::nfa::{Context, Nfa, SlotSpec};
use crate::template::{Node, parse};
use book::{Book, Said};
use web::{Label, Lexicon, Web};

/// Names of one kind at most: a library of ten thousand songs cannot be listened for.
const NAMES_MAX: usize = 400;

/// Words between places at most, each as often as it stands there.
const ARCS_MAX: usize = 400_000;

/// A word on the way from one place to another; without one, the way costs nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpokenArc {
    /// Where it begins.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
    /// The word, as a place in [`Spoken::words`].
    pub word: Option<u32>,
}

/// Everything that can be said aloud in one language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spoken {
    /// The words, in small letters, each once.
    pub words: Vec<String>,
    /// How readily each of them is heard, as the logarithm of a likelihood; 0 for the most usual word.
    pub likely: Vec<f32>,
    /// How many places there are.
    pub n_places: u32,
    /// What leads from place to place.
    pub arcs: Vec<SpokenArc>,
    /// Where every sentence begins.
    pub start: u32,
    /// Where sentences end.
    pub end: u32,
}

impl Spoken {
    /// The sentences of `books` in `lang`, with `names` in them. Only English has values that can be spoken so far;
    /// another language says nothing. A sentence that cannot be read is left out: [`crate::Grammar::compile`] tells
    /// of it.
    pub fn new(books: &[Phrasebook], lang: Lang, names: &[Name]) -> Spoken {
        if lang != Lang::En {
            return Spoken::default();
        }
        let mut maker = Maker::new(books, lang, names);
        let frame = maker.sentences();
        let said = Said::english();
        let before = maker.alone(&said.before, &BTreeMap::new());
        let after = maker.alone(&said.after, &BTreeMap::new());
        let follow = maker.follow();
        let mut expander = Expander::new(&maker.webs);
        expander.whole(&frame, &before, &after);
        expander.beside(&follow);
        let mut spoken = expander.spoken;
        spoken.words = maker.lexicon.words;
        spoken.likely = spoken.words.iter().map(|word| said.likely(word)).collect();
        spoken
    }
}

struct Maker<'m> {
    books: Vec<Book<'m>>,
    names: &'m [Name],
    lexicon: Lexicon,
    /// What a slot may be filled with, each once.
    webs: Vec<Web>,
    /// The web of a list, a kind or an argument.
    known: HashMap<String, Option<u32>>,
}

impl<'m> Maker<'m> {
    fn new(books: &'m [Phrasebook], lang: Lang, names: &'m [Name]) -> Maker<'m> {
        Maker {
            books: Book::all(books, lang),
            names,
            lexicon: Lexicon::default(),
            webs: Vec::new(),
            known: HashMap::new(),
        }
    }

    /// All sentences, with slots still in them.
    fn sentences(&mut self) -> Web {
        let mut nfa = Nfa::aloud();
        for book in &self.books {
            book.add_sentences(&mut nfa);
        }
        self.framed(&nfa)
    }

    /// What goes on from another sentence.
    fn follow(&mut self) -> Web {
        let mut nfa = Nfa::aloud();
        Book::add_follow(&mut nfa);
        self.framed(&nfa)
    }

    /// A web with slots still in it.
    fn framed(&mut self, nfa: &Nfa) -> Web {
        let automaton = Automaton::new(nfa);
        let fillings: Vec<Option<u32>> = nfa.slots.iter().map(|slot| self.filling(slot)).collect();
        let takes = |slot: u32| fillings.get(slot as usize).copied().flatten();
        Web::new(&automaton, &mut self.lexicon, &takes)
    }

    /// The web of what a slot may be filled with.
    fn filling(&mut self, slot: &SlotSpec) -> Option<u32> {
        let said = Said::english();
        let (key, texts, rules) = match slot.kind {
            Kind::Value(at) => {
                let kind = VALUES[usize::from(at)];
                (
                    kind.to_owned(),
                    said.values.get(kind).cloned()?,
                    &said.rules,
                )
            }
            Kind::Range(..) => (
                "range".to_owned(),
                said.values.get("range").cloned()?,
                &said.rules,
            ),
            Kind::Name(at) => {
                let list = NAMES[usize::from(at)];
                (format!("names of {list}"), self.named(list), &said.none)
            }
            Kind::List(at) => {
                let key = format!("list {at}");
                if let Some(known) = self.known.get(&key) {
                    return *known;
                }
                let (texts, rules) = Book::list(&self.books, at)?;
                let rules = rules.clone();
                return self.web(key, &texts, &rules);
            }
            Kind::Text | Kind::Phrase | Kind::Items => (
                format!("open {}", slot.arg),
                said.open.get(&slot.arg).cloned()?,
                &said.rules,
            ),
            Kind::Any => return None,
        };
        self.web(key, &texts, rules)
    }

    fn web(
        &mut self,
        key: String,
        texts: &[String],
        rules: &BTreeMap<String, Node>,
    ) -> Option<u32> {
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let web = self.alone(texts, rules);
        let at = (!web.is_empty()).then(|| {
            self.webs.push(web);
            self.webs.len() as u32 - 1
        });
        self.known.insert(key, at);
        at
    }

    /// A web of its own, without slots.
    fn alone(&mut self, texts: &[String], rules: &BTreeMap<String, Node>) -> Web {
        let mut nfa = Nfa::aloud();
        let no_slots = |slot: &str, _: Option<&str>| Err(crate::nfa::flaw(slot, "", ""));
        let context = Context {
            rules,
            slot: &no_slots,
            loose: false,
        };
        for node in texts.iter().filter_map(|text| parse(text).ok()) {
            // What cannot be added has no words to be heard.
            let _ = nfa.add(&node, 0, &context);
        }
        Web::new(&Automaton::new(&nfa), &mut self.lexicon, &|_| None)
    }

    /// The names of a list, as templates.
    fn named(&self, list: &str) -> Vec<String> {
        let of_list = self.names.iter().filter(|name| name.list == list);
        let wordings = of_list.flat_map(|name| name.aliases.iter().chain([&name.name]));
        wordings
            .filter_map(|name| book::aloud(name))
            .take(NAMES_MAX)
            .collect()
    }
}

/// Puts what fills slots in their place.
struct Expander<'e> {
    webs: &'e [Web],
    spoken: Spoken,
    /// What fills a slot stands once before each place that may follow.
    copies: HashMap<(u32, u32), u32>,
}

impl<'e> Expander<'e> {
    fn new(webs: &'e [Web]) -> Expander<'e> {
        Expander {
            webs,
            spoken: Spoken::default(),
            copies: HashMap::new(),
        }
    }

    fn whole(&mut self, frame: &Web, before: &Web, after: &Web) {
        let (start, end) = (self.fresh(), self.fresh());
        (self.spoken.start, self.spoken.end) = (start, end);
        if frame.is_empty() {
            return;
        }
        let tail = self.copy(after, end);
        let ends = self.fresh();
        self.skip(ends, end);
        if let Some(tail) = tail {
            self.skip(ends, tail);
        }
        let Some(first) = self.copy(frame, ends) else {
            return;
        };
        self.skip(start, first);
        if let Some(head) = self.copy(before, first) {
            self.skip(start, head);
        }
    }

    /// Something else that may be said, alone.
    fn beside(&mut self, web: &Web) {
        let (start, end) = (self.spoken.start, self.spoken.end);
        let ends = self.fresh();
        self.skip(ends, end);
        if let Some(first) = self.copy(web, ends) {
            self.skip(start, first);
        }
    }

    fn fresh(&mut self) -> u32 {
        self.spoken.n_places += 1;
        self.spoken.n_places - 1
    }

    fn skip(&mut self, from: u32, to: u32) {
        self.arc(from, to, None);
    }

    fn arc(&mut self, from: u32, to: u32, word: Option<u32>) {
        if self.spoken.arcs.len() < ARCS_MAX {
            self.spoken.arcs.push(SpokenArc { from, to, word });
        }
    }

    /// Copies a web before the place `to`; where it begins.
    fn copy(&mut self, web: &Web, to: u32) -> Option<u32> {
        let first = self.spoken.n_places;
        self.spoken.n_places += web.places.len() as u32;
        for (at, place) in (first..).zip(&web.places) {
            if place.is_end {
                self.skip(at, to);
            }
            for &(label, next) in &place.arcs {
                let next = first + next;
                match label {
                    Label::Word(word) => self.arc(at, next, Some(word)),
                    Label::Slot(filling) => {
                        let begin = self.filled(filling, next);
                        self.skip(at, begin);
                    }
                }
            }
        }
        (!web.is_empty()).then(|| self.spoken.n_places_of(first, web))
    }

    fn filled(&mut self, filling: u32, next: u32) -> u32 {
        if let Some(&known) = self.copies.get(&(filling, next)) {
            return known;
        }
        let webs = self.webs;
        let begin = self.copy(&webs[filling as usize], next).unwrap_or(next);
        self.copies.insert((filling, next), begin);
        begin
    }
}

impl Spoken {
    fn n_places_of(&self, first: u32, web: &Web) -> u32 {
        first + web.places.len() as u32 - 1
    }
}
