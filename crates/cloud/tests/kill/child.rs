//! The program that is killed: four workers that never stop.

use std::{
    io::Write,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use jiff::{SignedDuration, Timestamp};
use ling_base::Lang;
use ling_cloud::{Cloud, CloudOptions, DueKind, ItemId, ListId, ListKind, NewDue};

use crate::said::Said;

const WORKERS: u32 = 4;

/// Works in `dir` from the second `start` on, until it is killed.
pub fn run(dir: &str, start: &str) {
    let start: i64 = start.parse().expect("the parent gives a number");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    runtime
        .expect("the system gives threads")
        .block_on(work(dir, start));
}

async fn work(dir: &str, start: i64) {
    let clock = Clock(Arc::new(AtomicI64::new(start)));
    let cloud = Cloud::open(&CloudOptions::new(dir, clock.tick()))
        .await
        .expect("the folder opens");
    cloud.release_rings().await.expect("rings are released");
    let list = cloud
        .ensure_list(ListKind::Shopping, "list", clock.tick())
        .await
        .expect("there is a list");
    let workers = (0..WORKERS).map(|number| {
        let worker = Worker {
            cloud: cloud.clone(),
            list: list.id.clone(),
            clock: clock.clone(),
            name: format!("{start}-{number}"),
        };
        tokio::spawn(worker.run())
    });
    for worker in workers.collect::<Vec<_>>() {
        worker.await.expect("a worker works until the end");
    }
}

/// Seconds that pass with each thing done: no real time is read.
#[derive(Clone)]
pub struct Clock(pub Arc<AtomicI64>);

impl Clock {
    pub fn tick(&self) -> Timestamp {
        time(self.0.fetch_add(1, Ordering::Relaxed))
    }
}

pub fn time(secs: i64) -> Timestamp {
    Timestamp::from_second(1_770_000_000 + secs).expect("the test's seconds are few")
}

struct Worker {
    cloud: Cloud,
    list: ListId,
    clock: Clock,
    name: String,
}

impl Worker {
    async fn run(self) {
        for number in 0.. {
            let name = format!("{}-{number}", self.name);
            self.set_timer(&name).await;
            let item = self.add_item(&name).await;
            match number % 3 {
                0 => self.tick(&name, &item).await,
                1 => self.remove(&name, &item).await,
                _ => {}
            }
            self.ring().await;
        }
    }

    async fn set_timer(&self, name: &str) {
        let now = self.clock.tick();
        say(Said::TryDue(name.to_owned()));
        let new = NewDue::new(
            DueKind::Timer,
            name,
            now + SignedDuration::from_secs(5),
            Lang::En,
        );
        let due = self
            .cloud
            .add_due(new, Some(&format!("due {name}")), now)
            .await
            .expect("a timer is set");
        say(Said::Due(name.to_owned(), due.id.to_string()));
    }

    async fn add_item(&self, name: &str) -> ItemId {
        say(Said::TryItem(name.to_owned()));
        let key = format!("item {name}");
        let items = self
            .cloud
            .add_items(
                &self.list,
                &[name.to_owned()],
                Some(&key),
                self.clock.tick(),
            )
            .await;
        let id = items.expect("an item is added")[0].id.clone();
        say(Said::Item(name.to_owned(), id.to_string()));
        id
    }

    async fn tick(&self, name: &str, item: &ItemId) {
        say(Said::TryTick(name.to_owned()));
        self.cloud
            .tick_items(std::slice::from_ref(item), true)
            .await
            .expect("an item is ticked");
        say(Said::Tick(name.to_owned()));
    }

    async fn remove(&self, name: &str, item: &ItemId) {
        say(Said::TryRemove(name.to_owned()));
        self.cloud
            .remove_items(std::slice::from_ref(item))
            .await
            .expect("an item is removed");
        say(Said::Remove(name.to_owned()));
    }

    /// Takes what rings and acknowledges all but the last of it.
    async fn ring(&self) {
        let rings = self
            .cloud
            .claim_due(self.clock.tick(), 30)
            .await
            .expect("rings are claimed");
        for ring in &rings {
            say(Said::Ring(ring.id.to_string(), ring.due.text.clone()));
        }
        for ring in rings.iter().rev().skip(usize::from(rings.len() > 1)) {
            say(Said::TryAck(ring.id.to_string()));
            self.cloud
                .ack_ring(&ring.id, None, None, self.clock.tick())
                .await
                .expect("a ring ends");
            say(Said::Ack(ring.id.to_string()));
        }
    }
}

/// One write of one line: it is there whole or not at all.
fn say(said: Said) {
    let line = said.line() + "\n";
    std::io::stdout()
        .lock()
        .write_all(line.as_bytes())
        .expect("the parent listens");
}
