//! What the front ends make of WAV files, for the scripts in `tools/ref/sphinx`.
//!
//!     cargo run --release -p ling-speech --example front -- sphinx FILE.wav...
//!     cargo run --release -p ling-speech --example front -- prepare OUT_DIR FILE.wav...
//!     cargo run --release -p ling-speech --example front -- fbank FILE.wav...
//!
//!     time cargo run --release -p ling-speech --example front -- speed cepstra|fbank|resample FILE.wav
//!
//! `sphinx` prints a line of JSON a file with the cepstra, the features of the whole utterance, and those of a stream
//! in pieces of 1000 samples; `prepare` writes the sound as a recogniser of commands gets it; `fbank` prints both filter
//! banks of each file, made in pieces, and the rows of SenseVoice; `speed` makes the features of a file a hundred times.
#![expect(
    clippy::disallowed_methods,
    reason = "an example is a program and reads the files it is given"
)]

use std::path::Path;

use ling_base::Pcm;
use ling_speech::asr::sphinx::front::{
    Cepstra, Features, Front, LiveMean, Params, Prepare, features,
};
use ling_speech::fbank::{Fbank, Options, Stream, lfr};
use ling_speech::{decode, resample, wav};

fn main() {
    let mut args = std::env::args().skip(1);
    match args.next().as_deref() {
        Some("sphinx") => args.for_each(|file| sphinx(&read(&file).samples)),
        Some("prepare") => {
            let out = args.next().expect("a folder to write to");
            args.for_each(|file| prepare(&file, &out));
        }
        Some("fbank") => args.for_each(|file| fbank(&read(&file).samples)),
        Some("speed") => speed(&args.next().expect("which"), &args.next().expect("a file")),
        other => panic!("which front end is {other:?}?"),
    }
}

fn read(file: &str) -> Pcm {
    let bytes = std::fs::read(file).expect("the file can be read");
    decode(&bytes, &wav::Limits::RECORDING).expect("the file holds sound")
}

fn sphinx(samples: &[f32]) {
    let front = Front::new(&Params::default());
    let cepstra = front.cepstra(samples);
    let mut parts = Cepstra::new(&front);
    let mut live = Features::new(LiveMean::default());
    let mut streamed = Vec::new();
    for piece in samples.chunks(1_000) {
        streamed.extend(live.push(&parts.push(piece)));
    }
    streamed.extend(live.push(parts.finish().as_slice()));
    streamed.extend(live.finish().0);
    let whole = features(cepstra.clone());
    println!("{{\"cepstra\": {cepstra:?}, \"features\": {whole:?}, \"live\": {streamed:?}}}");
}

fn prepare(file: &str, out: &str) {
    let sound = read(file);
    let ready = Pcm {
        samples: Prepare::default().apply(&sound.samples).samples,
        ..sound
    };
    let name = Path::new(file).file_name().expect("a file has a name");
    std::fs::write(Path::new(out).join(name), wav::write(&ready))
        .expect("the folder can be written to");
}

fn fbank(samples: &[f32]) {
    let [sense_voice, zipformer] = [Options::SENSE_VOICE, Options::ZIPFORMER].map(|options| {
        let fbank = Fbank::new(options);
        let mut stream = Stream::new(&fbank);
        let mut streamed = Vec::new();
        for piece in samples.chunks(317) {
            streamed.extend(stream.push(piece));
        }
        streamed.extend(stream.finish());
        assert_eq!(streamed, fbank.whole(samples), "pieces do not matter");
        streamed
    });
    let rows = lfr(&sense_voice, Options::SENSE_VOICE.n_mels);
    println!(
        "{{\"sense_voice\": {sense_voice:?}, \"zipformer\": {zipformer:?}, \"lfr\": {rows:?}}}"
    );
}

fn speed(which: &str, file: &str) {
    let samples = read(file).samples;
    let (front, bank) = (
        Front::new(&Params::default()),
        Fbank::new(Options::SENSE_VOICE),
    );
    let n: usize = (0..100)
        .map(|_| match which {
            "resample" => resample(&samples, 48_000, 16_000).len() / 160,
            "cepstra" => features(front.cepstra(&Prepare::default().apply(&samples).samples)).len(),
            _ => bank.whole(&samples).len() / bank.n_mels(),
        })
        .sum();
    println!("{n} frames of {} s", samples.len() as f64 / 160.0);
}
