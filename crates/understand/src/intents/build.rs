//! From the files of a grammar to its machines.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::book::{Block, Book, ERRORS_MAX, File, Written};
use super::context::{Needs, may_stand};
use super::error::{IntentsError, Place};
use super::lists::{ItemDef, ListDef, RangeDef};
use super::machine::{Edge, Edges, Filter, Flaw, Growing, Resolve, Source};
use super::numbers::NumberWords;
use super::plain::Plain;
use super::said::{Rim, SkipWords};
use crate::automaton::Automaton;
use crate::template::Node;

/// Rules within rules, at most.
const RULE_DEPTH_MAX: usize = 24;

/// The sentences of one language, compiled.
#[derive(Debug)]
pub struct Intents {
    pub(crate) language: String,
    /// All sentences.
    pub(crate) top: Automaton,
    pub(crate) edges: Vec<Edge>,
    /// Rules.
    pub(crate) machines: Vec<Automaton>,
    pub(crate) lists: Vec<TextList>,
    pub(crate) ranges: Vec<RangeDef>,
    pub(crate) numbers: NumberWords,
    /// Lists that the house fills.
    pub(crate) house_lists: Vec<String>,
    pub(crate) args: Vec<String>,
    /// What the values of a block's lists must fit; the first asks for nothing.
    pub(crate) filters: Vec<(Needs, Needs)>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) sentences: Vec<SentenceSpec>,
    pub(crate) skips: SkipWords,
    pub(crate) responses: BTreeMap<String, BTreeMap<String, String>>,
}

/// One sentence.
#[derive(Debug)]
pub(crate) struct SentenceSpec {
    pub block: u32,
    pub at: u32,
    pub rim: Rim,
}

/// Words and what they stand for.
#[derive(Debug, Default)]
pub(crate) struct TextList {
    pub automaton: Automaton,
    pub items: Vec<ItemDef>,
    /// For each filter, the items that may stand.
    pub allowed: Vec<Vec<bool>>,
}

impl TextList {
    pub fn allow(&mut self, filters: &[(Needs, Needs)]) {
        let allowed = |(requires, excludes): &(Needs, Needs)| {
            let items = self.items.iter();
            items
                .map(|item| may_stand(requires, excludes, &item.context))
                .collect()
        };
        self.allowed = filters.iter().map(allowed).collect();
    }
}

