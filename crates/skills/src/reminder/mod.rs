//! Reminders: Ling says something at a time, once or again and again.

mod before;
mod tell;

use jiff::civil::time;
use ling_base::{Repeat, Value, When};
use ling_dialogue::{
    Act, Ask, BoxFuture, Call, Due, DueChange, DueKind, NewDue, Out, Skill, SkillError, Source,
    World,
};
use ling_text::Holes;
use serde_json::json;

use crate::{
    alarm::{holes, holes_of},
    dues::{self, Which},
    moment::{self, Moment, Part, Unclear},
};

/// The files of this folder.
pub const SOURCE: Source = crate::source!("reminder");

/// The longest text of a reminder, in characters.
const CHARS_MAX: usize = 300;
/// A day without an hour is reminded of in the morning.
const HOUR_OF_A_DAY: i8 = 9;
/// Before this hour "at three" may be said in the night; later it means after noon.
const MORNING_HOUR: i8 = 6;
/// The shortest time between two rings of one that comes "every …".
const EVERY_SECS_MIN: i64 = 60;

/// Sets, tells, changes and removes reminders.
pub struct Reminder;

impl Skill for Reminder {
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
                "change" => change(call, world, out).await,
                "restore" => dues::restore(call, world, out).await,
                "take_back" => dues::take_back(call, world, out).await,
                verb => Err(SkillError::Verb(verb.to_owned())),
            }
        })
    }
}

async fn set(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let mut whens = moment::asked_all(&call.args);
    let mut event = None;
    if let (true, Some(title)) = (whens.is_empty(), call.args.text("event")) {
        let Some((found, when)) = before::event(call, title, world, out).await? else {
            return Ok(());
        };
        (event, whens) = (Some(found), vec![when]);
    }
    if call.args.has("times") {
        if whens.is_empty() {
            out.ask("ask_times", Holes::new(), ask("when", "whens"));
            return Ok(());
        }
        let daily = Repeat::Daily { every: 1 };
        whens
            .iter_mut()
            .for_each(|when| when.repeat = Some(daily.clone()));
    }
    before::birthday(call, &mut whens, out);
    let Some(first) = whens.first() else {
        ask_when(call, out);
        return Ok(());
    };
    let Some(what) = what(call, first, event, out) else {
        return Ok(());
    };
    let mut moments = Vec::new();
    for when in whens {
        match meant(when.clone(), call) {
            Ok(moment) => moments.push(moment),
            Err(unclear) => {
                explain(unclear, &when, call, out);
                return Ok(());
            }
        }
    }
    let too_often = |moment: &Moment| matches!(moment.repeat, Some(Repeat::Every { secs }) if secs < EVERY_SECS_MIN);
    if moments.iter().any(too_often) {
        out.say("too_often", Holes::new());
        return Ok(());
    }
    keep(call, &moments, &what, world, out).await
}

/// The moment of a reminder: a day has an hour, and what people do by day is after noon.
fn meant(mut when: When, call: &Call) -> Result<Moment, Unclear> {
    hour_of_a_day(&mut when, call);
    let other_day = when.date.is_some_and(|date| date != call.now.date());
    if other_day || when.repeat.is_some() || call.now.hour() >= MORNING_HOUR {
        when = moment::by_day(when);
    }
    moment::resolve(&when, &call.now, &call.region, Part::Stands)
}

async fn keep(
    call: &Call,
    moments: &[Moment],
    what: &str,
    world: &dyn World,
    out: &mut Out<'_>,
) -> Result<(), SkillError> {
    let mut ids = Vec::new();
    for (nth, moment) in moments.iter().enumerate() {
        let new = new_due(call, moment, what.to_owned(), nth);
        let due = world.dues().add(new).await?;
        let key = if moment.repeat.is_some() {
            "set_again"
        } else {
            "set"
        };
        out.say(key, holes(moment).text("what", what));
        if moment.gap {
            out.say("gap", Holes::new());
        }
        dues::about(out, &due);
        out.card(
            "reminder",
            json!({ "id": due.id, "due": due.due.to_string(), "name": due.name }),
        );
        ids.push(due.id);
    }
    dues::warn_if_silent(world, out).await;
    out.undo("reminder.take_back", dues::these(ids));
    Ok(())
}

