//! Phrases as the sounds that the nets know.

use ling_text::{fold::is_han, pronounce::pinyin};

use super::ENGINE;
use crate::SpeechError;
use crate::asr::Vocabulary;
use crate::asr::zipformer::names;

/// What each sound of a phrase is worth, in natural logarithms.
const BOOST: f32 = 1.0;

/// How likely the sounds of a phrase must be on average.
const THRESHOLD: f32 = 0.25;

/// Sounds of a phrase at the least; a shorter one is heard all day.
const SOUNDS_MIN: usize = 2;

/// Sounds of a phrase at most.
const SOUNDS_MAX: usize = 64;

/// Ways to say a phrase.
const SPELLINGS_MAX: usize = 9;

/// A phrase to wait for.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyword {
    /// As it is told when it was said.
    pub written: String,
    /// What each of its sounds is worth, in natural logarithms.
    pub boost: f32,
    /// How likely its sounds must be on average.
    pub threshold: f32,
    /// Its sounds, by their numbers, in each way to say it.
    pub(super) spellings: Vec<Vec<u32>>,
}

pub(super) fn keyword(
    phrase: &str,
    vocabulary: &Vocabulary,
    lexicon: &str,
) -> Result<Keyword, SpeechError> {
    let mut found = Keyword {
        written: phrase.trim().to_owned(),
        boost: BOOST,
        threshold: THRESHOLD,
        spellings: Vec::new(),
    };
    found.spellings = match tokens(phrase, vocabulary, &mut found)? {
        Some(ids) => vec![ids],
        None => spelled(phrase, vocabulary, lexicon)?,
    };
    let n_sounds = found.spellings.iter().map(Vec::len);
    let (least, most) = (n_sounds.clone().min(), n_sounds.max());
    if least.is_none_or(|least| least < SOUNDS_MIN) {
        return Err(refused(format!(
            "`{}` is too short; take two syllables or more",
            found.written
        )));
    }
    if most.is_some_and(|most| most > SOUNDS_MAX) {
        return Err(refused("the phrase is too long; take a few words".into()));
    }
    Ok(found)
}

/// A line that lists tokens; none if it is plain words.
fn tokens(
    line: &str,
    vocabulary: &Vocabulary,
    keyword: &mut Keyword,
) -> Result<Option<Vec<u32>>, SpeechError> {
    let (line, name) = match line.split_once('@') {
        Some((line, name)) => (line, Some(name.trim())),
        None => (line, None),
    };
    let mut ids = Vec::new();
    let (mut boost, mut threshold) = (None, None);
    for part in line.split_whitespace() {
        let number = |text: &str| text.parse::<f32>().ok().filter(|one| one.is_finite());
        if let Some(id) = vocabulary.id(part) {
            ids.push(id);
        } else if let Some(one) = part.strip_prefix(':').and_then(number) {
            boost = Some(one);
        } else if let Some(one) = part.strip_prefix('#').and_then(number) {
            threshold = Some(one);
        } else if name.is_some() {
            return Err(refused(format!("`{part}` is none of its sounds")));
        } else {
            return Ok(None);
        }
    }
    keyword.boost = boost.unwrap_or(BOOST);
    keyword.threshold = threshold.unwrap_or(THRESHOLD);
    if let Some(name) = name {
        keyword.written = name.to_owned();
    }
    Ok(Some(ids))
}

/// The sounds of words, Chinese characters and English words one after the other.
fn spelled(
    phrase: &str,
    vocabulary: &Vocabulary,
    lexicon: &str,
) -> Result<Vec<Vec<u32>>, SpeechError> {
    let mut all = vec![Vec::new()];
    for word in words(phrase) {
        let ways = match word.chars().any(is_han) {
            true => vec![mandarin(&word, vocabulary)?],
            false => english(&word, vocabulary, lexicon)?,
        };
        let longer = all.iter().flat_map(|begin: &Vec<u32>| {
            let longer = ways.iter().map(|way| [begin.as_slice(), way].concat());
            longer.collect::<Vec<_>>()
        });
        all = longer.take(SPELLINGS_MAX).collect();
    }
    Ok(all)
}

/// Chinese characters without a break, and words of letters.
fn words(phrase: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = None;
    for c in phrase.chars() {
        let kind = match c {
            c if is_han(c) => Some(true),
            c if c.is_alphanumeric() || c == '\'' => Some(false),
            _ => None,
        };
        match words.last_mut().filter(|_| kind == before) {
            Some(word) if kind.is_some() => word.push(c),
            _ if kind.is_some() => words.push(c.to_string()),
            _ => {}
        }
        before = kind;
    }
    words
}

fn mandarin(text: &str, vocabulary: &Vocabulary) -> Result<Vec<u32>, SpeechError> {
    let read = pinyin(text);
    if let Some(unknown) = read.left_out.first() {
        return Err(refused(format!(
            "nobody wrote down how `{unknown}` is said"
        )));
    }
    let mut ids = Vec::new();
    for syllable in &read.syllables {
        for sound in sounds(syllable) {
            let id = vocabulary.id(&sound);
            ids.push(id.ok_or_else(|| {
                let why =
                    format!("it does not know the sound `{sound}` of `{text}`; take another word");
                refused(why)
            })?);
        }
    }
    Ok(ids)
}

