//! Answers as sound, sentence by sentence.

use std::sync::Arc;

use anyhow::Context;
use ling_base::{Lang, Pcm};
use ling_speech::{RATE_HZ, Spoken, front::AnswerId, resample, wav};
use tokio::sync::mpsc;

use super::talk::Done;
use crate::ask::Answerer;

/// Speaks one answer: its parts go to `done`, each with its number, and then its end. Whoever has broken the answer off
/// drops what comes for it.
pub async fn speak(
    answerer: Arc<Answerer>,
    spoken: Spoken,
    id: AnswerId,
    done: mpsc::UnboundedSender<Done>,
) {
    let why = said(&answerer, &spoken, id, &done).await.err();
    // Nobody listens any more when the program ends.
    let _ = done.send(Done::Said { id, why });
}

async fn said(
    answerer: &Answerer,
    spoken: &Spoken,
    id: AnswerId,
    done: &mpsc::UnboundedSender<Done>,
) -> anyhow::Result<()> {
    let part = |step: u32, sound: &Pcm| {
        let sound = resample(&sound.samples, sound.rate_hz, RATE_HZ);
        done.send(Done::Part { id, step, sound }).is_ok()
    };
    match answerer {
        Answerer::Here(hub) => {
            let mut sentences = hub.voice().await?.start(spoken)?;
            let mut step = 0;
            while let Some(sentence) = sentences.recv().await {
                if !part(step, &sentence?) {
                    break;
                }
                step += 1;
            }
        }
        Answerer::Server { address, token } => {
            let sound = served(address, token, spoken).await?;
            part(0, &sound);
        }
    }
    Ok(())
}

/// What a server says.
async fn served(address: &str, token: &str, spoken: &Spoken) -> anyhow::Result<Pcm> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let query = [("text", spoken.text.as_str()), ("lang", spoken.lang.tag())];
    let url = reqwest::Url::parse_with_params(&format!("{address}/v1/say"), &query)?;
    let answer = client.get(url).bearer_auth(token).send().await;
    let answer = answer.context("the server does not answer")?;
    let is_sound = answer.status().is_success();
    let body = answer.bytes().await.context("the server breaks off")?;
    if !is_sound {
        let told = serde_json::from_slice(&body).context("the server's answer is no JSON")?;
        crate::ask::told(told)?;
    }
    Ok(wav::read(&body, &wav::Limits::RECORDING)?)
}

/// What an answer says aloud; none if it is silent.
pub fn words(answer: &serde_json::Value) -> Option<Spoken> {
    let text = answer["reply"]["say"].as_str()?.to_owned();
    let seen = ling_text::script::lang_seen(&text);
    let lang = answer["lang"].as_str().and_then(Lang::from_tag).or(seen);
    let lang = lang.unwrap_or(Lang::Zh);
    (!text.trim().is_empty()).then_some(Spoken { text, lang })
}
