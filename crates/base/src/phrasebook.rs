use std::collections::BTreeMap;

use crate::{Args, Lang};

/// The sentences of one skill in one language, as its files give them.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrasebook {
    /// The language of the sentences' frames.
    pub lang: Lang,
    /// The skill's id.
    pub skill: String,
    /// The file, for messages.
    pub file: String,
    /// What can be asked.
    pub intents: Vec<Phrases>,
    /// `<rule>`s: templates by name.
    pub rules: BTreeMap<String, String>,
    /// `{list}`s: fixed choices by name.
    pub lists: BTreeMap<String, Vec<ListItem>>,
}

/// One choice of a list and its wordings.
#[derive(Clone, Debug, PartialEq)]
pub struct ListItem {
    /// What the skill receives.
    pub id: String,
    /// How people say it.
    pub templates: Vec<String>,
}

/// The sentences of one intent.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrases {
    /// `timer.set`.
    pub intent: String,
    /// `timer_set`.
    pub label: String,
    /// The templates.
    pub sentences: Vec<Sentence>,
    /// What may stand in their holes.
    pub args: Vec<ArgSpec>,
}

/// One sentence template.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// The template.
    pub text: String,
    /// Arguments that this wording implies.
    pub fixed: Args,
    /// Its line in the file, from 1.
    pub line: usize,
}

/// One argument of an intent, as sentences see it.
#[derive(Clone, Debug, PartialEq)]
pub struct ArgSpec {
    /// The name in sentences and in [`Args`].
    pub name: String,
    /// A value kind (`number ordinal percent money quantity duration date time when repeat`), a list of
    /// names of the house (`area`, `device`, ...), a list of the file, or `text`, `items`, `any`.
    pub kind: String,
    /// The MASSIVE slot type.
    pub slot: String,
}
