use ling_base::{Days, Lang, Repeat};
use ling_cloud::{
    Cloud, CloudError, DeviceId, Due, DueChange, DueFilter, DueKind, DueState, NewDue, PersonId,
    RingEnd, RingId, limits,
};

use crate::support::{Folder, at, code, play, secs};

/// Plays a day: `add NAME AT`, `now SECS`, `pause NAME`, `resume`, `move NAME AT`, `remove`, `undo`, `claim`,
/// `renew`, `ack NAME [NEXT]`, `snooze NAME UNTIL`, `giveup NAME [NEXT]`, `pass NAME [NEXT]`, `missed`,
/// `unanswered`, `next`, `restart` (leases given up), `crash` (leases kept), `list`.
struct Day {
    folder: Folder,
    cloud: Cloud,
    now: i64,
    undo: Option<Due>,
    rings: Vec<(String, RingId)>,
}

impl Day {
    async fn step(&mut self, verb: &str, rest: &str) -> String {
        let (name, number) = rest.split_once(' ').unwrap_or((rest, ""));
        let number: Option<i64> = number.parse().ok();
        let now = at(self.now);
        let outcome = match verb {
            "now" => {
                self.now = name.parse().unwrap();
                Ok(format!("at {name}"))
            }
            "add" => {
                let new = NewDue::new(DueKind::Timer, name, at(number.unwrap()), Lang::En);
                self.cloud
                    .add_due(new, Some(name), now)
                    .await
                    .map(|due| show(&due))
            }
            "claim" => self.claim().await,
            "next" => self
                .cloud
                .next_due_at()
                .await
                .map(|next| format!("{:?}", next.map(secs))),
            "list" => self.list().await,
            "missed" => self.cloud.missed(now).await.map(|missed| {
                missed
                    .iter()
                    .map(|missed| format!("{}@{}", missed.due.text, secs(missed.at)))
                    .collect::<Vec<_>>()
                    .join(",")
            }),
            "unanswered" => self.cloud.unanswered(at(0)).await.map(|missed| {
                missed
                    .iter()
                    .map(|missed| format!("{}@{}", missed.due.text, secs(missed.at)))
                    .collect::<Vec<_>>()
                    .join(",")
            }),
            "restart" | "crash" => self.reopen(verb == "restart").await,
            "ack" | "snooze" | "giveup" | "renew" => self.ring(verb, name, number).await,
            _ => self.change(verb, name, number).await,
        };
        outcome.unwrap_or_else(|error| error.code().to_owned())
    }

    async fn claim(&mut self) -> Result<String, CloudError> {
        let rings = self.cloud.claim_due(at(self.now), 30).await?;
        let mut shown = Vec::new();
        for ring in rings {
            let known = self.rings.iter().any(|(_, id)| *id == ring.id);
            shown.push(format!(
                "{}{}",
                if known { "again " } else { "" },
                ring.due.text
            ));
            self.rings.retain(|(name, _)| *name != ring.due.text);
            self.rings.push((ring.due.text, ring.id));
        }
        Ok(format!("rings [{}]", shown.join(",")))
    }

