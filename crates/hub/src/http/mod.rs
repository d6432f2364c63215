//! The HTTP interface: turns and events, signing in, and the console.

mod auth;
pub(crate) mod azure;
mod body;
mod browser;
mod calendar;
mod console;
pub(crate) mod door;
mod dues;
mod events;
mod hear;
mod home;
mod house;
mod keys;
mod lists;
mod mdns;
mod models;
mod music;
mod notes;
pub(crate) mod once;
mod openapi;
mod problem;
mod say;
mod settings;
mod tls;
mod turns;

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    middleware,
    routing::{delete, get, patch, post},
};

use crate::Hub;

pub use auth::{Caller, key_command, link_command};
use body::{Body, Raw};
pub use mdns::LocalName;
pub use problem::Problem;
pub use tls::{Certificate, LOCAL_NAME, lan_address, listen_everywhere, qr_code, serve_tls};

/// The largest body, in bytes: 30 s of 48 kHz stereo in 32 bits.
const BODY_BYTES_MAX: usize = 12 << 20;

/// What a server offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// The house, with everything.
    House,
    /// The AI services and their keys: no page, nothing of the house.
    Ai,
}

/// Every route of what is offered.
pub fn router(hub: Hub, offer: Offer) -> Router {
    let routes = match offer {
        Offer::House => house(&hub),
        Offer::Ai => services(&hub),
    };
    routes
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(middleware::from_fn(door::body_in_time))
        .layer(middleware::from_fn(problem::always))
        .layer(middleware::from_fn(auth::same_site))
        .with_state(hub)
}

/// The AI services, and what programs need around them.
fn services(hub: &Hub) -> Router<Hub> {
    let inside = keys().route_layer(middleware::from_fn(auth::owner));
    Router::new()
        .route("/healthz", get(health))
        .route("/v1/openapi.json", get(openapi::of_services))
        .merge(inside.route_layer(middleware::from_fn_with_state(hub.clone(), auth::require)))
        .fallback(azure::or_nothing)
}

/// The keys of programs.
fn keys() -> Router<Hub> {
    Router::new()
        .route("/v1/tokens", get(keys::tokens).post(keys::add_token))
        .route("/v1/tokens/{id}", delete(keys::revoke_token))
}

fn house(hub: &Hub) -> Router<Hub> {
    let inside = Router::new()
        .route("/v1/turns", post(turns::post))
        .route("/v1/hear", post(hear::hear))
        .route("/v1/say", get(say::say))
        .route("/v1/events", get(events::listen))
        .route("/v1/music", get(music::list))
        .route("/v1/music/now", get(music::now))
        .route("/v1/music/play", post(music::play))
        .route("/v1/music/ended", post(music::ended))
        .route("/v1/music/{button}", post(music::press))
        .route("/v1/music/{id}/audio", get(music::audio))
        .route("/v1/dues", get(dues::list))
        .route("/v1/dues/{id}", patch(dues::change).delete(dues::remove))
        .route("/v1/dues/{id}/restore", post(dues::restore))
        .route("/v1/dues/{id}/pause", post(dues::pause))
        .route("/v1/dues/{id}/resume", post(dues::resume))
        .route("/v1/lists", get(lists::all).post(lists::add))
        .route("/v1/lists/{id}", delete(lists::remove))
        .route("/v1/lists/{id}/restore", post(lists::restore))
        .route(
            "/v1/lists/{id}/items",
            get(lists::items).post(lists::add_items),
        )
        .route(
            "/v1/items/{id}",
            patch(lists::change_item).delete(lists::remove_item),
        )
        .route("/v1/items/{id}/restore", post(lists::restore_item))
        .route("/v1/calendar", get(calendar::between).post(calendar::add))
        .route(
            "/v1/calendar/{id}",
            patch(calendar::change).delete(calendar::remove),
        )
        .route("/v1/calendar/{id}/restore", post(calendar::restore))
        .route("/v1/notes", get(notes::all).post(notes::add))
        .route("/v1/notes/{id}", delete(notes::remove))
        .route("/v1/rings", get(dues::rings))
        .route("/v1/rings/{id}/ack", post(dues::acknowledge))
        .route("/v1/rings/{id}/snooze", post(dues::snooze))
        .route("/v1/setup", get(settings::setup))
        .route("/v1/home", get(home::get))
        .route("/v1/home/act", post(home::act))
        .route_layer(middleware::from_fn(auth::not_ai))
        .merge(owner().route_layer(middleware::from_fn(auth::owner)))
        .route_layer(middleware::from_fn_with_state(hub.clone(), auth::require));
    Router::new()
        .route("/healthz", get(health))
        .route("/v1/openapi.json", get(openapi::document))
        .route("/signin", get(auth::sign_in))
        .route("/v1/signin", get(auth::how))
        .route("/v1/signout", post(auth::sign_out))
        .merge(inside)
        .fallback(azure::or_page)
}

/// What only people who are signed in, and programs with the scope `admin`, may see and change.
fn owner() -> Router<Hub> {
    keys()
        .route("/v1/turns", get(turns::list).delete(turns::forget))
        .route("/v1/turns/{id}", get(turns::one))
        .route("/v1/turns/{id}/wrong", post(turns::wrong))
        .route("/v1/people", get(house::people).post(house::add_person))
        .route("/v1/people/{id}", delete(house::remove_person))
        .route("/v1/rooms", get(house::rooms).post(house::add_room))
        .route("/v1/rooms/{id}", delete(house::remove_room))
        .route("/v1/devices", get(house::devices))
        .route(
            "/v1/devices/{id}",
            patch(house::change_device).delete(house::remove_device),
        )
        .route("/v1/sessions", get(keys::sessions))
        .route("/v1/sessions/{id}", delete(keys::end_session))
        .route("/v1/links", post(keys::add_link))
        .route("/v1/settings", get(settings::get).put(settings::put))
        .route("/v1/models", get(models::list))
        .route(
            "/v1/models/{name}",
            post(models::pull).delete(models::remove),
        )
        .route("/v1/towns", get(settings::find_towns))
}

/// Serves HTTP until `stop` is over; what is being answered then is finished.
pub async fn serve(
    listener: tokio::net::TcpListener,
    hub: Hub,
    offer: Offer,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let (handle, stopping) = door::until(stop);
    let server = axum_server::from_tcp(listener.into_std()?)?;
    let server = door::in_time(server).map(|inner| door::Door::new(hub.seats.clone(), inner));
    let app = router(hub, offer).into_make_service();
    let served = server.handle(handle).serve(app).await;
    stopping.abort();
    served
}

/// The key of the header `Idempotency-Key`: the same key never makes two rows.
fn key(headers: &axum::http::HeaderMap) -> Result<Option<&str>, Problem> {
    let key = headers.get("idempotency-key").map(|key| key.to_str());
    key.transpose()
        .map_err(|_| Problem::bad("key", "`Idempotency-Key` has characters beyond ASCII"))
}

/// Whether the house can keep what it promises.
async fn health(State(hub): State<Hub>) -> Result<axum::Json<serde_json::Value>, Problem> {
    hub.cloud.check_file()?;
    Ok(axum::Json(
        serde_json::json!({ "ok": true, "version": console::version() }),
    ))
}
