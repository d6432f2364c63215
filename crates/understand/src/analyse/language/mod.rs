//! Which language a text is in: the script decides where it can, common little words and letter
//! statistics where several languages share it.

mod table;
mod words;

use ling_base::Lang;
use ling_text::{fold, script};
use whatlang::{Detector, Script};

/// A language that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// Its code: ISO 639-1, or `zh_chs` and `zh_cht`.
    pub code: &'static str,
    /// Its English name.
    pub name: &'static str,
    /// How sure that is, from 0 to 1.
    pub score: f64,
}

/// At most so many characters are looked at: they tell a language as well as a book does.
const CHARS_MAX: usize = 5_000;
/// Kana among Chinese characters, from which share on a text is Japanese: names of shops have less.
const KANA_SHARE_MIN: f64 = 0.05;
/// How many Chinese characters say about as much as one word in Latin letters.
const HAN_PER_WORD: f64 = 1.7;
/// Where both are mixed, the larger amount decides from this factor on; below, the little words do.
const CLEAR: f64 = 3.0;
/// So few plain words beside Chinese are English: letters tell nothing of a language in "play 周杰伦".
const WORDS_OPEN: usize = 3;
/// Letters of Persian that Arabic has not.
const PERSIAN: &str = "پچژگکی";
/// Regions that write in traditional script.
const TRADITIONAL: [&str; 3] = ["tw", "hk", "mo"];

/// The language of a text; `country` (an ISO 3166 code, or nothing) decides what the text leaves open.
/// `None` for a text without letters.
///
/// ```
/// use ling_understand::analyse::language::detect;
/// assert_eq!(detect("把 alarm 设到七点半", "").unwrap().code, "zh_chs");
/// assert_eq!(detect("打開客廳的燈", "").unwrap().code, "zh_cht");
/// assert_eq!(detect("Turn on the 客厅灯 please", "").unwrap().code, "en");
/// assert_eq!(detect("12345 ...", ""), None);
/// ```
pub fn detect(text: &str, country: &str) -> Option<Found> {
    let text: String = readable(text);
    let counts = Counts::of(&text);
    let han = counts.han as f64 / HAN_PER_WORD;
    let latin = counts.words as f64;
    if counts.kana as f64 > KANA_SHARE_MIN * (counts.han + counts.kana) as f64 {
        return Some(table::found("ja", counts.share(counts.han + counts.kana)));
    }
    if counts.han == 0 || counts.others > counts.han {
        return by_letters(&text);
    }
    let is_chinese = match counts.words {
        0 => true,
        _ if han >= CLEAR * latin => true,
        _ if latin >= CLEAR * han => false,
        _ => script::lang_of(&text) == Lang::Zh,
    };
    let share = if is_chinese { han } else { latin } / (han + latin);
    if is_chinese {
        return Some(table::found(chinese(&text, country), sure(share)));
    }
    let latin_only: String = text.chars().filter(|&c| !fold::is_han(c)).collect();
    let is_plain = counts.words <= WORDS_OPEN && latin_only.is_ascii();
    let found = match is_plain && words::vote(&latin_only).is_none() {
        true => table::found("en", sure(share)),
        false => by_letters(&latin_only)?,
    };
    let score = found.score.min(sure(share));
    Some(Found { score, ..found })
}

/// A share of the whole as a score: the larger half is at least as sure as a coin.
fn sure(share: f64) -> f64 {
    0.5 + share.clamp(0.0, 1.0) / 2.0
}

fn chinese(text: &str, country: &str) -> &'static str {
    let changed = |by: String| text.chars().zip(by.chars()).filter(|(a, b)| a != b).count();
    let n_traditional = changed(fold::to_simplified(text));
    let n_simplified = changed(ling_text::to_traditional(text));
    let country = country.to_ascii_lowercase();
    let is_traditional = match (n_traditional, n_simplified) {
        (0, 0) => TRADITIONAL.contains(&country.as_str()),
        (0, _) => false,
        (_, 0) => true,
        _ => script::is_traditional(text),
    };
    if is_traditional { "zh_cht" } else { "zh_chs" }
}

