//! `GET /v1/say`: words as sound.

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::header,
    response::{IntoResponse, Response},
};
use ling_base::Lang;
use ling_speech::{SpeechError, Spoken, wav};
use serde::Deserialize;

use super::{Problem, turns::lang};
use crate::Hub;

/// The longest text: about five minutes of speech.
const CHARS_MAX: usize = 1_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    text: String,
    lang: Option<String>,
}

/// `GET /v1/say?text=...&lang=...`: a WAV file. Mixed sentences are said in both voices.
pub(super) async fn say(
    State(hub): State<Hub>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Response, Problem> {
    let Query(wanted) = wanted.map_err(|error| {
        Problem::bad("query", error.body_text()).hint("ask for /v1/say?text=hello&lang=en")
    })?;
    let spoken = spoken(&hub, wanted)?;
    let sound = hub.say(&spoken).await.map_err(no_voice)?;
    if sound.samples.is_empty() {
        return Err(Problem::bad("no_words", "the text has no word to say"));
    }
    let headers = [
        (header::CONTENT_TYPE, "audio/wav"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, wav::write(&sound)).into_response())
}

fn spoken(hub: &Hub, wanted: Wanted) -> Result<Spoken, Problem> {
    let got_chars = wanted.text.chars().count();
    if got_chars > CHARS_MAX {
        let most_chars = CHARS_MAX;
        return Err(SpeechError::TextTooLong {
            got_chars,
            most_chars,
        }
        .into());
    }
    let house = || Lang::from_tag(&hub.config().house.lang).unwrap_or(Lang::Zh);
    let lang = match lang(wanted.lang.as_deref())? {
        Some(lang) => lang,
        None => ling_text::script::lang_seen(&wanted.text).unwrap_or_else(house),
    };
    Ok(Spoken {
        text: wanted.text,
        lang,
    })
}

fn no_voice(error: SpeechError) -> Problem {
    let hint = matches!(error, SpeechError::Missing { .. }).then_some(
        "install it with `apt-get install espeak-ng`, or name the program in [speech] espeak",
    );
    let problem = Problem::from(error);
    match hint {
        Some(hint) => problem.hint(hint),
        None => problem,
    }
}
