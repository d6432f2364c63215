//! What rang without an answer, or should have rung while nothing ran: told to whoever listens next, and kept
//! until somebody has seen it.

use std::sync::{Mutex, MutexGuard};

use jiff::{SignedDuration, Timestamp};
use ling_cloud::{Cloud, CloudError};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tracing::warn;

/// Nobody wants to hear of what was missed before yesterday.
const MISSED_HOURS: i64 = 24;
/// Where the marks of what was told and seen lie.
const MARKS: &str = "rings:missed";
/// Marks kept; a house that misses more a day hears some twice.
const MARKS_MAX: usize = 200;

pub(super) struct Missed {
    cloud: Cloud,
    open: Mutex<Vec<ling_cloud::Missed>>,
    marks: Mutex<Marks>,
}

#[derive(Clone, Default, Serialize, Deserialize)]
struct Marks {
    told: Vec<String>,
    seen: Vec<String>,
}

/// What a missed ring is called: its row and its time.
pub(super) fn key(missed: &ling_cloud::Missed) -> String {
    format!("{}@{}", missed.due.id.as_str(), missed.at.as_millisecond())
}

impl Missed {
    pub(super) fn new(cloud: Cloud) -> Missed {
        Missed {
            cloud,
            open: Mutex::default(),
            marks: Mutex::default(),
        }
    }

    /// Reads what was missed before this start.
    pub(super) async fn load(&self, now: Timestamp) -> Result<(), CloudError> {
        let since = now
            .saturating_sub(SignedDuration::from_hours(MISSED_HOURS))
            .unwrap_or(now);
        let kept = self.cloud.recall(MARKS).await?;
        let marks: Marks = kept
            .and_then(|kept| serde_json::from_value(kept.value).ok())
            .unwrap_or_default();
        let mut missed = self.cloud.unanswered(since).await?;
        missed.retain(|missed| !marks.seen.contains(&key(missed)));
        *self.open() = missed;
        *self.marks() = marks;
        Ok(())
    }

    pub(super) fn add(&self, missed: ling_cloud::Missed) {
        self.open
            .lock()
            .expect("no one panics with the lock")
            .push(missed);
    }

    /// What nobody has seen yet.
    pub(super) fn open(&self) -> MutexGuard<'_, Vec<ling_cloud::Missed>> {
        self.open.lock().expect("no one panics with the lock")
    }

    /// What was told to nobody yet; from now on it counts as told.
    pub(super) async fn take_untold(&self, now: Timestamp) -> Vec<ling_cloud::Missed> {
        let untold: Vec<ling_cloud::Missed> = {
            let marks = self.marks();
            let open = self.open();
            open.iter()
                .filter(|missed| !marks.told.contains(&key(missed)))
                .cloned()
                .collect()
        };
        if !untold.is_empty() {
            self.marks().told.extend(untold.iter().map(key));
            if let Err(error) = self.keep(now).await {
                warn!(code = error.code(), "What was told is not kept.");
            }
        }
        untold
    }

    /// Somebody has seen it. False when there is no such thing.
    pub(super) async fn dismiss(&self, id: &str, now: Timestamp) -> bool {
        let known = {
            let mut open = self.open();
            let before = open.len();
            open.retain(|missed| key(missed) != id);
            open.len() < before
        };
        if known {
            self.marks().seen.push(id.to_owned());
            if let Err(error) = self.keep(now).await {
                warn!(code = error.code(), "What was seen is not kept.");
            }
        }
        known
    }

    async fn keep(&self, now: Timestamp) -> Result<(), CloudError> {
        let marks = {
            let mut marks = self.marks();
            let Marks { told, seen } = &mut *marks;
            for list in [told, seen] {
                list.drain(..list.len().saturating_sub(MARKS_MAX));
            }
            marks.clone()
        };
        self.cloud.remember(MARKS, &json!(marks), now).await
    }

    fn marks(&self) -> MutexGuard<'_, Marks> {
        self.marks.lock().expect("no one panics with the lock")
    }
}
