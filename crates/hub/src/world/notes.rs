use jiff::Timestamp;
use ling_cloud::{CloudError, NoteId, Page};
use ling_dialogue::*;
use ling_text::fold::folded;
use serde_json::json;

use super::{Deps, failed};

/// Notes that a search gives.
const FOUND_MAX: usize = 10;
/// Notes that a search looks at: all that a house may have.
const ALL_MAX: usize = 2_000;
/// How long what was removed can be put back, in seconds.
const RESTORE_SECS: i64 = 86_400;

/// `NotesPort` of the running house.
pub(crate) struct Notes {
    deps: Deps,
}

impl Notes {
    pub(crate) fn new(deps: Deps) -> Notes {
        Notes { deps }
    }

    /// Keeps a note.
    pub(crate) async fn put(
        &self,
        text: &str,
        key: Option<&str>,
    ) -> Result<ling_cloud::Note, CloudError> {
        let row = self
            .deps
            .cloud
            .add_note(text, None, key, Timestamp::now())
            .await?;
        self.tell(row.id.as_str());
        Ok(row)
    }

    /// At most `limit` notes, the newest first.
    pub(crate) async fn newest(&self, limit: usize) -> Result<Vec<ling_cloud::Note>, CloudError> {
        let mut rows = Vec::new();
        while rows.len() < limit {
            let page = Page {
                offset: u32::try_from(rows.len()).unwrap_or(u32::MAX),
                ..Page::default()
            };
            let more = self.deps.cloud.notes(page).await?;
            let last = more.len() < usize::try_from(page.limit).unwrap_or(usize::MAX);
            rows.extend(more);
            if last {
                break;
            }
        }
        rows.truncate(limit);
        Ok(rows)
    }

    /// Takes a note away and keeps it for a day; false when there is none.
    pub(crate) async fn take(&self, id: &str) -> Result<bool, CloudError> {
        let Some(row) = self.deps.cloud.remove_note(&NoteId::new(id)).await? else {
            return Ok(false);
        };
        self.deps
            .cloud
            .remember(&trash(id), &json!(row), Timestamp::now())
            .await?;
        self.tell(id);
        Ok(true)
    }

    async fn put_back(&self, id: &str) -> Result<(), PortError> {
        let cloud = &self.deps.cloud;
        let kept = cloud.recall(&trash(id)).await.map_err(failed)?;
        let kept =
            kept.filter(|kept| Timestamp::now().duration_since(kept.at).as_secs() < RESTORE_SECS);
        let row = kept.and_then(|kept| serde_json::from_value(kept.value).ok());
        let row: ling_cloud::Note = row.ok_or(PortError::NotFound)?;
        cloud.restore_note(&row).await.map_err(failed)?;
        cloud.drop_memory(&trash(id)).await.map_err(failed)?;
        self.tell(id);
        Ok(())
    }

    /// Notes that have the words, whatever script they are in: those with all of them first.
    async fn found(&self, about: &str) -> Result<Vec<ling_cloud::Note>, CloudError> {
        let wanted = folded(about.trim());
        let all = self.newest(ALL_MAX).await?;
        let mut found: Vec<_> = all
            .into_iter()
            .filter(|row| !wanted.is_empty() && folded(&row.text).contains(&wanted))
            .collect();
        for asked in [about.to_owned(), wanted] {
            for row in self.deps.cloud.find_notes(&asked, FOUND_MAX).await? {
                if !found.iter().any(|known| known.id == row.id) {
                    found.push(row);
                }
            }
        }
        found.truncate(FOUND_MAX);
        Ok(found)
    }

    fn tell(&self, id: &str) {
        self.deps.events.tell("notes", None, json!({ "note": id }));
    }
}

fn trash(id: &str) -> String {
    format!("trash:note:{id}")
}

fn note(row: ling_cloud::Note) -> Note {
    Note {
        id: row.id.as_str().to_owned(),
        text: row.text,
        at: row.created,
    }
}

fn notes(rows: Vec<ling_cloud::Note>) -> Vec<Note> {
    rows.into_iter().map(note).collect()
}

impl NotesPort for Notes {
    fn add<'a>(&'a self, text: &'a str, key: &'a str) -> Later<'a, Note> {
        Box::pin(async move { self.put(text, Some(key)).await.map(note).map_err(failed) })
    }

    fn latest<'a>(&'a self, limit: usize) -> Later<'a, Vec<Note>> {
        Box::pin(async move { self.newest(limit).await.map(notes).map_err(failed) })
    }

    fn search<'a>(&'a self, about: &'a str) -> Later<'a, Vec<Note>> {
        Box::pin(async move { self.found(about).await.map(notes).map_err(failed) })
    }

    fn remove<'a>(&'a self, id: &'a str) -> Later<'a, ()> {
        Box::pin(async move {
            match self.take(id).await.map_err(failed)? {
                true => Ok(()),
                false => Err(PortError::NotFound),
            }
        })
    }

    fn restore<'a>(&'a self, id: &'a str) -> Later<'a, ()> {
        Box::pin(self.put_back(id))
    }
}
