//! `LlmPort` for tests.

use std::{collections::VecDeque, sync::Mutex};

use crate::*;

/// A model that gives scripted answers, and without a script repeats what it was asked.
#[derive(Default)]
pub struct FakeLlm {
    /// What it answers, in order. Sentences of a text come as parts, one per line.
    pub script: Mutex<VecDeque<Scripted>>,
    /// What it was asked.
    pub asked: Mutex<Vec<LlmTurn>>,
}

/// One answer of the model.
#[derive(Clone, Debug)]
pub enum Scripted {
    /// Sentences, one per line.
    Says(String),
    /// It chooses a skill.
    Chooses(Act),
    /// Sentences, and then it breaks off.
    Fails(String, PortError),
}

impl LlmPort for FakeLlm {
    fn on(&self) -> bool {
        true
    }

    fn ask<'a>(
        &'a self,
        turn: LlmTurn,
        part: &'a mut (dyn FnMut(&str) + Send),
    ) -> Later<'a, Result<String, Act>> {
        let next = self.script.lock().expect("no test panics with the lock");
        let next = { next }.pop_front();
        let next = next.unwrap_or_else(|| Scripted::Says(turn.heard.clone()));
        let mut asked = self.asked.lock().expect("no test panics with the lock");
        asked.push(turn);
        let answer = match next {
            Scripted::Says(text) => {
                text.lines().for_each(part);
                Ok(Ok(text))
            }
            Scripted::Chooses(act) => Ok(Err(act)),
            Scripted::Fails(text, error) => {
                text.lines().for_each(part);
                Err(error)
            }
        };
        Box::pin(async move { answer })
    }
}
