//! What happens when a due time comes: a ring is claimed with a lease, sounds, and ends once.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, Row as _};

use crate::{
    Cloud, CloudError, DeviceId, Due, DueId, DueState, RingId,
    backend::{Row, sqlite::Tx},
    cells, dues,
    error::Work,
    limits,
};

/// One sounding of a due row. Whoever claims it keeps it for the time of the lease; when the lease runs
/// out without an end, the next claim gets the same ring again.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ring {
    /// Its id.
    pub id: RingId,
    /// What rings.
    pub due: Due,
    /// The time it should ring at.
    pub at: Timestamp,
    /// When it was claimed first.
    pub claimed: Timestamp,
    /// Until when this claim holds.
    pub lease_until: Timestamp,
}

/// How a ring ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum RingOutcome {
    /// Somebody acknowledged it.
    Acknowledged,
    /// Somebody asked for more sleep.
    Snoozed,
    /// Nobody came.
    Unanswered,
    /// What rang was changed or removed.
    Removed,
}

/// The answer to whoever ends a ring.
#[derive(Clone, Debug, PartialEq)]
pub enum RingEnd {
    /// This call ended it; the row as it is now.
    Now(Box<Due>),
    /// It was over before.
    Before {
        /// How it ended.
        how: RingOutcome,
        /// On which device.
        device: Option<DeviceId>,
        /// When.
        at: Timestamp,
    },
}

/// Something whose time passed without a ring, or whose ring nobody answered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Missed {
    /// The row.
    pub due: Due,
    /// Its time.
    pub at: Timestamp,
}

impl Cloud {
    /// Everything that should sound now and that nobody else holds, for `lease_secs`: rows whose time has
    /// come get a new ring, rings whose lease ran out come again with their old id.
    pub async fn claim_due(
        &self,
        now: Timestamp,
        lease_secs: u32,
    ) -> Result<Vec<Ring>, CloudError> {
        let lease = lease_end(now, lease_secs)?;
        self.write(move |mut tx| {
            Box::pin(async move {
                let mut rings = claim_again(&mut tx, now, lease).await?;
                rings.extend(claim_new(&mut tx, now, lease).await?);
                Ok(rings)
            })
        })
        .await
    }

    /// Holds a ring for `lease_secs` more; false when it has ended.
    pub async fn renew_ring(
        &self,
        ring: &RingId,
        now: Timestamp,
        lease_secs: u32,
    ) -> Result<bool, CloudError> {
        let lease = lease_end(now, lease_secs)?;
        let ring = ring.clone();
        self.write_lightly(move |tx| {
            Box::pin(async move {
                let done = sqlx::query(
                    "UPDATE ring SET lease = $3 WHERE account = $1 AND id = $2 AND ended IS NULL",
                )
                .bind(tx.account)
                .bind(&ring)
                .bind(lease.as_millisecond())
                .execute(tx.conn)
                .await?;
                Ok(done.rows_affected() == 1)
            })
        })
        .await
    }

    /// Gives up every lease: what still rings can be claimed at once. For the one server of a data
    /// folder, when it starts: its predecessor rings no more.
    pub async fn release_rings(&self) -> Result<(), CloudError> {
        self.write(|tx| {
            Box::pin(async move {
                sqlx::query("UPDATE ring SET lease = 0 WHERE account = $1 AND ended IS NULL")
                    .bind(tx.account)
                    .execute(tx.conn)
                    .await?;
                Ok(())
            })
        })
        .await
    }

