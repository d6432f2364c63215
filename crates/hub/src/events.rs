//! What happens in the house, told to every page and device that listens.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

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
    /// Who made it happen, in the words of `Said::by`; told to nobody.
    #[serde(skip)]
    pub by: Option<String>,
    /// The rest.
    pub data: Json,
}

/// Where events come from.
#[derive(Clone)]
pub struct Events {
    sender: broadcast::Sender<HouseEvent>,
    joined: Arc<Notify>,
    inside: Arc<AtomicUsize>,
}

impl Events {
    pub(crate) fn new() -> Events {
        Events {
            sender: broadcast::channel(BACKLOG).0,
            joined: Arc::default(),
            inside: Arc::default(),
        }
    }

    /// Tells everyone who listens.
    pub fn tell(&self, kind: &'static str, device: Option<&str>, data: Json) {
        self.send(HouseEvent {
            kind,
            device: device.map(str::to_owned),
            by: None,
            data,
        });
    }

    /// Tells everyone whom it is for.
    pub(crate) fn send(&self, event: HouseEvent) {
        // Nobody listening is fine.
        let _ = self.sender.send(event);
    }

    /// Listens from now on.
    pub fn listen(&self) -> broadcast::Receiver<HouseEvent> {
        let events = self.sender.subscribe();
        self.joined.notify_one();
        events
    }

    /// Listens for the program itself, as long as the house lives: nobody who could hear a ring.
    pub(crate) fn overhear(&self) -> broadcast::Receiver<HouseEvent> {
        self.inside.fetch_add(1, Ordering::Relaxed);
        self.sender.subscribe()
    }

    /// Returns when somebody has begun to listen.
    pub(crate) async fn joined(&self) {
        self.joined.notified().await;
    }

    /// How many listen.
    pub fn listeners(&self) -> usize {
        let inside = self.inside.load(Ordering::Relaxed);
        self.sender.receiver_count().saturating_sub(inside)
    }
}
