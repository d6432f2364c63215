//! What can be said: sentences as a tree, and the tree as a graph of words.

use std::collections::HashMap;

use crate::SpeechError;

/// Words in a graph at most, each as often as it stands in the grammar: enough for some thousand sentences, and
/// small enough to be searched in time.
const ARCS_MAX: usize = 200_000;

/// As [`ARCS_MAX`], for words that were put together so that what is said alike is there once.
const WOVEN_ARCS_MAX: usize = 500_000;

/// How deep a tree may be: what is deeper holds itself.
const DEPTH_MAX: usize = 100;

/// Sentences that can be said, sorted by what they mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grammar {
    /// What can be meant.
    pub intents: Vec<Intent>,
}

/// One thing that can be meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Intent {
    /// What it is called.
    pub name: String,
    /// How it is said.
    pub said: Phrase,
}

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Phrase {
    /// One word, in small letters.
    Word(String),
    /// One after the other; nothing, if it is empty.
    All(Vec<Phrase>),
    /// One of them, each with its weight.
    Any(Vec<(f32, Phrase)>),
    /// It or nothing.
    Maybe(Box<Phrase>),
    /// Once or several times.
    Many(Box<Phrase>),
    /// A value of a slot.
    Slot {
        /// What the slot is called.
        name: String,
        /// What it gets; the words that were said, if this is nothing.
        value: Option<String>,
        /// How it is said.
        said: Box<Phrase>,
    },
}

/// Words between places: sentences that were put together elsewhere. Nothing of it is a value, and all of it is one
/// intent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WordGraph {
    /// The words, in small letters.
    pub words: Vec<String>,
    /// How likely each of them is, as a logarithm.
    pub likely: Vec<f32>,
    /// How many places there are.
    pub n_places: u32,
    /// From a place to another, with a place in `words` or without a word.
    pub arcs: Vec<(u32, u32, Option<u32>)>,
    /// Where sentences begin.
    pub start: u32,
    /// Where they end.
    pub end: u32,
}

/// A place between two words.
pub(super) type State = u32;

/// A word between two places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Arc {
    pub from: State,
    pub to: State,
    pub word: u32,
    pub ln: f32,
    /// Which value it belongs to, as a place in [`Graph::slots`].
    pub slot: Option<u32>,
    pub intent: u32,
}

/// Words and places, compiled from a [`Grammar`].
#[derive(Debug, Default)]
pub(super) struct Graph {
    pub words: Vec<String>,
    /// The slots, one for each place in the grammar where a value stands, and its value unless that is what was said.
    pub slots: Vec<(String, Option<String>)>,
    pub arcs: Vec<Arc>,
    skips: Vec<Vec<(State, f32)>>,
    pub start: State,
    pub end: State,
    ids: HashMap<String, u32>,
}

/// What a part of a sentence is in.
#[derive(Clone, Copy)]
struct Inside {
    slot: Option<u32>,
    intent: u32,
    depth: usize,
}

impl Graph {
    pub fn new(grammar: &Grammar) -> Result<Graph, SpeechError> {
        let mut graph = Graph::default();
        graph.start = graph.state();
        graph.end = graph.state();
        let ln = -(grammar.intents.len().max(1) as f32).ln();
        for (intent, meant) in grammar.intents.iter().enumerate() {
            let inside = Inside {
                slot: None,
                intent: intent as u32,
                depth: 0,
            };
            let from = graph.state();
            graph.skip(graph.start, from, ln);
            let to = graph.add(&meant.said, from, inside)?;
            graph.skip(to, graph.end, 0.0);
        }
        Ok(graph)
    }

    /// A graph that was put together elsewhere.
    pub fn woven(web: &WordGraph) -> Result<Graph, SpeechError> {
        if web.arcs.len() > WOVEN_ARCS_MAX {
            return Err(too_large(&format!("more than {WOVEN_ARCS_MAX} words")));
        }
        let is_place = |place: u32| place < web.n_places;
        let n_words = web.words.len() as u32;
        let mut graph = Graph {
            words: web.words.clone(),
            skips: vec![Vec::new(); web.n_places as usize],
            start: web.start,
            end: web.end,
            ..Graph::default()
        };
        let fits = |(from, to, word): &(u32, u32, Option<u32>)| {
            is_place(*from) && is_place(*to) && word.is_none_or(|word| word < n_words)
        };
        if web.likely.len() != web.words.len() || !web.likely.iter().all(|ln| *ln <= 0.0) {
            return Err(too_large("words of no likelihood"));
        }
        if !is_place(web.start) || !is_place(web.end) || !web.arcs.iter().all(fits) {
            return Err(too_large("a way that leads nowhere"));
        }
        for &(from, to, word) in &web.arcs {
            match word {
                None => graph.skip(from, to, 0.0),
                Some(word) => graph.arcs.push(Arc {
                    from,
                    to,
                    word,
                    ln: web.likely[word as usize],
                    slot: None,
                    intent: 0,
                }),
            }
        }
        Ok(graph)
    }

