//! The running server: conversations, what rings, and one folder per way in and per way out.
//!
//! [`Hub`] holds everything that conversations share. [`Hub::turn`] takes one utterance from words to the
//! finished answer; the HTTP interface in [`http`] and every device protocol call it.

pub mod config;
pub mod engines;
mod error;
pub mod events;
pub mod http;
pub mod out;
mod own;
mod pulls;
mod record;
mod ring;
mod session;
mod settings;
mod speech;
mod towns;
mod world;

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex, RwLock},
};

use jiff::ZonedDateTime;
use ling_cloud::Cloud;
use ling_dialogue::{SkillEntry, Skills};
use ling_understand::{Names, Understander};
use tokio::sync::{Semaphore, broadcast::error::RecvError, watch};

pub use config::Config;
pub use error::HubError;
pub use own::{LISTS as OWN_LISTS, Own};
pub use record::{Said, Traced, TurnRecord, meaning_json, value_json};
pub use settings::{Flaw, Moved, MovedRow, SettingsError};
pub use speech::{EarError, Heard};
pub(crate) use speech::{Part, Recording};

use events::Events;
use out::models::Store;
use ring::Ringer;
use session::Conversation;

/// Conversations kept in memory; the one that was silent longest gives way.
const CONVERSATIONS_MAX: usize = 200;

/// What a hub is made from.
pub struct HubOptions {
    /// The data folder.
    pub data: PathBuf,
    /// What the owner chose.
    pub config: Config,
    /// What the assistant can do.
    pub skills: Vec<SkillEntry>,
    /// The file of the net that guesses where no sentence of the skills matches.
    pub model: Option<&'static [u8]>,
}

/// Everything that conversations share. Clones are the same hub.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

/// What a hub holds.
pub struct Inner {
    pub(crate) config: Arc<RwLock<Arc<Config>>>,
    pub(crate) cloud: Cloud,
    pub(crate) skills: Arc<Skills>,
    pub(crate) understander: Understander,
    pub(crate) names: Arc<RwLock<Arc<Names>>>,
    /// Names are read by one at a time: who began earlier must not put older ones in the place of newer ones.
    pub(crate) naming: tokio::sync::Mutex<()>,
    pub(crate) conversations: Mutex<HashMap<String, Arc<Conversation>>>,
    pub(crate) events: Events,
    pub(crate) rings: Arc<Ringer>,
    pub(crate) world: world::Ports,
    pub(crate) voices: speech::Voices,
    pub(crate) sense_voice: engines::sense_voice::Engine,
    pub(crate) sphinx: engines::sphinx::Ears,
    pub(crate) eyes: Arc<engines::eyes::Eyes>,
    pub(crate) programs: http::azure::Programs,
    pub(crate) keyed: http::once::Turns,
    pub(crate) data: PathBuf,
    /// Who is connected.
    pub(crate) seats: http::door::Seats,
    /// As many texts are understood at once as there are processors.
    pub(crate) minds: Semaphore,
    /// Sounds are heard, and texts of programs looked at, on all processors but one, which is left for people's texts.
    pub(crate) hearers: Semaphore,
    /// The jobs of programs go one after the other.
    pub(crate) jobs: Semaphore,
    /// Counts how often somebody lost a key.
    pub(crate) keys: watch::Sender<u64>,
    pub(crate) own: Arc<Own>,
    /// Model packages that are being fetched.
    pub(crate) pulls: pulls::Pulls,
}

impl std::ops::Deref for Hub {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Hub {
    /// Opens the data folder and makes everything ready to answer.
    pub async fn open(options: HubOptions) -> Result<Hub, HubError> {
        let now = jiff::Timestamp::now();
        let cloud = Cloud::open(&ling_cloud::CloudOptions::new(&options.data, now)).await?;
        let skills = Arc::new(Skills::load(options.skills)?);
        let read = skills.clone();
        let books = move || read.phrasebooks();
        let understander = Understander::new(books, options.model).map_err(HubError::grammar)?;
        let config = settings::load(&cloud, options.config).await;
        let models = Store::of(&options.data, &config.models).map_err(HubError::Models)?;
        let config = Arc::new(RwLock::new(Arc::new(config)));
        let events = Events::new();
        let rings = Arc::new(Ringer::new(
            cloud.clone(),
            config.clone(),
            events.clone(),
            skills.clone(),
        ));
        let names = Arc::new(RwLock::new(Arc::new(Names::new(Vec::new()))));
        let eyes = Arc::new(engines::eyes::Eyes::default());
        let deps = world::Deps {
            config: config.clone(),
            cloud: cloud.clone(),
            events: events.clone(),
            rings: rings.clone(),
            skills: skills.clone(),
            names: names.clone(),
            models: models.clone(),
            eyes: eyes.clone(),
        };
        let world = world::Ports::new(deps);
        let hub = Hub(Arc::new(Inner {
            config,
            cloud,
            skills,
            understander,
            names,
            naming: tokio::sync::Mutex::new(()),
            conversations: Mutex::new(HashMap::new()),
            events: events.clone(),
            rings,
            world,
            voices: speech::Voices::default(),
            sense_voice: engines::sense_voice::Engine::default(),
            sphinx: engines::sphinx::Ears::new(models.clone()),
            eyes,
            programs: http::azure::Programs::default(),
            keyed: http::once::Turns::default(),
            own: Arc::new(Own::new(&options.data)),
            pulls: pulls::Pulls::new(models, events.clone()),
            data: options.data,
            seats: http::door::Seats::default(),
            minds: Semaphore::new(processors()),
            hearers: Semaphore::new((processors() - 1).max(1)),
            jobs: Semaphore::new(1),
            keys: watch::Sender::new(0),
        }));
        hub.follow_names();
        hub.follow_own();
        hub.refresh_names().await;
        hub.follow_ears();
        let checked = hub.clone();
        tokio::task::spawn_blocking(move || checked.check_own());
        Ok(hub)
    }

