//! Keys for programs, browsers that are signed in, and links that sign one in.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use ling_cloud::{DeviceId, Scope, SessionId, TokenId};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Body, Problem};
use crate::Hub;

/// `GET /v1/tokens`.
pub(super) async fn tokens(State(hub): State<Hub>) -> Result<Json<Value>, Problem> {
    Ok(Json(json!({ "tokens": hub.cloud.tokens().await? })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewToken {
    name: String,
    scope: Option<String>,
}

/// `POST /v1/tokens`: the only answer that ever holds the secret.
pub(super) async fn add_token(
    State(hub): State<Hub>,
    Body(new): Body<NewToken>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let wanted = new.scope.as_deref().unwrap_or("turns");
    let all = [Scope::Turns, Scope::Ai, Scope::Admin];
    let scope = all.into_iter().find(|scope| scope.word() == wanted);
    let scope = scope.ok_or_else(|| {
        Problem::bad("scope", format!("`{wanted}` is not a scope"))
            .hint("use `turns`, `ai` or `admin`")
    })?;
    let now = jiff::Timestamp::now();
    let (token, secret) = hub.cloud.create_token(&new.name, scope, now).await?;
    let answer = json!({ "token": token, "secret": secret.expose() });
    Ok((StatusCode::CREATED, Json(answer)))
}

/// `DELETE /v1/tokens/{id}`.
pub(super) async fn revoke_token(
    State(hub): State<Hub>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    gone(hub.cloud.revoke_token(&TokenId::new(id)).await?, "token")
}

/// `GET /v1/sessions`.
pub(super) async fn sessions(State(hub): State<Hub>) -> Result<Json<Value>, Problem> {
    let sessions = hub.cloud.sessions(jiff::Timestamp::now()).await?;
    Ok(Json(json!({ "sessions": sessions })))
}

/// `DELETE /v1/sessions/{id}`.
pub(super) async fn end_session(
    State(hub): State<Hub>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    hub.cloud.remove_device(&DeviceId::new(id.as_str())).await?;
    gone(hub.cloud.sign_out(&SessionId::new(id)).await?, "session")
}

/// `POST /v1/links`: a path that signs one browser in, once, within a quarter of an hour.
pub(super) async fn add_link(State(hub): State<Hub>) -> Result<(StatusCode, Json<Value>), Problem> {
    let secret = hub.cloud.create_link(None, jiff::Timestamp::now()).await?;
    let path = format!("/signin?key={}", secret.expose());
    Ok((StatusCode::CREATED, Json(json!({ "path": path }))))
}

fn gone(found: bool, what: &str) -> Result<StatusCode, Problem> {
    if found {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::not_found(what))
    }
}
