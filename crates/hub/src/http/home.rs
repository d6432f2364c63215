//! `GET /v1/home` and `POST /v1/home/act`: the house for the page, without words.

use axum::{Extension, Json, body::Bytes, extract::State};
use ling_dialogue::{HomeAct, HomeDevice, HomeKind, HomePort};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Caller, Problem, auth};
use crate::{Hub, world::home::json};

/// Devices that one request may touch.
const IDS_MAX: usize = 200;

/// Floors, rooms and devices with their states.
pub(super) async fn get(State(hub): State<Hub>) -> Result<Json<Value>, Problem> {
    let house = hub.world.home.house().await?;
    Ok(Json(json::house(&house)))
}

/// The body of `POST /v1/home/act`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    ids: Vec<String>,
    act: String,
    #[serde(default)]
    value: Value,
}

/// Does something to devices: `{"ids": ["light.kitchen"], "act": "level", "value": 30}`.
pub(super) async fn act(
    State(hub): State<Hub>,
    Extension(caller): Extension<Caller>,
    body: Bytes,
) -> Result<Json<Value>, Problem> {
    let example = r#"send {"ids": ["light.kitchen"], "act": "level", "value": 30}"#;
    let body: Body = serde_json::from_slice(&body).map_err(|e| {
        Problem::bad("not_json", format!("the body is not what is expected: {e}")).hint(example)
    })?;
    if body.ids.is_empty() || body.ids.len() > IDS_MAX {
        return Err(Problem::bad("ids", format!("name 1 to {IDS_MAX} devices")).hint(example));
    }
    let value = match &body.value {
        Value::String(text) => Some(text.clone()),
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    };
    let act = HomeAct::from_words(&body.act, value.as_deref()).ok_or_else(|| {
        Problem::bad("act", format!("`{}` with that value is nothing a device does", body.act))
            .hint("on off play pause mute unmute stop next previous; level 0-100, color, kelvin, target, mode")
    })?;
    let known = hub.world.home.house().await?;
    if let Some(id) = body
        .ids
        .iter()
        .find(|id| !known.devices.iter().any(|device| device.id == **id))
    {
        return Err(Problem::not_found("device").hint(format!("`{id}` is not in GET /v1/home")));
    }
    let is_lock = |device: &&HomeDevice| device.kind == HomeKind::Lock;
    let mut locks = known.devices.iter().filter(is_lock);
    if caller.child && locks.any(|lock| body.ids.contains(&lock.id)) {
        return Err(auth::grown_up("a child's page may not touch the locks"));
    }
    let failed = hub.world.home.act(&body.ids, act).await?;
    Ok(Json(json!({ "failed": failed })))
}
