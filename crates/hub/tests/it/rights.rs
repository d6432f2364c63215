//! Who may do what: grown-ups, children, programs with each scope, and whoever has lost a key.

use ling_cloud::{Cloud, CloudOptions, Scope};
use reqwest::{Client, Method, redirect::Policy};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::house::{House, answer};

/// Somebody with a key: the header that shows it.
struct Key {
    name: &'static str,
    value: String,
}

impl House {
    async fn cloud(&self) -> Cloud {
        let options = CloudOptions::new(self.data(), jiff::Timestamp::now());
        Cloud::open(&options).await.expect("the same folder")
    }

    async fn program(&self, scope: Scope) -> Key {
        let cloud = self.cloud().await;
        let made = cloud.create_token("program", scope, jiff::Timestamp::now());
        let secret = made.await.expect("a token").1.expose().to_owned();
        cloud.close().await;
        Key {
            name: "authorization",
            value: format!("Bearer {secret}"),
        }
    }

    /// Signs a browser in for a new person; the person's id and the browser's cookie.
    async fn person(&self, name: &str, child: bool) -> (String, Key) {
        let new = json!({ "name": name, "child": child });
        let (status, person) = answer(self.post("/v1/people").json(&new)).await;
        assert_eq!(status, 201, "{person}");
        let id = person["id"].as_str().expect("an id").to_owned();
        let link = json!({ "person": id });
        let (status, link) = answer(self.post("/v1/links").json(&link)).await;
        assert_eq!(status, 201, "{link}");
        let path = link["path"].as_str().expect("a path");
        let url = format!("{}{path}", self.address);
        let signed = browser().get(url).send().await.expect("an answer");
        let cookie = signed.headers()["set-cookie"].to_str().expect("ASCII");
        let cookie = cookie.split(';').next().expect("a pair").to_owned();
        (
            id,
            Key {
                name: "cookie",
                value: cookie,
            },
        )
    }

    /// The status and the code of the error.
    async fn ask(&self, key: &Key, method: &str, path: &str, body: Value) -> (u16, String) {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let request = browser().request(method, format!("{}{path}", self.address));
        let sent = request
            .header(key.name, &key.value)
            .json(&body)
            .send()
            .await;
        let sent = sent.expect("an answer");
        let status = sent.status().as_u16();
        let body: Value = sent.json().await.unwrap_or_default();
        let code = body["error"]["code"].as_str().unwrap_or_default();
        (status, code.to_owned())
    }

    /// Listens to what happens in the house, without any library: bytes as they come.
    async fn listen(&self, key: &Key) -> TcpStream {
        let host = self.address.trim_start_matches("http://");
        let mut stream = TcpStream::connect(host).await.expect("a connection");
        let head = format!(
            "GET /v1/events HTTP/1.1\r\nHost: {host}\r\n{}: {}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            key.name, key.value
        );
        stream.write_all(head.as_bytes()).await.expect("it is sent");
        let mut got = String::new();
        while !got.contains("\r\n\r\n") {
            got.push_str(&some(&mut stream).await.expect("an upgrade"));
        }
        assert!(got.starts_with("HTTP/1.1 101"), "{got}");
        stream
    }
}

/// What comes next; none when the connection is over.
async fn some(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = [0; 4096];
    let n = stream.read(&mut bytes).await.ok()?;
    (n > 0).then(|| String::from_utf8_lossy(&bytes[..n]).into_owned())
}

fn browser() -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder().no_proxy().redirect(Policy::none());
    client.build().expect("a client")
}

/// Every operation of the document with the scope that it needs; none for what everybody may.
async fn operations(house: &House) -> Vec<(String, String, Option<String>)> {
    let (_, document) = answer(house.get("/v1/openapi.json")).await;
    let scope = |security: &Value| {
        let first = security.as_array().and_then(|all| all.first())?;
        let scope = first["token"].as_array()?.first()?;
        scope.as_str().map(str::to_owned)
    };
    let whole = scope(&document["security"]);
    let mut found = Vec::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            let needs = match operation.get("security") {
                Some(own) => scope(own),
                None => whole.clone(),
            };
            let path = path.replace("{id}", "x").replace("{button}", "pause");
            found.push((method.to_uppercase(), path, needs));
        }
    }
    found.retain(|(_, path, _)| path != "/signin" && path != "/v1/signout");
    found
}

