//! `ling doctor`: what is there, what is missing, and how to get it.

pub mod ports;

use std::{
    path::Path,
    process::{Command, ExitCode},
    time::Duration,
};

use jiff::tz::TimeZone;
use ling_cloud::DATABASE_FILE;
use ling_hub::{
    Config, engines,
    http::Certificate,
    out::{
        espeak::Espeak,
        models::{State as Package, Store},
    },
};
use ling_speech::{asr::sense_voice, tts::espeak::Manner};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};

use crate::{cli::Doctor, config, place, say};

/// Less free space than this is soon too little, in MiB.
const FREE_MIB_MIN: u64 = 200;
/// A recogniser of the house answers at once or not at all.
const REACH_MAX: Duration = Duration::from_secs(3);

/// One thing that was looked at.
struct Found {
    name: &'static str,
    state: State,
    /// What was found.
    what: String,
    /// What to type or change.
    fix: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Ok,
    /// Works without it.
    Optional,
    Wrong,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            State::Ok => "ok",
            State::Optional => "optional",
            State::Wrong => "wrong",
        }
    }
}

impl Found {
    fn ok(name: &'static str, what: impl Into<String>) -> Found {
        let (state, fix) = (State::Ok, None);
        let what = what.into();
        Found {
            name,
            state,
            what,
            fix,
        }
    }

    fn missing(name: &'static str, state: State, what: impl Into<String>, fix: &str) -> Found {
        let (what, fix) = (what.into(), Some(fix.to_owned()));
        Found {
            name,
            state,
            what,
            fix,
        }
    }

    fn json(&self) -> Value {
        json!({ "name": self.name, "state": self.state.word(), "found": self.what, "fix": self.fix })
    }
}