    pub fn n_states(&self) -> usize {
        self.skips.len()
    }

    /// Where one gets without a word, the place itself included, and how likely.
    pub fn reached(&self, from: State) -> Vec<(State, f32)> {
        let mut best: HashMap<State, f32> = HashMap::from([(from, 0.0)]);
        let mut open = vec![from];
        while let Some(state) = open.pop() {
            let so_far = best[&state];
            for (to, ln) in &self.skips[state as usize] {
                let known = best.get(to).copied().unwrap_or(f32::NEG_INFINITY);
                // A way around that gains nothing ends here, or a loop without words would never end.
                if so_far + ln > known + 1e-6 {
                    best.insert(*to, so_far + ln);
                    open.push(*to);
                }
            }
        }
        let mut reached: Vec<_> = best.into_iter().collect();
        reached.sort_by_key(|(state, _)| *state);
        reached
    }

    /// The graph in the text that Sphinx reads, with likelihoods: for comparison with other programs.
    pub fn to_fsg(&self) -> String {
        use std::fmt::Write;
        let mut text = format!(
            "FSG_BEGIN ling\nNUM_STATES {}\nSTART_STATE {}\nFINAL_STATE {}\n",
            self.n_states(),
            self.start,
            self.end
        );
        for arc in &self.arcs {
            let word = &self.words[arc.word as usize];
            let _ = writeln!(
                text,
                "TRANSITION {} {} {} {word}",
                arc.from,
                arc.to,
                arc.ln.exp()
            );
        }
        for (from, skips) in self.skips.iter().enumerate() {
            for (to, ln) in skips {
                let _ = writeln!(text, "TRANSITION {from} {to} {}", ln.exp());
            }
        }
        text.push_str("FSG_END\n");
        text
    }

    fn state(&mut self) -> State {
        self.skips.push(Vec::new());
        self.skips.len() as State - 1
    }

    fn skip(&mut self, from: State, to: State, ln: f32) {
        if from != to {
            self.skips[from as usize].push((to, ln));
        }
    }

    /// Adds a part of a sentence behind `from`, and tells where it ends.
    fn add(&mut self, said: &Phrase, from: State, inside: Inside) -> Result<State, SpeechError> {
        if inside.depth > DEPTH_MAX {
            return Err(too_large("a sentence that holds itself, or nests too deep"));
        }
        let inside = Inside {
            depth: inside.depth + 1,
            ..inside
        };
        match said {
            Phrase::Word(word) => self.add_word(word, from, inside),
            Phrase::All(parts) => parts
                .iter()
                .try_fold(from, |from, part| self.add(part, from, inside)),
            Phrase::Any(choices) => self.add_choices(choices, from, inside),
            Phrase::Maybe(part) => {
                let (begin, end) = (self.state(), self.state());
                self.skip(from, begin, 0.5_f32.ln());
                let to = self.add(part, begin, inside)?;
                self.skip(to, end, 0.0);
                self.skip(from, end, 0.5_f32.ln());
                Ok(end)
            }
            Phrase::Many(part) => {
                let (begin, end) = (self.state(), self.state());
                self.skip(from, begin, 0.0);
                let to = self.add(part, begin, inside)?;
                self.skip(to, begin, 0.5_f32.ln());
                self.skip(to, end, 0.5_f32.ln());
                Ok(end)
            }
            Phrase::Slot { name, value, said } => {
                self.slots.push((name.clone(), value.clone()));
                let slot = Some(self.slots.len() as u32 - 1);
                self.add(said, from, Inside { slot, ..inside })
            }
        }
    }

    fn add_word(&mut self, word: &str, from: State, inside: Inside) -> Result<State, SpeechError> {
        if self.arcs.len() >= ARCS_MAX {
            return Err(too_large("more than 200000 words"));
        }
        let next = self.words.len() as u32;
        let id = *self.ids.entry(word.to_owned()).or_insert(next);
        if id == next {
            self.words.push(word.to_owned());
        }
        let to = self.state();
        self.arcs.push(Arc {
            from,
            to,
            word: id,
            ln: 0.0,
            slot: inside.slot,
            intent: inside.intent,
        });
        Ok(to)
    }

    fn add_choices(
        &mut self,
        choices: &[(f32, Phrase)],
        from: State,
        inside: Inside,
    ) -> Result<State, SpeechError> {
        let sum: f32 = choices.iter().map(|(weight, _)| weight.max(0.0)).sum();
        let end = self.state();
        for (weight, choice) in choices.iter().filter(|(weight, _)| *weight > 0.0) {
            let begin = self.state();
            self.skip(from, begin, (weight / sum).ln());
            let to = self.add(choice, begin, inside)?;
            self.skip(to, end, 0.0);
        }
        Ok(end)
    }
}

fn too_large(what: &str) -> SpeechError {
    SpeechError::Grammar {
        line: 1,
        column: 1,
        why: format!("the grammar has {what}"),
    }
}
