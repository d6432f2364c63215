//! Timers: they ring after a span. Several may run at once, with or without a name.

mod change;
mod tell;

use jiff::SignedDuration;
use ling_base::{Args, Value};
use ling_dialogue::{
    Act, BoxFuture, Call, Due, DueKind, DueState, NewDue, Out, Skill, SkillError, Source, World,
};
use ling_text::Holes;
use serde_json::json;

use crate::dues::{self, Which};

/// The files of this folder.
pub const SOURCE: Source = crate::source!("timer");

/// The longest span of a timer, in seconds: a week. What is further away is an alarm or a reminder.
const SECS_MAX: i64 = 7 * 86_400;
/// Timers of one sentence, at most.
const TOGETHER_MAX: usize = 4;

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

/// Whether a timer runs: with no music, "pause" is about that.
pub(crate) async fn any_runs(world: &dyn World) -> bool {
    let timers = world.dues().list(Some(DueKind::Timer)).await;
    timers.is_ok_and(|timers| timers.iter().any(|due| due.state == DueState::Waiting))
}

async fn set(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let spans = spans(&call.args);
    if spans.iter().any(|&secs| refused(secs, out)) {
        return Ok(());
    }
    let name = call.args.text("name").map(str::to_owned);
    let mut ids = Vec::new();
    for (nth, &secs) in spans.iter().enumerate() {
        let new = new_due(call, name.clone(), secs, nth);
        let due = world.dues().add(new).await?;
        let holes = Holes::new().duration("after", secs);
        match &name {
            None => out.say("set", holes),
            Some(name) => out.say("set_named", holes.text("name", name)),
        }
        dues::about(out, &due);
        out.card(
            "timer",
            json!({ "id": due.id, "due": due.due.to_string(), "name": due.name }),
        );
        ids.push(due.id);
    }
    dues::warn_if_silent(world, out).await;
    out.undo("timer.take_back", dues::these(ids));
    Ok(())
}

/// The spans asked for, at least one. A number after a span counts in its unit: "for five minutes and one for ten".
fn spans(args: &Args) -> Vec<i64> {
    let spans = args.all("after").iter().filter_map(|value| match value {
        Value::Duration(secs) => Some(*secs),
        _ => None,
    });
    let mut spans: Vec<i64> = spans.take(TOGETHER_MAX).collect();
    let first = spans.first().copied().unwrap_or(0);
    let unit = [3_600, 60].into_iter().find(|unit| first % unit == 0);
    if let Some(n) = args.number("more") {
        spans.push((n * unit.unwrap_or(1) as f64).round() as i64);
    }
    if spans.is_empty() {
        spans.push(0);
    }
    spans
}

fn new_due(call: &Call, name: Option<String>, secs: i64, nth: usize) -> NewDue {
    NewDue {
        kind: DueKind::Timer,
        name,
        due: call.now.timestamp() + SignedDuration::from_secs(secs),
        total_secs: Some(secs),
        repeat: None,
        time: None,
        zone: None,
        lang: call.lang,
        device: call.who.device.clone(),
        room: call.who.room.clone(),
        person: call.who.person.clone(),
        key: dues::key(call, nth),
    }
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
    if let Some(act) = dues::other_kind(call, &all, "cancel") {
        out.instead(act);
        return Ok(());
    }
    if call.args.has("any") && all.is_empty() {
        out.say("nothing_runs", Holes::new());
        return Ok(());
    }
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
    if all.is_empty() && call.args.has("both") {
        let intent = "alarm.cancel_all".to_owned();
        let args = Args::new().with("both", Value::Text("yes".to_owned()));
        out.instead(Act { intent, args });
        return Ok(());
    }
    if all.is_empty() {
        out.say("none", Holes::new());
        return Ok(());
    }
    if count > 1 && !dues::says_both(call, count) {
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
    // Timers that are called alike are told apart by what is left of them.
    let title = |due: &Due| (due.name.clone(), due.total_secs);
    let is_alike = |due: &Due| {
        these
            .iter()
            .filter(|other| title(other) == title(due))
            .count()
            > 1
    };
    let now = call.now.timestamp();
    dues::ask_which(out, &these, |out, due| match &due.name {
        _ if is_alike(due) => out.spoken(
            "which_left",
            &Holes::new().duration("left", tell::left(due, now)),
        ),
        Some(name) => name.clone(),
        None => out.spoken(
            "which",
            &Holes::new().duration("total", due.total_secs.unwrap_or(0)),
        ),
    });
    None
}

/// The timers that the call means, at least one. Says so when there is none.
fn these(call: &Call, all: Vec<Due>, out: &mut Out<'_>) -> Option<Vec<Due>> {
    let of = call.args.duration("of");
    let call = &dues::without_strangers(call, &all);
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
