//! Which words are known names (of cities, singers, rooms, ...): lists that travel in the model file, as hashes.

use super::features::hash;
use super::tokens::{Token, tokens};

/// Pieces of one entry, at most.
const ENTRY_TOKENS_MAX: usize = 12;

/// Known names by slot type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gazetteer {
    /// Slot types.
    kinds: Vec<String>,
    /// Hash of an entry and the place of its type in `kinds`, sorted.
    entries: Vec<(u32, u8)>,
}

/// A known name in a sentence: pieces `start..end`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Hit {
    pub kind: String,
    pub start: usize,
    pub end: usize,
}

impl Gazetteer {
    /// A gazetteer of entries that [`Gazetteer::key`] hashed; entries of unknown types are left out.
    pub fn new(kinds: Vec<String>, mut entries: Vec<(u32, u8)>) -> Gazetteer {
        entries.retain(|(_, kind)| usize::from(*kind) < kinds.len());
        entries.sort_unstable();
        entries.dedup();
        Gazetteer { kinds, entries }
    }

    /// The hash of an entry; `None` where nothing of it would be read, or too much.
    pub fn key(entry: &str) -> Option<u32> {
        let tokens = tokens(entry);
        let parts: Vec<&[u8]> = tokens.iter().map(|token| token.text.as_bytes()).collect();
        (1..=ENTRY_TOKENS_MAX)
            .contains(&parts.len())
            .then(|| hash(b'G', &parts))
    }

    /// The longest entries of each type, from the left.
    pub(crate) fn find(&self, tokens: &[Token]) -> Vec<Hit> {
        let mut hits = Vec::new();
        let mut until = vec![0; self.kinds.len()];
        if self.entries.is_empty() {
            return hits;
        }
        let parts: Vec<&[u8]> = tokens.iter().map(|token| token.text.as_bytes()).collect();
        for start in 0..parts.len() {
            for end in (start + 1..=parts.len().min(start + ENTRY_TOKENS_MAX)).rev() {
                for kind in self.kinds_of(hash(b'G', &parts[start..end])) {
                    let until = &mut until[usize::from(kind)];
                    if start >= *until {
                        *until = end;
                        hits.push(Hit {
                            kind: self.kinds[usize::from(kind)].clone(),
                            start,
                            end,
                        });
                    }
                }
            }
        }
        hits
    }

    fn kinds_of(&self, key: u32) -> impl Iterator<Item = u8> {
        let from = self.entries.partition_point(|(entry, _)| *entry < key);
        self.entries[from..]
            .iter()
            .take_while(move |(entry, _)| *entry == key)
            .map(|(_, kind)| *kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let names = [("周杰伦", 0), ("晴天", 1), ("new york", 2), ("york", 2)];
        let kinds = ["artist_name", "song_name", "place_name"];
        let entries = names.map(|(name, kind)| (Gazetteer::key(name).unwrap(), kind));
        let gazetteer = Gazetteer::new(kinds.map(str::to_owned).to_vec(), entries.to_vec());
        let found = gazetteer.find(&tokens(text));
        let shown: Vec<String> = found
            .iter()
            .map(|hit| format!("{}:{}..{}", hit.kind, hit.start, hit.end))
            .collect();
        assert_eq!(shown.join(" "), expect, "text: {text}");
    }

    #[test]
    fn longest_from_the_left() {
        check("放周杰倫的晴天", "artist_name:1..4 song_name:5..7");
        check("fly to New York", "place_name:2..4");
        check("york or new york", "place_name:0..1 place_name:2..4");
        check("晴 天 play", "song_name:0..2");
        check("", "");
    }

    #[test]
    fn entries_that_are_no_entries() {
        assert_eq!(Gazetteer::key("!?"), None);
        assert_eq!(Gazetteer::key(&"好".repeat(13)), None);
    }
}
