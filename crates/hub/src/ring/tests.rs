use ling_base::{Lang, Repeat};
use ling_cloud::{CloudOptions, House, NewDue, QuietHours};
use tokio::sync::broadcast::Receiver;

use super::*;
use crate::events::HouseEvent;

/// A ringer over an empty house, and a page that listens.
struct Bell {
    ringer: Ringer,
    page: Receiver<HouseEvent>,
    dir: std::path::PathBuf,
}

impl Drop for Bell {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

/// Seven in the morning in Shanghai, and some minutes.
fn at(minutes: i64) -> Timestamp {
    let seven: Timestamp = "2026-11-24T07:00:00+08:00".parse().expect("a fixed time");
    seven + SignedDuration::from_mins(minutes)
}

async fn bell(name: &str) -> Bell {
    let dir = std::env::temp_dir().join(format!("ling-ring-{name}-{}", std::process::id()));
    let cloud = Cloud::open(&CloudOptions::new(&dir, at(-60)))
        .await
        .expect("the folder opens");
    let mut config = Config::default();
    config.house.zone = "Asia/Shanghai".into();
    let config = Arc::new(RwLock::new(Arc::new(config)));
    let skills = Arc::new(Skills::load(ling_skills::all()).expect("the skills load"));
    let events = Events::new();
    let page = events.listen();
    Bell {
        ringer: Ringer::new(cloud, config, events, skills),
        page,
        dir,
    }
}

impl Bell {
    async fn set(&self, kind: DueKind, text: &str, repeat: Option<Repeat>) -> Due {
        let new = NewDue {
            repeat,
            time: Some(jiff::civil::time(7, 0, 0, 0)),
            zone: Some("Asia/Shanghai".into()),
            ..NewDue::new(kind, text, at(0), Lang::Zh)
        };
        self.ringer
            .cloud
            .add_due(new, None, at(-60))
            .await
            .expect("it is set")
    }

    async fn look(&self, minutes: i64) {
        self.ringer
            .look(at(minutes))
            .await
            .expect("the storage works");
    }

    /// What the page has heard since it was asked last: kind and what is shown, or how it ended.
    fn heard(&mut self) -> Vec<String> {
        let mut heard = Vec::new();
        while let Ok(event) = self.page.try_recv() {
            let what = event.data["show"]
                .as_str()
                .or(event.data["how"].as_str())
                .unwrap_or_default();
            let quiet = if event.data["quiet"] == true {
                " quietly"
            } else {
                ""
            };
            heard.push(format!("{}{quiet}: {what}", event.kind));
        }
        heard
    }

