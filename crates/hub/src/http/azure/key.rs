//! Keys of the AI services, in each of the four ways in which Azure's libraries send them, and how often one
//! may call.

use std::{collections::HashMap, sync::Mutex, time::Instant};

use axum::http::request::Parts;
use ling_cloud::{Scope, Token};

use super::error::Refusal;
use crate::{Hub, http::auth};

/// The name of a key in a header and in the address.
const KEY: &str = "ocp-apim-subscription-key";
/// Keys whose calls are counted; when there are more, the counts of those that wait longest are forgotten.
const KEYS_MAX: usize = 10_000;

/// Whose key the request brings. Refused are unknown keys, keys for something else, and too many calls.
pub(in crate::http) async fn check(hub: &Hub, parts: &Parts) -> Result<Token, Refusal> {
    let token = match secret(parts) {
        Some(secret) => of_secret(hub, &secret).await?,
        // The console tries the services out without a key.
        None => auth::of_browser(hub, &parts.headers).await?,
    };
    let token = token.ok_or_else(Refusal::key)?;
    if token.scope == Scope::Turns {
        return Err(Refusal::scope());
    }
    let limit = hub.config().server.calls_a_minute;
    let waits = hub
        .programs
        .calls
        .take(token.id.as_str(), limit, Instant::now());
    waits.map_err(Refusal::too_many)?;
    Ok(token)
}

async fn of_secret(hub: &Hub, secret: &str) -> Result<Option<Token>, Refusal> {
    if let Some(token) = hub.cloud.check_token(secret).await? {
        return Ok(Some(token));
    }
    // A token that a key was given by the speech service.
    match hub.programs.speech.tokens.key(secret, Instant::now()) {
        Some(key) => Ok(hub.cloud.token(&key).await?),
        None => Ok(None),
    }
}

/// The key of a request. A key header wins over `Authorization`, which some libraries send empty beside it.
fn secret(parts: &Parts) -> Option<String> {
    let header = |name: &str| {
        let value = parts.headers.get(name)?.to_str().ok()?.trim();
        (!value.is_empty()).then(|| value.to_owned())
    };
    let bearer = || {
        let value = header("authorization")?;
        let (scheme, secret) = value.split_once(' ')?;
        let secret = secret.trim();
        (scheme.eq_ignore_ascii_case("bearer") && !secret.is_empty()).then(|| secret.to_owned())
    };
    header(KEY)
        .or_else(|| header("api-key"))
        .or_else(bearer)
        .or_else(|| super::query::value(parts, KEY))
}

/// Counts the calls of each key: a bucket that fills as time goes by.
#[derive(Default)]
pub(in crate::http) struct Calls(Mutex<HashMap<String, Bucket>>);

#[derive(Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
    n_calls: u64,
    n_refused: u64,
}

/// What a key was used for since the house was started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) struct Usage {
    /// Calls that were answered.
    pub(in crate::http) n_calls: u64,
    /// Calls that were too many.
    pub(in crate::http) n_refused: u64,
    /// Calls that may follow at once.
    pub(in crate::http) left: u32,
    /// Seconds since the last call.
    pub(in crate::http) idle_secs: u64,
}

impl Calls {
    /// Takes one call of a key that may make so many a minute; the error says after how many seconds there is
    /// one again.
    fn take(&self, key: &str, a_minute: u32, now: Instant) -> Result<(), u32> {
        let full = f64::from(a_minute);
        let mut all = self.0.lock().expect("no one panics with the lock");
        if all.len() >= KEYS_MAX && !all.contains_key(key) {
            let oldest = all.iter().min_by_key(|(_, bucket)| bucket.at);
            let oldest = oldest.map(|(key, _)| key.clone());
            oldest.and_then(|oldest| all.remove(&oldest));
        }
        let bucket = all.entry(key.to_owned()).or_insert(Bucket {
            left: full,
            at: now,
            n_calls: 0,
            n_refused: 0,
        });
        bucket.left = bucket.left_at(now, full);
        bucket.at = now;
        if a_minute > 0 && bucket.left < 1.0 {
            bucket.n_refused += 1;
            return Err(((1.0 - bucket.left) * 60.0 / full).ceil() as u32);
        }
        bucket.n_calls += 1;
        bucket.left -= 1.0;
        Ok(())
    }

    /// What a key was used for; none if it was not.
    pub(in crate::http) fn usage(&self, key: &str, a_minute: u32, now: Instant) -> Option<Usage> {
        let all = self.0.lock().expect("no one panics with the lock");
        let bucket = all.get(key)?;
        Some(Usage {
            n_calls: bucket.n_calls,
            n_refused: bucket.n_refused,
            left: bucket.left_at(now, f64::from(a_minute)).max(0.0) as u32,
            idle_secs: now.saturating_duration_since(bucket.at).as_secs(),
        })
    }
}

impl Bucket {
    /// Calls that are left, at most `full`, which is what a minute brings.
    fn left_at(&self, now: Instant, full: f64) -> f64 {
        let since = now.saturating_duration_since(self.at).as_secs_f64();
        (self.left + since * full / 60.0).min(full)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_bucket_fills_again() {
        let calls = Calls::default();
        let start = Instant::now();
        let take = |key: &str, secs: u64| calls.take(key, 3, start + Duration::from_secs(secs));
        let first: Vec<_> = (0..4).map(|_| take("a", 0)).collect();
        assert_eq!(first, [Ok(()), Ok(()), Ok(()), Err(20)]);
        assert_eq!(take("b", 0), Ok(()));
        assert_eq!(take("a", 20), Ok(()));
        assert_eq!(take("a", 25), Err(15));
        let many = (0..3).map(|_| take("a", 600)).filter(Result::is_ok).count();
        assert_eq!((many, take("a", 600)), (3, Err(20)));
        assert_eq!(calls.take("a", 0, start), Ok(()));
    }

    #[test]
    fn what_was_used_is_told() {
        let calls = Calls::default();
        let start = Instant::now();
        assert_eq!(calls.usage("a", 2, start), None);
        for _ in 0..3 {
            let _ = calls.take("a", 2, start);
        }
        let later = start + Duration::from_secs(30);
        let expect = Usage {
            n_calls: 2,
            n_refused: 1,
            left: 1,
            idle_secs: 30,
        };
        assert_eq!(calls.usage("a", 2, later), Some(expect));
    }

    #[track_caller]
    fn check_secret(address: &str, headers: &[(&str, &str)], expect: Option<&str>) {
        let mut request = axum::http::Request::builder().uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        assert_eq!(secret(&parts).as_deref(), expect, "{address} {headers:?}");
    }

    #[test]
    fn four_ways() {
        check_secret("/x", &[("Ocp-Apim-Subscription-Key", "k")], Some("k"));
        check_secret("/x", &[("api-key", "k")], Some("k"));
        check_secret("/x", &[("Authorization", "Bearer k")], Some("k"));
        check_secret("/x?a=1&Ocp-Apim-Subscription-Key=k%2B", &[], Some("k+"));
        let both = [
            ("Authorization", "Bearer"),
            ("ocp-apim-subscription-key", "k"),
        ];
        check_secret("/x", &both, Some("k"));
        check_secret("/x", &[("Authorization", "Basic k")], None);
        check_secret("/x?key=k", &[], None);
        check_secret("/x", &[("api-key", "")], None);
    }
}
