//! Rows that pages change, take away and bring back.

use serde_json::{Value, json};

use crate::house::{House, answer};

async fn say(house: &House, text: &str) -> Value {
    let body = json!({ "text": text, "conversation": "kitchen" });
    let (status, turn) = answer(house.post("/v1/turns").json(&body)).await;
    assert_eq!(status, 200, "{turn}");
    turn
}

async fn first(house: &House, kind: &str) -> Value {
    let (_, all) = answer(house.get(&format!("/v1/dues?kind={kind}"))).await;
    all["dues"][0].clone()
}

#[tokio::test]
async fn a_timer_is_paused_lengthened_and_goes_on() {
    let house = House::new(json!({})).await;
    say(&house, "倒计时二十分钟").await;
    let id = first(&house, "timer").await["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let act = async |what: &str| answer(house.post(&format!("/v1/dues/{id}/{what}"))).await;
    let more = async |secs: i64| {
        let request = house.patch(&format!("/v1/dues/{id}"));
        answer(request.json(&json!({ "add_secs": secs }))).await
    };
    assert_eq!(act("pause").await.1["state"], "paused");
    let left = first(&house, "timer").await["paused_left_secs"]
        .as_i64()
        .expect("left");
    assert_eq!(more(300).await.1["paused_left_secs"], left + 300);
    assert_eq!(act("resume").await.1["state"], "waiting");
    assert_eq!(more(-90_000).await.0, 400);
    assert_eq!(more(-1_700).await.1["error"]["code"], "add_secs");
    assert_eq!(more(-60).await.0, 200);
}

#[tokio::test]
async fn an_alarm_is_moved_taken_away_and_brought_back() {
    let house = House::new(json!({"house": {"zone": "Asia/Shanghai"}})).await;
    say(&house, "每天早上七点叫我").await;
    let due = first(&house, "alarm").await;
    let path = format!("/v1/dues/{}", due["id"].as_str().expect("an id"));
    let at: jiff::Timestamp = due["due"]
        .as_str()
        .expect("a time")
        .parse()
        .expect("a time");
    let later = at + jiff::SignedDuration::from_mins(45);
    let change = json!({ "at": later, "name": "run" });
    let (status, moved) = answer(house.patch(&path).json(&change)).await;
    assert_eq!(
        (status, &moved["time"], &moved["text"]),
        (200, &json!("07:45:00"), &json!("run"))
    );
    let past = json!({ "at": "2020-01-01T00:00:00Z" });
    assert_eq!(
        answer(house.patch(&path).json(&past)).await.1["error"]["code"],
        "past"
    );
    assert_eq!(house.delete(&path).await, 204);
    assert_eq!(first(&house, "alarm").await, Value::Null);
    let (status, back) = answer(house.post(&format!("{path}/restore"))).await;
    assert_eq!((status, &back["text"]), (200, &json!("run")));
    assert_eq!(
        answer(house.post(&format!("{path}/pause"))).await.1["error"]["code"],
        "kind"
    );
}

#[tokio::test]
async fn what_was_taken_away_comes_back() {
    let house = House::new(json!({})).await;
    say(&house, "put milk on the shopping list").await;
    let (_, items) = answer(house.get("/v1/lists/shopping/items")).await;
    let item = format!(
        "/v1/items/{}",
        items["items"][0]["id"].as_str().expect("an id")
    );
    let body = json!({"title": "Zahnarzt", "start": "2030-01-01T08:00:00Z"});
    let (_, event) = answer(house.post("/v1/calendar").json(&body)).await;
    let event = format!("/v1/calendar/{}", event["id"].as_str().expect("an id"));
    let (_, list) = answer(house.post("/v1/lists").json(&json!({"name": "Packing"}))).await;
    let list = format!("/v1/lists/{}", list["id"].as_str().expect("an id"));
    for path in [&item, &event, &list] {
        assert_eq!(house.delete(path).await, 204, "{path}");
        assert_eq!(
            house.status(house.post(&format!("{path}/restore"))).await / 100,
            2,
            "{path}"
        );
        assert_eq!(house.delete(path).await, 204, "{path}: it was back");
    }
    let nothing = house.post("/v1/dues/none/restore");
    assert_eq!(answer(nothing).await.0, 404);
}

#[tokio::test]
async fn an_event_gets_another_end_and_person() {
    let house = House::new(json!({})).await;
    let (_, anna) = answer(house.post("/v1/people").json(&json!({"name": "Anna"}))).await;
    let body = json!({
        "title": "钢琴课 piano", "start": "2030-01-01T08:00:00Z", "end": "2030-01-01T08:45:00Z", "person": anna["id"],
    });
    let (status, event) = answer(house.post("/v1/calendar").json(&body)).await;
    assert_eq!((status, &event["person"]), (201, &anna["id"]));
    let path = format!("/v1/calendar/{}", event["id"].as_str().expect("an id"));
    let change = json!({"end": "2030-01-01T09:00:00Z", "person": ""});
    let (_, changed) = answer(house.patch(&path).json(&change)).await;
    assert_eq!(
        (&changed["end"], &changed["person"]),
        (&json!("2030-01-01T09:00:00Z"), &Value::Null)
    );
    let nobody = house.patch(&path).json(&json!({"person": "nobody"}));
    assert_eq!(answer(nobody).await.0, 404);
}

#[tokio::test]
async fn undo_means_one_turn_and_says_which() {
    let house = House::new(json!({})).await;
    let milk = say(&house, "put milk on the shopping list").await;
    let timer = say(&house, "倒计时十分钟").await;
    let asked = say(&house, "what time is it").await;
    assert_eq!(milk["undoable"], milk["turn"]);
    assert_eq!(timer["undoable"], timer["turn"]);
    assert_eq!(asked["undoable"], timer["turn"]);
    let undone = say(&house, "undo").await;
    assert_eq!(undone["undoable"], milk["turn"]);
    let undone = say(&house, "撤销").await;
    assert_eq!(undone["undoable"], Value::Null);
    let (_, kept) = answer(house.get("/v1/turns")).await;
    assert_eq!(kept["turns"][0]["undoable"], Value::Null);
}

#[tokio::test]
async fn whoever_is_not_signed_in_is_told_the_whole_command() {
    let house = House::new(json!({})).await;
    let (status, how) =
        answer(reqwest::Client::new().get(format!("{}/v1/signin", house.address))).await;
    let command = how["command"].as_str().expect("a command");
    assert_eq!(status, 200);
    assert!(
        command.starts_with('/') && command.contains(" user link --data /"),
        "{command}"
    );
}

/// A list that was made anew before the old one came back has what was on the old one.
#[tokio::test]
async fn a_list_comes_back_onto_the_one_of_its_name() {
    let house = House::new(json!({})).await;
    say(&house, "put milk on the shopping list").await;
    let (_, made) = answer(house.post("/v1/lists").json(&json!({"name": "Packing"}))).await;
    let own = format!("/v1/lists/{}", made["id"].as_str().expect("an id"));
    for path in ["/v1/lists/shopping", own.as_str()] {
        assert_eq!(house.delete(path).await, 204, "{path}");
    }
    // Asking for the lists makes the shopping list anew.
    assert_eq!(answer(house.get("/v1/lists")).await.0, 200);
    answer(house.post("/v1/lists").json(&json!({"name": "Packing"}))).await;
    for path in ["/v1/lists/shopping", own.as_str()] {
        let restored = house.status(house.post(&format!("{path}/restore"))).await;
        assert_eq!(restored, 204, "{path}");
    }
    let (_, items) = answer(house.get("/v1/lists/shopping/items")).await;
    assert_eq!(items["items"][0]["text"], "milk");
}
