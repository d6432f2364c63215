//! Hears commands in WAV files or files of features, for comparison with PocketSphinx:
//!
//! - `sphinx MODEL_FOLDER GRAMMAR.jsgf MORE.dict FILES...` prints a JSON line for each file. Files that end in `.f32`
//!   hold features: little-endian 32-bit floats, 39 a frame.
//! - `sphinx MODEL_FOLDER GRAMMAR.jsgf MORE.dict --fsg` prints the grammar in Sphinx's own format.
//! - `sphinx MODEL_FOLDER scores FEATURES` writes how badly each tied state fits each frame, 16 bits each.

use std::{io::Write, sync::Arc};

use ling_speech::{
    asr::sphinx::{
        Acoustics, Command, Commands, Pronunciations, Tuning,
        front::{Feature, N_FEATURES},
        jsgf,
    },
    wav::{self, Limits},
};

type Failed = Box<dyn std::error::Error>;

#[allow(
    clippy::disallowed_methods,
    reason = "an example is a program, which reads files"
)]
fn file(name: &str) -> std::io::Result<Vec<u8>> {
    std::fs::read(name)
}

fn text(name: &str) -> Result<String, Failed> {
    Ok(String::from_utf8(file(name)?)?)
}

fn frames(name: &str) -> Result<Vec<Feature>, Failed> {
    let bytes = file(name)?;
    let floats = bytes
        .chunks_exact(4)
        .map(|four| f32::from_le_bytes(four.try_into().expect("chunks of four")));
    let floats: Vec<f32> = floats.collect();
    let frames = floats.chunks_exact(N_FEATURES);
    Ok(frames
        .map(|frame| frame.try_into().expect("chunks of a frame"))
        .collect())
}

fn model(folder: &str) -> Result<Acoustics, Failed> {
    Acoustics::open(|name| Ok(file(&format!("{folder}/{name}"))?))
}

fn line(name: &str, heard: &Command) -> String {
    let slots: Vec<String> = heard
        .slots
        .iter()
        .map(|(n, v)| format!("{n:?}: {v:?}"))
        .collect();
    format!(
        "{{\"file\": {name:?}, \"text\": {:?}, \"intent\": {}, \"slots\": {{{}}}, \"confidence\": {:.4}}}",
        heard.text,
        if heard.text.is_empty() {
            "null"
        } else {
            "\"orderDrink\""
        },
        slots.join(", "),
        heard.margin
    )
}

#[allow(
    clippy::disallowed_methods,
    reason = "an example is a program, which has arguments"
)]
fn main() -> Result<(), Failed> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let acoustics = Arc::new(model(&args[0])?);
    let mut out = std::io::stdout().lock();
    if args[1] == "scores" {
        for frame in frames(&args[2])? {
            for score in acoustics.senone_scores(&frame) {
                out.write_all(&(score as i16).to_le_bytes())?;
            }
        }
        return Ok(());
    }
    let grammar = jsgf::parse(&text(&args[1])?)?;
    let said = Pronunciations {
        words: &text(&format!("{}/words.dict", args[0]))?,
        more: &text(&args[2])?,
    };
    let tuning = Tuning::default();
    let commands = Commands::new(acoustics, &grammar, &said, tuning)?;
    for word in commands.unknown() {
        eprintln!("`{word}` is in no dictionary");
    }
    for name in &args[3..] {
        if name == "--fsg" {
            write!(out, "{}", commands.to_fsg())?;
            continue;
        }
        let heard = match name.ends_with(".f32") {
            true => commands.hear_features(&frames(name)?, 1),
            false => commands.hear(&wav::read(&file(name)?, &Limits::UTTERANCE)?.samples, 1),
        };
        writeln!(
            out,
            "{}",
            line(name, heard.first().unwrap_or(&Command::default()))
        )?;
    }
    Ok(())
}
