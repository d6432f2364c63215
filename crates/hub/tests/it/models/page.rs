//! Packages as the page pulls them: over HTTP, with the licence agreed to, told by events.

use crate::house::{House, answer};

/// Follows the events of a house until one of the kind `model` says how a pull ended.
async fn ended(house: &House, begin: impl Future<Output = ()>) -> serde_json::Value {
    use futures_util::StreamExt;
    use tokio_tungstenite::tungstenite::client::IntoClientRequest;
    let url = format!("{}/v1/events", house.address.replacen("http", "ws", 1));
    let mut request = url.into_client_request().unwrap();
    let key = format!("Bearer {}", house.token).parse().unwrap();
    request.headers_mut().insert("authorization", key);
    let (mut events, _) = tokio_tungstenite::connect_async(request).await.unwrap();
    begin.await;
    loop {
        let message = events.next().await.unwrap().unwrap();
        let event: serde_json::Value = match message.to_text() {
            Ok(text) if message.is_text() => serde_json::from_str(text).unwrap(),
            _ => continue,
        };
        let data = &event["data"];
        if event["kind"] == "model" && (data.get("state").is_some() || data.get("error").is_some())
        {
            return data.clone();
        }
    }
}

#[tokio::test]
async fn the_page_pulls_a_package_after_its_licence_was_agreed_to() {
    let mirror = tempfile::tempdir().unwrap();
    let folder = mirror.path().join("zipformer-zh-en");
    std::fs::create_dir_all(&folder).unwrap();
    let house = House::new(serde_json::json!({ "models": { "mirror": mirror.path() } })).await;
    let path = "/v1/models/zipformer-zh-en";
    let pull = || {
        house
            .post(path)
            .json(&serde_json::json!({ "licence": "Apache-2.0", "unverified": true }))
    };
    let careful = || {
        house
            .post(path)
            .json(&serde_json::json!({ "licence": "Apache-2.0" }))
    };
    let row = async || {
        let (status, json) = answer(house.get("/v1/models")).await;
        assert_eq!(status, 200);
        let all = json["models"].as_array().unwrap().clone();
        all.into_iter()
            .find(|row| row["name"] == "zipformer-zh-en")
            .unwrap()
    };
    assert_eq!(
        (
            row().await["state"].as_str(),
            row().await["has_source"].as_bool()
        ),
        (Some("absent"), Some(true))
    );
    let (status, problem) = answer(
        house
            .post(path)
            .json(&serde_json::json!({ "licence": "MIT" })),
    )
    .await;
    assert_eq!(
        (status, problem["error"]["code"].as_str()),
        (409, Some("licence"))
    );
    let (status, problem) = answer(
        house
            .post("/v1/models/no-such")
            .json(&serde_json::json!({ "licence": "MIT" })),
    )
    .await;
    assert_eq!(
        (status, problem["error"]["code"].as_str()),
        (404, Some("not_found"))
    );
    assert_eq!(house.delete(path).await, 404);

    let begin = async { assert_eq!(house.status(careful()).await, 202) };
    assert_eq!(ended(&house, begin).await["error"]["code"], "unverified");
    let begin = async { assert_eq!(house.status(pull()).await, 202) };
    let fault = ended(&house, begin).await;
    assert_eq!(fault["error"]["code"], "no_source");
    assert!(
        fault["error"]["message"]["zh"]
            .as_str()
            .unwrap()
            .contains("encoder.int8.onnx"),
        "{fault}"
    );
    assert_eq!(row().await["pull"], fault);

    for file in [
        "encoder.int8.onnx",
        "decoder.onnx",
        "joiner.int8.onnx",
        "tokens.txt",
    ] {
        std::fs::write(folder.join(file), file).unwrap();
    }
    let begin = async { assert_eq!(house.status(pull()).await, 202) };
    assert_eq!(ended(&house, begin).await["state"], "ready");
    assert_eq!(row().await["state"], "ready");
    let there = house.data().join("models/zipformer-zh-en/tokens.txt");
    assert_eq!(std::fs::read_to_string(&there).unwrap(), "tokens.txt");
    assert_eq!(house.delete(path).await, 204);
    assert!(!there.exists());
    assert_eq!(row().await["state"], "absent");
}
