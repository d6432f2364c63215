//! Whole conversations: espeak-ng speaks into a file that is the microphone, and what the loudspeaker plays meanwhile goes
//! by the clock of that file.

use std::{
    io::{Read, Write},
    net::TcpListener,
    process::Command,
    sync::mpsc,
};

use serde_json::Value;

use crate::{server::Folder, spoken::ling};

const RATE_HZ: usize = 22_050;

/// Sentences, each with seconds of silence behind it, after `first` seconds of silence. `None` without espeak-ng.
pub fn said(first: f64, sentences: &[(&str, f64)]) -> Option<Vec<i16>> {
    let silence = |secs: f64| vec![0; (secs * RATE_HZ as f64) as usize];
    let mut sound = silence(first);
    for (sentence, secs) in sentences {
        let spoken = Command::new("espeak-ng")
            .args(["-v", "en-us", "--stdout", sentence])
            .output();
        // Samples at 22,050 Hz stand behind the head.
        let bytes = spoken.ok()?.stdout;
        let samples = bytes[44..].chunks_exact(2);
        sound.extend(samples.map(|two| i16::from_le_bytes([two[0], two[1]])));
        sound.extend(silence(*secs));
    }
    Some(sound)
}

/// A WAV file.
pub fn wav(sound: &[i16]) -> Vec<u8> {
    wav_at(RATE_HZ, sound)
}

