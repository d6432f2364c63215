//! Things fetched from elsewhere, kept with their age: the last forecast, rates, feeds.

use jiff::Timestamp;
use serde_json::Value;
use sqlx::Row as _;

use crate::{Cloud, CloudError, cells, limits};

/// A value and when it was fetched.
#[derive(Clone, Debug, PartialEq)]
pub struct Remembered {
    /// The value.
    pub value: Value,
    /// When it was fetched.
    pub at: Timestamp,
}

impl Cloud {
    /// Keeps a value under `key`, in place of an older one. When there are too many, the oldest goes. A power
    /// cut may lose it.
    ///
    /// Errors: `Empty`, `TooLong`.
    pub async fn remember(
        &self,
        key: &str,
        value: &Value,
        now: Timestamp,
    ) -> Result<(), CloudError> {
        limits::text("key", key, limits::NAME_CHARS_MAX)?;
        let value = value.to_string();
        if value.len() > limits::MEMORY_BYTES_MAX {
            return Err(CloudError::TooLong {
                what: "value",
                got: value.len(),
                max: limits::MEMORY_BYTES_MAX,
            });
        }
        let key = key.to_owned();
        self.write_lightly(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO memory (account, key, value, at) VALUES ($1, $2, $3, $4)
                     ON CONFLICT (account, key) DO UPDATE SET value = excluded.value, at = excluded.at",
                )
                .bind(tx.account)
                .bind(key)
                .bind(value)
                .bind(now.as_millisecond())
                .execute(&mut *tx.conn)
                .await?;
                sqlx::query(
                    "DELETE FROM memory WHERE account = $1 AND key IN (
                         SELECT key FROM memory WHERE account = $1 ORDER BY at DESC, key LIMIT 1000 OFFSET $2)",
                )
                .bind(tx.account)
                .bind(i64::try_from(limits::MEMORY_MAX).expect("a small constant"))
                .execute(tx.conn)
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// The value under `key`, however old.
    pub async fn recall(&self, key: &str) -> Result<Option<Remembered>, CloudError> {
        self.read(|mut reader| async move {
            let row = sqlx::query("SELECT value, at FROM memory WHERE account = $1 AND key = $2")
                .bind(&*reader.account)
                .bind(key)
                .fetch_optional(&mut *reader.conn)
                .await?;
            let Some(row) = row else { return Ok(None) };
            Ok(Some(Remembered {
                value: cells::json(&row, "value")?,
                at: cells::at(&row, "at")?,
            }))
        })
        .await
    }

    /// Drops the value under `key`.
    pub async fn drop_memory(&self, key: &str) -> Result<(), CloudError> {
        let key = key.to_owned();
        self.write_lightly(move |tx| {
            Box::pin(async move {
                let query = sqlx::query("DELETE FROM memory WHERE account = $1 AND key = $2");
                query.bind(tx.account).bind(key).execute(tx.conn).await?;
                Ok(())
            })
        })
        .await
    }

    /// The last number of each collection (`due`, `list`, `note`, `event`): it grows with every change, so
    /// that a page knows whether to load again.
    pub async fn marks(&self) -> Result<Vec<(String, i64)>, CloudError> {
        self.read(|mut reader| async move {
            let rows = sqlx::query(
                "SELECT collection, seq FROM mark WHERE account = $1 ORDER BY collection",
            )
            .bind(&*reader.account)
            .fetch_all(&mut *reader.conn)
            .await?;
            let marks = rows
                .iter()
                .map(|row| Ok((row.try_get("collection")?, row.try_get("seq")?)));
            Ok(marks.collect::<Result<_, sqlx::Error>>()?)
        })
        .await
    }
}
