//! The connection: made, kept, and made again.

use std::{collections::HashMap, sync::Arc, time::Duration};

use futures_util::{SinkExt, StreamExt};
use ling_dialogue::{PortError, Service};
use serde_json::{Value as Json, json};
use tokio::{
    net::TcpStream,
    sync::{mpsc, oneshot},
    time::{Instant, timeout},
};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async_with_config,
    tungstenite::{Message, protocol::WebSocketConfig},
};
use tracing::{info, warn};

use super::{Address, Command, Shared, Status, sync};

/// How long connecting and signing in may take.
const CONNECT_MAX: Duration = Duration::from_secs(5);
/// How long reading the whole house may take.
const SYNC_MAX: Duration = Duration::from_secs(15);
/// How often a silent connection is asked whether it is there.
const PING_EVERY: Duration = Duration::from_secs(15);
/// How long nothing may come before the connection counts as broken.
const SILENCE_MAX: Duration = Duration::from_secs(40);
/// The first pause before the connection is made again; it doubles each time.
const PAUSE_MIN: Duration = Duration::from_secs(1);
/// The longest pause.
const PAUSE_MAX: Duration = Duration::from_secs(60);
/// Registries change in bursts; the house is read again when this long nothing more has changed.
const CALM: Duration = Duration::from_millis(300);
/// The largest message, in bytes: the states of some ten thousand entities.
const MESSAGE_BYTES_MAX: usize = 32 << 20;
/// A token has a few hundred characters.
const TOKEN_BYTES_MAX: u64 = 4096;

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Keeps the connection for as long as the task lives.
pub(super) async fn keep(
    address: Address,
    shared: Arc<Shared>,
    mut commands: mpsc::Receiver<Command>,
) {
    let mut pause = PAUSE_MIN;
    loop {
        shared.status.send_replace(Status::Connecting);
        let error = match Link::open(&address).await {
            Ok(mut link) => {
                let began = Instant::now();
                let error = link.live(&shared, &mut commands).await;
                if began.elapsed() > PAUSE_MAX {
                    pause = PAUSE_MIN;
                }
                error
            }
            Err(error) => error,
        };
        warn!(%error, pause_s = pause.as_secs(), "Home Assistant is not connected.");
        shared.status.send_replace(Status::Down(error));
        while let Ok(command) = commands.try_recv() {
            let _ = command
                .answer
                .send(Err(PortError::Unreachable(Service::Home)));
        }
        let asked = tokio::time::timeout(pause, shared.wanted.notified())
            .await
            .is_ok();
        pause = if asked {
            PAUSE_MIN
        } else {
            (pause * 2).min(PAUSE_MAX)
        };
    }
}

/// A signed-in connection.
struct Link {
    socket: Socket,
    last_id: u64,
    waiting: HashMap<u64, oneshot::Sender<Result<Json, PortError>>>,
    heard: Instant,
}

fn gone() -> PortError {
    PortError::Unreachable(Service::Home)
}

fn garbled() -> PortError {
    PortError::Garbled(Service::Home)
}

/// `ws://host:8123/api/websocket` for `http://host:8123`.
fn socket_url(url: &str) -> Result<String, PortError> {
    let url = url.trim().trim_end_matches('/');
    let off = PortError::Off(Service::Home);
    let rest = url.strip_prefix("http").ok_or(off.clone())?;
    let known = rest.starts_with("://") || rest.starts_with("s://");
    known.then(|| format!("ws{rest}/api/websocket")).ok_or(off)
}

async fn token(address: &Address) -> Result<String, PortError> {
    let file = address
        .token_file
        .as_ref()
        .ok_or(PortError::Off(Service::Home))?;
    let refused = |reason: String| {
        warn!(path = %file.display(), reason, "The token of Home Assistant cannot be read.");
        PortError::Refused(Service::Home)
    };
    let size = tokio::fs::metadata(file)
        .await
        .map_err(|e| refused(e.to_string()))?
        .len();
    if size > TOKEN_BYTES_MAX {
        return Err(refused("it is too long".to_owned()));
    }
    let token = tokio::fs::read_to_string(file)
        .await
        .map_err(|e| refused(e.to_string()))?;
    Ok(token.trim().to_owned())
}

