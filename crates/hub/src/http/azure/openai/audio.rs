//! `audio/transcriptions` and `audio/speech`, on the ears and the voice of the house.

use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use ling_base::Lang;
use ling_speech::{SpeechError, Spoken, resample, tts::espeak::Manner, wav};
use serde::Deserialize;
use serde_json::json;

use super::{super::form::Form, Call, Refusal, pieces::busy, subtitles};
use crate::{Hub, http::Problem};

/// OpenAI's limit of a recording, in bytes.
const FILE_BYTES_MAX: usize = 25 << 20;
/// OpenAI's limit of a text that is to be said, in characters.
const CHARS_MAX: usize = 4_096;
/// The largest body that is a text to say.
const BODY_BYTES_MAX: usize = 128 << 10;
/// Samples a second of sound without a header, as OpenAI sends it.
const PCM_HZ: u32 = 24_000;
/// How much faster or slower one may ask for.
const SPEEDS: std::ops::RangeInclusive<f64> = 0.25..=4.0;

/// What a transcription looks like.
#[derive(Clone, Copy)]
enum Shape {
    Json,
    Verbose,
    Text,
    Srt,
    Vtt,
}

fn bad(message: impl Into<String>) -> Refusal {
    Refusal::bad("InvalidRequest", message)
}

/// `audio/transcriptions`.
pub(super) async fn transcribe(hub: &Hub, call: Call) -> Result<Response, Refusal> {
    let Ok(_line) = hub.programs.lines.recordings.try_acquire() else {
        return Err(busy("Other recordings are being heard."));
    };
    let mut form = Form::of(call, "file", FILE_BYTES_MAX).await?;
    let shape = shape(form.text("response_format"))?;
    let lang = form.text("language").map(lang).transpose()?;
    if form
        .all("timestamp_granularities")
        .any(|unit| unit == "word")
    {
        return Err(bad(
            "Ling knows the places of parts and not of words: ask for `segment`.",
        ));
    }
    let file = form.file.take().filter(|file| !file.is_empty());
    let file = file.ok_or_else(|| bad("The form has no `file` with a recording."))?;
    let heard = hub.hear_recording(file.to_vec(), lang).await;
    let heard = heard.map_err(|error| refused(Problem::from(error)))?;
    Ok(match shape {
        Shape::Json => Json(json!({ "text": subtitles::text(&heard) })).into_response(),
        Shape::Verbose => Json(subtitles::verbose(&heard, lang)).into_response(),
        Shape::Text => subtitles::text(&heard).into_response(),
        Shape::Srt => subtitles::srt(&heard).into_response(),
        Shape::Vtt => (
            [(header::CONTENT_TYPE, "text/vtt; charset=utf-8")],
            subtitles::vtt(&heard),
        )
            .into_response(),
    })
}

fn shape(name: Option<&str>) -> Result<Shape, Refusal> {
    match name.unwrap_or("json") {
        "json" => Ok(Shape::Json),
        "verbose_json" => Ok(Shape::Verbose),
        "text" => Ok(Shape::Text),
        "srt" => Ok(Shape::Srt),
        "vtt" => Ok(Shape::Vtt),
        other => Err(bad(format!(
            "`{other}` is no format of transcriptions here; json, text, srt, verbose_json and vtt are."
        ))),
    }
}

fn lang(tag: &str) -> Result<Lang, Refusal> {
    Lang::from_tag(tag).ok_or_else(|| bad(format!("`{tag}` is not heard here; `zh` and `en` are.")))
}

#[derive(Deserialize)]
struct Speech {
    input: String,
    response_format: Option<String>,
    speed: Option<f64>,
}

/// `audio/speech`. Which voice, the words decide: each language has one.
pub(super) async fn speak(hub: &Hub, call: Call) -> Result<Response, Refusal> {
    let wanted: Speech = call.json(BODY_BYTES_MAX).await?;
    if wanted.input.trim().is_empty() || wanted.input.chars().nth(CHARS_MAX).is_some() {
        return Err(bad(format!("`input` has 1 to {CHARS_MAX} characters.")));
    }
    let is_pcm = match wanted.response_format.as_deref() {
        None | Some("wav") => false,
        Some("pcm") => true,
        Some(other) => {
            return Err(bad(format!(
                "Ling makes no `{other}`; set `response_format` to `wav` or `pcm`."
            )));
        }
    };
    let speed = wanted.speed.unwrap_or(1.0);
    if !SPEEDS.contains(&speed) {
        return Err(bad("`speed` is between 0.25 and 4."));
    }
    let house = || Lang::from_tag(&hub.config().house.lang).unwrap_or(Lang::Zh);
    let spoken = Spoken {
        lang: ling_text::script::lang_seen(&wanted.input).unwrap_or_else(house),
        text: wanted.input,
    };
    let sound = said(hub, &spoken, speed).await.map_err(|error| {
        let is_missing = matches!(error, SpeechError::Missing { .. });
        let problem = Problem::from(error);
        refused(match is_missing {
            true => problem.hint("install it with `apt-get install espeak-ng`"),
            false => problem,
        })
    })?;
    if sound.samples.is_empty() {
        return Err(bad("`input` has no word to say."));
    }
    let (kind, bytes) = match is_pcm {
        true => (
            "audio/pcm",
            wav::to_bytes(&resample(&sound.samples, sound.rate_hz, PCM_HZ)),
        ),
        false => ("audio/wav", wav::write(&sound)),
    };
    Ok(([(header::CONTENT_TYPE, kind)], bytes).into_response())
}

async fn said(hub: &Hub, spoken: &Spoken, speed: f64) -> Result<ling_base::Pcm, SpeechError> {
    if speed == 1.0 {
        return hub.say(spoken).await;
    }
    let usual = Manner::default();
    let manner = Manner {
        words_per_minute: (f64::from(usual.words_per_minute) * speed).round() as u32,
        ..usual
    };
    hub.voice().await?.in_manner(manner).whole(spoken).await
}

/// What the ears or the voice refuse. What is only not set up here answers 404: the libraries try 409 again.
fn refused(problem: Problem) -> Refusal {
    let status = match problem.status {
        StatusCode::CONFLICT => StatusCode::NOT_FOUND,
        StatusCode::SERVICE_UNAVAILABLE => StatusCode::TOO_MANY_REQUESTS,
        StatusCode::GATEWAY_TIMEOUT => StatusCode::BAD_GATEWAY,
        other => other,
    };
    let mut message = problem.message;
    if let Some(hint) = problem.hint {
        message = format!("{message}: {hint}");
    }
    Refusal {
        retry_secs: (status == StatusCode::TOO_MANY_REQUESTS).then_some(2),
        ..Refusal::new(status, problem.code, message)
    }
}
