//! What is said, and what a skill receives.

use ling_base::Lang;
use ling_understand::{OpenSlot, Scope, understand};

use crate::house::{house, show, show_fragment};

/// The first meaning of each command; a fragment as `Frame kind=value`; nothing for nothing.
#[track_caller]
fn check(said: &str, expect: &str) {
    let house = house();
    let reading = understand(&house.grammar, &[said], &house.scope());
    let mut shown: Vec<String> = reading
        .commands
        .iter()
        .map(|meanings| show(&meanings[0]))
        .collect();
    shown.extend(reading.fragment.as_ref().map(show_fragment));
    assert_eq!(
        shown.join(" | "),
        expect,
        "said: {said}; {:#?}",
        reading.steps
    );
}

#[test]
fn literals() {
    check("开灯", "light.on");
    check("打开全部的灯！", "light.on");
    check("打 开 电 灯", "light.on");
    check("打開電燈", "light.on");
    check("turn on the lights", "light.on");
    check("Turn ON  the lamps.", "light.on");
    check("TURN IT UP", "volume.up");
    check("ｖｏｌｕｍｅ ｕｐ", "volume.up");
    check("turnon the light", "");
    check("turn on the light show", "");
    check("开灯啊你", "");
}

#[test]
fn names() {
    check("打开客厅的灯", "light.on area=living");
    check("打开卧室灯光", "light.on area=bedroom");
    check("把厨房的灯关掉", "light.off area=kitchen");
    check("turn the living room lights on", "light.on area=living");
    check("turn on the lights in the kitchen", "light.on area=kitchen");
    check("turn off the hall fan", "device.off device=fan.hall");
    check("turn the hall fan off", "device.off device=fan.hall");
    check("打開客廳燈", "light.on area=living");
    check("turn off the fan", "fan.off");
}

#[test]
fn slips_put_right_within_the_sentence() {
    check(
        "turn on the lights in the kitchen, no wait, the bedroom",
        "light.on area=bedroom",
    );
    check("打开卧室的灯，不对，厨房的", "light.on area=kitchen");
    check("打开 kitchen 的灯，no wait，客厅的", "light.on area=living");
    check("turn on the lights, no, turn it up", "volume.up");
    // Without a comma or a number "no" may be part of what is said.
    check("turn on no lights", "");
}

#[test]
fn rows_of_names() {
    check("打开客厅和卧室的灯", "light.on area=living+bedroom");
    check(
        "打开客厅、厨房和卧室的灯",
        "light.on area=living+kitchen+bedroom",
    );
    check(
        "turn on the kitchen and living room lights",
        "light.on area=kitchen+living",
    );
    check(
        "turn on the lights in the kitchen, the bedroom and the living room",
        "light.on area=kitchen+bedroom+living",
    );
    check(
        "turn off the hall fan and the television",
        "device.off device=fan.hall+tv.1",
    );
}

#[test]
fn lists_of_the_file() {
    check("把客厅的灯调成红色", "light.color area=living color=red");
    check("客厅灯变成天蓝", "light.color area=living color=blue");
    check(
        "set the kitchen lights to light blue",
        "light.color area=kitchen color=blue",
    );
    check(
        "set the kitchen lights crimson",
        "light.color area=kitchen color=red",
    );
}

#[test]
fn any_order() {
    check("set the thermostat to 20 degrees", "climate.set n=20");
    check("thermostat set to 20", "climate.set n=20");
    check("set to 20 the thermostat", "climate.set n=20");
}

#[test]
fn free_words() {
    check("记住车停在B2层", "note.set text=车停在B2层");
    check(
        "remember that the car is on level 2",
        "note.set text=the car is on level 2",
    );
    check("remember the milk please", "note.set text=the milk");
    check("记住钥匙在抽屉里，谢谢", "note.set text=钥匙在抽屉里");
    check("播放一首好听的", "music.play query=一首好听的");
    check("play something nice", "music.play query=something nice");
    check("remember", "");
}

