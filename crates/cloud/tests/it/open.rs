use std::fs;

use ling_base::Lang;
use ling_cloud::{
    Cloud, CloudError, CloudOptions, DATABASE_FILE, DueFilter, DueKind, ListKind, NewDue, Scope,
};
use sqlx::{ConnectOptions, Connection, sqlite::SqliteConnectOptions};
use tokio::task::JoinSet;

use crate::support::{Folder, at, code};

async fn sql(folder: &Folder, statement: &'static str) {
    let options = SqliteConnectOptions::new().filename(folder.0.join(DATABASE_FILE));
    let mut conn = options.connect().await.unwrap();
    sqlx::query(statement).execute(&mut conn).await.unwrap();
    conn.close().await.unwrap();
}

fn told(error: &CloudError) -> String {
    format!("{error} / {}", error.hint().unwrap_or("-"))
}

#[tokio::test]
async fn a_newer_database_is_refused_and_left_alone() {
    let folder = Folder::new();
    folder.open().await.close().await;
    let newest = "UPDATE _sqlx_migrations SET version = 9999 WHERE version = (SELECT max(version) FROM _sqlx_migrations)";
    sql(&folder, newest).await;
    let before = fs::read(folder.0.join(DATABASE_FILE)).unwrap();
    let error = folder.try_open().await.err().unwrap();
    let path = folder.0.join(DATABASE_FILE);
    assert!(
        matches!(&error, CloudError::Newer { path: named, found: 9999, ours } if *named == path && *ours >= 1)
    );
    assert!(
        told(&error).contains("start the newer program again"),
        "{}",
        told(&error)
    );
    assert!(before == fs::read(&path).unwrap());
}

#[tokio::test]
async fn files_that_are_no_database_are_named() {
    for (bytes, expect) in [
        (
            b"not a database at all, only words; more than a header's worth of them to be sure"
                .repeat(100),
            "damaged",
        ),
        (Vec::new(), "ok"),
    ] {
        let folder = Folder::new();
        fs::create_dir_all(&folder.0).unwrap();
        fs::write(folder.0.join(DATABASE_FILE), bytes).unwrap();
        let opened = folder.try_open().await;
        if let Err(error) = &opened {
            assert!(told(error).contains("ling.db"), "{}", told(error));
        }
        assert_eq!(code(opened), expect);
    }
}

#[tokio::test]
async fn a_damaged_database_is_said_to_be() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let list = cloud.ensure_list(ListKind::Own, "x", at(0)).await.unwrap();
    for _ in 0..5 {
        cloud
            .add_items(&list.id, &vec!["y".repeat(400); 100], None, at(0))
            .await
            .unwrap();
    }
    cloud.close().await;
    let path = folder.0.join(DATABASE_FILE);
    let mut bytes = fs::read(&path).unwrap();
    for page in bytes.chunks_mut(4096).skip(1) {
        page.fill(0xa5);
    }
    fs::write(&path, bytes).unwrap();
    let outcome = match folder.try_open().await {
        Ok(cloud) => cloud.lists().await.map(|_| ()),
        Err(error) => Err(error),
    };
    assert_eq!(code(outcome), "damaged");
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_damage_not_a_panic() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let new = NewDue::new(DueKind::Timer, "t", at(60), Lang::En);
    cloud.add_due(new, None, at(0)).await.unwrap();
    sql(&folder, "UPDATE due SET state = 'asleep'").await;
    let error = cloud.dues(&DueFilter::default()).await.unwrap_err();
    assert_eq!(error.code(), "damaged");
    assert!(told(&error).contains("ling.db"), "{}", told(&error));
    sql(&folder, "UPDATE due SET state = 'waiting', lang = 'tlh'").await;
    assert_eq!(code(cloud.dues(&DueFilter::default()).await), "damaged");
    sql(
        &folder,
        "UPDATE due SET lang = 'en', repeat = '{\"daily\":{}}'",
    )
    .await;
    assert_eq!(code(cloud.dues(&DueFilter::default()).await), "damaged");
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let folder = Folder::new();
    fs::create_dir_all(&folder.0).unwrap();
    fs::write(folder.0.join("file"), "").unwrap();
    let error = Cloud::open(&CloudOptions::new(folder.0.join("file/data"), at(0)))
        .await
        .err()
        .unwrap();
    assert_eq!(error.code(), "folder");
    assert!(told(&error).contains("file/data"), "{}", told(&error));
    fs::create_dir_all(folder.0.join("dir").join(DATABASE_FILE)).unwrap();
    let error = Cloud::open(&CloudOptions::new(folder.0.join("dir"), at(0)))
        .await
        .err()
        .unwrap();
    assert_eq!(error.code(), "folder");
}

