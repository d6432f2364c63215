//! Which language and which Chinese script a text is in, by counting characters.

use ling_base::Lang;

use crate::fold::{is_han, simplified};

/// The language of the sentence's frame: the language to answer in.
///
/// Text in one script is in that script's language. In a mixed sentence the little words decide
/// ("把 alarm 设到七点半" is Mandarin, "turn on the 客厅灯" English), then the amount of each.
/// A text without letters ("7:30") counts as [`Lang::Zh`]; see [`lang_seen`].
///
/// ```
/// use ling_base::Lang;
/// assert_eq!(ling_text::script::lang_of("play 一下周杰伦的歌"), Lang::Zh);
/// ```
pub fn lang_of(text: &str) -> Lang {
    lang_seen(text).unwrap_or(Lang::Zh)
}

/// As [`lang_of`], but `None` for a text without Chinese characters or Latin letters.
pub fn lang_seen(text: &str) -> Option<Lang> {
    let n_han = text.chars().filter(|&c| is_han(c)).count();
    let words: Vec<String> = latin_words(text).map(str::to_lowercase).collect();
    match (n_han, words.len()) {
        (0, 0) => None,
        (_, 0) => Some(Lang::Zh),
        (0, _) => Some(Lang::En),
        _ => Some(frame(text, n_han, &words)),
    }
}

/// Whether `text` is in traditional script, so that the answer should be too.
pub fn is_traditional(text: &str) -> bool {
    let n_traditional = text.chars().filter(|&c| is_only_traditional(c)).count();
    let n_simplified = text
        .chars()
        .filter(|&c| ONLY_SIMPLIFIED.contains(c))
        .count();
    n_traditional > n_simplified
}

/// Whether a text has digits or the characters that times and dates are said with, even if no time can be
/// read from it ("25:61", "三十号二月").
pub fn looks_like_a_time(text: &str) -> bool {
    text.chars()
        .any(|c| c.is_numeric() || "点號号月日:：".contains(c))
}

/// Traditional characters that simplified text has too, in names and set words.
const IN_BOTH: &str = "乾著於徵鍾甯瞭藉昇祇菸濛暱讎沈";

/// Common characters that traditional text never has.
const ONLY_SIMPLIFIED: &str = "们这个来时说话对会过还没开关灯电视闹钟点东车书见长门问间听让给谁边风飞马鸟鱼龙热\
    现发动国学习声乐气阴阳转头顿顺预颗题饭饮馆网络红绿蓝线级约经结统继续组织细终绍练总觉认识请谢谈词译读课调购单双\
    厅卧户号处务办动劝劳势协华卖买贝负财责败货质费贵资运远进连迟选递邮钱银铃错锁镜闭闲阅阵际陆险难显顾须领频颜额";

fn is_only_traditional(c: char) -> bool {
    simplified(c) != c && !IN_BOTH.contains(c)
}

/// Chinese words that hold a Mandarin sentence together; names and titles seldom have them.
const ZH_FRAME: [&str; 26] = [
    "把", "的", "一下", "给", "帮", "請", "请", "我", "你", "吗", "嗎", "呢", "吧", "了", "到",
    "在", "是", "有", "什么", "什麼", "怎么", "几", "多少", "一个", "那", "这",
];

/// English words that hold a sentence together.
const EN_FRAME: [&str; 38] = [
    "the", "a", "an", "to", "in", "on", "off", "at", "by", "for", "of", "with", "is", "are", "was",
    "do", "does", "my", "me", "i", "you", "please", "what", "what's", "when", "where", "who",
    "how", "from", "until", "it", "and", "up", "down", "all", "this", "that", "can",
];

/// English words a command begins with.
const EN_VERBS: [&str; 20] = [
    "play",
    "call",
    "open",
    "close",
    "turn",
    "set",
    "start",
    "stop",
    "add",
    "show",
    "tell",
    "remind",
    "pause",
    "cancel",
    "find",
    "search",
    "send",
    "text",
    "translate",
    "read",
];

fn frame(text: &str, n_han: usize, words: &[String]) -> Lang {
    let n_zh: usize = ZH_FRAME.iter().map(|word| text.matches(word).count()).sum();
    let n_en = words
        .iter()
        .filter(|word| EN_FRAME.contains(&word.as_str()))
        .count();
    if n_zh != n_en {
        return if n_zh > n_en { Lang::Zh } else { Lang::En };
    }
    let begins_latin = text
        .chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(|c| !is_han(c));
    let begins_with_verb = begins_latin
        && words
            .first()
            .is_some_and(|word| EN_VERBS.contains(&word.as_str()));
    if begins_with_verb || words.len() > n_han {
        Lang::En
    } else {
        Lang::Zh
    }
}

fn latin_words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| is_han(c) || !(c.is_alphabetic() || "'’".contains(c)))
        .filter(|word| {
            word.chars()
                .any(|c| c.is_ascii_alphabetic() || matches!(c, 'À'..='ž' | 'Ａ'..='ｚ'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Option<Lang>) {
        assert_eq!(lang_seen(text), expect, "text: {text}");
    }

    #[test]
    fn one_script() {
        check("打开客厅的灯", Some(Lang::Zh));
        check("打開客廳的燈 100%", Some(Lang::Zh));
        check("turn on the light", Some(Lang::En));
        check("ＴＶ", Some(Lang::En));
        check("7:30", None);
        check("💡", None);
        check("שלום", None);
        check("", None);
    }

    #[test]
    fn mixed() {
        check("把 alarm 设到七点半", Some(Lang::Zh));
        check("play 一下周杰伦的歌", Some(Lang::Zh));
        check("打开 Netflix", Some(Lang::Zh));
        check("播放 Taylor Swift 的 Love Story", Some(Lang::Zh));
        check("timer 十分钟", Some(Lang::Zh));
        check("turn on the 客厅灯", Some(Lang::En));
        check("play 青花瓷 by 周杰伦", Some(Lang::En));
        check("call 妈妈", Some(Lang::En));
        check("add 豆腐 to my shopping list", Some(Lang::En));
        check("what does 加油 mean", Some(Lang::En));
    }

    #[track_caller]
    fn check_script(text: &str, traditional: bool) {
        assert_eq!(is_traditional(text), traditional, "text: {text}");
    }

    #[test]
    fn scripts() {
        check_script("打開臥室的燈", true);
        check_script("明天會下雨嗎", true);
        check_script("后面的燈", true);
        check_script("打开卧室的灯", false);
        check_script("乾隆皇帝是谁", false);
        check_script("今天天气", false);
        check_script("今天", false);
        check_script("turn on the light", false);
    }
}
