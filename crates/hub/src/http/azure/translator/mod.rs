//! The Translator service: translation by the owner's language model, which language, which script, where sentences
//! end, what a word means. Version 3 sends and gets lists, the newer one objects.

mod dictionary;
mod languages;
mod translate;

use axum::{
    Json,
    http::{Method, StatusCode},
    response::{IntoResponse, Response},
};
use ling_text::{fold, to_traditional};
use ling_understand::analyse::{Ruler, Unit, language, sentences, to_latin};
use serde_json::{Value, json};

use super::{Call, error::Refusal, query};
use crate::{
    Hub,
    out::models::{State, Store},
};
use languages::{There, Tongue};

/// Azure's limits of a call: texts, and characters of all of them.
const TEXTS_MAX: usize = 1_000;
const CHARS_MAX: usize = 50_000;
const BODY_BYTES_MAX: usize = 1 << 20;

/// Paths of the service.
pub(super) const PATHS: [&str; 6] = [
    "/translate",
    "/detect",
    "/transliterate",
    "/breaksentence",
    "/dictionary/lookup",
    "/dictionary/examples",
];
/// The package with the dictionary.
const DICTIONARY: &str = "cedict";
/// Where the list of languages is; it needs no key.
pub(super) const LANGUAGES: &str = "/languages";

/// The path without the prefix that libraries put before it for endpoints of Azure's own.
pub(super) fn path(path: &str) -> &str {
    let versions = [
        "/translator/text/v3.0",
        "/translator/text/v2026-06-06",
        "/translator",
    ];
    versions
        .iter()
        .find_map(|prefix| path.strip_prefix(prefix))
        .unwrap_or(path)
}

/// `GET /languages`.
pub(super) async fn languages(hub: &Hub, call: Call) -> Response {
    let scope = query::value(&call.parts, "scope").unwrap_or_default();
    drop(call);
    let there = There {
        model: has_model(hub),
        dictionary: has_dictionary(hub).await,
    };
    Json(languages::listed(&scope, there)).into_response()
}

fn has_model(hub: &Hub) -> bool {
    !hub.config().llm.base_url.is_empty()
}

async fn has_dictionary(hub: &Hub) -> bool {
    let Ok(store) = Store::of(&hub.data, &hub.config().models) else {
        return false;
    };
    let state = tokio::task::spawn_blocking(move || store.state(DICTIONARY)).await;
    state.is_ok_and(|state| state == Some(State::Ready))
}

/// Answers a call of a known path.
pub(super) async fn answer(hub: &Hub, call: Call) -> Result<Response, Refusal> {
    let path = path(&call.path).to_owned();
    let is_post = call.parts.method == Method::POST;
    let answered = match path.as_str() {
        "/detect" if is_post => detect(hub, call).await,
        "/transliterate" if is_post => transliterate(call).await,
        "/breaksentence" if is_post => break_sentences(call).await,
        "/translate" if is_post => translate::translate(hub, call).await,
        "/dictionary/lookup" if is_post => dictionary::look_up(hub, call).await,
        "/dictionary/examples" if is_post => Err(Refusal::not_offered(
            "Ling's dictionary has no example sentences. It has POST `/dictionary/lookup`.",
        )),
        _ => Err(Refusal::not_offered(format!(
            "Ling does not offer {} `{path}`. It has POST `/translate`, `/detect`, `/transliterate`, `/breaksentence` and `/dictionary/lookup`.",
            call.parts.method
        ))),
    };
    answered.map_err(numbered)
}

/// This service's codes are numbers: the status and three digits.
fn numbered(refusal: Refusal) -> Refusal {
    match refusal.code.parse::<u32>() {
        Ok(code) if code > 999 => refusal,
        _ => Refusal {
            code: format!("{}000", refusal.status.as_u16()),
            inner: None,
            ..refusal
        },
    }
}

fn bad(code: &str, message: impl Into<String>) -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST, code, message)
}

/// Texts, and whether they came as the newer version sends them.
struct Texts {
    all: Vec<String>,
    is_new: bool,
}

impl Texts {
    async fn of(call: Call) -> Result<Texts, Refusal> {
        let body: Value = call.json(BODY_BYTES_MAX).await?;
        let is_new = body.is_object();
        let list = if is_new { &body["inputs"] } else { &body };
        let list = list
            .as_array()
            .ok_or_else(|| bad("400000", "The body is a list of texts."))?;
        let texts: Option<Vec<String>> = list.iter().map(text).collect();
        let all = texts.ok_or_else(|| bad("400000", "Each part of the list has a `text`."))?;
        let n_chars: usize = all.iter().map(|text| text.chars().count()).sum();
        if all.is_empty() || all.len() > TEXTS_MAX || n_chars > CHARS_MAX {
            let message = format!(
                "A call has 1 to {TEXTS_MAX} texts with at most {CHARS_MAX} characters together."
            );
            return Err(bad("400077", message));
        }
        Ok(Texts { all, is_new })
    }

