//! The calendar: what happens when.

mod off;

use jiff::{SignedDuration, Span, ZonedDateTime};
use ling_base::{Args, Value, When};
use ling_dialogue::{
    Act, Ask, BoxFuture, CalendarEvent, Call, DueKind, NewEvent, Out, Skill, SkillError, Source,
    World,
};
use ling_text::Holes;
use serde_json::json;

use crate::moment::{self, Part, Unclear};

/// The files of this folder.
pub const SOURCE: Source = crate::source!("calendar");

/// Characters of a title.
const TITLE_CHARS_MAX: usize = 500;
/// Events read out at once.
const READ_MAX: usize = 6;

/// Keeps the calendar.
pub struct Calendar;

impl Skill for Calendar {
    fn run<'a>(
        &'a self,
        call: &'a Call,
        world: &'a dyn World,
        out: &'a mut Out<'_>,
    ) -> BoxFuture<'a, Result<(), SkillError>> {
        Box::pin(async move {
            match call.verb() {
                "add" => add(call, world, out).await,
                "query" | "free" => query(call, world, out).await,
                "until" => until(call, world, out).await,
                "next" => next(call, world, out).await,
                "find" => find(call, world, out).await,
                verb => off::run(verb, call, world, out).await,
            }
        })
    }
}

async fn add(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let title = titled(call, out);
    if title.chars().count() > TITLE_CHARS_MAX {
        out.say(
            "title_too_long",
            Holes::new().count("limit", TITLE_CHARS_MAX as i64),
        );
        return Ok(());
    }
    if title.is_empty() {
        out.ask("ask_title", Holes::new(), asks("title", "text"));
        return Ok(());
    }
    let Some(when) = moment::asked(&call.args).map(moment::by_day) else {
        out.ask("ask_when", Holes::new(), asks("when", "when"));
        return Ok(());
    };
    let Some((start, end, all_day)) = stretch(&when, call, "when", out) else {
        return Ok(());
    };
    let repeat = when.repeat.clone();
    // The hour at which it ends is said where it was named.
    let ends = until_of(&when, &start).filter(|_| !all_day);
    let new = NewEvent {
        title,
        start,
        end,
        all_day,
        repeat,
        person: call.who.person.clone(),
        key: call.key.clone(),
    };
    let event = world.calendar().add(new).await?;
    let holes = Holes::new().text("title", &event.title);
    match &event.repeat {
        Some(_) => {
            let holes = holes
                .value("at", Value::When(when))
                .value("first", at(&event));
            out.say("added_again", holes);
        }
        None => {
            let span = if ends.is_some() {
                span(&event)
            } else {
                at(&event)
            };
            out.say(by_day("added", &event), holes.value("at", span));
        }
    }
    out.undo(
        "calendar.drop",
        Args::new().with("id", Value::Text(event.id.clone())),
    );
    out.about("title", Value::Text(event.title.clone()));
    card(&[event], out);
    Ok(())
}

/// The title of a new event: as said, without the article, or put together from what is done and with whom.
fn titled(call: &Call, out: &Out<'_>) -> String {
    let text = |name: &str| call.args.text(name).map(str::trim);
    let title = match (text("title"), text("who"), text("activity")) {
        (Some(title), ..) if call.args.has("verb") => {
            out.text("title_book", &Holes::new().text("title", title))
        }
        (Some(title), ..) => title.to_owned(),
        (None, Some(who), Some(activity)) => out.text(
            "title_with",
            &Holes::new().text("who", who).text("what", activity),
        ),
        (None, _, activity) => activity.unwrap_or_default().to_owned(),
    };
    let articles = out.text("articles", &Holes::new());
    let bare = |article: &str| {
        title
            .strip_prefix(article)
            .filter(|rest| rest.starts_with(' '))
            .map(str::trim)
    };
    let bare = articles
        .split('|')
        .filter(|one| !one.is_empty())
        .find_map(bare);
    bare.map_or_else(|| title.clone(), str::to_owned)
}

