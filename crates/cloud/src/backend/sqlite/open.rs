use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use sqlx::{
    ConnectOptions, Row as _,
    migrate::{MigrateError, Migrator},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::sync::{mpsc, watch};

use super::{
    Conn, FileId, Store,
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
        // A reader is a thread of this process, which needs no ping; and it keeps its statements.
        .test_before_acquire(false)
        .max_lifetime(None)
        .connect_with(reader_options(path))
        .await?;
    let path: Arc<Path> = path.into();
    let file = FileId::of(&path);
    let counts = Arc::new(Counts::default());
    let (changes, changed) = watch::channel(0);
    let (sender, inbox) = mpsc::channel(WRITE_QUEUE_MAX);
    let writer = Writer {
        conn,
        account: Arc::clone(&account),
        path: Arc::clone(&path),
        file,
        inbox,
        counts: Arc::clone(&counts),
        changes,
    };
    let task = tokio::spawn(writer.run());
    Ok(Store {
        path,
        file,
        account,
        readers,
        writer: Mutex::new(Some(sender)),
        task: Mutex::new(Some(task)),
        counts,
        changed,
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
    made.map_err(|(path, source)| file_fault(path, source))
}

fn make_dir(dir: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let new = !dir.exists();
    builder.create(dir)?;
    if let (true, Some(parent)) = (new, dir.parent()) {
        // The name of the folder must survive a power cut too; not every system can be told so.
        drop(File::open(parent).and_then(|parent| parent.sync_all()));
    }
    Ok(())
}

fn owned_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A new file for this user's eyes only; `Exists` if there is one.
pub(crate) fn new_file(path: &Path) -> Result<File, CloudError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .map_err(|source| file_fault(path.to_owned(), source))
}

/// Says what the caller can do about a file that cannot be made or written.
pub(crate) fn file_fault(path: PathBuf, source: io::Error) -> CloudError {
    match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => CloudError::Full { path },
        io::ErrorKind::ReadOnlyFilesystem => CloudError::ReadOnly { path },
        io::ErrorKind::AlreadyExists => CloudError::Exists {
            what: "file",
            name: path.display().to_string(),
        },
        _ => CloudError::Folder {
            path,
            source: Arc::new(source),
        },
    }
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
    make_dir(&dir).map_err(|source| file_fault(dir.clone(), source))?;
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

#[cfg(test)]
mod tests {
    use sqlx::{Connection, sqlite::SqliteRow};

    use super::*;

    const FIRST: &str = "CREATE TABLE tea (kind TEXT NOT NULL)";
    const SECOND: &str = "ALTER TABLE tea ADD COLUMN grams INTEGER NOT NULL DEFAULT 5";

    /// A folder in which each format is one statement.
    async fn formats(dir: &Path, statements: &[&str]) -> Migrator {
        let dir = dir.join(format!("formats-{}", statements.len()));
        fs::create_dir_all(&dir).unwrap();
        for (number, statement) in (1..).zip(statements) {
            fs::write(dir.join(format!("{number}_x.sql")), statement).unwrap();
        }
        Migrator::new(dir).await.unwrap()
    }

    async fn upgrade(dir: &Path, migrations: &Migrator) -> Result<Conn, CloudError> {
        let path = dir.join("ling.db");
        let mut conn = writer_options(&path).connect().await.unwrap();
        let options = CloudOptions::new(dir, jiff::Timestamp::UNIX_EPOCH);
        match migrate(&mut conn, migrations, &options, &path).await {
            Ok(()) => Ok(conn),
            Err(fault) => {
                conn.close().await.unwrap();
                Err(fault.at(&path))
            }
        }
    }

    async fn row(conn: &mut Conn) -> SqliteRow {
        sqlx::query("SELECT * FROM tea")
            .fetch_one(conn)
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn an_upgrade_leaves_a_copy_for_the_way_back() {
        let dir = std::env::temp_dir().join(format!("ling-upgrade-{}", std::process::id()));
        drop(fs::remove_dir_all(&dir));
        fs::create_dir_all(&dir).unwrap();
        let (old, new) = (
            formats(&dir, &[FIRST]).await,
            formats(&dir, &[FIRST, SECOND]).await,
        );
        let broken = formats(&dir, &[FIRST, SECOND, "CREATE nonsense"]).await;
        let mut conn = upgrade(&dir, &old).await.unwrap();
        sqlx::query("INSERT INTO tea VALUES ('oolong')")
            .execute(&mut conn)
            .await
            .unwrap();
        conn.close().await.unwrap();

        let mut conn = upgrade(&dir, &new).await.unwrap();
        assert_eq!(row(&mut conn).await.len(), 2);
        assert!(upgrade(&dir, &broken).await.is_err());
        assert_eq!(
            format_of(&mut conn).await.unwrap(),
            2,
            "a failed upgrade changes nothing"
        );
        let error = upgrade(&dir, &old).await.unwrap_err();
        assert!(matches!(
            error,
            CloudError::Newer {
                found: 2,
                ours: 1,
                ..
            }
        ));

        conn.close().await.unwrap();
        fs::copy(dir.join("backups/format-1.db"), dir.join("ling.db")).unwrap();
        let mut conn = upgrade(&dir, &old).await.unwrap();
        let tea = row(&mut conn).await;
        assert_eq!((tea.len(), tea.get::<&str, _>(0)), (1, "oolong"));
        fs::remove_dir_all(dir).unwrap();
    }
}
