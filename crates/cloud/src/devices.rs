//! What people talk to Ling with.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, Row as _};

use crate::{Cloud, CloudError, DeviceId, PersonId, RoomId, backend::Row, cells, limits};

/// Something that people talk to Ling with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// The id.
    pub id: DeviceId,
    /// The name.
    pub name: String,
    /// `page`, `speaker`, `program`, ...
    pub kind: String,
    /// Where it stands.
    pub room: Option<RoomId>,
    /// Whose it is.
    pub person: Option<PersonId>,
    /// How loud it is, in percent.
    pub volume: Option<u8>,
    /// Since when it is known.
    pub created: Timestamp,
    /// When it was there last.
    pub last_seen: Timestamp,
}

/// A device that says hello.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDevice {
    /// Its id: one it brings, or a fresh one.
    pub id: DeviceId,
    /// The name it has until somebody gives it another.
    pub name: String,
    /// `page`, `speaker`, `program`, ...
    pub kind: String,
}

impl Cloud {
    /// A device says hello: it is known from now on, and seen now. One that is known keeps its name, room,
    /// person and volume. When there are too many, the one not seen for longest is forgotten.
    ///
    /// Errors: `Empty`, `TooLong`.
    pub async fn hello_device(&self, new: NewDevice, now: Timestamp) -> Result<Device, CloudError> {
        limits::text("device id", new.id.as_str(), limits::NAME_CHARS_MAX)?;
        limits::name("name", &new.name)?;
        limits::text("kind", &new.kind, limits::WORD_CHARS_MAX)?;
        self.write_lightly(move |tx| {
            Box::pin(async move {
                let device: Device = sqlx::query_as(
                    "INSERT INTO device (account, id, name, kind, created, last_seen) VALUES ($1, $2, $3, $4, $5, $5)
                     ON CONFLICT (account, id) DO UPDATE SET last_seen = excluded.last_seen RETURNING *",
                )
                .bind(tx.account)
                .bind(&new.id)
                .bind(&new.name)
                .bind(&new.kind)
                .bind(now.as_millisecond())
                .fetch_one(&mut *tx.conn)
                .await?;
                sqlx::query(
                    "DELETE FROM device WHERE account = $1 AND id IN (
                         SELECT id FROM device WHERE account = $1 ORDER BY last_seen DESC, id LIMIT 1000 OFFSET $2)",
                )
                .bind(tx.account)
                .bind(i64::try_from(limits::DEVICES_MAX).expect("a small constant"))
                .execute(tx.conn)
                .await?;
                Ok(device)
            })
        })
        .await
    }

    /// Every device, by name.
    pub async fn devices(&self) -> Result<Vec<Device>, CloudError> {
        self.read(|mut reader| async move {
            let query = sqlx::query_as("SELECT * FROM device WHERE account = $1 ORDER BY name, id");
            Ok(query
                .bind(&*reader.account)
                .fetch_all(&mut *reader.conn)
                .await?)
        })
        .await
    }

    /// One device.
    pub async fn device(&self, id: &DeviceId) -> Result<Option<Device>, CloudError> {
        self.read(|mut reader| async move {
            let query = sqlx::query_as("SELECT * FROM device WHERE account = $1 AND id = $2");
            Ok(query
                .bind(&*reader.account)
                .bind(id)
                .fetch_optional(&mut *reader.conn)
                .await?)
        })
        .await
    }

    /// Stores a device as given: renamed, moved, louder, or put back.
    ///
    /// Errors: `Empty`, `TooLong`, `Range` for a volume above 100.
    pub async fn put_device(&self, device: &Device) -> Result<(), CloudError> {
        limits::text("device id", device.id.as_str(), limits::NAME_CHARS_MAX)?;
        limits::name("name", &device.name)?;
        limits::text("kind", &device.kind, limits::WORD_CHARS_MAX)?;
        if device.volume.is_some_and(|volume| volume > 100) {
            return Err(CloudError::Range { what: "volume" });
        }
        let device = device.clone();
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO device (account, id, name, kind, room, person, volume, created, last_seen)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                     ON CONFLICT (account, id) DO UPDATE SET name = excluded.name, kind = excluded.kind,
                         room = excluded.room, person = excluded.person, volume = excluded.volume",
                )
                .bind(tx.account)
                .bind(&device.id)
                .bind(&device.name)
                .bind(&device.kind)
                .bind(&device.room)
                .bind(&device.person)
                .bind(device.volume.map(i64::from))
                .bind(device.created.as_millisecond())
                .bind(device.last_seen.as_millisecond())
                .execute(tx.conn)
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// Removes a device; returns it for [`Cloud::put_device`].
    pub async fn remove_device(&self, id: &DeviceId) -> Result<Option<Device>, CloudError> {
        let id = id.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let query =
                    sqlx::query_as("DELETE FROM device WHERE account = $1 AND id = $2 RETURNING *");
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

impl FromRow<'_, Row> for Device {
    fn from_row(row: &Row) -> Result<Device, sqlx::Error> {
        Ok(Device {
            id: row.try_get("id")?,
            name: row.try_get("name")?,
            kind: row.try_get("kind")?,
            room: row.try_get("room")?,
            person: row.try_get("person")?,
            volume: row.try_get("volume")?,
            created: cells::at(row, "created")?,
            last_seen: cells::at(row, "last_seen")?,
        })
    }
}