    /// Reads the names anew whenever something says that they have changed (an event of kind `names`), for as
    /// long as the hub lives.
    fn follow_names(&self) {
        let mut events = self.events.overhear();
        let hub = Arc::downgrade(&self.0);
        tokio::spawn(async move {
            loop {
                let changed = match events.recv().await {
                    Ok(event) => event.kind == "names",
                    Err(RecvError::Lagged(_)) => true,
                    Err(RecvError::Closed) => return,
                };
                let Some(hub) = hub.upgrade() else { return };
                if changed {
                    Hub(hub).refresh_names().await;
                }
            }
        });
    }

    /// Looks for changed files of own sentences, for as long as the hub lives.
    fn follow_own(&self) {
        let hub = Arc::downgrade(&self.0);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(std::time::Duration::from_secs(own::LOOK_S)).await;
                let Some(hub) = hub.upgrade() else { return };
                // A file that cannot be read is warned of inside; there is nobody else to tell.
                let look = move || {
                    if hub.own.look() {
                        Hub(hub).check_own();
                    }
                };
                let _ = tokio::task::spawn_blocking(look).await;
            }
        });
    }

    /// Warns of own sentences that would do nothing.
    fn check_own(&self) {
        for fault in self.own.in_vain(|run| self.understands(run)) {
            tracing::warn!(fault, "an own sentence does nothing");
        }
    }

    /// A one-time sign-in key while nobody is signed in; it works once, within 15 minutes.
    pub async fn first_link(&self) -> Result<Option<String>, HubError> {
        let now = jiff::Timestamp::now();
        if !self.cloud.sessions(now).await?.is_empty() {
            return Ok(None);
        }
        let secret = self.cloud.create_link(None, now).await?;
        Ok(Some(secret.expose().to_owned()))
    }

    /// Rings what comes due, until `stop`.
    pub async fn ring(&self, stop: impl Future<Output = ()>) {
        self.rings.run(stop).await;
    }

    /// A session or a token has ended: whoever is connected has to show theirs again.
    pub(crate) fn keys_changed(&self) {
        self.keys.send_modify(|count| *count += 1);
    }

    /// Finishes what is being written.
    pub async fn close(&self) {
        self.cloud.close().await;
    }

    /// What the owner chose, as it is now.
    pub fn config(&self) -> Arc<Config> {
        self.config
            .read()
            .expect("no one panics with the lock")
            .clone()
    }

    /// The time in the zone of the house.
    pub fn now(&self) -> ZonedDateTime {
        let zone = settings::zone_of(&self.config().house.zone);
        jiff::Timestamp::now().to_zoned_datetime(zone)
    }

    /// The names of the house, as they are now.
    pub fn names(&self) -> Arc<Names> {
        self.names
            .read()
            .expect("no one panics with the lock")
            .clone()
    }

    /// The household's own sentences.
    pub fn own(&self) -> Arc<Own> {
        self.own.clone()
    }

    /// Reads the names of the house anew: rooms, devices, lists, people, music.
    pub async fn refresh_names(&self) {
        let _naming = self.naming.lock().await;
        let names = world::names(self).await;
        self.own.know(&names);
        let names = Names::new(names);
        *self.names.write().expect("no one panics with the lock") = Arc::new(names);
    }
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// The names of the built-in house, for understanding without a server.
pub fn built_in_names() -> Vec<ling_understand::Name> {
    world::home::names_of(&ling_dialogue::BuiltInHouse::model())
}
