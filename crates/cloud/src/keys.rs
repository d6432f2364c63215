//! Keys of programs. Only a SHA-256 of a secret is kept; the secret itself is shown once.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::{FromRow, Row as _};

use crate::{Cloud, CloudError, PersonId, TokenId, backend::Row, cells, ids, limits};

/// Something only its owner may know. It prints as `***`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub(crate) fn fresh(prefix: &str) -> Secret {
        Secret(format!("{prefix}_{}", ids::fresh_secret()))
    }

    /// The characters, to hand to the owner.
    pub fn expose(&self) -> &str {
        &self.0
    }

    pub(crate) fn hash(&self) -> String {
        hash(&self.0)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

/// SHA-256 in hexadecimal. The secrets are 160 random bits, so no salt and no slow hash is needed.
pub(crate) fn hash(secret: &str) -> String {
    Sha256::digest(secret.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// What a token may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum Scope {
    /// Talk to Ling.
    Turns,
    /// Use its AI services.
    Ai,
    /// Everything.
    Admin,
}

impl Scope {
    /// Every scope, the weakest first.
    pub const ALL: [Scope; 3] = [Scope::Turns, Scope::Ai, Scope::Admin];

    /// The word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Scope::Turns => "turns",
            Scope::Ai => "ai",
            Scope::Admin => "admin",
        }
    }
}

/// A program's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// The id.
    pub id: TokenId,
    /// What it is for, in its owner's words.
    pub name: String,
    /// What it may do.
    pub scope: Scope,
    /// Who made it; it ends when they go.
    pub person: Option<PersonId>,
    /// When it was made.
    pub created: Timestamp,
}

/// A key to make.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scope: Scope,
    /// Who makes it, if that is known.
    pub person: Option<PersonId>,
}

impl Cloud {
    /// A new token that is nobody's; see [`Cloud::add_token`].
    pub async fn create_token(
        &self,
        name: &str,
        scope: Scope,
        now: Timestamp,
    ) -> Result<(Token, Secret), CloudError> {
        let new = NewToken {
            name: name.to_owned(),
            scope,
            person: None,
        };
        self.add_token(new, now).await
    }

    /// A new token; its secret cannot be had again.
    ///
    /// Errors: `Empty`, `TooLong`, `TooMany`.
    pub async fn add_token(
        &self,
        new: NewToken,
        now: Timestamp,
    ) -> Result<(Token, Secret), CloudError> {
        limits::name("name", &new.name)?;
        let secret = Secret::fresh("ling");
        let hash = secret.hash();
        let token = Token {
            id: TokenId::fresh(now),
            name: new.name.trim().to_owned(),
            scope: new.scope,
            person: new.person,
            created: cells::ms(now),
        };
        let row = token.clone();
        let stored = self.write(move |tx| {
            Box::pin(async move {
                let count = sqlx::query("SELECT count(*) FROM token WHERE account = $1")
                    .bind(tx.account)
                    .fetch_one(&mut *tx.conn)
                    .await?;
                limits::count("tokens", cells::rows(&count)? + 1, limits::TOKENS_MAX)?;
                sqlx::query(
                    "INSERT INTO token (account, id, hash, name, scope, created, person)
                     VALUES ($1, $2, $3, $4, $5, $6, $7)",
                )
                .bind(tx.account)
                .bind(&row.id)
                .bind(hash)
                .bind(&row.name)
                .bind(row.scope)
                .bind(row.created.as_millisecond())
                .bind(&row.person)
                .execute(tx.conn)
                .await?;
                Ok(())
            })
        });
        stored.await?;
        Ok((token, secret))
    }

    /// Every token, in the order made.
    pub async fn tokens(&self) -> Result<Vec<Token>, CloudError> {
        self.read(|mut reader| async move {
            let query =
                sqlx::query_as("SELECT * FROM token WHERE account = $1 ORDER BY created, id");
            Ok(query
                .bind(&*reader.account)
                .fetch_all(&mut *reader.conn)
                .await?)
        })
        .await
    }

    /// The token of a secret; `None` when it never was or was revoked.
    pub async fn check_token(&self, secret: &str) -> Result<Option<Token>, CloudError> {
        let hash = hash(secret);
        self.read(|mut reader| async move {
            let query = sqlx::query_as("SELECT * FROM token WHERE account = $1 AND hash = $2");
            Ok(query
                .bind(&*reader.account)
                .bind(hash)
                .fetch_optional(&mut *reader.conn)
                .await?)
        })
        .await
    }

    /// A token by its id; `None` when it was revoked.
    pub async fn token(&self, id: &TokenId) -> Result<Option<Token>, CloudError> {
        self.read(|mut reader| async move {
            let query = sqlx::query_as("SELECT * FROM token WHERE account = $1 AND id = $2");
            Ok(query
                .bind(&*reader.account)
                .bind(id)
                .fetch_optional(&mut *reader.conn)
                .await?)
        })
        .await
    }

    /// Ends a token: no check that begins after this returns finds it. False if there was none.
    pub async fn revoke_token(&self, id: &TokenId) -> Result<bool, CloudError> {
        let id = id.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let query = sqlx::query("DELETE FROM token WHERE account = $1 AND id = $2");
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
}

impl FromRow<'_, Row> for Token {
    fn from_row(row: &Row) -> Result<Token, sqlx::Error> {
        Ok(Token {
            id: row.try_get("id")?,
            name: row.try_get("name")?,
            scope: row.try_get("scope")?,
            person: row.try_get("person")?,
            created: cells::at(row, "created")?,
        })
    }
}
