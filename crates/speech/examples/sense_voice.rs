//! What SenseVoice makes of WAV files, for `tests/peers/graphs`, and how fast it is.
//!
//!     cargo run --release -p ling-speech --example sense_voice -- hear FOLDER exact|int8|float LANG ITN FILE.wav...
//!     cargo run --release -p ling-speech --example sense_voice -- speed MODEL.onnx exact|int8|float SECONDS
//!
//! `FOLDER` holds the net as `model.onnx` and `tokens.txt`; LANG is `zh`, `en` or `auto`; ITN is `true` or `false`. A line
//! of JSON a file: the likeliest tokens, the text, and the values of the last layer, which also are written to FILE.f32.
//! `speed` runs a net of SenseVoice's inputs once to warm up and five times more, on one thread.
#![expect(
    clippy::disallowed_methods,
    reason = "an example is a program and reads the files it is given"
)]

use std::path::Path;
use std::time::Instant;

use ling_base::Lang;
use ling_nn::{Int8, Net, NetOptions, Tensor};
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
        ["speed", file, int8, secs] => speed(file, options(int8), secs.parse().expect("seconds")),
        _ => panic!("hear or speed; see the top of this file"),
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

fn speed(file: &str, options: NetOptions, secs: f64) {
    let began = Instant::now();
    let onnx = std::fs::read(file).expect("the net can be read");
    let net = Net::load(onnx, &options).expect("it is a net");
    let load_s = began.elapsed().as_secs_f64();
    let n_rows = (secs / 0.06).ceil() as usize;
    let mut best_s = f64::INFINITY;
    for _ in 0..6 {
        let x = (0..n_rows * 560)
            .map(|at| (at as f32 * 0.37).sin())
            .collect();
        let one = |value| Tensor::i32(&[1], vec![value]);
        let inputs = vec![
            ("x", Tensor::f32(&[1, n_rows, 560], x)),
            ("x_length", one(n_rows as i32)),
            ("language", one(3)),
            ("text_norm", one(14)),
        ];
        let began = Instant::now();
        net.run(inputs, &["logits"]).expect("the net runs");
        best_s = best_s.min(began.elapsed().as_secs_f64());
    }
    let (now_mb, most_mb) = memory_mb();
    println!(
        "{{\"engine\": \"ling\", \"float\": {}, \"load_s\": {load_s:.2}, \"run_s\": {best_s:.4}, \"rtf\": {:.4}, \
         \"mb\": {now_mb}, \"mb_most\": {most_mb}}}",
        net.is_float(),
        best_s / secs
    );
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
