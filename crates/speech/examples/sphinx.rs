//! Hears commands in files of features, for comparison with PocketSphinx:
//!
//! - `sphinx MODEL_FOLDER GRAMMAR.jsgf MORE.dict FEATURES...` prints a line for each file: the file, the words, the
//!   score, CPU seconds are up to `time`. Features are little-endian 32-bit floats, 39 a frame.
//! - `sphinx MODEL_FOLDER GRAMMAR.jsgf MORE.dict --fsg` prints the grammar in Sphinx's own format.
//! - `sphinx MODEL_FOLDER scores FEATURES` writes how badly each tied state fits each frame, 16 bits each.

use std::{io::Write, sync::Arc};

use ling_speech::asr::sphinx::{
    Acoustics, Commands, ModelFiles, Pronunciations,
    front::{Feature, N_FEATURES},
    jsgf,
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

fn features(name: &str) -> Result<Vec<Feature>, Failed> {
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

#[allow(
    clippy::disallowed_methods,
    reason = "an example is a program, which has arguments"
)]
fn main() -> Result<(), Failed> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let folder = &args[0];
    let read = |name: &str| file(&format!("{folder}/{name}"));
    let acoustics = Arc::new(Acoustics::read(&ModelFiles {
        mdef: &read("mdef")?,
        means: &read("means")?,
        variances: &read("variances")?,
        transition_matrices: &read("transition_matrices")?,
        sendump: &read("sendump")?,
    })?);
    let mut out = std::io::stdout().lock();
    if args[1] == "scores" {
        for frame in features(&args[2])? {
            for score in acoustics.senone_scores(&frame) {
                out.write_all(&(score as i16).to_le_bytes())?;
            }
        }
        return Ok(());
    }
    let grammar = jsgf::parse(&text(&args[1])?)?;
    let said = Pronunciations {
        words: &text(&format!("{folder}/words.dict"))?,
        more: &text(&args[2])?,
        noises: &text(&format!("{folder}/noisedict"))?,
    };
    let commands = Commands::new(acoustics, &grammar, &said)?;
    for word in commands.unknown() {
        eprintln!("`{word}` is in no dictionary");
    }
    for name in &args[3..] {
        if name == "--fsg" {
            write!(out, "{}", commands.to_fsg())?;
            continue;
        }
        let heard = commands.hear(&features(name)?).unwrap_or_default();
        writeln!(
            out,
            "{name}\t{}\t{:.3}\t{:?}",
            heard.text, heard.nats_per_frame, heard.slots
        )?;
    }
    Ok(())
}
