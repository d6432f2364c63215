use std::{net::Ipv4Addr, process::ExitCode};

use ling_hub::{Hub, HubError, HubOptions, http};
use tokio::net::TcpListener;
use tracing::info;

use crate::{cli::Serve, config, place};

/// `ling serve`.
pub async fn run(options: Serve) -> anyhow::Result<ExitCode> {
    log();
    let data = options.place.data()?;
    let config = config::load(&options.place.config()?)?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port))
        .await
        .map_err(|source| HubError::Port {
            port: options.port,
            source,
        })?;
    let address = format!("http://{}", listener.local_addr()?);
    let hub = Hub::open(HubOptions {
        data: data.clone(),
        config,
        skills: ling_skills::all(),
    })
    .await?;
    place::leave_address(&data, &address)?;
    println!("ready {address}");
    greet(&hub, &address).await?;
    let (stopped, stopping) = tokio::sync::oneshot::channel::<()>();
    let ringing = tokio::spawn({
        let hub = hub.clone();
        async move { hub.ring(async { stopping.await.unwrap_or(()) }).await }
    });
    let served = axum_serve(listener, hub.clone()).await;
    drop(stopped);
    ringing.await?;
    place::take_address(&data);
    hub.close().await;
    served?;
    Ok(ExitCode::SUCCESS)
}

async fn axum_serve(listener: TcpListener, hub: Hub) -> std::io::Result<()> {
    http::serve(listener, hub, stop()).await
}

async fn stop() {
    let mut term = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        .expect("the runtime has signals");
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = term.recv() => {}
    }
    info!("Stopping.");
}

/// At first, and while nobody is signed in: how to get in.
async fn greet(hub: &Hub, address: &str) -> Result<(), HubError> {
    if let Some(key) = hub.first_link().await? {
        eprintln!("open {address}/signin?key={key} to sign in (once, within 15 minutes)");
    }
    Ok(())
}

fn log() {
    let filter =
        tracing_subscriber::EnvFilter::try_from_env("LING_LOG").unwrap_or_else(|_| "info".into());
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}
