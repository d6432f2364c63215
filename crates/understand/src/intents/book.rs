//! From YAML files to blocks of sentences, lists, rules and responses.

use std::collections::{BTreeMap, HashMap};

use super::context::{Need, Needs, needs};
use super::error::{IntentsError, Place};
use super::lists::ListDef;
use super::plain::Plain;
use super::yaml::{Tree, Yaml, read};
use crate::template::{Node, parse};

/// Errors reported at once, at most.
pub(crate) const ERRORS_MAX: usize = 50;
/// What a block of sentences may say.
const BLOCK_KEYS: [&str; 16] = [
    "sentences",
    "run",
    "slots",
    "response",
    "requires_context",
    "excludes_context",
    "expansion_rules",
    "lists",
    "metadata",
    "required_keywords",
    "inferred_domain",
    "name_domains",
    "settings",
    "example",
    "speech_to_phrase",
    "description",
];
/// What a file may say at its top.
const FILE_KEYS: [&str; 8] = [
    "language",
    "intents",
    "data",
    "lists",
    "expansion_rules",
    "skip_words",
    "responses",
    "settings",
];

/// A file of a grammar.
#[derive(Clone, Copy, Debug)]
pub struct File<'f> {
    /// Its path; Home Assistant's newer layout names the intent by the folder and the combination of
    /// slots by the file.
    pub path: &'f str,
    /// What it says.
    pub text: &'f str,
    /// Whether it is the household's own: such sentences go before all others.
    pub own: bool,
}

/// A template and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub file: String,
    pub place: Place,
    pub text: String,
    pub node: Node,
}

/// Sentences that mean the same.
#[derive(Debug)]
pub(crate) struct Block {
    pub intent: String,
    pub combo: Option<String>,
    /// Where it stands.
    pub place: (String, Place),
    /// What the household's own sentences stand for: other sentences, one after the other.
    pub run: Vec<String>,
    pub own: bool,
    pub sentences: Vec<Written>,
    pub slots: Vec<(String, Plain)>,
    pub requires: Needs,
    pub excludes: Needs,
    pub response: Option<String>,
    pub metadata: Plain,
    pub lists: HashMap<String, ListDef>,
    pub rules: HashMap<String, Written>,
}

/// One combination of slots in `intents.yaml`.
#[derive(Debug, Default)]
struct Combo {
    order: usize,
    context_area: bool,
    groups: HashMap<String, Plain>,
}

/// Everything that the files say.
#[derive(Debug, Default)]
pub(crate) struct Book {
    pub blocks: Vec<Block>,
    pub lists: HashMap<String, ListDef>,
    pub rules: HashMap<String, Written>,
    pub skip_words: Vec<String>,
    pub ignore_whitespace: bool,
    pub responses: BTreeMap<String, BTreeMap<String, String>>,
    pub errors: Vec<IntentsError>,
    /// Whether `intents.yaml` was there.
    has_schema: bool,
    intents: HashMap<String, usize>,
    combos: HashMap<(String, String), Combo>,
}

impl Book {
    /// Reads `files`; their errors are collected.
    pub fn read(files: &[File<'_>]) -> Book {
        let mut book = Book::default();
        let mut documents = Vec::new();
        for file in files {
            match read(file.path, file.text) {
                Ok(Some(yaml)) => documents.push((file, yaml)),
                Ok(None) => {}
                Err(error) => book.errors.push(error),
            }
        }
        let (schemas, others): (Vec<_>, Vec<_>) =
            documents.iter().partition(|(_, yaml)| is_schema(yaml));
        for (_, yaml) in schemas {
            book.schema(yaml);
        }
        for (file, yaml) in others {
            Reader {
                file,
                book: &mut book,
            }
            .file(yaml);
        }
        book.errors
            .sort_by(|a, b| (&a.file, a.place).cmp(&(&b.file, b.place)));
        book.errors.truncate(ERRORS_MAX);
        let Book {
            blocks,
            intents,
            combos,
            ..
        } = &mut book;
        blocks.sort_by_key(|block| {
            let combo = block.combo.clone().unwrap_or_default();
            let order = combos
                .get(&(block.intent.clone(), combo))
                .map_or(0, |combo| combo.order);
            let intent = intents.get(&block.intent).copied().unwrap_or(usize::MAX);
            (intent, order)
        });
        book
    }

    fn schema(&mut self, yaml: &Yaml) {
        self.has_schema = true;
        for (order, (intent, about)) in yaml.entries().enumerate() {
            let intent = intent.words().unwrap_or_default();
            self.intents.insert(intent.to_owned(), order);
            let Some(combos) = about.get("slot_combinations") else {
                continue;
            };
            for (order, (name, combo)) in combos.entries().enumerate() {
                let groups = combo.get("name_domain_groups").map(Yaml::plain);
                let groups = match groups {
                    Some(Plain::Map(entries)) => entries.into_iter().collect(),
                    _ => HashMap::new(),
                };
                let context_area = combo.get("context_area").map(Yaml::plain);
                let key = (
                    intent.to_owned(),
                    name.words().unwrap_or_default().to_owned(),
                );
                let context_area = context_area == Some(Plain::Bool(true));
                self.combos.insert(
                    key,
                    Combo {
                        order,
                        context_area,
                        groups,
                    },
                );
            }
        }
    }
}

/// Whether it is `intents.yaml`, which names the intents and their combinations of slots.
fn is_schema(yaml: &Yaml) -> bool {
    let mut entries = yaml.entries().peekable();
    entries.peek().is_some()
        && yaml.get("language").is_none()
        && entries.all(|(_, about)| {
            about.get("slot_combinations").is_some() || about.get("supported").is_some()
        })
}

pub(crate) struct Reader<'r> {
    file: &'r File<'r>,
    book: &'r mut Book,
}

