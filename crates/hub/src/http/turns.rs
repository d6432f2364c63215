//! `POST /v1/turns` and what is kept of turns.

use axum::{
    Extension, Json,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::{HeaderMap, StatusCode, header},
};
use ling_base::Lang;
use serde::Deserialize;
use serde_json::{Value as Json_, json};

use super::{Caller, Problem, Raw, once::Answered};
use crate::{Hub, Said, Traced, session::TEXT_CHARS_MAX};

/// The body of `POST /v1/turns`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    text: String,
    lang: Option<String>,
    conversation: Option<String>,
    device: Option<String>,
}

/// The longest id that a caller may bring.
const ID_MAX: usize = 128;

pub(super) async fn post(
    State(hub): State<Hub>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    query: Result<Query<Spoken>, QueryRejection>,
    Raw(body): Raw,
) -> Result<Answered, Problem> {
    let said = match content_type(&headers) {
        // Which kind of sound it is, its first bytes say: browsers and programs name it in many ways.
        kind if kind.starts_with("audio/") || matches!(kind, "application/ogg" | "video/webm") => {
            let Query(query) = query.map_err(|e| Problem::bad("query", e.body_text()))?;
            heard(&hub, &caller, &headers, query, body.to_vec()).await?
        }
        kind if kind.starts_with("image/") => {
            let Query(query) = query.map_err(|e| Problem::bad("query", e.body_text()))?;
            pictured(&hub, &caller, &headers, query, body.to_vec())?
        }
        _ => said(&caller, &headers, &body)?,
    };
    if said.text.chars().nth(TEXT_CHARS_MAX).is_some() {
        return Err(too_long(&hub, &said));
    }
    super::once::turn(&hub, &caller, said).await
}

/// Words that are too many to be said, in a sentence that can be.
fn too_long(hub: &Hub, said: &Said) -> Problem {
    let beginning: String = said.text.chars().take(100).collect();
    let lang = said
        .lang
        .or_else(|| ling_text::script::lang_seen(&beginning));
    let (sentence, _) = hub.too_long_sentence(lang);
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_long", sentence)
        .hint(format!("send at most {TEXT_CHARS_MAX} characters at once"))
}

/// What stands in the address when the body is sound or a picture.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Spoken {
    /// What is asked about a picture.
    text: Option<String>,
    lang: Option<String>,
    conversation: Option<String>,
    device: Option<String>,
}

async fn heard(
    hub: &Hub,
    caller: &Caller,
    headers: &HeaderMap,
    query: Spoken,
    file: Vec<u8>,
) -> Result<Said, Problem> {
    let lang = lang(query.lang.as_deref())?;
    check_ids([&query.conversation, &query.device])?;
    let began = std::time::Instant::now();
    let heard = hub.hear(file, lang).await?;
    let hear = Traced {
        stage: "hear",
        at_us: 0,
        took_us: u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX),
        note: heard.note,
    };
    Ok(Said {
        text: heard.text,
        lang: lang.or(heard.lang),
        conversation: query.conversation,
        device: query.device.or_else(|| caller.device.clone()),
        person: caller.person.clone(),
        by: Some(caller.name().to_owned()),
        key: key(headers)?,
        hear: Some(hear),
        picture: None,
        missed: heard.missed,
    })
}

/// A picture, and what is asked about it; what it is, when nothing is.
fn pictured(
    hub: &Hub,
    caller: &Caller,
    headers: &HeaderMap,
    query: Spoken,
    picture: Vec<u8>,
) -> Result<Said, Problem> {
    let lang = lang(query.lang.as_deref())?;
    check_ids([&query.conversation, &query.device])?;
    let asked = query.text.filter(|text| !text.trim().is_empty());
    Ok(Said {
        text: asked.unwrap_or_else(|| hub.picture_question(lang)),
        lang,
        conversation: query.conversation,
        device: query.device.or_else(|| caller.device.clone()),
        person: caller.person.clone(),
        by: Some(caller.name().to_owned()),
        key: key(headers)?,
        hear: None,
        picture: Some(picture),
        missed: false,
    })
}

fn content_type(headers: &HeaderMap) -> &str {
    let value = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    value
        .and_then(|value| value.split(';').next())
        .map_or("", str::trim)
}

