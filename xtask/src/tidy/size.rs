//! Files and functions stay short enough to be read.

use super::{Violation, product_sources};
use crate::tree::Tree;

const FILE_LINES_MAX: usize = 600;
const FUNCTION_LINES_MAX: usize = 70;
/// All of `base`: whatever everyone shares must stay small.
const BASE_LINES_MAX: usize = 500;

pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut base_lines = 0;
    for (path, source) in product_sources(tree) {
        let n_lines = source.n_product_lines();
        if FILE_LINES_MAX < n_lines {
            let what = format!("{n_lines} lines without tests, at most {FILE_LINES_MAX}");
            found.push(Violation::new(
                path,
                1,
                what,
                "split the file where its ideas part",
            ));
        }
        if path.starts_with("crates/base/src/") {
            base_lines += n_lines;
        }
        for function in source.functions() {
            if FUNCTION_LINES_MAX < function.n_lines {
                let what = format!(
                    "`{}` has {} lines, at most {FUNCTION_LINES_MAX}",
                    function.name, function.n_lines
                );
                found.push(Violation::new(
                    path,
                    function.line,
                    what,
                    "name its steps and make them functions",
                ));
            }
        }
    }
    if BASE_LINES_MAX < base_lines {
        let what = format!("`base` has {base_lines} lines without tests, at most {BASE_LINES_MAX}");
        found.push(Violation::new(
            "crates/base/src/lib.rs",
            1,
            what,
            "move a type to the crate that owns it",
        ));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;

    #[test]
    fn long_files_and_functions() {
        let long_file = "// x\n".repeat(601);
        let long_tests = format!(
            "fn a() {{}}\n#[cfg(test)]\nmod tests {{\n{}}}\n",
            "// x\n".repeat(700)
        );
        let long_function = format!("\nfn a() {{\n{}}}\n", "b();\n".repeat(69));
        let longest_function = format!("fn a() {{\n{}}}\n", "b();\n".repeat(68));
        let tree = Tree::of(&[
            ("crates/a/src/a.rs", &long_file),
            ("crates/a/src/b.rs", &long_tests),
            ("crates/a/src/c.rs", &long_function),
            ("crates/a/src/d.rs", &longest_function),
        ]);
        expect(
            &check(&tree),
            &[
                ("crates/a/src/a.rs:1", "601 lines"),
                ("crates/a/src/c.rs:2", "`a` has 71 lines"),
            ],
        );
    }

    #[test]
    fn base_has_a_cap() {
        let half = "// x\n".repeat(251);
        let tree = Tree::of(&[
            ("crates/base/src/a.rs", &half),
            ("crates/base/src/lib.rs", &half),
        ]);
        expect(&check(&tree), &[("crates/base/src/lib.rs:1", "502 lines")]);
    }
}