fn wav_at(rate_hz: usize, sound: &[i16]) -> Vec<u8> {
    let n = 2 * sound.len() as u32;
    let mut file = b"RIFF".to_vec();
    file.extend((n + 36).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    file.extend((rate_hz as u32).to_le_bytes());
    file.extend((2 * rate_hz as u32).to_le_bytes());
    file.extend(b"\x02\0\x10\0data");
    file.extend(n.to_le_bytes());
    file.extend(sound.iter().flat_map(|sample| sample.to_le_bytes()));
    file
}

/// What `ling listen` tells of a file as a microphone; what it plays goes into `out.wav`.
fn listen(house: &Folder, mic: &[u8], options: &[&str]) -> Vec<Value> {
    let (file, out) = (house.0.join("mic.wav"), house.0.join("out.wav"));
    std::fs::write(&file, mic).expect("a folder of the test");
    let (file, out) = (file.to_string_lossy(), out.to_string_lossy());
    let arguments = ["listen", "--json", "--file", &file, "--out", &out];
    let printed = ling(&house.0, &[&arguments, options].concat()).expect("it listens");
    let lines = printed.lines().map(serde_json::from_str);
    lines.map(|line| line.expect("an object")).collect()
}

/// Turns by their intent, `!` before what the wake word woke; everything else by its name.
fn told(lines: &[Value]) -> String {
    let words = lines.iter().map(|line| {
        let woken = if line["woken_by"].is_string() {
            "!"
        } else {
            ""
        };
        let what = line["event"].as_str().or(line["intent"].as_str());
        let why = line["why"].as_str().map(|why| format!(":{why}"));
        format!("{woken}{}{}", what.unwrap_or("-"), why.unwrap_or_default())
    });
    words.collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(house: &Folder, options: &[&str], sentences: &[(&str, f64)], expect: &str) -> Vec<Value> {
    let sound = said(0.5, sentences).expect("espeak-ng was there");
    let lines = listen(house, &wav(&sound), options);
    assert_eq!(told(&lines), expect, "{lines:#?}");
    lines
}

/// The loudness of what was played, second by second from `from_s`, as a share of full scale.
fn played(house: &Folder, from_s: f64, to_s: f64) -> f64 {
    let file = std::fs::read(house.0.join("out.wav")).expect("it was written");
    let sound = samples(&file);
    let place = |secs: f64| ((secs * 16_000.0) as usize).min(sound.len());
    let part = &sound[place(from_s)..place(to_s)];
    let power: f64 = part.iter().map(|x| f64::from(*x).powi(2)).sum();
    (power / part.len().max(1) as f64).sqrt() / 32_768.0
}

fn samples(file: &[u8]) -> Vec<i16> {
    let numbers = file[44..].chunks_exact(2);
    numbers
        .map(|two| i16::from_le_bytes([two[0], two[1]]))
        .collect()
}

/// In a house with Ling's own ears, with a server or without.
pub fn whole(house: &Folder) {
    interrupted(house);
    an_echo(house);
    if house.0.join("models/wake-words").is_dir() {
        with_a_wake_word(house);
    }
}

pub fn interrupted(house: &Folder) {
    let long = "what can you do";
    let lines = check(
        house,
        &[],
        &[(long, 3.0), ("what time is it", 3.0)],
        "help.all barge_in clock.time spoken",
    );
    let at = |nth: usize| lines[nth]["at_s"].as_f64().expect("a time");
    let (answered, silent, next) = (at(0), at(1), at(2));
    // As long as it was said, so long the microphone waited.
    let spoken_s = lines[1]["spoken_s"].as_f64().expect("seconds");
    assert!((silent - answered - spoken_s).abs() < 0.05, "{lines:#?}");
    // At once, and for good: the rest of the first answer is never played.
    assert!(played(house, answered, silent) > 0.01);
    assert_eq!(played(house, silent, next), 0.0);
    assert!(played(house, next + 0.1, next + 0.6) > 0.01);
    // What is no command does not end an answer.
    let no_command = "the committee adjourned without discussing agricultural subsidies";
    check(
        house,
        &[],
        &[(long, 3.0), (no_command, 22.0)],
        "help.all barge_in resumed:no_words spoken",
    );
}

/// What the loudspeaker says comes back from the room, and is no command.
fn an_echo(house: &Folder) {
    let sentences = [("what can you do", 20.0)];
    let lines = check(house, &[], &sentences, "help.all spoken");
    let at_s = lines[0]["at_s"].as_f64().expect("a time");
    let out = samples(&std::fs::read(house.0.join("out.wav")).expect("it was written"));
    let spoken = said(0.5, &sentences).expect("espeak-ng was there");
    for loudness in [0.05, 0.3] {
        let mut mic = vec![0.0; out.len()];
        for (at, x) in mic.iter_mut().enumerate() {
            let from = at * RATE_HZ / 16_000;
            *x += spoken.get(from).map_or(0.0, |x| f64::from(*x));
            for (late, share) in [(640, 0.8), (913, -0.4), (1_290, 0.3), (1_733, 0.2)] {
                let x_then = at.checked_sub(late).and_then(|then| out.get(then));
                *x += loudness * share * x_then.map_or(0.0, |x| f64::from(*x));
            }
        }
        let mic: Vec<i16> = mic.into_iter().map(|x| x as i16).collect();
        let lines = listen(house, &wav_at(16_000, &mic), &[]);
        assert_eq!(told(&lines), "help.all spoken", "{lines:#?}");
        let again_s = lines[0]["at_s"].as_f64().expect("a time");
        assert!((again_s - at_s).abs() < 0.5, "{lines:#?}");
    }
}

fn with_a_wake_word(house: &Folder) {
    let wake = ["--wake", "okay_nabu"];
    // Nobody is meant; then without a pause; then a question, whose answer needs no wake word.
    check(
        house,
        &wake,
        &[
            ("turn off the light in the kitchen", 2.0),
            ("okay nabu turn on the light in the kitchen", 5.0),
            ("what time is it", 2.0),
            ("okay nabu", 1.0),
            ("set an alarm", 4.0),
            ("at seven thirty", 12.0),
            ("what time is it", 1.0),
        ],
        "!home.light_on spoken !alarm.set spoken alarm.set spoken",
    );
    // Whoever interrupts needs none either, and may say it all the same.
    check(
        house,
        &wake,
        &[
            ("okay nabu", 1.0),
            ("what can you do", 3.0),
            ("what time is it", 4.0),
            ("okay nabu what can you do", 4.0),
            ("okay nabu", 0.7),
            ("what time is it", 4.0),
        ],
        "!help.all barge_in clock.time spoken !help.all barge_in !clock.time spoken",
    );
}

#[test]
fn a_recording_that_is_too_long_says_what_is_taken() {
    let house = Folder::new();
    let file = house.0.join("day.wav");
    // An hour and a second, at 4 kHz.
    std::fs::write(&file, wav_at(4_000, &vec![0; 4_000 * 3_601])).expect("a folder of the test");
    let file = file.to_string_lossy();
    let why = ling(&house.0, &["listen", "--file", &file]).expect_err("it is too long");
    for part in ["3601 s", "hint: ", "at most 3600 s", "30 s at once"] {
        assert!(why.contains(part), "{part}: {why}");
    }
}

/// A sound card: a program records what stands in a file, and one keeps what it plays.
#[test]
fn a_sound_card_that_vanishes() {
    let house = Folder::new();
    let path = |name: &str| house.0.join(name);
    let listen = |house: &Folder| {
        let run = Command::new(env!("CARGO_BIN_EXE_ling"))
            .args(["listen", "--json", "--data"])
            .arg(&house.0)
            .env("PATH", &house.0)
            .output();
        let output = run.expect("the program starts");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), output.stdout, told)
    };
    let (code, _, why) = listen(&house);
    assert_eq!(code, Some(1));
    assert!(
        why.contains("`arecord` is not installed") && why.contains("alsa-utils"),
        "{why}"
    );
    let Some(sound) = said(0.5, &[("this is what somebody says", 5.0)]) else {
        return eprintln!("skipped: espeak-ng is not installed");
    };
    // As the card has it: every 16,000th of a second the sample that is nearest.
    let n = sound.len() * 16_000 / RATE_HZ;
    let slow = (0..n).flat_map(|at| sound[at * RATE_HZ / 16_000].to_le_bytes());
    std::fs::write(path("said"), slow.collect::<Vec<u8>>()).expect("a folder of the test");
    let program = |name: &str, does: String| {
        std::fs::write(path(name), format!("#!/bin/sh\n{does}\n")).expect("a folder of the test");
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(path(name), mode).expect("it is ours");
    };
    let shown = house.0.display();
    program("arecord", format!("exec /bin/cat {shown}/said"));
    program("aplay", format!("exec /bin/cat >> {shown}/played"));
    let espeak = Command::new("/bin/sh")
        .args(["-c", "command -v espeak-ng"])
        .output();
    let espeak = String::from_utf8_lossy(&espeak.expect("a shell").stdout)
        .trim()
        .to_owned();
    let (url, _heard) = wyoming(vec!["现在几点"]);
    let config = format!(
        "[speech]\nespeak = \"{espeak}\"\nrecogniser = \"wyoming\"\nrecogniser_url = \"{url}\"\n"
    );
    std::fs::write(path("ling.toml"), config).expect("a folder of the test");
    let (code, lines, why) = listen(&house);
    assert_eq!(code, Some(1), "{why}");
    assert!(
        why.contains("the microphone is gone") && why.contains("arecord -l"),
        "{why}"
    );
    let lines = String::from_utf8_lossy(&lines).into_owned();
    let lines = lines.lines().map(serde_json::from_str);
    let lines: Vec<Value> = lines.map(|line| line.expect("an object")).collect();
    assert_eq!(told(&lines), "clock.time spoken", "{lines:#?}");
    let spoken_s = lines[1]["spoken_s"].as_f64().expect("seconds");
    let played = std::fs::metadata(path("played"))
        .expect("it was played")
        .len();
    let played_s = played as f64 / 32_000.0;
    assert!(
        (spoken_s..spoken_s + 0.6).contains(&played_s),
        "{played_s}: {lines:#?}"
    );
}

