//! `cargo xtask tidy`: the rules of STYLE.md and ARCHITECTURE.md that a machine can hold.

mod adapters;
mod docs;
mod layers;
mod licences;
mod metadata;
mod places;
mod size;
mod skills;
mod texts;
mod words;

use std::fmt;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;

use crate::rust::Source;
use crate::tree::Tree;

/// One place that breaks a rule, and the way out.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    path: String,
    line: usize,
    what: String,
    hint: String,
}

impl Violation {
    fn new(path: &str, line: usize, what: impl Into<String>, hint: impl Into<String>) -> Violation {
        Violation {
            path: path.to_owned(),
            line,
            what: what.into(),
            hint: hint.into(),
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}: {}\n  hint: {}",
            self.path, self.line, self.what, self.hint
        )
    }
}

type Check = fn(&Tree) -> Vec<Violation>;

/// The checks that need nothing but the files.
const CHECKS: [(&str, Check); 7] = [
    ("size", size::check),
    ("words", words::check),
    ("adapters", adapters::check),
    ("texts", texts::check),
    ("skills", skills::check),
    ("places", places::check),
    ("docs", docs::check),
];

/// Runs every check on this work tree and prints what it finds.
pub fn run() -> Result<ExitCode> {
    let root = root();
    let tree = Tree::read(&root)?;
    let graph = metadata::Graph::load(&root)?;
    let mut found: Vec<Violation> = CHECKS.iter().flat_map(|(_, check)| check(&tree)).collect();
    found.extend(layers::check(&tree, &graph));
    found.extend(licences::check(&tree, &graph));
    found.sort();
    found.dedup();
    for violation in &found {
        println!("{violation}");
    }
    let names: Vec<&str> = CHECKS.iter().map(|(name, _)| *name).collect();
    println!(
        "tidy: {} found by {}, layers, licences",
        found.len(),
        names.join(", ")
    );
    Ok(if found.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The folder above this package: where cargo says it is, for a build shared by several clones.
fn root() -> PathBuf {
    let built_in = || env!("CARGO_MANIFEST_DIR").into();
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(built_in, PathBuf::from);
    package.join("..")
}

/// Every Rust file that is not test code as a whole, read.
fn product_sources(tree: &Tree) -> Vec<(&str, Source<'_>)> {
    let all: Vec<(&str, Source<'_>)> = tree
        .ending(".rs")
        .map(|(path, text)| (path, Source::read(text)))
        .collect();
    let mut tests: Vec<String> = Vec::new();
    for (path, source) in &all {
        let folder = module_folder(path);
        tests.extend(
            source
                .test_modules()
                .iter()
                .map(|name| format!("{folder}{name}")),
        );
    }
    let is_test = |path: &str| {
        let by_name = ["/tests/", "/benches/", "/examples/"]
            .iter()
            .any(|part| path.contains(part))
            || path.ends_with("/tests.rs")
            || path.starts_with("crates/testkit/");
        by_name
            || tests.iter().any(|module| {
                path.strip_prefix(module)
                    .is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
            })
    };
    all.into_iter().filter(|(path, _)| !is_test(path)).collect()
}

/// Where the modules that a file declares live, with the last `/`.
fn module_folder(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    match name {
        "mod.rs" | "lib.rs" | "main.rs" => format!("{folder}/"),
        _ => format!("{folder}/{}/", name.trim_end_matches(".rs")),
    }
}

/// The line, from 1, of a byte offset.
fn line_of(text: &str, offset: usize) -> usize {
    1 + text[..offset].matches('\n').count()
}

/// Checks what a check finds, as `path:line` and a part of the sentence each.
#[cfg(test)]
#[track_caller]
fn expect(found: &[Violation], expected: &[(&str, &str)]) {
    let shown: Vec<String> = found
        .iter()
        .map(|v| format!("{}:{}: {}", v.path, v.line, v.what))
        .collect();
    assert_eq!(shown.len(), expected.len(), "found: {shown:#?}");
    for (shown, (place, part)) in shown.iter().zip(expected) {
        assert!(
            shown.starts_with(&format!("{place}: ")) && shown.contains(part),
            "found: {shown}, expected at {place}: {part}"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_files_are_no_product() {
        let tree = Tree::of(&[
            ("crates/a/src/lib.rs", "#[cfg(test)]\nmod fixtures;\nmod b;"),
            ("crates/a/src/fixtures.rs", ""),
            ("crates/a/src/fixtures/deep.rs", ""),
            ("crates/a/src/b.rs", "#[cfg(test)]\nmod tests;"),
            ("crates/a/src/b/tests.rs", ""),
            ("crates/a/src/fixtures_real.rs", ""),
            ("crates/a/tests/it/main.rs", ""),
        ]);
        let paths: Vec<&str> = product_sources(&tree)
            .iter()
            .map(|(path, _)| *path)
            .collect();
        assert_eq!(
            paths,
            [
                "crates/a/src/b.rs",
                "crates/a/src/fixtures_real.rs",
                "crates/a/src/lib.rs"
            ]
        );
    }
}
