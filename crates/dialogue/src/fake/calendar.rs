//! `CalendarPort` for tests.

use crate::*;

/// Knows nothing yet.
#[derive(Default)]
pub struct FakeCalendar;

impl CalendarPort for FakeCalendar {
    fn add<'a>(&'a self, _new: NewEvent) -> Later<'a, CalendarEvent> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn between<'a>(
        &'a self,
        _person: Option<&'a str>,
        _from: &'a jiff::ZonedDateTime,
        _to: &'a jiff::ZonedDateTime,
    ) -> Later<'a, Vec<CalendarEvent>> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn find<'a>(
        &'a self,
        _person: Option<&'a str>,
        _title: &'a str,
        _from: &'a jiff::ZonedDateTime,
    ) -> Later<'a, Vec<CalendarEvent>> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn moved<'a>(
        &'a self,
        _id: &'a str,
        _start: &'a jiff::ZonedDateTime,
        _end: &'a jiff::ZonedDateTime,
    ) -> Later<'a, CalendarEvent> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn remove<'a>(&'a self, _id: &'a str) -> Later<'a, ()> {
        Box::pin(async { Err(PortError::NotFound) })
    }
    fn restore<'a>(&'a self, _id: &'a str) -> Later<'a, CalendarEvent> {
        Box::pin(async { Err(PortError::NotFound) })
    }
}
