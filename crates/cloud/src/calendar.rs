//! Calendar entries, one calendar per person and one of the house.

use jiff::{Timestamp, civil::Date};
use ling_base::Repeat;
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, Row as _};

use crate::{
    Cloud, CloudError, EventId, PersonId,
    backend::{Row, sqlite::Tx},
    cells,
    error::Work,
    limits,
    once::Once,
    repeat, search,
};

const COLLECTION: &str = "event";
/// Entries in one answer: a year at three a day.
const EVENTS_AT_ONCE_MAX: i64 = 1_000;
/// Entries that a search reads: the newest ones.
const SEARCH_MAX: i64 = 5_000;

/// A calendar entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The id.
    pub id: EventId,
    /// Whose calendar it is in; `None` is the house's.
    pub person: Option<PersonId>,
    /// What happens.
    pub title: String,
    /// When it begins, for the first time if it repeats.
    pub start: Timestamp,
    /// When it is over; not before it begins.
    pub end: Timestamp,
    /// Whether it takes whole days, from midnight to midnight in its zone.
    pub all_day: bool,
    /// The IANA zone it is meant in.
    pub zone: String,
    /// How it comes again.
    #[serde(with = "repeat::serde_repeat")]
    pub repeat: Option<Repeat>,
    /// Days of its zone on which it does not happen although it repeats.
    pub skips: Vec<Date>,
    /// Where.
    pub place: String,
    /// Anything else.
    pub notes: String,
    /// When it was added.
    pub created: Timestamp,
}

/// A calendar entry to be.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEvent {
    /// Whose calendar it goes into; `None` is the house's.
    pub person: Option<PersonId>,
    /// What happens.
    pub title: String,
    /// When it begins.
    pub start: Timestamp,
    /// When it is over.
    pub end: Timestamp,
    /// Whether it takes whole days.
    pub all_day: bool,
    /// The IANA zone it is meant in.
    pub zone: String,
    /// How it comes again.
    pub repeat: Option<Repeat>,
    /// Where.
    pub place: String,
    /// Anything else.
    pub notes: String,
}

/// What to change; `None` leaves it as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventChange {
    /// Another title.
    pub title: Option<String>,
    /// Another beginning; without `end`, it takes as long as before.
    pub start: Option<Timestamp>,
    /// Another end.
    pub end: Option<Timestamp>,
    /// Whole days or not.
    pub all_day: Option<bool>,
    /// Into somebody else's calendar, or the house's.
    pub person: Option<Option<PersonId>>,
    /// Another repeat, or none.
    pub repeat: Option<Option<Repeat>>,
    /// One more day on which it does not happen.
    pub skip: Option<Date>,
    /// Another place.
    pub place: Option<String>,
    /// Other notes.
    pub notes: Option<String>,
}

impl EventChange {
    fn apply(self, event: &mut Event) {
        let lasts = event.end.duration_since(event.start);
        if let Some(start) = self.start {
            event.start = cells::ms(start);
            event.end = cells::ms(start.saturating_add(lasts).unwrap_or(Timestamp::MAX));
        }
        event.end = self.end.map_or(event.end, cells::ms);
        if let Some(person) = self.person {
            event.person = person;
        }
        event.all_day = self.all_day.unwrap_or(event.all_day);
        event.title = self
            .title
            .unwrap_or_else(|| std::mem::take(&mut event.title));
        event.place = self
            .place
            .unwrap_or_else(|| std::mem::take(&mut event.place));
        event.notes = self
            .notes
            .unwrap_or_else(|| std::mem::take(&mut event.notes));
        if let Some(repeat) = self.repeat {
            event.repeat = repeat;
        }
        if let Some(day) = self.skip
            && !event.skips.contains(&day)
        {
            event.skips.push(day);
        }
    }
}

impl Event {
    fn check(&self) -> Result<(), CloudError> {
        limits::text("title", &self.title, limits::EVENT_CHARS_MAX)?;
        limits::long_text("place", &self.place, limits::EVENT_CHARS_MAX)?;
        limits::long_text("notes", &self.notes, limits::EVENT_NOTES_CHARS_MAX)?;
        limits::text("zone", &self.zone, limits::WORD_CHARS_MAX)?;
        limits::count("days taken out", self.skips.len(), limits::EVENT_SKIPS_MAX)?;
        if self.end < self.start {
            Err(CloudError::Range { what: "end" })
        } else {
            Ok(())
        }
    }
}

