//! Protocol folders of `hub` and codec folders of `proto` are strangers to each other.

use super::{Violation, product_sources};
use crate::rust::{Kind, Source};
use crate::tree::Tree;

/// Parents whose folders do not import each other, and the folders that all may share.
const PARENTS: [(&str, &[&str]); 3] = [
    (
        "crates/hub/src/",
        &["session", "engines", "world", "ring", "auth", "out"],
    ),
    ("crates/hub/src/out/", &[]),
    ("crates/proto/src/", &[]),
];

pub fn check(tree: &Tree) -> Vec<Violation> {
    let sources = product_sources(tree);
    let mut found = Vec::new();
    for (parent, shared) in PARENTS {
        let mut strangers = tree.folders(parent);
        strangers.retain(|name| !shared.contains(name));
        for (path, source) in &sources {
            let own = path
                .strip_prefix(parent)
                .and_then(|rest| rest.split_once('/'));
            let Some((own, _)) = own.filter(|(own, _)| strangers.contains(own)) else {
                continue;
            };
            let named = source
                .product()
                .flat_map(|(at, _)| named_at(path, parent, source, at));
            for (name, line) in named.filter(|(name, _)| *name != own && strangers.contains(name)) {
                let what = format!("`{own}` uses its sibling `{name}`");
                let hint = "move what both need to the module that owns it, or pass it in";
                found.push(Violation::new(path, line, what, hint));
            }
        }
    }
    found
}

/// The modules of `parent` that the path starting at this token names: `crate::out::a`,
/// `super::super::a`, and each of `crate::{a, b::c}`.
fn named_at<'a>(path: &str, parent: &str, source: &Source<'a>, at: usize) -> Vec<(&'a str, usize)> {
    let inside = parent.split_once("/src/").map_or("", |(_, inside)| inside);
    let (root, mut next) = match source.tokens[at].text {
        "crate" => (Some(0), at + 1),
        "super" if at < 1 || source.tokens[at - 1].text != ":" => supers(path, source, at),
        _ => return Vec::new(),
    };
    let mut wanted: Vec<&str> = inside.split_terminator('/').collect();
    match root {
        Some(0) => {}
        // `super` chains that end in `parent` itself.
        Some(depth) if depth == wanted.len() => wanted.clear(),
        _ => return Vec::new(),
    }
    for name in wanted {
        if !source.reads(next, &[":", ":", name]) {
            return Vec::new();
        }
        next += 3;
    }
    if !source.reads(next, &[":", ":"]) {
        return Vec::new();
    }
    heads(source, next + 2)
}

/// How deep below the crate's root the chain of `super::` at `at` ends, and the token after it.
fn supers(path: &str, source: &Source<'_>, at: usize) -> (Option<usize>, usize) {
    let mut n = 1;
    while source.reads(at + 3 * n - 2, &[":", ":", "super"]) {
        n += 1;
    }
    let folder = super::module_folder(path);
    let depth = folder
        .split_once("/src/")
        .map_or(0, |(_, inside)| inside.matches('/').count());
    (depth.checked_sub(n), at + 3 * n - 2)
}

/// The first name, or each first name inside `{...}`.
fn heads<'a>(source: &Source<'a>, at: usize) -> Vec<(&'a str, usize)> {
    let Some(first) = source.tokens.get(at) else {
        return Vec::new();
    };
    if first.text != "{" {
        return vec![(first.text, first.line)];
    }
    let (mut depth, mut names) = (0usize, Vec::new());
    for pair in source.tokens[at..].windows(2) {
        match pair[0].text {
            "{" => depth += 1,
            "}" if depth == 1 => break,
            "}" => depth -= 1,
            _ => {}
        }
        if depth == 1 && matches!(pair[0].text, "{" | ",") && pair[1].kind == Kind::Word {
            names.push((pair[1].text, pair[1].line));
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;

    #[track_caller]
    fn check_code(path: &str, code: &str, names: &[&str]) {
        let tree = Tree::of(&[
            ("crates/hub/src/console/mod.rs", ""),
            ("crates/hub/src/session/mod.rs", ""),
            ("crates/hub/src/out/llm/mod.rs", ""),
            ("crates/hub/src/out/mqtt/mod.rs", ""),
            ("crates/hub/src/wyoming/other.rs", ""),
            (path, code),
        ]);
        let place = format!("{path}:1");
        let whats: Vec<String> = names
            .iter()
            .map(|name| format!("sibling `{name}`"))
            .collect();
        let expected: Vec<(&str, &str)> = whats
            .iter()
            .map(|what| (place.as_str(), what.as_str()))
            .collect();
        expect(&check(&tree), &expected);
    }

    #[test]
    fn siblings_are_strangers() {
        check_code(
            "crates/hub/src/wyoming/mod.rs",
            "use crate::console::Page;",
            &["console"],
        );
        check_code(
            "crates/hub/src/wyoming/mod.rs",
            "use crate::{session::S, console};",
            &["console"],
        );
        check_code(
            "crates/hub/src/wyoming/mod.rs",
            "use super::console;",
            &["console"],
        );
        check_code(
            "crates/hub/src/wyoming/a.rs",
            "use super::super::console;",
            &["console"],
        );
        check_code("crates/hub/src/wyoming/a.rs", "use super::console;", &[]);
        check_code(
            "crates/hub/src/wyoming/mod.rs",
            "use crate::session::console;",
            &[],
        );
        check_code(
            "crates/hub/src/wyoming/mod.rs",
            "use crate::{session::{console, b}};",
            &[],
        );
        check_code(
            "crates/hub/src/wyoming/mod.rs",
            "use crate::wyoming::other; use crate::out::llm;",
            &[],
        );
        check_code(
            "crates/hub/src/session/mod.rs",
            "use crate::console::Page;",
            &[],
        );
        check_code(
            "crates/hub/src/out/llm/a.rs",
            "use crate::out::mqtt::M;",
            &["mqtt"],
        );
        check_code(
            "crates/hub/src/out/llm/a.rs",
            "use super::super::mqtt::M;",
            &["mqtt"],
        );
        check_code(
            "crates/hub/src/out/llm/a.rs",
            "use super::super::super::session::M;",
            &[],
        );
    }
}
