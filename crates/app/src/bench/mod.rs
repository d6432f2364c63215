//! `ling bench`: figures for docs/numbers.md.

mod every;
mod intents;
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
            show_wrong,
        } => values::run(&set, &datasets, show_wrong),
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
        BenchWhat::Intents {
            datasets,
            wrong,
            peer,
            no_peer,
        } => {
            let peer = peer.or_else(|| intents::peer().filter(|_| !no_peer));
            intents::run(&datasets, wrong, peer.as_deref())
        }
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
