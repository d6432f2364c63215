//! `ling bench`: figures for docs/numbers.md.

pub mod ai;
mod every;
mod intents;
mod marks;
mod model;
pub mod speech;
mod turns;
mod understand;
mod values;

use std::process::ExitCode;

use crate::cli::{Bench, BenchWhat};

/// `ling bench`.
pub async fn run(options: Bench) -> anyhow::Result<ExitCode> {
    match options.what {
        BenchWhat::Understand {
            set: Some(set),
            datasets,
            stage,
            wrong,
            ..
        } => understand::run(&set, &datasets, crate::understand::stages(&stage)?, wrong),
        BenchWhat::Understand {
            datasets,
            stage,
            own,
            python,
            write,
            ..
        } => every::run(&every::Options {
            datasets,
            own,
            stages: crate::understand::stages(&stage)?,
            python,
            write,
        }),
        BenchWhat::Values {
            set,
            datasets,
            show_wrong: wrong,
        } => values::run(&set, &datasets, wrong),
        BenchWhat::Model {
            set,
            datasets,
            model,
            own,
            without,
        } => model::run(&model::Options {
            set,
            datasets,
            model,
            own,
            without,
        }),
        BenchWhat::Speech(options) => speech::run(&options),
        BenchWhat::Ai(options) => ai::run(&options).await,
        BenchWhat::Intents {
            datasets,
            wrong,
            peer,
            no_peer,
        } => intents::run(&datasets, wrong, chosen(peer, no_peer).as_deref()),
        BenchWhat::Turns {
            address,
            token,
            rate,
            seconds,
            text,
            ..
        } => {
            turns::run(&turns::Load {
                address,
                token,
                rate,
                seconds,
                text,
            })
            .await
        }
    }
}

/// The Python with `hassil`: the one that is named, else the one that the scripts made, if any is wanted.
fn chosen(peer: Option<std::path::PathBuf>, no_peer: bool) -> Option<std::path::PathBuf> {
    peer.or_else(|| intents::peer().filter(|_| !no_peer))
}