impl Link {
    async fn open(address: &Address) -> Result<Link, PortError> {
        let url = socket_url(&address.url)?;
        let token = token(address).await?;
        let opening = async {
            let config = WebSocketConfig::default()
                .read_buffer_size(16 << 10)
                .max_message_size(Some(MESSAGE_BYTES_MAX))
                .max_frame_size(Some(MESSAGE_BYTES_MAX));
            let (socket, _) = connect_async_with_config(&url, Some(config), true)
                .await
                .map_err(|_| gone())?;
            let mut link = Link {
                socket,
                last_id: 0,
                waiting: HashMap::new(),
                heard: Instant::now(),
            };
            link.sign_in(&token).await?;
            Ok(link)
        };
        timeout(CONNECT_MAX, opening).await.unwrap_or(Err(gone()))
    }

    async fn sign_in(&mut self, token: &str) -> Result<(), PortError> {
        loop {
            let message = self.receive().await?;
            match message["type"].as_str() {
                Some("auth_required") => {
                    let auth = json!({ "type": "auth", "access_token": token });
                    self.socket
                        .send(Message::text(auth.to_string()))
                        .await
                        .map_err(|_| gone())?;
                }
                Some("auth_ok") => {
                    info!(
                        version = message["ha_version"].as_str(),
                        "Home Assistant is connected."
                    );
                    return Ok(());
                }
                Some("auth_invalid") => return Err(PortError::Refused(Service::Home)),
                _ => return Err(garbled()),
            }
        }
    }

    /// The next message that is JSON.
    async fn receive(&mut self) -> Result<Json, PortError> {
        loop {
            let message = self
                .socket
                .next()
                .await
                .ok_or_else(gone)?
                .map_err(|_| gone())?;
            self.heard = Instant::now();
            match message {
                Message::Text(text) => {
                    return serde_json::from_str(text.as_str()).map_err(|_| garbled());
                }
                Message::Close(_) => return Err(gone()),
                Message::Ping(_) | Message::Pong(_) | Message::Binary(_) | Message::Frame(_) => {}
            }
        }
    }

    async fn send(&mut self, mut message: Json) -> Result<u64, PortError> {
        self.last_id += 1;
        message["id"] = json!(self.last_id);
        self.socket
            .send(Message::text(message.to_string()))
            .await
            .map_err(|_| gone())?;
        Ok(self.last_id)
    }

    /// One command and its answer, while nothing else goes on. Events that come meanwhile go to `events`.
    async fn ask(&mut self, message: Json, events: &mut Vec<Json>) -> Result<Json, PortError> {
        let id = self.send(message).await?;
        loop {
            let message = self.receive().await?;
            match message["type"].as_str() {
                Some("result") if message["id"] == json!(id) => return result(message),
                Some("event") => events.push(message["event"].clone()),
                _ => self.answered(message),
            }
        }
    }

    /// Lives until the connection breaks; says why it did.
    async fn live(&mut self, shared: &Shared, commands: &mut mpsc::Receiver<Command>) -> PortError {
        if let Err(error) = self.read_house(shared, true).await {
            return error;
        }
        let mut stale: Option<Instant> = None;
        let mut ping = tokio::time::interval(PING_EVERY);
        loop {
            let calm = stale.unwrap_or_else(|| Instant::now() + SILENCE_MAX);
            let step = tokio::select! {
                message = self.receive() => message.map(|message| self.hear(message, shared)),
                command = commands.recv() => match command {
                    Some(command) => self.command(command).await.map(|()| false),
                    None => return gone(),
                },
                _ = ping.tick() => self.ping().await.map(|()| false),
                () = tokio::time::sleep_until(calm), if stale.is_some() => {
                    stale = None;
                    self.read_house(shared, false).await.map(|()| false)
                }
            };
            match step {
                Ok(true) => stale = Some(Instant::now() + CALM),
                Ok(false) => {}
                Err(error) => return error,
            }
        }
    }

    async fn ping(&mut self) -> Result<(), PortError> {
        if self.heard.elapsed() > SILENCE_MAX {
            return Err(gone());
        }
        self.waiting.retain(|_, answer| !answer.is_closed());
        self.send(json!({ "type": "ping" })).await.map(|_| ())
    }

