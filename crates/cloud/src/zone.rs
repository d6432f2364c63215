//! The house moves to another zone: what is meant for a time of day keeps its time of day.

use jiff::{Timestamp, tz::TimeZone};

use crate::{Cloud, CloudError, Due, DueState, Event, calendar, cells, dues};

/// From which zone into which.
#[derive(Clone, Debug)]
pub struct Rezone {
    /// The zone that the house leaves; its name is what the rows carry.
    pub from: TimeZone,
    /// The zone that it enters.
    pub to: TimeZone,
}

/// Rows that were moved, as they are now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rezoned {
    /// Alarms and reminders for a time of day.
    pub dues: Vec<Due>,
    /// Calendar entries.
    pub events: Vec<Event>,
}

impl Cloud {
    /// Gives every row that was meant in the zone `from` its time of day in the zone `to`, all or none.
    /// `due_at` says when one that waits is due now; what rings, is snoozed or counts a span stays where it is.
    pub async fn rezone(
        &self,
        zones: Rezone,
        due_at: impl Fn(&Due) -> Timestamp + Send + Sync + 'static,
    ) -> Result<Rezoned, CloudError> {
        self.write(move |mut tx| {
            Box::pin(async move {
                let mut moved = Rezoned::default();
                let open: Vec<Due> = sqlx::query_as(
                    "SELECT * FROM due WHERE account = $1 AND state <> 'done' AND time IS NOT NULL",
                )
                .bind(tx.account)
                .fetch_all(&mut *tx.conn)
                .await?;
                for mut due in open {
                    if !zones.left(due.zone.as_deref()) {
                        continue;
                    }
                    let moves = due.state == DueState::Waiting && due.snooze_count == 0;
                    if moves {
                        due.due = cells::ms(due_at(&due));
                    }
                    due.zone = zones.to.iana_name().map(str::to_owned);
                    dues::store(&mut tx, &due).await?;
                    moved.dues.extend(moves.then_some(due));
                }
                let all: Vec<Event> = sqlx::query_as("SELECT * FROM event WHERE account = $1")
                    .bind(tx.account)
                    .fetch_all(&mut *tx.conn)
                    .await?;
                for mut event in all {
                    if !zones.left(Some(&event.zone)) {
                        continue;
                    }
                    event.start = cells::ms(zones.same_clock(event.start));
                    event.end = cells::ms(zones.same_clock(event.end)).max(event.start);
                    event.zone = zones.to.iana_name().unwrap_or("UTC").to_owned();
                    calendar::store(&mut tx, &event).await?;
                    moved.events.push(event);
                }
                Ok(moved)
            })
        })
        .await
    }
}

impl Rezone {
    /// Whether a row with that zone is meant in the zone that the house leaves.
    fn left(&self, zone: Option<&str>) -> bool {
        let house = self.from.iana_name().unwrap_or("UTC");
        zone.is_none_or(|zone| zone == house)
    }

    /// The moment at which the clock shows in the new zone what it showed in the old one.
    pub fn same_clock(&self, at: Timestamp) -> Timestamp {
        let clock = at.to_zoned_datetime(self.from.clone()).datetime();
        let there = clock.to_zoned_datetime(self.to.clone());
        there.map_or(at, |there| there.timestamp())
    }
}
