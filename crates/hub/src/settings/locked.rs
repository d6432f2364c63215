//! What is chosen on the machine only, never over the network: programs that are started, files that are read, hosts in
//! the house from which pictures are fetched, and addresses that get what stands in such a file.

use serde_json::{Value, json};

use super::Flaw;
use crate::Config;

/// Programs, files and hosts.
const FILES: [&str; 7] = [
    "speech.espeak",
    "speech.recogniser_key_file",
    "llm.key_file",
    "home.token_file",
    "models.dir",
    "models.mirror",
    "server.picture_hosts",
];
/// An address, and the file whose words are sent there.
const ADDRESSES: [(&str, &str); 3] = [
    ("speech.recogniser_url", "speech.recogniser_key_file"),
    ("llm.base_url", "llm.key_file"),
    ("home.url", "home.token_file"),
];
/// Kinds of sound card; ALSA knows others, which write files and start programs.
const CARDS: [&str; 9] = [
    "default",
    "sysdefault",
    "hw",
    "plughw",
    "dmix",
    "front",
    "pulse",
    "pipewire",
    "null",
];

/// Everything that is chosen on the machine, where these choices hold.
fn all(json: &Value) -> impl Iterator<Item = &'static str> {
    let is_set = |file: &str| {
        json.pointer(&place(file))
            .is_some_and(|file| !file.is_null())
    };
    let addresses = ADDRESSES.into_iter().filter(move |(_, file)| is_set(file));
    let addresses: Vec<&str> = addresses.map(|(address, _)| address).collect();
    FILES.into_iter().chain(addresses)
}

/// Where a field stands in JSON.
fn place(field: &str) -> String {
    format!("/{}", field.replace('.', "/"))
}

/// What a change from outside may not touch.
pub(super) fn touched(before: &Config, after: &Config) -> Vec<Flaw> {
    let (was, is) = (json!(before), json!(after));
    let value = |json: &Value, field: &str| json.pointer(&place(field)).cloned();
    let changed = all(&was).filter(|field| value(&was, field) != value(&is, field));
    let mut flaws: Vec<Flaw> = changed
        .map(|field| {
            let message = "this is chosen on the machine that runs Ling";
            let hint = "set it in `ling.toml`, then start Ling again";
            Flaw::new(field, "locked", message, hint)
        })
        .collect();
    if before.audio != after.audio && !is_card(&after.audio.device) {
        let message = format!("`{}` is no sound card", after.audio.device);
        let hint = "an example is `plughw:0,0`; `aplay -L` lists them";
        flaws.push(Flaw::new("audio.device", "choice", message, hint));
    }
    flaws
}

/// Puts back what an overlay, perhaps of an older version, has changed of it.
pub(super) fn put_back(file: &Config, mut laid: Config) -> Config {
    let was = json!(file);
    let mut is = json!(laid);
    for field in all(&was) {
        let place = place(field);
        if let (Some(from), Some(to)) = (was.pointer(&place), is.pointer_mut(&place)) {
            *to = from.clone();
        }
    }
    if !is_card(&laid.audio.device) {
        laid.audio = file.audio.clone();
        is["audio"] = json!(laid.audio);
    }
    serde_json::from_value(is).unwrap_or(laid)
}

fn is_card(device: &str) -> bool {
    let kind = device.split(':').next().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || ":,=_-.".contains(c);
    device.is_empty() || (CARDS.contains(&kind) && device.chars().all(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(json: Value) -> Config {
        serde_json::from_value(json).expect("a configuration")
    }

    #[track_caller]
    fn check(before: Value, after: Value, expect: &[&str]) {
        let (before, after) = (config(before), config(after));
        let flaws = touched(&before, &after);
        let fields: Vec<&str> = flaws.iter().map(|flaw| flaw.field.as_str()).collect();
        assert_eq!(fields, expect);
        if !expect.is_empty() {
            assert_eq!(put_back(&before, after), before);
        }
    }

    #[test]
    fn programs_and_files_are_chosen_on_the_machine() {
        let none = || json!({});
        check(none(), json!({ "weather": { "on": true } }), &[]);
        check(none(), json!({ "llm": { "base_url": "http://a/v1" } }), &[]);
        check(
            none(),
            json!({ "speech": { "espeak": "/tmp/x" } }),
            &["speech.espeak"],
        );
        check(
            none(),
            json!({ "models": { "mirror": "http://169.254.1.1", "dir": "/etc" } }),
            &["models.dir", "models.mirror"],
        );
        check(
            none(),
            json!({ "llm": { "key_file": "/etc/shadow" } }),
            &["llm.key_file"],
        );
        let own = || json!({ "home": { "token_file": "/k", "url": "http://own:8123" } });
        check(own(), own(), &[]);
        check(
            own(),
            json!({ "home": { "token_file": "/k", "url": "http://evil" } }),
            &["home.url"],
        );
        check(
            own(),
            json!({ "home": { "url": "http://own:8123" } }),
            &["home.token_file"],
        );
    }

    #[test]
    fn sound_cards_are_sound_cards() {
        let check = |device: &str, expect: bool| assert_eq!(is_card(device), expect, "{device}");
        check("", true);
        check("default", true);
        check("plughw:CARD=PCH,DEV=0", true);
        check("hw:0,0", true);
        check("file:'| sh -c id',raw", false);
        check("tee:default,x,raw", false);
        check("hw:0;id", false);
    }
}
