//! One `Idempotency-Key`, one turn: a request that is sent again gets the first answer again.
//!
//! The answers are kept in memory for [`KEPT`]; rows that a turn makes carry the key in the database, so a
//! wish that is sent again after a restart does not make a second alarm.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use axum::{
    body::Bytes,
    http::{StatusCode, header},
};
use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;

use super::{Caller, Problem};
use crate::{Hub, Said};

/// How long an answer is kept.
const KEPT: Duration = Duration::from_secs(600);
/// Answers kept at most; the oldest gives way.
const KEPT_MAX: usize = 1_000;
/// Bytes of all answers that are kept; a thousand usual ones have less.
const KEPT_BYTES_MAX: usize = 8 << 20;

/// An answer, as JSON.
pub(super) type Answered = ([(header::HeaderName, &'static str); 1], Bytes);

/// Stands for words and keys, so that long ones cost nothing.
type Print = [u8; 32];

/// The latest turns that came with a key.
#[derive(Default)]
pub(crate) struct Turns(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    turns: HashMap<Print, Arc<Taken>>,
    order: VecDeque<(Instant, Print)>,
}

struct Taken {
    words: Print,
    answer: OnceCell<Bytes>,
}

impl Turns {
    /// The turn of that key, new if it is not known.
    fn of(&self, key: Print, words: Print, now: Instant) -> Arc<Taken> {
        let mut kept = self.0.lock().expect("no one panics with the lock");
        kept.forget(now);
        if let Some(taken) = kept.turns.get(&key) {
            return taken.clone();
        }
        let taken = Arc::new(Taken {
            words,
            answer: OnceCell::new(),
        });
        kept.turns.insert(key, taken.clone());
        kept.order.push_back((now, key));
        taken
    }
}

impl Kept {
    fn forget(&mut self, now: Instant) {
        let stale = |(at, _): &(Instant, Print)| now.duration_since(*at) > KEPT;
        let size = |taken: &Taken| taken.answer.get().map_or(0, Bytes::len);
        let mut n_bytes: usize = self.turns.values().map(|taken| size(taken)).sum();
        while self.order.front().is_some_and(stale)
            || self.order.len() >= KEPT_MAX
            || n_bytes > KEPT_BYTES_MAX
        {
            let Some((_, key)) = self.order.pop_front() else {
                return;
            };
            n_bytes -= self.turns.remove(&key).map_or(0, |taken| size(&taken));
        }
    }
}

fn print(words: &str) -> Print {
    Sha256::digest(words.as_bytes()).into()
}

/// Takes the turn, or gives the answer that its key already has.
///
/// A turn with a key runs to its end even when the caller hangs up, so that asking again finds its answer.
///
/// Errors: `key_reused` when the key came with other words before.
pub(super) async fn turn(hub: &Hub, caller: &Caller, said: Said) -> Result<Answered, Problem> {
    let Some(key) = &said.key else {
        return Ok(answered(hub.turn(said).await.json().to_string().into()));
    };
    let key = print(&format!("{}\n{key}", caller.name()));
    let taken = hub.keyed.of(key, print(&said.text), Instant::now());
    if taken.words != print(&said.text) {
        let what = "this Idempotency-Key came with other words before";
        return Err(Problem::new(StatusCode::CONFLICT, "key_reused", what)
            .hint("send a fresh key with a fresh wish"));
    }
    let hub = hub.clone();
    let running = tokio::spawn(async move {
        let take = || async { Bytes::from(hub.turn(said).await.json().to_string()) };
        taken.answer.get_or_init(take).await.clone()
    });
    running.await.map(answered).map_err(|_| {
        let what = "the turn broke off";
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", what)
    })
}

fn answered(json: Bytes) -> Answered {
    ([(header::CONTENT_TYPE, "application/json")], json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_kept_for_ten_minutes_and_a_thousand_turns() {
        let turns = Turns::default();
        let began = Instant::now();
        let of = |key: &str, now| turns.of(print(key), print("x"), now);
        let first = of("a", began);
        assert!(Arc::ptr_eq(&first, &of("a", began + KEPT)));
        let late = began + KEPT + Duration::from_secs(1);
        assert!(!Arc::ptr_eq(&first, &of("a", late)));
        let second = of("a", late);
        for n in 0..KEPT_MAX {
            of(&format!("{n}"), late);
        }
        assert!(!Arc::ptr_eq(&second, &of("a", late)));
    }

    #[test]
    fn long_answers_are_kept_for_fewer_keys() {
        let turns = Turns::default();
        let now = Instant::now();
        for n in 0..100_u8 {
            let taken = turns.of([n; 32], print("x"), now);
            let long = Bytes::from(vec![n; KEPT_BYTES_MAX / 10]);
            taken.answer.set(long).expect("it is new");
        }
        let kept = turns.0.lock().expect("no one panics with the lock");
        assert_eq!((kept.turns.len(), kept.order.len()), (11, 11));
    }
}