    async fn command(&mut self, command: Command) -> Result<(), PortError> {
        if command.answer.is_closed() {
            return Ok(());
        }
        let id = self.send(command.message).await?;
        self.waiting.insert(id, command.answer);
        Ok(())
    }

    /// Takes one message; true when the registries have changed, so that the house must be read again.
    fn hear(&mut self, message: Json, shared: &Shared) -> bool {
        if message["type"] != "event" {
            self.answered(message);
            return false;
        }
        let mut house = shared.house.write().expect("no one panics with the lock");
        let change = house
            .as_mut()
            .map_or(sync::Change::None, |house| house.event(&message["event"]));
        if let sync::Change::State(device) = &change {
            let device = crate::world::home::json::device(device);
            shared.events.tell("state", None, device);
        }
        matches!(change, sync::Change::Registry)
    }

    fn answered(&mut self, message: Json) {
        let answer = message["id"]
            .as_u64()
            .and_then(|id| self.waiting.remove(&id));
        if let Some(answer) = answer {
            // Whoever asked may have given up.
            let _ = answer.send(result(message));
        }
    }

    /// Reads the whole house and tells that names may have changed. `first`: also asks to hear of changes.
    async fn read_house(&mut self, shared: &Shared, first: bool) -> Result<(), PortError> {
        let read = async {
            let mut events = Vec::new();
            if first {
                for event in sync::EVENTS {
                    let message = json!({ "type": "subscribe_events", "event_type": event });
                    match self.ask(message, &mut events).await {
                        Ok(_) | Err(PortError::NotFound | PortError::Refused(_)) => {}
                        Err(error) => return Err(error),
                    }
                }
            }
            let mut answers = Vec::new();
            for kind in sync::QUERIES {
                // An older Home Assistant knows no floors.
                match self.ask(json!({ "type": kind }), &mut events).await {
                    Ok(answer) => answers.push(answer),
                    Err(PortError::NotFound) => answers.push(Json::Null),
                    Err(error) => return Err(error),
                }
            }
            let ids = sync::entity_ids(&answers);
            let entries =
                json!({ "type": "config/entity_registry/get_entries", "entity_ids": ids });
            let entries = match self.ask(entries, &mut events).await {
                Ok(entries) => entries,
                Err(PortError::NotFound) => Json::Null,
                Err(error) => return Err(error),
            };
            let mut house = sync::House::read(&answers, &entries);
            for event in &events {
                house.event(event);
            }
            Ok(house)
        };
        let house = timeout(SYNC_MAX, read).await.unwrap_or(Err(gone()))?;
        *shared.house.write().expect("no one panics with the lock") = Some(house);
        shared.status.send_replace(Status::Up);
        shared.events.tell("names", None, Json::Null);
        Ok(())
    }
}

/// What a `result` says: `NotFound` where Home Assistant did not do it, `Refused` without permission.
fn result(mut message: Json) -> Result<Json, PortError> {
    if message["type"] == "pong" {
        return Ok(Json::Null);
    }
    if message["success"] == true {
        return Ok(message["result"].take());
    }
    match message["error"]["code"].as_str() {
        Some("unauthorized") => Err(PortError::Refused(Service::Home)),
        _ => Err(PortError::NotFound),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, expect: &str) {
        assert_eq!(
            socket_url(url).unwrap_or_else(|error| error.to_string()),
            expect,
            "{url}"
        );
    }

    #[test]
    fn the_address_of_the_socket() {
        check("http://127.0.0.1:8123", "ws://127.0.0.1:8123/api/websocket");
        check(
            "https://home.example/ha/",
            "wss://home.example/ha/api/websocket",
        );
        check("home.example", "home is not set up");
        check("httpx://home.example", "home is not set up");
        check("", "home is not set up");
    }

    #[test]
    fn answers_that_are_no_success() {
        let outcome = |message: Json| result(message).err().map(|error| error.to_string());
        assert_eq!(outcome(json!({"success": true, "result": 1})), None);
        assert_eq!(
            outcome(json!({"success": false, "error": {"code": "unauthorized"}})).as_deref(),
            Some("home refuses")
        );
        assert_eq!(
            outcome(json!({"success": false, "error": {"code": "x"}})).as_deref(),
            Some("not found")
        );
        assert_eq!(outcome(json!(null)).as_deref(), Some("not found"));
    }
}
