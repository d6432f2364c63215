//! Jobs: several questions about long texts, whose answers are fetched later.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    Json,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    super::{Call, error::Refusal, id, query},
    BODY_BYTES_MAX,
    batch::Batch,
    tasks::{self, Kind, Options, Parameters},
};
use crate::Hub;

/// Documents of a job, as Azure has it.
const DOCUMENTS_MAX: usize = 25;
/// Tasks of a job.
const TASKS_MAX: usize = 16;
/// Jobs whose answers are kept, and for how long.
const JOBS_MAX: usize = 1_000;
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// Jobs of one key that are not over.
const OPEN_EACH_MAX: usize = 8;
/// Bytes of all texts that wait and all answers that are kept.
const BYTES_MAX: usize = 64 << 20;
/// All the texts of a job, in bytes: 25 long ones in Chinese.
const JOB_BYTES_MAX: usize = 10 * BODY_BYTES_MAX;

/// Jobs that run or whose answers are kept.
#[derive(Default)]
pub(in crate::http::azure) struct Jobs(Mutex<HashMap<String, Job>>);

/// One job.
#[derive(Clone)]
struct Job {
    /// Whose key began it; nobody else sees it.
    owner: String,
    name: Option<String>,
    begun: Timestamp,
    changed: Timestamp,
    n_tasks: usize,
    /// Bytes of the texts, until the job is over.
    n_waiting: usize,
    /// The answers so far.
    items: Vec<Item>,
    is_cancelled: bool,
}