    async fn ring(&self, verb: &str, name: &str, next: Option<i64>) -> Result<String, CloudError> {
        let now = at(self.now);
        let ring = self
            .rings
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, id)| id.clone());
        let ring = ring.unwrap_or_else(|| RingId::new("never"));
        let device = DeviceId::new("kitchen");
        let end = match verb {
            "renew" => {
                return self
                    .cloud
                    .renew_ring(&ring, now, 30)
                    .await
                    .map(|held| format!("held {held}"));
            }
            "ack" => {
                self.cloud
                    .ack_ring(&ring, Some(&device), next.map(at), now)
                    .await?
            }
            "snooze" => {
                self.cloud
                    .snooze_ring(&ring, Some(&device), at(next.unwrap()), now)
                    .await?
            }
            _ => self.cloud.give_up_ring(&ring, next.map(at), now).await?,
        };
        Ok(match end {
            RingEnd::Now(due) => show(&due),
            RingEnd::Before { how, at, .. } => format!("before {how:?} at {}", secs(at)),
        })
    }

    async fn change(
        &mut self,
        verb: &str,
        name: &str,
        number: Option<i64>,
    ) -> Result<String, CloudError> {
        let now = at(self.now);
        let (cloud, mut all) = (&self.cloud, self.cloud.dues(&DueFilter::default()).await?);
        all.extend(
            cloud
                .dues(&DueFilter {
                    state: Some(DueState::Done),
                    ..DueFilter::default()
                })
                .await?,
        );
        if verb == "undo" {
            return cloud
                .restore_due(&self.undo.take().unwrap(), now)
                .await
                .map(|due| show(&due));
        }
        let id = all.into_iter().find(|due| due.text == name).unwrap().id;
        let due = match verb {
            "pause" => cloud.pause_due(&id, now).await?,
            "resume" => cloud.resume_due(&id, now).await?,
            "pass" => cloud.pass_over(&id, number.map(at)).await?,
            "move" => {
                let change = DueChange {
                    due: number.map(at),
                    ..DueChange::default()
                };
                let (before, after) = cloud.change_due(&id, change, now).await?;
                self.undo = Some(before);
                after
            }
            "remove" => {
                self.undo = cloud.remove_due(&id, now).await?;
                return Ok("removed".to_owned());
            }
            other => panic!("no verb {other}"),
        };
        Ok(show(&due))
    }

    async fn reopen(&mut self, release: bool) -> Result<String, CloudError> {
        self.cloud.close().await;
        self.cloud = self.folder.try_open().await?;
        if release {
            self.cloud.release_rings().await?;
        }
        Ok("up".to_owned())
    }

    async fn list(&self) -> Result<String, CloudError> {
        let dues = self.cloud.dues(&DueFilter::default()).await?;
        Ok(format!(
            "[{}]",
            dues.iter().map(show).collect::<Vec<_>>().join(",")
        ))
    }
}

fn show(due: &Due) -> String {
    let left = due
        .paused_left_secs
        .map(|left| format!(" left {left}"))
        .unwrap_or_default();
    let snoozed = if due.snooze_count > 0 {
        format!(" snoozed {}", due.snooze_count)
    } else {
        String::new()
    };
    format!(
        "{} {} {}{left}{snoozed}",
        due.text,
        due.state.word(),
        secs(due.due)
    )
}

#[track_caller]
fn check(script: &str, expect: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let answer = runtime.block_on(async {
        let folder = Folder::new();
        let cloud = folder.open().await;
        let mut day = Day {
            folder,
            cloud,
            now: 0,
            undo: None,
            rings: Vec::new(),
        };
        play(script, async |verb, rest| day.step(verb, rest).await).await
    });
    assert_eq!(answer, expect, "script: {script}");
}

#[test]
fn a_ring_comes_once_and_ends_once() {
    check(
        "add tea 60; claim; now 60; claim; ack tea; claim; list",
        "tea waiting 60 | rings [] | at 60 | rings [tea] | tea done 60 | rings [] | []",
    );
    check(
        "add tea 60; now 60; claim; ack tea; now 70; ack tea",
        "tea waiting 60 | at 60 | rings [tea] | tea done 60 | at 70 | before Acknowledged at 60",
    );
    check(
        "add tea 60; now 60; claim; claim",
        "tea waiting 60 | at 60 | rings [tea] | rings []",
    );
    check(
        "add b 61; add a 60; now 61; claim",
        "b waiting 61 | a waiting 60 | at 61 | rings [a,b]",
    );
    check("ack tea", "not_found");
}

#[test]
fn a_lease_that_runs_out_rings_again() {
    check(
        "add tea 0; claim; now 29; claim; now 30; claim",
        "tea waiting 0 | rings [tea] | at 29 | rings [] | at 30 | rings [again tea]",
    );
    check(
        "add tea 0; claim; now 20; renew tea; now 49; claim; now 50; claim",
        "tea waiting 0 | rings [tea] | at 20 | held true | at 49 | rings [] | at 50 | rings [again tea]",
    );
    check(
        "add tea 0; claim; ack tea; renew tea",
        "tea waiting 0 | rings [tea] | tea done 0 | held false",
    );
}

#[test]
fn what_rang_unacknowledged_rings_again_after_a_restart() {
    check(
        "add tea 0; claim; restart; claim; ack tea; restart; claim",
        "tea waiting 0 | rings [tea] | up | rings [again tea] | tea done 0 | up | rings []",
    );
    check(
        "add tea 0; claim; crash; claim; now 30; claim",
        "tea waiting 0 | rings [tea] | up | rings [] | at 30 | rings [again tea]",
    );
}

#[test]
fn repeats_wait_for_the_time_the_caller_names() {
    check(
        "add wake 0; claim; ack wake 86400; next; now 86400; claim; ack wake",
        "wake waiting 0 | rings [wake] | wake waiting 86400 | Some(86400) | at 86400 | rings [wake] | wake done 86400",
    );
}

