use std::{fs::File, path::Path, sync::Arc};

use super::{Conn, Store};
use crate::{CloudError, error::Work};

impl Store {
    /// Writes a whole, compact copy of the database to a new file.
    pub(crate) async fn copy_to(&self, path: &Path) -> Result<(), CloudError> {
        if path.exists() {
            return Err(CloudError::Exists {
                what: "file",
                name: path.display().to_string(),
            });
        }
        self.settle().await?;
        let copied = self
            .read(|mut reader| async move { vacuum_into(&mut reader.conn, path).await })
            .await;
        if copied.is_err() {
            // Half a copy is worse than none.
            drop(std::fs::remove_file(path));
        }
        copied
    }

    /// Moves the log into the database file, so that what was forgotten is in neither.
    pub(crate) async fn sweep_log(&self) -> Result<(), CloudError> {
        let swept = self.read_write_conn().await;
        swept.map_err(|fault| fault.at(&self.path))
    }

    async fn read_write_conn(&self) -> Work<()> {
        use sqlx::{ConnectOptions, Connection};
        let mut conn = sqlx::sqlite::SqliteConnectOptions::new()
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
    synced.map_err(|source| CloudError::Folder {
        path: path.to_owned(),
        source: Arc::new(source),
    })?;
    Ok(())
}
