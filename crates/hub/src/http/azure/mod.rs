//! The AI services in the shapes that Azure's own libraries speak, on the main port, at the root, below
//! `/t/NAME` and below `server.base_path`.
//!
//! Every path is read raw, because Azure's hold colons. What Azure has and Ling does not answers 404 with a
//! sentence, which no library tries again.

mod error;
mod form;
mod key;
mod language;
mod openai;
mod query;
mod speech;
mod translator;
mod vision;

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use ling_cloud::Scope;
use serde::de::DeserializeOwned;

use super::console;
use crate::Hub;
use error::Refusal;

/// Longest name of a tenant in `/t/NAME`.
const NAME_CHARS_MAX: usize = 64;

/// What the services remember of the programs that call them, as long as the house runs.
#[derive(Default)]
pub(crate) struct Programs {
    pub(in crate::http) calls: key::Calls,
    jobs: language::Jobs,
    reads: vision::Reads,
    speech: speech::Speech,
    lines: openai::Lines,
}

/// A request of an AI service, its path without what stands before it.
struct Call {
    /// What the service knows, such as `/language/:analyze-text`.
    path: String,
    /// Where the service is for the caller, without a slash at the end: `http://host/t/shop`.
    base: String,
    parts: Parts,
    body: axum::body::Body,
}

impl Call {
    /// The whole body, which may have so many bytes.
    async fn bytes(self, max: usize) -> Result<axum::body::Bytes, Refusal> {
        let read = axum::body::to_bytes(self.body, max).await;
        read.map_err(|_| {
            let message =
                format!("The body is larger than {max} bytes, or did not arrive in time.");
            let (status, code) = (StatusCode::PAYLOAD_TOO_LARGE, "InvalidRequest");
            Refusal {
                inner: Some("InvalidRequestContent"),
                ..Refusal::new(status, code, message)
            }
        })
    }

    /// The body as JSON, which may have so many bytes.
    async fn json<T: DeserializeOwned>(self, max: usize) -> Result<T, Refusal> {
        let bytes = self.bytes(max).await?;
        let wrong = |what: String| Refusal::bad("InvalidRequestBodyFormat", what);
        let text = std::str::from_utf8(&bytes);
        let text = text.map_err(|error| wrong(format!("The body is not UTF-8: {error}.")))?;
        let read = serde_json::from_str(text.trim_start_matches('\u{feff}'));
        read.map_err(|error| wrong(format!("The body is not what is expected: {error}.")))
    }
}

/// Services, by how their paths begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Service {
    Language,
    Speech,
    Vision,
    Translator,
    OpenAi,
    /// The list of languages, which needs no key.
    Languages,
    /// One that Azure has and Ling has not.
    Missing,
}

/// Beginnings of the paths of services.
const SERVICES: [(&str, Service); 10] = [
    ("/language", Service::Language),
    ("/text/analytics", Service::Language),
    ("/computervision", Service::Vision),
    ("/vision", Service::Vision),
    ("/face", Service::Vision),
    ("/openai", Service::OpenAi),
    ("/speechtotext", Service::Missing),
    ("/documentintelligence", Service::Missing),
    ("/contentsafety", Service::Missing),
    ("/translator", Service::Missing),
];

/// Any path that no other route takes: an AI service, or else a page.
pub(super) async fn or_page(State(hub): State<Hub>, request: Request) -> Response {
    let base_path = hub.config().server.base_path.clone();
    let path = request.uri().path();
    let (before, rest) = split(path, &base_path);
    let Some(service) = service(rest) else {
        return match before.is_empty() {
            true => console::file(request.method().clone(), request.uri().clone()).await,
            false => marked(missing(rest).into_response()),
        };
    };
    let (path, before) = (rest.to_owned(), before.to_owned());
    let (parts, body) = request.into_parts();
    let call = Call {
        base: format!("{}{before}", origin(&parts)),
        path,
        parts,
        body,
    };
    let refused = match service {
        Service::OpenAi => openai::told,
        _ => Refusal::into_response,
    };
    marked(answer(&hub, service, call).await.unwrap_or_else(refused))
}

/// Any path of a server that has nothing but the AI services.
pub(super) async fn or_nothing(State(hub): State<Hub>, mut request: Request) -> Response {
    let base_path = hub.config().server.base_path.clone();
    let (_, rest) = split(request.uri().path(), &base_path);
    if service(rest).is_none() {
        return marked(missing(rest).into_response());
    }
    request.extensions_mut().insert(NoHouse);
    or_page(State(hub), request).await
}

/// The mark of a request to a server without a house.
#[derive(Clone, Copy)]
struct NoHouse;

async fn answer(hub: &Hub, service: Service, call: Call) -> Result<Response, Refusal> {
    if service == Service::Languages {
        return Ok(translator::languages(hub, call).await);
    }
    let mut key = key::check(hub, &call.parts).await?;
    if call.parts.extensions.get::<NoHouse>().is_some() {
        key.scope = Scope::Ai;
    }
    match service {
        Service::Language => language::answer(hub, key.id.as_str(), call).await,
        Service::Speech => speech::answer(hub, key, call).await,
        Service::Translator => translator::answer(hub, call).await,
        Service::Vision => vision::answer(hub, key.id.as_str(), call).await,
        Service::OpenAi => openai::answer(hub, &key, call).await,
        Service::Languages | Service::Missing => Err(missing(&call.path)),
    }
}