#[test]
fn items() {
    check(
        "add milk, eggs and bread to the shopping list",
        "list.add items=milk+eggs+bread list=shopping",
    );
    check(
        "add milk to my shopping list",
        "list.add items=milk list=shopping",
    );
    check(
        "把牛奶、鸡蛋和面包加到购物清单",
        "list.add items=牛奶+鸡蛋+面包 list=shopping",
    );
    check("买牛奶和鸡蛋", "list.add items=牛奶+鸡蛋");
    check("买 Mars bar 和 M&M's 吧", "list.add items=Mars bar+M&M's");
}

#[test]
fn titles() {
    check("播放青花瓷", "music.play song=qinghuaci");
    check("play Love Story", "music.play song=love-story");
    check(
        "play some music by taylor swift",
        "music.play artist=taylor",
    );
    check("放周杰伦的歌", "music.play artist=jay");
}

#[test]
fn politeness() {
    check("请打开客厅的灯吧", "light.on area=living");
    check("小灵，麻烦你帮我打开客厅的灯，谢谢", "light.on area=living");
    check("你好小灵开灯", "light.on");
    check("打开一下客厅的灯", "light.on area=living");
    check("Hey Ling, could you please turn on the lights?", "light.on");
    check("turn on the lights please, thank you", "light.on");
    check("turn on please the lights", "light.on");
    check("please 打开客厅的灯", "light.on area=living");
    check("你能打开客厅的灯吗？", "light.on area=living");
    check("可以帮我开灯吗", "light.on");
    check("開燈好嗎", "light.on");
    check("开灯吗", "");
    check("关灯了吗", "");
    check("please", "");
    check("小灵", "");
}

#[track_caller]
fn check_meanings(said: &str, expect: &[&str]) {
    let house = house();
    let meanings = house.grammar.matches(said, &house.scope());
    let shown: Vec<String> = meanings.iter().map(show).collect();
    assert_eq!(shown, expect, "said: {said}");
    assert!(
        meanings
            .iter()
            .all(|meaning| (0.0..=1.0).contains(&meaning.score))
    );
    assert!(meanings.is_sorted_by(|a, b| a.score >= b.score));
}

#[test]
fn ranking() {
    check_meanings("放点音乐", &["music.play", "music.play query=点音乐"]);
    check_meanings(
        "播放青花瓷",
        &["music.play song=qinghuaci", "music.play query=青花瓷"],
    );
    check_meanings(
        "打开电视",
        &["device.on device=tv.1", "device.on device=tv.2"],
    );
    check_meanings("客厅灯开", &[]);
}

#[track_caller]
fn check_slots(said: &str, expect: &[(&str, &str, usize, usize)]) {
    let house = house();
    let meaning = &house.grammar.matches(said, &house.scope())[0];
    let slots: Vec<_> = meaning
        .slots
        .iter()
        .map(|slot| {
            (
                slot.kind.as_str(),
                slot.text.as_str(),
                slot.span.start,
                slot.span.end,
            )
        })
        .collect();
    assert_eq!(slots, expect, "said: {said}");
}

#[test]
fn slots() {
    check_slots("請打開 客廳 的燈", &[("house_place", "客廳", 4, 6)]);
    check_slots(
        "add Milk,  Rye-Bread to the Shopping list",
        &[
            ("food_type", "Milk", 4, 8),
            ("food_type", "Rye-Bread", 11, 20),
            ("list_name", "Shopping", 28, 36),
        ],
    );
    check_slots(
        "set the living  room lights to RED",
        &[
            ("area", "living  room", 8, 20),
            ("color_type", "RED", 31, 34),
        ],
    );
}

#[test]
fn languages_asked_for() {
    let house = house();
    let scope = Scope {
        langs: &[Lang::En],
        ..house.scope()
    };
    assert_eq!(house.grammar.matches("开灯", &scope), []);
    assert_eq!(
        house.grammar.matches("turn on the lights", &scope)[0].lang,
        Lang::En
    );
}

