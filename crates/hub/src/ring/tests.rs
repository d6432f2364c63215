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