impl Cloud {
    /// Adds an entry. The same `key` gives the same entry.
    ///
    /// Errors: `Empty`, `TooLong`, `TooMany`, `Range` when it ends before it begins, `KeyReused`.
    pub async fn add_event(
        &self,
        new: NewEvent,
        key: Option<&str>,
        now: Timestamp,
    ) -> Result<Event, CloudError> {
        let event = Event {
            id: EventId::fresh(now),
            person: new.person,
            title: new.title.trim().to_owned(),
            start: cells::ms(new.start),
            end: cells::ms(new.end),
            all_day: new.all_day,
            zone: new.zone,
            repeat: new.repeat,
            skips: Vec::new(),
            place: new.place,
            notes: new.notes,
            created: cells::ms(now),
        };
        event.check()?;
        let once = Once::new("add_event", key)?;
        self.write(move |mut tx| {
            Box::pin(async move {
                if let Some(event) = once.before(&mut tx).await? {
                    return Ok(event);
                }
                store(&mut tx, &event).await?;
                once.keep(&mut tx, now, &event).await?;
                Ok(event)
            })
        })
        .await
    }

    /// Entries that touch [from, to), by their beginning; and every entry that repeats and began before
    /// `to`, because whoever asks knows when it comes again. Of `person` and the house, or of everybody.
    pub async fn events(
        &self,
        from: Timestamp,
        to: Timestamp,
        person: Option<&PersonId>,
    ) -> Result<Vec<Event>, CloudError> {
        self.read(|mut reader| async move {
            let events = sqlx::query_as(
                "SELECT * FROM event WHERE account = $1 AND start < $3
                 AND (end_at > $2 OR start >= $2 OR repeat IS NOT NULL)
                 AND ($4 IS NULL OR person = $4 OR person IS NULL) ORDER BY start, id LIMIT $5",
            )
            .bind(&*reader.account)
            .bind(from.as_millisecond())
            .bind(to.as_millisecond())
            .bind(person)
            .bind(EVENTS_AT_ONCE_MAX)
            .fetch_all(&mut *reader.conn)
            .await?;
            Ok(events)
        })
        .await
    }

    /// One entry.
    pub async fn event(&self, id: &EventId) -> Result<Option<Event>, CloudError> {
        self.read(|mut reader| async move {
            let query = sqlx::query_as("SELECT * FROM event WHERE account = $1 AND id = $2");
            Ok(query
                .bind(&*reader.account)
                .bind(id)
                .fetch_optional(&mut *reader.conn)
                .await?)
        })
        .await
    }

    /// Entries whose title or place has the words of `wanted`, the best first; equal ones by their
    /// beginning, the latest first.
    pub async fn find_events(
        &self,
        wanted: &str,
        person: Option<&PersonId>,
        max: usize,
    ) -> Result<Vec<Event>, CloudError> {
        let wanted = limits::cut(wanted, limits::EVENT_CHARS_MAX);
        let events: Vec<Event> = self
            .read(|mut reader| async move {
                let events = sqlx::query_as(
                    "SELECT * FROM event WHERE account = $1 AND ($2 IS NULL OR person = $2 OR person IS NULL)
                     ORDER BY start DESC, id DESC LIMIT $3",
                )
                .bind(&*reader.account)
                .bind(person)
                .bind(SEARCH_MAX)
                .fetch_all(&mut *reader.conn)
                .await?;
                Ok(events)
            })
            .await?;
        let texts: Vec<String> = events
            .iter()
            .map(|event| format!("{} {}", event.title, event.place))
            .collect();
        let found = search::find(wanted, texts.iter().map(String::as_str), max);
        Ok(found.into_iter().map(|at| events[at].clone()).collect())
    }