    /// Ends a ring for good, exactly once. The row waits for `next_due` if that is given (a repeat), else it
    /// is over.
    ///
    /// Errors: `NotFound` for a ring that never was.
    pub async fn ack_ring(
        &self,
        ring: &RingId,
        device: Option<&DeviceId>,
        next_due: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<RingEnd, CloudError> {
        let end = End {
            how: RingOutcome::Acknowledged,
            device: device.cloned(),
            next_due,
            now,
        };
        self.end_ring(ring, end).await
    }

    /// Ends a ring until the same row rings anew at `until`.
    ///
    /// Errors: `NotFound` for a ring that never was.
    pub async fn snooze_ring(
        &self,
        ring: &RingId,
        device: Option<&DeviceId>,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<RingEnd, CloudError> {
        let end = End {
            how: RingOutcome::Snoozed,
            device: device.cloned(),
            next_due: Some(until),
            now,
        };
        self.end_ring(ring, end).await
    }

    /// Ends a ring that nobody answered; [`Cloud::unanswered`] tells of it.
    ///
    /// Errors: `NotFound` for a ring that never was.
    pub async fn give_up_ring(
        &self,
        ring: &RingId,
        next_due: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<RingEnd, CloudError> {
        self.end_ring(
            ring,
            End {
                how: RingOutcome::Unanswered,
                device: None,
                next_due,
                now,
            },
        )
        .await
    }

    /// What should have rung more than a minute ago and did not, because nothing was running.
    pub async fn missed(&self, now: Timestamp) -> Result<Vec<Missed>, CloudError> {
        let before = now.saturating_sub(SignedDuration::from_secs(limits::MISSED_AFTER_SECS));
        let before = before.map_err(|_| CloudError::Range { what: "time" })?;
        self.read(|mut reader| async move {
            let rows: Vec<Due> = sqlx::query_as(
                "SELECT * FROM due WHERE account = $1 AND state = 'waiting' AND due < $2 ORDER BY due, id LIMIT $3",
            )
            .bind(&*reader.account)
            .bind(before.as_millisecond())
            .bind(i64::from(limits::PAGE_MAX))
            .fetch_all(&mut *reader.conn)
            .await?;
            Ok(rows.into_iter().map(|due| Missed { at: due.due, due }).collect())
        })
        .await
    }

    /// Lets the time of a row pass without a ring: it waits for `next_due`, or is over.
    ///
    /// Errors: `NotFound`, `Conflict` unless it waits.
    pub async fn pass_over(
        &self,
        id: &DueId,
        next_due: Option<Timestamp>,
    ) -> Result<Due, CloudError> {
        let id = id.clone();
        self.write(move |mut tx| {
            Box::pin(async move {
                let mut due = dues::find(&mut tx, &id).await?;
                if due.state != DueState::Waiting {
                    let what = "timer, alarm or reminder";
                    return Err(CloudError::Conflict {
                        what,
                        id: id.to_string(),
                        state: due.state.word(),
                    }
                    .into());
                }
                advance(&mut due, next_due);
                dues::store(&mut tx, &due).await?;
                Ok(due)
            })
        })
        .await
    }

    /// Rings since `since` that nobody answered, the oldest first.
    pub async fn unanswered(&self, since: Timestamp) -> Result<Vec<Missed>, CloudError> {
        self.read(|mut reader| async move {
            let rows = sqlx::query(
                "SELECT due.*, ring.at AS ring_at FROM ring
                 JOIN due ON due.account = ring.account AND due.id = ring.due
                 WHERE ring.account = $1 AND ring.ended >= $2 AND ring.how = 'unanswered'
                 ORDER BY ring.ended, ring.id LIMIT $3",
            )
            .bind(&*reader.account)
            .bind(since.as_millisecond())
            .bind(i64::from(limits::PAGE_MAX))
            .fetch_all(&mut *reader.conn)
            .await?;
            let missed = rows.iter().map(|row| {
                Ok(Missed {
                    due: Due::from_row(row)?,
                    at: cells::at(row, "ring_at")?,
                })
            });
            Ok(missed.collect::<Result<_, sqlx::Error>>()?)
        })
        .await
    }

    async fn end_ring(&self, ring: &RingId, end: End) -> Result<RingEnd, CloudError> {
        let ring = ring.clone();
        self.write(move |mut tx| {
            Box::pin(async move {
                let Some(due) = close(&mut tx, &ring, &end).await? else {
                    return ended_before(&mut tx, &ring).await;
                };
                let mut due = dues::find(&mut tx, &due).await?;
                match end.how {
                    RingOutcome::Snoozed => {
                        let count = due.snooze_count + 1;
                        advance(&mut due, end.next_due);
                        due.snooze_count = count;
                    }
                    RingOutcome::Acknowledged | RingOutcome::Unanswered | RingOutcome::Removed => {
                        advance(&mut due, end.next_due);
                    }
                }
                dues::store(&mut tx, &due).await?;
                Ok(RingEnd::Now(Box::new(due)))
            })
        })
        .await
    }
}

struct End {
    how: RingOutcome,
    device: Option<DeviceId>,
    next_due: Option<Timestamp>,
    now: Timestamp,
}

fn lease_end(now: Timestamp, lease_secs: u32) -> Result<Timestamp, CloudError> {
    let lease = now.checked_add(SignedDuration::from_secs(i64::from(lease_secs)));
    lease.map_err(|_| CloudError::Range { what: "lease" })
}

fn advance(due: &mut Due, next_due: Option<Timestamp>) {
    due.snooze_count = 0;
    match next_due {
        Some(next) => {
            due.due = cells::ms(next);
            due.state = DueState::Waiting;
        }
        None => due.state = DueState::Done,
    }
}

async fn claim_again(tx: &mut Tx<'_>, now: Timestamp, lease: Timestamp) -> Work<Vec<Ring>> {
    let rows = sqlx::query(
        "UPDATE ring SET lease = $3 WHERE account = $1 AND id IN (
             SELECT id FROM ring WHERE account = $1 AND ended IS NULL AND lease <= $2 ORDER BY at, id LIMIT $4)
         RETURNING id, due, at, claimed",
    )
    .bind(tx.account)
    .bind(now.as_millisecond())
    .bind(lease.as_millisecond())
    .bind(i64::from(limits::CLAIM_MAX))
    .fetch_all(&mut *tx.conn)
    .await?;
    let mut rings = Vec::with_capacity(rows.len());
    for row in rows {
        rings.push(Ring {
            id: row.try_get("id")?,
            due: dues::find(tx, &row.try_get("due")?).await?,
            at: cells::at(&row, "at")?,
            claimed: cells::at(&row, "claimed")?,
            lease_until: cells::ms(lease),
        });
    }
    rings.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    Ok(rings)
}

async fn claim_new(tx: &mut Tx<'_>, now: Timestamp, lease: Timestamp) -> Work<Vec<Ring>> {
    let dues: Vec<Due> = sqlx::query_as(
        "SELECT * FROM due WHERE account = $1 AND state = 'waiting' AND due <= $2 ORDER BY due, id LIMIT $3",
    )
    .bind(tx.account)
    .bind(now.as_millisecond())
    .bind(i64::from(limits::CLAIM_MAX))
    .fetch_all(&mut *tx.conn)
    .await?;
    let mut rings = Vec::with_capacity(dues.len());
    for mut due in dues {
        let id = RingId::fresh(now);
        due.state = DueState::Ringing;
        due.ring = Some(id.clone());
        let ring = Ring {
            id,
            at: due.due,
            due,
            claimed: cells::ms(now),
            lease_until: cells::ms(lease),
        };
        open(tx, &ring).await?;
        dues::store(tx, &ring.due).await?;
        rings.push(ring);
    }
    Ok(rings)
}

async fn open(tx: &mut Tx<'_>, ring: &Ring) -> Work<()> {
    sqlx::query(
        "INSERT INTO ring (account, id, due, at, claimed, lease) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(tx.account)
    .bind(&ring.id)
    .bind(&ring.due.id)
    .bind(ring.at.as_millisecond())
    .bind(ring.claimed.as_millisecond())
    .bind(ring.lease_until.as_millisecond())
    .execute(&mut *tx.conn)
    .await?;
    Ok(())
}

/// Ends an open ring and says of which row; `None` if it was not open.
async fn close(tx: &mut Tx<'_>, ring: &RingId, end: &End) -> Work<Option<DueId>> {
    let row = sqlx::query(
        "UPDATE ring SET ended = $3, how = $4, device = $5
         WHERE account = $1 AND id = $2 AND ended IS NULL RETURNING due",
    )
    .bind(tx.account)
    .bind(ring)
    .bind(end.now.as_millisecond())
    .bind(end.how)
    .bind(&end.device)
    .fetch_optional(&mut *tx.conn)
    .await?;
    row.map(|row: Row| row.try_get("due").map_err(Into::into))
        .transpose()
}

async fn ended_before(tx: &mut Tx<'_>, ring: &RingId) -> Work<RingEnd> {
    let row = sqlx::query("SELECT ended, how, device FROM ring WHERE account = $1 AND id = $2")
        .bind(tx.account)
        .bind(ring)
        .fetch_optional(&mut *tx.conn)
        .await?;
    let row = row.ok_or_else(|| CloudError::NotFound {
        what: "ring",
        id: ring.to_string(),
    })?;
    Ok(RingEnd::Before {
        how: row.try_get("how")?,
        device: row.try_get("device")?,
        at: cells::at(&row, "ended")?,
    })
}

/// Ends whatever ring a row has, because the row changes or goes.
pub(crate) async fn silence(tx: &mut Tx<'_>, due: &DueId, now: Timestamp) -> Work<()> {
    sqlx::query("UPDATE ring SET ended = $3, how = 'removed' WHERE account = $1 AND due = $2 AND ended IS NULL")
        .bind(tx.account)
        .bind(due)
        .bind(now.as_millisecond())
        .execute(&mut *tx.conn)
        .await?;
    Ok(())
}