#[test]
fn snoozing_counts_until_the_ring_is_acknowledged() {
    check(
        "add wake 0; claim; snooze wake 300; now 300; claim; snooze wake 600; snooze wake 900; now 600; claim; ack wake 86400",
        "wake waiting 0 | rings [wake] | wake waiting 300 snoozed 1 | at 300 | rings [wake] | wake waiting 600 snoozed 2 | before Snoozed at 300 | at 600 | rings [wake] | wake waiting 86400",
    );
}

#[test]
fn a_pause_keeps_what_is_left() {
    check(
        "add tea 180; now 10; pause tea; now 1000; claim; next; resume tea; now 1170; claim",
        "tea waiting 180 | at 10 | tea paused 180 left 170 | at 1000 | rings [] | None | tea waiting 1170 | at 1170 | rings [tea]",
    );
    check(
        "add tea 180; pause tea; pause tea; resume tea; resume tea",
        "tea waiting 180 | tea paused 180 left 180 | tea paused 180 left 180 | tea waiting 180 | tea waiting 180",
    );
    check(
        "add tea 0; claim; pause tea; ack tea; resume tea",
        "tea waiting 0 | rings [tea] | conflict | tea done 0 | conflict",
    );
}

#[test]
fn changes_and_removals_can_be_undone() {
    check(
        "add tea 60; move tea 120; undo; list",
        "tea waiting 60 | tea waiting 120 | tea waiting 60 | [tea waiting 60]",
    );
    check(
        "add tea 60; remove tea; list; undo; list",
        "tea waiting 60 | removed | [] | tea waiting 60 | [tea waiting 60]",
    );
    check(
        "add tea 0; claim; move tea 60; ack tea; now 60; claim",
        "tea waiting 0 | rings [tea] | tea waiting 60 | before Removed at 0 | at 60 | rings [tea]",
    );
    check(
        "add tea 0; claim; remove tea; ack tea; now 60; claim",
        "tea waiting 0 | rings [tea] | removed | before Removed at 0 | at 60 | rings []",
    );
    check(
        "add tea 0; claim; remove tea; undo; claim",
        "tea waiting 0 | rings [tea] | removed | tea waiting 0 | rings [tea]",
    );
    check(
        "add tea 60; pause tea; move tea 100; list",
        "tea waiting 60 | tea paused 60 left 60 | tea waiting 100 | [tea waiting 100]",
    );
}

#[test]
fn what_passed_while_nothing_ran_is_told() {
    check(
        "add wake 0; add new 170; now 180; restart; missed; pass wake 86400; missed; claim",
        "wake waiting 0 | new waiting 170 | at 180 | up | wake@0 | wake waiting 86400 |  | rings [new]",
    );
    check(
        "add wake 0; now 180; pass wake; pass wake",
        "wake waiting 0 | at 180 | wake done 0 | conflict",
    );
    check(
        "add wake 0; claim; now 600; giveup wake 86400; unanswered; missed",
        "wake waiting 0 | rings [wake] | at 600 | wake waiting 86400 | wake@0 | ",
    );
}

#[test]
fn the_next_time_counts_leases_too() {
    check(
        "next; add b 60; add a 30; next; now 30; claim; next; ack a; next",
        "None | b waiting 60 | a waiting 30 | Some(30) | at 30 | rings [a] | Some(60) | a done 30 | Some(60)",
    );
    check("add a 0; claim; next", "a waiting 0 | rings [a] | Some(30)");
}

#[tokio::test]
async fn one_key_is_one_row() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let new = NewDue::new(DueKind::Alarm, "", at(60), Lang::Zh);
    let first = cloud.add_due(new.clone(), Some("k"), at(0)).await.unwrap();
    cloud.close().await;
    let cloud = folder.open().await;
    assert_eq!(
        cloud.add_due(new.clone(), Some("k"), at(1)).await.unwrap(),
        first
    );
    assert_eq!(
        cloud.dues(&DueFilter::default()).await.unwrap(),
        std::slice::from_ref(&first)
    );
    assert_ne!(
        cloud
            .add_due(new.clone(), Some("l"), at(1))
            .await
            .unwrap()
            .id,
        first.id
    );
    assert_ne!(
        cloud.add_due(new.clone(), None, at(1)).await.unwrap().id,
        first.id
    );
    assert_eq!(
        code(cloud.add_note("x", None, Some("k"), at(1)).await),
        "key_reused"
    );
    cloud.remove_due(&first.id, at(2)).await.unwrap();
    assert_eq!(
        cloud.add_due(new, Some("k"), at(3)).await.unwrap(),
        first,
        "a late copy sets nothing again"
    );
    assert_eq!(cloud.dues(&DueFilter::default()).await.unwrap().len(), 2);
}

