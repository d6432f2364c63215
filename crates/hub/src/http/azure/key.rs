//! Keys of the AI services, in each of the four ways in which Azure's libraries send them, and how often one
//! may call.

use std::{collections::HashMap, sync::Mutex, time::Instant};

use axum::http::request::Parts;
use ling_cloud::{Scope, Token};

use super::error::Refusal;
use crate::Hub;

/// The name of a key in a header and in the address.
const KEY: &str = "ocp-apim-subscription-key";
/// Keys whose calls are counted; when there are more, the counts of those that wait longest are forgotten.
const KEYS_MAX: usize = 10_000;

/// Whose key the request brings. Refused are unknown keys, keys for something else, and too many calls.
pub(in crate::http) async fn check(hub: &Hub, parts: &Parts) -> Result<Token, Refusal> {
    let secret = secret(parts).ok_or_else(Refusal::key)?;
    let token = match hub.cloud.check_token(&secret).await? {
        Some(token) => Some(token),
        // A token that a key was given by the speech service.
        None => match hub.programs.speech.tokens.key(&secret, Instant::now()) {
            Some(key) => hub.cloud.token(&key).await?,
            None => None,
        },
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
pub(super) struct Calls(Mutex<HashMap<String, Bucket>>);

#[derive(Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Calls {
    /// Takes one call of a key that may make so many a minute; the error says after how many seconds there is
    /// one again.
    fn take(&self, key: &str, a_minute: u32, now: Instant) -> Result<(), u32> {
        if a_minute == 0 {
            return Ok(());
        }
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
        });
        let since = now.saturating_duration_since(bucket.at).as_secs_f64();
        bucket.left = (bucket.left + since * full / 60.0).min(full);
        bucket.at = now;
        if bucket.left < 1.0 {
            return Err(((1.0 - bucket.left) * 60.0 / full).ceil() as u32);
        }
        bucket.left -= 1.0;
        Ok(())
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
