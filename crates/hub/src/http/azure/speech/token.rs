//! Tokens for ten minutes, which programs hand to browsers in place of their key.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ling_cloud::TokenId;
use serde_json::json;

/// As with Azure.
const VALID: Duration = Duration::from_secs(600);

/// Tokens at once; when there are more, the one that ends first goes.
const TOKENS_MAX: usize = 10_000;

/// The tokens that are valid, and whose they are. They are forgotten when the house restarts.
#[derive(Default)]
pub(in crate::http::azure) struct Tokens(Mutex<HashMap<String, (TokenId, Instant)>>);

impl Tokens {
    /// A new one for a key, in the form of a JWT. `now_s` is the time in seconds since 1970, for whoever reads it.
    pub(super) fn issue(&self, key: &TokenId, now: Instant, now_s: i64) -> String {
        let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let head = json!({ "alg": "none", "typ": "JWT" }).to_string();
        let exp = now_s + i64::try_from(VALID.as_secs()).unwrap_or(0);
        let body = json!({ "iss": "ling", "exp": exp }).to_string();
        let secret: [u8; 32] = rand::random();
        let token = [part(head.as_bytes()), part(body.as_bytes()), part(&secret)].join(".");
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, (_, until)| *until > now);
        if all.len() >= TOKENS_MAX {
            let first = all.iter().min_by_key(|(_, (_, until))| *until);
            let first = first.map(|(token, _)| token.clone());
            first.and_then(|first| all.remove(&first));
        }
        all.insert(token.clone(), (key.clone(), now + VALID));
        token
    }

    /// The key that a token stands for.
    pub(in crate::http::azure) fn key(&self, token: &str, now: Instant) -> Option<TokenId> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (key, until) = all.get(token)?;
        (*until > now).then(|| key.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_minutes() {
        let (tokens, start) = (Tokens::default(), Instant::now());
        let key = TokenId::new("k1");
        let token = tokens.issue(&key, start, 0);
        assert_eq!(token.split('.').count(), 3);
        let at = |secs: u64| start + Duration::from_secs(secs);
        assert_eq!(tokens.key(&token, at(599)), Some(key.clone()));
        assert_eq!(tokens.key(&token, at(600)), None);
        assert_eq!(tokens.key("other", at(0)), None);
        for _ in 0..TOKENS_MAX {
            tokens.issue(&key, start, 0);
        }
        assert_eq!(tokens.0.lock().expect("nobody panics").len(), TOKENS_MAX);
    }
}
