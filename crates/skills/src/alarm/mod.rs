//! Alarms: they ring at a time, once or again and again.

mod change;
mod ringing;
mod tell;

pub(crate) use tell::{holes, holes_of};

use ling_base::{Args, Value, When};
use ling_dialogue::{
    Act, Ask, BoxFuture, Call, Due, DueKind, NewDue, Out, Skill, SkillError, Source, World,
};
use ling_text::Holes;
use serde_json::json;

use crate::{
    dues::{self, Which},
    moment::{self, Moment, Part, Unclear},
};

/// The files of this folder.
pub const SOURCE: Source = crate::source!("alarm");

/// Sets, tells, changes, snoozes and stops alarms.
pub struct Alarm;

impl Skill for Alarm {
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
                "cancel" => cancel(call, world, out).await,
                "cancel_all" => cancel_all(call, world, out).await,
                "change" => change::change(call, world, out).await,
                "shift" => change::shift(call, world, out).await,
                "skip" => change::skip(call, world, out).await,
                "snooze" => ringing::snooze(call, world, out).await,
                "stop" => ringing::stop(call, world, out).await,
                "restore" => dues::restore(call, world, out).await,
                "take_back" => dues::take_back(call, world, out).await,
                verb => Err(SkillError::Verb(verb.to_owned())),
            }
        })
    }
}

async fn set(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let whens = moment::asked_all(&call.args);
    if whens.is_empty() {
        ask_when(call, out);
        return Ok(());
    }
    let mut moments = Vec::new();
    for when in &whens {
        match moment::resolve(when, &call.now, &call.region, Part::Asks) {
            Ok(moment) => moments.push(moment),
            Err(unclear) => {
                explain(unclear, when, call, out);
                return Ok(());
            }
        }
    }
    let name = call
        .args
        .text("name")
        .or_else(|| call.args.text("said"))
        .map(str::to_owned);
    let mut ids = Vec::new();
    for (nth, moment) in moments.iter().enumerate() {
        let new = new_due(call, moment, name.clone(), nth);
        let due = world.dues().add(new).await?;
        say_set(moment, name.as_deref(), out);
        dues::about(out, &due);
        out.card(
            "alarm",
            json!({ "id": due.id, "due": due.due.to_string(), "name": due.name }),
        );
        ids.push(due.id);
    }
    dues::warn_if_silent(world, out).await;
    out.undo("alarm.take_back", dues::these(ids));
    Ok(())
}

fn new_due(call: &Call, moment: &Moment, name: Option<String>, nth: usize) -> NewDue {
    NewDue {
        kind: DueKind::Alarm,
        name,
        due: moment.at.timestamp(),
        total_secs: None,
        repeat: moment.repeat.clone(),
        time: moment.time,
        zone: call.now.time_zone().iana_name().map(str::to_owned),
        lang: call.lang,
        device: call.who.device.clone(),
        room: call.who.room.clone(),
        person: call.who.person.clone(),
        key: dues::key(call, nth),
    }
}

fn say_set(moment: &Moment, name: Option<&str>, out: &mut Out<'_>) {
    let holes = tell::holes(moment);
    match (&moment.repeat, name) {
        (None, None) => out.say("set", holes),
        (None, Some(name)) => out.say("set_named", holes.text("name", name)),
        (Some(_), None) => out.say("set_again", holes),
        (Some(_), Some(name)) => out.say("set_again_named", holes.text("name", name)),
    }
    if moment.gap {
        out.say("gap", Holes::new());
    }
}

/// No time was understood: either none was said, or one that does not exist.
fn ask_when(call: &Call, out: &mut Out<'_>) {
    match call
        .args
        .text("said")
        .filter(|said| ling_text::script::looks_like_a_time(said))
    {
        Some(said) => out.say("no_such_time", Holes::new().text("said", said)),
        None => out.ask("ask_when", Holes::new(), ask("when", "when")),
    }
}

fn ask(arg: &str, kind: &str) -> Ask {
    Ask {
        arg: arg.into(),
        kind: kind.into(),
        choices: Vec::new(),
    }
}

