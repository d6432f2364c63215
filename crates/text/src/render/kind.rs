//! The kinds of hole a message may have, and what each does with its filling.

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, ZonedDateTime};
use ling_base::{Value, When};

use crate::almanac::solar_to_lunar;
use crate::{Context, DateLook, Hole, Pack, TimeLook};

/// What a hole says about its filling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    List,
    Choice,
    Count,
    Number,
    Ordinal,
    Digits,
    Percent,
    Money,
    Quantity,
    Duration,
    Time(TimeLook),
    Date(DateLook),
    Weekday,
    Lunar,
    Year,
    When,
    Plural(Vec<String>),
}

impl Kind {
    /// Reads what stands after the hole's name: `time`, `time:half`, `plural:minute|minutes`.
    pub fn parse(word: &str, option: Option<&str>) -> Option<Kind> {
        let kind = match (word, option) {
            ("text", None) => Kind::Text,
            ("list", None) => Kind::List,
            ("list", Some("or")) => Kind::Choice,
            ("count", None) => Kind::Count,
            ("number", None) => Kind::Number,
            ("ordinal", None) => Kind::Ordinal,
            ("digits", None) => Kind::Digits,
            ("percent", None) => Kind::Percent,
            ("money", None) => Kind::Money,
            ("quantity", None) => Kind::Quantity,
            ("duration", None) => Kind::Duration,
            ("time", None) => Kind::Time(TimeLook::Usual),
            ("time", Some("half")) => Kind::Time(TimeLook::Half),
            ("time", Some("bare")) => Kind::Time(TimeLook::Bare),
            ("date", None) => Kind::Date(DateLook::Usual),
            ("date", Some("plain")) => Kind::Date(DateLook::Plain),
            ("date", Some("full")) => Kind::Date(DateLook::Full),
            ("weekday", None) => Kind::Weekday,
            ("lunar", None) => Kind::Lunar,
            ("year", None) => Kind::Year,
            ("when", None) => Kind::When,
            ("plural", Some(forms)) => Kind::Plural(forms.split('|').map(str::to_owned).collect()),
            _ => return None,
        };
        Some(kind)
    }

    /// The word in message files.
    pub fn word(&self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::List | Kind::Choice => "list",
            Kind::Count => "count",
            Kind::Number => "number",
            Kind::Ordinal => "ordinal",
            Kind::Digits => "digits",
            Kind::Percent => "percent",
            Kind::Money => "money",
            Kind::Quantity => "quantity",
            Kind::Duration => "duration",
            Kind::Time(_) => "time",
            Kind::Date(_) => "date",
            Kind::Weekday => "weekday",
            Kind::Lunar => "lunar",
            Kind::Year => "year",
            Kind::When => "when",
            Kind::Plural(_) => "plural",
        }
    }

    /// The filling in words; `None` when it is of another kind.
    pub fn fill(&self, hole: &Hole, pack: &dyn Pack, ctx: &Context<'_>) -> Option<String> {
        let style = ctx.style;
        let words = match self {
            Kind::Text => return text(hole, pack, ctx),
            Kind::List => return list(hole, pack),
            Kind::Choice => match hole {
                Hole::List(items) => pack.choice(items),
                _ => return list(hole, pack),
            },
            Kind::Count => match amount(hole)? {
                n if n.fract() == 0.0 && n.abs() < 9e15 => pack.count(n as i64, style),
                n => pack.number(n, style),
            },
            Kind::Number => pack.number(amount(hole)?, style),
            Kind::Ordinal => pack.ordinal(whole(hole)?, style),
            Kind::Digits => pack.digits(&digits(hole)?, style),
            Kind::Percent => pack.percent(amount(hole)?, style),
            Kind::Money => match hole {
                Hole::Value(Value::Money { amount, currency }) => {
                    pack.money(*amount, currency, style)
                }
                _ => return None,
            },
            Kind::Quantity => match hole {
                Hole::Value(Value::Quantity { amount, unit }) => {
                    pack.quantity(*amount, unit, style)
                }
                _ => return None,
            },
            Kind::Duration => pack.duration(seconds(hole)?, style),
            Kind::Time(look) => pack.time(time(hole, ctx.now)?, *look, style),
            Kind::Date(look) => pack.date(date(hole, ctx.now)?, *look, ctx.now.date(), style),
            Kind::Weekday => pack.weekday(date(hole, ctx.now)?.weekday(), style),
            Kind::Lunar => pack.lunar_date(solar_to_lunar(date(hole, ctx.now)?)?, style),
            Kind::Year => pack.year(year(hole, ctx.now)?, style),
            Kind::When => pack.when(when(hole)?, ctx.now, style),
            Kind::Plural(forms) => {
                let idx = pack.plural_idx(plural_number(hole)?);
                forms.get(idx).or(forms.last())?.clone()
            }
        };
        Some(words)
    }
}