#[test]
fn transcripts() {
    let house = house();
    let reading = understand(
        &house.grammar,
        &["turn on the flights", "turn on the lights"],
        &house.scope(),
    );
    assert_eq!(show(&reading.commands[0][0]), "light.on");
    assert!(
        reading.steps[0].contains("transcript 2") && reading.steps[0].contains("house/en.toml:1"),
        "{:?}",
        reading.steps
    );
}

#[test]
fn fragments() {
    check("卧室", "Bare area=bedroom");
    check("the kitchen", "Bare area=kitchen");
    check("那卧室呢", "Follow area=bedroom");
    check("那客厅和卧室呢？", "Follow area=living area=bedroom");
    check("and the kitchen?", "Follow area=kitchen");
    check("what about the living room", "Follow area=living");
    check("what about 客厅", "Follow area=living");
    check("不对，是卧室", "Change area=bedroom");
    check("改成20", "Change number=20 time=20:00:00");
    check("no, the bedroom", "Change area=bedroom");
    check("make it 20", "Change number=20 time=20:00:00");
    check("不是客厅是卧室", "Change area=bedroom");
    check("红色", "Bare color=red");
    check("make it red", "Change color=red");
    check("今天真不错啊", "");
}

/// `kind` is what was asked for.
#[track_caller]
fn check_answer(kind: &str, said: &str, expect: &str) {
    let house = house();
    let open = OpenSlot {
        intent: "any.thing".into(),
        arg: "it".into(),
        kind: kind.into(),
    };
    let reading = understand(&house.grammar, &[said], &house.asked(&open));
    let mut shown: Vec<String> = reading
        .commands
        .iter()
        .map(|meanings| show(&meanings[0]))
        .collect();
    shown.extend(reading.fragment.as_ref().map(show_fragment));
    assert_eq!(shown.join(" | "), expect, "said: {said}");
}

#[test]
fn the_open_question_comes_first() {
    check_answer("song", "青花瓷", "Bare song=qinghuaci");
    check_answer("time", "七点", "Bare time=07:00:00");
    check_answer("number", "20", "Bare number=20 time=20:00:00");
    check_answer("time", "20", "Bare time=20:00:00 number=20");
    check_answer("color", "那就红色吧", "Bare color=red");
    check_answer("items", "牛奶和鸡蛋，谢谢", "Bare items=牛奶 items=鸡蛋");
    check_answer(
        "items",
        "milk and eggs please",
        "Bare items=milk items=eggs",
    );
    check_answer("text", "明天交房租", "Bare text=明天交房租");
    check_answer("text", "开灯", "light.on | Bare text=开灯");
}

#[test]
fn numbers_in_names() {
    check("打开二号灯", "device.on device=lamp.2");
    check("打开2号灯", "device.on device=lamp.2");
    check("turn on lamp two", "device.on device=lamp.2");
    check("turn on lamp 2", "device.on device=lamp.2");
}

#[test]
fn several_commands() {
    check("关灯然后放点音乐", "light.off | music.play");
    check(
        "打开客厅的灯，再把卧室的灯关掉",
        "light.on area=living | light.off area=bedroom",
    );
    check(
        "开灯，大声一点，播放青花瓷",
        "light.on | volume.up | music.play song=qinghuaci",
    );
    check(
        "turn off the lights and then play some music",
        "light.off | music.play",
    );
    check(
        "turn on the kitchen lights, turn off the hall fan and volume up",
        "light.on area=kitchen | device.off device=fan.hall | volume.up",
    );
    check("turn off the light and the fan", "light.off | fan.off");
    check(
        "打开客厅的灯和卧室的灯",
        "light.on area=living | light.on area=bedroom",
    );
    check(
        "把厨房的灯和电视关掉",
        "light.off area=kitchen | device.off device=tv.1",
    );
    check(
        "打开客厅的灯 and then play some music",
        "light.on area=living | music.play",
    );
    check(
        "add milk to the shopping list and turn off the lights",
        "list.add items=milk list=shopping | light.off",
    );
    check(
        "buy milk and turn off the lights",
        "list.add items=milk | light.off",
    );
    check("买牛奶，然后关灯", "list.add items=牛奶 | light.off");
    check(
        "play something nice and then turn off the lights",
        "music.play query=something nice | light.off",
    );
    check(
        "remember to buy milk and then turn off the lights",
        "note.set text=to buy milk and then turn off the lights",
    );
    check("turn off the lights and dance", "");
}

