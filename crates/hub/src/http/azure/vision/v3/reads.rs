//! Pictures that are read while nobody waits; the answers are fetched later.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard},
};

use axum::{
    Json,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::{SignedDuration, Timestamp};
use ling_vision::Format;
use serde_json::{Value, json};

use super::{
    super::{
        super::{Call, error::Refusal, id as new_id},
        source, store,
    },
    read,
};
use crate::{
    Hub,
    engines::eyes::{EyeError, Seen, Wish},
};

/// Readings that are kept, and for how long.
const READS_MAX: usize = 1_000;
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// Pictures of one key that wait.
const OPEN_EACH_MAX: usize = 32;
/// Bytes of all pictures that wait and all answers that are kept.
const BYTES_MAX: usize = 64 << 20;

/// Where answers are, behind `/vision/v3.2/`: the service's own place, and that of Microsoft's container.
const PLACES: [&str; 2] = ["read/analyzeResults/", "read/operations/"];

/// Pictures that wait, and what was read in others.
#[derive(Default)]
pub(in crate::http::azure) struct Reads(Mutex<HashMap<String, Read>>);

/// One picture.
#[derive(Clone)]
struct Read {
    /// Whose key sent it; nobody else sees it.
    owner: String,
    begun: Timestamp,
    changed: Timestamp,
    state: State,
}

/// How far it is.
#[derive(Clone)]
enum State {
    /// So many bytes wait, or are being looked at.
    Waits(usize),
    /// What was read, as JSON.
    Done(String),
    /// Why it was not.
    Failed(Refusal),
}

const LINES: Wish = Wish {
    lines: true,
    things: false,
    kinds: false,
    faces: false,
    interests: false,
};

/// The id in the path of an answer.
pub(super) fn id(operation: &str) -> Option<&str> {
    PLACES
        .iter()
        .find_map(|place| operation.strip_prefix(place))
}

/// `POST read/analyze`: takes a picture and says where the answer will be.
pub(super) async fn begin(
    hub: &Hub,
    owner: &str,
    version: &'static str,
    call: Call,
) -> Result<Response, Refusal> {
    read::check(&call.parts)?;
    let store = store(hub)?;
    crate::engines::eyes::can_read(&store)?;
    let place = format!("{}/vision/{version}/{}", call.base, PLACES[0]);
    let seat = hub.eyes.seat().await?;
    let bytes = source::bytes(hub, call).await?;
    Format::of(&bytes).map_err(EyeError::from)?;
    let id = hub.programs.reads.add(owner, bytes.len())?;
    drop(seat);
    let at = HeaderValue::from_str(&format!("{place}{id}"))
        .map_err(|_| Refusal::bad("InvalidRequest", "The host is no host."))?;
    tokio::spawn(work(hub.clone(), id, version, bytes));
    let headers = [
        (HeaderName::from_static("operation-location"), at),
        (header::RETRY_AFTER, HeaderValue::from_static("1")),
    ];
    Ok((StatusCode::ACCEPTED, headers).into_response())
}

/// Reads one picture, when those before it are done.
async fn work(hub: Hub, id: String, version: &'static str, bytes: Vec<u8>) {
    let _turn = hub.jobs.acquire().await;
    let told = move |seen: Seen| read::told(&seen.page, version).to_string();
    let read = match store(&hub) {
        Ok(store) => hub.eyes.look_at_last(&store, bytes, LINES, told).await,
        Err(refusal) => return hub.programs.reads.finish(&id, State::Failed(refusal)),
    };
    let state = match read {
        Ok(json) => State::Done(json),
        Err(error) => State::Failed(error.into()),
    };
    hub.programs.reads.finish(&id, state);
}

/// `POST read/syncAnalyze` of the container: reads it at once.
pub(super) async fn at_once(
    hub: &Hub,
    version: &'static str,
    call: Call,
) -> Result<Response, Refusal> {
    read::check(&call.parts)?;
    let begun = Timestamp::now();
    let _seat = hub.eyes.seat().await?;
    let bytes = source::bytes(hub, call).await?;
    let told = move |seen: Seen| read::told(&seen.page, version);
    let told = hub.eyes.look(&store(hub)?, bytes, LINES, told).await?;
    Ok(Json(finished(begun, Timestamp::now(), told)).into_response())
}

/// `GET read/analyzeResults/{id}`.
pub(super) fn look(hub: &Hub, owner: &str, id: &str) -> Result<Response, Refusal> {
    let read = hub.programs.reads.find(id, owner);
    let read = read.ok_or_else(|| {
        let message = "There is no such reading. Answers are kept for a day.";
        Refusal::new(StatusCode::NOT_FOUND, "NotFound", message)
    })?;
    let mut response = Json(read.json()).into_response();
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    Ok(response)
}

fn finished(begun: Timestamp, changed: Timestamp, told: Value) -> Value {
    json!({
        "status": "succeeded",
        "createdDateTime": time(begun),
        "lastUpdatedDateTime": time(changed),
        "analyzeResult": told,
    })
}

fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

impl Read {
    fn is_open(&self) -> bool {
        matches!(self.state, State::Waits(_))
    }

    fn n_bytes(&self) -> usize {
        match &self.state {
            State::Waits(n_bytes) => *n_bytes,
            State::Done(json) => json.len(),
            State::Failed(refusal) => refusal.message.len(),
        }
    }

    fn json(&self) -> Value {
        let told = |status: &str| {
            json!({
                "status": status,
                "createdDateTime": time(self.begun),
                "lastUpdatedDateTime": time(self.changed),
            })
        };
        match &self.state {
            State::Waits(_) => told("running"),
            State::Done(json) => {
                let read = serde_json::from_str(json).unwrap_or(Value::Null);
                finished(self.begun, self.changed, read)
            }
            State::Failed(refusal) => {
                let mut told = told("failed");
                told["error"] = refusal.body()["error"].take();
                told
            }
        }
    }
}

impl Reads {
    /// A picture of this owner with so many bytes; refused when too many wait.
    fn add(&self, owner: &str, n_bytes: usize) -> Result<String, Refusal> {
        let now = Timestamp::now();
        let mut all = self.all();
        all.retain(|_, read| read.is_open() || now.duration_since(read.begun) < KEPT);
        let own = all.values().filter(|read| read.owner == owner);
        if own.filter(|read| read.is_open()).count() >= OPEN_EACH_MAX {
            return Err(waits());
        }
        make_room(&mut all, n_bytes)?;
        let id = new_id();
        let read = Read {
            owner: owner.to_owned(),
            begun: now,
            changed: now,
            state: State::Waits(n_bytes),
        };
        all.insert(id.clone(), read);
        Ok(id)
    }

    fn finish(&self, id: &str, state: State) {
        if let Some(read) = self.all().get_mut(id) {
            read.state = state;
            read.changed = Timestamp::now();
        }
    }

    fn find(&self, id: &str, owner: &str) -> Option<Read> {
        let all = self.all();
        all.get(id).filter(|read| read.owner == owner).cloned()
    }

    fn all(&self) -> MutexGuard<'_, HashMap<String, Read>> {
        self.0.lock().expect("no one panics with the lock")
    }
}

