//! The description of the interface.

use axum::http::header;

/// `GET /v1/openapi.json`.
pub(super) async fn document() -> ([(header::HeaderName, &'static str); 1], &'static str) {
    (
        [(header::CONTENT_TYPE, "application/json")],
        include_str!("openapi.json"),
    )
}
