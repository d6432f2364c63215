use std::collections::BTreeMap;

use serde::Deserialize;

use crate::house::{House, summary};

/// One case of a `cases.toml`. `before` is said first, in the same conversation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    said: String,
    #[serde(default)]
    before: Vec<String>,
    /// What is understood; `?` alone when Ling asks back, empty when it is not understood.
    expect: String,
    /// The whole answer as it is shown, where a case is about it.
    reply: Option<String>,
}

macro_rules! skills {
    ($($skill:ident)*) => {$(
        #[test]
        fn $skill() {
            check(stringify!($skill), include_str!(concat!("../../src/", stringify!($skill), "/cases.toml")));
        }
    )*};
}

skills! {
    alarm
    calendar
    chat
    clock
    convert
    help
    home
    lists
    lunar
    llm
    maths
    music
    news
    notes
    reminder
    sight
    speaker
    timer
    translate
    weather
}

fn check(skill: &str, file: &str) {
    let cases: BTreeMap<String, Vec<Case>> = toml::from_str(file).expect("cases.toml is TOML");
    let wrong: Vec<String> = cases.values().flatten().filter_map(run).collect();
    assert!(
        wrong.is_empty(),
        "{skill}: {} case(s) differ\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

fn run(case: &Case) -> Option<String> {
    let mut house = House::new();
    for said in &case.before {
        house.say(said);
    }
    let answer = house.say(&case.said);
    let got = summary(&answer.meanings);
    let shown = answer.reply.show.as_ref().unwrap_or(&answer.reply.say);
    let differs = got != case.expect || case.reply.as_ref().is_some_and(|reply| reply != shown);
    let broken = shown.starts_with('[');
    (differs || broken).then(|| {
        format!(
            "  said: {}\n  want: {} | {:?}\n  got:  {got} | {shown}",
            case.said, case.expect, case.reply
        )
    })
}
