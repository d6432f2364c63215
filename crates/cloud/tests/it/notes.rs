use ling_cloud::{Page, PersonId, limits};

use crate::support::{Folder, at, code};

#[tokio::test]
async fn notes_are_kept_found_and_forgotten() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let mum = PersonId::new("mum");
    let passport = cloud
        .add_note("护照在蓝色的抽屉里", Some(&mum), Some("k"), at(0))
        .await
        .unwrap();
    let wifi = cloud
        .add_note("guest Wi-Fi password: tulip 42", None, None, at(1))
        .await
        .unwrap();
    let mixed = cloud
        .add_note("把 router 放在书房", None, None, at(2))
        .await
        .unwrap();
    assert_eq!(
        cloud
            .add_note("护照在蓝色的抽屉里", None, Some("k"), at(3))
            .await
            .unwrap(),
        passport
    );
    assert_eq!(
        cloud.notes(Page::default()).await.unwrap(),
        [mixed.clone(), wifi.clone(), passport.clone()]
    );
    assert_eq!(
        cloud
            .notes(Page {
                offset: 1,
                limit: 1
            })
            .await
            .unwrap(),
        std::slice::from_ref(&wifi)
    );
    for (wanted, note) in [
        ("护照", &passport),
        ("password", &wifi),
        ("Router", &mixed),
        ("router在哪", &mixed),
    ] {
        assert_eq!(
            cloud.find_notes(wanted, 1).await.unwrap(),
            std::slice::from_ref(note),
            "wanted: {wanted}"
        );
    }
    assert_eq!(cloud.find_notes("dentist", 5).await.unwrap(), []);
    assert_eq!(
        cloud.remove_note(&wifi.id).await.unwrap(),
        Some(wifi.clone())
    );
    assert_eq!(cloud.remove_note(&wifi.id).await.unwrap(), None);
    assert_eq!(cloud.find_notes("password", 5).await.unwrap(), []);
    cloud.restore_note(&wifi).await.unwrap();
    assert_eq!(cloud.find_notes("password", 5).await.unwrap(), [wifi]);
}

#[tokio::test]
async fn limits_are_said() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    assert_eq!(code(cloud.add_note("", None, None, at(0)).await), "empty");
    assert_eq!(
        code(
            cloud
                .add_note(&"长".repeat(limits::NOTE_CHARS_MAX + 1), None, None, at(0))
                .await
        ),
        "too_long"
    );
    assert_eq!(
        code(cloud.add_note("x", None, Some(""), at(0)).await),
        "empty"
    );
    assert_eq!(
        code(
            cloud
                .add_note("x", None, Some(&"k".repeat(201)), at(0))
                .await
        ),
        "too_long"
    );
    assert_eq!(
        cloud.find_notes(&"x ".repeat(100_000), 5).await.unwrap(),
        []
    );
}
