//! `ling intents`: Home Assistant's sentences with Home Assistant's names.

mod house;
mod load;
mod names;
mod respond;

use std::{path::Path, process::ExitCode};

use anyhow::Context;
use jiff::civil::DateTime;
use ling_hub::OWN_LISTS;
use ling_understand::intents::{self, Home, Intents, Plain, Recognized};
use serde_json::{Map, Value, json};

use crate::{cli, input};
pub use house::Fixtures;
pub use load::grammar;
pub use respond::Responder;

/// A grammar in a house, ready to answer.
pub struct Answerer {
    pub intents: Intents,
    pub responder: Responder,
}

impl Answerer {
    pub fn new(folder: &Path, lang: &str, given: &[&str]) -> anyhow::Result<Answerer> {
        let intents = grammar(folder, lang, given)?;
        let responder = Responder::new(&intents)?;
        Ok(Answerer { intents, responder })
    }

    /// The answer as Home Assistant's tests write it.
    pub fn answer(
        &self,
        text: &str,
        home: &Home,
        house: &Fixtures,
        line: &Map<String, Value>,
    ) -> Value {
        let now = line
            .get("now")
            .and_then(Value::as_str)
            .and_then(|now| now.parse().ok());
        let now = now.unwrap_or_else(|| jiff::ZonedDateTime::now().datetime());
        let context = context(line, house);
        let (meant, took) = crate::cpu::timed(|| self.intents.recognize(text, home, &context));
        let cpu_us = took.as_micros() as u64;
        match meant {
            Some(meant) => self.shown(&meant, house, now, cpu_us),
            None => {
                let response = self.intents.response("errors", "no_intent");
                json!({ "intent": null, "slots": {}, "response": response, "cpu_us": cpu_us })
            }
        }
    }

    fn shown(&self, meant: &Recognized<'_>, house: &Fixtures, now: DateTime, cpu_us: u64) -> Value {
        let response = self.responder.respond(meant, house, now);
        let mut answer = json!({
            "intent": meant.intent,
            "slots": slots(meant),
            "response": response.as_ref().ok(),
            "sentence": meant.sentence,
            "cpu_us": cpu_us,
        });
        if let Some(combo) = meant.combo {
            answer["slot_combination"] = json!(combo);
        }
        if let Err(error) = response {
            answer["error"] = json!(format!(
                "the response `{}` fails: {error:#}",
                meant.response
            ));
        }
        answer
    }
}

fn slots(meant: &Recognized<'_>) -> Value {
    let slots = meant.slots.iter();
    slots
        .map(|slot| (slot.name.clone(), json!(slot.value)))
        .collect::<Map<_, _>>()
        .into()
}

/// What a line says besides its text; the device's area comes from the house if the line names none.
fn context(line: &Map<String, Value>, house: &Fixtures) -> intents::Context {
    let area = house
        .heard_in
        .as_deref()
        .map(|area| ("area".to_owned(), Plain::from(area)));
    let said = line
        .iter()
        .filter(|(key, _)| !matches!(key.as_str(), "text" | "now"));
    area.into_iter()
        .chain(said.map(|(key, value)| (key.clone(), plain(value))))
        .collect()
}

fn plain(value: &Value) -> Plain {
    match value {
        Value::Null => Plain::Null,
        Value::Bool(truth) => Plain::Bool(*truth),
        Value::Number(number) => Plain::Number(number.as_f64().unwrap_or_default()),
        Value::String(text) => Plain::Text(text.clone()),
        Value::Array(items) => Plain::List(items.iter().map(plain).collect()),
        Value::Object(map) => Plain::Map(
            map.iter()
                .map(|(key, value)| (key.clone(), plain(value)))
                .collect(),
        ),
    }
}

/// Reads a house from YAML or JSON.
pub fn house(path: &Path) -> anyhow::Result<Fixtures> {
    let shown = path.display().to_string();
    let text = input::text(path)?;
    Ok(Fixtures::read(&intents::read_yaml(&shown, &text)?))
}

/// The lists of a house, and those that every household's own sentences may ask for, with or without names on them.
fn lists(house: &Fixtures) -> Vec<&str> {
    let mut lists = house.given();
    lists.extend(OWN_LISTS);
    lists.sort_unstable();
    lists.dedup();
    lists
}

/// `ling intents`.
pub fn run(options: cli::Intents) -> anyhow::Result<ExitCode> {
    let house = options
        .house
        .as_deref()
        .map(house)
        .transpose()?
        .unwrap_or_default();
    let answerer = Answerer::new(&options.grammar, &options.lang, &lists(&house))?;
    let home = Home::new(&answerer.intents, &house.house())?;
    if !options.jsonl {
        let line = Map::new();
        println!(
            "{}",
            answerer.answer(&options.text.join(" "), &home, &house, &line)
        );
        return Ok(ExitCode::SUCCESS);
    }
    input::answer_lines(|line| {
        let line: Map<String, Value> = serde_json::from_str(line)?;
        let text = line.get("text").and_then(Value::as_str);
        let text = text.context("the line has no `text`")?;
        Ok(answerer.answer(text, &home, &house, &line))
    })
}
