//! What was heard, in the formats that OpenAI's transcriptions have.

use std::fmt::Write as _;

use ling_base::Lang;
use serde_json::{Value, json};

use crate::{Part, Recording};

/// Everything that was said, in one line.
pub(super) fn text(heard: &Recording) -> String {
    let all: Vec<&str> = heard.parts.iter().map(|part| part.text.as_str()).collect();
    all.join(" ")
}

/// SubRip.
pub(super) fn srt(heard: &Recording) -> String {
    let mut out = String::new();
    for (nth, part) in heard.parts.iter().enumerate() {
        let (start, end) = (clock(part.start_s, ','), clock(part.end_s, ','));
        write!(out, "{}\n{start} --> {end}\n{}\n\n", nth + 1, part.text)
            .expect("a string takes all");
    }
    out
}

/// WebVTT.
pub(super) fn vtt(heard: &Recording) -> String {
    let mut out = "WEBVTT\n\n".to_owned();
    for part in &heard.parts {
        let (start, end) = (clock(part.start_s, '.'), clock(part.end_s, '.'));
        write!(out, "{start} --> {end}\n{}\n\n", part.text).expect("a string takes all");
    }
    out
}

/// With places in seconds. What only a net of OpenAI's knows is null.
pub(super) fn verbose(heard: &Recording, asked: Option<Lang>) -> Value {
    let lang = asked.or_else(|| heard.parts.iter().find_map(|part| part.lang));
    let lang = lang.or_else(|| ling_text::script::lang_seen(&text(heard)));
    let segment = |(nth, part): (usize, &Part)| {
        json!({
            "id": nth, "seek": 0, "start": rounded(part.start_s), "end": rounded(part.end_s), "text": part.text,
            "tokens": [], "temperature": 0.0, "avg_logprob": null, "compression_ratio": null, "no_speech_prob": null,
        })
    };
    json!({
        "task": "transcribe",
        "language": lang.map_or("unknown", |lang| match lang { Lang::Zh => "chinese", Lang::En => "english" }),
        "duration": rounded(heard.secs),
        "text": text(heard),
        "segments": heard.parts.iter().enumerate().map(segment).collect::<Vec<_>>(),
    })
}

fn rounded(s: f64) -> f64 {
    (s * 100.0).round() / 100.0
}

/// Hours, minutes, seconds and thousandths.
fn clock(s: f64, point: char) -> String {
    let ms = (s.max(0.0) * 1000.0).round() as u64;
    let (s, ms) = (ms / 1000, ms % 1000);
    format!(
        "{:02}:{:02}:{:02}{point}{ms:03}",
        s / 3600,
        s / 60 % 60,
        s % 60
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard() -> Recording {
        let part = |start_s: f64, end_s: f64, text: &str| Part {
            start_s,
            end_s,
            text: text.to_owned(),
            lang: None,
        };
        Recording {
            secs: 70.0,
            parts: vec![
                part(0.5, 2.0, "打开客厅的灯"),
                part(61.25, 63.0, "还有 radio"),
            ],
        }
    }

    #[test]
    fn formats() {
        assert_eq!(text(&heard()), "打开客厅的灯 还有 radio");
        assert_eq!(
            srt(&heard()),
            "1\n00:00:00,500 --> 00:00:02,000\n打开客厅的灯\n\n2\n00:01:01,250 --> 00:01:03,000\n还有 radio\n\n"
        );
        assert!(
            vtt(&heard()).starts_with("WEBVTT\n\n00:00:00.500 --> 00:00:02.000\n打开客厅的灯\n\n")
        );
        let verbose = verbose(&heard(), None);
        assert_eq!(
            (&verbose["language"], &verbose["segments"][1]["start"]),
            (&json!("chinese"), &json!(61.25))
        );
    }
}
