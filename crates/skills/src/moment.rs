//! From what a person calls a time to the moment that is meant.

use jiff::{
    SignedDuration, ZonedDateTime,
    civil::{Date, Time},
    tz::AmbiguousOffset,
};
use ling_base::{Args, Days, Repeat, Value, When};
use ling_text::almanac::{Region, Series, next_occurrence};

/// Alarms and reminders further away than this many years are taken for a slip of the tongue.
pub(crate) const YEARS_MAX: i16 = 10;
/// From which to which hour the parts of the day go, as `text` reads them; midnight ends the day. Other stretches
/// ("from three to five") begin at the hour that is named.
const PARTS: [(i8, i8); 6] = [(0, 6), (6, 12), (8, 12), (12, 18), (18, 22), (18, 0)];
/// Times of one sentence, at most.
const TIMES_MAX: usize = 6;
/// So long after its beginning people do what they plan for a part of the day: 8 in the morning, 14 in the afternoon.
const INTO_PART_HOURS: i64 = 2;

/// A moment that is meant, and how it comes again.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Moment {
    /// The first time.
    pub at: ZonedDateTime,
    /// How it comes again.
    pub repeat: Option<Repeat>,
    /// The time of day.
    pub time: Option<Time>,
    /// The time asked for does not exist that day, because the clocks go forward; `at` is an hour later.
    pub gap: bool,
}

/// Why no moment is meant.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Unclear {
    /// A day without an hour.
    NoTime,
    /// It is over. The same hour of the next day, where an hour was named.
    Past(Option<ZonedDateTime>),
    /// More than [`YEARS_MAX`] years away.
    TooFar,
    /// It never comes.
    Never,
}

/// Whether "the morning" may stand for an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Two hours into it.
    Stands,
    /// No: the hour is asked for.
    Asks,
}

/// The `when` of a call; an hour that was asked for later stands under `at`, a repeat under `again`.
pub(crate) fn asked(args: &Args) -> Option<When> {
    let mut when = args
        .when("when")
        .cloned()
        .or_else(|| args.when("at").cloned())?;
    if let Some(at) = args.when("at") {
        put_hour(&mut when, at);
    }
    if let Some(again) = args.when("again") {
        when.repeat = when.repeat.or_else(|| again.repeat.clone());
        if when.time.is_none() {
            put_hour(&mut when, again);
        }
    }
    put_exceptions(&mut when, args);
    Some(when)
}

/// As [`asked`], each of several times: what is said of one, the day and the half of it, goes for all.
pub(crate) fn asked_all(args: &Args) -> Vec<When> {
    let whens: Vec<When> = args
        .all("when")
        .iter()
        .take(TIMES_MAX)
        .filter_map(|value| match value {
            Value::When(when) => Some(when.clone()),
            _ => None,
        })
        .collect();
    if whens.len() < 2 {
        return asked(args).into_iter().collect();
    }
    let mut whens = whens;
    if args.has("times") && !whens.iter().any(|when| when.half_known) {
        whens[0].half_known = true;
    }
    in_order(&mut whens);
    let dated = whens
        .iter()
        .find(|when| when.date.is_some() || when.repeat.is_some())
        .cloned();
    let share = |when: &mut When| {
        if let (Some(dated), None, None, None) = (&dated, when.date, &when.repeat, when.in_secs) {
            (when.date, when.until, when.repeat) = (dated.date, dated.until, dated.repeat.clone());
        }
    };
    whens.iter_mut().for_each(share);
    whens
}

/// Hours of one breath come one after the other: "早上六点和七点", "six and seven pm", "eight, noon and six".
fn in_order(whens: &mut [When]) {
    let halves = |time: Time| {
        let other = time.wrapping_add(SignedDuration::from_hours(12));
        [time.min(other), time.max(other)]
    };
    let known = |when: &When| when.time.filter(|_| when.half_known);
    let settle = |when: &mut When, fits: &dyn Fn(Time) -> Option<Time>| {
        if let (Some(time), false) = (when.time, when.half_known) {
            (when.time, when.half_known) = (fits(time).or(Some(time)), true);
        }
    };
    for at in (1..whens.len()).rev() {
        if let Some(next) = known(&whens[at]) {
            let fits = |time| halves(time).into_iter().rfind(|time| *time <= next);
            settle(&mut whens[at - 1], &fits);
        }
    }
    for at in 1..whens.len() {
        if let Some(before) = known(&whens[at - 1]) {
            let fits = |time| halves(time).into_iter().find(|time| *time >= before);
            settle(&mut whens[at], &fits);
        }
    }
}

/// Days before the one that is named, and days of the week that are excepted.
fn put_exceptions(when: &mut When, args: &Args) {
    if let (Some(days), Some(date)) = (args.number("back"), when.date) {
        let span = jiff::Span::new().days(days as i64);
        when.date = date.checked_sub(span).ok().or(Some(date));
    }
    if args.text("not") == Some("weekends") {
        use jiff::civil::Weekday::{Friday, Monday, Thursday, Tuesday, Wednesday};
        let week = vec![Monday, Tuesday, Wednesday, Thursday, Friday];
        when.repeat = Some(Repeat::Days(Days::Week(week)));
    }
}

