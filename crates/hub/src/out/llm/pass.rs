//! Chat completions of programs, passed on to the language model and back as they are.

use std::{collections::VecDeque, pin::Pin, time::Duration};

use axum::body::Bytes;
use futures_util::{Stream, StreamExt};
use reqwest::{Response, StatusCode, header};
use serde_json::{Value, json};
use tokio::time::{Instant, timeout, timeout_at};
use tracing::debug;

use super::{Endpoint, STREAM_BYTES_MAX, chat, sse::Sse};
use crate::out::web;

/// The longest that a whole answer may take: as long as OpenAI's own libraries wait.
const WHOLE_MAX: Duration = Duration::from_secs(600);
/// The longest silence within a stream.
const SILENCE_MAX: Duration = Duration::from_secs(120);
/// The largest refusal of the model that is passed on, in bytes.
const REFUSAL_BYTES_MAX: usize = 64 << 10;

/// Why the language model gave no answer.
#[derive(Clone, Debug)]
pub(crate) enum PassError {
    /// It is not reached, or takes too long.
    Unreachable,
    /// It does not take the key that the owner chose.
    Key,
    /// It finds fault with the request: the status, what it says, and after how many seconds to come again.
    Refused {
        status: StatusCode,
        body: Value,
        retry_secs: Option<u32>,
    },
    /// What it says is no chat completion.
    Garbled(&'static str),
}

/// What the language model answers.
pub(crate) enum Passed {
    /// A whole chat completion.
    Whole(Value),
    /// One in pieces.
    Pieces(Pieces),
}

type Bytes_ = Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>> + Send>>;

/// The pieces of a chat completion as they come.
pub(crate) struct Pieces {
    bytes: Bytes_,
    sse: Sse,
    ready: VecDeque<String>,
    n_bytes: usize,
    deadline: Instant,
    over: bool,
}

/// Asks the model. Whether it answers in pieces, the body says; some servers answer whole all the same.
pub(crate) async fn pass(endpoint: &Endpoint, body: &Value) -> Result<Passed, PassError> {
    let deadline = Instant::now() + WHOLE_MAX;
    let url = format!("{}/chat/completions", endpoint.base_url);
    let mut request = web::client().post(url).json(body);
    if let Some(key) = &endpoint.key {
        request = request.bearer_auth(key);
    }
    let asked = timeout_at(deadline, request.send()).await;
    let response = asked
        .map_err(|_| PassError::Unreachable)?
        .map_err(|error| {
            debug!(%error, "The language model is not reached.");
            PassError::Unreachable
        })?;
    let status = response.status();
    if !status.is_success() {
        return Err(refused(response, status, deadline).await);
    }
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_stream = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
    if is_stream {
        return Ok(Passed::Pieces(Pieces {
            bytes: Box::pin(response.bytes_stream()),
            sse: Sse::default(),
            ready: VecDeque::new(),
            n_bytes: 0,
            deadline,
            over: false,
        }));
    }
    let bytes = read(response, STREAM_BYTES_MAX, deadline).await?;
    let whole: Value =
        serde_json::from_slice(&bytes).map_err(|_| PassError::Garbled("the answer is no JSON"))?;
    match whole["choices"].is_array() {
        true => Ok(Passed::Whole(whole)),
        false => Err(PassError::Garbled("the answer has no choices")),
    }
}

/// The words of one answer: `task` is what the model is told to do, `text` what to do it with.
pub(crate) async fn words(
    endpoint: &Endpoint,
    task: &str,
    text: &str,
) -> Result<String, PassError> {
    let messages =
        json!([{ "role": "system", "content": task }, { "role": "user", "content": text }]);
    let mut body = json!({ "messages": messages, "stream": false, "temperature": 0 });
    if !endpoint.model.is_empty() {
        body["model"] = endpoint.model.as_str().into();
    }
    let mut answer = chat::Answer::default();
    let mut take = |data: &str| {
        let words = answer.take(data);
        words.map_err(|_| PassError::Garbled("it is no chat completion"))
    };
    let mut said = String::new();
    match pass(endpoint, &body).await? {
        Passed::Whole(whole) => said.push_str(&take(&whole.to_string())?),
        Passed::Pieces(mut pieces) => {
            while let Some(piece) = pieces.next().await {
                said.push_str(&take(&piece?.to_string())?);
            }
        }
    }
    said.push_str(&take("[DONE]")?);
    Ok(said.trim().to_owned())
}

async fn refused(response: Response, status: StatusCode, deadline: Instant) -> PassError {
    let retry = response.headers().get(header::RETRY_AFTER);
    let retry_secs = retry.and_then(|secs| secs.to_str().ok()?.parse().ok());
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => PassError::Key,
        status if status.is_client_error() => {
            let bytes = read(response, REFUSAL_BYTES_MAX, deadline).await;
            let body = bytes
                .ok()
                .and_then(|bytes| serde_json::from_slice(&bytes).ok());
            PassError::Refused {
                status,
                body: body.unwrap_or(Value::Null),
                retry_secs,
            }
        }
        _ => PassError::Unreachable,
    }
}

async fn read(response: Response, max: usize, deadline: Instant) -> Result<Vec<u8>, PassError> {
    let mut pieces = response.bytes_stream();
    let mut all = Vec::new();
    loop {
        let next = timeout_at(deadline, pieces.next()).await;
        let Some(piece) = next.map_err(|_| PassError::Unreachable)? else {
            return Ok(all);
        };
        let piece = piece.map_err(|_| PassError::Unreachable)?;
        if all.len() + piece.len() > max {
            return Err(PassError::Garbled("the answer never ends"));
        }
        all.extend_from_slice(&piece);
    }
}

impl Pieces {
    /// The next piece; none at the end, which the model must have marked.
    pub(crate) async fn next(&mut self) -> Option<Result<Value, PassError>> {
        loop {
            if self.over {
                return None;
            }
            if let Some(event) = self.ready.pop_front() {
                return self.event(&event);
            }
            if let Err(error) = self.more().await {
                self.over = true;
                return Some(Err(error));
            }
        }
    }

    fn event(&mut self, data: &str) -> Option<Result<Value, PassError>> {
        if data.trim() == "[DONE]" {
            self.over = true;
            return None;
        }
        let piece = serde_json::from_str::<Value>(data)
            .ok()
            .filter(|piece| piece["error"].is_null() && piece.is_object());
        self.over = piece.is_none();
        Some(piece.ok_or(PassError::Garbled("an event is no piece of an answer")))
    }

    async fn more(&mut self) -> Result<(), PassError> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        let next = timeout(left.min(SILENCE_MAX), self.bytes.next()).await;
        let bytes = match next.map_err(|_| PassError::Unreachable)? {
            Some(bytes) => bytes.map_err(|_| PassError::Unreachable)?,
            None => return Err(PassError::Garbled("the answer has no end")),
        };
        self.n_bytes += bytes.len();
        if self.n_bytes > STREAM_BYTES_MAX {
            return Err(PassError::Garbled("the answer never ends"));
        }
        let events = self.sse.feed(&bytes);
        self.ready
            .extend(events.map_err(|_| PassError::Garbled("the stream is no event stream"))?);
        Ok(())
    }
}
