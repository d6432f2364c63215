//! What is written in a picture, what it shows, and where: Image Analysis 4.0 (here and in `analysis`), Computer
//! Vision 3.2 (`v3`), and where faces are (`face`).
//!
//! `POST /computervision/imageanalysis:analyze?features=read,tags,…` with the bytes or the address of a picture.

mod analysis;
mod face;
mod source;
mod v3;

use axum::{
    Json,
    http::{Method, StatusCode},
    response::{IntoResponse, Response},
};
use ling_base::Lang;
use ling_vision::VisionError;

use super::{Call, error::Refusal, query};
use crate::{
    Hub,
    engines::eyes::{EyeError, Seen},
    out::models::Store,
};
use analysis::Features;
pub(super) use v3::Reads;

/// The one operation.
const ANALYZE: &str = "/computervision/imageanalysis:analyze";

/// Answers a call below `/computervision`, `/vision` or `/face` of the key with this id.
pub(super) async fn answer(hub: &Hub, owner: &str, call: Call) -> Result<Response, Refusal> {
    if call.path.starts_with("/face") {
        return face::answer(hub, call).await;
    }
    if !call.path.starts_with("/computervision") {
        return Ok(v3::answer(hub, owner, call).await);
    }
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
    let _seat = hub.eyes.seat().await?;
    let bytes = source::bytes(hub, call).await?;
    let wish = features.wish();
    let told = move |seen: Seen| features.told(&seen, lang);
    let told = hub.eyes.look(&store(hub)?, bytes, wish, told).await?;
    Ok(Json(told).into_response())
}

fn store(hub: &Hub) -> Result<Store, Refusal> {
    Store::of(&hub.data, &hub.config().models).map_err(Refusal::fault)
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

fn sentence(error: &dyn std::error::Error) -> String {
    let text = error.to_string();
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), chars.as_str())
}
