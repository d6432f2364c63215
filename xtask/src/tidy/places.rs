//! Nothing in the project depends on one machine, one registry or one package manager's lock file.

use super::{Violation, line_of};
use crate::tree::Tree;

/// Hosts of package registries, in halves so that this file does not name them.
const REGISTRY_HOSTS: [(&str, &str); 7] = [
    ("crates", ".io"),
    ("pypi", ".org"),
    ("python", "hosted.org"),
    ("npmjs", ".org"),
    ("deb.debian", ".org"),
    ("security.debian", ".org"),
    ("proxy.golang", ".org"),
];

/// Folders of one machine, likewise.
const MACHINE_FOLDERS: [(&str, &str); 3] = [("/wo", "rk/"), ("/ro", "ot/"), ("/ho", "me/")];

/// Written by cargo, which names its registry in it.
const MAY_NAME_HOSTS: &str = "Cargo.lock";
const FOREIGN_LOCKS: [&str; 5] = [
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "poetry.lock",
];

pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for path in tree.paths() {
        let name = path.rsplit('/').next().unwrap_or(path);
        if FOREIGN_LOCKS.contains(&name) {
            let hint = "delete it and pin exact versions in the file beside it";
            found.push(Violation::new(
                path,
                1,
                "a lock file that names a registry",
                hint,
            ));
        } else if let Some(text) = tree.text(path).filter(|_| name != MAY_NAME_HOSTS) {
            hosts(path, text, &mut found);
            folders(path, text, &mut found);
        }
    }
    found
}

fn hosts(path: &str, text: &str, found: &mut Vec<Violation>) {
    for (start, end) in REGISTRY_HOSTS {
        let host = format!("{start}{end}");
        for (at, _) in text.match_indices(&host) {
            let hint = "let the package client find its registry by itself";
            found.push(Violation::new(
                path,
                line_of(text, at),
                format!("names the registry host `{host}`"),
                hint,
            ));
        }
    }
}

fn folders(path: &str, text: &str, found: &mut Vec<Violation>) {
    for (start, end) in MACHINE_FOLDERS {
        let folder = format!("{start}{end}");
        for (at, _) in text.match_indices(&folder) {
            // `/dav/anna/home/` is a path on a server, `https://host/opt/` is one too.
            let before = text[..at].chars().next_back();
            if before.is_none_or(|c| !(c.is_alphanumeric() || "._-~}>*$".contains(c))) {
                let hint = "use a path relative to the project, `$HOME` or `$XDG_DATA_HOME`";
                found.push(Violation::new(
                    path,
                    line_of(text, at),
                    format!("names a folder of one machine: `{folder}`"),
                    hint,
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;

    #[test]
    fn hosts_folders_and_locks() {
        let host = format!(
            "a\nhttps://{}{}/x",
            REGISTRY_HOSTS[0].0, REGISTRY_HOSTS[0].1
        );
        let folder = format!("cd {}{}ling", MACHINE_FOLDERS[0].0, MACHINE_FOLDERS[0].1);
        let served = format!(
            "GET /dav{}{}ling",
            MACHINE_FOLDERS[0].0, MACHINE_FOLDERS[0].1
        );
        let tree = Tree::of(&[
            ("Cargo.lock", &host),
            ("a.md", &host),
            ("b.sh", &folder),
            ("c.txt", &served),
            ("tests/browser/package-lock.json", "{}"),
        ]);
        expect(
            &check(&tree),
            &[
                ("a.md:2", "registry host"),
                ("b.sh:1", "folder of one machine"),
                ("tests/browser/package-lock.json:1", "lock file"),
            ],
        );
    }
}
