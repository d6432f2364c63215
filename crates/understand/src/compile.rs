//! From phrasebooks to one automaton per language.

use std::collections::{BTreeMap, HashMap, HashSet};

use ling_base::{ArgSpec, Args, Lang, Phrasebook, Phrases, Sentence};

use crate::automaton::Automaton;
use crate::error::GrammarError;
use crate::kind::{Kind, NAMES, VALUES};
use crate::lattice::Lists;
use crate::nfa::{Context, Flaw, Nfa, SlotSpec, flaw};
use crate::template::{Node, parse};

/// Errors reported at once, at most.
const ERRORS_MAX: usize = 50;

/// Everything that can be said in one language.
#[derive(Debug)]
pub(crate) struct Tongue {
    pub lang: Lang,
    pub automaton: Automaton,
    pub slots: Vec<SlotSpec>,
    /// For each end of the automaton, its sentence.
    pub sentences: Vec<Ending>,
    pub intents: Vec<IntentSpec>,
}

/// One sentence of one intent.
#[derive(Debug)]
pub(crate) struct Ending {
    pub intent: u32,
    pub text: String,
    pub fixed: Args,
    pub line: usize,
}

/// What a meaning takes from its intent.
#[derive(Debug)]
pub(crate) struct IntentSpec {
    pub intent: String,
    pub label: String,
    pub file: String,
    /// MASSIVE slot types by argument.
    pub types: HashMap<String, String>,
    /// Arguments that are words, also where a sentence takes them from a list.
    pub texts: HashSet<String>,
}

/// The lists of all books while they are compiled. A list of a skill is one list in all languages.
#[derive(Debug, Default)]
pub(crate) struct ListsBuilder {
    nfa: Nfa,
    items: Vec<(u32, String)>,
    ids: HashMap<(String, String), u32>,
    names: Vec<String>,
}

impl ListsBuilder {
    fn id(&mut self, skill: &str, name: &str) -> u32 {
        let next = self.names.len() as u32;
        let key = (skill.to_owned(), name.to_owned());
        let id = *self.ids.entry(key).or_insert(next);
        if id == next {
            self.names.push(name.to_owned());
        }
        id
    }

    pub fn done(self) -> Lists {
        Lists {
            automaton: Automaton::new(&self.nfa),
            items: self.items,
            names: self.names,
            ids: self.ids,
        }
    }
}

/// One phrasebook while it is compiled.
struct Book<'b> {
    book: &'b Phrasebook,
    rules: BTreeMap<String, Node>,
    /// Ids of its lists.
    lists: HashMap<&'b str, u32>,
}

/// Compiles the phrasebooks of `lang`.
pub(crate) fn compile(
    lang: Lang,
    books: &[Phrasebook],
    lists: &mut ListsBuilder,
    errors: &mut Vec<GrammarError>,
) -> Tongue {
    let shared: Vec<&Phrasebook> = books
        .iter()
        .filter(|book| book.lang == lang && book.intents.is_empty())
        .collect();
    let mut compiler = Compiler {
        tongue: Tongue {
            lang,
            automaton: Automaton::default(),
            slots: Vec::new(),
            sentences: Vec::new(),
            intents: Vec::new(),
        },
        nfa: Nfa::default(),
        lists,
        errors,
    };
    let lent: Vec<Book<'_>> = shared
        .into_iter()
        .map(|book| compiler.open(book, &[]))
        .collect();
    for book in books
        .iter()
        .filter(|book| book.lang == lang && !book.intents.is_empty())
    {
        let opened = compiler.open(book, &lent);
        for phrases in &book.intents {
            compiler.intent(&opened, phrases);
        }
    }
    compiler.done()
}

struct Compiler<'e> {
    tongue: Tongue,
    nfa: Nfa,
    lists: &'e mut ListsBuilder,
    errors: &'e mut Vec<GrammarError>,
}

