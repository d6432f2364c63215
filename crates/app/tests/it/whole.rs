//! The whole house from outside: both languages and their mixture, and whatever else may arrive.

use std::{
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::{Value, json};

use crate::server::{self, Folder, Server};

/// Runs the program; what is typed goes to its standard input.
fn ling(data: &Path, arguments: &[&str], typed: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ling"))
        .args(arguments)
        .env("LING_DATA", data)
        .env("LING_LOG", "error")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("stdin is piped");
    // A program that ends before it has read everything is right to do so.
    let _ = input.write_all(typed);
    drop(input);
    child.wait_with_output().expect("the program ends")
}

/// A running house with a key for it.
struct House {
    server: Server,
    token: String,
    folder: Folder,
    client: reqwest::Client,
}

impl House {
    fn new() -> House {
        let folder = Folder::new();
        let server = Server::start(&folder.0);
        let token = server::token(&folder.0);
        // Whoever installed a provider before keeps it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().no_proxy().build();
        let client = client.expect("a client");
        House {
            server,
            token,
            folder,
            client,
        }
    }

    async fn post(&self, kind: &str, body: Vec<u8>) -> (u16, Value) {
        let url = format!("http://{}/v1/turns", self.server.client("").address);
        let request = self.client.post(url).bearer_auth(&self.token);
        let sent = request.header("content-type", kind).body(body).send().await;
        let response = sent.expect("an answer");
        let status = response.status().as_u16();
        (status, response.json().await.expect("JSON"))
    }

    async fn say(&self, text: &str) -> Value {
        let body =
            json!({ "text": text, "conversation": text.chars().take(20).collect::<String>() })
                .to_string();
        let (status, turn) = self.post("application/json", body.into_bytes()).await;
        assert_eq!(status, 200, "{turn}");
        turn
    }

    #[track_caller]
    fn check_turn(turn: &Value, expect: (&str, &str)) {
        let got = (turn["label"].as_str(), turn["lang"].as_str());
        assert_eq!(got, (Some(expect.0), Some(expect.1)), "{turn}");
        let say = turn["reply"]["say"].as_str().unwrap_or_default();
        assert!(!say.is_empty(), "{turn}");
        assert!(
            turn["trace"]
                .as_array()
                .is_some_and(|trace| !trace.is_empty()),
            "{turn}"
        );
    }
}

#[tokio::test]
async fn both_languages_and_their_mixture_are_answered() {
    let house = House::new();
    for (text, label, lang) in [
        ("现在几点", "datetime_query", "zh"),
        ("what time is it", "datetime_query", "en"),
        ("明天早上七点叫我起床", "alarm_set", "zh"),
        ("wake me up at seven tomorrow morning", "alarm_set", "en"),
        ("把 alarm 设到七点半", "alarm_set", "zh"),
        ("十分钟后叫我", "timer_set", "zh"),
        ("set a timer for ten minutes", "timer_set", "en"),
        ("設一個十分鐘的計時器", "timer_set", "zh"),
        ("把鬧鐘設到七點半", "alarm_set", "zh"),
        ("１０分钟后叫我", "timer_set", "zh"),
        ("把牛奶加到购物清单", "lists_createoradd", "zh"),
        ("add milk to the shopping list", "lists_createoradd", "en"),
    ] {
        House::check_turn(&house.say(text).await, (label, lang));
    }
}

#[tokio::test]
async fn strange_words_are_answered_and_lose_nothing() {
    let house = House::new();
    House::check_turn(
        &house.say("add milk to the shopping list").await,
        ("lists_createoradd", "en"),
    );
    let long = "好".repeat(4_000);
    for text in [
        "",
        " ",
        "\u{0}\u{1}\u{7f}",
        "🙂🙃👨‍👩‍👧‍👦",
        "שלום, מה השעה?",
        "\u{202e}time is it what",
        "\u{feff}",
        "%s%n{}$(reboot)`x`",
        "set a timer for minus five minutes",
        "三十号二月",
        "25:61",
        "设一个九千九百九十九年的闹钟",
        &long,
    ] {
        let turn = house.say(text).await;
        let say = turn["reply"]["say"].as_str().unwrap_or_default();
        assert!(!say.is_empty(), "{text:.40}: {turn}");
    }
    let list = house.say("what is on my shopping list").await;
    assert!(list["reply"].to_string().contains("milk"), "{list}");
    let dues = house
        .server
        .client(&house.token)
        .ask("GET", "/v1/dues", None, None)
        .await;
    assert_eq!(
        dues.expect("an answer")["dues"],
        json!([]),
        "nothing was set by nonsense"
    );
}

/// A WAV header for so many bits, channels and Hz, and one second of silence.
fn wav(bits: u16, channels: u16, rate_hz: u32) -> Vec<u8> {
    let block = channels * bits / 8;
    let n_bytes = rate_hz * u32::from(block);
    let mut file = b"RIFF".to_vec();
    file.extend((36 + n_bytes).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16u32.to_le_bytes());
    file.extend(1u16.to_le_bytes());
    file.extend(channels.to_le_bytes());
    file.extend(rate_hz.to_le_bytes());
    file.extend((rate_hz * u32::from(block)).to_le_bytes());
    file.extend(block.to_le_bytes());
    file.extend(bits.to_le_bytes());
    file.extend(b"data");
    file.extend(n_bytes.to_le_bytes());
    let silent = if bits == 8 { 0x80 } else { 0 };
    file.resize(file.len() + n_bytes as usize, silent);
    file
}

#[tokio::test]
async fn bodies_that_are_no_turn() {
    let house = House::new();
    let check = async |kind: &str, body: Vec<u8>, expect: (u16, &str)| {
        let (status, answer) = house.post(kind, body).await;
        let got = (status, answer["error"]["code"].as_str());
        assert_eq!(got, (expect.0, Some(expect.1)), "{answer}");
        assert!(answer["error"]["hint"].is_string(), "{answer}");
    };
    let json = "application/json";
    check(json, Vec::new(), (400, "not_json")).await;
    check(
        json,
        b"{\"text\": \"\xe4\xbd\"}".to_vec(),
        (400, "not_utf8"),
    )
    .await;
    check(json, vec![0, 159, 146, 150], (400, "not_utf8")).await;
    check(json, b"[]".to_vec(), (400, "not_json")).await;
    check(json, b"{\"text\": 7}".to_vec(), (400, "not_json")).await;
    check(
        json,
        b"{\"text\": \"hi\", \"lang\": \"fr\"}".to_vec(),
        (400, "lang"),
    )
    .await;
    check(
        json,
        [b"[".repeat(100_000), b"]".repeat(100_000)].concat(),
        (400, "not_json"),
    )
    .await;
    check("audio/ogg", b"OggS".to_vec(), (409, "no_recogniser")).await;
    check("audio/wav", wav(16, 1, 16_000), (409, "no_recogniser")).await;
    let change =
        json!({ "speech": { "recogniser": "wyoming", "recogniser_url": "tcp://127.0.0.1:1" } });
    let put = ling(
        &house.folder.0,
        &["token", "create", "--name", "x", "--scope", "admin"],
        b"",
    );
    let admin = String::from_utf8_lossy(&put.stdout).trim().to_owned();
    let changed = house
        .server
        .client(&admin)
        .ask("PUT", "/v1/settings", None, Some(change))
        .await;
    changed.expect("it is changed");
    check("audio/wav", b"not a wav".to_vec(), (400, "not_sound")).await;
    check(
        "audio/wav",
        wav(16, 1, 16_000)[..40].to_vec(),
        (400, "cut_off"),
    )
    .await;
    for file in [
        wav(8, 1, 8_000),
        wav(16, 2, 48_000),
        wav(24, 1, 44_100),
        wav(16, 1, 16_000),
    ] {
        let (status, turn) = house.post("audio/wav", file).await;
        assert_eq!(
            (status, turn["heard"].as_str()),
            (200, Some("")),
            "silence: {turn}"
        );
    }
}

/// What the program says on standard error, and its exit code.
#[track_caller]
fn check_error(output: &Output, code: i32, parts: &[&str]) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(parts.iter().all(|part| said.contains(part)), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn a_house_that_cannot_start_says_why() {
    let folder = Folder::new();
    let config = folder.0.join("ling.toml");
    for (text, parts) in [
        ("[house]\nlnag = 'en'\n", ["ling.toml", "line 2", "lnag"]),
        ("\n\n[house\n", ["ling.toml", "line 3", "error:"]),
        (
            "[house]\n\nlang = 'fr'\n",
            ["ling.toml", "line 3", "house.lang"],
        ),
    ] {
        std::fs::write(&config, text).expect("a file");
        check_error(&ling(&folder.0, &["serve", "--port", "0"], b""), 1, &parts);
        check_error(&ling(&folder.0, &["config", "check"], b""), 1, &parts);
    }
    std::fs::write(&config, b"[house]\nplace = '\xe4\xbd'\n").expect("a file");
    check_error(
        &ling(&folder.0, &["config", "check"], b""),
        1,
        &["line 2", "UTF-8"],
    );
    std::fs::remove_file(&config).expect("a file");
    assert!(ling(&folder.0, &["config", "check"], b"").status.success());

    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("an address").port().to_string();
    check_error(
        &ling(&folder.0, &["serve", "--port", &port], b""),
        1,
        &[&port, "hint:", "--port"],
    );
}

#[test]
fn a_database_that_is_damaged_or_newer_is_left_alone() {
    let folder = Folder::new();
    let made = ling(&folder.0, &["token", "create", "--name", "x"], b"");
    assert!(made.status.success());
    let file = folder.0.join("ling.db");
    let newer = Command::new("sqlite3")
        .arg(&file)
        .arg("INSERT INTO _sqlx_migrations SELECT 9999, description, installed_on, success, checksum, execution_time FROM _sqlx_migrations LIMIT 1")
        .status();
    match newer {
        Ok(status) if status.success() => {
            let started = ling(&folder.0, &["serve", "--port", "0"], b"");
            check_error(&started, 1, &["ling.db", "newer", "hint:"]);
        }
        _ => println!("skipped: `sqlite3` is not installed"),
    }
    std::fs::write(
        &file,
        b"this is no database, and long enough to be looked at".repeat(100),
    )
    .expect("a file");
    for rest in ["ling.db-wal", "ling.db-shm"] {
        // They are there only sometimes.
        let _ = std::fs::remove_file(folder.0.join(rest));
    }
    check_error(
        &ling(&folder.0, &["serve", "--port", "0"], b""),
        1,
        &["ling.db", "hint:"],
    );
}

#[test]
fn the_terminal_talks_to_the_running_house() {
    let folder = Folder::new();
    let _server = Server::start(&folder.0);
    let asked = ling(&folder.0, &["ask", "--json", "现在几点"], b"");
    let turn: Value = serde_json::from_slice(&asked.stdout).expect("JSON");
    House::check_turn(&turn, ("datetime_query", "zh"));
    assert!(
        asked.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&asked.stderr)
    );
    let lines = ling(
        &folder.0,
        &["ask"],
        "what time is it\n现在几点\n".as_bytes(),
    );
    assert_eq!(String::from_utf8_lossy(&lines.stdout).lines().count(), 2);
    assert_eq!(
        ling(&folder.0, &["ask", "qwerty uiop"], b"").status.code(),
        Some(2)
    );
    check_error(&ling(&folder.0, &["ask"], b"\xe4\xbd\n"), 1, &["UTF-8"]);
    check_error(
        &ling(&folder.0, &["ask", "--audio", "/no/such.wav"], b""),
        1,
        &["/no/such.wav"],
    );
    check_error(
        &ling(&folder.0, &["ask", "--audio", "-"], b"RIFF"),
        1,
        &["no recogniser", "hint:"],
    );
    check_error(
        &ling(&folder.0, &["serve", "--port", "0"], b""),
        1,
        &["another `ling serve`"],
    );

    let added = ling(&folder.0, &["user", "add", "小明", "--lang", "zh"], b"");
    assert!(
        added.status.success(),
        "{}",
        String::from_utf8_lossy(&added.stderr)
    );
    let listed = ling(&folder.0, &["user", "list", "--json"], b"");
    let people: Value = serde_json::from_slice(&listed.stdout).expect("JSON");
    assert_eq!(
        (&people[0]["name"], &people[0]["lang"]),
        (&json!("小明"), &json!("zh"))
    );
    let link = ling(&folder.0, &["user", "link", "--person", "小明"], b"");
    assert!(String::from_utf8_lossy(&link.stdout).contains("/signin?key="));
    check_error(
        &ling(&folder.0, &["user", "link", "--person", "Nobody"], b""),
        1,
        &["Nobody", "ling user list"],
    );

    let doctor = ling(&folder.0, &["doctor", "--json"], b"");
    let found: Value = serde_json::from_slice(&doctor.stdout).expect("JSON");
    let state = |name: &str| {
        let all = found.as_array().expect("a list").iter();
        let one = all.clone().find(|one| one["name"] == name);
        one.map(|one| one["state"].as_str().unwrap_or_default().to_owned())
    };
    for name in ["configuration", "database", "server", "network"] {
        assert_eq!(state(name).as_deref(), Some("ok"), "{found:#}");
    }
}

#[test]
fn keys_end_at_once() {
    let folder = Folder::new();
    let made = ling(
        &folder.0,
        &["token", "create", "--name", "kitchen", "--scope", "ai"],
        b"",
    );
    let secret = String::from_utf8_lossy(&made.stdout).trim().to_owned();
    let listed = ling(&folder.0, &["token", "list", "--json"], b"");
    assert!(!String::from_utf8_lossy(&listed.stdout).contains(&secret));
    let tokens: Value = serde_json::from_slice(&listed.stdout).expect("JSON");
    assert_eq!(
        (&tokens[0]["name"], &tokens[0]["scope"]),
        (&json!("kitchen"), &json!("ai"))
    );
    let id = tokens[0]["id"].as_str().expect("an id");
    assert!(
        ling(&folder.0, &["token", "revoke", id], b"")
            .status
            .success()
    );
    check_error(
        &ling(&folder.0, &["token", "revoke", id], b""),
        1,
        &[id, "ling token list"],
    );
    check_error(
        &ling(
            &folder.0,
            &["token", "create", "--name", "x", "--scope", "all"],
            b"",
        ),
        1,
        &["turns"],
    );
}

#[test]
fn words_become_a_file() {
    let folder = Folder::new();
    let file = folder.0.join("said.wav");
    let path = file.to_str().expect("UTF-8");
    let said = ling(
        &folder.0,
        &["say", "--out", path, "你好, welcome home"],
        b"",
    );
    if String::from_utf8_lossy(&said.stderr).contains("apt-get install espeak-ng") {
        println!("skipped: espeak-ng is not installed");
        return;
    }
    assert!(
        said.status.success(),
        "{}",
        String::from_utf8_lossy(&said.stderr)
    );
    let sound = std::fs::read(&file).expect("a file");
    assert!(
        sound.starts_with(b"RIFF") && sound.len() > 40_000,
        "{}",
        sound.len()
    );
    let piped = ling(
        &folder.0,
        &["say", "--out", "-"],
        "你好, welcome home".as_bytes(),
    );
    assert_eq!(piped.stdout.len(), sound.len());
    check_error(
        &ling(&folder.0, &["say", "--out", path, "……"], b""),
        1,
        &["no word"],
    );
    check_error(
        &ling(&folder.0, &["say", "--out", "/no/such/folder/x", "hi"], b""),
        1,
        &["/no/such/folder/x"],
    );
}

#[test]
fn shells_are_helped() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish"] {
        let printed = ling(&folder.0, &["completions", shell], b"");
        assert!(
            String::from_utf8_lossy(&printed.stdout).contains("doctor"),
            "{shell}"
        );
    }
    let help = ling(&folder.0, &["--help"], b"");
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    assert!(
        help.contains("what time is it") && help.contains("叫我起床"),
        "{help}"
    );
    let unit = ling(&folder.0, &["service", "install", "--print"], b"");
    assert!(String::from_utf8_lossy(&unit.stdout).contains("--port 8460"));
}