/// An hour for a day; "早上" and then "七点" stay in the morning.
fn put_hour(when: &mut When, hour: &When) {
    let part = when.time.filter(|_| when.time_until.is_some());
    (when.time, when.time_until, when.half_known) = (hour.time, hour.time_until, hour.half_known);
    if when.date.is_none() {
        (when.date, when.until) = (hour.date, hour.until);
    }
    if let (Some(part), Some(time), false) = (part, when.time, hour.half_known) {
        let late = part.hour() >= 12;
        when.time = Some(jiff::civil::time(
            time.hour() % 12 + if late { 12 } else { 0 },
            time.minute(),
            0,
            0,
        ));
        when.half_known = true;
    }
    when.in_secs = hour.in_secs.or(when.in_secs);
}

/// An hour from one to six that names no half of the day, as people mean it of what they do by day: after noon.
pub(crate) fn by_day(mut when: When) -> When {
    let small = |time: Time| (1..=6).contains(&time.hour());
    if let Some(time) = when.time.filter(|time| !when.half_known && small(*time)) {
        let noon = SignedDuration::from_hours(12);
        when.time = Some(time.wrapping_add(noon));
        when.time_until = when.time_until.map(|until| {
            if until.hour() < 12 {
                until.wrapping_add(noon)
            } else {
                until
            }
        });
        when.half_known = true;
    }
    when
}

/// The moment that `when` means, seen from `now`. `region` decides what a workday is.
pub(crate) fn resolve(
    when: &When,
    now: &ZonedDateTime,
    region: &str,
    part: Part,
) -> Result<Moment, Unclear> {
    if let Some(secs) = when.in_secs {
        return after(secs, now);
    }
    let mut when = when.clone();
    settle_part(&mut when, part)?;
    match (&when.repeat, when.time) {
        (Some(Repeat::Every { secs }), _) => {
            let first = after(*secs, now)?;
            Ok(Moment {
                repeat: when.repeat,
                ..first
            })
        }
        (Some(_), Some(time)) => again(&when, time, now, region),
        (None, Some(time)) => once(&when, time, now),
        (_, None) => Err(Unclear::NoTime),
    }
}

/// Turns "the morning" into an hour, or asks for one.
fn settle_part(when: &mut When, part: Part) -> Result<(), Unclear> {
    let (Some(from), Some(until)) = (when.time, when.time_until) else {
        return Ok(());
    };
    let whole = from.minute() == 0 && until.minute() == 0;
    if !when.half_known || !whole || !PARTS.contains(&(from.hour(), until.hour())) {
        return Ok(());
    }
    if part == Part::Asks {
        return Err(Unclear::NoTime);
    }
    when.time = Some(from.wrapping_add(SignedDuration::from_hours(INTO_PART_HOURS)));
    (when.time_until, when.half_known) = (None, true);
    Ok(())
}

fn after(secs: i64, now: &ZonedDateTime) -> Result<Moment, Unclear> {
    if secs <= 0 {
        return Err(Unclear::Past(None));
    }
    let at = now
        .checked_add(SignedDuration::from_secs(secs))
        .map_err(|_| Unclear::TooFar)?;
    near(
        Moment {
            at,
            repeat: None,
            time: None,
            gap: false,
        },
        now,
    )
}

fn again(when: &When, time: Time, now: &ZonedDateTime, region: &str) -> Result<Moment, Unclear> {
    let repeat = when.repeat.clone().ok_or(Unclear::Never)?;
    // An hour that may be morning or evening is the one of the morning. "Every day from Monday" begins there.
    let begins = when.date.filter(|date| now.date() < *date);
    let at = match begins {
        Some(first) => {
            let series = Series {
                repeat: &repeat,
                time,
                first,
            };
            series.next(now, Region::of_country(region))
        }
        None => next(&repeat, Some(time), now, region),
    };
    let at = at.ok_or(Unclear::Never)?;
    near(
        Moment {
            at,
            repeat: Some(repeat),
            time: Some(time),
            gap: false,
        },
        now,
    )
}

/// The next time after `from` that something comes again; `None` when it never does.
pub(crate) fn next(
    repeat: &Repeat,
    time: Option<Time>,
    from: &ZonedDateTime,
    region: &str,
) -> Option<ZonedDateTime> {
    match (repeat, time) {
        (Repeat::Every { secs }, _) => from
            .checked_add(SignedDuration::from_secs((*secs).max(1)))
            .ok(),
        (_, Some(time)) => next_occurrence(repeat, time, from, Region::of_country(region)),
        (_, None) => None,
    }
}

