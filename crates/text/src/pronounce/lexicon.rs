//! The words that decide how a character is read, and the readings characters have alone.

use std::{collections::HashMap, sync::OnceLock};

use pinyin::ToPinyin;

/// Words by their readings: see the head of the file.
const READINGS: &str = include_str!("readings.txt");
/// Words that end in a neutral syllable.
const NEUTRAL: &str = include_str!("neutral.txt");
/// Words whose readings are those of their characters.
const WORDS: &str = include_str!("words.txt");

/// What a word says about one of its characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Said {
    /// Nothing: the character is read as alone.
    #[default]
    Nothing,
    /// This reading, with its tone.
    Reading(&'static str),
    /// The reading it has alone, in the neutral tone.
    Neutral,
}

/// The tables, read once.
pub(super) struct Lexicon {
    words: HashMap<&'static str, Box<[Said]>>,
    alone: HashMap<char, &'static str>,
    n_chars_max: usize,
}

impl Lexicon {
    /// The tables of this crate (with those of other crates 2.2 MB and 4.5 ms at the first call).
    pub(super) fn get() -> &'static Lexicon {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(|| Lexicon::read(READINGS, NEUTRAL, WORDS))
    }

    fn read(readings: &'static str, neutral: &'static str, words: &'static str) -> Lexicon {
        let mut lexicon = Lexicon {
            words: HashMap::new(),
            alone: HashMap::new(),
            n_chars_max: 1,
        };
        for line in lines(readings) {
            let mut fields = line.split_whitespace();
            let (Some(c), Some(reading)) =
                (fields.next().and_then(|c| c.chars().next()), fields.next())
            else {
                continue;
            };
            let mut fields = fields.peekable();
            if fields.peek().is_none() {
                lexicon.alone.insert(c, reading);
            }
            fields.for_each(|word| lexicon.say(word, |at| at == c, Said::Reading(reading)));
        }
        for word in lines(neutral).flat_map(str::split_whitespace) {
            lexicon.say_last_neutral(word);
        }
        for word in lines(words).flat_map(str::split_whitespace) {
            lexicon.say(word, |_| false, Said::Nothing);
        }
        lexicon
    }

    fn say(&mut self, word: &'static str, is_meant: impl Fn(char) -> bool, said: Said) {
        let n_chars = word.chars().count();
        self.n_chars_max = self.n_chars_max.max(n_chars);
        let entry = self
            .words
            .entry(word)
            .or_insert_with(|| vec![Said::Nothing; n_chars].into());
        word.chars()
            .zip(entry.iter_mut())
            .filter(|(c, _)| is_meant(*c))
            .for_each(|(_, slot)| *slot = said);
    }

    fn say_last_neutral(&mut self, word: &'static str) {
        self.say(word, |_| false, Said::Nothing);
        if let Some(slot @ Said::Nothing) =
            self.words.get_mut(word).and_then(|entry| entry.last_mut())
        {
            *slot = Said::Neutral;
        }
    }

    /// What `word` says about each of its characters, if it is a word.
    pub(super) fn word(&self, word: &str) -> Option<&[Said]> {
        self.words.get(word).map(AsRef::as_ref)
    }

    /// The longest word there is, in characters.
    pub(super) fn n_chars_max(&self) -> usize {
        self.n_chars_max
    }

    /// How `c` is read where nothing else decides; `None` for what is not a Chinese character.
    pub(super) fn alone(&self, c: char) -> Option<String> {
        if let Some(reading) = self.alone.get(&c) {
            return Some((*reading).to_owned());
        }
        let reading = c
            .to_pinyin()?
            .with_tone_num_end()
            .replace('ü', "v")
            .replace('ê', "e");
        Some(if reading.ends_with(|end: char| end.is_ascii_digit()) {
            reading
        } else {
            reading + "5"
        })
    }
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_about_its_words() {
        for line in lines(READINGS) {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let c = fields[0];
            assert_eq!(c.chars().count(), 1, "line: {line}");
            let (letters, tone) = fields[1].split_at(fields[1].len() - 1);
            assert!(
                letters.bytes().all(|b| b.is_ascii_lowercase()) && "12345".contains(tone),
                "line: {line}"
            );
            fields[2..]
                .iter()
                .for_each(|word| assert!(word.contains(c), "{word} has no {c}"));
        }
    }

    #[test]
    fn no_word_is_given_two_readings_of_one_character() {
        let mut seen: HashMap<(char, &str), &str> = HashMap::new();
        for line in lines(READINGS) {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let c = fields[0].chars().next().unwrap();
            for word in &fields[2..] {
                let before = seen.insert((c, word), fields[1]);
                assert!(
                    before.is_none_or(|reading| reading == fields[1]),
                    "{word}: {before:?} and {}",
                    fields[1]
                );
            }
        }
    }

    #[test]
    fn every_reading_is_one_the_character_can_have() {
        // The crate `pinyin` lists every reading in use; a few spoken ones it lacks are named here.
        let spoken = [
            "嗯en4",
            "诶ei4",
            "欸ei4",
            "掰bai1",
            "呗bei5",
            "嘞lei5",
            "咚dong1",
            "靓liang4",
            "脖bo2",
            "癌ai2",
            "咤zha1",
        ];
        use pinyin::ToPinyinMulti;
        for line in lines(READINGS) {
            let (c, reading) = line
                .split_once(' ')
                .map(|(c, rest)| (c, rest.split(' ').next().unwrap()))
                .unwrap();
            if reading.ends_with('5') || spoken.contains(&format!("{c}{reading}").as_str()) {
                continue;
            }
            let known: Vec<String> = c
                .chars()
                .next()
                .and_then(|c| c.to_pinyin_multi())
                .into_iter()
                .flatten()
                .map(|p| p.with_tone_num_end().replace('ü', "v"))
                .collect();
            assert!(
                known.iter().any(|k| k == reading),
                "{c} is not read {reading}: {known:?}"
            );
        }
    }
}
