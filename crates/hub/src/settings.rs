//! Settings that the page changes lie in the database, laid over the file.

mod flaws;
mod locked;
mod zone;

use std::sync::Arc;

use jiff::tz::TimeZone;
use ling_cloud::CloudError;
use serde_json::{Map, Value, json};

pub use flaws::Flaw;
pub use zone::{Moved, MovedRow};

use crate::{Config, Hub, config, engines::sense_voice, towns};

/// Where the overlay is kept.
const SETTING: &str = "config";
/// Depth to which tables are laid over each other: section, key.
const DEPTH: usize = 2;

/// Why settings stay as they were.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// Values that cannot be meant, each with its field.
    #[error("{}", .0.first().map_or(String::new(), |flaw| format!("{}: {}", flaw.field, flaw.message)))]
    Flaws(Vec<Flaw>),
    /// It is no table of sections.
    #[error("settings are sections with keys")]
    Shape,
    /// They cannot be kept.
    #[error(transparent)]
    Storage(#[from] CloudError),
}

/// The configuration of the file with what the page changed over it.
pub(crate) async fn load(cloud: &ling_cloud::Cloud, file: Config) -> Config {
    let overlay = cloud.setting(SETTING).await.ok().flatten();
    let laid = overlay.and_then(|overlay| lay(&file, &overlay).ok());
    match laid {
        Some(laid) => locked::put_back(&file, laid),
        None => file,
    }
}

/// The zone of that name; the machine's when there is none.
pub(crate) fn zone_of(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or_else(|_| TimeZone::system())
}

impl Hub {
    /// Changes sections of the configuration at once and for the next start. A town that is known brings its
    /// zone, coordinates and holidays; what is set for a time of day keeps it in another zone, and is told.
    pub async fn change_settings(&self, change: &Value) -> Result<Option<Moved>, SettingsError> {
        let before = self.config();
        let mut change = change.clone();
        fill_in(&before.house, &mut change);
        let config = changed(&before, &change)?;
        self.has_what_hears(&before, &config).await?;
        let (from, to) = (&before.house.zone, &config.house.zone);
        let moved = self
            .rezone(zone_of(from), zone_of(to), &config.house.region)
            .await?;
        let kept = self.cloud.setting(SETTING).await.ok().flatten();
        let mut overlay = kept.unwrap_or_else(|| Value::Object(Map::new()));
        merge(&mut overlay, &change, DEPTH);
        self.cloud.set_setting(SETTING, Some(&overlay)).await?;
        *self.config.write().expect("no one panics with the lock") = Arc::new(config);
        self.refresh_names().await;
        self.events.tell("settings", None, Value::Null);
        if moved.is_some() {
            self.events.tell("dues", None, Value::Null);
            self.events.tell("calendar", None, Value::Null);
        }
        Ok(moved)
    }

    /// Ling's own recogniser can be chosen once its package is there.
    async fn has_what_hears(&self, before: &Config, config: &Config) -> Result<(), SettingsError> {
        let chosen = &config.speech.recogniser;
        if *chosen == before.speech.recogniser || *chosen != ling_speech::asr::sense_voice::ENGINE {
            return Ok(());
        }
        if self.knows_words().await {
            return Ok(());
        }
        let package = sense_voice::PACKAGE;
        let message = format!("the package `{package}` is not there");
        let hint =
            "fetch it under Voice and models, or with `ling models pull`, and choose it then";
        let flaw = Flaw::new("speech.recogniser", "package", message, hint);
        Err(SettingsError::Flaws(vec![flaw]))
    }

    /// Towns whose names have these letters, for whoever chooses one.
    pub(crate) fn towns(&self, words: &str) -> Vec<&'static towns::Town> {
        towns::matching(words)
    }

    /// Whether somebody has said where the house is, or has said that they would not.
    pub(crate) async fn is_set_up(&self) -> bool {
        let config = self.config();
        let overlay = self.cloud.setting(SETTING).await.ok().flatten();
        let said = overlay.is_some_and(|overlay| overlay.get("house").is_some());
        said || !config.house.zone.is_empty() || !config.house.place.is_empty()
    }
}

