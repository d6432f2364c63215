use ling_dialogue::*;

use super::Deps;

/// `NewsPort` of the running house.
pub(crate) struct News {
    _deps: Deps,
}

impl News {
    pub(crate) fn new(deps: Deps) -> News {
        News { _deps: deps }
    }
}

impl NewsPort for News {
    fn headlines<'a>(&'a self, _topic: Option<&'a str>) -> Later<'a, Vec<Headline>> {
        Box::pin(async { Err(PortError::Off(Service::News)) })
    }
}
