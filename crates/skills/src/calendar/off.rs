//! Moving events, cancelling them, and taking that back.

use ling_base::{Args, Value, When};
use ling_dialogue::{Act, CalendarEvent, Call, DueKind, NewEvent, Out, SkillError, World};
use ling_text::Holes;

use super::{asked_stretch, asks, at, by_day, card, coming, names, stretch};

/// From this hour on an event is of the evening, and twelve is midnight.
const LATE_HOUR: i8 = 20;

pub(super) async fn run(
    verb: &str,
    call: &Call,
    world: &dyn World,
    out: &mut Out<'_>,
) -> Result<(), SkillError> {
    match verb {
        "move" => moved(call, world, out).await,
        "cancel" => cancel(call, world, out).await,
        "restore" => restore(call, world, out).await,
        "drop" => {
            world
                .calendar()
                .remove(call.args.text("id").unwrap_or_default())
                .await?;
            out.say("dropped", Holes::new());
            Ok(())
        }
        verb => Err(SkillError::Verb(verb.to_owned())),
    }
}

/// The events that a title and a day name. A series counts once.
pub(super) async fn meant(
    day: Option<&When>,
    call: &Call,
    world: &dyn World,
) -> Result<Vec<CalendarEvent>, SkillError> {
    let title = call.args.text("title").unwrap_or_default();
    let person = call.who.person.as_deref();
    let mut events = match day {
        Some(day) => {
            let (from, to, _) = asked_stretch(day, call);
            let mut events = world.calendar().between(person, &from, &to).await?;
            events.retain(|event| alike(&event.title, title));
            events
        }
        None => {
            let found = world.calendar().find(person, title, &call.now).await?;
            if found.is_empty() {
                roughly(title, call, world).await?
            } else {
                found
            }
        }
    };
    let mut seen = Vec::new();
    events.retain(|event| {
        let new = !seen.contains(&event.id);
        seen.push(event.id.clone());
        new
    });
    Ok(events)
}

/// Coming events whose title is part of what was said: "the dentist appointment" is "dentist".
async fn roughly(
    title: &str,
    call: &Call,
    world: &dyn World,
) -> Result<Vec<CalendarEvent>, SkillError> {
    let to = call
        .now
        .checked_add(jiff::Span::new().years(1))
        .unwrap_or(call.now.clone());
    let person = call.who.person.as_deref();
    let mut events = world.calendar().between(person, &call.now, &to).await?;
    events.retain(|event| alike(&event.title, title));
    Ok(events)
}

/// The same about a reminder, where no event has the title and a reminder has it.
async fn reminder(verb: &str, call: &Call, world: &dyn World) -> Result<Option<Act>, SkillError> {
    let title = call.args.text("title").unwrap_or_default();
    let reminders = world.dues().list(Some(DueKind::Reminder)).await?;
    let mut named = reminders.iter().filter_map(|due| due.name.as_deref());
    let Some(name) = named.find(|name| !title.is_empty() && alike(name, title)) else {
        return Ok(None);
    };
    let when = call.args.when("to").or(call.args.when("when"));
    let args = Args::new().with("name", Value::Text(name.to_owned()));
    Ok(Some(Act {
        intent: format!("reminder.{verb}"),
        args: when.into_iter().fold(args, |args, when| {
            args.with("when", Value::When(when.clone()))
        }),
    }))
}

fn alike(title: &str, wanted: &str) -> bool {
    let (title, wanted) = (
        ling_text::fold::folded(title),
        ling_text::fold::folded(wanted.trim()),
    );
    title.contains(&wanted) || (!title.is_empty() && wanted.contains(&title))
}

/// The one event that is meant; otherwise says why there is none.
fn only<'e>(
    events: &'e [CalendarEvent],
    call: &Call,
    out: &mut Out<'_>,
) -> Option<&'e CalendarEvent> {
    match events {
        [] => {
            let title = call.args.text("title").unwrap_or_default();
            out.say("unknown", Holes::new().text("title", title));
            None
        }
        [one] => Some(one),
        several => {
            let named = names(&several[..several.len().min(super::READ_MAX)], true, out);
            let holes = Holes::new()
                .count("n", several.len() as i64)
                .list("events", named);
            out.say("which_one", holes);
            None
        }
    }
}

async fn moved(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let events = meant(call.args.when("from"), call, world).await?;
    if events.is_empty()
        && let Some(act) = reminder("change", call, world).await?
    {
        out.instead(act);
        return Ok(());
    }
    let Some(event) = only(&events, call, out) else {
        return Ok(());
    };
    let Some(to) = call.args.when("to") else {
        out.ask("ask_to", Holes::new(), asks("to", "when"));
        return Ok(());
    };
    let Some((start, end)) = new_place(event, to, call, out) else {
        return Ok(());
    };
    let one_of_many = event.repeat.is_some() && (to.date.is_some() || call.args.has("from"));
    let mut undo = Args::new().with("id", Value::Text(event.id.clone()));
    let after = if one_of_many {
        let new = NewEvent {
            title: event.title.clone(),
            start,
            end,
            all_day: event.all_day,
            repeat: None,
            person: call.who.person.clone(),
            key: call.key.clone(),
        };
        world.calendar().skip(&event.id, event.start.date()).await?;
        let after = world.calendar().add(new).await?;
        undo.push("drop", Value::Text(after.id.clone()));
        after
    } else {
        world.calendar().moved(&event.id, &start, &end).await?
    };
    let holes = Holes::new()
        .text("title", &after.title)
        .value("at", at(&after))
        .value("time", Value::When(of_day(&after)));
    let key = match (&after.repeat, one_of_many) {
        (Some(_), _) => "moved_series",
        (None, true) => "moved_once",
        (None, false) => by_day("moved", &after),
    };
    out.say(key, holes);
    out.undo("calendar.restore", undo);
    out.about("title", Value::Text(after.title.clone()));
    card(&[after], out);
    Ok(())
}

