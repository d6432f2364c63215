//! Files from the web: resumed where they broke off, large ones in several streams at once, and servers
//! that stall, lie or answer with a page found out.

use std::{
    io,
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
    time::Duration,
};

use futures_util::{StreamExt, future};
use ling_nn::LIMIT_BYTES;
use reqwest::{Client, Response, StatusCode, Url, header, redirect::Policy};
use tokio::time::timeout;

use super::{
    Why,
    part::{Part, Span},
};

/// How long connecting may take.
const CONNECT_MAX: Duration = Duration::from_secs(8);
/// Redirects that are followed.
const REDIRECTS_MAX: usize = 5;
/// How often one source is asked again after it broke off.
const TRIES_MAX: usize = 5;
/// A page for people begins within so many bytes.
const HTML_BYTES: usize = 512;

/// What may be chosen about fetching; tests choose short waits.
#[derive(Clone, Debug)]
pub struct Limits {
    /// A source from which nothing comes for so long is left.
    pub stall: Duration,
    /// Files from this size on come in several streams.
    pub streams_from_bytes: u64,
    /// How many streams.
    pub n_streams: u64,
    /// How long a package client may take.
    pub client: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            stall: Duration::from_secs(20),
            // Below this, one stream is done before others are open.
            streams_from_bytes: 16 << 20,
            // More makes enemies: servers count connections.
            n_streams: 4,
            client: Duration::from_secs(15 * 60),
        }
    }
}

/// Why an attempt ended.
enum Stop {
    /// Ask this source no more.
    Source(Why),
    /// It broke off; what came is kept, and it may be asked again.
    Broke(Why),
    /// It does not do ranges after all, or its file has changed: begin anew.
    Anew,
    /// This machine's disk.
    Disk(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Disk(error)
    }
}

/// The client for files.
pub(super) fn client() -> Client {
    // Fails only when a provider is there already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let follow = Policy::custom(|attempt| {
        let down = attempt.previous().iter().any(|url| url.scheme() == "https")
            && attempt.url().scheme() != "https";
        let inside = attempt
            .previous()
            .first()
            .is_some_and(|first| leads_inside(first, attempt.url()));
        match down || inside || attempt.previous().len() > REDIRECTS_MAX {
            true => attempt.error("too many redirects, away from HTTPS, or inside"),
            false => attempt.follow(),
        }
    });
    Client::builder()
        .connect_timeout(CONNECT_MAX)
        .redirect(follow)
        .user_agent("Ling")
        .build()
        .expect("fixed options are right")
}

/// Whether somebody outside sends on into a private network. Whom the owner named there may send on there.
fn leads_inside(first: &Url, to: &Url) -> bool {
    is_private(to) && !is_private(first)
}

/// Whether an address is this machine's, or one that only its own network knows.
fn is_private(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match bare.parse() {
        Ok(IpAddr::V4(ip)) => is_private_v4(ip),
        Ok(IpAddr::V6(ip)) => {
            let is_special = ip.is_loopback() || ip.is_unspecified() || ip.is_multicast();
            let is_of_network = ip.is_unique_local() || ip.is_unicast_link_local();
            is_special || is_of_network || ip.to_ipv4_mapped().is_some_and(is_private_v4)
        }
        Err(_) => {
            let name = host.trim_end_matches('.');
            let ends = [".localhost", ".local", ".lan", ".internal", ".home.arpa"];
            !name.contains('.') || ends.iter().any(|end| name.ends_with(end))
        }
    }
}

fn is_private_v4(ip: Ipv4Addr) -> bool {
    // 100.64.0.0/10 is shared by the customers of one provider (RFC 6598).
    let is_shared = ip.octets()[0] == 100 && ip.octets()[1] & 0xc0 == 64;
    let is_special = ip.is_unspecified() || ip.is_multicast() || ip.is_broadcast();
    ip.is_private() || ip.is_loopback() || ip.is_link_local() || is_shared || is_special
}

/// Asks the sources at once for one byte, and returns when each answered; none where it did not.
pub(super) async fn reach(client: &Client, urls: &[Url], limits: &Limits) -> Vec<Option<Duration>> {
    let ask = async |url: &Url| {
        let begun = tokio::time::Instant::now();
        let request = client.get(url.clone()).header(header::RANGE, "bytes=0-0");
        let answer = timeout(limits.stall, request.send()).await.ok()?.ok()?;
        answer.status().is_success().then(|| begun.elapsed())
    };
    future::join_all(urls.iter().map(ask)).await
}

