//! The program `ling`: the speaker, the assistant and its server in one.

mod advice;
mod ask;
mod bench;
mod cli;
mod config;
mod cpu;
mod doctor;
mod explain;
mod input;
mod intents;
mod listen;
mod memory;
mod model;
mod models;
mod ocr;
mod pinyin;
mod place;
mod say;
mod serve;
mod service;
mod table;
mod token;
mod transcribe;
mod understand;
mod user;
mod values;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

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
    memory::keep_little();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match cli.command {
            Command::Serve(options) => serve::run(options).await,
            Command::Ask(options) => ask::run(options).await,
            Command::Say(options) => say::run(options).await,
            Command::Devices(options) => user::devices(options).await,
            Command::Config(options) => config::run(options),
            Command::Doctor(options) => doctor::run(options).await,
            Command::Completions { shell } => Ok(completions(shell)),
            Command::Models(options) => models::run(options).await,
            Command::Service(options) => service::run(options),
            Command::Token(options) => token::run(options).await,
            Command::Key(options) => token::keys(options).await,
            Command::User(options) => user::run(options).await,
            Command::Understand(options) => understand::run(options).await,
            Command::Values(options) => values::run(options),
            Command::Pinyin(options) => pinyin::run(options),
            Command::Explain(options) => explain::run(&options).await,
            Command::Intents(options) => intents::run(options),
            Command::Listen(options) => listen::run(options).await,
            Command::Transcribe(options) => transcribe::run(options),
            Command::Ocr(options) => ocr::run(options),
            Command::Bench(options) => bench::run(options).await,
        }
    })
}

/// Prints what a shell needs to complete our words.
fn completions(shell: clap_complete::Shell) -> ExitCode {
    clap_complete::generate(shell, &mut Cli::command(), "ling", &mut std::io::stdout());
    ExitCode::SUCCESS
}

/// What the owner can do about an error.
fn hint(error: &anyhow::Error) -> Option<String> {
    let hub = error
        .downcast_ref::<ling_hub::HubError>()
        .and_then(|e| e.hint());
    let cloud = error
        .downcast_ref::<ling_cloud::CloudError>()
        .and_then(|e| e.hint());
    let ear = error.downcast_ref::<ling_hub::EarError>().map(ear_hint);
    let told = error.downcast_ref::<advice::Advice>();
    let known = hub.or(cloud).or_else(|| say::hint(error)).or(ear);
    known
        .map(str::to_owned)
        .or_else(|| told.and_then(|told| told.hint.clone()))
}

fn ear_hint(error: &ling_hub::EarError) -> &'static str {
    match error {
        ling_hub::EarError::Off => {
            "fetch English commands with `ling models pull sphinx-en`, or choose a recogniser in [speech] of ling.toml"
        }
        ling_hub::EarError::Key { .. } => "check recogniser_key_file in [speech] of ling.toml",
        ling_hub::EarError::Package { .. } => "`ling models pull NAME` fetches it",
        ling_hub::EarError::Speech(_) => "`ling doctor` says what is there and what is missing",
    }
}
