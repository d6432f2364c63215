//! Notes.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use ling_cloud::Note;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Body, Problem, key};
use crate::Hub;

/// Notes in one answer.
const NOTES_MAX: usize = 2_000;

/// `GET /v1/notes`: every note, the newest first.
pub(super) async fn all(State(hub): State<Hub>) -> Result<Json<Value>, Problem> {
    let notes = hub.world.notes.newest(NOTES_MAX).await?;
    Ok(Json(
        json!({ "notes": notes.iter().map(shown).collect::<Vec<_>>() }),
    ))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewNote {
    text: String,
}

/// `POST /v1/notes`.
pub(super) async fn add(
    State(hub): State<Hub>,
    headers: HeaderMap,
    Body(new): Body<NewNote>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let note = hub.world.notes.put(&new.text, key(&headers)?).await?;
    Ok((StatusCode::CREATED, Json(shown(&note))))
}

/// `DELETE /v1/notes/{id}`.
pub(super) async fn remove(
    State(hub): State<Hub>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    match hub.world.notes.take(&id).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Problem::not_found("note")),
    }
}

fn shown(note: &Note) -> Value {
    json!({ "id": note.id, "text": note.text, "at": note.created })
}