    fn ring(&self) -> String {
        self.ringer
            .active()
            .keys()
            .next()
            .cloned()
            .expect("something rings")
    }
}

#[tokio::test]
async fn rings_once_and_ends_once() {
    let mut bell = bell("once").await;
    bell.set(DueKind::Alarm, "", None).await;
    bell.look(-1).await;
    assert_eq!(bell.heard(), [""; 0]);
    bell.look(0).await;
    bell.look(1).await;
    assert_eq!(bell.heard(), ["ring: 现在是07:00，该起来了。"]);
    let ring = bell.ring();
    assert!(
        bell.ringer
            .acknowledge(&ring, Some("page"), at(2))
            .await
            .expect("the ring is known")
    );
    assert!(
        !bell
            .ringer
            .acknowledge(&ring, Some("page"), at(2))
            .await
            .expect("the ring is known")
    );
    bell.look(3).await;
    assert_eq!(bell.heard(), ["ring_end: acknowledged"]);
    assert!(
        bell.ringer
            .acknowledge("nothing", None, at(3))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_repeat_waits_for_its_next_time() {
    let mut bell = bell("repeat").await;
    let due = bell
        .set(DueKind::Alarm, "吃药", Some(Repeat::Daily { every: 1 }))
        .await;
    bell.look(0).await;
    bell.ringer
        .acknowledge(&bell.ring(), None, at(2))
        .await
        .expect("the ring is known");
    assert_eq!(
        bell.heard(),
        ["ring: 07:00了，吃药。", "ring_end: acknowledged"]
    );
    let next = bell
        .ringer
        .cloud
        .due(&due.id)
        .await
        .expect("the storage works")
        .expect("it is kept");
    assert_eq!((next.due, next.state), (at(24 * 60), DueState::Waiting));
}

#[tokio::test]
async fn a_snooze_rings_again() {
    let mut bell = bell("snooze").await;
    bell.set(DueKind::Alarm, "", None).await;
    bell.look(0).await;
    bell.ringer
        .snooze(&bell.ring(), None, at(10), at(1))
        .await
        .expect("the ring is known");
    bell.look(9).await;
    bell.look(10).await;
    assert_eq!(
        bell.heard(),
        [
            "ring: 现在是07:00，该起来了。",
            "ring_end: snoozed",
            "ring: 现在是07:10，该起来了。"
        ]
    );
}

#[tokio::test]
async fn what_nobody_answers_is_missed_until_it_is_seen() {
    let mut bell = bell("missed").await;
    let due = bell.set(DueKind::Alarm, "", None).await;
    bell.look(11).await;
    let heard = bell.heard();
    assert!(
        matches!(heard.as_slice(), [one] if one.starts_with("missed: 错过了") && one.contains("07:00")),
        "{heard:?}"
    );
    let missed = format!("{}@{}", due.id.as_str(), at(0).as_millisecond());
    assert_eq!(bell.ringer.state()["missed"][0]["id"], missed);
    assert!(
        bell.ringer
            .acknowledge(&missed, None, at(12))
            .await
            .expect("it is known")
    );
    assert_eq!(bell.ringer.state()["missed"], json!([]));
    bell.look(13).await;
    assert_eq!(bell.heard(), [""; 0]);
}

#[tokio::test]
async fn a_removed_row_is_silent() {
    let mut bell = bell("removed").await;
    let due = bell.set(DueKind::Reminder, "喝水", None).await;
    bell.look(0).await;
    bell.ringer
        .cloud
        .remove_due(&due.id, at(1))
        .await
        .expect("the storage works");
    bell.look(1).await;
    assert_eq!(bell.heard(), ["ring: 提醒您：喝水。", "ring_end: removed"]);
}

#[tokio::test]
async fn reminders_are_quiet_in_quiet_hours() {
    let mut bell = bell("quiet").await;
    let quiet = QuietHours {
        from: jiff::civil::time(22, 0, 0, 0),
        to: jiff::civil::time(8, 0, 0, 0),
    };
    let house = House {
        quiet: Some(quiet),
        ..House::default()
    };
    bell.ringer
        .cloud
        .set_house(&house)
        .await
        .expect("the storage works");
    bell.set(DueKind::Reminder, "喝水", None).await;
    bell.set(DueKind::Alarm, "", None).await;
    bell.look(0).await;
    let mut heard = bell.heard();
    heard.sort();
    assert_eq!(
        heard,
        [
            "ring quietly: 提醒您：喝水。",
            "ring: 现在是07:00，该起来了。"
        ]
    );
}

/// Takes the database away, so that nothing can be written, or puts it back.
fn may_write(bell: &Bell, may: bool) {
    let (path, aside) = (
        bell.dir.join(ling_cloud::DATABASE_FILE),
        bell.dir.join("aside"),
    );
    let (from, to) = if may { (aside, path) } else { (path, aside) };
    std::fs::rename(from, to).expect("the same folder");
}

/// What kinds of thing the page has heard.
fn kinds(bell: &mut Bell) -> Vec<String> {
    let kind = |heard: &String| heard.split(':').next().unwrap_or_default().to_owned();
    bell.heard().iter().map(kind).collect()
}

#[tokio::test]
async fn what_cannot_be_written_down_rings() {
    let mut bell = bell("unwritten").await;
    let tea = bell.set(DueKind::Timer, "tea", None).await;
    may_write(&bell, false);
    let look = async |bell: &Bell, minutes| bell.ringer.look(at(minutes)).await;
    let ids = |bell: &Bell| -> Vec<String> { bell.ringer.active().keys().cloned().collect() };
    assert!(look(&bell, 0).await.is_err());
    assert!(look(&bell, 1).await.is_err());
    assert_eq!(kinds(&mut bell), ["ring"]);
    // "Later" holds too, and so does "enough".
    let end = bell
        .ringer
        .snooze(&ids(&bell)[0], None, at(10), at(2))
        .await;
    assert!(end.expect("it is silent"));
    assert!(look(&bell, 5).await.is_err());
    assert!(ids(&bell).is_empty());
    assert!(look(&bell, 10).await.is_err());
    let again = ids(&bell);
    let ended = bell.ringer.acknowledge(&again[0], None, at(11)).await;
    assert!(ended.expect("it is silent"));
    let twice = bell.ringer.acknowledge(&again[0], None, at(11)).await;
    assert!(!twice.expect("it was silent"));
    assert!(look(&bell, 12).await.is_err());
    assert_eq!(kinds(&mut bell), ["ring_end", "ring", "ring_end"]);
    // As soon as it can be, all of that is written down.
    may_write(&bell, true);
    for minutes in 13..16 {
        bell.look(minutes).await;
    }
    let known = bell.ringer.cloud.due(&tea.id).await.expect("it is read");
    assert_eq!(known.map(|due| due.state), Some(DueState::Done));
    assert_eq!(bell.heard(), Vec::<String>::new());
}

#[tokio::test]
async fn a_ring_that_sounds_is_written_down_later() {
    let mut bell = bell("later").await;
    bell.set(DueKind::Timer, "", None).await;
    may_write(&bell, false);
    assert!(bell.ringer.look(at(0)).await.is_err());
    let told = bell.ringer.active().keys().next().cloned();
    may_write(&bell, true);
    bell.look(1).await;
    assert_eq!(kinds(&mut bell), ["ring", "ring_end", "ring"]);
    // A page that only knows the first name can still end it.
    let told = told.expect("it sounds");
    let ended = bell.ringer.acknowledge(&told, None, at(2)).await;
    assert!(ended.expect("it is written down"));
    bell.look(3).await;
    assert_eq!(bell.heard(), ["ring_end: acknowledged"]);
}

#[tokio::test]
async fn what_was_removed_cannot_sound_later() {
    let mut bell = bell("removed").await;
    let alarm = bell.set(DueKind::Alarm, "", None).await;
    bell.look(0).await;
    let id = bell.ringer.active().keys().next().cloned();
    let removed = bell.ringer.cloud.remove_due(&alarm.id, at(1)).await;
    removed.expect("it is removed");
    let id = id.expect("it sounds");
    let later = bell.ringer.snooze(&id, None, at(9), at(2)).await;
    assert_eq!(later.expect_err("it is gone").code(), "not_found");
    assert_eq!(
        bell.heard().last().map(String::as_str),
        Some("ring_end: removed")
    );
}
