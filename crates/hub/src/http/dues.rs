//! Timers, alarms and reminders, and what rings now.

use axum::{
    Extension, Json,
    extract::{Path, Query, State},
    http::StatusCode,
};
use jiff::{SignedDuration, Timestamp};
use ling_cloud::{Due, DueChange, DueFilter, DueId, DueKind, DueState};
use ling_dialogue::World;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Body, Caller, Problem};
use crate::Hub;

/// The longest snooze, in minutes: half a day.
const SNOOZE_MINUTES_MAX: i64 = 720;

/// The most that a timer is given at once, in seconds: a day.
const ADD_SECS_MAX: i64 = 86_400;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    kind: Option<DueKind>,
}

/// `GET /v1/dues`: what waits, is paused or rings, the next first.
pub(super) async fn list(
    State(hub): State<Hub>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Value>, Problem> {
    let filter = DueFilter {
        kind: wanted.kind,
        ..DueFilter::default()
    };
    Ok(Json(json!({ "dues": hub.cloud.dues(&filter).await? })))
}

/// `DELETE /v1/dues/{id}`: takes one away; saying "undo" within a day brings it back.
pub(super) async fn remove(
    State(hub): State<Hub>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    known(&hub, &id).await?;
    hub.world.dues().remove(&id, Timestamp::now()).await?;
    hub.events.tell("dues", None, json!({ "id": id }));
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /v1/dues/{id}/restore`: brings back what was taken away less than a day ago, or undoes its last change.
pub(super) async fn restore(
    State(hub): State<Hub>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    hub.world.dues().restore(&id, Timestamp::now()).await?;
    changed(&hub, &id).await
}

/// What can be changed; what is absent stays.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    name: Option<String>,
    at: Option<Timestamp>,
    add_secs: Option<i64>,
}

/// `PATCH /v1/dues/{id}`: another name; another time for an alarm or a reminder, from which a repeat goes on;
/// more or less time for a timer.
pub(super) async fn change(
    State(hub): State<Hub>,
    Path(id): Path<String>,
    Body(change): Body<Change>,
) -> Result<Json<Value>, Problem> {
    let now = Timestamp::now();
    let due = known(&hub, &id).await?;
    let mut out = DueChange {
        text: change.name,
        ..DueChange::default()
    };
    if let Some(at) = change.at {
        if at <= now {
            return Err(Problem::bad("past", "`at` lies in the past").hint("give a time to come"));
        }
        out.due = Some(at);
        let zone = hub.now().time_zone().clone();
        if due.kind != DueKind::Timer {
            out.time = Some(Some(at.to_zoned_datetime(zone.clone()).time()));
            out.zone = Some(zone.iana_name().map(str::to_owned));
        }
    }
    if let Some(secs) = change.add_secs {
        more_time(&due, secs, now, &mut out)?;
    }
    hub.world.dues.change_row(&id, out, now).await?;
    changed(&hub, &id).await
}

/// A timer gets `secs` more; one that has run out, or would, is no timer any more.
fn more_time(due: &Due, secs: i64, now: Timestamp, out: &mut DueChange) -> Result<(), Problem> {
    let wrong = |why| Problem::bad("add_secs", why);
    if due.kind != DueKind::Timer {
        return Err(wrong("only a timer can be given more time").hint("send `at` instead"));
    }
    if secs.abs() > ADD_SECS_MAX {
        return Err(wrong("`add_secs` is at most a day"));
    }
    let left = match due.state {
        DueState::Paused => due.paused_left_secs.unwrap_or(0),
        DueState::Waiting | DueState::Ringing | DueState::Done => {
            due.due.duration_since(now).as_secs().max(0)
        }
    };
    if left + secs <= 0 {
        return Err(wrong("no time would be left").hint("take the timer away instead"));
    }
    match due.state {
        DueState::Paused => out.paused_left_secs = Some(left + secs),
        DueState::Waiting | DueState::Ringing | DueState::Done => {
            let base = due.due.max(now);
            let later = base.checked_add(SignedDuration::from_secs(secs));
            out.due = Some(later.map_err(|_| wrong("that is too far away"))?);
        }
    }
    out.duration_secs = due.duration_secs.map(|whole| (whole + secs).max(1));
    Ok(())
}

/// `POST /v1/dues/{id}/pause`: stops the time of a timer.
pub(super) async fn pause(
    State(hub): State<Hub>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    only_timer(&known(&hub, &id).await?)?;
    hub.world.dues().pause(&id, Timestamp::now()).await?;
    changed(&hub, &id).await
}

/// `POST /v1/dues/{id}/resume`: lets the time of a timer go on.
pub(super) async fn resume(
    State(hub): State<Hub>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    only_timer(&known(&hub, &id).await?)?;
    hub.world.dues().resume(&id, Timestamp::now()).await?;
    changed(&hub, &id).await
}

fn only_timer(due: &Due) -> Result<(), Problem> {
    match due.kind {
        DueKind::Timer => Ok(()),
        DueKind::Alarm | DueKind::Reminder => {
            Err(Problem::bad("kind", "only a timer can be paused"))
        }
    }
}

async fn known(hub: &Hub, id: &str) -> Result<Due, Problem> {
    let known = hub.cloud.due(&DueId::new(id)).await?;
    known.ok_or_else(|| Problem::not_found("timer, alarm or reminder"))
}

/// The row as it is now, told to every page.
async fn changed(hub: &Hub, id: &str) -> Result<Json<Value>, Problem> {
    hub.events.tell("dues", None, json!({ "id": id }));
    Ok(Json(json!(known(hub, id).await?)))
}

/// `GET /v1/rings`: what rings now and what nobody answered.
pub(super) async fn rings(State(hub): State<Hub>) -> Json<Value> {
    Json(hub.rings.state())
}

/// `POST /v1/rings/{id}/ack`: ends a ring for good. `ended` is false when it was over before.
pub(super) async fn acknowledge(
    State(hub): State<Hub>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let ended = hub
        .rings
        .acknowledge(&id, caller.device.as_deref(), Timestamp::now())
        .await?;
    Ok(Json(json!({ "ended": ended })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Snooze {
    minutes: i64,
}

/// `POST /v1/rings/{id}/snooze`: lets a ring sound again after some minutes.
pub(super) async fn snooze(
    State(hub): State<Hub>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    Json(snooze): Json<Snooze>,
) -> Result<Json<Value>, Problem> {
    if !(1..=SNOOZE_MINUTES_MAX).contains(&snooze.minutes) {
        return Err(Problem::bad(
            "minutes",
            format!("`minutes` is from 1 to {SNOOZE_MINUTES_MAX}"),
        )
        .hint("send {\"minutes\": 10}"));
    }
    let now = Timestamp::now();
    let until = now + SignedDuration::from_mins(snooze.minutes);
    let ended = hub
        .rings
        .snooze(&id, caller.device.as_deref(), until, now)
        .await?;
    Ok(Json(json!({ "ended": ended, "until": until.to_string() })))
}
