use ling_cloud::{Clear, Cloud, Item, ListKind, Page, limits};

use crate::support::{Folder, at, code, play};

/// Plays with one list: `add A,B`, `tick A`, `untick A`, `remove A,B`, `clear done|all`, `reword A B`, `undo`, `show`.
async fn step(cloud: &Cloud, undo: &mut Vec<Item>, verb: &str, rest: &str) -> String {
    let list = cloud
        .ensure_list(ListKind::Shopping, "买菜", at(0))
        .await
        .unwrap();
    let items = cloud.items(&list.id, Page::default()).await.unwrap();
    let named = |names: &str| -> Vec<_> {
        let has = |item: &&Item| names.split(',').any(|name| name == item.text);
        items
            .iter()
            .filter(has)
            .map(|item| item.id.clone())
            .collect()
    };
    let outcome = match verb {
        "add" => {
            let texts: Vec<String> = rest.split(',').map(str::to_owned).collect();
            cloud.add_items(&list.id, &texts, None, at(0)).await
        }
        "tick" => cloud.tick_items(&named(rest), true).await,
        "untick" => cloud.tick_items(&named(rest), false).await,
        "remove" => cloud.remove_items(&named(rest)).await,
        "clear" => {
            cloud
                .clear_list(
                    &list.id,
                    if rest == "done" {
                        Clear::Done
                    } else {
                        Clear::All
                    },
                )
                .await
        }
        "reword" => {
            let (old, new) = rest.split_once(' ').unwrap();
            cloud
                .reword_item(&named(old)[0], new)
                .await
                .map(|item| vec![item])
        }
        "undo" => cloud.restore_items(undo).await.map(|()| undo.clone()),
        _ => Ok(items),
    };
    match outcome {
        Ok(items) => {
            let shown: Vec<String> = items
                .iter()
                .map(|item| format!("{}{}", if item.done { "+" } else { "" }, item.text))
                .collect();
            *undo = items;
            shown.join(",")
        }
        Err(error) => error.code().to_owned(),
    }
}

#[track_caller]
fn check(script: &str, expect: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let answer = runtime.block_on(async {
        let folder = Folder::new();
        let cloud = folder.open().await;
        let mut undo = Vec::new();
        play(script, async |verb, rest| {
            step(&cloud, &mut undo, verb, rest).await
        })
        .await
    });
    assert_eq!(answer, expect, "script: {script}");
}

#[test]
fn items_keep_their_order() {
    check(
        "add 牛奶,eggs,苹果; show",
        "牛奶,eggs,苹果 | 牛奶,eggs,苹果",
    );
    check("add b; add a; show", "b | a | b,a");
    check("add b, a ; show", "b,a | b,a");
}

#[test]
fn items_are_ticked_once() {
    check(
        "add 牛奶,eggs; tick eggs; tick eggs,牛奶; show; untick eggs; show",
        "牛奶,eggs | +eggs | +牛奶 | +牛奶,+eggs | eggs | +牛奶,eggs",
    );
    check("tick nothing", "");
}

#[test]
fn what_goes_comes_back_where_it_was() {
    check("add a,b,c; remove b; undo; show", "a,b,c | b | b | a,b,c");
    check(
        "add a,b,c; remove b,a; show; add d; show",
        "a,b,c | a,b | c | d | c,d",
    );
    check(
        "add a,b; tick a; clear done; undo; show",
        "a,b | +a | +a | +a | +a,b",
    );
    check("add a,b; clear all; undo; show", "a,b | a,b | a,b | a,b");
    check("add a; clear done; show", "a |  | a");
    check(
        "add milk; reword milk oat milk; show",
        "milk | oat milk | oat milk",
    );
}