/// `ling doctor`. The code is 1 when something is wrong.
pub async fn run(options: Doctor) -> anyhow::Result<ExitCode> {
    let (port, options) = (options.port, options.listed);
    let data = options.place.data()?;
    let file = options.place.config()?;
    let mut all = vec![
        Found::ok("version", env!("CARGO_PKG_VERSION")),
        folder(&data),
        disk(&data),
    ];
    let config = match config::load(&file) {
        Ok(config) => {
            let shown = file.display();
            let what = if file.exists() {
                format!("{shown}")
            } else {
                format!("no {shown}; the defaults hold")
            };
            all.push(Found::ok("configuration", what));
            config
        }
        Err(error) => {
            let fix = "correct it; `ling config example` shows every key";
            all.push(Found::missing(
                "configuration",
                State::Wrong,
                format!("{error:#}"),
                fix,
            ));
            Config::default()
        }
    };
    all.push(database(&data).await);
    all.push(zone(&config));
    all.extend(server(&data, port).await);
    all.push(certificate(&data));
    all.push(voice(&config).await);
    all.push(player());
    all.push(recogniser(&data, &config).await);
    all.extend(models(&data, &config));
    report(&all, options.json);
    let is_wrong = all.iter().any(|found| found.state == State::Wrong);
    Ok(if is_wrong {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}

fn report(all: &[Found], json: bool) {
    if json {
        println!("{}", all.iter().map(Found::json).collect::<Value>());
        return;
    }
    for found in all {
        println!(
            "{:<9} {:<22} {}",
            found.state.word(),
            found.name,
            found.what.replace('\n', "\n  ")
        );
        if let Some(fix) = &found.fix {
            println!("{:<9} {:<22} -> {fix}", "", "");
        }
    }
}

fn folder(data: &Path) -> Found {
    let shown = data.display();
    let Ok(about) = std::fs::metadata(data) else {
        return Found::ok("data folder", format!("{shown} (made at the first start)"));
    };
    let probe = data.join(".doctor");
    let written = std::fs::write(&probe, b"").and_then(|()| std::fs::remove_file(&probe));
    match written {
        Ok(()) if about.is_dir() => Found::ok("data folder", format!("{shown}")),
        _ => {
            let fix = "choose another with `--data`, or let this user write into it";
            Found::missing(
                "data folder",
                State::Wrong,
                format!("{shown} cannot be written"),
                fix,
            )
        }
    }
}

fn disk(data: &Path) -> Found {
    let there = data
        .ancestors()
        .find(|folder| folder.exists())
        .unwrap_or(Path::new("/"));
    let printed = Command::new("df").arg("-Pk").arg(there).output();
    let printed = printed.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    match printed.ok().as_deref().and_then(free_mib) {
        None => Found::missing(
            "disk",
            State::Optional,
            "how much is free is not known",
            "look with `df -h`",
        ),
        Some(free) if free < FREE_MIB_MIN => {
            let fix = "make room; without it nothing new can be set";
            Found::missing("disk", State::Wrong, format!("{free} MiB free"), fix)
        }
        Some(free) => Found::ok("disk", format!("{free} MiB free")),
    }
}

/// What `df -Pk` prints: the fourth column of the second line, in KiB.
fn free_mib(printed: &str) -> Option<u64> {
    let columns = printed.lines().nth(1)?.split_whitespace();
    let kib: u64 = columns.rev().nth(2)?.parse().ok()?;
    Some(kib / 1024)
}

async fn database(data: &Path) -> Found {
    let file = data.join(DATABASE_FILE);
    if !file.exists() {
        return Found::ok(
            "database",
            format!("none yet; {} is made at the first start", file.display()),
        );
    }
    let options = ling_cloud::CloudOptions::new(data, jiff::Timestamp::now());
    match ling_cloud::Cloud::open(&options).await {
        Ok(cloud) => {
            cloud.close().await;
            Found::ok(
                "database",
                format!("{} can be read, in this program's format", file.display()),
            )
        }
        Err(error) => {
            let fix = error
                .hint()
                .unwrap_or("restore a copy from the folder `backups`");
            Found::missing("database", State::Wrong, error.to_string(), fix)
        }
    }
}

fn zone(config: &Config) -> Found {
    let chosen = &config.house.zone;
    if !chosen.is_empty() {
        return Found::ok("time zone", chosen.clone());
    }
    match TimeZone::system().iana_name() {
        Some(name) => Found::ok("time zone", format!("{name} (of this machine)")),
        None => {
            let fix = "set `zone` in [house], such as \"Asia/Shanghai\"";
            Found::missing(
                "time zone",
                State::Optional,
                "this machine does not say; UTC holds",
                fix,
            )
        }
    }
}

async fn server(data: &Path, port: u16) -> Vec<Found> {
    let Some(address) = place::running(data).await else {
        return vec![
            Found::missing(
                "server",
                State::Optional,
                "none runs on this data folder",
                "start it with `ling serve`",
            ),
            free(port),
        ];
    };
    let mut all = vec![Found::ok("server", address.clone())];
    let own: Option<u16> = address
        .rsplit(':')
        .next()
        .and_then(|port| port.parse().ok());
    let process = own.and_then(ports::owner);
    let doors = process
        .map(|owner| ports::open_doors(owner.pid))
        .unwrap_or_default();
    all.push(match doors.as_slice() {
        [] => Found::ok("network", "only this machine reaches it"),
        doors => {
            let ports: Vec<String> = doors.iter().map(u16::to_string).collect();
            Found::ok(
                "network",
                format!("the whole network reaches it, on port {}", ports.join(", ")),
            )
        }
    });
    if own != Some(port) {
        all.push(free(port));
    }
    all
}

/// Whether a port is free, and who has it.
fn free(port: u16) -> Found {
    match std::net::TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => Found::ok("port", format!("{port} is free")),
        Err(_) => {
            let what = format!("{port} is used by {}", ports::shown(port));
            let fix = "end it, or `ling serve --port 0`";
            Found::missing("port", State::Wrong, what, fix)
        }
    }
}

fn certificate(data: &Path) -> Found {
    if !Certificate::exists(data) {
        return Found::ok("certificate", "none yet; `ling serve --listen` makes one");
    }
    let today = jiff::ZonedDateTime::now().date();
    let print =
        Certificate::load_or_make(data, today).and_then(|certificate| certificate.fingerprint());
    match print {
        Ok(print) => Found::ok("certificate", format!("SHA-256 {print}")),
        Err(error) => Found::missing(
            "certificate",
            State::Wrong,
            error.to_string(),
            error.hint().unwrap_or_default(),
        ),
    }
}

async fn voice(config: &Config) -> Found {
    match Espeak::find(&config.speech.espeak, Manner::default()).await {
        Ok(voice) => {
            let version = voice.version();
            Found::ok("espeak-ng", format!("{}.{}", version.major, version.minor))
        }
        Err(error) => Found::missing(
            "espeak-ng",
            State::Wrong,
            error.to_string(),
            "apt-get install espeak-ng",
        ),
    }
}

fn player() -> Found {
    match say::player() {
        Some((program, _)) => Found::ok("player", program.display().to_string()),
        None => {
            let what = "nothing here plays sound; pages and devices still do";
            Found::missing(
                "player",
                State::Optional,
                what,
                "apt-get install alsa-utils",
            )
        }
    }
}

async fn recogniser(data: &Path, config: &Config) -> Found {
    let speech = &config.speech;
    let url = &speech.recogniser_url;
    let is_own = ["none", sense_voice::ENGINE].contains(&speech.recogniser.as_str());
    if is_own {
        return own_recogniser(data, config);
    }
    let fix = "check that it runs, and `recogniser_url` in [speech]";
    let Some(address) = host_and_port(url) else {
        return Found::missing(
            "recogniser",
            State::Wrong,
            format!("`{url}` is no address"),
            fix,
        );
    };
    match timeout(REACH_MAX, TcpStream::connect(&address)).await {
        Ok(Ok(_)) => Found::ok(
            "recogniser",
            format!("{} at {url} can be reached", speech.recogniser),
        ),
        Ok(Err(error)) => {
            Found::missing("recogniser", State::Wrong, format!("{url}: {error}"), fix)
        }
        Err(_) => Found::missing(
            "recogniser",
            State::Wrong,
            format!("{url} does not answer"),
            fix,
        ),
    }
}

/// Ling's own, from its package.
fn own_recogniser(data: &Path, config: &Config) -> Found {
    let package = engines::sense_voice::PACKAGE;
    let commands = engines::sphinx::PACKAGE;
    let store = Store::of(data, &config.models).ok();
    let is_ready =
        |package| store.as_ref().and_then(|store| store.state(package)) == Some(Package::Ready);
    if is_ready(package) {
        return Found::ok("recogniser", format!("Ling's own, from `{package}`"));
    }
    if config.speech.recogniser == "none" && is_ready(commands) {
        return Found::ok(
            "recogniser",
            format!("English commands only, from `{commands}`"),
        );
    }
    match config.speech.recogniser.as_str() {
        "none" => Found::missing(
            "recogniser",
            State::Optional,
            "none is chosen, so nothing can be spoken to Ling",
            &format!(
                "ling models pull {commands} (English commands), or {package}, or choose `wyoming` or `openai`"
            ),
        ),
        chosen => Found::missing(
            "recogniser",
            State::Wrong,
            format!("`{chosen}` is chosen, and its package is not there"),
            &format!("ling models pull {package}"),
        ),
    }
}

/// One line for each model package.
fn models(data: &Path, config: &Config) -> Vec<Found> {
    let store = match Store::of(data, &config.models) {
        Ok(store) => store,
        Err(reason) => {
            let fix = "correct `mirror` in [models] of ling.toml";
            return vec![Found::missing("models", State::Wrong, reason, fix)];
        }
    };
    let rows = store.list().into_iter();
    rows.map(|row| {
        let mib = row.bytes.div_ceil(1 << 20);
        let what = format!("{}, {mib} MiB, {}", row.kind, row.licence);
        let how = match (row.has_source, row.pinned) {
            (true, true) => "",
            (true, false) => " --unverified",
            (false, true) => " --mirror FOLDER|URL",
            (false, false) => " --unverified --mirror FOLDER|URL",
        };
        let fix = format!("ling models pull {}{how}", row.name);
        match row.state {
            Package::Ready => Found::ok(row.name, what),
            Package::Damaged => {
                let what = format!("{what}: damaged or of another version");
                Found::missing(row.name, State::Wrong, what, &fix)
            }
            Package::Absent | Package::Partial | Package::Pulling => {
                let what = format!("{what}: {}", row.state.word());
                Found::missing(row.name, State::Optional, what, &fix)
            }
        }
    })
    .collect()
}

/// `host:port` of an address.
fn host_and_port(url: &str) -> Option<String> {
    let url = reqwest::Url::parse(url).ok()?;
    let port = url.port_or_known_default()?;
    Some(format!("{}:{port}", url.host_str()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let check =
            |url, expect: Option<&str>| assert_eq!(host_and_port(url).as_deref(), expect, "{url}");
        check("tcp://127.0.0.1:10300", Some("127.0.0.1:10300"));
        check("http://asr.local/v1", Some("asr.local:80"));
        check("https://[::1]:8443/v1", Some("[::1]:8443"));
        check("tcp://asr.local", None);
        check("", None);
    }

    #[test]
    fn free_space() {
        let printed = "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sda 1000 1 2097152 3% /a b\n";
        assert_eq!(free_mib(&printed.replace("/a b", "/")), Some(2048));
        assert_eq!(free_mib(""), None);
    }
}