/// Beginning, end and whether whole days are meant; says what is wrong and asks for `arg` where it is not clear.
fn stretch(
    when: &When,
    call: &Call,
    arg: &str,
    out: &mut Out<'_>,
) -> Option<(ZonedDateTime, ZonedDateTime, bool)> {
    match moment::resolve(when, &call.now, &call.region, Part::Stands) {
        Ok(found) => {
            let hour = found.at.checked_add(SignedDuration::from_hours(1)).ok()?;
            let end = until_of(when, &found.at).and_then(|end| {
                found
                    .at
                    .date()
                    .to_datetime(end)
                    .to_zoned_datetime(found.at.time_zone().clone())
                    .ok()
            });
            Some((found.at, end.unwrap_or(hour), false))
        }
        Err(Unclear::NoTime) => {
            let day = when.date.unwrap_or_else(|| call.now.date());
            if day < call.now.date() {
                out.ask("past", Holes::new(), asks(arg, "when"));
                return None;
            }
            let zone = call.now.time_zone();
            let start = day.to_zoned_datetime(zone.clone()).ok()?;
            let last = when.until.filter(|until| day < *until);
            let last = last.or_else(|| day.tomorrow().ok())?;
            Some((start, last.to_zoned_datetime(zone.clone()).ok()?, true))
        }
        Err(Unclear::TooFar) => {
            out.say("too_far", Holes::new());
            None
        }
        Err(Unclear::Past(_) | Unclear::Never) => {
            out.ask("past", Holes::new(), asks(arg, "when"));
            None
        }
    }
}

/// "How long until the pasta": a timer of that name, where no event has it.
async fn timed(title: &str, world: &dyn World) -> Result<Option<Act>, SkillError> {
    let wanted = ling_text::fold::folded(title);
    let timers = world.dues().list(Some(DueKind::Timer)).await?;
    let named = timers.iter().filter_map(|timer| timer.name.as_deref());
    let mut named = named.filter(|name| {
        let name = ling_text::fold::folded(name);
        !name.is_empty() && wanted.contains(&name)
    });
    Ok(named.next().map(|name| Act {
        intent: "timer.query".to_owned(),
        args: Args::new().with("name", Value::Text(name.to_owned())),
    }))
}

/// The hour at which something that begins at `at` ends, where it was named, in the same half of the day. A part
/// of the day names none.
fn until_of(when: &When, at: &ZonedDateTime) -> Option<jiff::civil::Time> {
    let (from, until) = (when.time?, when.time_until?);
    if from >= until {
        return None;
    }
    let halves = [0, 12].map(SignedDuration::from_hours);
    let half = halves
        .into_iter()
        .find(|half| from.wrapping_add(*half) == at.time())?;
    Some(until.wrapping_add(half)).filter(|until| at.time() < *until)
}

async fn query(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let today = call.now.date();
    let when = call.args.when("when").cloned().unwrap_or(When {
        date: Some(today),
        until: today.checked_add(Span::new().days(7)).ok(),
        ..When::default()
    });
    let (from, to, one_day) = asked_stretch(&when, call);
    let mut events = world
        .calendar()
        .between(call.who.person.as_deref(), &from, &to)
        .await?;
    events.retain(|event| from < event.end || from <= event.start);
    if call.verb() == "free" {
        free(&events, &when, &from, out);
    } else {
        tell(&events, one_day.then_some(from.date()), out);
    }
    card(&events, out);
    Ok(())
}

/// "Am I free on Tuesday afternoon": yes or no first.
fn free(events: &[CalendarEvent], asked: &When, from: &ZonedDateTime, out: &mut Out<'_>) {
    let mut asked = asked.clone();
    asked.date = asked.date.or(Some(from.date()));
    let named = names(&events[..events.len().min(READ_MAX)], false, out);
    let holes = Holes::new()
        .value("at", Value::When(asked))
        .count("n", events.len() as i64)
        .list("events", named);
    out.say(
        if events.is_empty() {
            "is_free"
        } else {
            "is_busy"
        },
        holes,
    );
}