#[tokio::test]
async fn a_full_disk_refuses_and_loses_nothing() {
    let folder = Folder::new();
    let cloud = Cloud::open(&CloudOptions {
        bytes_max: Some(400_000),
        ..folder.options()
    })
    .await
    .unwrap();
    let list = cloud.ensure_list(ListKind::Own, "x", at(0)).await.unwrap();
    let mut kept = 0;
    let error = loop {
        match cloud
            .add_items(&list.id, &vec!["好".repeat(400); 20], None, at(0))
            .await
        {
            Ok(items) => kept += items.len(),
            Err(error) => break error,
        }
    };
    assert_eq!(error.code(), "disk_full");
    assert!(told(&error).contains("ling.db"), "{}", told(&error));
    assert!(kept > 0);
    assert_eq!(
        cloud
            .items(&list.id, ling_cloud::Page::default())
            .await
            .unwrap()
            .len(),
        kept
    );
    cloud
        .clear_list(&list.id, ling_cloud::Clear::All)
        .await
        .unwrap();
    assert_eq!(
        code(
            cloud
                .add_items(&list.id, &["after".into()], None, at(0))
                .await
        ),
        "ok"
    );
    cloud.close().await;
    assert_eq!(
        folder
            .open()
            .await
            .items(&list.id, ling_cloud::Page::default())
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_may_open_a_new_folder_at_once() {
    let folder = Folder::new();
    let mut tasks = JoinSet::new();
    for number in 0..8 {
        let options = folder.options();
        tasks.spawn(async move {
            let cloud = Cloud::open(&options).await.unwrap();
            cloud
                .create_token(&number.to_string(), Scope::Turns, at(number))
                .await
                .unwrap();
            cloud.account()
        });
    }
    let accounts = tasks.join_all().await;
    assert!(accounts.iter().all(|account| *account == accounts[0]));
    assert_eq!(folder.open().await.tokens().await.unwrap().len(), 8);
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_may_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let cloud = folder.open().await;
    cloud.create_token("x", Scope::Turns, at(0)).await.unwrap();
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(folder.0.clone()), 0o700);
    let files: Vec<_> = fs::read_dir(&folder.0)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert!(files.len() >= 3);
    assert!(files.into_iter().all(|path| mode(path) == 0o600));
}

#[tokio::test]
async fn a_closed_cloud_says_so() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let clone = cloud.clone();
    cloud.close().await;
    cloud.close().await;
    assert_eq!(code(clone.lists().await), "closed");
    assert_eq!(
        code(clone.create_token("x", Scope::Turns, at(0)).await),
        "closed"
    );
}

#[tokio::test]
async fn a_database_that_was_taken_away_promises_nothing() {
    for replaced in [false, true] {
        let folder = Folder::new();
        let cloud = folder.open().await;
        cloud.add_note("milk", None, None, at(0)).await.unwrap();
        cloud.check_file().unwrap();
        let path = folder.0.join(DATABASE_FILE);
        let aside = folder.0.join("aside.db");
        fs::rename(&path, &aside).unwrap();
        if replaced {
            fs::copy(&aside, &path).unwrap();
        }
        let checked = cloud.check_file().unwrap_err();
        let refused = cloud.add_note("eggs", None, None, at(1)).await.unwrap_err();
        assert_eq!((checked.code(), refused.code()), ("replaced", "replaced"));
        assert!(told(&refused).contains("ling.db"), "{}", told(&refused));
        fs::rename(&aside, &path).unwrap();
        cloud.check_file().unwrap();
        cloud.add_note("eggs", None, None, at(2)).await.unwrap();
    }
}
