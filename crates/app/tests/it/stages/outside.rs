//! Everything outside the house, scripted: a language model, the weather, exchange rates and a news feed.

use std::{collections::HashMap, sync::Arc};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// What is said, and the tool with its arguments that the model then calls.
type Calls = HashMap<String, (String, String)>;

/// What the model says when it is given no tools, or nothing to call.
const WORDS: &str = "蝴蝶, butterfly, 鲸鱼 whales.";

/// A server that answers until the test ends.
pub struct Outside {
    pub url: String,
}

impl Outside {
    pub async fn start(calls: Calls) -> Outside {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let calls = Arc::new(calls);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(answer(socket, calls.clone()));
            }
        });
        Outside { url }
    }
}

async fn answer(mut socket: TcpStream, calls: Arc<Calls>) {
    let mut request = Vec::new();
    let mut buffer = [0; 16 << 10];
    let body = loop {
        // Whoever hangs up wants no answer.
        let Ok(n @ 1..) = socket.read(&mut buffer).await else {
            return;
        };
        request.extend_from_slice(&buffer[..n]);
        if let Some(body) = body(&request) {
            break body;
        }
    };
    let text = String::from_utf8_lossy(&request);
    let path = text.split(' ').nth(1).unwrap_or_default();
    let (kind, answer) = match path.split('?').next().unwrap_or_default() {
        "/v1/chat/completions" => ("text/event-stream", completion(&body, &calls)),
        "/v1/search" => {
            let place = json!({ "name": "上海", "latitude": 31.2, "longitude": 121.5 });
            (
                "application/json",
                json!({ "results": [place] }).to_string(),
            )
        }
        "/v1/forecast" => ("application/json", forecast().to_string()),
        "/rates" => {
            let rates = json!({ "base": "EUR", "date": "2026-11-23", "rates": { "USD": 1.15, "CNY": 8.05 } });
            ("application/json", rates.to_string())
        }
        _ => ("application/rss+xml", FEED.to_owned()),
    };
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        answer.len()
    );
    // Whoever hung up wants no answer.
    let _ = socket.write_all((head + &answer).as_bytes()).await;
}

/// The body once all of it is there.
fn body(request: &[u8]) -> Option<Value> {
    let text = String::from_utf8_lossy(request);
    let (head, _) = text.split_once("\r\n\r\n")?;
    let mut lines = head.lines().map(str::to_lowercase);
    let length = lines.find_map(|line| line.strip_prefix("content-length: ")?.trim().parse().ok());
    let body = &request[head.len() + 4..];
    let is_whole = body.len() >= length.unwrap_or(0_usize);
    is_whole.then(|| serde_json::from_slice(body).unwrap_or(Value::Null))
}

/// Calls the tool that belongs to the last words, if it is offered.
fn completion(body: &Value, calls: &Calls) -> String {
    let heard = body["messages"].as_array().and_then(|all| all.last());
    let heard = heard
        .and_then(|last| last["content"].as_str())
        .unwrap_or_default();
    let offered = |name: &str| {
        let mut tools = body["tools"].as_array().into_iter().flatten();
        tools.any(|tool| tool["function"]["name"] == name)
    };
    let delta = match calls.get(heard) {
        Some((name, arguments)) if offered(name) => json!({
            "tool_calls": [{ "index": 0, "function": { "name": name, "arguments": arguments } }],
        }),
        Some((name, _)) => json!({ "content": format!("The tool {name} is not offered.") }),
        None => json!({ "content": WORDS }),
    };
    let chunk = json!({ "choices": [{ "delta": delta, "finish_reason": "stop" }] });
    format!("data: {chunk}\n\ndata: [DONE]\n\n")
}

/// Three days of rain, from today.
fn forecast() -> Value {
    let zone = jiff::tz::TimeZone::get("Asia/Shanghai").expect("a zone that every table has");
    let today = jiff::Timestamp::now().to_zoned_datetime(zone).date();
    let days: Vec<String> = today
        .series(jiff::Span::new().days(1))
        .take(9)
        .map(|day| day.to_string())
        .collect();
    let all = |value: f64| json!(vec![value; days.len()]);
    json!({
        "timezone": "Asia/Shanghai",
        "current": { "temperature_2m": 14.0, "weather_code": 61 },
        "daily": {
            "time": days, "weather_code": vec![61; 9],
            "temperature_2m_max": all(17.0), "temperature_2m_min": all(9.0),
            "precipitation_probability_max": all(80.0), "wind_speed_10m_max": all(12.0),
        },
    })
}

const FEED: &str = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
<item><title>新桥通车 A new bridge opens</title><category>World</category><link>https://example.org/1</link></item></channel></rss>"#;

/// A tenth of a second of silence as a WAV file.
pub fn silence() -> Vec<u8> {
    let n_bytes = 1_600_u32;
    let mut file = b"RIFF".to_vec();
    file.extend((36 + n_bytes).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    file.extend(8_000_u32.to_le_bytes());
    file.extend(16_000_u32.to_le_bytes());
    file.extend(b"\x02\0\x10\0data");
    file.extend(n_bytes.to_le_bytes());
    file.resize(file.len() + n_bytes as usize, 0);
    file
}
