//! People, rooms, devices and settings of the household.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Time};
use ling_base::Lang;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::{FromRow, Row as _};

use crate::{Cloud, CloudError, PersonId, RoomId, backend::Row, cells, limits, repeat};

/// The setting under which [`House`] is kept.
const HOUSE: &str = "house";

/// What everything else needs to know about the household. `None` = not said yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct House {
    /// IANA time zone.
    pub zone: Option<String>,
    /// The place as people call it.
    pub place: Option<String>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// Country of the public holidays, ISO 3166.
    pub country: Option<String>,
    /// `metric` or `imperial`.
    pub units: Option<String>,
    /// Tags of the languages spoken, the first one first.
    pub langs: Vec<String>,
    /// When only what was set for that time may sound.
    pub quiet: Option<QuietHours>,
    /// Whether somebody has gone through the set-up.
    pub set_up: bool,
}

/// Hours of the day in which Ling is quiet; they may go over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    /// The first quiet minute.
    pub from: Time,
    /// The first loud minute.
    pub to: Time,
}

/// Whether someone may do everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(rename_all = "snake_case")]
pub enum Role {
    /// May do everything.
    Adult,
    /// May not shop or unlock.
    Child,
}

/// Someone of the household.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The id.
    pub id: PersonId,
    /// The name.
    pub name: String,
    /// The language they want to hear, if they said so.
    #[serde(with = "repeat::serde_lang_opt")]
    pub lang: Option<Lang>,
    /// What they may do.
    pub role: Role,
    /// Since when they are known.
    pub created: Timestamp,
}

/// A room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// The id.
    pub id: RoomId,
    /// The name.
    pub name: String,
    /// The floor, in the household's words.
    pub floor: Option<String>,
    /// Since when it is known.
    pub created: Timestamp,
}

impl Cloud {
    /// What is known about the household.
    pub async fn house(&self) -> Result<House, CloudError> {
        let value = self.setting(HOUSE).await?;
        let house = value.map(serde_json::from_value).transpose();
        let damaged = |error: serde_json::Error| CloudError::Damaged {
            path: self.path().to_owned(),
            detail: format!("setting `{HOUSE}`: {error}"),
        };
        Ok(house.map_err(damaged)?.unwrap_or_default())
    }

    /// Replaces what is known about the household.
    pub async fn set_house(&self, house: &House) -> Result<(), CloudError> {
        let texts = [&house.zone, &house.place, &house.country, &house.units];
        for text in texts.into_iter().flatten().chain(&house.langs) {
            limits::long_text("setting", text, limits::NAME_CHARS_MAX)?;
        }
        let in_range =
            |degrees: Option<f64>, max: f64| degrees.is_none_or(|degrees| degrees.abs() <= max);
        if !in_range(house.latitude, 90.0) || !in_range(house.longitude, 180.0) {
            return Err(CloudError::Range {
                what: "latitude or longitude",
            });
        }
        let value = serde_json::to_value(house).expect("a house is plain JSON");
        self.set_setting(HOUSE, Some(&value)).await
    }

    /// One setting.
    pub async fn setting(&self, key: &str) -> Result<Option<Value>, CloudError> {
        self.read(|mut reader| async move {
            let row = sqlx::query("SELECT value FROM setting WHERE account = $1 AND key = $2")
                .bind(&*reader.account)
                .bind(key)
                .fetch_optional(&mut *reader.conn)
                .await?;
            Ok(row.map(|row| cells::json(&row, "value")).transpose()?)
        })
        .await
    }

    /// Every setting.
    pub async fn settings(&self) -> Result<BTreeMap<String, Value>, CloudError> {
        self.read(|mut reader| async move {
            let rows = sqlx::query("SELECT key, value FROM setting WHERE account = $1")
                .bind(&*reader.account)
                .fetch_all(&mut *reader.conn)
                .await?;
            let pairs = rows
                .iter()
                .map(|row| Ok((row.try_get("key")?, cells::json(row, "value")?)));
            Ok(pairs.collect::<Result<_, sqlx::Error>>()?)
        })
        .await
    }