/// How long it is until an event.
async fn until(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let title = call.args.text("title").unwrap_or_default();
    let events = off::meant(None, call, world).await?;
    let Some(event) = events.iter().find(|event| event.start > call.now) else {
        match timed(title, world).await? {
            Some(act) => out.instead(act),
            None => out.say("unknown", Holes::new().text("title", title)),
        }
        return Ok(());
    };
    let days = (event.start.date() - call.now.date()).get_days();
    let holes = Holes::new()
        .text("title", &event.title)
        .value("at", at(event));
    if event.all_day || days > 1 {
        out.say("until_days", holes.count("n", i64::from(days)));
    } else {
        let secs = call.now.duration_until(&event.start).as_secs();
        let minutes = (secs + 59) / 60 * 60;
        out.say("until", holes.value("left", Value::Duration(minutes)));
    }
    out.about("title", Value::Text(event.title.clone()));
    card(&events[..1], out);
    Ok(())
}

/// The hours or days that a question is about.
fn asked_stretch(when: &When, call: &Call) -> (ZonedDateTime, ZonedDateTime, bool) {
    let zone = call.now.time_zone().clone();
    let day = when.date.unwrap_or_else(|| call.now.date());
    let last = when.until.filter(|until| day < *until);
    let one_day = last.is_none_or(|last| day.tomorrow().is_ok_and(|next| next == last));
    let midnight = |day: jiff::civil::Date| day.to_zoned_datetime(zone.clone());
    let from = midnight(day).unwrap_or_else(|_| call.now.clone());
    let to = last
        .or_else(|| day.tomorrow().ok())
        .and_then(|day| midnight(day).ok());
    let to = to.unwrap_or_else(|| from.clone());
    let hour = |time| day.to_datetime(time).to_zoned_datetime(zone.clone()).ok();
    match (when.time.and_then(hour), when.time_until.and_then(hour)) {
        (Some(a), Some(b)) if a < b => (a, b, one_day),
        (Some(a), _) => (
            a.clone(),
            a.checked_add(SignedDuration::from_hours(1)).unwrap_or(a),
            one_day,
        ),
        _ => (from, to, one_day),
    }
}

fn tell(events: &[CalendarEvent], day: Option<jiff::civil::Date>, out: &mut Out<'_>) {
    let when = When {
        date: day,
        ..When::default()
    };
    let holes = Holes::new()
        .value("at", Value::When(when))
        .count("n", events.len() as i64);
    if let [one] = events {
        out.about("title", Value::Text(one.title.clone()));
    }
    if events.is_empty() {
        out.say(
            if day.is_some() {
                "day_empty"
            } else {
                "days_empty"
            },
            holes,
        );
        return;
    }
    let named = names(&events[..events.len().min(READ_MAX)], day.is_none(), out);
    out.say(
        if day.is_some() { "day" } else { "days" },
        holes.list("events", named),
    );
    if events.len() > READ_MAX {
        out.say(
            "more",
            Holes::new().count("rest", (events.len() - READ_MAX) as i64),
        );
    }
}

/// "nine o'clock dentist", with the day where it is not clear.
fn names(events: &[CalendarEvent], dated: bool, out: &Out<'_>) -> Vec<String> {
    let name = |event: &CalendarEvent| {
        let key = match (dated, event.all_day) {
            (false, false) => "event",
            (false, true) => "event_whole",
            (true, false) => "event_dated",
            (true, true) => "event_dated_whole",
        };
        let (key, at) = match span(event) {
            // The hour at which it ends, unless nobody named one.
            Value::When(when) if !event.all_day && !is_usual(event) => {
                let date = when.date.filter(|_| dated);
                ("event_span", Value::When(When { date, ..when }))
            }
            _ => (key, at(event)),
        };
        let holes = Holes::new().text("title", &event.title).value("at", at);
        out.text(key, &holes)
    };
    events.iter().map(name).collect()
}

