//! Whatever is written or said: an answer in bounded time, never a panic.

use ling_base::Lang;
use ling_understand::{Grammar, template, understand};
use proptest::prelude::*;

use crate::house::{book, house, intent};

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_template_is_read_or_refused(text in r"[a-c 开灯\[\](){}<>|;\\:.0-9]{0,40}") {
        match template::parse(&text) {
            Ok(node) => {
                let printed = node.to_string();
                prop_assert_eq!(template::parse(&printed).unwrap(), node, "printed: {}", printed);
            }
            Err(error) => prop_assert!((1..=text.chars().count() + 1).contains(&error.column)),
        }
        let book = book(Lang::Zh, "any", vec![intent("any.thing", &[&text], &["a:text", "b:number"])]);
        let _ = Grammar::compile(&[book]);
    }

    #[test]
    fn any_text_is_read_as_a_template(text in any::<String>()) {
        if let Ok(node) = template::parse(&text) {
            prop_assert_eq!(template::parse(&node.to_string()).unwrap(), node);
        }
    }

    #[test]
    fn anything_may_be_said(words in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..14), noise in any::<String>()) {
        let house = house();
        for said in [words.concat(), words.join(" "), noise.clone(), format!("{}{noise}", words.concat())] {
            let reading = understand(&house.grammar, &[&said], &house.scope());
            for meaning in reading.commands.iter().flatten() {
                for slot in &meaning.slots {
                    let text: String = said.chars().skip(slot.span.start).take(slot.span.end - slot.span.start).collect();
                    prop_assert_eq!(&text, &slot.text);
                }
            }
        }
    }
}

const WORDS: [&str; 24] = [
    "打开", "客厅", "的", "灯", "和", "，", "然后", "请", "吧", "20", "turn", "on", "the",
    "kitchen", "and", "light", "add", "to", "shopping", "play", " ", "那", "呢", "remember",
];

#[test]
fn long_texts_end_soon() {
    let house = house();
    for said in [
        "打开客厅和".repeat(2_000),
        "add a and ".repeat(1_000),
        "turn on the ".repeat(800),
        "啊".repeat(10_000),
        "1 ".repeat(5_000),
    ] {
        let reading = understand(&house.grammar, &[&said], &house.scope());
        assert_eq!(reading.commands.len(), 0, "{} characters", said.len());
    }
}

#[test]
fn many_free_parts_stay_linear() {
    let sentences: Vec<String> = ('a'..='t')
        .map(|c| format!("{{text:x}} {c} {{text:y}} {c} {{text:z}}"))
        .collect();
    let sentences: Vec<&str> = sentences.iter().map(String::as_str).collect();
    let grammar = Grammar::compile(&[book(
        Lang::En,
        "free",
        vec![intent("free.words", &sentences, &[])],
    )])
    .unwrap();
    let house = house();
    let said = "a b c d ".repeat(200);
    assert!(!grammar.matches(&said, &house.scope()).is_empty());
}

#[test]
fn sentences_with_too_many_wordings_are_refused() {
    let mut book = book(
        Lang::En,
        "wide",
        vec![intent("wide.open", &["x <r0>"], &[])],
    );
    for at in 0..20 {
        book.rules
            .insert(format!("r{at}"), format!("<r{0}> [a] <r{0}>", at + 1));
    }
    book.rules.insert("r20".into(), "b".into());
    let errors = Grammar::compile(&[book]).unwrap_err();
    assert!(
        errors[0].what.contains("too many wordings"),
        "{}",
        errors[0]
    );
}

#[test]
fn sentences_that_share_badly_stay_small() {
    let any = "[(a|b)]";
    let sentence = format!("{}ac{}d{}", any.repeat(20), any.repeat(16), any.repeat(20));
    let wide = format!("{}a{}", any.repeat(30), "(a|b)".repeat(24));
    let book = book(
        Lang::Zh,
        "wide",
        vec![intent("wide.open", &[&sentence, &wide], &[])],
    );
    let grammar = Grammar::compile(&[book]).unwrap();
    assert!(grammar.size().1 < 40_000_000, "{:?}", grammar.size());
    let house = house();
    let matches = |said: &str| grammar.matches(said, &house.scope()).len();
    assert_eq!(matches("babababacabad"), 1);
    assert_eq!(matches(&"b".repeat(25)), 0);
    assert_eq!(matches(&format!("a{}", "b".repeat(24))), 1);
    assert_eq!(matches(&format!("baba{}", "b".repeat(24))), 1);
    assert_eq!(matches(&format!("baba{}", "b".repeat(25))), 0);
}

#[test]
fn very_long_free_parts_end_soon() {
    let house = house();
    for said in [
        "remember ".to_owned() + &"a b c and ".repeat(190),
        "记住".to_owned() + &"客厅和然后，".repeat(300),
    ] {
        let meanings = house.grammar.matches(&said, &house.scope());
        assert_eq!(meanings[0].intent, "note.set");
    }
}
