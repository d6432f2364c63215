use axum::{
    Json,
    extract::Request,
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use ling_cloud::CloudError;
use ling_dialogue::PortError;
use ling_speech::SpeechError;
use serde_json::json;

use crate::{EarError, Flaw, SettingsError};

/// An error as programs read it: `{"error": {"code", "message", "hint"}}`.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The HTTP status.
    pub status: StatusCode,
    /// A stable word.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// Which fields are at fault, where several may be.
    pub fields: Vec<Flaw>,
}

impl Problem {
    /// A problem without a hint.
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Problem {
        Problem {
            status,
            code,
            message: message.into(),
            hint: None,
            fields: Vec::new(),
        }
    }

    /// The request is at fault.
    pub fn bad(code: &'static str, message: impl Into<String>) -> Problem {
        Problem::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// What was asked for is not there.
    pub fn not_found(what: &str) -> Problem {
        Problem::new(
            StatusCode::NOT_FOUND,
            "not_found",
            format!("there is no such {what}"),
        )
    }

    /// The same problem and what to do about it.
    pub fn hint(mut self, hint: impl Into<String>) -> Problem {
        self.hint = Some(hint.into());
        self
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut error = json!({ "code": self.code, "message": self.message, "hint": self.hint });
        if !self.fields.is_empty() {
            error["fields"] = json!(self.fields);
        }
        let body = json!({ "error": error });
        (self.status, Json(body)).into_response()
    }
}

/// The longest refusal of the server's own parts that is passed on, in bytes.
const REFUSAL_BYTES_MAX: usize = 4 << 10;

/// Whatever part of the server refuses a request: the answer is a [`Problem`].
pub(super) async fn always(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    let is_problem = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !(status.is_client_error() || status.is_server_error()) || is_problem {
        return response;
    }
    let (parts, body) = response.into_parts();
    let said = axum::body::to_bytes(body, REFUSAL_BYTES_MAX).await;
    let said = said.map(|said| String::from_utf8_lossy(&said).into_owned());
    let reason = status.canonical_reason().unwrap_or("refused");
    let message = said.ok().filter(|said| !said.is_empty());
    let message = message.unwrap_or_else(|| reason.to_lowercase());
    let code = match status {
        StatusCode::METHOD_NOT_ALLOWED => "method",
        StatusCode::PAYLOAD_TOO_LARGE => "body",
        _ => "request",
    };
    let mut problem = Problem::new(status, code, message).into_response();
    for name in [header::ALLOW, header::CONTENT_RANGE] {
        if let Some(kept) = parts.headers.get(&name) {
            problem.headers_mut().insert(name, kept.clone());
        }
    }
    problem
}

impl From<CloudError> for Problem {
    fn from(error: CloudError) -> Problem {
        let status = match error {
            _ if error.code() == "not_found" => StatusCode::NOT_FOUND,
            CloudError::KeyReused { .. } => StatusCode::CONFLICT,
            _ if error.is_callers() => StatusCode::BAD_REQUEST,
            _ => StatusCode::SERVICE_UNAVAILABLE,
        };
        let hint = error.hint().map(str::to_owned);
        Problem {
            status,
            code: error.code(),
            message: error.to_string(),
            hint,
            fields: Vec::new(),
        }
    }
}

impl From<SettingsError> for Problem {
    fn from(error: SettingsError) -> Problem {
        let message = error.to_string();
        match error {
            SettingsError::Storage(error) => Problem::from(error),
            SettingsError::Shape => {
                Problem::bad("settings", message).hint("send {\"weather\": {\"on\": true}}")
            }
            SettingsError::Flaws(fields) => {
                let hint = fields.first().map(|flaw| flaw.hint.clone());
                Problem {
                    hint,
                    fields,
                    ..Problem::bad("settings", message)
                }
            }
        }
    }
}

impl From<PortError> for Problem {
    fn from(error: PortError) -> Problem {
        let (status, code) = match error {
            PortError::NotFound => (StatusCode::NOT_FOUND, "not_found"),
            PortError::Full { .. } | PortError::TooLong { .. } => {
                (StatusCode::BAD_REQUEST, "limit")
            }
            PortError::Off(_) => (StatusCode::CONFLICT, "off"),
            PortError::Refused(_) | PortError::Garbled(_) => (StatusCode::BAD_GATEWAY, "upstream"),
            PortError::Unreachable(_) => (StatusCode::GATEWAY_TIMEOUT, "unreachable"),
            PortError::Storage => (StatusCode::SERVICE_UNAVAILABLE, "storage"),
        };
        Problem::new(status, code, error.to_string())
    }
}

impl From<SpeechError> for Problem {
    fn from(error: SpeechError) -> Problem {
        let status = match &error {
            SpeechError::NotWav { .. }
            | SpeechError::CutOff { .. }
            | SpeechError::Format { .. }
            | SpeechError::NotSound { .. }
            | SpeechError::Damaged { .. }
            | SpeechError::TextTooLong { .. } => StatusCode::BAD_REQUEST,
            SpeechError::TooLong { .. } | SpeechError::TooLarge { .. } => {
                StatusCode::PAYLOAD_TOO_LARGE
            }
            SpeechError::Missing { .. }
            | SpeechError::Model { .. }
            | SpeechError::Grammar { .. } => StatusCode::CONFLICT,
            SpeechError::BadAnswer { .. } | SpeechError::Refused { .. } => StatusCode::BAD_GATEWAY,
            SpeechError::Busy { .. } => StatusCode::SERVICE_UNAVAILABLE,
            SpeechError::Unreachable { .. } | SpeechError::Late { .. } => {
                StatusCode::GATEWAY_TIMEOUT
            }
        };
        Problem::new(status, error.code(), error.to_string())
    }
}

impl From<EarError> for Problem {
    fn from(error: EarError) -> Problem {
        let speech = match error {
            EarError::Off => {
                let (code, message) = ("no_recogniser", "no recogniser is set up");
                return Problem::new(StatusCode::CONFLICT, code, message).hint(
                    "fetch the package sphinx-en (English commands), or choose a recogniser: `sense-voice`, `wyoming` or `openai`",
                );
            }
            EarError::Key { .. } => {
                return Problem::new(StatusCode::CONFLICT, "key_file", error.to_string())
                    .hint("check recogniser_key_file in [speech] of ling.toml");
            }
            EarError::Package { package } => {
                let hint = format!(
                    "pull it under Settings or with `ling models pull {package}`, or choose another recogniser"
                );
                return Problem::new(StatusCode::CONFLICT, "model_absent", error.to_string())
                    .hint(hint);
            }
            EarError::Speech(error) => error,
        };
        let hint = match &speech {
            SpeechError::NotWav { .. }
            | SpeechError::CutOff { .. }
            | SpeechError::Format { .. }
            | SpeechError::NotSound { .. }
            | SpeechError::Damaged { .. } => {
                "send WAV, MP3, FLAC, OGG or WebM; WAV of 16 kHz, mono, 16 bits is best"
            }
            SpeechError::TooLong { .. } | SpeechError::TooLarge { .. } => "say less at once",
            SpeechError::Busy { .. } => "try again in a moment",
            SpeechError::Model { .. } => "remove the package under Settings and pull it again",
            _ => "check that the recogniser runs, and its address in [speech] recogniser_url",
        };
        Problem::from(speech).hint(hint)
    }
}
