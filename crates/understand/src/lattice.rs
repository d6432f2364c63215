//! Everything a slot could match in one text: values, names of the house, things on lists.

use std::{collections::HashMap, ops::Range};

use ling_base::Value;

use crate::alike;
use crate::automaton::{Automaton, START};
use crate::grammar::Scope;
use crate::heard::{Heard, SPACE};
use crate::kind::Class;
use crate::names::Found;
use crate::values::Tagged;
use crate::words::{Words, behind};

/// Stretches kept for one text, at most.
const EDGES_MAX: usize = 4_000;
/// Names in a row ("客厅、卧室和书房"), at most.
const ROW_MAX: usize = 12;
/// Meanings of one stretch of one class, at most.
const CHOICES_MAX: usize = 8;

/// One stretch of one class, and what it may mean.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub range: Range<usize>,
    pub class: Class,
    pub choices: Vec<Value>,
}

/// One stretch that a slot may take: one part, or several of one class in a row.
#[derive(Clone, Debug)]
pub(crate) struct Edge {
    pub start: usize,
    pub end: usize,
    pub class: Class,
    /// Places in [`Lattice::parts`].
    pub parts: Vec<usize>,
}

/// The things on all lists of all languages: people say "调成 red".
#[derive(Debug, Default)]
pub(crate) struct Lists {
    pub automaton: Automaton,
    /// For each end of the automaton: the list and the id.
    pub items: Vec<(u32, String)>,
    /// What each list is called.
    pub names: Vec<String>,
    /// Places in `names`, by skill and name.
    pub ids: HashMap<(String, String), u32>,
}

impl Lists {
    /// The list of that name that a skill has.
    pub fn id(&self, skill: &str, name: &str) -> Option<u32> {
        self.ids.get(&(skill.to_owned(), name.to_owned())).copied()
    }
}

/// How names are heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ear {
    /// As they are written.
    Exact,
    /// Also by their sound.
    Loose,
}

/// All stretches of one text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lattice {
    pub parts: Vec<Part>,
    pub edges: Vec<Edge>,
    /// For each position, the edges that begin there.
    starts: Vec<Range<usize>>,
}

impl Lattice {
    /// Finds every stretch of names in one of `langs`, of things on lists, and of what is tagged.
    pub fn new(
        heard: &Heard<'_>,
        tagged: &[Tagged],
        scope: &Scope<'_>,
        lists: &Lists,
        words: &Words,
        ear: Ear,
    ) -> Lattice {
        let mut lattice = Lattice::default();
        for tagged in tagged {
            if let Some(range) = heard.range(tagged.span) {
                lattice.put(range, Class::Value(tagged.kind), tagged.value.clone());
            }
        }
        for at in (0..heard.len()).filter(|&at| heard.edge[at] && heard.syms[at] != SPACE) {
            for found in scope.names.found(heard, at, scope.langs) {
                lattice.put(at..found.end, found.class, found.value);
            }
            lattice.put_lists(heard, lists, START, at, at);
        }
        if ear == Ear::Loose {
            lattice.put_alike(heard, scope);
        }
        lattice.put_rows(heard, words);
        lattice.index(heard.len());
        lattice
    }

    /// The stretches that begin at `at`.
    pub fn at(&self, at: usize) -> Range<usize> {
        self.starts.get(at).cloned().unwrap_or(0..0)
    }

    /// The first meaning of an edge.
    pub fn first(&self, edge: &Edge) -> Option<&Value> {
        self.parts[*edge.parts.first()?].choices.first()
    }

    /// Whether names stand in the text that are known only by their sound.
    pub fn lacks_alike(&self, heard: &Heard<'_>, scope: &Scope<'_>) -> bool {
        let knows = |range: &Range<usize>, found: &Found| {
            self.parts.iter().any(|part| {
                part.range == *range
                    && part.class == found.class
                    && part.choices.contains(&found.value)
            })
        };
        let alike = alike_names(heard, scope);
        alike.iter().any(|(range, found)| !knows(range, found))
    }

    /// Finds names by their sound.
    fn put_alike(&mut self, heard: &Heard<'_>, scope: &Scope<'_>) {
        for (range, found) in alike_names(heard, scope) {
            self.put(range, found.class, found.value);
        }
    }

