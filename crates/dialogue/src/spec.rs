use std::collections::BTreeMap;

use jiff::ZonedDateTime;
use ling_base::{ArgSpec, Args, Lang, ListItem, Phrasebook, Phrases, Sentence, Value};
use ling_text::{
    Catalogue, Holes, Style,
    almanac::{Festival, Term},
};
use serde::Deserialize;

/// What a skill's files say wrong.
#[derive(Debug, thiserror::Error)]
pub enum SpecError {
    /// The file is not the TOML that a skill needs.
    #[error("{file}: {reason}")]
    File {
        /// `timer/zh.toml`.
        file: String,
        /// What is wrong and where.
        reason: String,
    },
}

/// What a skill can do, from its `skill.toml`.
#[derive(Clone, Debug)]
pub struct SkillSpec {
    /// The skill's id.
    pub id: String,
    /// Everything it can be asked.
    pub intents: Vec<IntentSpec>,
}

/// One thing a skill can be asked.
#[derive(Clone, Debug)]
pub struct IntentSpec {
    /// `skill.verb`.
    pub id: String,
    /// The SLURP/MASSIVE name, or ours in the same form.
    pub label: String,
    /// Whether a yes is asked for first.
    pub confirm: bool,
    /// The intent that "改到四点" means after this one, where this one only answers, or only makes a step.
    pub change: Option<String>,
    /// Whether it changes something: then "改成…" takes it back before doing it anew.
    pub does: bool,
    /// Whether a child may not ask for it.
    pub adult: bool,
    /// What a language model is told about it; none keeps it away from the model.
    pub tool: Option<String>,
    /// What it takes.
    pub args: Vec<Argument>,
}

/// One argument of an intent.
#[derive(Clone, Debug)]
pub struct Argument {
    /// The name in sentences and in [`Args`].
    pub name: String,
    /// What may stand there: a value kind, a list of names, or `text`.
    pub kind: String,
    /// The MASSIVE slot type.
    pub slot: String,
    /// Whether Ling asks when it is missing (`ask_<verb>_<arg>` or `ask_<arg>`).
    pub need: bool,
}

/// One language's sentences and replies of a skill.
pub struct Texts {
    /// Which language.
    pub lang: Lang,
    /// The file's name, for messages.
    pub file: String,
    /// `<rule>`s of the sentences.
    pub rules: BTreeMap<String, String>,
    /// `{list}`s of the sentences: id and wordings.
    pub lists: BTreeMap<String, Vec<ListItem>>,
    /// Sentences by verb.
    pub sentences: BTreeMap<String, Vec<Sentence>>,
    replies: Catalogue,
}

