//! What people say while something rings.

use jiff::{SignedDuration, ZonedDateTime};

use crate::house::{House, summary};

/// `before` is said at ten o'clock; `minutes` later everything due rings, and `said` gets `reply`. What is left is
/// told as `left`, in minutes from then.
#[track_caller]
fn check(before: &str, minutes: i64, said: &str, expect: &str, reply: &str, left: &[i64]) {
    let mut house = House::new();
    house.say(before);
    house.now = later(&house.now, minutes);
    house.world.dues.ring(house.now.timestamp());
    let answer = house.say(said);
    let shown = answer.reply.show.as_ref().unwrap_or(&answer.reply.say);
    assert_eq!(
        (summary(&answer.meanings).as_str(), shown.as_str()),
        (expect, reply),
        "said: {said}"
    );
    let now = house.now.timestamp();
    let waits: Vec<i64> = house
        .world
        .dues
        .waiting()
        .iter()
        .map(|due| due.due.duration_since(now).as_secs() / 60)
        .collect();
    assert_eq!(waits, left, "said: {said}");
}

fn later(now: &ZonedDateTime, minutes: i64) -> ZonedDateTime {
    now.checked_add(SignedDuration::from_mins(minutes))
        .expect("near")
}

#[test]
fn snooze() {
    check(
        "十点半叫我起床",
        30,
        "再睡十分钟",
        "alarm.snooze by=600s",
        "好的，10分钟以后再叫您。",
        &[10],
    );
    check(
        "十点半叫我起床",
        30,
        "再睡一会儿",
        "alarm.snooze",
        "好的，10分钟以后再叫您。",
        &[10],
    );
    check(
        "wake me up at half past ten",
        30,
        "snooze",
        "alarm.snooze",
        "Okay, again in 10 min.",
        &[10],
    );
    check(
        "十点半叫我起床",
        30,
        "再给我五分钟",
        "timer.add by=300s; alarm.snooze by=300s",
        "好的，5分钟以后再叫您。",
        &[5],
    );
    check(
        "十点半叫我起床",
        30,
        "再睡三十个小时",
        "alarm.snooze by=108000s",
        "最多只能再等12小时。更久的话，请另设一个闹钟。",
        &[],
    );
}

#[test]
fn stop() {
    check(
        "十点半叫我起床",
        30,
        "关掉闹钟",
        "alarm.cancel",
        "好的，关掉了。",
        &[],
    );
    check(
        "wake me up at half past ten",
        30,
        "turn off the alarm",
        "alarm.cancel",
        "Okay, it is off.",
        &[],
    );
    check(
        "十分钟倒计时",
        10,
        "把铃声关掉",
        "alarm.stop",
        "好的，关掉了。",
        &[],
    );
    check(
        "set a timer for ten minutes",
        10,
        "stop",
        "speaker.stop",
        "The timer is off.",
        &[],
    );
}

#[test]
fn a_timer_that_rings_may_go_on() {
    check(
        "十分钟倒计时",
        10,
        "再加五分钟",
        "timer.add by=300s",
        "加了5分钟，还剩5分钟。",
        &[5],
    );
    check(
        "set a timer for ten minutes",
        10,
        "restart the timer",
        "timer.restart",
        "Changed: 10 min from now.",
        &[10],
    );
    check(
        "十分钟倒计时",
        10,
        "倒计时还剩多久",
        "timer.query",
        "时间到了，正在响。",
        &[],
    );
}
