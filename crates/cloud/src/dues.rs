//! Timers, alarms and reminders: rows with a due time.

use jiff::{SignedDuration, Timestamp, civil::Time};
use ling_base::{Lang, Repeat};
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, Row as _};

use crate::{
    Cloud, CloudError, DeviceId, DueId, Page, PersonId, RingId, RoomId,
    backend::{Row, sqlite::Tx},
    cells,
    error::Work,
    limits,
    once::Once,
    repeat,
};

const COLLECTION: &str = "due";

/// What a due row is to the household.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum DueKind {
    /// Rings after a span.
    Timer,
    /// Rings at a time.
    Alarm,
    /// Says something at a time.
    Reminder,
}

/// Where a due row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum DueState {
    /// Its time will come.
    Waiting,
    /// Its time stands still.
    Paused,
    /// It sounds, or will again until someone acknowledges it.
    Ringing,
    /// It is over.
    Done,
}

impl DueState {
    /// The state in a word.
    pub fn word(self) -> &'static str {
        match self {
            DueState::Waiting => "waiting",
            DueState::Paused => "paused",
            DueState::Ringing => "ringing",
            DueState::Done => "done",
        }
    }
}

/// A timer, an alarm or a reminder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Due {
    /// Its id.
    pub id: DueId,
    /// What it is.
    pub kind: DueKind,
    /// The name of a timer or alarm (may be empty), or what a reminder says.
    pub text: String,
    /// When it rings next, to the millisecond. Without meaning while it is paused.
    pub due: Timestamp,
    /// The span that a timer was set to.
    pub duration_secs: Option<i64>,
    /// What is left of a paused one.
    pub paused_left_secs: Option<i64>,
    /// How it comes again.
    #[serde(with = "repeat::serde_repeat")]
    pub repeat: Option<Repeat>,
    /// The time of day it is meant for, so that it stays there when the clocks change.
    pub time: Option<Time>,
    /// The IANA zone of that time.
    pub zone: Option<String>,
    /// Whom it is for.
    pub person: Option<PersonId>,
    /// The device it was set on.
    pub device: Option<DeviceId>,
    /// The room it was set in.
    pub room: Option<RoomId>,
    /// Where it stands.
    pub state: DueState,
    /// The present or last ring.
    pub ring: Option<RingId>,
    /// How often it was snoozed since it rang first.
    pub snooze_count: u32,
    /// The language it was set in.
    #[serde(with = "repeat::serde_lang")]
    pub lang: Lang,
    /// When it was set.
    pub created: Timestamp,
}

/// A timer, an alarm or a reminder to be.
#[derive(Clone, Debug, PartialEq)]
pub struct NewDue {
    /// What it is.
    pub kind: DueKind,
    /// The name of a timer or alarm (may be empty), or what a reminder says.
    pub text: String,
    /// When it rings.
    pub due: Timestamp,
    /// The span that a timer was set to.
    pub duration_secs: Option<i64>,
    /// How it comes again.
    pub repeat: Option<Repeat>,
    /// The time of day it is meant for.
    pub time: Option<Time>,
    /// The IANA zone of that time.
    pub zone: Option<String>,
    /// Whom it is for.
    pub person: Option<PersonId>,
    /// The device it is set on.
    pub device: Option<DeviceId>,
    /// The room it is set in.
    pub room: Option<RoomId>,
    /// The language it is set in.
    pub lang: Lang,
}

impl NewDue {
    /// One that rings once, for everybody.
    pub fn new(kind: DueKind, text: impl Into<String>, due: Timestamp, lang: Lang) -> NewDue {
        NewDue {
            kind,
            text: text.into(),
            due,
            duration_secs: None,
            repeat: None,
            time: None,
            zone: None,
            person: None,
            device: None,
            room: None,
            lang,
        }
    }

    fn check(&self) -> Result<(), CloudError> {
        limits::long_text("text", &self.text, limits::DUE_CHARS_MAX)?;
        if self.kind == DueKind::Reminder {
            limits::text("text", &self.text, limits::DUE_CHARS_MAX)?;
        }
        if self.duration_secs.is_some_and(|secs| secs < 0) {
            return Err(CloudError::Range { what: "duration" });
        }
        limits::long_text(
            "zone",
            self.zone.as_deref().unwrap_or(""),
            limits::WORD_CHARS_MAX,
        )
    }