/// Fetches a file into `part`; `told` hears how many bytes there are.
pub(super) async fn fetch(
    client: &Client,
    url: &Url,
    part: &Part,
    limits: &Limits,
    told: &Arc<dyn Fn(u64) + Send + Sync>,
) -> Result<Result<(), Why>, io::Error> {
    let mut tries = TRIES_MAX;
    let mut may_restart = true;
    loop {
        let before = part.got();
        let stop = attempt(client, url, part, limits, told).await;
        part.keep()?;
        let why = match stop {
            Ok(()) => return Ok(Ok(())),
            Err(Stop::Disk(error)) => return Err(error),
            Err(Stop::Source(why)) => return Ok(Err(why)),
            Err(Stop::Anew) if may_restart => {
                may_restart = false;
                part.restart(None)?;
                continue;
            }
            Err(Stop::Anew) => return Ok(Err(Why::CutOff { got: before })),
            Err(Stop::Broke(why)) => why,
        };
        // Whoever sends nothing new is asked no more.
        tries -= 1;
        if tries == 0 || part.got() <= before {
            return Ok(Err(why));
        }
    }
}

async fn attempt(
    client: &Client,
    url: &Url,
    part: &Part,
    limits: &Limits,
    told: &Arc<dyn Fn(u64) + Send + Sync>,
) -> Result<(), Stop> {
    cut(part, limits);
    let open = part.open_spans();
    let Some(&(nth, span)) = open.first() else {
        return Ok(());
    };
    let first = ask(client, url, span, limits).await?;
    if first.status() != StatusCode::PARTIAL_CONTENT {
        return whole(first, part, limits, told).await;
    }
    right_range(&first, part, span)?;
    // Perhaps only now it is known how long the file is.
    cut(part, limits);
    let open = part.open_spans();
    let others = open[1..].iter().map(|&(nth, span)| async move {
        // A server that wants one stream at a time refuses the others; they come after the first.
        let answer = ask(client, url, span, limits)
            .await
            .map_err(|stop| match stop {
                Stop::Source(why @ Why::Status(_)) => Stop::Broke(why),
                stop => stop,
            })?;
        if answer.status() != StatusCode::PARTIAL_CONTENT {
            return Err(Stop::Broke(Why::Unreachable));
        }
        right_range(&answer, part, span)?;
        take(answer, part, nth, limits, told).await
    });
    let (first, others) = future::join(
        take(first, part, nth, limits, told),
        future::join_all(others),
    )
    .await;
    others.into_iter().fold(first, Result::and)
}

/// A large file of which nothing has come is fetched in several streams.
fn cut(part: &Part, limits: &Limits) {
    if part
        .total()
        .is_some_and(|total| total >= limits.streams_from_bytes)
    {
        part.cut(limits.n_streams);
    }
}

/// The answer to a question for a span, whatever it is, unless it is an error.
async fn ask(client: &Client, url: &Url, span: Span, limits: &Limits) -> Result<Response, Stop> {
    let to = span.to.map(|to| (to - 1).to_string()).unwrap_or_default();
    let request = client
        .get(url.clone())
        .header(header::RANGE, format!("bytes={}-{to}", span.at));
    let answer = timeout(limits.stall, request.send()).await;
    let answer = answer.map_err(|_| Stop::Broke(stalled(limits)))?;
    let answer = answer.map_err(|error| match error.is_redirect() {
        true => Stop::Source(Why::Redirects),
        false => Stop::Broke(Why::Unreachable),
    })?;
    match answer.status() {
        status if status.is_success() => {}
        StatusCode::RANGE_NOT_SATISFIABLE if span.at > 0 => return Err(Stop::Anew),
        status => return Err(Stop::Source(Why::Status(status.as_u16()))),
    }
    let kind = answer.headers().get(header::CONTENT_TYPE);
    let is_page = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    match is_page {
        true => Err(Stop::Source(Why::Html)),
        false => Ok(answer),
    }
}

fn stalled(limits: &Limits) -> Why {
    Why::Stalled {
        secs: limits.stall.as_secs().max(1),
    }
}

/// `Content-Range: bytes 5-9/10` must be what was asked for, of a file as long as it must be.
fn right_range(answer: &Response, part: &Part, span: Span) -> Result<(), Stop> {
    let range = answer.headers().get(header::CONTENT_RANGE);
    let (from, total) = range
        .and_then(|range| range.to_str().ok())
        .and_then(range_of)
        .ok_or(Stop::Anew)?;
    match part.total() {
        _ if total > LIMIT_BYTES => Err(Stop::Source(Why::TooLong)),
        Some(want) if want != total => Err(Stop::Source(Why::Size { got: total, want })),
        _ if from != span.at => Err(Stop::Anew),
        Some(_) => Ok(()),
        None => {
            part.know(total);
            Ok(())
        }
    }
}