#[tokio::test]
async fn every_route_asks_for_its_scope() {
    let house = House::new(json!({ "home": { "kind": "virtual" } })).await;
    let (_, child) = house.person("小明", true).await;
    let (_, adult) = house.person("Anna", false).await;
    let (turns, ai) = (
        house.program(Scope::Turns).await,
        house.program(Scope::Ai).await,
    );
    let nobody = Key {
        name: "x-nobody",
        value: "x".into(),
    };
    let all = operations(&house).await;
    let n_admin = all
        .iter()
        .filter(|(.., needs)| needs.as_deref() == Some("admin"));
    assert!(n_admin.count() >= 20, "{all:?}");
    for (method, path, needs) in all {
        let needs = needs.as_deref();
        let check = async |who: &Key, refused: Option<(u16, &str)>| {
            let got = house.ask(who, &method, &path, json!({})).await;
            match refused {
                Some((status, code)) => {
                    assert_eq!(got, (status, code.to_owned()), "{method} {path}");
                }
                None => assert!(!matches!(got.0, 401 | 403), "{method} {path}: {got:?}"),
            }
        };
        let owner = needs == Some("admin");
        check(&nobody, needs.map(|_| (401, "unauthorized"))).await;
        check(&ai, needs.map(|_| (403, "scope"))).await;
        check(&turns, owner.then_some((403, "scope"))).await;
        check(&child, owner.then_some((403, "not_for_children"))).await;
        check(&adult, None).await;
    }
}

#[tokio::test]
async fn children_have_the_house_without_its_locks() {
    let house = House::new(json!({ "home": { "kind": "virtual" } })).await;
    let (_, child) = house.person("Mia", true).await;
    let (_, home) = answer(house.get("/v1/home")).await;
    let devices = home["devices"].as_array().expect("devices");
    let of = |kind: &str| {
        let device = devices.iter().find(|device| device["kind"] == kind);
        device.expect("the built-in house has it")["id"].clone()
    };
    let check = async |id: &Value, act: &str, expect: (u16, &str)| {
        let body = json!({ "ids": [id], "act": act });
        let got = house.ask(&child, "POST", "/v1/home/act", body).await;
        assert_eq!(got, (expect.0, expect.1.to_owned()), "{id} {act}");
    };
    check(&of("light"), "on", (200, "")).await;
    check(&of("lock"), "on", (403, "not_for_children")).await;
    check(&of("lock"), "off", (403, "not_for_children")).await;
}

#[tokio::test]
async fn whoever_goes_takes_their_keys_along() {
    let house = House::new(json!({})).await;
    let (id, cookie) = house.person("Anna", false).await;
    let new = json!({ "name": "her script", "scope": "admin" });
    let request = browser().post(format!("{}/v1/tokens", house.address));
    let request = request.header(cookie.name, &cookie.value).json(&new);
    let (status, made) = answer(request).await;
    assert_eq!(status, 201, "{made}");
    let token = Key {
        name: "authorization",
        value: format!("Bearer {}", made["secret"].as_str().expect("a secret")),
    };
    let (_, link) = answer(house.post("/v1/links").json(&json!({ "person": id }))).await;
    for key in [&cookie, &token] {
        assert_eq!(house.ask(key, "GET", "/v1/people", json!({})).await.0, 200);
    }
    let mut ears = [house.listen(&cookie).await, house.listen(&token).await];
    let gone = browser().delete(format!("{}/v1/people/{id}", house.address));
    let gone = gone.bearer_auth(&house.token).send().await;
    assert_eq!(gone.expect("an answer").status(), 204);
    for ear in &mut ears {
        while some(ear).await.is_some() {}
    }
    for key in [&cookie, &token] {
        let got = house.ask(key, "GET", "/v1/people", json!({})).await;
        assert_eq!(got, (401, "unauthorized".to_owned()));
    }
    let path = link["path"].as_str().expect("a path");
    let used = browser().get(format!("{}{path}", house.address)).send();
    let used = used.await.expect("an answer");
    assert_eq!(used.headers()["location"], "/?link=used");
}

