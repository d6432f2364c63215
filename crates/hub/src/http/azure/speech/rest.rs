//! Speech in one request: short sounds, texts, the voices and tokens.

use std::time::Duration;

use axum::{
    http::{HeaderName, header},
    response::{IntoResponse, Response},
};
use ling_base::Pcm;
use ling_speech::{decode, wav::Limits};
use tokio::{
    sync::{SemaphorePermit, mpsc},
    time::timeout,
};

use super::{
    super::{Call, Refusal, query},
    hear::{self, BAD, Closing, Ears, Mode, Phrase, Wish},
    listen,
    say::told,
    speak::{self, Format, Marks, Piece, SSML_BYTES_MAX, Script},
};
use crate::Hub;

/// The longest sound; Azure takes as much.
const SHORT: Limits = Limits {
    secs_max: 60,
    bytes_max: 12 << 20,
};

/// How long a request waits for its turn.
const WAIT_MAX: Duration = Duration::from_secs(20);

/// The turn of a request whose sound is kept whole.
async fn turn(hub: &Hub) -> Result<SemaphorePermit<'_>, Refusal> {
    let waited = timeout(WAIT_MAX, hub.programs.speech.wholes.acquire()).await;
    let busy = || Refusal {
        message: "Too many sounds are made or heard at once. Try again in 5 seconds.".to_owned(),
        ..Refusal::too_many(5)
    };
    waited.map_err(|_| busy())?.map_err(|_| busy())
}

/// `POST /speech/recognition/MODE/cognitiveservices/v1`: a short sound as words.
pub(super) async fn hear(hub: &Hub, mode: Mode, call: Call) -> Result<Response, Refusal> {
    let asked = Wish::of_address(mode, |name| query::value(&call.parts, name));
    if query::value(&call.parts, "language").is_none() {
        let message = "The address names no language: add `?language=en-US` or `?language=zh-CN`.";
        return Err(Refusal::bad("InvalidRequest", message));
    }
    let ears = listen::ears(hub).await;
    hear::can_hear(&ears, &asked).map_err(refused)?;
    let bytes = call.bytes(SHORT.bytes_max).await?;
    let _turn = turn(hub).await?;
    let unpacking = tokio::task::spawn_blocking(move || decode(&bytes, &SHORT)).await;
    let sound = unpacking
        .map_err(|_| Refusal::fault("The sound could not be unpacked."))?
        .map_err(|error| {
            Refusal::bad(
                "InvalidAudioFormat",
                format!("The sound cannot be heard: {error}."),
            )
        })?;
    let heard = whole(hub, &ears, asked, sound).await?;
    Ok(axum::Json(heard).into_response())
}

/// All phrases of a sound as one answer.
async fn whole(
    hub: &Hub,
    ears: &Ears,
    asked: Wish,
    sound: Pcm,
) -> Result<serde_json::Value, Refusal> {
    let n_samples = sound.samples.len() as u64;
    let cutting = tokio::task::spawn_blocking(move || hear::phrases(&sound.samples)).await;
    let sounds = cutting.map_err(|_| Refusal::fault("The sound could not be cut."))?;
    let mut all = Phrase {
        engine: ears.engine.clone(),
        ..Phrase::default()
    };
    let (from, to) = match (sounds.first(), sounds.last()) {
        (Some(first), Some(last)) => (first.from, last.to),
        _ => return Ok(hear::silence(n_samples)),
    };
    let n_phrases = sounds.len();
    for mut sound in sounds {
        let job = hear::job(&asked, std::mem::take(&mut sound.samples));
        let heard = listen::heard(hub, job).await.map_err(refused)?;
        all.append(heard, sound.at, n_phrases == 1);
    }
    Ok(hear::whole(&asked, (from, to), &all))
}

fn refused(closing: Closing) -> Refusal {
    match closing.code {
        BAD => Refusal::not_offered(closing.reason),
        _ => Refusal::fault(closing.reason),
    }
}

/// `POST /cognitiveservices/v1`: SSML as a sound.
pub(super) async fn say(hub: &Hub, call: Call) -> Result<Response, Refusal> {
    let text = |name: HeaderName| {
        let value = call.parts.headers.get(name)?.to_str().ok()?;
        Some(value.to_owned())
    };
    let format = match text(HeaderName::from_static("x-microsoft-outputformat")) {
        Some(name) => {
            Format::of(&name).map_err(|sentence| Refusal::bad("InvalidRequest", sentence))?
        }
        None => Format {
            is_riff: true,
            ..Format::USUAL
        },
    };
    let kind = text(header::CONTENT_TYPE).unwrap_or_default();
    if !["application/ssml+xml", "text/plain"]
        .iter()
        .any(|known| kind.starts_with(known))
    {
        let status = axum::http::StatusCode::UNSUPPORTED_MEDIA_TYPE;
        let message = "Send SSML, as `Content-Type: application/ssml+xml`.";
        return Err(Refusal::new(status, "UnsupportedMediaType", message));
    }
    let bytes = call.bytes(SSML_BYTES_MAX).await?;
    let ssml = std::str::from_utf8(&bytes);
    let ssml = ssml.map_err(|error| {
        Refusal::bad("InvalidRequest", format!("The SSML is no UTF-8: {error}."))
    })?;
    let parts = speak::parse(ssml).map_err(|sentence| Refusal::bad("InvalidRequest", sentence))?;
    let script = Script {
        request: String::new(),
        parts,
        format,
        marks: Marks::default(),
    };
    let _turn = turn(hub).await?;
    let (out, mut pieces) = mpsc::channel(2);
    let making = tokio::spawn(speak::speak(hub.clone(), script, out));
    let mut sound = Vec::new();
    while let Some(piece) = pieces.recv().await {
        if let Piece::Sound(bytes) = piece {
            sound.extend(bytes);
        }
    }
    let made = making
        .await
        .map_err(|_| Refusal::fault("The voice broke down."))?;
    if let Err(mute) = made {
        return Err(told(&mute).map_or_else(|| Refusal::fault("The voice broke down."), refused));
    }
    let head = match format.is_riff {
        true => format.head(u32::try_from(sound.len()).unwrap_or(u32::MAX)),
        false => Vec::new(),
    };
    let kind = if format.is_riff {
        "audio/wav"
    } else {
        "audio/basic"
    };
    Ok(([(header::CONTENT_TYPE, kind)], [head, sound].concat()).into_response())
}

/// `GET /cognitiveservices/voices/list`.
pub(super) fn voices() -> Response {
    axum::Json(speak::list()).into_response()
}