/// Where a range begins, and how long the whole is.
fn range_of(text: &str) -> Option<(u64, u64)> {
    let (range, total) = text.strip_prefix("bytes ")?.split_once('/')?;
    let (from, _) = range.split_once('-')?;
    Some((from.trim().parse().ok()?, total.trim().parse().ok()?))
}

/// The server sends the whole file, whatever was asked: what had come is of no use.
async fn whole(
    answer: Response,
    part: &Part,
    limits: &Limits,
    told: &Arc<dyn Fn(u64) + Send + Sync>,
) -> Result<(), Stop> {
    let says = answer.content_length();
    let want = part.total();
    if let (Some(got), Some(want)) = (says, want)
        && got != want
    {
        return Err(Stop::Source(Why::Size { got, want }));
    }
    if says.is_some_and(|says| says > LIMIT_BYTES) {
        return Err(Stop::Source(Why::TooLong));
    }
    part.restart(says)?;
    take(answer, part, 0, limits, told).await
}

/// Takes what comes for one span.
async fn take(
    answer: Response,
    part: &Part,
    nth: usize,
    limits: &Limits,
    told: &Arc<dyn Fn(u64) + Send + Sync>,
) -> Result<(), Stop> {
    let mut front = Vec::new();
    let mut is_front = part.got() == 0;
    let mut pieces = answer.bytes_stream();
    loop {
        let piece = timeout(limits.stall, pieces.next()).await;
        let piece = piece.map_err(|_| Stop::Broke(stalled(limits)))?;
        let Some(piece) = piece else {
            return ended(part, nth);
        };
        let piece = piece.map_err(|_| Stop::Broke(Why::CutOff { got: part.got() }))?;
        if is_front {
            front.extend_from_slice(&piece[..piece.len().min(HTML_BYTES)]);
            if looks_like_page(&front) {
                return Err(Stop::Source(Why::Html));
            }
            is_front = front.len() < HTML_BYTES;
        }
        let taken = part.put(nth, &piece)?;
        told(part.got());
        let span = part.open_spans().into_iter().find(|(at, _)| *at == nth);
        match span {
            // The rest is another stream's.
            None if taken < piece.len() && !part.is_last(nth) => return Ok(()),
            _ if taken < piece.len() => return Err(Stop::Source(Why::TooLong)),
            Some((_, span)) if span.at > LIMIT_BYTES => return Err(Stop::Source(Why::TooLong)),
            _ => {}
        }
    }
}

/// The stream is over: with the span, or too early, or now it is known where the end was.
fn ended(part: &Part, nth: usize) -> Result<(), Stop> {
    let left = part.open_spans().into_iter().find(|(at, _)| *at == nth);
    match left {
        None => Ok(()),
        Some((_, span)) if span.to.is_none() && span.at > 0 => {
            part.know(span.at);
            Ok(())
        }
        Some(_) => Err(Stop::Broke(Why::CutOff { got: part.got() })),
    }
}

/// Whether bytes begin like a page for people.
fn looks_like_page(front: &[u8]) -> bool {
    let text = front.trim_ascii_start();
    [&b"<!doctype html"[..], b"<html", b"<head"]
        .iter()
        .any(|tag| {
            text.get(..tag.len())
                .is_some_and(|begin| begin.eq_ignore_ascii_case(tag))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages() {
        let check =
            |text: &str, expect| assert_eq!(looks_like_page(text.as_bytes()), expect, "{text}");
        check("<!DOCTYPE html><p>", true);
        check(" \r\n<HTML lang=zh>", true);
        check("<htm", false);
        check("\u{8}\u{8}spox", false);
        check("", false);
    }

    #[test]
    fn who_may_send_on_where() {
        let check = |first: &str, to: &str, expect| {
            let (first, to) = (Url::parse(first).unwrap(), Url::parse(to).unwrap());
            assert_eq!(leads_inside(&first, &to), expect, "{first} {to}");
        };
        let outside = "https://models.example.org/a";
        check(outside, "https://cdn.example.net/a", false);
        check(outside, "https://93.184.216.34/a", false);
        for inside in [
            "127.0.0.1:8460",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "[::1]",
            "[fd00::1]",
            "[fe80::1]",
            "[::ffff:10.0.0.1]",
            "localhost",
            "printer",
            "box.local.",
        ] {
            check(outside, &format!("https://{inside}/a"), true);
            check("http://192.168.1.2/a", &format!("http://{inside}/a"), false);
        }
    }

    #[test]
    fn ranges() {
        let check = |text: &str, expect| assert_eq!(range_of(text), expect, "{text}");
        check("bytes 5-9/10", Some((5, 10)));
        check("bytes 5-9/*", None);
        check("5-9/10", None);
        check("bytes */10", None);
        check("", None);
    }
}
