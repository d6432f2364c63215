//! The ports of [`ling_dialogue::World`], joined to the database and to services outside.

mod calendar;
mod dues;
pub(crate) mod home;
pub(crate) mod lists;
mod llm;
pub(crate) mod music;
mod news;
mod notes;
mod rates;
pub(crate) mod sight;
mod speaker;
mod weather;
mod words;

use std::sync::{Arc, RwLock};

use ling_cloud::{Cloud, CloudError};
use ling_dialogue::*;
use ling_understand::{Name, Names};

use crate::{Config, Hub, engines::eyes::Eyes, events::Events, out::models::Store, ring::Ringer};

/// What ports are made from.
#[derive(Clone)]
pub(crate) struct Deps {
    /// What the owner chose, as it is now.
    pub(crate) config: Arc<RwLock<Arc<Config>>>,
    /// The household's data.
    pub(crate) cloud: Cloud,
    /// Who hears of what happens.
    pub(crate) events: Events,
    /// What rings.
    pub(crate) rings: Arc<Ringer>,
    /// What the assistant can do.
    pub(crate) skills: Arc<Skills>,
    /// The names of the house, as they are now.
    pub(crate) names: Arc<RwLock<Arc<Names>>>,
    /// The model packages.
    pub(crate) models: Store,
    /// What looks at pictures.
    pub(crate) eyes: Arc<Eyes>,
}

impl Deps {
    /// What the owner chose, as it is now.
    pub(crate) fn config(&self) -> Arc<Config> {
        self.config
            .read()
            .expect("no one panics with the lock")
            .clone()
    }
}

/// What a failure of the storage means to a skill.
pub(crate) fn failed(error: CloudError) -> PortError {
    match error {
        CloudError::NotFound { .. } | CloudError::Conflict { .. } => PortError::NotFound,
        CloudError::TooMany { max, .. } => PortError::Full { limit: max },
        CloudError::TooLong { max, .. } => PortError::TooLong { limit: max },
        error => {
            tracing::warn!(code = error.code(), "The household's data fails.");
            PortError::Storage
        }
    }
}

/// All ports of the running house.
pub(crate) struct Ports {
    pub(crate) dues: dues::Dues,
    pub(crate) lists: lists::Lists,
    pub(crate) notes: notes::Notes,
    pub(crate) calendar: calendar::Calendar,
    pub(crate) home: home::Home,
    pub(crate) music: music::Music,
    pub(crate) speaker: speaker::Speaker,
    pub(crate) words: words::Words,
    pub(crate) sight: sight::Sight,
    pub(crate) llm: llm::Llm,
    pub(crate) weather: weather::Weather,
    pub(crate) rates: rates::Rates,
    pub(crate) news: news::News,
}

impl Ports {
    pub(crate) fn new(deps: Deps) -> Ports {
        Ports {
            dues: dues::Dues::new(deps.clone()),
            lists: lists::Lists::new(deps.clone()),
            notes: notes::Notes::new(deps.clone()),
            calendar: calendar::Calendar::new(deps.clone()),
            home: home::Home::new(deps.clone()),
            music: music::Music::new(deps.clone()),
            speaker: speaker::Speaker::new(deps.clone()),
            words: words::Words::new(deps.clone()),
            sight: sight::Sight::new(deps.clone()),
            llm: llm::Llm::new(deps.clone()),
            weather: weather::Weather::new(deps.clone()),
            rates: rates::Rates::new(deps.clone()),
            news: news::News::new(deps.clone()),
        }
    }
}

impl World for Ports {
    fn dues(&self) -> &dyn DuesPort {
        &self.dues
    }
    fn lists(&self) -> &dyn ListsPort {
        &self.lists
    }
    fn notes(&self) -> &dyn NotesPort {
        &self.notes
    }
    fn calendar(&self) -> &dyn CalendarPort {
        &self.calendar
    }
    fn home(&self) -> &dyn HomePort {
        &self.home
    }
    fn music(&self) -> &dyn MusicPort {
        &self.music
    }
    fn speaker(&self) -> &dyn SpeakerPort {
        &self.speaker
    }
    fn words(&self) -> &dyn WordsPort {
        &self.words
    }
    fn sight(&self) -> &dyn SightPort {
        &self.sight
    }
    fn llm(&self) -> &dyn LlmPort {
        &self.llm
    }
    fn weather(&self) -> &dyn WeatherPort {
        &self.weather
    }
    fn rates(&self) -> &dyn RatesPort {
        &self.rates
    }
    fn news(&self) -> &dyn NewsPort {
        &self.news
    }
}

/// Every name of the house that sentences may contain.
pub(crate) async fn names(hub: &Hub) -> Vec<Name> {
    let mut names = hub.world.home.names().await;
    names.extend(lists::names(hub).await);
    names.extend(hub.world.music.names());
    names
}
