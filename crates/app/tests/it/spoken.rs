//! A house that hears: the package comes through pip, espeak-ng speaks, and nothing is started again in between.

use std::{path::Path, process::Command};

use serde_json::Value;

use crate::{
    server::{Folder, Server},
    talk,
};

/// What the program prints; nothing, if it fails.
pub fn ling(data: &Path, arguments: &[&str]) -> Result<String, String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ling"));
    let run = command
        .args(arguments)
        .env("LING_DATA", data)
        .env("LING_LOG", "error");
    let output = run.output().expect("the program starts");
    match output.status.code() {
        Some(0 | 2) => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        _ => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
    }
}

/// The sentences one after the other, each with 1.5 s of silence behind it, as 16 bits in a WAV file.
fn speak(file: &Path, sentences: &[&str]) -> bool {
    let said = sentences.iter().map(|sentence| (*sentence, 1.5));
    let Some(sound) = talk::said(0.0, &said.collect::<Vec<_>>()) else {
        return false;
    };
    std::fs::write(file, talk::wav(&sound)).expect("a folder of the test");
    true
}

/// One spoken turn by way of the server.
fn ask(house: &Folder, sentence: &str) -> Option<Result<Value, String>> {
    let file = house.0.join("said.wav");
    speak(&file, &[sentence]).then(|| asked(house, &file))
}

fn asked(house: &Folder, file: &Path) -> Result<Value, String> {
    let file = file.to_string_lossy();
    let answer = ling(
        &house.0,
        &["ask", "--json", "--lang", "en", "--audio", &file],
    )?;
    Ok(serde_json::from_str(&answer).expect("one turn"))
}

#[track_caller]
fn check(house: &Folder, sentence: &str, intent: Option<&str>) {
    let turn = ask(house, sentence).expect("espeak-ng was there");
    let turn = turn.unwrap_or_else(|error| panic!("{sentence}: {error}"));
    assert_eq!(turn["intent"].as_str(), intent, "{sentence}: {turn}");
}

#[test]
fn a_house_that_hears() {
    let house = Folder::new();
    let server = Server::start(&house.0);
    match ask(&house, "what time is it") {
        None => return eprintln!("skipped: espeak-ng is not installed"),
        Some(heard) => assert!(heard.is_err_and(|why| why.contains("sphinx-en"))),
    }
    if let Err(why) = ling(&house.0, &["models", "pull", "sphinx-en", "--yes"]) {
        return eprintln!("skipped: the package cannot be pulled: {why}");
    }
    check(&house, "what time is it", Some("clock.time"));
    check(&house, "set a timer for five minutes", Some("timer.set"));
    check(
        &house,
        "wake me up at seven thirty tomorrow morning",
        Some("alarm.set"),
    );
    check(&house, "what is twelve times fifteen", Some("maths.sum"));
    // Nothing for a speaker.
    check(
        &house,
        "the committee adjourned without discussing agricultural subsidies",
        None,
    );
    people_who_do_not_mean_the_house(&house);
    one_after_the_other(&house);
    after_its_name(&house);
    talk::interrupted(&house);
    drop(server);
    talk::whole(&house);
}

/// Recordings of people who read aloud.
fn people_who_do_not_mean_the_house(house: &Folder) {
    let sets = std::env::var("LING_DATASETS").unwrap_or_else(|_| "../../../shared/data".into());
    let samples = Path::new(&sets).join("speech_samples");
    for file in ["jfk.wav", "beckett.wav", "intent.wav"] {
        let file = samples.join(file);
        if !file.is_file() {
            eprintln!("skipped: {} is not there", file.display());
            continue;
        }
        // What lasts longer than an utterance is refused.
        let Ok(turn) = asked(house, &file) else {
            continue;
        };
        assert_eq!(turn["heard"], "", "{turn}");
        let say = turn["reply"]["say"].as_str().unwrap_or_default();
        assert!(say.contains("did not catch"), "{turn}");
    }
}

/// The intents of what is said into a microphone.
fn listened(house: &Folder, options: &[&str], sentences: &[&str]) -> Vec<String> {
    let file = house.0.join("talk.wav");
    speak(&file, sentences);
    let file = file.to_string_lossy();
    let arguments = [&["listen", "--json", "--file", &file], options].concat();
    let printed = ling(&house.0, &arguments).expect("it listens");
    let lines = printed.lines().map(serde_json::from_str);
    let turns = lines.map(|line| -> Value { line.expect("an object") });
    let turns = turns.filter(|line| line["event"].is_null());
    let intents = turns.map(|turn| turn["intent"].as_str().unwrap_or_default().to_owned());
    intents.collect()
}

/// With a wake word, only what follows it is heard.
fn after_its_name(house: &Folder) {
    if let Err(why) = ling(&house.0, &["models", "pull", "wake-words", "--yes"]) {
        return eprintln!("skipped: the wake words cannot be pulled: {why}");
    }
    let said = [
        "turn off the light in the kitchen",
        "okay nabu",
        "set a timer for five minutes",
        "okay nabu, turn off the light in the bedroom",
    ];
    let intents = listened(house, &["--wake", "okay_nabu"], &said);
    assert_eq!(intents, ["timer.set", "home.light_off"]);
    // What answers a question needs no wake word.
    let asked = ["okay nabu", "set an alarm", "at seven thirty"];
    let intents = listened(house, &["--wake", "okay_nabu"], &asked);
    assert_eq!(intents, ["alarm.set", "alarm.set"]);
    let nobody = listened(house, &["--wake", "alexa"], &said);
    assert!(nobody.is_empty(), "{nobody:?}");
}

/// A file as a microphone, with a sentence that goes on from the one before.
fn one_after_the_other(house: &Folder) {
    let said = [
        "turn off the light in the kitchen",
        "and the bedroom",
        "what time is it",
    ];
    let intents = listened(house, &[], &said);
    assert_eq!(intents, ["home.light_off", "home.light_off", "clock.time"]);
}
