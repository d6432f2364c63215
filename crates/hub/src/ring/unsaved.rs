//! What must ring while nothing can be written: the next rows are kept in memory, and how their rings ended is
//! written down as soon as that is possible again. A ring that ended only here may sound again after a restart.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard},
};

use jiff::Timestamp;
use ling_cloud::{DeviceId, Due, DueState, Ring, RingId};

/// Rows kept in memory: more do not come due while somebody frees some room.
pub(super) const AHEAD_MAX: u32 = 50;
/// Begins the id of a ring that is nowhere but in memory.
const PREFIX: &str = "unsaved-";

/// How a ring ended.
#[derive(Clone, Debug)]
pub(super) enum End {
    Acknowledged {
        device: Option<DeviceId>,
        next: Option<Timestamp>,
    },
    Snoozed {
        device: Option<DeviceId>,
        until: Timestamp,
    },
    Unanswered {
        next: Option<Timestamp>,
    },
}

/// One time of one row.
type Place = (String, i64);

#[derive(Default)]
pub(super) struct Unsaved {
    ahead: Mutex<Vec<Due>>,
    ended: Mutex<BTreeMap<Place, (Ring, End)>>,
}

/// The id of a ring that could not be written down.
pub(super) fn id_of(ring: &Ring) -> String {
    format!(
        "{PREFIX}{}-{}",
        ring.due.id.as_str(),
        ring.at.as_millisecond()
    )
}

/// Whether a ring of that id is nowhere but in memory.
pub(super) fn is_unsaved(id: &str) -> bool {
    id.starts_with(PREFIX)
}

fn place(ring: &Ring) -> Place {
    (ring.due.id.as_str().to_owned(), ring.at.as_millisecond())
}

impl Unsaved {
    /// Keeps the rows that come next, as the storage has them.
    pub(super) fn keep(&self, rows: Vec<Due>) {
        *self.ahead() = rows;
    }

    /// Whether the row still waits for that time, by what the storage has or by a snooze it does not have yet.
    pub(super) fn waits(&self, ring: &Ring) -> bool {
        let is_it = |due: &Due| due.id == ring.due.id && due.due == ring.at;
        let is_snoozed = |(first, end): &(Ring, End)| {
            let again = matches!(end, End::Snoozed { until, .. } if *until == ring.at);
            again && first.due.id == ring.due.id
        };
        self.ended().values().any(is_snoozed) || self.ahead().iter().any(is_it)
    }

    /// What should sound now, whatever the storage can do.
    pub(super) fn due(&self, now: Timestamp) -> Vec<Ring> {
        let ended = self.ended();
        let waiting = self.ahead().clone();
        let snoozed = ended.values().filter_map(|(ring, end)| match end {
            End::Snoozed { until, .. } => Some(Due {
                due: *until,
                state: DueState::Waiting,
                ring: None,
                ..ring.due.clone()
            }),
            End::Acknowledged { .. } | End::Unanswered { .. } => None,
        });
        let all = waiting.into_iter().chain(snoozed);
        let rings = all.filter_map(|due| ring_of(due, now));
        rings
            .filter(|ring| !ended.contains_key(&place(ring)))
            .collect()
    }

    /// When the next of them comes due.
    pub(super) fn next(&self, now: Timestamp) -> Option<Timestamp> {
        let ended = self.ended();
        let snoozed = ended.values().filter_map(|(_, end)| match end {
            End::Snoozed { until, .. } => Some(*until),
            End::Acknowledged { .. } | End::Unanswered { .. } => None,
        });
        let ahead = self.ahead();
        let waiting = ahead.iter().filter(|due| due.state == DueState::Waiting);
        let all = waiting.map(|due| due.due).chain(snoozed);
        all.filter(|at| *at > now).min()
    }

    /// Notes an end that could not be written down.
    pub(super) fn note(&self, ring: &Ring, end: End) {
        self.ended().insert(place(ring), (ring.clone(), end));
    }

    /// Whether the ring of that id ended without being written down.
    pub(super) fn has_ended(&self, id: &str) -> bool {
        let ended = self.ended();
        let mut rings = ended.values().map(|(ring, _)| ring);
        rings.any(|ring| ring.id.as_str() == id || id_of(ring) == id)
    }

    /// How a ring ended that the storage takes for new.
    pub(super) fn end_of(&self, ring: &Ring) -> Option<End> {
        self.ended().get(&place(ring)).map(|(_, end)| end.clone())
    }

    /// Ends of rings that the storage knows, still to be written down.
    pub(super) fn unwritten(&self) -> Vec<(Ring, End)> {
        let ended = self.ended();
        let known = ended
            .values()
            .filter(|(ring, _)| !is_unsaved(ring.id.as_str()));
        known.cloned().collect()
    }

    /// An end was written down.
    pub(super) fn written(&self, ring: &Ring) {
        self.ended().remove(&place(ring));
    }

    fn ahead(&self) -> MutexGuard<'_, Vec<Due>> {
        self.ahead.lock().expect("no one panics with the lock")
    }

    fn ended(&self) -> MutexGuard<'_, BTreeMap<Place, (Ring, End)>> {
        self.ended.lock().expect("no one panics with the lock")
    }
}

/// The ring of a row whose time has come: that of before, or one that is nowhere but here.
fn ring_of(due: Due, now: Timestamp) -> Option<Ring> {
    let known = match due.state {
        DueState::Ringing => Some(due.ring.clone()?),
        DueState::Waiting if due.due <= now => None,
        DueState::Waiting | DueState::Paused | DueState::Done => return None,
    };
    let mut ring = Ring {
        id: RingId::new(""),
        at: due.due,
        due,
        claimed: now,
        lease_until: now,
    };
    ring.id = known.unwrap_or_else(|| RingId::new(id_of(&ring)));
    Some(ring)
}