    fn into_due(self, now: Timestamp) -> Due {
        Due {
            id: DueId::fresh(now),
            kind: self.kind,
            text: self.text,
            due: cells::ms(self.due),
            duration_secs: self.duration_secs,
            paused_left_secs: None,
            repeat: self.repeat,
            time: self.time,
            zone: self.zone,
            person: self.person,
            device: self.device,
            room: self.room,
            state: DueState::Waiting,
            ring: None,
            snooze_count: 0,
            lang: self.lang,
            created: cells::ms(now),
        }
    }
}

/// What to change; `None` leaves it as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DueChange {
    /// Another name or text.
    pub text: Option<String>,
    /// Another due time. One that rings stops and waits again; a paused one goes on.
    pub due: Option<Timestamp>,
    /// Another span.
    pub duration_secs: Option<i64>,
    /// What is left of a paused one.
    pub paused_left_secs: Option<i64>,
    /// Another repeat, or none.
    pub repeat: Option<Option<Repeat>>,
    /// Another time of day.
    pub time: Option<Option<Time>>,
    /// Another zone.
    pub zone: Option<Option<String>>,
    /// For somebody else.
    pub person: Option<Option<PersonId>>,
    /// Of another device.
    pub device: Option<Option<DeviceId>>,
    /// In another room.
    pub room: Option<Option<RoomId>>,
}

impl DueChange {
    fn apply(self, due: &mut Due) {
        if let Some(at) = self.due {
            due.due = cells::ms(at);
            due.paused_left_secs = None;
            due.state = DueState::Waiting;
            due.snooze_count = 0;
        }
        due.text = self.text.unwrap_or_else(|| std::mem::take(&mut due.text));
        due.duration_secs = self.duration_secs.or(due.duration_secs);
        if due.state == DueState::Paused {
            due.paused_left_secs = self.paused_left_secs.or(due.paused_left_secs);
        }
        put(&mut due.repeat, self.repeat);
        put(&mut due.time, self.time);
        put(&mut due.zone, self.zone);
        put(&mut due.person, self.person);
        put(&mut due.device, self.device);
        put(&mut due.room, self.room);
    }
}

fn put<T>(into: &mut Option<T>, change: Option<Option<T>>) {
    if let Some(value) = change {
        *into = value;
    }
}

/// Which due rows are wanted; `None` means any. Those that are over only when `state` asks for them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DueFilter {
    /// Of this kind.
    pub kind: Option<DueKind>,
    /// In this state.
    pub state: Option<DueState>,
    /// For this person, or for everybody.
    pub person: Option<PersonId>,
    /// Set on this device.
    pub device: Option<DeviceId>,
    /// Which part of the answer.
    pub page: Page,
}

impl Cloud {
    /// Sets a timer, an alarm or a reminder. The same `key` gives the same row, however often it is asked.
    ///
    /// Errors: `TooLong`, `Empty` (a reminder without text), `Range`, `TooMany`, `KeyReused`.
    pub async fn add_due(
        &self,
        new: NewDue,
        key: Option<&str>,
        now: Timestamp,
    ) -> Result<Due, CloudError> {
        new.check()?;
        let once = Once::new("add_due", key)?;
        self.write(move |mut tx| {
            Box::pin(async move {
                if let Some(due) = once.before(&mut tx).await? {
                    return Ok(due);
                }
                limits::count(
                    "timers, alarms and reminders",
                    open_count(&mut tx).await? + 1,
                    limits::DUES_MAX,
                )?;
                let due = new.into_due(now);
                store(&mut tx, &due).await?;
                once.keep(&mut tx, now, &due).await?;
                Ok(due)
            })
        })
        .await
    }

    /// Timers, alarms and reminders, the next first.
    pub async fn dues(&self, filter: &DueFilter) -> Result<Vec<Due>, CloudError> {
        self.read(|mut reader| async move {
            let rows = sqlx::query_as(
                "SELECT * FROM due WHERE account = $1 AND ($2 IS NULL OR kind = $2)
                 AND (state = $3 OR ($3 IS NULL AND state <> 'done'))
                 AND ($4 IS NULL OR person = $4 OR person IS NULL) AND ($5 IS NULL OR device = $5)
                 ORDER BY due, id LIMIT $6 OFFSET $7",
            )
            .bind(&*reader.account)
            .bind(filter.kind)
            .bind(filter.state)
            .bind(&filter.person)
            .bind(&filter.device)
            .bind(filter.page.rows())
            .bind(filter.page.start())
            .fetch_all(&mut *reader.conn)
            .await?;
            Ok(rows)
        })
        .await
    }

