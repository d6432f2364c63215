//! What each kind of slot takes, one grammar per case.

use ling_base::{Args, Lang, Phrasebook, Value};
use ling_understand::{Grammar, Scope};

use crate::house::{book, house, intent, item, show};

#[track_caller]
fn check(sentence: &str, args: &[&str], said: &str, expect: &str) {
    let book = book(Lang::Zh, "one", vec![intent("it", &[sentence], args)]);
    check_book(&[book], said, expect);
}

#[track_caller]
fn check_book(books: &[Phrasebook], said: &str, expect: &str) {
    let house = house();
    let grammar = Grammar::compile(books).unwrap();
    let scope = Scope {
        langs: &[Lang::Zh, Lang::En],
        ..house.scope()
    };
    let shown = grammar
        .matches(said, &scope)
        .first()
        .map(show)
        .unwrap_or_default();
    assert_eq!(shown, expect, "said: {said}");
}

#[test]
fn numbers() {
    check("亮度{n}", &["n:number"], "亮度五十", "it n=50");
    check("亮度{n}", &["n:percent"], "亮度百分之五十", "it n=50%");
    check("亮度{n}", &["n:percent"], "亮度 50%", "it n=50%");
    check("第几{n}", &["n:ordinal"], "第几第二个", "it n=#2");
    check("{1..10:n}度", &[], "7度", "it n=7");
    check("{1..10:n}度", &[], "11度", "");
    check("{n}度", &["n:0..100,5"], "35度", "it n=35");
    check("{n}度", &["n:0..100,5"], "36度", "");
    check("tv{n}", &["n:number"], "TV2", "it n=2");
    check("{number:level}档", &[], "三档", "it level=3");
}

#[test]
fn times() {
    check("{t}", &["t:time"], "七点半", "it t=07:30:00");
    check("{t}", &["t:when"], "七点半", "it t=07:30:00");
    check("{t}", &["t:date"], "明天", "it t=2026-03-02");
    check("{t}", &["t:when"], "明天", "it t=2026-03-02");
    check("{t}", &["t:date"], "七点半", "");
    check("{t}", &["t:duration"], "半小时", "it t=1800s");
}

#[test]
fn anything() {
    check("告诉我{x}", &["x:any"], "告诉我客厅", "it x=living");
    check("告诉我{x}", &["x:any"], "告诉我一会儿", "");
    check("{text:x}是{text:y}", &[], "这是那是谁", "it x=这 y=那是谁");
    check("打给{name}", &[], "打给电视", "it name=tv.1");
}

#[test]
fn words_need_borders() {
    check("call {text}", &[], "call anne", "it text=anne");
    check("call {text} now", &[], "call anne snow", "");
    check("play{text}", &[], "player", "");
    check("turn(ed|ing) on", &[], "turned on", "it");
    check("turn(ed|ing) on", &[], "turn ed on", "");
    check("light[s] on", &[], "lights on", "it");
    check("living room", &[], "living-room", "it");
    check("what's up", &[], "whats up", "it");
    check("o'clock", &[], "o’clock", "it");
}

#[test]
fn implied_arguments() {
    let mut phrases = intent("it", &["开大灯", "开小灯"], &[]);
    phrases.sentences[1].fixed = Args::new().with("size", Value::Text("small".into()));
    let books = [book(Lang::Zh, "one", vec![phrases])];
    check_book(&books, "开大灯", "it");
    check_book(&books, "开小灯", "it size=small");
}

#[test]
fn shared_rules_and_lists() {
    let mut lender = book(Lang::Zh, "common", Vec::new());
    lender.rules.insert("please".into(), "(来|给)".into());
    lender
        .lists
        .insert("color".into(), vec![item("red", &["红[色]"])]);
    let mut english = book(Lang::En, "common", Vec::new());
    english
        .lists
        .insert("color".into(), vec![item("red", &["red"])]);
    let books = [
        lender,
        english,
        book(
            Lang::Zh,
            "one",
            vec![intent("it", &["<please>点{c}"], &["c:color"])],
        ),
    ];
    check_book(&books, "来点红色", "it c=red");
    check_book(&books, "来点 red", "it c=red");
}
