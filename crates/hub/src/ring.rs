//! The one place that decides "now": what is due rings, is told to everyone who listens, and ends once.

mod missed;
mod next;
mod say;
mod tone;
mod unsaved;

#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use jiff::{SignedDuration, Timestamp, ZonedDateTime, tz::TimeZone};
use ling_cloud::{
    Cloud, CloudError, DeviceId, Due, DueFilter, DueKind, DueState, Page, Ring, RingEnd, RingId,
    RingOutcome,
};
use ling_dialogue::Skills;
use serde_json::{Value as Json, json};
use tokio::time::Instant;
use tracing::{debug, warn};

use crate::{Config, events::Events};
use missed::Missed;
use tone::Tone;
use unsaved::{End, Unsaved};

/// How long something rings when nobody comes.
const RING_MAX: Duration = Duration::from_secs(600);
/// A claim holds this long; then the ring is looked at again.
const LEASE_SECS: u32 = 20;
/// The clock is looked at this often, for it may jump and the machine may sleep.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// After a failure of the storage, the next look.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

/// What rings, and what nobody heard.
pub(crate) struct Ringer {
    cloud: Cloud,
    config: Arc<RwLock<Arc<Config>>>,
    events: Events,
    skills: Arc<Skills>,
    active: Mutex<BTreeMap<String, Sounding>>,
    missed: Missed,
    unsaved: Unsaved,
    tone: Tone,
    runs: AtomicBool,
}

/// A ring that sounds now.
#[derive(Clone)]
struct Sounding {
    ring: Ring,
    /// By the clock that never jumps.
    began: Instant,
    quiet: bool,
}

impl Ringer {
    pub(crate) fn new(
        cloud: Cloud,
        config: Arc<RwLock<Arc<Config>>>,
        events: Events,
        skills: Arc<Skills>,
    ) -> Ringer {
        Ringer {
            missed: Missed::new(cloud.clone()),
            cloud,
            config,
            events,
            skills,
            active: Mutex::default(),
            unsaved: Unsaved::default(),
            tone: Tone::default(),
            runs: AtomicBool::new(false),
        }
    }

    /// Whether anything would ring at all: not in a program that only answers once.
    pub(crate) fn runs(&self) -> bool {
        self.runs.load(Ordering::Relaxed)
    }

    /// Rings until `stop`.
    pub(crate) async fn run(&self, stop: impl Future<Output = ()>) {
        self.runs.store(true, Ordering::Relaxed);
        if let Err(error) = self.take_over().await {
            warn!(
                code = error.code(),
                "What rang before cannot be taken over."
            );
        }
        let device = self.config().audio.device.clone();
        let looking = async {
            tokio::join!(self.look_for_ever(), self.tone.play(&device));
        };
        tokio::select! {
            () = looking => {}
            () = stop => {}
        }
        self.runs.store(false, Ordering::Relaxed);
    }

    /// After a start: rings of the last run are free again, and what it missed is told.
    async fn take_over(&self) -> Result<(), CloudError> {
        // What was missed is read even where nothing can be written.
        let released = self.cloud.release_rings().await;
        self.missed.load(Timestamp::now()).await?;
        released
    }

