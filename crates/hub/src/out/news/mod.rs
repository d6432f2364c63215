//! News feeds: RSS and Atom, fetched with limits. What a feed says is never allowed to lead into the house.

use std::time::Duration;

use feed_rs::model::{Entry, Feed};
use jiff::Timestamp;
use ling_dialogue::{Headline, PortError, Service};
use reqwest::{Client, Response, Url, header, redirect::Policy};

use super::{
    guard::{self, Closed, is_public},
    web,
};

/// Redirects that are followed.
const REDIRECTS_MAX: usize = 3;
/// How long connecting may take.
const CONNECT_MAX: Duration = Duration::from_secs(4);
/// How long a whole feed may take, with its redirects.
const FEED_MAX: Duration = Duration::from_secs(10);
/// Headlines of one feed.
const ENTRIES_MAX: usize = 40;
/// The longest headline, summary and name, in characters.
const TITLE_CHARS_MAX: usize = 200;
const SUMMARY_CHARS_MAX: usize = 600;
const NAME_CHARS_MAX: usize = 60;
/// What one headline is about, at most.
const TOPICS_MAX: usize = 8;
/// The longest address, in bytes.
const LINK_BYTES_MAX: usize = 1_000;

/// Fetches a feed.
pub(crate) async fn fetch(feed: &str) -> Result<Vec<Headline>, PortError> {
    let url = Url::parse(feed).map_err(|_| PortError::Off(Service::News))?;
    let asked = async {
        let response = follow(url).await?;
        let bytes = web::body(Service::News, response).await?;
        read(&bytes).ok_or(PortError::Garbled(Service::News))
    };
    let answer = tokio::time::timeout(FEED_MAX, asked).await;
    answer.map_err(|_| PortError::Unreachable(Service::News))?
}

/// Asks for a feed. The owner chose its host; a redirect to another one must lead to a public address.
async fn follow(mut url: Url) -> Result<Response, PortError> {
    let unreachable = || PortError::Unreachable(Service::News);
    let chosen = url.host_str().map(str::to_owned);
    let mut client = open()?;
    for _ in 0..=REDIRECTS_MAX {
        let response = client.get(url.clone()).send().await;
        let response = response.map_err(|_| unreachable())?;
        if !response.status().is_redirection() {
            return web::checked(Service::News, response);
        }
        let place = response.headers().get(header::LOCATION);
        let place = place.and_then(|place| place.to_str().ok());
        url = place
            .and_then(|place| url.join(place).ok())
            .ok_or(PortError::Garbled(Service::News))?;
        client = if url.host_str() == chosen.as_deref() {
            open()?
        } else {
            pinned(&url).await?
        };
    }
    Err(unreachable())
}

/// A client that reaches what the owner chose, wherever that is.
fn open() -> Result<Client, PortError> {
    let built = builder().build();
    built.map_err(|_| PortError::Unreachable(Service::News))
}

/// A client that may reach only the public addresses that the host of `url` has now.
async fn pinned(url: &Url) -> Result<Client, PortError> {
    let client = guard::pinned(url, builder()).await;
    client.map_err(|why| {
        if why == Closed::Inside {
            tracing::warn!("A news feed leads to an address inside the house; it is not followed.");
        }
        PortError::Unreachable(Service::News)
    })
}

fn builder() -> reqwest::ClientBuilder {
    // The shared client has set up what all need.
    web::client();
    Client::builder()
        .connect_timeout(CONNECT_MAX)
        .redirect(Policy::none())
        .user_agent("Ling")
}

/// Reads a feed; `None` when it is none.
pub(crate) fn read(bytes: &[u8]) -> Option<Vec<Headline>> {
    // The parser is given what strangers wrote.
    let parsed = std::panic::catch_unwind(|| feed_rs::parser::parse(bytes).ok());
    let feed = parsed.ok().flatten()?;
    let source = name(&feed);
    let entries = feed.entries.into_iter().take(ENTRIES_MAX);
    Some(
        entries
            .filter_map(|entry| headline(entry, &source))
            .collect(),
    )
}

fn name(feed: &Feed) -> String {
    let title = feed.title.as_ref().map(|title| title.content.as_str());
    plain(title.unwrap_or_default(), NAME_CHARS_MAX)
}

fn headline(entry: Entry, source: &str) -> Option<Headline> {
    let title = plain(&entry.title?.content, TITLE_CHARS_MAX);
    let summary = entry.summary.map(|text| text.content);
    let summary = plain(&summary.unwrap_or_default(), SUMMARY_CHARS_MAX);
    let at = entry.published.or(entry.updated);
    let topics = entry.categories.iter().take(TOPICS_MAX);
    let topics = topics.map(|topic| topic.label.as_ref().unwrap_or(&topic.term));
    let link = entry
        .links
        .into_iter()
        .map(|link| link.href)
        .find(|link| may_link(link));
    let told = Headline {
        summary: (!summary.is_empty() && summary != title).then_some(summary),
        source: source.to_owned(),
        topics: topics.map(|topic| plain(topic, NAME_CHARS_MAX)).collect(),
        at: at.and_then(|at| Timestamp::from_second(at.timestamp()).ok()),
        link,
        title,
    };
    (!told.title.is_empty()).then_some(told)
}

/// Whether a link may be shown: on the web, and not into the house.
fn may_link(link: &str) -> bool {
    let Ok(url) = Url::parse(link) else {
        return false;
    };
    let web = matches!(url.scheme(), "http" | "https") && link.len() <= LINK_BYTES_MAX;
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let inside = match host.parse() {
        Ok(address) => !is_public(address),
        Err(_) => !host.contains('.') || host.ends_with(".local") || host.ends_with(".localhost"),
    };
    web && !inside
}

/// Text without tags, entities and line ends, cut to `max` characters.
fn plain(text: &str, max: usize) -> String {
    let mut bare = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        bare.push_str(&rest[..at]);
        let tag =
            rest[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        match rest[at..].find('>').filter(|_| tag) {
            Some(end) => {
                bare.push(' ');
                rest = &rest[at + end + 1..];
            }
            None => {
                bare.push('<');
                rest = &rest[at + 1..];
            }
        }
    }
    bare.push_str(rest);
    for (entity, c) in [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ] {
        bare = bare.replace(entity, c);
    }
    let words: Vec<&str> = bare
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .collect();
    let text = words.join(" ");
    if text.chars().count() <= max {
        return text;
    }
    text.chars().take(max - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests;
