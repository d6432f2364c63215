//! A house for tests: every port kept in memory, nothing outside it.

mod calendar;
mod dues;
mod home;
mod lists;
mod llm;
mod music;
mod news;
mod notes;
mod rates;
mod sight;
mod speaker;
mod weather;
mod words;

pub use calendar::FakeCalendar;
pub use dues::FakeDues;
pub use home::FakeHome;
pub use lists::FakeLists;
pub use llm::{FakeLlm, Scripted};
pub use music::FakeMusic;
pub use news::FakeNews;
pub use notes::FakeNotes;
pub use rates::FakeRates;
pub use sight::FakeSight;
pub use speaker::FakeSpeaker;
pub use weather::FakeWeather;
pub use words::FakeWords;

use crate::world::*;

/// A world without anything outside memory.
#[derive(Default)]
pub struct FakeWorld {
    /// DuesPort.
    pub dues: FakeDues,
    /// ListsPort.
    pub lists: FakeLists,
    /// NotesPort.
    pub notes: FakeNotes,
    /// CalendarPort.
    pub calendar: FakeCalendar,
    /// HomePort.
    pub home: FakeHome,
    /// MusicPort.
    pub music: FakeMusic,
    /// SpeakerPort.
    pub speaker: FakeSpeaker,
    /// WordsPort.
    pub words: FakeWords,
    /// SightPort.
    pub sight: FakeSight,
    /// LlmPort.
    pub llm: FakeLlm,
    /// WeatherPort.
    pub weather: FakeWeather,
    /// RatesPort.
    pub rates: FakeRates,
    /// NewsPort.
    pub news: FakeNews,
}

impl World for FakeWorld {
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

/// A skill that does nothing and says nothing.
pub struct Nothing;

impl crate::Skill for Nothing {
    fn run<'a>(
        &'a self,
        _call: &'a crate::Call,
        _world: &'a dyn World,
        _out: &'a mut crate::Out<'_>,
    ) -> crate::BoxFuture<'a, Result<(), crate::SkillError>> {
        Box::pin(async { Ok(()) })
    }
}