#[tokio::test]
async fn a_key_that_is_taken_back_closes_its_ears() {
    let house = House::new(json!({})).await;
    let cloud = house.cloud().await;
    let (_, cookie) = house.person("Anna", false).await;
    let key = house.program(Scope::Turns).await;
    let (mut page, mut program) = (house.listen(&cookie).await, house.listen(&key).await);
    let out = house.ask(&cookie, "POST", "/v1/signout", json!({})).await;
    assert_eq!(out.0, 204);
    while some(&mut page).await.is_some() {}
    // As `ling token revoke` does it: from another program.
    let all = cloud.tokens().await.expect("tokens");
    let own = all.iter().find(|token| token.scope == Scope::Turns);
    let revoked = cloud.revoke_token(&own.expect("it was made").id).await;
    assert!(revoked.expect("it is revoked"));
    while some(&mut program).await.is_some() {}
    cloud.close().await;
}

#[tokio::test]
async fn programs_hear_only_their_own_turns() {
    let house = House::new(json!({})).await;
    let (one, other) = (
        house.program(Scope::Turns).await,
        house.program(Scope::Turns).await,
    );
    let mut ear = house.listen(&other).await;
    for (key, text) in [(&one, "我的密码是七"), (&other, "what time is it")] {
        let turn = json!({ "text": text });
        assert_eq!(house.ask(key, "POST", "/v1/turns", turn).await.0, 200);
    }
    let mut heard = String::new();
    while !heard.contains("what time is it") {
        heard.push_str(&some(&mut ear).await.expect("the connection stays"));
    }
    assert!(!heard.contains("密码"), "{heard}");
}

#[tokio::test]
async fn a_child_confirms_nothing_for_a_grown_up() {
    let house = House::new(json!({ "home": { "kind": "virtual" } })).await;
    let (_, child) = house.person("Mia", true).await;
    let (_, adult) = house.person("Anna", false).await;
    let say = async |who: &Key, text: &str| {
        let body = json!({ "text": text, "conversation": "kitchen" });
        let request = browser().post(format!("{}/v1/turns", house.address));
        let (status, turn) = answer(request.header(who.name, &who.value).json(&body)).await;
        assert_eq!(status, 200, "{turn}");
        turn["reply"]["say"].as_str().unwrap_or_default().to_owned()
    };
    let state = async || {
        let (_, home) = answer(house.get("/v1/home")).await;
        let devices = home["devices"].as_array().expect("devices").clone();
        let locks = devices.into_iter().filter(|one| one["kind"] == "lock");
        locks.map(|one| one.to_string()).collect::<Vec<_>>()
    };
    let before = state().await;
    say(&adult, "unlock the front door").await;
    let said = say(&child, "yes").await;
    assert_eq!(state().await, before, "{said}");
    assert_eq!(said, "A grown-up has to do that.");
    say(&adult, "yes").await;
    assert_ne!(state().await, before);
}

#[tokio::test]
async fn one_key_is_one_wish() {
    let house = House::new(json!({})).await;
    let post = async |path: &str, body: Value| {
        let request = house
            .post(path)
            .header("idempotency-key", format!("key of {path}"));
        let (status, body) = answer(request.json(&body)).await;
        (
            status,
            body["error"]["code"].as_str().unwrap_or("").to_owned(),
        )
    };
    let items = "/v1/lists/shopping/items";
    let check = async |path: &str, body: Value, expect: (u16, &str)| {
        assert_eq!(post(path, body).await, (expect.0, expect.1.to_owned()));
    };
    check(items, json!({ "texts": ["milk"] }), (201, "")).await;
    check(items, json!({ "texts": ["milk"] }), (201, "")).await;
    check(items, json!({ "texts": ["鸡蛋"] }), (409, "key_reused")).await;
    check("/v1/notes", json!({ "text": "a" }), (201, "")).await;
    check("/v1/notes", json!({ "text": "b" }), (409, "key_reused")).await;
    let (_, list) = answer(house.get(items)).await;
    assert_eq!(list["items"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn names_can_be_seen() {
    let house = House::new(json!({})).await;
    let check = async |name: &str, expect: (u16, Option<&str>)| {
        for path in ["/v1/people", "/v1/rooms", "/v1/lists", "/v1/tokens"] {
            let (status, body) = answer(house.post(path).json(&json!({ "name": name }))).await;
            let code = body["error"]["code"].as_str();
            assert_eq!((status, code), expect, "{path} {name:?}");
        }
    };
    check("小明 Mia ‍", (201, None)).await;
    check("a\u{202e}nimda", (400, Some("characters"))).await;
    check("Anna\u{2066}", (400, Some("characters"))).await;
    check("two\nlines", (400, Some("characters"))).await;
    check("bell\u{7}", (400, Some("characters"))).await;
}
