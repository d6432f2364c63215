//! `GET /v1/events`: what happens in the house, over a WebSocket.

use std::time::Duration;

use axum::{
    Extension,
    extract::{
        State,
        ws::{Message, WebSocket, WebSocketUpgrade},
    },
    response::Response,
};
use tokio::sync::broadcast::error::RecvError;

use super::Caller;
use crate::Hub;

/// What a connection may send at once, in bytes.
const MESSAGE_BYTES_MAX: usize = 64 << 10;
/// How often a silent connection is asked whether it is there.
const PING_EVERY: Duration = Duration::from_secs(20);

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

async fn tell(hub: Hub, caller: Caller, mut socket: WebSocket) {
    let mut events = hub.events.listen();
    let mut ping = tokio::time::interval(PING_EVERY);
    loop {
        let message = tokio::select! {
            event = events.recv() => match event {
                Ok(event) if event.device.is_some() && event.device != caller.device => continue,
                Ok(event) => Message::text(serde_json::to_string(&event).unwrap_or_default()),
                Err(RecvError::Lagged(_)) => Message::text(r#"{"kind":"missed","data":null}"#),
                Err(RecvError::Closed) => return,
            },
            _ = ping.tick() => Message::Ping(Default::default()),
            heard = socket.recv() => match heard {
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => continue,
            },
        };
        if socket.send(message).await.is_err() {
            return;
        }
    }
}
