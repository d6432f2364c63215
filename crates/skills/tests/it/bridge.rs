//! From a label and slots to what a skill receives, in words that no sentence of the skills has.

use std::sync::OnceLock;

use ling_base::{Args, Lang, Meaning, Reading, Slot, Span, Stage, Value};
use ling_dialogue::{Effect, Event, Skills, Turn, Who};
use ling_understand::{Names, Scope, Stages, Understander};

fn understander() -> &'static Understander {
    static SHARED: OnceLock<Understander> = OnceLock::new();
    SHARED.get_or_init(|| {
        let skills = Skills::load(ling_skills::all()).expect("every skill's files are right");
        Understander::new(move || skills.phrasebooks(), None).unwrap_or_else(|e| panic!("{e:#?}"))
    })
}

/// `{type:words}` in the text are slots.
fn read(marked: &str) -> (String, Vec<Slot>) {
    let (mut text, mut slots) = (String::new(), Vec::new());
    for (nth, piece) in marked.split(['{', '}']).enumerate() {
        let start = text.chars().count();
        if nth % 2 == 0 {
            text.push_str(piece);
            continue;
        }
        let (kind, words) = piece.split_once(':').expect("{type:words}");
        text.push_str(words);
        let end = text.chars().count();
        slots.push(Slot {
            kind: kind.to_owned(),
            text: words.to_owned(),
            span: Span { start, end },
            value: None,
        });
    }
    (text, slots)
}

fn shown(args: &Args) -> String {
    let word = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        Value::Named { name, .. } => name.clone(),
        Value::Number(n) | Value::Percent(n) => n.to_string(),
        Value::Duration(secs) => format!("{secs}s"),
        Value::When(when) => {
            let date = when.date.map(|date| date.to_string());
            let time = when.time.map(|time| time.strftime("%H:%M").to_string());
            let repeat = when.repeat.as_ref().map(|_| "again".to_owned());
            [repeat, date, time]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join("T")
        }
        other => format!("{other:?}"),
    };
    let parts = args.iter().map(|(name, values)| {
        let words: Vec<String> = values.iter().map(word).collect();
        format!("{name}={}", words.join(","))
    });
    parts.collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(label: &str, marked: &str, expect: &str) {
    let now = "2026-11-24T10:00[Asia/Shanghai]".parse().expect("a time");
    let names = Names::new(crate::house::names());
    let (text, slots) = read(marked);
    let langs = ling_text::script::lang_of(&text).and_others();
    let scope = Scope {
        now: &now,
        names: &names,
        open: None,
        langs: &langs,
    };
    let meaning = understander().meaning(&text, &scope, label, slots, 0.9);
    let meaning = meaning.expect("short enough");
    let got = format!("{} {}", meaning.intent, shown(&meaning.args));
    assert_eq!(got.trim(), expect, "said: {text}");
}

#[test]
fn alarms() {
    check(
        "alarm_set",
        "{date:明天}{time:早上六点半}可得把我弄醒啊",
        "alarm.set when=2026-11-25T06:30",
    );
    check(
        "alarm_set",
        "make sure i am up by {time:seven} {date:tomorrow} would you",
        "alarm.set when=2026-11-25T07:00",
    );
    check(
        "alarm_set",
        "{date:明天}{time:七点半}的 alarm 帮我安排上",
        "alarm.set when=2026-11-25T07:30",
    );
    check("alarm_remove", "把闹钟全都给我扔掉", "alarm.cancel_all");
}

#[test]
fn lights() {
    check(
        "iot_hue_lighton",
        "{house_place:卧室}黑漆漆的，给点亮光吧",
        "home.light_on area=卧室",
    );
    check(
        "iot_hue_lightoff",
        "we do not need light in the {house_place:kitchen} any more",
        "home.light_off area=厨房",
    );
    check(
        "iot_hue_lightchange",
        "i would love the {house_place:bedroom} to glow {color_type:blue}",
        "home.light_color area=卧室 color=blue",
    );
}

