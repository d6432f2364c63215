//! Keys for programs, browsers that are signed in, and links that sign one in.

use std::time::Instant;

use axum::{
    Extension, Json,
    extract::{Path, State},
    http::StatusCode,
};
use ling_cloud::{DeviceId, NewToken as Key, PersonId, Scope, SessionId, Token, TokenId};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Body, Caller, Problem, Raw, body};
use crate::Hub;

/// `GET /v1/tokens`, with what each was used for since the house was started.
pub(super) async fn tokens(State(hub): State<Hub>) -> Result<Json<Value>, Problem> {
    let limit = hub.config().server.calls_a_minute;
    let tokens = hub.cloud.tokens().await?;
    let told = tokens.iter().map(|token| {
        let mut told = json!(token);
        told["usage"] = usage(&hub, token, limit);
        told
    });
    let told: Vec<Value> = told.collect();
    let limit = (limit > 0).then_some(limit);
    Ok(Json(json!({ "tokens": told, "calls_a_minute": limit })))
}

fn usage(hub: &Hub, token: &Token, limit: u32) -> Value {
    let usage = hub
        .programs
        .calls
        .usage(token.id.as_str(), limit, Instant::now());
    let Some(usage) = usage else {
        return Value::Null;
    };
    let idle = jiff::SignedDuration::from_secs(i64::try_from(usage.idle_secs).unwrap_or(i64::MAX));
    json!({
        "calls": usage.n_calls,
        "refused": usage.n_refused,
        "left": (limit > 0).then_some(usage.left),
        "last": jiff::Timestamp::now().checked_sub(idle).ok(),
    })
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
    Extension(caller): Extension<Caller>,
    Body(new): Body<NewToken>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let wanted = new.scope.as_deref().unwrap_or("turns");
    let all = [Scope::Turns, Scope::Ai, Scope::Admin];
    let scope = all.into_iter().find(|scope| scope.word() == wanted);
    let scope = scope.ok_or_else(|| {
        Problem::bad("scope", format!("`{wanted}` is not a scope"))
            .hint("use `turns`, `ai` or `admin`")
    })?;
    let key = Key {
        name: new.name,
        scope,
        person: caller.person.map(PersonId::new),
    };
    let (token, secret) = hub.cloud.add_token(key, jiff::Timestamp::now()).await?;
    let answer = json!({ "token": token, "secret": secret.expose() });
    Ok((StatusCode::CREATED, Json(answer)))
}

/// `DELETE /v1/tokens/{id}`.
pub(super) async fn revoke_token(
    State(hub): State<Hub>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let found = hub.cloud.revoke_token(&TokenId::new(id)).await?;
    hub.keys_changed();
    gone(found, "token")
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
    let device = DeviceId::new(id.as_str());
    let found = hub.cloud.sign_out(&SessionId::new(id)).await?;
    hub.keys_changed();
    hub.cloud.remove_device(&device).await?;
    gone(found, "session")
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewLink {
    person: Option<String>,
}

/// `POST /v1/links`: a path that signs one browser in, once, within a quarter of an hour. The body may say for
/// whom, `{"person": "..."}`; without one it signs in somebody who may do everything.
pub(super) async fn add_link(
    State(hub): State<Hub>,
    Raw(sent): Raw,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let new: NewLink = match sent.is_empty() {
        true => NewLink::default(),
        false => body::read(&sent)?,
    };
    let person = new.person.map(PersonId::new);
    if let Some(person) = &person {
        let people = hub.cloud.people().await?;
        let known = people.iter().any(|known| known.id == *person);
        known
            .then_some(())
            .ok_or_else(|| Problem::not_found("person"))?;
    }
    let now = jiff::Timestamp::now();
    let secret = hub.cloud.create_link(person.as_ref(), now).await?;
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
