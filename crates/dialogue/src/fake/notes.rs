//! `NotesPort` for tests.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use jiff::Timestamp;

use crate::*;

/// Characters of one note, at most: that of the real store.
const CHARS_MAX: usize = 2_000;

/// Notes in memory, all of one morning (24 November 2026), one second after the other.
#[derive(Default)]
pub struct FakeNotes {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    notes: Vec<Note>,
    gone: Vec<Note>,
    keys: HashMap<String, Note>,
    count: i64,
}

/// 09:00 in Shanghai.
const MORNING: i64 = 1_795_482_000;

impl FakeNotes {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().expect("no test panics with the lock")
    }
}

impl NotesPort for FakeNotes {
    fn add<'a>(&'a self, text: &'a str, key: &'a str) -> Later<'a, Note> {
        Box::pin(async move {
            if text.chars().count() > CHARS_MAX {
                return Err(PortError::TooLong { limit: CHARS_MAX });
            }
            let mut kept = self.kept();
            if let Some(before) = kept.keys.get(key) {
                return Ok(before.clone());
            }
            kept.count += 1;
            let at = Timestamp::from_second(MORNING + kept.count);
            let note = Note {
                id: format!("note{}", kept.count),
                text: text.to_owned(),
                at: at.expect("a moment of 2026"),
            };
            kept.notes.push(note.clone());
            kept.keys.insert(key.to_owned(), note.clone());
            Ok(note)
        })
    }

    fn latest<'a>(&'a self, limit: usize) -> Later<'a, Vec<Note>> {
        Box::pin(async move {
            Ok(self
                .kept()
                .notes
                .iter()
                .rev()
                .take(limit)
                .cloned()
                .collect())
        })
    }

    fn search<'a>(&'a self, about: &'a str) -> Later<'a, Vec<Note>> {
        Box::pin(async move {
            let wanted = ling_text::fold::folded(about);
            let has = |note: &&Note| ling_text::fold::folded(&note.text).contains(wanted.trim());
            Ok(self
                .kept()
                .notes
                .iter()
                .rev()
                .filter(has)
                .cloned()
                .collect())
        })
    }

    fn remove<'a>(&'a self, id: &'a str) -> Later<'a, ()> {
        Box::pin(async move {
            let mut kept = self.kept();
            let at = kept.notes.iter().position(|note| note.id == id);
            let note = kept.notes.remove(at.ok_or(PortError::NotFound)?);
            kept.gone.push(note);
            Ok(())
        })
    }

    fn restore<'a>(&'a self, id: &'a str) -> Later<'a, ()> {
        Box::pin(async move {
            let mut kept = self.kept();
            let at = kept.gone.iter().position(|note| note.id == id);
            let note = kept.gone.remove(at.ok_or(PortError::NotFound)?);
            kept.notes.push(note);
            Ok(())
        })
    }
}
