//! Dates, weeks, and how many days lie between.

use jiff::{ZonedDateTime, civil::Date};
use ling_base::{Value, When};
use ling_dialogue::{Call, Out};
use ling_text::{
    Holes,
    almanac::{Festival, Term, term_date},
};

use crate::moment::{self, Part};

/// Lunar years end before the next Gregorian year does, so that a festival may come once in two of them.
const YEARS_AHEAD: i16 = 2;

/// The day that the call means: by date, festival or solar term.
fn meant(call: &Call) -> Option<Date> {
    let args = &call.args;
    let feast = args
        .id("feast")
        .and_then(|id| next_festival(id, call.now.date()));
    let term = || {
        args.id("term")
            .and_then(|id| next_term_date(id, call.now.date()))
    };
    feast
        .or_else(term)
        .or_else(|| args.when("day").and_then(|when| day_of(when, &call.now)))
}

fn day_of(when: &When, now: &ZonedDateTime) -> Option<Date> {
    when.date.or_else(|| {
        let moment = now
            .checked_add(jiff::SignedDuration::from_secs(when.in_secs?))
            .ok()?;
        Some(moment.date())
    })
}

/// The first day of a festival on or after `from`.
fn next_festival(id: &str, from: Date) -> Option<Date> {
    let festival = Festival::with_id(id)?;
    let years = from.year().saturating_sub(1)..=from.year().saturating_add(YEARS_AHEAD);
    years
        .filter_map(|year| festival.date(year))
        .find(|day| *day >= from)
}

/// The first day of a solar term, by its place in the year, on or after `from`.
pub(crate) fn next_term_date(idx: &str, from: Date) -> Option<Date> {
    let term = Term::nth(idx.parse().ok()?)?;
    let years = from.year()..=from.year().saturating_add(1);
    years
        .filter_map(|year| term_date(term, year))
        .find(|day| *day >= from)
}

/// On which day a festival is: the next time, or in the year that was named.
pub(super) fn feast(call: &Call, out: &mut Out<'_>) {
    let id = call.args.id("feast").unwrap_or_default();
    let year = call.args.when("year").and_then(|when| when.date);
    let day = match year {
        Some(first) => Festival::with_id(id).and_then(|festival| festival.date(first.year())),
        None => next_festival(id, call.now.date()),
    };
    let holes = Holes::new().text("feast", name(call).unwrap_or_default());
    match day {
        Some(day) if day == call.now.date() => out.say("feast_today", holes),
        Some(day) => out.say("feast", holes.date("day", day)),
        None => out.say("unknown_day", Holes::new()),
    }
}

pub(super) fn date(call: &Call, out: &mut Out<'_>) {
    let place = call.args.id("city").and_then(super::zone::named);
    let today = place.map_or(call.now.date(), |(zone, _)| {
        call.now.with_time_zone(zone).date()
    });
    let asked = call.args.when("day");
    if let Some(when) = asked.filter(|when| when.until.is_some()) {
        out.say(
            "stretch",
            Holes::new().value("day", Value::When(when.clone())),
        );
        return;
    }
    let day = asked
        .and_then(|when| day_of(when, &call.now))
        .unwrap_or(today);
    let key = match (day == call.now.date(), call.args.has("what")) {
        (true, false) => "today",
        (false, false) => "day",
        (true, true) => "today_weekday",
        (false, true) => "day_weekday",
    };
    out.say(key, Holes::new().date("day", day));
}

pub(super) fn until(call: &Call, out: &mut Out<'_>) {
    if let Some(when) = call
        .args
        .when("when")
        .filter(|when| when.time.is_some() || when.in_secs.is_some())
    {
        return until_time(when, call, out);
    }
    let day = meant(call).or_else(|| call.args.when("when").and_then(|when| when.date));
    let Some(day) = day else {
        out.say("unknown_day", Holes::new());
        return;
    };
    let days = i64::from((day - call.now.date()).get_days());
    let name = name(call);
    let holes = Holes::new().date("day", day).count("n", days.abs());
    match (days, name) {
        (0, _) => out.say("is_today", Holes::new()),
        (1.., Some(name)) => out.say("until_name", holes.text("name", name)),
        (1.., None) => out.say("until", holes),
        (..0, _) => out.say("since", holes),
    }
}

/// What people call the festival or solar term that the call is about.
fn name(call: &Call) -> Option<&'static str> {
    let pack = ling_text::pack(call.lang);
    if let Some(id) = call.args.id("feast") {
        return pack.festival_names(id).first().map(String::as_str);
    }
    let term = Term::nth(call.args.id("term")?.parse().ok()?)?;
    Some(pack.term(term))
}

fn until_time(when: &When, call: &Call, out: &mut Out<'_>) {
    match moment::resolve(when, &call.now, &call.region, Part::Stands) {
        Ok(moment) => {
            let left = moment
                .at
                .timestamp()
                .duration_since(call.now.timestamp())
                .as_secs();
            out.say("until_time", Holes::new().duration("left", left));
        }
        Err(_) => out.say("unknown_day", Holes::new()),
    }
}

pub(super) fn week(call: &Call, out: &mut Out<'_>) {
    let day = meant(call).unwrap_or_else(|| call.now.date());
    let week = day.iso_week_date();
    let holes = Holes::new().date("day", day).count("n", week.week().into());
    out.say("week", holes.number("year", week.year().into()));
}
