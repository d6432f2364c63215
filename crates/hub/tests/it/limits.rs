//! What is too long, too slow or too late, and what ends it.

use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::house::{House, answer};

#[tokio::test]
async fn a_text_that_nobody_says_is_refused() {
    let house = House::new(json!({})).await;
    let check = async |text: String, expect: (u16, &str, &str)| {
        let request = house.post("/v1/turns").json(&json!({ "text": text }));
        let (status, body) = answer(request).await;
        let error = &body["error"];
        let got = (status, error["code"].as_str().unwrap_or_default());
        assert_eq!(got, (expect.0, expect.1), "{body}");
        let message = error["message"].as_str().unwrap_or_default();
        assert!(message.contains(expect.2), "{body}");
        assert!(body.to_string().len() < 64 << 10);
    };
    check("up ".repeat(1_333), (200, "", "")).await;
    check(
        "what is this ".repeat(400),
        (413, "too_long", "too long for me"),
    )
    .await;
    check("好".repeat(4_001), (413, "too_long", "太长了")).await;
    check("把 light ".repeat(5_000), (413, "too_long", "太长了")).await;
}

#[tokio::test]
async fn a_page_can_only_be_read() {
    let house = House::new(json!({})).await;
    let check = async |method: &str, path: &str, expect: u16| {
        let method = reqwest::Method::from_bytes(method.as_bytes()).expect("a method");
        let client = reqwest::Client::builder().no_proxy().build();
        let request = client.expect("a client");
        let request = request.request(method.clone(), format!("{}{path}", house.address));
        let sent = request.bearer_auth(&house.token).send().await;
        let status = sent.expect("an answer").status().as_u16();
        assert_eq!(status, expect, "{method} {path}");
    };
    check("GET", "/", 200).await;
    check("TRACE", "/", 405).await;
    check("TRACE", "/v1/turns", 405).await;
    check("POST", "/index.html", 405).await;
    check("DELETE", "/nowhere", 405).await;
}

#[tokio::test]
async fn what_the_machine_chooses_is_not_chosen_from_outside() {
    let own = json!({ "llm": { "base_url": "http://own/v1", "key_file": "/own/key" } });
    let house = House::new(own).await;
    let check = async |change: Value, field: &str| {
        let response = house.put("/v1/settings", &change).await;
        let status = response.status().as_u16();
        let body: Value = response.json().await.expect("JSON");
        let first = &body["error"]["fields"][0];
        let got = (status, first["field"].as_str(), first["code"].as_str());
        assert_eq!(got, (400, Some(field), Some("locked")), "{body}");
    };
    let script = json!({ "speech": { "espeak": "/tmp/script" } });
    check(script, "speech.espeak").await;
    let secret = json!({ "llm": { "base_url": "http://evil/v1", "key_file": "/etc/shadow" } });
    check(secret, "llm.key_file").await;
    let away = json!({ "llm": { "base_url": "http://evil/v1" } });
    check(away, "llm.base_url").await;
    let token = json!({ "home": { "token_file": "/etc/hostname" } });
    check(token, "home.token_file").await;
    let ear = json!({ "speech": { "recogniser_key_file": "/etc/hostname" } });
    check(ear, "speech.recogniser_key_file").await;
    let (_, kept) = answer(house.get("/v1/settings")).await;
    assert_eq!(kept["llm"]["base_url"], "http://own/v1");
}

#[tokio::test]
async fn a_house_whose_data_are_gone_says_so() {
    let house = House::new(json!({})).await;
    let (status, health) = answer(house.get("/healthz")).await;
    assert_eq!((status, &health["ok"]), (200, &json!(true)));
    std::fs::remove_file(house.data().join(ling_cloud::DATABASE_FILE)).expect("a file");
    let (status, health) = answer(house.get("/healthz")).await;
    let code = health["error"]["code"].as_str();
    assert_eq!((status, code), (503, Some("replaced")), "{health}");
    let check = async |text: &str| {
        let (status, turn) = answer(house.post("/v1/turns").json(&json!({ "text": text }))).await;
        assert_eq!(status, 200);
        let say = turn["reply"]["say"].as_str().unwrap_or_default();
        assert!(say.contains("save") || say.contains('存'), "{say}");
    };
    check("set a timer for ten minutes").await;
    check("十分钟后叫我").await;
    check("把 alarm 设到七点半").await;
    let (_, dues) = answer(house.get("/v1/dues")).await;
    assert_eq!(dues["dues"], json!([]));
}

#[tokio::test]
async fn what_is_said_next_ends_the_wait_for_a_slow_model() {
    let silent = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = silent.local_addr().expect("an address");
    let llm = json!({ "base_url": format!("http://{address}/v1"), "model": "slow" });
    let house = House::new(json!({ "llm": llm })).await;
    let say = |text: &str| {
        let body = json!({ "text": text, "conversation": "kitchen" });
        answer(house.post("/v1/turns").json(&body))
    };
    let interrupt = async {
        let asked = silent.accept().await.expect("the model is asked");
        let turn = say("what time is it").await.1;
        drop(asked);
        turn
    };
    let began = std::time::Instant::now();
    let (slow, quick) = tokio::join!(say("why do cats purr at the moon"), interrupt);
    assert_eq!(quick["label"], "datetime_query", "{quick}");
    assert_eq!(slow.1["reply"]["say"], "", "{}", slow.1);
    assert!(slow.1.to_string().contains("interrupted"), "{}", slow.1);
    // The model has 25 seconds; a busy machine may need some of them itself.
    assert!(began.elapsed().as_secs() < 20);
}

#[tokio::test]
async fn an_event_at_the_end_of_time_is_refused() {
    let house = House::new(json!({ "house": { "zone": "UTC" } })).await;
    let check = async |start: &str, all_day: bool, expect: u16| {
        let event = json!({ "title": "体检", "start": start, "all_day": all_day });
        let (status, body) = answer(house.post("/v1/calendar").json(&event)).await;
        assert_eq!(status, expect, "{body}");
    };
    check("2030-01-01T08:00:00Z", false, 201).await;
    check("9999-12-30T21:30:00Z", false, 400).await;
    check("9999-12-30T00:00:00Z", true, 400).await;
}
