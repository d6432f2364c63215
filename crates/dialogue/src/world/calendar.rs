use jiff::{SignedDuration, ZonedDateTime, civil::Date};
use ling_base::Repeat;
use ling_text::almanac::{Region, Series};

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
    /// The person whose calendar it is in; `None` is the house's.
    pub person: Option<String>,
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
    /// Takes one day out of a repeated event.
    fn skip<'a>(&'a self, id: &'a str, day: Date) -> Later<'a, Event>;
    /// Takes an event away; it can be restored for a day.
    fn remove<'a>(&'a self, id: &'a str) -> Later<'a, ()>;
    /// Puts an event back.
    fn restore<'a>(&'a self, id: &'a str) -> Later<'a, Event>;
}

/// Occurrences of one event in one answer, at most: every day of a year.
const OCCURRENCES_MAX: usize = 400;

/// When `event` begins or goes on between two moments, once per occurrence, but not on the days `skips`.
pub fn occurrences(
    event: &Event,
    skips: &[Date],
    from: &ZonedDateTime,
    to: &ZonedDateTime,
    region: Region,
) -> Vec<Event> {
    let lasts = event.start.duration_until(&event.end);
    let Some(repeat) = &event.repeat else {
        let goes_on = event.end > *from || event.start >= *from;
        return if event.start < *to && goes_on {
            vec![event.clone()]
        } else {
            Vec::new()
        };
    };
    let series = Series {
        repeat,
        time: event.start.time(),
        first: event.start.date(),
    };
    let moment = |at: &ZonedDateTime, by: SignedDuration| at.checked_add(by).unwrap_or(at.clone());
    let early = moment(
        &from.with_time_zone(event.start.time_zone().clone()),
        -lasts,
    );
    let mut after = moment(
        &early.max(event.start.clone()),
        SignedDuration::from_secs(-1),
    );
    let mut found = Vec::new();
    while let Some(start) = series.next(&after, region).filter(|start| start < to) {
        after = start.clone();
        let end = moment(&start, lasts);
        if found.len() == OCCURRENCES_MAX {
            break;
        }
        if (end > *from || start >= *from) && !skips.contains(&start.date()) {
            found.push(Event {
                start,
                end,
                ..event.clone()
            });
        }
    }
    found
}
