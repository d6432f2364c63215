//! Pictures whose address a program gives: fetched with limits, and never from inside the house, unless the owner has
//! named the host.

use std::time::Duration;

use futures_util::StreamExt;
use reqwest::{Client, Response, StatusCode, Url, header, redirect::Policy};

use super::{
    guard::{self, Closed},
    web,
};

/// Redirects that are followed, each looked at like the first address.
const REDIRECTS_MAX: usize = 3;
/// How long connecting may take.
const CONNECT_MAX: Duration = Duration::from_secs(4);
/// How long a picture may take, with its redirects.
const PICTURE_MAX: Duration = Duration::from_secs(15);
/// The longest address, in bytes.
const ADDRESS_BYTES_MAX: usize = 4_000;

/// Why a picture was not fetched.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PictureError {
    /// It is none from which pictures are fetched.
    #[error(
        "`{0}` is no address of a picture: it begins with http:// or https://, and has no name or password in it"
    )]
    Address(String),
    /// It leads into the house, or back to this machine.
    #[error(
        "`{0}` leads into the house, from where no picture is fetched; its owner can allow it with \
         `server.picture_hosts` in `ling.toml`"
    )]
    Inside(String),
    /// Nobody answers.
    #[error("`{0}` cannot be reached")]
    Unreachable(String),
    /// There is an answer, and no picture.
    #[error("`{host}` answers with {status}")]
    Status {
        /// Who answers.
        host: String,
        /// With what.
        status: u16,
    },
    /// It is sent on too often.
    #[error("the picture is moved more than {REDIRECTS_MAX} times")]
    Moved,
    /// It has too many bytes.
    #[error("the picture has more than {} MiB", .0 >> 20)]
    Large(usize),
    /// It does not arrive in time.
    #[error("the picture did not arrive within {} s", PICTURE_MAX.as_secs())]
    Slow,
}

/// The bytes of the picture at an address, at most `max`. `hosts` are those that the owner allows wherever they are, as
/// `host` or `host:port`.
pub(crate) async fn fetch(
    address: &str,
    hosts: &[String],
    max: usize,
) -> Result<Vec<u8>, PictureError> {
    let url = checked(address)?;
    let fetched = async { body(follow(url, hosts).await?, max).await };
    let fetched = tokio::time::timeout(PICTURE_MAX, fetched).await;
    fetched.map_err(|_| PictureError::Slow)?
}

/// An address from which a picture may come, as far as its text tells.
fn checked(address: &str) -> Result<Url, PictureError> {
    let shown: String = address.chars().take(80).collect();
    let url = Url::parse(address).ok().filter(|url| {
        let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
        let is_bare = url.username().is_empty() && url.password().is_none();
        is_web && is_bare && address.len() <= ADDRESS_BYTES_MAX
    });
    url.ok_or(PictureError::Address(shown))
}

async fn follow(mut url: Url, hosts: &[String]) -> Result<Response, PictureError> {
    for _ in 0..=REDIRECTS_MAX {
        let host = host(&url);
        let client = client(&url, hosts).await?;
        let response = client.get(url.clone()).send().await;
        let response = response.map_err(|_| PictureError::Unreachable(host.clone()))?;
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        let place = response.headers().get(header::LOCATION);
        let place = place.filter(|_| status.is_redirection() && status != StatusCode::NOT_MODIFIED);
        let place = place.and_then(|place| url.join(place.to_str().ok()?).ok());
        let place = place.ok_or(PictureError::Status {
            host,
            status: status.as_u16(),
        })?;
        url = checked(place.as_str())?;
    }
    Err(PictureError::Moved)
}

/// A client for this one address.
async fn client(url: &Url, hosts: &[String]) -> Result<Client, PictureError> {
    let builder = || {
        // The shared client has set up what all need. A proxy would look names up anew, behind the guard.
        web::client();
        let builder = Client::builder().connect_timeout(CONNECT_MAX).no_proxy();
        builder.redirect(Policy::none()).user_agent("Ling")
    };
    let shown = host(url);
    if is_allowed(url, hosts) {
        return builder()
            .build()
            .map_err(|_| PictureError::Unreachable(shown));
    }
    let pinned = guard::pinned(url, builder()).await;
    pinned.map_err(|why| match why {
        Closed::Inside => PictureError::Inside(shown),
        Closed::Unknown => PictureError::Unreachable(shown),
    })
}

/// Whether the owner has named the host.
fn is_allowed(url: &Url, hosts: &[String]) -> bool {
    let bare = url.host_str().unwrap_or_default();
    let port = url.port_or_known_default().unwrap_or_default();
    let with_port = format!("{bare}:{port}");
    let is_it = |named: &String| [bare, &with_port].contains(&&*named.to_ascii_lowercase());
    hosts.iter().any(is_it)
}

/// The host, for whoever reads why.
fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

async fn body(response: Response, max: usize) -> Result<Vec<u8>, PictureError> {
    let host = host(response.url());
    if response.content_length().is_some_and(|n| n > max as u64) {
        return Err(PictureError::Large(max));
    }
    let mut pieces = response.bytes_stream();
    let mut all = Vec::new();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| PictureError::Unreachable(host.clone()))?;
        if all.len() + piece.len() > max {
            return Err(PictureError::Large(max));
        }
        all.extend_from_slice(&piece);
    }
    Ok(all)
}

#[cfg(test)]
mod tests;