impl Intents {
    /// Compiles the files of one language, such as `en` or `zh-TW`. `given` are lists that the house
    /// fills besides `name`, `area` and `floor`. All errors are reported at once.
    pub fn compile(
        language: &str,
        files: &[File<'_>],
        given: &[&str],
    ) -> Result<Intents, Vec<IntentsError>> {
        let mut book = Book::read(files);
        // Home Assistant's own files say so; a household need not.
        book.ignore_whitespace |= language.starts_with("zh");
        let errors = std::mem::take(&mut book.errors);
        let blocks = std::mem::take(&mut book.blocks);
        let mut house_lists: Vec<String> = ["name", "area", "floor"].map(str::to_owned).to_vec();
        house_lists.extend(given.iter().map(|name| (*name).to_owned()));
        let mut compiler = Compiler {
            book: &book,
            errors,
            house_lists,
            filters: vec![Default::default()],
            ..Compiler::new(&book)
        };
        let top = compiler.sentences(&blocks);
        if !compiler.errors.is_empty() {
            compiler
                .errors
                .sort_by(|a, b| (&a.file, a.place).cmp(&(&b.file, b.place)));
            compiler.errors.dedup();
            compiler.errors.truncate(ERRORS_MAX);
            return Err(compiler.errors);
        }
        let numbers = NumberWords::new(language, numbers(&compiler.ranges));
        let Compiler {
            edges,
            machines,
            mut lists,
            ranges,
            args,
            filters,
            sentences,
            house_lists,
            ..
        } = compiler;
        lists.iter_mut().for_each(|list| list.allow(&filters));
        Ok(Intents {
            language: language.to_owned(),
            top,
            edges: edges.edges,
            machines: machines
                .into_iter()
                .map(|machine| machine.automaton)
                .collect(),
            lists,
            ranges,
            numbers,
            house_lists,
            args,
            filters,
            blocks,
            sentences,
            skips: SkipWords::new(&book.skip_words, book.ignore_whitespace),
            responses: book.responses,
        })
    }

    /// The language, as it was given.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The template of an answer.
    pub fn response(&self, intent: &str, key: &str) -> Option<&str> {
        Some(self.responses.get(intent)?.get(key)?.as_str())
    }

    /// All templates of answers: the intent, the key and the template.
    pub fn responses(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.responses.iter().flat_map(|(intent, answers)| {
            let answers = answers.iter();
            answers.map(move |(key, text)| (intent.as_str(), key.as_str(), text.as_str()))
        })
    }

    /// The names of all intents, each once.
    pub fn names(&self) -> BTreeSet<&str> {
        self.blocks
            .iter()
            .map(|block| block.intent.as_str())
            .collect()
    }

    /// Blocks that stand for nothing: neither is their intent `known`, nor do they say what to `run`.
    pub fn without_act(&self, known: &[&str]) -> Vec<IntentsError> {
        let idle = |block: &&Block| block.run.is_empty() && !known.contains(&block.intent.as_str());
        let error = |block: &Block| {
            let what = format!("nothing is done for `{}`", block.intent);
            let hint =
                "add `run:` and a sentence that Ling knows, or use an intent of Home Assistant's";
            IntentsError::new(&block.place.0, block.place.1, what, hint)
        };
        let idle = self.blocks.iter().filter(idle);
        idle.map(error).take(ERRORS_MAX).collect()
    }

    /// Sentences to `run` that nobody understands, with the values that their block fixes; those that wait for other
    /// values cannot be told before somebody says them.
    pub fn in_vain(&self, is_understood: impl Fn(&str) -> bool) -> Vec<IntentsError> {
        let fixed = |block: &Block, run: &String| {
            let put = |run: String, (name, value): &(String, Plain)| match value.text() {
                Some(value) => run.replace(&format!("{{{name}}}"), value),
                None => run,
            };
            block.slots.iter().fold(run.clone(), put)
        };
        let error = |block: &Block, run: &str| {
            let hint = "run a sentence that Ling knows; own sentences do not run each other";
            let what = format!("nobody understands `{run}`");
            IntentsError::new(&block.place.0, block.place.1, what, hint)
        };
        let runs = self.blocks.iter();
        runs.flat_map(|block| block.run.iter().map(move |run| (block, fixed(block, run))))
            .filter(|(_, run)| !run.contains('{') && !is_understood(run))
            .map(|(block, run)| error(block, &run))
            .take(ERRORS_MAX)
            .collect()
    }

    /// How many sentences there are.
    pub fn n_sentences(&self) -> usize {
        self.sentences.len()
    }
}

/// All numbers that the ranges hold.
fn numbers(ranges: &[RangeDef]) -> impl Iterator<Item = f64> + '_ {
    let few = |range: &&RangeDef| range.words && (range.to - range.from) / range.step <= 10_000;
    ranges.iter().filter(few).flat_map(|range| {
        let whole = (range.from..=range.to).step_by(range.step as usize);
        let parts = i64::from(range.parts);
        whole.flat_map(move |n| (0..parts).map(move |part| n as f64 + part as f64 / parts as f64))
    })
}

#[derive(Debug, Default)]
struct Machine {
    automaton: Automaton,
    /// Whether a value within it must fit the sentence around it.
    has_values: bool,
    is_done: bool,
}

struct Compiler<'b> {
    book: &'b Book,
    errors: Vec<IntentsError>,
    edges: Edges,
    machines: Vec<Machine>,
    /// Rules by scope (0 for all blocks without their own) and name.
    rule_ids: HashMap<(usize, String), u32>,
    list_ids: HashMap<(usize, String), Source>,
    lists: Vec<TextList>,
    ranges: Vec<RangeDef>,
    house_lists: Vec<String>,
    args: Vec<String>,
    filters: Vec<(Needs, Needs)>,
    sentences: Vec<SentenceSpec>,
}

