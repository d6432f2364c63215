//! One line of CC-CEDICT: `蘋果 苹果 [ping2 guo3] /apple/CL:個|个[ge4]/`, and the words by which it is found.

/// Meanings of one line that are given back.
const MEANS_MAX: usize = 6;
/// Characters of a word that can be looked up.
const KEY_CHARS_MAX: usize = 60;

/// A line, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    pub(super) traditional: &'a str,
    pub(super) simplified: &'a str,
    /// Syllables with the tone behind each.
    pub(super) pinyin: &'a str,
    /// Senses between strokes, without the outer ones.
    senses: &'a str,
}

impl<'a> Line<'a> {
    /// Takes a line apart; `None` for comments and for what is no entry.
    pub(super) fn read(text: &'a str) -> Option<Line<'a>> {
        let text = text.trim_end();
        if text.starts_with('#') {
            return None;
        }
        let (words, rest) = text.split_once(" [")?;
        let (traditional, simplified) = words.split_once(' ')?;
        let (pinyin, senses) = rest.split_once("] /")?;
        let senses = senses.strip_suffix('/')?;
        Some(Line {
            traditional,
            simplified,
            pinyin,
            senses,
        })
    }

    /// Every sense, without the classifiers.
    pub(super) fn senses(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let all = self
            .senses
            .split('/')
            .filter(|sense| !sense.starts_with("CL:"));
        all.flat_map(|sense| sense.split(';'))
            .map(str::trim)
            .filter(|sense| !sense.is_empty())
    }

    /// Whether it is a surname, a place or the like.
    pub(super) fn is_name(&self) -> bool {
        self.pinyin.starts_with(|c: char| c.is_ascii_uppercase())
    }

    /// Whether the line names a classifier, as it does for things that are often counted.
    pub(super) fn is_counted(&self) -> bool {
        self.senses.contains("CL:")
    }

    /// Whether it leads to another word, or is a name.
    pub(super) fn is_aside(&self) -> bool {
        let signs = [
            "variant of",
            "surname ",
            "abbr. for",
            "(bound form)",
            "(literary)",
            "(archaic)",
            "erhua",
        ];
        signs.iter().any(|sign| self.senses.contains(sign))
    }

    /// What the word means, as it can be read out.
    pub(super) fn meanings(&self) -> Vec<String> {
        let mut means: Vec<String> = Vec::new();
        for sense in self.senses().map(plain) {
            if means.len() < MEANS_MAX && !means.contains(&sense) {
                means.push(sense);
            }
        }
        means
    }
}

/// A sense without the notes for dictionaries: `see 再見|再见[zai4 jian4]` becomes `see 再见`.
fn plain(sense: &str) -> String {
    let mut out = String::new();
    let mut chars = sense.chars();
    while let Some(c) = chars.next() {
        match c {
            '[' => chars.by_ref().take_while(|c| *c != ']').for_each(drop),
            // The simplified word follows; the traditional one before it goes.
            '|' => {
                let kept = out
                    .trim_end_matches(|c: char| !c.is_ascii() && !c.is_whitespace())
                    .len();
                out.truncate(kept);
            }
            c => out.push(c),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The key of a Chinese word.
pub(super) fn key_of_chinese(word: &str) -> String {
    word.chars().take(KEY_CHARS_MAX).collect()
}

/// The key of an English sense: small letters, without notes in brackets, articles and `to`.
pub(super) fn key_of_sense(sense: &str) -> String {
    let mut key = String::new();
    let mut depth = 0_usize;
    for c in sense.chars().take(4 * KEY_CHARS_MAX) {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => key.extend(c.to_lowercase()),
            _ => {}
        }
    }
    let mut words: Vec<&str> = key.split_whitespace().collect();
    while words.len() > 1 && ["to", "a", "an", "the"].contains(&words[0]) {
        words.remove(0);
    }
    let key = words.join(" ");
    let key = key.trim_matches(|c: char| c.is_ascii_punctuation());
    match key.chars().count() <= KEY_CHARS_MAX {
        true => key.to_owned(),
        false => String::new(),
    }
}

/// The keys that an English word may stand under: itself, then without the endings of the plural.
pub(super) fn keys_of_english(word: &str) -> Vec<String> {
    let key = key_of_sense(word);
    let mut all = vec![key.clone()];
    let endings = [("ies", "y"), ("es", ""), ("s", "")];
    let ends = endings
        .iter()
        .filter_map(|(end, instead)| Some(key.strip_suffix(end)?.to_owned() + instead));
    all.extend(ends);
    all.retain(|key| key.chars().count() > 1);
    all
}

/// Every key under which a line is found.
pub(super) fn keys(line: &Line<'_>) -> Vec<String> {
    let mut all = vec![key_of_chinese(line.simplified)];
    if line.traditional != line.simplified {
        all.push(key_of_chinese(line.traditional));
    }
    all.extend(
        line.senses()
            .map(key_of_sense)
            .filter(|key| !key.is_empty()),
    );
    all.sort_unstable();
    all.dedup();
    all
}

/// Pinyin as people read it: `lu:4 se4` becomes `lǜ sè`.
pub(super) fn marked(pinyin: &str) -> String {
    let syllables = pinyin.split_whitespace().map(syllable);
    syllables.collect::<Vec<_>>().join(" ")
}

fn syllable(text: &str) -> String {
    let Some(tone) = text.chars().last().and_then(|c| c.to_digit(10)) else {
        return text.to_owned();
    };
    let base = text[..text.len() - 1].replace("u:", "ü").replace("U:", "Ü");
    if !(1..=4).contains(&tone) {
        return base;
    }
    // The mark stands on a or e, else on the o of ou, else on the last vowel.
    let at = base.find(['a', 'e', 'A', 'E']);
    let at = at.or_else(|| base.find("ou").or_else(|| base.find("Ou")));
    let at = at.or_else(|| base.rfind(['i', 'o', 'u', 'ü', 'I', 'O', 'U', 'Ü']));
    // Signs that the standard composes with the letter before them; ḿ and ň are left as they are written.
    let Some(at) = at else {
        return base;
    };
    let vowel = base[at..].chars().next().unwrap_or_default();
    let Some(marks) = MARKS.iter().find(|marks| marks.0 == vowel) else {
        return base;
    };
    let mark = marks.1.chars().nth(tone as usize - 1).unwrap_or(vowel);
    format!("{}{mark}{}", &base[..at], &base[at + vowel.len_utf8()..])
}

/// A vowel and its four tones.
const MARKS: [(char, &str); 12] = [
    ('a', "āáǎà"),
    ('e', "ēéěè"),
    ('i', "īíǐì"),
    ('o', "ōóǒò"),
    ('u', "ūúǔù"),
    ('ü', "ǖǘǚǜ"),
    ('A', "ĀÁǍÀ"),
    ('E', "ĒÉĚÈ"),
    ('I', "ĪÍǏÌ"),
    ('O', "ŌÓǑÒ"),
    ('U', "ŪÚǓÙ"),
    ('Ü', "ǕǗǙǛ"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        let check = |text: &str, expect: Option<[&str; 3]>| {
            let read = Line::read(text);
            let got = read.map(|line| [line.traditional, line.simplified, line.pinyin]);
            assert_eq!(got, expect, "{text}");
        };
        check("學 学 [xue2] /to learn/\r\n", Some(["學", "学", "xue2"]));
        check("# 學 学 [xue2] /to learn/", None);
        check("學 学 xue2 /to learn/", None);
        check("學 学 [xue2] /to learn", None);
        check("學 [xue2] /to learn/", None);
        check("", None);
    }

    #[test]
    fn keys_of_senses() {
        let check = |sense: &str, expect: &str| assert_eq!(key_of_sense(sense), expect, "{sense}");
        check("to run", "run");
        check("(coll.) a Dog", "dog");
        check("the (big) sea!", "sea");
        check("to", "to");
        check("(only a note)", "");
        check("((", "");
    }

    /// Marks as the orthography of pinyin (GB/T 16159) sets them.
    #[test]
    fn tones() {
        let check = |pinyin: &str, expect: &str| assert_eq!(marked(pinyin), expect, "{pinyin}");
        check("ni3 hao3", "nǐ hǎo");
        check("Bei3 jing1", "Běi jīng");
        check("gui4 liu2 shui3", "guì liú shuǐ");
        check("lu:3 lu:e4", "lǚ lüè");
        check("gou3 ou1", "gǒu ōu");
        check("xue2 xi2", "xué xí");
        check("ma5 r5", "ma r");
        check("san1 C", "sān C");
        check("m2 ·", "m ·");
        check("", "");
        check("5", "");
    }

    #[test]
    fn notes_for_dictionaries_are_not_read_out() {
        let check = |sense: &str, expect: &str| assert_eq!(plain(sense), expect, "{sense}");
        check("see 再見|再见[zai4 jian4]", "see 再见");
        check("variant of 哈[ha1], laugh", "variant of 哈, laugh");
        check("open [", "open");
        check("dog", "dog");
    }
}
