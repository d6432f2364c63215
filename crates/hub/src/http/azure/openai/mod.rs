//! OpenAI's interface, as its own libraries and Azure's form of it speak it, below `/openai/deployments/NAME`,
//! `/openai`, `/openai/v1` and `/v1`.
//!
//! A deployment or model of any name is the language model that the owner chose; the one called `ling` is the
//! assistant itself, which needs none.

mod audio;
mod chat;
mod ling;
mod pieces;
mod responses;
mod subtitles;

use axum::{
    Json,
    http::{HeaderName, HeaderValue, Method, StatusCode},
    response::{IntoResponse, Response},
};
use ling_cloud::Token;
use serde_json::{Value, json};

use super::{Call, error::Refusal, language, query};
use crate::{Hub, out::llm};
pub(super) use pieces::Lines;

/// The deployment that is the assistant itself.
const LING: &str = "ling";
/// The largest body that is no file: a talk with pictures in it.
const BODY_BYTES_MAX: usize = 8 << 20;
/// When the models were made, for those who ask: 2026-11-01.
const CREATED: i64 = 1_793_491_200;
/// Versions of the interface that are no date.
const VERSIONS: [&str; 3] = ["v1", "preview", "latest"];

/// What stands below `/v1`, which is the house's own otherwise. `/v1/models` are its packages.
pub(super) const BELOW_V1: [&str; 14] = [
    "/v1/chat",
    "/v1/completions",
    "/v1/responses",
    "/v1/embeddings",
    "/v1/audio",
    "/v1/images",
    "/v1/files",
    "/v1/batches",
    "/v1/moderations",
    "/v1/assistants",
    "/v1/threads",
    "/v1/vector_stores",
    "/v1/fine_tuning",
    "/v1/realtime",
];

/// Answers a call.
pub(super) async fn answer(hub: &Hub, token: &Token, call: Call) -> Result<Response, Refusal> {
    check_version(&call)?;
    let (deployment, operation) = operation(&call.path);
    let is_post = call.parts.method == Method::POST;
    match operation.as_str() {
        "chat/completions" if is_post => chat::answer(hub, token, deployment, call).await,
        "responses" if is_post => responses::answer(hub, token, deployment, call).await,
        "audio/transcriptions" if is_post => audio::transcribe(hub, call).await,
        "audio/speech" if is_post => audio::speak(hub, call).await,
        "models" if !is_post => Ok(models(hub).await),
        "embeddings" => Err(Refusal::not_offered(
            "Ling has no encoder of texts, so it makes no embeddings. Ask a server that has one.",
        )),
        other => match other.strip_prefix("models/").filter(|_| !is_post) {
            Some(name) => model(hub, name).await,
            None => Err(missing(&call)),
        },
    }
}

/// A refusal in the shape that OpenAI's libraries read. A fault is not to be tried again at once.
pub(super) fn told(refusal: Refusal) -> Response {
    let kind = match refusal.status {
        StatusCode::UNAUTHORIZED => "authentication_error",
        StatusCode::FORBIDDEN => "permission_error",
        StatusCode::TOO_MANY_REQUESTS => "rate_limit_error",
        status if status.is_server_error() => "server_error",
        _ => "invalid_request_error",
    };
    let error =
        json!({ "message": refusal.message, "type": kind, "param": null, "code": refusal.code });
    let is_fault = refusal.status.is_server_error();
    let mut response = (refusal.status, Json(json!({ "error": error }))).into_response();
    let mut set = |name: &'static str, value: HeaderValue| {
        let name = HeaderName::from_static(name);
        response.headers_mut().insert(name, value);
    };
    if let Some(secs) = refusal.retry_secs {
        set("retry-after", HeaderValue::from(secs));
    }
    if is_fault {
        set("x-should-retry", HeaderValue::from_static("false"));
    }
    response
}

fn missing(call: &Call) -> Refusal {
    Refusal::not_offered(format!(
        "Ling does not offer {} `{}`. In OpenAI's shape it has `chat/completions`, `responses`, `models`, `audio/transcriptions` and `audio/speech`.",
        call.parts.method, call.path
    ))
}

