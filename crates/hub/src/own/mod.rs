//! The household's own sentences: YAML files under `sentences/<language>/` in the data folder, in Home
//! Assistant's format. A sentence says what Ling does with `run`, a sentence that Ling knows; or it has an
//! intent of Home Assistant's. Files are read again when they change; while they have an error, those that
//! were read last stay.

mod files;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, RwLock},
};

use ling_base::Lang;
use ling_understand::Name;
use ling_understand::intents::{Home, House, HouseItem, Intents, Plain, Recognized};
use serde::Deserialize;
use tracing::{info, warn};

use files::{Stamp, Text};

/// Seconds between two looks at the files.
pub(crate) const LOOK_S: u64 = 3;
/// Lists of names that a sentence may ask for, besides `name`, `area` and `floor`.
pub const LISTS: [&str; 7] = [
    "person", "song", "artist", "album", "playlist", "scene", "list",
];

/// What a file said that cannot be used: file, line, column, what is wrong and what helps.
type Faults = Vec<String>;

/// How the intents of Home Assistant are said to Ling.
#[derive(Deserialize)]
struct Says {
    /// Between two commands.
    then: String,
    says: Vec<Say>,
}

#[derive(Deserialize)]
struct Say {
    intent: String,
    /// Values that slots must have.
    #[serde(default)]
    with: std::collections::BTreeMap<String, String>,
    /// With a hole for every slot that it needs.
    text: String,
}

/// One language that files were written for.
struct Tongue {
    lang: Lang,
    intents: Intents,
    home: Home,
}

/// The household's own sentences.
pub struct Own {
    folder: PathBuf,
    tongues: RwLock<Arc<Vec<Tongue>>>,
    house: RwLock<House>,
    seen: Mutex<Stamp>,
    zh: Says,
    en: Says,
}

impl Own {
    /// Reads what is there under `data`.
    pub fn new(data: &Path) -> Own {
        let says = |text: &str| toml::from_str(text).expect("both files are tested");
        let own = Own {
            folder: data.join("sentences"),
            tongues: RwLock::default(),
            house: RwLock::default(),
            seen: Mutex::default(),
            zh: says(include_str!("zh.toml")),
            en: says(include_str!("en.toml")),
        };
        own.look();
        own
    }

    /// The names of the house have changed.
    pub fn know(&self, names: &[Name]) {
        *self.house.write().expect("no one panics with the lock") = house(names);
        self.read(&files::texts(&self.folder));
    }

    /// Reads the files again if one has changed, and returns whether one has.
    pub fn look(&self) -> bool {
        let stamp = files::stamp(&self.folder);
        let mut seen = self.seen.lock().expect("no one panics with the lock");
        if *seen != stamp {
            *seen = stamp;
            drop(seen);
            self.read(&files::texts(&self.folder));
            return true;
        }
        false
    }

    /// What would be run, and nobody understands.
    pub fn in_vain(&self, is_understood: impl Fn(&str) -> bool) -> Faults {
        let tongues = self
            .tongues
            .read()
            .expect("no one panics with the lock")
            .clone();
        let errors = tongues
            .iter()
            .flat_map(|tongue| tongue.intents.in_vain(&is_understood));
        errors.map(|error| error.to_string()).collect()
    }

    fn read(&self, texts: &[(String, Vec<Text>)]) {
        match self.compiled(texts) {
            Ok(tongues) => {
                let n: usize = tongues
                    .iter()
                    .map(|tongue| tongue.intents.n_sentences())
                    .sum();
                if n > 0 {
                    info!(n, "own sentences are read");
                }
                *self.tongues.write().expect("no one panics with the lock") = Arc::new(tongues);
            }
            Err(faults) => {
                for fault in faults {
                    warn!(fault, "own sentences stay as they were");
                }
            }
        }
    }

