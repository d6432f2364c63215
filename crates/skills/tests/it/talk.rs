//! Conversations: what one sentence means after another.

use crate::house::House;

/// Says the sentences in turn; the last answer is `expect`.
#[track_caller]
fn check(said: &[&str], expect: &str) {
    let mut house = House::new();
    let mut shown = String::new();
    for sentence in said {
        let reply = house.say(sentence).reply;
        shown = reply.show.unwrap_or(reply.say);
    }
    assert_eq!(shown, expect, "said: {said:?}");
}

#[test]
fn repeats() {
    check(&["三加五等于几", "再说一遍"], "等于8。");
    check(&["what is three plus five", "say that again"], "That is 8.");
    check(&["再说一遍"], "我还没有说过什么。");
    check(&["three plus five", "重复一遍"], "That is 8.");
}

#[test]
fn takes_back_the_last_act_and_then_the_one_before() {
    check(&["音量调到百分之三十", "撤销"], "音量50%。");
    check(
        &["volume thirty percent", "mute", "undo", "undo"],
        "Volume 50%.",
    );
    check(&["undo"], "There is nothing to undo.");
    check(&["把 volume 调到 30%", "undo"], "Volume 50%.");
}

#[test]
fn puts_right_what_was_said() {
    check(&["音量调到百分之三十", "改成百分之四十"], "音量40%。");
    check(
        &["音量调到百分之三十", "改成百分之四十", "撤销"],
        "音量50%。",
    );
    check(
        &["set the volume to thirty percent", "make it forty percent"],
        "Volume 40%.",
    );
}

#[test]
fn several_commands_in_one_sentence() {
    check(
        &["音量调到百分之三十然后算一下三加五等于几"],
        "音量30%。等于8。",
    );
    check(
        &["set the volume to thirty percent and then what is three plus five"],
        "Volume 30%. That is 8.",
    );
}

#[test]
fn nothing_to_answer() {
    check(&["好的"], "好的。");
    check(&["never mind"], "Okay.");
    check(&["那明天呢"], "您指的是什么？请说完整一点。");
    check(&[""], "我什么也没听到，请再说一遍。");
}

#[test]
fn the_same_again_for_something_else() {
    check(
        &["明天会下雨吗", "那后天呢"],
        "后天（11月26日）很可能下雪，概率70%，路上小心。",
    );
    check(
        &["北京天气怎么样", "那广州呢"],
        "广州现在晴，10度。今天（11月24日）晴，4度到12度。",
    );
    check(
        &["what's the weather in Paris", "and in Rome?"],
        "In Rome it is clear now, 10°. Today (November 24): clear, 4° to 12°.",
    );
    check(&["天气怎么样", "3+5"], "等于8。");
}

#[test]
fn what_is_excepted_stays_as_it_is() {
    check(&["除了卧室，把灯都关了"], "好的，除卧室以外的灯关了。");
    check(&["把除了卧室以外的灯都关掉"], "好的，除卧室以外的灯关了。");
    check(&["除了楼上，灯都关了"], "好的，除楼上以外的灯关了。");
    check(
        &["turn off the lights except in the bedroom"],
        "Okay, I turned off all lights except the bedroom.",
    );
    check(
        &["all lights except the bedroom off"],
        "Okay, I turned off all lights except the bedroom.",
    );
    check(
        &["except the bedroom, turn off all the lights"],
        "Okay, I turned off all lights except the bedroom.",
    );
    check(&["把 bedroom 以外的灯关了"], "好的，除卧室以外的灯关了。");
    check(&["除了 bedroom，灯都关掉"], "好的，除卧室以外的灯关了。");
}

#[test]
fn good_morning_late_in_the_evening() {
    let mut house = House::new();
    house.now = "2026-11-24T22:00:00+08:00[Asia/Shanghai]"
        .parse()
        .expect("a fixed time");
    for (said, expect) in [
        ("good morning", "It is 22:00 here. Good evening!"),
        ("早上好", "现在是22:00，晚上好！"),
    ] {
        let reply = house.say(said).reply;
        assert_eq!(reply.show.unwrap_or(reply.say), expect, "said: {said}");
    }
}

#[test]
fn another_day_elsewhere_is_said_as_people_do() {
    let mut house = House::new();
    house.now = "2026-11-24T15:00:00-08:00[America/Los_Angeles]"
        .parse()
        .expect("a fixed time");
    for (said, expect) in [
        ("东京现在几点", "东京现在是明天08:00。"),
        ("what time is it in tokyo", "In Tokyo it is 08:00 tomorrow."),
    ] {
        let reply = house.say(said).reply;
        assert_eq!(reply.show.unwrap_or(reply.say), expect, "said: {said}");
    }
}
