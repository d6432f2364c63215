//! One `Idempotency-Key`, one turn: a request that is sent again gets the first answer again.
//!
//! The answers are kept in memory for [`KEPT`]; rows that a turn makes carry the key in the database, so a
//! wish that is sent again after a restart does not make a second alarm.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use axum::http::StatusCode;
use serde_json::Value;
use tokio::sync::OnceCell;

use super::{Caller, Problem};
use crate::{Hub, Said};

/// How long an answer is kept.
const KEPT: Duration = Duration::from_secs(600);
/// Answers kept at most; the oldest gives way.
const KEPT_MAX: usize = 1_000;

/// The latest turns that came with a key.
#[derive(Default)]
pub(crate) struct Turns(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    turns: HashMap<String, Arc<Taken>>,
    order: VecDeque<(Instant, String)>,
}

struct Taken {
    text: String,
    answer: OnceCell<Value>,
}

impl Turns {
    /// The turn of that key, new if it is not known.
    fn of(&self, key: &str, text: &str, now: Instant) -> Arc<Taken> {
        let mut kept = self.0.lock().expect("no one panics with the lock");
        kept.forget(now);
        if let Some(taken) = kept.turns.get(key) {
            return taken.clone();
        }
        let taken = Arc::new(Taken {
            text: text.to_owned(),
            answer: OnceCell::new(),
        });
        kept.turns.insert(key.to_owned(), taken.clone());
        kept.order.push_back((now, key.to_owned()));
        taken
    }
}

impl Kept {
    fn forget(&mut self, now: Instant) {
        let stale = |(at, _): &(Instant, String)| now.duration_since(*at) > KEPT;
        while self.order.front().is_some_and(stale) || self.order.len() >= KEPT_MAX {
            let Some((_, key)) = self.order.pop_front() else {
                return;
            };
            self.turns.remove(&key);
        }
    }
}

/// Takes the turn, or gives the answer that its key already has.
///
/// A turn with a key runs to its end even when the caller hangs up, so that asking again finds its answer.
///
/// Errors: `key_reused` when the key came with other words before.
pub(super) async fn turn(hub: &Hub, caller: &Caller, said: Said) -> Result<Value, Problem> {
    let Some(key) = &said.key else {
        return Ok(hub.turn(said).await.json());
    };
    let person = caller.person.as_deref().unwrap_or_default();
    let key = format!("{person}\n{key}");
    let taken = hub.keyed.of(&key, &said.text, Instant::now());
    if taken.text != said.text {
        let what = "this Idempotency-Key came with other words before";
        return Err(Problem::new(StatusCode::CONFLICT, "key_reused", what)
            .hint("send a fresh key with a fresh wish"));
    }
    let hub = hub.clone();
    let running = tokio::spawn(async move {
        let take = || async { hub.turn(said).await.json() };
        taken.answer.get_or_init(take).await.clone()
    });
    running.await.map_err(|_| {
        let what = "the turn broke off";
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", what)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_kept_for_ten_minutes_and_a_thousand_turns() {
        let turns = Turns::default();
        let began = Instant::now();
        let first = turns.of("a", "x", began);
        assert!(Arc::ptr_eq(&first, &turns.of("a", "x", began + KEPT)));
        let late = began + KEPT + Duration::from_secs(1);
        assert!(!Arc::ptr_eq(&first, &turns.of("a", "x", late)));
        let second = turns.of("a", "x", late);
        for n in 0..KEPT_MAX {
            turns.of(&format!("{n}"), "x", late);
        }
        assert!(!Arc::ptr_eq(&second, &turns.of("a", "x", late)));
    }
}
