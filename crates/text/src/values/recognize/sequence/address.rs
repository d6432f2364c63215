//! E-mail addresses: abc@example.com, j_9@[192.0.2.1].

use super::{ip, shown};
use crate::values::recognize::{Entity, source::Source};

/// The longest local part of RFC 5321 and a little grace.
const LOCAL_MAX: usize = 80;

pub(in super::super) fn emails(source: &Source) -> Vec<Entity> {
    let mut found: Vec<Entity> = Vec::new();
    for at in 0..source.len() {
        if source.ch(at) == '@' && found.last().is_none_or(|last| last.end <= at) {
            found.extend(email(source, at));
        }
    }
    found
}

/// The address around the sign at `at`.
fn email(source: &Source, at: usize) -> Option<Entity> {
    let start = local_start(source, at);
    let end = host_end(source, at + 1)?;
    (start < at).then(|| shown(source, start, end, "email"))
}

/// Where the local part before `at` starts; `at` itself if there is none.
pub(super) fn local_start(source: &Source, at: usize) -> usize {
    let local = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let mut start = at;
    while start > 0 && at - start < LOCAL_MAX && local(source.before(start)) {
        start -= 1;
    }
    // It begins with a letter or digit, and has no two dots in a row.
    while start < at && !source.ch(start).is_ascii_alphanumeric() && source.ch(start) != '_' {
        start += 1;
    }
    if source.before(at) == '.' { at } else { start }
}

/// Labels apart by dots, the last of letters only; or an address in brackets.
fn host_end(source: &Source, from: usize) -> Option<usize> {
    if source.ch(from) == '[' {
        let end = ip::v4_end(source, from + 1)?;
        return (source.ch(end) == ']').then_some(end + 1);
    }
    let (mut at, mut last_good) = (from, None);
    loop {
        let label = label_end(source, at);
        if label == at {
            break;
        }
        let letters = (at..label).all(|i| source.ch(i).is_ascii_alphabetic());
        if at > from && letters && label - at >= 2 {
            last_good = Some(label);
        } else if at > from {
            last_good = last_good.filter(|_| false);
        }
        let more = source.ch(label) == '.' && source.ch(label + 1).is_ascii_alphanumeric();
        if !more {
            return last_good.filter(|_| !matches!(source.ch(label), '_' | '@'));
        }
        at = label + 1;
    }
    last_good
}

fn label_end(source: &Source, at: usize) -> usize {
    let mut end = at;
    while source.ch(end).is_ascii_alphanumeric() || (source.ch(end) == '-' && end > at) {
        end += 1;
    }
    end
}
