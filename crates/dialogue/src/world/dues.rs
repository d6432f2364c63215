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
    /// The language in which it is announced.
    pub lang: Lang,
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
}

/// Timers, alarms and reminders of the house.
pub trait DuesPort: Send + Sync {
    /// Keeps one more. Answers only when it would survive a power cut.
    fn add<'a>(&'a self, new: NewDue) -> Later<'a, Due>;
    /// Those of one kind that wait, are paused or ring, soonest first.
    fn list<'a>(&'a self, kind: DueKind) -> Later<'a, Vec<Due>>;
    /// Gives one a new time, span, name, repeat or state; the id says which.
    fn change<'a>(&'a self, due: Due) -> Later<'a, ()>;
    /// Takes one away; it can be restored for a day.
    fn remove<'a>(&'a self, id: &'a str) -> Later<'a, ()>;
    /// Puts one back that was taken away.
    fn restore<'a>(&'a self, id: &'a str) -> Later<'a, Due>;
    /// Those that ring now.
    fn ringing<'a>(&'a self) -> Later<'a, Vec<Due>>;
    /// Ends a ring for good.
    fn acknowledge<'a>(&'a self, id: &'a str) -> Later<'a, ()>;
    /// Lets a ring sound again later.
    fn snooze<'a>(&'a self, id: &'a str, until: Timestamp) -> Later<'a, ()>;
}