    fn told(&self, answer: impl Fn(&str) -> Value) -> Response {
        self.told_all(self.all.iter().map(|text| answer(text)).collect())
    }

    fn told_all(&self, all: Vec<Value>) -> Response {
        match self.is_new {
            true => Json(json!({ "value": all })).into_response(),
            false => Json(all).into_response(),
        }
    }
}

/// The text of one part; the key is `text`, in any case.
fn text(part: &Value) -> Option<String> {
    let mut pairs = part.as_object()?.iter();
    let found = pairs.find(|(key, _)| key.eq_ignore_ascii_case("text"));
    found
        .and_then(|(_, value)| value.as_str())
        .map(str::to_owned)
}

/// A language as this service writes it, and how sure it is.
fn told(text: &str) -> (&'static str, f64) {
    match language::detect(text, "") {
        Some(found) => (languages::code(found.code), found.score),
        None => ("en", 0.0),
    }
}

async fn detect(hub: &Hub, call: Call) -> Result<Response, Refusal> {
    let texts = Texts::of(call).await?;
    let has_model = has_model(hub);
    Ok(texts.told(|text| {
        let (code, score) = told(text);
        let is_chinese = code.starts_with("zh");
        json!({
            "language": code,
            "score": score,
            "isTranslationSupported": is_chinese || has_model && Tongue::named(code).is_some(),
            "isTransliterationSupported": is_chinese,
        })
    }))
}

async fn transliterate(call: Call) -> Result<Response, Refusal> {
    let value = |name: &str| query::value(&call.parts, name).unwrap_or_default();
    let (code, from, to) = (value("language"), value("fromScript"), value("toScript"));
    let is = |text: &str, known: &str| text.eq_ignore_ascii_case(known);
    if !["zh", "zh-Hans", "zh-Hant", "zh-CN", "zh-TW"]
        .iter()
        .any(|known| is(&code, known))
    {
        let message = format!(
            "`{code}` is not a language whose script Ling changes; `zh-Hans` and `zh-Hant` are."
        );
        return Err(bad("400035", message));
    }
    type Change = fn(&str) -> String;
    let changes: [(&str, &str, Change); 4] = [
        ("Hans", "Latn", to_latin),
        ("Hant", "Latn", |text| to_latin(&fold::to_simplified(text))),
        ("Hans", "Hant", to_traditional),
        ("Hant", "Hans", fold::to_simplified),
    ];
    let known = changes.iter().find(|(a, b, _)| is(&from, a) && is(&to, b));
    let (_, script, change) = known.ok_or_else(|| {
        let message = format!("Ling does not change `{from}` into `{to}`; it changes Hans into Latn and Hant, Hant into Latn and Hans.");
        bad("400000", message)
    })?;
    let texts = Texts::of(call).await?;
    Ok(texts.told(|text| json!({ "text": change(text), "script": script })))
}

async fn break_sentences(call: Call) -> Result<Response, Refusal> {
    let said = query::value(&call.parts, "language");
    let texts = Texts::of(call).await?;
    Ok(texts.told(|text| {
        let mut answer = json!({ "sentLen": lengths(text) });
        if said.is_none() {
            let (code, score) = told(text);
            answer["detectedLanguage"] = json!({ "language": code, "score": score });
        }
        answer
    }))
}

/// The lengths of the sentences with the spaces after them; they sum to that of the text.
fn lengths(text: &str) -> Vec<usize> {
    let ruler = Ruler::new(text, Unit::Utf16);
    let found = sentences(text);
    let mut starts: Vec<usize> = found.iter().map(|range| range.start).collect();
    if let Some(first) = starts.first_mut() {
        *first = 0;
    }
    starts.push(text.len());
    starts
        .windows(2)
        .map(|pair| ruler.place(&(pair[0]..pair[1])).1)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[usize]) {
        assert_eq!(lengths(text), expect, "{text}");
        let sum: usize = lengths(text).iter().sum();
        assert!(
            text.trim().is_empty() || sum == text.encode_utf16().count(),
            "{text}"
        );
    }

    #[test]
    fn sentences_by_length() {
        check("How are you? I am fine.", &[13, 10]);
        check("你好。😀很好！", &[3, 5]);
        check("  one", &[5]);
        check("", &[]);
    }
}