    /// One timer, alarm or reminder.
    pub async fn due(&self, id: &DueId) -> Result<Option<Due>, CloudError> {
        self.read(|mut reader| async move {
            let row = sqlx::query_as("SELECT * FROM due WHERE account = $1 AND id = $2")
                .bind(&*reader.account)
                .bind(id)
                .fetch_optional(&mut *reader.conn)
                .await?;
            Ok(row)
        })
        .await
    }

    /// Changes one; returns it as it was (for [`Cloud::restore_due`]) and as it is.
    ///
    /// Errors: `NotFound`, `Conflict` when it is over, `TooLong`, `Range`.
    pub async fn change_due(
        &self,
        id: &DueId,
        change: DueChange,
        now: Timestamp,
    ) -> Result<(Due, Due), CloudError> {
        limits::long_text(
            "text",
            change.text.as_deref().unwrap_or(""),
            limits::DUE_CHARS_MAX,
        )?;
        let spans = [change.duration_secs, change.paused_left_secs];
        if spans.into_iter().flatten().any(|secs| secs < 0) {
            return Err(CloudError::Range { what: "duration" });
        }
        self.alter(id, now, move |due| {
            if due.state == DueState::Done {
                return Err(conflict(due));
            }
            change.apply(due);
            Ok(())
        })
        .await
    }

    /// Stops the time of one that waits; one that is paused stays so.
    ///
    /// Errors: `NotFound`, `Conflict` when it rings or is over.
    pub async fn pause_due(&self, id: &DueId, now: Timestamp) -> Result<Due, CloudError> {
        let paused = self.alter(id, now, move |due| match due.state {
            DueState::Waiting => {
                let left = due.due.duration_since(now).as_millis().max(0);
                // Rounded up: a pause never takes time away.
                due.paused_left_secs = i64::try_from((left + 999) / 1000).ok();
                due.state = DueState::Paused;
                Ok(())
            }
            DueState::Paused => Ok(()),
            DueState::Ringing | DueState::Done => Err(conflict(due)),
        });
        Ok(paused.await?.1)
    }

    /// Lets the time of a paused one go on; one that waits is left alone.
    ///
    /// Errors: `NotFound`, `Conflict` when it rings or is over, `Range` beyond the year 9999.
    pub async fn resume_due(&self, id: &DueId, now: Timestamp) -> Result<Due, CloudError> {
        let resumed = self.alter(id, now, move |due| match due.state {
            DueState::Paused => {
                let left = SignedDuration::from_secs(due.paused_left_secs.take().unwrap_or(0));
                due.due = cells::ms(
                    now.checked_add(left)
                        .map_err(|_| CloudError::Range { what: "time" })?,
                );
                due.state = DueState::Waiting;
                Ok(())
            }
            DueState::Waiting => Ok(()),
            DueState::Ringing | DueState::Done => Err(conflict(due)),
        });
        Ok(resumed.await?.1)
    }

    /// Removes one, silencing it if it rings; returns it for [`Cloud::restore_due`].
    pub async fn remove_due(&self, id: &DueId, now: Timestamp) -> Result<Option<Due>, CloudError> {
        let id = id.clone();
        self.write(move |mut tx| {
            Box::pin(async move {
                cells::next_seq(tx.conn, tx.account, COLLECTION).await?;
                let due: Option<Due> =
                    sqlx::query_as("DELETE FROM due WHERE account = $1 AND id = $2 RETURNING *")
                        .bind(tx.account)
                        .bind(&id)
                        .fetch_optional(&mut *tx.conn)
                        .await?;
                crate::rings::silence(&mut tx, &id, now).await?;
                Ok(due)
            })
        })
        .await
    }

    /// Puts one back as it was, after a removal or a change. One that rang waits again.
    pub async fn restore_due(&self, due: &Due, now: Timestamp) -> Result<Due, CloudError> {
        let mut due = due.clone();
        if due.state == DueState::Ringing {
            due.state = DueState::Waiting;
        }
        self.write(move |mut tx| {
            Box::pin(async move {
                limits::count(
                    "timers, alarms and reminders",
                    open_count(&mut tx).await? + 1,
                    limits::DUES_MAX,
                )?;
                crate::rings::silence(&mut tx, &due.id, now).await?;
                store(&mut tx, &due).await?;
                Ok(due)
            })
        })
        .await
    }

