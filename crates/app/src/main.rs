//! The program `ling`: the speaker, the assistant and its server in one.

mod ask;
mod bench;
mod cli;
mod config;
mod place;
mod serve;
mod token;
mod understand;
mod user;
mod values;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};

fn main() -> ExitCode {
    let cli = Cli::parse();
    // Fails only when a provider is there already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            if let Some(hint) = hint(&error) {
                eprintln!("hint: {hint}");
            }
            ExitCode::from(1)
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match cli.command {
            Command::Serve(options) => serve::run(options).await,
            Command::Ask(options) => ask::run(options).await,
            Command::Token(options) => token::run(options).await,
            Command::User(options) => user::run(options).await,
            Command::Understand(options) => understand::run(options),
            Command::Values(options) => values::run(options),
            Command::Bench(options) => bench::run(options).await,
        }
    })
}

/// What the owner can do about an error.
fn hint(error: &anyhow::Error) -> Option<String> {
    let hub = error
        .downcast_ref::<ling_hub::HubError>()
        .and_then(|e| e.hint());
    let cloud = error
        .downcast_ref::<ling_cloud::CloudError>()
        .and_then(|e| e.hint());
    hub.or(cloud).map(str::to_owned)
}
