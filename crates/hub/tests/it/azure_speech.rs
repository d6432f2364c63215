//! The Speech SDK's protocol as clients may get it wrong: over a real socket, with a recogniser that hears what it is told.

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest},
};

use crate::{
    house::House,
    speech::{speech, wyoming},
};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

const ONCE: &str = "/speech/recognition/interactive/cognitiveservices/v1?language=zh-CN";
const SAY: &str = "/tts/cognitiveservices/websocket/v1";
const SAY_ASKED: &str = "/tts/cognitiveservices/websocket/v1?x=1";

async fn house() -> House {
    House::new(speech("wyoming", &wyoming("打开客厅的灯").await)).await
}

async fn dial(house: &House, path: &str, key: &str) -> Result<Socket, Error> {
    let address = format!("{}{path}", house.address.replace("http", "ws"));
    let mut request = address.into_client_request().expect("an address");
    let headers = request.headers_mut();
    headers.insert("Ocp-Apim-Subscription-Key", key.parse().expect("a key"));
    headers.insert("Sec-WebSocket-Protocol", "USP".parse().expect("a word"));
    Ok(connect_async(request).await?.0)
}

/// The status that a page of another site gets, with the key in the address.
async fn from_elsewhere(house: &House, path: &str) -> u16 {
    let address = format!("{}{path}", house.address.replace("http", "ws"));
    let mut request = address.into_client_request().expect("an address");
    let origin = "http://elsewhere.example".parse().expect("an origin");
    request.headers_mut().insert("Origin", origin);
    match connect_async(request).await {
        Ok((_, response)) => response.status().as_u16(),
        Err(Error::Http(response)) => response.status().as_u16(),
        Err(other) => panic!("{other}"),
    }
}

#[tokio::test]
async fn pages_of_other_sites() {
    let house = house().await;
    let key = format!("Ocp-Apim-Subscription-Key={}", house.token);
    for path in [ONCE, "/t/shop/stt/speech/universal/v2?x=1", SAY_ASKED] {
        assert_eq!(from_elsewhere(&house, &format!("{path}&{key}")).await, 101);
    }
    assert_eq!(from_elsewhere(&house, ONCE).await, 401);
    let events = format!("/v1/events?{key}");
    assert_eq!(from_elsewhere(&house, &events).await, 403);
}

async fn open(house: &House, path: &str) -> Socket {
    let opened = dial(house, path, &house.token).await;
    opened.expect("it is opened")
}

/// The status with which a connection is refused.
async fn refused(house: &House, path: &str, key: &str) -> u16 {
    match dial(house, path, key).await {
        Err(Error::Http(response)) => response.status().as_u16(),
        other => panic!("{other:?}"),
    }
}

fn audio(id: &str, stream: &str, sound: &[u8]) -> Message {
    let head = format!("Path:audio\r\nX-RequestId:{id}\r\nX-StreamId:{stream}\r\n");
    let length = u16::try_from(head.len()).expect("it is short");
    let whole = [&length.to_be_bytes(), head.as_bytes(), sound].concat();
    Message::binary(whole)
}

fn context(id: &str, body: &Value) -> Message {
    Message::text(format!(
        "Path:speech.context\r\nX-RequestId:{id}\r\n\r\n{body}"
    ))
}

/// A vowel: a hum of 140 Hz with its overtones up to 3.5 kHz, which the detector takes for a voice; as 16 bits.
fn vowel(ms: u32) -> Vec<u8> {
    let sample = |at: u32| {
        let at = f64::from(at) / 16_000.0;
        let formant = |hz: f64| {
            1.0 / (1.0 + ((hz - 700.0) / 200.0).powi(2))
                + 0.5 / (1.0 + ((hz - 1200.0) / 200.0).powi(2))
        };
        let tones = (1..25).map(|n| f64::from(n) * 140.0);
        let swing = 0.6 + 0.4 * (at * 25.0).sin();
        let sum: f64 = tones
            .map(|hz| formant(hz) * (at * hz * std::f64::consts::TAU).sin())
            .sum();
        (sum * swing * 6_000.0) as i16
    };
    (0..ms * 16)
        .flat_map(|at| sample(at).to_le_bytes())
        .collect()
}

