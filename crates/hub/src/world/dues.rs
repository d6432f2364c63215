use jiff::Timestamp;
use ling_cloud::{CloudError, DueFilter, DueId};
use ling_dialogue::*;
use serde_json::json;

use super::{Deps, failed};

/// How long what was changed or removed can be put back, in seconds.
const RESTORE_SECS: i64 = 86_400;

/// `DuesPort` of the running house.
pub(crate) struct Dues {
    deps: Deps,
}

impl Dues {
    pub(crate) fn new(deps: Deps) -> Dues {
        Dues { deps }
    }

    /// Keeps a row as it was, so that it can be put back.
    async fn keep(&self, before: &ling_cloud::Due, now: Timestamp) -> Result<(), CloudError> {
        self.deps
            .cloud
            .remember(&trash(before.id.as_str()), &json!(before), now)
            .await
    }

    /// Changes a row and keeps it as it was for a day.
    pub(crate) async fn change_row(
        &self,
        id: &str,
        change: ling_cloud::DueChange,
        now: Timestamp,
    ) -> Result<(), CloudError> {
        let changed = self
            .deps
            .cloud
            .change_due(&DueId::new(id), change, now)
            .await;
        self.keep(&changed?.0, now).await
    }

    async fn find(&self, id: &str) -> Result<ling_cloud::Due, PortError> {
        let due = self.deps.cloud.due(&DueId::new(id)).await.map_err(failed)?;
        due.ok_or(PortError::NotFound)
    }

    /// The row and its present ring.
    async fn ring_of(&self, id: &str) -> Result<String, PortError> {
        let due = self.find(id).await?;
        due.ring
            .map(|ring| ring.as_str().to_owned())
            .ok_or(PortError::NotFound)
    }

    async fn as_is(&self, id: &str) -> Result<Due, PortError> {
        Ok(due(self.find(id).await?))
    }
}

fn trash(id: &str) -> String {
    format!("trash:due:{id}")
}