#[test]
fn spans_of_several_commands() {
    let house = house();
    let said = "打开客厅的灯，再把卧室的灯关掉";
    let reading = understand(&house.grammar, &[said], &house.scope());
    let spans: Vec<_> = reading
        .commands
        .iter()
        .map(|meanings| meanings[0].slots[0].span)
        .collect();
    assert_eq!(
        [
            (spans[0].start, spans[0].end),
            (spans[1].start, spans[1].end)
        ],
        [(2, 4), (9, 11)]
    );
}

#[test]
fn mixed() {
    check("turn on 客厅的灯", "light.on area=living");
    check("play 一下周杰伦的歌", "music.play artist=jay");
    check("turn on the 客厅灯", "light.on area=living");
    check("turn off the 电视", "device.off device=tv.1");
    check("打开 living room 的灯", "light.on area=living");
    check("打开 kitchen 的 light", "light.on area=kitchen");
    check("把 living room 的 lights 关掉", "light.off area=living");
    check("play 青花瓷", "music.play song=qinghuaci");
    check("播放 Taylor Swift 的歌", "music.play artist=taylor");
    check(
        "把 milk 和 eggs 加到 shopping list",
        "list.add items=milk+eggs list=shopping",
    );
    check("把 TV 关掉", "device.off device=tv.1");
    check(
        "turn off 客厅的灯 and then 放点音乐",
        "light.off area=living | music.play",
    );
}

#[test]
fn values() {
    check("闹钟设到7:30", "alarm.set when=07:30:00");
    check("把 alarm 设到 7:30", "alarm.set when=07:30:00");
    check("wake me up at half past six", "alarm.set when=06:30:00");
    check("设一个十分钟的计时器", "timer.set after=600s");
    check("设一个 10 minute 的 timer", "timer.set after=600s");
    check("把客厅的灯调成 red", "light.color area=living color=red");
    check(
        "set the kitchen lights to 红色",
        "light.color area=kitchen color=red",
    );
    check("timer 十分钟", "timer.set after=600s");
    check("set a timer for ten minutes", "timer.set after=600s");
    check("set a 10-minute timer", "timer.set after=600s");
    check(
        "把卧室的灯调到百分之三十",
        "light.level area=bedroom level=30",
    );
    check(
        "set the thermostat to twenty one degrees",
        "climate.set n=21",
    );
    check("把厨房的灯调到30%", "light.level area=kitchen level=30");
    check("set the thermostat to 21C", "");
    check("改成八点", "Change time=08:00:00");
    check(
        "把闹钟设到明天早上七点",
        "alarm.set when=2026-03-02T07:00:00",
    );
    check("明天早上七点叫我起床", "alarm.set when=2026-03-02T07:00:00");
    check(
        "set an alarm for 7 am tomorrow",
        "alarm.set when=2026-03-02T07:00:00",
    );
    check(
        "明天下午三点提醒我给妈妈打电话",
        "note.set text=给妈妈打电话 when=2026-03-02T15:00:00",
    );
    check(
        "remind me to call mum at the office tomorrow at 5 pm",
        "note.set text=call mum at the office when=2026-03-02T17:00:00",
    );
    check("那明天呢", "Follow date=2026-03-02");
    check("and tomorrow?", "Follow date=2026-03-02");
    check("明天早上七点", "Bare when=2026-03-02T07:00:00");
    check("ten minutes", "Bare duration=600s");
}