    async fn look_for_ever(&self) {
        let mut changes = self.cloud.changes();
        loop {
            changes.borrow_and_update();
            let now = Timestamp::now();
            let wait = match self.look(now).await {
                Ok(next) => until(next, now),
                Err(error) => {
                    warn!(code = error.code(), "What rings cannot be written down.");
                    until(self.unsaved.next(now), now).min(LOOK_AGAIN)
                }
            };
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                Ok(()) = changes.changed() => {}
                () = self.events.joined() => self.tell_again().await,
            }
        }
    }

    /// Looks at the clock once: what is due sounds, whatever the storage can do; what rang too long ends. Says
    /// when to look next.
    async fn look(&self, now: Timestamp) -> Result<Option<Timestamp>, CloudError> {
        let looked = self.look_and_write(now).await;
        if looked.is_err() {
            for ring in self.unsaved.due(now) {
                if !self.sounds(&ring) {
                    self.begin(ring, now).await;
                }
            }
        }
        self.tone
            .set(self.active().values().any(|sounding| !sounding.quiet));
        looked
    }

    async fn look_and_write(&self, now: Timestamp) -> Result<Option<Timestamp>, CloudError> {
        self.unsaved.keep(self.ahead().await?);
        self.drop_ended().await?;
        self.end_unanswered(now).await;
        for (ring, end) in self.unsaved.unwritten() {
            self.write_end(&ring, end, now).await?;
        }
        if self.cloud.next_due_at().await?.is_some_and(|at| at <= now) {
            for ring in self.cloud.claim_due(now, LEASE_SECS).await? {
                self.sound(ring, now).await?;
            }
        }
        self.cloud.next_due_at().await
    }

    /// The rows that come next.
    async fn ahead(&self) -> Result<Vec<Due>, CloudError> {
        let page = Page {
            limit: unsaved::AHEAD_MAX,
            ..Page::default()
        };
        let filter = DueFilter {
            page,
            ..DueFilter::default()
        };
        self.cloud.dues(&filter).await
    }

    /// Whether the same time of the same row sounds already.
    fn sounds(&self, ring: &Ring) -> bool {
        let is_same = |sounding: &Sounding| {
            sounding.ring.due.id == ring.due.id && sounding.ring.at == ring.at
        };
        self.active().values().any(is_same)
    }

    /// A ring that was claimed: it sounds, goes on sounding, has ended before that could be written down, or comes
    /// too late.
    async fn sound(&self, ring: Ring, now: Timestamp) -> Result<(), CloudError> {
        if let Some(end) = self.unsaved.end_of(&ring) {
            return self.write_end(&ring, end, now).await;
        }
        if let Some(sounding) = self.active().get_mut(ring.id.as_str()) {
            sounding.ring = ring;
            return Ok(());
        }
        // It has sounded under a name of its own, and can now be written down.
        self.silence(&unsaved::id_of(&ring), "removed", None);
        let is_new = ring.claimed.as_millisecond() == now.as_millisecond();
        let began = if is_new { ring.at } else { ring.claimed };
        if now.duration_since(began).as_secs() >= RING_MAX.as_secs() as i64 {
            self.give_up(ring, now).await;
        } else {
            self.begin(ring, now).await;
        }
        Ok(())
    }

    async fn begin(&self, ring: Ring, now: Timestamp) {
        let id = ring.id.as_str().to_owned();
        let quiet = self.is_quiet(&ring.due, now).await;
        let sounding = Sounding {
            ring,
            began: Instant::now(),
            quiet,
        };
        self.events.tell("ring", None, self.describe(&sounding));
        self.active().insert(id, sounding);
    }

    /// Ends what sounded for its whole time.
    async fn end_unanswered(&self, now: Timestamp) {
        let over: Vec<Ring> = {
            let active = self.active();
            let over = active
                .values()
                .filter(|sounding| sounding.began.elapsed() >= RING_MAX);
            over.map(|sounding| sounding.ring.clone()).collect()
        };
        for ring in over {
            self.give_up(ring, now).await;
        }
    }

    async fn give_up(&self, ring: Ring, now: Timestamp) {
        let next = self.next_after(&ring.due, now);
        let end = End::Unanswered { next };
        let written = self.write(&ring.id, &end, now).await;
        self.silence(ring.id.as_str(), "unanswered", None);
        if written.is_err() {
            self.unsaved.note(&ring, end);
        }
        if !matches!(written, Ok(RingEnd::Before { .. })) {
            let missed = ling_cloud::Missed {
                at: ring.at,
                due: ring.due,
            };
            self.missed.add(missed);
            self.tell_missed().await;
        }
    }

    /// Writes down how a ring ended. One that is nowhere but in memory has to wait until it is claimed.
    async fn write(&self, ring: &RingId, end: &End, now: Timestamp) -> Result<RingEnd, CloudError> {
        if unsaved::is_unsaved(ring.as_str()) {
            return Err(CloudError::NotFound {
                what: "ring",
                id: ring.as_str().to_owned(),
            });
        }
        let cloud = &self.cloud;
        match end {
            End::Acknowledged { device, next } => {
                cloud.ack_ring(ring, device.as_ref(), *next, now).await
            }
            End::Snoozed { device, until } => {
                cloud.snooze_ring(ring, device.as_ref(), *until, now).await
            }
            End::Unanswered { next } => cloud.give_up_ring(ring, *next, now).await,
        }
    }

    /// Writes down an end that could not be written down when it came.
    async fn write_end(&self, ring: &Ring, end: End, now: Timestamp) -> Result<(), CloudError> {
        match self.write(&ring.id, &end, now).await {
            Err(error) if !error.is_callers() => Err(error),
            _ => {
                self.unsaved.written(ring);
                Ok(())
            }
        }
    }

    /// Silences rings that ended elsewhere: their row was changed or removed.
    async fn drop_ended(&self) -> Result<(), CloudError> {
        if self.active().is_empty() {
            return Ok(());
        }
        let open: Vec<RingId> = self
            .ringing()
            .await?
            .into_iter()
            .filter_map(|due| due.ring)
            .collect();
        let gone: Vec<String> = {
            let active = self.active();
            let stays = |sounding: &Sounding| {
                let ring = &sounding.ring;
                open.contains(&ring.id)
                    || (unsaved::is_unsaved(ring.id.as_str()) && self.unsaved.waits(ring))
            };
            let gone = active.iter().filter(|(_, sounding)| !stays(sounding));
            gone.map(|(id, _)| id.clone()).collect()
        };
        gone.iter().for_each(|id| self.silence(id, "removed", None));
        Ok(())
    }

    /// Tells that a ring is over, once.
    fn silence(&self, id: &str, how: &str, device: Option<&str>) {
        let ended = self.active().remove(id);
        if let Some(ended) = ended {
            let due = ended.ring.due.id.as_str();
            self.events.tell(
                "ring_end",
                None,
                json!({ "id": id, "due": due, "how": how, "device": device }),
            );
        }
        self.tone
            .set(self.active().values().any(|sounding| !sounding.quiet));
    }

    async fn ringing(&self) -> Result<Vec<Due>, CloudError> {
        self.cloud
            .dues(&DueFilter {
                state: Some(DueState::Ringing),
                ..DueFilter::default()
            })
            .await
    }

    /// The row of an open ring.
    async fn due_of(&self, ring: &RingId) -> Result<Option<Due>, CloudError> {
        let known = self
            .active()
            .get(ring.as_str())
            .map(|sounding| sounding.ring.due.clone());
        if known.is_some() {
            return Ok(known);
        }
        Ok(self
            .ringing()
            .await?
            .into_iter()
            .find(|due| due.ring.as_ref() == Some(ring)))
    }

    /// Ends a ring for good. False when it was over before.
    ///
    /// Errors: `NotFound` for a ring that never was.
    pub(crate) async fn acknowledge(
        &self,
        id: &str,
        device: Option<&str>,
        now: Timestamp,
    ) -> Result<bool, CloudError> {
        if self.missed.dismiss(id, now).await {
            return Ok(true);
        }
        let ring = RingId::new(self.name_now(id));
        let due = match self.due_of(&ring).await {
            Err(_) if self.unsaved.has_ended(ring.as_str()) => return Ok(false),
            due => due?,
        };
        let next = due.and_then(|due| self.next_after(&due, now));
        let device = device.map(DeviceId::new);
        self.end(&ring, End::Acknowledged { device, next }, now)
            .await
    }

    /// Lets a ring sound again at `until`. False when it was over before.
    ///
    /// Errors: `NotFound` for a ring that never was.
    pub(crate) async fn snooze(
        &self,
        id: &str,
        device: Option<&str>,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<bool, CloudError> {
        let device = device.map(DeviceId::new);
        let ring = RingId::new(self.name_now(id));
        self.end(&ring, End::Snoozed { device, until }, now).await
    }

    /// The id of a ring that was told under another name, before it could be written down.
    fn name_now(&self, id: &str) -> String {
        let active = self.active();
        let known = (active.values()).find(|sounding| unsaved::id_of(&sounding.ring) == id);
        known.map_or(id, |known| known.ring.id.as_str()).to_owned()
    }

    /// Ends a ring. What sounds is silent even where that cannot be written down.
    async fn end(&self, ring: &RingId, end: End, now: Timestamp) -> Result<bool, CloudError> {
        let id = ring.as_str();
        let (how, device) = match &end {
            End::Acknowledged { device, .. } => ("acknowledged", device.clone()),
            End::Snoozed { device, .. } => ("snoozed", device.clone()),
            End::Unanswered { .. } => ("unanswered", None),
        };
        let device = device.as_ref().map(DeviceId::as_str);
        let sounding = self.active().get(id).cloned();
        match (self.write(ring, &end, now).await, sounding) {
            // Whoever asks for more sleep must know that nothing will sound again.
            (Ok(RingEnd::Before { how, .. }), _)
                if how == RingOutcome::Removed && matches!(end, End::Snoozed { .. }) =>
            {
                self.silence(id, "removed", None);
                Err(CloudError::NotFound {
                    what: "ring",
                    id: id.to_owned(),
                })
            }
            (Ok(written), _) => Ok(self.ended(id, written, device)),
            (Err(_), None) if self.unsaved.has_ended(id) => Ok(false),
            (Err(error), Some(sounding)) if unsaved::is_unsaved(id) || !error.is_callers() => {
                warn!(code = error.code(), "How a ring ended is not written down.");
                self.unsaved.note(&sounding.ring, end);
                self.silence(id, how, device);
                Ok(true)
            }
            (Err(error), _) => Err(error),
        }
    }

    fn ended(&self, id: &str, end: RingEnd, device: Option<&str>) -> bool {
        let (how, first) = match &end {
            RingEnd::Now(due) if due.snooze_count > 0 => (RingOutcome::Snoozed, true),
            RingEnd::Now(_) => (RingOutcome::Acknowledged, true),
            RingEnd::Before { how, .. } => (*how, false),
        };
        debug!(ring = id, first, "A ring has ended.");
        self.silence(id, outcome(how), device);
        first
    }

    /// What rings now and what was missed, for a page that opens.
    pub(crate) fn state(&self) -> Json {
        let active: Vec<Sounding> = self.active().values().cloned().collect();
        let ringing: Vec<Json> = active
            .iter()
            .map(|sounding| self.describe(sounding))
            .collect();
        let missed: Vec<Json> = self
            .missed
            .open()
            .iter()
            .map(|missed| self.describe_missed(missed))
            .collect();
        json!({ "ringing": ringing, "missed": missed })
    }

    /// For whoever has just begun to listen.
    async fn tell_again(&self) {
        let active: Vec<Sounding> = self.active().values().cloned().collect();
        for sounding in &active {
            self.events.tell("ring", None, self.describe(sounding));
        }
        self.tell_missed().await;
    }

    /// Tells what was missed, if somebody listens.
    async fn tell_missed(&self) {
        if self.events.listeners() == 0 {
            return;
        }
        for missed in self.missed.take_untold(Timestamp::now()).await {
            self.events
                .tell("missed", None, self.describe_missed(&missed));
        }
    }

    async fn is_quiet(&self, due: &Due, now: Timestamp) -> bool {
        if due.kind != DueKind::Reminder {
            return false;
        }
        let house = self.cloud.house().await.unwrap_or_default();
        let time = now.to_zoned_datetime(self.zone()).time();
        house
            .quiet
            .is_some_and(|quiet| match quiet.from <= quiet.to {
                true => quiet.from <= time && time < quiet.to,
                false => quiet.from <= time || time < quiet.to,
            })
    }

    fn next_after(&self, due: &Due, now: Timestamp) -> Option<Timestamp> {
        let zone = due
            .zone
            .as_deref()
            .and_then(|zone| TimeZone::get(zone).ok());
        let now = now.to_zoned_datetime(zone.unwrap_or_else(|| self.zone()));
        next::after(due, &now, &self.config().house.region)
    }

    fn config(&self) -> Arc<Config> {
        self.config
            .read()
            .expect("no one panics with the lock")
            .clone()
    }

    fn zone(&self) -> TimeZone {
        TimeZone::get(&self.config().house.zone).unwrap_or_else(|_| TimeZone::system())
    }

    fn here(&self, at: Timestamp) -> ZonedDateTime {
        at.to_zoned_datetime(self.zone())
    }

    fn active(&self) -> MutexGuard<'_, BTreeMap<String, Sounding>> {
        self.active.lock().expect("no one panics with the lock")
    }
}

/// When something that repeats comes due next after `now`, which is in the zone of its time of day.
pub(crate) fn next_after(due: &Due, now: &ZonedDateTime, region: &str) -> Option<Timestamp> {
    next::after(due, now, region)
}

/// How long to sleep until `next`.
fn until(next: Option<Timestamp>, now: Timestamp) -> Duration {
    let left = next.map_or(SignedDuration::from_secs(i64::MAX), |next| {
        next.duration_since(now)
    });
    Duration::try_from(left)
        .unwrap_or(Duration::ZERO)
        .min(LOOK_EVERY)
}

fn outcome(how: RingOutcome) -> &'static str {
    match how {
        RingOutcome::Acknowledged => "acknowledged",
        RingOutcome::Snoozed => "snoozed",
        RingOutcome::Unanswered => "unanswered",
        RingOutcome::Removed => "removed",
    }
}
