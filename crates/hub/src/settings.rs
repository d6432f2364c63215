//! Settings that the page changes lie in the database, laid over the file.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::{Config, Hub};

/// Where the overlay is kept.
const SETTING: &str = "config";
/// Depth to which tables are laid over each other: section, key.
const DEPTH: usize = 2;

/// The configuration of the file with what the page changed over it.
pub(crate) async fn load(cloud: &ling_cloud::Cloud, file: Config) -> Config {
    let overlay = cloud.setting(SETTING).await.ok().flatten();
    let laid = overlay.and_then(|overlay| lay(&file, &overlay).ok());
    laid.unwrap_or(file)
}

impl Hub {
    /// Changes sections of the configuration at once and for the next start.
    ///
    /// The error is a sentence that names the key.
    pub async fn change_settings(&self, change: &Value) -> Result<(), String> {
        let config = lay(&self.config(), change)?;
        check(&config)?;
        let kept = self.cloud.setting(SETTING).await.ok().flatten();
        let mut overlay = kept.unwrap_or_else(|| Value::Object(Map::new()));
        merge(&mut overlay, change, DEPTH);
        let stored = self.cloud.set_setting(SETTING, Some(&overlay)).await;
        stored.map_err(|e| e.to_string())?;
        *self.config.write().expect("no one panics with the lock") = Arc::new(config);
        self.refresh_names().await;
        self.events.tell("settings", None, Value::Null);
        Ok(())
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

/// What a type cannot say.
pub(crate) fn check(config: &Config) -> Result<(), String> {
    let house = &config.house;
    if !house.zone.is_empty() && jiff::tz::TimeZone::get(&house.zone).is_err() {
        return Err(format!(
            "house.zone: `{}` is not a time zone; an example is `Asia/Shanghai`",
            house.zone
        ));
    }
    one_of("house.lang", &house.lang, &["zh", "en"])?;
    one_of("house.region", &house.region, &["CN", "US", "GB"])?;
    one_of("house.units", &house.units, &["metric", "imperial"])?;
    one_of(
        "home.kind",
        &config.home.kind,
        &["virtual", "home_assistant", "none"],
    )?;
    one_of(
        "speech.recogniser",
        &config.speech.recogniser,
        &["none", "wyoming", "openai"],
    )
}

fn one_of(key: &str, value: &str, allowed: &[&str]) -> Result<(), String> {
    if allowed.contains(&value) {
        return Ok(());
    }
    Err(format!(
        "{key}: `{value}` is not one of {}",
        allowed.join(", ")
    ))
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
