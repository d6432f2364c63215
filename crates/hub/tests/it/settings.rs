//! What the owner chooses: what is refused and where, what a town brings, and what a new zone moves.

use serde_json::{Value, json};

use crate::house::{House, answer};

async fn put(house: &House, change: Value) -> (u16, Value) {
    let response = house.put("/v1/settings", &change).await;
    let status = response.status().as_u16();
    (status, response.json().await.expect("JSON"))
}

#[tokio::test]
async fn what_cannot_be_meant_is_refused_at_its_field() {
    let house = House::new(json!({})).await;
    let check = async |change: Value, expect: (&str, &str)| {
        let (status, body) = put(&house, change.clone()).await;
        let first = &body["error"]["fields"][0];
        let got = (first["field"].as_str(), first["code"].as_str());
        assert_eq!(
            (status, got),
            (400, (Some(expect.0), Some(expect.1))),
            "{change}: {body}"
        );
        for part in ["message", "hint"] {
            assert!(first[part].as_str().is_some_and(|text| !text.is_empty()));
        }
        let (_, kept) = answer(house.get("/v1/settings")).await;
        let (section, key) = expect.0.split_once('.').expect("section.key");
        assert_ne!(kept[section][key], change[section][key]);
    };
    check(
        json!({"music": {"folder": "/nope"}}),
        ("music.folder", "folder"),
    )
    .await;
    check(
        json!({"news": {"feeds": ["http://a.example/x", "not a url"]}}),
        ("news.feeds", "url"),
    )
    .await;
    check(
        json!({"house": {"latitude": 999, "longitude": 1}}),
        ("house.latitude", "range"),
    )
    .await;
    check(
        json!({"house": {"latitude": 31, "longitude": -181.5}}),
        ("house.longitude", "range"),
    )
    .await;
    check(
        json!({"house": {"zone": "Mars/Base"}}),
        ("house.zone", "zone"),
    )
    .await;
    check(json!({"house": {"lang": "fr"}}), ("house.lang", "choice")).await;
    check(
        json!({"house": {"latitude": "north"}}),
        ("house.latitude", "type"),
    )
    .await;
    check(json!({"keep": {"days": -1}}), ("keep.days", "type")).await;
    check(
        json!({"weather": {"base_url": "ftp://x"}}),
        ("weather.base_url", "url"),
    )
    .await;
    check(
        json!({"home": {"kind": "home_assistant"}}),
        ("home.url", "needed"),
    )
    .await;
    check(
        json!({"home": {"token_file": "/nope/token"}}),
        ("home.token_file", "locked"),
    )
    .await;
    check(
        json!({"speech": {"recogniser": "sense-voice"}}),
        ("speech.recogniser", "package"),
    )
    .await;
    check(
        json!({"speech": {"recogniser": "wyoming", "recogniser_url": "http://127.0.0.1:1"}}),
        ("speech.recogniser_url", "tcp"),
    )
    .await;
    check(
        json!({"llm": {"seconds_max": 0}}),
        ("llm.seconds_max", "range"),
    )
    .await;
}

#[tokio::test]
async fn a_town_brings_what_belongs_to_it() {
    let check = async |change: Value, expect: [Value; 4]| {
        let house = House::new(json!({"house": {"zone": "UTC", "region": "US"}})).await;
        let (status, body) = put(&house, json!({ "house": change })).await;
        assert_eq!(status, 200, "{body}");
        let got = ["zone", "region", "latitude", "longitude"].map(|key| body["house"][key].clone());
        assert_eq!(got, expect);
    };
    let shanghai = || {
        [
            json!("Asia/Shanghai"),
            json!("CN"),
            json!(31.22),
            json!(121.46),
        ]
    };
    check(json!({"place": "Shanghai"}), shanghai()).await;
    check(json!({"place": "上海市"}), shanghai()).await;
    // A form sends every field; what it did not change counts as not said.
    let form = json!({"place": "Shanghai", "zone": "UTC", "region": "US", "latitude": null, "longitude": null});
    check(form, shanghai()).await;
    let own = json!({"place": "London", "zone": "Europe/Paris", "region": "none"});
    check(
        own,
        [
            json!("Europe/Paris"),
            json!("none"),
            json!(51.51),
            json!(-0.13),
        ],
    )
    .await;
    let nowhere = json!({"place": "Atlantis"});
    check(
        nowhere,
        [json!("UTC"), json!("US"), Value::Null, Value::Null],
    )
    .await;
}

