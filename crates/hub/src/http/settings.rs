//! What the owner chose, seen and changed from the page.

use axum::{Json, extract::State};
use serde_json::Value;

use super::{Body, Problem};
use crate::{Config, Hub};

/// `GET /v1/settings`: the whole configuration as it is in force.
pub(super) async fn get(State(hub): State<Hub>) -> Json<Config> {
    Json(Config::clone(&hub.config()))
}

/// `PUT /v1/settings`: lays sections over the configuration, `{"weather": {"on": true}}`, at once.
pub(super) async fn put(
    State(hub): State<Hub>,
    Body(change): Body<Value>,
) -> Result<Json<Config>, Problem> {
    hub.change_settings(&change)
        .await
        .map_err(|reason| Problem::bad("settings", reason))?;
    Ok(Json(Config::clone(&hub.config())))
}
