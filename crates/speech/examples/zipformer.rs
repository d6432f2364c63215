//! What a streaming zipformer makes of WAV files, for `tests/peers/graphs`.
//!
//!     cargo run --release -p ling-speech --example zipformer -- hear FOLDER PATHS PIECE NAMES FILE.wav...
//!
//! `FOLDER` holds encoder.onnx, decoder.onnx, joiner.onnx and tokens.txt; PATHS are compared; the sound comes in pieces of
//! PIECE samples; NAMES are joined by commas. A line of JSON a file: the tokens, their seconds and the text. The encoder's
//! values are written to FILE.f32.
#![expect(
    clippy::disallowed_methods,
    reason = "an example is a program and reads the files it is given"
)]

use std::path::Path;

use ling_nn::NetOptions;
use ling_speech::asr::zipformer::{Files, Wish, Zipformer};
use ling_speech::{decode, wav};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["hear", folder, n_paths, piece, names, files @ ..] => {
            let names = names.split(',').filter(|name| !name.is_empty());
            let wish = Wish {
                n_paths: n_paths.parse().expect("PATHS is a number"),
                names: names.map(str::to_owned).collect(),
                ..Wish::default()
            };
            let piece = piece.parse().expect("PIECE is a number");
            let engine = open(Path::new(folder));
            for file in files {
                hear(&engine, &wish, piece, file);
            }
        }
        _ => panic!("hear; see the top of this file"),
    }
}

fn open(folder: &Path) -> Zipformer {
    let read = |name: &str| std::fs::read(folder.join(name)).expect("the net can be read");
    let files = Files {
        encoder: read("encoder.onnx"),
        decoder: read("decoder.onnx"),
        joiner: read("joiner.onnx"),
        tokens: String::from_utf8(read("tokens.txt")).expect("the tokens are text"),
    };
    Zipformer::open(files, &NetOptions::default()).expect("it is a zipformer")
}

fn hear(engine: &Zipformer, wish: &Wish, piece: usize, file: &str) {
    let bytes = std::fs::read(file).expect("the file can be read");
    let sound = decode(&bytes, &wav::Limits::UTTERANCE).expect("the file holds sound");
    let frames = engine.frames(&sound.samples).expect("the net runs");
    let bytes: Vec<u8> = frames.iter().flat_map(|one| one.to_le_bytes()).collect();
    std::fs::write(format!("{file}.f32"), bytes).expect("the values can be written");
    let mut hearing = engine.begin(wish);
    for piece in sound.samples.chunks(piece) {
        hearing.push(piece).expect("the net runs");
    }
    let heard = hearing.finish().expect("the net runs");
    let (tokens, at): (Vec<&str>, Vec<f64>) = heard
        .tokens
        .iter()
        .map(|(token, at)| (token.as_str(), *at))
        .unzip();
    let text = heard.alternatives.first().map_or("", |best| &best.text);
    let silence = engine.n_silence();
    println!(
        "{{\"file\": {file:?}, \"tokens\": {tokens:?}, \"at\": {at:?}, \"text\": {text:?}, \"silence\": {silence}}}"
    );
}
