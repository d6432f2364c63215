//! Home Assistant's own tests, and what the command says to bad input.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The folder of the data sets; says why the test is skipped where there is none.
fn datasets() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("LING_DATASETS").map_or(beside, PathBuf::from);
    if folder.join("ha_intents").is_dir() {
        return Some(folder);
    }
    println!(
        "skipped: there is no {}; name the data sets with LING_DATASETS",
        folder.display()
    );
    None
}

fn ling(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ling"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("as the test made it");
    // A program that refuses its arguments does not read.
    let _ = child
        .stdin
        .take()
        .expect("as the test made it")
        .write_all(input.as_bytes());
    child.wait_with_output().expect("as the test made it")
}

#[test]
fn every_sentence_of_home_assistants_tests() {
    let Some(folder) = datasets() else { return };
    let folder = folder.display().to_string();
    let output = ling(
        &[
            "bench",
            "intents",
            "--datasets",
            &folder,
            "--wrong",
            "--no-peer",
        ],
        "",
    );
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{shown}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    for (locale, n) in [("en", 1110), ("zh-CN", 817), ("zh-TW", 716), ("zh-HK", 327)] {
        let row = shown
            .lines()
            .find(|line| line.starts_with(locale))
            .expect("as the test made it");
        let figures: Vec<&str> = row.split_whitespace().skip(1).take(4).collect();
        assert_eq!(
            figures.join(" "),
            [n; 4].map(|n| n.to_string()).join(" "),
            "{row}"
        );
    }
}

/// A grammar and a house in a folder of their own.
fn folder(name: &str, grammar: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(folder.join("zh")).expect("as the test made it");
    std::fs::write(folder.join("zh/own.yaml"), grammar).expect("as the test made it");
    std::fs::write(
        folder.join("house.yaml"),
        "areas: [{name: 客厅, id: living}]\nentities:\n  - {name: '(台灯|桌灯)', id: light.desk, area: living, state: 'off'}\npeople: [小明]\nsongs: [青花瓷]\n",
    )
    .expect("as the test made it");
    folder
}

const GRAMMAR: &str = "
language: zh
settings: {ignore_whitespace: true}
intents:
  HassTurnOn:
    data:
      - sentences: ['打开[{area}[的]]{name}', 'turn on {name}']
        response: done
  Call:
    data:
      - sentences: ['叫{person}听{song}']
responses:
  intents:
    HassTurnOn: {done: '{{ slots.name }}开了，原来是{{ state.state }}'}
";

#[test]
fn own_sentences_in_a_house() {
    let folder = folder("intents-own", GRAMMAR);
    let (grammar, house) = (
        folder.display().to_string(),
        folder.join("house.yaml").display().to_string(),
    );
    let lines = [
        ("打开客厅的桌灯", r#""response":"桌灯开了，原来是off""#),
        ("turn on 台灯", r#""slots":{"name":"台灯"}"#),
        (
            "叫小明听青花瓷",
            r#""slots":{"person":"小明","song":"青花瓷"}"#,
        ),
        ("吃饭", r#""intent":null"#),
    ];
    let input: String = lines
        .iter()
        .map(|(text, _)| format!("{{\"text\": \"{text}\"}}\n"))
        .collect();
    let args = [
        "intents",
        "--jsonl",
        "--lang",
        "zh",
        "--grammar",
        &grammar,
        "--house",
        &house,
    ];
    let output = ling(&args, &input);
    let shown = String::from_utf8(output.stdout).expect("as the test made it");
    assert_eq!(
        shown.lines().count(),
        lines.len(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    for ((text, expect), answer) in lines.iter().zip(shown.lines()) {
        assert!(answer.contains(expect), "{text}: {answer}");
    }
}

#[track_caller]
fn refused(grammar: &str, input: &str, expect: &str) {
    let folder = folder("intents-refused", grammar);
    let grammar = folder.display().to_string();
    let output = ling(
        &["intents", "--jsonl", "--lang", "zh", "--grammar", &grammar],
        input,
    );
    let error = [output.stdout, output.stderr].concat();
    let error = String::from_utf8_lossy(&error);
    assert!(!output.status.success());
    assert!(error.contains(expect), "{error}");
}

#[test]
fn bad_input_is_named() {
    let with = |sentence: &str| GRAMMAR.replace("叫{person}听{song}", sentence);
    refused("language: zh\nintents:\n  开: [\n", "", "own.yaml:4:1: ");
    refused(&with("叫人"), "{\n", "\"line\":1}");
    refused(&with("叫<人>"), "", "own.yaml:11:23: there is no rule `人`");
    refused(&with("叫{人}"), "", "own.yaml:11:23: there is no list `人`");
}
