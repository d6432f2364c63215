//! What `cargo metadata` says about crates and what they depend on.

use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

/// The packages of the lock file and the edges between them.
#[derive(Debug, Deserialize)]
pub struct Graph {
    /// Every package, ours and foreign.
    pub packages: Vec<Package>,
    resolve: Resolve,
}

/// One package.
#[derive(Debug, Deserialize)]
pub struct Package {
    /// Unique among all.
    pub id: String,
    /// `ling-text`.
    pub name: String,
    /// Its version.
    pub version: String,
    /// An SPDX expression.
    pub license: Option<String>,
    /// `None` for the folders of this workspace.
    pub source: Option<String>,
    /// What its manifest asks for.
    pub dependencies: Vec<Dependency>,
}

/// One line of a manifest.
#[derive(Debug, Deserialize)]
pub struct Dependency {
    /// The package's name.
    pub name: String,
    /// `None` is a normal one; else `dev` or `build`.
    pub kind: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Debug, Deserialize)]
struct Node {
    id: String,
    deps: Vec<Edge>,
}

#[derive(Debug, Deserialize)]
struct Edge {
    pkg: String,
    dep_kinds: Vec<EdgeKind>,
}

#[derive(Debug, Deserialize)]
struct EdgeKind {
    kind: Option<String>,
}

impl Graph {
    /// Asks cargo, for this machine's platform only: that much is there after one build, even
    /// with no network.
    pub fn load(root: &Path) -> Result<Graph> {
        let host = output(root, "rustc", &["-vV"])?;
        let host = host
            .lines()
            .find_map(|line| line.strip_prefix("host: "))
            .context("rustc names no host")?;
        let text = output(
            root,
            "cargo",
            &[
                "metadata",
                "--format-version=1",
                "--locked",
                "--filter-platform",
                host,
            ],
        )?;
        Graph::parse(&text)
    }

    /// Reads cargo's JSON.
    pub fn parse(text: &str) -> Result<Graph> {
        serde_json::from_str(text).context("`cargo metadata` printed something unknown")
    }

    /// The crates of this workspace.
    pub fn ours(&self) -> impl Iterator<Item = &Package> {
        self.packages
            .iter()
            .filter(|package| package.source.is_none())
    }

    /// Every foreign package that the shipped code of `package` brings along, each with the chain
    /// of names that leads to it. Does not walk through other crates of ours.
    pub fn brought_by(&self, package: &Package) -> Vec<(&Package, Vec<&str>)> {
        let by_id: HashMap<&str, &Package> =
            self.packages.iter().map(|p| (p.id.as_str(), p)).collect();
        let nodes: HashMap<&str, &Node> = self
            .resolve
            .nodes
            .iter()
            .map(|n| (n.id.as_str(), n))
            .collect();
        let mut chains: HashMap<&str, Vec<&str>> = HashMap::new();
        let mut queue = VecDeque::from([(package.id.as_str(), Vec::new())]);
        while let Some((id, chain)) = queue.pop_front() {
            let edges = nodes.get(id).map_or(&[][..], |node| &node.deps);
            for edge in edges
                .iter()
                .filter(|edge| edge.dep_kinds.iter().any(|kind| kind.kind.is_none()))
            {
                let Some(found) = by_id.get(edge.pkg.as_str()).filter(|p| p.source.is_some())
                else {
                    continue;
                };
                if !chains.contains_key(found.id.as_str()) {
                    let chain = [&chain[..], &[found.name.as_str()]].concat();
                    chains.insert(&found.id, chain.clone());
                    queue.push_back((&found.id, chain));
                }
            }
        }
        let mut brought: Vec<_> = chains
            .into_iter()
            .map(|(id, chain)| (by_id[id], chain))
            .collect();
        brought.sort_by(|a, b| a.1.cmp(&b.1));
        brought
    }
}

fn output(root: &Path, program: &str, args: &[&str]) -> Result<String> {
    let run = Command::new(program).args(args).current_dir(root).output();
    let run = run.with_context(|| format!("`{program}` could not be run"))?;
    ensure!(
        run.status.success(),
        "`{program} {}` failed:\n{}",
        args.join(" "),
        String::from_utf8_lossy(&run.stderr)
    );
    Ok(String::from_utf8(run.stdout)?)
}

/// A graph for tests: each line is `name [source] [license]: dep dep(dev) ...`; names that start
/// with `ling-` and `xtask` are ours.
#[cfg(test)]
pub fn graph(lines: &[&str]) -> Graph {
    use serde_json::json;
    let (mut packages, mut nodes) = (Vec::new(), Vec::new());
    for line in lines {
        let (head, deps) = line
            .split_once(": ")
            .unwrap_or((line.trim_end_matches(':'), ""));
        let (name, license) = head.split_once(' ').unwrap_or((head, "MIT"));
        let ours = name.starts_with("ling-") || name == "xtask";
        let source = match license.strip_prefix("git ") {
            Some(_) => Some("git+https://example.org/x"),
            None => Some("registry+https://example.org/index").filter(|_| !ours),
        };
        let deps: Vec<(&str, Option<&str>)> = deps
            .split_whitespace()
            .map(|dep| {
                dep.strip_suffix("(dev)")
                    .map_or((dep, None), |dep| (dep, Some("dev")))
            })
            .collect();
        let wanted: Vec<_> = deps
            .iter()
            .map(|(name, kind)| json!({ "name": name, "kind": kind }))
            .collect();
        let edges: Vec<_> = deps
            .iter()
            .map(|(name, kind)| json!({ "pkg": name, "dep_kinds": [{ "kind": kind }] }))
            .collect();
        packages.push(json!({
            "id": name, "name": name, "version": "1.0.0", "source": source, "dependencies": wanted,
            "license": (license != "none").then(|| license.trim_start_matches("git ")),
        }));
        nodes.push(json!({ "id": name, "deps": edges }));
    }
    Graph::parse(&json!({ "packages": packages, "resolve": { "nodes": nodes } }).to_string())
        .unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_crate_brings_along() {
        let graph = graph(&[
            "ling-a: x ling-b t(dev)",
            "ling-b: y",
            "x: z",
            "y:",
            "z: x",
            "t:",
        ]);
        let a = graph.ours().next().unwrap();
        let chains: Vec<String> = graph
            .brought_by(a)
            .iter()
            .map(|(_, chain)| chain.join(" > "))
            .collect();
        assert_eq!(chains, ["x", "x > z"]);
    }
}