#[derive(Deserialize)]
struct SkillFile {
    id: String,
    #[serde(flatten)]
    verbs: BTreeMap<String, VerbFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VerbFile {
    label: String,
    #[serde(default)]
    confirm: bool,
    change: Option<String>,
    #[serde(default)]
    does: bool,
    #[serde(default)]
    adult: bool,
    tool: Option<String>,
    #[serde(default)]
    args: BTreeMap<String, ArgFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ArgFile {
    kind: String,
    slot: Option<String>,
    #[serde(default)]
    need: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TextFile {
    #[serde(default)]
    rules: BTreeMap<String, String>,
    #[serde(default)]
    lists: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    #[serde(default)]
    sentences: BTreeMap<String, Vec<toml::Spanned<SentenceFile>>>,
    #[serde(default)]
    replies: toml::Table,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum SentenceFile {
    Plain(String),
    With {
        say: Says,
        with: BTreeMap<String, toml::Value>,
    },
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Says {
    One(String),
    Many(Vec<String>),
}

impl SkillSpec {
    /// Reads `skill.toml`.
    pub fn parse(id: &str, text: &str) -> Result<SkillSpec, SpecError> {
        let file = format!("{id}/skill.toml");
        let parsed: SkillFile = toml::from_str(text).map_err(|e| wrong(&file, &e))?;
        if parsed.id != id {
            return Err(wrong(
                &file,
                &format!("`id` is `{}`, the folder is `{id}`", parsed.id),
            ));
        }
        let intents = parsed
            .verbs
            .into_iter()
            .map(|(verb, spec)| spec.into_intent(id, &verb))
            .collect();
        Ok(SkillSpec {
            id: parsed.id,
            intents,
        })
    }
}

impl Argument {
    fn spec(&self) -> ArgSpec {
        ArgSpec {
            name: self.name.clone(),
            kind: self.kind.clone(),
            slot: self.slot.clone(),
        }
    }
}

fn item((id, templates): (String, Vec<String>)) -> ListItem {
    ListItem { id, templates }
}

impl VerbFile {
    fn into_intent(self, skill: &str, verb: &str) -> IntentSpec {
        let args = self.args.into_iter().map(|(name, arg)| Argument {
            slot: arg.slot.unwrap_or_else(|| name.clone()),
            name,
            kind: arg.kind,
            need: arg.need,
        });
        IntentSpec {
            id: format!("{skill}.{verb}"),
            label: self.label,
            confirm: self.confirm,
            change: self.change.map(|verb| format!("{skill}.{verb}")),
            does: self.does,
            adult: self.adult,
            tool: self.tool,
            args: args.collect(),
        }
    }
}

impl Texts {
    /// Reads `zh.toml` or `en.toml` of a skill.
    pub fn parse(spec: &SkillSpec, lang: Lang, text: &str) -> Result<Texts, SpecError> {
        let file = format!("{}/{}.toml", spec.id, lang.tag());
        let parsed: TextFile = toml::from_str(text).map_err(|e| wrong(&file, &e))?;
        for verb in parsed.sentences.keys() {
            let known = spec
                .intents
                .iter()
                .any(|intent| intent.id == format!("{}.{verb}", spec.id));
            if !known {
                return Err(wrong(
                    &file,
                    &format!("sentences for `{verb}`, which skill.toml does not name"),
                ));
            }
        }
        let replies =
            Catalogue::parse(lang, &file, &parsed.replies).map_err(|e| wrong(&file, &e))?;
        let mut sentences = BTreeMap::new();
        for (verb, list) in parsed.sentences {
            let read = list
                .into_iter()
                .flat_map(|s| read_sentence(s, text))
                .collect();
            sentences.insert(verb, read);
        }
        let lists = parsed
            .lists
            .into_iter()
            .map(|(name, items)| (name, items.into_iter().map(item).collect()))
            .collect();
        Ok(Texts {
            lang,
            file,
            rules: parsed.rules,
            lists,
            sentences,
            replies,
        })
    }

    /// The sentences, for understanding.
    pub fn phrasebook(&self, spec: &SkillSpec) -> Phrasebook {
        let phrases = |intent: &IntentSpec| {
            let verb = intent.id.split_once('.').map_or("", |(_, verb)| verb);
            let args = intent.args.iter().map(Argument::spec).collect();
            let sentences = self.sentences.get(verb).cloned().unwrap_or_default();
            Phrases {
                intent: intent.id.clone(),
                label: intent.label.clone(),
                sentences,
                args,
            }
        };
        Phrasebook {
            lang: self.lang,
            skill: spec.id.clone(),
            file: self.file.clone(),
            intents: spec.intents.iter().map(phrases).collect(),
            rules: self.rules.clone(),
            lists: self.lists_with_almanac(spec),
        }
    }

    /// The lists of the file, and those that the language itself knows where an argument is of that kind:
    /// `festival` by id, `term` (a solar term) by its place in the year.
    fn lists_with_almanac(&self, spec: &SkillSpec) -> BTreeMap<String, Vec<ListItem>> {
        let pack = ling_text::pack(self.lang);
        let wants = |kind: &str| {
            let args = spec.intents.iter().flat_map(|intent| &intent.args);
            args.clone().any(|arg| arg.kind == kind)
        };
        let mut lists = self.lists.clone();
        if wants("festival") {
            let names = |festival: Festival| ListItem {
                id: festival.id().to_owned(),
                templates: pack.festival_names(festival.id()).to_vec(),
            };
            let items = Festival::all().map(names);
            let named = items.filter(|item| !item.templates.is_empty());
            lists.insert("festival".to_owned(), named.collect());
        }
        if wants("term") {
            let names = |term: Term| ListItem {
                id: term.idx().to_string(),
                templates: vec![pack.term(term).to_owned()],
            };
            lists.insert("term".to_owned(), Term::all().map(names).collect());
        }
        lists
    }

    /// Whether there is a reply under `key`.
    pub fn has(&self, key: &str) -> bool {
        self.replies.keys().any(|known| known == key)
    }

    /// Renders a reply. A sentence that cannot be rendered is a mistake of ours and shows its key.
    pub fn fill(&self, key: &str, holes: &Holes, now: &ZonedDateTime, style: Style) -> String {
        let context = crate::out::context(now, style);
        self.replies
            .fill(key, holes, &context)
            .unwrap_or_else(|_| format!("[{}:{key}]", self.file))
    }

    /// The catalogue behind the replies.
    pub fn replies(&self) -> &Catalogue {
        &self.replies
    }
}

fn read_sentence(sentence: toml::Spanned<SentenceFile>, file: &str) -> Vec<Sentence> {
    let line = 1 + file[..sentence.span().start].matches('\n').count();
    let (says, fixed) = match sentence.into_inner() {
        SentenceFile::Plain(text) => (vec![text], Args::new()),
        SentenceFile::With {
            say: Says::One(text),
            with,
        } => (vec![text], fixed(with)),
        SentenceFile::With {
            say: Says::Many(texts),
            with,
        } => (texts, fixed(with)),
    };
    says.into_iter()
        .map(|text| Sentence {
            text,
            fixed: fixed.clone(),
            line,
        })
        .collect()
}

fn fixed(with: BTreeMap<String, toml::Value>) -> Args {
    with.into_iter().fold(Args::new(), |args, (name, value)| {
        let value = match value {
            toml::Value::Integer(n) => Value::Number(n as f64),
            toml::Value::Float(n) => Value::Number(n),
            toml::Value::String(text) => Value::Text(text),
            other => Value::Text(other.to_string()),
        };
        args.with(&name, value)
    })
}

fn wrong(file: &str, reason: &dyn std::fmt::Display) -> SpecError {
    SpecError::File {
        file: file.to_owned(),
        reason: reason.to_string().trim_end().to_owned(),
    }
}
