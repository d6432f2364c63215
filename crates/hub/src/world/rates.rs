use ling_dialogue::*;

use super::Deps;

/// `RatesPort` of the running house.
pub(crate) struct Rates {
    _deps: Deps,
}

impl Rates {
    pub(crate) fn new(deps: Deps) -> Rates {
        Rates { _deps: deps }
    }
}

impl RatesPort for Rates {
    fn latest<'a>(&'a self) -> Later<'a, ling_dialogue::Rates> {
        Box::pin(async { Err(PortError::Off(Service::Rates)) })
    }
}
