//! A chat completion whole and in pieces, and one as the other.

use std::{collections::VecDeque, sync::Arc};

use serde_json::{Value, json};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Refusal;
use crate::out::llm::{Passed, Pieces as Passing};

/// Talks with the language model at once; a model on one's own machine has one or two.
const TALKS_MAX: usize = 32;
/// Recordings that are heard at once: each is minutes of sound in memory.
const RECORDINGS_MAX: usize = 2;

/// How much may go on at once.
pub(crate) struct Lines {
    talks: Arc<Semaphore>,
    pub(super) recordings: Semaphore,
}

impl Default for Lines {
    fn default() -> Lines {
        Lines {
            talks: Arc::new(Semaphore::new(TALKS_MAX)),
            recordings: Semaphore::new(RECORDINGS_MAX),
        }
    }
}

impl Lines {
    /// A line to the model, which is free again when this is dropped.
    pub(in super::super) fn talk(&self) -> Result<OwnedSemaphorePermit, Refusal> {
        let line = self.talks.clone().try_acquire_owned();
        line.map_err(|_| busy("Too many talks with the language model are going on."))
    }
}

/// Too much is going on; that passes.
pub(super) fn busy(message: &str) -> Refusal {
    Refusal {
        retry_secs: Some(2),
        ..Refusal::new(axum::http::StatusCode::TOO_MANY_REQUESTS, "429", message)
    }
}

/// What was answered.
pub(super) enum Answer {
    Whole(Value),
    Pieces(Pieces),
}

/// The pieces of an answer.
pub(super) enum Pieces {
    /// They come from the model, over a line of its own.
    Passing {
        pieces: Passing,
        _line: OwnedSemaphorePermit,
    },
    /// They were cut from a whole answer.
    Cut(VecDeque<Value>),
}

impl Answer {
    pub(super) fn of(passed: Passed, line: OwnedSemaphorePermit) -> Answer {
        match passed {
            Passed::Whole(whole) => Answer::Whole(whole),
            Passed::Pieces(pieces) => Answer::Pieces(Pieces::Passing {
                pieces,
                _line: line,
            }),
        }
    }

    /// The answer in pieces.
    pub(super) fn pieces(self) -> Pieces {
        match self {
            Answer::Whole(whole) => Pieces::Cut(cut(&whole).into()),
            Answer::Pieces(pieces) => pieces,
        }
    }
}

impl Pieces {
    pub(super) async fn next(&mut self) -> Option<Result<Value, Refusal>> {
        match self {
            Pieces::Passing { pieces, .. } => {
                let piece = pieces.next().await?;
                Some(piece.map_err(Refusal::from))
            }
            Pieces::Cut(pieces) => pieces.pop_front().map(Ok),
        }
    }
}

/// Pieces as a model would have sent them: one with all the words, one that ends, one with the count of tokens.
fn cut(whole: &Value) -> Vec<Value> {
    let piece = |choices: Vec<Value>| {
        let mut piece = json!({ "object": "chat.completion.chunk", "choices": choices });
        for key in ["id", "created", "model"] {
            piece[key] = whole[key].clone();
        }
        piece
    };
    let choices = whole["choices"].as_array().map_or(&[][..], Vec::as_slice);
    let begin = choices.iter().map(|choice| {
        let mut delta = choice["message"].clone();
        let calls = delta.get_mut("tool_calls").and_then(Value::as_array_mut);
        for (nth, call) in calls.into_iter().flatten().enumerate() {
            call["index"] = json!(nth);
        }
        json!({ "index": choice["index"], "delta": delta, "finish_reason": null })
    });
    let end = choices.iter().map(
        |choice| json!({ "index": choice["index"], "delta": {}, "finish_reason": choice["finish_reason"] }),
    );
    let mut all = vec![piece(begin.collect()), piece(end.collect())];
    if whole["usage"].is_object() {
        let mut last = piece(Vec::new());
        last["usage"] = whole["usage"].clone();
        all.push(last);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_answer_in_pieces() {
        let whole = json!({
            "id": "c", "created": 1, "model": "m", "object": "chat.completion",
            "choices": [{ "index": 0, "finish_reason": "tool_calls", "message": { "role": "assistant", "content": null,
                "tool_calls": [{ "id": "t", "type": "function", "function": { "name": "f", "arguments": "{}" } }] } }],
            "usage": { "total_tokens": 3 },
        });
        let all = cut(&whole);
        assert_eq!(all.len(), 3);
        assert_eq!(all[0]["choices"][0]["delta"]["tool_calls"][0]["index"], 0);
        assert_eq!(all[1]["choices"][0]["finish_reason"], "tool_calls");
        assert_eq!(all[2]["usage"]["total_tokens"], 3);
        assert_eq!(all[2]["choices"], json!([]));
    }
}
