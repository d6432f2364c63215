use jiff::Timestamp;

use super::Later;

/// Something to be remembered.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Its id.
    pub id: String,
    /// The words.
    pub text: String,
    /// When it was said.
    pub at: Timestamp,
}

/// Notes of the house.
pub trait NotesPort: Send + Sync {
    /// Keeps a note.
    fn add<'a>(&'a self, text: &'a str, key: &'a str) -> Later<'a, Note>;
    /// The latest notes, newest first, at most `limit`.
    fn latest<'a>(&'a self, limit: usize) -> Later<'a, Vec<Note>>;
    /// Notes that speak of `about`, best first.
    fn search<'a>(&'a self, about: &'a str) -> Later<'a, Vec<Note>>;
    /// Takes a note away; it can be restored for a day.
    fn remove<'a>(&'a self, id: &'a str) -> Later<'a, ()>;
    /// Puts a note back.
    fn restore<'a>(&'a self, id: &'a str) -> Later<'a, ()>;
}