/// A recogniser of Wyoming's that hears these words, one after the other.
fn wyoming(words: Vec<&'static str>) -> (String, mpsc::Receiver<usize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("tcp://{}", listener.local_addr().expect("an address"));
    let (told, heard) = mpsc::channel();
    std::thread::spawn(move || {
        for (text, stream) in words.iter().zip(listener.incoming()) {
            let (mut stream, mut sent) = (stream.expect("a client"), Vec::<u8>::new());
            let mut buffer = [0; 4096];
            let stop = b"\"audio-stop\"";
            while !sent.windows(stop.len()).any(|bytes| bytes == stop) {
                let n = stream.read(&mut buffer).expect("it sends");
                if n == 0 {
                    return;
                }
                sent.extend(&buffer[..n]);
            }
            let data = serde_json::json!({ "type": "transcript", "data": { "text": text } });
            let line = format!("{data}\n");
            stream.write_all(line.as_bytes()).expect("it reads");
            told.send(sent.len()).expect("the test waits");
        }
    });
    (url, heard)
}

/// A house that hears with another recogniser: what is said matters only to it.
#[track_caller]
fn check_heard(words: &[&'static str], pauses: &[f64], lang: &str, expect: &str) {
    let house = Folder::new();
    let said_once = |secs: &f64| ("this is what somebody says", *secs);
    let Some(sound) = said(0.5, &pauses.iter().map(said_once).collect::<Vec<_>>()) else {
        return eprintln!("skipped: espeak-ng is not installed");
    };
    let (url, heard) = wyoming(words.to_vec());
    let config = format!(
        "[house]\nlang = \"{lang}\"\n[speech]\nrecogniser = \"wyoming\"\nrecogniser_url = \"{url}\"\n"
    );
    std::fs::write(house.0.join("ling.toml"), config).expect("a folder of the test");
    let lines = listen(&house, &wav(&sound), &[]);
    assert_eq!(told(&lines), expect, "{lines:#?}");
    assert_eq!(heard.try_iter().count(), words.len());
}

#[test]
fn a_conversation_in_mandarin_and_in_both_languages() {
    // A question is answered, an answer interrupted, and our own words are none of a person's.
    check_heard(
        &["定个闹钟", "早上七点半", "现在几点"],
        &[4.0, 1.5, 4.0],
        "zh",
        "alarm.set spoken alarm.set barge_in clock.time spoken",
    );
    check_heard(
        &["你能做什么", "我能管闹钟"],
        &[3.0, 30.0],
        "zh",
        "help.all barge_in resumed:own_voice spoken",
    );
    check_heard(
        &["把 kitchen 的灯打开", "and the bedroom", "好 stop"],
        &[4.0, 1.5, 3.0],
        "zh",
        "home.light_on spoken home.light_on barge_in speaker.stop spoken",
    );
}

#[test]
fn a_pause_ends_what_is_whole_and_waits_for_what_is_not() {
    // A second of thought, and the sentence goes on.
    let waits = [
        ("定个闹钟", "定个闹钟，早上七点半"),
        ("set an alarm", "set an alarm for half past seven"),
        ("remind me 买菜", "remind me 买菜 at seven"),
    ];
    for ((first, whole), expect) in waits.iter().zip([
        "alarm.set spoken",
        "alarm.set spoken",
        "reminder.set spoken",
    ]) {
        check_heard(&[first, whole], &[0.8, 12.0], "zh", expect);
    }
    // What is whole is done before another second has passed.
    check_heard(
        &["打开客厅的灯", "关掉客厅的灯"],
        &[0.8, 4.0],
        "zh",
        "home.light_on barge_in home.light_off spoken",
    );
}
