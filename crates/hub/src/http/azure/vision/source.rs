//! Where the picture of a call comes from: its body, or the address in it.

use axum::http::{StatusCode, header};
use ling_vision::BYTES_MAX;
use serde::Deserialize;

use super::super::{Call, error::Refusal};
use crate::{
    Hub,
    out::pictures::{self, PictureError},
};

/// Bytes of a body with an address.
const ADDRESS_BYTES_MAX: usize = 16 << 10;

/// `{"url": "https://…"}`.
#[derive(Deserialize)]
struct Addressed {
    #[serde(alias = "Url", alias = "URL")]
    url: String,
}

/// The bytes of the picture of a call.
pub(super) async fn bytes(hub: &Hub, call: Call) -> Result<Vec<u8>, Refusal> {
    let kind = call.parts.headers.get(header::CONTENT_TYPE);
    let begins = |with: &[u8]| kind.is_some_and(|kind| kind.as_bytes().starts_with(with));
    if begins(b"multipart/") {
        let message = "Send the bytes of the picture as `application/octet-stream`, not as a form.";
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(Refusal::new(status, "UnsupportedMediaType", message));
    }
    if !begins(b"application/json") {
        return Ok(call.bytes(BYTES_MAX).await?.into());
    }
    let addressed: Addressed = call.json(ADDRESS_BYTES_MAX).await?;
    let hosts = &hub.config().server.picture_hosts;
    let fetched = pictures::fetch(addressed.url.trim(), hosts, BYTES_MAX).await;
    fetched.map_err(|error| {
        let inner = match &error {
            PictureError::Large(_) => "InvalidImageSize",
            _ => "InvalidImageUrl",
        };
        Refusal::bad(inner, super::sentence(&error))
    })
}
