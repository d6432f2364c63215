//! Timers: they ring after a span. Several may run at once, with or without a name.

mod change;
mod tell;

use jiff::SignedDuration;
use ling_base::Value;
use ling_dialogue::{
    Act, BoxFuture, Call, Due, DueKind, NewDue, Out, Skill, SkillError, Source, World,
};
use ling_text::Holes;
use serde_json::json;

use crate::dues::{self, Which};

/// The files of this folder.
pub const SOURCE: Source = crate::source!("timer");

/// The longest span of a timer, in seconds: a week. What is further away is an alarm or a reminder.
const SECS_MAX: i64 = 7 * 86_400;

/// Sets, tells, changes and removes timers.
pub struct Timer;

impl Skill for Timer {
    fn run<'a>(
        &'a self,
        call: &'a Call,
        world: &'a dyn World,
        out: &'a mut Out<'_>,
    ) -> BoxFuture<'a, Result<(), SkillError>> {
        Box::pin(async move {
            match call.verb() {
                "set" => set(call, world, out).await,
                "query" => tell::query(call, world, out).await,
                "add" => change::shift(call, world, out, 1).await,
                "subtract" => change::shift(call, world, out, -1).await,
                "change" => change::change(call, world, out).await,
                "restart" => change::restart(call, world, out).await,
                "pause" => change::pause(call, world, out).await,
                "resume" => change::resume(call, world, out).await,
                "cancel" => cancel(call, world, out).await,
                "cancel_all" => cancel_all(call, world, out).await,
                "restore" => dues::restore(call, world, out).await,
                "take_back" => dues::take_back(call, world, out).await,
                verb => Err(SkillError::Verb(verb.to_owned())),
            }
        })
    }
}

async fn set(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let secs = call.args.duration("after").unwrap_or(0);
    if refused(secs, out) {
        return Ok(());
    }
    let name = call.args.text("name").map(str::to_owned);
    let new = NewDue {
        kind: DueKind::Timer,
        name: name.clone(),
        due: call.now.timestamp() + SignedDuration::from_secs(secs),
        total_secs: Some(secs),
        repeat: None,
        time: None,
        zone: None,
        lang: call.lang,
        device: call.who.device.clone(),
        room: call.who.room.clone(),
        person: call.who.person.clone(),
        key: call.key.clone(),
    };
    let due = world.dues().add(new).await?;
    let holes = Holes::new().duration("after", secs);
    match name {
        None => out.say("set", holes),
        Some(name) => out.say("set_named", holes.text("name", name)),
    }
    dues::warn_if_silent(world, out).await;
    out.undo("timer.take_back", dues::these([due.id.clone()]));
    dues::about(out, &due);
    out.card(
        "timer",
        json!({ "id": due.id, "due": due.due.to_string(), "name": due.name }),
    );
    Ok(())
}

/// Says why a span is none for a timer.
fn refused(secs: i64, out: &mut Out<'_>) -> bool {
    let key = match secs {
        ..0 => "negative",
        0 => "zero",
        1..=SECS_MAX => return false,
        _ => "too_long",
    };
    out.say(
        key,
        Holes::new()
            .duration("after", secs)
            .duration("limit", SECS_MAX),
    );
    true
}

async fn cancel(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    // "It" may be an alarm or a reminder: whatever was spoken of last.
    let kind = if call.args.has("due") {
        None
    } else {
        Some(DueKind::Timer)
    };
    let all = world.dues().list(kind).await?;
    let Some(due) = one(call, all, out) else {
        return Ok(());
    };
    let due = world.dues().remove(&due.id, call.now.timestamp()).await?;
    tell::about(&due, "cancelled", out);
    out.undo("timer.restore", dues::these([due.id]));
    Ok(())
}

async fn cancel_all(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let all = world.dues().list(Some(DueKind::Timer)).await?;
    let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
    if all.is_empty() {
        out.say("none", Holes::new());
        return Ok(());
    }
    if count > 1 && !call.confirmed {
        let act = Act {
            intent: call.intent.clone(),
            args: call.args.clone(),
        };
        out.offer("confirm_cancel_all", Holes::new().count("n", count), act);
        return Ok(());
    }
    for due in &all {
        world.dues().remove(&due.id, call.now.timestamp()).await?;
    }
    out.say("cancelled_all", Holes::new().count("n", count));
    out.undo(
        "timer.restore",
        dues::these(all.into_iter().map(|due| due.id)),
    );
    Ok(())
}

/// The timer that the call means. Says so when there is none, and asks when there are several.
fn one(call: &Call, all: Vec<Due>, out: &mut Out<'_>) -> Option<Due> {
    let these = these(call, all, out)?;
    if let [one] = these.as_slice() {
        return Some(one.clone());
    }
    dues::ask_which(out, &these, |out, due| match &due.name {
        Some(name) => name.clone(),
        None => out.text(
            "which",
            &Holes::new().duration("total", due.total_secs.unwrap_or(0)),
        ),
    });
    None
}

/// The timers that the call means, at least one. Says so when there is none.
fn these(call: &Call, all: Vec<Due>, out: &mut Out<'_>) -> Option<Vec<Due>> {
    let of = call.args.duration("of");
    match dues::named(call, all) {
        Which::Nothing => {
            out.say("none", Holes::new());
            None
        }
        Which::Unknown(name) => {
            out.say("unknown", Holes::new().text("name", name));
            None
        }
        Which::These(these) => {
            let total: Vec<Due> = these
                .iter()
                .filter(|due| of.is_none() || due.total_secs == of)
                .cloned()
                .collect();
            if let (true, Some(secs)) = (total.is_empty(), of) {
                out.say(
                    "unknown_span",
                    Holes::new().value("of", Value::Duration(secs)),
                );
                return None;
            }
            Some(total)
        }
    }
}
