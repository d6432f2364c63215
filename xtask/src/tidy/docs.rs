//! Both languages are documented, and the two commands are in both front pages.

use super::Violation;
use crate::tree::Tree;

const READMES: [&str; 2] = ["README.md", "README.zh.md"];
const COMMANDS: [&str; 2] = ["make run", "make test"];
const SECTIONS: [&str; 3] = ["docs/guide/", "docs/concepts/", "docs/reference/"];

pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for path in READMES {
        for command in COMMANDS {
            if !tree.text(path).is_some_and(|text| text.contains(command)) {
                let what = format!("does not mention `{command}`");
                found.push(Violation::new(
                    path,
                    1,
                    what,
                    "a newcomer needs both commands",
                ));
            }
        }
    }
    let sections = tree
        .paths()
        .filter(|path| SECTIONS.iter().any(|section| path.starts_with(section)));
    for path in sections {
        let sister = match (path.contains("/en/"), path.contains("/zh/")) {
            (true, false) => path.replacen("/en/", "/zh/", 1),
            (false, true) => path.replacen("/zh/", "/en/", 1),
            _ => continue,
        };
        if !tree.has(&sister) && path.ends_with(".md") {
            let what = format!("has no sister `{sister}`");
            found.push(Violation::new(
                path,
                1,
                what,
                "write the page in the other language, natively",
            ));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;

    #[test]
    fn pages_come_in_pairs() {
        let tree = Tree::of(&[
            ("README.md", "`make run` `make test`"),
            ("README.zh.md", "`make run`"),
            ("docs/guide/en/a.md", ""),
            ("docs/guide/zh/a.md", ""),
            ("docs/guide/zh/b.md", ""),
            ("docs/guide/zh/b.png", ""),
        ]);
        expect(
            &check(&tree),
            &[
                ("README.zh.md:1", "`make test`"),
                ("docs/guide/zh/b.md:1", "docs/guide/en/b.md"),
            ],
        );
    }
}