    fn compiled(&self, texts: &[(String, Vec<Text>)]) -> Result<Vec<Tongue>, Faults> {
        let house = self
            .house
            .read()
            .expect("no one panics with the lock")
            .clone();
        let mut faults = Faults::new();
        let mut tongues = Vec::new();
        for (folder, texts) in texts {
            let lang = if folder.starts_with("zh") {
                Lang::Zh
            } else {
                Lang::En
            };
            let files: Vec<_> = texts.iter().map(Text::file).collect();
            let compiled = Intents::compile(folder, &files, &LISTS).and_then(|intents| {
                let known: Vec<&str> = self
                    .says(lang)
                    .says
                    .iter()
                    .map(|say| say.intent.as_str())
                    .collect();
                let unknown = intents.without_act(&known);
                if !unknown.is_empty() {
                    return Err(unknown);
                }
                let home = Home::new(&intents, &house).map_err(|error| vec![error])?;
                Ok(Tongue {
                    lang,
                    intents,
                    home,
                })
            });
            match compiled {
                Ok(tongue) => tongues.push(tongue),
                Err(errors) => faults.extend(errors.iter().map(ToString::to_string)),
            }
        }
        if faults.is_empty() {
            Ok(tongues)
        } else {
            Err(faults)
        }
    }

    fn says(&self, lang: Lang) -> &Says {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// What Ling is to do for `text`, in words that it knows; none where no own sentence says so.
    pub fn meant(&self, text: &str) -> Option<String> {
        let tongues = self
            .tongues
            .read()
            .expect("no one panics with the lock")
            .clone();
        let context = Vec::new();
        tongues.iter().find_map(|tongue| {
            let meant = tongue.intents.recognize(text, &tongue.home, &context)?;
            self.words(tongue.lang, &meant)
        })
    }

    fn words(&self, lang: Lang, meant: &Recognized<'_>) -> Option<String> {
        let says = self.says(lang);
        if !meant.run.is_empty() {
            let run: Option<Vec<String>> = meant.run.iter().map(|run| filled(run, meant)).collect();
            return Some(run?.join(&says.then));
        }
        let fits = |say: &&Say| {
            say.intent == meant.intent
                && say.with.iter().all(|(slot, want)| {
                    meant
                        .slot(slot)
                        .is_some_and(|slot| slot.value.text() == Some(want))
                })
        };
        says.says
            .iter()
            .filter(fits)
            .find_map(|say| filled(&say.text, meant))
    }
}

/// `text` with its holes filled; none where a slot is missing.
fn filled(text: &str, meant: &Recognized<'_>) -> Option<String> {
    let mut words = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (hole, after) = after.split_once('}')?;
        let slot = meant.slot(hole.trim())?;
        words.push_str(before);
        match &slot.value {
            _ if !slot.text.is_empty() => words.push_str(&slot.text),
            Plain::Text(value) => words.push_str(value),
            Plain::Number(number) => words.push_str(&number.to_string()),
            Plain::Null | Plain::Bool(_) | Plain::List(_) | Plain::Map(_) => return None,
        }
        rest = after;
    }
    Some(words + rest)
}

/// The names as the lists of Home Assistant: a device is a `name` with its domain.
fn house(names: &[Name]) -> House {
    let mut house = House::default();
    for name in names {
        let list = if name.list == "device" {
            "name"
        } else {
            &name.list
        };
        let domain = name.id.split_once('.').map(|(domain, _)| domain);
        let context = domain.map(|domain| ("domain".to_owned(), Plain::from(domain)));
        let called = std::iter::once(&name.name).chain(&name.aliases);
        let items = called.map(|called| HouseItem {
            context: context.iter().cloned().collect(),
            ..HouseItem::named(&spoken(called))
        });
        match house.lists.iter_mut().find(|(have, _)| have == list) {
            Some((_, known)) => known.extend(items),
            None => house.lists.push((list.to_owned(), items.collect())),
        }
    }
    house
}

/// A name as it is said: signs of the template language are none in a name that somebody typed.
fn spoken(name: &str) -> String {
    let signs = ['[', ']', '(', ')', '<', '>', '{', '}', '|'];
    name.replace(signs, " ").trim().to_owned()
}

#[cfg(test)]
mod tests;
