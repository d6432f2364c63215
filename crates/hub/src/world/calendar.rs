use jiff::{Span, Timestamp, ZonedDateTime, civil::Date, tz::TimeZone};
use ling_cloud::{CloudError, EventChange, EventId, PersonId};
use ling_dialogue::*;
use ling_text::{almanac::Region, fold::folded};
use serde_json::json;

use super::{Deps, failed};

/// How long what was changed or removed can be put back, in seconds.
const RESTORE_SECS: i64 = 86_400;

/// `CalendarPort` of the running house.
pub(crate) struct Calendar {
    deps: Deps,
}

impl Calendar {
    pub(crate) fn new(deps: Deps) -> Calendar {
        Calendar { deps }
    }

    /// Adds an event; without a key, the same request twice makes two.
    pub(crate) async fn put(
        &self,
        new: NewEvent,
        key: Option<&str>,
    ) -> Result<CalendarEvent, CloudError> {
        let zone = new.start.time_zone().clone();
        let row = ling_cloud::NewEvent {
            person: new.person.map(PersonId::new),
            title: new.title,
            start: new.start.timestamp(),
            end: new.end.timestamp(),
            all_day: new.all_day,
            zone: zone.iana_name().unwrap_or("UTC").to_owned(),
            repeat: new.repeat,
            place: String::new(),
            notes: String::new(),
        };
        let row = self
            .deps
            .cloud
            .add_event(row, key, Timestamp::now())
            .await?;
        self.tell(row.id.as_str());
        Ok(event(row))
    }

    /// Everything between two moments, in order.
    pub(crate) async fn during(
        &self,
        person: Option<&str>,
        from: &ZonedDateTime,
        to: &ZonedDateTime,
    ) -> Result<Vec<CalendarEvent>, CloudError> {
        let person = person.map(PersonId::new);
        let rows = self
            .deps
            .cloud
            .events(from.timestamp(), to.timestamp(), person.as_ref())
            .await?;
        let region = Region::of_country(&self.deps.config().house.region);
        let mut found: Vec<CalendarEvent> = rows
            .into_iter()
            .flat_map(|row| {
                let skips = row.skips.clone();
                occurrences(&event(row), &skips, from, to, region)
            })
            .collect();
        found.sort_by(|a, b| a.start.cmp(&b.start));
        Ok(found)
    }

    /// Changes an event and keeps it as it was for a day.
    pub(crate) async fn change(
        &self,
        id: &str,
        change: EventChange,
    ) -> Result<CalendarEvent, CloudError> {
        let id = EventId::new(id);
        let (before, row) = self.deps.cloud.change_event(&id, change).await?;
        self.keep(&before).await?;
        self.tell(id.as_str());
        Ok(event(row))
    }

    /// Takes an event away and keeps it for a day; false when there is none.
    pub(crate) async fn take(&self, id: &str) -> Result<bool, CloudError> {
        let Some(row) = self.deps.cloud.remove_event(&EventId::new(id)).await? else {
            return Ok(false);
        };
        self.keep(&row).await?;
        self.tell(id);
        Ok(true)
    }

    async fn keep(&self, row: &ling_cloud::Event) -> Result<(), CloudError> {
        let key = trash(row.id.as_str());
        self.deps
            .cloud
            .remember(&key, &json!(row), Timestamp::now())
            .await
    }

    async fn put_back(&self, id: &str) -> Result<CalendarEvent, PortError> {
        let cloud = &self.deps.cloud;
        let kept = cloud.recall(&trash(id)).await.map_err(failed)?;
        let kept =
            kept.filter(|kept| Timestamp::now().duration_since(kept.at).as_secs() < RESTORE_SECS);
        let row = kept.and_then(|kept| serde_json::from_value(kept.value).ok());
        let row: ling_cloud::Event = row.ok_or(PortError::NotFound)?;
        cloud.restore_event(&row).await.map_err(failed)?;
        cloud.drop_memory(&trash(id)).await.map_err(failed)?;
        self.tell(id);
        Ok(event(row))
    }

    async fn titled(
        &self,
        person: Option<&str>,
        title: &str,
        from: &ZonedDateTime,
    ) -> Result<Vec<CalendarEvent>, CloudError> {
        let to = from
            .checked_add(Span::new().years(1))
            .unwrap_or(from.clone());
        let wanted = folded(title.trim());
        let mut found = self.during(person, from, &to).await?;
        found.retain(|event| folded(&event.title).contains(&wanted));
        Ok(found)
    }

    fn tell(&self, id: &str) {
        self.deps
            .events
            .tell("calendar", None, json!({ "event": id }));
    }
}

fn trash(id: &str) -> String {
    format!("trash:event:{id}")
}

fn event(row: ling_cloud::Event) -> CalendarEvent {
    let zone = TimeZone::get(&row.zone).unwrap_or(TimeZone::UTC);
    CalendarEvent {
        id: row.id.as_str().to_owned(),
        title: row.title,
        person: row.person.map(|person| person.as_str().to_owned()),
        start: row.start.to_zoned_datetime(zone.clone()),
        end: row.end.to_zoned_datetime(zone),
        all_day: row.all_day,
        repeat: row.repeat,
    }
}

impl CalendarPort for Calendar {
    fn add<'a>(&'a self, new: NewEvent) -> Later<'a, CalendarEvent> {
        Box::pin(async move {
            let key = new.key.clone();
            self.put(new, Some(&key)).await.map_err(failed)
        })
    }

    fn between<'a>(
        &'a self,
        person: Option<&'a str>,
        from: &'a ZonedDateTime,
        to: &'a ZonedDateTime,
    ) -> Later<'a, Vec<CalendarEvent>> {
        Box::pin(async move { self.during(person, from, to).await.map_err(failed) })
    }

    fn find<'a>(
        &'a self,
        person: Option<&'a str>,
        title: &'a str,
        from: &'a ZonedDateTime,
    ) -> Later<'a, Vec<CalendarEvent>> {
        Box::pin(async move { self.titled(person, title, from).await.map_err(failed) })
    }

    fn moved<'a>(
        &'a self,
        id: &'a str,
        start: &'a ZonedDateTime,
        end: &'a ZonedDateTime,
    ) -> Later<'a, CalendarEvent> {
        Box::pin(async move {
            let change = EventChange {
                start: Some(start.timestamp()),
                end: Some(end.timestamp()),
                ..EventChange::default()
            };
            self.change(id, change).await.map_err(failed)
        })
    }

    fn skip<'a>(&'a self, id: &'a str, day: Date) -> Later<'a, CalendarEvent> {
        Box::pin(async move {
            let change = EventChange {
                skip: Some(day),
                ..EventChange::default()
            };
            self.change(id, change).await.map_err(failed)
        })
    }

    fn remove<'a>(&'a self, id: &'a str) -> Later<'a, ()> {
        Box::pin(async move {
            match self.take(id).await.map_err(failed)? {
                true => Ok(()),
                false => Err(PortError::NotFound),
            }
        })
    }

    fn restore<'a>(&'a self, id: &'a str) -> Later<'a, CalendarEvent> {
        Box::pin(self.put_back(id))
    }
}
