use std::{fs, path::Path};

use ling_base::Lang;
use ling_cloud::{
    Cloud, CloudOptions, DATABASE_FILE, DueFilter, DueKind, ListKind, NewDue, Page, Role, Scope,
};
use serde_json::Value;

use crate::support::{Folder, at, code};

async fn fill(cloud: &Cloud) {
    let new = NewDue::new(DueKind::Reminder, "给奶奶打电话", at(60), Lang::Zh);
    cloud.add_due(new, None, at(0)).await.unwrap();
    cloud
        .add_person("妈妈", Some(Lang::Zh), Role::Adult, at(0))
        .await
        .unwrap();
    let list = cloud
        .ensure_list(ListKind::Shopping, "买菜", at(0))
        .await
        .unwrap();
    for _ in 0..6 {
        cloud
            .add_items(&list.id, &vec!["eggs \"1\"\n".into(); 100], None, at(0))
            .await
            .unwrap();
    }
    cloud
        .add_note("\u{0} half a note", None, None, at(0))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_backup_is_a_whole_data_folder() {
    let (folder, other) = (Folder::new(), Folder::new());
    let cloud = folder.open().await;
    fill(&cloud).await;
    fs::create_dir_all(&other.0).unwrap();
    let path = other.0.join(DATABASE_FILE);
    cloud.backup_to(&path).await.unwrap();
    assert_eq!(code(cloud.backup_to(&path).await), "exists");
    let dues = cloud.dues(&DueFilter::default()).await.unwrap();
    let copy = Cloud::open(&CloudOptions::new(&other.0, at(0)))
        .await
        .unwrap();
    assert_eq!(copy.account(), cloud.account());
    assert_eq!(copy.dues(&DueFilter::default()).await.unwrap(), dues);
    assert_eq!(
        copy.notes(Page::default()).await.unwrap(),
        cloud.notes(Page::default()).await.unwrap()
    );
    assert_eq!(
        code(cloud.backup_to(Path::new("/nowhere/at/all.db")).await),
        "folder"
    );
}

#[tokio::test]
async fn an_export_has_everything_and_no_secret() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    fill(&cloud).await;
    let (_, secret) = cloud
        .create_token("phone", Scope::Turns, at(0))
        .await
        .unwrap();
    let path = folder.0.join("export.json");
    let exporting = {
        let (cloud, path) = (cloud.clone(), path.clone());
        async move { cloud.export_to(&path, at(9)).await }
    };
    tokio::spawn(exporting).await.unwrap().unwrap();
    assert_eq!(code(cloud.export_to(&path, at(9)).await), "exists");
    let text = fs::read_to_string(&path).unwrap();
    assert!(!text.contains(secret.expose()) && !text.contains("hash"));
    let export: Value = serde_json::from_str(&text).unwrap();
    let counts: Vec<(String, usize)> = export
        .as_object()
        .unwrap()
        .iter()
        .filter_map(|(name, value)| Some((name.clone(), value.as_array()?.len())))
        .collect();
    let expect = [
        ("devices", 0),
        ("dues", 1),
        ("events", 0),
        ("items", 600),
        ("lists", 1),
        ("notes", 1),
        ("people", 1),
        ("rooms", 0),
        ("sessions", 0),
        ("tokens", 1),
        ("turns", 0),
    ];
    assert_eq!(counts, expect.map(|(name, count)| (name.to_owned(), count)));
    assert_eq!(export["account"], cloud.account().as_str());
    assert_eq!(export["dues"][0]["text"], "给奶奶打电话");
    assert_eq!(export["notes"][0]["text"], "\u{0} half a note");
}

#[tokio::test]
async fn an_export_that_is_given_up_leaves_the_readers_in_the_present() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    fill(&cloud).await;
    for polls in 1..40 {
        let path = folder.0.join(format!("{polls}.json"));
        let mut export = Box::pin(cloud.export_to(&path, at(9)));
        for _ in 0..polls {
            let poll =
                std::future::poll_fn(|ctx| std::task::Poll::Ready(export.as_mut().poll(ctx)));
            if poll.await.is_ready() {
                break;
            }
            tokio::task::yield_now().await;
        }
        drop(export);
    }
    let note = cloud.add_note("after", None, None, at(10)).await.unwrap();
    for _ in 0..8 {
        let newest = Page::first(1);
        let (one, two, three) = tokio::join!(
            cloud.notes(newest),
            cloud.notes(newest),
            cloud.notes(newest)
        );
        for notes in [one, two, three] {
            assert_eq!(notes.unwrap(), std::slice::from_ref(&note));
        }
    }
}
