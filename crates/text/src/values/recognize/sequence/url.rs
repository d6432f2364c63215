//! Addresses of the web: <https://example.org/a?b=1>, www.example.com, nyti.ms, <http://localhost:9000>.

use super::{each, ip, shown, tld};
use crate::values::recognize::{
    Entity,
    source::{Source, wordy},
};

/// The longest name of a host in DNS.
const HOST_MAX: usize = 253;

/// Longer addresses are cut.
const URL_MAX: usize = 2_048;

pub(in super::super) fn urls(source: &Source) -> Vec<Entity> {
    each(source, at)
}

fn at(source: &Source, i: usize) -> Option<Entity> {
    if !source.ch(i).is_ascii_alphanumeric() {
        return None;
    }
    let scheme = source.any(i, &["https://", "http://", "ftp://", "ftps://"]);
    if wordy(source.before(i)) || (scheme.is_none() && !opens(source, i)) {
        return None;
    }
    let host = scheme.unwrap_or(i);
    let end = host_end(source, host, scheme.is_some())?;
    let end = rest(source, end)?;
    Some(shown(source, i, end, "url"))
}

/// What may stand before an address without a scheme.
fn opens(source: &Source, i: usize) -> bool {
    let before = source.before(i);
    let mark = before == '\0' || before.is_whitespace() || "'\"([:：，、。（“".contains(before);
    mark || spoken_before(source, i)
}

/// 官网是example.com: Chinese goes on without a space, but 百度.com is no address.
fn spoken_before(source: &Source, i: usize) -> bool {
    let before = source.before(i);
    ('\u{3040}'..='\u{9fff}').contains(&before)
}

/// The end of "localhost", an IPv4 address, or labels with a top-level domain at the end.
fn host_end(source: &Source, host: usize, schemed: bool) -> Option<usize> {
    if schemed {
        if let Some(end) = ip::v4_end(source, host).filter(|end| !wordy(source.ch(*end))) {
            return Some(end);
        }
        if let Some(end) = source
            .lit(host, "localhost")
            .filter(|end| !wordy(source.ch(*end)))
        {
            return Some(end);
        }
    }
    let (mut at, mut label, mut good) = (host, host, None);
    while at - host < HOST_MAX {
        let c = source.ch(at);
        if c.is_ascii_alphanumeric() || c == '-' || c == '_' {
            at += 1;
            continue;
        }
        if label > host && at > label && tld::known(&source.shown(label, at)) {
            good = Some(at);
        } else if label > host && at > label {
            good = None;
        }
        if c != '.' || at == label || !source.ch(at + 1).is_ascii_alphanumeric() {
            break;
        }
        at += 1;
        label = at;
    }
    good
}

/// Port, path, query and fragment; an address that goes on as an e-mail address is none.
fn rest(source: &Source, host: usize) -> Option<usize> {
    let mut at = host;
    let port = source.digits(at + 1);
    if source.ch(at) == ':' && (1..=5).contains(&(port - at - 1)) {
        at = port;
    }
    if matches!(source.ch(at), '/' | '#' | '?') {
        while at - host < URL_MAX && in_path(source.ch(at)) {
            at += 1;
        }
        while matches!(source.before(at), '.' | ',' | '!' | ':' | ';' | '\'') {
            at -= 1;
        }
    }
    (source.ch(at) != '@').then_some(at)
}

fn in_path(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-:%_+.~#?!&/=,;$@'*()".contains(c)
}
