use jiff::ZonedDateTime;
use ling_base::Repeat;

use super::Later;

/// Something to be put into the calendar.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEvent {
    /// What it is.
    pub title: String,
    /// When it begins; midnight for a whole day.
    pub start: ZonedDateTime,
    /// When it ends.
    pub end: ZonedDateTime,
    /// Whether it is about whole days.
    pub all_day: bool,
    /// How it comes again.
    pub repeat: Option<Repeat>,
    /// The person whose calendar it is.
    pub person: Option<String>,
    /// The same key never makes two.
    pub key: String,
}

/// Something in the calendar.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its id.
    pub id: String,
    /// What it is.
    pub title: String,
    /// When it begins.
    pub start: ZonedDateTime,
    /// When it ends.
    pub end: ZonedDateTime,
    /// Whether it is about whole days.
    pub all_day: bool,
    /// How it comes again.
    pub repeat: Option<Repeat>,
}

/// The calendar of the person who speaks.
pub trait CalendarPort: Send + Sync {
    /// Adds an event.
    fn add<'a>(&'a self, new: NewEvent) -> Later<'a, Event>;
    /// What begins or goes on between two moments, in order; repeated events appear once per occurrence.
    fn between<'a>(
        &'a self,
        person: Option<&'a str>,
        from: &'a ZonedDateTime,
        to: &'a ZonedDateTime,
    ) -> Later<'a, Vec<Event>>;
    /// Coming events whose title speaks of `title`, soonest first.
    fn find<'a>(
        &'a self,
        person: Option<&'a str>,
        title: &'a str,
        from: &'a ZonedDateTime,
    ) -> Later<'a, Vec<Event>>;
    /// Moves an event.
    fn moved<'a>(
        &'a self,
        id: &'a str,
        start: &'a ZonedDateTime,
        end: &'a ZonedDateTime,
    ) -> Later<'a, Event>;
    /// Takes an event away; it can be restored for a day.
    fn remove<'a>(&'a self, id: &'a str) -> Later<'a, ()>;
    /// Puts an event back.
    fn restore<'a>(&'a self, id: &'a str) -> Later<'a, Event>;
}
