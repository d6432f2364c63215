//! The server is killed at any moment, again and again, while alarms, reminders and timers are set, removed,
//! rung and acknowledged. After each start: what was answered is there, nothing is there twice, what was
//! acknowledged is silent, and what was not rings again.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::{
    http::Client,
    server::{self, Server},
};

/// Kills in a test run; `LING_KILL_CYCLES` says otherwise.
const CYCLES: usize = 20;
/// Answers after which the server is killed, at most.
const ANSWERS_MAX: usize = 40;
/// Everything is there again within this time of a start.
const AGAIN_MAX: Duration = Duration::from_secs(20);

/// What the clients know.
#[derive(Default)]
struct Book {
    /// Wishes without an answer, by key: what was said and the name in it.
    asked: BTreeMap<String, (String, String)>,
    /// Answered: the id of the row, by name.
    set: BTreeMap<String, String>,
    /// Things whose place on the list was answered.
    listed: BTreeSet<String>,
    /// Names of rows whose removal was asked for.
    removing: BTreeSet<String>,
    /// Names of rows that are gone for sure.
    removed: BTreeSet<String>,
    /// Rings that were heard: ring to row.
    heard: BTreeMap<String, String>,
    /// Rings whose acknowledgement was asked for.
    acknowledging: BTreeSet<String>,
    /// Rings whose acknowledgement was answered.
    acknowledged: BTreeSet<String>,
}

/// One life of the server.
struct Life {
    client: Client,
    book: Arc<Mutex<Book>>,
    answers: AtomicUsize,
    answers_max: usize,
    enough: Notify,
    counter: Arc<AtomicUsize>,
    dice: Mutex<Dice>,
}

/// Numbers that differ in each run and can be repeated with `LING_KILL_SEED`.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }
}

