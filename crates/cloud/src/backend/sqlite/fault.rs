use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::CloudError;

/// Primary result codes of SQLite (<https://sqlite.org/rescode.html>).
const BUSY: u32 = 5;
const LOCKED: u32 = 6;
const READONLY: u32 = 8;
const IOERR: u32 = 10;
const CORRUPT: u32 = 11;
const FULL: u32 = 13;
const CANTOPEN: u32 = 14;
const NOTADB: u32 = 26;

/// Says what the caller can do about a failure of the database at `path`.
pub(crate) fn name(error: sqlx::Error, path: &Path) -> CloudError {
    let path: PathBuf = path.to_owned();
    match &error {
        sqlx::Error::Database(database) => {
            match database.code().and_then(|code| code.parse::<u32>().ok()) {
                Some(code) => of_code(code, error, path),
                None => CloudError::Storage {
                    path,
                    source: Arc::new(error),
                },
            }
        }
        sqlx::Error::PoolTimedOut => CloudError::Busy { path },
        sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => CloudError::Closed,
        sqlx::Error::ColumnDecode { .. }
        | sqlx::Error::Decode(_)
        | sqlx::Error::ColumnNotFound(_) => CloudError::Damaged {
            path,
            detail: error.to_string(),
        },
        _ => CloudError::Storage {
            path,
            source: Arc::new(error),
        },
    }
}

fn of_code(code: u32, error: sqlx::Error, path: PathBuf) -> CloudError {
    match code & 0xff {
        BUSY | LOCKED => CloudError::Busy { path },
        READONLY => CloudError::ReadOnly { path },
        FULL => CloudError::Full { path },
        CORRUPT | NOTADB => CloudError::Damaged {
            path,
            detail: error.to_string(),
        },
        CANTOPEN | IOERR => CloudError::Folder {
            path,
            source: Arc::new(std::io::Error::other(error)),
        },
        _ => CloudError::Storage {
            path,
            source: Arc::new(error),
        },
    }
}
