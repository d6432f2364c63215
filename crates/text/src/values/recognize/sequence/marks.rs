//! Hashtags, mentions and quotations.

use super::{address, each, shown};
use crate::values::recognize::{Entity, source::Source};

/// Longer tags are cut off, longer quotations are none.
const TAG_MAX: usize = 140;
const QUOTE_MAX: usize = 2_000;

/// Opening and closing marks.
const QUOTES: &[(char, char)] = &[
    ('“', '”'),
    ('‘', '’'),
    ('『', '』'),
    ('「', '」'),
    ('«', '»'),
    ('‹', '›'),
    ('„', '“'),
    ('`', '`'),
    ('"', '"'),
    ('《', '》'),
];

pub(in super::super) fn hashtags(source: &Source) -> Vec<Entity> {
    tags(source, '#', "hashtag")
}

pub(in super::super) fn mentions(source: &Source) -> Vec<Entity> {
    tags(source, '@', "mention")
}

/// The sign at the start of a word, and letters, digits and lines after it.
fn tags(source: &Source, sign: char, type_name: &'static str) -> Vec<Entity> {
    each(source, |source, i| {
        let before = source.before(i);
        let open = before == '\0' || before.is_whitespace() || "([{'\"“：:,，。、".contains(before);
        if source.ch(i) != sign || !open || address::local_start(source, i) < i {
            return None;
        }
        let mut end = i + 1;
        while end - i < TAG_MAX && (source.ch(end).is_alphanumeric() || source.ch(end) == '_') {
            end += 1;
        }
        (end > i + 1).then(|| shown(source, i, end, type_name))
    })
}

/// Everything between quotation marks, with the marks; a quotation may stand in another.
pub(in super::super) fn quotations(source: &Source) -> Vec<Entity> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut found = Vec::new();
    for i in 0..source.len() {
        let c = source.raw(i);
        if let Some(at) = open.iter().rposition(|(_, close)| *close == c) {
            let (start, _) = open[at];
            open.truncate(at);
            if i - start < QUOTE_MAX && i > start + 1 {
                found.push(shown(source, start, i + 1, "quotedText"));
            }
        } else if let Some((_, close)) = QUOTES.iter().find(|(open, _)| *open == c)
            && open.len() < 16
        {
            open.push((i, *close));
        }
    }
    found.sort_by_key(|entity| entity.start);
    found
}
