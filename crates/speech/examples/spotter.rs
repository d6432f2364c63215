//! Which keywords are in WAV files, for `tests/peers/graphs`.
//!
//!     cargo run --release -p ling-speech --example spotter -- FOLDER KEYWORDS PIECE FILE.wav...
//!
//! `FOLDER` holds encoder.onnx, decoder.onnx, joiner.onnx and tokens.txt; KEYWORDS is a file in sherpa-onnx's form; the sound
//! comes in pieces of PIECE samples. A line of JSON a file: words and the samples at which they were found.
#![expect(
    clippy::disallowed_methods,
    reason = "an example is a program and reads the files it is given"
)]

use std::path::Path;

use ling_nn::NetOptions;
use ling_speech::asr::zipformer::Files;
use ling_speech::wake::{Spotter, SpotterModel, WakeWord as _};
use ling_speech::{decode, wav};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [folder, keywords, piece, files @ ..] = args.as_slice() else {
        panic!("FOLDER KEYWORDS PIECE FILE.wav...")
    };
    let model = open(Path::new(folder));
    let lines = std::fs::read_to_string(keywords).expect("the keywords can be read");
    let keywords = lines.lines().map(|line| model.keyword(line, ""));
    let keywords: Result<Vec<_>, _> = keywords.collect();
    let keywords = keywords.expect("the keywords are spelled in tokens");
    let piece: usize = piece.parse().expect("PIECE is a number");
    for file in files {
        let bytes = std::fs::read(file).expect("the file can be read");
        let sound = decode(&bytes, &wav::Limits::UTTERANCE).expect("the file holds sound");
        let mut spotter = Spotter::new(model.clone(), keywords.clone());
        let mut found = Vec::new();
        for samples in sound.samples.chunks(piece) {
            found.extend(spotter.push(samples));
            while let Some(more) = spotter.push(&[]) {
                found.push(more);
            }
        }
        let (words, at): (Vec<String>, Vec<u64>) =
            found.into_iter().map(|one| (one.word, one.at)).unzip();
        println!("{{\"file\": {file:?}, \"words\": {words:?}, \"at\": {at:?}}}");
    }
}

fn open(folder: &Path) -> SpotterModel {
    let read = |name: &str| std::fs::read(folder.join(name)).expect("the net can be read");
    let files = Files {
        encoder: read("encoder.onnx"),
        decoder: read("decoder.onnx"),
        joiner: read("joiner.onnx"),
        tokens: String::from_utf8(read("tokens.txt")).expect("the tokens are text"),
    };
    SpotterModel::open(files, &NetOptions::default()).expect("it is a keyword spotter")
}