impl Life {
    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().expect("no client panics with the book")
    }

    fn throw(&self, sides: usize) -> usize {
        self.dice
            .lock()
            .expect("no client panics with the dice")
            .throw(sides)
    }

    fn answered(&self) {
        if self.answers.fetch_add(1, Ordering::Relaxed) + 1 >= self.answers_max {
            self.enough.notify_one();
        }
    }

    async fn say(&self, text: &str, key: &str) -> std::io::Result<Value> {
        self.client
            .ask(
                "POST",
                "/v1/turns",
                Some(key),
                Some(json!({ "text": text, "lang": "en" })),
            )
            .await
    }

    /// Sets rows until the server is gone.
    async fn set_for_ever(&self) {
        loop {
            let number = self.counter.fetch_add(1, Ordering::Relaxed);
            let (key, name) = (format!("wish-{number}"), name(number));
            let text = match number % 5 {
                0 => format!("set an alarm called {name} for 7 am tomorrow"),
                1 => format!("remind me to {name} tomorrow at 9 am"),
                2 => format!("明天早上八点提醒我{name}"),
                3 => format!("set a timer called {name} for 1 second"),
                _ => format!("add {name} to the shopping list"),
            };
            self.book()
                .asked
                .insert(key.clone(), (text.clone(), name.clone()));
            let Ok(answer) = self.say(&text, &key).await else {
                return;
            };
            self.note_set(&key, &name, &answer);
            self.answered();
        }
    }

    fn note_set(&self, key: &str, name: &str, answer: &Value) {
        if answer["label"] == "lists_createoradd" {
            let mut book = self.book();
            book.asked.remove(key);
            book.listed.insert(name.to_owned());
            return;
        }
        let id = answer["reply"]["card"]["data"]["id"].as_str();
        let id = id
            .unwrap_or_else(|| panic!("not set: {answer:#}"))
            .to_owned();
        let mut book = self.book();
        book.asked.remove(key);
        book.set.insert(name.to_owned(), id);
    }

    /// Removes some of the rows that wait.
    async fn remove_for_ever(&self) {
        loop {
            let wanted = {
                let mut book = self.book();
                let free = book
                    .set
                    .keys()
                    .filter(|name| !name.starts_with('t') && !book.removing.contains(*name));
                let free: Vec<String> = free.cloned().collect();
                let name = (free.len() > 3).then(|| free[self.throw(free.len())].clone());
                name.map(|name| {
                    (
                        book.removing.insert(name.clone()),
                        book.set[&name].clone(),
                        name,
                    )
                })
            };
            let Some((_, id, name)) = wanted else {
                tokio::task::yield_now().await;
                if self
                    .client
                    .ask("GET", "/healthz", None, None)
                    .await
                    .is_err()
                {
                    return;
                }
                continue;
            };
            let Ok(_) = self
                .client
                .ask("DELETE", &format!("/v1/dues/{id}"), None, None)
                .await
            else {
                return;
            };
            self.book().removed.insert(name);
            self.answered();
        }
    }

    /// Hears what rings and acknowledges every other ring.
    async fn hear_for_ever(&self) {
        loop {
            let Ok(rings) = self.rings().await else {
                return;
            };
            for (ring, due) in rings {
                let is_new = self.book().heard.insert(ring.clone(), due).is_none();
                if is_new && self.throw(2) == 0 {
                    let Ok(()) = self.acknowledge(&ring).await else {
                        return;
                    };
                    self.answered();
                }
            }
        }
    }

    async fn acknowledge(&self, ring: &str) -> std::io::Result<()> {
        self.book().acknowledging.insert(ring.to_owned());
        self.client
            .ask("POST", &format!("/v1/rings/{ring}/ack"), None, None)
            .await?;
        self.book().acknowledged.insert(ring.to_owned());
        Ok(())
    }

    /// What rings now: ring to row.
    async fn rings(&self) -> std::io::Result<BTreeMap<String, String>> {
        let rings = self.client.ask("GET", "/v1/rings", None, None).await?;
        let pair = |ring: &Value| {
            Some((
                ring["id"].as_str()?.to_owned(),
                ring["due"].as_str()?.to_owned(),
            ))
        };
        Ok(rings["ringing"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(pair)
            .collect())
    }

    /// Id and name of every row that waits or rings.
    async fn dues(&self) -> Vec<(String, String)> {
        let dues = self
            .client
            .ask("GET", "/v1/dues", None, None)
            .await
            .expect("the server answers");
        let pair = |due: &Value| {
            Some((
                due["id"].as_str()?.to_owned(),
                due["text"].as_str()?.to_owned(),
            ))
        };
        dues["dues"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(pair)
            .collect()
    }

    /// After a start: asks again what had no answer, then compares.
    async fn check(&self) {
        let asked = self.book().asked.clone();
        for (key, (text, name)) in asked {
            let answer = self.say(&text, &key).await.expect("the server answers");
            self.note_set(&key, &name, &answer);
        }
        self.check_rings().await;
        self.check_list().await;
        let dues = self.dues().await;
        let book = self.book();
        let mut names = BTreeSet::new();
        for (id, name) in &dues {
            assert!(names.insert(name.clone()), "doubled: {name}");
            assert!(
                !book.removed.contains(name),
                "removed and there again: {name} {id}"
            );
        }
        let over: BTreeSet<&String> = book
            .acknowledging
            .iter()
            .filter_map(|ring| book.heard.get(ring))
            .collect();
        for (name, id) in &book.set {
            let may_be_gone = book.removing.contains(name) || over.contains(id);
            assert!(
                may_be_gone || dues.iter().any(|(there, _)| there == id),
                "lost: {name} {id}"
            );
        }
    }

    /// Every thing on the lists, with its path.
    async fn items(&self) -> Vec<(String, String)> {
        let get = async |path: &str| {
            self.client
                .ask("GET", path, None, None)
                .await
                .expect("the server answers")
        };
        let mut all = Vec::new();
        for list in get("/v1/lists").await["lists"]
            .as_array()
            .into_iter()
            .flatten()
        {
            let path = format!(
                "/v1/lists/{}/items",
                list["id"].as_str().expect("a list has an id")
            );
            for item in get(&path).await["items"].as_array().into_iter().flatten() {
                let field = |name: &str| item[name].as_str().expect("an item has it").to_owned();
                all.push((field("text"), format!("/v1/items/{}", field("id"))));
            }
        }
        all
    }

    /// What was answered is on the list, once.
    async fn check_list(&self) {
        let items = self.items().await;
        let listed = self.book().listed.clone();
        for name in &listed {
            let n_times = items.iter().filter(|(text, _)| text == name).count();
            assert_eq!(n_times, 1, "on the list: {name}");
        }
        assert_eq!(items.len(), listed.len(), "on the list: {items:?}");
    }

    /// What was not acknowledged rings again; what was is silent.
    async fn check_rings(&self) {
        let expected: BTreeSet<String> = {
            let book = self.book();
            book.heard
                .keys()
                .filter(|ring| !book.acknowledging.contains(*ring))
                .cloned()
                .collect()
        };
        let began = Instant::now();
        loop {
            let rings = self.rings().await.expect("the server answers");
            let again: Vec<String> = rings
                .keys()
                .filter(|ring| self.book().acknowledged.contains(*ring))
                .cloned()
                .collect();
            assert!(again.is_empty(), "acknowledged and rings again: {again:?}");
            let silent: Vec<&String> = expected
                .iter()
                .filter(|ring| !rings.contains_key(*ring))
                .collect();
            if silent.is_empty() {
                return;
            }
            assert!(
                began.elapsed() < AGAIN_MAX,
                "not acknowledged and silent: {silent:?}"
            );
        }
    }

    /// Ends every ring and removes every row, so that the next life begins with few.
    async fn clear(&self) {
        for (name, path) in self.items().await {
            self.client
                .ask("DELETE", &path, None, None)
                .await
                .expect("the server answers");
            self.book().listed.remove(&name);
        }
        for (ring, due) in self.rings().await.expect("the server answers") {
            self.book().heard.insert(ring.clone(), due);
            self.acknowledge(&ring).await.expect("the server answers");
        }
        for (id, name) in self.dues().await {
            // A timer may have begun to ring, and been acknowledged, in between.
            if !name.starts_with('t') {
                self.client
                    .ask("DELETE", &format!("/v1/dues/{id}"), None, None)
                    .await
                    .expect("the server answers");
                self.book().removing.insert(name.clone());
                self.book().removed.insert(name);
            }
        }
    }
}

/// A name that no sentence takes for anything else; those of timers begin with `t`.
fn name(number: usize) -> String {
    let first = if number % 5 == 3 { 't' } else { 'z' };
    let letters =
        (0..5u32).map(|place| char::from(b"bdfgkmnprv"[number / 10usize.pow(place) % 10]));
    [first, 'o'].into_iter().chain(letters).collect()
}

fn number_from(variable: &str, otherwise: usize) -> usize {
    std::env::var(variable)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(otherwise)
}

/// One life: what the last one left is compared, then four clients work until the kill.
async fn live(life: &Life, server: &mut Server) {
    life.check().await;
    life.clear().await;
    tokio::select! {
        _ = async { tokio::join!(life.set_for_ever(), life.set_for_ever(), life.remove_for_ever(), life.hear_for_ever()) } => {
            panic!("the server went away by itself");
        }
        () = life.enough.notified() => server.kill(),
    }
}

#[test]
fn nothing_is_lost_doubled_or_rung_twice() {
    let data: PathBuf = std::env::temp_dir().join(format!("ling-kill-{}", std::process::id()));
    let seed = number_from("LING_KILL_SEED", std::process::id() as usize);
    println!("LING_KILL_SEED={seed}");
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15 ^ seed as u64);
    let (book, counter) = (
        Arc::new(Mutex::new(Book::default())),
        Arc::new(AtomicUsize::new(1)),
    );
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let runtime = runtime.expect("the system gives threads");
    let token = server::token(&data);
    let cycles = number_from("LING_KILL_CYCLES", CYCLES);
    for _ in 0..cycles {
        let mut server = Server::start(&data);
        let life = Life {
            client: server.client(&token),
            book: book.clone(),
            answers: AtomicUsize::new(0),
            answers_max: 1 + dice.throw(ANSWERS_MAX),
            enough: Notify::new(),
            counter: counter.clone(),
            dice: Mutex::new(Dice(1 + dice.throw(usize::MAX >> 1) as u64)),
        };
        runtime.block_on(live(&life, &mut server));
    }
    let book = book.lock().expect("no client panics with the book");
    println!(
        "{cycles} kills: {} set and {} on the list at the end, {} removed, {} heard, {} acknowledged, none lost, doubled or rung twice",
        book.set.len(),
        book.listed.len(),
        book.removed.len(),
        book.heard.len(),
        book.acknowledged.len()
    );
    let worked = book.set.len() > cycles && !book.heard.is_empty() && !book.acknowledged.is_empty();
    assert!(worked, "the clients did too little to show anything");
    std::fs::remove_dir_all(&data).expect("the folder is ours");
}
