use jiff::ZonedDateTime;
use ling_base::Lang;

use super::Later;
use crate::Act;

/// What is asked of the model.
#[derive(Clone, Debug, PartialEq)]
pub struct LlmTurn {
    /// The words of the person.
    pub heard: String,
    /// The language to answer in.
    pub lang: Lang,
    /// What was said before, oldest first: the person's words and the answer.
    pub before: Vec<(String, String)>,
    /// What the model is told about its task.
    pub system: String,
    /// The moment of speaking, from which "tomorrow" in a chosen act is counted.
    pub now: ZonedDateTime,
    /// Whether the model may choose one of the skills.
    pub tools: bool,
}

/// A large language model.
pub trait LlmPort: Send + Sync {
    /// Whether a model is set up.
    fn on(&self) -> bool;
    /// Asks the model. Finished sentences go to `part` as they come; the whole answer comes back, or the act it chose.
    fn ask<'a>(
        &'a self,
        turn: LlmTurn,
        part: &'a mut (dyn FnMut(&str) + Send),
    ) -> Later<'a, Result<String, Act>>;
}
