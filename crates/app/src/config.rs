//! One TOML file, `LING_SECTION__KEY` variables over it, and errors that name file, line and key.

use std::{env, path::Path, process::ExitCode};

use anyhow::{Context, bail};
use ling_hub::Config;
use toml::{Table, Value};

use crate::{
    cli::{ConfigCommand, ConfigWhat},
    input,
};

const EXAMPLE_EN: &str = include_str!("config/example.en.toml");
const EXAMPLE_ZH: &str = include_str!("config/example.zh.toml");

/// `ling config`.
pub fn run(options: ConfigCommand) -> anyhow::Result<ExitCode> {
    match options.what {
        ConfigWhat::Check { place } => {
            let path = place.config()?;
            if let Err(reason) = load(&path)?.check_files() {
                bail!("{reason}");
            }
            match path.exists() {
                true => println!("{} is right", path.display()),
                false => println!("there is no {}; the defaults hold", path.display()),
            }
        }
        ConfigWhat::Example { lang } if lang == "zh" => print!("{EXAMPLE_ZH}"),
        ConfigWhat::Example { .. } => print!("{EXAMPLE_EN}"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads the configuration; a file that is not there is an empty one.
pub fn load(path: &Path) -> anyhow::Result<Config> {
    let is_there = !matches!(path.try_exists(), Ok(false));
    let bytes = match is_there {
        true => input::bytes(path)?,
        false => Vec::new(),
    };
    let read = || parse(&input::words(bytes)?, env::vars());
    read().with_context(|| format!("in {}", path.display()))
}

/// Reads the text of a configuration and lays variables over it.
pub fn parse(
    text: &str,
    variables: impl Iterator<Item = (String, String)>,
) -> anyhow::Result<Config> {
    let of_file: Config = toml::from_str(text)?;
    if let Err(reason) = of_file.check() {
        let key = reason.split(':').next().unwrap_or_default();
        match line_of(text, key) {
            Some(line) => bail!("line {line}: {reason}"),
            None => bail!("{reason}"),
        }
    }
    let mut table: Table = toml::from_str(text)?;
    let mut config = of_file;
    for (name, value) in variables {
        lay(&mut table, &name, &value)?;
        let laid = table.clone().try_into();
        config = laid.with_context(|| format!("in the variable {name}"))?;
    }
    if let Err(reason) = config.check() {
        let key = reason.split(':').next().unwrap_or_default();
        let name = key.replacen('.', "__", 1).to_uppercase();
        bail!("in the variable LING_{name}: {reason}");
    }
    Ok(config)
}

fn lay(table: &mut Table, name: &str, value: &str) -> anyhow::Result<()> {
    // The one variable that other programs' users know without a section.
    let name = match name {
        "LING_MODELS_MIRROR" => "LING_MODELS__MIRROR",
        name => name,
    };
    let rest = name.strip_prefix("LING_");
    let Some((section, key)) = rest.and_then(|rest| rest.split_once("__")) else {
        return Ok(());
    };
    let (section, key) = (section.to_lowercase(), key.to_lowercase());
    let empty = || Value::Table(Table::new());
    let Value::Table(entry) = table.entry(section).or_insert_with(empty) else {
        bail!("`{name}` names a section that is a value")
    };
    entry.insert(key, typed(value));
    Ok(())
}

fn typed(value: &str) -> Value {
    let parsed: Option<Table> = toml::from_str(&format!("v = {value}")).ok();
    parsed
        .and_then(|mut table| table.remove("v"))
        .unwrap_or_else(|| Value::String(value.to_owned()))
}

/// The line on which `section.key` is set, as most people write it.
fn line_of(text: &str, path: &str) -> Option<usize> {
    let (section, key) = path.split_once('.')?;
    let header = format!("[{section}]");
    let mut inside = false;
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('[') {
            inside = line.starts_with(&header);
        }
        let is_key = |name: &str| {
            let rest = line.strip_prefix(name);
            rest.is_some_and(|rest| rest.trim_start().starts_with('='))
        };
        if (inside && is_key(key)) || is_key(path) {
            return Some(at + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, variables: &[(&str, &str)], expect: Result<&str, &[&str]>) {
        let variables = variables
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        match (parse(text, variables), expect) {
            (Ok(config), Ok(part)) => {
                let json = serde_json::to_string(&config).expect("a configuration is JSON");
                assert!(json.contains(part), "{json}");
            }
            (Err(error), Err(parts)) => {
                let error = format!("{error:#}");
                assert!(parts.iter().all(|part| error.contains(part)), "{error}");
            }
            (got, _) => panic!("{text}: {got:?}"),
        }
    }

    #[test]
    fn what_holds() {
        check("", &[], Ok(r#""lang":"zh""#));
        check("[house]\nlang = 'en'", &[], Ok(r#""lang":"en""#));
        check(
            "[house]\nlang = 'en'",
            &[("LING_HOUSE__LANG", "zh")],
            Ok(r#""lang":"zh""#),
        );
        check("", &[("LING_WEATHER__ON", "true")], Ok(r#""on":true"#));
        check(
            "",
            &[("LING_HOUSE__PLACE", "上海")],
            Ok(r#""place":"上海""#),
        );
        check(
            "",
            &[("LING_MODELS__DIR", "/x"), ("LING_LOG", "debug")],
            Ok(r#""models":{"dir":"/x","mirror":""}"#),
        );
        for name in ["LING_MODELS_MIRROR", "LING_MODELS__MIRROR"] {
            check("", &[(name, "/m")], Ok(r#""mirror":"/m""#));
        }
    }

    #[test]
    fn what_is_wrong_and_where() {
        check(
            "[house]\nzone = 'UTC'\nlnag = 'en'",
            &[],
            Err(&["line 3", "lnag"]),
        );
        check("[house\n", &[], Err(&["line 1"]));
        check("[hose]\n", &[], Err(&["line 1", "hose"]));
        check(
            "[models]\nmirror = 'ftp://x'",
            &[],
            Err(&["line 2", "models.mirror", "folder"]),
        );
        check("[keep]\ndays = 'many'", &[], Err(&["line 2", "days"]));
        check("[keep]\ndays = 99999", &[], Err(&["line 2", "days"]));
        check(
            "\n[house]\n# a\nlang = 'fr'",
            &[],
            Err(&["line 4", "house.lang", "zh, en"]),
        );
        check(
            "house.zone = 'Mars/Base'",
            &[],
            Err(&["line 1", "house.zone"]),
        );
        check(
            "",
            &[("LING_HOUSE__LANG", "fr")],
            Err(&["LING_HOUSE__LANG", "house.lang"]),
        );
        check(
            "",
            &[("LING_KEEP__DAYS", "30"), ("LING_HOUSE__LNAG", "en")],
            Err(&["LING_HOUSE__LNAG", "lnag"]),
        );
        check(
            "",
            &[
                ("LING_HOUSE__LATITUDE", "91"),
                ("LING_HOUSE__LONGITUDE", "0"),
            ],
            Err(&["LING_HOUSE__LATITUDE", "house.latitude"]),
        );
        check(
            "[weather]\nbase_url = 'ftp://x'",
            &[],
            Err(&["line 2", "weather.base_url"]),
        );
    }

    /// `section.key` of everything that can be chosen.
    fn keys(config: &serde_json::Value) -> Vec<String> {
        let sections = config.as_object().expect("sections").iter();
        let keys = sections.flat_map(|(section, keys)| {
            let keys = keys.as_object().expect("keys").keys();
            keys.map(move |key| format!("{section}.{key}"))
        });
        keys.collect()
    }

    #[track_caller]
    fn check_example(example: &str, page: &str) {
        let defaults: Config = toml::from_str(example).expect("the example is right");
        assert_eq!(defaults, Config::default());
        let whole = example.lines().map(|line| match line.strip_prefix("# ") {
            Some(set)
                if set
                    .split_once(" = ")
                    .is_some_and(|(key, _)| !key.contains(' ')) =>
            {
                set
            }
            _ => line,
        });
        let whole = whole.collect::<Vec<_>>().join("\n");
        let table: serde_json::Value = toml::from_str(&whole).expect("still right");
        let all = serde_json::to_value(Config::default()).expect("a configuration is JSON");
        assert_eq!(keys(&table), keys(&all));
        let lines: Vec<&str> = example.lines().collect();
        for pair in lines.windows(2) {
            let is_first = !pair[1].starts_with('#') && pair[1].contains('=');
            assert!(
                !is_first || pair[0].starts_with('#'),
                "not explained: {}",
                pair[1]
            );
        }
        assert!(
            page.contains(&format!("```toml\n{example}```")),
            "the page is old"
        );
    }

    #[test]
    fn the_example_is_whole_and_is_the_page() {
        check_example(
            EXAMPLE_EN,
            include_str!("../../../docs/reference/en/config.md"),
        );
        check_example(
            EXAMPLE_ZH,
            include_str!("../../../docs/reference/zh/config.md"),
        );
    }
}
