//! Any speech, by a streaming zipformer.

use std::io::Write as _;
use std::path::Path;

use anyhow::Context;
use ling_nn::NetOptions;
use ling_speech::{
    RATE_HZ,
    asr::zipformer::{ENGINE, FILES, Files, Wish, Zipformer},
};
use serde_json::{Value, json};

use super::{cpu_s, rounded, sound};
use crate::cli::Transcribe;

/// The package.
pub(super) const PACKAGE: &str = "zipformer-zh-en";

/// Samples at once: 0.1 s.
const PIECE: usize = RATE_HZ as usize / 10;

/// The engine from its folder. One thread, so that seconds of the processor can be compared.
pub(super) fn open(folder: &Path) -> anyhow::Result<Zipformer> {
    let [encoder, decoder, joiner, tokens] = FILES.map(|name| {
        let path = folder.join(name);
        std::fs::read(&path).with_context(|| format!("`{}` cannot be read", path.display()))
    });
    let tokens = String::from_utf8(tokens?).context("`tokens.txt` is not UTF-8")?;
    let files = Files {
        encoder: encoder?,
        decoder: decoder?,
        joiner: joiner?,
        tokens,
    };
    Ok(Zipformer::open(files, &NetOptions::default())?)
}

/// What is said in a file; with `--stream` also what was heard on the way.
pub(super) fn heard(
    engine: &Zipformer,
    options: &Transcribe,
    name: &Path,
) -> anyhow::Result<Value> {
    let began = cpu_s();
    let sound = sound(name)?;
    let mut hearing = engine.begin(&Wish::default());
    let mut n_pushed = 0;
    for piece in sound.samples.chunks(PIECE) {
        n_pushed += piece.len();
        if let Some(partial) = hearing.push(piece)?.filter(|_| options.stream) {
            let at_s = rounded(n_pushed as f64 / f64::from(RATE_HZ));
            show(options, name, &partial.text, at_s)?;
        }
    }
    let heard = hearing.finish()?;
    let cpu_s = cpu_s() - began;
    let audio_s = sound.samples.len() as f64 / f64::from(sound.rate_hz);
    let best = heard.alternatives.first();
    let mut line = json!({
        "file": name,
        "text": best.map_or("", |best| &best.text),
        "lang": null,
        "engine": ENGINE,
        "confidence": best.map_or(0.0, |best| rounded(best.score.into())),
        "audio_s": rounded(audio_s),
        "cpu_s": rounded(cpu_s),
    });
    if options.words || options.srt {
        let words = heard.words.iter().map(|word| {
            json!({ "text": word.text, "start_s": rounded(word.start_s), "end_s": rounded(word.end_s) })
        });
        line["words"] = words.collect();
    }
    Ok(line)
}

/// The words so far, `at_s` seconds into the sound.
fn show(options: &Transcribe, name: &Path, text: &str, at_s: f64) -> anyhow::Result<()> {
    if options.jsonl {
        let line = json!({ "file": name, "partial": text, "at_s": at_s });
        writeln!(std::io::stdout().lock(), "{line}")?;
    } else {
        eprintln!("{at_s:6.2} {text}");
    }
    Ok(())
}
