use jiff::{SignedDuration, Timestamp};
use ling_dialogue::*;
use serde_json::{Value, json};

use super::Deps;
use crate::out::rates::fetch;

/// Rates are asked for again after this long; the bank sets them once a day.
const FRESH: SignedDuration = SignedDuration::from_hours(6);
/// Where the last rates are kept.
const KEY: &str = "rates";

/// `RatesPort` of the running house.
pub(crate) struct Rates {
    deps: Deps,
}

impl Rates {
    pub(crate) fn new(deps: Deps) -> Rates {
        Rates { deps }
    }

    async fn last_or_new(&self) -> Result<ling_dialogue::Rates, PortError> {
        let url = self.deps.config().rates.url.clone();
        if url.is_empty() {
            return Err(PortError::Off(Service::Rates));
        }
        let now = Timestamp::now();
        let kept = self.deps.cloud.recall(KEY).await.ok().flatten();
        let kept = kept.and_then(|kept| Some((kept.at, from_json(&kept.value)?)));
        if let Some((at, rates)) = &kept
            && now.duration_since(*at) < FRESH
        {
            return Ok(rates.clone());
        }
        match fetch(&url).await {
            Ok(rates) => {
                // Losing the copy costs only a later fallback.
                let _ = self.deps.cloud.remember(KEY, &to_json(&rates), now).await;
                Ok(rates)
            }
            Err(error) => kept.map(|(_, rates)| rates).ok_or(error),
        }
    }
}

impl RatesPort for Rates {
    fn latest<'a>(&'a self) -> Later<'a, ling_dialogue::Rates> {
        Box::pin(self.last_or_new())
    }
}

fn to_json(rates: &ling_dialogue::Rates) -> Value {
    json!({ "date": rates.date, "base": rates.base, "rates": rates.per_base })
}

fn from_json(json: &Value) -> Option<ling_dialogue::Rates> {
    let row = |row: &Value| Some((row[0].as_str()?.to_owned(), row[1].as_f64()?));
    Some(ling_dialogue::Rates {
        date: json["date"].as_str()?.parse().ok()?,
        base: json["base"].as_str()?.to_owned(),
        per_base: json["rates"].as_array()?.iter().filter_map(row).collect(),
    })
}
