//! Who may use whom, and what the pure crates must never bring along.

use super::Violation;
use super::metadata::Graph;
use crate::tree::Tree;

/// One crate's place: its folder, which crates of ours it may use, and what it must not bring.
struct Place {
    name: &'static str,
    may_use: &'static [&'static str],
    kind: Purity,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Purity {
    /// Values in, values out.
    Pure,
    /// May be `async`, but brings no runtime and no I/O.
    NoRuntime,
    /// Talks to the database, not to the network.
    Storage,
    /// Does I/O.
    Shell,
    /// The ends of the graph, where errors are for people.
    Top,
}

const BELOW_HUB: &[&str] = &[
    "base",
    "proto",
    "text",
    "audio",
    "nn",
    "speech",
    "understand",
    "vision",
    "dialogue",
    "cloud",
    "skills",
];
const BELOW_APP: &[&str] = &[
    "base",
    "proto",
    "text",
    "audio",
    "nn",
    "speech",
    "understand",
    "vision",
    "dialogue",
    "cloud",
    "skills",
    "hub",
    "speaker",
];

/// The layers of ARCHITECTURE.md, lowest first. A new edge needs an ADR.
#[rustfmt::skip]
const PLACES: [Place; 17] = [
    Place { name: "base", may_use: &[], kind: Purity::Pure },
    Place { name: "proto", may_use: &["base"], kind: Purity::Pure },
    Place { name: "text", may_use: &["base"], kind: Purity::Pure },
    Place { name: "audio", may_use: &["base"], kind: Purity::Pure },
    Place { name: "nn", may_use: &["base"], kind: Purity::Pure },
    Place { name: "speech", may_use: &["base", "text", "audio", "nn"], kind: Purity::Pure },
    Place { name: "understand", may_use: &["base", "text", "nn"], kind: Purity::Pure },
    Place { name: "vision", may_use: &["base", "nn"], kind: Purity::Pure },
    Place { name: "dialogue", may_use: &["base", "text"], kind: Purity::Pure },
    Place { name: "cloud", may_use: &["base", "proto"], kind: Purity::Storage },
    Place { name: "skills", may_use: &["base", "text", "dialogue"], kind: Purity::NoRuntime },
    Place { name: "hub", may_use: BELOW_HUB, kind: Purity::Shell },
    Place { name: "speaker", may_use: &["base", "proto", "audio", "speech"], kind: Purity::Shell },
    Place { name: "app", may_use: BELOW_APP, kind: Purity::Top },
    Place { name: "testkit", may_use: &["base"], kind: Purity::Shell },
    Place { name: "fuzz", may_use: BELOW_HUB, kind: Purity::Top },
    Place { name: "xtask", may_use: &[], kind: Purity::Top },
];

/// Runtimes, sockets, servers, databases.
const IO: [&str; 20] = [
    "tokio",
    "async-std",
    "smol",
    "async-io",
    "mio",
    "socket2",
    "hyper",
    "reqwest",
    "ureq",
    "axum",
    "tower",
    "sqlx",
    "sqlx-core",
    "libsqlite3-sys",
    "rustls",
    "tungstenite",
    "tokio-tungstenite",
    "mdns-sd",
    "clap",
    "notify",
];
/// What even storage does not need.
const NETWORK: [&str; 7] = [
    "axum",
    "reqwest",
    "hyper",
    "tungstenite",
    "ureq",
    "mdns-sd",
    "clap",
];
/// Errors for people: only where people read them.
const FOR_PEOPLE: [&str; 2] = ["anyhow", "miette"];

pub fn check(tree: &Tree, graph: &Graph) -> Vec<Violation> {
    let mut found = Vec::new();
    for package in graph.ours() {
        let name = package.name.trim_start_matches("ling-");
        let manifest = Manifest::of(tree, name);
        match PLACES.iter().find(|place| place.name == name) {
            None => {
                let what = format!("crate `{name}` has no layer");
                let hint = "add it to PLACES in xtask/src/tidy/layers.rs, to ARCHITECTURE.md, and write an ADR";
                found.push(Violation::new(&manifest.path, 1, what, hint));
            }
            Some(place) => {
                if place.kind == Purity::Pure && !tree.has(&manifest.beside("clippy.toml")) {
                    let what = format!("pure crate `{name}` has no clippy.toml");
                    let hint =
                        "copy crates/base/clippy.toml, which names the calls that it must not make";
                    found.push(Violation::new(&manifest.path, 1, what, hint));
                }
                let shipped = package
                    .dependencies
                    .iter()
                    .filter(|it| it.kind.as_deref() != Some("dev"));
                found.extend(shipped.filter_map(|it| asked_for(&manifest, place, &it.name)));
                let brought = graph.brought_by(package);
                found.extend(
                    brought
                        .iter()
                        .filter_map(|(_, chain)| brought_along(&manifest, place, chain)),
                );
            }
        }
    }
    found
}

