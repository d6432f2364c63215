//! The Language service: what can be told about texts.

mod batch;
mod conversations;
mod jobs;
mod legacy;
mod tasks;

use axum::{
    Json,
    http::{Method, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Call, error::Refusal, query};
use crate::Hub;
use batch::Batch;
pub(super) use jobs::Jobs;
use tasks::{Kind, Options, Parameters};

/// Azure's limit of a request, in bytes.
const BODY_BYTES_MAX: usize = 1 << 20;
/// What the answers call the engines.
const MODEL_VERSION: &str = "2026-11-01";

/// Where jobs are.
const JOBS: &str = "/language/analyze-text/jobs";

/// Answers a call below `/language` or `/text/analytics` of the key with this id.
pub(super) async fn answer(hub: &Hub, owner: &str, call: Call) -> Result<Response, Refusal> {
    let is_post = call.parts.method == Method::POST;
    let path = call.path.trim_end_matches('/').to_owned();
    let job = path
        .strip_prefix(JOBS)
        .and_then(|rest| rest.strip_prefix('/'));
    if let Some(job) = job.filter(|job| is_post == job.ends_with(":cancel")) {
        check_version(&call.parts)?;
        return jobs::look(hub, owner, &call, job);
    }
    if let Some(kind) = legacy::kind(&path).filter(|_| is_post) {
        return legacy::answer(hub, kind, call).await;
    }
    match path.as_str() {
        "/language/:analyze-text" if is_post => analyze_text(hub, call).await,
        "/language/:analyze-conversations" if is_post => {
            check_version(&call.parts)?;
            conversations::answer(hub, call).await
        }
        JOBS if is_post => {
            check_version(&call.parts)?;
            jobs::begin(hub, owner, call).await
        }
        _ => {
            let message = format!(
                "Ling does not offer {} `{path}`. Of the Language service it has POST `/language/:analyze-text`, `/language/:analyze-conversations` and `{JOBS}`.",
                call.parts.method
            );
            Err(Refusal::not_offered(message))
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AnalyzeText {
    kind: String,
    analysis_input: Option<Batch>,
    #[serde(default)]
    parameters: Parameters,
}

async fn analyze_text(hub: &Hub, call: Call) -> Result<Response, Refusal> {
    check_version(&call.parts)?;
    let with_stats = query::is_on(&call.parts, "showStats");
    let request: AnalyzeText = call.json(BODY_BYTES_MAX).await?;
    let kind = Kind::named(&request.kind)?;
    if kind == Kind::Summary {
        let message = format!("`{}` is done in jobs: POST `{JOBS}`.", kind.name());
        return Err(Refusal::bad("InvalidRequest", message));
    }
    let batch = request.analysis_input.unwrap_or_default();
    batch.check(kind.documents_max())?;
    let options = Options::of(kind, &request.parameters, hub.now().datetime())?;
    let results = run(
        hub,
        batch,
        Options {
            with_stats,
            ..options
        },
    )
    .await?;
    Ok(
        Json(json!({ "kind": format!("{}Results", kind.name()), "results": results }))
            .into_response(),
    )
}

/// Analyses where nobody else waits for it.
async fn run(hub: &Hub, batch: Batch, options: Options) -> Result<Value, Refusal> {
    let _hearer = hub.hearers.acquire().await;
    let done = tokio::task::spawn_blocking(move || tasks::results(&batch, &options)).await;
    done.map_err(|_| {
        tracing::warn!("An analysis panicked.");
        Refusal::fault("The analysis failed. The text may have found a mistake in Ling.")
    })
}

/// The version of the interface must look like one; which one does not matter.
fn check_version(parts: &Parts) -> Result<(), Refusal> {
    let version = query::value(parts, "api-version").unwrap_or_default();
    if is_version(&version) {
        return Ok(());
    }
    let message =
        format!("`{version}` is not a version of the API; `api-version=2023-04-01` is one.");
    Err(Refusal::bad("InvalidParameterValue", message))
}

/// `2023-04-01`, `2026-05-15-preview`.
pub(super) fn is_version(text: &str) -> bool {
    let date = text.strip_suffix("-preview").unwrap_or(text);
    let shape = |(at, c): (usize, char)| {
        if at == 4 || at == 7 {
            c == '-'
        } else {
            c.is_ascii_digit()
        }
    };
    date.len() == 10 && date.chars().enumerate().all(shape)
}
