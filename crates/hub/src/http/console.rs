//! The console's files, which are part of the program.

use axum::{
    http::{Method, StatusCode, Uri, header},
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
    "icon.svg" "image/svg+xml"
    "icons.svg" "image/svg+xml"
    "manifest.webmanifest" "application/manifest+json"
    "css/base.css" "text/css; charset=utf-8"
    "css/parts.css" "text/css; charset=utf-8"
    "css/pages.css" "text/css; charset=utf-8"
    "js/api.js" "text/javascript; charset=utf-8"
    "js/boot.js" "text/javascript; charset=utf-8"
    "js/cards.js" "text/javascript; charset=utf-8"
    "js/dom.js" "text/javascript; charset=utf-8"
    "js/events.js" "text/javascript; charset=utf-8"
    "js/flaws.js" "text/javascript; charset=utf-8"
    "js/i18n.js" "text/javascript; charset=utf-8"
    "js/life.js" "text/javascript; charset=utf-8"
    "js/main.js" "text/javascript; charset=utf-8"
    "js/meaning.js" "text/javascript; charset=utf-8"
    "js/mic.js" "text/javascript; charset=utf-8"
    "js/mic_help.js" "text/javascript; charset=utf-8"
    "js/models.js" "text/javascript; charset=utf-8"
    "js/player.js" "text/javascript; charset=utf-8"
    "js/recorder.js" "text/javascript; charset=utf-8"
    "js/ring.js" "text/javascript; charset=utf-8"
    "js/say.js" "text/javascript; charset=utf-8"
    "js/setup.js" "text/javascript; charset=utf-8"
    "js/speak.js" "text/javascript; charset=utf-8"
    "js/store.js" "text/javascript; charset=utf-8"
    "js/sure.js" "text/javascript; charset=utf-8"
    "js/timeline.js" "text/javascript; charset=utf-8"
    "js/tone.js" "text/javascript; charset=utf-8"
    "js/town.js" "text/javascript; charset=utf-8"
    "js/rows.js" "text/javascript; charset=utf-8"
    "js/snippets.js" "text/javascript; charset=utf-8"
    "js/try_picture.js" "text/javascript; charset=utf-8"
    "js/try_text.js" "text/javascript; charset=utf-8"
    "js/pages/api.js" "text/javascript; charset=utf-8"
    "js/pages/calendar.js" "text/javascript; charset=utf-8"
    "js/pages/dues.js" "text/javascript; charset=utf-8"
    "js/pages/happened.js" "text/javascript; charset=utf-8"
    "js/pages/house.js" "text/javascript; charset=utf-8"
    "js/pages/lists.js" "text/javascript; charset=utf-8"
    "js/pages/music.js" "text/javascript; charset=utf-8"
    "js/pages/people.js" "text/javascript; charset=utf-8"
    "js/pages/settings.js" "text/javascript; charset=utf-8"
    "js/pages/signin.js" "text/javascript; charset=utf-8"
    "js/pages/talk.js" "text/javascript; charset=utf-8"
    "strings/en.json" "application/json"
    "strings/zh.json" "application/json"
};

/// Only our own files may run or be shown.
const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; frame-ancestors 'none'";

/// Changes whenever the program or a file of the console changes, so that an old page can reload itself.
pub(super) fn version() -> &'static str {
    static VERSION: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    VERSION.get_or_init(|| {
        let bytes = FILES.iter().flat_map(|(_, _, bytes)| bytes.iter());
        // FNV-1a, 64 bits.
        let stamp = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
        format!("{}+{stamp:016x}", env!("CARGO_PKG_VERSION"))
    })
}

/// Any path that no other route takes.
pub(super) async fn file(method: Method, uri: Uri) -> Response {
    if !matches!(method, Method::GET | Method::HEAD) {
        let message = "a page can only be read";
        return Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method", message).into_response();
    }
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