/// What a line of the manifest asks for.
fn asked_for(manifest: &Manifest<'_>, place: &Place, dependency: &str) -> Option<Violation> {
    let what = |name: &str| format!("`{}` may not use `{name}`", place.name);
    let line = manifest.line_naming(dependency);
    if let Some(ours) = dependency
        .strip_prefix("ling-")
        .filter(|ours| !place.may_use.contains(ours))
    {
        let may_use = match place.may_use {
            [] => "no crate of ours".to_owned(),
            names => names.join(", "),
        };
        let hint = format!("it may use {may_use}; turn the edge round, or pass the value in");
        return Some(Violation::new(&manifest.path, line, what(ours), hint));
    }
    let misplaced = place.kind != Purity::Top && FOR_PEOPLE.contains(&dependency);
    let hint = "make a thiserror enum that says what the caller can do";
    misplaced.then(|| Violation::new(&manifest.path, line, what(dependency), hint))
}

/// What comes along with it; `chain` leads there.
fn brought_along(manifest: &Manifest<'_>, place: &Place, chain: &[&str]) -> Option<Violation> {
    let forbidden: &[&str] = match place.kind {
        Purity::Pure | Purity::NoRuntime => &IO,
        Purity::Storage => &NETWORK,
        Purity::Shell | Purity::Top => &[],
    };
    let last = chain.last().filter(|last| forbidden.contains(last))?;
    let line = manifest.line_naming(chain[0]);
    let what = format!(
        "`{}` brings `{last}` along ({})",
        place.name,
        chain.join(" > ")
    );
    let hint =
        "I/O belongs to `hub` or `app`: take the result as an argument, or turn the feature off";
    Some(Violation::new(&manifest.path, line, what, hint))
}

struct Manifest<'a> {
    path: String,
    text: &'a str,
}

impl Manifest<'_> {
    fn of<'a>(tree: &'a Tree, name: &str) -> Manifest<'a> {
        let in_crates = format!("crates/{name}/Cargo.toml");
        let path = if tree.has(&in_crates) {
            in_crates
        } else {
            format!("{name}/Cargo.toml")
        };
        Manifest {
            text: tree.text(&path).unwrap_or_default(),
            path,
        }
    }

    fn beside(&self, file: &str) -> String {
        self.path.replace("Cargo.toml", file)
    }

    fn line_naming(&self, dependency: &str) -> usize {
        let names = |line: &str| {
            let rest = line.trim_start().strip_prefix(dependency);
            rest.is_some_and(|rest| rest.starts_with([' ', '.', '=']))
        };
        self.text.lines().position(names).map_or(1, |line| line + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{expect, metadata::graph};
    use super::*;

    #[track_caller]
    fn check_graph(lines: &[&str], expected: &[(&str, &str)]) {
        let tree = Tree::of(&[
            (
                "crates/text/Cargo.toml",
                "[dependencies]\nling-hub.workspace = true\ntokio = \"1\"\n",
            ),
            ("crates/text/clippy.toml", ""),
            ("crates/understand/Cargo.toml", ""),
            ("crates/understand/clippy.toml", ""),
            ("crates/hub/Cargo.toml", ""),
            ("crates/cloud/Cargo.toml", ""),
            ("crates/skills/Cargo.toml", ""),
            ("crates/new/Cargo.toml", ""),
        ]);
        expect(&check(&tree, &graph(lines)), expected);
    }

    #[test]
    fn arrows_point_down() {
        check_graph(
            &["ling-text: ling-hub", "ling-hub:"],
            &[("crates/text/Cargo.toml:2", "may not use `hub`")],
        );
        check_graph(&["ling-hub: ling-text", "ling-text:"], &[]);
        check_graph(
            &["ling-skills: ling-understand(dev)", "ling-understand:"],
            &[],
        );
        check_graph(
            &["ling-skills: ling-understand", "ling-understand:"],
            &[("crates/skills/Cargo.toml:1", "`understand`")],
        );
        check_graph(
            &["ling-new:"],
            &[("crates/new/Cargo.toml:1", "has no layer")],
        );
    }

    #[test]
    fn pure_crates_tell_clippy() {
        let tree = Tree::of(&[
            ("crates/base/Cargo.toml", ""),
            ("crates/text/Cargo.toml", ""),
            ("crates/text/clippy.toml", ""),
        ]);
        let found = check(&tree, &graph(&["ling-base:", "ling-text:", "ling-hub:"]));
        expect(&found, &[("crates/base/Cargo.toml:1", "no clippy.toml")]);
    }

    #[test]
    fn pure_crates_bring_no_io() {
        check_graph(
            &["ling-text: tokio", "tokio:"],
            &[("crates/text/Cargo.toml:3", "`tokio`")],
        );
        check_graph(
            &["ling-text: a", "a: b", "b: mio", "mio:"],
            &[("crates/text/Cargo.toml:1", "a > b > mio")],
        );
        check_graph(&["ling-text: tokio(dev)", "tokio:"], &[]);
        check_graph(&["ling-cloud: tokio sqlx", "tokio:", "sqlx:"], &[]);
        check_graph(
            &["ling-cloud: axum", "axum:"],
            &[("crates/cloud/Cargo.toml:1", "`axum`")],
        );
        check_graph(
            &["ling-hub: anyhow", "anyhow:"],
            &[("crates/hub/Cargo.toml:1", "`anyhow`")],
        );
    }
}
