//! The console's files, which are part of the program.

use axum::{
    http::{StatusCode, Uri, header},
    response::{IntoResponse, Response},
};

use super::Problem;

/// A file of the console: path, media type, bytes.
type File = (&'static str, &'static str, &'static [u8]);

macro_rules! files {
    ($($path:literal $media:literal)*) => {
        &[$(($path, $media, include_bytes!(concat!("../../../../web/", $path)))),*]
    };
}

static FILES: &[File] = files! {
    "index.html" "text/html; charset=utf-8"
};

/// Only our own files may run or be shown.
const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; frame-ancestors 'none'";

/// Any path that no other route takes.
pub(super) async fn file(uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    let path = if path.is_empty() { "index.html" } else { path };
    let Some((_, media, bytes)) = FILES.iter().find(|(name, ..)| *name == path) else {
        return Problem::new(StatusCode::NOT_FOUND, "not_found", "there is no such page")
            .into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, *media),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, *bytes).into_response()
}
