//! `dictionary/lookup` between Chinese and English, from the package `cedict`.

use axum::response::Response;
use ling_base::Lang;
use ling_dialogue::{Entry, PortError, Service, World};
use ling_text::{fold, to_traditional};
use serde_json::{Value, json};

use super::{Call, Refusal, Texts, bad, languages::Tongue, query};
use crate::Hub;

/// Azure's limits of a look-up: words, and characters of each.
const WORDS_MAX: usize = 10;
const CHARS_MAX: usize = 100;
/// Translations of a word, and words that mean the same in its own language.
const MEANS_MAX: usize = 10;
const BACK_MAX: usize = 5;

/// What is asked of the dictionary.
#[derive(Clone, Copy)]
struct Way {
    from: Tongue,
    to: Tongue,
}

/// `POST /dictionary/lookup?from=en&to=zh-Hans`.
pub(super) async fn look_up(hub: &Hub, call: Call) -> Result<Response, Refusal> {
    let way = Way::of(&call)?;
    let texts = Texts::of(call).await?;
    if texts.all.len() > WORDS_MAX
        || texts
            .all
            .iter()
            .any(|text| text.chars().count() > CHARS_MAX)
    {
        let message =
            format!("A call looks up 1 to {WORDS_MAX} words of at most {CHARS_MAX} characters.");
        return Err(bad("400077", message));
    }
    let mut answers = Vec::new();
    for text in &texts.all {
        answers.push(answer(hub, text.trim(), way).await?);
    }
    Ok(texts.told_all(answers))
}

impl Way {
    fn of(call: &Call) -> Result<Way, Refusal> {
        let tongue = |name: &str, code: &str| {
            let value = query::value(&call.parts, name).unwrap_or_default();
            let tongue = Tongue::named(&value).filter(|tongue| tongue.lang().is_some());
            tongue.ok_or_else(|| {
                let message = format!("`{name}={value}` is no language of the dictionary; `en`, `zh-Hans` and `zh-Hant` are.");
                bad(code, message)
            })
        };
        let way = Way {
            from: tongue("from", "400035")?,
            to: tongue("to", "400036")?,
        };
        match way.from.lang() == way.to.lang() {
            true => Err(bad(
                "400023",
                "The dictionary leads from Chinese to English and back.",
            )),
            false => Ok(way),
        }
    }
}

async fn answer(hub: &Hub, word: &str, way: Way) -> Result<Value, Refusal> {
    let into = way.to.lang().unwrap_or(Lang::En);
    let found = find(hub, word, into).await?;
    let mut means: Vec<String> = Vec::new();
    for meaning in found.iter().flat_map(|entry| &entry.means) {
        if means.len() < MEANS_MAX && !means.contains(meaning) {
            means.push(meaning.clone());
        }
    }
    let mut translations = Vec::new();
    for (nth, meaning) in means.iter().enumerate() {
        let (display, tag) = read(meaning);
        let back = find(hub, display, way.from.lang().unwrap_or(Lang::Zh)).await?;
        let shown = written(display, way.to);
        translations.push(json!({
            "normalizedTarget": shown.to_lowercase(),
            "displayTarget": shown,
            "posTag": tag,
            "confidence": confidence(nth, means.len()),
            "prefixWord": "",
            "backTranslations": backs(&back, way.from),
        }));
    }
    Ok(
        json!({ "normalizedSource": word.to_lowercase(), "displaySource": word, "translations": translations }),
    )
}

async fn find(hub: &Hub, word: &str, into: Lang) -> Result<Vec<Entry>, Refusal> {
    let word = fold::to_simplified(word);
    hub.world.words().look_up(&word, into).await.map_err(|error| match error {
        PortError::Off(Service::Words) => Refusal::not_offered(
            "This needs the package `cedict`, a dictionary of Chinese and English. Fetch it with `ling models pull cedict`.",
        ),
        _ => Refusal::fault("The dictionary cannot be read."),
    })
}

/// Words of the other language, without what stands in brackets, and what kind of word it is, as far as the dictionary says.
fn read(meaning: &str) -> (&str, &'static str) {
    let plain = meaning.split(" (").next().unwrap_or(meaning).trim();
    match plain.strip_prefix("to ") {
        Some(verb) if !verb.is_empty() => (verb, "VERB"),
        _ => (plain, "OTHER"),
    }
}

/// The dictionary counts nothing. Its order is that of use, so each meaning gets half of what the one before has.
fn confidence(nth: usize, n: usize) -> f64 {
    let share = |nth: usize| 0.5_f64.powi(i32::try_from(nth).unwrap_or(i32::MAX));
    let sum: f64 = (0..n).map(share).sum();
    (share(nth) / sum * 10_000.0).round() / 10_000.0
}

fn backs(found: &[Entry], tongue: Tongue) -> Vec<Value> {
    let all = found.iter().flat_map(|entry| &entry.means).take(BACK_MAX);
    all.map(|meaning| {
        let shown = written(read(meaning).0, tongue);
        json!({ "normalizedText": shown.to_lowercase(), "displayText": shown, "numExamples": 0, "frequencyCount": 0 })
    })
    .collect()
}

fn written(word: &str, tongue: Tongue) -> String {
    match tongue {
        Tongue::Hant => to_traditional(word),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_words() {
        let check =
            |meaning: &str, expect: (&str, &str)| assert_eq!(read(meaning), expect, "{meaning}");
        check("to run", ("run", "VERB"));
        check("dog (CL: 只)", ("dog", "OTHER"));
        check("to ", ("to", "OTHER"));
        check("(coll.) guy", ("(coll.) guy", "OTHER"));
    }

    #[test]
    fn confidences_sum_to_one() {
        let sum: f64 = (0..5).map(|nth| confidence(nth, 5)).sum();
        assert!((sum - 1.0).abs() < 0.01, "{sum}");
        assert_eq!(confidence(0, 1), 1.0);
    }
}