/// Languages by letters: alphabets that one language has, then little words, then statistics.
fn by_letters(text: &str) -> Option<Found> {
    let voted = words::vote(text);
    let detector = Detector::with_denylist(table::SELDOM.to_vec());
    let info = detector.detect(text)?;
    // Persian has letters that Arabic has not; statistics mix them up in short texts.
    let letters = match info.lang() {
        whatlang::Lang::Pes if !text.contains(|c| PERSIAN.contains(c)) => "ar",
        lang => table::of(lang),
    };
    let confidence = info.confidence();
    let (code, score) = match voted {
        Some((code, share)) if info.script() == Script::Latin => (code, sure(share)),
        _ => (letters, 0.5 + confidence / 2.0),
    };
    let is_agreed = code == letters;
    let score = if is_agreed {
        score.max(0.5 + confidence / 2.0)
    } else {
        score
    };
    Some(table::found(code, score))
}

/// The text without addresses, which are in no language.
fn readable(text: &str) -> String {
    let text: String = text.chars().take(CHARS_MAX).collect();
    let words = text.split_whitespace();
    let kept = words.filter(|word| !word.contains('@') && !word.contains("://"));
    kept.collect::<Vec<_>>().join(" ")
}

/// How much of each script there is.
#[derive(Default)]
struct Counts {
    han: usize,
    kana: usize,
    /// Words in Latin letters.
    words: usize,
    /// Letters of other scripts.
    others: usize,
}

impl Counts {
    fn of(text: &str) -> Counts {
        let mut counts = Counts::default();
        let mut in_word = false;
        for c in text.chars() {
            let is_latin =
                matches!(c, 'a'..='z' | 'A'..='Z' | 'À'..='ɏ' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
            counts.words += usize::from(is_latin && !in_word);
            in_word = is_latin || (in_word && matches!(c, '\'' | '’'));
            match c {
                _ if fold::is_han(c) => counts.han += 1,
                '\u{3041}'..='\u{30fa}' => counts.kana += 1,
                _ if c.is_alphabetic() && !is_latin => counts.others += 1,
                _ => {}
            }
        }
        counts
    }

    fn share(&self, n: usize) -> f64 {
        let all = self.han + self.kana + self.words + self.others;
        sure(n as f64 / all.max(1) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, country: &str, expect: &str) {
        let code = detect(text, country).map_or("-", |found| found.code);
        assert_eq!(code, expect, "text: {text}");
    }

    #[test]
    fn chinese_in_both_scripts() {
        check("今天的天气很好，我们去公园散步吧。", "", "zh_chs");
        check("今天的天氣很好，我們去公園散步吧。", "", "zh_cht");
        check("你好", "", "zh_chs");
        check("你好", "TW", "zh_cht");
        check("你好", "US", "zh_chs");
        check("我們", "CN", "zh_cht");
        check("乾隆皇帝是谁", "", "zh_chs");
    }

    #[test]
    fn english_short_and_long() {
        check("Hello", "US", "en");
        check("thank you", "", "en");
        check("What time is it?", "", "en");
        check("set an alarm", "", "en");
        check("I had a wonderful time at the hotel last week.", "US", "en");
    }

    #[test]
    fn mixed() {
        check("把 alarm 设到七点半", "", "zh_chs");
        check("我的 iPhone 坏了，怎么 restore？", "", "zh_chs");
        check("Turn on the 客厅灯 please", "", "en");
        check("请把 meeting 改到 Friday", "", "zh_chs");
        check("play 周杰伦", "", "en");
        check("call 妈妈 now", "", "en");
        check(
            "We met 小明 at the 故宫 yesterday and took pictures",
            "",
            "en",
        );
    }

    #[test]
    fn the_world() {
        check("Bonjour tout le monde, comment allez-vous ?", "", "fr");
        check("Ich habe gestern ein Buch gekauft.", "", "de");
        check("¿Dónde está la biblioteca?", "", "es");
        check("今日はとても暑いですね", "", "ja");
        check("오늘은 날씨가 좋네요", "", "ko");
        check("Сегодня хорошая погода", "", "ru");
        check("สวัสดีครับ", "", "th");
        check("مرحبا كيف حالك", "", "ar");
        check("東京タワーに行きました", "", "ja");
    }

    #[test]
    fn nothing_to_read() {
        check("", "", "-");
        check("12345 +-* 😀", "US", "-");
        check("   ", "", "-");
    }
}
