//! `ling bench understand` without a set: every set and every peer side by side, as one table.

mod peers;
mod sets;
mod table;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use ling_understand::Stages;

use super::{intents, values};
use peers::Peers;
use table::Row;

/// What to measure.
pub struct Options {
    /// The folder with the sets.
    pub datasets: PathBuf,
    /// The folder with our own sets.
    pub own: PathBuf,
    /// Which of our stages answer.
    pub stages: Stages,
    /// The Python with the peers.
    pub python: Option<PathBuf>,
    /// The file whose marked part the table replaces.
    pub write: Option<PathBuf>,
}

/// Locales of Home Assistant's tests.
const LOCALES: [(&str, &str); 4] = [
    ("en", "en"),
    ("zh-CN", "zh"),
    ("zh-TW", "zh"),
    ("zh-HK", "zh"),
];

/// Measures everything that is there; what is not there is named with the reason.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let mut missing = Vec::new();
    let mut rows = sets::natural(options, &mut missing)?;
    rows.extend(home_assistant(&options.datasets, &mut missing)?);
    rows.extend(recognizers(&options.datasets, &mut missing));
    let peers = Peers::ask(options);
    missing.extend(peers.missing.iter().cloned());
    let table = table::drawn(&rows, &peers.rows, &missing);
    print!("{table}");
    if let Some(file) = &options.write {
        table::write(file, &table)?;
        eprintln!("written into {}", file.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// Home Assistant's own tests: intents and slots.
fn home_assistant(datasets: &Path, missing: &mut Vec<String>) -> anyhow::Result<Vec<Row>> {
    let folder = datasets.join("ha_intents");
    if !folder.is_dir() {
        missing.push(format!(
            "Home Assistant's tests: there is no {}",
            folder.display()
        ));
        return Ok(Vec::new());
    }
    let rows = LOCALES.iter().map(|(locale, lang)| {
        eprintln!("Home Assistant's tests, {locale}");
        let tally = intents::conform(&folder, locale, false)?;
        let shown = format!("Home Assistant's tests, {locale}");
        Ok(Row::of_two(
            &format!("ha-{locale}"),
            &shown,
            lang,
            tally.n,
            tally.slots,
            tally.micros,
        ))
    });
    rows.collect()
}

/// The specs of Recognizers-Text: spans, types and values.
fn recognizers(datasets: &Path, missing: &mut Vec<String>) -> Vec<Row> {
    let mut rows = Vec::new();
    for set in values::SETS {
        eprintln!("Recognizers, {}", set.name);
        match values::measured(set, datasets) {
            Ok(score) => {
                let (kind, lang) = set.name.rsplit_once('-').unwrap_or((set.name, "-"));
                let shown = format!("Recognizers, {kind}");
                rows.push(Row::of_two(
                    set.name,
                    &shown,
                    lang,
                    score.all,
                    score.right,
                    score.micros,
                ));
            }
            Err(error) => missing.push(format!("Recognizers, {}: {error:#}", set.name)),
        }
    }
    rows
}
