use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::*;

const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>晨报</title><link>https://news.example.com/</link><description>x</description>
<item><title>地铁&amp;公交 &lt;b&gt;新线&lt;/b&gt;</title><link>https://news.example.com/1</link>
<description><![CDATA[<p>全线共设<br/>二十二座车站。</p>]]></description><category>本地</category>
<pubDate>Tue, 24 Nov 2026 01:00:00 GMT</pubDate></item>
<item><title>Inside</title><link>http://192.168.1.1/admin</link><description></description></item>
<item><title>  </title><link>https://news.example.com/3</link></item>
</channel></rss>"#;

const ATOM: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Daily Post</title><id>urn:x</id><updated>2026-11-24T00:00:00Z</updated>
<entry><title>Rocket lands</title><id>urn:1</id><updated>2026-11-24T00:30:00Z</updated>
<link href="https://post.example.com/rocket"/><summary>It is the third.</summary><category term="space" label="Space"/></entry>
</feed>"#;

#[track_caller]
fn check(text: &str, expect: &[&str]) {
    let told = read(text.as_bytes()).expect("a feed");
    let line = |h: &Headline| {
        let at = h.at.map_or("-".to_owned(), |at| at.to_string());
        let link = h.link.as_deref().unwrap_or("-");
        let summary = h.summary.as_deref().unwrap_or("-");
        format!(
            "{} | {} | {summary} | {} | {at} | {link}",
            h.source,
            h.title,
            h.topics.join("+")
        )
    };
    let lines: Vec<String> = told.iter().map(line).collect();
    assert_eq!(lines, expect);
}

#[test]
fn feeds() {
    check(
        RSS,
        &[
            "晨报 | 地铁&公交 新线 | 全线共设 二十二座车站。 | 本地 | 2026-11-24T01:00:00Z | https://news.example.com/1",
            "晨报 | Inside | - |  | - | -",
        ],
    );
    check(
        ATOM,
        &[
            "Daily Post | Rocket lands | It is the third. | Space | 2026-11-24T00:30:00Z | https://post.example.com/rocket",
        ],
    );
}

#[test]
fn what_is_no_feed() {
    for text in [
        "",
        "<html><body>Sign in</body></html>",
        "{}",
        "<rss",
        "\u{0}\u{1}",
    ] {
        assert_eq!(read(text.as_bytes()), None, "{text}");
    }
}

#[test]
fn texts() {
    let check = |text: &str, expect: &str| assert_eq!(plain(text, 10), expect, "{text}");
    check("a <b>c</b>\n d", "a c d");
    check("1 < 2 > 0", "1 < 2 > 0");
    check("&amp;lt;", "&lt;");
    check("一二三四五六七八九十", "一二三四五六七八九十");
    check("一二三四五六七八九十一", "一二三四五六七八九…");
    check("<script", "<script");
}

/// A server that gives each request the next answer.
async fn server(answers: Vec<String>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move {
        for answer in answers {
            let (mut socket, _) = listener.accept().await.expect("someone calls");
            let mut buffer = [0; 4096];
            assert!(socket.read(&mut buffer).await.is_ok_and(|n| n > 0));
            socket.write_all(answer.as_bytes()).await.ok();
        }
    });
    format!("http://{address}/feed")
}

fn ok(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn moved(place: &str) -> String {
    format!(
        "HTTP/1.1 302 Found\r\nconnection: close\r\ncontent-length: 0\r\nlocation: {place}\r\n\r\n"
    )
}

#[tokio::test]
async fn fetching() {
    let unreachable = Err(PortError::Unreachable(Service::News));
    let n = |answer: Result<Vec<Headline>, PortError>| answer.map(|told| told.len());
    assert_eq!(n(fetch(&server(vec![ok(RSS)]).await).await), Ok(2));
    assert_eq!(
        n(fetch(&server(vec![moved("/other"), ok(ATOM)]).await).await),
        Ok(1)
    );
    assert_eq!(
        n(fetch(&server(vec![ok("<html>")]).await).await),
        Err(PortError::Garbled(Service::News))
    );
    assert_eq!(
        n(fetch("no address").await),
        Err(PortError::Off(Service::News))
    );
    let circle = (0..9).map(|_| moved("/feed")).collect();
    assert_eq!(n(fetch(&server(circle).await).await), unreachable);
}

#[tokio::test]
async fn a_feed_does_not_lead_into_the_house() {
    let unreachable = Err(PortError::Unreachable(Service::News));
    for inside in [
        "http://localhost:9/",
        "http://[::1]:9/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest",
    ] {
        let feed = server(vec![moved(inside), ok(RSS)]).await;
        assert_eq!(fetch(&feed).await, unreachable, "{inside}");
    }
}
