//! The only writer: it takes every write that waits, puts them into one transaction, and answers them
//! when that transaction is on the disk.

use std::{
    future::Future,
    path::Path,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use sqlx::Connection;
use tokio::sync::{mpsc, oneshot, watch};

use super::{Conn, FileId};
use crate::{
    CloudError,
    error::{Fault, Work},
    limits::WRITE_BATCH_MAX,
};

pub(crate) type BoxFuture<'c, T> = Pin<Box<dyn Future<Output = T> + Send + 'c>>;

/// One write inside the transaction of its batch.
pub(crate) struct Tx<'c> {
    pub(crate) conn: &'c mut Conn,
    pub(crate) account: &'c str,
}

/// When a write counts as done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Durability {
    /// When it is on the disk; a power cut cannot undo it.
    Disk,
    /// When the system has it; a power cut may undo it, a crash of the program cannot.
    System,
}

/// A write that waits for its batch.
pub(crate) trait Job: Send {
    fn durability(&self) -> Durability;
    /// Does the work; false when it failed and must leave no trace.
    fn run<'c>(&'c mut self, tx: Tx<'c>) -> BoxFuture<'c, bool>;
    /// Answers the caller, once the batch is committed or has failed.
    fn answer(self: Box<Self>, committed: Result<(), CloudError>);
}

/// A write and the place for its answer.
pub(crate) struct Write<T, F> {
    pub(crate) durability: Durability,
    pub(crate) path: Arc<Path>,
    pub(crate) work: Option<F>,
    pub(crate) outcome: Option<Work<T>>,
    pub(crate) caller: Option<oneshot::Sender<Result<T, CloudError>>>,
}

impl<T, F> Job for Write<T, F>
where
    T: Send + 'static,
    F: for<'c> FnOnce(Tx<'c>) -> BoxFuture<'c, Work<T>> + Send + 'static,
{
    fn durability(&self) -> Durability {
        self.durability
    }

    fn run<'c>(&'c mut self, tx: Tx<'c>) -> BoxFuture<'c, bool> {
        Box::pin(async move {
            let work = self.work.take().expect("a job runs once");
            let outcome = work(tx).await;
            let good = outcome.is_ok();
            self.outcome = Some(outcome);
            good
        })
    }

    fn answer(self: Box<Self>, committed: Result<(), CloudError>) {
        let outcome = match (self.outcome, committed) {
            (Some(Err(fault)), _) => Err(fault.at(&self.path)),
            (_, Err(error)) => Err(error),
            (Some(Ok(answer)), Ok(())) => Ok(answer),
            (None, Ok(())) => Err(CloudError::Closed),
        };
        match self.caller {
            // A caller that went away does not mind: the write is done all the same.
            Some(caller) => drop(caller.send(outcome)),
            None => {
                if let Err(error) = outcome {
                    tracing::warn!(code = error.code(), "A record could not be kept.");
                }
            }
        }
    }
}

/// How much the writer has done since it started.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub(crate) writes: AtomicU64,
    pub(crate) commits_disk: AtomicU64,
    pub(crate) commits_system: AtomicU64,
}

pub(crate) struct Writer {
    pub(crate) conn: Conn,
    pub(crate) account: Arc<str>,
    pub(crate) path: Arc<Path>,
    pub(crate) file: FileId,
    pub(crate) inbox: mpsc::Receiver<Box<dyn Job>>,
    pub(crate) counts: Arc<Counts>,
    pub(crate) changes: watch::Sender<u64>,
}

impl Writer {
    /// Works until every sender is gone, then closes the database.
    pub(crate) async fn run(mut self) {
        let mut batch = Vec::new();
        let mut mode = Durability::Disk;
        while self.inbox.recv_many(&mut batch, WRITE_BATCH_MAX).await > 0 {
            let wanted = strongest(&batch);
            // What is written into a file that nobody finds again is no promise kept.
            let committed = match self.file.check(&self.path) {
                Ok(()) => self
                    .commit(&mut batch, &mut mode, wanted)
                    .await
                    .map_err(|error| Fault::Sql(error).at(&self.path)),
                gone => gone,
            };
            if let Err(error) = &committed {
                tracing::error!(
                    code = error.code(),
                    n_writes = batch.len(),
                    "Writes could not be committed."
                );
            }
            if committed.is_err() {
                // Some failures have rolled back already; then this one says so and no more.
                drop(sqlx::query("ROLLBACK").execute(&mut self.conn).await);
            }
            for job in batch.drain(..) {
                job.answer(committed.clone());
            }
        }
        // A database that was closed is one whole file. If that fails, the log beside it has the rest.
        drop(
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
                .execute(&mut self.conn)
                .await,
        );
        drop(self.conn.close().await);
    }

    async fn commit(
        &mut self,
        batch: &mut [Box<dyn Job>],
        mode: &mut Durability,
        wanted: Durability,
    ) -> Result<(), sqlx::Error> {
        if *mode != wanted {
            sqlx::query(synchronous(wanted))
                .execute(&mut self.conn)
                .await?;
            *mode = wanted;
        }
        sqlx::query("BEGIN IMMEDIATE")
            .execute(&mut self.conn)
            .await?;
        for job in batch.iter_mut() {
            sqlx::query("SAVEPOINT job").execute(&mut self.conn).await?;
            let good = job
                .run(Tx {
                    conn: &mut self.conn,
                    account: &self.account,
                })
                .await;
            if !good {
                sqlx::query("ROLLBACK TO job")
                    .execute(&mut self.conn)
                    .await?;
            }
            sqlx::query("RELEASE job").execute(&mut self.conn).await?;
        }
        sqlx::query("COMMIT").execute(&mut self.conn).await?;
        self.counts
            .writes
            .fetch_add(batch.len() as u64, Ordering::Relaxed);
        match wanted {
            Durability::Disk => {
                self.counts.commits_disk.fetch_add(1, Ordering::Relaxed);
                self.changes.send_modify(|number| *number += 1);
            }
            Durability::System => {
                self.counts.commits_system.fetch_add(1, Ordering::Relaxed);
            }
        }
        Ok(())
    }
}

fn strongest(batch: &[Box<dyn Job>]) -> Durability {
    if batch.iter().any(|job| job.durability() == Durability::Disk) {
        Durability::Disk
    } else {
        Durability::System
    }
}

/// In WAL mode FULL syncs the log at each commit, which also makes earlier commits of NORMAL durable.
fn synchronous(durability: Durability) -> &'static str {
    match durability {
        Durability::Disk => "PRAGMA synchronous = FULL",
        Durability::System => "PRAGMA synchronous = NORMAL",
    }
}