/// What is to be said. A span alone ("remind me in ten minutes") needs no words; else they are asked for.
fn what(call: &Call, when: &When, event: Option<String>, out: &mut Out<'_>) -> Option<String> {
    let said = call
        .args
        .text("what")
        .map(str::trim)
        .filter(|what| !what.is_empty());
    if let (None, Some(who)) = (said, call.args.text("who")) {
        return Some(out.text("birthday", &Holes::new().text("who", who)));
    }
    match said.or(event.as_deref()) {
        Some(what) if what.chars().count() > CHARS_MAX => {
            out.say(
                "text_too_long",
                Holes::new().count("limit", CHARS_MAX as i64),
            );
            None
        }
        Some(what) => Some(what.to_owned()),
        None if when.in_secs.is_some() => Some(out.text("time_is_up", &Holes::new())),
        None => {
            out.ask("ask_what", Holes::new(), ask("what", "text"));
            None
        }
    }
}

/// "明天提醒我交水费": nine in the morning. Today has no such default: the hour is asked for.
fn hour_of_a_day(when: &mut When, call: &Call) {
    let other_day = when.date.is_some_and(|date| date != call.now.date());
    let repeats = matches!(&when.repeat, Some(repeat) if !matches!(repeat, Repeat::Every { .. }));
    if when.time.is_none() && when.in_secs.is_none() && (other_day || repeats) {
        when.time = Some(time(HOUR_OF_A_DAY, 0, 0, 0));
        when.half_known = true;
    }
}

fn ask_when(call: &Call, out: &mut Out<'_>) {
    let said = call.args.text("said");
    let key = match said.filter(|said| ling_text::script::looks_like_a_time(said)) {
        Some(said) => return out.say("no_such_time", Holes::new().text("said", said)),
        None if call.args.has("waits") => "ask_when_instead",
        None => "ask_when",
    };
    out.ask(key, Holes::new(), ask("when", "when"));
}

fn ask(arg: &str, kind: &str) -> Ask {
    Ask {
        arg: arg.into(),
        kind: kind.into(),
        choices: Vec::new(),
    }
}

fn explain(unclear: Unclear, when: &When, call: &Call, out: &mut Out<'_>) {
    match unclear {
        Unclear::NoTime => out.ask("ask_at", Holes::new(), ask("at", "time")),
        Unclear::Past(Some(next)) => {
            let next_when = When {
                date: Some(next.date()),
                time: Some(next.time()),
                half_known: true,
                ..when.clone()
            };
            let mut args = call.args.clone();
            args.remove("at");
            args.set("when", Value::When(next_when));
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

fn new_due(call: &Call, moment: &Moment, what: String, nth: usize) -> NewDue {
    NewDue {
        kind: DueKind::Reminder,
        name: Some(what),
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

async fn cancel(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let all = world.dues().list(Some(DueKind::Reminder)).await?;
    let Some(due) = one(call, "when", all, out) else {
        return Ok(());
    };
    let due = world.dues().remove(&due.id, call.now.timestamp()).await?;
    out.say("cancelled", tell::holes_named(&due, &call.now));
    out.undo("reminder.restore", dues::these([due.id]));
    Ok(())
}

async fn cancel_all(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let all = world.dues().list(Some(DueKind::Reminder)).await?;
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
        "reminder.restore",
        dues::these(these.into_iter().map(|due| due.id)),
    );
    Ok(())
}

async fn change(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let all = world.dues().list(Some(DueKind::Reminder)).await?;
    let Some(due) = one(call, "from", all, out) else {
        return Ok(());
    };
    let Some(asked) = moment::asked(&call.args) else {
        return Ok(());
    };
    let moment = match dues::moved(&due, &asked, call, Part::Stands) {
        Ok(moment) => moment,
        Err(why) => {
            let (unclear, when) = *why;
            explain(unclear, &when, call, out);
            return Ok(());
        }
    };
    let change = DueChange {
        due: Some(moment.at.timestamp()),
        again: Some((moment.repeat.clone(), moment.time)),
        ..DueChange::default()
    };
    let changed = world
        .dues()
        .change(&due.id, change, call.now.timestamp())
        .await?;
    out.say(
        "changed",
        holes(&moment).text("what", changed.name.clone().unwrap_or_default()),
    );
    out.undo("reminder.restore", dues::these([changed.id.clone()]));
    dues::about(out, &changed);
    Ok(())
}

fn one(call: &Call, arg: &str, all: Vec<Due>, out: &mut Out<'_>) -> Option<Due> {
    let these = these(call, arg, all, out)?;
    if let [one] = these.as_slice() {
        return Some(one.clone());
    }
    dues::ask_which(out, &these, |out, due| match &due.name {
        Some(name) => name.clone(),
        None => out.spoken("which", &holes_of(due, &call.now)),
    });
    None
}

fn these(call: &Call, arg: &str, all: Vec<Due>, out: &mut Out<'_>) -> Option<Vec<Due>> {
    let these = match dues::named(call, all) {
        Which::Nothing => {
            out.say("none", Holes::new());
            return None;
        }
        Which::Unknown(name) => {
            out.say("unknown", Holes::new().text("what", name));
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
