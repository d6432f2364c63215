//! Which language a text is in.

use ling_understand::analyse::language;
use serde_json::{Value, json};

use super::{Document, Fault};

pub(super) fn answer(document: &Document) -> Result<Value, Fault> {
    let country = document.country_hint.as_deref().unwrap_or_default();
    let is_country = country.is_empty()
        || country.eq_ignore_ascii_case("none")
        || (country.len() == 2 && country.chars().all(|c| c.is_ascii_alphabetic()));
    if !is_country {
        let message = "Country hint is not valid. Please specify an ISO 3166-1 alpha-2 two letter country code.";
        return Err(Fault::new("InvalidCountryHint", message));
    }
    let detected = match language::detect(&document.text, country) {
        Some(found) => {
            json!({ "name": found.name, "iso6391Name": found.code, "confidenceScore": found.score })
        }
        None => json!({ "name": "(Unknown)", "iso6391Name": "(Unknown)", "confidenceScore": 0.0 }),
    };
    Ok(json!({ "detectedLanguage": detected }))
}
