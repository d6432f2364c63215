use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Why the household's data could not be read or written, by what the caller can do about it.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CloudError {
    /// The data folder or a file in it cannot be made or opened.
    #[error("`{}` cannot be opened or written", path.display())]
    Folder {
        /// The folder or file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: Arc<io::Error>,
    },
    /// A file may be read but not written.
    #[error("`{}` is read-only", path.display())]
    ReadOnly {
        /// The database, or a file beside it.
        path: PathBuf,
    },
    /// No room is left on the disk, or the configured size is reached.
    #[error("no room is left to write `{}`", path.display())]
    Full {
        /// The database file.
        path: PathBuf,
    },
    /// The file is no database or is damaged.
    #[error("database `{}` is damaged: {detail}", path.display())]
    Damaged {
        /// The database file.
        path: PathBuf,
        /// What does not fit.
        detail: String,
    },
    /// The file of the database was deleted or replaced while it was open.
    #[error("database `{}` was deleted or replaced while Ling ran", path.display())]
    Replaced {
        /// The database file.
        path: PathBuf,
    },
    /// A newer version of the program has written this database.
    #[error("database `{}` has format {found}, this program knows up to {ours}", path.display())]
    Newer {
        /// The database file.
        path: PathBuf,
        /// The format of the file.
        found: i64,
        /// The newest format this program knows.
        ours: i64,
    },
    /// Another program holds the database, or more is asked than it can do.
    #[error("database `{}` is busy", path.display())]
    Busy {
        /// The database file.
        path: PathBuf,
    },
    /// The cloud was closed.
    #[error("the household's data is closed")]
    Closed,
    /// A text is too long.
    #[error("{what} has {got} characters, {max} are allowed")]
    TooLong {
        /// Which text.
        what: &'static str,
        /// Its length.
        got: usize,
        /// The limit.
        max: usize,
    },
    /// There are too many of something.
    #[error("{what}: at most {max} are possible")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// The limit.
        max: usize,
    },
    /// A text that must be there is empty.
    #[error("{what} is empty")]
    Empty {
        /// Which text.
        what: &'static str,
    },
    /// A name has characters that nobody can see, or that turn the line around.
    #[error("{what} has characters that cannot be shown")]
    Characters {
        /// Which text.
        what: &'static str,
    },
    /// A number or time is outside its range.
    #[error("{what} is out of range")]
    Range {
        /// Which number.
        what: &'static str,
    },
    /// There is no such thing (any more).
    #[error("there is no {what} `{id}`")]
    NotFound {
        /// Which kind of thing.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// The name is taken.
    #[error("there is already a {what} called `{name}`")]
    Exists {
        /// Which kind of thing.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// The thing is in a state that does not allow this.
    #[error("{what} `{id}` is {state}")]
    Conflict {
        /// Which kind of thing.
        what: &'static str,
        /// Its id.
        id: String,
        /// The state.
        state: &'static str,
    },
    /// The idempotency key was used for something else.
    #[error("key `{key}` was used for another request")]
    KeyReused {
        /// The key.
        key: String,
    },
    /// The storage failed in another way.
    #[error("database `{}` failed", path.display())]
    Storage {
        /// The database file.
        path: PathBuf,
        /// What it says.
        #[source]
        source: Arc<sqlx::Error>,
    },
}

impl CloudError {
    /// Stable word for logs, APIs and tests.
    pub fn code(&self) -> &'static str {
        match self {
            CloudError::Folder { .. } => "folder",
            CloudError::ReadOnly { .. } => "read_only",
            CloudError::Full { .. } => "disk_full",
            CloudError::Damaged { .. } => "damaged",
            CloudError::Replaced { .. } => "replaced",
            CloudError::Newer { .. } => "newer",
            CloudError::Busy { .. } => "busy",
            CloudError::Closed => "closed",
            CloudError::TooLong { .. } => "too_long",
            CloudError::TooMany { .. } => "too_many",
            CloudError::Empty { .. } => "empty",
            CloudError::Characters { .. } => "characters",
            CloudError::Range { .. } => "range",
            CloudError::NotFound { .. } => "not_found",
            CloudError::Exists { .. } => "exists",
            CloudError::Conflict { .. } => "conflict",
            CloudError::KeyReused { .. } => "key_reused",
            CloudError::Storage { .. } => "storage",
        }
    }

    /// What an operator can do, where more than trying again is needed.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            CloudError::Folder { .. } => {
                Some("check who owns the folder, or choose another with `--data`")
            }
            CloudError::ReadOnly { .. } => {
                Some("check the file's permissions and whether the disk is mounted read-only")
            }
            CloudError::Full { .. } => {
                Some("free some disk space; nothing that was promised is lost")
            }
            CloudError::Damaged { .. } => Some(
                "move `ling.db` and every `ling.db-*` away, then put a backup in its place or start without one",
            ),
            CloudError::Replaced { .. } => Some(
                "stop Ling, put the file or a backup in its place, and start Ling again; nothing new is promised until then",
            ),
            CloudError::Newer { .. } => Some(
                "start the newer program again, or move `ling.db` and every `ling.db-*` away and put the copy \
                 from the folder `backups` in its place",
            ),
            CloudError::Busy { .. } => {
                Some("close the other program that uses the database, then try again")
            }
            _ => None,
        }
    }

    /// Whether the request itself is at fault, not the storage.
    pub fn is_callers(&self) -> bool {
        matches!(
            self,
            CloudError::TooLong { .. }
                | CloudError::TooMany { .. }
                | CloudError::Empty { .. }
                | CloudError::Characters { .. }
                | CloudError::Range { .. }
                | CloudError::NotFound { .. }
                | CloudError::Exists { .. }
                | CloudError::Conflict { .. }
                | CloudError::KeyReused { .. }
        )
    }
}

/// What happens inside one piece of work: an answer of ours, or a failure of the storage that still
/// lacks the name of its file.
#[derive(Debug)]
pub(crate) enum Fault {
    Ours(CloudError),
    Sql(sqlx::Error),
}

pub(crate) type Work<T> = Result<T, Fault>;

impl From<CloudError> for Fault {
    fn from(error: CloudError) -> Fault {
        Fault::Ours(error)
    }
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Fault {
        Fault::Sql(error)
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Fault {
        Fault::Sql(sqlx::Error::Decode(Box::new(error)))
    }
}

impl Fault {
    pub(crate) fn at(self, path: &Path) -> CloudError {
        match self {
            Fault::Ours(error) => error,
            Fault::Sql(error) => crate::backend::sqlite::fault::name(error, path),
        }
    }
}