fn quiet(ms: usize) -> Vec<u8> {
    vec![0; ms * 32]
}

async fn send(socket: &mut Socket, messages: Vec<Message>) {
    for message in messages {
        socket.send(message).await.expect("it is taken");
    }
}

/// Paths of the messages until the turn ends, and the words of its phrases; or how it was closed.
async fn turn(socket: &mut Socket) -> (Vec<String>, String) {
    let (mut paths, mut words) = (Vec::new(), String::new());
    loop {
        match socket.next().await {
            Some(Ok(Message::Text(whole))) => {
                let (head, body) = whole.split_once("\r\n\r\n").expect("a head");
                let path = head.lines().find_map(|line| line.strip_prefix("Path:"));
                let body: Value = serde_json::from_str(body).expect("JSON");
                words.push_str(body["DisplayText"].as_str().unwrap_or_default());
                paths.push(path.expect("a path").to_owned());
                if path == Some("turn.end") {
                    return (paths, words);
                }
            }
            Some(Ok(Message::Close(frame))) => {
                let frame = frame.expect("a reason");
                paths.push(format!("close {}", u16::from(frame.code)));
                return (paths, frame.reason.to_string());
            }
            Some(Ok(
                Message::Binary(_) | Message::Ping(_) | Message::Pong(_) | Message::Frame(_),
            )) => {}
            Some(Err(error)) => panic!("{error}"),
            None => panic!("it ended without a word after {paths:?}"),
        }
    }
}

const HEARD: [&str; 5] = [
    "turn.start",
    "speech.startDetected",
    "speech.phrase",
    "speech.endDetected",
    "turn.end",
];

#[tokio::test]
async fn again_on_one_connection() {
    let house = house().await;
    let mut socket = open(&house, ONCE).await;
    let said = [vowel(1200), quiet(1200)].concat();
    send(
        &mut socket,
        vec![context("a1", &json!({})), audio("a1", "1", &said)],
    )
    .await;
    let (paths, words) = turn(&mut socket).await;
    assert_eq!(
        (paths, words.as_str()),
        (HEARD.map(str::to_owned).to_vec(), "打开客厅的灯。")
    );
    // What is left of the sound comes again, its stream ends, and the microphone goes on as another one.
    let again = json!({ "continuation": { "previousServiceTag": "x" } });
    let messages = vec![
        audio("a1", "1", &quiet(100)),
        context("b2", &again),
        audio("b2", "1", &quiet(700)),
        audio("b2", "1", &[]),
        audio("b2", "2", &said),
        audio("b2", "2", &[]),
    ];
    send(&mut socket, messages).await;
    let (paths, words) = turn(&mut socket).await;
    assert_eq!(
        (paths, words.as_str()),
        (HEARD.map(str::to_owned).to_vec(), "打开客厅的灯。")
    );
    send(
        &mut socket,
        vec![context("c3", &json!({})), audio("c3", "1", &[])],
    )
    .await;
    let (paths, _) = turn(&mut socket).await;
    assert_eq!(paths, ["turn.start", "speech.phrase", "turn.end"]);
}

#[track_caller]
fn check_closed((paths, reason): (Vec<String>, String), word: &str) {
    assert_eq!(
        paths.last().map(String::as_str),
        Some("close 1007"),
        "{reason}"
    );
    assert!(reason.contains(word), "{reason}");
}

/// What is sent and why that is the end.
async fn check_refused(house: &House, path: &str, message: Message, word: &str) {
    let mut socket = open(house, path).await;
    // A large message may be refused before all of it is written.
    let _ = socket.send(message).await;
    check_closed(turn(&mut socket).await, word);
}

