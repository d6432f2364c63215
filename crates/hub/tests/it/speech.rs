//! Turns that are spoken, and answers that are heard.

use axum::{Router, body::Bytes, routing::post};
use ling_base::Pcm;
use ling_hub::{
    engines::sense_voice::PACKAGE,
    out::models::{Mirror, Store, StoreOptions},
};
use ling_proto::wyoming::{Codec, Event};
use ling_speech::{
    asr::sense_voice::FILES,
    wav::{self, Limits},
};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::house::{House, answer};

/// A Wyoming server that hears the same words in whatever it is sent, and says how much it was.
pub async fn wyoming(words: &'static str) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
    let listener = listener.expect("a free port");
    let url = format!("tcp://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.expect("a client");
            tokio::spawn(hear(stream, words));
        }
    });
    url
}

async fn hear(mut stream: tokio::net::TcpStream, words: &str) {
    let mut codec = Codec::new();
    let (mut buffer, mut n_bytes) = ([0u8; 4096], 0);
    loop {
        while let Ok(Some(Event { kind, payload, .. })) = codec.poll() {
            n_bytes += payload.len();
            if kind == "audio-stop" {
                // 16 kHz in 16 bits: less than half a second of sound is no sentence.
                let text = if n_bytes > 16_000 {
                    words
                } else {
                    "too little"
                };
                let line = json!({ "type": "transcript", "data": { "text": text } });
                let line = format!("{line}\n");
                let written = stream.write_all(line.as_bytes()).await;
                return written.expect("the client reads");
            }
        }
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return,
            Ok(n_read) => codec.feed(&buffer[..n_read]),
        }
    }
}

