//! What Ling can do, told by examples.

use ling_dialogue::{BoxFuture, Call, Out, Skill, SkillError, Source, World};
use ling_text::Holes;
use serde_json::json;

/// The files of this folder.
pub const SOURCE: Source = crate::source!("help");

/// Topics that have examples of their own, in the order in which they are shown.
const TOPICS: [&str; 11] = [
    "timers",
    "alarms",
    "reminders",
    "lists",
    "notes",
    "calendar",
    "home",
    "music",
    "weather",
    "maths",
    "translation",
];

/// Tells what can be said.
pub struct Help;

impl Skill for Help {
    fn run<'a>(
        &'a self,
        call: &'a Call,
        _world: &'a dyn World,
        out: &'a mut Out<'_>,
    ) -> BoxFuture<'a, Result<(), SkillError>> {
        Box::pin(async move {
            let topic = call
                .args
                .id("topic")
                .and_then(|id| TOPICS.into_iter().find(|topic| *topic == id));
            match (call.verb(), topic) {
                ("topic", Some(topic)) => out.say(topic, Holes::new()),
                ("all" | "topic", _) => all(out),
                (verb, _) => return Err(SkillError::Verb(verb.to_owned())),
            }
            Ok(())
        })
    }
}

fn all(out: &mut Out<'_>) {
    out.say("all", Holes::new());
    let examples: Vec<String> = TOPICS
        .iter()
        .map(|topic| out.text(topic, &Holes::new()))
        .collect();
    out.card("examples", json!(examples));
}
