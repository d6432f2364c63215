//! What a text names: people, places, organisations, times, amounts and addresses.

mod address;
mod chinese;
mod english;
mod gazetteer;
mod values;

use jiff::civil::DateTime;
use ling_base::Lang;

use super::{Entity, pii};

/// What a text names, in its order, without overlaps. Times are read as if said at `now`.
///
/// ```
/// use ling_base::Lang;
/// use ling_understand::analyse::entities::find;
/// let now = "2026-03-01T08:00".parse().unwrap();
/// let text = "Bill Gates founded Microsoft in Seattle.";
/// let found = find(text, Lang::En, now);
/// let told: Vec<_> = found.iter().map(|one| (&text[one.range.clone()], one.category)).collect();
/// assert_eq!(told, [("Bill Gates", "Person"), ("Microsoft", "Organization"), ("Seattle", "Location")]);
/// ```
pub fn find(text: &str, lang: Lang, now: DateTime) -> Vec<Entity> {
    let mut found: Vec<Entity> = pii::numbers(text)
        .into_iter()
        .filter_map(as_entity)
        .collect();
    found.extend(address::find(text));
    found.extend(values::find(text, lang, now));
    found.extend(names(text, lang));
    pii::disjoint(found)
}

/// People, places and organisations only.
pub fn names(text: &str, lang: Lang) -> Vec<Entity> {
    let mut found = match lang {
        Lang::Zh => chinese::find(text),
        Lang::En => english::find(text),
    };
    // In Mandarin sentences English names stand too, and the other way round.
    match lang {
        Lang::Zh => found.extend(english::known(text)),
        Lang::En if text.chars().any(ling_text::fold::is_han) => found.extend(chinese::find(text)),
        Lang::En => {}
    }
    pii::disjoint(found)
}

/// Where people live and get their post.
pub(super) fn addresses(text: &str) -> Vec<Entity> {
    address::find(text)
}

/// What is private under the names of what is named.
fn as_entity(private: Entity) -> Option<Entity> {
    let category = match private.category {
        "Email" => "Email",
        "URL" => "URL",
        "IPAddress" => "IP",
        "PhoneNumber" => "PhoneNumber",
        _ => return None,
    };
    Some(Entity {
        category,
        ..private
    })
}

#[cfg(test)]
mod tests;
