use ling_base::Lang;
use ling_cloud::{Device, DeviceId, House, NewDevice, QuietHours, Role, limits};
use serde_json::json;

use crate::support::{Folder, at, code};

#[tokio::test]
async fn the_house_is_remembered() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    assert_eq!(cloud.house().await.unwrap(), House::default());
    let house = House {
        zone: Some("Asia/Shanghai".into()),
        place: Some("杭州".into()),
        latitude: Some(30.25),
        longitude: Some(120.17),
        country: Some("CN".into()),
        units: Some("metric".into()),
        langs: vec!["zh".into(), "en".into()],
        quiet: Some(QuietHours {
            from: jiff::civil::time(22, 30, 0, 0),
            to: jiff::civil::time(6, 30, 0, 0),
        }),
        set_up: true,
    };
    cloud.set_house(&house).await.unwrap();
    cloud.close().await;
    let cloud = folder.open().await;
    assert_eq!(cloud.house().await.unwrap(), house);
    assert_eq!(
        code(
            cloud
                .set_house(&House {
                    latitude: Some(91.0),
                    ..House::default()
                })
                .await
        ),
        "range"
    );
    assert_eq!(
        code(
            cloud
                .set_house(&House {
                    longitude: Some(f64::NAN),
                    ..House::default()
                })
                .await
        ),
        "range"
    );
}

#[tokio::test]
async fn settings_are_set_and_removed() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    cloud
        .set_setting("reply.short", Some(&json!(true)))
        .await
        .unwrap();
    cloud
        .set_setting("reply.short", Some(&json!({ "a": [1, "二"] })))
        .await
        .unwrap();
    assert_eq!(
        cloud.setting("reply.short").await.unwrap(),
        Some(json!({ "a": [1, "二"] }))
    );
    assert_eq!(cloud.settings().await.unwrap().len(), 1);
    cloud.set_setting("reply.short", None).await.unwrap();
    assert_eq!(cloud.setting("reply.short").await.unwrap(), None);
    let long = json!("x".repeat(limits::SETTING_BYTES_MAX));
    assert_eq!(
        code(cloud.set_setting("long", Some(&long)).await),
        "too_long"
    );
    assert_eq!(code(cloud.set_setting(" ", Some(&json!(1))).await), "empty");
}

#[tokio::test]
async fn people_and_rooms_have_one_name_each() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let mum = cloud
        .add_person("妈妈", Some(Lang::Zh), Role::Adult, at(0))
        .await
        .unwrap();
    let tom = cloud
        .add_person("Tom", None, Role::Child, at(1))
        .await
        .unwrap();
    assert_eq!(
        code(cloud.add_person("tom ", None, Role::Adult, at(2)).await),
        "exists"
    );
    assert_eq!(
        code(cloud.add_person("", None, Role::Adult, at(2)).await),
        "empty"
    );
    assert_eq!(cloud.people().await.unwrap(), [mum.clone(), tom.clone()]);
    let grown = ling_cloud::Person {
        role: Role::Adult,
        lang: Some(Lang::En),
        ..tom
    };
    cloud.put_person(&grown).await.unwrap();
    assert_eq!(
        cloud.remove_person(&mum.id).await.unwrap(),
        Some(mum.clone())
    );
    assert_eq!(cloud.people().await.unwrap(), [grown]);
    cloud.put_person(&mum).await.unwrap();
    let kitchen = cloud.add_room("厨房", Some("一楼"), at(0)).await.unwrap();
    assert_eq!(code(cloud.add_room("厨房", None, at(0)).await), "exists");
    assert_eq!(cloud.rooms().await.unwrap(), [kitchen]);
}

#[tokio::test]
async fn devices_keep_what_people_gave_them() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    let hello = NewDevice {
        id: DeviceId::new("abc"),
        name: "Firefox".into(),
        kind: "page".into(),
    };
    let device = cloud.hello_device(hello.clone(), at(0)).await.unwrap();
    let room = cloud.add_room("Kitchen", None, at(0)).await.unwrap();
    let named = Device {
        name: "平板".into(),
        room: Some(room.id.clone()),
        volume: Some(40),
        ..device.clone()
    };
    cloud.put_device(&named).await.unwrap();
    let again = cloud.hello_device(hello, at(60)).await.unwrap();
    assert_eq!(
        again,
        Device {
            last_seen: at(60),
            ..named
        }
    );
    assert_eq!(
        code(
            cloud
                .put_device(&Device {
                    volume: Some(101),
                    ..device
                })
                .await
        ),
        "range"
    );
    cloud.remove_room(&room.id).await.unwrap();
    assert_eq!(cloud.device(&again.id).await.unwrap().unwrap().room, None);
    assert_eq!(
        cloud.remove_device(&again.id).await.unwrap().unwrap().id,
        again.id
    );
    assert_eq!(cloud.devices().await.unwrap(), []);
}

#[tokio::test]
async fn the_device_unseen_for_longest_makes_room() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    for number in 0..=limits::DEVICES_MAX {
        let id = DeviceId::new(number.to_string());
        let hello = NewDevice {
            id,
            name: "x".into(),
            kind: "page".into(),
        };
        cloud
            .hello_device(hello, at(i64::try_from(number).unwrap()))
            .await
            .unwrap();
    }
    assert_eq!(cloud.devices().await.unwrap().len(), limits::DEVICES_MAX);
    assert_eq!(cloud.device(&DeviceId::new("0")).await.unwrap(), None);
}

#[tokio::test]
async fn memory_has_an_age_and_a_limit() {
    let folder = Folder::new();
    let cloud = folder.open().await;
    cloud
        .remember("weather", &json!({ "c": 21 }), at(0))
        .await
        .unwrap();
    cloud
        .remember("weather", &json!({ "c": 22 }), at(60))
        .await
        .unwrap();
    let kept = cloud.recall("weather").await.unwrap().unwrap();
    assert_eq!((kept.value, kept.at), (json!({ "c": 22 }), at(60)));
    let long = json!("x".repeat(limits::MEMORY_BYTES_MAX));
    assert_eq!(code(cloud.remember("long", &long, at(0)).await), "too_long");
    cloud.drop_memory("weather").await.unwrap();
    assert_eq!(cloud.recall("weather").await.unwrap(), None);
}
