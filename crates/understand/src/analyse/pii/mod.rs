//! What is private in a text: numbers told by their check digits, addresses of people and machines, and what
//! stands beside a word that gives it away ("card", 身份证).

use super::tables;
mod bank;
mod citizen;
mod phone;
mod place;
mod signs;

use ling_text::{
    script,
    values::{
        recognize::{self, Model},
        timex::Culture,
    },
};

use super::{Entity, entities};
use signs::Signs;

/// Kinds that are found here, by Azure's names.
pub const CATEGORIES: [&str; 19] = [
    "Email",
    "URL",
    "IPAddress",
    "CreditCardNumber",
    "InternationalBankingAccountNumber",
    "SWIFTCode",
    "ABARoutingNumber",
    "CNResidentIdentityCardNumber",
    "HKIdentityCardNumber",
    "TWNationalID",
    "USSocialSecurityNumber",
    "PhoneNumber",
    "EUGPSCoordinates",
    "Age",
    "USUKPassportNumber",
    "Address",
    "Person",
    "PersonType",
    "Organization",
];

/// What is private in a text, in its order, without overlaps.
///
/// ```
/// use ling_understand::analyse::pii;
/// let text = "我的身份证是11010519491231002X";
/// let found = pii::find(text);
/// assert_eq!(found[0].category, "CNResidentIdentityCardNumber");
/// assert_eq!(pii::redact(text, &found), "我的身份证是******************");
/// ```
pub fn find(text: &str) -> Vec<Entity> {
    let mut found = numbers(text);
    found.extend(entities::addresses(text));
    let names = entities::names(text, script::lang_of(text));
    // What is only guessed from its capitals is not hidden.
    let is_private = |entity: &Entity| {
        let is_kind = matches!(entity.category, "Person" | "PersonType" | "Organization");
        is_kind && entity.score >= 0.6
    };
    found.extend(names.into_iter().filter(is_private));
    disjoint(found)
}

/// What is told by its shape: numbers, and addresses of machines.
pub(super) fn numbers(text: &str) -> Vec<Entity> {
    let signs = Signs::new(text);
    // What is surer comes first: a card number is no phone number.
    let mut found = Vec::new();
    found.extend(addresses(text, &signs));
    found.extend(citizen::find(&signs));
    found.extend(bank::find(&signs));
    found.extend(place::find(&signs));
    found.extend(phone::find(&signs));
    found.extend(ages(text, &signs));
    disjoint(found)
}

/// The text with every character of what was found replaced by `*`.
pub fn redact(text: &str, found: &[Entity]) -> String {
    let is_private = |at: usize| found.iter().any(|entity| entity.range.contains(&at));
    let starred = text
        .char_indices()
        .map(|(at, c)| if is_private(at) { '*' } else { c });
    starred.collect()
}

/// Of stretches that overlap the earlier in the list stays; the rest is put in the order of the text.
pub(super) fn disjoint(found: Vec<Entity>) -> Vec<Entity> {
    let mut kept: Vec<Entity> = Vec::new();
    for entity in found {
        let is_apart = |other: &Entity| {
            other.range.end <= entity.range.start || entity.range.end <= other.range.start
        };
        if kept.iter().all(is_apart) {
            kept.push(entity);
        }
    }
    kept.sort_by_key(|entity| entity.range.start);
    kept
}

fn addresses(text: &str, signs: &Signs) -> Vec<Entity> {
    let kinds = [
        (Model::Email, "Email", 0.95),
        (Model::Url, "URL", 0.9),
        (Model::Ip, "IPAddress", 0.9),
    ];
    let found = kinds.into_iter().flat_map(|(model, category, score)| {
        let all = recognize::recognise(text, Culture::English, model);
        all.into_iter().map(move |one| (one, category, score))
    });
    let found = found.filter(|(_, category, _)| !category.is_empty());
    found
        .map(|(one, category, score)| Entity::new(signs.bytes(one.start, one.end), category, score))
        .collect()
}

/// How old somebody is.
fn ages(text: &str, signs: &Signs) -> Vec<Entity> {
    let cultures = [Culture::English, Culture::Chinese];
    let found = cultures
        .into_iter()
        .flat_map(|culture| recognize::recognise(text, culture, Model::Age));
    let with_number = found.filter(|one| {
        one.text
            .chars()
            .any(|c| c.is_numeric() || tables::text("numerals").contains(c))
    });
    with_number
        .map(|one| Entity::new(signs.bytes(one.start, one.end), "Age", 0.8))
        .collect()
}

#[cfg(test)]
mod tests;