/// One answer, as JSON: that takes a tenth of what it takes when it is read.
#[derive(Clone)]
struct Item {
    json: String,
    is_failed: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ordered {
    display_name: Option<String>,
    analysis_input: Option<Batch>,
    #[serde(default)]
    tasks: Vec<Task>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Task {
    kind: String,
    task_name: Option<String>,
    #[serde(default)]
    parameters: Parameters,
}

/// `POST .../jobs`: begins one and says where its answers will be.
pub(super) async fn begin(hub: &Hub, owner: &str, call: Call) -> Result<Response, Refusal> {
    let version = query::value(&call.parts, "api-version").unwrap_or_default();
    let at = format!("{}/language/analyze-text/jobs", call.base);
    let ordered: Ordered = call.json(JOB_BYTES_MAX).await?;
    let batch = ordered.analysis_input.unwrap_or_default();
    batch.check(DOCUMENTS_MAX)?;
    batch.check_size(tasks::JOB_CHARS_MAX)?;
    if ordered.tasks.is_empty() || ordered.tasks.len() > TASKS_MAX {
        let message = format!(
            "A job has 1 to {TASKS_MAX} tasks; this one has {}.",
            ordered.tasks.len()
        );
        return Err(Refusal::bad("InvalidRequest", message));
    }
    let now = hub.now().datetime();
    let each = ordered.tasks.iter().enumerate();
    let todo: Result<Vec<(String, Options)>, Refusal> = each
        .map(|(nth, task)| {
            let options = Options::of(Kind::named(&task.kind)?, &task.parameters, now)?;
            let name = task.task_name.clone().unwrap_or_else(|| nth.to_string());
            Ok((
                name,
                Options {
                    chars_max: tasks::JOB_CHARS_MAX,
                    ..options
                },
            ))
        })
        .collect();
    let todo = todo?;
    let job = hub
        .programs
        .jobs
        .add(owner, ordered.display_name, todo.len(), batch.n_bytes())?;
    tokio::spawn(work(hub.clone(), job.clone(), batch, todo));
    accepted(&format!("{at}/{job}?api-version={version}"))
}

/// Does one task after the other, where nobody waits for it.
async fn work(hub: Hub, job: String, batch: Batch, todo: Vec<(String, Options)>) {
    let batch = Arc::new(batch);
    for (name, options) in todo {
        if hub.programs.jobs.is_cancelled(&job) {
            return;
        }
        let kind = options.kind;
        let (batch, _turn) = (batch.clone(), hub.jobs.acquire().await);
        let done = tokio::task::spawn_blocking(move || tasks::results(&batch, &options)).await;
        hub.programs.jobs.finish(&job, item(kind, &name, done.ok()));
    }
}

fn item(kind: Kind, name: &str, results: Option<Value>) -> Item {
    let is_failed = results.is_none();
    let status = if results.is_some() {
        "succeeded"
    } else {
        "failed"
    };
    let mut item = json!({
        "kind": format!("{}LROResults", kind.name()),
        "taskName": name,
        "lastUpdateDateTime": told(Timestamp::now()),
        "status": status,
    });
    if let Some(results) = results {
        item["results"] = results;
    }
    Item {
        json: item.to_string(),
        is_failed,
    }
}

/// `GET .../jobs/{id}`, or `POST .../jobs/{id}:cancel`.
pub(super) fn look(hub: &Hub, owner: &str, call: &Call, rest: &str) -> Result<Response, Refusal> {
    let none = || {
        Refusal::new(
            StatusCode::NOT_FOUND,
            "NotFound",
            "There is no such job. Answers are kept for a day.",
        )
    };
    if let Some(id) = rest.strip_suffix(":cancel") {
        let is_there = hub.programs.jobs.cancel(id, owner);
        let version = query::value(&call.parts, "api-version").unwrap_or_default();
        let at = format!(
            "{}/language/analyze-text/jobs/{id}?api-version={version}",
            call.base
        );
        return is_there.then(|| accepted(&at)).ok_or_else(none)?;
    }
    let job = hub.programs.jobs.find(rest, owner).ok_or_else(none)?;
    let mut response = Json(job.json(rest)).into_response();
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    Ok(response)
}

fn accepted(at: &str) -> Result<Response, Refusal> {
    let at = HeaderValue::from_str(at)
        .map_err(|_| Refusal::bad("InvalidRequest", "The host is no host."))?;
    let headers = [
        (HeaderName::from_static("operation-location"), at),
        (header::RETRY_AFTER, HeaderValue::from_static("1")),
    ];
    Ok((StatusCode::ACCEPTED, headers).into_response())
}

fn told(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

impl Job {
    fn is_over(&self) -> bool {
        self.items.len() == self.n_tasks || self.is_cancelled
    }

    fn n_bytes(&self) -> usize {
        let answers = self.items.iter().map(|item| item.json.len());
        self.n_waiting + answers.sum::<usize>()
    }

    fn json(&self, id: &str) -> Value {
        let (n_done, n_failed) = (
            self.items.len(),
            self.items.iter().filter(|item| item.is_failed).count(),
        );
        let items = self.items.iter();
        let items = items.map(|item| serde_json::from_str(&item.json).unwrap_or(Value::Null));
        let status = match (self.is_cancelled, n_done == self.n_tasks, n_failed) {
            (_, true, 0) => "succeeded",
            (_, true, n) if n == self.n_tasks => "failed",
            (_, true, _) => "partiallyCompleted",
            (true, ..) => "cancelled",
            (false, ..) => "running",
        };
        let failed = self
            .items
            .iter()
            .enumerate()
            .filter(|(_, item)| item.is_failed);
        let errors = failed.map(|(nth, _)| {
            json!({ "code": "InternalServerError", "message": "The task failed.", "target": format!("#/tasks/items/{nth}") })
        });
        json!({
            "jobId": id,
            "displayName": self.name,
            "createdDateTime": told(self.begun),
            "lastUpdatedDateTime": told(self.changed),
            "expirationDateTime": told(self.begun.saturating_add(KEPT).unwrap_or(self.begun)),
            "status": status,
            "errors": errors.collect::<Vec<_>>(),
            "tasks": {
                "completed": n_done - n_failed,
                "failed": n_failed,
                "inProgress": self.n_tasks - n_done,
                "total": self.n_tasks,
                "items": items.collect::<Value>(),
            },
        })
    }
}

/// Forgets the oldest jobs that are over until there is room for one more with so many bytes.
fn make_room(all: &mut HashMap<String, Job>, n_bytes: usize) -> Result<(), Refusal> {
    let mut n_all = n_bytes + all.values().map(Job::n_bytes).sum::<usize>();
    while all.len() >= JOBS_MAX || n_all > BYTES_MAX {
        let over = all.iter().filter(|(_, job)| job.is_over());
        let oldest = over
            .min_by_key(|(_, job)| job.begun)
            .map(|(id, _)| id.clone());
        let oldest = oldest.ok_or_else(|| Refusal::too_many(5))?;
        n_all -= all.remove(&oldest).map_or(0, |job| job.n_bytes());
    }
    Ok(())
}

impl Jobs {
    /// A new job of this owner, with texts of so many bytes; refused when too many wait.
    fn add(
        &self,
        owner: &str,
        name: Option<String>,
        n_tasks: usize,
        n_bytes: usize,
    ) -> Result<String, Refusal> {
        let now = Timestamp::now();
        let mut all = self.all();
        all.retain(|_, job| now.duration_since(job.begun) < KEPT);
        let own = all.values().filter(|job| job.owner == owner);
        if own.filter(|job| !job.is_over()).count() >= OPEN_EACH_MAX {
            return Err(Refusal::too_many(5));
        }
        make_room(&mut all, n_bytes)?;
        let id = id();
        let job = Job {
            owner: owner.to_owned(),
            name,
            begun: now,
            changed: now,
            n_tasks,
            n_waiting: n_bytes,
            items: Vec::new(),
            is_cancelled: false,
        };
        all.insert(id.clone(), job);
        Ok(id)
    }

    fn finish(&self, id: &str, item: Item) {
        if let Some(job) = self.all().get_mut(id) {
            job.items.push(item);
            job.changed = Timestamp::now();
            if job.is_over() {
                job.n_waiting = 0;
            }
        }
    }

    fn find(&self, id: &str, owner: &str) -> Option<Job> {
        self.all().get(id).filter(|job| job.owner == owner).cloned()
    }

    fn cancel(&self, id: &str, owner: &str) -> bool {
        let mut all = self.all();
        let job = all.get_mut(id).filter(|job| job.owner == owner);
        job.map(|job| job.is_cancelled = true).is_some()
    }

    fn is_cancelled(&self, id: &str) -> bool {
        self.all().get(id).is_none_or(|job| job.is_cancelled)
    }

    fn all(&self) -> std::sync::MutexGuard<'_, HashMap<String, Job>> {
        self.0.lock().expect("no one panics with the lock")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(n_bytes: usize) -> Item {
        Item {
            json: "1".repeat(n_bytes),
            is_failed: false,
        }
    }

    #[test]
    fn a_key_has_so_many_jobs_at_once() {
        let jobs = Jobs::default();
        let add = |owner: &str| jobs.add(owner, None, 1, 10).map_err(|why| why.status);
        let first = add("a").expect("there is room");
        let more = (1..OPEN_EACH_MAX).filter(|_| add("a").is_ok()).count();
        assert_eq!(more, OPEN_EACH_MAX - 1);
        assert_eq!(add("a"), Err(StatusCode::TOO_MANY_REQUESTS));
        assert!(add("b").is_ok(), "others have theirs");
        jobs.finish(&first, item(1));
        assert!(add("a").is_ok(), "one is over");
    }

    #[test]
    fn old_answers_make_room_and_what_waits_does_not() {
        let jobs = Jobs::default();
        let add = |owner: &str, n_bytes| jobs.add(owner, None, 1, n_bytes);
        let old = add("a", BYTES_MAX / 2).expect("there is room");
        jobs.finish(&old, item(BYTES_MAX / 2));
        let waits = add("a", BYTES_MAX / 2).expect("there is room");
        let third = add("b", BYTES_MAX / 2).expect("the old answer goes");
        let is_there = |id: &str| jobs.find(id, "a").is_some() || jobs.find(id, "b").is_some();
        assert_eq!(
            [&old, &waits, &third].map(|id| is_there(id)),
            [false, true, true]
        );
        assert_eq!(
            add("c", 1).map_err(|why| why.status),
            Err(StatusCode::TOO_MANY_REQUESTS)
        );
    }
}
