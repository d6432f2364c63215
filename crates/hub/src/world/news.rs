use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use ling_dialogue::*;
use serde_json::{Value, json};
use tracing::debug;

use super::Deps;
use crate::out::news::fetch;

/// News are asked for again after this long.
const FRESH: SignedDuration = SignedDuration::from_mins(10);
/// News older than this are none.
const USEFUL: SignedDuration = SignedDuration::from_hours(72);
/// Feeds that are asked.
const FEEDS_MAX: usize = 20;
/// Headlines that are kept.
const HEADLINES_MAX: usize = 200;
/// Where the last news are kept.
const KEY: &str = "news";

/// `NewsPort` of the running house.
pub(crate) struct News {
    deps: Deps,
}

impl News {
    pub(crate) fn new(deps: Deps) -> News {
        News { deps }
    }

    async fn last_or_new(&self) -> Result<ling_dialogue::News, PortError> {
        let feeds = self.deps.config().news.feeds.clone();
        if feeds.is_empty() {
            return Err(PortError::Off(Service::News));
        }
        let now = Timestamp::now();
        let kept = self.deps.cloud.recall(KEY).await.ok().flatten();
        // News of feeds that are no longer chosen are not told.
        let kept = kept.filter(|kept| kept.value["feeds"] == json!(feeds));
        let kept = kept.map(|kept| ling_dialogue::News {
            fetched: kept.at,
            headlines: from_json(&kept.value),
        });
        if let Some(news) = &kept
            && now.duration_since(news.fetched) < FRESH
        {
            return Ok(news.clone());
        }
        match fetched(&feeds).await {
            Ok(headlines) => {
                let value = to_json(&feeds, &headlines);
                // Losing the copy costs only a later fallback.
                let _ = self.deps.cloud.remember(KEY, &value, now).await;
                Ok(ling_dialogue::News {
                    fetched: now,
                    headlines,
                })
            }
            Err(error) => {
                debug!(%error, "No news feed answers; the last news are told.");
                let useful = kept.filter(|news| now.duration_since(news.fetched) < USEFUL);
                useful.ok_or(error)
            }
        }
    }
}

impl NewsPort for News {
    fn latest<'a>(&'a self) -> Later<'a, ling_dialogue::News> {
        Box::pin(self.last_or_new())
    }
}

/// What the feeds say, the newest first; the first failure when none of them answers.
async fn fetched(feeds: &[String]) -> Result<Vec<Headline>, PortError> {
    let answers = join_all(feeds.iter().take(FEEDS_MAX).map(|feed| fetch(feed))).await;
    let mut all = Vec::new();
    let mut failed = None;
    let mut n_answers = 0;
    for answer in answers {
        match answer {
            Ok(headlines) => {
                n_answers += 1;
                all.extend(headlines);
            }
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    if let (0, Some(error)) = (n_answers, failed) {
        return Err(error);
    }
    all.sort_by_key(|headline| std::cmp::Reverse(headline.at));
    all.truncate(HEADLINES_MAX);
    Ok(all)
}

fn to_json(feeds: &[String], headlines: &[Headline]) -> Value {
    let row = |h: &Headline| json!([h.title, h.summary, h.source, h.topics, h.at, h.link]);
    json!({ "feeds": feeds, "headlines": headlines.iter().map(row).collect::<Vec<_>>() })
}

fn from_json(json: &Value) -> Vec<Headline> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let row = |row: &Value| {
        Some(Headline {
            title: text(&row[0])?,
            summary: text(&row[1]),
            source: text(&row[2])?,
            topics: row[3].as_array()?.iter().filter_map(text).collect(),
            at: row[4].as_str().and_then(|at| at.parse().ok()),
            link: text(&row[5]),
        })
    };
    let rows = json["headlines"].as_array();
    rows.into_iter().flatten().filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_are_kept_whole() {
        let headline = Headline {
            title: "地铁".into(),
            summary: None,
            source: "晨报".into(),
            topics: vec!["本地".into()],
            at: "2026-11-24T01:00:00Z".parse().ok(),
            link: Some("https://news.example.com/1".into()),
        };
        let kept = to_json(&["http://a/b".into()], std::slice::from_ref(&headline));
        assert_eq!(from_json(&kept), [headline]);
        assert_eq!(from_json(&Value::Null), []);
    }
}
