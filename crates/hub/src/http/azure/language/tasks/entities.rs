//! What a text names, and what of it is private.

use ling_understand::analyse::{Entity, entities, pii};
use serde_json::{Value, json};

use super::{Ctx, Parameters, Refusal};

/// Kinds of health information, the only ones of the domain `phi` that Ling finds.
const HEALTH: [&str; 9] = [
    "Email",
    "URL",
    "IPAddress",
    "PhoneNumber",
    "Person",
    "Address",
    "Age",
    "Date",
    "USSocialSecurityNumber",
];

/// The kinds that a call wants; none means all.
pub(super) fn chosen(given: &Parameters) -> Result<Vec<String>, Refusal> {
    let domain = given.domain.as_deref().unwrap_or("none");
    let wanted = given.pii_categories.as_deref().unwrap_or_default().iter();
    let wanted = wanted.filter(|one| one.as_str() != "Default");
    let wanted: Vec<String> = wanted.cloned().collect();
    match domain.to_ascii_lowercase().as_str() {
        "none" | "" => Ok(wanted),
        "phi" if wanted.is_empty() => Ok(HEALTH.map(str::to_owned).to_vec()),
        "phi" => Ok(wanted),
        _ => {
            let message = format!("`{domain}` is not a domain; `phi` and `none` are.");
            Err(Refusal::bad("InvalidParameterValue", message))
        }
    }
}

/// What is named.
pub(super) fn answer(ctx: &Ctx<'_>) -> Value {
    let found = entities::find(ctx.text, ctx.lang, ctx.options.now);
    json!({ "entities": listed(ctx, &found) })
}

/// What is private, and the text without it.
pub(super) fn pii(ctx: &Ctx<'_>) -> Value {
    let chosen = &ctx.options.pii_categories;
    let mut found = pii::find(ctx.text);
    let is_wanted =
        |name: &str| chosen.is_empty() || chosen.iter().any(|one| one.eq_ignore_ascii_case(name));
    found.retain(|entity| is_wanted(entity.category));
    json!({ "redactedText": pii::redact(ctx.text, &found), "entities": listed(ctx, &found) })
}

/// Entities as they are told.
fn listed(ctx: &Ctx<'_>, found: &[Entity]) -> Value {
    let one = |entity: &Entity| {
        let mut told = ctx.stretch(&entity.range);
        told["category"] = json!(entity.category);
        told["confidenceScore"] = json!(entity.score);
        if let Some(subcategory) = entity.subcategory {
            told["subcategory"] = json!(subcategory);
        }
        told
    };
    found.iter().map(one).collect()
}
