//! `RatesPort` for tests.

use crate::*;

/// Knows nothing yet.
#[derive(Default)]
pub struct FakeRates;

impl RatesPort for FakeRates {
    fn latest<'a>(&'a self) -> Later<'a, Rates> {
        Box::pin(async { Err(PortError::NotFound) })
    }
}