/// Says why no moment is meant, and how to go on.
fn explain(unclear: Unclear, when: &When, call: &Call, out: &mut Out<'_>) {
    match unclear {
        Unclear::NoTime => {
            let holes = Holes::new().value("when", Value::When(day_of(when)));
            let key = if when.date.is_some() || when.repeat.is_some() {
                "ask_at_day"
            } else {
                "ask_at"
            };
            out.ask(key, holes, ask("at", "time"));
        }
        Unclear::Past(Some(next)) => {
            let when = When {
                date: Some(next.date()),
                time: Some(next.time()),
                half_known: true,
                ..When::default()
            };
            let mut args = call.args.clone();
            args.remove("at");
            args.set("when", Value::When(when));
            let act = Act {
                intent: call.intent.clone(),
                args,
            };
            out.offer("past_offer", Holes::new().moment("next", &next), act);
        }
        Unclear::Past(None) => out.say("past", Holes::new()),
        Unclear::TooFar => out.say(
            "too_far",
            Holes::new().count("years", moment::YEARS_MAX.into()),
        ),
        Unclear::Never => out.say("never", Holes::new()),
    }
}

fn day_of(when: &When) -> When {
    When {
        time: None,
        time_until: None,
        ..when.clone()
    }
}

async fn cancel(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let all = world.dues().list(Some(DueKind::Alarm)).await?;
    let names = ["name", "when", "due"];
    if !names.iter().any(|arg| call.args.has(arg)) && ringing::any(&all) {
        return ringing::stop(call, world, out).await;
    }
    let Some(due) = one(call, "when", all, out) else {
        return Ok(());
    };
    let due = world.dues().remove(&due.id, call.now.timestamp()).await?;
    out.say("cancelled", tell::holes_of(&due, &call.now));
    out.undo("alarm.restore", dues::these([due.id]));
    Ok(())
}

async fn cancel_all(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let all = world.dues().list(Some(DueKind::Alarm)).await?;
    let Some(these) = these(call, "when", all, out) else {
        return Ok(());
    };
    let count = i64::try_from(these.len()).unwrap_or(i64::MAX);
    if count > 1 && !dues::says_both(call, count) {
        let act = Act {
            intent: call.intent.clone(),
            args: call.args.clone(),
        };
        out.offer("confirm_cancel_all", Holes::new().count("n", count), act);
        return Ok(());
    }
    for due in &these {
        world.dues().remove(&due.id, call.now.timestamp()).await?;
    }
    out.say("cancelled_all", Holes::new().count("n", count));
    out.undo(
        "alarm.restore",
        dues::these(these.into_iter().map(|due| due.id)),
    );
    Ok(())
}

/// The alarm that the call means; `arg` holds its time. Says so when there is none, asks when there are several.
fn one(call: &Call, arg: &str, all: Vec<Due>, out: &mut Out<'_>) -> Option<Due> {
    let these = these(call, arg, all, out)?;
    if let [one] = these.as_slice() {
        return Some(one.clone());
    }
    dues::ask_which(out, &these, |out, due| tell::label(due, &call.now, out));
    None
}

/// The alarms that the call means, at least one. Says so when there is none.
fn these(call: &Call, arg: &str, all: Vec<Due>, out: &mut Out<'_>) -> Option<Vec<Due>> {
    let these = match dues::named(call, all) {
        Which::Nothing => {
            out.say("none", Holes::new());
            return None;
        }
        Which::Unknown(name) => {
            out.say("unknown", Holes::new().text("name", name));
            return None;
        }
        Which::These(these) => these,
    };
    let Some(when) = call.args.when(arg) else {
        return Some(these);
    };
    let at = dues::at_time(&these, when, &call.now);
    if at.is_empty() {
        out.say(
            "none_then",
            Holes::new().value("when", Value::When(when.clone())),
        );
        return None;
    }
    Some(at)
}

/// The same call about the same alarm after "改到…" found none to change.
fn set_instead(call: &Call, out: &mut Out<'_>) {
    let when = call.args.get("when").cloned();
    let args = when
        .into_iter()
        .fold(Args::new(), |args, when| args.with("when", when));
    let act = Act {
        intent: "alarm.set".into(),
        args,
    };
    out.offer("none_to_change", Holes::new(), act);
}
