//! Where the picture of a call comes from: its body.

use axum::http::{StatusCode, header};
use ling_vision::BYTES_MAX;

use super::super::{Call, error::Refusal};
use crate::Hub;

/// The bytes of the picture of a call.
pub(super) async fn bytes(_hub: &Hub, call: Call) -> Result<Vec<u8>, Refusal> {
    let kind = call.parts.headers.get(header::CONTENT_TYPE);
    let begins = |with: &[u8]| kind.is_some_and(|kind| kind.as_bytes().starts_with(with));
    if begins(b"multipart/") {
        let message = "Send the bytes of the picture as `application/octet-stream`, not as a form.";
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(Refusal::new(status, "UnsupportedMediaType", message));
    }
    if begins(b"application/json") {
        let message = "Ling does not fetch pictures from addresses. Send the bytes of the picture as \
                       `application/octet-stream`.";
        return Err(Refusal::bad("InvalidImageUrl", message));
    }
    Ok(call.bytes(BYTES_MAX).await?.into())
}