impl Reader<'_> {
    pub(crate) fn fault(&mut self, place: Place, what: impl Into<String>, hint: &str) {
        let error = IntentsError::new(self.file.path, place, what, hint);
        self.book.errors.push(error);
    }

    fn file(&mut self, yaml: &Yaml) {
        if !matches!(yaml.tree, Tree::Map(_)) {
            let hint = "begin it with `language:` and `intents:`";
            return self.fault(yaml.place, "the file has no keys", hint);
        }
        for (key, value) in yaml.entries() {
            match key.words().unwrap_or_default() {
                "language" => {}
                _ if value.is_null() => {}
                "intents" => self.intents(value),
                "data" => self.combination(value),
                "lists" => {
                    let lists = self.lists(value);
                    self.book.lists.extend(lists);
                }
                "expansion_rules" => {
                    let rules = self.rules(value);
                    self.book.rules.extend(rules);
                }
                "skip_words" => {
                    let words = self.texts(value);
                    self.book.skip_words.extend(words);
                }
                "responses" => self.responses(value),
                "settings" => {
                    let ignore = value.get("ignore_whitespace").map(Yaml::plain);
                    self.book.ignore_whitespace |= ignore == Some(Plain::Bool(true));
                }
                other => self.unknown(key, other, &FILE_KEYS),
            }
        }
    }

    fn unknown(&mut self, key: &Yaml, name: &str, known: &[&str]) {
        let what = format!("`{name}` means nothing here");
        self.fault(key.place, what, &format!("known are {}", known.join(", ")));
    }

    fn intents(&mut self, yaml: &Yaml) {
        for (name, about) in yaml.entries() {
            let name = name.words().unwrap_or_default().to_owned();
            match about.get("data") {
                Some(data) => self.blocks(&name, None, data),
                None => self.fault(
                    about.place,
                    format!("`{name}` has no `data`"),
                    "add `data:`",
                ),
            }
        }
    }

    /// A file of the newer layout, `<intent>/<combination>.yaml`.
    fn combination(&mut self, data: &Yaml) {
        let mut parts = self.file.path.rsplit(['/', '\\']);
        let combo = parts.next().unwrap_or_default();
        let combo = combo.trim_end_matches(".yaml").trim_end_matches(".yml");
        let Some(intent) = parts.next() else {
            let hint = "put it into a folder named as the intent, or write `intents:`";
            return self.fault(
                data.place,
                "the file is in no folder that names an intent",
                hint,
            );
        };
        let key = (intent.to_owned(), combo.to_owned());
        if self.book.has_schema && !self.book.combos.contains_key(&key) {
            return;
        }
        self.blocks(intent, Some(combo), data);
    }

    fn blocks(&mut self, intent: &str, combo: Option<&str>, data: &Yaml) {
        let Tree::List(items) = &data.tree else {
            return self.fault(
                data.place,
                "`data` is not a list",
                "begin each block with `-`",
            );
        };
        // Lean copies of other blocks, for another program; where all are lean, they are for both.
        let is_lean =
            |item: &Yaml| item.get("speech_to_phrase").map(Yaml::plain) == Some(Plain::Bool(true));
        let all_lean = items.iter().all(is_lean);
        for item in items.iter().filter(|item| all_lean || !is_lean(item)) {
            if let Some(block) = self.block(intent, combo, item) {
                self.book.blocks.push(block);
            }
        }
    }

    fn block(&mut self, intent: &str, combo: Option<&str>, yaml: &Yaml) -> Option<Block> {
        for (key, _) in yaml.entries() {
            let name = key.words().unwrap_or_default();
            if !BLOCK_KEYS.contains(&name) {
                self.unknown(key, name, &BLOCK_KEYS);
            }
        }
        let Some(sentences) = yaml.get("sentences") else {
            self.fault(
                yaml.place,
                "the block has no `sentences`",
                "add `sentences:` and a list",
            );
            return None;
        };
        let sentences = self.templates(sentences);
        let map = |name: &str| match yaml.get(name).map(Yaml::plain) {
            Some(Plain::Map(entries)) => entries,
            _ => Vec::new(),
        };
        let mut block = Block {
            intent: intent.to_owned(),
            combo: combo.map(str::to_owned),
            place: (self.file.path.to_owned(), yaml.place),
            run: yaml
                .get("run")
                .map(|run| self.acts(run))
                .unwrap_or_default(),
            own: self.file.own,
            sentences,
            slots: map("slots"),
            requires: needs(map("requires_context")),
            excludes: needs(map("excludes_context")),
            response: yaml
                .get("response")
                .and_then(Yaml::words)
                .map(str::to_owned),
            metadata: yaml.get("metadata").map_or(Plain::Null, Yaml::plain),
            lists: yaml
                .get("lists")
                .map(|lists| self.lists(lists))
                .unwrap_or_default(),
            rules: yaml
                .get("expansion_rules")
                .map(|rules| self.rules(rules))
                .unwrap_or_default(),
        };
        self.domains(&mut block, yaml);
        Some(block)
    }

    /// The short forms of the newer layout: domains of the name, domain of the words, area of the device.
    fn domains(&mut self, block: &mut Block, yaml: &Yaml) {
        let key = (
            block.intent.clone(),
            block.combo.clone().unwrap_or_default(),
        );
        let combo = self.book.combos.get(&key);
        if combo.is_some_and(|combo| combo.context_area) {
            block.requires.push((
                "area".to_owned(),
                Need::Any {
                    slot: Some("area".to_owned()),
                },
            ));
        }
        if let Some(names) = yaml.get("name_domains") {
            let domains = match names.plain() {
                Plain::Text(group) => combo.and_then(|combo| combo.groups.get(&group)).cloned(),
                other => Some(other),
            };
            match domains {
                Some(domains) => block
                    .requires
                    .extend(needs(vec![("domain".to_owned(), domains)])),
                None => {
                    let what = "there is no such group of domains";
                    self.fault(names.place, what, "write the domains as a list");
                }
            }
        } else if let Some(domain) = yaml.get("inferred_domain") {
            block.slots.retain(|(name, _)| name != "domain");
            block.slots.push(("domain".to_owned(), domain.plain()));
        }
    }

    fn templates(&mut self, yaml: &Yaml) -> Vec<Written> {
        let Tree::List(items) = &yaml.tree else {
            self.fault(
                yaml.place,
                "the sentences are not a list",
                "begin each with `-`",
            );
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| self.template(item))
            .collect()
    }

    pub(crate) fn template(&mut self, yaml: &Yaml) -> Option<Written> {
        let Some(text) = yaml.words() else {
            let hint = "put quotes around it if it holds `{`, `[` or `: `";
            self.fault(yaml.place, "this is not a sentence", hint);
            return None;
        };
        let text = text.trim();
        match parse(text) {
            Ok(node) => {
                let (file, text) = (self.file.path.to_owned(), text.to_owned());
                Some(Written {
                    file,
                    place: yaml.place,
                    text,
                    node,
                })
            }
            Err(error) => {
                let column = yaml.place.column + error.column - 1;
                let place = Place {
                    column,
                    ..yaml.place
                };
                self.fault(place, error.what, &error.hint);
                None
            }
        }
    }

    fn texts(&mut self, yaml: &Yaml) -> Vec<String> {
        let Tree::List(items) = &yaml.tree else {
            self.fault(yaml.place, "this is not a list", "begin each with `-`");
            return Vec::new();
        };
        items
            .iter()
            .filter_map(Yaml::words)
            .map(str::to_owned)
            .collect()
    }

    /// One sentence or several.
    fn acts(&mut self, yaml: &Yaml) -> Vec<String> {
        match yaml.words() {
            Some(one) => vec![one.to_owned()],
            None => self.texts(yaml),
        }
    }

    fn rules(&mut self, yaml: &Yaml) -> HashMap<String, Written> {
        let mut rules = HashMap::new();
        for (name, body) in yaml.entries() {
            if let Some(written) = self.template(body) {
                rules.insert(name.words().unwrap_or_default().to_owned(), written);
            }
        }
        rules
    }

    /// Answers by intent and key; what is said when nothing fits is kept under `errors`.
    fn responses(&mut self, yaml: &Yaml) {
        if let Some(errors) = yaml.get("errors") {
            self.answers("errors", errors);
        }
        let intents = yaml.get("intents");
        for (intent, answers) in intents.into_iter().flat_map(Yaml::entries) {
            self.answers(intent.words().unwrap_or_default(), answers);
        }
    }

    fn answers(&mut self, intent: &str, yaml: &Yaml) {
        let known = self.book.responses.entry(intent.to_owned()).or_default();
        for (key, answer) in yaml.entries() {
            if let (Some(key), Some(answer)) = (key.words(), answer.words()) {
                known.insert(key.to_owned(), answer.to_owned());
            }
        }
    }
}
