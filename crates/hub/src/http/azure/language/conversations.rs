//! What a sentence asks for, in the shape of Azure's conversational language understanding. The projects `ling`
//! and `home` are the assistant's own understanding, with the names of this house.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use ling_base::{Meaning, Slot, Value as Meant};
use ling_text::script;
use ling_understand::{
    Scope, Stages,
    analyse::{Ruler, Unit, language},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    super::{Call, error::Refusal},
    BODY_BYTES_MAX, tasks,
};
use crate::{Hub, value_json};

/// Projects that are the assistant's own understanding.
const PROJECTS: [&str; 2] = ["ling", "home"];
/// A sentence has at most so many characters, as Azure has it.
const CHARS_MAX: usize = 500;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    kind: String,
    analysis_input: Input,
    #[serde(default)]
    parameters: Parameters,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Input {
    conversation_item: Item,
}

#[derive(Deserialize)]
struct Item {
    #[serde(default)]
    text: String,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Parameters {
    project_name: String,
    string_index_type: Option<String>,
}

/// `POST /language/:analyze-conversations`.
pub(super) async fn answer(hub: &Hub, call: Call) -> Result<Response, Refusal> {
    let asked: Asked = call.json(BODY_BYTES_MAX).await?;
    if asked.kind != "Conversation" {
        let message = format!(
            "Ling does not offer `{}`. It offers Conversation.",
            asked.kind
        );
        return Err(Refusal::not_offered(message));
    }
    let project = asked.parameters.project_name;
    if !PROJECTS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(&project))
    {
        let message = format!(
            "There is no project `{project}`. Ling has {}.",
            PROJECTS.join(" and ")
        );
        return Err(Refusal::new(
            StatusCode::NOT_FOUND,
            "ProjectNotFound",
            message,
        ));
    }
    let unit = tasks::unit(asked.parameters.string_index_type.as_deref())?;
    let text = asked.analysis_input.conversation_item.text;
    let n_chars = text.chars().count();
    if text.trim().is_empty() || n_chars > CHARS_MAX {
        let message = format!("The text has {n_chars} characters; it needs 1 to {CHARS_MAX}.");
        return Err(Refusal::bad("InvalidRequest", message));
    }
    let _hearer = hub.hearers.acquire().await;
    let reader = hub.clone();
    let done = tokio::task::spawn_blocking(move || predict(&reader, &text, unit)).await;
    let result = done.map_err(|_| {
        Refusal::fault("Understanding failed. The text may have found a mistake in Ling.")
    })?;
    Ok(Json(json!({ "kind": "ConversationResult", "result": result })).into_response())
}

fn predict(hub: &Hub, text: &str, unit: Unit) -> Value {
    let (names, now) = (hub.names(), hub.now());
    let langs = script::lang_of(text).and_others();
    let scope = Scope {
        now: &now,
        names: &names,
        open: None,
        langs: &langs,
    };
    let read = hub.understander.understand(&[text], &scope, Stages::All);
    // "Don't turn it on" is not what turns it on.
    let mut commands = read.commands.into_iter().filter(|_| read.mood.is_none());
    let meanings = commands.next().unwrap_or_default();
    let ruler = Ruler::new(text, unit);
    let slots = meanings
        .first()
        .map(|best| best.slots.as_slice())
        .unwrap_or_default();
    let entities: Vec<Value> = slots
        .iter()
        .map(|slot| entity(text, &ruler, slot))
        .collect();
    let intents = intents(&meanings);
    json!({
        "query": text,
        "detectedLanguage": detected(text),
        "prediction": {
            "projectKind": "Conversation",
            "topIntent": intents[0]["category"],
            "intents": intents,
            "entities": entities,
        },
    })
}

/// Every meaning, the best first, and `None` for what is none of them.
fn intents(meanings: &[Meaning]) -> Vec<Value> {
    let mut intents: Vec<(String, f64)> = Vec::new();
    for meaning in meanings {
        let name = if meaning.intent.is_empty() {
            &meaning.label
        } else {
            &meaning.intent
        };
        let score = (f64::from(meaning.score) * 100.0).round() / 100.0;
        if !intents.iter().any(|(known, _)| known == name) {
            intents.push((name.clone(), score));
        }
    }
    let best = intents.first().map_or(0.0, |(_, score)| *score);
    intents.push((
        "None".to_owned(),
        if intents.is_empty() {
            1.0
        } else {
            ((1.0 - best) * 100.0).round() / 100.0
        },
    ));
    // The best stays first also where another is as likely.
    intents[usize::from(best > 0.0)..].sort_by(|a, b| b.1.total_cmp(&a.1));
    intents
        .iter()
        .map(|(name, score)| json!({ "category": name, "confidenceScore": score }))
        .collect()
}

/// The language as this service writes it.
fn detected(text: &str) -> &'static str {
    match language::detect(text, "").map_or("en", |found| found.code) {
        "zh_chs" => "zh-hans",
        "zh_cht" => "zh-hant",
        other => other,
    }
}

fn entity(text: &str, ruler: &Ruler, slot: &Slot) -> Value {
    let byte = |nth: usize| {
        text.char_indices()
            .nth(nth)
            .map_or(text.len(), |(at, _)| at)
    };
    let range = byte(slot.span.start)..byte(slot.span.end);
    let (offset, length) = ruler.place(&range);
    let mut told = json!({
        "category": slot.kind,
        "text": &text[range],
        "offset": offset,
        "length": length,
        "confidenceScore": 1.0,
    });
    if let Some(value) = &slot.value {
        if let Meant::Named { id, .. } = value {
            told["extraInformation"] = json!([{ "extraInformationKind": "ListKey", "key": id }]);
        } else {
            told["resolutions"] = json!([resolution(value)]);
        }
    }
    told
}

/// A value as Azure resolves it.
fn resolution(value: &Meant) -> Value {
    match value {
        Meant::Number(n) | Meant::Percent(n) => {
            json!({ "resolutionKind": "NumberResolution", "numberKind": "Decimal", "value": n })
        }
        Meant::Ordinal(n) => {
            json!({ "resolutionKind": "OrdinalResolution", "offset": n, "relativeTo": "Start", "value": n.to_string() })
        }
        Meant::Money { amount, currency } => {
            json!({ "resolutionKind": "CurrencyResolution", "ISO4217": currency, "unit": currency, "value": amount })
        }
        Meant::Quantity { amount, unit } if unit == "celsius" || unit == "fahrenheit" => {
            let unit = if unit == "celsius" {
                "Celsius"
            } else {
                "Fahrenheit"
            };
            json!({ "resolutionKind": "TemperatureResolution", "unit": unit, "value": amount })
        }
        Meant::Quantity { amount, unit } => {
            json!({ "resolutionKind": "NumberResolution", "numberKind": "Decimal", "value": amount, "unit": unit })
        }
        Meant::Duration(secs) => {
            json!({ "resolutionKind": "TemporalSpanResolution", "duration": format!("PT{secs}S") })
        }
        Meant::When(_) => {
            json!({ "resolutionKind": "DateTimeResolution", "value": value_json(value) })
        }
        Meant::Text(text) => json!({ "resolutionKind": "TextResolution", "value": text }),
        Meant::Named { name, .. } => json!({ "resolutionKind": "TextResolution", "value": name }),
    }
}
