//! Home Assistant's responses: templates over the slots and the states of the house.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use ling_understand::intents::{Intents, Plain, Recognized};
use minijinja::{Environment, Error, ErrorKind, State as Jinja, UndefinedBehavior, Value, context};

use super::house::{Fixtures, State, text};

/// What a timer may lack.
const TIMER_FIELDS: [(&str, Plain); 8] = [
    ("is_active", Plain::Bool(false)),
    ("total_seconds_left", Plain::Number(0.0)),
    ("start_hours", Plain::Number(0.0)),
    ("start_minutes", Plain::Number(0.0)),
    ("start_seconds", Plain::Number(0.0)),
    ("rounded_hours_left", Plain::Number(0.0)),
    ("rounded_minutes_left", Plain::Number(0.0)),
    ("rounded_seconds_left", Plain::Number(0.0)),
];

/// Renders responses.
pub struct Responder {
    environment: Environment<'static>,
}

impl Responder {
    pub fn new(intents: &Intents) -> anyhow::Result<Responder> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Chainable);
        environment.set_unknown_method_callback(method);
        environment.add_filter("float", float);
        environment.add_filter("int", int);
        environment.add_filter("string", |value: Value| value.to_string());
        for (intent, key, template) in intents.responses() {
            let name = format!("{intent}/{key}");
            environment
                .add_template_owned(name, template.replace(": %}", " %}").replace(":%}", " %}"))?;
        }
        Ok(Responder { environment })
    }

    /// What is answered; empty where the grammar has no answer.
    pub fn respond(
        &self,
        meant: &Recognized<'_>,
        house: &Fixtures,
        now: DateTime,
    ) -> Result<String, Error> {
        let name = format!("{}/{}", meant.intent, meant.response);
        let Ok(template) = self.environment.get_template(&name) else {
            return Ok(String::new());
        };
        let (matched, unmatched) = states(meant, house);
        let query = context! {
            matched => shown(&matched),
            unmatched => shown(&unmatched),
            total_results => matched.len() + unmatched.len(),
        };
        let first = matched.first().or(unmatched.first());
        let known: Vec<State> = matched.iter().map(|state| (*state).clone()).collect();
        let attr = move |id: String, name: String| {
            let state = known.iter().find(|state| state.id == id)?;
            let attribute = state.attributes.iter().find(|(have, _)| *have == name)?;
            Some(value(&attribute.1))
        };
        let text = template.render(context! {
            slots => slots(meant, house, now),
            state => first.map(|state| show(state)),
            query,
            state_attr => Value::from_function(move |id: String, name: String| {
                attr(id, name).unwrap_or(Value::from(()))
            }),
        })?;
        Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// The slots as a template sees them: numbers as they were said.
fn slots(meant: &Recognized<'_>, house: &Fixtures, now: DateTime) -> Value {
    let timers: Vec<Value> = timers(meant, house).iter().map(value).collect();
    let mut slots: BTreeMap<String, Value> = BTreeMap::new();
    slots.insert("canceled".to_owned(), Value::from(timers.len()));
    slots.insert("timers".to_owned(), Value::from(timers));
    slots.insert(
        "media".to_owned(),
        house.media.first().map_or(Value::from(()), value),
    );
    slots.insert(
        "completed_items".to_owned(),
        house.completed_items.iter().map(value).collect(),
    );
    if meant.intent == "HassGetCurrentDate" {
        let (year, month, day) = (now.year(), now.month(), now.day());
        slots.insert("date".to_owned(), context! { year, month, day });
    }
    if meant.intent == "HassGetCurrentTime" {
        let (hour, minute, second) = (now.hour(), now.minute(), now.second());
        slots.insert("time".to_owned(), context! { hour, minute, second });
    }
    for slot in &meant.slots {
        let value = match &slot.value {
            Plain::Number(_) if !slot.text.is_empty() => Value::from(slot.text.as_str()),
            plain => value(plain),
        };
        slots.insert(slot.name.clone(), value);
    }
    Value::from_pairs(slots)
}

/// The timers that are meant, or all where none fits.
fn timers(meant: &Recognized<'_>, house: &Fixtures) -> Vec<Plain> {
    let whole = |timer: &Plain| {
        let Plain::Map(mut entries) = timer.clone() else {
            return timer.clone();
        };
        let words = [("name", Plain::from("")), ("area", Plain::from(""))];
        for (name, value) in TIMER_FIELDS.iter().cloned().chain(words) {
            if !entries.iter().any(|(have, _)| have == name) {
                entries.push((name.to_owned(), value));
            }
        }
        Plain::Map(entries)
    };
    let keys = [
        "start_hours",
        "start_minutes",
        "start_seconds",
        "name",
        "area",
    ];
    let fits = |timer: &&Plain| {
        keys.iter().all(|key| {
            let want = meant.slot(key).map(|slot| normal(&slot.value));
            want.is_none_or(|want| timer.get(key).is_some_and(|have| normal(have) == want))
        })
    };
    let some: Vec<Plain> = house.timers.iter().filter(fits).map(whole).collect();
    if some.is_empty() {
        house.timers.iter().map(whole).collect()
    } else {
        some
    }
}

fn normal(value: &Plain) -> String {
    text(Some(value)).unwrap_or_default().trim().to_lowercase()
}

/// The things that a sentence speaks of, and of these, those that are not in the state it asks for.
fn states<'h>(meant: &Recognized<'_>, house: &'h Fixtures) -> (Vec<&'h State>, Vec<&'h State>) {
    let slot = |name: &str| meant.slot(name).map(|slot| normal(&slot.value));
    let id = |parts: &'h [super::house::Part], name: &str| {
        let part = parts
            .iter()
            .find(|part| part.names.iter().any(|have| have.to_lowercase() == name));
        part.map(|part| part.id.as_str())
    };
    let only = match meant.intent {
        "HassClimateGetTemperature" | "HassClimateSetTemperature" => Some("climate"),
        "HassGetWeather" => Some("weather"),
        _ => None,
    };
    let floor_of = |state: &State| {
        let area = house
            .areas
            .iter()
            .find(|area| Some(&area.id) == state.area.as_ref())?;
        area.floor.as_deref()
    };
    let fits = |state: &&State| {
        if let Some(name) = slot("name") {
            return state.names.iter().any(|have| have.to_lowercase() == name);
        }
        let class = state
            .attributes
            .iter()
            .find(|(name, _)| name == "device_class");
        state.is_exposed
            && only.is_none_or(|domain| state.domain() == domain)
            && slot("floor").is_none_or(|floor| floor_of(state) == id(&house.floors, &floor))
            && slot("area").is_none_or(|area| state.area.as_deref() == id(&house.areas, &area))
            && slot("domain").is_none_or(|domain| state.domain() == domain)
            && slot("device_class")
                .is_none_or(|want| class.is_some_and(|(_, have)| normal(have) == want))
    };
    let wanted = meant.slot("state").map(|slot| normal(&slot.value));
    house
        .states
        .iter()
        .filter(fits)
        .partition(|state| wanted.as_ref().is_none_or(|wanted| state.state == *wanted))
}