    /// Sets one setting, or removes it.
    ///
    /// Errors: `TooLong`, `TooMany`, `Empty`.
    pub async fn set_setting(&self, key: &str, value: Option<&Value>) -> Result<(), CloudError> {
        limits::text("key", key, limits::NAME_CHARS_MAX)?;
        let value = value.map(Value::to_string);
        limits::long_text(
            "setting",
            value.as_deref().unwrap_or(""),
            limits::SETTING_BYTES_MAX,
        )?;
        let key = key.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let Some(value) = value else {
                    sqlx::query("DELETE FROM setting WHERE account = $1 AND key = $2")
                        .bind(tx.account)
                        .bind(key)
                        .execute(tx.conn)
                        .await?;
                    return Ok(());
                };
                let row =
                    sqlx::query("SELECT count(*) FROM setting WHERE account = $1 AND key <> $2")
                        .bind(tx.account)
                        .bind(&key)
                        .fetch_one(&mut *tx.conn)
                        .await?;
                limits::count("settings", cells::rows(&row)? + 1, limits::SETTINGS_MAX)?;
                sqlx::query(
                    "INSERT INTO setting (account, key, value) VALUES ($1, $2, $3)
                     ON CONFLICT (account, key) DO UPDATE SET value = excluded.value",
                )
                .bind(tx.account)
                .bind(key)
                .bind(value)
                .execute(tx.conn)
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// Everyone of the household, in the order they came.
    pub async fn people(&self) -> Result<Vec<Person>, CloudError> {
        self.read(|mut reader| async move {
            let query =
                sqlx::query_as("SELECT * FROM person WHERE account = $1 ORDER BY created, id");
            Ok(query
                .bind(&*reader.account)
                .fetch_all(&mut *reader.conn)
                .await?)
        })
        .await
    }

    /// A new person.
    ///
    /// Errors: `Empty`, `TooLong`, `TooMany`, `Exists`.
    pub async fn add_person(
        &self,
        name: &str,
        lang: Option<Lang>,
        role: Role,
        now: Timestamp,
    ) -> Result<Person, CloudError> {
        let person = Person {
            id: PersonId::fresh(now),
            name: name.trim().to_owned(),
            lang,
            role,
            created: cells::ms(now),
        };
        self.put_person(&person).await?;
        Ok(person)
    }

    /// Stores a person as given, new, changed or put back.
    ///
    /// Errors: `Empty`, `TooLong`, `TooMany`, `Exists` when somebody else has the name.
    pub async fn put_person(&self, person: &Person) -> Result<(), CloudError> {
        limits::name("name", &person.name)?;
        let person = person.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let others = sqlx::query("SELECT name FROM person WHERE account = $1 AND id <> $2")
                    .bind(tx.account)
                    .bind(&person.id)
                    .fetch_all(&mut *tx.conn)
                    .await?;
                free("person", &person.name, &others)?;
                limits::count("people", others.len() + 1, limits::PEOPLE_MAX)?;
                sqlx::query(
                    "INSERT INTO person (account, id, name, lang, role, created) VALUES ($1, $2, $3, $4, $5, $6)
                     ON CONFLICT (account, id) DO UPDATE SET name = excluded.name, lang = excluded.lang,
                         role = excluded.role",
                )
                .bind(tx.account)
                .bind(&person.id)
                .bind(&person.name)
                .bind(person.lang.map(Lang::tag))
                .bind(person.role)
                .bind(person.created.as_millisecond())
                .execute(tx.conn)
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// Removes a person and ends their sessions, links and tokens; what they set and wrote stays. Returns them
    /// for [`Cloud::put_person`].
    pub async fn remove_person(&self, id: &PersonId) -> Result<Option<Person>, CloudError> {
        let id = id.clone();
        self.write(move |tx| {
            Box::pin(async move {
                for keys in [
                    "DELETE FROM session WHERE account = $1 AND person = $2",
                    "DELETE FROM link WHERE account = $1 AND person = $2",
                    "DELETE FROM token WHERE account = $1 AND person = $2",
                ] {
                    let query = sqlx::query(keys).bind(tx.account).bind(&id);
                    query.execute(&mut *tx.conn).await?;
                }
                let query =
                    sqlx::query_as("DELETE FROM person WHERE account = $1 AND id = $2 RETURNING *");
                Ok(query
                    .bind(tx.account)
                    .bind(id)
                    .fetch_optional(tx.conn)
                    .await?)
            })
        })
        .await
    }

    /// Every room, in the order they came.
    pub async fn rooms(&self) -> Result<Vec<Room>, CloudError> {
        self.read(|mut reader| async move {
            let query =
                sqlx::query_as("SELECT * FROM room WHERE account = $1 ORDER BY created, id");
            Ok(query
                .bind(&*reader.account)
                .fetch_all(&mut *reader.conn)
                .await?)
        })
        .await
    }

    /// A new room.
    ///
    /// Errors: `Empty`, `TooLong`, `TooMany`, `Exists`.
    pub async fn add_room(
        &self,
        name: &str,
        floor: Option<&str>,
        now: Timestamp,
    ) -> Result<Room, CloudError> {
        let room = Room {
            id: RoomId::fresh(now),
            name: name.trim().to_owned(),
            floor: floor.map(str::to_owned),
            created: cells::ms(now),
        };
        self.put_room(&room).await?;
        Ok(room)
    }

    /// Stores a room as given, new, changed or put back.
    ///
    /// Errors: `Empty`, `TooLong`, `TooMany`, `Exists` when another room has the name.
    pub async fn put_room(&self, room: &Room) -> Result<(), CloudError> {
        limits::name("name", &room.name)?;
        limits::long_text(
            "floor",
            room.floor.as_deref().unwrap_or(""),
            limits::NAME_CHARS_MAX,
        )?;
        let room = room.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let others = sqlx::query("SELECT name FROM room WHERE account = $1 AND id <> $2")
                    .bind(tx.account)
                    .bind(&room.id)
                    .fetch_all(&mut *tx.conn)
                    .await?;
                free("room", &room.name, &others)?;
                limits::count("rooms", others.len() + 1, limits::ROOMS_MAX)?;
                sqlx::query(
                    "INSERT INTO room (account, id, name, floor, created) VALUES ($1, $2, $3, $4, $5)
                     ON CONFLICT (account, id) DO UPDATE SET name = excluded.name, floor = excluded.floor",
                )
                .bind(tx.account)
                .bind(&room.id)
                .bind(&room.name)
                .bind(&room.floor)
                .bind(room.created.as_millisecond())
                .execute(tx.conn)
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// Removes a room; its devices stand in none from then on. Returns it for [`Cloud::put_room`].
    pub async fn remove_room(&self, id: &RoomId) -> Result<Option<Room>, CloudError> {
        let id = id.clone();
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query("UPDATE device SET room = NULL WHERE account = $1 AND room = $2")
                    .bind(tx.account)
                    .bind(&id)
                    .execute(&mut *tx.conn)
                    .await?;
                let query =
                    sqlx::query_as("DELETE FROM room WHERE account = $1 AND id = $2 RETURNING *");
                Ok(query
                    .bind(tx.account)
                    .bind(id)
                    .fetch_optional(tx.conn)
                    .await?)
            })
        })
        .await
    }
}

/// Refuses a name that one of `others` has, whatever its letters' case.
pub(crate) fn free(
    what: &'static str,
    name: &str,
    others: &[Row],
) -> Result<(), crate::error::Fault> {
    let name = name.trim();
    for row in others {
        if row.try_get::<&str, _>("name")?.trim().to_lowercase() == name.to_lowercase() {
            return Err(CloudError::Exists {
                what,
                name: name.to_owned(),
            }
            .into());
        }
    }
    Ok(())
}

impl FromRow<'_, Row> for Person {
    fn from_row(row: &Row) -> Result<Person, sqlx::Error> {
        Ok(Person {
            id: row.try_get("id")?,
            name: row.try_get("name")?,
            lang: cells::lang_opt(row, "lang")?,
            role: row.try_get("role")?,
            created: cells::at(row, "created")?,
        })
    }
}

impl FromRow<'_, Row> for Room {
    fn from_row(row: &Row) -> Result<Room, sqlx::Error> {
        Ok(Room {
            id: row.try_get("id")?,
            name: row.try_get("name")?,
            floor: row.try_get("floor")?,
            created: cells::at(row, "created")?,
        })
    }
}
