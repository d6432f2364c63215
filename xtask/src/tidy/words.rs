//! What must not stand in Rust code: `.unwrap()`, tests that do not run, and sentences that people
//! hear or read.

use super::{Violation, product_sources};
use crate::rust::{Kind, Source};
use crate::tree::Tree;

/// Tables of the languages themselves, and the examples of the command line. Sentences live in
/// zh.toml and en.toml even there.
const MAY_HOLD_CHINESE: [&str; 3] = [
    "crates/text/src/",
    "crates/understand/src/words",
    "crates/app/src/cli",
];

pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for (path, source) in product_sources(tree) {
        unwraps(path, &source, &mut found);
        let may = MAY_HOLD_CHINESE.iter().any(|place| path.starts_with(place));
        if path.starts_with("crates/") && !may {
            sentences(path, &source, &mut found);
        }
    }
    for (path, text) in tree.ending(".rs") {
        skipped_tests(path, &Source::read(text), &mut found);
    }
    found
}

fn skipped_tests(path: &str, source: &Source<'_>, found: &mut Vec<Violation>) {
    for (at, token) in source.tokens.iter().enumerate() {
        for word in ["ignore", "should_panic"] {
            if source.reads(at, &["#", "[", word]) {
                let hint = "a test runs, and says what it expects: check the error instead, or delete the test";
                found.push(Violation::new(
                    path,
                    token.line,
                    format!("`#[{word}]`"),
                    hint,
                ));
            }
        }
    }
}

fn unwraps(path: &str, source: &Source<'_>, found: &mut Vec<Violation>) {
    for (at, token) in source.product() {
        if source.reads(at, &[".", "unwrap", "(", ")"]) {
            let hint = "return an error, or `expect(\"why it cannot happen\")`";
            found.push(Violation::new(
                path,
                token.line,
                "`unwrap` outside tests",
                hint,
            ));
        }
    }
}

fn sentences(path: &str, source: &Source<'_>, found: &mut Vec<Violation>) {
    for (_, token) in source.product() {
        if token.kind == Kind::Str && token.text.chars().any(is_cjk) {
            let hint =
                "put it into zh.toml and its English sister into en.toml, under the same key";
            found.push(Violation::new(
                path,
                token.line,
                format!("Chinese text in code: {}", token.text),
                hint,
            ));
        }
    }
}

/// Chinese characters, their punctuation and the full-width forms.
fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;

    #[track_caller]
    fn check_code(path: &str, code: &str, expected: &[(&str, &str)]) {
        expect(&check(&Tree::of(&[(path, code)])), expected);
    }

    #[test]
    fn unwrap_is_for_tests() {
        check_code(
            "crates/a/src/a.rs",
            "fn a() {\n b\n  .unwrap();\n c.unwrap_or(d) }",
            &[("crates/a/src/a.rs:3", "unwrap")],
        );
        check_code(
            "crates/a/src/a.rs",
            "#[test]\nfn a() { b.unwrap() }\n// c.unwrap()\n",
            &[],
        );
        check_code("crates/a/tests/it/main.rs", "fn a() { b.unwrap() }", &[]);
    }

    #[test]
    fn tests_run() {
        check_code(
            "crates/a/tests/it/main.rs",
            "#[test]\n#[ignore = \"slow\"]\nfn a() {}",
            &[("crates/a/tests/it/main.rs:2", "ignore")],
        );
        check_code(
            "crates/a/src/lib.rs",
            "#[cfg(test)]\nmod t {\n#[test] #[should_panic]\nfn a() {} }",
            &[("crates/a/src/lib.rs:3", "should_panic")],
        );
        check_code("crates/a/src/lib.rs", "fn ignore(a: [ignore; 2]) {}", &[]);
    }

    #[test]
    fn sentences_live_in_text_files() {
        check_code(
            "crates/hub/src/a.rs",
            "fn a() {\n b(\"好的。\", '。') }",
            &[("crates/hub/src/a.rs:2", "好的")],
        );
        check_code(
            "crates/hub/src/a.rs",
            "/// 好的\nfn a() { b(\"ok\") } // 好",
            &[],
        );
        check_code(
            "crates/hub/src/a.rs",
            "#[cfg(test)]\nmod tests { const A: &str = \"好\"; }",
            &[],
        );
        check_code("crates/text/src/lang/zh.rs", "const A: &str = \"一\";", &[]);
        check_code(
            "crates/understand/src/words/zh.rs",
            "const A: &str = \"一\";",
            &[],
        );
        check_code(
            "crates/understand/src/rank.rs",
            "const A: &str = \"，\";",
            &[("crates/understand/src/rank.rs:1", "，")],
        );
    }
}
