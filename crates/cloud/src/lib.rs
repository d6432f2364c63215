//! The household's data behind a few verbs: people and devices, keys, timers, alarms and reminders, lists,
//! notes, calendar, turns, and things remembered from elsewhere.
//!
//! It never asks a clock (`now` comes with each call that needs it), never computes when something
//! repeats, and knows no HTTP. A verb that changes something returns when the change is on the disk,
//! unless its doc says otherwise; many changes share one sync of the disk.
//!
//! Read [`Cloud`] first.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use ling_cloud::{Cloud, CloudOptions, DueKind, NewDue};
//! # let dir = std::env::temp_dir().join(format!("ling-doc-{}", std::process::id()));
//! let now: jiff::Timestamp = "2026-03-02T07:00:00Z".parse()?;
//! let cloud = Cloud::open(&CloudOptions::new(&dir, now)).await?;
//! let tea = NewDue::new(DueKind::Timer, "tea", now + jiff::SignedDuration::from_mins(3), ling_base::Lang::En);
//! let due = cloud.add_due(tea, Some("request-1"), now).await?;
//! assert_eq!(cloud.next_due_at().await?, Some(due.due));
//! # cloud.close().await;
//! # std::fs::remove_dir_all(dir)?;
//! # Ok(())
//! # }
//! ```

mod backend;
mod calendar;
mod cells;
mod copies;
mod devices;
mod dues;
mod error;
mod house;
mod ids;
mod keys;
pub mod limits;
mod lists;
mod memory;
mod notes;
mod once;
mod page;
mod repeat;
mod rings;
mod search;
mod sessions;
mod trim;
mod turns;
mod zone;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, atomic::Ordering},
};

use jiff::Timestamp;

pub use calendar::{Event, EventChange, NewEvent};
pub use devices::{Device, NewDevice};
pub use dues::{Due, DueChange, DueFilter, DueKind, DueState, NewDue};
pub use error::CloudError;
pub use house::{House, Person, QuietHours, Role, Room};
pub use ids::{
    AccountId, DeviceId, DueId, EventId, ItemId, ListId, NoteId, PersonId, RingId, RoomId,
    SessionId, TokenId, TurnId,
};
pub use keys::{NewToken, Scope, Secret, Token};
pub use lists::{Clear, Item, List, ListKind, RemovedList};
pub use memory::Remembered;
pub use notes::Note;
pub use page::Page;
pub use repeat::{repeat_from_json, repeat_to_json};
pub use rings::{Missed, Ring, RingEnd, RingOutcome};
pub use sessions::Session;
pub use trim::{Retention, Trimmed};
pub use turns::{Turn, TurnFilter};
pub use zone::{Rezone, Rezoned};

use backend::sqlite::{BoxFuture, Durability, Reader, Store, Tx};
use error::Work;

/// The database inside the data folder.
pub const DATABASE_FILE: &str = "ling.db";

/// Where the household's data lies.
#[derive(Clone, Debug)]
pub struct CloudOptions {
    /// The data folder; made if it is missing, for this user only.
    pub dir: PathBuf,
    /// The time of opening.
    pub now: Timestamp,
    /// The size that the database may not exceed; `None` leaves it to the disk.
    pub bytes_max: Option<u64>,
}

impl CloudOptions {
    /// The data folder `dir`, without a limit of size.
    pub fn new(dir: impl Into<PathBuf>, now: Timestamp) -> CloudOptions {
        CloudOptions {
            dir: dir.into(),
            now,
            bytes_max: None,
        }
    }
}

/// The data of one household. Clones share the same database.
#[derive(Clone)]
pub struct Cloud {
    store: Arc<Store>,
}

/// How much was written since opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stats {
    /// Changes that were committed.
    pub writes: u64,
    /// Commits that waited for the disk: one sync each.
    pub commits_disk: u64,
    /// Commits of records that did not.
    pub commits_system: u64,
}

impl Cloud {
    /// Opens the data folder, making it at first, and brings its database to the newest format.
    ///
    /// Errors: `Folder`, `ReadOnly`, `Full`, `Damaged`, `Newer` and `Busy` name the file.
    pub async fn open(options: &CloudOptions) -> Result<Cloud, CloudError> {
        Ok(Cloud {
            store: Arc::new(Store::open(options).await?),
        })
    }

    /// Writes everything that waits and closes the database. Later calls answer `Closed`.
    pub async fn close(&self) {
        self.store.close().await;
    }

    /// The database file.
    pub fn path(&self) -> &Path {
        &self.store.path
    }

    /// Fails with `Replaced` when the database file was deleted or replaced since it was opened. From then on
    /// nothing can be written.
    pub fn check_file(&self) -> Result<(), CloudError> {
        self.store.check_file()
    }

    /// The household's account.
    pub fn account(&self) -> AccountId {
        AccountId::new(&*self.store.account)
    }

    /// Tells of each commit that waited for the disk, after it: whoever sleeps until
    /// [`Cloud::next_due_at`], or shows a list, looks again. Another process's changes are not told of.
    pub fn changes(&self) -> tokio::sync::watch::Receiver<u64> {
        self.store.changed.clone()
    }

    /// How much was written since opening.
    pub fn stats(&self) -> Stats {
        let counts = &self.store.counts;
        Stats {
            writes: counts.writes.load(Ordering::Relaxed),
            commits_disk: counts.commits_disk.load(Ordering::Relaxed),
            commits_system: counts.commits_system.load(Ordering::Relaxed),
        }
    }

    async fn read<T, Fut>(&self, work: impl FnOnce(Reader) -> Fut) -> Result<T, CloudError>
    where
        Fut: Future<Output = Work<T>>,
    {
        self.store.read(work).await
    }

    /// A change that is on the disk when this returns.
    async fn write<T, F>(&self, work: F) -> Result<T, CloudError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(Tx<'c>) -> BoxFuture<'c, Work<T>> + Send + 'static,
    {
        self.store.write(Durability::Disk, work).await
    }

    /// A change that survives a crash of the program when this returns, but perhaps not a power cut.
    async fn write_lightly<T, F>(&self, work: F) -> Result<T, CloudError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(Tx<'c>) -> BoxFuture<'c, Work<T>> + Send + 'static,
    {
        self.store.write(Durability::System, work).await
    }
}
