//! Messages of one language, read from a `[replies]` table and filled with values.

mod template;

use std::collections::BTreeMap;

use ling_base::Lang;
use toml::{Table, Value as Toml};

use crate::{Context, Holes, Style, pack};
pub use template::SyntaxError;
use template::{Piece, Template};

/// Messages in one file; more is a mistake.
const KEYS_MAX: usize = 2_000;
/// Variants of one message.
const VARIANTS_MAX: usize = 32;
/// Tables within tables.
const DEPTH_MAX: usize = 4;

/// Why a message file or one of its messages cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CatalogueError {
    /// A message that cannot be read; its author must mend it.
    #[error("{file}: `{key}`: {source}")]
    Syntax {
        /// The file, as the caller named it.
        file: String,
        /// The message.
        key: String,
        /// What is wrong.
        source: SyntaxError,
    },
    /// Too many messages, or tables nested too deep.
    #[error("{file}: `{key}`: more than {KEYS_MAX} messages, or more than {DEPTH_MAX} levels")]
    TooLarge {
        /// The file.
        file: String,
        /// Where reading stopped.
        key: String,
    },
    /// No such message.
    #[error("{file}: there is no message `{key}`")]
    UnknownKey {
        /// The file.
        file: String,
        /// The message asked for.
        key: String,
    },
    /// The caller gave nothing for a hole.
    #[error("{file}: `{key}`: nothing was given for `{hole}`")]
    MissingHole {
        /// The file.
        file: String,
        /// The message.
        key: String,
        /// The hole.
        hole: String,
    },
    /// The caller gave something of another kind.
    #[error("{file}: `{key}`: `{hole}` is a {kind}, it was given a {got}")]
    WrongHole {
        /// The file.
        file: String,
        /// The message.
        key: String,
        /// The hole.
        hole: String,
        /// What the message wants.
        kind: &'static str,
        /// What the caller gave.
        got: &'static str,
    },
}

impl CatalogueError {
    /// Stable word for logs and tests.
    pub fn code(&self) -> &'static str {
        match self {
            CatalogueError::Syntax { .. } => "syntax",
            CatalogueError::TooLarge { .. } => "too_large",
            CatalogueError::UnknownKey { .. } => "unknown_key",
            CatalogueError::MissingHole { .. } => "missing_hole",
            CatalogueError::WrongHole { .. } => "wrong_hole",
        }
    }
}

/// One language's messages.
///
/// A message is a string, an array of strings (variants, chosen by [`Context::seed`]), or a table
/// with `say` and `show` when ear and screen need different sentences. Other tables nest:
/// `[replies.alarm] set = "..."` is the message `alarm.set`.
///
/// A hole is `{name}`, `{name:kind}` or `{name:kind:option}`; `{{` and `}}` are braces. Kinds:
/// `text`, `list` (`:or`), `count`, `number`, `ordinal`, `digits`, `percent`, `money`, `quantity`,
/// `duration`, `time` (`:half`, `:bare`), `date` (`:plain`, `:full`), `weekday`, `lunar`, `year`, `when`,
/// `plural:one|other`.
#[derive(Clone, Debug)]
pub struct Catalogue {
    lang: Lang,
    file: String,
    messages: BTreeMap<String, Message>,
}

#[derive(Clone, Debug)]
struct Message {
    say: Vec<Template>,
    /// Empty when the screen shows what is said.
    show: Vec<Template>,
}

impl Catalogue {
    /// Reads a `[replies]` table. `file` is for error messages only.
    pub fn parse(lang: Lang, file: &str, table: &Table) -> Result<Catalogue, CatalogueError> {
        let mut catalogue = Catalogue {
            lang,
            file: file.to_owned(),
            messages: BTreeMap::new(),
        };
        catalogue.read_table("", table, 1)?;
        Ok(catalogue)
    }

    /// The message `key` with its holes filled.
    pub fn fill(
        &self,
        key: &str,
        holes: &Holes,
        ctx: &Context<'_>,
    ) -> Result<String, CatalogueError> {
        let message = self
            .messages
            .get(key)
            .ok_or_else(|| CatalogueError::UnknownKey {
                file: self.file.clone(),
                key: key.to_owned(),
            })?;
        let variants = match ctx.style {
            Style::Show if !message.show.is_empty() => &message.show,
            Style::Say | Style::Show => &message.say,
        };
        let n_variants = u64::try_from(variants.len()).unwrap_or(1).max(1);
        let idx = usize::try_from(ctx.seed % n_variants).unwrap_or(0);
        self.write(key, &variants[idx], holes, ctx)
    }

