//! `ling models`: what is there, what can be fetched, and fetching it.

use std::{
    env,
    io::{IsTerminal, Write},
    process::ExitCode,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use ling_base::Lang;
use ling_hub::out::models::{Mirror, ModelError, Phase, Progress, Row, State, Store, Watch};
use serde_json::{Value, json};

use crate::{
    advice::Advice,
    cli::{Agreed, Listed, Models, ModelsWhat, Named, Place},
    config, table,
};

/// How often the bar is drawn.
const DRAW_EVERY: Duration = Duration::from_millis(100);
/// Characters of the bar.
const BAR_CHARS: u64 = 24;

/// `ling models`.
pub async fn run(options: Models) -> anyhow::Result<ExitCode> {
    match options.what {
        ModelsWhat::List(listed) => list(&listed),
        ModelsWhat::Pull {
            named,
            mirror,
            agreed,
        } => pull(&named, mirror.as_deref(), agreed).await,
        ModelsWhat::Remove(named) => remove(&named),
        ModelsWhat::Verify { listed, names } => verify(&listed, names).await,
    }
}

/// The packages of this house; `mirror` comes before the one that is configured.
fn store(place: &Place, mirror: Option<&str>) -> anyhow::Result<Store> {
    let mut config = config::load(&place.config()?)?;
    if let Some(mirror) = mirror {
        if let Err(reason) = mirror.parse::<Mirror>() {
            let hint = "name a folder, or an address that begins with http:// or https://";
            return Err(Advice::new(format!("`{mirror}` is no mirror: {reason}"), hint).into());
        }
        config.models.mirror = mirror.to_owned();
    }
    Store::of(&place.data()?, &config.models).map_err(anyhow::Error::msg)
}

fn list(listed: &Listed) -> anyhow::Result<ExitCode> {
    let rows = store(&listed.place, None)?.list();
    if listed.json {
        println!("{}", json!(rows));
        return Ok(ExitCode::SUCCESS);
    }
    let lang = lang();
    let shown: Vec<Value> = rows.iter().map(|row| drawn(row, lang)).collect();
    table::print(
        &json!(shown),
        &["name", "state", "size", "licence", "about"],
        false,
    );
    Ok(ExitCode::SUCCESS)
}

fn drawn(row: &Row, lang: Lang) -> Value {
    json!({
        "name": row.name,
        "state": row.state.word(),
        "size": size(row.bytes),
        "licence": row.licence,
        "about": row.card.of(lang),
    })
}

async fn pull(named: &Named, mirror: Option<&str>, said: Agreed) -> anyhow::Result<ExitCode> {
    let (mut store, lang) = (store(&named.listed.place, mirror)?, lang());
    if said.unverified {
        store = store.unverified();
    }
    let rows = store.list();
    for name in &named.names {
        let row = rows.iter().find(|row| row.name == name);
        let agreed = match row {
            // Whoever has it has agreed before.
            Some(row) if matches!(row.state, State::Absent | State::Partial) => {
                said.yes || agreed(row, lang)?
            }
            _ => true,
        };
        let done = match (agreed, row) {
            (false, Some(row)) => {
                let error = refused(row);
                let typed = agreeing(&error.hint(lang), name);
                return failed(&error, named.listed.json, lang, Some(typed));
            }
            _ => store.pull(name, bar()).await,
        };
        clear_bar();
        let package = match done {
            Ok(package) => package,
            Err(error) => return failed(&error, named.listed.json, lang, None),
        };
        let (bytes, folder) = (package.bytes_in_all(), store.folder(name));
        match named.listed.json {
            true => println!(
                "{}",
                json!({ "name": name, "bytes": bytes, "folder": folder })
            ),
            false => println!("{name}  {}  {}", size(bytes), folder.display()),
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn refused(row: &Row) -> ModelError {
    ModelError::Licence {
        name: row.name.to_owned(),
        licence: row.licence.to_owned(),
    }
}

/// A hint that has everything that was typed, and not the package's name alone.
fn agreeing(hint: &str, name: &str) -> String {
    let typed = env::args().skip(1).map(|word| match word.contains(' ') {
        true => format!("'{word}'"),
        false => word,
    });
    let typed: Vec<String> = typed.collect();
    let typed = format!("ling {} --yes", typed.join(" "));
    hint.replace(&format!("ling models pull {name} --yes"), &typed)
}

/// Shows what a package is and under which licence, and asks, where there is somebody to ask.
fn agreed(row: &Row, lang: Lang) -> anyhow::Result<bool> {
    eprintln!("{} ({}): {}", row.name, size(row.bytes), row.card.of(lang));
    eprintln!("  {} · {}", row.licence, row.credit);
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Ok(false);
    }
    eprint!("  [y/N] ");
    std::io::stderr().flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

fn remove(named: &Named) -> anyhow::Result<ExitCode> {
    let store = store(&named.listed.place, None)?;
    for name in &named.names {
        if let Err(error) = store.remove(name) {
            return failed(&error, named.listed.json, lang(), None);
        }
        match named.listed.json {
            true => println!("{}", json!({ "name": name, "removed": true })),
            false => println!("{name}"),
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn verify(listed: &Listed, mut names: Vec<String>) -> anyhow::Result<ExitCode> {
    let store = store(&listed.place, None)?;
    if names.is_empty() {
        let there = store.list().into_iter();
        let there = there.filter(|row| matches!(row.state, State::Ready | State::Damaged));
        names = there.map(|row| row.name.to_owned()).collect();
    }
    for name in &names {
        match store.verify(name).await {
            Ok(package) if listed.json => {
                println!(
                    "{}",
                    json!({ "name": name, "right": true, "bytes": package.bytes_in_all() })
                );
            }
            Ok(package) => println!("{name}  {}", size(package.bytes_in_all())),
            Err(error) => return failed(&error, listed.json, lang(), None),
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Tells an error to a person, or to a program; `hint` is what helps, where more is known than the error's own.
fn failed(
    error: &ModelError,
    json: bool,
    lang: Lang,
    hint: Option<String>,
) -> anyhow::Result<ExitCode> {
    let message = error.told(lang);
    let hint = hint.unwrap_or_else(|| error.hint(lang));
    if json {
        let error = json!({ "code": error.code(), "message": message, "hint": hint });
        println!("{}", json!({ "error": error }));
        return Ok(ExitCode::from(1));
    }
    Err(Advice::new(message, hint).into())
}

/// The language of whoever sits at the terminal.
pub fn lang() -> Lang {
    let said = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| env::var(name).ok());
    let said = said.into_iter().find(|tag| !tag.is_empty());
    said.and_then(|tag| Lang::from_tag(&tag))
        .unwrap_or(Lang::En)
}

fn size(bytes: u64) -> String {
    match bytes {
        0 => "?".to_owned(),
        1..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// Draws how far a pull is, on a terminal only.
fn bar() -> Watch {
    if !std::io::stderr().is_terminal() {
        return Arc::new(|_| {});
    }
    let last: Mutex<Option<(Instant, Phase)>> = Mutex::new(None);
    Arc::new(move |progress| {
        let mut last = last.lock().expect("no one panics with the lock");
        let is_early =
            last.is_some_and(|(at, phase)| phase == progress.phase && at.elapsed() < DRAW_EVERY);
        if !is_early {
            *last = Some((Instant::now(), progress.phase));
            eprint!("\r\u{1b}[K{}", line(&progress));
        }
    })
}

fn line(progress: &Progress) -> String {
    let Progress {
        name,
        file,
        bytes,
        of,
        phase,
    } = progress;
    let done = (bytes * BAR_CHARS)
        .checked_div(*of)
        .unwrap_or(0)
        .min(BAR_CHARS);
    let bar: String = (0..BAR_CHARS)
        .map(|at| if at < done { '=' } else { ' ' })
        .collect();
    let shown = match phase {
        Phase::Fetch => format!("{} / {}", size(*bytes), size(*of)),
        Phase::Client => "pip / npm ...".to_owned(),
        Phase::Check => "SHA-256 ...".to_owned(),
        Phase::Done => return String::new(),
    };
    format!("{name} [{bar}] {shown} {file}")
}

fn clear_bar() {
    if std::io::stderr().is_terminal() {
        eprint!("\r\u{1b}[K");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars() {
        let check = |phase, bytes, of, expect: &str| {
            let progress = Progress {
                name: "p",
                phase,
                file: "a.bin",
                bytes,
                of,
            };
            assert_eq!(line(&progress), expect);
        };
        check(
            Phase::Fetch,
            6_000_000,
            12_000_000,
            "p [============            ] 6.0 MB / 12.0 MB a.bin",
        );
        check(
            Phase::Fetch,
            99,
            9,
            "p [========================] 1 kB / 1 kB a.bin",
        );
        check(
            Phase::Fetch,
            5,
            0,
            "p [                        ] 1 kB / ? a.bin",
        );
        check(
            Phase::Client,
            0,
            0,
            "p [                        ] pip / npm ... a.bin",
        );
    }
}
