//! English names, told by their capitals, by lists, and by what stands beside them.

use super::{
    super::words::{self, Word},
    Entity, gazetteer as known,
};

/// The most words of a name.
const WORDS_MAX: usize = 6;

pub(super) fn find(text: &str) -> Vec<Entity> {
    let words = words::english(text);
    let mut found = Vec::new();
    let mut n = 0;
    while n < words.len() {
        let len = run(text, &words[n..]);
        if len == 0 {
            found.extend(trade(&words[n]));
            n += 1;
            continue;
        }
        found.extend(named(text, &words, n, len));
        n += len;
    }
    found
}

/// Names of the lists only, for texts in another language.
pub(super) fn known(text: &str) -> Vec<Entity> {
    find(text)
        .into_iter()
        .filter(|entity| entity.score >= 0.9)
        .collect()
}

/// How many words from the first on make one name: capitals, with "of" and "the" between.
fn run(text: &str, words: &[Word<'_>]) -> usize {
    let mut len = 0;
    while len < words.len().min(WORDS_MAX) {
        let word = &words[len];
        let is_joined = len == 0
            || text[words[len - 1].range.end..word.range.start]
                .chars()
                .all(|c| c == ' ' || c == '.');
        if !is_joined || !is_capital(word.text) {
            let is_of = is_joined
                && len > 0
                && ["of", "de", "van", "der", "bin", "al"].contains(&word.text);
            let goes_on = words.get(len + 1).is_some_and(|next| is_capital(next.text));
            if !(is_of && goes_on) {
                break;
            }
        }
        let is_end = text[word.range.end..].starts_with(". ") && !is_title(word.text);
        len += 1;
        if is_end {
            break;
        }
    }
    len
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word != "I" && !word.starts_with("I'")
}

fn is_title(word: &str) -> bool {
    known::has(known::TITLES, word)
}

/// Entities in a run of capital words that starts at `n`.
fn named(text: &str, words: &[Word<'_>], n: usize, len: usize) -> Vec<Entity> {
    let run = &words[n..n + len];
    let mut found = Vec::new();
    let mut at = 0;
    while at < len {
        let longest = (at + 1..=len).rev().find_map(|end| {
            let part = &run[at..end];
            listed(text, part).map(|(category, score)| (end, category, score))
        });
        match longest {
            Some((end, category, score)) => {
                found.push(entity(&run[at..end], category, score));
                at = end;
            }
            None => at += 1,
        }
    }
    if found.is_empty() {
        found.extend(guessed(text, words, n, len));
    }
    found
}

fn entity(part: &[Word<'_>], category: &'static str, score: f64) -> Entity {
    let end = part[part.len() - 1].range.end;
    let entity = Entity::new(part[0].range.start..end, category, score);
    let subcategory = (category == "Location").then_some("GPE");
    Entity {
        subcategory,
        ..entity
    }
}

/// What lists say of some words.
fn listed(text: &str, part: &[Word<'_>]) -> Option<(&'static str, f64)> {
    let range = part[0].range.start..part[part.len() - 1].range.end;
    let whole = text[range].trim_end_matches("'s");
    let (first, last) = (part[0].text, part[part.len() - 1].text);
    if known::names(known::PLACES, whole) {
        return Some(("Location", 0.95));
    }
    if known::names(known::ORGANISATIONS, whole) {
        return Some(("Organization", 0.95));
    }
    if part.len() > 1 && known::has(known::ORGANISATION_ENDS, last) && !is_the(first) {
        return Some(("Organization", 0.85));
    }
    if part.len() > 1 && known::has(known::PLACE_ENDS, last) && !is_the(first) {
        return Some(("Location", 0.8));
    }
    let name = part.iter().filter(|word| !is_title(word.text)).count();
    if known::has(known::GIVEN, first) && (1..=3).contains(&part.len()) {
        return Some(("Person", if part.len() > 1 { 0.92 } else { 0.8 }));
    }
    let is_titled = is_title(first) && name >= 1 && part.len() <= 4;
    is_titled.then_some(("Person", 0.85))
}

fn is_the(word: &str) -> bool {
    [
        "The", "A", "An", "This", "My", "Our", "Your", "His", "Her", "Their",
    ]
    .contains(&word)
}

/// What stands beside an unknown name says what it is.
fn guessed(text: &str, words: &[Word<'_>], n: usize, len: usize) -> Option<Entity> {
    let run = &words[n..n + len];
    let before = n
        .checked_sub(1)
        .map_or("", |n| words[n].text)
        .to_lowercase();
    let after = words.get(n + len).map_or("", |word| word.text);
    let is_first = n == 0
        || text[..run[0].range.start]
            .trim_end()
            .ends_with(['.', '!', '?', '\n', ':']);
    let is_shout = run
        .iter()
        .all(|word| word.text.chars().all(|c| !c.is_lowercase()));
    let n_letters = run[0].text.chars().count();
    let is_day = ling_day(run[0].text);
    if is_day || (is_first && len == 1 && !known::has(known::SPEAKS, after)) || n_letters < 2 {
        return None;
    }
    if known::has(known::SPEAKS, after) && len <= 3 {
        return Some(entity(run, "Person", 0.7));
    }
    if is_shout && len == 1 && (3..=5).contains(&n_letters) {
        return Some(entity(run, "Organization", 0.55));
    }
    let is_place = ["in", "near", "to", "from"].contains(&before.as_str()) && len <= 3;
    if is_place {
        return Some(entity(run, "Location", 0.6));
    }
    if len == 2
        && !is_first
        && ["by", "with", "and", "is", "am", "named", "called"].contains(&before.as_str())
    {
        return Some(entity(run, "Person", 0.6));
    }
    None
}

/// Days and months are times.
fn ling_day(word: &str) -> bool {
    let days = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August \
                September October November December Christmas Easter Halloween";
    known::has(days, word)
}

fn trade(word: &Word<'_>) -> Option<Entity> {
    let is_one = known::has(known::TRADES, &word.text.to_lowercase());
    is_one.then(|| Entity::new(word.range.clone(), "PersonType", 0.8))
}
