//! How text is read aloud: Mandarin as numbered pinyin, English as words.
//!
//! ```
//! let read = ling_text::pronounce::pinyin("你好，我在银行排了2小时队");
//! assert_eq!(read.syllables.join(" "), "ni3 hao3 wo3 zai4 yin2 hang2 pai2 le5 liang3 xiao3 shi2 dui4");
//! assert_eq!(read.spoken[0], "ni2");
//! ```

mod context;
mod english;
mod lexicon;
mod mandarin;
mod numbers;
mod runs;
mod sandhi;
mod segment;

pub use english::readable as readable_english;
pub use mandarin::readable as readable_mandarin;
pub use runs::{Run, speech_runs};

use std::collections::HashSet;

use crate::fold::{is_han, to_simplified};
use lexicon::{Lexicon, Said};

/// Text longer than this is read up to here: an hour of speech.
pub const TEXT_CHARS_MAX: usize = 20_000;

/// The syllables of a Mandarin text.
///
/// The neutral tone is 5, ü is `v`, erhua is part of its syllable (`huar1`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pronounced {
    /// As a dictionary gives them.
    pub syllables: Vec<String>,
    /// As they are spoken beside each other.
    pub spoken: Vec<String>,
    /// What has no syllables here: words in other scripts, and characters whose reading nobody wrote down.
    pub left_out: Vec<String>,
}

/// The pinyin of the Mandarin in `text`: numbers are read out, Latin letters and punctuation left out.
pub fn pinyin(text: &str) -> Pronounced {
    let text: String = text.chars().take(TEXT_CHARS_MAX).collect();
    let mut pronounced = Pronounced::default();
    let text = readable_mandarin(&text);
    let pieces = phrases(&text);
    pronounced.left_out = left_out(&text, &pieces);
    for syllable in pieces.into_iter().filter_map(Piece::syllables).flatten() {
        pronounced.syllables.push(syllable.reading);
        pronounced.spoken.push(syllable.spoken);
    }
    pronounced
}

/// The words and characters of a text that no piece has syllables for, in their order.
fn left_out(text: &str, pieces: &[Piece]) -> Vec<String> {
    let read = pieces.iter().filter_map(|piece| match piece {
        Piece::Phrase(syllables) => Some(syllables),
        Piece::Other(_) => None,
    });
    let read: HashSet<char> = read.flatten().map(|syllable| syllable.c).collect();
    let mut words: Vec<String> = Vec::new();
    let mut is_within = false;
    for (c, simple) in text.chars().zip(to_simplified(text).chars()) {
        let is_word = c.is_alphanumeric() && !is_han(c);
        // The sound of erhua is in the syllable before.
        if is_han(c) && simple != '儿' && !read.contains(&simple) {
            words.push(c.to_string());
        } else if is_within && (is_word || c == '\'') {
            words.last_mut().expect("a word has begun").push(c);
        } else if is_word {
            words.push(c.to_string());
        }
        is_within = is_word || is_within && c == '\'';
    }
    words
}

/// One syllable of a phrase.
#[derive(Clone, Debug)]
struct Syllable {
    /// The simplified character.
    c: char,
    /// Citation form.
    reading: String,
    /// Spoken form.
    spoken: String,
    /// Which word of the phrase it belongs to, and how many characters that word has.
    word: usize,
    n_word: usize,
}

/// A part of a text: Chinese characters without a break, or anything else.
enum Piece {
    Phrase(Vec<Syllable>),
    Other(String),
}

impl Piece {
    fn syllables(self) -> Option<Vec<Syllable>> {
        match self {
            Piece::Phrase(syllables) => Some(syllables),
            Piece::Other(_) => None,
        }
    }
}

/// Cuts a normalised text at everything that is not Chinese and reads what is.
/// Spaces between Chinese characters are no break.
fn phrases(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut han = String::new();
    let mut other = String::new();
    for c in text.chars() {
        if is_han(c) {
            if other.trim().is_empty() {
                other.clear()
            } else {
                flush(&mut pieces, &mut han, &mut other)
            }
            han.push(c);
        } else {
            other.push(c);
        }
    }
    flush(&mut pieces, &mut han, &mut other);
    pieces
}

