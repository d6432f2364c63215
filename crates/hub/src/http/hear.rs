//! `POST /v1/hear`: sound as words, and nothing is done about them.

use axum::{
    Json,
    extract::{Query, State, rejection::QueryRejection},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Problem, Raw, turns::lang};
use crate::Hub;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    lang: Option<String>,
}

/// The words of a recording.
pub(super) async fn hear(
    State(hub): State<Hub>,
    query: Result<Query<Wanted>, QueryRejection>,
    Raw(body): Raw,
) -> Result<Json<Value>, Problem> {
    let Query(wanted) = query.map_err(|error| Problem::bad("query", error.body_text()))?;
    let lang = lang(wanted.lang.as_deref())?;
    let heard = hub.hear(body.to_vec(), lang).await?;
    Ok(Json(json!({
        "text": heard.text,
        "lang": heard.lang.map(|lang| lang.tag()),
        "missed": heard.missed,
        "note": heard.note,
    })))
}
