//! What was heard and answered, for the page "what happened". Nothing waits for these records.

use jiff::Timestamp;
use ling_base::Lang;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::{FromRow, Row as _};

use crate::{
    Cloud, CloudError, DeviceId, Page, PersonId, TurnId, backend::Row, cells, limits, repeat,
};

/// One turn of a conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    /// The id.
    pub id: TurnId,
    /// When it was heard.
    pub at: Timestamp,
    /// The conversation it belongs to.
    pub conversation: String,
    /// The device it was heard by.
    pub device: Option<DeviceId>,
    /// Who spoke, if known.
    pub person: Option<PersonId>,
    /// What was heard.
    pub heard: String,
    /// The language of the answer.
    #[serde(with = "repeat::serde_lang")]
    pub lang: Lang,
    /// What was understood: the public name.
    pub label: String,
    /// What was understood: the skill's own name.
    pub intent: Option<String>,
    /// What Ling said.
    pub say: String,
    /// The stage that understood it.
    pub stage: String,
    /// Each stage with its decision and its time.
    pub trace: Value,
    /// Whether somebody said that this was wrong.
    pub wrong: bool,
}

/// Which turns are wanted; `None` means any.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TurnFilter {
    /// Of this conversation.
    pub conversation: Option<String>,
    /// Heard by this device.
    pub device: Option<DeviceId>,
    /// Only those marked as wrong.
    pub wrong: bool,
    /// Which part of the answer.
    pub page: Page,
}

impl Cloud {
    /// Keeps a turn, soon. Texts beyond their limits are cut, a trace beyond its limit is left out.
    ///
    /// Errors: `Busy` when too much waits to be written, `Closed`.
    pub fn append_turn(&self, turn: Turn) -> Result<(), CloudError> {
        let trace = trace_text(&turn.trace);
        self.store.post(move |tx| {
            Box::pin(async move {
                let cut = |text: &str, max| limits::cut(text, max).to_owned();
                sqlx::query(
                    "INSERT INTO turn (account, id, at, conversation, device, person, heard, lang, label, intent,
                         say, stage, trace, wrong)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
                     ON CONFLICT (account, id) DO NOTHING",
                )
                .bind(tx.account)
                .bind(&turn.id)
                .bind(turn.at.as_millisecond())
                .bind(cut(&turn.conversation, limits::WORD_CHARS_MAX))
                .bind(&turn.device)
                .bind(&turn.person)
                .bind(cut(&turn.heard, limits::TURN_CHARS_MAX))
                .bind(turn.lang.tag())
                .bind(cut(&turn.label, limits::WORD_CHARS_MAX))
                .bind(turn.intent.as_deref().map(|intent| cut(intent, limits::WORD_CHARS_MAX)))
                .bind(cut(&turn.say, limits::TURN_CHARS_MAX))
                .bind(cut(&turn.stage, limits::WORD_CHARS_MAX))
                .bind(trace)
                .bind(turn.wrong)
                .execute(tx.conn)
                .await?;
                Ok(())
            })
        })
    }

    /// Turns, the newest first; with every turn appended before this call.
    pub async fn turns(&self, filter: &TurnFilter) -> Result<Vec<Turn>, CloudError> {
        self.store.settle().await?;
        self.read(|mut reader| async move {
            let turns = sqlx::query_as(
                "SELECT * FROM turn WHERE account = $1 AND ($2 IS NULL OR conversation = $2)
                 AND ($3 IS NULL OR device = $3) AND wrong >= $4
                 ORDER BY at DESC, id DESC LIMIT $5 OFFSET $6",
            )
            .bind(&*reader.account)
            .bind(&filter.conversation)
            .bind(&filter.device)
            .bind(filter.wrong)
            .bind(filter.page.rows())
            .bind(filter.page.start())
            .fetch_all(&mut *reader.conn)
            .await?;
            Ok(turns)
        })
        .await
    }

    /// One turn.
    pub async fn turn(&self, id: &TurnId) -> Result<Option<Turn>, CloudError> {
        self.store.settle().await?;
        self.read(|mut reader| async move {
            let query = sqlx::query_as("SELECT * FROM turn WHERE account = $1 AND id = $2");
            Ok(query
                .bind(&*reader.account)
                .bind(id)
                .fetch_optional(&mut *reader.conn)
                .await?)
        })
        .await
    }

    /// Marks a turn as wrong, or not: a wrong one is kept longer, for a report that stays in the house.
    ///
    /// Errors: `NotFound`.
    pub async fn mark_wrong(&self, id: &TurnId, wrong: bool) -> Result<(), CloudError> {
        let id = id.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let query =
                    sqlx::query("UPDATE turn SET wrong = $3 WHERE account = $1 AND id = $2");
                let done = query
                    .bind(tx.account)
                    .bind(&id)
                    .bind(wrong)
                    .execute(tx.conn)
                    .await?;
                if done.rows_affected() == 0 {
                    return Err(CloudError::NotFound {
                        what: "turn",
                        id: id.to_string(),
                    }
                    .into());
                }
                Ok(())
            })
        })
        .await
    }

    /// Forgets every turn heard at or after `since`, also those marked as wrong, and leaves no trace of them
    /// in the database's files; says how many. Copies made before still have them.
    pub async fn forget_turns(&self, since: Timestamp) -> Result<u64, CloudError> {
        let forgotten = self.write(move |tx| {
            Box::pin(async move {
                let query = sqlx::query("DELETE FROM turn WHERE account = $1 AND at >= $2");
                Ok(query
                    .bind(tx.account)
                    .bind(since.as_millisecond())
                    .execute(tx.conn)
                    .await?
                    .rows_affected())
            })
        });
        let forgotten = forgotten.await?;
        self.store.sweep_log().await?;
        Ok(forgotten)
    }
}

fn trace_text(trace: &Value) -> String {
    let text = trace.to_string();
    if text.len() > limits::TRACE_BYTES_MAX {
        json!({ "too_long_bytes": text.len() }).to_string()
    } else {
        text
    }
}

impl FromRow<'_, Row> for Turn {
    fn from_row(row: &Row) -> Result<Turn, sqlx::Error> {
        Ok(Turn {
            id: row.try_get("id")?,
            at: cells::at(row, "at")?,
            conversation: row.try_get("conversation")?,
            device: row.try_get("device")?,
            person: row.try_get("person")?,
            heard: row.try_get("heard")?,
            lang: cells::lang(row, "lang")?,
            label: row.try_get("label")?,
            intent: row.try_get("intent")?,
            say: row.try_get("say")?,
            stage: row.try_get("stage")?,
            trace: cells::json(row, "trace")?,
            wrong: row.try_get("wrong")?,
        })
    }
}
