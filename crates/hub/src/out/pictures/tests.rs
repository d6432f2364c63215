use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::*;

/// Bytes that are fetched here, at most.
const MAX: usize = 1_000;

/// A server that gives each request the next answer; its `host:port`.
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
    address.to_string()
}

fn ok(body: &str) -> String {
    let n = body.len();
    format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {n}\r\n\r\n{body}")
}

fn moved(place: &str) -> String {
    format!(
        "HTTP/1.1 302 Found\r\nconnection: close\r\ncontent-length: 0\r\nlocation: {place}\r\n\r\n"
    )
}

/// Fetches from a server that the owner has named.
async fn fetched(answers: Vec<String>) -> Result<String, PictureError> {
    let host = server(answers).await;
    let got = fetch(&format!("http://{host}/a.png"), &[host], MAX).await;
    got.map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

#[tokio::test]
async fn fetching() {
    assert_eq!(
        fetched(vec![ok("a picture")]).await,
        Ok("a picture".to_owned())
    );
    let twice = vec![moved("/b.png"), moved("c.png"), ok("moved")];
    assert_eq!(fetched(twice).await, Ok("moved".to_owned()));
    let circle = (0..9).map(|_| moved("/a.png")).collect();
    assert_eq!(fetched(circle).await, Err(PictureError::Moved));
    let large = ok(&"x".repeat(MAX + 1));
    assert_eq!(
        fetched(vec![large.clone()]).await,
        Err(PictureError::Large(MAX))
    );
    // One that does not say how long it is.
    let silent = large.replace("content-length: 1001\r\n", "");
    assert_eq!(fetched(vec![silent]).await, Err(PictureError::Large(MAX)));
    let none = "HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
    let status = |answer: Result<String, PictureError>| match answer {
        Err(PictureError::Status { status, .. }) => status,
        other => panic!("{other:?}"),
    };
    assert_eq!(status(fetched(vec![none.to_owned()]).await), 404);
    let nowhere = none.replace("404 Not Found", "302 Found");
    assert_eq!(status(fetched(vec![nowhere]).await), 302);
}

#[test]
fn texts_that_are_no_address() {
    for address in [
        "",
        "a.png",
        "file:///etc/passwd",
        "gopher://example.com/1",
        "ftp://example.com/a.png",
        "data:image/png;base64,AAAA",
        "http://",
        "http://user@example.com/a.png",
        "http://example.com:pass@127.0.0.1/a.png",
        "https://user:pass@example.com/a.png",
        &format!("http://example.com/{}", "a".repeat(ADDRESS_BYTES_MAX)),
    ] {
        let got = checked(address);
        assert!(matches!(got, Err(PictureError::Address(_))), "{address}");
    }
}

/// Nobody may be asked: a server that stands there would hear it.
#[tokio::test]
async fn no_address_leads_into_the_house() {
    let port = server(Vec::new()).await;
    let port = port.rsplit(':').next().expect("a port").to_owned();
    for host in [
        "localhost",
        "LOCALHOST",
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "017700000001",
        "0",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "[2002:7f00:1::]",
        "[fe80::1]",
        "[fd00::1]",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "0xa9fea9fe",
        "２１３０７０６４３３",
        "①②⑦.0.0.1",
        "127.0.0.1.",
        "example.com@127.0.0.1",
    ] {
        let address = format!("http://{host}:{port}/a.png");
        let got = fetch(&address, &[], MAX).await;
        let is_closed = matches!(got, Err(PictureError::Inside(_) | PictureError::Address(_)));
        assert!(is_closed, "{address}: {got:?}");
        // A header has plain letters only.
        if !address.is_ascii() {
            continue;
        }
        let by_way = fetched(vec![moved(&address)]).await;
        let is_closed = matches!(
            by_way,
            Err(PictureError::Inside(_) | PictureError::Address(_))
        );
        assert!(is_closed, "moved to {address}: {by_way:?}");
    }
    for place in ["file:///etc/passwd", "gopher://example.com/1"] {
        let by_way = fetched(vec![moved(place)]).await;
        assert!(
            matches!(by_way, Err(PictureError::Address(_))),
            "{place}: {by_way:?}"
        );
    }
}

#[test]
fn hosts_that_the_owner_names() {
    let check = |address: &str, named: &str, expect: bool| {
        let url = Url::parse(address).expect("an address");
        assert_eq!(
            is_allowed(&url, &[named.to_owned()]),
            expect,
            "{address} {named}"
        );
    };
    check("http://127.0.0.1:9000/a", "127.0.0.1:9000", true);
    check("http://127.0.0.1:9001/a", "127.0.0.1:9000", false);
    check("http://127.1:9000/a", "127.0.0.1:9000", true);
    check("https://nas.local/a", "nas.local", true);
    check("https://nas.local/a", "NAS.local:443", true);
    check("https://nas.local.evil.com/a", "nas.local", false);
    check("http://[::1]:9/a", "[::1]", true);
    check("http://a/", "", false);
}
