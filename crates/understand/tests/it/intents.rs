//! Sentences in Home Assistant's format.
#![allow(
    clippy::disallowed_methods,
    reason = "measures how long an answer takes"
)]

use ling_understand::intents::{File, Home, House, HouseItem, Intents, Plain};
use proptest::prelude::*;

fn named(name: &str, domain: &str) -> HouseItem {
    let context = vec![("domain".to_owned(), Plain::from(domain))];
    HouseItem {
        context,
        ..HouseItem::named(name)
    }
}

fn house() -> House {
    let names = vec![
        named("Lamp", "light"),
        named("Lamp Post", "cover"),
        named("台灯", "light"),
        named("客厅风扇", "fan"),
        named("[big ]TV", "media_player"),
    ];
    let areas = ["Kitchen", "客厅"].map(HouseItem::named).to_vec();
    House {
        lists: vec![("name".to_owned(), names), ("area".to_owned(), areas)],
    }
}

fn compile(lang: &str, text: &str) -> Result<Intents, String> {
    let file = File {
        path: "own/all.yaml",
        text,
        own: false,
    };
    Intents::compile(lang, &[file], &[]).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        lines.join("\n")
    })
}

/// What `said` means in the house, heard in the kitchen: `Intent slot=value ... /response`.
fn meant(intents: &Intents, said: &str) -> String {
    let home = Home::new(intents, &house()).unwrap();
    let context = vec![("area".to_owned(), Plain::from("Kitchen"))];
    let Some(meant) = intents.recognize(said, &home, &context) else {
        return "-".to_owned();
    };
    let mut line = meant.intent.to_owned();
    for slot in &meant.slots {
        let value = match &slot.value {
            Plain::Text(text) => text.clone(),
            Plain::Number(n) => n.to_string(),
            other => format!("{other:?}"),
        };
        line += &format!(" {}={value}", slot.name);
    }
    if meant.response != "default" {
        line += &format!(" /{}", meant.response);
    }
    line
}

const EN: &str = r#"
language: en
skip_words: [please, "could you"]
intents:
  On:
    data:
      - sentences: ["turn on [the] {name} [light]", "[the] {name} (on;now)"]
        requires_context: {domain: [light, fan]}
      - sentences: ["turn on [the] light[s] [here]"]
        slots: {domain: light}
        requires_context: {area: {slot: true}}
        response: lights
  Open:
    data:
      - sentences: ["turn on [the] {name}"]
        excludes_context: {domain: [light, fan]}
  Bright:
    data:
      - sentences: ["set [the] {name} to {level}[%| percent]", "make it <warmth>"]
      - sentences: ["<warmth> by {down}"]
        expansion_rules: {warmth: "(darker|dimmer)"}
        lists: {down: {range: {from: 1, to: 9, multiplier: -1}}}
  Heat:
    data:
      - sentences: ["heat to {degrees}[ degrees]", "wait {1..5:minutes} minute[s]"]
  Add:
    data:
      - sentences: ["add {thing} to [my] {list_name} list", "add {thing}", "buy {thing:@what} now"]
  Own:
    data:
      - sentences: ["add milk"]
        metadata: {hass_custom_sentence: true}
lists:
  level: {range: {from: 0, to: 100, step: 5}}
  degrees: {range: {from: 10, to: 30, fractions: halves}}
  thing: {wildcard: true}
  list_name: {values: [shopping, {in: "to[-| ]do", out: todo}, {in: home, out: house, context: {kind: x}}]}
expansion_rules:
  warmth: (warmer|<cooler>)
  cooler: cool[er]
"#;

#[track_caller]
fn en(said: &str, expect: &str) {
    assert_eq!(meant(&compile("en", EN).unwrap(), said), expect, "{said}");
}

#[test]
fn names_fit_the_domains_of_a_block() {
    en("Turn on the lamp", "On name=Lamp");
    en("turn on the lamp light", "On name=Lamp");
    en("turn on the Lamp Post.", "Open name=Lamp Post");
    en("turn on the lampshade", "-");
    en("the lamp on now", "On name=Lamp");
    en("lamp now on", "On name=Lamp");
    en("turn on big tv", "Open name=[big ]TV");
    en("打开 the lamp", "-");
    en("turn on the 台灯", "On name=台灯");
}

#[test]
fn the_context_fills_slots() {
    en("turn on the lights", "On domain=light area=Kitchen /lights");
    en("turn on light here", "On domain=light area=Kitchen /lights");
}

