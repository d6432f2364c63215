//! Home Assistant over its WebSocket interface: rooms, devices and states are kept here as they are there, and
//! acts become service calls.
//!
//! One task holds the connection ([`link`]). When it breaks, what waits for an answer hears at once that the
//! house cannot be reached, and the task connects again: soon, then ever more seldom, and at once when
//! somebody asks for something.

mod act;
mod entities;
mod link;
mod sync;

use std::{
    path::PathBuf,
    sync::{Arc, RwLock},
    time::Duration,
};

use ling_dialogue::{HomeAct, HouseModel, PortError, Service};
use serde_json::Value as Json;
use tokio::{
    sync::{Notify, mpsc, oneshot, watch},
    task::JoinHandle,
};

use crate::{config, events::Events};

/// How long a command waits for a connection that is being made.
const CONNECT_WAIT: Duration = Duration::from_secs(4);
/// How long Home Assistant may take for one service call.
const CALL_WAIT: Duration = Duration::from_secs(8);
/// Commands that wait to be sent, at most.
const COMMANDS_MAX: usize = 64;

/// Where Home Assistant is.
#[derive(Clone, Debug)]
struct Address {
    /// `http://host:8123`.
    url: String,
    /// The file with the token.
    token_file: Option<PathBuf>,
}

/// How the connection is.
#[derive(Clone, Debug)]
enum Status {
    /// Being made, for the first time or again.
    Connecting,
    /// Made, and the house has been read.
    Up,
    /// Broken; it will be tried again.
    Down(PortError),
}

/// A command to Home Assistant and where its answer goes.
struct Command {
    message: Json,
    answer: oneshot::Sender<Result<Json, PortError>>,
}

/// What the task and those who ask share.
struct Shared {
    status: watch::Sender<Status>,
    /// The house as it was last, also while the connection is broken.
    house: RwLock<Option<sync::House>>,
    /// Somebody asks: try again now.
    wanted: Notify,
    events: Events,
}

/// A house that Home Assistant runs.
pub(crate) struct HomeAssistant {
    shared: Arc<Shared>,
    commands: mpsc::Sender<Command>,
    task: JoinHandle<()>,
}

impl Drop for HomeAssistant {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl HomeAssistant {
    /// Begins to connect and keeps the connection until it is dropped.
    pub(crate) fn start(config: &config::Home, events: Events) -> HomeAssistant {
        let address = Address {
            url: config.url.clone(),
            token_file: config.token_file.clone(),
        };
        let (commands, received) = mpsc::channel(COMMANDS_MAX);
        let shared = Arc::new(Shared {
            status: watch::channel(Status::Connecting).0,
            house: RwLock::default(),
            wanted: Notify::new(),
            events,
        });
        let task = tokio::spawn(link::keep(address, shared.clone(), received));
        HomeAssistant {
            shared,
            commands,
            task,
        }
    }

    /// The house as it was last, if it was ever reached.
    pub(crate) fn known(&self) -> Option<HouseModel> {
        let house = self
            .shared
            .house
            .read()
            .expect("no one panics with the lock");
        house.as_ref().map(|house| house.model.clone())
    }

    /// The house as it is now.
    pub(crate) async fn model(&self) -> Result<HouseModel, PortError> {
        self.up().await?;
        self.known().ok_or(PortError::Unreachable(Service::Home))
    }

    /// Waits for the connection, not long.
    async fn up(&self) -> Result<(), PortError> {
        if matches!(&*self.shared.status.borrow(), Status::Up) {
            return Ok(());
        }
        let mut status = self.shared.status.subscribe();
        self.shared.wanted.notify_one();
        let waiting = async {
            // What it says now may be of the last try; the next word is that of the try just asked for.
            while status.changed().await.is_ok() {
                match &*status.borrow_and_update() {
                    Status::Up => return Ok(()),
                    Status::Down(error) => return Err(error.clone()),
                    Status::Connecting => {}
                }
            }
            Err(PortError::Unreachable(Service::Home))
        };
        let none = PortError::Unreachable(Service::Home);
        tokio::time::timeout(CONNECT_WAIT, waiting)
            .await
            .unwrap_or(Err(none))
    }

    /// Does something to devices; gives the ids of those that did not take it.
    pub(crate) async fn act(
        &self,
        ids: &[String],
        act: &HomeAct,
    ) -> Result<Vec<String>, PortError> {
        self.up().await?;
        let (calls, mut failed) = {
            let house = self
                .shared
                .house
                .read()
                .expect("no one panics with the lock");
            let house = house
                .as_ref()
                .ok_or(PortError::Unreachable(Service::Home))?;
            act::calls(house, ids, act)
        };
        for call in calls {
            if self.call(call.message(&call.ids)).await? {
                continue;
            }
            let (one, several) = (call.ids.len() == 1, &call.ids);
            for id in several {
                let alone = std::slice::from_ref(id);
                if one || !self.call(call.message(alone)).await? {
                    failed.push(id.clone());
                }
            }
        }
        Ok(failed)
    }

    /// One service call: whether Home Assistant did it.
    async fn call(&self, message: Json) -> Result<bool, PortError> {
        match self.ask(message).await {
            Ok(_) => Ok(true),
            Err(PortError::NotFound) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// One command and its answer.
    async fn ask(&self, message: Json) -> Result<Json, PortError> {
        let gone = PortError::Unreachable(Service::Home);
        let (answer, answered) = oneshot::channel();
        let command = Command { message, answer };
        let talk = async {
            self.commands
                .send(command)
                .await
                .map_err(|_| gone.clone())?;
            answered.await.map_err(|_| gone.clone())?
        };
        tokio::time::timeout(CALL_WAIT, talk)
            .await
            .unwrap_or(Err(gone.clone()))
    }
}