impl<'b> Compiler<'b> {
    fn new(book: &'b Book) -> Compiler<'b> {
        Compiler {
            book,
            errors: Vec::new(),
            edges: Edges::default(),
            machines: Vec::new(),
            rule_ids: HashMap::new(),
            list_ids: HashMap::new(),
            lists: Vec::new(),
            ranges: Vec::new(),
            house_lists: Vec::new(),
            args: Vec::new(),
            filters: Vec::new(),
            sentences: Vec::new(),
        }
    }

    fn sentences(&mut self, blocks: &[Block]) -> Automaton {
        let mut growing = Growing::default();
        for (at, block) in blocks.iter().enumerate() {
            let has_own = !block.lists.is_empty() || !block.rules.is_empty();
            let needs = (block.requires.clone(), block.excludes.clone());
            let known = self.filters.iter().position(|have| *have == needs);
            let filter = known.unwrap_or_else(|| {
                self.filters.push(needs);
                self.filters.len() - 1
            });
            for (place, written) in block.sentences.iter().enumerate() {
                let accept = self.sentences.len() as u32;
                let mut scope = Scope {
                    compiler: self,
                    block: Some(block),
                    scope: if has_own { at + 1 } else { 0 },
                    filter: Some(filter as u32),
                    depth: 0,
                    has_values: false,
                };
                let loose = scope.compiler.book.ignore_whitespace;
                if let Err(flaw) = growing.add(&written.node, accept, loose, &mut scope) {
                    self.errors.push(pointed(written, flaw));
                }
                let rim = self.rim(&written.node, block);
                self.sentences.push(SentenceSpec {
                    block: at as u32,
                    at: place as u32,
                    rim,
                });
            }
        }
        growing.done(&self.edges)
    }

    /// Whether a sentence begins or ends with any words.
    fn rim(&self, node: &Node, block: &Block) -> Rim {
        let is_wild = |node: Option<&Node>| match node {
            Some(Node::Slot { list, .. }) => {
                let list = block.lists.get(list).or_else(|| self.book.lists.get(list));
                matches!(list, Some(ListDef::Wild))
            }
            _ => false,
        };
        match node {
            Node::Seq(items) if is_wild(items.first()) => Rim::FreeStart,
            Node::Seq(items) if is_wild(items.last()) => Rim::FreeEnd,
            Node::Slot { .. } if is_wild(Some(node)) => Rim::Free,
            _ => Rim::Plain,
        }
    }
}

/// An error at the piece of the template that is to blame.
fn pointed(written: &Written, (piece, what): Flaw) -> IntentsError {
    let column = written
        .text
        .find(&piece)
        .map_or(0, |at| written.text[..at].chars().count());
    let place = Place {
        column: written.place.column + column,
        ..written.place
    };
    let (what, hint) = what.split_once("; ").unwrap_or((&what, "correct it"));
    IntentsError::new(&written.file, place, what, hint)
}

/// What a template may name where it stands.
struct Scope<'s, 'b> {
    compiler: &'s mut Compiler<'b>,
    block: Option<&'s Block>,
    scope: usize,
    filter: Filter,
    depth: usize,
    has_values: bool,
}

impl Scope<'_, '_> {
    fn flaw<T>(piece: String, what: &str, hint: &str) -> Result<T, Flaw> {
        Err((piece, format!("{what}; {hint}")))
    }

    /// Compiles the rule once for each scope.
    fn machine(&mut self, name: &str) -> Result<u32, Flaw> {
        let piece = || format!("<{name}>");
        let key = (self.scope, name.to_owned());
        if let Some(&id) = self.compiler.rule_ids.get(&key) {
            if !self.compiler.machines[id as usize].is_done {
                return Self::flaw(piece(), "rules lead in a circle", "write one of them out");
            }
            return Ok(id);
        }
        if self.depth >= RULE_DEPTH_MAX {
            return Self::flaw(piece(), "rules lead too deep", "write one of them out");
        }
        let own = self.block.and_then(|block| block.rules.get(name));
        let Some(written) = own.or_else(|| self.compiler.book.rules.get(name)) else {
            let what = format!("there is no rule `{name}`");
            return Self::flaw(
                piece(),
                &what,
                "add it under `expansion_rules`, or correct its name",
            );
        };
        let written = written.clone();
        let id = self.compiler.machines.len() as u32;
        self.compiler.machines.push(Machine::default());
        self.compiler.rule_ids.insert(key, id);
        let loose = self.compiler.book.ignore_whitespace;
        let mut inner = Scope {
            compiler: self.compiler,
            block: self.block,
            scope: self.scope,
            filter: None,
            depth: self.depth + 1,
            has_values: false,
        };
        let mut growing = Growing::default();
        let added = growing.add(&written.node, 0, loose, &mut inner);
        let has_values = inner.has_values;
        if let Err(flaw) = added {
            self.compiler.errors.push(pointed(&written, flaw));
        }
        self.compiler.machines[id as usize] = Machine {
            automaton: growing.done(&self.compiler.edges),
            has_values,
            is_done: true,
        };
        Ok(id)
    }

