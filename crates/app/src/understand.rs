//! `ling understand`: how sentences are understood, without doing anything.

use std::{path::Path, process::ExitCode, sync::Arc};

use anyhow::Context;
use jiff::ZonedDateTime;
use ling_base::{Meaning, Reading};
use ling_dialogue::Skills;
use ling_hub::{Hub, HubOptions, Own};
use ling_understand::{Names, Scope, Stages, Understander};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    cli::{Place, Understand},
    config, cpu, input,
};

/// Reads sentences as the server would, without doing anything.
pub struct Reader {
    understander: Understander,
    names: Arc<Names>,
    /// The household's own sentences, which come first.
    own: Option<Arc<Own>>,
    stages: Stages,
}

#[derive(Deserialize)]
struct Line {
    text: String,
    now: Option<String>,
}

impl Reader {
    /// Compiles the sentences of all skills; the names are those of a file, else of the built-in house.
    pub fn new(stages: Stages, house: Option<&Path>) -> anyhow::Result<Reader> {
        let names = match house {
            Some(house) => crate::intents::house(house)?.names(),
            None => ling_hub::built_in_names(),
        };
        let skills = Skills::load(ling_skills::all())?;
        let understander = Understander::new(move || skills.phrasebooks(), Some(crate::model::NET))
            .map_err(|errors| {
                let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
                anyhow::anyhow!("{}", lines.join("\n"))
            })?;
        Ok(Reader {
            understander,
            own: None,
            stages,
            names: Arc::new(Names::new(names)),
        })
    }

    /// The same with the names and sentences of the household whose data folder was named, unless a file has the names.
    pub async fn at(place: &Place, stages: Stages, house: Option<&Path>) -> anyhow::Result<Reader> {
        let mut reader = Reader::new(stages, house)?;
        if house.is_none() && place.data.is_some() {
            let hub = Hub::open(HubOptions {
                data: place.there()?,
                config: config::load(&place.config()?)?,
                skills: ling_skills::all(),
                model: None,
            })
            .await?;
            (reader.names, reader.own) = (hub.names(), Some(hub.own()));
            hub.close().await;
        }
        Ok(reader)
    }

    /// Everything that a sentence may mean.
    pub fn read(&self, text: &str, now: &ZonedDateTime) -> Reading {
        let langs = ling_text::script::lang_of(text).and_others();
        let scope = Scope {
            now,
            names: &self.names,
            open: None,
            langs: &langs,
        };
        let own = self.own.as_ref().and_then(|own| own.meant(text));
        let meant = own.as_deref().unwrap_or(text);
        let mut reading = self.understander.understand(&[meant], &scope, self.stages);
        if own.is_some() {
            reading.steps.insert(0, format!("own sentence: {meant}"));
        }
        reading
    }

    /// The label of the best meaning.
    pub fn label(&self, text: &str) -> Option<String> {
        let reading = self.read(text, &ZonedDateTime::now());
        Some(reading.commands.first()?.first()?.label.clone())
    }
}

/// The stages that a word on the command line names.
pub fn stages(word: &str) -> anyhow::Result<Stages> {
    let unknown = || format!("`{word}` is no stage; use `grammar`, `model` or `all`");
    Stages::from_word(word).with_context(unknown)
}

/// `ling understand`.
pub async fn run(options: Understand) -> anyhow::Result<ExitCode> {
    let stages = stages(&options.stage)?;
    let reader = Reader::at(&options.place, stages, options.house.as_deref()).await?;
    if !options.jsonl {
        println!(
            "{}",
            answer(
                &reader,
                &options.text.join(" "),
                &ZonedDateTime::now(),
                None
            )
        );
        return Ok(ExitCode::SUCCESS);
    }
    input::answer_lines(|line| {
        let line: Line = serde_json::from_str(line)?;
        let now = match &line.now {
            Some(now) => at(now).with_context(|| format!("`{now}` is not a local time"))?,
            None => ZonedDateTime::now(),
        };
        let (reading, took) = cpu::timed(|| reader.read(&line.text, &now));
        Ok(shown(&line.text, &reading, Some(took.as_micros())))
    })
}

fn answer(reader: &Reader, text: &str, now: &ZonedDateTime, cpu_us: Option<u128>) -> Value {
    shown(text, &reader.read(text, now), cpu_us)
}

/// A local ISO time in the zone of this machine.
pub fn at(now: &str) -> anyhow::Result<ZonedDateTime> {
    let local: jiff::civil::DateTime = now.parse()?;
    Ok(local.to_zoned_datetime(jiff::tz::TimeZone::system())?)
}

fn shown(text: &str, reading: &Reading, cpu_us: Option<u128>) -> Value {
    let best: Vec<&Meaning> = reading
        .commands
        .iter()
        .filter_map(|ranked| ranked.first())
        .collect();
    let mut json = match best.first() {
        Some(meaning) => ling_hub::meaning_json(meaning),
        None => json!({ "label": "oos", "intent": null, "slots": [], "score": 0.0 }),
    };
    json["text"] = json!(text);
    json["stage"] = json!(best.first().map_or("none", |meaning| meaning.stage.word()));
    json["steps"] = json!(reading.steps);
    if let Some(cpu_us) = cpu_us {
        json["cpu_us"] = json!(u64::try_from(cpu_us).unwrap_or(u64::MAX));
    }
    if best.len() > 1 {
        json["more"] = best[1..]
            .iter()
            .map(|meaning| ling_hub::meaning_json(meaning))
            .collect();
    }
    json
}
