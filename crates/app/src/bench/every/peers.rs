//! Programs of others on the same sets: scripts in tools/ref that print a line of JSON for each set.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, bail};
use serde::Deserialize;

use super::Options;

/// What a peer got right in a set.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub(super) struct PeerRow {
    pub set: String,
    pub peer: String,
    pub sentences: usize,
    pub right: usize,
    pub p50_us: f64,
    pub p99_us: f64,
}

/// All peers, and why some are not there.
#[derive(Debug, Default)]
pub(super) struct Peers {
    pub rows: Vec<PeerRow>,
    pub missing: Vec<String>,
}

/// The table of labels, as the scripts find it.
const LABELS: &str = "crates/app/src/bench/every/labels.toml";

impl Peers {
    pub fn ask(options: &Options) -> Peers {
        let mut peers = Peers::default();
        let Some(python) = options.python.clone().or_else(usual) else {
            let hint = "scripts/bench.sh installs them; or name a Python with `--python`";
            peers.missing.push(format!("no peer was measured: {hint}"));
            return peers;
        };
        let (sets, own) = (options.datasets.as_path(), options.own.as_path());
        let scripts: [(&str, &str, &[&Path]); 3] = [
            ("linear", "linear_rows.py", &[sets, Path::new(LABELS)]),
            ("hassil", "hassil_rows.py", &[sets, own]),
            ("recognizers-text", "recognizers_rows.py", &[sets]),
        ];
        for (name, script, arguments) in scripts {
            eprintln!("{name}");
            match rows(&python, script, arguments) {
                Ok(rows) => peers.rows.extend(rows),
                Err(error) => peers.missing.push(format!("{name}: {error:#}")),
            }
        }
        peers
    }
}

/// The Python that scripts/bench.sh makes.
fn usual() -> Option<PathBuf> {
    let cache = std::env::var_os("LING_CACHE").map(PathBuf::from);
    let cache = cache.or_else(|| Some(std::env::home_dir()?.join(".cache/ling")))?;
    let python = cache.join("venv/bench/bin/python");
    python.is_file().then_some(python)
}

fn rows(python: &Path, script: &str, arguments: &[&Path]) -> anyhow::Result<Vec<PeerRow>> {
    let path = Path::new("tools/ref").join(script);
    if !path.is_file() {
        bail!(
            "there is no {}; run it from the project's folder",
            path.display()
        );
    }
    let mut command = Command::new(python);
    let command = command.arg(&path).args(arguments).stdin(Stdio::null());
    let output = command.output();
    let output = output.with_context(|| format!("{} cannot be run", python.display()))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!(
            "{}",
            said.lines()
                .last()
                .unwrap_or("it failed and did not say why")
        );
    }
    read(&String::from_utf8_lossy(&output.stdout))
}

fn read(printed: &str) -> anyhow::Result<Vec<PeerRow>> {
    let lines = printed.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| serde_json::from_str(line).with_context(|| format!("it printed `{line}`")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_peer_prints() {
        let line = r#"{"set":"x","peer":"p","sentences":2,"right":1,"p50_us":3.5,"p99_us":9}"#;
        let rows = read(&format!("{line}\n\n{line}\n")).expect("two rows");
        assert_eq!((rows.len(), rows[1].right, rows[1].p99_us), (2, 1, 9.0));
        assert!(read("Traceback").is_err());
    }
}
