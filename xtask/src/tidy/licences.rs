//! Licences, forbidden crates and sources, as deny.toml lists them; needs no network.

use serde::Deserialize;

use super::Violation;
use super::metadata::{Graph, Package};
use crate::tree::Tree;

const LIST: &str = "deny.toml";

#[derive(Deserialize)]
struct Rules {
    licenses: Licences,
    bans: Bans,
}

#[derive(Deserialize)]
struct Licences {
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Deserialize)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
}

pub fn check(tree: &Tree, graph: &Graph) -> Vec<Violation> {
    let rules: Rules = match toml::from_str(tree.text(LIST).unwrap_or_default()) {
        Ok(rules) => rules,
        Err(error) => {
            return vec![Violation::new(
                LIST,
                1,
                error.message(),
                "see the file in an earlier commit",
            )];
        }
    };
    graph
        .packages
        .iter()
        .flat_map(|package| check_package(&rules, package))
        .collect()
}

fn check_package(rules: &Rules, package: &Package) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut say =
        |what: String, hint: &str| found.push(Violation::new("Cargo.lock", 1, what, hint));
    let name = format!("`{} {}`", package.name, package.version);
    if let Some(ban) = rules.bans.deny.iter().find(|ban| ban.name == package.name) {
        say(
            format!("{name} is banned"),
            &format!(
                "{}; `cargo tree -i {}` shows who brings it",
                ban.reason, package.name
            ),
        );
    }
    if package
        .source
        .as_deref()
        .is_some_and(|source| !source.starts_with("registry+"))
    {
        say(
            format!("{name} does not come from the registry"),
            "use a published version",
        );
    }
    match package.license.as_deref() {
        None => say(format!("{name} names no licence"), "use another crate"),
        Some(expression) if !allowed(expression, &rules.licenses.allow) => {
            say(
                format!("{name} is under `{expression}`"),
                "use another crate, or argue for the licence in an ADR and deny.toml",
            );
        }
        Some(_) => {}
    }
    found
}

/// Whether an SPDX expression can be met with the allowed licences alone. Unreadable ones cannot.
fn allowed(expression: &str, allow: &[String]) -> bool {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut parser = Parser {
        words: &words,
        at: 0,
        allow,
    };
    parser.any_of() == Some(true) && parser.at == words.len()
}

struct Parser<'a> {
    words: &'a [&'a str],
    at: usize,
    allow: &'a [String],
}

impl Parser<'_> {
    fn any_of(&mut self) -> Option<bool> {
        let mut met = self.all_of()?;
        while self.skip("OR") {
            met |= self.all_of()?;
        }
        Some(met)
    }

    fn all_of(&mut self) -> Option<bool> {
        let mut met = self.one()?;
        while self.skip("AND") {
            met &= self.one()?;
        }
        Some(met)
    }

    fn one(&mut self) -> Option<bool> {
        if self.skip("(") {
            let met = self.any_of()?;
            return self.skip(")").then_some(met);
        }
        let name = *self.words.get(self.at)?;
        self.at += 1;
        if self.skip("WITH") {
            // An exception only ever allows more.
            self.at += 1;
        }
        Some(self.allow.iter().any(|allowed| allowed == name))
    }

    fn skip(&mut self, word: &str) -> bool {
        let here = self.words.get(self.at) == Some(&word);
        self.at += usize::from(here);
        here
    }
}

#[cfg(test)]
mod tests {
    use super::super::{expect, metadata::graph};
    use super::*;

    #[track_caller]
    fn check_expression(expression: &str, expected: bool) {
        let allow = ["MIT", "Apache-2.0", "ISC"].map(str::to_owned);
        assert_eq!(
            allowed(expression, &allow),
            expected,
            "expression: {expression}"
        );
    }

    #[test]
    fn expressions() {
        check_expression("MIT", true);
        check_expression("GPL-3.0", false);
        check_expression("MIT OR GPL-3.0", true);
        check_expression("MIT AND GPL-3.0", false);
        check_expression("MIT/GPL-3.0", true);
        check_expression("(GPL-2.0 OR MIT) AND ISC", true);
        check_expression("GPL-2.0 OR MIT AND GPL-3.0", false);
        check_expression("Apache-2.0 WITH LLVM-exception", true);
        check_expression("MIT AND", false);
        check_expression("(MIT", false);
        check_expression("MIT ISC", false);
        check_expression("", false);
    }

    #[test]
    fn packages() {
        let list =
            "[licenses]\nallow = [\"MIT\"]\n[bans]\ndeny = [{ crate = \"b\", reason = \"old\" }]\n";
        let tree = Tree::of(&[(LIST, list)]);
        let found = check(
            &tree,
            &graph(&["a:", "b:", "c GPL-3.0:", "d none:", "e git MIT:", "ling-f:"]),
        );
        expect(
            &found,
            &[
                ("Cargo.lock:1", "`b 1.0.0` is banned"),
                ("Cargo.lock:1", "`c 1.0.0` is under `GPL-3.0`"),
                ("Cargo.lock:1", "`d 1.0.0` names no licence"),
                ("Cargo.lock:1", "`e 1.0.0` does not come from the registry"),
            ],
        );
        expect(
            &check(&Tree::of(&[(LIST, "[licenses]")]), &graph(&[])),
            &[("deny.toml:1", "allow")],
        );
    }
}
