//! What the wake words' front end and nets make of 16-bit samples at 16 kHz from the standard input, for comparing with
//! the Python package and for counting (`tools/ref/wake`): `wake features`, `wake answers MODEL…`, or `wake words
//! MODEL…`, where a model is the path of its files without the ending. Answers are 256ths, a word stands behind the second
//! in which it is heard.
#![allow(
    clippy::disallowed_methods,
    reason = "an example reads the files it is pointed at"
)]

use std::io::{self, Read, Write};

use ling_speech::{
    RATE_HZ, WakeWord, Woken,
    wake::{
        MicroWake, WakeModel,
        micro::{Frames, N_CHANNELS},
    },
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let what = args.next().unwrap_or_default();
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    let (pairs, _) = bytes.as_chunks();
    let samples: Vec<i16> = pairs.iter().map(|pair| i16::from_le_bytes(*pair)).collect();
    let models = args
        .map(|path| model(&path))
        .collect::<Result<Vec<_>, _>>()?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    match what.as_str() {
        "features" => {
            for frame in frames(&samples) {
                writeln!(out, "{}", frame.map(|number| number.to_string()).join(" "))?;
            }
        }
        "answers" => {
            let frames = frames(&samples);
            for mut model in models {
                let answers = frames.iter().filter_map(|frame| model.hear(frame));
                let answers: Vec<String> = answers.map(|one| format!("{}", one * 256.0)).collect();
                writeln!(out, "{}", answers.join(" "))?;
            }
        }
        "words" => words(&samples, models, &mut out)?,
        _ => return Err("say `features`, `answers` or `words`".into()),
    }
    Ok(())
}

fn model(path: &str) -> Result<WakeModel, Box<dyn std::error::Error>> {
    let (description, net) = (format!("{path}.json"), format!("{path}.tflite"));
    let (description, net) = (std::fs::read(description)?, std::fs::read(net)?);
    Ok(WakeModel::read(path, &description, &net)?)
}

fn words(samples: &[i16], models: Vec<WakeModel>, out: &mut dyn Write) -> io::Result<()> {
    let mut wake = MicroWake::new(models);
    for piece in samples.chunks(1_600) {
        let piece: Vec<f32> = piece.iter().map(|s| f32::from(*s) / 32_768.0).collect();
        let mut woken = wake.push(&piece);
        while let Some(Woken { word, at, score }) = woken {
            writeln!(
                out,
                "{:.2} {score:.3} {word}",
                at as f64 / f64::from(RATE_HZ)
            )?;
            woken = wake.push(&[]);
        }
    }
    Ok(())
}

fn frames(samples: &[i16]) -> Vec<[u16; N_CHANNELS]> {
    let (mut made, mut at, mut frames) = (Frames::new(), 0, Vec::new());
    while at < samples.len() {
        let (n, frame) = made.push(&samples[at..]);
        at += n;
        frames.extend(frame);
    }
    frames
}
