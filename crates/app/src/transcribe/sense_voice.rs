//! Any speech, by SenseVoice.

use std::path::Path;

use ling_base::Lang;
use ling_hub::engines::sense_voice as engine;
use ling_nn::NetOptions;
use ling_speech::asr::sense_voice::{ENGINE, SenseVoice, Wish};
use serde_json::{Value, json};

use super::{cpu_s, rounded, sound};
use crate::cli::Transcribe;

pub(super) use engine::PACKAGE;

/// The engine from its folder. One thread, so that seconds of the processor can be compared.
pub(super) fn open(folder: &Path) -> anyhow::Result<SenseVoice> {
    Ok(engine::open(folder, &NetOptions::default())?)
}

/// What is said in a file.
pub(super) fn heard(
    engine: &SenseVoice,
    options: &Transcribe,
    name: &Path,
) -> anyhow::Result<Value> {
    let wish = Wish {
        lang: options.lang.as_deref().and_then(Lang::from_tag),
        n_best: 1,
        ..Wish::default()
    };
    let began = cpu_s();
    let sound = sound(name)?;
    let heard = engine.hear(&sound.samples, &wish)?;
    let cpu_s = cpu_s() - began;
    let audio_s = sound.samples.len() as f64 / f64::from(sound.rate_hz);
    let best = heard.alternatives.first();
    let mut line = json!({
        "file": name,
        "text": best.map_or("", |best| &best.text),
        "lang": heard.tags.lang,
        "engine": ENGINE,
        "confidence": best.map_or(0.0, |best| rounded(best.score.into())),
        "audio_s": rounded(audio_s),
        "cpu_s": rounded(cpu_s),
        "emotion": heard.tags.emotion,
        "event": heard.tags.event,
    });
    if options.words || options.srt {
        let words = heard.words.iter().map(|word| {
            json!({ "text": word.text, "start_s": rounded(word.start_s), "end_s": rounded(word.end_s) })
        });
        line["words"] = words.collect();
    }
    Ok(line)
}
