//! `LlmPort` for tests.

use crate::*;

/// Knows nothing yet.
#[derive(Default)]
pub struct FakeLlm;

impl LlmPort for FakeLlm {
    fn on(&self) -> bool {
        false
    }
    fn ask<'a>(
        &'a self,
        _turn: LlmTurn,
        _part: &'a mut (dyn FnMut(&str) + Send),
    ) -> Later<'a, Result<String, Act>> {
        Box::pin(async { Err(PortError::NotFound) })
    }
}