/// A transcription service in OpenAI's shape that hears the same words in every WAV file.
async fn openai(words: &'static str) -> String {
    let handler = move |body: Bytes| async move {
        let is_wav = body.windows(4).any(|bytes| bytes == b"RIFF");
        axum::Json(json!({ "text": if is_wav { words } else { "no sound" } }))
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
    let listener = listener.expect("a free port");
    let url = format!("http://{}/v1", listener.local_addr().expect("an address"));
    let app = Router::new().route("/v1/audio/transcriptions", post(handler));
    tokio::spawn(async move { axum::serve(listener, app).await });
    url
}

/// What the house says; `None` where espeak-ng is not installed.
async fn say(house: &House, text: &str) -> Option<Vec<u8>> {
    let asked = house.asking("/v1/say", &[("text", text)]).send().await;
    let asked = asked.expect("an answer");
    if asked.status() == 409 {
        println!("skipped: {}", asked.text().await.expect("a body"));
        return None;
    }
    assert_eq!(asked.status(), 200, "{text}");
    assert_eq!(asked.headers()["content-type"], "audio/wav");
    Some(asked.bytes().await.expect("a body").to_vec())
}

async fn speak(house: &House, query: &str, sound: Vec<u8>) -> (u16, Value) {
    let request = house.post(&format!("/v1/turns{query}"));
    let request = request.header("content-type", "audio/wav").body(sound);
    answer(request).await
}

pub fn speech(recogniser: &str, url: &str) -> Value {
    json!({ "speech": { "recogniser": recogniser, "recogniser_url": url } })
}

/// Says `text` in the house's own voice, hears it with `recogniser`, and checks the turn.
async fn check_spoken(config: Value, text: &str, expect: (&str, &str)) {
    let house = House::new(config).await;
    let Some(sound) = say(&house, text).await else {
        return;
    };
    let (status, turn) = speak(&house, "?conversation=kitchen", sound).await;
    assert_eq!(status, 200, "{turn}");
    let got = (turn["heard"].as_str(), turn["label"].as_str());
    assert_eq!(got, (Some(text), Some(expect.0)), "{turn}");
    assert_eq!(turn["lang"], expect.1);
    assert_eq!(turn["conversation"], "kitchen");
    assert_eq!(turn["trace"][0]["stage"], "hear");
    assert!(turn["trace"][0]["took_us"].as_u64() > Some(0));
    assert!(
        turn["reply"]["say"]
            .as_str()
            .is_some_and(|say| !say.is_empty())
    );
}

#[tokio::test]
async fn a_spoken_turn_is_heard_and_answered() {
    let zh = speech("wyoming", &wyoming("现在几点").await);
    check_spoken(zh, "现在几点", ("datetime_query", "zh")).await;
    let en = speech("openai", &openai("what time is it").await);
    check_spoken(en, "what time is it", ("datetime_query", "en")).await;
}

/// Ling's own ears are there and not to be used: nobody makes them ready, and nobody waits for them.
#[tokio::test]
async fn another_recogniser_goes_first() {
    let dir = std::env::temp_dir().join(format!("ling-hub-it-{}-other", std::process::id()));
    let ears = ling_nn::manifest("sphinx-en").expect("it is known");
    for file in &ears.files {
        let path = dir.join(&ears.name).join(&file.path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        let empty = std::fs::File::create(path).expect("it can be made");
        empty
            .set_len(file.bytes.expect("it is pinned"))
            .expect("it can be long");
    }
    let mut config = speech("wyoming", &wyoming("what time is it").await);
    config["models"] = json!({ "dir": dir });
    let turn = check_spoken(config, "what time is it", ("datetime_query", "en"));
    let done = tokio::time::timeout(std::time::Duration::from_secs(10), turn).await;
    std::fs::remove_dir_all(&dir).expect("it is ours");
    done.expect("nobody waits for ears that are not to hear");
}

#[tokio::test]
async fn what_is_said_lasts_as_long_as_its_words() {
    let house = House::new(json!({})).await;
    let mut last = 0.0;
    for text in [
        "好",
        "正在播放 Yesterday Once More",
        "正在播放 Yesterday Once More，音量40%。Enjoy it!",
    ] {
        let Some(sound) = say(&house, text).await else {
            return;
        };
        let sound = wav::read(&sound, &Limits::RECORDING).expect("a WAV file");
        let secs = sound.samples.len() as f64 / f64::from(sound.rate_hz);
        assert!(secs > last + 0.3, "{text} lasts {secs} s after {last} s");
        last = secs;
    }
}

#[tokio::test]
async fn words_that_are_not_said() {
    let house = House::new(json!({ "speech": { "espeak": "/no/such/espeak" } })).await;
    let check = async |query: &[(&str, &str)], expect: (u16, &str)| {
        let (status, said) = answer(house.asking("/v1/say", query)).await;
        assert_eq!(
            (status, said["error"]["code"].as_str()),
            (expect.0, Some(expect.1)),
            "{said}"
        );
    };
    check(&[], (400, "query")).await;
    check(&[("text", "hi"), ("speed", "9")], (400, "query")).await;
    check(&[("text", "hi"), ("lang", "fr")], (400, "lang")).await;
    check(&[("text", &"好".repeat(1_001))], (400, "text_too_long")).await;
    let (status, said) = answer(house.get("/v1/say?text=hi")).await;
    assert_eq!(
        (status, said["error"]["code"].as_str()),
        (409, Some("missing"))
    );
    assert!(
        said["error"]["hint"]
            .as_str()
            .is_some_and(|hint| hint.contains("apt-get install espeak-ng"))
    );
}

#[tokio::test]
async fn a_recogniser_chosen_in_the_settings_hears_at_once() {
    let house = House::new(json!({})).await;
    let Some(sound) = say(&house, "turn on the light").await else {
        return;
    };
    let (status, turn) = speak(&house, "", sound.clone()).await;
    assert_eq!(
        (status, turn["error"]["code"].as_str()),
        (409, Some("no_recogniser"))
    );
    assert!(turn["error"]["hint"].is_string());
    for words in ["what time is it", "现在几点"] {
        let change = speech("wyoming", &wyoming(words).await);
        assert_eq!(house.put("/v1/settings", &change).await.status(), 200);
        let (status, turn) = speak(&house, "", sound.clone()).await;
        assert_eq!(
            (status, turn["heard"].as_str()),
            (200, Some(words)),
            "{turn}"
        );
    }
}

#[tokio::test]
async fn sound_is_heard_and_nothing_done() {
    let house = House::new(speech("wyoming", &wyoming("打开客厅的灯").await)).await;
    let Some(sound) = say(&house, "turn on the light").await else {
        return;
    };
    let check = async |query: &str, body: Vec<u8>, expect: (u16, &str)| {
        let (status, heard) = answer(house.post(&format!("/v1/hear{query}")).body(body)).await;
        let got = heard["text"].as_str().or(heard["error"]["code"].as_str());
        assert_eq!((status, got), (expect.0, Some(expect.1)), "{heard}");
    };
    check("", sound.clone(), (200, "打开客厅的灯")).await;
    check("?lang=fr", sound, (400, "lang")).await;
    check("", b"no sound".to_vec(), (400, "not_sound")).await;
    let (_, kept) = answer(house.get("/v1/turns")).await;
    assert_eq!(kept["turns"], json!([]));
}

#[tokio::test]
async fn silence_is_answered_as_not_heard() {
    let house = House::new(speech("wyoming", &wyoming("never asked").await)).await;
    let silence = wav::write(&Pcm {
        rate_hz: 16_000,
        samples: vec![0.0; 32_000],
    });
    let (status, turn) = speak(&house, "?lang=en", silence).await;
    assert_eq!((status, turn["heard"].as_str()), (200, Some("")), "{turn}");
    assert_eq!(
        (turn["stage"].as_str(), turn["lang"].as_str()),
        (Some("none"), Some("en"))
    );
    assert_eq!(
        turn["reply"]["say"],
        "I did not hear anything. Please say it again."
    );
    assert!(
        turn["trace"][0]["note"]
            .as_str()
            .is_some_and(|note| note.contains("nobody speaks"))
    );
}

#[tokio::test]
async fn sound_that_is_not_taken() {
    let house = House::new(speech("wyoming", "tcp://127.0.0.1:1")).await;
    let check = async |kind: &str, query: &str, body: Vec<u8>, expect: (u16, &str)| {
        let request = house.post(&format!("/v1/turns{query}"));
        let (status, turn) = answer(request.header("content-type", kind).body(body)).await;
        assert_eq!(
            (status, turn["error"]["code"].as_str()),
            (expect.0, Some(expect.1)),
            "{turn}"
        );
        assert!(
            turn["error"]["hint"].is_string() || expect.0 == 413 || expect.1 == "query",
            "{turn}"
        );
    };
    let quiet = |secs: usize, rate_hz: u32| {
        let samples = vec![0.0; secs * rate_hz as usize];
        wav::write(&Pcm { rate_hz, samples })
    };
    check("audio/wav", "", Vec::new(), (400, "not_sound")).await;
    check(
        "audio/wav",
        "",
        b"what time is it".to_vec(),
        (400, "not_sound"),
    )
    .await;
    check(
        "audio/x-wav",
        "",
        quiet(1, 16_000)[..44].to_vec(),
        (400, "cut_off"),
    )
    .await;
    check("audio/wav", "", quiet(31, 16_000), (413, "too_long")).await;
    check("audio/wav", "", vec![0; 13 << 20], (413, "body")).await;
    check("audio/wav", "?lang=fr", quiet(1, 16_000), (400, "lang")).await;
    check("audio/wav", "?speed=2", quiet(1, 16_000), (400, "query")).await;
    check("audio/mpeg", "", vec![0xff; 100], (400, "not_sound")).await;
    if let Some(sound) = say(&house, "hello").await {
        check("audio/wav", "", sound, (504, "unreachable")).await;
    }
}

/// A folder of packages with SenseVoice in it: a miniature, which makes some words of every sound.
async fn packages(name: &str) -> std::path::PathBuf {
    let dir = std::env::temp_dir().join(format!("ling-hub-it-{}-{name}", std::process::id()));
    let miniature = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../speech/tests/data/sense_voice"
    );
    let mirror = dir.join("mirror");
    let package = mirror.join(PACKAGE);
    std::fs::create_dir_all(&package).expect("a folder");
    for file in FILES {
        let from = std::path::Path::new(miniature).join(file);
        std::fs::copy(from, package.join(file)).expect("it is part of the tests");
    }
    let mirror = Mirror::read(&mirror.to_string_lossy()).expect("a folder");
    let store = Store::new(StoreOptions::new(dir.clone(), mirror)).unverified();
    let pulled = store.pull(PACKAGE, std::sync::Arc::new(|_| {})).await;
    pulled.expect("the mirror has it");
    dir
}

/// A spoken turn in a house with these packages; the status, what hears, and the turn.
async fn spoken(recogniser: &str, dir: &std::path::Path) -> Option<(u16, Value, Value)> {
    let config = json!({ "speech": { "recogniser": recogniser }, "models": { "dir": dir } });
    let house = House::new(config).await;
    let sound = say(&house, "what time is it").await?;
    let (_, setup) = answer(house.get("/v1/setup")).await;
    let (status, turn) = speak(&house, "", sound).await;
    Some((status, setup["recogniser"].clone(), turn))
}

#[tokio::test]
async fn a_pulled_package_hears() {
    let dir = packages("pulled").await;
    for recogniser in ["sense-voice", "none"] {
        let Some((status, ears, turn)) = spoken(recogniser, &dir).await else {
            return;
        };
        assert_eq!((status, ears), (200, json!("sense-voice")), "{turn}");
        assert_ne!(turn["heard"], "");
        let note = turn["trace"][0]["note"].as_str();
        assert!(note.is_some_and(|note| note.starts_with("sense-voice heard")));
    }
    // Half of the net, and then no package at all.
    let net = dir.join(PACKAGE).join("model.int8.onnx");
    let bytes = std::fs::read(&net).expect("it was pulled");
    std::fs::write(&net, &bytes[..bytes.len() / 2]).expect("it can be written");
    check_deaf("sense-voice", &dir, "model").await;
    std::fs::remove_dir_all(&dir).expect("it is there");
    check_deaf("sense-voice", &dir, "model_absent").await;
    check_deaf("none", &dir, "no_recogniser").await;
}

async fn check_deaf(recogniser: &str, dir: &std::path::Path, code: &str) {
    let spoken = spoken(recogniser, dir).await;
    let (status, ears, turn) = spoken.expect("espeak-ng is installed");
    assert_eq!((status, ears), (409, json!(recogniser)), "{turn}");
    assert_eq!(turn["error"]["code"], code);
    assert!(turn["error"]["hint"].is_string());
}
