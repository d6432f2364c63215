use jiff::{Timestamp, civil::Time};
use ling_base::{Lang, Repeat};

use super::Later;

/// What kind of thing comes due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueKind {
    /// Rings after a span.
    Timer,
    /// Rings at a time.
    Alarm,
    /// Says something at a time.
    Reminder,
}

/// Where a due thing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueState {
    /// Its time is to come.
    Waiting,
    /// A timer that does not run.
    Paused,
    /// It rings now.
    Ringing,
}

/// A timer, alarm or reminder to be kept.
#[derive(Clone, Debug, PartialEq)]
pub struct NewDue {
    /// What it is.
    pub kind: DueKind,
    /// A timer's or alarm's name; what a reminder says.
    pub name: Option<String>,
    /// The first time it comes due.
    pub due: Timestamp,
    /// The whole span of a timer.
    pub total_secs: Option<i64>,
    /// How it comes again.
    pub repeat: Option<Repeat>,
    /// The local time of day at which it comes again.
    pub time: Option<Time>,
    /// The IANA zone of that time; the house's when there is none.
    pub zone: Option<String>,
    /// The language in which it is announced.
    pub lang: Lang,
    /// The device on which it was asked for.
    pub device: Option<String>,
    /// The room where it was asked for.
    pub room: Option<String>,
    /// The person who asked for it.
    pub person: Option<String>,
    /// The same key never makes two.
    pub key: String,
}

/// A timer, alarm or reminder that is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: DueKind,
    /// Its name, or what it says.
    pub name: Option<String>,
    /// When it comes due next. Without meaning while paused.
    pub due: Timestamp,
    /// The whole span of a timer.
    pub total_secs: Option<i64>,
    /// What is left of a paused timer.
    pub left_secs: Option<i64>,
    /// How it comes again.
    pub repeat: Option<Repeat>,
    /// The local time of day at which it comes again.
    pub time: Option<Time>,
    /// Where it stands.
    pub state: DueState,
    /// How often it was put off since it rang first.
    pub n_snoozed: u32,
}

/// What becomes different; `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DueChange {
    /// Another time to come due. What rings stops, what is paused goes on.
    pub due: Option<Timestamp>,
    /// Another whole span.
    pub total_secs: Option<i64>,
    /// What is left of a timer that is paused, and stays so.
    pub left_secs: Option<i64>,
    /// How and at which time of day it comes again from now on, or that it does not.
    pub again: Option<(Option<Repeat>, Option<Time>)>,
}

/// Timers, alarms and reminders of the house. What is changed or removed can be restored for a day.
pub trait DuesPort: Send + Sync {
    /// Keeps one more. Answers only when it would survive a power cut.
    fn add<'a>(&'a self, new: NewDue) -> Later<'a, Due>;
    /// Those of one kind, or of every kind, that wait, are paused or ring, soonest first; paused ones last.
    fn list<'a>(&'a self, kind: Option<DueKind>) -> Later<'a, Vec<Due>>;
    /// Changes one.
    fn change<'a>(&'a self, id: &'a str, change: DueChange, now: Timestamp) -> Later<'a, Due>;
    /// Stops the time of a timer.
    fn pause<'a>(&'a self, id: &'a str, now: Timestamp) -> Later<'a, Due>;
    /// Lets the time of a timer go on.
    fn resume<'a>(&'a self, id: &'a str, now: Timestamp) -> Later<'a, Due>;
    /// Takes one away, silencing it when it rings.
    fn remove<'a>(&'a self, id: &'a str, now: Timestamp) -> Later<'a, Due>;
    /// Puts one back as it was before it was changed or removed last.
    fn restore<'a>(&'a self, id: &'a str, now: Timestamp) -> Later<'a, Due>;
    /// Ends the ring of one for good. One that repeats waits for its next time.
    fn acknowledge<'a>(
        &'a self,
        id: &'a str,
        device: Option<&'a str>,
        now: Timestamp,
    ) -> Later<'a, Due>;
    /// Lets the ring of one sound again later.
    fn snooze<'a>(
        &'a self,
        id: &'a str,
        device: Option<&'a str>,
        until: Timestamp,
        now: Timestamp,
    ) -> Later<'a, Due>;
}
