//! Every skill is reached by sentences of the grammar, by the net and by a language model, in both languages, and by
//! a sentence that mixes them. What is said and what a person expects stands in `cases.txt`.

mod cases;
mod outside;

use std::{collections::BTreeMap, path::Path};

use serde_json::{Value, json};

use crate::{
    http::Client,
    server::{self, Folder, Server},
};
use cases::{Case, Table};
use outside::Outside;

/// Each skill needs a line for each of these.
const WANTED: [(&str, &str); 6] = [
    ("grammar", "zh"),
    ("grammar", "en"),
    ("model", "zh"),
    ("model", "en"),
    ("llm", "zh"),
    ("llm", "en"),
];
/// In the folder of music, a song each.
const SONGS: [&str; 2] = ["周杰伦 - 晴天.wav", "Nina Simone - Feeling Good.wav"];

#[test]
fn every_skill_has_its_lines() {
    let table = Table::read();
    let mut lacking = Vec::new();
    for entry in ling_skills::all() {
        let skill = entry.source.id;
        let has = |stage: &str, lang: &str| {
            let mut of_skill = table.cases.iter().filter(|case| case.skill == skill);
            of_skill.any(|case| case.stage == stage && case.lang == lang)
        };
        let excused = |stage: &str| {
            let mut all = table.without.iter();
            all.any(|(left_out, of)| left_out == stage && of == skill)
        };
        for (stage, lang) in WANTED {
            match (has(stage, lang), excused(stage)) {
                (false, false) => lacking.push(format!("{skill}: {stage} {lang}")),
                (true, true) => lacking.push(format!("{skill}: {stage} is possible after all")),
                _ => {}
            }
        }
        if !["grammar", "model", "llm"]
            .iter()
            .any(|stage| has(stage, "mix"))
        {
            lacking.push(format!("{skill}: mix"));
        }
    }
    assert!(lacking.is_empty(), "cases.txt lacks {lacking:#?}");
}

