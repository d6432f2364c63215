//! The wake word: one of the package `wake-words`, or one of your own.

use std::path::{Path, PathBuf};

use anyhow::Context;
use ling_hub::out::models::Store;
use ling_speech::wake::{MicroWake, WakeModel};

use crate::{advice::Advice, cli::Place, config};

/// The package with the words.
const PACKAGE: &str = "wake-words";

/// What waits for `wanted`: a word of the package, or the description
/// (.json) of another one, with its net (.tflite) beside it.
pub fn open(place: &Place, wanted: &str) -> anyhow::Result<MicroWake> {
    let path = match Path::new(wanted) {
        path if path.extension().is_some_and(|ending| ending == "json") => path.to_owned(),
        _ => in_package(&folder(place)?, wanted)?,
    };
    let read = |path: &Path| {
        std::fs::read(path).with_context(|| format!("`{}` cannot be read", path.display()))
    };
    let (description, net) = (read(&path)?, read(&path.with_extension("tflite"))?);
    let name = path.with_extension("");
    let model = WakeModel::read(&name.display().to_string(), &description, &net)?;
    Ok(MicroWake::new(vec![model]))
}

fn folder(place: &Place) -> anyhow::Result<PathBuf> {
    let config = config::load(&place.config()?)?;
    let store = Store::of(&place.data()?, &config.models).map_err(anyhow::Error::msg)?;
    let folder = store.folder(PACKAGE);
    if folder.is_dir() {
        return Ok(folder);
    }
    let why = format!("the package `{PACKAGE}` is not there");
    let hint = format!("fetch it with `ling models pull {PACKAGE}`, or name a model's .json file");
    Err(Advice::new(why, hint).into())
}

/// The description of a word of the package: `Okay Nabu` is `okay_nabu.json`.
fn in_package(folder: &Path, wanted: &str) -> anyhow::Result<PathBuf> {
    let shown = folder.display();
    let files = std::fs::read_dir(folder).with_context(|| format!("`{shown}` cannot be read"))?;
    let paths = files.flatten().map(|file| file.path());
    let described = paths.filter(|path| path.extension().is_some_and(|ending| ending == "json"));
    let named = described.filter_map(|path| Some((path.file_stem()?.to_str()?.to_owned(), path)));
    let mut words: Vec<(String, PathBuf)> = named.collect();
    words.sort();
    let name = ling_text::fold::folded(wanted).replace(' ', "_");
    if let Some((_, path)) = words.iter().find(|(word, _)| *word == name) {
        return Ok(path.clone());
    }
    let words: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
    let why = format!("there is no wake word `{wanted}`");
    Err(Advice::new(why, format!("choose one of {}", words.join(", "))).into())
}