fn said(caller: &Caller, headers: &HeaderMap, body: &[u8]) -> Result<Said, Problem> {
    let example = "send {\"text\": \"what time is it\"}";
    let text = std::str::from_utf8(body).map_err(|e| {
        Problem::bad("not_utf8", format!("the body is not UTF-8: {e}")).hint(example)
    })?;
    let body: Body = serde_json::from_str(text).map_err(|e| {
        Problem::bad("not_json", format!("the body is not what is expected: {e}")).hint(example)
    })?;
    check_ids([&body.conversation, &body.device])?;
    Ok(Said {
        text: body.text,
        lang: lang(body.lang.as_deref())?,
        conversation: body.conversation,
        device: body.device.or_else(|| caller.device.clone()),
        person: caller.person.clone(),
        by: Some(caller.name().to_owned()),
        key: key(headers)?,
        hear: None,
        picture: None,
        missed: false,
    })
}

fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let key = super::key(headers)?;
    match key.filter(|key| key.len() > ID_MAX) {
        None => Ok(key.map(str::to_owned)),
        Some(_) => Err(Problem::bad(
            "key",
            format!("`Idempotency-Key` has at most {ID_MAX} bytes"),
        )),
    }
}

fn check_ids(ids: [&Option<String>; 2]) -> Result<(), Problem> {
    let too_long = |id: &&String| id.len() > ID_MAX;
    match ids.into_iter().flatten().find(too_long) {
        None => Ok(()),
        Some(_) => Err(Problem::bad(
            "id_too_long",
            format!("an id has at most {ID_MAX} bytes"),
        )),
    }
}

/// A language that a caller names.
pub(super) fn lang(tag: Option<&str>) -> Result<Option<Lang>, Problem> {
    let Some(tag) = tag else { return Ok(None) };
    let lang = Lang::from_tag(tag).ok_or_else(|| {
        Problem::bad("lang", format!("`{tag}` is not a language of Ling")).hint("use `zh` or `en`")
    })?;
    Ok(Some(lang))
}

/// Turns that one page shows at most.
const PAGE_MAX: u32 = 100;

#[derive(Deserialize)]
pub(super) struct Pages {
    #[serde(default)]
    offset: u32,
    conversation: Option<String>,
}

/// `GET /v1/turns`: what happened, newest first.
pub(super) async fn list(
    State(hub): State<Hub>,
    Query(pages): Query<Pages>,
) -> Result<Json<Json_>, Problem> {
    let page = ling_cloud::Page {
        offset: pages.offset,
        limit: PAGE_MAX,
    };
    let filter = ling_cloud::TurnFilter {
        conversation: pages.conversation,
        page,
        ..Default::default()
    };
    let turns = hub.cloud.turns(&filter).await?;
    let turns: Vec<Json_> = turns.iter().map(|turn| shown(&hub, turn)).collect();
    Ok(Json(json!({ "turns": turns })))
}

/// `GET /v1/turns/{id}`.
pub(super) async fn one(
    State(hub): State<Hub>,
    Path(id): Path<String>,
) -> Result<Json<Json_>, Problem> {
    let turn = hub.cloud.turn(&ling_cloud::TurnId::new(id)).await?;
    let turn = turn.ok_or_else(|| Problem::not_found("turn"))?;
    Ok(Json(shown(&hub, &turn)))
}

#[derive(Deserialize)]
pub(super) struct Since {
    since: Option<jiff::Timestamp>,
}

/// `DELETE /v1/turns?since=...`: forgets what was heard since then, or today.
pub(super) async fn forget(
    State(hub): State<Hub>,
    Query(since): Query<Since>,
) -> Result<Json<Json_>, Problem> {
    let today = hub
        .now()
        .start_of_day()
        .map(|day| day.timestamp())
        .unwrap_or(jiff::Timestamp::MIN);
    let forgotten = hub.cloud.forget_turns(since.since.unwrap_or(today)).await?;
    Ok(Json(json!({ "forgotten": forgotten })))
}

/// `POST /v1/turns/{id}/wrong`: keeps the turn for a report that stays in the house.
pub(super) async fn wrong(
    State(hub): State<Hub>,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    hub.cloud
        .mark_wrong(&ling_cloud::TurnId::new(id), true)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A turn that was kept, with what of its conversation can be taken back now.
fn shown(hub: &Hub, turn: &ling_cloud::Turn) -> Json_ {
    let mut json = turn.trace.clone();
    json["undoable"] = json!(hub.undoable(&turn.conversation));
    json["at"] = json!(turn.at);
    json["device"] = json!(turn.device);
    json["person"] = json!(turn.person);
    json["wrong"] = json!(turn.wrong);
    json
}