    fn put(&mut self, range: Range<usize>, class: Class, value: Value) {
        let same = self
            .parts
            .iter_mut()
            .rev()
            .take_while(|part| {
                part.range.start == range.start || matches!(part.class, Class::Value(_))
            })
            .find(|part| part.range == range && part.class == class);
        if let Some(part) = same {
            if part.choices.len() < CHOICES_MAX && !part.choices.contains(&value) {
                part.choices.push(value);
            }
            return;
        }
        if self.edges.len() < EDGES_MAX {
            self.edges.push(Edge {
                start: range.start,
                end: range.end,
                class,
                parts: vec![self.parts.len()],
            });
            self.parts.push(Part {
                range,
                class,
                choices: vec![value],
            });
        }
    }

    fn put_lists(&mut self, heard: &Heard<'_>, lists: &Lists, state: u32, from: usize, at: usize) {
        let automaton = &lists.automaton;
        if automaton.n_states() == 0 {
            return;
        }
        if at > from && heard.edge[at] && (at == heard.len() || heard.syms[at - 1] != SPACE) {
            for &item in automaton.accepts(state) {
                let (list, id) = &lists.items[item as usize];
                let name = heard.words(heard.span(&(from..at))).to_owned();
                self.put(
                    from..at,
                    Class::List(*list),
                    Value::Named {
                        id: id.clone(),
                        name,
                    },
                );
            }
        }
        let sym = heard.syms.get(at).copied();
        if let Some(sym) = sym {
            for &target in automaton.after(state, u32::from(sym)) {
                self.put_lists(heard, lists, target, from, at + 1);
            }
        }
        if sym != Some(SPACE) && at > from && heard.edge[at] {
            for &target in automaton.after(state, u32::from(SPACE)) {
                self.put_lists(heard, lists, target, from, at);
            }
        }
    }

    /// Adds rows: a name, a joining word, a name of the same class, and so on.
    fn put_rows(&mut self, heard: &Heard<'_>, words: &Words) {
        let singles: Vec<Edge> = self
            .edges
            .iter()
            .filter(|edge| !matches!(edge.class, Class::Value(_)))
            .cloned()
            .collect();
        let mut rows = singles.clone();
        for _ in 1..ROW_MAX {
            let mut longer = Vec::new();
            for row in &rows {
                for next in after_joint(heard, words, row.end) {
                    for single in singles
                        .iter()
                        .filter(|single| single.start == next && single.class == row.class)
                    {
                        let parts = row.parts.iter().chain(&single.parts).copied().collect();
                        longer.push(Edge {
                            start: row.start,
                            end: single.end,
                            class: row.class,
                            parts,
                        });
                    }
                }
            }
            longer.truncate(EDGES_MAX.saturating_sub(self.edges.len()));
            if longer.is_empty() {
                break;
            }
            self.edges.extend(longer.iter().cloned());
            rows = longer;
        }
    }

    fn index(&mut self, len: usize) {
        self.edges.sort_by_key(|edge| edge.start);
        let mut from = 0;
        self.starts = (0..=len)
            .map(|at| {
                let n_here = self.edges[from..]
                    .iter()
                    .take_while(|edge| edge.start == at)
                    .count();
                from += n_here;
                from - n_here..from
            })
            .collect();
    }
}

/// Names that sound like words of the text, and where those stand.
fn alike_names(heard: &Heard<'_>, scope: &Scope<'_>) -> Vec<(Range<usize>, Found)> {
    let sounds = alike::of(heard);
    (0..sounds.len())
        .flat_map(|at| scope.names.found_alike(&sounds, at, scope.langs))
        .map(|(start, found)| (start..found.end, found))
        .filter(|(range, _)| heard.edge[range.start] && heard.edge[range.end])
        .collect()
}

/// Where a name may go on after "and", "和" or a comma, little words before it passed over.
pub(crate) fn after_joint(heard: &Heard<'_>, words: &Words, at: usize) -> Vec<usize> {
    let mut ends: Vec<usize> = behind(heard, &words.join, at).collect();
    if at < heard.len() && heard.comma[at] {
        ends.push(heard.past_space(at));
        ends.extend(behind(heard, &words.join, at));
    }
    let articles: Vec<usize> = ends
        .iter()
        .flat_map(|&end| behind(heard, &words.article, end))
        .collect();
    ends.extend(articles);
    ends.sort_unstable();
    ends.dedup();
    ends
}
