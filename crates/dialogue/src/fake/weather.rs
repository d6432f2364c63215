//! `WeatherPort` for tests.

use crate::*;

/// Knows nothing yet.
#[derive(Default)]
pub struct FakeWeather;

impl WeatherPort for FakeWeather {
    fn forecast<'a>(&'a self, _place: &'a Where) -> Later<'a, Forecast> {
        Box::pin(async { Err(PortError::NotFound) })
    }
}
