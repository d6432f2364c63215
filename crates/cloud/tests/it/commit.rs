use ling_base::Lang;
use ling_cloud::{Cloud, DueFilter, DueKind, ListKind, NewDue, Page, limits};
use tokio::task::JoinSet;

use crate::support::{Folder, at};

fn timer() -> NewDue {
    NewDue::new(DueKind::Timer, "t", at(60), Lang::En)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_at_once_share_their_syncs() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let list = cloud
        .ensure_list(ListKind::Shopping, "x", at(0))
        .await
        .unwrap();
    let before = cloud.stats();
    let mut tasks = JoinSet::new();
    for number in 0..1_000 {
        let (cloud, list) = (cloud.clone(), list.id.clone());
        tasks.spawn(async move {
            cloud
                .add_items(&list, &[number.to_string()], None, at(0))
                .await
                .unwrap()
        });
    }
    let items: Vec<_> = tasks.join_all().await.into_iter().flatten().collect();
    let stats = cloud.stats();
    assert_eq!(stats.writes - before.writes, 1_000);
    let commits = stats.commits_disk - before.commits_disk;
    assert!(commits <= 250, "{commits} commits for a thousand writes");
    let mut kept = cloud.items(&list.id, Page::default()).await.unwrap();
    kept.extend(
        cloud
            .items(
                &list.id,
                Page {
                    offset: 500,
                    limit: 500,
                },
            )
            .await
            .unwrap(),
    );
    assert_eq!(kept.len(), items.len());
    assert!(items.iter().all(|item| kept.contains(item)));
    assert!(kept.is_sorted_by_key(|item| item.position));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_refused_write_leaves_its_batch_alone() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    for _ in 0..limits::DUES_MAX - 10 {
        cloud.add_due(timer(), None, at(0)).await.unwrap();
    }
    let mut tasks = JoinSet::new();
    for _ in 0..100 {
        let cloud = cloud.clone();
        tasks.spawn(async move { cloud.add_due(timer(), None, at(0)).await.is_ok() });
    }
    assert_eq!(
        tasks
            .join_all()
            .await
            .into_iter()
            .filter(|good| *good)
            .count(),
        10
    );
    assert_eq!(
        cloud.dues(&DueFilter::default()).await.unwrap().len(),
        limits::DUES_MAX
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_key_at_the_same_moment_is_one_row() {
    let folder = Folder::new();
    let (server, other) = (folder.open().await, folder.open().await);
    let mut tasks = JoinSet::new();
    for number in 0..40 {
        let cloud: Cloud = if number % 2 == 0 {
            server.clone()
        } else {
            other.clone()
        };
        tasks.spawn(async move { cloud.add_due(timer(), Some("k"), at(0)).await.unwrap().id });
    }
    let ids = tasks.join_all().await;
    assert!(ids.iter().all(|id| *id == ids[0]));
    assert_eq!(server.dues(&DueFilter::default()).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_ring_has_one_claimer_and_one_acknowledgement() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    cloud.add_due(timer(), None, at(0)).await.unwrap();
    let mut tasks = JoinSet::new();
    for _ in 0..20 {
        let cloud = cloud.clone();
        tasks.spawn(async move { cloud.claim_due(at(60), 30).await.unwrap() });
    }
    let rings: Vec<_> = tasks.join_all().await.into_iter().flatten().collect();
    assert_eq!(rings.len(), 1);
    let mut tasks = JoinSet::new();
    for _ in 0..20 {
        let (cloud, ring) = (cloud.clone(), rings[0].id.clone());
        tasks.spawn(async move { cloud.ack_ring(&ring, None, None, at(61)).await.unwrap() });
    }
    let ends = tasks.join_all().await;
    assert_eq!(
        ends.iter()
            .filter(|end| matches!(end, ling_cloud::RingEnd::Now(_)))
            .count(),
        1
    );
}

#[tokio::test]
async fn a_caller_that_goes_away_does_not_undo_its_write() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    {
        let mut add = Box::pin(cloud.add_due(timer(), None, at(0)));
        // One poll hands the write over; then the caller is gone.
        let polled =
            std::future::poll_fn(|ctx| std::task::Poll::Ready(add.as_mut().poll(ctx).is_pending()))
                .await;
        assert!(polled);
    }
    cloud.close().await;
    assert_eq!(
        folder
            .open()
            .await
            .dues(&DueFilter::default())
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn whoever_waits_hears_of_a_change_that_is_there() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let mut changes = cloud.changes();
    changes.mark_unchanged();
    cloud.add_due(timer(), None, at(0)).await.unwrap();
    changes.changed().await.unwrap();
    assert_eq!(cloud.next_due_at().await.unwrap(), Some(at(60)));
    cloud.close().await;
    assert!(
        changes.changed().await.is_err(),
        "a closed cloud tells nothing more"
    );
}