fn flush(pieces: &mut Vec<Piece>, han: &mut String, other: &mut String) {
    if !han.is_empty() {
        pieces.push(Piece::Phrase(read_phrase(&std::mem::take(han))));
    }
    if !other.is_empty() {
        pieces.push(Piece::Other(std::mem::take(other)));
    }
}

/// Reads Chinese characters that stand together.
fn read_phrase(text: &str) -> Vec<Syllable> {
    let lexicon = Lexicon::get();
    let originals: Vec<char> = text.chars().collect();
    let chars: Vec<char> = to_simplified(text).chars().collect();
    let words = segment::segment(lexicon, &chars);
    let mut syllables: Vec<Syllable> = Vec::with_capacity(chars.len());
    for (word, found) in words.iter().enumerate() {
        let in_word = found
            .said
            .iter()
            .enumerate()
            .map(|(n, said)| (found.start + n, *said));
        for (at, said) in in_word {
            if is_erhua(&chars, found, at) && syllables.last_mut().is_some_and(add_r) {
                continue;
            }
            let place = Place {
                chars: &chars,
                at,
                original: originals[at],
                is_word: found.n_chars == 1,
            };
            let Some(reading) = read(lexicon, &place, said) else {
                continue;
            };
            syllables.push(Syllable {
                c: chars[at],
                spoken: reading.clone(),
                reading,
                word,
                n_word: found.n_chars,
            });
        }
    }
    sandhi::apply(&mut syllables);
    syllables
}

/// Where a character stands: in its phrase, and whether it is a word of its own.
struct Place<'a> {
    chars: &'a [char],
    at: usize,
    original: char,
    is_word: bool,
}

fn read(lexicon: &Lexicon, place: &Place<'_>, said: Said) -> Option<String> {
    let c = place.chars[place.at];
    let alone = || lexicon.alone(c).or_else(|| lexicon.alone(place.original));
    let neutral = |mut reading: String| {
        reading.pop();
        reading + "5"
    };
    match said {
        Said::Reading(reading) => return Some(reading.to_owned()),
        Said::Neutral => return alone().map(neutral),
        Said::Nothing => {}
    }
    if let Some(reading) = context::of_traditional(place.original).filter(|_| place.original != c) {
        return Some(reading.to_owned());
    }
    if place.is_word && context::is_verb_said_twice(place.chars, place.at) {
        return alone().map(neutral);
    }
    let decided = if place.is_word {
        context::reading(place.chars, place.at)
    } else {
        None
    };
    decided.map(str::to_owned).or_else(alone)
}

/// Words in which 儿 is a syllable of its own although it does not begin them.
const FULL_ER: [&str; 16] = [
    "女儿",
    "婴儿",
    "幼儿",
    "孤儿",
    "胎儿",
    "少儿",
    "健儿",
    "育儿",
    "宠儿",
    "混血儿",
    "托儿",
    "新生儿",
    "婴幼儿",
    "早产儿",
    "患儿",
    "男儿",
];

fn is_erhua(chars: &[char], word: &segment::Word, at: usize) -> bool {
    if chars[at] != '儿' || at == 0 {
        return false;
    }
    let text: String = chars[word.start..=at].iter().collect();
    let is_whole = FULL_ER.iter().any(|full| text.ends_with(full));
    !(is_whole || text == "小儿" || (chars[word.start] == '儿' && word.n_chars > 1))
}

