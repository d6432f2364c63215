//! `DuesPort` for tests.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use jiff::Timestamp;

use crate::*;

/// Timers, alarms and reminders in memory. Nothing rings by itself: see [`FakeDues::ring`].
#[derive(Default)]
pub struct FakeDues {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    dues: Vec<Due>,
    keys: HashMap<String, Due>,
    before: HashMap<String, Due>,
    count: usize,
}

impl FakeDues {
    /// Lets everything whose time has come ring.
    pub fn ring(&self, now: Timestamp) {
        for due in &mut self.kept().dues {
            if due.state == DueState::Waiting && due.due <= now {
                due.state = DueState::Ringing;
            }
        }
    }

    /// What waits for its time, soonest first.
    pub fn waiting(&self) -> Vec<Due> {
        let mut dues = self.kept().dues.clone();
        dues.retain(|due| due.state == DueState::Waiting);
        dues.sort_by_key(|due| due.due);
        dues
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().expect("no test panics with the lock")
    }

    fn alter(&self, id: &str, change: impl FnOnce(&mut Due)) -> Result<Due, PortError> {
        let mut kept = self.kept();
        let due = kept
            .dues
            .iter_mut()
            .find(|due| due.id == id)
            .ok_or(PortError::NotFound)?;
        let before = due.clone();
        change(due);
        let after = due.clone();
        kept.before.insert(id.to_owned(), before);
        Ok(after)
    }
}

fn left(due: &Due, now: Timestamp) -> i64 {
    due.due.duration_since(now).as_secs().max(0)
}

impl DuesPort for FakeDues {
    fn add<'a>(&'a self, new: NewDue) -> Later<'a, Due> {
        let mut kept = self.kept();
        if let Some(due) = kept.keys.get(&new.key).cloned() {
            return Box::pin(async { Ok(due) });
        }
        kept.count += 1;
        let due = Due {
            id: format!("due{}", kept.count),
            kind: new.kind,
            name: new.name,
            due: new.due,
            total_secs: new.total_secs,
            left_secs: None,
            repeat: new.repeat,
            time: new.time,
            state: DueState::Waiting,
            n_snoozed: 0,
        };
        kept.dues.push(due.clone());
        kept.keys.insert(new.key, due.clone());
        Box::pin(async { Ok(due) })
    }

    fn list<'a>(&'a self, kind: Option<DueKind>) -> Later<'a, Vec<Due>> {
        let all = self.kept().dues.clone().into_iter();
        let mut dues: Vec<Due> = all
            .filter(|due| kind.is_none_or(|kind| kind == due.kind))
            .collect();
        dues.sort_by_key(|due| (due.state == DueState::Paused, due.due));
        Box::pin(async { Ok(dues) })
    }

    fn change<'a>(&'a self, id: &'a str, change: DueChange, _now: Timestamp) -> Later<'a, Due> {
        let changed = self.alter(id, |due| {
            if let Some(at) = change.due {
                (due.due, due.state, due.left_secs) = (at, DueState::Waiting, None);
            }
            due.total_secs = change.total_secs.or(due.total_secs);
            due.left_secs = change.left_secs.or(due.left_secs);
            if let Some((repeat, time)) = change.again {
                (due.repeat, due.time) = (repeat, time);
            }
        });
        Box::pin(async { changed })
    }

    fn pause<'a>(&'a self, id: &'a str, now: Timestamp) -> Later<'a, Due> {
        let paused = self.alter(id, |due| {
            (due.left_secs, due.state) = (Some(left(due, now)), DueState::Paused);
        });
        Box::pin(async { paused })
    }

    fn resume<'a>(&'a self, id: &'a str, now: Timestamp) -> Later<'a, Due> {
        let resumed = self.alter(id, |due| {
            due.due = now + jiff::SignedDuration::from_secs(due.left_secs.take().unwrap_or(0));
            due.state = DueState::Waiting;
        });
        Box::pin(async { resumed })
    }

    fn remove<'a>(&'a self, id: &'a str, _now: Timestamp) -> Later<'a, Due> {
        let removed = self.alter(id, |_| ());
        self.kept().dues.retain(|due| due.id != id);
        Box::pin(async { removed })
    }

    fn restore<'a>(&'a self, id: &'a str, _now: Timestamp) -> Later<'a, Due> {
        let mut kept = self.kept();
        let before = kept.before.remove(id).ok_or(PortError::NotFound);
        if let Ok(due) = &before {
            let present = kept.dues.iter().position(|kept| kept.id == id);
            if let Some(present) = present.map(|at| kept.dues.remove(at)) {
                kept.before.insert(id.to_owned(), present);
            }
            kept.dues.push(due.clone());
        }
        Box::pin(async { before })
    }

    fn acknowledge<'a>(
        &'a self,
        id: &'a str,
        _device: Option<&'a str>,
        _now: Timestamp,
    ) -> Later<'a, Due> {
        let acknowledged = self.alter(id, |due| due.state = DueState::Waiting);
        self.kept()
            .dues
            .retain(|due| due.id != id || due.repeat.is_some());
        Box::pin(async { acknowledged })
    }

    fn snooze<'a>(
        &'a self,
        id: &'a str,
        _device: Option<&'a str>,
        until: Timestamp,
        _now: Timestamp,
    ) -> Later<'a, Due> {
        let snoozed = self.alter(id, |due| {
            (due.due, due.state) = (until, DueState::Waiting);
            due.n_snoozed += 1;
        });
        Box::pin(async { snoozed })
    }
}
