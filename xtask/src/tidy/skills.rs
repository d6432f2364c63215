//! Each skill folder is complete, and its cases cover both languages and their mixture.

use std::collections::HashSet;

use serde::Deserialize;

use super::Violation;
use crate::tree::Tree;

const SKILLS: &str = "crates/skills/src/";
const FILES: [&str; 5] = ["mod.rs", "skill.toml", "zh.toml", "en.toml", "cases.toml"];
/// Folders beside the skills that are none.
const NO_SKILLS: [&str; 1] = ["shared"];
const CASES_MIN: usize = 12;
const MIXED_CASES_MIN: usize = 3;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    #[serde(default)]
    zh: Vec<toml::Spanned<Case>>,
    #[serde(default)]
    en: Vec<toml::Spanned<Case>>,
    #[serde(default)]
    mixed: Vec<toml::Spanned<Case>>,
}

#[derive(Deserialize)]
struct Case {
    said: String,
    #[serde(rename = "expect")]
    _expect: toml::Value,
}

pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for skill in tree.folders(SKILLS) {
        if NO_SKILLS.contains(&skill) {
            continue;
        }
        for file in FILES {
            let path = format!("{SKILLS}{skill}/{file}");
            if !tree.has(&path) {
                let hint = format!("a skill is a folder of {}", FILES.join(", "));
                found.push(Violation::new(&path, 1, "is missing", hint));
            }
        }
        let path = format!("{SKILLS}{skill}/cases.toml");
        if let Some(text) = tree.text(&path) {
            check_cases(&path, text, &mut found);
        }
    }
    found
}

fn check_cases(path: &str, text: &str, found: &mut Vec<Violation>) {
    let cases: Cases = match toml::from_str(text) {
        Ok(cases) => cases,
        Err(error) => {
            let line = error
                .span()
                .map_or(1, |span| super::line_of(text, span.start));
            let hint =
                "write `[[zh]]`, `[[en]]` or `[[mixed]]`, then `said = ...` and `expect = ...`";
            found.push(Violation::new(path, line, error.message(), hint));
            return;
        }
    };
    let is_mixed = |said: &str| has_han(said) && has_latin(said);
    let groups = [
        Group::new("zh", &cases.zh, CASES_MIN, &has_han),
        Group::new("en", &cases.en, CASES_MIN, &has_latin),
        Group::new("mixed", &cases.mixed, MIXED_CASES_MIN, &is_mixed),
    ];
    found.extend(
        groups
            .iter()
            .flat_map(|group| check_group(path, text, group)),
    );
}

struct Group<'a> {
    name: &'static str,
    cases: &'a [toml::Spanned<Case>],
    n_min: usize,
    fits: &'a dyn Fn(&str) -> bool,
}

impl<'a> Group<'a> {
    fn new(
        name: &'static str,
        cases: &'a [toml::Spanned<Case>],
        n_min: usize,
        fits: &'a dyn Fn(&str) -> bool,
    ) -> Self {
        Group {
            name,
            cases,
            n_min,
            fits,
        }
    }
}

fn check_group(path: &str, text: &str, group: &Group<'_>) -> Vec<Violation> {
    let name = group.name;
    let mut found = Vec::new();
    let shapes: HashSet<String> = group
        .cases
        .iter()
        .map(|case| shape(&case.get_ref().said))
        .collect();
    if shapes.len() < group.n_min {
        let what = format!(
            "{} different `{name}` cases, at least {}",
            shapes.len(),
            group.n_min
        );
        let hint =
            "add sentences that people would say; ones that differ only in a number count once";
        found.push(Violation::new(path, 1, what, hint));
    }
    for case in group
        .cases
        .iter()
        .filter(|case| !(group.fits)(&case.get_ref().said))
    {
        let what = format!("`{}` is no `{name}` sentence", case.get_ref().said);
        let line = super::line_of(text, case.span().start);
        found.push(Violation::new(
            path,
            line,
            what,
            "move it to the group of its language",
        ));
    }
    found
}

fn has_han(said: &str) -> bool {
    said.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}'))
}

fn has_latin(said: &str) -> bool {
    said.chars().any(|c| c.is_ascii_alphabetic())
}

/// The sentence without its numbers, so that two cases that differ only there are one.
fn shape(said: &str) -> String {
    const ENGLISH: [&str; 21] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve", "fifteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty",
        "ninety",
    ];
    let digit = |c: &char| c.is_ascii_digit() || "〇零一二两三四五六七八九十百千".contains(*c);
    let kept: String = said.to_lowercase().chars().filter(|c| !digit(c)).collect();
    kept.split_whitespace()
        .filter(|word| !ENGLISH.contains(word))
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;

    fn group(name: &str, said: &str, n: u8) -> String {
        let one = |i| {
            format!(
                "[[{name}]]\nsaid = \"{said}{}\"\nexpect = \"x\"\n",
                char::from(b'a' + i)
            )
        };
        (0..n).map(one).collect()
    }

    #[track_caller]
    fn check_skill(cases: &str, expected: &[(&str, &str)]) {
        let files = FILES.map(|file| {
            (
                format!("{SKILLS}timer/{file}"),
                if file == "cases.toml" { cases } else { "" },
            )
        });
        let files: Vec<(&str, &str)> = files
            .iter()
            .map(|(path, text)| (path.as_str(), *text))
            .collect();
        expect(&check(&Tree::of(&files)), expected);
    }

    #[test]
    fn enough_cases_of_each_language() {
        let path = "crates/skills/src/timer/cases.toml:1";
        let all =
            group("zh", "叫我", 12) + &group("en", "call me ", 12) + &group("mixed", "call 我", 3);
        check_skill(&all, &[]);
        check_skill(
            &group("zh", "叫我", 11),
            &[
                (path, "11 different `zh`"),
                (path, "0 different `en`"),
                (path, "0 different `mixed`"),
            ],
        );
        check_skill("[[fr]]\nsaid = ''", &[(path, "fr")]);
        let wrong = all + "[[en]]\nsaid = \"叫我\"\nexpect = \"x\"\n";
        check_skill(
            &wrong,
            &[("crates/skills/src/timer/cases.toml:82", "no `en` sentence")],
        );
    }

    #[test]
    fn numbers_make_no_difference() {
        assert_eq!(shape("定10分钟"), shape("定十五分钟"));
        assert_eq!(shape("Wake me at seven"), shape("wake me at 8"));
        assert_ne!(shape("wake me at seven"), shape("wake her at seven"));
    }

    #[test]
    fn folders_are_complete() {
        let tree = Tree::of(&[
            ("crates/skills/src/lib.rs", ""),
            ("crates/skills/src/timer/mod.rs", ""),
        ]);
        let path = |file: &str| format!("crates/skills/src/timer/{file}:1");
        let missing: Vec<String> = FILES[1..].iter().map(|file| path(file)).collect();
        let expected: Vec<(&str, &str)> = missing
            .iter()
            .map(|path| (path.as_str(), "is missing"))
            .collect();
        expect(&check(&tree), &expected);
    }
}
