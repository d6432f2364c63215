//! What people asked Ling to remember.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, Row as _};

use crate::{
    Cloud, CloudError, NoteId, Page, PersonId,
    backend::{Row, sqlite::Tx},
    cells,
    error::Work,
    limits,
    once::Once,
    search,
};

const COLLECTION: &str = "note";

/// Something to remember.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The id.
    pub id: NoteId,
    /// What to remember.
    pub text: String,
    /// Who said it.
    pub person: Option<PersonId>,
    /// When.
    pub created: Timestamp,
}

impl Cloud {
    /// Remembers a text. The same `key` gives the same note.
    ///
    /// Errors: `Empty`, `TooLong`, `TooMany`, `KeyReused`.
    pub async fn add_note(
        &self,
        text: &str,
        person: Option<&PersonId>,
        key: Option<&str>,
        now: Timestamp,
    ) -> Result<Note, CloudError> {
        limits::text("note", text, limits::NOTE_CHARS_MAX)?;
        let once = Once::new("add_note", key)?.about([text]);
        let note = Note {
            id: NoteId::fresh(now),
            text: text.trim().to_owned(),
            person: person.cloned(),
            created: cells::ms(now),
        };
        self.write(move |mut tx| {
            Box::pin(async move {
                if let Some(note) = once.before(&mut tx).await? {
                    return Ok(note);
                }
                store(&mut tx, &note).await?;
                once.keep(&mut tx, now, &note).await?;
                Ok(note)
            })
        })
        .await
    }

    /// Notes, the newest first.
    pub async fn notes(&self, page: Page) -> Result<Vec<Note>, CloudError> {
        self.notes_from(page.rows(), page.start()).await
    }

    /// Notes that have the words of `wanted`, the best first.
    pub async fn find_notes(&self, wanted: &str, max: usize) -> Result<Vec<Note>, CloudError> {
        let wanted = limits::cut(wanted, limits::NOTE_CHARS_MAX);
        let all = i64::try_from(limits::NOTES_MAX).expect("a small constant");
        let notes = self.notes_from(all, 0).await?;
        let found = search::find(wanted, notes.iter().map(|note| note.text.as_str()), max);
        Ok(found.into_iter().map(|at| notes[at].clone()).collect())
    }

    /// Forgets a note; returns it for [`Cloud::restore_note`].
    pub async fn remove_note(&self, id: &NoteId) -> Result<Option<Note>, CloudError> {
        let id = id.clone();
        self.write(move |tx| {
            Box::pin(async move {
                cells::next_seq(tx.conn, tx.account, COLLECTION).await?;
                let query =
                    sqlx::query_as("DELETE FROM note WHERE account = $1 AND id = $2 RETURNING *");
                Ok(query
                    .bind(tx.account)
                    .bind(id)
                    .fetch_optional(tx.conn)
                    .await?)
            })
        })
        .await
    }

    /// Stores a note as given, changed or put back.
    ///
    /// Errors: `Empty`, `TooLong`, `TooMany`.
    pub async fn restore_note(&self, note: &Note) -> Result<(), CloudError> {
        limits::text("note", &note.text, limits::NOTE_CHARS_MAX)?;
        let note = note.clone();
        self.write(move |mut tx| Box::pin(async move { store(&mut tx, &note).await }))
            .await
    }

    async fn notes_from(&self, max: i64, start: i64) -> Result<Vec<Note>, CloudError> {
        self.read(|mut reader| async move {
            let query = "SELECT * FROM note WHERE account = $1 ORDER BY created DESC, id DESC LIMIT $2 OFFSET $3";
            let query = sqlx::query_as(query).bind(&*reader.account).bind(max).bind(start);
            Ok(query.fetch_all(&mut *reader.conn).await?)
        })
        .await
    }
}

async fn store(tx: &mut Tx<'_>, note: &Note) -> Work<()> {
    let count = sqlx::query("SELECT count(*) FROM note WHERE account = $1 AND id <> $2")
        .bind(tx.account)
        .bind(&note.id)
        .fetch_one(&mut *tx.conn)
        .await?;
    limits::count("notes", cells::rows(&count)? + 1, limits::NOTES_MAX)?;
    let seq = cells::next_seq(tx.conn, tx.account, COLLECTION).await?;
    sqlx::query(
        "INSERT INTO note (account, id, text, person, created, seq) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (account, id) DO UPDATE SET text = excluded.text, person = excluded.person, seq = excluded.seq",
    )
    .bind(tx.account)
    .bind(&note.id)
    .bind(&note.text)
    .bind(&note.person)
    .bind(note.created.as_millisecond())
    .bind(seq)
    .execute(&mut *tx.conn)
    .await?;
    Ok(())
}

impl FromRow<'_, Row> for Note {
    fn from_row(row: &Row) -> Result<Note, sqlx::Error> {
        Ok(Note {
            id: row.try_get("id")?,
            text: row.try_get("text")?,
            person: row.try_get("person")?,
            created: cells::at(row, "created")?,
        })
    }
}
