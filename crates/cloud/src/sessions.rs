//! Browsers that are signed in, and the links that sign them in.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, Row as _};

use crate::{
    Cloud, CloudError, PersonId, Role, Secret, SessionId, backend::Row, cells, keys, limits,
};

/// `last_seen` is written at most this often.
const SEEN_EVERY_SECS: i64 = 3_600;
/// Sessions with the role of their person. One whose person is gone has ended.
const LIVING: &str = "SELECT session.*, person.role FROM session
     LEFT JOIN person ON person.account = session.account AND person.id = session.person
     WHERE session.account = $1 AND (session.person IS NULL OR person.id IS NOT NULL)
         AND session.last_seen > $2";

/// A browser that is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The id.
    pub id: SessionId,
    /// What the browser calls itself.
    pub name: String,
    /// Who uses it, if that was said.
    pub person: Option<PersonId>,
    /// What that person may do.
    pub role: Option<Role>,
    /// When it signed in.
    pub created: Timestamp,
    /// When it was there last, to the hour.
    pub last_seen: Timestamp,
}

impl Cloud {
    /// A secret that signs one browser in, once, within a quarter of an hour.
    pub async fn create_link(
        &self,
        person: Option<&PersonId>,
        now: Timestamp,
    ) -> Result<Secret, CloudError> {
        let secret = Secret::fresh("in");
        let hash = secret.hash();
        let person = person.cloned();
        let expires = later(now, SignedDuration::from_mins(limits::LINK_MINUTES))?;
        let stored = self.write(move |tx| {
            Box::pin(async move {
                sqlx::query("INSERT INTO link (account, hash, person, expires) VALUES ($1, $2, $3, $4)")
                    .bind(tx.account)
                    .bind(hash)
                    .bind(person)
                    .bind(expires.as_millisecond())
                    .execute(&mut *tx.conn)
                    .await?;
                sqlx::query(
                    "DELETE FROM link WHERE account = $1 AND (expires <= $2 OR hash IN (
                         SELECT hash FROM link WHERE account = $1 ORDER BY expires DESC LIMIT 1000 OFFSET $3))",
                )
                .bind(tx.account)
                .bind(now.as_millisecond())
                .bind(i64::try_from(limits::LINKS_MAX).expect("a small constant"))
                .execute(tx.conn)
                .await?;
                Ok(())
            })
        });
        stored.await?;
        Ok(secret)
    }

    /// Uses a link: signs a browser in and returns the secret for its cookie. `None` when the link was used,
    /// is too old or never was.
    ///
    /// Errors: `TooLong` for the browser's name.
    pub async fn redeem_link(
        &self,
        secret: &str,
        browser: &str,
        now: Timestamp,
    ) -> Result<Option<(Session, Secret)>, CloudError> {
        let link = keys::hash(secret);
        let cookie = Secret::fresh("s");
        let hash = cookie.hash();
        let name = limits::cut(browser.trim(), limits::NAME_CHARS_MAX).to_owned();
        let session = self.write(move |tx| {
            Box::pin(async move {
                let used = sqlx::query(
                    "DELETE FROM link WHERE account = $1 AND hash = $2 RETURNING person, expires",
                )
                .bind(tx.account)
                .bind(link)
                .fetch_optional(&mut *tx.conn)
                .await?;
                let Some(used) = used else { return Ok(None) };
                if cells::at(&used, "expires")? <= now {
                    return Ok(None);
                }
                let id = SessionId::fresh(now);
                let session: Session = sqlx::query_as(
                    "INSERT INTO session (account, id, hash, name, person, created, last_seen)
                     VALUES ($1, $2, $3, $4, $5, $6, $6)
                     RETURNING *, (SELECT role FROM person WHERE account = $1 AND id = $5) AS role",
                )
                .bind(tx.account)
                .bind(&id)
                .bind(hash)
                .bind(name)
                .bind(used.try_get::<Option<PersonId>, _>("person")?)
                .bind(now.as_millisecond())
                .fetch_one(&mut *tx.conn)
                .await?;
                sqlx::query(
                    "DELETE FROM session WHERE account = $1 AND id <> $2 AND id IN (
                         SELECT id FROM session WHERE account = $1 ORDER BY last_seen DESC, id DESC
                         LIMIT 1000 OFFSET $3)",
                )
                .bind(tx.account)
                .bind(&id)
                .bind(i64::try_from(limits::SESSIONS_MAX).expect("a small constant"))
                .execute(tx.conn)
                .await?;
                Ok(Some(session))
            })
        });
        Ok(session.await?.map(|session| (session, cookie)))
    }

    /// The browser of a cookie; `None` when it never was, signed out or stayed away for too long.
    pub async fn check_session(
        &self,
        cookie: &str,
        now: Timestamp,
    ) -> Result<Option<Session>, CloudError> {
        let found = self.living("session.hash", keys::hash(cookie), now).await?;
        if let Some(session) = &found
            && now.duration_since(session.last_seen).as_secs() >= SEEN_EVERY_SECS
        {
            self.seen(session.id.clone(), now)?;
        }
        Ok(found)
    }

    /// The browser of that id; `None` when it is not signed in.
    pub async fn session(
        &self,
        id: &SessionId,
        now: Timestamp,
    ) -> Result<Option<Session>, CloudError> {
        self.living("session.id", id.as_str().to_owned(), now).await
    }

    async fn living(
        &self,
        column: &'static str,
        value: String,
        now: Timestamp,
    ) -> Result<Option<Session>, CloudError> {
        let oldest = earlier(now, SignedDuration::from_hours(24 * limits::SESSION_DAYS))?;
        self.read(|mut reader| async move {
            // Both parts are constants of this file.
            let text = sqlx::AssertSqlSafe(format!("{LIVING} AND {column} = $3"));
            let query = sqlx::query_as(text).bind(&*reader.account);
            let query = query.bind(oldest.as_millisecond()).bind(value);
            Ok(query.fetch_optional(&mut *reader.conn).await?)
        })
        .await
    }

    /// Every browser that is signed in, the one seen last first.
    pub async fn sessions(&self, now: Timestamp) -> Result<Vec<Session>, CloudError> {
        let oldest = earlier(now, SignedDuration::from_hours(24 * limits::SESSION_DAYS))?;
        self.read(|mut reader| async move {
            let text = format!("{LIVING} ORDER BY session.last_seen DESC, session.id");
            let query = sqlx::query_as(sqlx::AssertSqlSafe(text));
            let query = query.bind(&*reader.account).bind(oldest.as_millisecond());
            Ok(query.fetch_all(&mut *reader.conn).await?)
        })
        .await
    }

    /// Says who uses a browser.
    ///
    /// Errors: `NotFound`.
    pub async fn set_session_person(
        &self,
        id: &SessionId,
        person: Option<&PersonId>,
    ) -> Result<(), CloudError> {
        let (id, person) = (id.clone(), person.cloned());
        self.write(move |tx| {
            Box::pin(async move {
                let query =
                    sqlx::query("UPDATE session SET person = $3 WHERE account = $1 AND id = $2");
                let done = query
                    .bind(tx.account)
                    .bind(&id)
                    .bind(person)
                    .execute(tx.conn)
                    .await?;
                if done.rows_affected() == 0 {
                    return Err(CloudError::NotFound {
                        what: "session",
                        id: id.to_string(),
                    }
                    .into());
                }
                Ok(())
            })
        })
        .await
    }

    /// Signs one browser out. False if it was not signed in.
    pub async fn sign_out(&self, id: &SessionId) -> Result<bool, CloudError> {
        let id = id.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let query = sqlx::query("DELETE FROM session WHERE account = $1 AND id = $2");
                Ok(query
                    .bind(tx.account)
                    .bind(id)
                    .execute(tx.conn)
                    .await?
                    .rows_affected()
                    == 1)
            })
        })
        .await
    }

    /// Signs every browser out and ends every link; says how many browsers.
    pub async fn sign_out_all(&self) -> Result<u64, CloudError> {
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query("DELETE FROM link WHERE account = $1")
                    .bind(tx.account)
                    .execute(&mut *tx.conn)
                    .await?;
                let query = sqlx::query("DELETE FROM session WHERE account = $1");
                Ok(query
                    .bind(tx.account)
                    .execute(tx.conn)
                    .await?
                    .rows_affected())
            })
        })
        .await
    }

    fn seen(&self, id: SessionId, now: Timestamp) -> Result<(), CloudError> {
        self.store.post(move |tx| {
            Box::pin(async move {
                sqlx::query("UPDATE session SET last_seen = $3 WHERE account = $1 AND id = $2")
                    .bind(tx.account)
                    .bind(id)
                    .bind(now.as_millisecond())
                    .execute(tx.conn)
                    .await?;
                Ok(())
            })
        })
    }
}

fn later(now: Timestamp, span: SignedDuration) -> Result<Timestamp, CloudError> {
    now.checked_add(span)
        .map_err(|_| CloudError::Range { what: "time" })
}

fn earlier(now: Timestamp, span: SignedDuration) -> Result<Timestamp, CloudError> {
    now.checked_sub(span)
        .map_err(|_| CloudError::Range { what: "time" })
}

impl FromRow<'_, Row> for Session {
    fn from_row(row: &Row) -> Result<Session, sqlx::Error> {
        Ok(Session {
            id: row.try_get("id")?,
            name: row.try_get("name")?,
            person: row.try_get("person")?,
            // A copy of the bare table has no such column.
            role: row.try_get("role").ok().flatten(),
            created: cells::at(row, "created")?,
            last_seen: cells::at(row, "last_seen")?,
        })
    }
}
