use ling_dialogue::*;

use super::Deps;

/// `LlmPort` of the running house.
pub(crate) struct Llm {
    _deps: Deps,
}

impl Llm {
    pub(crate) fn new(deps: Deps) -> Llm {
        Llm { _deps: deps }
    }
}

impl LlmPort for Llm {
    fn on(&self) -> bool {
        false
    }
    fn ask<'a>(
        &'a self,
        _turn: LlmTurn,
        _part: &'a mut (dyn FnMut(&str) + Send),
    ) -> Later<'a, Result<String, Act>> {
        Box::pin(async { Err(PortError::Off(Service::Llm)) })
    }
}