#[tokio::test]
async fn every_skill_through_every_stage() {
    let table = Table::read();
    let calls = table.cases.iter().filter_map(|case| {
        let call = case.call.clone()?;
        Some((case.said.clone(), call))
    });
    let outside = Outside::start(calls.collect()).await;
    let folder = Folder::new();
    furnish(&folder.0, &outside);
    let server = Server::start(&folder.0);
    let client = server.client(&server::token(&folder.0));
    let mut wrong = Vec::new();
    for case in &table.cases {
        if let Err(why) = check(&client, case).await {
            wrong.push(format!("cases.txt:{} {}\n    {why}", case.line, case.said));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn what_is_forbidden_or_told_is_not_done() {
    let folder = Folder::new();
    let server = Server::start(&folder.0);
    let client = server.client(&server::token(&folder.0));
    let mut done = Vec::new();
    for said in [
        "别开灯",
        "不要关厨房的灯",
        "厨房的灯坏了",
        "don't turn on the kitchen light",
        "never turn on the heating",
        "I told him to turn off the light yesterday",
        "别把 kitchen 的灯关了",
        "do not set an alarm for seven",
        "别定七点的闹钟",
        "who told you to close the curtains",
        "turn it up to eleven said nigel",
        "谁让你 close the curtains 的",
        "don't cancel my alarm",
        "why did you cancel my alarm",
        "别取消闹钟",
        "谁取消了我的闹钟",
        "don't stop the timer",
        "could you please not turn off the kitchen light",
        "I didn't ask you to turn off the light",
        "我没让你关灯",
        "why did you turn off the kitchen light",
        "是谁把卧室灯打开的",
        "谁开的窗帘",
        "为什么把空调关了",
        "who set the thermostat to 28 degrees",
        "谁把空调调到30度的",
        "did you turn the volume up",
        "did you set an alarm for seven",
        "did you take milk off the shopping list",
        "别记下我的密码是1234",
        "别放歌",
        "how do I turn off the bedroom light",
        "what happens if I turn off the light",
        "if I turn off the light will the baby wake up",
        "can I turn on the light now",
        "nobody turn off the light",
        "no one should turn off the light",
        "I was going to turn off the light",
        "怎么把灯关掉",
        "我已经把灯关了",
        "不用关灯",
        "我该不该关灯",
        "你敢关灯",
        "怎么把 bedroom light 关掉",
        "everything except the kitchen light",
        "除了厨房的灯",
    ] {
        let body = json!({ "text": said });
        let turn = client.ask("POST", "/v1/turns", None, Some(body)).await;
        let turn = turn.expect("an answer");
        if !turn["intent"].is_null() {
            done.push(format!("{said}: {}", short(&turn)));
        }
    }
    assert!(done.is_empty(), "{}", done.join("\n"));
}

/// What is to be done when something else is so, and what is so already, in each language and in both.
#[tokio::test]
async fn what_waits_for_something_is_told_of() {
    let folder = Folder::new();
    let server = Server::start(&folder.0);
    let client = server.client(&server::token(&folder.0));
    let mut wrong = Vec::new();
    for (said, part) in [
        ("if it rains close the curtains", "I cannot wait"),
        ("unless it rains open the curtains", "I cannot wait"),
        ("turn on the lights when I get home", "I cannot wait"),
        ("when it gets dark turn on the lights", "I cannot wait"),
        ("下雨就关窗帘", "我还不会等"),
        ("等我回来再开灯", "我还不会等"),
        ("温度超过二十八度就开空调", "我还不会等"),
        ("温度低于十八度就开暖气", "我还不会等"),
        ("等我回来再开 bedroom light", "我还不会等"),
        ("don't turn on the kitchen light", "Okay, I am leaving"),
        ("别关卧室的灯", "好的，我不动"),
        (
            "don't turn off the light, it is too bright",
            "Okay, I am leaving",
        ),
        ("别开灯，太亮了", "好的，我不动"),
        ("别开灯，谢谢", "好的，我不动"),
        (
            "if it rains remind me to take an umbrella",
            "I only know times",
        ),
        ("remind me to call mom when I get home", "I only know times"),
        ("下雨的话提醒我带伞", "只会按时间"),
        ("到家以后 remind me 打电话", "只会按时间"),
        ("提醒我等妈妈", "什么时候提醒您？"),
        ("don't set a timer", "setting nothing"),
        ("别定闹钟", "那就不设"),
        ("别定 timer", "好的，我不动"),
        ("别关卧室的灯，把卧室的窗帘关上", "窗帘"),
        ("关上卧室的窗帘，别关灯", "窗帘"),
        ("开卧室的窗帘，别开灯", "卧室窗帘"),
        (
            "turn off the kitchen light, don't turn off the fan",
            "kitchen ceiling light",
        ),
        ("打开 bedroom 的窗帘，别开灯", "窗帘"),
        (
            "don't open the curtains, turn on the kitchen light",
            "kitchen ceiling light",
        ),
        ("别关灯，turn on the kitchen light", "kitchen ceiling light"),
        (
            "don't set an alarm, set a timer for five minutes",
            "minutes",
        ),
        ("天黑了，开客厅的灯", "开"),
        ("would you mind turning off the light", "turned off"),
        ("turn on the bedroom light if you can", "turned on"),
    ] {
        let body = json!({ "text": said, "conversation": said });
        let turn = client.ask("POST", "/v1/turns", None, Some(body)).await;
        let turn = turn.expect("an answer");
        let say = turn["reply"]["say"].as_str().unwrap_or_default();
        if !say.contains(part) {
            wrong.push(format!("{said}: {}", short(&turn)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn what_is_no_yes_unlocks_no_door() {
    let folder = Folder::new();
    let server = Server::start(&folder.0);
    let client = server.client(&server::token(&folder.0));
    let answers = [
        "it",
        "do",
        "的",
        "嗯？",
        "可以吗",
        "sure why would I",
        "fine thanks",
        "对了 yes?",
    ];
    for (nth, answer) in answers.into_iter().enumerate() {
        let mut last = Value::Null;
        for said in ["unlock the front door", answer, "is the front door locked"] {
            let body = json!({ "text": said, "conversation": format!("door {nth}") });
            let turn = client.ask("POST", "/v1/turns", None, Some(body)).await;
            last = turn.expect("an answer");
        }
        let say = last["reply"]["say"].as_str().unwrap_or_default();
        assert!(say.starts_with("Yes, locked"), "{answer}: {say}");
    }
}

/// Music, and everything outside switched on.
fn furnish(data: &Path, outside: &Outside) {
    let music = data.join("music");
    std::fs::create_dir_all(&music).expect("a folder");
    for song in SONGS {
        std::fs::write(music.join(song), outside::silence()).expect("a file");
    }
    let url = &outside.url;
    let config = format!(
        "[house]\nzone = 'Asia/Shanghai'\nplace = '上海'\nlatitude = 31.2\nlongitude = 121.5\n\
         [llm]\nbase_url = '{url}/v1'\nmodel = 'scripted'\n\
         [weather]\non = true\nbase_url = '{url}'\ngeocoding_url = '{url}'\n\
         [rates]\nurl = '{url}/rates'\n\
         [news]\nfeeds = ['{url}/feed']\n\
         [music]\nfolder = '{}'\n",
        music.display()
    );
    std::fs::write(data.join("ling.toml"), config).expect("a file");
}

/// Says it in a conversation of its own.
async fn check(client: &Client, case: &Case) -> Result<(), String> {
    let body = json!({ "text": case.said, "conversation": format!("line {}", case.line) });
    let turn = client.ask("POST", "/v1/turns", None, Some(body)).await;
    let turn = turn.map_err(|error| error.to_string())?;
    let told = |what: &str| format!("{what}: {}", short(&turn));
    if turn["stage"] != json!(case.stage) {
        return Err(told(&format!("stage is not {}", case.stage)));
    }
    if turn["intent"].as_str().unwrap_or("-") != case.intent {
        return Err(told(&format!("intent is not {}", case.intent)));
    }
    let got = flat(&turn["args"]);
    if let Some((name, value)) = case
        .args
        .iter()
        .find(|(name, value)| got.get(name) != Some(value))
    {
        return Err(told(&format!("{name} is not {value}")));
    }
    if case.lang != "mix" && turn["lang"] != json!(case.lang) {
        return Err(told(&format!("the answer is not in {}", case.lang)));
    }
    let say = turn["reply"]["say"].as_str().unwrap_or_default();
    if say.is_empty() || !say.to_lowercase().contains(&case.answer.to_lowercase()) {
        return Err(told(&format!("it does not answer `{}`", case.answer)));
    }
    match failed(&turn, &case.intent) {
        true => Err(told("the skill failed")),
        false => Ok(()),
    }
}

/// Whether the trace tells of an error of the skill.
fn failed(turn: &Value, intent: &str) -> bool {
    let notes = turn["trace"].as_array().into_iter().flatten();
    let error = format!("{intent}: ");
    notes
        .filter_map(|step| step["note"].as_str())
        .any(|note| note.contains(&error))
}

fn short(turn: &Value) -> String {
    let notes = turn["trace"].as_array().into_iter().flatten();
    let notes: Vec<&str> = notes.filter_map(|step| step["note"].as_str()).collect();
    format!(
        "{} {} {} {} | {} | {}",
        turn["stage"],
        turn["lang"],
        turn["intent"],
        turn["args"],
        turn["reply"]["say"],
        notes.join(" / ")
    )
}

/// `{"after": {"seconds": 600}}` as `after.seconds` and `600`.
fn flat(args: &Value) -> BTreeMap<String, String> {
    fn walk(name: &str, value: &Value, into: &mut BTreeMap<String, String>) {
        let deeper = |key: &str| {
            if name.is_empty() {
                key.to_owned()
            } else {
                format!("{name}.{key}")
            }
        };
        match value {
            Value::Object(fields) => fields
                .iter()
                .for_each(|(key, value)| walk(&deeper(key), value, into)),
            Value::Array(all) => all
                .iter()
                .enumerate()
                .for_each(|(at, value)| walk(&deeper(&at.to_string()), value, into)),
            Value::String(text) => {
                into.insert(name.to_owned(), text.clone());
            }
            other => {
                into.insert(name.to_owned(), other.to_string());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk("", args, &mut found);
    found
}