#[tokio::test]
async fn lists_are_named_once() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let own = cloud
        .add_list("Garden", ListKind::Own, None, at(0))
        .await
        .unwrap();
    assert_eq!(
        code(cloud.add_list(" gArden", ListKind::Own, None, at(0)).await),
        "exists"
    );
    assert_eq!(
        code(cloud.add_list("  ", ListKind::Own, None, at(0)).await),
        "empty"
    );
    assert_eq!(
        code(
            cloud
                .add_list(&"x".repeat(101), ListKind::Own, None, at(0))
                .await
        ),
        "too_long"
    );
    let first = cloud
        .ensure_list(ListKind::Todo, "待办", at(0))
        .await
        .unwrap();
    assert_eq!(
        cloud
            .ensure_list(ListKind::Todo, "To do", at(1))
            .await
            .unwrap(),
        first
    );
    assert_eq!(
        cloud.rename_list(&own.id, "花园").await.unwrap().name,
        "花园"
    );
    assert_eq!(code(cloud.rename_list(&own.id, "待办").await), "exists");
    let twice = [
        cloud
            .add_list("wine", ListKind::Own, Some("k"), at(0))
            .await
            .unwrap(),
        cloud
            .add_list("wine", ListKind::Own, Some("k"), at(0))
            .await
            .unwrap(),
    ];
    assert_eq!(twice[0].id, twice[1].id);
}

#[tokio::test]
async fn a_removed_list_comes_back_whole() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let list = cloud
        .add_list("Garden", ListKind::Own, None, at(0))
        .await
        .unwrap();
    let texts = ["spade".to_owned(), "种子".to_owned()];
    let items = cloud
        .add_items(&list.id, &texts, None, at(0))
        .await
        .unwrap();
    let removed = cloud.remove_list(&list.id).await.unwrap().unwrap();
    assert_eq!(cloud.lists().await.unwrap(), []);
    assert_eq!(
        code(cloud.add_items(&list.id, &texts, None, at(0)).await),
        "not_found"
    );
    assert_eq!(code(cloud.restore_items(&items).await), "not_found");
    assert_eq!(cloud.remove_list(&list.id).await.unwrap(), None);
    cloud.restore_list(&removed).await.unwrap();
    assert_eq!(cloud.items(&list.id, Page::default()).await.unwrap(), items);
}

#[tokio::test]
async fn limits_are_said_and_leave_nothing_behind() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let list = cloud
        .ensure_list(ListKind::Shopping, "Shopping", at(0))
        .await
        .unwrap();
    let add = async |texts: Vec<String>| code(cloud.add_items(&list.id, &texts, None, at(0)).await);
    assert_eq!(add(vec!["x".repeat(10_000)]).await, "too_long");
    assert_eq!(
        add(vec!["好".repeat(limits::ITEM_CHARS_MAX + 1)]).await,
        "too_long"
    );
    assert_eq!(add(vec!["good".into(), " ".into()]).await, "empty");
    assert_eq!(
        add(vec!["x".into(); limits::ITEMS_AT_ONCE_MAX + 1]).await,
        "too_many"
    );
    assert_eq!(cloud.items(&list.id, Page::default()).await.unwrap(), []);
    assert_eq!(add(vec!["好".repeat(limits::ITEM_CHARS_MAX)]).await, "ok");
    for _ in 1..limits::LIST_ITEMS_MAX / limits::ITEMS_AT_ONCE_MAX {
        assert_eq!(add(vec!["x".into(); limits::ITEMS_AT_ONCE_MAX]).await, "ok");
    }
    assert_eq!(
        add(vec!["x".into(); limits::ITEMS_AT_ONCE_MAX]).await,
        "too_many"
    );
    let second = Page {
        offset: 500,
        limit: 5_000,
    };
    assert_eq!(cloud.items(&list.id, second).await.unwrap().len(), 401);
    let error = cloud
        .add_items(&list.id, &["x".repeat(10_000)], None, at(0))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "item has 10000 characters, 500 are allowed"
    );
}

#[tokio::test]
async fn a_list_says_when_it_changed() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let one = cloud
        .add_list("one", ListKind::Own, None, at(0))
        .await
        .unwrap();
    let two = cloud
        .add_list("two", ListKind::Own, None, at(0))
        .await
        .unwrap();
    let items = cloud
        .add_items(&two.id, &["x".into()], None, at(0))
        .await
        .unwrap();
    cloud
        .tick_items(&[items[0].id.clone()], true)
        .await
        .unwrap();
    let lists = cloud.lists().await.unwrap();
    let seq = |id| lists.iter().find(|list| list.id == id).unwrap().seq;
    assert_eq!(seq(one.id), one.seq);
    assert!(seq(two.id) > two.seq);
    assert_eq!(cloud.marks().await.unwrap()[0].0, "list");
}
