//! What the wake words' front end and nets make of 16-bit samples at 16 kHz from the standard input, for comparing with
//! the Python package (`tools/ref/wake`): `wake features`, or `wake answers MODEL…`, where a model is the path of its
//! files without the ending. Answers are 256ths.
#![allow(
    clippy::disallowed_methods,
    reason = "an example reads the files it is pointed at"
)]

use std::io::{self, Read, Write};

use ling_speech::wake::micro::{Front, N_CHANNELS, WakeModel};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let what = args.next().unwrap_or_default();
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    let (pairs, _) = bytes.as_chunks();
    let samples: Vec<i16> = pairs.iter().map(|pair| i16::from_le_bytes(*pair)).collect();
    let frames = frames(&samples);
    let mut out = io::BufWriter::new(io::stdout().lock());
    if what == "features" {
        for frame in &frames {
            writeln!(out, "{}", frame.map(|number| number.to_string()).join(" "))?;
        }
    }
    for path in args {
        let (description, net) = (format!("{path}.json"), format!("{path}.tflite"));
        let (description, net) = (std::fs::read(description)?, std::fs::read(net)?);
        let mut model = WakeModel::read(&path, &description, &net)?;
        let answers = frames.iter().filter_map(|frame| model.hear(frame));
        let answers: Vec<String> = answers
            .map(|answer| format!("{}", answer * 256.0))
            .collect();
        writeln!(out, "{}", answers.join(" "))?;
    }
    Ok(())
}

fn frames(samples: &[i16]) -> Vec<[u16; N_CHANNELS]> {
    let (mut front, mut at, mut frames) = (Front::new(), 0, Vec::new());
    while at < samples.len() {
        let (n, frame) = front.push(&samples[at..]);
        at += n;
        frames.extend(frame);
    }
    frames
}