fn shown(states: &[&State]) -> Vec<Value> {
    states.iter().map(|state| show(state)).collect()
}

fn show(state: &State) -> Value {
    let said = state.said.as_deref().unwrap_or(&state.state);
    let attribute = |name: &str| state.attributes.iter().find(|(have, _)| have == name);
    let unit = attribute("unit_of_measurement").and_then(|(_, unit)| text(Some(unit)));
    let attributes = state
        .attributes
        .iter()
        .map(|(name, plain)| (name.clone(), value(plain)));
    context! {
        entity_id => state.id.as_str(),
        domain => state.domain(),
        name => state.names.first().map_or("", String::as_str),
        state => said,
        state_with_unit => unit.map_or_else(|| said.to_owned(), |unit| format!("{said} {unit}")),
        attributes => Value::from_pairs(attributes),
    }
}

fn value(plain: &Plain) -> Value {
    match plain {
        Plain::Null => Value::from(()),
        Plain::Bool(truth) => Value::from(*truth),
        Plain::Number(n) if n.fract() == 0.0 && n.abs() < 1e15 => Value::from(*n as i64),
        Plain::Number(n) => Value::from(*n),
        Plain::Text(text) => Value::from(text.as_str()),
        Plain::List(items) => items.iter().map(value).collect(),
        Plain::Map(entries) => Value::from_pairs(
            entries
                .iter()
                .map(|(key, plain)| (key.clone(), value(plain))),
        ),
    }
}

fn number(value: &Value) -> Option<f64> {
    match value.as_str() {
        Some(text) => text.trim().parse().ok(),
        None => f64::try_from(value.clone()).ok(),
    }
}

fn float(value: Value, default: Option<Value>) -> Value {
    number(&value).map_or_else(|| default.unwrap_or(Value::from(0.0)), Value::from)
}

fn int(value: Value, default: Option<Value>) -> Value {
    number(&value).map_or_else(
        || default.unwrap_or(Value::from(0)),
        |n| Value::from(n.trunc() as i64),
    )
}

/// The methods of Python's strings and dictionaries that responses use.
fn method(
    _: &mut Jinja<'_, '_>,
    value: &Value,
    name: &str,
    args: &[Value],
) -> Result<Value, Error> {
    let arg = |at: usize| args.get(at).cloned().unwrap_or(Value::from(()));
    let word = |at: usize| args.get(at).map(ToString::to_string).unwrap_or_default();
    let Some(text) = value.as_str() else {
        return match name {
            "get" => Ok(match value.get_item(&arg(0)) {
                Ok(found) if !found.is_undefined() => found,
                _ => arg(1),
            }),
            _ => Err(Error::from(ErrorKind::UnknownMethod)),
        };
    };
    Ok(match name {
        "lower" => Value::from(text.to_lowercase()),
        "upper" => Value::from(text.to_uppercase()),
        "strip" => Value::from(text.trim()),
        "replace" => Value::from(text.replace(&word(0), &word(1))),
        "startswith" => Value::from(text.starts_with(&word(0))),
        "endswith" => Value::from(text.ends_with(&word(0))),
        "split" if args.is_empty() => text.split_whitespace().map(Value::from).collect(),
        "split" => text.split(word(0).as_str()).map(Value::from).collect(),
        "format" => Value::from(formatted(text, args)),
        _ => return Err(Error::from(ErrorKind::UnknownMethod)),
    })
}

/// `{}`, `{0}` and `{0:02d}`.
fn formatted(pattern: &str, args: &[Value]) -> String {
    let mut text = String::new();
    let mut rest = pattern;
    let mut next = 0;
    while let Some((before, after)) = rest.split_once('{') {
        let (hole, after) = after.split_once('}').unwrap_or((after, ""));
        let (at, form) = hole.split_once(':').unwrap_or((hole, ""));
        let at = at.parse().unwrap_or(next);
        next = at + 1;
        let value = args.get(at).map(ToString::to_string).unwrap_or_default();
        text.push_str(before);
        let width: usize = form.trim_end_matches('d').parse().unwrap_or(0);
        if form.starts_with('0') {
            text.push_str(&format!("{value:0>width$}"));
        } else {
            text.push_str(&format!("{value:>width$}"));
        }
        rest = after;
    }
    text + rest
}
