//! `NewsPort` for tests.

use crate::*;

/// Knows nothing yet.
#[derive(Default)]
pub struct FakeNews;

impl NewsPort for FakeNews {
    fn headlines<'a>(&'a self, _topic: Option<&'a str>) -> Later<'a, Vec<Headline>> {
        Box::pin(async { Err(PortError::NotFound) })
    }
}
