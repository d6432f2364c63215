use ling_dialogue::*;

use super::Deps;
use crate::out::llm::{self, Tools};

/// `LlmPort` of the running house.
pub(crate) struct Llm {
    deps: Deps,
}

impl Llm {
    pub(crate) fn new(deps: Deps) -> Llm {
        Llm { deps }
    }
}

impl LlmPort for Llm {
    fn on(&self) -> bool {
        !self.deps.config().llm.base_url.is_empty()
    }

    fn ask<'a>(
        &'a self,
        turn: LlmTurn,
        part: &'a mut (dyn FnMut(&str) + Send),
    ) -> Later<'a, Result<String, Act>> {
        Box::pin(async move {
            if !self.on() {
                return Err(PortError::Off(Service::Llm));
            }
            let endpoint = llm::endpoint(&self.deps.config().llm).await?;
            let names = self.deps.names.read();
            let names = names.expect("no one panics with the lock").clone();
            let tools = Tools {
                skills: &self.deps.skills,
                names: &names,
                lang: turn.lang,
                now: &turn.now,
            };
            llm::ask(&endpoint, &turn, &tools, part).await
        })
    }
}
