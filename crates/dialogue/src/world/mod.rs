//! What skills may ask of the house and of the world outside. The server joins each port to its
//! database, to Home Assistant or to a service on the internet; tests join them to [`crate::fake`].

mod calendar;
mod dues;
mod home;
mod lists;
mod llm;
mod music;
mod notes;
mod queue;
mod sight;
mod speaker;
mod web;
mod words;

pub use calendar::{CalendarPort, Event as CalendarEvent, NewEvent, occurrences};
pub use dues::{Due, DueChange, DueKind, DueState, DuesPort, NewDue};
pub use home::{
    Area, BuiltInHouse, HomeAct, HomeDevice, HomePort, HomeState, HouseModel, Kind as HomeKind,
};
pub use lists::{Item, ListInfo, ListsPort};
pub use llm::{LlmPort, LlmTurn};
pub use music::{Again, MusicPort, MusicQuery, NowPlaying, Track, other_names};
pub use notes::{Note, NotesPort};
pub use queue::Queue;
pub use sight::{Look, Shown, SightPort, Written};
pub use speaker::{Sounds, SpeakerPort};
pub use web::{
    Forecast, ForecastDay, ForecastHour, Headline, News, NewsPort, Rates, RatesPort, WeatherPort,
    Where,
};
pub use words::{Entry, WordsPort};

/// Everything a skill can reach.
pub trait World: Send + Sync {
    /// Timers, alarms and reminders.
    fn dues(&self) -> &dyn DuesPort;
    /// Lists of things.
    fn lists(&self) -> &dyn ListsPort;
    /// Notes.
    fn notes(&self) -> &dyn NotesPort;
    /// The calendar of the person who speaks.
    fn calendar(&self) -> &dyn CalendarPort;
    /// Lights, switches, climate and the rest of the house.
    fn home(&self) -> &dyn HomePort;
    /// Music.
    fn music(&self) -> &dyn MusicPort;
    /// The speaking device itself: volume, stopping, where rings sound.
    fn speaker(&self) -> &dyn SpeakerPort;
    /// The weather.
    fn weather(&self) -> &dyn WeatherPort;
    /// Exchange rates.
    fn rates(&self) -> &dyn RatesPort;
    /// The news.
    fn news(&self) -> &dyn NewsPort;
    /// A dictionary.
    fn words(&self) -> &dyn WordsPort;
    /// The picture that somebody shows.
    fn sight(&self) -> &dyn SightPort;
    /// A large language model.
    fn llm(&self) -> &dyn LlmPort;
}

/// Why a port could not do what was asked, in terms of what the person can do about it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PortError {
    /// The service is not set up; the house must choose it first.
    #[error("{0} is not set up")]
    Off(Service),
    /// The service does not answer.
    #[error("{0} does not answer")]
    Unreachable(Service),
    /// The service answers with something that is not an answer.
    #[error("{0} answers with nonsense")]
    Garbled(Service),
    /// The service refuses: a wrong key, no permission.
    #[error("{0} refuses")]
    Refused(Service),
    /// What was asked for is not there (any more).
    #[error("not found")]
    NotFound,
    /// There are as many as are allowed.
    #[error("the limit of {limit} is reached")]
    Full {
        /// How many are allowed.
        limit: usize,
    },
    /// The text is longer than is allowed.
    #[error("longer than {limit} characters")]
    TooLong {
        /// How many characters are allowed.
        limit: usize,
    },
    /// The data folder cannot be written.
    #[error("the data cannot be saved")]
    Storage,
}

/// A service behind a port, as people name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Service {
    /// Home Assistant.
    Home,
    /// The weather service.
    Weather,
    /// Exchange rates.
    Rates,
    /// The news feed.
    News,
    /// The dictionary.
    Words,
    /// The language model.
    Llm,
    /// The music folder.
    Music,
}

impl Service {
    /// Key of its name in texts, and its word in logs.
    pub fn word(self) -> &'static str {
        match self {
            Service::Home => "home",
            Service::Weather => "weather",
            Service::Rates => "rates",
            Service::News => "news",
            Service::Words => "words",
            Service::Llm => "llm",
            Service::Music => "music",
        }
    }
}

impl std::fmt::Display for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

/// What a port gives back, some time later.
pub type Later<'a, T> = crate::BoxFuture<'a, Result<T, PortError>>;
