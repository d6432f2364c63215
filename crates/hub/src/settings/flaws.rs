//! What a type cannot say about a configuration: which values cannot be meant, and why.

use std::path::Path;

use reqwest::Url;
use serde::Serialize;

use crate::{Config, out::models::Mirror};

/// Seconds that a language model may take.
const LLM_SECONDS: std::ops::RangeInclusive<u64> = 1..=600;

/// A value that cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Flaw {
    /// `section.key`.
    pub field: String,
    /// What is wrong, in a stable word: `type`, `zone`, `choice`, `range`, `needed`, `url`, `tcp`, `folder`, `file`,
    /// `locked`, `package`.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub hint: String,
}

impl Flaw {
    pub(super) fn new(
        field: &str,
        code: &'static str,
        message: impl Into<String>,
        hint: &str,
    ) -> Flaw {
        Flaw {
            field: field.to_owned(),
            code,
            message: message.into(),
            hint: hint.to_owned(),
        }
    }

    /// The section of the field.
    pub(super) fn section(&self) -> &str {
        self.field.split('.').next().unwrap_or_default()
    }
}

/// What is wrong with the values themselves.
pub(super) fn of_values(config: &Config) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    house(&config.house, &mut flaws);
    let kinds = ["virtual", "home_assistant", "none"];
    choice("home.kind", &config.home.kind, &kinds, &mut flaws);
    let kinds = ["none", "sense-voice", "wyoming", "openai"];
    choice(
        "speech.recogniser",
        &config.speech.recogniser,
        &kinds,
        &mut flaws,
    );
    addresses(config, &mut flaws);
    if let Err(reason) = Mirror::read(&config.models.mirror) {
        let message = format!("`{}` is no mirror: {reason}", config.models.mirror);
        let hint = "name a folder, or an address that begins with http:// or https://";
        flaws.push(Flaw::new("models.mirror", "url", message, hint));
    }
    if !LLM_SECONDS.contains(&config.llm.seconds_max) {
        range(
            "llm.seconds_max",
            config.llm.seconds_max,
            "1 to 600",
            &mut flaws,
        );
    }
    flaws
}

/// What is wrong on this machine: folders and files that are not there.
pub(super) fn of_files(config: &Config) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    if let Some(folder) = config.music.folder.as_deref()
        && !folder.is_dir()
    {
        let message = format!("there is no folder `{}`", folder.display());
        let hint = "name a folder on the machine that runs Ling";
        flaws.push(Flaw::new("music.folder", "folder", message, hint));
    }
    let files = [
        ("home.token_file", &config.home.token_file),
        ("llm.key_file", &config.llm.key_file),
        (
            "speech.recogniser_key_file",
            &config.speech.recogniser_key_file,
        ),
    ];
    for (field, file) in files {
        if let Some(file) = file.as_deref()
            && !can_be_read(file)
        {
            let message = format!("`{}` cannot be read", file.display());
            let hint = "name a file on the machine that runs Ling, with the key in it";
            flaws.push(Flaw::new(field, "file", message, hint));
        }
    }
    flaws
}

fn can_be_read(file: &Path) -> bool {
    file.is_file() && std::fs::File::open(file).is_ok()
}

fn house(house: &crate::config::House, flaws: &mut Vec<Flaw>) {
    if !house.zone.is_empty() && jiff::tz::TimeZone::get(&house.zone).is_err() {
        let message = format!("`{}` is not a time zone", house.zone);
        let hint = "an example is `Asia/Shanghai`";
        flaws.push(Flaw::new("house.zone", "zone", message, hint));
    }
    choice("house.lang", &house.lang, &["zh", "en"], flaws);
    let regions = ["CN", "US", "GB", "none"];
    choice("house.region", &house.region, &regions, flaws);
    choice("house.units", &house.units, &["metric", "imperial"], flaws);
    let degrees = [
        ("house.latitude", house.latitude, 90.0, "-90 to 90"),
        ("house.longitude", house.longitude, 180.0, "-180 to 180"),
    ];
    for (field, value, most, allowed) in degrees {
        if let Some(value) = value
            && !(value.is_finite() && value.abs() <= most)
        {
            range(field, value, allowed, flaws);
        }
    }
    let half = match (house.latitude, house.longitude) {
        (Some(_), None) => "house.longitude",
        (None, Some(_)) => "house.latitude",
        _ => return,
    };
    let message = "a place on the globe takes both latitude and longitude";
    flaws.push(Flaw::new(half, "needed", message, "give both, or neither"));
}

fn addresses(config: &Config, flaws: &mut Vec<Flaw>) {
    let weather = &config.weather;
    web(
        "weather.base_url",
        &weather.base_url,
        !weather.on || !config.weather.base_url.is_empty(),
        flaws,
    );
    web("weather.geocoding_url", &weather.geocoding_url, true, flaws);
    for feed in &config.news.feeds {
        web("news.feeds", feed, false, flaws);
    }
    web("rates.url", &config.rates.url, true, flaws);
    web("llm.base_url", &config.llm.base_url, true, flaws);
    let is_there = config.home.kind != "home_assistant";
    web("home.url", &config.home.url, is_there, flaws);
    let url = &config.speech.recogniser_url;
    match config.speech.recogniser.as_str() {
        "openai" => web("speech.recogniser_url", url, false, flaws),
        "wyoming" => wyoming(url, flaws),
        _ => {}
    }
}

/// An address on the web; `may_lack` where none is fine.
fn web(field: &str, url: &str, may_lack: bool, flaws: &mut Vec<Flaw>) {
    let hint = "an example is `http://192.168.1.5:8123`";
    if url.trim().is_empty() {
        if !may_lack {
            flaws.push(Flaw::new(field, "needed", "an address is needed", hint));
        }
        return;
    }
    let is_web = Url::parse(url)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some());
    if !is_web {
        let message = format!("`{url}` is not an address that begins with http:// or https://");
        flaws.push(Flaw::new(field, "url", message, hint));
    }
}

fn wyoming(url: &str, flaws: &mut Vec<Flaw>) {
    let (field, hint) = (
        "speech.recogniser_url",
        "an example is `tcp://127.0.0.1:10300`",
    );
    if url.trim().is_empty() {
        return flaws.push(Flaw::new(field, "needed", "an address is needed", hint));
    }
    let is_tcp = Url::parse(url)
        .is_ok_and(|url| url.scheme() == "tcp" && url.host_str().is_some() && url.port().is_some());
    if !is_tcp {
        let message = format!("`{url}` is not an address such as tcp://host:port");
        flaws.push(Flaw::new(field, "tcp", message, hint));
    }
}

fn range(field: &str, value: impl std::fmt::Display, allowed: &str, flaws: &mut Vec<Flaw>) {
    let message = format!("{value} is not in {allowed}");
    let hint = format!("give a number in {allowed}");
    flaws.push(Flaw::new(field, "range", message, &hint));
}

fn choice(field: &str, value: &str, allowed: &[&str], flaws: &mut Vec<Flaw>) {
    if !allowed.contains(&value) {
        let allowed = allowed.join(", ");
        let message = format!("`{value}` is not one of {allowed}");
        let hint = format!("choose one of {allowed}");
        flaws.push(Flaw::new(field, "choice", message, &hint));
    }
}
