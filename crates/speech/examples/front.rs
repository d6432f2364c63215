//! Features of WAV files as `tools/ref/sphinx/front.py` compares them: for each file a line of JSON with the
//! cepstra, the features of the whole utterance, and those of a stream in pieces of 1000 samples.
//!
//!     cargo run --release -p ling-speech --example front -- sphinx FILE.wav...

use std::io::Write;

use ling_speech::asr::sphinx::front::{Cepstra, Features, Front, LiveMean, Params, features};
use ling_speech::wav;

#[expect(
    clippy::disallowed_methods,
    reason = "an example is a program and reads the files it is given"
)]
fn main() {
    let mut args = std::env::args().skip(1);
    let front = Front::new(&Params::default());
    assert_eq!(args.next().as_deref(), Some("sphinx"), "which front end?");
    for file in args {
        let bytes = std::fs::read(&file).expect("the file can be read");
        let sound = wav::read(&bytes, &wav::Limits::RECORDING).expect("the file is a WAV file");
        let cepstra = front.cepstra(&sound.samples);
        let mut parts = Cepstra::new(&front);
        let mut live = Features::new(LiveMean::default());
        let mut streamed = Vec::new();
        for piece in sound.samples.chunks(1_000) {
            streamed.extend(live.push(&parts.push(piece)));
        }
        streamed.extend(live.push(parts.finish().as_slice()));
        streamed.extend(live.finish().0);
        let mut out = std::io::stdout().lock();
        writeln!(
            out,
            "{{\"cepstra\": {cepstra:?}, \"features\": {:?}, \"live\": {streamed:?}}}",
            features(cepstra.clone())
        )
        .expect("the output is read");
    }
}
