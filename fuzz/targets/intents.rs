//! Sentences in Home Assistant's format: a file that compiles understands something or nothing, and never panics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ling_fuzz::{text, within};
use ling_understand::intents::{File, Home, House, HouseItem, Intents};

const SAID: [&str; 5] = [
    "turn on the kitchen lights",
    "把客厅的灯调到百分之五十",
    "set a timer for 1 hour and 30 minutes",
    "打开 fan",
    "a a a a a a a a",
];

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else {
        return;
    };
    let language = ["en", "zh-CN", "zh-HK", "de"][usize::from(first % 4)];
    let text = text(rest);
    let file = File {
        path: "own.yaml",
        text: &text,
        own: first & 128 == 0,
    };
    let Ok(intents) = within(|| Intents::compile(language, &[file], &[])) else {
        return;
    };
    let list = |name: &str, items: &[&str]| {
        let items = items.iter().map(|item| HouseItem::named(item)).collect();
        (name.to_owned(), items)
    };
    let house = House {
        lists: vec![
            list("name", &["fan", "灯", "kitchen lights"]),
            list("area", &["kitchen", "客厅"]),
        ],
    };
    let Ok(home) = Home::new(&intents, &house) else {
        return;
    };
    for said in SAID {
        within(|| intents.recognize(said, &home, &vec![]));
    }
});