    /// Changes an entry; returns it as it was (for [`Cloud::restore_event`]) and as it is.
    ///
    /// Errors: `NotFound`, `Empty`, `TooLong`, `TooMany`, `Range`.
    pub async fn change_event(
        &self,
        id: &EventId,
        change: EventChange,
    ) -> Result<(Event, Event), CloudError> {
        let id = id.clone();
        self.write(move |mut tx| {
            Box::pin(async move {
                let query = sqlx::query_as("SELECT * FROM event WHERE account = $1 AND id = $2");
                let before: Option<Event> = query
                    .bind(tx.account)
                    .bind(&id)
                    .fetch_optional(&mut *tx.conn)
                    .await?;
                let before = before.ok_or_else(|| CloudError::NotFound {
                    what: "event",
                    id: id.to_string(),
                })?;
                let mut after = before.clone();
                change.apply(&mut after);
                after.check()?;
                store(&mut tx, &after).await?;
                Ok((before, after))
            })
        })
        .await
    }

    /// Removes an entry; returns it for [`Cloud::restore_event`].
    pub async fn remove_event(&self, id: &EventId) -> Result<Option<Event>, CloudError> {
        let id = id.clone();
        self.write(move |tx| {
            Box::pin(async move {
                cells::next_seq(tx.conn, tx.account, COLLECTION).await?;
                let query =
                    sqlx::query_as("DELETE FROM event WHERE account = $1 AND id = $2 RETURNING *");
                Ok(query
                    .bind(tx.account)
                    .bind(id)
                    .fetch_optional(tx.conn)
                    .await?)
            })
        })
        .await
    }

    /// Puts an entry back as it was, after a removal or a change.
    ///
    /// Errors: `TooMany`.
    pub async fn restore_event(&self, event: &Event) -> Result<(), CloudError> {
        event.check()?;
        let event = event.clone();
        self.write(move |mut tx| Box::pin(async move { store(&mut tx, &event).await }))
            .await
    }
}

pub(crate) async fn store(tx: &mut Tx<'_>, event: &Event) -> Work<()> {
    let count = sqlx::query("SELECT count(*) FROM event WHERE account = $1 AND id <> $2")
        .bind(tx.account)
        .bind(&event.id)
        .fetch_one(&mut *tx.conn)
        .await?;
    limits::count(
        "calendar entries",
        cells::rows(&count)? + 1,
        limits::EVENTS_MAX,
    )?;
    let seq = cells::next_seq(tx.conn, tx.account, COLLECTION).await?;
    sqlx::query(
        "INSERT INTO event (account, id, person, title, start, end_at, all_day, zone, repeat, skips, place, notes,
             created, seq)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         ON CONFLICT (account, id) DO UPDATE SET person = excluded.person, title = excluded.title,
             start = excluded.start, end_at = excluded.end_at, all_day = excluded.all_day, zone = excluded.zone,
             repeat = excluded.repeat, skips = excluded.skips, place = excluded.place, notes = excluded.notes,
             seq = excluded.seq",
    )
    .bind(tx.account)
    .bind(&event.id)
    .bind(&event.person)
    .bind(&event.title)
    .bind(event.start.as_millisecond())
    .bind(event.end.as_millisecond())
    .bind(event.all_day)
    .bind(&event.zone)
    .bind(cells::repeat_text(event.repeat.as_ref()))
    .bind(serde_json::to_string(&event.skips)?)
    .bind(&event.place)
    .bind(&event.notes)
    .bind(event.created.as_millisecond())
    .bind(seq)
    .execute(&mut *tx.conn)
    .await?;
    Ok(())
}

impl FromRow<'_, Row> for Event {
    fn from_row(row: &Row) -> Result<Event, sqlx::Error> {
        Ok(Event {
            id: row.try_get("id")?,
            person: row.try_get("person")?,
            title: row.try_get("title")?,
            start: cells::at(row, "start")?,
            end: cells::at(row, "end_at")?,
            all_day: row.try_get("all_day")?,
            zone: row.try_get("zone")?,
            repeat: cells::repeat_opt(row, "repeat")?,
            skips: cells::json(row, "skips")?,
            place: row.try_get("place")?,
            notes: row.try_get("notes")?,
            created: cells::at(row, "created")?,
        })
    }
}