#[test]
fn lists() {
    check(
        "lists_createoradd",
        "we are out of {item:milk} and {item:eggs}, note that for {list_name:shopping}",
        "lists.add items=milk,eggs list=shopping",
    );
    check(
        "lists_createoradd",
        "家里{item:酱油}快没了，记得买",
        "lists.add items=酱油 list=shopping",
    );
}

#[test]
fn sums() {
    check(
        "qa_maths",
        "help me figure out what seventeen times twenty three might come to",
        "maths.sum a=17 b=23 op=times",
    );
    check(
        "qa_maths",
        "十七加二十三合一块儿一共得有多少啊",
        "maths.sum a=17 b=23 op=加",
    );
    check(
        "qa_maths",
        "so 12 减 5 leaves how much then",
        "maths.sum a=12 b=5 op=减",
    );
}

#[test]
fn units_and_notes() {
    check(
        "qa_convert",
        "我想弄明白{number:五}{unit:英里}折合{unit:公里}得是多少",
        "convert.units amount=Quantity { amount: 5.0, unit: \"mile\" } to=公里",
    );
    check(
        "qa_convert",
        "{number:five} {unit:miles} would be what in {unit:kilometers} again",
        "convert.units amount=Quantity { amount: 5.0, unit: \"mile\" } to=kilometers",
    );
    check(
        "note_set",
        "put it in your memory that {message_text:the spare key is at anna's}",
        "notes.add text=the spare key is at anna's",
    );
    check(
        "note_query",
        "我之前叫你记的{message_text:车位}是哪个来着",
        "notes.find about=车位",
    );
}

#[test]
fn music_that_is_not_on_the_shelf() {
    check(
        "play_music",
        "耳朵痒痒想听点{artist_name:陶喆}",
        "music.play any=陶喆",
    );
    check(
        "play_music",
        "it's too quiet in here put some {artist_name:adele} on would you",
        "music.play any=adele",
    );
    check(
        "play_music",
        "it's too quiet in here put some {artist_name:jay chou} on would you",
        "music.play artist=周杰伦",
    );
}

#[test]
fn labels_without_a_skill() {
    check("transport_taxi", "叫个车去{place_name:机场}", "");
    check("email_sendemail", "send an e-mail to {person:laura}", "");
}

/// Every `said` of every `cases.toml`.
fn said_in_cases() -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let skills = std::fs::read_dir(folder)
        .expect("the skills' folder")
        .flatten();
    let files =
        skills.filter_map(|skill| std::fs::read_to_string(skill.path().join("cases.toml")).ok());
    let cases = files.map(|file| file.parse::<toml::Table>().expect("TOML"));
    let all = cases.flat_map(|table| table.into_iter().map(|(_, list)| list));
    all.flat_map(|list| list.as_array().cloned().unwrap_or_default())
        .filter_map(|case| case.get("said")?.as_str().map(str::to_owned))
        .collect()
}

#[test]
fn what_sentences_mean_is_found_again_from_their_label_and_slots() {
    let now = "2026-11-24T10:00[Asia/Shanghai]".parse().expect("a time");
    let names = Names::new(crate::house::names());
    let (mut n_all, mut n_intent, mut n_args) = (0, 0, 0);
    for said in said_in_cases() {
        let langs = ling_text::script::lang_of(&said).and_others();
        let scope = Scope {
            now: &now,
            names: &names,
            open: None,
            langs: &langs,
        };
        let reading = understander().understand(&[&said], &scope, Stages::Grammar);
        let [ranked] = reading.commands.as_slice() else {
            continue;
        };
        let want = &ranked[0];
        let got = understander().meaning(&said, &scope, &want.label, want.slots.clone(), 1.0);
        let got = got.expect("short enough");
        n_all += 1;
        n_intent += usize::from(got.intent == want.intent);
        n_args += usize::from(got.intent == want.intent && got.args == want.args);
        if got.intent != want.intent || got.args != want.args {
            println!(
                "{said}: {} {} | {} {}",
                want.intent,
                shown(&want.args),
                got.intent,
                shown(&got.args)
            );
        }
    }
    println!("{n_intent} and {n_args} of {n_all}");
    assert!(n_all > 800, "{n_all}");
    assert!(
        n_intent * 100 >= n_all * 94 && n_args * 100 >= n_all * 84,
        "{n_intent} and {n_args} of {n_all}"
    );
}

