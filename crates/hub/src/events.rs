//! What happens in the house, told to every page and device that listens.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value as Json;
use tokio::sync::{Notify, broadcast};

/// Events that a slow listener may fall behind before it misses some.
const BACKLOG: usize = 256;

/// Something that happened.
#[derive(Clone, Debug, Serialize)]
pub struct HouseEvent {
    /// `ring`, `ring_end`, `turn`, `partial`, `play`, `state`, `announce`, ...
    pub kind: &'static str,
    /// The device it is for; none for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// The rest.
    pub data: Json,
}

/// Where events come from.
#[derive(Clone)]
pub struct Events {
    sender: broadcast::Sender<HouseEvent>,
    joined: Arc<Notify>,
}

impl Events {
    pub(crate) fn new() -> Events {
        Events {
            sender: broadcast::channel(BACKLOG).0,
            joined: Arc::default(),
        }
    }

    /// Tells everyone who listens.
    pub fn tell(&self, kind: &'static str, device: Option<&str>, data: Json) {
        // Nobody listening is fine.
        let _ = self.sender.send(HouseEvent {
            kind,
            device: device.map(str::to_owned),
            data,
        });
    }

    /// Listens from now on.
    pub fn listen(&self) -> broadcast::Receiver<HouseEvent> {
        let events = self.sender.subscribe();
        self.joined.notify_one();
        events
    }

    /// Returns when somebody has begun to listen.
    pub(crate) async fn joined(&self) {
        self.joined.notified().await;
    }

    /// How many listen.
    pub fn listeners(&self) -> usize {
        self.sender.receiver_count()
    }
}