/// What there is, for those who ask for something else.
const OFFERED: &[&str] = &[
    "POST `/language/:analyze-text`",
    "`/language/analyze-text/jobs`",
    "`/language/:analyze-conversations`",
    "`/text/analytics/v3.1/…`",
    "`/computervision/imageanalysis:analyze`",
    "`/vision/v3.2/analyze`",
    "`/face/v1.2/detect`",
    "`/speech/recognition/…` and the other paths of the Speech SDK",
    "`/translate`",
    "`/dictionary/lookup`",
    "`/detect`",
    "`/transliterate`",
    "`/breaksentence`",
    "GET `/languages`",
    "and OpenAI's `chat/completions`, `responses`, `models`, `audio/transcriptions`, `audio/speech` below `/openai`",
];

/// Whether a WebSocket at this path asks for a key and for nothing else.
pub(super) fn is_keyed_socket(path: &str) -> bool {
    speech::is_socket(path)
}

fn missing(path: &str) -> Refusal {
    let offered = OFFERED.join(", ");
    Refusal::not_offered(format!(
        "Ling has no service at `{path}`. It has {offered}."
    ))
}

/// What stands before the path of a service, and that path.
fn split<'a>(path: &'a str, base_path: &str) -> (&'a str, &'a str) {
    let base = base_path.trim_matches('/');
    let below = |prefix: &str| {
        let rest = path.strip_prefix('/')?.strip_prefix(prefix)?;
        rest.starts_with('/')
            .then(|| path.split_at(path.len() - rest.len()))
    };
    if let Some(found) = (!base.is_empty()).then(|| below(base)).flatten() {
        return found;
    }
    let name = path
        .strip_prefix("/t/")
        .and_then(|rest| rest.split_once('/'));
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    match name {
        Some((name, _))
            if !name.is_empty() && name.len() <= NAME_CHARS_MAX && name.chars().all(is_name) =>
        {
            path.split_at("/t/".len() + name.len())
        }
        _ => ("", path),
    }
}

fn service(path: &str) -> Option<Service> {
    let plain = translator::path(path);
    if translator::PATHS.contains(&plain) {
        return Some(Service::Translator);
    }
    if plain == translator::LANGUAGES {
        return Some(Service::Languages);
    }
    let is_of = |prefix: &str| {
        path.strip_prefix(prefix)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    if speech::PATHS.into_iter().any(is_of) {
        return Some(Service::Speech);
    }
    if openai::BELOW_V1.into_iter().any(is_of) {
        return Some(Service::OpenAi);
    }
    SERVICES
        .iter()
        .find(|(prefix, _)| is_of(prefix))
        .map(|(_, service)| *service)
}

/// Scheme and host as the caller sees them, also through a proxy.
fn origin(parts: &Parts) -> String {
    let header = |name: &str| {
        let value = parts.headers.get(name)?.to_str().ok()?;
        let first = value.split(',').next().unwrap_or_default().trim();
        let is_plain = |c: char| c.is_ascii_alphanumeric() || ".:-[]_".contains(c);
        (!first.is_empty() && first.chars().all(is_plain)).then(|| first.to_owned())
    };
    let is_tls = parts.extensions.get::<super::tls::OverTls>().is_some();
    let scheme =
        header("x-forwarded-proto").filter(|scheme| ["http", "https"].contains(&scheme.as_str()));
    let scheme = scheme.unwrap_or_else(|| if is_tls { "https" } else { "http" }.to_owned());
    let authority = parts.uri.authority().map(ToString::to_string);
    let host = header("x-forwarded-host")
        .or_else(|| header("host"))
        .or(authority);
    format!("{scheme}://{}", host.unwrap_or_default())
}

/// The answer with an id of the call, as Azure gives one.
fn marked(mut response: Response) -> Response {
    let id = id();
    if let Ok(value) = HeaderValue::from_str(&id) {
        let headers = response.headers_mut();
        headers.insert(HeaderName::from_static("apim-request-id"), value.clone());
        headers.insert(HeaderName::from_static("x-ms-request-id"), value);
    }
    response
}

/// A random id in the form of a UUID of version 4.
fn id() -> String {
    let bits: u128 = rand::random();
    let bits = bits & !(0xf << 76) & !(0x3 << 62) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{bits:032x}");
    let parts = [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ];
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, base: &str, before: &str, expect: Option<Service>) {
        let (found, rest) = split(path, base);
        assert_eq!((found, service(rest)), (before, expect), "{path}");
    }

    #[test]
    fn paths_with_and_without_a_base() {
        let language = Some(Service::Language);
        check("/language/:analyze-text", "", "", language);
        check("/t/shop/language/:analyze-text", "", "/t/shop", language);
        check("/ai/language/:analyze-text", "/ai/", "/ai", language);
        check("/ai/v2/language/x", "ai/v2", "/ai/v2", language);
        check("/language/x", "ai", "", language);
        check("/aid/language/x", "ai", "", None);
        check("/t/a b/language/x", "", "", None);
        check("/t//language/x", "", "", None);
        check("/t/shop/index.html", "", "/t/shop", None);
        check("/languages.html", "", "", None);
        check("/vision/v3.2/analyze", "", "", Some(Service::Vision));
        check("/", "", "", None);
    }

    #[test]
    fn ids_are_uuids() {
        let id = id();
        let lens: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(lens, [8, 4, 4, 4, 12]);
        assert_eq!(&id[14..15], "4", "{id}");
        assert!("89ab".contains(&id[19..20]), "{id}");
    }
}