fn once(when: &When, time: Time, now: &ZonedDateTime) -> Result<Moment, Unclear> {
    let half = |time: Time| time.wrapping_add(SignedDuration::from_hours(12));
    let times = if when.half_known {
        vec![time]
    } else {
        vec![time, half(time)]
    };
    let today = now.date();
    let tomorrow = today.tomorrow().map_err(|_| Unclear::TooFar)?;
    let days = match when.date {
        None => vec![today, tomorrow],
        // On another day the hour is meant as it was said.
        Some(date) if date != today => return near_future(at(date, time, now)?, now),
        Some(_) => vec![today],
    };
    let all = days
        .iter()
        .flat_map(|day| times.iter().map(|time| at(*day, *time, now)));
    let first = all
        .filter_map(Result::ok)
        .filter(|moment| moment.at > *now)
        .min_by_key(|moment| moment.at.timestamp());
    match first {
        Some(first) => near(first, now),
        None => Err(Unclear::Past(
            at(tomorrow, time, now).ok().map(|moment| moment.at),
        )),
    }
}

fn near_future(moment: Moment, now: &ZonedDateTime) -> Result<Moment, Unclear> {
    if moment.at <= *now {
        Err(Unclear::Past(None))
    } else {
        near(moment, now)
    }
}

fn near(moment: Moment, now: &ZonedDateTime) -> Result<Moment, Unclear> {
    if moment.at.year() - now.year() > YEARS_MAX {
        Err(Unclear::TooFar)
    } else {
        Ok(moment)
    }
}

fn at(date: Date, time: Time, now: &ZonedDateTime) -> Result<Moment, Unclear> {
    let ambiguous = now
        .time_zone()
        .to_ambiguous_zoned_datetime(date.to_datetime(time));
    let gap = matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. });
    let at = ambiguous.compatible().map_err(|_| Unclear::TooFar)?;
    Ok(Moment {
        at,
        repeat: None,
        time: Some(time),
        gap,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    /// Tuesday, 24 November 2026, ten o'clock.
    fn now(zone: &str) -> ZonedDateTime {
        format!("2026-11-24T10:00[{zone}]")
            .parse()
            .expect("a fixed time")
    }

    #[track_caller]
    fn check(when: When, expect: &str) {
        check_in("Asia/Shanghai", when, expect);
    }

    #[track_caller]
    fn check_in(zone: &str, when: When, expect: &str) {
        let got = match resolve(&when, &now(zone), "CN", Part::Stands) {
            Ok(moment) => format!(
                "{}{}",
                moment.at.strftime("%Y-%m-%d %H:%M"),
                if moment.gap { " gap" } else { "" }
            ),
            Err(Unclear::Past(Some(next))) => {
                format!("past, next {}", next.strftime("%Y-%m-%d %H:%M"))
            }
            Err(unclear) => format!("{unclear:?}"),
        };
        assert_eq!(got, expect);
    }

    fn hour(hour: i8, half_known: bool) -> When {
        When {
            time: Some(time(hour, 0, 0, 0)),
            half_known,
            ..When::default()
        }
    }

    #[test]
    fn an_hour_means_the_nearest_future() {
        check(hour(11, false), "2026-11-24 11:00");
        check(hour(9, false), "2026-11-24 21:00");
        check(hour(10, false), "2026-11-24 22:00");
        check(hour(9, true), "2026-11-25 09:00");
        check(hour(12, false), "2026-11-24 12:00");
        check(hour(0, true), "2026-11-25 00:00");
    }

    #[test]
    fn a_day_keeps_its_hour() {
        let on = |day, when| When {
            date: Some(date(2026, 11, day)),
            ..when
        };
        check(on(25, hour(7, false)), "2026-11-25 07:00");
        check(on(24, hour(7, false)), "2026-11-24 19:00");
        check(on(24, hour(7, true)), "past, next 2026-11-25 07:00");
        check(on(23, hour(7, true)), "Past(None)");
        check(
            When {
                date: Some(date(2026, 11, 25)),
                ..When::default()
            },
            "NoTime",
        );
        check(
            When {
                date: Some(date(9999, 11, 25)),
                ..hour(7, true)
            },
            "TooFar",
        );
    }

    #[test]
    fn spans_count_from_now() {
        let within = |secs| When {
            in_secs: Some(secs),
            ..When::default()
        };
        check(within(600), "2026-11-24 10:10");
        check(within(-600), "Past(None)");
        check(within(0), "Past(None)");
        check(within(i64::MAX), "TooFar");
    }

    #[test]
    fn parts_of_the_day_stand_for_an_hour() {
        let part = |from, until| When {
            time: Some(time(from, 0, 0, 0)),
            time_until: Some(time(until, 0, 0, 0)),
            half_known: true,
            ..When::default()
        };
        check(part(6, 12), "2026-11-25 08:00");
        check(part(12, 18), "2026-11-24 14:00");
        check(part(18, 0), "2026-11-24 20:00");
        assert_eq!(
            resolve(&part(6, 12), &now("Asia/Shanghai"), "CN", Part::Asks),
            Err(Unclear::NoTime)
        );
    }

    #[test]
    fn an_hour_that_the_clocks_pass_over_moves_on() {
        let when = When {
            date: Some(date(2027, 3, 14)),
            time: Some(time(2, 30, 0, 0)),
            half_known: true,
            ..When::default()
        };
        check_in("America/New_York", when, "2027-03-14 03:30 gap");
    }
}
