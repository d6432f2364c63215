//! What the net sees of a sentence: for every piece a handful of hashed marks. Training reads the same marks
//! from this code (`examples/net_features.rs`), so that there is one implementation.

use jiff::ZonedDateTime;
use ling_base::Span;
use ling_text::pronounce::pinyin;

use super::gazetteer::{Gazetteer, Hit};
use super::tokens::{Sort, Token, tokens};
use crate::values::{self, Tagged};
use crate::{Names, heard::Heard, kind::VALUES};

/// A sentence as the net sees it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Features {
    /// Where each piece stands, in Unicode scalars.
    pub spans: Vec<Span>,
    /// The marks of each piece.
    pub marks: Vec<Vec<u32>>,
}

/// The marks of `text`.
pub fn features(text: &str, now: &ZonedDateTime, gazetteer: &Gazetteer, names: &Names) -> Features {
    seen(&Heard::new(text), &values::tag(text, now), gazetteer, names)
}

/// The marks of a text in which values were found.
pub(crate) fn seen(
    heard: &Heard<'_>,
    tagged: &[Tagged],
    gazetteer: &Gazetteer,
    names: &Names,
) -> Features {
    let tokens = tokens(heard.text);
    let mut marks: Vec<Vec<u32>> = (0..tokens.len()).map(|at| of_token(&tokens, at)).collect();
    let spans: Vec<Span> = tokens.iter().map(|token| token.span).collect();
    mark_values(tagged, &spans, &mut marks);
    let mut hits = gazetteer.find(&tokens);
    hits.extend(named(heard, &spans, names));
    for hit in hits {
        mark_stretch(b'g', &hit.kind, hit.start..hit.end, &mut marks);
    }
    for of_token in &mut marks {
        of_token.sort_unstable();
        of_token.dedup();
    }
    Features { spans, marks }
}

/// FNV-1a over the parts, each ended, with the sort of mark before them; mixed so that low bits are even.
pub(crate) fn hash(sort: u8, parts: &[&[u8]]) -> u32 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    let mut hash = step(0xcbf2_9ce4_8422_2325, &sort);
    for part in parts {
        hash = step(part.iter().fold(hash, step), &0x1f);
    }
    (hash ^ (hash >> 32)) as u32
}

fn of_token(tokens: &[Token], at: usize) -> Vec<u32> {
    let near = |at: Option<usize>| {
        at.and_then(|at| tokens.get(at))
            .map_or("", |token| &token.text)
            .as_bytes()
    };
    let (this, next) = (tokens[at].text.as_bytes(), near(Some(at + 1)));
    let (before, second) = (near(at.checked_sub(1)), near(at.checked_sub(2)));
    let mut marks = vec![
        hash(b'w', &[this]),
        hash(b'p', &[before, this]),
        hash(b'n', &[this, next]),
        hash(b'k', &[before, next]),
    ];
    match tokens[at].sort {
        Sort::Han => {
            marks.push(hash(b't', &[before, this, next]));
            marks.push(hash(b'T', &[second, before, this]));
            marks.push(hash(b'y', &[syllable(&tokens[at].text).as_bytes()]));
        }
        Sort::Word => {
            marks.push(hash(b's', &[sound(&tokens[at].text).as_bytes()]));
            pieces(&tokens[at].text, &mut marks);
        }
        Sort::Digits => marks.push(hash(b'd', &[&[this.len().min(9) as u8]])),
    }
    marks
}

/// Letters in threes and fours, with the borders of the word.
fn pieces(word: &str, marks: &mut Vec<u32>) {
    let framed: Vec<u8> = format!("<{word}>").into_bytes();
    for n in [3, 4] {
        marks.extend(framed.windows(n).map(|piece| hash(b'c', &[piece])));
    }
}

/// The toneless syllable of a Chinese character.
fn syllable(han: &str) -> String {
    let said = pinyin(han).syllables.into_iter().next().unwrap_or_default();
    said.trim_end_matches(|c: char| c.is_ascii_digit())
        .to_owned()
}

/// How an English word sounds, roughly: its consonants, alike ones made one.
fn sound(word: &str) -> String {
    let plain = word
        .replace("ph", "f")
        .replace("ck", "k")
        .replace("gh", "")
        .replace("wh", "w");
    let mut sound = String::new();
    for (at, c) in plain.chars().enumerate() {
        let c = match c {
            'c' | 'q' => 'k',
            'z' | 'x' => 's',
            'd' => 't',
            'v' => 'f',
            'b' => 'p',
            'j' => 'g',
            'h' | 'w' | 'y' if at > 0 => continue,
            'a' | 'e' | 'i' | 'o' | 'u' if at > 0 => continue,
            'a' | 'e' | 'i' | 'o' | 'u' => 'a',
            c => c,
        };
        if !sound.ends_with(c) {
            sound.push(c);
        }
    }
    sound
}

/// Marks a stretch of pieces: its first, what is inside, and its last.
fn mark_stretch(sort: u8, kind: &str, stretch: std::ops::Range<usize>, marks: &mut [Vec<u32>]) {
    let (first, last) = (stretch.start, stretch.end.saturating_sub(1));
    for at in stretch {
        let place: &[u8] = if at == first { b"B" } else { b"I" };
        marks[at].push(hash(sort, &[kind.as_bytes(), place]));
        if at == last {
            marks[at].push(hash(sort, &[kind.as_bytes(), b"E"]));
        }
    }
}

/// The longest values of each kind, from the left.
fn mark_values(tagged: &[Tagged], spans: &[Span], marks: &mut [Vec<u32>]) {
    let mut until = [0; VALUES.len()];
    for tagged in tagged {
        let kind = usize::from(tagged.kind);
        if tagged.span.start < until[kind] {
            continue;
        }
        until[kind] = tagged.span.end;
        mark_stretch(b'v', VALUES[kind], within(spans, tagged.span), marks);
    }
}

/// The pieces that stand wholly inside a span.
fn within(spans: &[Span], span: Span) -> std::ops::Range<usize> {
    let start = spans.partition_point(|s| s.start < span.start);
    let end = spans.partition_point(|s| s.end <= span.end);
    start..end.max(start)
}

/// Names of the house in the text, as slot types.
fn named(heard: &Heard<'_>, spans: &[Span], names: &Names) -> Vec<Hit> {
    let mut hits = Vec::new();
    if names.is_empty() {
        return hits;
    }
    for at in (0..heard.len()).filter(|&at| heard.edge[at]) {
        for found in names.found(heard, at, &ling_base::Lang::ALL) {
            let stretch = within(spans, heard.span(&(at..found.end)));
            let hit = |kind| Hit {
                kind,
                start: stretch.start,
                end: stretch.end,
            };
            hits.extend(slot_of(found.class.word(&[])).map(|kind| hit(kind.to_owned())));
        }
    }
    hits
}

/// The slot type that the names of a list fill.
fn slot_of(list: &str) -> Option<&'static str> {
    Some(match list {
        "area" | "floor" => "house_place",
        "device" | "speaker" | "light" | "switch" | "climate" | "cover" | "media" | "vacuum"
        | "fan" | "lock" | "sensor" => "device_type",
        "list" => "list_name",
        "person" | "contact" => "person",
        "song" | "album" => "song_name",
        "artist" => "artist_name",
        "playlist" => "playlist_name",
        "scene" => "scene_name",
        "genre" => "music_genre",
        "station" => "radio_name",
        "podcast" => "podcast_name",
        "audiobook" => "audiobook_name",
        "place" => "place_name",
        _ => return None,
    })
}
