//! Timers, alarms and reminders, and what rings now.

use axum::{
    Extension, Json,
    extract::{Path, Query, State},
    http::StatusCode,
};
use jiff::{SignedDuration, Timestamp};
use ling_cloud::{DueFilter, DueId, DueKind};
use ling_dialogue::World;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Caller, Problem};
use crate::Hub;

/// The longest snooze, in minutes: half a day.
const SNOOZE_MINUTES_MAX: i64 = 720;

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
    let known = hub.cloud.due(&DueId::new(id.as_str())).await?;
    known.ok_or_else(|| Problem::not_found("timer, alarm or reminder"))?;
    hub.world.dues().remove(&id, Timestamp::now()).await?;
    Ok(StatusCode::NO_CONTENT)
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
