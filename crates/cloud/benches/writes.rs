//! Durable writes per second, alone and 64 at a time; records and reads; memory.
//!
//! `cargo bench -p ling-cloud --bench writes [-- SECONDS DIR]` (DIR on the disk to be measured).
#![allow(clippy::unwrap_used, reason = "a bench that fails says where")]

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use ling_base::Lang;
use ling_cloud::{
    Cloud, CloudOptions, DueFilter, DueKind, NewDue, Scope, Turn, TurnFilter, TurnId,
};
use tokio::task::JoinSet;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"));
    let seconds = arguments
        .next()
        .and_then(|seconds| seconds.parse().ok())
        .unwrap_or(3);
    let span = Duration::from_secs(seconds);
    let dir = arguments
        .next()
        .map_or_else(std::env::temp_dir, PathBuf::from);
    let dir = dir.join(format!("ling-writes-{}", std::process::id()));
    println!("memory before opening: {} KiB", memory_kib());
    let start = Instant::now();
    let cloud = Cloud::open(&CloudOptions::new(&dir, now())).await.unwrap();
    println!(
        "opened a new folder in {:.1} ms; memory: {} KiB",
        ms(start.elapsed()),
        memory_kib()
    );
    for workers in [1, 64] {
        durable(&cloud, workers, span).await;
    }
    turns(&cloud, 10_000).await;
    reads(&cloud, 10_000).await;
    println!("memory after all this: {} KiB", memory_kib());
    cloud.close().await;
    let start = Instant::now();
    let cloud = Cloud::open(&CloudOptions::new(&dir, now())).await.unwrap();
    println!("opened again in {:.1} ms", ms(start.elapsed()));
    cloud.close().await;
    std::fs::remove_dir_all(dir).unwrap();
}

/// Sets a timer and removes it, over and over: two durable writes.
async fn durable(cloud: &Cloud, workers: usize, span: Duration) {
    let before = cloud.stats();
    let (start, cpu) = (Instant::now(), cpu());
    let mut tasks = JoinSet::new();
    for _ in 0..workers {
        let cloud = cloud.clone();
        tasks.spawn(async move {
            let mut took = Vec::new();
            while start.elapsed() < span {
                let one = Instant::now();
                let new = NewDue::new(DueKind::Timer, "tea", now(), Lang::En);
                let due = cloud.add_due(new, None, now()).await.unwrap();
                took.push(one.elapsed());
                cloud.remove_due(&due.id, now()).await.unwrap();
            }
            took
        });
    }
    let mut took: Vec<Duration> = tasks.join_all().await.into_iter().flatten().collect();
    took.sort();
    let (stats, secs) = (cloud.stats(), start.elapsed().as_secs_f64());
    let (writes, commits) = (
        stats.writes - before.writes,
        stats.commits_disk - before.commits_disk,
    );
    println!(
        "{workers} at a time: {:.0} durable writes/s, {:.1} writes a commit, p50 {:.1} ms, p99 {:.1} ms, {:.0} us CPU each",
        writes as f64 / secs,
        writes as f64 / commits as f64,
        ms(took[took.len() / 2]),
        ms(took[took.len() * 99 / 100]),
        (self::cpu() - cpu) * 1e6 / writes as f64,
    );
}

async fn turns(cloud: &Cloud, count: u32) {
    let (start, cpu) = (Instant::now(), cpu());
    for _ in 0..count {
        let turn = Turn {
            id: TurnId::fresh(now()),
            at: now(),
            conversation: "c".into(),
            device: None,
            person: None,
            heard: "现在几点".into(),
            lang: Lang::Zh,
            label: "datetime_query".into(),
            intent: Some("clock.time".into()),
            say: "三点".into(),
            stage: "grammar".into(),
            trace: serde_json::json!({ "steps": "x".repeat(1_000) }),
            wrong: false,
        };
        while cloud.append_turn(turn.clone()).is_err() {
            tokio::task::yield_now().await;
        }
    }
    cloud.turn(&TurnId::new("none")).await.unwrap();
    let cpu = (self::cpu() - cpu) * 1e6 / f64::from(count);
    println!(
        "turn records: {:.0}/s, {cpu:.0} us CPU each",
        f64::from(count) / start.elapsed().as_secs_f64()
    );
}

async fn reads(cloud: &Cloud, count: u32) {
    let (_, secret) = cloud.create_token("x", Scope::Turns, now()).await.unwrap();
    let (start, cpu) = (Instant::now(), cpu());
    for _ in 0..count {
        cloud.check_token(secret.expose()).await.unwrap().unwrap();
        cloud.dues(&DueFilter::default()).await.unwrap();
    }
    let cpu = (self::cpu() - cpu) * 1e6 / f64::from(2 * count);
    println!(
        "reads: {:.0}/s, {cpu:.0} us CPU each",
        f64::from(2 * count) / start.elapsed().as_secs_f64()
    );
    let start = Instant::now();
    let page = cloud.turns(&TurnFilter::default()).await.unwrap();
    println!(
        "a page of {} turns in {:.1} ms",
        page.len(),
        ms(start.elapsed())
    );
}

fn now() -> Timestamp {
    Timestamp::now()
}

fn ms(span: Duration) -> f64 {
    span.as_secs_f64() * 1e3
}

fn memory_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .unwrap_or("0");
    line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
}

/// Seconds of CPU that this process has used, at the usual hundred ticks a second.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(") ").next().unwrap_or_default();
    let ticks = after_name
        .split(' ')
        .skip(11)
        .take(2)
        .filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}
