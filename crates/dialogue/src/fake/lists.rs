//! `ListsPort` for tests.

use crate::*;

/// Knows nothing yet.
#[derive(Default)]
pub struct FakeLists;

impl ListsPort for FakeLists {
    fn lists<'a>(&'a self) -> Later<'a, Vec<ListInfo>> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn create<'a>(&'a self, _name: &'a str, _key: &'a str) -> Later<'a, ListInfo> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn delete<'a>(&'a self, _list: &'a str) -> Later<'a, ()> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn undelete<'a>(&'a self, _list: &'a str) -> Later<'a, ()> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn items<'a>(&'a self, _list: &'a str) -> Later<'a, Vec<Item>> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn add<'a>(
        &'a self,
        _list: &'a str,
        _texts: &'a [String],
        _key: &'a str,
    ) -> Later<'a, Vec<Item>> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn tick<'a>(&'a self, _ids: &'a [String], _done: bool) -> Later<'a, ()> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn remove<'a>(&'a self, _ids: &'a [String]) -> Later<'a, ()> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn restore<'a>(&'a self, _ids: &'a [String]) -> Later<'a, ()> {
        Box::pin(async { Err(PortError::NotFound) })
    }
}
