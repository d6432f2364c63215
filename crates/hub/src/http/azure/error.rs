//! Refusals in Azure's shape.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::out::llm::PassError;

/// Why a call is refused: `{"error": {"code", "message", "innererror"?}}`.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    /// The HTTP status. A code of the 500s is sent only for real faults: clients try those again.
    pub(super) status: StatusCode,
    /// Azure's outer code.
    pub(super) code: String,
    /// What is wrong, in a sentence.
    pub(super) message: String,
    /// Azure's inner code, which its libraries show.
    pub(super) inner: Option<&'static str>,
    /// After how many seconds it is worth trying again.
    pub(super) retry_secs: Option<u32>,
}

impl Refusal {
    /// A refusal without an inner code.
    pub(super) fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Refusal {
        Refusal {
            status,
            code: code.to_owned(),
            message: message.into(),
            inner: None,
            retry_secs: None,
        }
    }

    /// The request is at fault.
    pub(super) fn bad(inner: &'static str, message: impl Into<String>) -> Refusal {
        Refusal {
            inner: Some(inner),
            ..Refusal::new(StatusCode::BAD_REQUEST, "InvalidRequest", message)
        }
    }

    /// The key is missing or unknown.
    pub(super) fn key() -> Refusal {
        let message = "Access denied due to invalid subscription key or wrong API endpoint. Make a key for Ling with \
                       `ling key create --name NAME` and send it as `Ocp-Apim-Subscription-Key`.";
        Refusal::new(StatusCode::UNAUTHORIZED, "401", message)
    }

    /// The key is known and may not do this.
    pub(super) fn scope() -> Refusal {
        let message =
            "This key is not for the AI services. Make one with `ling key create --name NAME`.";
        Refusal::new(StatusCode::FORBIDDEN, "403", message)
    }

    /// An operation that Azure has and Ling does not offer: 404, because clients do not try that again.
    pub(super) fn not_offered(message: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::NOT_FOUND, "404", message)
    }

    /// Too many calls.
    pub(super) fn too_many(secs: u32) -> Refusal {
        let message = format!(
            "This key has been used too often in the last minute. Try again in {secs} seconds."
        );
        Refusal {
            retry_secs: Some(secs),
            ..Refusal::new(StatusCode::TOO_MANY_REQUESTS, "429", message)
        }
    }

    /// Something of ours failed.
    pub(super) fn fault(message: impl Into<String>) -> Refusal {
        Refusal::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "InternalServerError",
            message,
        )
    }

    /// The language model is at fault, not the caller.
    pub(super) fn model(message: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::BAD_GATEWAY, "BadGateway", message)
    }

    /// The body of the answer.
    pub(super) fn body(&self) -> Value {
        let mut error = json!({ "code": self.code, "message": self.message });
        if let Some(inner) = self.inner {
            error["innererror"] = json!({ "code": inner, "message": self.message });
        }
        json!({ "error": error })
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.body())).into_response();
        if let Some(secs) = self.retry_secs {
            let headers = response.headers_mut();
            headers.insert(header::RETRY_AFTER, HeaderValue::from(secs));
        }
        response
    }
}

impl From<ling_cloud::CloudError> for Refusal {
    fn from(error: ling_cloud::CloudError) -> Refusal {
        Refusal::fault(format!("The household's data cannot be read: {error}."))
    }
}

impl From<PassError> for Refusal {
    fn from(error: PassError) -> Refusal {
        match error {
            PassError::Unreachable => Refusal::model(
                "The language model is not reached, or takes too long. Check that it runs, and `[llm] base_url`.",
            ),
            PassError::Key => Refusal::model(
                "The language model does not take the key of the house. Check `[llm] key_file` in ling.toml.",
            ),
            PassError::Garbled(why) => Refusal::model(format!(
                "The language model gives no answer that can be read: {why}."
            )),
            PassError::Refused {
                status,
                body,
                retry_secs,
            } => {
                let error = &body["error"];
                let message = error["message"].as_str().or(error.as_str());
                let code = error["code"]
                    .as_str()
                    .unwrap_or("InvalidRequest")
                    .to_owned();
                let message = message.unwrap_or("The language model refuses the request.");
                Refusal {
                    retry_secs,
                    ..Refusal::new(status, &code, message)
                }
            }
        }
    }
}
