//! The time and the date, here and elsewhere, and how far away a day is.

mod day;
mod year;
mod zone;

pub(crate) use day::next_term_date;

use ling_base::{Value, When};
use ling_dialogue::{BoxFuture, Call, Out, Skill, SkillError, Source, World};
use ling_text::Holes;

/// The files of this folder.
pub const SOURCE: Source = crate::source!("clock");

/// Tells the time and the date.
pub struct Clock;

impl Skill for Clock {
    fn run<'a>(
        &'a self,
        call: &'a Call,
        _world: &'a dyn World,
        out: &'a mut Out<'_>,
    ) -> BoxFuture<'a, Result<(), SkillError>> {
        Box::pin(async move {
            match call.verb() {
                "time" if call.args.has("city") => zone::time(call, out),
                "time" => time(call, out),
                "convert" => zone::convert(call, out),
                "difference" => zone::difference(call, out),
                "date" if call.args.has("feast") => day::feast(call, out),
                "date" => day::date(call, out),
                "until" => day::until(call, out),
                "week" => day::week(call, out),
                "leap" => year::leap(call, out),
                "month_days" => year::month_days(call, out),
                "year_days" => year::year_days(call, out),
                "year" => {
                    let key = if call.args.has("what") {
                        "month"
                    } else {
                        "year"
                    };
                    let year = i64::from(call.now.year());
                    let holes = Holes::new().date("day", call.now.date());
                    out.say(key, holes.number("year", year as f64));
                }
                verb => return Err(SkillError::Verb(verb.to_owned())),
            }
            Ok(())
        })
    }
}

fn time(call: &Call, out: &mut Out<'_>) {
    let now = When {
        time: Some(call.now.time()),
        half_known: true,
        ..When::default()
    };
    out.say("time", Holes::new().value("now", Value::When(now)));
}
