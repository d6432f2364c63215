use std::{io::IsTerminal, net::Ipv4Addr, path::Path, process::ExitCode};

use ling_hub::{
    Hub, HubError, HubOptions,
    http::{self, Certificate, LOCAL_NAME, LocalName, Offer},
};
use tokio::{net::TcpListener, sync::watch};
use tracing::info;

use crate::{
    advice::Advice,
    cli::{Only, Serve},
    config,
    doctor::ports,
    place,
};

/// `ling serve`.
pub async fn run(options: Serve) -> anyhow::Result<ExitCode> {
    log();
    let data = options.place.data()?;
    let config = config::load(&options.place.config()?)?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port))
        .await
        .map_err(|source| taken(options.port, source))?;
    let address = format!("http://{}", listener.local_addr()?);
    let outside = match options.listen {
        true => Some(http::listen_everywhere(options.https_port)?),
        false => None,
    };
    let hub = Hub::open(HubOptions {
        data: data.clone(),
        config,
        skills: ling_skills::all(),
        model: Some(crate::model::NET),
    })
    .await?;
    let _alone = place::alone(&data)?;
    if options.only == Some(Only::Ai) {
        return services(listener, outside, hub, &data).await;
    }
    if let Err(error) = place::leave_address(&data, &address) {
        // Without it only `ling ask` and its like do not find the house; it rings all the same.
        eprintln!("warning: the address cannot be left in the data folder: {error}");
    }
    crate::memory::give_back();
    println!("ready {address}");
    let key = hub.first_link().await.unwrap_or_else(|error| {
        eprintln!("warning: no sign-in link can be made: {error}");
        error.hint().inspect(|hint| eprintln!("hint: {hint}"));
        None
    });
    let (stop, stopping) = watch::channel(());
    let outside = match outside {
        Some(listener) => Some(open_up(listener, &data, &hub, key.as_deref(), &stopping)?),
        None => None,
    };
    if let Some(key) = key {
        eprintln!("open {address}/signin?key={key} to sign in (once, within 15 minutes)");
    } else {
        let command = http::link_command(&data);
        eprintln!("open {address}; another browser signs in with what `{command}` prints");
    }
    let ringing = tokio::spawn({
        let (hub, stopping) = (hub.clone(), stopping.clone());
        async move { hub.ring(ended(stopping)).await }
    });
    let served = http::serve(listener, hub.clone(), Offer::House, signal()).await;
    drop(stop);
    ringing.await?;
    if let Some(outside) = outside {
        outside.await??;
    }
    place::take_address(&data);
    hub.close().await;
    served?;
    Ok(ExitCode::SUCCESS)
}

/// `ling serve --only ai`: nothing of the house, so that nothing rings and no page is signed in.
async fn services(
    listener: TcpListener,
    outside: Option<std::net::TcpListener>,
    hub: Hub,
    data: &Path,
) -> anyhow::Result<ExitCode> {
    crate::memory::give_back();
    println!("ready http://{}", listener.local_addr()?);
    eprintln!("the AI services only: no page, and nothing rings");
    eprintln!("a key for a program: {}", http::key_command(data));
    let (stop, stopping) = watch::channel(());
    let outside = match outside {
        Some(listener) => Some(open_services(listener, data, &hub, stopping)?),
        None => None,
    };
    let served = http::serve(listener, hub.clone(), Offer::Ai, signal()).await;
    drop(stop);
    if let Some(outside) = outside {
        outside.await??;
    }
    hub.close().await;
    served?;
    Ok(ExitCode::SUCCESS)
}

/// The AI services for the whole network over HTTPS.
fn open_services(
    listener: std::net::TcpListener,
    data: &Path,
    hub: &Hub,
    stopping: watch::Receiver<()>,
) -> anyhow::Result<tokio::task::JoinHandle<Result<(), HubError>>> {
    let certificate = Certificate::load_or_make(data, hub.now().date())?;
    let port = listener.local_addr()?.port();
    let host = http::lan_address().map_or("localhost".to_owned(), |address| address.to_string());
    eprintln!("listening https://{host}:{port}");
    eprintln!("certificate SHA-256 {}", certificate.fingerprint()?);
    let hub = hub.clone();
    Ok(tokio::spawn(async move {
        http::serve_tls(listener, &certificate, hub, Offer::Ai, ended(stopping)).await
    }))
}

/// Why a port cannot be had; who has it, if it is taken.
fn taken(port: u16, source: std::io::Error) -> anyhow::Error {
    if source.kind() != std::io::ErrorKind::AddrInUse {
        return HubError::Port { port, source }.into();
    }
    let message = format!("port `{port}` is used by {}", ports::shown(port));
    Advice::new(message, "end it, or choose another with `--port`").into()
}

/// Serves the whole network over HTTPS, and says how to get there.
fn open_up(
    listener: std::net::TcpListener,
    data: &Path,
    hub: &Hub,
    key: Option<&str>,
    stopping: &watch::Receiver<()>,
) -> anyhow::Result<tokio::task::JoinHandle<Result<(), HubError>>> {
    let certificate = Certificate::load_or_make(data, hub.now().date())?;
    let port = listener.local_addr()?.port();
    let host = http::lan_address().map_or(LOCAL_NAME.to_owned(), |address| address.to_string());
    let address = format!("https://{host}:{port}");
    eprintln!("listening {address} and https://{LOCAL_NAME}:{port}");
    eprintln!("certificate SHA-256 {}", certificate.fingerprint()?);
    eprintln!(
        "a browser warns once, for the certificate is the house's own: compare these letters"
    );
    let door = key.map_or(address.clone(), |key| format!("{address}/signin?key={key}"));
    if let Some(code) = http::qr_code(&door) {
        eprintln!("{code}");
    }
    let (hub, stopping) = (hub.clone(), stopping.clone());
    Ok(tokio::spawn(async move {
        let _name = LocalName::announce(port);
        http::serve_tls(listener, &certificate, hub, Offer::House, ended(stopping)).await
    }))
}

/// Ends when the other side of the channel is gone.
async fn ended(mut stopping: watch::Receiver<()>) {
    while stopping.changed().await.is_ok() {}
}

async fn signal() {
    let mut term = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        .expect("the runtime has signals");
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = term.recv() => {}
    }
    info!("Stopping.");
}

fn log() {
    let filter =
        tracing_subscriber::EnvFilter::try_from_env("LING_LOG").unwrap_or_else(|_| "info".into());
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none())
        .with_writer(std::io::stderr)
        .init();
}
