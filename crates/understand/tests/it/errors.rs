//! What an author is told.

use ling_base::Lang;
use ling_understand::{Grammar, template};

use crate::house::{book, intent};

#[track_caller]
fn check(sentence: &str, expect: &str) {
    let book = book(
        Lang::En,
        "lamp",
        vec![intent(
            "lamp.on",
            &["lamp on", sentence],
            &["room:area", "odd:colour"],
        )],
    );
    let errors = Grammar::compile(&[book]).unwrap_err();
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].to_string(), expect);
}

#[test]
fn templates() {
    check(
        "turn (on|off",
        "lamp/en.toml:2: column 6 of `turn (on|off`: `(` is never closed; add `)`",
    );
    check(
        "turn on]",
        "lamp/en.toml:2: column 8 of `turn on]`: `]` closes nothing; remove it, or write a backslash before it",
    );
    check(
        "(a|b;c)",
        "lamp/en.toml:2: column 5 of `(a|b;c)`: `|` and `;` stand side by side; put one of them into its own round brackets",
    );
    check(
        "a ()",
        "lamp/en.toml:2: column 3 of `a ()`: the brackets are empty; write what may stand there, or remove them",
    );
    check(
        "a [b)",
        "lamp/en.toml:2: column 5 of `a [b)`: `)` stands where `]` should close column 3; close the brackets in the order in which they were opened",
    );
    check(
        "a\\",
        "lamp/en.toml:2: column 2 of `a\\`: nothing follows the backslash; write two for one backslash",
    );
    check(
        "a {}",
        "lamp/en.toml:2: column 3 of `a {}`: the list has no name; write its name",
    );
    check(
        "a {b:}",
        "lamp/en.toml:2: column 3 of `a {b:}`: a name is missing beside the colon; write `{list}` or `{list:argument}`",
    );
}

#[test]
fn names() {
    check(
        "开 <on>",
        "lamp/en.toml:2: column 3 of `开 <on>`: there is no rule `on`; add it under `rules`, or correct its name",
    );
    check(
        "[please]",
        "lamp/en.toml:2: column 1 of `[please]`: the sentence matches an empty text; make one part of it required",
    );
    let start = "lamp/en.toml:2: column 4 of `on {odd}`: `colour` is no argument of the intent, no list of the file and no kind; declare it under `args` or `lists`, or use one of: text phrase items any name number ";
    let book = book(
        Lang::En,
        "lamp",
        vec![intent("lamp.on", &["on", "on {odd}"], &["odd:colour"])],
    );
    let errors = Grammar::compile(&[book]).unwrap_err();
    assert!(errors[0].to_string().starts_with(start), "{}", errors[0]);
}

#[test]
fn lists_and_rules() {
    let mut book = book(Lang::En, "lamp", vec![intent("lamp.on", &["on"], &[])]);
    book.rules.insert("the".into(), "(the".into());
    book.lists
        .insert("tint".into(), vec![crate::house::item("red", &["[red]"])]);
    let errors = Grammar::compile(&[book]).unwrap_err();
    let shown: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "lamp/en.toml:0: column 1 of `(the`: rule `the`: `(` is never closed; add `)`",
            "lamp/en.toml:0: column 1 of `[red]`: list `tint`, item `red`: the sentence matches an empty text; make one part of it required",
        ]
    );
}

#[test]
fn circles() {
    let mut book = book(Lang::En, "lamp", vec![intent("lamp.on", &["a <b>"], &[])]);
    book.rules.insert("b".into(), "c <d>".into());
    book.rules.insert("d".into(), "e <b>".into());
    let errors = Grammar::compile(&[book]).unwrap_err();
    assert!(
        errors[0].what.starts_with("rules lead too deep"),
        "{}",
        errors[0]
    );
}

#[track_caller]
fn check_printed(text: &str, expect: &str) {
    assert_eq!(template::parse(text).unwrap().to_string(), expect);
}

#[test]
fn printing() {
    check_printed(
        "turn (on|off) [the] {device}",
        "turn (on|off) [the] {device}",
    );
    check_printed("(a) ((b|c)) [(d e)]", "a (b|c) [d e]");
    check_printed("a|b [c;d] {x:y} <z>", "a|b [c;d] {x:y} <z>");
    check_printed(r"\(a\) \{b\} \\", r"\(a\) \{b\} \\");
    check_printed("(a (b;c)|(d|e)|)", "a (b;c)|(d|e)|");
}