#[track_caller]
fn check_sound(said: &str, expect: &str) {
    let now = "2026-11-24T10:00[Asia/Shanghai]".parse().expect("a time");
    let names = Names::new(crate::house::names());
    let langs = ling_text::script::lang_of(said).and_others();
    let scope = Scope {
        now: &now,
        names: &names,
        open: None,
        langs: &langs,
    };
    let reading = understander().understand(&[said], &scope, Stages::All);
    let first = reading.commands.first().and_then(|ranked| ranked.first());
    let got = first.map(|meaning| format!("{} {}", meaning.intent, shown(&meaning.args)));
    assert_eq!(
        got.as_deref().map(str::trim),
        Some(expect),
        "said: {said}; {:?}",
        reading.steps
    );
}

#[test]
fn names_written_as_they_sound() {
    check_sound("打开课厅的灯", "home.light_on area=客厅");
    check_sound("turn on the leaving room light", "home.light_on area=客厅");
    check_sound("把 kitchin 的灯关了", "home.light_off area=厨房");
}

/// What runs when words are said whose meaning is `meaning`.
fn runs(turn: &mut Turn, text: &str, meaning: Meaning) -> Option<String> {
    let now: jiff::ZonedDateTime = "2026-11-24T10:00[Asia/Shanghai]".parse().expect("a time");
    let heard = Event::Heard {
        text: text.to_owned(),
        who: Who::default(),
        lang: meaning.lang,
        region: "CN".to_owned(),
        key: text.to_owned(),
    };
    let effects = turn.step(&now, heard);
    let Some(Effect::Understand { step, .. }) = effects.last() else {
        panic!("words are to be understood");
    };
    let (step, reading) = (
        *step,
        Reading {
            commands: vec![vec![meaning]],
            ..Reading::default()
        },
    );
    let effects = turn.step(&now, Event::Meant { step, reading });
    effects.iter().find_map(|effect| match effect {
        Effect::Run { call, .. } => Some(call.intent.clone()),
        _ => None,
    })
}

fn turn(fallback: Option<&str>) -> Turn {
    let skills = Skills::load(ling_skills::all()).expect("every skill's files are right");
    Turn::new(skills.into(), fallback.map(str::to_owned))
}

fn meaning(intent: &str, label: &str, stage: Stage, score: f32) -> Meaning {
    Meaning {
        intent: intent.to_owned(),
        label: label.to_owned(),
        lang: Lang::En,
        slots: Vec::new(),
        args: Args::new(),
        score,
        stage,
    }
}

/// Whether these words, a "yes" by that stage, unlock the door that Ling asked about.
fn unlocks(said: &str, stage: Stage, score: f32) -> bool {
    let mut turn = turn(None);
    let unlock = meaning("home.door_unlock", "", Stage::Grammar, 1.0);
    let asked = runs(&mut turn, "unlock the door", unlock);
    assert_eq!(asked, None, "it asks first");
    runs(&mut turn, said, meaning("talk.affirm", "", stage, score)).is_some()
}

/// What runs after a guess that no skill does, with a language model and without.
#[track_caller]
fn runs_without_a_skill(fallback: Option<&str>, expect: Option<&str>) {
    let guess = meaning("", "qa_factoid", Stage::Model, 0.95);
    let run = runs(&mut turn(fallback), "天空为啥是蓝的", guess);
    assert_eq!(run.as_deref(), expect);
}

#[test]
fn what_no_skill_does_goes_to_the_language_model() {
    runs_without_a_skill(Some("llm.ask"), Some("llm.ask"));
    runs_without_a_skill(None, None);
}

#[test]
fn only_a_yes_that_is_said_confirms() {
    assert!(unlocks("yes", Stage::Grammar, 1.0));
    assert!(unlocks("好的", Stage::Grammar, 1.0));
    assert!(!unlocks("可以吗", Stage::Grammar, 0.97));
    assert!(!unlocks("嗯？", Stage::Grammar, 1.0));
    assert!(!unlocks("it", Stage::Model, 0.99));
}