#[test]
fn numbers_fit_their_range() {
    en("set the lamp to 35", "Bright name=Lamp level=35");
    en(
        "set the lamp to thirty-five percent",
        "Bright name=Lamp level=35",
    );
    en("set lamp to thirty five %", "Bright name=Lamp level=35");
    en("set the lamp to 37", "-");
    en("set the lamp to 105", "-");
    en("heat to 20.5 degrees", "Heat degrees=20.5");
    en("heat to twenty point five", "Heat degrees=20.5");
    en("heat to 20.3", "-");
    en("wait 3 minutes", "Heat minutes=3");
    en("wait 6 minutes", "-");
    en("dimmer by 4", "Bright down=-4");
}

#[test]
fn rules_may_be_a_blocks_own() {
    en("make it warmer", "Bright");
    en("make it cooler", "Bright");
    en("make it darker", "-");
    en("warmer by 4", "-");
}

#[test]
fn any_words_are_taken_where_no_list_fits() {
    en("add eggs", "Add thing=eggs");
    en("please add two eggs please", "Add thing=two eggs please");
    en(
        "add Brown Bread to my shopping list",
        "Add thing=Brown Bread list_name=shopping",
    );
    en(
        "add a key to the to-do list",
        "Add thing=a key to the to-do list",
    );
    en(
        "add a key to my to do list",
        "Add thing=a key list_name=todo",
    );
    en("add home to home list", "Add thing=home list_name=house");
    en("buy bread now", "Add");
    en("add", "-");
    en("add milk", "Own");
}

#[test]
fn some_words_are_passed_over() {
    en("Please turn on the lamp!", "On name=Lamp");
    en("could you turn on, please, the lamp", "On name=Lamp");
    en("pleased turn on the lamp", "-");
}

const ZH: &str = "
language: zh-CN
settings: {ignore_whitespace: true}
skip_words: [请, 麻烦你]
intents:
  On:
    data:
      - sentences: ['(打开|开)[<area>]{name}', '把{name}打开', '播放 {song}', 'turn on {name}']
  Bright:
    data:
      - sentences: ['[把]{name}[的]亮度(调到|设为)[百分之]{level}[%]']
expansion_rules: {area: '{area}[的]'}
lists:
  level: {range: {from: 0, to: 100}}
  song: {wildcard: true}
";

#[track_caller]
fn zh(said: &str, expect: &str) {
    assert_eq!(
        meant(&compile("zh-CN", ZH).unwrap(), said),
        expect,
        "{said}"
    );
}

#[test]
fn mandarin_needs_no_spaces() {
    zh("打开台灯", "On name=台灯");
    zh("请打开 客厅 的 台灯。", "On area=客厅 name=台灯");
    zh("打开客厅风扇", "On name=客厅风扇");
    zh("把台灯打开", "On name=台灯");
    zh("麻烦你，把 lamp 打开", "On name=Lamp");
    zh("Turn on 台灯", "On name=台灯");
    zh("turnon台灯", "-");
    zh(
        "播放 周杰伦 and Taylor Swift",
        "On song=周杰伦 and Taylor Swift",
    );
    zh("台灯亮度调到百分之三十五", "Bright name=台灯 level=35");
    zh("台灯的亮度设为35%", "Bright name=台灯 level=35");
    zh("台灯亮度调到一百零一", "-");
    zh("台灯亮度调到两", "Bright name=台灯 level=2");
}

#[track_caller]
fn refused(text: &str, expect: &str) {
    assert_eq!(compile("en", text).unwrap_err(), expect);
}

#[test]
fn errors_name_the_place() {
    refused(
        "language: en\nintents:\n  On:\n    data:\n      - sentences:\n          - 'turn on (the light'\n",
        "own/all.yaml:6:22: `(` is never closed; add `)`",
    );
    refused(
        "language: en\nintents:\n  On:\n    data:\n      - sentences:\n          - turn on <the> light\n",
        "own/all.yaml:6:21: there is no rule `the`; add it under `expansion_rules`, or correct its name",
    );
    refused(
        "language: en\nintents:\n  灯:\n    data:\n      - sentences: [\"把 {灯} 打开\"]\n",
        "own/all.yaml:5:24: there is no list `灯`; add it under `lists`, or correct its name",
    );
    refused(
        "language: en\nexpansion_rules: {a: <b>, b: <a>}\nintents: {On: {data: [{sentences: [<a> b]}]}}\n",
        "own/all.yaml:2:30: rules lead in a circle; write one of them out",
    );
    refused(
        "language: en\nintents:\n  On:\n    data:\n      - sentence: [a]\n",
        "own/all.yaml:5:9: `sentence` means nothing here; known are sentences, run, slots, response, requires_context, excludes_context, expansion_rules, lists, metadata, required_keywords, inferred_domain, name_domains, settings, example, speech_to_phrase, description\nown/all.yaml:5:9: the block has no `sentences`; add `sentences:` and a list",
    );
    refused(
        "language: en\nlists:\n  a: {range: {from: 3, to: 1}}\n",
        "own/all.yaml:3:14: the range is empty; let `from` be less than `to` and `step` at least 1",
    );
    refused(
        "language: en\nintents:\n  On: [\n",
        "own/all.yaml:4:1: while parsing a node, did not find expected node content; check indentation and quotes around it",
    );
}

