//! What nothing else understands goes to the language model, which answers or chooses a skill.

use ling_base::{Args, Lang, Stage, Value};
use ling_dialogue::{Act, PortError, Service, fake::Scripted};

use crate::house::{House, summary};

fn house(script: &[Scripted]) -> House {
    let house = House::new().with_model();
    let mut scripted = house.world.llm.script.lock().expect("not poisoned");
    scripted.extend(script.iter().cloned());
    drop(scripted);
    house
}

#[track_caller]
fn check(script: Scripted, said: &str, meant: &str, reply: &str) {
    let answer = house(&[script]).say(said);
    assert_eq!(summary(&answer.meanings), meant, "{said}");
    assert_eq!(answer.reply.say, reply, "{said}");
    assert_eq!(answer.stage, Stage::Llm, "{said}");
}

fn chooses(intent: &str, args: Args) -> Scripted {
    let intent = intent.to_owned();
    Scripted::Chooses(Act { intent, args })
}

#[test]
fn what_nothing_understands() {
    let says = |text: &str| Scripted::Says(text.into());
    check(says("是瑞利散射。"), "天为啥这个颜色呀", "", "是瑞利散射。");
    check(
        says("First.\nSecond."),
        "why is the sky that way",
        "",
        "First. Second.",
    );
    check(
        says(""),
        "why is the sky that way",
        "",
        "The language model said nothing. Please ask in other words.",
    );
    check(
        Scripted::Fails("头一句。".into(), PortError::Garbled(Service::Llm)),
        "天为啥这个颜色呀",
        "",
        "头一句。说到这里，语言模型的回答断了。请再问一次。",
    );
    check(
        Scripted::Fails(String::new(), PortError::Unreachable(Service::Llm)),
        "why is the sky that way",
        "",
        "The language model does not answer. Please try again later.",
    );
}

#[test]
fn the_model_chooses_a_skill() {
    let ten = Args::new().with("after", Value::Duration(600));
    check(
        chooses("timer.set", ten),
        "my pasta wants its usual ten",
        "timer.set after=600s",
        "Ten minutes, starting now.",
    );
    check(
        chooses("timer.set", Args::new()),
        "my pasta wants its usual",
        "timer.set",
        "Sure. For how long?",
    );
    let circle = || {
        chooses(
            "llm.ask",
            Args::new().with("question", Value::Text("x".into())),
        )
    };
    let answer = house(&[circle(), circle(), circle(), circle()]).say("round and round we go");
    assert!(answer.steps.len() < 8, "{:?}", answer.steps);
}

#[test]
fn the_model_is_told_what_was_said_before() {
    let mut house = house(&[
        Scripted::Says("蓝色。".into()),
        Scripted::Says("瑞利。".into()),
    ]);
    house.say("天为啥这个颜色呀");
    house.say("这又是哪位发现的呀");
    let asked = house.world.llm.asked.lock().expect("not poisoned");
    let before = [("天为啥这个颜色呀".to_owned(), "蓝色。".to_owned())];
    assert_eq!(asked[0].before, []);
    assert_eq!(asked[1].before, before);
    assert_eq!(asked[1].lang, Lang::Zh);
    assert!(
        asked[1].system.contains("2026年11月24日"),
        "{}",
        asked[1].system
    );
}
