//! Chance input for what the targets in `fuzz/` do not reach: whole turns over HTTP, and `ling.toml`.
//!
//! `LING_FUZZ_SECONDS=600 cargo test -p ling-app --test it fuzz::` goes on for so long; `make test` only tries some.
//! The input that failed is printed: make it a line of a test.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::server::{self, Folder, Server};

/// Inputs of an ordinary test run.
const USUAL: usize = 200;
/// The longest input, in bytes.
const BYTES_MAX: usize = 4_096;
/// A turn that takes longer keeps its speaker waiting, however busy the machine is.
const TURN_MAX: Duration = Duration::from_secs(10);
/// What makes parsers stumble.
const TRICKS: [&str; 24] = [
    "[",
    "]",
    "{",
    "}",
    "\"",
    "\\",
    "\\ud800",
    "\\u0000",
    "null",
    "-1",
    "1e999",
    "99999999999999999999",
    "\0",
    "\n",
    "\u{202e}",
    "\u{feff}",
    "👨‍👩‍👧‍👦",
    "三三三三",
    "百分之",
    "one one one",
    "((((",
    "|",
    "=",
    "\u{301}\u{301}",
];

/// Small seeded chance (SplitMix64 by Steele, Lea and Flood): the same in every run.
struct Chance(u64);

impl Chance {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % below.max(1) as u64) as usize
    }

    /// A seed with some changes.
    fn changed(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = seeds[self.next(seeds.len())].clone();
        for _ in 0..=self.next(4) {
            let at = self.next(bytes.len() + 1);
            let end = (at + self.next(12)).min(bytes.len());
            match self.next(6) {
                0 if at < bytes.len() => bytes[at] = self.next(256) as u8,
                1 => drop(bytes.drain(at..end)),
                2 => {
                    let part = bytes[at..end].repeat(1 + self.next(40));
                    bytes.splice(at..at, part);
                }
                3 => {
                    let other = &seeds[self.next(seeds.len())];
                    let from = self.next(other.len());
                    bytes.splice(at..end, other[from..].iter().copied());
                }
                4 => bytes.truncate(at),
                _ => {
                    let trick = TRICKS[self.next(TRICKS.len())].repeat(1 + self.next(8));
                    bytes.splice(at..at, trick.into_bytes());
                }
            }
        }
        bytes.truncate(BYTES_MAX);
        bytes
    }
}

/// Calls `work` with changed seeds, some times or as long as the environment says.
async fn with_chance(seeds: &[Vec<u8>], mut work: impl AsyncFnMut(Vec<u8>)) {
    let seconds = std::env::var("LING_FUZZ_SECONDS").ok();
    let seconds: Option<u64> = seconds.map(|text| text.parse().expect("a number of seconds"));
    let end = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let mut chance = Chance(20_261_125);
    let mut n = 0;
    while end.map_or(n < USUAL, |end| Instant::now() < end) {
        work(chance.changed(seeds)).await;
        n += 1;
    }
    println!("{n} inputs");
}

#[tokio::test]
async fn bodies_of_turns() {
    let folder = Folder::new();
    let server = Server::start(&folder.0);
    let token = server::token(&folder.0);
    // Whoever installed a provider before keeps it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .no_proxy()
        .build()
        .expect("a client");
    let url = format!("http://{}/v1/turns", server.client("").address);
    let said = [
        "明天早上七点叫我起床",
        "set a timer for ten minutes",
        "把客厅的灯调到百分之五十",
        "add milk and eggs to the shopping list",
        "十五乘以三等于多少",
        "what is the lunar date today",
        "三月三十号下午三点半提醒我交报告",
        "play 一下周杰伦的歌",
        "再加两分钟",
    ];
    let whole = r#"{"text":"hi","lang":"zh","conversation":"a","device":"b"}"#;
    let bodies = said.iter().map(|text| format!("{{\"text\":\"{text}\"}}"));
    let seeds: Vec<Vec<u8>> = bodies
        .chain([whole.to_owned()])
        .map(String::into_bytes)
        .collect();
    with_chance(&seeds, async |body| {
        let shown = format!("{:?}", String::from_utf8_lossy(&body));
        let request = client.post(&url).bearer_auth(&token).timeout(TURN_MAX);
        let sent = request
            .header("content-type", "application/json")
            .body(body)
            .send()
            .await;
        let answer = sent.unwrap_or_else(|error| panic!("{shown}: {error}"));
        let status = answer.status().as_u16();
        let json: Value = answer
            .json()
            .await
            .unwrap_or_else(|error| panic!("{shown}: {error}"));
        match status {
            200 => assert!(json["reply"]["say"].is_string(), "{shown}: {json}"),
            400..=499 => assert!(json["error"]["code"].is_string(), "{shown}: {json}"),
            _ => panic!("{shown}: {status} {json}"),
        }
    })
    .await;
}

#[tokio::test]
async fn configurations() {
    let examples = [
        include_str!("../../src/config/example.en.toml"),
        include_str!("../../src/config/example.zh.toml"),
        "[house]\nlang = 'en'\nzone = 'Asia/Shanghai'\nlatitude = 31.2\n[news]\nfeeds = ['http://a/b']\n",
        "[llm]\nbase_url = 'http://a/v1'\nseconds_max = 3\n[keep]\ndays = 7\n[music]\nfolder = '/m'\n",
    ];
    let seeds: Vec<Vec<u8>> = examples
        .iter()
        .map(|text| text.as_bytes().to_vec())
        .collect();
    with_chance(&seeds, async |bytes| {
        let Ok(text) = std::str::from_utf8(&bytes) else {
            return;
        };
        let Ok(config) = toml::from_str::<ling_hub::Config>(text) else {
            return;
        };
        if config.check().is_err() {
            return;
        }
        // What is right stays right when it is written and read again.
        let written = toml::to_string(&config).expect("a configuration is TOML");
        let again: ling_hub::Config = toml::from_str(&written).expect("what was written");
        assert_eq!(again, config, "{text}");
        assert_eq!(again.check(), Ok(()), "{text}");
    })
    .await;
}
