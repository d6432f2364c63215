//! A wish that is sent twice is done once.

use serde_json::{Value, json};

use crate::{
    http::Client,
    server::{Folder, Server, token},
};

async fn say(client: &Client, key: &str, text: &str) -> std::io::Result<Value> {
    let body = json!({ "text": text, "conversation": "kitchen" });
    client.ask("POST", "/v1/turns", Some(key), Some(body)).await
}

async fn check(set: &str, change: &str, ask: &str, left: &str) {
    let folder = Folder::new();
    let server = Server::start(&folder.0);
    let client = server.client(&token(&folder.0));
    say(&client, "set", set).await.expect("a timer");
    let (one, two) = tokio::join!(
        say(&client, "change", change),
        say(&client, "change", change)
    );
    let again = say(&client, "change", change).await.expect("an answer");
    assert_eq!(one.expect("an answer")["turn"], again["turn"]);
    assert_eq!(two.expect("an answer")["turn"], again["turn"]);
    let told = say(&client, "ask", ask).await.expect("an answer");
    let told = told["reply"]["say"].as_str().unwrap_or_default();
    assert!(told.contains(left), "{told}");
    let other = say(&client, "change", ask).await.expect_err("a refusal");
    assert!(other.to_string().contains("key_reused"), "{other}");
}

#[tokio::test]
async fn minutes_are_added_once() {
    check("倒计时十分钟", "再加五分钟", "还剩多久", "十五分钟").await;
    check(
        "set a timer for ten minutes",
        "add five minutes",
        "how much time is left on the timer",
        "Fifteen minutes",
    )
    .await;
}
