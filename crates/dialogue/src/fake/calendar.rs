//! `CalendarPort` for tests.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use jiff::{ZonedDateTime, civil::Date};
use ling_text::almanac::Region;

use crate::world::occurrences;
use crate::*;

/// A calendar in memory.
#[derive(Default)]
pub struct FakeCalendar {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    events: Vec<CalendarEvent>,
    before: HashMap<String, CalendarEvent>,
    keys: HashMap<String, CalendarEvent>,
    skips: Vec<(String, Date)>,
    count: usize,
}

impl FakeCalendar {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().expect("no test panics with the lock")
    }
}

impl CalendarPort for FakeCalendar {
    fn add<'a>(&'a self, new: NewEvent) -> Later<'a, CalendarEvent> {
        Box::pin(async move {
            let mut kept = self.kept();
            if let Some(before) = kept.keys.get(&new.key) {
                return Ok(before.clone());
            }
            kept.count += 1;
            let event = CalendarEvent {
                id: format!("event{}", kept.count),
                title: new.title,
                person: new.person,
                start: new.start,
                end: new.end,
                all_day: new.all_day,
                repeat: new.repeat,
            };
            kept.events.push(event.clone());
            kept.keys.insert(new.key, event.clone());
            Ok(event)
        })
    }

    fn between<'a>(
        &'a self,
        _person: Option<&'a str>,
        from: &'a ZonedDateTime,
        to: &'a ZonedDateTime,
    ) -> Later<'a, Vec<CalendarEvent>> {
        Box::pin(async move {
            let kept = self.kept();
            let all = kept.events.iter();
            let mut found: Vec<CalendarEvent> = all
                .flat_map(|event| {
                    let skips: Vec<Date> = kept
                        .skips
                        .iter()
                        .filter(|(id, _)| *id == event.id)
                        .map(|(_, day)| *day)
                        .collect();
                    occurrences(event, &skips, from, to, Region::China)
                })
                .collect();
            found.sort_by(|a, b| a.start.cmp(&b.start));
            Ok(found)
        })
    }

    fn find<'a>(
        &'a self,
        person: Option<&'a str>,
        title: &'a str,
        from: &'a ZonedDateTime,
    ) -> Later<'a, Vec<CalendarEvent>> {
        Box::pin(async move {
            let to = from
                .checked_add(jiff::Span::new().years(1))
                .unwrap_or(from.clone());
            let mut found = self.between(person, from, &to).await?;
            let wanted = ling_text::fold::folded(title.trim());
            found.retain(|event| ling_text::fold::folded(&event.title).contains(&wanted));
            Ok(found)
        })
    }

    fn moved<'a>(
        &'a self,
        id: &'a str,
        start: &'a ZonedDateTime,
        end: &'a ZonedDateTime,
    ) -> Later<'a, CalendarEvent> {
        Box::pin(async move {
            let mut kept = self.kept();
            let event = kept.events.iter_mut().find(|event| event.id == id);
            let event = event.ok_or(PortError::NotFound)?;
            let before = event.clone();
            (event.start, event.end) = (start.clone(), end.clone());
            let after = event.clone();
            kept.before.insert(id.to_owned(), before);
            Ok(after)
        })
    }

    fn skip<'a>(&'a self, id: &'a str, day: Date) -> Later<'a, CalendarEvent> {
        Box::pin(async move {
            let mut kept = self.kept();
            let event = kept.events.iter().find(|event| event.id == id);
            let event = event.cloned().ok_or(PortError::NotFound)?;
            kept.skips.push((id.to_owned(), day));
            kept.before.insert(id.to_owned(), event.clone());
            Ok(event)
        })
    }

    fn remove<'a>(&'a self, id: &'a str) -> Later<'a, ()> {
        Box::pin(async move {
            let mut kept = self.kept();
            let at = kept.events.iter().position(|event| event.id == id);
            let event = kept.events.remove(at.ok_or(PortError::NotFound)?);
            kept.before.insert(id.to_owned(), event);
            Ok(())
        })
    }

    fn restore<'a>(&'a self, id: &'a str) -> Later<'a, CalendarEvent> {
        Box::pin(async move {
            let mut kept = self.kept();
            let before = kept.before.remove(id).ok_or(PortError::NotFound)?;
            kept.events.retain(|event| event.id != id);
            // The last day that was taken out is back.
            let last = kept.skips.iter().rposition(|(skipped, _)| skipped == id);
            if let Some(last) = last {
                kept.skips.remove(last);
            }
            kept.events.push(before.clone());
            Ok(before)
        })
    }
}
