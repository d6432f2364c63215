use ling_base::Repeat;
use ling_cloud::{Cloud, Event, EventChange, NewEvent, PersonId};

use crate::support::{Folder, at, code, secs};

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

fn new(title: &str, start: i64, hours: i64) -> NewEvent {
    NewEvent {
        person: None,
        title: title.into(),
        start: at(start),
        end: at(start + hours * HOUR),
        all_day: false,
        zone: "Europe/London".into(),
        repeat: None,
        place: String::new(),
        notes: String::new(),
    }
}

async fn titles(cloud: &Cloud, from: i64, to: i64, person: Option<&str>) -> String {
    let person = person.map(PersonId::new);
    let events = cloud
        .events(at(from), at(to), person.as_ref())
        .await
        .unwrap();
    events
        .into_iter()
        .map(|event| event.title)
        .collect::<Vec<_>>()
        .join(",")
}

#[tokio::test]
async fn a_stretch_of_time_has_what_touches_it() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let standup = NewEvent {
        repeat: Some(Repeat::Daily { every: 1 }),
        ..new("站会", -30 * DAY, 1)
    };
    let dentist = NewEvent {
        person: Some(PersonId::new("mum")),
        ..new("dentist", 2 * HOUR, 1)
    };
    for event in [
        standup,
        dentist,
        new("party", 6 * HOUR, 4),
        new("now", 0, 0),
        new("tomorrow", DAY, 1),
    ] {
        cloud.add_event(event, None, at(0)).await.unwrap();
    }
    assert_eq!(titles(&cloud, 0, DAY, None).await, "站会,now,dentist,party");
    assert_eq!(titles(&cloud, 3 * HOUR, 6 * HOUR, None).await, "站会");
    assert_eq!(
        titles(&cloud, 9 * HOUR, 11 * HOUR, None).await,
        "站会,party"
    );
    assert_eq!(titles(&cloud, 0, DAY, Some("dad")).await, "站会,now,party");
    assert_eq!(
        titles(&cloud, 0, DAY, Some("mum")).await,
        "站会,now,dentist,party"
    );
    assert_eq!(titles(&cloud, -60 * DAY, -40 * DAY, None).await, "");
}

#[tokio::test]
async fn events_move_and_come_back() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let event = cloud
        .add_event(new("牙医", 0, 1), Some("k"), at(0))
        .await
        .unwrap();
    assert_eq!(
        cloud
            .add_event(new("牙医", 0, 1), Some("k"), at(9))
            .await
            .unwrap(),
        event
    );
    let moved = EventChange {
        start: Some(at(DAY)),
        ..EventChange::default()
    };
    let (before, after) = cloud.change_event(&event.id, moved).await.unwrap();
    assert_eq!(
        (before, secs(after.start), secs(after.end)),
        (event.clone(), DAY, DAY + HOUR)
    );
    cloud.restore_event(&event).await.unwrap();
    assert_eq!(cloud.event(&event.id).await.unwrap(), Some(event.clone()));
    let skip = EventChange {
        skip: Some(jiff::civil::date(2026, 3, 9)),
        repeat: Some(Some(Repeat::Daily { every: 7 })),
        place: Some("Main Street".into()),
        ..EventChange::default()
    };
    let (_, after) = cloud.change_event(&event.id, skip).await.unwrap();
    assert_eq!(cloud.event(&event.id).await.unwrap(), Some(after.clone()));
    assert_eq!(after.skips, [jiff::civil::date(2026, 3, 9)]);
    assert_eq!(cloud.remove_event(&event.id).await.unwrap(), Some(after));
    assert_eq!(cloud.event(&event.id).await.unwrap(), None);
    assert_eq!(
        code(cloud.change_event(&event.id, EventChange::default()).await),
        "not_found"
    );
    let json = serde_json::to_value(&event).unwrap();
    assert_eq!(serde_json::from_value::<Event>(json).unwrap(), event);
}

#[tokio::test]
async fn events_are_found_by_their_words() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    for (title, place) in [
        ("dentist", "Main Street"),
        ("家长会", "学校"),
        ("dinner 和老王", ""),
    ] {
        let event = NewEvent {
            place: place.into(),
            ..new(title, 0, 1)
        };
        cloud.add_event(event, None, at(0)).await.unwrap();
    }
    for (wanted, title) in [
        ("Dentist", "dentist"),
        ("家长会", "家长会"),
        ("学校", "家长会"),
        ("老王", "dinner 和老王"),
    ] {
        let found = cloud.find_events(wanted, None, 5).await.unwrap();
        assert_eq!(
            found
                .iter()
                .map(|event| event.title.as_str())
                .collect::<Vec<_>>(),
            [title],
            "wanted: {wanted}"
        );
    }
}

#[tokio::test]
async fn bad_events_are_refused() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let add = async |event| code(cloud.add_event(event, None, at(0)).await);
    assert_eq!(add(new("backwards", 0, -1)).await, "range");
    assert_eq!(add(new("", 0, 1)).await, "empty");
    assert_eq!(add(new(&"x".repeat(501), 0, 1)).await, "too_long");
    assert_eq!(
        add(NewEvent {
            zone: String::new(),
            ..new("x", 0, 1)
        })
        .await,
        "empty"
    );
}
