//! The names of one house: rooms, devices, lists, people, songs.

use ling_base::{Lang, Value};

use crate::heard::{Heard, SPACE, symbols};
use crate::kind::{Class, Kind};

/// Names read at most; a house with more songs than this needs a search, not a grammar.
const NAMES_MAX: usize = 200_000;
/// Symbols of one name, at most.
const LENGTH_MAX: usize = 120;

/// One thing that has a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// The list it stands on: `area`, `floor`, `device`, `list`, `person`, `song`, ... (see [`Kind`]).
    pub list: String,
    /// What the skill receives: `light.kitchen`.
    pub id: String,
    /// What people hear.
    pub name: String,
    /// Other ways to say it.
    pub aliases: Vec<String>,
    /// The language of the name, where only one uses it.
    pub lang: Option<Lang>,
}

/// All names of a house, ready to be found in a text. Built in a sort: cheap enough for every change.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Symbols of every wording, sorted.
    words: Vec<(Box<[char]>, u32)>,
    things: Vec<Thing>,
}

#[derive(Clone, Debug)]
struct Thing {
    class: Class,
    id: String,
    name: String,
}

/// A name that stands in a text.
pub(crate) struct Found {
    pub end: usize,
    pub class: Class,
    pub value: Value,
}

impl Names {
    /// Reads names. Lists that no [`Kind`] names are left out: no sentence could ask for them.
    pub fn new(names: impl IntoIterator<Item = Name>) -> Names {
        let mut all = Names::default();
        for name in names {
            let Some(Kind::Name(list)) = Kind::from_word(&name.list) else {
                continue;
            };
            let thing = all.things.len() as u32;
            for wording in name.aliases.iter().chain([&name.name]) {
                let syms = symbols(wording);
                if !syms.is_empty() && syms.len() <= LENGTH_MAX && all.words.len() < NAMES_MAX {
                    all.words.push((syms.into_boxed_slice(), thing));
                }
            }
            all.things.push(Thing {
                class: Class::Name(list),
                id: name.id,
                name: name.name,
            });
        }
        all.words.sort_unstable();
        all.words.dedup();
        all
    }

    /// How many wordings there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether the house has no names.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Names that begin at `at`; 的 between the words of a name is passed over.
    pub(crate) fn found(&self, heard: &Heard<'_>, at: usize) -> Vec<Found> {
        let mut found = Vec::new();
        self.walk(heard, at, 0, &self.words, true, &mut found);
        found
    }

    fn walk(
        &self,
        heard: &Heard<'_>,
        at: usize,
        depth: usize,
        words: &[(Box<[char]>, u32)],
        may_skip: bool,
        found: &mut Vec<Found>,
    ) {
        let (mut at, mut depth, mut words) = (at, depth, words);
        loop {
            let n_whole = words.partition_point(|(word, _)| word.len() <= depth);
            if depth > 0 && heard.edge[at] {
                found.extend(
                    words[..n_whole]
                        .iter()
                        .map(|(_, thing)| self.thing(*thing, at)),
                );
            }
            words = &words[n_whole..];
            let Some(&sym) = heard.syms.get(at) else {
                return;
            };
            if words.is_empty() {
                return;
            }
            if sym == '的' && depth > 0 && may_skip {
                self.walk(heard, at + 1, depth, words, false, found);
            }
            let from = words.partition_point(|(word, _)| word[depth] < sym);
            let to = words.partition_point(|(word, _)| word[depth] <= sym);
            if from == to && sym == SPACE && depth > 0 {
                // "bed room" for "bedroom".
                at += 1;
                continue;
            }
            words = &words[from..to];
            at += 1;
            depth += 1;
        }
    }

    fn thing(&self, thing: u32, end: usize) -> Found {
        let Thing { class, id, name } = &self.things[thing as usize];
        Found {
            end,
            class: *class,
            value: Value::Named {
                id: id.clone(),
                name: name.clone(),
            },
        }
    }
}
