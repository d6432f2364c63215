//! One TOML file, `LING_SECTION__KEY` variables over it, and errors that name file, line and key.

use std::{env, path::Path};

use anyhow::{Context, bail};
use ling_hub::Config;
use toml::{Table, Value};

/// Reads the configuration; a file that is not there is an empty one.
pub fn load(path: &Path) -> anyhow::Result<Config> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(e) => return Err(e).with_context(|| format!("{} cannot be read", path.display())),
    };
    parse(&text, env::vars()).with_context(|| format!("in {}", path.display()))
}

/// Reads the text of a configuration and lays variables over it.
pub fn parse(
    text: &str,
    variables: impl Iterator<Item = (String, String)>,
) -> anyhow::Result<Config> {
    let _: Config = toml::from_str(text)?;
    let mut table: Table = toml::from_str(text)?;
    for (name, value) in variables {
        let Some((section, key)) = name
            .strip_prefix("LING_")
            .and_then(|rest| rest.split_once("__"))
        else {
            continue;
        };
        let (section, key) = (section.to_lowercase(), key.to_lowercase());
        if matches!(section.as_str(), "models") {
            continue;
        }
        let entry = table
            .entry(section)
            .or_insert_with(|| Value::Table(Table::new()));
        let Value::Table(entry) = entry else {
            bail!("`{name}` names a section that is a value")
        };
        entry.insert(key, typed(&value));
    }
    let config: Config = table.try_into().context("in the variables LING_…")?;
    Ok(config)
}

fn typed(value: &str) -> Value {
    let parsed: Option<Table> = toml::from_str(&format!("v = {value}")).ok();
    parsed
        .and_then(|mut table| table.remove("v"))
        .unwrap_or_else(|| Value::String(value.to_owned()))
}
