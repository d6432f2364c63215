//! The HTTP interface: turns and events, signing in, and the console.

mod auth;
mod console;
mod events;
mod openapi;
mod problem;
mod turns;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{get, post},
};

use crate::Hub;

pub use auth::Caller;
pub use problem::Problem;

/// The largest body, in bytes: 30 s of 48 kHz stereo.
const BODY_BYTES_MAX: usize = 8 << 20;

/// Every route.
pub fn router(hub: Hub) -> Router {
    let inside = Router::new()
        .route(
            "/v1/turns",
            post(turns::post).get(turns::list).delete(turns::forget),
        )
        .route("/v1/turns/{id}", get(turns::one))
        .route("/v1/events", get(events::listen))
        .route_layer(middleware::from_fn_with_state(hub.clone(), auth::require));
    Router::new()
        .route("/healthz", get(health))
        .route("/v1/openapi.json", get(openapi::document))
        .route("/signin", get(auth::sign_in))
        .route("/v1/signout", post(auth::sign_out))
        .merge(inside)
        .fallback(console::file)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(middleware::from_fn(auth::same_site))
        .with_state(hub)
}

/// Serves HTTP until `stop` is over; what is being answered then is finished.
pub async fn serve(
    listener: tokio::net::TcpListener,
    hub: Hub,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router(hub))
        .with_graceful_shutdown(stop)
        .await
}

async fn health() -> axum::Json<serde_json::Value> {
    axum::Json(serde_json::json!({ "ok": true }))
}
