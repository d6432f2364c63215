//! `ling serve --only ai`: the AI services, and nothing of the house.

use serde_json::{Value, json};

use crate::{
    http::Client,
    server::{Folder, Server, key},
};

/// The status of an answer, 200 for every success, and what it says.
async fn ask(client: &Client, method: &str, path: &str, body: Option<Value>) -> (u16, String) {
    match client.ask(method, path, None, body).await {
        Ok(answer) => (200, answer.to_string()),
        Err(error) => {
            let text = error.to_string();
            let status = text
                .split(':')
                .next()
                .and_then(|status| status.parse().ok());
            (status.unwrap_or_default(), text)
        }
    }
}

#[track_caller]
fn check(got: &(u16, String), status: u16, words: &[&str]) {
    assert_eq!(got.0, status, "{}", got.1);
    for word in words {
        assert!(got.1.contains(word), "`{word}` in {}", got.1);
    }
}

fn texts(text: &str) -> Value {
    json!({ "kind": "SentimentAnalysis", "analysisInput": { "documents": [{ "id": "0", "text": text }] } })
}

#[tokio::test]
async fn the_services_without_the_house() {
    let folder = Folder::new();
    let server = Server::start_with(&folder.0, &["--only", "ai"]);
    let (ai, admin) = (
        key(&folder.0, &["key"]),
        key(&folder.0, &["token", "--scope", "admin"]),
    );
    let ai = server.client(&ai);
    let owner = server.client(&admin);
    let nobody = server.client("");
    let analyze = "/language/:analyze-text?api-version=2023-04-01";
    check(
        &ask(&ai, "POST", analyze, Some(texts("酒店很棒"))).await,
        200,
        &["positive"],
    );
    check(
        &ask(
            &ai,
            "POST",
            analyze,
            Some(texts("The hotel is awful, 太差了")),
        )
        .await,
        200,
        &["negative"],
    );
    check(
        &ask(&nobody, "POST", analyze, Some(texts("x"))).await,
        401,
        &["ling key create"],
    );
    check(
        &ask(&nobody, "GET", "/healthz", None).await,
        200,
        &["version"],
    );
    check(
        &ask(&nobody, "GET", "/v1/openapi.json", None).await,
        200,
        &["/v1/tokens"],
    );
    check(
        &ask(&owner, "GET", "/v1/tokens", None).await,
        200,
        &["\"ai\""],
    );
    check(&ask(&ai, "GET", "/v1/tokens", None).await, 403, &["scope"]);
    for path in [
        "/",
        "/index.html",
        "/v1/turns",
        "/v1/dues",
        "/signin?key=x",
        "/v1/home",
    ] {
        check(
            &ask(&owner, "GET", path, None).await,
            404,
            &["/language/:analyze-text"],
        );
    }
    let say =
        |text: &str| json!({ "model": "ling", "messages": [{ "role": "user", "content": text }] });
    check(
        &ask(
            &ai,
            "POST",
            "/openai/v1/chat/completions",
            Some(say("十二乘以八")),
        )
        .await,
        200,
        &["96"],
    );
    check(
        &ask(
            &owner,
            "POST",
            "/openai/v1/chat/completions",
            Some(say("set a timer for one minute")),
        )
        .await,
        403,
        &["timer"],
    );
}