/// Words for any filling: a text hole takes every kind, each in its usual form.
fn text(hole: &Hole, pack: &dyn Pack, ctx: &Context<'_>) -> Option<String> {
    let kind = match hole {
        Hole::Text(text) | Hole::Value(Value::Text(text)) => return Some(text.clone()),
        Hole::Value(Value::Named { name, .. }) => return Some(name.clone()),
        Hole::List(_) => Kind::List,
        Hole::Count(_) | Hole::Value(Value::Number(_)) => Kind::Number,
        Hole::Value(Value::Ordinal(_)) => Kind::Ordinal,
        Hole::Value(Value::Percent(_)) => Kind::Percent,
        Hole::Value(Value::Money { .. }) => Kind::Money,
        Hole::Value(Value::Quantity { .. }) => Kind::Quantity,
        Hole::Value(Value::Duration(_)) => Kind::Duration,
        Hole::Value(Value::When(_)) => Kind::When,
    };
    kind.fill(hole, pack, ctx)
}

fn list(hole: &Hole, pack: &dyn Pack) -> Option<String> {
    match hole {
        Hole::List(items) => Some(pack.list(items)),
        Hole::Text(text) | Hole::Value(Value::Text(text)) => Some(text.clone()),
        Hole::Value(Value::Named { name, .. }) => Some(name.clone()),
        _ => None,
    }
}

/// A number that stands alone or carries a unit.
fn amount(hole: &Hole) -> Option<f64> {
    match hole {
        Hole::Count(n) | Hole::Value(Value::Ordinal(n)) => Some(*n as f64),
        Hole::Value(Value::Number(n) | Value::Percent(n)) => Some(*n),
        Hole::Value(Value::Quantity { amount, .. } | Value::Money { amount, .. }) => Some(*amount),
        _ => None,
    }
}

/// What a plural goes by: a number, or how many things a list has.
fn plural_number(hole: &Hole) -> Option<f64> {
    match hole {
        Hole::List(items) => Some(items.len() as f64),
        _ => amount(hole),
    }
}

fn whole(hole: &Hole) -> Option<i64> {
    match hole {
        Hole::Count(n) | Hole::Value(Value::Ordinal(n)) => Some(*n),
        Hole::Value(Value::Number(n)) if n.fract() == 0.0 && n.abs() < 9e15 => Some(*n as i64),
        _ => None,
    }
}

fn digits(hole: &Hole) -> Option<String> {
    match hole {
        Hole::Text(text) | Hole::Value(Value::Text(text)) => Some(text.clone()),
        _ => whole(hole).map(|n| n.to_string()),
    }
}

fn seconds(hole: &Hole) -> Option<i64> {
    match hole {
        Hole::Count(secs) | Hole::Value(Value::Duration(secs)) => Some(*secs),
        Hole::Value(Value::When(When {
            in_secs: Some(secs),
            ..
        })) => Some(*secs),
        _ => None,
    }
}

fn when(hole: &Hole) -> Option<&When> {
    match hole {
        Hole::Value(Value::When(when)) => Some(when),
        _ => None,
    }
}

/// `now` and some seconds, or `None` at the end of the calendar.
fn shifted(now: &ZonedDateTime, when: &When) -> Option<ZonedDateTime> {
    now.checked_add(SignedDuration::from_secs(when.in_secs?))
        .ok()
}

fn time(hole: &Hole, now: &ZonedDateTime) -> Option<Time> {
    let when = when(hole)?;
    when.time
        .or_else(|| shifted(now, when).map(|moment| moment.time()))
}

fn date(hole: &Hole, now: &ZonedDateTime) -> Option<Date> {
    let when = when(hole)?;
    when.date
        .or_else(|| shifted(now, when).map(|moment| moment.date()))
}

fn year(hole: &Hole, now: &ZonedDateTime) -> Option<i16> {
    match whole(hole) {
        Some(year) => i16::try_from(year).ok(),
        None => date(hole, now).map(|date| date.year()),
    }
}