    fn source(&mut self, name: &str) -> Result<Source, Flaw> {
        let key = (self.scope, name.to_owned());
        if let Some(&source) = self.compiler.list_ids.get(&key) {
            return Ok(source);
        }
        let piece = || format!("{{{name}");
        let own = self.block.and_then(|block| block.lists.get(name));
        let list = own.or_else(|| self.compiler.book.lists.get(name)).cloned();
        let source = match list.or_else(|| inline(name).map(ListDef::Range)) {
            Some(ListDef::Wild) => Source::Wild,
            Some(ListDef::Range(range)) => {
                self.compiler.ranges.push(range);
                Source::Range(self.compiler.ranges.len() as u32 - 1)
            }
            Some(ListDef::Values(items)) => Source::List(self.list(items)),
            None => match self
                .compiler
                .house_lists
                .iter()
                .position(|have| have == name)
            {
                Some(at) => Source::House(at as u32),
                None => {
                    let what = format!("there is no list `{name}`");
                    return Self::flaw(piece(), &what, "add it under `lists`, or correct its name");
                }
            },
        };
        self.compiler.list_ids.insert(key, source);
        Ok(source)
    }

    fn list(&mut self, items: Vec<ItemDef>) -> u32 {
        let mut growing = Growing::default();
        let loose = self.compiler.book.ignore_whitespace;
        for (at, item) in items.iter().enumerate() {
            let mut inner = Scope {
                compiler: self.compiler,
                block: self.block,
                scope: self.scope,
                filter: None,
                depth: self.depth + 1,
                has_values: false,
            };
            if let Err(flaw) = growing.add(&item.written.node, at as u32, loose, &mut inner) {
                self.compiler.errors.push(pointed(&item.written, flaw));
            }
        }
        let list = TextList {
            automaton: growing.done(&self.compiler.edges),
            items,
            allowed: Vec::new(),
        };
        self.compiler.lists.push(list);
        self.compiler.lists.len() as u32 - 1
    }

    fn arg(&mut self, name: &str) -> u32 {
        let args = &mut self.compiler.args;
        let known = args.iter().position(|have| have == name);
        known.unwrap_or_else(|| {
            args.push(name.to_owned());
            args.len() - 1
        }) as u32
    }
}

impl Resolve for Scope<'_, '_> {
    fn rule(&mut self, name: &str) -> Result<Edge, Flaw> {
        let machine = self.machine(name)?;
        let has_values = self.compiler.machines[machine as usize].has_values;
        self.has_values |= has_values;
        Ok(Edge::Rule {
            machine,
            filter: if has_values { self.filter } else { Some(0) },
        })
    }

    fn slot(&mut self, list: &str, arg: Option<&str>) -> Result<Edge, Flaw> {
        let source = self.source(list)?;
        let has_context = matches!(source, Source::List(_) | Source::House(_));
        self.has_values |= has_context;
        let filter = if has_context { self.filter } else { Some(0) };
        let arg = arg.unwrap_or(list);
        if arg.starts_with('@') {
            return Ok(Edge::Capture { source, filter });
        }
        Ok(Edge::Slot {
            source,
            arg: self.arg(arg),
            filter,
        })
    }

    fn edges(&mut self) -> &mut Edges {
        &mut self.compiler.edges
    }
}

/// `0..100` or `0..100,5` in the place of a list.
fn inline(name: &str) -> Option<RangeDef> {
    let (from, rest) = name.split_once("..")?;
    let (to, step) = rest.split_once(',').unwrap_or((rest, "1"));
    let number = |text: &str| text.trim().parse::<i64>().ok();
    let (from, to, step) = (number(from)?, number(to)?, number(step)?);
    let range = RangeDef {
        from,
        to,
        step,
        parts: 1,
        multiplier: 1.0,
        digits: true,
        words: true,
    };
    (from <= to && step > 0).then_some(range)
}

impl RangeDef {
    /// Whether `n` is one of its numbers.
    pub fn holds(&self, n: f64) -> bool {
        let parts = f64::from(self.parts);
        let whole = n.floor();
        let is_part = ((n * parts) - (n * parts).round()).abs() < 1e-9;
        is_part
            && whole >= self.from as f64
            && whole <= self.to as f64
            && (whole as i64 - self.from) % self.step == 0
    }
}

impl Block {
    /// Whether its sentences go before others: they are the household's.
    pub fn is_first(&self) -> bool {
        self.own || self.metadata.get("hass_custom_sentence") == Some(&Plain::Bool(true))
    }
}
