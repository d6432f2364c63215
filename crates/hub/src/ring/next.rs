//! When something that repeats comes due next.

use jiff::{SignedDuration, Timestamp, ZonedDateTime};
use ling_base::Repeat;
use ling_cloud::Due;
use ling_text::almanac::{Region, next_occurrence};

/// Times that may have passed while nothing ran: ten years of days.
const PASSED_MAX: usize = 3_660;

/// The first time after `now`; `None` when it does not come again. `now` is in the zone of the time of day.
pub(super) fn after(due: &Due, now: &ZonedDateTime, region: &str) -> Option<Timestamp> {
    let repeat = due.repeat.as_ref()?;
    if let Repeat::Every { secs } = repeat {
        let secs = (*secs).max(60);
        let passed = now
            .timestamp()
            .duration_since(due.due)
            .as_secs()
            .div_euclid(secs)
            .max(0);
        return due
            .due
            .checked_add(SignedDuration::from_secs((passed + 1).checked_mul(secs)?))
            .ok();
    }
    let time = due.time?;
    let mut last = due.due.to_zoned_datetime(now.time_zone().clone());
    // "Every two days" is counted from the last time by the plan, which a snooze has moved.
    let planned = last
        .date()
        .to_datetime(time)
        .to_zoned_datetime(now.time_zone().clone())
        .ok()?;
    last = if planned <= last {
        planned
    } else {
        planned.yesterday().ok()?
    };
    for _ in 0..PASSED_MAX {
        last = next_occurrence(repeat, time, &last, Region::of_country(region))?;
        if last > *now {
            return Some(last.timestamp());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Weekday, time};
    use ling_base::{Days, Lang};
    use ling_cloud::{DueKind, NewDue};

    use super::*;

    #[track_caller]
    fn check(repeat: Repeat, due: &str, now: &str, expect: &str) {
        let zoned = |text: &str| -> ZonedDateTime {
            format!("{text}[Asia/Shanghai]").parse().expect("a time")
        };
        let new = NewDue::new(DueKind::Alarm, "", zoned(due).timestamp(), Lang::Zh);
        let row = Due {
            repeat: Some(repeat),
            time: Some(time(7, 0, 0, 0)),
            ..serde_json::from_value(row(&new)).expect("a row")
        };
        let now = zoned(now);
        let got = after(&row, &now, "CN").map(|at| at.to_zoned_datetime(now.time_zone().clone()));
        assert_eq!(got, Some(zoned(expect)));
    }

    fn row(new: &NewDue) -> serde_json::Value {
        serde_json::json!({
            "id": "a", "kind": "alarm", "text": "", "due": new.due, "duration_secs": null,
            "paused_left_secs": null, "repeat": null, "time": null, "zone": null, "person": null,
            "device": null, "room": null, "state": "ringing", "ring": null, "snooze_count": 0,
            "lang": "zh", "created": new.due,
        })
    }

    #[test]
    fn repeats_go_on_from_the_plan() {
        let daily = |every| Repeat::Daily { every };
        check(
            daily(1),
            "2026-11-24T07:00",
            "2026-11-24T07:03",
            "2026-11-25T07:00",
        );
        check(
            daily(2),
            "2026-11-24T07:00",
            "2026-11-24T07:03",
            "2026-11-26T07:00",
        );
        check(
            daily(2),
            "2026-11-24T07:10",
            "2026-11-24T07:12",
            "2026-11-26T07:00",
        );
        check(
            daily(1),
            "2026-11-20T07:00",
            "2026-11-24T07:03",
            "2026-11-25T07:00",
        );
    }

    #[test]
    fn workdays_know_the_holidays() {
        let workdays = || Repeat::Days(Days::Workdays);
        check(
            workdays(),
            "2026-09-30T07:00",
            "2026-09-30T07:01",
            "2026-10-08T07:00",
        );
        check(
            workdays(),
            "2026-10-09T07:00",
            "2026-10-09T07:01",
            "2026-10-10T07:00",
        );
    }

    #[test]
    fn spans_and_weeks() {
        check(
            Repeat::Every { secs: 7200 },
            "2026-11-24T08:00",
            "2026-11-24T13:30",
            "2026-11-24T14:00",
        );
        let sunday = Repeat::Weekly {
            every: 2,
            day: Weekday::Sunday,
        };
        check(
            sunday,
            "2026-11-22T07:00",
            "2026-11-22T07:01",
            "2026-12-06T07:00",
        );
    }
}
