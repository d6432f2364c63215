use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, atomic::Ordering},
    time::Duration,
};

use sqlx::{
    ConnectOptions, Row as _,
    migrate::{MigrateError, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::sync::mpsc;

use super::{
    Conn, Store,
    writer::{Counts, Writer},
};
use crate::{
    CloudError, CloudOptions,
    error::{Fault, Work},
    ids,
    limits::WRITE_QUEUE_MAX,
};

/// The formats of the database, oldest first.
static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

/// Readers: more would wait for the two cores of the smallest machine anyway.
const READERS: u32 = 3;
/// Another program (`ling token create`) may hold the database for a moment.
const BUSY_WAIT: Duration = Duration::from_secs(5);
/// Pages of the writer's and each reader's cache, in KiB (SQLite counts KiB below zero).
const CACHE_KIB: &str = "-1024";
/// The log shrinks to this after a checkpoint.
const LOG_BYTES_MAX: &str = "4194304";
/// Size of a database page, SQLite's default.
const PAGE_BYTES: u64 = 4096;

impl Store {
    /// Opens the database of `options.dir`, making it or bringing it to the newest format.
    pub(crate) async fn open(options: &CloudOptions) -> Result<Store, CloudError> {
        let path = options.dir.join(crate::DATABASE_FILE);
        let lock = prepare(options.dir.clone(), path.clone()).await?;
        let opened = open_locked(options, &path).await;
        drop(lock);
        opened.map_err(|fault| fault.at(&path))
    }
}

async fn open_locked(options: &CloudOptions, path: &Path) -> Work<Store> {
    let mut conn = writer_options(path).connect().await?;
    migrate(&mut conn, &MIGRATIONS, options, path).await?;
    if let Some(bytes) = options.bytes_max {
        let pages = (bytes / PAGE_BYTES).max(1);
        sqlx::query(sqlx::AssertSqlSafe(format!(
            "PRAGMA max_page_count = {pages}"
        )))
        .execute(&mut conn)
        .await?;
    }
    let account: Arc<str> = account(&mut conn, options).await?.into();
    let readers = SqlitePoolOptions::new()
        .min_connections(1)
        .max_connections(READERS)
        .acquire_timeout(BUSY_WAIT)
        .connect_with(reader_options(path))
        .await?;
    let path: Arc<Path> = path.into();
    let counts = Arc::new(Counts::default());
    let (sender, inbox) = mpsc::channel(WRITE_QUEUE_MAX);
    let writer = Writer {
        conn,
        account: Arc::clone(&account),
        path: Arc::clone(&path),
        inbox,
        counts: Arc::clone(&counts),
    };
    counts.writes.store(0, Ordering::Relaxed);
    let task = tokio::spawn(writer.run());
    Ok(Store {
        path,
        account,
        readers,
        writer: Mutex::new(Some(sender)),
        task: Mutex::new(Some(task)),
        counts,
    })
}

fn writer_options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY_WAIT)
        .foreign_keys(true)
        .pragma("cache_size", CACHE_KIB)
        .pragma("journal_size_limit", LOG_BYTES_MAX)
        // What was removed or forgotten does not stay in free pages.
        .pragma("secure_delete", "ON")
        .disable_statement_logging()
}

fn reader_options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .busy_timeout(BUSY_WAIT)
        .pragma("cache_size", CACHE_KIB)
        .disable_statement_logging()
}

/// Makes the folder and the file for this user's eyes only, and holds off others who open it too.
async fn prepare(dir: PathBuf, path: PathBuf) -> Result<File, CloudError> {
    let made = tokio::task::spawn_blocking(move || {
        make_dir(&dir).map_err(|source| (dir.clone(), source))?;
        let lock_path = dir.join("opening.lock");
        let lock = owned_file(&lock_path).map_err(|source| (lock_path.clone(), source))?;
        lock.lock().map_err(|source| (lock_path, source))?;
        owned_file(&path).map_err(|source| (path, source))?;
        Ok(lock)
    });
    let made = made.await.map_err(|_| CloudError::Closed)?;
    made.map_err(|(path, source): (PathBuf, io::Error)| match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => CloudError::Full { path },
        io::ErrorKind::ReadOnlyFilesystem => CloudError::ReadOnly { path },
        _ => CloudError::Folder {
            path,
            source: Arc::new(source),
        },
    })
}

fn make_dir(dir: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

fn owned_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

async fn migrate(
    conn: &mut Conn,
    migrations: &Migrator,
    options: &CloudOptions,
    path: &Path,
) -> Work<()> {
    let ours = migrations
        .iter()
        .map(|migration| migration.version)
        .max()
        .unwrap_or(0);
    let found = format_of(conn).await?;
    if found > ours {
        return Err(CloudError::Newer {
            path: path.to_owned(),
            found,
            ours,
        }
        .into());
    }
    if found == ours {
        return Ok(());
    }
    if found > 0 {
        keep_copy(conn, options, found).await?;
    }
    migrations
        .run_direct(None, conn, false)
        .await
        .map_err(|error| of_migration(error, path))?;
    tracing::info!(
        from = found,
        to = ours,
        "The database has the newest format."
    );
    Ok(())
}

/// The newest migration that was applied; 0 for an empty file.
async fn format_of(conn: &mut Conn) -> Work<i64> {
    let known: i64 =
        sqlx::query("SELECT count(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'")
            .fetch_one(&mut *conn)
            .await?
            .try_get(0)?;
    if known == 0 {
        return Ok(0);
    }
    let newest = sqlx::query("SELECT coalesce(max(version), 0) FROM _sqlx_migrations")
        .fetch_one(conn)
        .await?;
    Ok(newest.try_get(0)?)
}

/// A copy in the old format, for whoever goes back to the older program.
async fn keep_copy(conn: &mut Conn, options: &CloudOptions, found: i64) -> Work<()> {
    let dir = options.dir.join("backups");
    make_dir(&dir).map_err(|source| CloudError::Folder {
        path: dir.clone(),
        source: Arc::new(source),
    })?;
    let copy = dir.join(format!("format-{found}.db"));
    // A copy of an earlier attempt that was interrupted may be there.
    drop(fs::remove_file(&copy));
    super::copy::vacuum_into(conn, &copy).await
}

fn of_migration(error: MigrateError, path: &Path) -> Fault {
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
            Fault::Sql(error)
        }
        other => CloudError::Damaged {
            path: path.to_owned(),
            detail: other.to_string(),
        }
        .into(),
    }
}

/// The household of this file; made with the file.
async fn account(conn: &mut Conn, options: &CloudOptions) -> Work<String> {
    let row = sqlx::query("SELECT id FROM account ORDER BY created LIMIT 1")
        .fetch_optional(&mut *conn)
        .await?;
    if let Some(row) = row {
        return Ok(row.try_get(0)?);
    }
    let id = ids::fresh(options.now);
    sqlx::query("INSERT INTO account (id, created) VALUES ($1, $2)")
        .bind(&id)
        .bind(options.now.as_millisecond())
        .execute(conn)
        .await?;
    Ok(id)
}