async fn next(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    match coming(call, world).await? {
        Some(event) => {
            let holes = Holes::new()
                .text("title", &event.title)
                .value("at", at(&event));
            out.say(by_day("next", &event), holes);
            out.about("title", Value::Text(event.title.clone()));
            card(&[event], out);
        }
        None => out.say("none_next", Holes::new()),
    }
    Ok(())
}

/// What begins next, within a year.
async fn coming(call: &Call, world: &dyn World) -> Result<Option<CalendarEvent>, SkillError> {
    let to = call
        .now
        .checked_add(Span::new().years(1))
        .unwrap_or(call.now.clone());
    let person = call.who.person.as_deref();
    let events = world.calendar().between(person, &call.now, &to).await?;
    Ok(events.into_iter().find(|event| event.start >= call.now))
}

async fn find(call: &Call, world: &dyn World, out: &mut Out<'_>) -> Result<(), SkillError> {
    let title = call.args.text("title").unwrap_or_default();
    let person = call.who.person.as_deref();
    let events = world.calendar().find(person, title, &call.now).await?;
    match events.first() {
        Some(event) => {
            let holes = Holes::new()
                .text("title", &event.title)
                .value("at", at(event));
            out.say(by_day("found", event), holes);
            card(&events[..1], out);
        }
        None => match elsewhere(title, world).await? {
            Some(act) => out.instead(act),
            None => out.say("unknown", Holes::new().text("title", title)),
        },
    }
    Ok(())
}

/// Where it is if the calendar does not have it: a reminder, or a note.
async fn elsewhere(title: &str, world: &dyn World) -> Result<Option<Act>, SkillError> {
    let said = |intent: &str, arg: &str| Act {
        intent: intent.to_owned(),
        args: Args::new().with(arg, Value::Text(title.to_owned())),
    };
    let dues = world.dues().list(Some(DueKind::Reminder)).await?;
    let speaks_of_it =
        |name: &String| ling_text::fold::folded(name).contains(&ling_text::fold::folded(title));
    let is_there = dues
        .iter()
        .any(|due| due.name.as_ref().is_some_and(speaks_of_it));
    if is_there && !title.is_empty() {
        return Ok(Some(said("reminder.query", "name")));
    }
    let notes = world.notes().search(title).await?;
    Ok((!notes.is_empty()).then(|| said("notes.find", "about")))
}

fn asks(arg: &str, kind: &str) -> Ask {
    Ask {
        arg: arg.to_owned(),
        kind: kind.to_owned(),
        choices: Vec::new(),
    }
}

/// When an event begins.
fn at(event: &CalendarEvent) -> Value {
    Value::When(When {
        date: Some(event.start.date()),
        time: (!event.all_day).then(|| event.start.time()),
        half_known: true,
        ..When::default()
    })
}

/// Whether an event takes an hour, as one does whose end was not named.
fn is_usual(event: &CalendarEvent) -> bool {
    event.start.duration_until(&event.end) == SignedDuration::from_hours(1)
}

/// From when to when an event goes.
fn span(event: &CalendarEvent) -> Value {
    let Value::When(mut when) = at(event) else {
        return at(event);
    };
    let one_day = event.start.date() == event.end.date();
    when.time_until = Some(event.end.time()).filter(|_| one_day && !event.all_day);
    Value::When(when)
}

fn by_day(key: &str, event: &CalendarEvent) -> &'static str {
    match (key, event.all_day) {
        ("added", false) => "added",
        ("added", true) => "added_day",
        ("next", false) => "next",
        ("next", true) => "next_day",
        ("moved", false) => "moved",
        ("moved", true) => "moved_day",
        (_, false) => "found",
        (_, true) => "found_day",
    }
}

fn card(events: &[CalendarEvent], out: &mut Out<'_>) {
    let rows = events.iter().map(|event| {
        json!({
            "id": event.id, "title": event.title, "all_day": event.all_day,
            "start": event.start.timestamp().to_string(), "end": event.end.timestamp().to_string(),
        })
    });
    out.card("calendar", json!({ "events": rows.collect::<Vec<_>>() }));
}
