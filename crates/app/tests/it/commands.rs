//! What an owner types, and what stands there when it cannot be done.

use std::{path::Path, process::Command};

use crate::server::Folder;

/// Runs the program in a home of its own; the code and everything it printed.
fn ling(home: &Path, arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_ling"))
        .args(arguments)
        .env("HOME", home)
        .env("PATH", home)
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("XDG_DATA_HOME")
        .env_remove("LING_DATA")
        .output()
        .expect("the program starts");
    let printed = [output.stdout, output.stderr].concat();
    let printed = String::from_utf8_lossy(&printed).into_owned();
    (output.status.code().unwrap_or(-1), printed)
}

#[track_caller]
fn check(got: &(i32, String), code: i32, parts: &[&str]) {
    assert_eq!(got.0, code, "{}", got.1);
    for part in parts {
        assert!(got.1.contains(part), "{part} is not in: {}", got.1);
    }
}

#[test]
fn a_folder_that_is_mistyped_is_not_made() {
    let home = Folder::new();
    let typo = home.0.join("typo/x");
    let typed = typo.to_str().expect("a path");
    for arguments in [
        &["ask", "what time is it", "--data", typed][..],
        &["ask", "--data", typed, "现在几点"],
        &["user", "link", "--data", typed],
        &["token", "list", "--data", typed],
    ] {
        let got = ling(&home.0, arguments);
        check(
            &got,
            1,
            &["there is no data folder", "hint: check the path"],
        );
        assert!(!home.0.join("typo").exists());
    }
    // Who makes a key means the house, even before its first start.
    let made = ling(
        &home.0,
        &["token", "create", "--name", "x", "--data", typed],
    );
    check(&made, 0, &["note: the data folder", "is made"]);
    assert!(typo.exists());
}

#[test]
fn a_key_ends_by_its_name_where_only_one_has_it() {
    let home = Folder::new();
    let key = |arguments: &[&str]| ling(&home.0, &[&["key"], arguments].concat());
    for name in ["shop", "twin", "twin"] {
        assert_eq!(key(&["create", "--name", name]).0, 0);
    }
    check(
        &key(&["revoke", "twin"]),
        1,
        &["several keys are called `twin`"],
    );
    check(
        &key(&["revoke", "店"]),
        1,
        &["there is no key `店`; `ling key list` shows them"],
    );
    assert_eq!(key(&["revoke", "shop"]).0, 0);
    check(&key(&["revoke", "shop"]), 1, &["there is no key `shop`"]);
}

#[test]
fn agreeing_to_a_licence_keeps_what_was_typed() {
    let home = Folder::new();
    let typed = [
        "models",
        "pull",
        "--unverified",
        "--mirror",
        "a folder",
        "silero-vad",
    ];
    let hint = "`ling models pull --unverified --mirror 'a folder' silero-vad --yes`";
    check(&ling(&home.0, &typed), 1, &[hint]);
}

#[test]
fn a_sentence_of_the_house_is_explained() {
    let home = Folder::new();
    let data = home.0.join("data");
    for (lang, said, run) in [
        ("zh", "下班啦", "打开客厅的灯"),
        ("en", "bedtime", "turn off all the lights"),
    ] {
        let folder = data.join("sentences").join(lang);
        std::fs::create_dir_all(&folder).expect("a folder");
        let own = format!(
            "language: {lang}\nintents:\n  Mine:\n    data:\n      - sentences: [\"{said}\"]\n        run: [\"{run}\"]\n"
        );
        std::fs::write(folder.join("own.yaml"), own).expect("a file");
    }
    let data = data.to_str().expect("a path");
    let explain = |text| ling(&home.0, &["explain", "--data", data, text]);
    check(
        &explain("下班啦"),
        0,
        &["own sentence: 打开客厅的灯", "home.light_on"],
    );
    check(
        &explain("bedtime"),
        0,
        &["own sentence: turn off all the lights", "home.light_off"],
    );
    check(&explain("打开客厅的 light"), 0, &["home.light_on"]);
}

#[test]
fn a_service_without_systemd_leaves_nothing_behind() {
    let home = Folder::new();
    let got = ling(&home.0, &["service", "install", "--port", "9000"]);
    check(
        &got,
        1,
        &[
            "nothing was installed",
            "hint: keep it running without systemd",
        ],
    );
    assert!(!home.0.join(".config").exists());
    let config = home.0.join("my ling.toml");
    let config = config.to_str().expect("a path");
    let typed = [
        "service", "install", "--print", "--port", "9000", "--config", config,
    ];
    check(
        &ling(&home.0, &typed),
        0,
        &["--port 9000", &format!("--config \"{config}\"")],
    );
}

#[test]
fn the_owner_of_a_port_is_named() {
    let home = Folder::new();
    let data = home.0.to_str().expect("a path");
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener
        .local_addr()
        .expect("an address")
        .port()
        .to_string();
    let owner = format!("process {}", std::process::id());
    let served = ling(&home.0, &["serve", "--data", data, "--port", &port]);
    check(&served, 1, &[&port, &owner, "choose another with `--port`"]);
    let looked = ling(&home.0, &["doctor", "--data", data, "--port", &port]);
    check(&looked, 1, &[&format!("{port} is used by"), &owner]);
}

/// The folder of a miniature of SenseVoice, which makes some words of every sound.
const MINIATURE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../speech/tests/data/sense_voice"
);

#[test]
fn any_words_are_transcribed_by_sense_voice() {
    let home = Folder::new();
    let sound = format!("{MINIATURE}/sound.wav");
    let transcribe = |arguments: &[&str]| {
        let all = [&["transcribe"], arguments, &[sound.as_str()]].concat();
        ling(&home.0, &all)
    };
    // sherpa-onnx hears the same here, token by token; elsewhere sequences are likelier than single tokens.
    let heard = ["--engine", "sense-voice", "--model", MINIATURE];
    let text = "三样 w7三九s a厅";
    check(&transcribe(&heard), 0, &[text]);
    let json = ["--model", MINIATURE, "--jsonl", "--words", "--lang", "zh"];
    let engine = r#""engine":"sense-voice""#;
    check(
        &transcribe(&json),
        0,
        &[engine, r#""lang":"zh""#, r#""words":[{"#],
    );
    check(
        &transcribe(&[]),
        1,
        &["ling models pull sense-voice-small-int8"],
    );
    check(&transcribe(&["--engine", "sphinx"]), 1, &["--grammar FILE"]);
    let both = ["--engine", "sense-voice", "--grammar", "a.jsgf"];
    check(&transcribe(&both), 1, &["takes no grammar"]);
}

#[test]
fn pictures_are_read_once_the_model_is_there() {
    let home = Folder::new();
    let missing = "hint: fetch it with `ling models pull ocr-zh-en`";
    check(&ling(&home.0, &["ocr", "--jsonl", "a.png"]), 1, &[missing]);
    let folder = home.0.join("model");
    std::fs::create_dir_all(&folder).expect("a folder");
    let model = folder.to_str().expect("a path");
    let read = || ling(&home.0, &["ocr", "--model", model, "a.png"]);
    check(&read(), 1, &["det.onnx` cannot be read"]);
    for file in ["det.onnx", "rec.onnx"] {
        std::fs::write(folder.join(file), "no net").expect("a file");
    }
    check(&read(), 1, &["the model `det.onnx`", "no ONNX file"]);
}