    /// Names of all messages, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.messages.keys().map(String::as_str)
    }

    /// Whether there is a message `key`.
    pub fn has(&self, key: &str) -> bool {
        self.messages.contains_key(key)
    }

    /// Name and kind of every hole of a message, each once, by name; empty for an unknown key.
    pub fn holes_of(&self, key: &str) -> Vec<(String, String)> {
        let templates = self
            .messages
            .get(key)
            .into_iter()
            .flat_map(|m| m.say.iter().chain(&m.show));
        let mut holes: Vec<_> = templates
            .flat_map(Template::holes)
            .map(|(name, kind)| (name.to_owned(), kind.word().to_owned()))
            .collect();
        holes.sort();
        holes.dedup();
        holes
    }

    /// The language of the messages.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    fn read_table(
        &mut self,
        prefix: &str,
        table: &Table,
        depth: usize,
    ) -> Result<(), CatalogueError> {
        for (name, value) in table {
            let key = if prefix.is_empty() {
                name.clone()
            } else {
                format!("{prefix}.{name}")
            };
            if depth > DEPTH_MAX || self.messages.len() >= KEYS_MAX {
                return Err(CatalogueError::TooLarge {
                    file: self.file.clone(),
                    key,
                });
            }
            match value {
                Toml::Table(table) if !is_message(table) => {
                    self.read_table(&key, table, depth + 1)?;
                }
                value => {
                    let message = read_message(value).map_err(|source| CatalogueError::Syntax {
                        file: self.file.clone(),
                        key: key.clone(),
                        source,
                    })?;
                    self.messages.insert(key, message);
                }
            }
        }
        Ok(())
    }

    fn write(
        &self,
        key: &str,
        template: &Template,
        holes: &Holes,
        ctx: &Context<'_>,
    ) -> Result<String, CatalogueError> {
        let (file, key) = (|| self.file.clone(), || key.to_owned());
        let pack = pack(self.lang);
        let mut out = String::new();
        let mut after_hole = false;
        for piece in template.pieces() {
            let (name, kind, opens) = match piece {
                Piece::Text(text) => {
                    pack.append(&mut out, text);
                    after_hole = false;
                    continue;
                }
                Piece::Hole { name, kind, opens } => (name, kind, *opens),
            };
            let hole = holes.get(name).ok_or_else(|| CatalogueError::MissingHole {
                file: file(),
                key: key(),
                hole: name.clone(),
            })?;
            let words = kind
                .fill(hole, pack, ctx)
                .ok_or_else(|| CatalogueError::WrongHole {
                    file: file(),
                    key: key(),
                    hole: name.clone(),
                    kind: kind.word(),
                    got: hole.word(),
                })?;
            if after_hole && is_latin(out.chars().next_back()) && is_latin(words.chars().next()) {
                // "12:00" and "lunch" beside each other are two words in any language.
                out.push(' ');
            }
            after_hole = true;
            pack.append(&mut out, &if opens { pack.opening(words) } else { words });
        }
        Ok(out)
    }
}

fn is_latin(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_alphanumeric())
}

fn is_message(table: &Table) -> bool {
    table.contains_key("say") && table.keys().all(|key| key == "say" || key == "show")
}

fn read_message(value: &Toml) -> Result<Message, SyntaxError> {
    match value {
        Toml::Table(table) => Ok(Message {
            say: table.get("say").map_or(Ok(Vec::new()), read_variants)?,
            show: table.get("show").map_or(Ok(Vec::new()), read_variants)?,
        }),
        value => Ok(Message {
            say: read_variants(value)?,
            show: Vec::new(),
        }),
    }
}

fn read_variants(value: &Toml) -> Result<Vec<Template>, SyntaxError> {
    let variants = match value {
        Toml::Array(variants) => variants.as_slice(),
        one => std::slice::from_ref(one),
    };
    if variants.is_empty() || variants.len() > VARIANTS_MAX {
        return Err(SyntaxError::Variants { max: VARIANTS_MAX });
    }
    variants
        .iter()
        .map(|variant| Template::parse(variant.as_str().ok_or(SyntaxError::NotText)?))
        .collect()
}

#[cfg(test)]
mod tests;
