//! Asking services on the web: with limits, and with errors that a person can act on.

use std::{sync::OnceLock, time::Duration};

use futures_util::StreamExt;
use ling_dialogue::{PortError, Service};
use reqwest::{Client, RequestBuilder, Response, StatusCode, redirect::Policy};
use serde::de::DeserializeOwned;

/// How long an answer may take.
const ANSWER_MAX: Duration = Duration::from_secs(8);
/// How long connecting may take.
const CONNECT_MAX: Duration = Duration::from_secs(4);
/// The largest answer, in bytes.
const BYTES_MAX: usize = 4 << 20;
/// Redirects that are followed.
const REDIRECTS_MAX: usize = 3;

/// The client that all services share.
pub(crate) fn client() -> &'static Client {
    static CLIENT: OnceLock<Client> = OnceLock::new();
    CLIENT.get_or_init(|| {
        // Fails only when a provider is there already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Client::builder()
            .connect_timeout(CONNECT_MAX)
            .redirect(Policy::limited(REDIRECTS_MAX))
            .user_agent("Ling")
            .build()
            .expect("fixed options are right")
    })
}

/// Asks for JSON.
pub(crate) async fn json<T: DeserializeOwned>(
    service: Service,
    url: &str,
    query: &[(&str, &str)],
) -> Result<T, PortError> {
    let url = reqwest::Url::parse_with_params(url, query).map_err(|_| PortError::Off(service))?;
    let bytes = bytes(service, client().get(url)).await?;
    serde_json::from_slice(&bytes).map_err(|_| PortError::Garbled(service))
}

/// Asks for anything.
pub(crate) async fn bytes(service: Service, request: RequestBuilder) -> Result<Vec<u8>, PortError> {
    let asked = async {
        let response = request
            .send()
            .await
            .map_err(|_| PortError::Unreachable(service))?;
        body(service, checked(service, response)?).await
    };
    let answer = tokio::time::timeout(ANSWER_MAX, asked).await;
    answer.map_err(|_| PortError::Unreachable(service))?
}

/// The response, unless it is a refusal.
pub(crate) fn checked(service: Service, response: Response) -> Result<Response, PortError> {
    match response.status() {
        status if status.is_success() => Ok(response),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(PortError::Refused(service)),
        StatusCode::NOT_FOUND => Err(PortError::NotFound),
        status if status.is_client_error() => Err(PortError::Garbled(service)),
        _ => Err(PortError::Unreachable(service)),
    }
}

/// The body of a response, up to the limit.
pub(crate) async fn body(service: Service, response: Response) -> Result<Vec<u8>, PortError> {
    let mut body = response.bytes_stream();
    let mut all = Vec::new();
    while let Some(piece) = body.next().await {
        let piece = piece.map_err(|_| PortError::Unreachable(service))?;
        if all.len() + piece.len() > BYTES_MAX {
            return Err(PortError::Garbled(service));
        }
        all.extend_from_slice(&piece);
    }
    Ok(all)
}