/// The beginning of a syllable and its toned end: `xiao3` is x, iǎo. Erhua is not told apart.
fn sounds(syllable: &str) -> Vec<String> {
    let tone = syllable.chars().last().and_then(|c| c.to_digit(10));
    let letters = syllable.trim_end_matches(|c: char| c.is_ascii_digit());
    let letters = match letters.strip_suffix('r') {
        Some(before) if before.len() > 1 => before,
        _ => letters,
    };
    let n = match letters.as_bytes() {
        [b'z' | b'c' | b's', b'h', ..] => 2,
        [b'a' | b'e' | b'i' | b'o' | b'u' | b'v', ..] | [] => 0,
        _ => 1,
    };
    let (begin, end) = letters.split_at(n);
    let end = toned(end, tone.unwrap_or(5));
    let both = [begin.to_owned(), end].into_iter();
    both.filter(|part| !part.is_empty()).collect()
}

/// The mark goes on a or e, on the o of ou, else on the last vowel.
fn toned(end: &str, tone: u32) -> String {
    let marked = ["āáǎà", "ēéěè", "īíǐì", "ōóǒò", "ūúǔù", "ǖǘǚǜ"];
    let place = end.find(['a', 'e']).or_else(|| end.find("ou"));
    let place = place.or_else(|| end.rfind(['i', 'o', 'u', 'v']));
    let letter = |(at, c): (usize, char)| {
        let vowel = "aeiouv".find(c).filter(|_| Some(at) == place);
        let mark =
            vowel.and_then(|vowel| marked[vowel].chars().nth((tone as usize).wrapping_sub(1)));
        mark.unwrap_or(if c == 'v' { 'ü' } else { c })
    };
    end.char_indices().map(letter).collect()
}

fn english(
    word: &str,
    vocabulary: &Vocabulary,
    lexicon: &str,
) -> Result<Vec<Vec<u32>>, SpeechError> {
    let lines = lexicon.lines().filter_map(|line| {
        let mut parts = line.split_whitespace();
        let is_it = parts.next()?.eq_ignore_ascii_case(word);
        is_it.then(|| parts.map(|sound| vocabulary.id(sound)).collect())
    });
    let ways: Option<Vec<Vec<u32>>> = lines.take(SPELLINGS_MAX).collect();
    let ways = ways.filter(|ways| !ways.is_empty());
    // Without a list of sounds the nets may know pieces of words.
    let ways = ways.unwrap_or_else(|| names::spellings(word, vocabulary));
    match ways.is_empty() {
        true => Err(refused(format!(
            "nobody wrote down how `{word}` sounds; take another word, or Chinese characters"
        ))),
        false => Ok(ways),
    }
}

fn refused(why: String) -> SpeechError {
    SpeechError::Refused {
        engine: ENGINE.into(),
        why,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKENS: &str = "<blk> 0\nx 1\niǎo 2\nl 3\níng 4\nn 5\nǐ 6\nh 7\nǎo 8\nHH 9\nEY1 10\nIH0 11\nǜ 12\né 13\ner 14\nuā 15\n";
    const LEXICON: &str = "HEY HH EY1\nLING l IH0\nLING l EY1\nODD QQ\n";

    /// A phrase: its sounds in each way, its name, boost and threshold; or why not.
    #[track_caller]
    fn check(phrase: &str, expect: &str) {
        let vocabulary = Vocabulary::parse(TOKENS, 16).unwrap();
        let found = match keyword(phrase, &vocabulary, LEXICON) {
            Err(error) => error.to_string(),
            Ok(found) => {
                let ways = found.spellings.iter().map(|ids| {
                    let sounds: Vec<&str> = ids.iter().map(|id| vocabulary.token(*id)).collect();
                    sounds.join(" ")
                });
                let ways = ways.collect::<Vec<_>>().join(", ");
                let (written, boost, threshold) = (found.written, found.boost, found.threshold);
                format!("{ways} = {written} {boost} {threshold}")
            }
        };
        assert!(found.contains(expect), "{phrase}: {found}");
    }

    #[test]
    fn phrases_are_spelled() {
        check("你好小灵", "n ǐ h ǎo x iǎo l íng = 你好小灵 1 0.25");
        check("hey 小灵", "HH EY1 x iǎo l íng = hey 小灵 1 0.25");
        check("Hey Ling", "HH EY1 l IH0, HH EY1 l EY1 = Hey Ling 1 0.25");
        check("花灯", "it does not know the sound `d` of `花灯`");
        check("hey odd", "how `odd` sounds");
        check("", "too short");
        check("hey jarvis", "how `jarvis` sounds");
        check(&"你".repeat(40), "too long");
    }

    #[test]
    fn lines_of_tokens_are_taken() {
        check("x iǎo l íng :1.5 #0.3 @小灵", "x iǎo l íng = 小灵 1.5 0.3");
        check("x iǎo", "x iǎo = x iǎo 1 0.25");
        check("x iǎo qq @小", "`qq` is none of its sounds");
        check("x @小", "too short");
        check("x iǎo #nan", "how `x` sounds");
    }

    #[test]
    fn syllables_have_a_beginning_and_an_end() {
        let all = [
            ("xiao3", "x iǎo"),
            ("lv4", "l ǜ"),
            ("er2", "ér"),
            ("huar1", "h uā"),
            ("zhong1", "zh ōng"),
            ("you3", "y ǒu"),
            ("gui4", "g uì"),
            ("jiu3", "j iǔ"),
            ("de5", "d e"),
            ("yuan2", "y uán"),
            ("a1", "ā"),
        ];
        for (syllable, expect) in all {
            assert_eq!(sounds(syllable).join(" "), expect);
        }
    }
}
