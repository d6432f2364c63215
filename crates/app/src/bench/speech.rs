//! How fast SenseVoice hears, on one thread, and how much memory it takes.

use std::{path::PathBuf, process::ExitCode};

use anyhow::bail;
use clap::{Args, ValueEnum};
use ling_hub::{engines::sense_voice as engine, out::models::Store};
use ling_nn::{Int8, NetOptions};
use ling_speech::{
    RATE_HZ, UTTERANCE_SECS_MAX,
    asr::sense_voice::{ENGINE, Wish},
};
use serde_json::json;

use crate::{cli::Place, config, cpu};

/// How 8-bit weights are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Arithmetic {
    /// In 8 bits where this processor adds them up exactly, else in floats: what Ling does.
    Exact,
    /// In 8 bits, whatever the processor makes of it.
    Int8,
    /// In floats.
    Float,
}

/// What to measure.
#[derive(Args)]
pub struct Options {
    #[command(flatten)]
    place: Place,
    /// The folder of the model [default: the package sense-voice-small-int8].
    #[arg(long, value_name = "DIR")]
    model: Option<PathBuf>,
    /// How much sound it hears at once, in seconds.
    #[arg(long, default_value = "10")]
    secs: u32,
    /// How 8-bit weights are computed.
    #[arg(long, value_enum, default_value = "exact")]
    arithmetic: Arithmetic,
    /// Print a JSON object.
    #[arg(long)]
    json: bool,
}

/// `ling bench speech`.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    if !(1..=UTTERANCE_SECS_MAX).contains(&options.secs) {
        bail!("`--secs` is a number from 1 to {UTTERANCE_SECS_MAX}");
    }
    let folder = match &options.model {
        Some(folder) => folder.clone(),
        None => package(&options.place)?,
    };
    let net = NetOptions {
        n_threads: 1,
        int8: match options.arithmetic {
            Arithmetic::Exact => Int8::WhereExact,
            Arithmetic::Int8 => Int8::Always,
            Arithmetic::Float => Int8::Never,
        },
    };
    let (opened, load_s) = cpu::whole(|| engine::open(&folder, &net));
    let opened = opened?;
    let sound = noise(options.secs as usize * RATE_HZ as usize);
    let wish = Wish::default();
    let (logits, net_s) = cpu::fastest_whole(|| opened.logits(&sound, &wish));
    logits?;
    let (heard, hear_s) = cpu::fastest_whole(|| opened.hear(&sound, &wish));
    heard?;
    let secs = f64::from(options.secs);
    let (now_mb, most_mb) = memory_mb();
    let told = json!({
        "engine": ENGINE,
        "arithmetic": if opened.is_float() { "f32" } else { "int8" },
        "audio_s": secs,
        "load_cpu_s": load_s.as_secs_f64(),
        "net_cpu_s": net_s.as_secs_f64(),
        "net_rtf": net_s.as_secs_f64() / secs,
        "hear_cpu_s": hear_s.as_secs_f64(),
        "hear_rtf": hear_s.as_secs_f64() / secs,
        "resident_mb": now_mb,
        "resident_mb_max": most_mb,
    });
    if options.json {
        println!("{told}");
    } else {
        println!(
            "{ENGINE} ({}): {secs} s of sound in {:.3} s of one processor (RTF {:.3}; net alone {:.3}), loaded in {:.1} s, \
             {now_mb} MB resident, {most_mb} MB at most",
            told["arithmetic"].as_str().unwrap_or_default(),
            hear_s.as_secs_f64(),
            hear_s.as_secs_f64() / secs,
            net_s.as_secs_f64() / secs,
            load_s.as_secs_f64(),
        );
    }
    Ok(ExitCode::SUCCESS)
}

fn package(place: &Place) -> anyhow::Result<PathBuf> {
    let config = config::load(&place.config()?)?;
    let store = Store::of(&place.data()?, &config.models).map_err(anyhow::Error::msg)?;
    Ok(store.folder(engine::PACKAGE))
}

/// Loud noise, the same each time: what is heard in it takes no less time than speech.
fn noise(n: usize) -> Vec<f32> {
    let mut state = 1u32;
    let next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / 2f32.powi(24) - 0.5
    };
    std::iter::repeat_with(next).take(n).collect()
}

/// Resident memory now and at the most, in MB, where the system tells.
fn memory_mb() -> (u64, u64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let value = |key: &str| {
        let line = status.lines().find(|line| line.starts_with(key));
        let kb = line.and_then(|line| line.split_whitespace().nth(1));
        kb.and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1000
    };
    (value("VmRSS:"), value("VmHWM:"))
}
