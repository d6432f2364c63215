use crate::{Args, Lang, Value};

/// Where something stands in a text, in Unicode scalars, end exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// A part of the utterance that fills a role.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// MASSIVE slot type where one fits (`time`, `house_place`), else our own.
    pub kind: String,
    /// The words as said.
    pub text: String,
    /// Where they stand.
    pub span: Span,
    /// What they mean, when that is known.
    pub value: Option<Value>,
}

/// Which stage found a meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The grammar, word for word.
    Grammar,
    /// The trained model.
    Model,
    /// A large language model chose a tool.
    Llm,
    /// Ling had to ask back.
    Clarify,
    /// Nothing did.
    None,
}

impl Stage {
    /// The word in traces and answers.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Grammar => "grammar",
            Stage::Model => "model",
            Stage::Llm => "llm",
            Stage::Clarify => "clarify",
            Stage::None => "none",
        }
    }
}

/// One way to understand an utterance.
#[derive(Clone, Debug, PartialEq)]
pub struct Meaning {
    /// The skill's own id of what to do: `alarm.set`.
    pub intent: String,
    /// The SLURP/MASSIVE name: `alarm_set`.
    pub label: String,
    /// The language of the sentence's frame, which is the language of the answer.
    pub lang: Lang,
    /// Parts of the utterance, in order.
    pub slots: Vec<Slot>,
    /// What the skill receives.
    pub args: Args,
    /// How sure, in [0, 1].
    pub score: f32,
    /// Which stage found it.
    pub stage: Stage,
}