#[tokio::test]
async fn messages_that_make_no_sense() {
    let house = house().await;
    check_refused(&house, ONCE, Message::text("rubbish"), "no header `Path`").await;
    check_refused(
        &house,
        ONCE,
        Message::binary(vec![9, 9, 9]),
        "shorter than its head",
    )
    .await;
    check_refused(
        &house,
        ONCE,
        Message::text("Path:speech.context\r\n\r\n{}"),
        "X-RequestId",
    )
    .await;
    let broken = Message::text("Path:speech.context\r\nX-RequestId:a\r\n\r\n{");
    check_refused(&house, ONCE, broken, "no JSON").await;
    let translation = context(
        "a",
        &json!({ "translation": { "targetLanguages": ["en"] } }),
    );
    check_refused(&house, ONCE, translation, "does not translate").await;
    check_refused(
        &house,
        ONCE,
        audio("a", "1", &[0; 600 << 10]),
        "bytes of sound",
    )
    .await;
    check_refused(&house, ONCE, audio("a", "1", b"OggS...."), "OGG").await;
    check_refused(
        &house,
        &ONCE.replace("zh-CN", "de-DE"),
        context("a", &json!({})),
        "de-DE",
    )
    .await;
    check_refused(
        &house,
        ONCE,
        audio("a", "1", &vec![0; 3 << 20]),
        "too large",
    )
    .await;
    let ssml =
        Message::text("Path:ssml\r\nX-RequestId:a\r\n\r\n<speak><voice name='zz-ZZ-Foo'/></speak>");
    check_refused(&house, SAY, ssml, "Unsupported voice zz-ZZ-Foo.").await;
    check_refused(
        &house,
        SAY,
        Message::text("Path:ssml\r\nX-RequestId:a\r\n\r\n<speak>"),
        "not closed",
    )
    .await;
}

#[tokio::test]
async fn who_may_come_in() {
    let house = house().await;
    assert_eq!(refused(&house, ONCE, "wrong").await, 401);
    assert_eq!(
        refused(&house, "/speech/recognition/other/v1", &house.token).await,
        404
    );
    let plain = house
        .get(ONCE)
        .header("Ocp-Apim-Subscription-Key", &house.token);
    assert_eq!(house.status(plain).await, 404);
    let mut sockets = Vec::new();
    for nth in 0..20 {
        sockets.push(open(&house, if nth % 2 == 0 { ONCE } else { SAY }).await);
    }
    assert_eq!(refused(&house, ONCE, &house.token).await, 429);
    // Clients vanish in the middle of a turn; their places are free again, and others are heard.
    for socket in &mut sockets {
        let sound = [vowel(500), quiet(100)].concat();
        send(
            socket,
            vec![context("a", &json!({})), audio("a", "1", &sound)],
        )
        .await;
    }
    drop(sockets);
    let mut socket = loop {
        match dial(&house, ONCE, &house.token).await {
            Ok(socket) => break socket,
            Err(Error::Http(response)) if response.status() == 429 => {
                tokio::task::yield_now().await
            }
            Err(error) => panic!("{error}"),
        }
    };
    let said = [vowel(1200), quiet(1200)].concat();
    send(
        &mut socket,
        vec![context("a", &json!({})), audio("a", "1", &said)],
    )
    .await;
    assert_eq!(turn(&mut socket).await.1, "打开客厅的灯。");
}

#[tokio::test]
async fn a_recogniser_that_fails() {
    let house = House::new(speech("wyoming", "tcp://127.0.0.1:1")).await;
    let mut socket = open(&house, ONCE).await;
    let said = [vowel(1200), quiet(1200)].concat();
    send(
        &mut socket,
        vec![context("a", &json!({})), audio("a", "1", &said)],
    )
    .await;
    let (paths, reason) = turn(&mut socket).await;
    assert_eq!(
        paths.last().map(String::as_str),
        Some("close 1011"),
        "{reason}"
    );
}
