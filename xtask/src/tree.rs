//! The files that a commit would hold, as text.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// Path from the root (with `/`) to content. Files that are not UTF-8 have no content.
#[derive(Debug, Default)]
pub struct Tree {
    files: BTreeMap<String, Option<String>>,
}

impl Tree {
    /// Every file of the work tree that git tracks or would add.
    pub fn read(root: &Path) -> Result<Tree> {
        let listed = Command::new("git")
            .args([
                "ls-files",
                "-z",
                "--cached",
                "--others",
                "--exclude-standard",
            ])
            .current_dir(root)
            .output()
            .context("`git ls-files` could not be run")?;
        ensure!(
            listed.status.success(),
            "`git ls-files` failed: is this a git work tree?"
        );
        let mut tree = Tree::default();
        for path in String::from_utf8_lossy(&listed.stdout).split_terminator('\0') {
            // A file deleted but not yet staged is still listed.
            if let Ok(bytes) = std::fs::read(root.join(path)) {
                tree.files
                    .insert(path.to_owned(), String::from_utf8(bytes).ok());
            }
        }
        Ok(tree)
    }

    /// A tree for tests.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Tree {
        let files = files
            .iter()
            .map(|(path, text)| (path.to_string(), Some(text.to_string())));
        Tree {
            files: files.collect(),
        }
    }

    /// Every path, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The content of one file, if it exists and is text.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path)?.as_deref()
    }

    /// Whether there is such a file, text or not.
    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Every text file whose path ends so.
    pub fn ending<'a>(&'a self, end: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let all = self
            .files
            .iter()
            .filter_map(|(path, text)| Some((path.as_str(), text.as_deref()?)));
        all.filter(move |(path, _)| path.ends_with(end))
    }

    /// The names of the folders directly under `parent` (which ends in `/`).
    pub fn folders(&self, parent: &str) -> Vec<&str> {
        let rests = self.paths().filter_map(|path| path.strip_prefix(parent));
        let mut names: Vec<&str> = rests
            .filter_map(|rest| rest.split_once('/'))
            .map(|(name, _)| name)
            .collect();
        names.dedup();
        names
    }
}
