//! The wake word: one of the package `wake-words`, one of your own, or any phrase with the package `kws-zh-en`.

use std::path::{Path, PathBuf};

use anyhow::Context;
use ling_hub::out::models::Store;
use ling_nn::NetOptions;
use ling_speech::{
    asr::zipformer::Files,
    wake::{MicroWake, Spotter, SpotterModel, WakeModel, WakeWord, spotter},
};

use crate::{advice::Advice, cli::Place, config};

/// The package with the words.
const PACKAGE: &str = "wake-words";

/// The package that hears any phrase.
const ANY_PHRASE: &str = "kws-zh-en";

/// What waits for `wanted`: a word of the package, the description (.json) of another one, with its net (.tflite) beside
/// it, or else any phrase, if there is what hears them.
pub fn open(place: &Place, wanted: &str) -> anyhow::Result<Box<dyn WakeWord>> {
    let path = match Path::new(wanted) {
        path if path.extension().is_some_and(|ending| ending == "json") => Ok(path.to_owned()),
        _ => folder(place, PACKAGE).and_then(|folder| in_package(&folder, wanted)),
    };
    let path = match (path, folder(place, ANY_PHRASE)) {
        (Ok(path), _) => path,
        (Err(_), Ok(folder)) => return Ok(Box::new(any_phrase(&folder, wanted)?)),
        (Err(error), Err(_)) => return Err(error),
    };
    let read = |path: &Path| {
        std::fs::read(path).with_context(|| format!("`{}` cannot be read", path.display()))
    };
    let (description, net) = (read(&path)?, read(&path.with_extension("tflite"))?);
    let name = path.with_extension("");
    let model = WakeModel::read(&name.display().to_string(), &description, &net)?;
    Ok(Box::new(MicroWake::new(vec![model])))
}

/// What waits for a phrase that no net was trained for.
fn any_phrase(folder: &Path, phrase: &str) -> anyhow::Result<Spotter> {
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read(&path).with_context(|| format!("`{}` cannot be read", path.display()))
    };
    let text = |name: &str| {
        String::from_utf8(read(name)?).with_context(|| format!("`{name}` is not UTF-8"))
    };
    let [encoder, decoder, joiner, tokens, lexicon] = spotter::FILES;
    let files = Files {
        encoder: read(encoder)?,
        decoder: read(decoder)?,
        joiner: read(joiner)?,
        tokens: text(tokens)?,
    };
    let model = SpotterModel::open(files, &NetOptions::default())?;
    let keyword = model.keyword(phrase, &text(lexicon)?)?;
    Ok(Spotter::new(model, vec![keyword]))
}

fn folder(place: &Place, package: &str) -> anyhow::Result<PathBuf> {
    let config = config::load(&place.config()?)?;
    let store = Store::of(&place.data()?, &config.models).map_err(anyhow::Error::msg)?;
    let folder = store.folder(package);
    if folder.is_dir() {
        return Ok(folder);
    }
    let why = format!("the package `{package}` is not there");
    let hint = format!("fetch it with `ling models pull {package}`, or name a model's .json file");
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
    let hint = format!(
        "choose one of {}; any phrase takes `ling models pull {ANY_PHRASE} --unverified --mirror FOLDER`",
        words.join(", ")
    );
    Err(Advice::new(why, hint).into())
}
