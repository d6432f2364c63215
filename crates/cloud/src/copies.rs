//! Backups, and everything of the household as JSON.

use std::{
    io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use serde::Serialize;
use sqlx::FromRow;
use tokio::{
    fs::File,
    io::{AsyncWriteExt, BufWriter},
};

use crate::{
    Cloud, CloudError, Device, Due, Event, Item, List, Note, Person, Room, Session, Token, Turn,
    backend::{Conn, Row, sqlite},
    error::Work,
    limits::PAGE_MAX,
};

/// The form of the export; grows when a reader must know.
const EXPORT_FORMAT: u32 = 1;

impl Cloud {
    /// Writes a whole copy of the database to the new file `path`, while everything goes on.
    ///
    /// Errors: `Exists`, `Folder`, `Full`.
    pub async fn backup_to(&self, path: &Path) -> Result<(), CloudError> {
        self.store.copy_to(path).await
    }

    /// Writes everything of the household, as it is at one moment, to the new JSON file `path`. No secrets,
    /// and nothing that was only fetched from elsewhere.
    ///
    /// Errors: `Exists`, `Folder`, `Full`.
    pub async fn export_to(&self, path: &Path, now: Timestamp) -> Result<(), CloudError> {
        let file = sqlite::new_file(path)?;
        self.store.settle().await?;
        let settings = self.settings().await?;
        let exported = self.store.snapshot(async |conn: &mut Conn, account: &str| {
            let mut export = Export {
                out: BufWriter::new(File::from_std(file)),
                path: path.to_owned(),
            };
            export.head("format", &EXPORT_FORMAT, "{").await?;
            export.head("account", &account, ",").await?;
            export.head("exported", &now, ",").await?;
            export.head("settings", &settings, ",").await?;
            export.tables(conn, account).await?;
            export.finish().await
        });
        let exported = exported.await;
        if exported.is_err() {
            drop(std::fs::remove_file(path));
        }
        exported
    }
}

struct Export {
    out: BufWriter<File>,
    path: PathBuf,
}

impl Export {
    async fn tables(&mut self, conn: &mut Conn, account: &str) -> Work<()> {
        macro_rules! table {
            ($type:ty, $name:literal, $table:literal, $order:literal) => {
                let select = concat!(
                    "SELECT * FROM ",
                    $table,
                    " WHERE account = $1 ORDER BY ",
                    $order,
                    " LIMIT $2 OFFSET $3"
                );
                self.rows::<$type>(conn, account, $name, select).await?;
            };
        }
        table!(Person, "people", "person", "id");
        table!(Room, "rooms", "room", "id");
        table!(Device, "devices", "device", "id");
        table!(Token, "tokens", "token", "id");
        table!(Session, "sessions", "session", "id");
        table!(Due, "dues", "due", "id");
        table!(List, "lists", "list", "id");
        table!(Item, "items", "item", "list, position, id");
        table!(Note, "notes", "note", "id");
        table!(Event, "events", "event", "id");
        table!(Turn, "turns", "turn", "at, id");
        Ok(())
    }

    async fn rows<T>(
        &mut self,
        conn: &mut Conn,
        account: &str,
        name: &str,
        select: &'static str,
    ) -> Work<()>
    where
        T: Serialize + Send + Unpin + for<'r> FromRow<'r, Row>,
    {
        self.text(&format!(",\n\"{name}\":[")).await?;
        let mut offset = 0;
        loop {
            let query = sqlx::query_as(select)
                .bind(account)
                .bind(i64::from(PAGE_MAX))
                .bind(offset);
            let rows: Vec<T> = query.fetch_all(&mut *conn).await?;
            for (row, place) in rows.iter().zip(offset..) {
                let comma = if place == 0 { "\n" } else { ",\n" };
                self.text(comma).await?;
                self.text(&serde_json::to_string(row)?).await?;
            }
            offset += i64::from(PAGE_MAX);
            if rows.len() < PAGE_MAX as usize {
                return self.text("]").await;
            }
        }
    }

    async fn head<T: Serialize + ?Sized>(
        &mut self,
        name: &str,
        value: &T,
        before: &str,
    ) -> Work<()> {
        let value = serde_json::to_string(value)?;
        self.text(&format!("{before}\n\"{name}\":{value}")).await
    }

    async fn text(&mut self, text: &str) -> Work<()> {
        let written = self.out.write_all(text.as_bytes()).await;
        written.map_err(|source| self.failed(source).into())
    }

    async fn finish(&mut self) -> Work<()> {
        self.text("\n}\n").await?;
        let flushed = match self.out.flush().await {
            Ok(()) => self.out.get_ref().sync_all().await,
            failed => failed,
        };
        flushed.map_err(|source| self.failed(source).into())
    }

    fn failed(&self, source: io::Error) -> CloudError {
        sqlite::file_fault(self.path.clone(), source)
    }
}
