//! What SenseVoice makes of WAV files, for `tests/peers/graphs`.
//!
//!     cargo run --release -p ling-speech --example sense_voice -- hear FOLDER exact|int8|float LANG ITN FILE.wav...
//!
//! `FOLDER` holds the net as `model.onnx` and `tokens.txt`; LANG is `zh`, `en` or `auto`; ITN is `true` or `false`. A line
//! of JSON a file: the likeliest tokens, the text, and the values of the last layer, which also are written to FILE.f32.
#![expect(
    clippy::disallowed_methods,
    reason = "an example is a program and reads the files it is given"
)]

use std::path::Path;

use ling_base::Lang;
use ling_nn::{Int8, NetOptions};
use ling_speech::asr::sense_voice::{SenseVoice, Wish};
use ling_speech::{decode, wav};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["hear", folder, int8, lang, written, files @ ..] => {
            let wish = Wish {
                lang: Lang::from_tag(lang),
                written: *written == "true",
                n_best: 3,
            };
            let engine = open(Path::new(folder), options(int8));
            files.iter().for_each(|file| hear(&engine, &wish, file));
        }
        _ => panic!("hear; see the top of this file"),
    }
}

fn options(int8: &str) -> NetOptions {
    let int8 = match int8 {
        "exact" => Int8::WhereExact,
        "int8" => Int8::Always,
        "float" => Int8::Never,
        other => panic!("what is {other}?"),
    };
    NetOptions { n_threads: 1, int8 }
}

fn open(folder: &Path, options: NetOptions) -> SenseVoice {
    let onnx = std::fs::read(folder.join("model.onnx")).expect("the net can be read");
    let tokens = std::fs::read_to_string(folder.join("tokens.txt")).expect("so can the tokens");
    SenseVoice::open(onnx, &tokens, &options).expect("it is SenseVoice")
}

fn hear(engine: &SenseVoice, wish: &Wish, file: &str) {
    let bytes = std::fs::read(file).expect("the file can be read");
    let sound = decode(&bytes, &wav::Limits::UTTERANCE).expect("the file holds sound");
    let logits = engine.logits(&sound.samples, wish).expect("the net runs");
    let bytes: Vec<u8> = logits
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect();
    std::fs::write(format!("{file}.f32"), bytes).expect("the values can be written");
    let heard = engine.hear(&sound.samples, wish).expect("the net runs");
    let text = heard.alternatives.first().map_or("", |best| &best.text);
    let tokens = engine.tokens(&logits);
    println!("{{\"file\": {file:?}, \"tokens\": {tokens:?}, \"text\": {text:?}}}");
}
