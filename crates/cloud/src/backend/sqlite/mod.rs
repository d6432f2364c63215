//! SQLite: one file in WAL mode, one writer, a few readers.

mod copy;
pub(crate) mod fault;
mod open;
mod writer;

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use sqlx::{Sqlite, pool::PoolConnection};
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::JoinHandle,
};

pub(crate) use self::open::{file_fault, new_file};
pub(crate) use self::writer::{BoxFuture, Durability, Tx};
use self::writer::{Counts, Job, Write};
use crate::{CloudError, error::Work};

pub(crate) type Conn = sqlx::SqliteConnection;
pub(crate) type Row = sqlx::sqlite::SqliteRow;

/// An open database file.
pub(crate) struct Store {
    pub(crate) path: Arc<Path>,
    file: FileId,
    pub(crate) account: Arc<str>,
    readers: sqlx::Pool<Sqlite>,
    writer: Mutex<Option<mpsc::Sender<Box<dyn Job>>>>,
    task: Mutex<Option<JoinHandle<()>>>,
    pub(crate) counts: Arc<Counts>,
    pub(crate) changed: watch::Receiver<u64>,
}

/// Which file lies under the name: a deleted or replaced one is written on by nobody but us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileId(Option<(u64, u64)>);

impl FileId {
    pub(crate) fn of(path: &Path) -> FileId {
        #[cfg(unix)]
        let id = std::fs::metadata(path).ok().map(|found| {
            use std::os::unix::fs::MetadataExt;
            (found.dev(), found.ino())
        });
        #[cfg(not(unix))]
        let id = path.exists().then_some((0, 0));
        FileId(id)
    }

    /// Fails when another file, or none, lies there now.
    pub(crate) fn check(self, path: &Path) -> Result<(), CloudError> {
        match FileId::of(path) == self {
            true => Ok(()),
            false => Err(CloudError::Replaced {
                path: path.to_owned(),
            }),
        }
    }
}

/// A connection that reads, and whose rows it reads.
pub(crate) struct Reader {
    pub(crate) conn: PoolConnection<Sqlite>,
    pub(crate) account: Arc<str>,
}

impl Store {
    /// Fails when the file was deleted or replaced since it was opened.
    pub(crate) fn check_file(&self) -> Result<(), CloudError> {
        self.file.check(&self.path)
    }

    /// Reads with one of the readers.
    pub(crate) async fn read<T, Fut>(
        &self,
        work: impl FnOnce(Reader) -> Fut,
    ) -> Result<T, CloudError>
    where
        Fut: Future<Output = Work<T>>,
    {
        let outcome = match self.readers.acquire().await {
            Ok(conn) => {
                work(Reader {
                    conn,
                    account: Arc::clone(&self.account),
                })
                .await
            }
            Err(error) => Err(error.into()),
        };
        outcome.map_err(|fault| fault.at(&self.path))
    }

    /// Writes in the next transaction; returns when that is as safe as `durability` says.
    pub(crate) async fn write<T, F>(&self, durability: Durability, work: F) -> Result<T, CloudError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(Tx<'c>) -> BoxFuture<'c, Work<T>> + Send + 'static,
    {
        let (caller, answer) = oneshot::channel();
        let job = self.job(durability, work, Some(caller));
        self.sender()?
            .send(job)
            .await
            .map_err(|_| CloudError::Closed)?;
        answer.await.map_err(|_| CloudError::Closed)?
    }

    /// Writes in the next transaction without waiting for it; a failure is logged.
    pub(crate) fn post<T, F>(&self, work: F) -> Result<(), CloudError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(Tx<'c>) -> BoxFuture<'c, Work<T>> + Send + 'static,
    {
        let job = self.job(Durability::System, work, None);
        self.sender()?
            .try_send(job)
            .map_err(|refused| match refused {
                mpsc::error::TrySendError::Full(_) => CloudError::Busy {
                    path: self.path.to_path_buf(),
                },
                mpsc::error::TrySendError::Closed(_) => CloudError::Closed,
            })
    }

    /// Waits until everything posted before is written.
    pub(crate) async fn settle(&self) -> Result<(), CloudError> {
        self.write(Durability::System, |_tx| Box::pin(async { Ok(()) }))
            .await
    }

    /// Ends the writer when it has written everything that waits, and closes the readers.
    pub(crate) async fn close(&self) {
        drop(
            self.writer
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
        let task = self
            .task
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        self.readers.close().await;
        if let Some(task) = task {
            drop(task.await);
        }
    }

    fn sender(&self) -> Result<mpsc::Sender<Box<dyn Job>>, CloudError> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.clone().ok_or(CloudError::Closed)
    }

    fn job<T, F>(
        &self,
        durability: Durability,
        work: F,
        caller: Option<oneshot::Sender<Result<T, CloudError>>>,
    ) -> Box<dyn Job>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(Tx<'c>) -> BoxFuture<'c, Work<T>> + Send + 'static,
    {
        Box::new(Write {
            durability,
            path: Arc::clone(&self.path),
            work: Some(work),
            outcome: None,
            caller,
        })
    }
}
