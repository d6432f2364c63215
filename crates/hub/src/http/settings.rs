//! What the owner chose, seen and changed from the page.

use axum::{
    Extension, Json,
    extract::{Query, State},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Body, Caller, Problem};
use crate::{Config, Hub};

/// `GET /v1/settings`: the whole configuration as it is in force.
pub(super) async fn get(State(hub): State<Hub>) -> Json<Config> {
    Json(Config::clone(&hub.config()))
}

/// `PUT /v1/settings`: lays sections over the configuration, `{"weather": {"on": true}}`, at once. `moved` in
/// the answer tells what keeps its time of day in another zone.
pub(super) async fn put(
    State(hub): State<Hub>,
    Body(change): Body<Value>,
) -> Result<Json<Value>, Problem> {
    let moved = hub.change_settings(&change).await?;
    let mut answer = json!(*hub.config());
    answer["moved"] = json!(moved);
    Ok(Json(answer))
}

/// `GET /v1/setup`: what every page has to know: whether the house knows where it is, which zone holds, whether
/// it can hear, and whether a child looks at it.
pub(super) async fn setup(
    State(hub): State<Hub>,
    Extension(caller): Extension<Caller>,
) -> Json<Value> {
    let config = hub.config();
    let house = &config.house;
    let zone = hub
        .now()
        .time_zone()
        .iana_name()
        .unwrap_or("UTC")
        .to_owned();
    Json(json!({
        "done": hub.is_set_up().await,
        "zone": zone,
        "zone_chosen": !house.zone.is_empty(),
        "device": caller.device,
        "recogniser": hub.hears_with().await,
        "child": caller.child,
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    q: String,
}

/// `GET /v1/towns?q=shang`: towns whose names have these letters.
pub(super) async fn find_towns(
    State(hub): State<Hub>,
    Query(wanted): Query<Wanted>,
) -> Json<Value> {
    Json(json!({ "towns": hub.towns(&wanted.q) }))
}
