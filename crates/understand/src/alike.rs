//! Names that sound like what was heard: recognisers write 课厅 for 客厅 and "leaving room" for "living room".
//!
//! A Chinese character becomes its toneless syllable, sounds that dialects merge made one (zh and z, n and
//! l, -ng and -n); a word of an alphabet becomes its consonants, alike ones made one.

use std::ops::Range;

use ling_text::{fold::is_han, pronounce::pinyin};

use crate::heard::{Heard, SPACE};

/// Names that are kept by sound, at most: those of a house, not of a music library.
const NAMES_MAX: usize = 3_000;
/// Sounds of one name, at most.
const SOUNDS_MAX: usize = 12;
/// Sounds that a name of one word must have.
const LETTERS_MIN: usize = 3;

/// Names by sound.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alike {
    /// Sounds and the thing that is called so, sorted.
    names: Vec<(Vec<String>, u32)>,
}

/// One sound of a text and where it stands, in symbols.
pub(crate) struct Sound {
    sound: String,
    range: Range<usize>,
}

impl Alike {
    /// Adds a wording of a thing, given as symbols.
    pub fn add(&mut self, wording: &[char], thing: u32) {
        let sounds: Vec<String> = sounds(wording).into_iter().map(|s| s.sound).collect();
        if self.names.len() < NAMES_MAX && sounds.len() <= SOUNDS_MAX && is_telling(&sounds) {
            self.names.push((sounds, thing));
        }
    }

    pub fn done(&mut self) {
        self.names.sort_unstable();
        self.names.dedup();
    }

    /// Things that sound like what stands at one of `heard`'s sounds, and where that ends.
    pub fn found(&self, heard: &[Sound], at: usize) -> Vec<(u32, Range<usize>)> {
        let mut found = Vec::new();
        for end in at + 1..=heard.len().min(at + SOUNDS_MAX) {
            let want = &heard[at..end];
            let from = self.names.partition_point(|(have, _)| less(have, want));
            let same = self.names[from..]
                .iter()
                .take_while(|(have, _)| equal(have, want));
            let range = heard[at].range.start..heard[end - 1].range.end;
            found.extend(same.map(|(_, thing)| (*thing, range.clone())));
        }
        found
    }
}

fn less(have: &[String], want: &[Sound]) -> bool {
    let have = have.iter().map(String::as_str);
    have.lt(want.iter().map(|sound| sound.sound.as_str()))
}

fn equal(have: &[String], want: &[Sound]) -> bool {
    let have = have.iter().map(String::as_str);
    have.eq(want.iter().map(|sound| sound.sound.as_str()))
}

/// One character or one short word sounds like too much.
fn is_telling(sounds: &[String]) -> bool {
    sounds.len() > 1
        || sounds
            .iter()
            .any(|sound| sound.len() >= LETTERS_MIN && !is_syllable(sound))
}

/// Syllables are marked, so that no word sounds like one.
fn is_syllable(sound: &str) -> bool {
    sound.starts_with('~')
}

/// The sounds of a text.
pub(crate) fn of(heard: &Heard<'_>) -> Vec<Sound> {
    sounds(&heard.syms)
}

fn sounds(syms: &[char]) -> Vec<Sound> {
    let mut sounds = Vec::new();
    let mut at = 0;
    while at < syms.len() {
        let is_word = |c: &char| c.is_alphanumeric() && !is_han(*c);
        let n_word = syms[at..].iter().take_while(|c| is_word(c)).count();
        let range = at..at + n_word.max(1);
        at = range.end;
        let piece: String = syms[range.clone()].iter().collect();
        let sound = match piece.chars().next() {
            Some(c) if is_han(c) => syllable(&piece),
            Some(SPACE) | None => continue,
            Some(_) => consonants(&piece),
        };
        sounds.push(Sound { sound, range });
    }
    sounds
}

fn syllable(han: &str) -> String {
    let said = pinyin(han).syllables.into_iter().next().unwrap_or_default();
    let said = said.trim_end_matches(|c: char| c.is_ascii_digit());
    let merged = said
        .replace("zh", "z")
        .replace("ch", "c")
        .replace("sh", "s");
    let merged = merged
        .strip_suffix('g')
        .map_or(merged.clone(), str::to_owned);
    let merged = match merged.strip_prefix('l') {
        Some(rest) => format!("n{rest}"),
        None => merged,
    };
    format!("~{merged}")
}

/// The consonants of a word, alike ones made one, and its first vowel if it begins with one. Digits stay.
fn consonants(word: &str) -> String {
    const PAIRS: [(&str, &str); 8] = [
        ("ph", "f"),
        ("ck", "k"),
        ("gh", ""),
        ("wh", "w"),
        ("kn", "n"),
        ("tch", "C"),
        ("ch", "C"),
        ("sh", "S"),
    ];
    let plain = PAIRS
        .iter()
        .fold(word.to_owned(), |word, (from, to)| word.replace(from, to));
    let mut sounds = String::new();
    for (at, c) in plain.chars().enumerate() {
        let c = match c {
            'c' | 'q' => 'k',
            'z' | 'x' => 's',
            'd' => 't',
            'v' => 'f',
            'b' => 'p',
            'j' => 'g',
            'a' | 'e' | 'i' | 'o' | 'u' if at == 0 => 'a',
            'a' | 'e' | 'i' | 'o' | 'u' | 'h' | 'w' | 'y' if at > 0 => continue,
            c => c,
        };
        if !sounds.ends_with(c) {
            sounds.push(c);
        }
    }
    sounds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, heard: &str, expect: bool) {
        let mut alike = Alike::default();
        alike.add(&Heard::new(name).syms, 0);
        alike.done();
        let sounds = of(&Heard::new(heard));
        let found = (0..sounds.len()).any(|at| !alike.found(&sounds, at).is_empty());
        assert_eq!(found, expect, "{name} in {heard}");
    }

    #[test]
    fn what_sounds_alike() {
        check("客厅", "把课厅的灯打开", true);
        check("书房", "打开输房的灯", true);
        check("主卧", "关上煮我的灯", true);
        check("living room", "turn on the leaving room light", true);
        check("kitchen", "turn on the kitchin light", true);
        check("客厅", "把卧室的灯打开", false);
        check("living room", "turn on the light in the bedroom", false);
        check("灯", "等一下", false);
    }
}
