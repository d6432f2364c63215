//! Templates worded out.

use ling_base::Lang;
use ling_understand::Sampler;

use crate::house::{book, house, intent, item, show};

#[track_caller]
fn check(template: &str, n_max: usize, expect: &[&str]) {
    let mut book = book(Lang::En, "lamp", Vec::new());
    book.rules.insert("the".into(), "(the|my)".into());
    book.lists.insert(
        "color".into(),
        vec![
            item("red", &["red"]),
            item("blue", &["[light] blue", "(azure|sky)"]),
        ],
    );
    let examples = |kind: &str| vec![format!("<{kind}>")];
    let sampler = Sampler::new(&book, &examples).unwrap();
    let args = intent("lamp.set", &[], &["tint:color", "room:area"]).args;
    let wordings = sampler.sample(template, &args, n_max).unwrap();
    let shown: Vec<String> = wordings
        .iter()
        .map(|wording| {
            let slots = wording
                .slots
                .iter()
                .map(|(arg, span)| format!(" {arg}@{}-{}", span.start, span.end));
            wording.text.clone() + &slots.collect::<String>()
        })
        .collect();
    assert_eq!(shown, expect, "template: {template}");
}

#[test]
fn all_wordings() {
    check("turn (on|off)", 9, &["turn on", "turn off"]);
    check("[now] on", 9, &["on", "now on"]);
    check("<the> lamp", 9, &["the lamp", "my lamp"]);
    check("(a;b)", 9, &["a b", "b a"]);
    check(
        "make it {tint}",
        9,
        &[
            "make it red tint@8-11",
            "make it blue tint@8-12",
            "make it azure tint@8-13",
        ],
    );
    check("{room} on", 9, &["<area> on room@0-6"]);
    check("{when:at}", 9, &["<when> at@0-6"]);
}

#[test]
fn some_wordings() {
    check("(a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p)", 2, &["j", "d"]);
}

#[test]
fn every_wording_of_the_house_is_understood() {
    let house = house();
    let examples = |kind: &str| -> Vec<String> {
        let words: &[&str] = match kind {
            "area" => &["客厅", "kitchen"],
            "name" => &["hall fan", "电视"],
            "list" => &["购物清单", "shopping"],
            "artist" => &["周杰伦"],
            "song" => &["青花瓷", "Love Story"],
            "number" => &["20"],
            "duration" => &["10分钟"],
            "when" => &["七点半"],
            _ => &["blah"],
        };
        words.iter().map(|word| (*word).to_owned()).collect()
    };
    let mut n_checked = 0;
    for book in &house.books {
        let sampler = Sampler::new(book, &examples).unwrap();
        for phrases in &book.intents {
            for sentence in &phrases.sentences {
                for wording in sampler.sample(&sentence.text, &phrases.args, 40).unwrap() {
                    let found = house.grammar.matches(&wording.text, &house.scope());
                    let shown: Vec<String> = found.iter().map(show).collect();
                    assert!(
                        found.iter().any(|meaning| meaning.intent == phrases.intent),
                        "{}: {} gives {shown:?}",
                        sentence.text,
                        wording.text
                    );
                    n_checked += 1;
                }
            }
        }
    }
    assert!(n_checked > 500, "{n_checked}");
}
