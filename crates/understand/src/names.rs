//! The names of one house: rooms, devices, lists, people, songs.

use ling_base::{Lang, Value};

use crate::alike::{Alike, Sound};
use crate::heard::{Heard, SPACE, is_border, symbols};
use crate::kind::{Class, Kind};
use crate::words::Words;

/// Names read at most; a house with more songs than this needs a search, not a grammar.
const NAMES_MAX: usize = 200_000;
/// Symbols of one name, at most.
const LENGTH_MAX: usize = 120;

/// Lists whose names are also known by their sound.
const HOUSE: [&str; 16] = [
    "area", "floor", "device", "list", "person", "scene", "light", "switch", "climate", "cover",
    "media", "vacuum", "fan", "lock", "sensor", "artist",
];

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
    alike: Alike,
}

#[derive(Clone, Debug)]
struct Thing {
    class: Class,
    id: String,
    name: String,
    lang: Option<Lang>,
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
        let digits = &Words::shared().digits;
        let mut all = Names::default();
        for name in names {
            let Some(Kind::Name(list)) = Kind::from_word(&name.list) else {
                continue;
            };
            let thing = all.things.len() as u32;
            let wordings = name
                .aliases
                .iter()
                .chain([&name.name])
                .map(|wording| symbols(wording));
            let is_of_house = HOUSE.contains(&name.list.as_str());
            for syms in wordings.flat_map(|syms| with_digits(syms, digits)) {
                if is_of_house {
                    all.alike.add(&syms, thing);
                }
                if !syms.is_empty() && syms.len() <= LENGTH_MAX && all.words.len() < NAMES_MAX {
                    all.words.push((syms.into_boxed_slice(), thing));
                }
            }
            all.things.push(Thing {
                class: Class::Name(list),
                id: name.id,
                name: name.name,
                lang: name.lang,
            });
        }
        all.alike.done();
        all.words.sort_unstable();
        all.words.dedup();
        all
    }

    /// The thing of `list` that is called just so.
    pub fn called(&self, list: &str, said: &str) -> Option<Value> {
        let Some(Kind::Name(list)) = Kind::from_word(list) else {
            return None;
        };
        let said = symbols(said);
        let from = self.words.partition_point(|(word, _)| **word < *said);
        let same = self.words[from..]
            .iter()
            .take_while(|(word, _)| **word == *said);
        let things = same.map(|(_, thing)| *thing);
        let fits = |thing: &u32| self.things[*thing as usize].class == Class::Name(list);
        let thing = &self.things[things.into_iter().find(fits)? as usize];
        Some(Value::Named {
            id: thing.id.clone(),
            name: thing.name.clone(),
        })
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
    pub(crate) fn found(&self, heard: &Heard<'_>, at: usize, langs: &[Lang]) -> Vec<Found> {
        let mut found = Vec::new();
        self.walk(heard, at, 0, &self.words, true, &mut found);
        found.retain(|(thing, _)| {
            self.things[*thing as usize]
                .lang
                .is_none_or(|lang| langs.contains(&lang))
        });
        found
            .into_iter()
            .map(|(thing, end)| self.thing(thing, end))
            .collect()
    }

    /// Names that sound like what stands at the sound `at`, with where they begin.
    pub(crate) fn found_alike(
        &self,
        sounds: &[Sound],
        at: usize,
        langs: &[Lang],
    ) -> Vec<(usize, Found)> {
        let found = self.alike.found(sounds, at).into_iter();
        let in_langs = |thing: u32| {
            self.things[thing as usize]
                .lang
                .is_none_or(|lang| langs.contains(&lang))
        };
        found
            .filter(|(thing, _)| in_langs(*thing))
            .map(|(thing, range)| (range.start, self.thing(thing, range.end)))
            .collect()
    }

    fn walk(
        &self,
        heard: &Heard<'_>,
        at: usize,
        depth: usize,
        words: &[(Box<[char]>, u32)],
        may_skip: bool,
        found: &mut Vec<(u32, usize)>,
    ) {
        let (mut at, mut depth, mut words) = (at, depth, words);
        loop {
            let n_whole = words.partition_point(|(word, _)| word.len() <= depth);
            if depth > 0 && heard.edge[at] {
                found.extend(words[..n_whole].iter().map(|(_, thing)| (*thing, at)));
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
        let Thing {
            class, id, name, ..
        } = &self.things[thing as usize];
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

/// A wording, and the same with its numbers written the other way: "2号灯" is 二号灯, "lamp two" is "lamp 2".
fn with_digits(syms: Vec<char>, digits: &[Vec<Vec<char>>]) -> Vec<Vec<char>> {
    let figure = |n: usize| n.to_string().chars().collect::<Vec<char>>();
    let mut wordings = Vec::new();
    for words in digits {
        for (n, word) in words.iter().enumerate() {
            wordings.extend(replaced(&syms, &figure(n), word));
            wordings.extend(replaced(&syms, word, &figure(n)));
        }
    }
    wordings.push(syms);
    wordings
}

/// `syms` with the first `from` that stands as a word replaced by `to`, if there is one.
fn replaced(syms: &[char], from: &[char], to: &[char]) -> Option<Vec<char>> {
    let ends = |at: usize| {
        let border = |at: usize| match (at.checked_sub(1).and_then(|at| syms.get(at)), syms.get(at))
        {
            (Some(&before), Some(&after)) => {
                is_border(before, after) || before == SPACE || after == SPACE
            }
            _ => true,
        };
        border(at) && border(at + from.len())
    };
    let at = (0..(syms.len() + 1).saturating_sub(from.len()))
        .find(|&at| syms[at..].starts_with(from) && ends(at))?;
    Some([&syms[..at], to, &syms[at + from.len()..]].concat())
}
