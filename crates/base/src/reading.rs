use crate::{Meaning, Span, Value};

/// What understanding made of an utterance.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The commands in the order said, each with its meanings, best first.
    pub commands: Vec<Vec<Meaning>>,
    /// What was said when it is no command by itself: "那卧室呢", "eight o'clock".
    pub fragment: Option<Fragment>,
    /// Why what the sentence names is not to be done, where that is so.
    pub mood: Option<Mood>,
    /// Why, in short steps for the trace.
    pub steps: Vec<String>,
}

/// Why a sentence that names a deed is no command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// 别开灯, "don't turn on the light".
    Forbids,
    /// It asks about the deed or tells of it: 怎么把灯关掉, "I already turned off the light".
    Tells,
    /// The deed is for when something else is so: 下雨就关窗, "if it rains close the window".
    Waits,
}

/// Values and names without a verb.
#[derive(Clone, Debug, PartialEq)]
pub struct Fragment {
    /// What the words around them say.
    pub frame: Frame,
    /// The parts, in order.
    pub parts: Vec<FragmentPart>,
}

/// How a fragment relates to what went before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// Only the values: an answer to a question.
    Bare,
    /// "那…呢", "what about …": the same again for something else.
    Follow,
    /// "改成…", "no, …": the same, put right.
    Change,
}

/// One value or name of a fragment.
#[derive(Clone, Debug, PartialEq)]
pub struct FragmentPart {
    /// Where it stands.
    pub span: Span,
    /// Argument kind: a value kind (`when`, `number`) or a list of names (`area`, `device`).
    pub kind: String,
    /// What it means.
    pub value: Value,
}
