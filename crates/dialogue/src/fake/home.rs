//! `HomePort` for tests.

use crate::*;

/// Knows nothing yet.
#[derive(Default)]
pub struct FakeHome;

impl HomePort for FakeHome {
    fn areas<'a>(&'a self) -> Later<'a, Vec<Area>> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn floors<'a>(&'a self) -> Later<'a, Vec<Area>> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn devices<'a>(&'a self) -> Later<'a, Vec<HomeDevice>> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn act<'a>(&'a self, _ids: &'a [String], _act: HomeAct) -> Later<'a, Vec<String>> {
        Box::pin(async { Err(PortError::NotFound) })
    }
}
