//! Lists and what is on them.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use ling_base::Lang;
use ling_cloud::{Item, List, ListKind};
use ling_dialogue::ListsPort;
use ling_text::{Holes, Style};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Body, Problem, key};
use crate::{Hub, world::lists::id_of};

/// `GET /v1/lists`: every list and how much is open on it.
pub(super) async fn all(State(hub): State<Hub>) -> Result<Json<Value>, Problem> {
    let mut lists = Vec::new();
    for row in hub.world.lists.rows().await? {
        let items = hub.world.lists.all_items(&row.id).await?;
        let open = items.iter().filter(|item| !item.done).count();
        lists.push(shown(&hub, &row, open));
    }
    Ok(Json(json!({ "lists": lists })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewList {
    name: String,
}

/// `POST /v1/lists`: makes a list; one of that name is given back as it is.
pub(super) async fn add(
    State(hub): State<Hub>,
    headers: HeaderMap,
    Body(new): Body<NewList>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let row = hub.world.lists.make(&new.name, key(&headers)?).await?;
    hub.refresh_names().await;
    let open = hub.world.lists.all_items(&row.id).await?;
    let open = open.iter().filter(|item| !item.done).count();
    Ok((StatusCode::CREATED, Json(shown(&hub, &row, open))))
}

/// `DELETE /v1/lists/{id}`.
pub(super) async fn remove(
    State(hub): State<Hub>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    hub.world.lists.drop_list(&id).await?;
    hub.refresh_names().await;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /v1/lists/{id}/restore`: brings back a list that was taken away less than a day ago.
pub(super) async fn restore(
    State(hub): State<Hub>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    hub.world.lists.undelete(&id).await?;
    hub.refresh_names().await;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /v1/lists/{id}/items`.
pub(super) async fn items(
    State(hub): State<Hub>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    let row = hub.world.lists.row(&id).await?;
    let items = hub.world.lists.all_items(&row.id).await?;
    Ok(Json(
        json!({ "items": items.iter().map(item).collect::<Vec<_>>() }),
    ))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewItems {
    texts: Vec<String>,
}

/// `POST /v1/lists/{id}/items`: puts things at the end of a list.
pub(super) async fn add_items(
    State(hub): State<Hub>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Body(new): Body<NewItems>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    if new.texts.is_empty() {
        return Err(Problem::bad("empty", "`texts` is empty").hint("send {\"texts\": [\"milk\"]}"));
    }
    let items = hub.world.lists.put(&id, &new.texts, key(&headers)?).await?;
    let items: Vec<Value> = items.iter().map(item).collect();
    Ok((StatusCode::CREATED, Json(json!({ "items": items }))))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    done: bool,
}

/// `PATCH /v1/items/{id}`: ticks a thing, or takes its tick away.
pub(super) async fn change_item(
    State(hub): State<Hub>,
    Path(id): Path<String>,
    Body(change): Body<Change>,
) -> Result<StatusCode, Problem> {
    match hub.world.lists.mark(&[id], change.done).await? {
        0 => Err(Problem::not_found("item")),
        _ => Ok(StatusCode::NO_CONTENT),
    }
}

/// `DELETE /v1/items/{id}`.
pub(super) async fn remove_item(
    State(hub): State<Hub>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    match hub.world.lists.take(&[id]).await? {
        0 => Err(Problem::not_found("item")),
        _ => Ok(StatusCode::NO_CONTENT),
    }
}

/// `POST /v1/items/{id}/restore`: brings back a thing that was taken off less than a day ago.
pub(super) async fn restore_item(
    State(hub): State<Hub>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    ListsPort::restore(&hub.world.lists, &[id]).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn item(item: &Item) -> Value {
    json!({ "id": item.id, "text": item.text, "done": item.done })
}

fn shown(hub: &Hub, row: &List, open: usize) -> Value {
    json!({ "id": id_of(row), "name": name(hub, row), "kind": row.kind, "open": open })
}

/// The name of a list in the language of the house.
fn name(hub: &Hub, row: &List) -> String {
    let lang = Lang::from_tag(&hub.config().house.lang).unwrap_or(Lang::Zh);
    match (row.kind, hub.skills.texts("lists", lang)) {
        (ListKind::Own, _) | (_, None) => row.name.clone(),
        (_, Some(texts)) => {
            let key = format!("title_{}", id_of(row));
            texts.fill(&key, &Holes::new(), &hub.now(), Style::Show)
        }
    }
}