/// The configuration with the change, if everything in the changed sections can be meant.
fn changed(before: &Config, change: &Value) -> Result<Config, SettingsError> {
    let sections = change.as_object().ok_or(SettingsError::Shape)?;
    let config = lay(before, change).map_err(|reason| mistyped(before, sections, &reason))?;
    // Whether a file is there is nobody's business who may not choose it.
    let mut flaws = locked::touched(before, &config);
    if flaws.is_empty() {
        flaws.extend(flaws::of_values(&config));
        flaws.extend(flaws::of_files(&config));
    }
    flaws.retain(|flaw| sections.contains_key(flaw.section()));
    match flaws.is_empty() {
        true => Ok(config),
        false => Err(SettingsError::Flaws(flaws)),
    }
}

/// Which fields are of another type or are none at all.
fn mistyped(before: &Config, sections: &Map<String, Value>, reason: &str) -> SettingsError {
    let mut flaws = Vec::new();
    let hint = "`GET /v1/settings` shows every key";
    for (section, keys) in sections {
        let Some(keys) = keys.as_object() else {
            flaws.push(Flaw::new(section, "type", reason, hint));
            continue;
        };
        for (key, value) in keys {
            if let Err(reason) = lay(before, &json!({ section: { key: value } })) {
                flaws.push(Flaw::new(&format!("{section}.{key}"), "type", reason, hint));
            }
        }
    }
    if flaws.is_empty() {
        SettingsError::Shape
    } else {
        SettingsError::Flaws(flaws)
    }
}

/// A new town brings what belongs to it, where the same change says nothing else about it. One that is not
/// known takes the coordinates of the old one away.
fn fill_in(before: &config::House, change: &mut Value) {
    let Some(house) = change.get_mut("house").and_then(Value::as_object_mut) else {
        return;
    };
    let Some(place) = house.get("place").and_then(Value::as_str) else {
        return;
    };
    if place.trim() == before.place {
        return;
    }
    let known = towns::named(place);
    let was = json!(before);
    let mut put = |key: &str, value: Value| {
        let said = house.get(key).filter(|said| **said != was[key]);
        if said.is_none() {
            house.insert(key.to_owned(), value);
        }
    };
    put("latitude", json!(known.map(|town| town.latitude)));
    put("longitude", json!(known.map(|town| town.longitude)));
    if let Some(town) = known {
        put("zone", json!(town.zone));
        put("region", json!(town.region));
    }
}

fn lay(config: &Config, over: &Value) -> Result<Config, String> {
    let mut json = serde_json::to_value(config).map_err(|e| e.to_string())?;
    merge(&mut json, over, DEPTH);
    serde_json::from_value(json).map_err(|e| e.to_string())
}

fn merge(below: &mut Value, over: &Value, depth: usize) {
    match (below, over) {
        (Value::Object(below), Value::Object(over)) if depth > 0 => {
            for (key, value) in over {
                merge(
                    below.entry(key.clone()).or_insert(Value::Null),
                    value,
                    depth - 1,
                );
            }
        }
        (below, over) => *below = over.clone(),
    }
}

/// Whether every value can be meant; the error is a sentence that begins with the key.
pub(crate) fn check(config: &Config) -> Result<(), String> {
    told(&flaws::of_values(config))
}

/// Whether the folders and files are there.
pub(crate) fn check_files(config: &Config) -> Result<(), String> {
    told(&flaws::of_files(config))
}

fn told(flaws: &[Flaw]) -> Result<(), String> {
    match flaws.first() {
        None => Ok(()),
        Some(flaw) => Err(format!("{}: {}", flaw.field, flaw.message)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check_lay(over: &Value, expect: Result<&str, &str>) {
        let laid = lay(&Config::default(), over).and_then(|config| check(&config).map(|()| config));
        match (laid, expect) {
            (Ok(config), Ok(part)) => {
                let text = serde_json::to_string(&config).expect("a config is JSON");
                assert!(text.contains(part), "{text}");
            }
            (Err(error), Err(part)) => assert!(error.contains(part), "{error}"),
            (got, _) => panic!("{got:?}"),
        }
    }

    #[test]
    fn sections_are_laid_over_each_other() {
        check_lay(&json!({ "weather": { "on": true } }), Ok(r#""on":true"#));
        check_lay(&json!({ "weather": { "on": true } }), Ok("open-meteo"));
        check_lay(
            &json!({ "news": { "feeds": ["http://a/b"] } }),
            Ok("http://a/b"),
        );
        check_lay(&json!({ "weather": { "off": true } }), Err("off"));
        check_lay(
            &json!({ "house": { "zone": "Mars/Olympus" } }),
            Err("house.zone"),
        );
        check_lay(&json!({ "house": { "lang": "fr" } }), Err("zh, en"));
        check_lay(&json!([1]), Err("invalid"));
    }
}
