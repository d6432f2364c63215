//! Latency of turns over HTTP at a fixed rate, beside the cheapest request of the same server.

use std::{
    process::ExitCode,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use anyhow::Context;
use serde_json::json;

/// The load.
pub struct Load {
    pub address: String,
    pub token: String,
    pub rate: u32,
    pub seconds: u32,
    pub text: String,
}

/// Milliseconds of every request, and how many failed.
#[derive(Default)]
struct Timings {
    health_ms: Vec<f64>,
    turn_ms: Vec<f64>,
    failed: usize,
}

pub async fn run(load: &Load) -> anyhow::Result<ExitCode> {
    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(10))
        .build()?;
    ask(&client, load).await.context("the first turn failed")?;
    let timings = Arc::new(Mutex::new(Timings::default()));
    let mut ticks = tokio::time::interval(Duration::from_secs(1) / load.rate.max(1));
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..load.rate * load.seconds {
        ticks.tick().await;
        let (client, timings) = (client.clone(), timings.clone());
        let load = Load {
            address: load.address.clone(),
            token: load.token.clone(),
            text: load.text.clone(),
            ..*load
        };
        tasks.spawn(async move { one(&client, &load, n, &timings).await });
    }
    while tasks.join_next().await.is_some() {}
    let mut timings = timings.lock().expect("no one panics with the lock");
    print(load, &mut timings);
    Ok(if timings.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn one(client: &reqwest::Client, load: &Load, n: u32, timings: &Mutex<Timings>) {
    let turn = timed(ask(client, load)).await;
    let health = if n.is_multiple_of(4) {
        Some(timed(health(client, load)).await)
    } else {
        None
    };
    let mut timings = timings.lock().expect("no one panics with the lock");
    match turn {
        Ok(ms) => timings.turn_ms.push(ms),
        Err(_) => timings.failed += 1,
    }
    if let Some(Ok(ms)) = health {
        timings.health_ms.push(ms);
    }
}

async fn timed(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<f64> {
    let began = Instant::now();
    work.await?;
    Ok(began.elapsed().as_secs_f64() * 1e3)
}

async fn ask(client: &reqwest::Client, load: &Load) -> anyhow::Result<()> {
    let request = client
        .post(format!("{}/v1/turns", load.address))
        .bearer_auth(&load.token);
    let answer = request
        .json(&json!({ "text": load.text }))
        .send()
        .await?
        .error_for_status()?;
    answer.bytes().await?;
    Ok(())
}

async fn health(client: &reqwest::Client, load: &Load) -> anyhow::Result<()> {
    client
        .get(format!("{}/healthz", load.address))
        .send()
        .await?
        .error_for_status()?
        .bytes()
        .await?;
    Ok(())
}

fn print(load: &Load, timings: &mut Timings) {
    println!(
        "\"{}\" at {}/s for {} s, {} failed",
        load.text, load.rate, load.seconds, timings.failed
    );
    for (name, ms) in [
        ("POST /v1/turns", &mut timings.turn_ms),
        ("GET /healthz", &mut timings.health_ms),
    ] {
        ms.sort_by(f64::total_cmp);
        let at = |share: f64| {
            ms.get(((ms.len() as f64 - 1.0) * share) as usize)
                .copied()
                .unwrap_or_default()
        };
        println!(
            "{name:<16} p50 {:.2} ms, p99 {:.2} ms, worst {:.2} ms",
            at(0.5),
            at(0.99),
            at(1.0)
        );
    }
}
