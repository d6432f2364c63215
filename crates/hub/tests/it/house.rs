//! A house that runs in this process, with a folder and a port of its own.

use std::{
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use ling_cloud::{Cloud, CloudOptions, Scope};
use ling_hub::{Config, Hub, HubOptions, http};
use reqwest::{Client, RequestBuilder, Response};
use serde_json::Value;

/// A running house; its folder goes with it.
pub struct House {
    pub address: String,
    pub token: String,
    data: PathBuf,
    client: Client,
}

impl House {
    /// A house with these choices, as JSON.
    pub async fn new(config: Value) -> House {
        static N_HOUSES: AtomicU32 = AtomicU32::new(0);
        let n = N_HOUSES.fetch_add(1, Ordering::Relaxed);
        let data = std::env::temp_dir().join(format!("ling-hub-it-{}-{n}", std::process::id()));
        let config: Config = serde_json::from_value(config).expect("a configuration");
        let options = HubOptions {
            data: data.clone(),
            config,
            skills: ling_skills::all(),
            model: None,
        };
        let hub = Hub::open(options).await.expect("an empty folder");
        let now = jiff::Timestamp::now();
        let cloud = Cloud::open(&CloudOptions::new(&data, now)).await;
        let cloud = cloud.expect("the same folder");
        let token = cloud.create_token("test", Scope::Admin, now).await;
        let token = token.expect("a token").1.expose().to_owned();
        cloud.close().await;
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
        let listener = listener.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(http::serve(
            listener,
            hub,
            http::Offer::House,
            std::future::pending(),
        ));
        House {
            address,
            token,
            data,
            client: client(),
        }
    }

    pub fn data(&self) -> &std::path::Path {
        &self.data
    }

    pub fn get(&self, path: &str) -> RequestBuilder {
        self.with_key(self.client.get(format!("{}{path}", self.address)))
    }

    /// `GET` with a query.
    pub fn asking(&self, path: &str, query: &[(&str, &str)]) -> RequestBuilder {
        let url = format!("{}{path}", self.address);
        let url = reqwest::Url::parse_with_params(&url, query).expect("an address");
        self.with_key(self.client.get(url))
    }

    pub fn post(&self, path: &str) -> RequestBuilder {
        self.with_key(self.client.post(format!("{}{path}", self.address)))
    }

    pub fn patch(&self, path: &str) -> RequestBuilder {
        self.with_key(self.client.patch(format!("{}{path}", self.address)))
    }

    /// `DELETE`; the status.
    pub async fn delete(&self, path: &str) -> u16 {
        let request = self.client.delete(format!("{}{path}", self.address));
        self.status(self.with_key(request)).await
    }

    pub async fn status(&self, request: RequestBuilder) -> u16 {
        request.send().await.expect("an answer").status().as_u16()
    }

    pub async fn put(&self, path: &str, body: &Value) -> Response {
        let request = self.client.put(format!("{}{path}", self.address));
        let sent = self.with_key(request).json(body).send().await;
        sent.expect("an answer")
    }

    fn with_key(&self, request: RequestBuilder) -> RequestBuilder {
        request.bearer_auth(&self.token)
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // What a test leaves behind is no fault of the product.
        let _ = std::fs::remove_dir_all(&self.data);
    }
}

/// The status and the JSON of an answer.
pub async fn answer(request: RequestBuilder) -> (u16, Value) {
    let response = request.send().await.expect("an answer");
    let status = response.status().as_u16();
    let text = response.text().await.expect("a body");
    let json = serde_json::from_str(&text);
    (
        status,
        json.unwrap_or_else(|e| panic!("{status} is no JSON ({e}): {text}")),
    )
}

fn client() -> Client {
    // Whoever installed a provider before keeps it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().build().expect("a client")
}