/// Joins the sound of erhua to the syllable before.
fn add_r(before: &mut Syllable) -> bool {
    if before.reading.starts_with("er") || before.reading.contains("r5") {
        return false;
    }
    for form in [&mut before.reading, &mut before.spoken] {
        let at = form.len() - 1;
        form.insert(at, 'r');
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hard sentences, one line each: text, tab, citation forms.
    const POLYPHONES: &str = include_str!("../../tests/data/polyphones.tsv");

    #[test]
    fn characters_with_several_readings() {
        let cases = POLYPHONES
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once('\t'));
        let wrong: Vec<String> = cases
            .map(|(text, expect)| (text, pinyin(text).syllables.join(" "), expect))
            .filter(|(_, found, expect)| found != expect)
            .map(|(text, found, expect)| format!("{text}\n  found  {found}\n  expect {expect}"))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[track_caller]
    fn check_spoken(text: &str, expect: &str) {
        assert_eq!(pinyin(text).spoken.join(" "), expect, "text: {text}");
    }

    #[track_caller]
    fn check_left_out(text: &str, expect: &[&str]) {
        assert_eq!(pinyin(text).left_out, expect, "text: {text}");
    }

    #[test]
    fn what_has_no_syllables_is_told() {
        check_left_out("你好，我在银行排了2小时队。", &[]);
        check_left_out("玩儿！花儿", &[]);
        check_left_out("hello 你好 world", &["hello", "world"]);
        check_left_out("打开living room的灯", &["living", "room"]);
        check_left_out("Don't 走", &["Don't"]);
        check_left_out("你\u{323af}好", &["\u{323af}"]);
        check_left_out("", &[]);
    }

    #[test]
    fn tones_of_yi_and_bu() {
        check_spoken("一个一天一年一起", "yi2 ge4 yi4 tian1 yi4 nian2 yi4 qi3");
        check_spoken(
            "第一名，一月一号，星期一去",
            "di4 yi1 ming2 yi1 yue4 yi1 hao4 xing1 qi1 yi1 qu4",
        );
        check_spoken("十一点，一百一十一", "shi2 yi1 dian3 yi4 bai3 yi1 shi2 yi1");
        check_spoken("一九九八年", "yi1 jiu2 jiu3 ba1 nian2");
        check_spoken("统一起来，唯一的", "tong3 yi1 qi3 lai2 wei2 yi1 de5");
        check_spoken("看一看，想一想", "kan4 yi5 kan4 xiang3 yi5 xiang3");
        check_spoken("三点一刻", "san1 dian3 yi2 ke4");
        check_spoken("七点一过就走", "qi1 dian3 yi2 guo4 jiu4 zou3");
        check_spoken("一是慢，二是累", "yi1 shi4 man4 er4 shi4 lei4");
        check_spoken("不是，不好，我不", "bu2 shi4 bu4 hao3 wo3 bu4");
        check_spoken("好不好，是不是", "hao3 bu5 hao3 shi4 bu5 shi4");
    }

    #[test]
    fn third_tones() {
        check_spoken("你好", "ni2 hao3");
        check_spoken("水果，可以", "shui2 guo3 ke2 yi3");
        check_spoken("展览馆", "zhan2 lan2 guan3");
        check_spoken("小老虎", "xiao3 lao2 hu3");
        check_spoken("我想买水果", "wo2 xiang2 mai3 shui2 guo3");
        check_spoken("想想，走走", "xiang2 xiang5 zou2 zou5");
        check_spoken("姐姐，奶奶，椅子", "jie3 jie5 nai3 nai5 yi3 zi5");
        check_spoken("你有几把雨伞", "ni2 you3 ji2 ba3 yu2 san3");
        check_spoken("好。好", "hao3 hao3");
    }

    #[test]
    fn erhua() {
        check_spoken("花儿，女儿，儿子", "huar1 nv3 er2 er2 zi5");
        check_spoken("一点儿", "yi4 dianr3");
        check_spoken("哪儿，这儿，没事儿", "nar3 zher4 mei2 shir4");
        check_spoken("儿", "er2");
    }

    #[test]
    fn numbers_and_what_is_left_out() {
        check_spoken("25%", "bai3 fen1 zhi1 er4 shi2 wu3");
        check_spoken("2026年", "er4 ling2 er4 liu4 nian2");
        check_spoken("Hello, 世界! 💡", "shi4 jie4");
        check_spoken("", "");
        check_spoken("\u{0}\u{202E}abc", "");
        check_spoken("㐀𠀀龘", "qiu1 he1 da2");
    }

    #[test]
    fn long_text_ends() {
        assert_eq!(
            pinyin(&"好".repeat(TEXT_CHARS_MAX + 1)).syllables.len(),
            TEXT_CHARS_MAX
        );
    }
}
