use ling_dialogue::*;

use super::Deps;

/// `HomePort` of the running house.
pub(crate) struct Home {
    _deps: Deps,
}

impl Home {
    pub(crate) fn new(deps: Deps) -> Home {
        Home { _deps: deps }
    }
}

impl HomePort for Home {
    fn areas<'a>(&'a self) -> Later<'a, Vec<Area>> {
        Box::pin(async { Err(PortError::Off(Service::Home)) })
    }
    fn floors<'a>(&'a self) -> Later<'a, Vec<Area>> {
        Box::pin(async { Err(PortError::Off(Service::Home)) })
    }
    fn devices<'a>(&'a self) -> Later<'a, Vec<HomeDevice>> {
        Box::pin(async { Err(PortError::Off(Service::Home)) })
    }
    fn act<'a>(&'a self, _ids: &'a [String], _act: HomeAct) -> Later<'a, Vec<String>> {
        Box::pin(async { Err(PortError::Off(Service::Home)) })
    }
}
