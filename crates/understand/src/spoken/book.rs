//! The sentences to be spoken, as they stand in the files.

use std::{
    collections::{BTreeMap, HashMap},
    sync::OnceLock,
};

use ling_base::{Lang, Phrasebook};
use ling_text::{Style, pack};
use serde::Deserialize;

use crate::compile::resolve;
use crate::nfa::{Context, Nfa};
use crate::template::{Node, parse};

/// What stands in `english.toml`.
#[derive(Debug)]
pub(super) struct Said {
    /// Templates of values, by kind.
    pub values: BTreeMap<String, Vec<String>>,
    /// What usually stands where any words may, by argument.
    pub open: BTreeMap<String, Vec<String>>,
    /// What may stand before and after every sentence.
    pub before: Vec<String>,
    pub after: Vec<String>,
    /// What answers a question or goes on from the sentence before.
    pub follow: Vec<String>,
    pub rules: BTreeMap<String, Node>,
    pub none: BTreeMap<String, Node>,
    /// How often words stand in sentences that people say.
    usual: HashMap<&'static str, u32>,
}

/// What the logarithm of how often a word is said weighs. Chosen on the half of the skills' cases from which the words
/// are counted, spoken by espeak-ng: below it, short words that nobody says ("loo") stand for any noise.
const USUAL: f32 = 0.75;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    before: Vec<String>,
    after: Vec<String>,
    follow: Vec<String>,
    rules: BTreeMap<String, String>,
    values: BTreeMap<String, Vec<String>>,
    open: BTreeMap<String, Vec<String>>,
}

impl Said {
    /// What is said in English.
    pub fn english() -> &'static Said {
        static SAID: OnceLock<Said> = OnceLock::new();
        SAID.get_or_init(|| {
            let file: File =
                toml::from_str(include_str!("english.toml")).expect("english.toml is tested");
            let rules = file.rules.into_iter();
            let rules = rules.filter_map(|(name, text)| Some((name, parse(&text).ok()?)));
            Said {
                values: file.values,
                open: file.open,
                before: file.before,
                after: file.after,
                follow: file.follow,
                rules: rules.collect(),
                none: BTreeMap::new(),
                usual: usual(include_str!("usual.txt")),
            }
        })
    }

    /// How readily a word is heard: unusual ones less.
    pub fn likely(&self, word: &str) -> f32 {
        let most = self.usual.values().max().copied().unwrap_or_default();
        let n = self.usual.get(word).copied().unwrap_or_default();
        USUAL * ((n + 1) as f32 / (most + 1) as f32).ln()
    }
}

/// A word and how often it was said, on each line.
fn usual(text: &str) -> HashMap<&str, u32> {
    let row = |line| -> Option<(_, _)> {
        let (word, n) = str::split_once(line, ' ')?;
        Some((word, n.parse().ok()?))
    };
    text.lines().filter_map(row).collect()
}

/// One phrasebook.
pub(super) struct Book<'b> {
    book: &'b Phrasebook,
    rules: BTreeMap<String, Node>,
    /// Ids of the lists that it may use: the place of a book and, within it, of a list.
    lists: HashMap<&'b str, u32>,
}

/// Lists of one book at most, so that a number tells book and list.
const LISTS_MAX: usize = 1_000;

impl<'b> Book<'b> {
    /// The books of a language; those without intents lend the others their rules and lists.
    pub fn all(books: &'b [Phrasebook], lang: Lang) -> Vec<Book<'b>> {
        let books = books.iter().filter(|book| book.lang == lang);
        let (lenders, users): (Vec<_>, Vec<_>) = books.partition(|book| book.intents.is_empty());
        let all = lenders.iter().chain(&users).enumerate();
        let mut opened: Vec<Book<'b>> = all.map(|(at, book)| Book::open(at, book)).collect();
        let (lent, users) = opened.split_at_mut(lenders.len());
        for user in users {
            for lender in &*lent {
                for (name, rule) in &lender.rules {
                    user.rules.entry(name.clone()).or_insert(rule.clone());
                }
                for (name, id) in &lender.lists {
                    user.lists.entry(name).or_insert(*id);
                }
            }
        }
        opened
    }

    fn open(at: usize, book: &'b Phrasebook) -> Book<'b> {
        let rules = book.rules.iter();
        let rules = rules.filter_map(|(name, text)| Some((name.clone(), parse(text).ok()?)));
        let lists = book.lists.keys().take(LISTS_MAX).enumerate();
        let lists = lists.map(|(nth, name)| (name.as_str(), (at * LISTS_MAX + nth) as u32));
        Book {
            book,
            rules: rules.collect(),
            lists: lists.collect(),
        }
    }

    /// The sentences that go on from another.
    pub fn add_follow(nfa: &mut Nfa) {
        let said = Said::english();
        let context = Context {
            rules: &said.rules,
            slot: &|list, arg| resolve(&HashMap::new(), &[], list, arg),
            loose: false,
        };
        for node in said.follow.iter().filter_map(|text| parse(text).ok()) {
            // Which of them cannot be added, a test asks.
            let _ = nfa.add(&node, 0, &context);
        }
    }

    /// Adds all sentences.
    pub fn add_sentences(&self, nfa: &mut Nfa) {
        for phrases in &self.book.intents {
            let slot =
                |list: &str, arg: Option<&str>| resolve(&self.lists, &phrases.args, list, arg);
            let context = Context {
                rules: &self.rules,
                slot: &slot,
                loose: false,
            };
            for sentence in &phrases.sentences {
                if let Ok(node) = parse(&sentence.text) {
                    // The compiler of the sentences tells of what cannot be added.
                    let _ = nfa.add(&node, 0, &context);
                }
            }
        }
    }

    /// The templates of a list, and the rules that they use.
    pub fn list<'a>(
        books: &'a [Book<'b>],
        id: u32,
    ) -> Option<(Vec<String>, &'a BTreeMap<String, Node>)> {
        let book = books.get(id as usize / LISTS_MAX)?;
        let (_, items) = book.book.lists.iter().nth(id as usize % LISTS_MAX)?;
        let templates = items.iter().flat_map(|item| &item.templates);
        Some((templates.cloned().collect(), &book.rules))
    }
}

/// A name as it is said: words of letters only, numbers in words. Nothing, if there is something else in it, such as
/// Chinese.
pub(super) fn aloud(name: &str) -> Option<String> {
    let mut words = Vec::new();
    for word in ling_text::fold::folded(name).split(|c: char| !(c.is_alphanumeric() || c == '\'')) {
        match word {
            "" => {}
            _ if word.chars().all(|c| c.is_ascii_lowercase() || c == '\'') => {
                words.push(word.to_owned());
            }
            _ if word.len() <= 4 && word.bytes().all(|c| c.is_ascii_digit()) => {
                let number: f64 = word.parse().ok()?;
                words.push(pack(Lang::En).number(number, Style::Say).replace('-', " "));
            }
            _ => return None,
        }
    }
    (!words.is_empty()).then(|| words.join(" "))
}