    /// When [`Cloud::claim_due`] will have something next; a time gone by means now.
    pub async fn next_due_at(&self) -> Result<Option<Timestamp>, CloudError> {
        self.read(|mut reader| async move {
            let row = sqlx::query(
                "SELECT min(at) AS at FROM (
                     SELECT min(due) AS at FROM due WHERE account = $1 AND state = 'waiting'
                     UNION ALL
                     SELECT min(lease) AS at FROM ring WHERE account = $1 AND ended IS NULL) AS next",
            )
            .bind(&*reader.account)
            .fetch_one(&mut *reader.conn)
            .await?;
            Ok(cells::at_opt(&row, "at")?)
        })
        .await
    }

    async fn alter(
        &self,
        id: &DueId,
        now: Timestamp,
        change: impl FnOnce(&mut Due) -> Result<(), CloudError> + Send + 'static,
    ) -> Result<(Due, Due), CloudError> {
        let id = id.clone();
        self.write(move |mut tx| {
            Box::pin(async move {
                let before = find(&mut tx, &id).await?;
                let mut after = before.clone();
                change(&mut after)?;
                if before.state == DueState::Ringing && after.state != DueState::Ringing {
                    crate::rings::silence(&mut tx, &id, now).await?;
                }
                store(&mut tx, &after).await?;
                Ok((before, after))
            })
        })
        .await
    }
}

fn conflict(due: &Due) -> CloudError {
    CloudError::Conflict {
        what: "timer, alarm or reminder",
        id: due.id.to_string(),
        state: due.state.word(),
    }
}

pub(crate) async fn find(tx: &mut Tx<'_>, id: &DueId) -> Work<Due> {
    let row = sqlx::query_as("SELECT * FROM due WHERE account = $1 AND id = $2")
        .bind(tx.account)
        .bind(id)
        .fetch_optional(&mut *tx.conn)
        .await?;
    row.ok_or_else(|| {
        CloudError::NotFound {
            what: "timer, alarm or reminder",
            id: id.to_string(),
        }
        .into()
    })
}

async fn open_count(tx: &mut Tx<'_>) -> Work<usize> {
    let row = sqlx::query(
        "SELECT count(*) FROM due WHERE account = $1 AND state IN ('waiting', 'paused', 'ringing')",
    )
    .bind(tx.account)
    .fetch_one(&mut *tx.conn)
    .await?;
    Ok(cells::rows(&row)?)
}

/// Writes the whole row, new or not.
pub(crate) async fn store(tx: &mut Tx<'_>, due: &Due) -> Work<()> {
    let seq = cells::next_seq(tx.conn, tx.account, COLLECTION).await?;
    sqlx::query(
        "INSERT INTO due (account, id, kind, text, due, duration_secs, paused_left_secs, repeat, time, zone,
             person, device, room, state, ring, snooze_count, lang, created, seq)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
         ON CONFLICT (account, id) DO UPDATE SET text = excluded.text, due = excluded.due,
             duration_secs = excluded.duration_secs, paused_left_secs = excluded.paused_left_secs,
             repeat = excluded.repeat, time = excluded.time, zone = excluded.zone, person = excluded.person,
             device = excluded.device, room = excluded.room, state = excluded.state, ring = excluded.ring,
             snooze_count = excluded.snooze_count, seq = excluded.seq",
    )
    .bind(tx.account)
    .bind(&due.id)
    .bind(due.kind)
    .bind(&due.text)
    .bind(due.due.as_millisecond())
    .bind(due.duration_secs)
    .bind(due.paused_left_secs)
    .bind(cells::repeat_text(due.repeat.as_ref()))
    .bind(due.time.map(|time| time.to_string()))
    .bind(&due.zone)
    .bind(&due.person)
    .bind(&due.device)
    .bind(&due.room)
    .bind(due.state)
    .bind(&due.ring)
    .bind(i64::from(due.snooze_count))
    .bind(due.lang.tag())
    .bind(due.created.as_millisecond())
    .bind(seq)
    .execute(&mut *tx.conn)
    .await?;
    Ok(())
}

impl FromRow<'_, Row> for Due {
    fn from_row(row: &Row) -> Result<Due, sqlx::Error> {
        Ok(Due {
            id: row.try_get("id")?,
            kind: row.try_get("kind")?,
            text: row.try_get("text")?,
            due: cells::at(row, "due")?,
            duration_secs: row.try_get("duration_secs")?,
            paused_left_secs: row.try_get("paused_left_secs")?,
            repeat: cells::repeat_opt(row, "repeat")?,
            time: cells::time_opt(row, "time")?,
            zone: row.try_get("zone")?,
            person: row.try_get("person")?,
            device: row.try_get("device")?,
            room: row.try_get("room")?,
            state: row.try_get("state")?,
            ring: row.try_get("ring")?,
            snooze_count: cells::count(row, "snooze_count")?,
            lang: cells::lang(row, "lang")?,
            created: cells::at(row, "created")?,
        })
    }
}
