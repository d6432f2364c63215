//! What is told about a ring, in the language in which it was set.

use jiff::Timestamp;
use ling_cloud::{Due, DueKind};
use ling_text::{Holes, Style};
use serde_json::{Value as Json, json};

use super::{Ringer, Sounding};

impl Ringer {
    /// A ring as events and `GET /v1/rings` tell it.
    pub(super) fn describe(&self, sounding: &Sounding) -> Json {
        let Sounding { ring, quiet, .. } = sounding;
        let mut told = self.told("ring", &ring.due, ring.at);
        told["id"] = json!(ring.id.as_str());
        told["since"] = json!(ring.claimed.to_string());
        told["quiet"] = json!(quiet);
        told
    }

    pub(super) fn describe_missed(&self, missed: &ling_cloud::Missed) -> Json {
        let mut told = self.told("missed", &missed.due, missed.at);
        told["id"] = json!(super::missed::key(missed));
        told
    }

    fn told(&self, key: &str, due: &Due, at: Timestamp) -> Json {
        let name = Some(due.text.as_str()).filter(|name| !name.is_empty());
        json!({
            "due": due.id.as_str(),
            "kind": word(due.kind),
            "name": name,
            "at": at.to_string(),
            "total_secs": due.duration_secs,
            "room": due.room.as_ref().map(|room| room.as_str()),
            "lang": due.lang.tag(),
            "say": self.sentence(key, due, at, Style::Say),
            "show": self.sentence(key, due, at, Style::Show),
        })
    }

    /// The sentence `key` of the skill that set it.
    fn sentence(&self, key: &str, due: &Due, at: Timestamp, style: Style) -> String {
        let Some(texts) = self.skills.texts(word(due.kind), due.lang) else {
            return due.text.clone();
        };
        let holes = Holes::new()
            .moment("at", &self.here(at))
            .duration("total", due.duration_secs.unwrap_or(0))
            .text("name", due.text.as_str());
        let key = if due.text.is_empty() {
            key.to_owned()
        } else {
            format!("{key}_named")
        };
        texts.fill(&key, &holes, &self.here(Timestamp::now()), style)
    }
}

/// The skill that sets such rows.
pub(crate) fn word(kind: DueKind) -> &'static str {
    match kind {
        DueKind::Timer => "timer",
        DueKind::Alarm => "alarm",
        DueKind::Reminder => "reminder",
    }
}
