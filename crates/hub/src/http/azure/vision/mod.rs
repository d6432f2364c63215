//! Image Analysis 4.0: what is written in a picture, what it shows, and where.
//!
//! `POST /computervision/imageanalysis:analyze?features=read,tags,…` with the bytes of a picture.

mod analysis;

use axum::{
    Json,
    http::{Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use ling_base::Lang;
use ling_vision::{BYTES_MAX, VisionError};

use super::{Call, error::Refusal, query};
use crate::{Hub, engines::eyes::EyeError, out::models::Store};
use analysis::Features;

/// The one operation.
const ANALYZE: &str = "/computervision/imageanalysis:analyze";

/// Answers a call below `/computervision`.
pub(super) async fn answer(hub: &Hub, call: Call) -> Result<Response, Refusal> {
    if call.path.trim_end_matches('/') != ANALYZE || call.parts.method != Method::POST {
        let message = format!(
            "Ling does not offer {} `{}`. Of Image Analysis it has POST `{ANALYZE}`.",
            call.parts.method, call.path
        );
        return Err(Refusal::not_offered(message));
    }
    let value = |name: &str| query::value(&call.parts, name);
    let features = Features::named(
        &value("features").unwrap_or_default(),
        value("smartcrops-aspect-ratios").as_deref(),
    )?;
    let lang = lang(value("language").as_deref())?;
    let kind = call.parts.headers.get(header::CONTENT_TYPE);
    if kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/json")) {
        let message = "Ling does not fetch pictures from addresses. Send the bytes of the picture as \
                       `application/octet-stream`.";
        return Err(Refusal::bad("InvalidImageUrl", message));
    }
    let bytes = call.bytes(BYTES_MAX).await?;
    let store = Store::of(&hub.data, &hub.config().models).map_err(Refusal::fault)?;
    let seen = hub.eyes.look(&store, bytes.into(), features.wish()).await?;
    Ok(Json(features.told(&seen, lang)).into_response())
}

fn lang(tag: Option<&str>) -> Result<Lang, Refusal> {
    let tag = tag.unwrap_or("en").to_ascii_lowercase();
    match tag.split('-').next() {
        Some("en" | "") => Ok(Lang::En),
        Some("zh") => Ok(Lang::Zh),
        _ => Err(Refusal::bad(
            "NotSupportedLanguage",
            format!("`{tag}` is not spoken here; `en` and `zh` are."),
        )),
    }
}

impl From<EyeError> for Refusal {
    fn from(error: EyeError) -> Refusal {
        match &error {
            EyeError::Absent(package) => {
                // Only the reader comes through pip.
                let how = match *package == ling_vision::ocr::PACKAGE {
                    true => "",
                    false => " --mirror FOLDER|URL",
                };
                Refusal::not_offered(format!(
                    "This needs the package `{package}`. Fetch it with `ling models pull {package}{how}`."
                ))
            }
            EyeError::Busy => Refusal {
                retry_secs: Some(5),
                ..Refusal::new(StatusCode::TOO_MANY_REQUESTS, "429", sentence(&error))
            },
            EyeError::Picture(VisionError::Model { .. })
            | EyeError::Package { .. }
            | EyeError::Failed => Refusal::fault(sentence(&error)),
            EyeError::Picture(VisionError::Bytes { .. } | VisionError::Pixels { .. }) => {
                Refusal::bad("InvalidImageSize", sentence(&error))
            }
            EyeError::Picture(_) => Refusal::bad("InvalidImageFormat", sentence(&error)),
        }
    }
}

fn sentence(error: &EyeError) -> String {
    let text = error.to_string();
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), chars.as_str())
}