#[tokio::test]
async fn every_field_comes_back() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let new = NewDue {
        duration_secs: Some(90),
        repeat: Some(Repeat::Days(Days::Workdays)),
        time: Some(jiff::civil::time(7, 30, 0, 0)),
        zone: Some("Asia/Shanghai".into()),
        person: Some(PersonId::new("p")),
        device: Some(DeviceId::new("d")),
        room: Some(ling_cloud::RoomId::new("r")),
        ..NewDue::new(DueKind::Reminder, "给奶奶打电话 📞", at(60), Lang::Zh)
    };
    let due = cloud.add_due(new.clone(), None, at(0)).await.unwrap();
    let kept = cloud.due(&due.id).await.unwrap().unwrap();
    assert_eq!(kept, due);
    assert_eq!(
        (&kept.text, &kept.repeat, kept.time, &kept.zone),
        (&new.text, &new.repeat, new.time, &new.zone)
    );
    assert_eq!(
        (kept.kind, kept.lang, kept.duration_secs),
        (DueKind::Reminder, Lang::Zh, Some(90))
    );
    assert_eq!(
        (kept.person, kept.device, kept.room),
        (new.person, new.device, new.room)
    );
    let json = serde_json::to_value(&due).unwrap();
    assert_eq!(json["repeat"], serde_json::json!({ "days": "workdays" }));
    assert_eq!(serde_json::from_value::<Due>(json).unwrap(), due);
}

#[tokio::test]
async fn dues_are_told_apart() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    for (kind, text, person) in [
        (DueKind::Timer, "a", None),
        (DueKind::Alarm, "b", Some("mum")),
        (DueKind::Alarm, "c", Some("dad")),
    ] {
        let new = NewDue {
            person: person.map(PersonId::new),
            ..NewDue::new(kind, text, at(60), Lang::En)
        };
        cloud.add_due(new, None, at(0)).await.unwrap();
    }
    let names = async |filter: DueFilter| {
        let mut names: Vec<String> = cloud
            .dues(&filter)
            .await
            .unwrap()
            .into_iter()
            .map(|due| due.text)
            .collect();
        names.sort();
        names.join("")
    };
    assert_eq!(names(DueFilter::default()).await, "abc");
    assert_eq!(
        names(DueFilter {
            kind: Some(DueKind::Alarm),
            ..DueFilter::default()
        })
        .await,
        "bc"
    );
    assert_eq!(
        names(DueFilter {
            person: Some(PersonId::new("mum")),
            ..DueFilter::default()
        })
        .await,
        "ab"
    );
    assert_eq!(
        names(DueFilter {
            state: Some(DueState::Done),
            ..DueFilter::default()
        })
        .await,
        ""
    );
    assert_eq!(
        names(DueFilter {
            page: ling_cloud::Page::first(2),
            ..DueFilter::default()
        })
        .await
        .len(),
        2
    );
}

#[tokio::test]
async fn limits_are_said() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let add = async |kind, text: &str| {
        code(
            cloud
                .add_due(NewDue::new(kind, text, at(0), Lang::En), None, at(0))
                .await,
        )
    };
    assert_eq!(add(DueKind::Timer, "").await, "ok");
    assert_eq!(add(DueKind::Reminder, " ").await, "empty");
    assert_eq!(
        add(DueKind::Alarm, &"字".repeat(limits::DUE_CHARS_MAX)).await,
        "ok"
    );
    assert_eq!(
        add(DueKind::Alarm, &"字".repeat(limits::DUE_CHARS_MAX + 1)).await,
        "too_long"
    );
    let minus = NewDue {
        duration_secs: Some(-5),
        ..NewDue::new(DueKind::Timer, "", at(0), Lang::En)
    };
    assert_eq!(code(cloud.add_due(minus, None, at(0)).await), "range");
    for _ in 2..limits::DUES_MAX {
        assert_eq!(add(DueKind::Timer, "t").await, "ok");
    }
    assert_eq!(add(DueKind::Timer, "t").await, "too_many");
    assert_eq!(
        cloud.claim_due(at(0), 30).await.unwrap().len(),
        limits::CLAIM_MAX as usize
    );
}
