//! Computer Vision 3.2, and 3.1 and 3.0 alike: `POST /vision/v3.2/analyze` and the operations beside it, with the bytes
//! or the address of a picture.

mod analyze;
mod ocr;
mod read;
mod reads;
mod thumbnail;

use axum::{
    Json,
    http::{HeaderValue, Method, header},
    response::{IntoResponse, Response},
};
use ling_base::Lang;
use serde_json::{Value, json};

use super::{
    super::{Call, error::Refusal, id, query},
    lang, source, store,
};
use crate::{
    Hub,
    engines::eyes::{Seen, Wish},
};
use analyze::Features;
pub(super) use analyze::rectangle;
pub(in crate::http::azure) use reads::Reads;
use thumbnail::Size;

/// What the answers call the engines.
const MODEL_VERSION: &str = "2026-11-01";
/// Versions whose paths are known; their answers are the same.
const VERSIONS: [&str; 3] = ["v3.2", "v3.1", "v3.0"];

/// What is asked of a picture.
enum What {
    Analyze(Features),
    Tag,
    Describe,
    Detect,
    Area,
    Ocr,
    Thumbnail(Size),
}

/// What is answered.
enum Told {
    Json(Value),
    Jpeg(Vec<u8>),
}

/// Answers a call below `/vision` of the key with this id.
pub(super) async fn answer(hub: &Hub, owner: &str, call: Call) -> Response {
    let done = answered(hub, owner, call).await;
    done.unwrap_or_else(|refusal| refused(&refusal))
}

async fn answered(hub: &Hub, owner: &str, call: Call) -> Result<Response, Refusal> {
    let path = call.path.trim_end_matches('/').to_owned();
    let Some((version, operation)) = split(&path) else {
        return Err(missing(&call));
    };
    let method = call.parts.method.clone();
    if let (&Method::GET, Some(id)) = (&method, reads::id(operation)) {
        return reads::look(hub, owner, id);
    }
    match (method, operation) {
        (Method::GET, "models") => Ok(Json(json!({ "models": [] })).into_response()),
        (Method::POST, "read/analyze") => reads::begin(hub, owner, version, call).await,
        (Method::POST, "read/syncAnalyze") => reads::at_once(hub, version, call).await,
        (Method::POST, operation) => match what(operation, &call)? {
            Some(what) => look(hub, call, what).await,
            None => Err(missing(&call)),
        },
        _ => Err(missing(&call)),
    }
}

/// The version and the operation in `/vision/v3.2/analyze`.
fn split(path: &str) -> Option<(&'static str, &str)> {
    let (version, operation) = path.strip_prefix("/vision/")?.split_once('/')?;
    let known = VERSIONS.into_iter().find(|known| *known == version)?;
    Some((known, operation))
}

fn what(operation: &str, call: &Call) -> Result<Option<What>, Refusal> {
    let value = |name: &str| query::value(&call.parts, name);
    Ok(Some(match operation {
        "analyze" => {
            let (features, details) = (value("visualFeatures"), value("details"));
            What::Analyze(Features::named(
                &features.unwrap_or_default(),
                &details.unwrap_or_default(),
            )?)
        }
        "tag" => What::Tag,
        "describe" => What::Describe,
        "detect" => What::Detect,
        "areaOfInterest" => What::Area,
        "ocr" => What::Ocr,
        "generateThumbnail" => What::Thumbnail(Size::of(&call.parts)?),
        _ => return Ok(None),
    }))
}

async fn look(hub: &Hub, call: Call, what: What) -> Result<Response, Refusal> {
    let tag = query::value(&call.parts, "language");
    let lang = match what {
        What::Ocr => ocr::check_language(tag.as_deref()).map(|()| Lang::En)?,
        _ => lang(tag.as_deref())?,
    };
    let _seat = hub.eyes.seat().await?;
    let bytes = source::bytes(hub, call).await?;
    let wish = what.wish();
    let told = move |seen: Seen| what.told(&seen, lang);
    Ok(
        match hub.eyes.look(&store(hub)?, bytes, wish, told).await? {
            Told::Json(json) => Json(json).into_response(),
            Told::Jpeg(bytes) => ([(header::CONTENT_TYPE, "image/jpeg")], bytes).into_response(),
        },
    )
}

impl What {
    fn wish(&self) -> Wish {
        match self {
            What::Analyze(features) => features.wish(),
            What::Tag => Wish {
                kinds: true,
                ..Wish::default()
            },
            What::Describe => Wish {
                things: true,
                kinds: true,
                ..Wish::default()
            },
            What::Detect => Wish {
                things: true,
                ..Wish::default()
            },
            What::Area => Wish {
                interests: true,
                ..Wish::default()
            },
            What::Ocr => Wish {
                lines: true,
                ..Wish::default()
            },
            What::Thumbnail(size) => Wish {
                interests: size.is_smart,
                ..Wish::default()
            },
        }
    }

    fn told(&self, seen: &Seen, lang: Lang) -> Told {
        let body = match self {
            What::Analyze(features) => features.told(seen, lang),
            What::Tag => json!({ "tags": analyze::tags(seen, lang) }),
            What::Describe => json!({ "description": analyze::description(seen, lang) }),
            What::Detect => json!({ "objects": analyze::objects(seen, lang) }),
            What::Area => json!({ "areaOfInterest": thumbnail::area_of_interest(seen) }),
            What::Ocr => return Told::Json(ocr::told(&seen.page)),
            What::Thumbnail(size) => return Told::Jpeg(size.cut(seen)),
        };
        Told::Json(signed(body, seen))
    }
}

/// The answer with what stands at the end of every one.
fn signed(mut body: Value, seen: &Seen) -> Value {
    body["requestId"] = json!(id());
    body["metadata"] = json!({
        "width": seen.picture.width(),
        "height": seen.picture.height(),
        "format": seen.format.name(),
    });
    body["modelVersion"] = json!(MODEL_VERSION);
    body
}

/// The refusal in both shapes of this version: that of most operations, and flat, for what reads.
fn refused(refusal: &Refusal) -> Response {
    let mut body = refusal.body();
    body["code"] = json!(refusal.inner.unwrap_or(&refusal.code));
    body["message"] = json!(refusal.message);
    body["requestId"] = json!(id());
    let mut response = (refusal.status, Json(body)).into_response();
    if let Some(secs) = refusal.retry_secs {
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, HeaderValue::from(secs));
    }
    response
}

fn missing(call: &Call) -> Refusal {
    let message = format!(
        "Ling does not offer {} `{}`. Of Computer Vision it has, below `/vision/v3.2/`: analyze, tag, describe, detect, \
         areaOfInterest, ocr, generateThumbnail, models, read/analyze and read/syncAnalyze. It knows no famous people \
         and no landmarks.",
        call.parts.method, call.path
    );
    Refusal::not_offered(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        let check = |path: &str, expect| assert_eq!(split(path), expect, "{path}");
        check("/vision/v3.2/analyze", Some(("v3.2", "analyze")));
        check("/vision/v3.0/read/analyze", Some(("v3.0", "read/analyze")));
        check("/vision/v2.0/analyze", None);
        check("/vision/analyze", None);
        check("/vision", None);
    }
}
