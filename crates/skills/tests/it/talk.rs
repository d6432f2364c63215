//! Conversations: what one sentence means after another.

use futures_executor::block_on;
use ling_dialogue::{Due, DuesPort as _};

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

/// Says the sentences in turn at ten in the evening; `expect` is what waits then: kind, day, hour, name.
#[track_caller]
fn check_dues(said: &[&str], expect: &[&str]) {
    let mut house = House::new();
    house.now = "2026-11-24T22:00:00+08:00[Asia/Shanghai]"
        .parse()
        .expect("a fixed time");
    for sentence in said {
        house.say(sentence);
    }
    let word = |due: &Due| {
        let at = due.due.to_zoned_datetime(house.now.time_zone().clone());
        let name = due.name.as_deref().unwrap_or_default();
        let all = format!("{:?} {} {name}", due.kind, at.strftime("%d %H:%M"));
        all.trim_end().to_owned()
    };
    let dues = block_on(house.world.dues.list(None)).expect("a list");
    assert_eq!(
        dues.iter().map(word).collect::<Vec<_>>(),
        expect,
        "{said:?}"
    );
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
fn never_mind_right_after_an_act_takes_it_back() {
    check(&["音量调到百分之三十", "算了"], "音量50%。");
    check(&["定个10分钟的倒计时", "算了不要了"], "好的，不设了。");
    check(
        &["set a timer for 10 minutes", "never mind"],
        "Okay, no timer.",
    );
    check(&["把 volume 调到 30%", "never mind"], "Volume 50%.");
    check(&["set the volume to 30%", "3+5", "never mind"], "Okay.");
    check(&["set the volume to 30%", "leave it"], "Okay.");
    // What was not understood came between: that is what nobody minds any more.
    let between = "colourless green ideas sleep";
    check(&["set the volume to 30%", between, "never mind"], "Okay.");
    check(&["音量调到百分之三十", "床前明月光", "算了"], "好的。");
    check(&["把 volume 调到 30%", "床前 moonlight", "算了"], "好的。");
}

#[test]
fn never_mind_in_the_same_breath_does_nothing() {
    for said in [
        "音量调到百分之三十，算了",
        "把音量调到百分之三十，还是算了",
        "把 volume 调到 30%，算了",
    ] {
        check(&[said], "好的，不做了。");
        check(&[said, "撤销"], "没有可以撤销的操作。");
    }
    let said = "set the volume to 30%, never mind";
    check(&[said], "Okay, I will leave it.");
    check(&[said, "undo"], "There is nothing to undo.");
}

#[test]
fn puts_right_how_long_until_a_reminder() {
    let laundry = "remind me in fifteen minutes to bring in the laundry";
    check_dues(&[laundry], &["Reminder 24 22:15 bring in the laundry"]);
    for right in [
        "no, twenty minutes",
        "make it twenty minutes",
        "I mean 20 minutes",
    ] {
        check_dues(
            &[laundry, right],
            &["Reminder 24 22:20 bring in the laundry"],
        );
    }
    let clothes = "十五分钟后提醒我收衣服";
    for right in ["不对，二十分钟", "不对，我是说二十分钟", "改成二十分钟后"]
    {
        check_dues(&[clothes, right], &["Reminder 24 22:20 收衣服"]);
    }
    check_dues(
        &[
            "打开书房的灯",
            "remind me in 10 minutes to 收衣服",
            "不是，半小时",
        ],
        &["Reminder 24 22:30 收衣服"],
    );
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
    check(&["关闭除卧室外所有的灯"], "好的，除卧室以外的灯关了。");
    check(&["关灯，除了厨房的"], "好的，除厨房以外的灯关了。");
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

#[test]
fn puts_right_a_move() {
    let zh = ["明天早上七点叫我", "把七点的闹钟改到八点", "改成八点半"];
    check_dues(&zh, &["Alarm 25 08:30"]);
    let en = [
        "wake me at seven tomorrow",
        "move my seven o'clock alarm to eight",
        "no, make it nine",
    ];
    check_dues(&en, &["Alarm 25 09:00"]);
    check_dues(&[en[0], en[1], "改成九点"], &["Alarm 25 09:00"]);
    check_dues(&[en[0], en[1], en[2], "undo"], &["Alarm 25 07:00"]);
}

#[test]
fn what_cannot_be_put_right_stays() {
    let far = ["明天早上七点叫我", "把闹钟改到八点", "改成2099年1月1号"];
    check_dues(&far, &["Alarm 25 08:00"]);
    check_dues(&[far[0], far[1], far[2], "撤销"], &["Alarm 25 07:00"]);
    let long = ["set a timer for five minutes", "make it nine hundred hours"];
    check_dues(&long, &["Timer 24 22:05"]);
    check_dues(&[long[0], long[1], "undo"], &[]);
    let past = ["wake me tomorrow at seven", "no, today at five pm"];
    check_dues(&past, &["Alarm 25 07:00"]);
    check_dues(&[past[0], past[1], "yes"], &["Alarm 25 17:00"]);
}

#[test]
fn one_more_of_the_same() {
    let five = "set a timer for five minutes";
    let both = ["Timer 24 22:05", "Timer 24 22:10"];
    check_dues(&[five, "and one for ten"], &both);
    check_dues(&[five, "and another for ten"], &both);
    check_dues(&[five, "now one for 10 minutes"], &both);
    check_dues(
        &["set two timers, one for five minutes and one for ten"],
        &both,
    );
    check_dues(&["定两个倒计时，五分钟和十分钟"], &both);
    let noodles = ["Timer 24 22:05", "Timer 24 22:12 煮面"];
    check_dues(&["五分钟倒计时", "再定一个煮面的，十二分钟"], &noodles);
    check_dues(&["五分钟倒计时", "给煮面定个十二分钟"], &noodles);
    check_dues(&["五分钟 timer", "再来一个十分钟的"], &both);
    let alarms = ["Alarm 25 06:00", "Alarm 25 07:00"];
    check_dues(&["set alarms for six and seven tomorrow"], &alarms);
    check_dues(&["明天早上六点和七点各叫我一次"], &alarms);
    check_dues(&["明天早上六点和七点各叫我一次", "撤销"], &[]);
}

#[test]
fn each_command_of_a_sentence_is_done() {
    let timer = "Timer 24 22:05";
    check_dues(
        &["turn off the kitchen light and set a timer for five minutes"],
        &[timer],
    );
    check_dues(
        &["wake me at seven and set a timer for five minutes"],
        &[timer, "Alarm 25 07:00"],
    );
    let pills = "set an alarm for seven and remind me to take my pills at eight";
    check_dues(
        &[pills],
        &["Alarm 25 07:00", "Reminder 25 08:00 take my pills"],
    );
    check_dues(
        &["明早七点叫我，八点提醒我吃药"],
        &["Alarm 25 07:00", "Reminder 25 08:00 吃药"],
    );
    check_dues(
        &["工作日七点叫我，节假日九点"],
        &["Alarm 25 07:00", "Alarm 28 09:00"],
    );
    check(
        &["购物清单加黄油，把卧室灯打开，再告诉我几点了"],
        "黄油加到购物清单了。好的，卧室的灯打开了。现在是10:00。",
    );
    check(
        &["add butter to the shopping list, turn on the bedroom light and tell me the time"],
        "I added butter to the shopping list. Okay, I turned on the bedroom lights. It is 10:00.",
    );
    check(
        &["what time is it and what's the date"],
        "It is 10:00. Today is Tuesday, November 24, 2026.",
    );
    check(
        &["提醒我六点收快递，再把牛奶加到购物清单", "购物清单上有什么"],
        "购物清单上有1样：牛奶。",
    );
    check_dues(
        &["七点叫我 and remind me at eight to 带伞"],
        &["Alarm 25 07:00", "Reminder 25 08:00 带伞"],
    );
    // One thing to do, whatever it is made of.
    check_dues(
        &["remind me at eight to turn off the oven and lock the door"],
        &["Reminder 25 08:00 turn off the oven and lock the door"],
    );
}

#[test]
fn later_and_earlier_than_it_was() {
    check_dues(
        &["提醒我明天下午三点开会", "推迟半小时", "改成五点"],
        &["Reminder 25 17:00 开会"],
    );
    check_dues(
        &[
            "wake me at seven",
            "cancel my seven o'clock alarm and set one for eight",
        ],
        &["Alarm 25 08:00"],
    );
    check_dues(
        &["wake me at seven", "make it half an hour later"],
        &["Alarm 25 07:30"],
    );
    check_dues(&["明天早上七点叫我", "提前半小时"], &["Alarm 25 06:30"]);
    check_dues(&["明天早上七点叫我", "推迟十分钟"], &["Alarm 25 07:10"]);
    let pasta = [
        "set a pasta timer for 14 minutes",
        "add two minutes to the pasta timer",
    ];
    check_dues(
        &[pasta[0], pasta[1], "no, make it nine minutes"],
        &["Timer 24 22:09 pasta"],
    );
    check_dues(
        &[pasta[0], "how long is left", "no, make it nine minutes"],
        &["Timer 24 22:09 pasta"],
    );
    check_dues(
        &["明天早上七点叫我", "我有哪些闹钟", "改成八点"],
        &["Alarm 25 08:00"],
    );
    check(
        &["明天早上七点叫我", "今天有闹钟吗", "不对，明天"],
        "明天（11月25日）07:00的闹钟。",
    );
}

#[test]
fn a_bare_verb_is_about_what_was_spoken_of() {
    check_dues(&["五分钟倒计时", "取消"], &[]);
    check_dues(&["set a timer for five minutes", "cancel"], &[]);
    check(&["五分钟倒计时", "暂停"], "暂停了，还剩5分钟。");
    check(&["五分钟倒计时", "暂停", "继续"], "继续，还剩5分钟。");
    check(
        &[
            "set a timer for five minutes",
            "pause it",
            "how much longer",
        ],
        "It is paused, with 5 min left.",
    );
    check(&["取消"], "好的，现在没有什么要取消的。");
    check(
        &["wake me at seven", "cancel it"],
        "The alarm today (November 24) at 19:00 is cancelled.",
    );
    check(
        &["add a meeting to my calendar tomorrow at ten", "cancel it"],
        "Cancelled: meeting.",
    );
    check_dues(&["五分钟倒计时", "十分钟倒计时", "两个都取消"], &[]);
    check_dues(&["明早七点叫我", "明早八点叫我", "cancel both"], &[]);
    check(
        &["打开卧室的灯", "cancel it", "卧室的灯开着吗"],
        "没有，卧室的灯关着。",
    );
    check_dues(&["set a timer for five minutes", "stop it"], &[]);
    check(
        &["turn everything off", "brighter"],
        "None; all lights are off.",
    );
    check(
        &["五分钟倒计时", "十分钟倒计时", "暂停倒计时"],
        "哪一个，五分钟还是十分钟？",
    );
    check(
        &[
            "set an egg timer for eight minutes",
            "set a timer for five minutes",
            "pause the timer",
        ],
        "Which one: five minutes or egg?",
    );
}

#[test]
fn days_and_events_that_a_time_hangs_on() {
    check_dues(
        &["set an alarm for the day before christmas at 8"],
        &["Alarm 24 08:00"],
    );
    check_dues(&["圣诞节前一天八点叫我"], &["Alarm 24 08:00"]);
    check_dues(
        &[
            "add a meeting to my calendar tomorrow at ten",
            "remind me 10 minutes before my meeting",
        ],
        &["Reminder 25 09:50 meeting"],
    );
    check_dues(
        &["明天上午十点开会，加到日历", "开会前十分钟提醒我"],
        &["Reminder 25 09:50 开会"],
    );
    check(
        &["remind me 10 minutes before my meeting"],
        "There is no meeting in your calendar, so I do not know when it begins. When shall I remind you?",
    );
    check_dues(&["weekends wake me at nine"], &["Alarm 28 09:00"]);
    check_dues(&["alarm 6am every day except weekend"], &["Alarm 25 06:00"]);
    check_dues(
        &[
            "remind me three times a day to drink water",
            "eight, noon and six",
        ],
        &[
            "Reminder 25 08:00 drink water",
            "Reminder 25 12:00 drink water",
            "Reminder 25 18:00 drink water",
        ],
    );
    check_dues(
        &["每天提醒我三次吃药", "八点、十二点和晚上六点"],
        &[
            "Reminder 25 08:00 吃药",
            "Reminder 25 12:00 吃药",
            "Reminder 25 18:00 吃药",
        ],
    );
    check(
        &["2月30号提醒我"],
        "没有“2月30号”这个时间。请再说一遍，比如“明天下午三点”。",
    );
    check_dues(&["两点一刻提醒我接孩子"], &["Reminder 25 14:15 接孩子"]);
    check_dues(
        &["remind me at three to call the dentist"],
        &["Reminder 25 15:00 call the dentist"],
    );
    check(
        &["妈妈的生日是农历三月初八，每年提醒我"],
        "好的，每年农历三月初八09:00提醒您：妈妈的生日。第一次是2027年4月14日09:00。",
    );
}

#[test]
fn no_and_then_what_is_meant() {
    let added = ["五分钟倒计时", "再加两分钟", "不对，加三分钟"];
    check_dues(&added, &["Timer 24 22:08"]);
    let added = [
        "set a timer for five minutes",
        "add two minutes",
        "no, add three minutes",
    ];
    check_dues(&added, &["Timer 24 22:08"]);
    check_dues(&["明早七点叫我", "不对，明早八点叫我"], &["Alarm 25 08:00"]);
    check_dues(&["五分钟倒计时", "好的，再加两分钟"], &["Timer 24 22:07"]);
}

#[test]
fn a_second_room_in_one_sentence() {
    check(
        &["把客厅的灯关了，卧室的也关了"],
        "客厅的灯本来就关着。卧室的灯本来就关着。",
    );
}

#[test]
fn it_is_no_title_and_a_new_name_may_bring_its_span() {
    check(
        &["明天早上七点叫我起床", "把它改成八点"],
        "好的，明天（11月25日）08:00叫您。",
    );
    check(
        &[
            "set a pasta timer for nine minutes",
            "and one for eggs, 4 minutes",
        ],
        "Eggs: 4 min, starting now.",
    );
}
