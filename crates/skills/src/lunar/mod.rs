//! The calendar that people live by: lunar dates, solar terms, animals of the years, festivals and days off.

use jiff::civil::Date;
use ling_base::{Value, When};
use ling_dialogue::{BoxFuture, Call, Out, Skill, SkillError, Source, World};
use ling_text::{
    Holes, Style,
    almanac::{
        Festival, LunarDate, Region, Term, Why, festivals_on, is_workday, lunar_to_solar,
        next_term, solar_to_lunar, table_missing, term_on, year_pillar,
    },
    pack,
};

use crate::clock::next_term_date;

/// The files of this folder.
pub const SOURCE: Source = crate::source!("lunar");

/// Days searched for the next festival; there is one every month.
const DAYS_MAX: usize = 120;

/// Tells about the lunar calendar and holidays.
pub struct Lunar;

impl Skill for Lunar {
    fn run<'a>(
        &'a self,
        call: &'a Call,
        _world: &'a dyn World,
        out: &'a mut Out<'_>,
    ) -> BoxFuture<'a, Result<(), SkillError>> {
        Box::pin(async move {
            match call.verb() {
                "date" => date(call, out),
                "solar" => solar(call, out),
                "term" => term(call, out),
                "zodiac" => zodiac(call, out),
                "on_day" => on_day(call, out),
                "work" => work(call, out),
                verb => return Err(SkillError::Verb(verb.to_owned())),
            }
            Ok(())
        })
    }
}

fn asked(call: &Call, arg: &str) -> Option<Date> {
    call.args.when(arg).and_then(|when| when.date)
}

fn day(call: &Call) -> Date {
    asked(call, "day").unwrap_or_else(|| call.now.date())
}

fn on(day: Date) -> Value {
    Value::When(When {
        date: Some(day),
        ..When::default()
    })
}

fn date(call: &Call, out: &mut Out<'_>) {
    let day = day(call);
    let Some(lunar) = solar_to_lunar(day) else {
        out.say("beyond", Holes::new());
        return;
    };
    let pack = pack(call.lang);
    let holes = Holes::new()
        .value("day", on(day))
        .text("lunar", pack.lunar_date(lunar, Style::Show))
        .text("pillar", pack.pillar(year_pillar(lunar.year)))
        .text("animal", pack.animal(lunar.year));
    out.say("date", holes);
    if let Some(term) = term_on(day) {
        out.say("term_today", Holes::new().text("term", pack.term(term)));
    }
}

/// The next day on which a lunar date falls.
fn solar(call: &Call, out: &mut Out<'_>) {
    let number = |arg: &str| call.args.id(arg).and_then(|id| id.parse::<i8>().ok());
    let (Some(month), Some(nth)) = (number("month"), number("nth")) else {
        out.say("beyond", Holes::new());
        return;
    };
    let today = call.now.date();
    let years = today.year() - 1..=today.year() + 2;
    let days = years.filter_map(|year| {
        lunar_to_solar(LunarDate {
            year,
            month,
            leap: false,
            day: nth,
        })
    });
    let Some(day) = days.into_iter().find(|day| *day >= today) else {
        out.say("beyond", Holes::new());
        return;
    };
    let lunar = pack(call.lang).lunar_date(
        LunarDate {
            year: day.year(),
            month,
            leap: false,
            day: nth,
        },
        Style::Show,
    );
    out.say(
        "solar",
        Holes::new().text("lunar", lunar).value("day", on(day)),
    );
}

fn term(call: &Call, out: &mut Out<'_>) {
    let pack = pack(call.lang);
    let today = call.now.date();
    if let Some(id) = call.args.id("term") {
        let name = id
            .parse()
            .ok()
            .and_then(Term::nth)
            .map(|term| pack.term(term));
        match (name, next_term_date(id, today)) {
            (Some(name), Some(day)) => out.say(
                "term_when",
                Holes::new().text("term", name).value("day", on(day)),
            ),
            _ => out.say("beyond", Holes::new()),
        }
        return;
    }
    let day = day(call);
    let next = call.args.has("next");
    if let Some(term) = term_on(day).filter(|_| !next) {
        out.say(
            "term_is",
            Holes::new()
                .value("day", on(day))
                .text("term", pack.term(term)),
        );
        return;
    }
    let from = if next {
        day.tomorrow().unwrap_or(day)
    } else {
        day
    };
    match next_term(from) {
        Some((term, then)) => {
            let key = if next { "term_next" } else { "term_none" };
            out.say(
                key,
                Holes::new()
                    .value("asked", on(day))
                    .text("term", pack.term(term))
                    .value("day", on(then)),
            );
        }
        None => out.say("beyond", Holes::new()),
    }
}

/// The animal of a year: of the lunar year that most of it lies in, or of today.
fn zodiac(call: &Call, out: &mut Out<'_>) {
    let named = call
        .args
        .number("n")
        .map(|n| n as i16)
        .or_else(|| asked(call, "year").map(|first| first.year()));
    let here = solar_to_lunar(call.now.date()).map(|lunar| lunar.year);
    let Some(year) = named.filter(|year| *year != call.now.year()).or(here) else {
        out.say("beyond", Holes::new());
        return;
    };
    let pack = pack(call.lang);
    let holes = Holes::new()
        .number("year", year.into())
        .text("animal", pack.animal(year))
        .text("pillar", pack.pillar(year_pillar(year)));
    out.say("zodiac", holes);
}

fn on_day(call: &Call, out: &mut Out<'_>) {
    let next = call.args.has("next");
    let day = day(call);
    let feasts = if next { Vec::new() } else { names(call, day) };
    if !feasts.is_empty() {
        out.say(
            "feasts",
            Holes::new().value("day", on(day)).list("feasts", feasts),
        );
        return;
    }
    let days = day.series(jiff::Span::new().days(1)).skip(1).take(DAYS_MAX);
    let coming = days
        .map(|day| (day, names(call, day)))
        .find(|(_, names)| !names.is_empty());
    match coming {
        Some((then, names)) => {
            let key = if next { "feast_next" } else { "feast_none" };
            let holes = Holes::new()
                .value("asked", on(day))
                .value("day", on(then))
                .list("feasts", names);
            out.say(key, holes);
        }
        None => out.say("beyond", Holes::new()),
    }
}

fn names(call: &Call, day: Date) -> Vec<String> {
    let feasts = festivals_on(day);
    let first = |festival: Festival| {
        pack(call.lang)
            .festival_names(festival.id())
            .first()
            .cloned()
    };
    feasts.into_iter().filter_map(first).collect()
}

fn work(call: &Call, out: &mut Out<'_>) {
    let day = day(call);
    let region = Region::of_country(&call.region);
    let workday = is_workday(day, region);
    let key = match workday.why {
        Why::Weekday => "work_weekday",
        Why::Weekend => "work_weekend",
        Why::Holiday => "work_holiday",
        Why::MakeUp => "work_make_up",
    };
    let feasts = names(call, day);
    let holes = Holes::new().value("day", on(day));
    match (workday.why, feasts.first()) {
        (Why::Holiday, Some(feast)) => out.say("work_feast", holes.text("feast", feast.as_str())),
        _ => out.say(key, holes),
    }
    if !workday.certain && table_missing(day.year(), region) {
        out.say("uncertain", Holes::new().number("year", day.year().into()));
    }
}