impl DuesPort for Dues {
    fn add<'a>(&'a self, new: NewDue) -> Later<'a, Due> {
        Box::pin(async move {
            let row = ling_cloud::NewDue {
                kind: kind_out(new.kind),
                text: new.name.unwrap_or_default(),
                due: new.due,
                duration_secs: new.total_secs,
                repeat: new.repeat,
                time: new.time,
                zone: new.zone,
                person: new.person.map(ling_cloud::PersonId::new),
                device: new.device.map(ling_cloud::DeviceId::new),
                room: new.room.map(ling_cloud::RoomId::new),
                lang: new.lang,
            };
            let row = self
                .deps
                .cloud
                .add_due(row, Some(&new.key), Timestamp::now())
                .await;
            row.map(due).map_err(failed)
        })
    }

    fn list<'a>(&'a self, kind: Option<DueKind>) -> Later<'a, Vec<Due>> {
        Box::pin(async move {
            let filter = DueFilter {
                kind: kind.map(kind_out),
                ..DueFilter::default()
            };
            let rows = self.deps.cloud.dues(&filter).await.map_err(failed)?;
            let mut dues: Vec<Due> = rows.into_iter().map(due).collect();
            dues.sort_by_key(|due| (due.state == DueState::Paused, due.due));
            Ok(dues)
        })
    }

    fn change<'a>(&'a self, id: &'a str, change: DueChange, now: Timestamp) -> Later<'a, Due> {
        Box::pin(async move {
            let (repeat, time) = change
                .again
                .map_or((None, None), |(repeat, time)| (Some(repeat), Some(time)));
            let change = ling_cloud::DueChange {
                due: change.due,
                duration_secs: change.total_secs,
                paused_left_secs: change.left_secs,
                repeat,
                time,
                ..ling_cloud::DueChange::default()
            };
            let changed = self
                .deps
                .cloud
                .change_due(&DueId::new(id), change, now)
                .await;
            let (before, after) = changed.map_err(failed)?;
            self.keep(&before, now).await.map_err(failed)?;
            Ok(due(after))
        })
    }

    fn pause<'a>(&'a self, id: &'a str, now: Timestamp) -> Later<'a, Due> {
        Box::pin(async move {
            let paused = self.deps.cloud.pause_due(&DueId::new(id), now).await;
            paused.map(due).map_err(failed)
        })
    }

    fn resume<'a>(&'a self, id: &'a str, now: Timestamp) -> Later<'a, Due> {
        Box::pin(async move {
            let resumed = self.deps.cloud.resume_due(&DueId::new(id), now).await;
            resumed.map(due).map_err(failed)
        })
    }

    fn remove<'a>(&'a self, id: &'a str, now: Timestamp) -> Later<'a, Due> {
        Box::pin(async move {
            let removed = self
                .deps
                .cloud
                .remove_due(&DueId::new(id), now)
                .await
                .map_err(failed)?;
            let removed = removed.ok_or(PortError::NotFound)?;
            self.keep(&removed, now).await.map_err(failed)?;
            Ok(due(removed))
        })
    }

    fn restore<'a>(&'a self, id: &'a str, now: Timestamp) -> Later<'a, Due> {
        Box::pin(async move {
            let kept = self.deps.cloud.recall(&trash(id)).await.map_err(failed)?;
            let kept = kept.filter(|kept| now.duration_since(kept.at).as_secs() <= RESTORE_SECS);
            let row = kept
                .and_then(|kept| serde_json::from_value(kept.value).ok())
                .ok_or(PortError::NotFound)?;
            let present = self.deps.cloud.due(&DueId::new(id)).await.map_err(failed)?;
            let cloud = &self.deps.cloud;
            let restored = cloud.restore_due(&row, now).await.map_err(failed)?;
            // Putting back is itself a change that can be taken back.
            match present {
                Some(present) => self.keep(&present, now).await,
                None => cloud.drop_memory(&trash(id)).await,
            }
            .map_err(failed)?;
            Ok(due(restored))
        })
    }

    fn acknowledge<'a>(
        &'a self,
        id: &'a str,
        device: Option<&'a str>,
        now: Timestamp,
    ) -> Later<'a, Due> {
        Box::pin(async move {
            let ring = self.ring_of(id).await?;
            self.deps
                .rings
                .acknowledge(&ring, device, now)
                .await
                .map_err(failed)?;
            self.as_is(id).await
        })
    }

    fn snooze<'a>(
        &'a self,
        id: &'a str,
        device: Option<&'a str>,
        until: Timestamp,
        now: Timestamp,
    ) -> Later<'a, Due> {
        Box::pin(async move {
            let ring = self.ring_of(id).await?;
            self.deps
                .rings
                .snooze(&ring, device, until, now)
                .await
                .map_err(failed)?;
            self.as_is(id).await
        })
    }
}

fn kind_out(kind: DueKind) -> ling_cloud::DueKind {
    match kind {
        DueKind::Timer => ling_cloud::DueKind::Timer,
        DueKind::Alarm => ling_cloud::DueKind::Alarm,
        DueKind::Reminder => ling_cloud::DueKind::Reminder,
    }
}

fn due(row: ling_cloud::Due) -> Due {
    Due {
        id: row.id.as_str().to_owned(),
        kind: match row.kind {
            ling_cloud::DueKind::Timer => DueKind::Timer,
            ling_cloud::DueKind::Alarm => DueKind::Alarm,
            ling_cloud::DueKind::Reminder => DueKind::Reminder,
        },
        name: Some(row.text).filter(|text| !text.is_empty()),
        due: row.due,
        total_secs: row.duration_secs,
        left_secs: row.paused_left_secs,
        n_snoozed: row.snooze_count,
        repeat: row.repeat,
        time: row.time,
        state: match row.state {
            ling_cloud::DueState::Waiting | ling_cloud::DueState::Done => DueState::Waiting,
            ling_cloud::DueState::Paused => DueState::Paused,
            ling_cloud::DueState::Ringing => DueState::Ringing,
        },
    }
}
