//! `DuesPort` for tests.

use crate::*;

/// Knows nothing yet.
#[derive(Default)]
pub struct FakeDues;

impl DuesPort for FakeDues {
    fn add<'a>(&'a self, _new: NewDue) -> Later<'a, Due> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn list<'a>(&'a self, _kind: DueKind) -> Later<'a, Vec<Due>> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn change<'a>(&'a self, _due: Due) -> Later<'a, ()> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn remove<'a>(&'a self, _id: &'a str) -> Later<'a, ()> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn restore<'a>(&'a self, _id: &'a str) -> Later<'a, Due> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn ringing<'a>(&'a self) -> Later<'a, Vec<Due>> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn acknowledge<'a>(&'a self, _id: &'a str) -> Later<'a, ()> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn snooze<'a>(&'a self, _id: &'a str, _until: jiff::Timestamp) -> Later<'a, ()> {
        Box::pin(async { Err(PortError::NotFound) })
    }
}
