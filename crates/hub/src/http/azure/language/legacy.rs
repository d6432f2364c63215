//! The paths of version 3.1, which Microsoft's containers speak: the same answers without the wrapping.

use axum::{
    Json,
    response::{IntoResponse, Response},
};

use super::{
    super::{Call, error::Refusal, query},
    BODY_BYTES_MAX,
    batch::Batch,
    tasks::{Kind, Options, Parameters},
};
use crate::Hub;

/// Paths below `/text/analytics/v3.x/`.
const PATHS: [(&str, Kind); 5] = [
    ("languages", Kind::Languages),
    ("sentiment", Kind::Sentiment),
    ("keyPhrases", Kind::Phrases),
    ("entities/recognition/general", Kind::Entities),
    ("entities/recognition/pii", Kind::Pii),
];

/// What a path asks for; `None` when it is none of these.
pub(super) fn kind(path: &str) -> Option<Kind> {
    let rest = path.strip_prefix("/text/analytics/")?;
    let (version, rest) = rest.split_once('/')?;
    let known = PATHS
        .iter()
        .find(|(path, _)| path.eq_ignore_ascii_case(rest));
    known
        .filter(|_| ["v3.0", "v3.1"].contains(&version))
        .map(|(_, kind)| *kind)
}

/// Answers one of these calls.
pub(super) async fn answer(hub: &Hub, kind: Kind, call: Call) -> Result<Response, Refusal> {
    let value = |name: &str| query::value(&call.parts, name);
    let categories = value("piiCategories");
    let parameters = Parameters {
        model_version: value("model-version"),
        string_index_type: value("stringIndexType"),
        opinion_mining: Some(query::is_on(&call.parts, "opinionMining")),
        domain: value("domain"),
        pii_categories: categories.map(|all| all.split(',').map(str::to_owned).collect()),
        ..Parameters::default()
    };
    let with_stats = query::is_on(&call.parts, "showStats");
    let options = Options::of(kind, &parameters, hub.now().datetime())?;
    let batch: Batch = call.json(BODY_BYTES_MAX).await?;
    batch.check(kind.documents_max())?;
    let results = super::run(
        hub,
        batch,
        Options {
            with_stats,
            ..options
        },
    )
    .await?;
    Ok(Json(results).into_response())
}
