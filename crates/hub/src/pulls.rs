//! Model packages that are being fetched for the page, in the background; everybody who listens hears how far
//! they are.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard},
};

use ling_base::Lang;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::{
    events::Events,
    out::models::{ModelError, Progress, State, Store},
};

/// How often a pull is told of, in parts of the whole.
const STEPS: u64 = 100;

/// The packages, and who fetches them.
pub(crate) struct Pulls {
    store: Store,
    events: Events,
    running: Arc<Mutex<HashMap<&'static str, Running>>>,
}

struct Running {
    task: Option<JoinHandle<()>>,
    /// How far it is, or how it ended.
    last: Value,
}

impl Drop for Pulls {
    fn drop(&mut self) {
        for running in lock(&self.running).values() {
            running.task.iter().for_each(JoinHandle::abort);
        }
    }
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().expect("no one panics with the lock")
}

impl Pulls {
    pub(crate) fn new(store: Store, events: Events) -> Pulls {
        Pulls {
            store,
            events,
            running: Arc::default(),
        }
    }

    /// Every package, and how far it is.
    pub(crate) async fn list(&self) -> Value {
        let store = self.store.clone();
        let rows = tokio::task::spawn_blocking(move || store.list()).await;
        let rows = rows.expect("looking at files does not panic");
        let running = lock(&self.running);
        let row = |row| {
            let mut row = json!(row);
            let last = row["name"].as_str().and_then(|name| running.get(name));
            row["pull"] = last.map_or(Value::Null, |running| running.last.clone());
            row
        };
        rows.iter().map(row).collect()
    }

    /// Begins to fetch a package, for somebody who has agreed to that licence, and perhaps to files whose sums nobody
    /// has written down.
    pub(crate) fn start(
        &self,
        name: &str,
        licence: &str,
        unverified: bool,
    ) -> Result<(), ModelError> {
        let manifest = self.store.manifest(name)?;
        if licence != manifest.licence {
            let (name, licence) = (name.to_owned(), manifest.licence.clone());
            return Err(ModelError::Licence { name, licence });
        }
        let name = manifest.name.as_str();
        let mut running = lock(&self.running);
        let is_running = running.get(name).and_then(|it| it.task.as_ref());
        if is_running.is_some_and(|task| !task.is_finished()) {
            return Err(ModelError::Busy {
                name: name.to_owned(),
            });
        }
        let told = Told {
            events: self.events.clone(),
            running: self.running.clone(),
        };
        let store = match unverified {
            true => self.store.clone().unverified(),
            false => self.store.clone(),
        };
        running.insert(
            name,
            Running {
                task: None,
                last: json!({ "name": name, "phase": "fetch" }),
            },
        );
        let task = tokio::spawn(async move {
            let watch = told.clone();
            let pulled = store
                .pull(name, Arc::new(move |progress| watch.far(&progress)))
                .await;
            told.ended(name, pulled.map(|_| ()));
        });
        if let Some(running) = running.get_mut(name) {
            running.task = Some(task);
        }
        Ok(())
    }

    /// Takes a package away; one that is being fetched is stopped first.
    pub(crate) async fn remove(&self, name: &str) -> Result<(), ModelError> {
        let stopped = lock(&self.running)
            .remove(name)
            .and_then(|running| running.task);
        if let Some(task) = stopped {
            task.abort();
            // It has ended, however it did.
            let _ = task.await;
        }
        let (store, name) = (self.store.clone(), name.to_owned());
        let removed = tokio::task::spawn_blocking(move || store.remove(&name).map(|()| name)).await;
        let name = removed.expect("removing files does not panic")?;
        self.events.tell(
            "model",
            None,
            json!({ "name": name, "state": State::Absent }),
        );
        Ok(())
    }
}

/// Tells how far a pull is.
#[derive(Clone)]
struct Told {
    events: Events,
    running: Arc<Mutex<HashMap<&'static str, Running>>>,
}

impl Told {
    fn far(&self, progress: &Progress) {
        let step = |bytes: u64| bytes.saturating_mul(STEPS).checked_div(progress.of);
        let now = json!(progress);
        let mut running = lock(&self.running);
        let Some(running) = running.get_mut(progress.name) else {
            return;
        };
        let was = &running.last;
        let same = was["phase"] == now["phase"]
            && was["bytes"].as_u64().and_then(step) == step(progress.bytes);
        if !same {
            running.last = now.clone();
            self.events.tell("model", None, now);
        }
    }

    fn ended(&self, name: &'static str, pulled: Result<(), ModelError>) {
        let last = match pulled {
            Ok(()) => json!({ "name": name, "state": State::Ready }),
            Err(error) => json!({ "name": name, "error": told(&error) }),
        };
        if let Some(running) = lock(&self.running).get_mut(name) {
            running.last = last.clone();
        }
        self.events.tell("model", None, last);
    }
}

/// An error in both languages, for whoever looks.
fn told(error: &ModelError) -> Value {
    let both =
        |words: &dyn Fn(Lang) -> String| json!({ "zh": words(Lang::Zh), "en": words(Lang::En) });
    json!({
        "code": error.code(),
        "message": both(&|lang| error.told(lang)),
        "hint": both(&|lang| error.hint(lang)),
    })
}
