use std::{fs::File, path::Path};

use sqlx::{ConnectOptions, Connection, sqlite::SqliteConnectOptions};

use super::{Conn, Store, file_fault, new_file};
use crate::{CloudError, error::Work};

impl Store {
    /// Writes a whole, compact copy of the database to a new file.
    pub(crate) async fn copy_to(&self, path: &Path) -> Result<(), CloudError> {
        // The file is made first, so that it is never another's and nobody else can read it.
        drop(new_file(path)?);
        let copied = match self.settle().await {
            Ok(()) => {
                self.read(|mut reader| async move { vacuum_into(&mut reader.conn, path).await })
                    .await
            }
            failed => failed,
        };
        if copied.is_err() {
            // Half a copy is worse than none.
            drop(std::fs::remove_file(path));
        }
        copied
    }

    /// Reads several things as they are at one moment.
    pub(crate) async fn snapshot<T>(
        &self,
        work: impl AsyncFnOnce(&mut Conn, &str) -> Work<T>,
    ) -> Result<T, CloudError> {
        let snapshot = self.read(|mut reader| async move {
            // A reader that is dropped half-way is rolled back before its next use.
            let mut moment = reader.conn.begin().await?;
            let outcome = work(&mut moment, &reader.account).await;
            moment.rollback().await?;
            outcome
        });
        snapshot.await
    }

    /// Moves the log into the database file, so that what was forgotten is in neither.
    pub(crate) async fn sweep_log(&self) -> Result<(), CloudError> {
        let swept = self.read_write_conn().await;
        swept.map_err(|fault| fault.at(&self.path))
    }

    async fn read_write_conn(&self) -> Work<()> {
        let mut conn = SqliteConnectOptions::new()
            .filename(&*self.path)
            .disable_statement_logging()
            .connect()
            .await?;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .execute(&mut conn)
            .await?;
        conn.close().await?;
        Ok(())
    }
}

/// `VACUUM INTO`, and the copy forced to the disk.
pub(super) async fn vacuum_into(conn: &mut Conn, path: &Path) -> Work<()> {
    let text = path.to_string_lossy().into_owned();
    sqlx::query("VACUUM INTO $1")
        .bind(text)
        .execute(conn)
        .await?;
    let synced = File::open(path).and_then(|file| file.sync_all());
    synced.map_err(|source| file_fault(path.to_owned(), source).into())
}
