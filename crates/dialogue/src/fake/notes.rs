//! `NotesPort` for tests.

use crate::*;

/// Knows nothing yet.
#[derive(Default)]
pub struct FakeNotes;

impl NotesPort for FakeNotes {
    fn add<'a>(&'a self, _text: &'a str, _key: &'a str) -> Later<'a, Note> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn latest<'a>(&'a self, _limit: usize) -> Later<'a, Vec<Note>> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn search<'a>(&'a self, _about: &'a str) -> Later<'a, Vec<Note>> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn remove<'a>(&'a self, _id: &'a str) -> Later<'a, ()> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn restore<'a>(&'a self, _id: &'a str) -> Later<'a, ()> {
        Box::pin(async { Err(PortError::NotFound) })
    }
}
