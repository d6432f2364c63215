//! The time, the date, and how far away a day is.

use ling_base::{Value, When};
use ling_dialogue::{BoxFuture, Call, Out, Skill, SkillError, Source, World};
use ling_text::Holes;

/// The files of this folder.
pub const SOURCE: Source = crate::source!("clock");

/// Tells the time and the date.
pub struct Clock;

impl Skill for Clock {
    fn run<'a>(
        &'a self,
        call: &'a Call,
        _world: &'a dyn World,
        out: &'a mut Out<'_>,
    ) -> BoxFuture<'a, Result<(), SkillError>> {
        Box::pin(async move {
            match call.verb() {
                "time" => time(call, out),
                "date" => date(call, out),
                verb => return Err(SkillError::Verb(verb.to_owned())),
            }
            Ok(())
        })
    }
}

fn time(call: &Call, out: &mut Out<'_>) {
    let now = When {
        time: Some(call.now.time()),
        half_known: true,
        ..When::default()
    };
    out.say("time", Holes::new().value("now", Value::When(now)));
}

fn date(call: &Call, out: &mut Out<'_>) {
    let asked = call.args.when("day").and_then(|when| when.date);
    let day = asked.unwrap_or_else(|| call.now.date());
    let key = if day == call.now.date() {
        "today"
    } else {
        "day"
    };
    let when = When {
        date: Some(day),
        ..When::default()
    };
    out.say(key, Holes::new().value("day", Value::When(when)));
}
