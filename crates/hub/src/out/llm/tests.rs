use std::time::Duration;

use ling_base::Lang;
use ling_dialogue::Skills;
use ling_understand::Names;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    sync::oneshot,
};

use super::*;

/// What the server does after it has heard the request.
enum Does {
    /// Sends these pieces and closes.
    Sends(Vec<Vec<u8>>),
    /// Sends this and says nothing more.
    Stalls(String),
    /// Sends this again and again.
    Repeats(String, String),
}

fn stream(events: &[&str]) -> String {
    let events: String = events
        .iter()
        .map(|data| format!("data: {data}\n\n"))
        .collect();
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n{events}"
    )
}

fn says(words: &str) -> String {
    json!({ "choices": [{ "delta": { "content": words } }] }).to_string()
}

/// A server for one request; what it was sent comes back.
async fn server(does: Does) -> (String, oneshot::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    let (tell, asked) = oneshot::channel();
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.expect("someone calls");
        let mut request = Vec::new();
        let mut buffer = [0; 16 << 10];
        while !is_whole(&request) {
            let n = socket.read(&mut buffer).await.expect("the request comes");
            request.extend_from_slice(&buffer[..n]);
        }
        tell.send(String::from_utf8(request).expect("text")).ok();
        match does {
            Does::Sends(pieces) => {
                for piece in pieces {
                    socket.write_all(&piece).await.ok();
                    socket.flush().await.ok();
                }
            }
            Does::Stalls(text) => {
                socket.write_all(text.as_bytes()).await.ok();
                // Ends when the caller hangs up.
                while socket.read(&mut buffer).await.is_ok_and(|n| n > 0) {}
            }
            Does::Repeats(head, again) => {
                socket.write_all(head.as_bytes()).await.ok();
                while socket.write_all(again.as_bytes()).await.is_ok() {}
            }
        }
    });
    (format!("http://{address}/v1"), asked)
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, _)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length.map_or(0, |n| n.parse().expect("a number"));
    request.len() >= head.len() + 4 + length
}

struct Asked {
    answer: Result<Result<String, Act>, PortError>,
    parts: Vec<String>,
    request: String,
}

async fn asked(does: Does, lang: Lang, longest: Duration) -> Asked {
    let (base_url, request) = server(does).await;
    let skills = Skills::load(ling_skills::all()).expect("every skill's files are right");
    let names = Names::new([]);
    let now = "2026-11-24T10:00:00+08:00[Asia/Shanghai]"
        .parse()
        .expect("a time");
    let tools = Tools {
        skills: &skills,
        names: &names,
        lang,
        now: &now,
    };
    let turn = LlmTurn {
        heard: "后天呢".into(),
        lang,
        before: vec![("明天热吗".into(), "明天很热。".into())],
        system: "你是小灵。".into(),
        now: now.clone(),
        tools: true,
    };
    let endpoint = Endpoint {
        base_url,
        model: "small".into(),
        key: Some("secret".into()),
        longest,
    };
    let mut parts = Vec::new();
    let answer = ask(&endpoint, &turn, &tools, &mut |part| {
        parts.push(part.to_owned())
    })
    .await;
    Asked {
        answer,
        parts,
        request: request.await.unwrap_or_default(),
    }
}

/// Long enough for a busy machine, where the answer does not wait for it.
const LONG: Duration = Duration::from_secs(20);

#[track_caller]
fn check(asked: &Asked, answer: Result<&str, PortError>, parts: &[&str]) {
    let got = asked
        .answer
        .as_ref()
        .map(|said| said.as_deref().expect("words"));
    assert_eq!(got, answer.as_ref().copied());
    assert_eq!(asked.parts, parts);
}

#[tokio::test]
async fn a_good_stream_comes_in_sentences_wherever_it_is_cut() {
    let text = stream(&[
        &says("<think>嗯</think>后天"),
        &says("也热。**三十"),
        &says("五**度。"),
        r#"{"choices":[{"delta":{},"finish_reason":"stop"}]}"#,
        "[DONE]",
    ]);
    let bytes = text.as_bytes();
    for size in [1, 2, 3, 7, 64, bytes.len()] {
        let pieces = bytes.chunks(size).map(<[u8]>::to_vec).collect();
        let asked = asked(Does::Sends(pieces), Lang::Zh, LONG).await;
        check(
            &asked,
            Ok("后天也热。\n三十五度。"),
            &["后天也热。", "三十五度。"],
        );
    }
    let english = stream(&[&says("Yes. It is hot"), "[DONE]"]);
    let asked = asked(Does::Sends(vec![english.into_bytes()]), Lang::En, LONG).await;
    check(&asked, Ok("Yes.\nIt is hot"), &["Yes.", "It is hot"]);
}

