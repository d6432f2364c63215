//! `chat/completions`, whole or as a stream of events.

use std::convert::Infallible;

use axum::{
    Json,
    body::{Body, Bytes},
    http::header,
    response::{IntoResponse, Response},
};
use futures_util::stream;
use ling_cloud::Token;
use serde_json::{Map, Value, json};

use super::{
    BODY_BYTES_MAX, Call, LING, Refusal, endpoint, ling,
    pieces::{Answer, Pieces},
};
use crate::{Hub, out::llm};

/// The beginning of an event.
const EVENT: &str = "data: ";

/// Answers a call.
pub(super) async fn answer(
    hub: &Hub,
    token: &Token,
    deployment: Option<String>,
    call: Call,
) -> Result<Response, Refusal> {
    let mut body: Map<String, Value> = call.json(BODY_BYTES_MAX).await?;
    let name = deployment.or_else(|| body.get("model")?.as_str().map(str::to_owned));
    let is_stream = body.get("stream") == Some(&Value::Bool(true));
    let counts = body
        .get("stream_options")
        .is_some_and(|wish| wish["include_usage"] == true);
    let messages = body.get("messages").and_then(Value::as_array);
    if messages.is_none_or(Vec::is_empty) {
        let message = "`messages` is a list with at least one message.";
        return Err(Refusal::bad("InvalidRequest", message));
    }
    let answer = complete(hub, token, &name.unwrap_or_default(), &mut body).await?;
    Ok(match (answer, is_stream) {
        (Answer::Whole(whole), false) => Json(whole).into_response(),
        (answer, _) => streamed(answer.pieces(), counts),
    })
}

/// Asks whoever is meant by the name.
pub(super) async fn complete(
    hub: &Hub,
    token: &Token,
    name: &str,
    body: &mut Map<String, Value>,
) -> Result<Answer, Refusal> {
    if name == LING {
        let text = ling::ask(hub, token, &last_words(&body["messages"])).await?;
        return Ok(Answer::Whole(said(&text)));
    }
    let endpoint = endpoint(hub, name).await?;
    // The owner chose which model answers; a program that was written for another needs no change.
    let model = match endpoint.model.is_empty() {
        true => name,
        false => &endpoint.model,
    };
    body.insert("model".to_owned(), model.into());
    let line = hub.programs.lines.talk()?;
    let passed = llm::pass(&endpoint, &Value::Object(std::mem::take(body))).await;
    Ok(Answer::of(passed?, line))
}

/// The words of the last message of the user.
fn last_words(messages: &Value) -> String {
    let all = messages.as_array().map_or(&[][..], Vec::as_slice);
    let last = all.iter().rfind(|message| message["role"] == "user");
    match last.map(|message| &message["content"]) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(parts)) => {
            let texts = parts.iter().filter_map(|part| part["text"].as_str());
            texts.collect::<Vec<_>>().join("\n")
        }
        _ => String::new(),
    }
}

/// What the assistant said, as a chat completion. It counts no tokens, for it has none.
fn said(text: &str) -> Value {
    let message = json!({ "role": "assistant", "content": text, "refusal": null });
    json!({
        "id": format!("chatcmpl-{}", super::super::id()),
        "object": "chat.completion",
        "created": jiff::Timestamp::now().as_second(),
        "model": LING,
        "choices": [{ "index": 0, "message": message, "logprobs": null, "finish_reason": "stop" }],
        "usage": { "prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0 },
    })
}

/// The pieces as events. `counts`: whether the caller wants the piece with the count of tokens.
fn streamed(pieces: Pieces, counts: bool) -> Response {
    let state = Some(pieces);
    let events = stream::unfold(state, move |state| async move {
        let mut pieces = state?;
        loop {
            let (event, rest) = match pieces.next().await {
                None => (format!("{EVENT}[DONE]\n\n"), None),
                Some(Ok(piece)) => {
                    if is_count(&piece) && !counts {
                        continue;
                    }
                    (format!("{EVENT}{piece}\n\n"), Some(pieces))
                }
                // The status has gone out; the libraries read this as a failure.
                Some(Err(refusal)) => {
                    let error = json!({ "error": { "message": refusal.message, "type": "server_error", "code": refusal.code } });
                    (format!("{EVENT}{error}\n\n"), None)
                }
            };
            return Some((Ok::<_, Infallible>(Bytes::from(event)), rest));
        }
    });
    event_stream(Body::from_stream(events))
}

fn is_count(piece: &Value) -> bool {
    piece["usage"].is_object() && piece["choices"].as_array().is_some_and(Vec::is_empty)
}

/// An answer that is a stream of events, which no proxy is to hold back.
pub(super) fn event_stream(body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(messages: Value, expect: &str) {
        assert_eq!(last_words(&messages), expect, "{messages}");
    }

    #[test]
    fn the_last_words_of_the_user() {
        check(
            json!([{ "role": "user", "content": "现在几点" }]),
            "现在几点",
        );
        check(
            json!([
                { "role": "user", "content": "a" },
                { "role": "user", "content": [{ "type": "text", "text": "买 milk" }, { "type": "image_url" }] },
                { "role": "assistant", "content": "b" },
            ]),
            "买 milk",
        );
        check(json!([{ "role": "system", "content": "x" }]), "");
        check(json!(null), "");
    }
}
