//! `GET /v1/events`: what happens in the house, over a WebSocket.

use std::time::Duration;

use axum::{
    Extension,
    extract::{
        State,
        ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code},
    },
    response::Response,
};
use ling_cloud::Scope;
use tokio::{
    sync::broadcast::error::RecvError,
    time::{Instant, timeout},
};

use super::Caller;
use crate::{Hub, events::HouseEvent};

/// What a connection may send at once, in bytes.
const MESSAGE_BYTES_MAX: usize = 64 << 10;
/// How often a silent connection is asked whether it is there.
const PING_EVERY: Duration = Duration::from_secs(20);
/// How often its key is looked at; another program may have taken it back.
const CHECK_EVERY: Duration = Duration::from_secs(2);
/// A connection from which nothing came for so long, no answer to a ping either, is gone.
const SILENT_MAX: Duration = Duration::from_secs(65);
/// Whoever does not take what is told for so long is gone too.
const SEND_MAX: Duration = Duration::from_secs(20);

pub(super) async fn listen(
    State(hub): State<Hub>,
    Extension(caller): Extension<Caller>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let upgrade = upgrade
        .read_buffer_size(2 << 10)
        .max_message_size(MESSAGE_BYTES_MAX);
    upgrade.on_upgrade(move |socket| tell(hub, caller, socket))
}

async fn tell(hub: Hub, mut caller: Caller, mut socket: WebSocket) {
    let mut events = hub.events.listen();
    let mut keys = hub.keys.subscribe();
    let mut check = tokio::time::interval(CHECK_EVERY);
    let mut ping = tokio::time::interval(PING_EVERY);
    let mut last = Instant::now();
    loop {
        let message = tokio::select! {
            // A key that has ended comes before anything that might be told.
            biased;
            () = async { tokio::select! { _ = keys.changed() => {}, _ = check.tick() => {} } } => {
                match caller.again(&hub).await {
                    Ok(Some(known)) => caller = known,
                    Ok(None) => return close(socket).await,
                    Err(error) => tracing::debug!(code = error.code(), "A key cannot be looked at."),
                }
                continue;
            }
            event = events.recv() => match event {
                Ok(event) if !is_for(&caller, &event) => continue,
                Ok(event) => Message::text(serde_json::to_string(&event).unwrap_or_default()),
                Err(RecvError::Lagged(_)) => Message::text(r#"{"kind":"missed","data":null}"#),
                Err(RecvError::Closed) => return,
            },
            _ = ping.tick() => match last.elapsed() > SILENT_MAX {
                true => return,
                false => Message::Ping(Default::default()),
            },
            heard = socket.recv() => match heard {
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => {
                    last = Instant::now();
                    continue;
                }
            },
        };
        match timeout(SEND_MAX, socket.send(message)).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) | Err(_) => return,
        }
    }
}

/// What was said is only for whoever said it and for those who may see everything.
fn is_for(caller: &Caller, event: &HouseEvent) -> bool {
    let is_here = event.device.is_some() && event.device == caller.device;
    let is_own = event.by.as_deref() == Some(caller.name());
    match event.kind {
        "turn" if caller.scope != Scope::Admin => is_own || is_here,
        _ => event.device.is_none() || is_here,
    }
}

async fn close(mut socket: WebSocket) {
    let frame = CloseFrame {
        code: close_code::POLICY,
        reason: "the key has ended".into(),
    };
    // Whoever is gone already need not be told.
    let _ = socket.send(Message::Close(Some(frame))).await;
}