#[tokio::test]
async fn the_request_holds_what_the_model_needs() {
    let end = stream(&["[DONE]"]).into_bytes();
    let asked = asked(Does::Sends(vec![end]), Lang::Zh, LONG).await;
    let (head, body) = asked.request.split_once("\r\n\r\n").expect("a body");
    assert!(
        head.starts_with("POST /v1/chat/completions HTTP/1.1"),
        "{head}"
    );
    assert!(head.contains("authorization: Bearer secret"), "{head}");
    let body: Value = serde_json::from_str(body).expect("JSON");
    let said: Vec<&str> = body["messages"]
        .as_array()
        .expect("messages")
        .iter()
        .filter_map(|message| message["content"].as_str())
        .collect();
    assert_eq!(said, ["你是小灵。", "明天热吗", "明天很热。", "后天呢"]);
    assert_eq!(
        (&body["stream"], &body["model"]),
        (&json!(true), &json!("small"))
    );
    assert!(
        body["tools"]
            .as_array()
            .is_some_and(|tools| tools.len() > 10)
    );
}

#[tokio::test]
async fn a_tool_call_is_an_act() {
    for (arguments, lang) in [
        (r#"{\"after\":\"十分钟\"}"#, Lang::Zh),
        (r#"{\"after\":\"ten minutes\"}"#, Lang::En),
    ] {
        let call = format!(
            r#"{{"choices":[{{"delta":{{"tool_calls":[{{"index":0,"function":{{"name":"timer_set","arguments":"{arguments}"}}}}]}},"finish_reason":"tool_calls"}}]}}"#
        );
        let text = stream(&[&call, "[DONE]"]);
        let asked = asked(Does::Sends(vec![text.into_bytes()]), lang, LONG).await;
        let act = asked.answer.expect("an answer").expect_err("an act");
        assert_eq!(
            (act.intent.as_str(), act.args.duration("after")),
            ("timer.set", Some(600))
        );
    }
}

#[tokio::test]
async fn nonsense_and_refusals() {
    let garbled = || Err(PortError::Garbled(Service::Llm));
    let unreachable = || Err(PortError::Unreachable(Service::Llm));
    let http = |status: &str| format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n");
    let cases = [
        (stream(&["<html>"]), garbled()),
        (stream(&[r#"{"error":{"message":"no"}}"#]), garbled()),
        (stream(&[&says("Half")]), garbled()),
        (
            "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<html>".into(),
            garbled(),
        ),
        ("no HTTP at all\r\n\r\n".into(), unreachable()),
        (http("500 Broken"), unreachable()),
        (http("429 Slow down"), unreachable()),
        (http("404 Not Found"), garbled()),
        (
            http("401 Unauthorized"),
            Err(PortError::Refused(Service::Llm)),
        ),
    ];
    for (text, error) in cases {
        let asked = asked(Does::Sends(vec![text.into_bytes()]), Lang::En, LONG).await;
        check(&asked, error, &[]);
    }
    let half = [
        stream(&[]).as_bytes(),
        b"data: {\"choices\":[{\"delta\":{\"content\":\"\xe5\x8f\"}}]}\n\n",
    ]
    .concat();
    check(
        &asked(Does::Sends(vec![half]), Lang::Zh, LONG).await,
        garbled(),
        &[],
    );
}

#[tokio::test]
async fn stalled_and_endless_streams_end_in_time() {
    let begun = stream(&[&says("Yes. It is")]);
    let short = Duration::from_millis(300);
    let stalled = asked(Does::Stalls(begun), Lang::En, short).await;
    check(
        &stalled,
        Err(PortError::Unreachable(Service::Llm)),
        &["Yes."],
    );
    let silent = asked(Does::Stalls(String::new()), Lang::En, short).await;
    check(&silent, Err(PortError::Unreachable(Service::Llm)), &[]);
    let forever = Does::Repeats(stream(&[]), ": still here\n\n".into());
    let comments = asked(forever, Lang::En, LONG).await;
    check(&comments, Err(PortError::Garbled(Service::Llm)), &[]);
    let chatter = Does::Repeats(stream(&[]), format!("data: {}\n\n", says("And so on. ")));
    let endless = asked(chatter, Lang::En, LONG).await;
    assert!(endless.answer.is_ok_and(|said| said.is_ok()));
    assert!(endless.parts.len() < 1_000);
}

#[tokio::test]
async fn an_answer_in_one_piece_and_a_server_that_is_not_there() {
    let json = r#"{"choices":[{"message":{"content":"Yes. Hot."},"finish_reason":"stop"}]}"#;
    let text = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{json}",
        json.len()
    );
    let whole = asked(Does::Sends(vec![text.into_bytes()]), Lang::En, LONG).await;
    check(&whole, Ok("Yes.\nHot."), &["Yes.", "Hot."]);
    let config = crate::config::Llm {
        key_file: Some("/nowhere/key".into()),
        ..crate::config::Llm::default()
    };
    let refused = endpoint(&config).await.map(|_| ());
    assert_eq!(refused, Err(PortError::Refused(Service::Llm)));
}