/// The hour of an event alone.
fn of_day(event: &CalendarEvent) -> When {
    When {
        time: Some(event.start.time()),
        half_known: true,
        ..When::default()
    }
}

/// A new hour keeps the day, a new day keeps the hour, and it takes as long as before.
fn new_place(
    event: &CalendarEvent,
    to: &When,
    call: &Call,
    out: &mut Out<'_>,
) -> Option<(jiff::ZonedDateTime, jiff::ZonedDateTime)> {
    let mut to = to.clone();
    if to.in_secs.is_none() {
        to.date = to.date.or(Some(event.start.date()));
        if to.time.is_none() && !event.all_day {
            (to.time, to.half_known) = (Some(event.start.time()), true);
        } else if let (Some(time), false) = (to.time, to.half_known) {
            to.time = Some(near_half(time, event.start.hour()));
            to.half_known = true;
        }
    }
    let lasts = event.start.duration_until(&event.end);
    let (start, _, _) = stretch(&to, call, "to", out)?;
    let end = start.checked_add(lasts).ok()?;
    Some((start, end))
}

/// "Four" for an event of the afternoon is four in the afternoon; "twelve" is noon unless it is late in the evening.
fn near_half(time: jiff::civil::Time, event_hour: i8) -> jiff::civil::Time {
    let hour = match time.hour() % 12 {
        0 if event_hour >= LATE_HOUR => 0,
        0 => 12,
        hour if event_hour >= 12 || hour < 8 => hour + 12,
        hour => hour,
    };
    jiff::civil::time(hour, time.minute(), 0, 0)
}

async fn cancel(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let which = call.args.text("which");
    if which == Some("all") {
        return cancel_all(call, world, out).await;
    }
    let events = match which {
        Some("next") => coming(call, world).await?.into_iter().collect(),
        _ if call.args.has("title") => meant(call.args.when("when"), call, world).await?,
        _ => {
            out.ask("ask_cancel", Holes::new(), asks("title", "text"));
            return Ok(());
        }
    };
    if events.is_empty() && which == Some("next") {
        out.say("none_next", Holes::new());
        return Ok(());
    }
    if events.is_empty()
        && let Some(act) = reminder("cancel", call, world).await?
    {
        out.instead(act);
        return Ok(());
    }
    let Some(event) = only(&events, call, out) else {
        return Ok(());
    };
    if event.repeat.is_some() && call.args.has("when") {
        world.calendar().skip(&event.id, event.start.date()).await?;
        let holes = Holes::new()
            .text("title", &event.title)
            .value("at", at(event));
        out.say("cancelled_once", holes);
        out.undo(
            "calendar.restore",
            Args::new().with("id", Value::Text(event.id.clone())),
        );
        return Ok(());
    }
    if event.repeat.is_some() && !call.confirmed {
        let act = Act {
            intent: call.intent.clone(),
            args: call.args.clone(),
        };
        out.offer(
            "confirm_series",
            Holes::new().text("title", &event.title),
            act,
        );
        return Ok(());
    }
    world.calendar().remove(&event.id).await?;
    out.say("cancelled", Holes::new().text("title", &event.title));
    out.undo(
        "calendar.restore",
        Args::new().with("id", Value::Text(event.id.clone())),
    );
    Ok(())
}

async fn cancel_all(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let when = call.args.when("when").cloned().unwrap_or_default();
    let (from, to, _) = asked_stretch(&when, call);
    let mut events = world
        .calendar()
        .between(call.who.person.as_deref(), &from, &to)
        .await?;
    // A series is cancelled by its name, not with a day.
    events.retain(|event| event.repeat.is_none());
    let date = When {
        date: Some(from.date()),
        ..When::default()
    };
    let holes = Holes::new()
        .value("at", Value::When(date))
        .count("n", events.len() as i64);
    if events.is_empty() {
        out.say("day_empty", holes);
        return Ok(());
    }
    if !call.confirmed {
        let named = names(&events[..events.len().min(super::READ_MAX)], false, out);
        let act = Act {
            intent: call.intent.clone(),
            args: call.args.clone(),
        };
        out.offer("confirm_all", holes.list("events", named), act);
        return Ok(());
    }
    let mut undo = Args::new();
    for event in &events {
        world.calendar().remove(&event.id).await?;
        undo.push("id", Value::Text(event.id.clone()));
    }
    out.say("cancelled_all", holes);
    out.undo("calendar.restore", undo);
    Ok(())
}

async fn restore(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    for id in call.args.all("drop") {
        let Value::Text(id) = id else { continue };
        world.calendar().remove(id).await?;
    }
    for id in call.args.all("id") {
        let Value::Text(id) = id else { continue };
        let event = world.calendar().restore(id).await?;
        let holes = Holes::new()
            .text("title", &event.title)
            .value("at", at(&event));
        out.say("restored", holes);
    }
    Ok(())
}