impl Compiler<'_> {
    fn done(mut self) -> Tongue {
        self.tongue.automaton = Automaton::new(&self.nfa);
        self.tongue.slots = self.nfa.slots;
        self.tongue
    }

    /// Reads the rules and lists of a book; `lent` are those that it may use besides.
    fn open<'b>(&mut self, book: &'b Phrasebook, lent: &[Book<'b>]) -> Book<'b> {
        let mut rules: BTreeMap<String, Node> = BTreeMap::new();
        let mut lists: HashMap<&str, u32> = HashMap::new();
        for lender in lent {
            rules.extend(
                lender
                    .rules
                    .iter()
                    .map(|(name, node)| (name.clone(), node.clone())),
            );
            lists.extend(&lender.lists);
        }
        for (name, text) in &book.rules {
            match parse(text) {
                Ok(node) => _ = rules.insert(name.clone(), node),
                Err(error) => self.error(
                    book,
                    0,
                    text,
                    error.column,
                    format!("rule `{name}`: {}", error.what),
                    error.hint,
                ),
            }
        }
        for (name, items) in &book.lists {
            let list = self.lists.id(&book.skill, name);
            lists.insert(name, list);
            for item in items {
                for template in &item.templates {
                    self.list_item(book, &rules, list, name, &item.id, template);
                }
            }
        }
        Book { book, rules, lists }
    }

    fn list_item(
        &mut self,
        book: &Phrasebook,
        rules: &BTreeMap<String, Node>,
        list: u32,
        name: &str,
        id: &str,
        template: &str,
    ) {
        let accept = self.lists.items.len() as u32;
        let no_slots = |slot: &str, _: Option<&str>| {
            Err(flaw(
                &format!("{{{slot}"),
                "a list cannot use another list",
                "write the words out",
            ))
        };
        let context = Context {
            rules,
            slot: &no_slots,
            loose: false,
        };
        let added = parse(template)
            .map_err(|error| (error.column, error.what, error.hint))
            .and_then(|node| {
                self.lists
                    .nfa
                    .add(&node, accept, &context)
                    .map_err(|flaw| located(template, flaw))
            });
        match added {
            Ok(()) => self.lists.items.push((list, id.to_owned())),
            Err((column, what, hint)) => self.error(
                book,
                0,
                template,
                column,
                format!("list `{name}`, item `{id}`: {what}"),
                hint,
            ),
        }
    }

    fn intent(&mut self, book: &Book<'_>, phrases: &Phrases) {
        let intent = self.tongue.intents.len() as u32;
        let types = phrases.args.iter().map(|arg| {
            let kind = if arg.slot.is_empty() {
                &arg.name
            } else {
                &arg.slot
            };
            (arg.name.clone(), kind.clone())
        });
        let texts = phrases.args.iter().filter(|arg| arg.kind == "text");
        let texts = texts.map(|arg| arg.name.clone());
        self.tongue.intents.push(IntentSpec {
            intent: phrases.intent.clone(),
            label: phrases.label.clone(),
            file: book.book.file.clone(),
            types: types.collect(),
            texts: texts.collect(),
        });
        for sentence in &phrases.sentences {
            if let Err((column, what, hint)) = self.sentence(book, phrases, intent, sentence) {
                self.error(book.book, sentence.line, &sentence.text, column, what, hint);
            }
        }
    }

    fn sentence(
        &mut self,
        book: &Book<'_>,
        phrases: &Phrases,
        intent: u32,
        sentence: &Sentence,
    ) -> Result<(), (usize, String, String)> {
        let node = parse(&sentence.text).map_err(|error| (error.column, error.what, error.hint))?;
        let slot = |list: &str, arg: Option<&str>| resolve(&book.lists, &phrases.args, list, arg);
        let context = Context {
            rules: &book.rules,
            slot: &slot,
            loose: book.book.lang == Lang::Zh,
        };
        let accept = self.tongue.sentences.len() as u32;
        self.nfa
            .add(&node, accept, &context)
            .map_err(|flaw| located(&sentence.text, flaw))?;
        self.tongue.sentences.push(Ending {
            intent,
            text: sentence.text.clone(),
            fixed: sentence.fixed.clone(),
            line: sentence.line,
        });
        Ok(())
    }

    fn error(
        &mut self,
        book: &Phrasebook,
        line: usize,
        sentence: &str,
        column: usize,
        what: String,
        hint: String,
    ) {
        if self.errors.len() < ERRORS_MAX {
            self.errors.push(GrammarError {
                file: book.file.clone(),
                line,
                sentence: sentence.to_owned(),
                column,
                what,
                hint,
            });
        }
    }
}

/// Where in the sentence a flaw stands: a piece inside a rule is not in it, so that the first column is given.
fn located(text: &str, flaw: Flaw) -> (usize, String, String) {
    let column = match text.find(&flaw.piece) {
        Some(at) if !flaw.piece.is_empty() => text[..at].chars().count() + 1,
        _ => 1,
    };
    (column, flaw.what, flaw.hint)
}

/// What `{list}` or `{list:arg}` stands for in a sentence of an intent with `args`.
pub(crate) fn resolve(
    lists: &HashMap<&str, u32>,
    args: &[ArgSpec],
    list: &str,
    arg: Option<&str>,
) -> Result<SlotSpec, Flaw> {
    let kind_of = |word: &str| {
        lists
            .get(word)
            .map(|&id| Kind::List(id))
            .or_else(|| Kind::from_word(word))
    };
    let declared = args.iter().find(|spec| spec.name == list);
    let name = arg.unwrap_or(list);
    let kind = match declared {
        Some(spec) if arg.is_none() || kind_of(list).is_none() => {
            kind_of(&spec.kind).ok_or_else(|| unknown(list, &spec.kind))?
        }
        _ => kind_of(list).ok_or_else(|| unknown(list, list))?,
    };
    Ok(SlotSpec {
        arg: name.trim_start_matches('@').to_owned(),
        kind,
    })
}

fn unknown(piece: &str, kind: &str) -> Flaw {
    let known = VALUES
        .iter()
        .chain(&NAMES)
        .copied()
        .collect::<Vec<_>>()
        .join(" ");
    flaw(
        &format!("{{{piece}"),
        &format!("`{kind}` is no argument of the intent, no list of the file and no kind"),
        &format!(
            "declare it under `args` or `lists`, or use one of: text phrase items any name {known}"
        ),
    )
}
