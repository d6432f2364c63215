use jiff::ZonedDateTime;
use ling_base::{Args, Lang};

/// Who speaks, and from where.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Who {
    /// The person, when known.
    pub person: Option<String>,
    /// Whether the person is a child, for whom some acts are refused.
    pub child: bool,
    /// The device that heard it.
    pub device: Option<String>,
    /// The room of that device, by id.
    pub room: Option<String>,
    /// The picture that is shown, by the name under which the house holds it.
    pub picture: Option<String>,
}

/// Something to do: what a sentence asks for, or what takes it back.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// `skill.verb`.
    pub intent: String,
    /// What it needs.
    pub args: Args,
}

/// One act, handed to a skill with everything it may depend on.
#[derive(Clone, Debug)]
pub struct Call {
    /// `skill.verb`.
    pub intent: String,
    /// What was said, by argument name.
    pub args: Args,
    /// The whole utterance.
    pub heard: String,
    /// The language of the answer.
    pub lang: Lang,
    /// The moment of speaking, in the zone of the device.
    pub now: ZonedDateTime,
    /// Who speaks.
    pub who: Who,
    /// Public holidays of this region decide what a workday is: `CN`, `US`, `GB`.
    pub region: String,
    /// The person has said yes to the question that a destructive act asks.
    pub confirmed: bool,
    /// What was said before and answered, oldest first; only for the language model.
    pub before: Vec<(String, String)>,
    /// One key for one wish: the same key never makes two rows.
    pub key: String,
}

impl Call {
    /// The verb of the intent: `set` of `timer.set`.
    pub fn verb(&self) -> &str {
        self.intent
            .split_once('.')
            .map_or(&self.intent, |(_, verb)| verb)
    }

    /// The skill of the intent: `timer` of `timer.set`.
    pub fn skill(&self) -> &str {
        self.intent
            .split_once('.')
            .map_or(&self.intent, |(skill, _)| skill)
    }
}
