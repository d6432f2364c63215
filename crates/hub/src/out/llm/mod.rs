//! A language model behind OpenAI's interface: `POST {base_url}/chat/completions`, streamed.

mod chat;
mod pass;
mod sse;
mod tools;

use std::{path::Path, time::Duration};

use futures_util::StreamExt;
use ling_dialogue::{Act, LlmTurn, PortError, Service};
use ling_text::cut::{Cutter, Grain};
use reqwest::{Response, StatusCode, header};
use serde_json::{Value, json};
use tokio::time::{Instant, timeout_at};
use tracing::debug;

use super::web;
use chat::{Answer, Garbage};
pub(crate) use pass::{PassError, Passed, Pieces, pass, words};
use sse::Sse;
pub(crate) use tools::Tools;

/// The longest that an answer may take, in seconds: a turn ends at 30.
const SECONDS_MAX: u64 = 28;
/// The largest stream, in bytes.
const STREAM_BYTES_MAX: usize = 8 << 20;
/// The largest key file, in bytes.
const KEY_BYTES_MAX: u64 = 8 << 10;

/// Where the model is.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    /// `http://host:port/v1`.
    pub(crate) base_url: String,
    /// The model's name; empty lets the server choose.
    pub(crate) model: String,
    /// The key.
    pub(crate) key: Option<String>,
    /// How long a whole answer may take.
    pub(crate) longest: Duration,
}

/// Reads the endpoint that the owner chose.
pub(crate) async fn endpoint(config: &crate::config::Llm) -> Result<Endpoint, PortError> {
    let key = match &config.key_file {
        Some(file) => Some(key(file).await?),
        None => None,
    };
    Ok(Endpoint {
        base_url: config.base_url.trim_end_matches('/').to_owned(),
        model: config.model.clone(),
        key,
        longest: Duration::from_secs(config.seconds_max.clamp(1, SECONDS_MAX)),
    })
}

async fn key(file: &Path) -> Result<String, PortError> {
    // Without its key the service would refuse anyway; the answer tells to look at the key.
    let refused = |_| PortError::Refused(Service::Llm);
    let meta = tokio::fs::metadata(file).await.map_err(refused)?;
    if meta.len() > KEY_BYTES_MAX {
        return Err(PortError::Refused(Service::Llm));
    }
    let text = tokio::fs::read_to_string(file).await.map_err(refused)?;
    Ok(text.trim().to_owned())
}

/// Asks the model. Finished sentences go to `part`; the whole answer comes back, or the act it chose.
pub(crate) async fn ask(
    endpoint: &Endpoint,
    turn: &LlmTurn,
    tools: &Tools<'_>,
    part: &mut (dyn FnMut(&str) + Send),
) -> Result<Result<String, Act>, PortError> {
    let deadline = Instant::now() + endpoint.longest;
    let mut talk = Talk {
        cutter: Cutter::new(Grain::Sentence),
        said: Vec::new(),
        part,
    };
    let read = async {
        let response = send(endpoint, &body(endpoint, turn, tools)).await?;
        read(response, &mut talk).await
    };
    let answer = timeout_at(deadline, read)
        .await
        .map_err(|_| PortError::Unreachable(Service::Llm))??;
    if let Some((name, arguments)) = &answer.tool {
        let act = tools.act(name, arguments);
        return act
            .map(Err)
            .ok_or_else(|| garbled("the model calls a tool that there is not"));
    }
    Ok(Ok(talk.said.join("\n")))
}

fn body(endpoint: &Endpoint, turn: &LlmTurn, tools: &Tools<'_>) -> Value {
    let mut messages = vec![json!({ "role": "system", "content": turn.system })];
    for (heard, said) in &turn.before {
        messages.push(json!({ "role": "user", "content": heard }));
        messages.push(json!({ "role": "assistant", "content": said }));
    }
    messages.push(json!({ "role": "user", "content": turn.heard }));
    let mut body = json!({ "messages": messages, "stream": true });
    if !endpoint.model.is_empty() {
        body["model"] = endpoint.model.as_str().into();
    }
    if turn.tools {
        body["tools"] = tools.json();
    }
    body
}

async fn send(endpoint: &Endpoint, body: &Value) -> Result<Response, PortError> {
    let url = format!("{}/chat/completions", endpoint.base_url);
    let mut request = web::client().post(url).json(body);
    if let Some(key) = &endpoint.key {
        request = request.bearer_auth(key);
    }
    let response = request.send().await.map_err(|error| {
        debug!(%error, "The language model is not reached.");
        PortError::Unreachable(Service::Llm)
    })?;
    match response.status() {
        status if status.is_success() => Ok(response),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(PortError::Refused(Service::Llm)),
        StatusCode::TOO_MANY_REQUESTS => Err(PortError::Unreachable(Service::Llm)),
        status if status.is_client_error() => Err(garbled("the request is refused")),
        _ => Err(PortError::Unreachable(Service::Llm)),
    }
}

/// Sentences that are being made.
struct Talk<'a> {
    cutter: Cutter,
    said: Vec<String>,
    part: &'a mut (dyn FnMut(&str) + Send),
}

impl Talk<'_> {
    fn push(&mut self, words: &str) {
        let whole = self.cutter.push(words);
        self.say(whole);
    }

    fn finish(&mut self) {
        let rest = self.cutter.finish();
        self.say(rest);
    }

    fn say(&mut self, sentences: Vec<String>) {
        for sentence in sentences {
            let sentence = chat::plain(&sentence);
            if !sentence.is_empty() {
                (self.part)(&sentence);
                self.said.push(sentence);
            }
        }
    }
}

async fn read(response: Response, talk: &mut Talk<'_>) -> Result<Answer, PortError> {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let whole = kind.starts_with("application/json");
    let mut sse = Sse::default();
    let mut answer = Answer::default();
    let mut n_bytes = 0;
    let mut json = Vec::new();
    let mut stream = response.bytes_stream();
    while let Some(piece) = stream.next().await {
        let piece = piece.map_err(|_| PortError::Unreachable(Service::Llm))?;
        n_bytes += piece.len();
        if n_bytes > STREAM_BYTES_MAX {
            return Err(garbled("the answer never ends"));
        }
        if whole {
            json.extend_from_slice(&piece);
            continue;
        }
        let events = sse.feed(&piece).map_err(|_| garbled("no event stream"))?;
        if take(&mut answer, talk, events.iter().map(String::as_str))? {
            return Ok(answer);
        }
    }
    // Some servers answer in one piece although a stream was asked for.
    if whole {
        let text = std::str::from_utf8(&json).map_err(|_| garbled("not UTF-8"))?;
        take(&mut answer, talk, [text, "[DONE]"])?;
        return Ok(answer);
    }
    Err(garbled("the answer has no end"))
}

/// Takes events; true when the answer is whole.
fn take<'e>(
    answer: &mut Answer,
    talk: &mut Talk<'_>,
    events: impl IntoIterator<Item = &'e str>,
) -> Result<bool, PortError> {
    for event in events {
        let words = answer
            .take(event)
            .map_err(|Garbage| garbled("an event is no piece of an answer"))?;
        talk.push(&words);
        if answer.done {
            talk.finish();
            return Ok(true);
        }
    }
    Ok(false)
}

fn garbled(why: &str) -> PortError {
    debug!(why, "The language model answers with nonsense.");
    PortError::Garbled(Service::Llm)
}

#[cfg(test)]
mod tests;