fn check_version(call: &Call) -> Result<(), Refusal> {
    let Some(version) = query::value(&call.parts, "api-version") else {
        return Ok(());
    };
    if VERSIONS.contains(&version.as_str()) || language::is_version(&version) {
        return Ok(());
    }
    let message =
        format!("`{version}` is not a version of the API; `api-version=2024-10-21` is one.");
    Err(Refusal::bad("InvalidParameterValue", message))
}

/// The deployment that the path names, and what is wanted.
fn operation(path: &str) -> (Option<String>, String) {
    let path = path.trim_end_matches('/');
    let below = |prefix: &str| {
        path.strip_prefix(prefix)
            .and_then(|rest| rest.strip_prefix('/'))
    };
    if let Some(rest) = below("/openai/deployments") {
        let (name, rest) = rest.split_once('/').unwrap_or((rest, ""));
        return (Some(query::decoded(name)), rest.to_owned());
    }
    let rest = below("/openai/v1")
        .or_else(|| below("/openai"))
        .or_else(|| below("/v1"));
    (None, rest.unwrap_or_default().to_owned())
}

/// Everything that can be named as a model.
async fn names(hub: &Hub) -> Vec<(String, &'static str)> {
    let config = hub.config();
    let mut all = vec![(LING.to_owned(), "ling")];
    if !config.llm.base_url.is_empty() {
        let name = Some(config.llm.model.clone()).filter(|name| !name.is_empty());
        all.push((name.unwrap_or_else(|| "llm".to_owned()), "llm"));
    }
    let ears = hub.hears_with().await;
    if ears != "none" {
        all.push((ears, "speech"));
    }
    if hub.voice().await.is_ok() {
        all.push(("espeak-ng".to_owned(), "speech"));
    }
    all
}

fn card((name, owner): &(String, &str)) -> Value {
    json!({ "id": name, "object": "model", "created": CREATED, "owned_by": owner })
}

async fn models(hub: &Hub) -> Response {
    let all: Vec<Value> = names(hub).await.iter().map(card).collect();
    Json(json!({ "object": "list", "data": all })).into_response()
}

async fn model(hub: &Hub, name: &str) -> Result<Response, Refusal> {
    let name = query::decoded(name);
    let all = names(hub).await;
    let found = all.iter().find(|(known, _)| *known == name).map(card);
    let found = found.ok_or_else(|| {
        let message = format!("There is no model `{name}`. GET `models` lists them.");
        Refusal::new(StatusCode::NOT_FOUND, "model_not_found", message)
    })?;
    Ok(Json(found).into_response())
}

/// Where the language model is; the refusal says how to choose one.
async fn endpoint(hub: &Hub, deployment: &str) -> Result<llm::Endpoint, Refusal> {
    let config = hub.config().llm.clone();
    if config.base_url.is_empty() {
        let message = format!(
            "The API deployment `{deployment}` does not exist: no language model is set up. Choose one under Settings or \
             with `[llm] base_url` in ling.toml, or name `{LING}` to ask the assistant itself."
        );
        return Err(Refusal::new(
            StatusCode::NOT_FOUND,
            "DeploymentNotFound",
            message,
        ));
    }
    let endpoint = llm::endpoint(&config).await;
    endpoint.map_err(|_| Refusal::model("The house cannot read the key of its language model. Check `[llm] key_file` in ling.toml."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, deployment: Option<&str>, expect: &str) {
        let (found, operation) = operation(path);
        assert_eq!(
            (found.as_deref(), operation.as_str()),
            (deployment, expect),
            "{path}"
        );
    }

    #[test]
    fn four_prefixes() {
        check(
            "/openai/deployments/gpt/chat/completions",
            Some("gpt"),
            "chat/completions",
        );
        check(
            "/openai/deployments/%E5%B0%8F%E7%81%B5/audio/speech",
            Some("小灵"),
            "audio/speech",
        );
        check("/openai/responses", None, "responses");
        check("/openai/v1/models/a", None, "models/a");
        check("/v1/chat/completions/", None, "chat/completions");
        check("/openai", None, "");
        check("/openai/deployments/x", Some("x"), "");
    }
}
