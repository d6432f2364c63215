//! One idempotency key, one effect: the first answer is kept beside the change it describes, in the same
//! transaction, and given again to whoever asks with the same key.

use jiff::Timestamp;
use serde::{Serialize, de::DeserializeOwned};
use sqlx::Row as _;

use crate::{CloudError, backend::sqlite::Tx, error::Work, limits};

/// A key of the caller's, for one verb.
#[derive(Clone, Debug)]
pub(crate) struct Once {
    key: Option<String>,
    verb: &'static str,
    /// The verb with a digest of the request, where the same wish always has the same words.
    about: String,
}

impl Once {
    pub(crate) fn new(verb: &'static str, key: Option<&str>) -> Result<Once, CloudError> {
        if let Some(key) = key {
            limits::text("key", key, limits::KEY_CHARS_MAX)?;
        }
        Ok(Once {
            key: key.map(str::to_owned),
            verb,
            about: verb.to_owned(),
        })
    }

    /// The same key with other words is a mistake of the caller's, and answered as such.
    pub(crate) fn about<'t>(mut self, words: impl IntoIterator<Item = &'t str>) -> Once {
        let digest = words.into_iter().fold(String::new(), |digest, words| {
            crate::keys::hash(&format!("{digest}\n{words}"))
        });
        self.about = format!("{} {digest}", self.verb);
        self
    }

    /// The answer given before.
    pub(crate) async fn before<T: DeserializeOwned>(&self, tx: &mut Tx<'_>) -> Work<Option<T>> {
        let Some(key) = &self.key else {
            return Ok(None);
        };
        let row = sqlx::query("SELECT verb, answer FROM answer WHERE account = $1 AND key = $2")
            .bind(tx.account)
            .bind(key)
            .fetch_optional(&mut *tx.conn)
            .await?;
        let Some(row) = row else { return Ok(None) };
        // Older versions noted the verb alone.
        let noted = row.try_get::<&str, _>("verb")?;
        if noted != self.about && noted != self.verb {
            return Err(CloudError::KeyReused { key: key.clone() }.into());
        }
        Ok(Some(crate::cells::json(&row, "answer")?))
    }

    /// Keeps the answer for the next time.
    pub(crate) async fn keep<T: Serialize>(
        &self,
        tx: &mut Tx<'_>,
        now: Timestamp,
        answer: &T,
    ) -> Work<()> {
        let Some(key) = &self.key else { return Ok(()) };
        sqlx::query(
            "INSERT INTO answer (account, key, verb, answer, created) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(tx.account)
        .bind(key)
        .bind(&self.about)
        .bind(serde_json::to_string(answer)?)
        .bind(now.as_millisecond())
        .execute(&mut *tx.conn)
        .await?;
        Ok(())
    }
}
