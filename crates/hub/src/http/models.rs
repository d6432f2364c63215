//! Model packages: what there is, fetching and removing.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use ling_base::Lang;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Body, Problem};
use crate::{Hub, out::models::ModelError};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Agreed {
    /// The licence that was read.
    licence: String,
    /// Whether files are taken whose sums nobody has written down.
    #[serde(default)]
    unverified: bool,
}

/// `GET /v1/models`: every package, and how far it is.
pub(super) async fn list(State(hub): State<Hub>) -> Json<Value> {
    Json(json!({ "models": hub.pulls.list().await }))
}

/// `POST /v1/models/{name}`: begins to fetch it; events of the kind `model` tell how far it is.
pub(super) async fn pull(
    State(hub): State<Hub>,
    Path(name): Path<String>,
    Body(agreed): Body<Agreed>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    hub.pulls.start(&name, &agreed.licence, agreed.unverified)?;
    Ok((StatusCode::ACCEPTED, Json(json!({ "started": true }))))
}

/// `DELETE /v1/models/{name}`: takes it away.
pub(super) async fn remove(
    State(hub): State<Hub>,
    Path(name): Path<String>,
) -> Result<StatusCode, Problem> {
    hub.pulls.remove(&name).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<ModelError> for Problem {
    fn from(error: ModelError) -> Problem {
        let status = match error.code() {
            "unknown" | "absent" => StatusCode::NOT_FOUND,
            "licence" | "unverified" | "busy" => StatusCode::CONFLICT,
            _ => StatusCode::SERVICE_UNAVAILABLE,
        };
        let code = match error.code() {
            "unknown" | "absent" => "not_found",
            code => code,
        };
        let hint = match error {
            ModelError::Licence { .. } => "read it, then send its name as `licence`".to_owned(),
            ref error => error.hint(Lang::En),
        };
        Problem::new(status, code, error.told(Lang::En)).hint(hint)
    }
}
