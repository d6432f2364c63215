//! People, rooms and devices of the household.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use ling_base::Lang;
use ling_cloud::{Device, DeviceId, Person, PersonId, Role, Room, RoomId};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Body, Problem};
use crate::Hub;

/// `GET /v1/people`.
pub(super) async fn people(State(hub): State<Hub>) -> Result<Json<Value>, Problem> {
    Ok(Json(json!({ "people": hub.cloud.people().await? })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPerson {
    name: String,
    lang: Option<String>,
    #[serde(default)]
    child: bool,
}

/// `POST /v1/people`.
pub(super) async fn add_person(
    State(hub): State<Hub>,
    Body(new): Body<NewPerson>,
) -> Result<(StatusCode, Json<Person>), Problem> {
    let role = if new.child { Role::Child } else { Role::Adult };
    let lang = new.lang.as_deref().map(lang).transpose()?;
    let person = hub
        .cloud
        .add_person(&new.name, lang, role, jiff::Timestamp::now())
        .await?;
    hub.refresh_names().await;
    Ok((StatusCode::CREATED, Json(person)))
}

/// `DELETE /v1/people/{id}`.
pub(super) async fn remove_person(
    State(hub): State<Hub>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let removed = hub.cloud.remove_person(&PersonId::new(id)).await?;
    removed.ok_or_else(|| Problem::not_found("person"))?;
    hub.keys_changed();
    hub.refresh_names().await;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /v1/rooms`.
pub(super) async fn rooms(State(hub): State<Hub>) -> Result<Json<Value>, Problem> {
    Ok(Json(json!({ "rooms": hub.cloud.rooms().await? })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRoom {
    name: String,
    floor: Option<String>,
}

/// `POST /v1/rooms`.
pub(super) async fn add_room(
    State(hub): State<Hub>,
    Body(new): Body<NewRoom>,
) -> Result<(StatusCode, Json<Room>), Problem> {
    let now = jiff::Timestamp::now();
    let room = hub
        .cloud
        .add_room(&new.name, new.floor.as_deref(), now)
        .await?;
    hub.refresh_names().await;
    Ok((StatusCode::CREATED, Json(room)))
}

/// `DELETE /v1/rooms/{id}`.
pub(super) async fn remove_room(
    State(hub): State<Hub>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let removed = hub.cloud.remove_room(&RoomId::new(id)).await?;
    removed.ok_or_else(|| Problem::not_found("room"))?;
    hub.refresh_names().await;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /v1/devices`.
pub(super) async fn devices(State(hub): State<Hub>) -> Result<Json<Value>, Problem> {
    Ok(Json(json!({ "devices": hub.cloud.devices().await? })))
}

/// What can be changed about a device; what is absent stays.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeviceChange {
    name: Option<String>,
    room: Option<String>,
    person: Option<String>,
    volume: Option<u8>,
}

/// `PATCH /v1/devices/{id}`.
pub(super) async fn change_device(
    State(hub): State<Hub>,
    Path(id): Path<String>,
    Body(change): Body<DeviceChange>,
) -> Result<Json<Device>, Problem> {
    let id = DeviceId::new(id);
    let known = hub.cloud.device(&id).await?;
    let mut device = known.ok_or_else(|| Problem::not_found("device"))?;
    device.name = change.name.unwrap_or(device.name);
    device.room = change.room.map(RoomId::new).or(device.room);
    device.person = change.person.map(PersonId::new).or(device.person);
    device.volume = change.volume.or(device.volume);
    hub.cloud.put_device(&device).await?;
    Ok(Json(device))
}

/// `DELETE /v1/devices/{id}`.
pub(super) async fn remove_device(
    State(hub): State<Hub>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let removed = hub.cloud.remove_device(&DeviceId::new(id)).await?;
    removed.ok_or_else(|| Problem::not_found("device"))?;
    Ok(StatusCode::NO_CONTENT)
}

fn lang(tag: &str) -> Result<Lang, Problem> {
    Lang::from_tag(tag).ok_or_else(|| {
        Problem::bad("lang", format!("`{tag}` is not a language of Ling")).hint("use `zh` or `en`")
    })
}
