use ling_base::Lang;
use ling_cloud::{Cloud, DeviceId, Page, Retention, Turn, TurnFilter, TurnId, limits};
use serde_json::json;

use crate::support::{Folder, at, code};

const DAY: i64 = 86_400;

fn turn(heard: &str, secs: i64) -> Turn {
    Turn {
        id: TurnId::fresh(at(secs)),
        at: at(secs),
        conversation: "c".into(),
        device: Some(DeviceId::new("d")),
        person: None,
        heard: heard.into(),
        lang: Lang::Zh,
        label: "datetime_query".into(),
        intent: Some("clock.time".into()),
        say: "三点".into(),
        stage: "grammar".into(),
        trace: json!([{ "stage": "grammar", "ms": 0.1 }]),
        wrong: false,
    }
}

async fn heard(cloud: &Cloud, filter: TurnFilter) -> String {
    let turns = cloud.turns(&filter).await.unwrap();
    turns
        .into_iter()
        .map(|turn| turn.heard)
        .collect::<Vec<_>>()
        .join(",")
}

#[tokio::test]
async fn a_turn_is_there_for_whoever_asks_next() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let turns: Vec<Turn> = (0..5).map(|n| turn(&format!("几点{n}"), n)).collect();
    for turn in &turns {
        cloud.append_turn(turn.clone()).unwrap();
    }
    assert_eq!(
        cloud.turn(&turns[2].id).await.unwrap().as_ref(),
        Some(&turns[2])
    );
    assert_eq!(
        heard(&cloud, TurnFilter::default()).await,
        "几点4,几点3,几点2,几点1,几点0"
    );
    assert_eq!(
        heard(
            &cloud,
            TurnFilter {
                page: Page {
                    offset: 1,
                    limit: 2
                },
                ..TurnFilter::default()
            }
        )
        .await,
        "几点3,几点2"
    );
    assert_eq!(
        heard(
            &cloud,
            TurnFilter {
                device: Some(DeviceId::new("e")),
                ..TurnFilter::default()
            }
        )
        .await,
        ""
    );
    assert_eq!(
        heard(
            &cloud,
            TurnFilter {
                conversation: Some("c".into()),
                ..TurnFilter::default()
            }
        )
        .await
        .len(),
        5 * 7 + 4
    );
    cloud.close().await;
    assert_eq!(
        folder
            .open()
            .await
            .turn(&turns[0].id)
            .await
            .unwrap()
            .as_ref(),
        Some(&turns[0])
    );
    assert_eq!(code(cloud.append_turn(turn("late", 9))), "closed");
}

#[tokio::test]
async fn turns_wait_for_no_disk() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let before = cloud.stats().commits_disk;
    for n in 0..100 {
        cloud.append_turn(turn("几点", n)).unwrap();
    }
    assert_eq!(
        heard(&cloud, TurnFilter::default())
            .await
            .split(',')
            .count(),
        100
    );
    assert_eq!(cloud.stats().commits_disk, before);
}

#[tokio::test]
async fn long_turns_are_cut() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let long = Turn {
        trace: json!("x".repeat(limits::TRACE_BYTES_MAX)),
        ..turn(&"长".repeat(100_000), 0)
    };
    cloud.append_turn(long.clone()).unwrap();
    let kept = cloud.turn(&long.id).await.unwrap().unwrap();
    assert_eq!(kept.heard.chars().count(), limits::TURN_CHARS_MAX);
    assert_eq!(
        kept.trace,
        json!({ "too_long_bytes": limits::TRACE_BYTES_MAX + 2 })
    );
}

#[tokio::test]
async fn what_is_forgotten_is_in_no_file() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    cloud.append_turn(turn("yesterday", -DAY)).unwrap();
    let secret = turn("my secret plan 秘密计划", 10);
    cloud.append_turn(secret.clone()).unwrap();
    cloud.mark_wrong(&secret.id, true).await.unwrap();
    assert!(in_files(&folder, "secret plan"));
    assert_eq!(cloud.forget_turns(at(0)).await.unwrap(), 1);
    assert_eq!(heard(&cloud, TurnFilter::default()).await, "yesterday");
    assert!(!in_files(&folder, "secret plan"));
    assert!(!in_files(&folder, "秘密计划"));
}

fn in_files(folder: &Folder, text: &str) -> bool {
    let mut files = std::fs::read_dir(&folder.0)
        .unwrap()
        .map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
    files.any(|bytes| {
        bytes
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    })
}

#[tokio::test]
async fn old_turns_go_but_wrong_ones_stay() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let wrong = turn("wrong", -20 * DAY);
    for turn in [
        wrong.clone(),
        turn("old", -20 * DAY),
        turn("a", -3),
        turn("b", -2),
        turn("c", -1),
    ] {
        cloud.append_turn(turn).unwrap();
    }
    cloud.mark_wrong(&wrong.id, true).await.unwrap();
    assert_eq!(
        code(cloud.mark_wrong(&TurnId::new("none"), true).await),
        "not_found"
    );
    let trimmed = cloud
        .trim(
            Retention {
                turn_days: 10,
                turns_max: 2,
            },
            at(0),
        )
        .await
        .unwrap();
    assert_eq!(trimmed.turns, 2);
    assert_eq!(heard(&cloud, TurnFilter::default()).await, "c,b,wrong");
    assert_eq!(
        heard(
            &cloud,
            TurnFilter {
                wrong: true,
                ..TurnFilter::default()
            }
        )
        .await,
        "wrong"
    );
    cloud
        .trim(
            Retention {
                turn_days: 0,
                turns_max: 2,
            },
            at(0),
        )
        .await
        .unwrap();
    assert_eq!(heard(&cloud, TurnFilter::default()).await, "wrong");
}

#[tokio::test]
async fn rows_that_are_over_and_old_keys_go() {
    use ling_cloud::{DueFilter, DueKind, DueState, NewDue};
    let folder = Folder::new();
    let cloud = folder.open().await;
    let new = NewDue::new(DueKind::Timer, "t", at(0), Lang::En);
    let due = cloud.add_due(new.clone(), Some("k"), at(0)).await.unwrap();
    let ring = cloud.claim_due(at(0), 30).await.unwrap().remove(0);
    cloud.ack_ring(&ring.id, None, None, at(1)).await.unwrap();
    let keep = Retention {
        turn_days: 10,
        turns_max: 2,
    };
    let trimmed = cloud.trim(keep, at(6 * DAY)).await.unwrap();
    assert_eq!((trimmed.dues, trimmed.keys), (0, 0));
    let trimmed = cloud.trim(keep, at(31 * DAY)).await.unwrap();
    assert_eq!((trimmed.dues, trimmed.keys), (2, 1));
    let done = DueFilter {
        state: Some(DueState::Done),
        ..DueFilter::default()
    };
    assert_eq!(cloud.dues(&done).await.unwrap(), []);
    assert_ne!(
        cloud
            .add_due(new, Some("k"), at(31 * DAY))
            .await
            .unwrap()
            .id,
        due.id
    );
}
