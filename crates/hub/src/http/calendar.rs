//! The calendar.

use axum::{
    Extension, Json,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
};
use jiff::{SignedDuration, Span, Timestamp, ZonedDateTime};
use ling_cloud::{EventChange, PersonId, repeat_from_json, repeat_to_json};
use ling_dialogue::{CalendarEvent, CalendarPort, NewEvent};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Body, Caller, Problem, key};
use crate::Hub;

/// Days that one answer may cover.
const DAYS_MAX: i64 = 400;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stretch {
    from: Option<Timestamp>,
    to: Option<Timestamp>,
}

/// `GET /v1/calendar?from&to`: what happens between two moments; from now, for a month, where they are left out.
pub(super) async fn between(
    State(hub): State<Hub>,
    Extension(caller): Extension<Caller>,
    Query(stretch): Query<Stretch>,
) -> Result<Json<Value>, Problem> {
    let zone = hub.now().time_zone().clone();
    let from = stretch.from.unwrap_or_else(|| hub.now().timestamp());
    let from = from.to_zoned_datetime(zone.clone());
    let to = match stretch.to {
        Some(to) => to.to_zoned_datetime(zone),
        None => from
            .checked_add(Span::new().months(1))
            .unwrap_or(from.clone()),
    };
    if to < from || from.duration_until(&to).as_hours() > DAYS_MAX * 24 {
        let why = format!("`to` must lie within {DAYS_MAX} days after `from`");
        return Err(Problem::bad("range", why));
    }
    let person = caller.person.as_deref();
    let events = hub.world.calendar.during(person, &from, &to).await?;
    Ok(Json(
        json!({ "events": events.iter().map(shown).collect::<Vec<_>>() }),
    ))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct New {
    title: String,
    start: Timestamp,
    end: Option<Timestamp>,
    #[serde(default)]
    all_day: bool,
    repeat: Option<Value>,
    person: Option<String>,
}

/// `POST /v1/calendar`: adds an event; without an end it takes an hour, or a day.
pub(super) async fn add(
    State(hub): State<Hub>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    Body(new): Body<New>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let zone = hub.now().time_zone().clone();
    let repeat = match &new.repeat {
        None | Some(Value::Null) => None,
        Some(json) => Some(repeat_from_json(json).ok_or_else(|| {
            Problem::bad("repeat", "`repeat` is not a repeat")
                .hint("send {\"daily\": {\"every\": 1}}")
        })?),
    };
    let start = new.start.to_zoned_datetime(zone.clone());
    let end = match new.end {
        Some(end) => end.to_zoned_datetime(zone),
        None => ends(&start, new.all_day).ok_or_else(|| {
            Problem::bad("range", "`start` lies too far away")
                .hint("give a time before the year 9999")
        })?,
    };
    let event = NewEvent {
        title: new.title,
        start,
        end,
        all_day: new.all_day,
        repeat,
        person: match new.person {
            Some(person) => someone(&hub, person).await?,
            None => caller.person.clone(),
        },
        key: String::new(),
    };
    let event = hub.world.calendar.put(event, key(&headers)?).await?;
    Ok((StatusCode::CREATED, Json(shown(&event))))
}

/// A person of the house; an empty id means the whole house.
async fn someone(hub: &Hub, id: String) -> Result<Option<String>, Problem> {
    if id.is_empty() {
        return Ok(None);
    }
    let people = hub.cloud.people().await?;
    match people.iter().any(|person| person.id.as_str() == id) {
        true => Ok(Some(id)),
        false => Err(Problem::not_found("person")),
    }
}

/// When something without an end ends; none at the end of time.
fn ends(start: &ZonedDateTime, all_day: bool) -> Option<ZonedDateTime> {
    let end = if all_day {
        start.checked_add(Span::new().days(1))
    } else {
        start.checked_add(SignedDuration::from_hours(1))
    };
    end.ok()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    title: Option<String>,
    start: Option<Timestamp>,
    end: Option<Timestamp>,
    all_day: Option<bool>,
    person: Option<String>,
}

/// `PATCH /v1/calendar/{id}`: another title, time or person; with `start` alone it takes as long
/// as before.
pub(super) async fn change(
    State(hub): State<Hub>,
    Path(id): Path<String>,
    Body(change): Body<Change>,
) -> Result<Json<Value>, Problem> {
    let change = EventChange {
        title: change.title,
        start: change.start,
        end: change.end,
        all_day: change.all_day,
        person: match change.person {
            Some(person) => Some(someone(&hub, person).await?.map(PersonId::new)),
            None => None,
        },
        ..EventChange::default()
    };
    Ok(Json(shown(&hub.world.calendar.change(&id, change).await?)))
}

/// `DELETE /v1/calendar/{id}`.
pub(super) async fn remove(
    State(hub): State<Hub>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    match hub.world.calendar.take(&id).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Problem::not_found("event")),
    }
}

/// `POST /v1/calendar/{id}/restore`: brings back what was taken away less than a day ago, or undoes its last change.
pub(super) async fn restore(
    State(hub): State<Hub>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    Ok(Json(shown(
        &CalendarPort::restore(&hub.world.calendar, &id).await?,
    )))
}

fn shown(event: &CalendarEvent) -> Value {
    json!({
        "id": event.id,
        "title": event.title,
        "person": event.person,
        "start": event.start.timestamp(),
        "end": event.end.timestamp(),
        "zone": event.start.time_zone().iana_name(),
        "all_day": event.all_day,
        "repeat": event.repeat.as_ref().map(repeat_to_json),
    })
}