/// Forgets the oldest answers until there is room for one more picture with so many bytes.
fn make_room(all: &mut HashMap<String, Read>, n_bytes: usize) -> Result<(), Refusal> {
    let mut n_all = n_bytes + all.values().map(Read::n_bytes).sum::<usize>();
    while all.len() >= READS_MAX || n_all > BYTES_MAX {
        let over = all.iter().filter(|(_, read)| !read.is_open());
        let oldest = over.min_by_key(|(_, read)| read.begun);
        let oldest = oldest.map(|(id, _)| id.clone()).ok_or_else(waits)?;
        n_all -= all.remove(&oldest).map_or(0, |read| read.n_bytes());
    }
    Ok(())
}

fn waits() -> Refusal {
    let message = "Too many pictures wait to be read. Fetch the answers, and send more then.";
    Refusal {
        retry_secs: Some(5),
        ..Refusal::new(StatusCode::TOO_MANY_REQUESTS, "429", message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        let check = |path: &str, expect| assert_eq!(id(path), expect, "{path}");
        check("read/analyzeResults/abc", Some("abc"));
        check("read/operations/abc", Some("abc"));
        check("read/analyze", None);
    }

    #[test]
    fn a_key_has_so_many_pictures_at_once() {
        let reads = Reads::default();
        let add = |owner: &str| reads.add(owner, 10).map_err(|why| why.status);
        let first = add("a").expect("there is room");
        let more = (1..OPEN_EACH_MAX).filter(|_| add("a").is_ok()).count();
        assert_eq!(more, OPEN_EACH_MAX - 1);
        assert_eq!(add("a"), Err(StatusCode::TOO_MANY_REQUESTS));
        assert!(add("b").is_ok(), "others have theirs");
        reads.finish(&first, State::Done("1".to_owned()));
        assert!(add("a").is_ok(), "one is over");
        assert!(reads.find(&first, "b").is_none(), "nobody else's");
        let told = reads.find(&first, "a").expect("its own").json();
        assert_eq!(
            (&told["status"], &told["analyzeResult"]),
            (&json!("succeeded"), &json!(1))
        );
    }

    #[test]
    fn old_answers_make_room_and_what_waits_does_not() {
        let reads = Reads::default();
        let add = |n_bytes| reads.add("a", n_bytes).map_err(|why| why.status);
        let old = add(BYTES_MAX / 2).expect("there is room");
        reads.finish(&old, State::Done("1".repeat(BYTES_MAX / 2)));
        let waits = add(BYTES_MAX / 2).expect("there is room");
        add(BYTES_MAX / 2).expect("the old answer goes");
        let is_there = |id: &str| reads.find(id, "a").is_some();
        assert_eq!([is_there(&old), is_there(&waits)], [false, true]);
        assert_eq!(add(1), Err(StatusCode::TOO_MANY_REQUESTS));
        reads.finish(&waits, State::Failed(Refusal::fault("No.")));
        let told = reads.find(&waits, "a").expect("it is there").json();
        assert_eq!(
            (&told["status"], &told["error"]["message"]),
            (&json!("failed"), &json!("No."))
        );
    }
}
