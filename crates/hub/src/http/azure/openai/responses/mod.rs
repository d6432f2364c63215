//! `responses`, OpenAI's newer shape: turned into a chat completion, and the answer back.
//!
//! Nothing is stored, so that nothing can be continued: whoever calls sends the whole talk.

mod ask;
mod events;

use std::convert::Infallible;

use axum::{
    Json,
    body::{Body, Bytes},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use ling_cloud::Token;
use serde_json::{Map, Value};

use super::{
    BODY_BYTES_MAX, Call, Refusal,
    chat::{complete, event_stream},
    pieces::Pieces,
};
use crate::Hub;
use events::Events;

/// Answers a call.
pub(super) async fn answer(
    hub: &Hub,
    token: &Token,
    deployment: Option<String>,
    call: Call,
) -> Result<Response, Refusal> {
    let asked: Map<String, Value> = call.json(BODY_BYTES_MAX).await?;
    let asked = Value::Object(asked);
    let name = deployment.or_else(|| asked["model"].as_str().map(str::to_owned));
    let name = name.unwrap_or_default();
    let is_stream = asked["stream"] == true;
    let mut body = ask::chat(&asked)?;
    let pieces = complete(hub, token, &name, &mut body).await?.pieces();
    let id = format!("resp_{}", super::super::id().replace('-', ""));
    let events = Events::new(&id, jiff::Timestamp::now().as_second(), &name, &asked);
    match is_stream {
        true => Ok(streamed(pieces, events)),
        false => whole(pieces, events)
            .await
            .map(|whole| Json(whole).into_response()),
    }
}

async fn whole(mut pieces: Pieces, mut events: Events) -> Result<Value, Refusal> {
    while let Some(piece) = pieces.next().await {
        events.take(&piece?);
    }
    events.end();
    Ok(events.response())
}

/// What is still to be sent.
enum Rest {
    Begin(Box<(Pieces, Events)>),
    Go(Box<(Pieces, Events)>),
    Over,
}

fn streamed(pieces: Pieces, events: Events) -> Response {
    let begin = Rest::Begin(Box::new((pieces, events)));
    let all = stream::unfold(begin, move |rest| async move {
        let (sent, rest) = match rest {
            Rest::Over => return None,
            Rest::Begin(mut both) => (both.1.begin(), Rest::Go(both)),
            Rest::Go(mut both) => match both.0.next().await {
                Some(Ok(piece)) => (both.1.take(&piece), Rest::Go(both)),
                Some(Err(refusal)) => (both.1.fail(&refusal.code, &refusal.message), Rest::Over),
                None => (both.1.end(), Rest::Over),
            },
        };
        Some((Ok::<_, Infallible>(Bytes::from(written(&sent))), rest))
    });
    event_stream(Body::from_stream(all))
}

fn written(events: &[Value]) -> String {
    let one = |event: &Value| {
        let kind = event["type"].as_str().unwrap_or_default();
        format!("event: {kind}\ndata: {event}\n\n")
    };
    events.iter().map(one).collect()
}
