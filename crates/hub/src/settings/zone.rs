//! What is set keeps its time of day when the owner chooses another zone for the house.

use jiff::{Timestamp, ZonedDateTime, tz::TimeZone};
use ling_cloud::{CloudError, Due, Rezone};
use serde::Serialize;

use crate::{Hub, ring};

/// Rows that an answer tells of; all are counted.
const TOLD_MAX: usize = 20;

/// What was moved so that it keeps its time of day.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Moved {
    /// The zone that holds now.
    pub zone: String,
    /// How many rows.
    pub count: usize,
    /// The first of them.
    pub rows: Vec<MovedRow>,
}

/// One row that keeps its time of day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MovedRow {
    /// `alarm`, `reminder` or `event`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// When it is now.
    pub at: Timestamp,
}

impl Hub {
    /// Moves what was meant in one zone into another. Nothing to tell where both are the same.
    pub(super) async fn rezone(
        &self,
        from: TimeZone,
        to: TimeZone,
        region: &str,
    ) -> Result<Option<Moved>, CloudError> {
        if from.iana_name() == to.iana_name() {
            return Ok(None);
        }
        let now = Timestamp::now();
        let zones = Rezone {
            from,
            to: to.clone(),
        };
        let (region, by_clock) = (region.to_owned(), zones.clone());
        let moved = self
            .cloud
            .rezone(zones, move |due| {
                let at = by_clock.same_clock(due.due);
                let now = now.to_zoned_datetime(by_clock.to.clone());
                still_ahead(due, at, &now, &region)
            })
            .await?;
        let dues = moved.dues.iter().map(|due| MovedRow {
            kind: match due.kind {
                ling_cloud::DueKind::Reminder => "reminder",
                ling_cloud::DueKind::Alarm | ling_cloud::DueKind::Timer => "alarm",
            }
            .to_owned(),
            name: due.text.clone(),
            at: due.due,
        });
        let ahead = |event: &&ling_cloud::Event| event.repeat.is_some() || event.end > now;
        let events = moved.events.iter().filter(ahead).map(|event| MovedRow {
            kind: "event".to_owned(),
            name: event.title.clone(),
            at: event.start,
        });
        let mut rows: Vec<MovedRow> = dues.chain(events).collect();
        rows.sort_by_key(|row| row.at);
        let count = rows.len();
        rows.truncate(TOLD_MAX);
        let zone = to.iana_name().unwrap_or("UTC").to_owned();
        Ok((count > 0).then_some(Moved { zone, count, rows }))
    }
}

/// A time of day that has gone by in the new zone comes the next day, or when the repeat says.
fn still_ahead(due: &Due, at: Timestamp, now: &ZonedDateTime, region: &str) -> Timestamp {
    if at > now.timestamp() {
        return at;
    }
    let moved = Due {
        due: at,
        ..due.clone()
    };
    if due.repeat.is_some() {
        return ring::next_after(&moved, now, region).unwrap_or(at);
    }
    let clock = at.to_zoned_datetime(now.time_zone().clone()).time();
    let days = [now.date(), now.date().tomorrow().unwrap_or(now.date())];
    let times = days.into_iter().filter_map(|day| {
        let there = day
            .to_datetime(clock)
            .to_zoned_datetime(now.time_zone().clone());
        Some(there.ok()?.timestamp())
    });
    times
        .into_iter()
        .find(|time| *time > now.timestamp())
        .unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use ling_base::{Days, Repeat};

    use super::*;

    fn zoned(text: &str) -> ZonedDateTime {
        text.parse().expect("a time with its zone")
    }

    #[track_caller]
    fn check(repeat: Option<Repeat>, clock: &str, now: &str, expect: &str) {
        let (now, expect) = (zoned(now), zoned(expect));
        let at = zoned(clock).timestamp();
        let mut row: Due = serde_json::from_value(serde_json::json!({
            "id": "a", "kind": "alarm", "text": "", "due": at, "duration_secs": null,
            "paused_left_secs": null, "repeat": null, "time": null, "zone": null, "person": null,
            "device": null, "room": null, "state": "waiting", "ring": null, "snooze_count": 0,
            "lang": "zh", "created": at,
        }))
        .expect("a row");
        row.repeat = repeat;
        row.time = Some(zoned(clock).time());
        let got = still_ahead(&row, at, &now, "CN");
        assert_eq!(
            got,
            expect.timestamp(),
            "{}",
            got.to_zoned_datetime(now.time_zone().clone())
        );
    }

    #[test]
    fn what_has_gone_by_comes_next() {
        let now = "2026-11-25T06:30[Asia/Shanghai]";
        check(
            None,
            "2026-11-25T07:00[Asia/Shanghai]",
            now,
            "2026-11-25T07:00[Asia/Shanghai]",
        );
        check(
            None,
            "2026-11-24T23:00[Asia/Shanghai]",
            now,
            "2026-11-25T23:00[Asia/Shanghai]",
        );
        check(
            None,
            "2026-11-25T06:00[Asia/Shanghai]",
            now,
            "2026-11-26T06:00[Asia/Shanghai]",
        );
        let workdays = || Some(Repeat::Days(Days::Workdays));
        check(
            workdays(),
            "2026-11-27T06:00[Asia/Shanghai]",
            "2026-11-27T06:30[Asia/Shanghai]",
            "2026-11-30T06:00[Asia/Shanghai]",
        );
        check(
            workdays(),
            "2026-11-27T07:00[Asia/Shanghai]",
            "2026-11-27T06:30[Asia/Shanghai]",
            "2026-11-27T07:00[Asia/Shanghai]",
        );
    }
}
