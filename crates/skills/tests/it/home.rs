//! The smart home when something is amiss, for children, and in a room.

use ling_dialogue::{PortError, Service};

use crate::house::House;

/// What is prepared, what is said, and the last answer.
#[track_caller]
fn check(prepare: impl Fn(&mut House), said: &[&str], reply: &str) {
    let mut house = House::new();
    prepare(&mut house);
    let answer = said
        .iter()
        .map(|said| house.say(said))
        .last()
        .expect("something is said");
    assert_eq!(
        answer.reply.show.unwrap_or(answer.reply.say),
        reply,
        "said: {said:?}"
    );
}

fn away(id: &'static str) -> impl Fn(&mut House) {
    move |house| {
        let mut model = house
            .world
            .home
            .house
            .lock()
            .expect("no test panics with the lock");
        let device = model
            .devices
            .iter_mut()
            .find(|device| device.id == id)
            .expect("the device is there");
        device.state.available = false;
    }
}

fn stubborn(id: &'static str) -> impl Fn(&mut House) {
    move |house| {
        house
            .world
            .home
            .stubborn
            .lock()
            .expect("no test panics with the lock")
            .push(id.to_owned())
    }
}

fn down(house: &mut House) {
    *house
        .world
        .home
        .down
        .lock()
        .expect("no test panics with the lock") = Some(PortError::Unreachable(Service::Home));
}

fn child(house: &mut House) {
    house.who.child = true;
}

fn in_room(room: &'static str) -> impl Fn(&mut House) {
    move |house| house.who.room = Some(room.to_owned())
}

#[test]
fn devices_that_are_away_or_do_not_answer_are_named() {
    check(
        away("light.desk_lamp"),
        &["打开台灯"],
        "台灯现在离线，请检查一下它的电源和网络。",
    );
    check(
        away("light.desk_lamp"),
        &["turn on the desk lamp"],
        "Offline right now: the desk lamp. Please check the power and the network.",
    );
    check(
        away("light.floor_lamp"),
        &["打开客厅的灯"],
        "好的，客厅主灯打开了。落地灯现在离线，没有动。",
    );
    check(
        stubborn("light.floor_lamp"),
        &["打开客厅的灯"],
        "好的，客厅主灯打开了。不过落地灯没有反应。",
    );
    check(
        stubborn("light.floor_lamp"),
        &["turn on the living room lights"],
        "Okay, I turned on the living room ceiling light. But there was no response from the floor lamp.",
    );
    check(
        stubborn("media.tv"),
        &["打开电视"],
        "电视没有反应，请检查一下它的电源和网络。",
    );
    check(
        down,
        &["打开客厅的灯"],
        "现在连不上 Home Assistant，请检查它是不是开着。",
    );
    check(
        down,
        &["is the front door locked"],
        "I cannot reach Home Assistant. Please check that it is running.",
    );
}

#[test]
fn what_fails_is_not_undone() {
    check(
        stubborn("light.floor_lamp"),
        &["打开客厅的灯", "撤销"],
        "好的，客厅主灯恢复原样了。",
    );
    check(
        |_| {},
        &["关灯", "撤销"],
        "好的，厨房顶灯、走廊壁灯和台灯恢复原样了。",
    );
    check(|_| {}, &["锁上后门", "撤销"], "确定要开锁吗？");
}

#[test]
fn children_do_not_unlock() {
    check(child, &["打开大门"], "这件事需要大人来做。");
    check(
        child,
        &["unlock the back door"],
        "A grown-up has to do that.",
    );
    check(child, &["锁上后门", "撤销"], "这件事需要大人来做。");
    check(child, &["开灯", "厨房"], "厨房顶灯本来就开着。");
}

#[test]
fn the_room_of_the_device_is_meant() {
    check(in_room("bedroom"), &["开灯"], "好的，卧室的灯打开了。");
    check(in_room("卧室"), &["打开空调"], "好的，卧室空调打开了。");
    check(
        in_room("Study"),
        &["turn off the lights"],
        "Okay, I turned off the desk lamp.",
    );
    check(in_room("bedroom"), &["窗帘拉开"], "好的，卧室窗帘打开了。");
    check(
        in_room("living_room"),
        &["打开主灯"],
        "好的，客厅主灯打开了。",
    );
    check(in_room("attic"), &["开灯"], "哪个房间的灯？");
    check(in_room("living_room"), &["屋里多少度"], "这里23°C。");
}
