//! The time in other places. The id of a place is its zone and its name: `Europe/Paris Paris`.

use std::cmp::Ordering;

use jiff::{ZonedDateTime, tz::TimeZone};
use ling_base::{Value, When};
use ling_dialogue::{Call, Out};
use ling_text::Holes;

/// Places of one question.
const PLACES_MAX: usize = 5;

/// The zone under `arg` and the name of the place; here when it is missing.
fn place(call: &Call, arg: &str, out: &Out<'_>) -> (TimeZone, String) {
    match call.args.id(arg).and_then(named) {
        Some((zone, name)) => (zone, name.to_owned()),
        None => (
            call.now.time_zone().clone(),
            out.text("here", &Holes::new()),
        ),
    }
}

/// The zone and the name in the id of a place.
pub(super) fn named(id: &str) -> Option<(TimeZone, &str)> {
    let (zone, name) = id.split_once(' ')?;
    Some((TimeZone::get(zone).ok()?, name))
}

pub(super) fn time(call: &Call, out: &mut Out<'_>) {
    let cities = call.args.all("city").iter().filter_map(|city| match city {
        Value::Named { id, .. } | Value::Text(id) => named(id),
        _ => None,
    });
    for (zone, place) in cities.take(PLACES_MAX) {
        let there = call.now.with_time_zone(zone);
        let key = match there.date().cmp(&call.now.date()) {
            Ordering::Less => "time_there_yesterday",
            Ordering::Equal => "time_there",
            Ordering::Greater => "time_there_tomorrow",
        };
        let time = When {
            time: Some(there.time()),
            half_known: true,
            ..When::default()
        };
        let holes = Holes::new().text("place", place);
        out.say(key, holes.value("now", Value::When(time)));
    }
}

/// An hour in one place is which hour in another, today.
pub(super) fn convert(call: &Call, out: &mut Out<'_>) {
    let (from, _) = place(call, "from", out);
    let (to, name) = place(call, "to", out);
    let time = call
        .args
        .when("time")
        .and_then(|when| when.time)
        .unwrap_or_else(|| call.now.time());
    let day = call.now.with_time_zone(from.clone()).date();
    match day.to_datetime(time).to_zoned_datetime(from) {
        Ok(then) => {
            let then = then.with_time_zone(to);
            out.say(
                "converted",
                Holes::new().text("place", name).moment("then", &then),
            );
        }
        Err(_) => out.say("unknown_day", Holes::new()),
    }
}

pub(super) fn difference(call: &Call, out: &mut Out<'_>) {
    let (from, from_name) = place(call, "from", out);
    let (to, to_name) = place(call, "to", out);
    let offset = |zone: &TimeZone| -> i64 { seconds_east(&call.now.with_time_zone(zone.clone())) };
    let secs = offset(&to) - offset(&from);
    let key = match secs {
        0 => "same",
        1.. => "ahead",
        ..0 => "behind",
    };
    let holes = Holes::new().text("from", from_name).text("to", to_name);
    out.say(key, holes.duration("hours", secs.abs()));
}

fn seconds_east(now: &ZonedDateTime) -> i64 {
    now.offset().seconds().into()
}
