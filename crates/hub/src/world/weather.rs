use ling_dialogue::*;

use super::Deps;

/// `WeatherPort` of the running house.
pub(crate) struct Weather {
    _deps: Deps,
}

impl Weather {
    pub(crate) fn new(deps: Deps) -> Weather {
        Weather { _deps: deps }
    }
}

impl WeatherPort for Weather {
    fn forecast<'a>(&'a self, _place: &'a Where) -> Later<'a, Forecast> {
        Box::pin(async { Err(PortError::Off(Service::Weather)) })
    }
}