#[tokio::test]
async fn towns_are_offered_while_one_types() {
    let house = House::new(json!({})).await;
    let check = async |words: &str, expect: Option<&str>| {
        let (status, body) = answer(house.asking("/v1/towns", &[("q", words)])).await;
        assert_eq!((status, body["towns"][0]["en"].as_str()), (200, expect));
    };
    check("shangh", Some("Shanghai")).await;
    check("纽", Some("New York")).await;
    check("zzz", None).await;
}

/// The clock times of everything that is set, in the house's zone.
async fn clocks(house: &House, zone: &str) -> Vec<String> {
    let zone = jiff::tz::TimeZone::get(zone).expect("a zone");
    let clock = |at: &Value| {
        let at: jiff::Timestamp = at.as_str().expect("a time").parse().expect("a time");
        at.to_zoned_datetime(zone.clone())
            .strftime("%H:%M")
            .to_string()
    };
    let (_, dues) = answer(house.get("/v1/dues")).await;
    let (_, events) = answer(house.get("/v1/calendar")).await;
    let mut all: Vec<String> = dues["dues"]
        .as_array()
        .expect("dues")
        .iter()
        .filter(|due| due["kind"] != "timer")
        .map(|due| {
            format!(
                "{} {}",
                due["kind"].as_str().unwrap_or_default(),
                clock(&due["due"])
            )
        })
        .collect();
    let events = events["events"].as_array().expect("events").iter();
    all.extend(
        events.map(|event| format!("event {}-{}", clock(&event["start"]), clock(&event["end"]))),
    );
    all.sort();
    all.dedup();
    all
}

#[tokio::test]
async fn what_is_set_keeps_its_clock_time_in_another_zone() {
    let house = House::new(json!({"house": {"zone": "UTC"}})).await;
    for text in [
        "wake me at 7:30 tomorrow",
        "每天晚上十点十分叫我",
        "明天下午三点提醒我 call 妈妈",
        "put dentist tomorrow at four pm in my calendar",
        "set a timer for forty minutes",
    ] {
        let (status, turn) = answer(house.post("/v1/turns").json(&json!({ "text": text }))).await;
        assert_eq!(status, 200);
        assert_eq!(turn["stage"], "grammar", "{turn}");
    }
    let before = clocks(&house, "UTC").await;
    assert_eq!(
        before,
        [
            "alarm 07:30",
            "alarm 22:10",
            "event 16:00-17:00",
            "reminder 15:00"
        ]
    );
    let timer = async || {
        let (_, all) = answer(house.get("/v1/dues?kind=timer")).await;
        all["dues"][0]["due"].clone()
    };
    let timer_before = timer().await;
    for (place, zone) in [("Shanghai", "Asia/Shanghai"), ("纽约", "America/New_York")] {
        let (status, answer) = put(&house, json!({"house": {"place": place}})).await;
        assert_eq!((status, &answer["moved"]["zone"]), (200, &json!(zone)));
        assert_eq!(answer["moved"]["count"], 4);
        assert_eq!(clocks(&house, zone).await, before);
    }
    assert_eq!(timer().await, timer_before);
    let (_, again) = put(&house, json!({"house": {"place": "New York"}})).await;
    assert_eq!(again["moved"], Value::Null);
    let (_, setup) = answer(house.get("/v1/setup")).await;
    assert_eq!(
        (&setup["zone"], &setup["done"]),
        (&json!("America/New_York"), &json!(true))
    );
}
