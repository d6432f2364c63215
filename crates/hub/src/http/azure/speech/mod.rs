//! Azure Speech: what its SDK and its REST calls say and hear.

mod frame;
mod hear;
mod listen;
mod rest;
mod say;
mod speak;
mod token;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use axum::{
    extract::{FromRequestParts, ws::WebSocketUpgrade},
    http::{Method, header},
    response::{IntoResponse, Response},
};
use ling_cloud::Token;
use tokio::sync::Semaphore;

use super::{Call, Refusal, query};
use crate::Hub;
use hear::{Mode, Wish};

/// Connections of one key at once: a program has one for each recogniser and each voice that it keeps.
const SOCKETS_EACH_MAX: usize = 20;

/// Connections of all keys at once; the house has places for 512 of any kind.
const SOCKETS_MAX: usize = 100;

/// The largest message. What is larger than the sound that is taken gets a sentence, up to here.
const MESSAGE_BYTES_MAX: usize = 1 << 20;

/// Beginnings of the paths of this service.
pub(super) const PATHS: [&str; 5] = ["/speech", "/stt", "/tts", "/cognitiveservices", "/sts"];

/// What this service remembers, as long as the house runs.
pub(super) struct Speech {
    sockets: Arc<Mutex<HashMap<String, usize>>>,
    /// Sounds of programs are heard one after the other, so that whoever speaks to the house waits for one at most.
    hearers: Semaphore,
    /// Sentences of programs are said two at a time: the house has two places more.
    speakers: Semaphore,
    /// Sounds that are kept whole, ten minutes each, are made or heard two at a time.
    wholes: Semaphore,
    /// Tokens that stand for keys.
    pub(super) tokens: token::Tokens,
}

impl Default for Speech {
    fn default() -> Speech {
        Speech {
            sockets: Arc::default(),
            hearers: Semaphore::new(1),
            speakers: Semaphore::new(2),
            wholes: Semaphore::new(2),
            tokens: token::Tokens::default(),
        }
    }
}

/// The place of one connection; it is free again when this is dropped.
struct Socket {
    all: Arc<Mutex<HashMap<String, usize>>>,
    of: String,
}

impl Speech {
    fn socket(&self, of: &str) -> Option<Socket> {
        let mut all = self.sockets.lock().unwrap_or_else(PoisonError::into_inner);
        let n_own = all.get(of).copied().unwrap_or(0);
        if n_own >= SOCKETS_EACH_MAX || all.values().sum::<usize>() >= SOCKETS_MAX {
            return None;
        }
        all.insert(of.to_owned(), n_own + 1);
        let (all, of) = (self.sockets.clone(), of.to_owned());
        Some(Socket { all, of })
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        match all.get_mut(&self.of) {
            Some(n) if *n > 1 => *n -= 1,
            _ => drop(all.remove(&self.of)),
        }
    }
}

/// How the paths of sockets end, whatever stands before them.
const SOCKETS: [&str; 3] = [
    "/cognitiveservices/v1",
    "/cognitiveservices/websocket/v1",
    "/speech/universal/v2",
];

/// Whether a socket may be opened here, with a key.
pub(super) fn is_socket(path: &str) -> bool {
    SOCKETS.iter().any(|end| path.ends_with(end))
}

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Hear(Mode),
    Say,
    Voices,
    Token,
}

fn place(path: &str) -> Option<Place> {
    let path = path.trim_end_matches('/');
    if path.eq_ignore_ascii_case("/sts/v1.0/issueToken") {
        return Some(Place::Token);
    }
    let path = path
        .strip_prefix("/stt")
        .or_else(|| path.strip_prefix("/tts"))
        .unwrap_or(path);
    match path {
        "/cognitiveservices/websocket/v1" | "/cognitiveservices/v1" => Some(Place::Say),
        "/cognitiveservices/voices/list" => Some(Place::Voices),
        "/speech/recognition/interactive/cognitiveservices/v1" | "/speech/universal/v2" => {
            Some(Place::Hear(Mode::Interactive))
        }
        "/speech/recognition/conversation/cognitiveservices/v1" => {
            Some(Place::Hear(Mode::Conversation))
        }
        "/speech/recognition/dictation/cognitiveservices/v1" => Some(Place::Hear(Mode::Dictation)),
        _ => None,
    }
}

pub(super) async fn answer(hub: &Hub, key: Token, call: Call) -> Result<Response, Refusal> {
    let is_upgrade = call.parts.headers.contains_key("sec-websocket-key");
    match (place(&call.path), &call.parts.method) {
        (Some(Place::Hear(mode)), &Method::GET) if is_upgrade => listen(hub, key, mode, call).await,
        (Some(Place::Hear(mode)), &Method::POST) => rest::hear(hub, mode, call).await,
        (Some(Place::Say), &Method::GET) if is_upgrade => {
            let (socket, upgrade) = open(hub, &key, call).await?;
            let hub = hub.clone();
            Ok(upgrade.on_upgrade(move |web| say::say(hub, key, web, socket)))
        }
        (Some(Place::Say), &Method::POST) => rest::say(hub, call).await,
        (Some(Place::Voices), &Method::GET) => Ok(rest::voices()),
        (Some(Place::Token), &Method::POST) => Ok(issue(hub, &key)),
        _ => Err(missing(&call.path)),
    }
}

/// A token that stands for a key, for ten minutes.
fn issue(hub: &Hub, key: &Token) -> Response {
    let now_s = jiff::Timestamp::now().as_second();
    let token = hub
        .programs
        .speech
        .tokens
        .issue(&key.id, Instant::now(), now_s);
    ([(header::CONTENT_TYPE, "text/plain")], token).into_response()
}

fn missing(path: &str) -> Refusal {
    let message = format!(
        "Ling's speech service has nothing at `{path}`. Its SDK's recognisers and voices work with \
         `SpeechConfig(host=\"ws://HOST:PORT\", subscription=KEY)`."
    );
    Refusal::not_offered(message)
}

/// Opens a connection on which a program is heard.
async fn listen(hub: &Hub, key: Token, mode: Mode, call: Call) -> Result<Response, Refusal> {
    let asked = Wish::of_address(mode, |name| query::value(&call.parts, name));
    let (socket, upgrade) = open(hub, &key, call).await?;
    let hub = hub.clone();
    Ok(upgrade.on_upgrade(move |web| listen::listen(hub, key, asked, web, socket)))
}

/// What every connection is asked before it is opened.
async fn open(
    hub: &Hub,
    key: &Token,
    mut call: Call,
) -> Result<(Socket, WebSocketUpgrade), Refusal> {
    let upgrade = WebSocketUpgrade::from_request_parts(&mut call.parts, &()).await;
    let upgrade = upgrade.map_err(|error| Refusal::bad("InvalidRequest", error.body_text()))?;
    let socket = hub.programs.speech.socket(key.id.as_str()).ok_or_else(|| {
        let refusal = Refusal::too_many(5);
        let message = format!("This key has {SOCKETS_EACH_MAX} connections, or all keys together {SOCKETS_MAX}. Close one first.");
        Refusal { message, ..refusal }
    })?;
    let upgrade = upgrade
        .protocols(["USP"])
        .read_buffer_size(16 << 10)
        .max_message_size(MESSAGE_BYTES_MAX)
        .max_frame_size(MESSAGE_BYTES_MAX);
    Ok((socket, upgrade))
}