/// Milliseconds that anybody would still wait for, with room for a busy machine and a debug build.
const SOON_MS: u128 = 1_000;

#[track_caller]
fn soon<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let began = std::time::Instant::now();
    let result = work();
    let took = began.elapsed().as_millis();
    assert!(took < SOON_MS, "{what} took {took} ms");
    result
}

#[test]
fn hostile_files_are_refused_soon() {
    let sentence = |template: &str| {
        format!("language: en\nintents: {{On: {{data: [{{sentences: ['{template}']}}]}}}}\n")
    };
    let cases = [
        ("brackets", sentence(&"(".repeat(10_000))),
        (
            "closed brackets",
            sentence(&format!("{}a{}", "(".repeat(5_000), ")".repeat(5_000))),
        ),
        (
            "optional parts",
            sentence(&format!("a{}", "[".repeat(10_000))),
        ),
        ("any order", sentence(&"(a;b;c;d;e;f;g)".repeat(2_000))),
        (
            "nested order",
            sentence(&"(a;b;(c;d;(e;f;(g;h;(i;j;(k;l;(m;n;(o;p))))))))".repeat(99)),
        ),
        ("flow lists", "[".repeat(10_000)),
        ("flow maps", "{a: ".repeat(10_000)),
        (
            "indentation",
            (0..5_000)
                .map(|n| format!("{}a:\n", " ".repeat(n % 200)))
                .collect(),
        ),
        ("length", "a".repeat(2_000_000)),
        ("aliases", aliases()),
    ];
    for (what, text) in cases {
        let refused = soon(what, || compile("en", &text).is_err());
        assert!(refused, "{what} was taken");
    }
}

/// Ten lists, each ten times the one before.
fn aliases() -> String {
    let mut text = "language: en\nlists:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for n in 1..10 {
        let before = format!("*a{}, ", n - 1).repeat(10);
        text += &format!("  a{n}: &a{n} [{before}]\n");
    }
    text
}

#[test]
fn hostile_words_are_answered_soon() {
    let grammars = [compile("en", EN).unwrap(), compile("zh-CN", ZH).unwrap()];
    let said = [
        "(".repeat(10_000),
        "三".repeat(100_000),
        "三".repeat(990),
        "add to ".repeat(140),
        "1".repeat(990),
        "播放".repeat(490),
        "turn on the ".repeat(80),
        "please ".repeat(140),
    ];
    for (at, intents) in grammars.iter().enumerate() {
        for said in &said {
            let start: String = said.chars().take(12).collect();
            soon(&format!("{at}: {start}"), || meant(intents, said));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_file_is_taken_or_refused(text in any::<String>()) {
        let _ = compile("en", &text);
    }

    #[test]
    fn any_lines_are_taken_or_refused(lines in prop::collection::vec(prop::sample::select(LINES.to_vec()), 0..16)) {
        let text = lines.concat();
        if let Err(errors) = compile("en", &text) {
            let n_lines = text.lines().count() + 1;
            for error in errors.lines() {
                let place: Vec<&str> = error.splitn(4, ':').collect();
                let line: usize = place[1].parse().unwrap();
                prop_assert!((1..=n_lines).contains(&line), "{error}");
            }
        }
    }

    #[test]
    fn any_template_is_taken_or_refused(template in r"[a-c 开灯\[\](){}<>|;\\:.0-9]{0,40}", said in r"[a-c 开灯0-9]{0,20}") {
        let quoted = template.replace('\'', "''");
        let text = format!("language: en\nexpansion_rules: {{a: 'a[b]'}}\nlists: {{b: {{wildcard: true}}}}\nintents: {{On: {{data: [{{sentences: ['{quoted}']}}]}}}}\n");
        if let Ok(intents) = compile("en", &text) {
            let _ = meant(&intents, &said);
        }
    }

    #[test]
    fn anything_may_be_said(said in any::<String>()) {
        let _ = meant(&compile("en", EN).unwrap(), &said);
    }
}

const LINES: [&str; 18] = [
    "language: en\n",
    "intents:\n",
    "  On:\n",
    "    data:\n",
    "      - sentences:\n",
    "          - turn on {name}\n",
    "          - '<a> [b'\n",
    "        slots: {a: 1}\n",
    "lists:\n",
    "  a:\n",
    "    values: [b, {in: c}]\n",
    "    range: {from: 1, to: x}\n",
    "expansion_rules:\n",
    "  a: <a>\n",
    "data:\n",
    "- \n",
    "responses: 3\n",
    "? [a\n",
];
