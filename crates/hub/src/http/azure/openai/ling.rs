//! The deployment `ling`: one turn of the assistant itself.
//!
//! A key for the AI services gets what depends on no house: the time, sums, units, words, days. Whatever acts in
//! the house or tells of it needs a key that may do everything, for this is the door of programs and not of people.

use axum::http::StatusCode;
use ling_cloud::{Scope, Token};

use super::{LING, Refusal};
use crate::{Hub, Said, session::TEXT_CHARS_MAX};

/// Skills that know nothing of the house and change nothing in it.
const FREE: [&str; 5] = ["clock", "convert", "lunar", "maths", "translate"];

/// What the assistant answers.
pub(super) async fn ask(hub: &Hub, token: &Token, text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::bad(
            "InvalidRequest",
            "The last message of the user has no words.",
        ));
    }
    if text.chars().nth(TEXT_CHARS_MAX).is_some() {
        let message = format!("`{LING}` takes at most {TEXT_CHARS_MAX} characters at once.");
        return Err(Refusal::bad("InvalidRequest", message));
    }
    if token.scope != Scope::Admin {
        check(hub, text).await?;
    }
    let said = Said {
        text: text.to_owned(),
        lang: None,
        conversation: None,
        device: None,
        person: None,
        by: Some(token.id.as_str().to_owned()),
        key: None,
        hear: None,
        picture: None,
        missed: false,
    };
    let record = hub.turn(said).await;
    let reply = record.answer.reply;
    // Whoever reads wants figures, not how they are said.
    Ok(reply.show.unwrap_or(reply.say))
}

/// Refuses what would act in the house, or tell of it.
async fn check(hub: &Hub, text: &str) -> Result<(), Refusal> {
    let intents = hub.intents(text).await;
    let skill = |intent: &String| intent.split('.').next().unwrap_or_default().to_owned();
    let other = intents
        .iter()
        .find(|intent| !FREE.contains(&skill(intent).as_str()));
    let why = match other {
        Some(intent) if !intent.is_empty() => {
            format!("This is `{intent}`, which belongs to the house")
        }
        Some(_) => "This is something that Ling does not do".to_owned(),
        None if intents.is_empty() && hub.asks_a_model() => {
            "Ling would hand this to the language model together with the house".to_owned()
        }
        None => return Ok(()),
    };
    let message = format!(
        "{why}; a key of the scope `ai` gets the time, days, sums, units and words only. \
         For all of it use a server with the house, and a key from `ling token create --scope admin`."
    );
    Err(Refusal::new(StatusCode::FORBIDDEN, "403", message))
}
