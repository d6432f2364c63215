//! Throwing away what is too old.

use jiff::{SignedDuration, Timestamp};

use crate::{Cloud, CloudError, backend::sqlite::Tx, error::Work, limits};

/// How long turns are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Days; 0 keeps none.
    pub turn_days: u32,
    /// How many at most.
    pub turns_max: u32,
}

/// What was thrown away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trimmed {
    /// Turns.
    pub turns: u64,
    /// Timers, alarms, reminders and rings that were over.
    pub dues: u64,
    /// Idempotency keys.
    pub keys: u64,
}

impl Cloud {
    /// Throws away turns that are too old or too many (those marked as wrong only when they are too many),
    /// timers, alarms, reminders and rings that have long been over, and old idempotency keys. For once an hour.
    pub async fn trim(&self, keep: Retention, now: Timestamp) -> Result<Trimmed, CloudError> {
        let days = |days: i64| {
            let then = now.checked_sub(SignedDuration::from_hours(24 * days));
            then.map(Timestamp::as_millisecond)
                .map_err(|_| CloudError::Range { what: "time" })
        };
        let (turns, dues, keys) = (
            days(i64::from(keep.turn_days))?,
            days(limits::DONE_DAYS)?,
            days(limits::KEY_DAYS)?,
        );
        self.write(move |mut tx| {
            Box::pin(async move {
                Ok(Trimmed {
                    turns: trim_turns(&mut tx, turns, i64::from(keep.turns_max)).await?,
                    dues: trim_dues(&mut tx, dues).await?,
                    keys: older(
                        &mut tx,
                        "DELETE FROM answer WHERE account = $1 AND created < $2",
                        keys,
                    )
                    .await?,
                })
            })
        })
        .await
    }
}

async fn older(tx: &mut Tx<'_>, statement: &'static str, before_ms: i64) -> Work<u64> {
    let done = sqlx::query(statement)
        .bind(tx.account)
        .bind(before_ms)
        .execute(&mut *tx.conn)
        .await?;
    Ok(done.rows_affected())
}

async fn trim_turns(tx: &mut Tx<'_>, before_ms: i64, max: i64) -> Work<u64> {
    let old = older(
        tx,
        "DELETE FROM turn WHERE account = $1 AND at <= $2 AND wrong = 0",
        before_ms,
    )
    .await?;
    let wrong_max = i64::try_from(limits::WRONG_TURNS_MAX).expect("a small constant");
    let mut many = 0;
    for (wrong, max) in [(false, max), (true, wrong_max)] {
        let done = sqlx::query(
            "DELETE FROM turn WHERE account = $1 AND wrong = $2 AND id IN (
                 SELECT id FROM turn WHERE account = $1 AND wrong = $2 ORDER BY at DESC, id DESC
                 LIMIT 1000000 OFFSET $3)",
        )
        .bind(tx.account)
        .bind(wrong)
        .bind(max)
        .execute(&mut *tx.conn)
        .await?;
        many += done.rows_affected();
    }
    Ok(old + many)
}

async fn trim_dues(tx: &mut Tx<'_>, before_ms: i64) -> Work<u64> {
    let dues = older(
        tx,
        "DELETE FROM due WHERE account = $1 AND state = 'done' AND due < $2",
        before_ms,
    )
    .await?;
    let rings = older(
        tx,
        "DELETE FROM ring WHERE account = $1 AND ended < $2",
        before_ms,
    )
    .await?;
    Ok(dues + rings)
}
