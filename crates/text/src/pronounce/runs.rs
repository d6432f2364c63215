//! Cuts a mixed text into runs that one voice can speak.

use ling_base::Lang;

use super::{Piece, TEXT_CHARS_MAX, english, mandarin, phrases};
use crate::fold::{is_dropped, is_han};

/// A stretch of text in one language, ready for a voice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Which voice speaks it.
    pub lang: Lang,
    /// The words, with numbers and signs written out; punctuation stays.
    pub text: String,
    /// For Mandarin, the spoken syllables in numbered pinyin, with ASCII punctuation. Empty for English.
    pub pinyin: String,
}

/// Cuts `text` into runs. `lang` is the language of its frame, and of numbers that stand alone.
///
/// ```
/// use ling_base::Lang;
/// use ling_text::pronounce::speech_runs;
/// let runs = speech_runs("播放 Hello 吧", Lang::Zh);
/// let said: Vec<&str> = runs.iter().map(|run| if run.lang == Lang::Zh { &*run.pinyin } else { &*run.text }).collect();
/// assert_eq!(said, ["bo1 fang4", "Hello", "ba5"]);
/// ```
pub fn speech_runs(text: &str, lang: Lang) -> Vec<Run> {
    let chars: Vec<char> = text
        .chars()
        .take(TEXT_CHARS_MAX)
        .filter(|c| !is_dropped(*c))
        .collect();
    stretches(&chars, lang)
        .into_iter()
        .map(|(lang, text)| match lang {
            Lang::Zh => mandarin_run(&text),
            Lang::En => Run {
                lang,
                text: english_marks(&english::readable(text.trim())),
                pinyin: String::new(),
            },
        })
        .filter(|run| run.text.chars().any(char::is_alphanumeric))
        .collect()
}

/// Chinese punctuation as an English voice knows it.
fn english_marks(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_ascii() {
                c
            } else {
                pause(c).unwrap_or(c)
            }
        })
        .collect()
}

fn mandarin_run(text: &str) -> Run {
    let text = mandarin::readable(text.trim());
    let mut pinyin = String::new();
    for piece in phrases(&text) {
        match piece {
            Piece::Phrase(syllables) => {
                for syllable in syllables {
                    if !pinyin.is_empty() {
                        pinyin.push(' ');
                    }
                    pinyin.push_str(&syllable.spoken);
                }
            }
            Piece::Other(other) => {
                pinyin.extend(other.chars().find_map(pause).filter(|_| !pinyin.is_empty()))
            }
        }
    }
    Run {
        lang: Lang::Zh,
        text,
        pinyin,
    }
}

/// The ASCII mark with the pause of `c`.
fn pause(c: char) -> Option<char> {
    Some(match c {
        '。' | '.' | '…' => '.',
        '，' | ',' | '、' | '（' | '）' | '(' | ')' | '—' | '·' => ',',
        '！' | '!' => '!',
        '？' | '?' => '?',
        '；' | ';' => ';',
        '：' | ':' => ':',
        _ => return None,
    })
}

/// What a token is, before its language is known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Han,
    Latin,
    Number,
    Mark,
}

/// The text cut into stretches of one language each.
fn stretches(chars: &[char], frame: Lang) -> Vec<(Lang, String)> {
    let tokens = tokens(chars);
    let mut stretches: Vec<(Lang, String)> = Vec::new();
    for at in 0..tokens.len() {
        let (kind, text) = &tokens[at];
        let lang = match kind {
            Kind::Han => Lang::Zh,
            Kind::Latin if is_part_of_mandarin(&tokens, at, frame) => Lang::Zh,
            Kind::Latin => Lang::En,
            Kind::Number => number_lang(&tokens, at, frame),
            Kind::Mark => stretches
                .last()
                .map_or_else(|| first_lang(&tokens, frame), |(lang, _)| *lang),
        };
        match stretches.last_mut() {
            Some((last, run)) if *last == lang => run.push_str(text),
            _ => stretches.push((lang, text.clone())),
        }
    }
    stretches
}

fn first_lang(tokens: &[(Kind, String)], frame: Lang) -> Lang {
    let first = tokens
        .iter()
        .find(|(kind, _)| *kind != Kind::Mark)
        .map(|(kind, _)| *kind);
    match first {
        Some(Kind::Han) => Lang::Zh,
        Some(Kind::Latin) => Lang::En,
        _ => frame,
    }
}

fn tokens(chars: &[char]) -> Vec<(Kind, String)> {
    let mut tokens: Vec<(Kind, String)> = Vec::new();
    for (at, &c) in chars.iter().enumerate() {
        let next_is_digit = chars.get(at + 1).is_some_and(char::is_ascii_digit);
        let is_in = |kind: Kind| tokens.last().is_some_and(|(last, _)| *last == kind);
        let kind = match c {
            _ if is_han(c) => Kind::Han,
            '0'..='9' | '０'..='９' => Kind::Number,
            '%' | '℃' | '℉' | '°' | '‰' | '％' if is_in(Kind::Number) => Kind::Number,
            '.' | ',' | ':' | '/' | '-' | '~' | '：' if is_in(Kind::Number) && next_is_digit => {
                Kind::Number
            }
            '¥' | '￥' | '$' | '€' | '£' | '-' if next_is_digit => Kind::Number,
            '\'' | '’' | '-' | '.' | '@' | '_' | '/' | '&'
                if is_in(Kind::Latin)
                    && chars
                        .get(at + 1)
                        .is_some_and(|c| c.is_alphanumeric() && !is_han(*c)) =>
            {
                Kind::Latin
            }
            _ if c.is_alphanumeric() => Kind::Latin,
            _ => Kind::Mark,
        };
        match tokens.last_mut() {
            Some((last, text)) if *last == kind => text.push(c),
            _ => tokens.push((kind, c.to_string())),
        }
    }
    tokens
}

/// The nearest token on one side that is a word, if only spaces lie between; and whether it touches.
fn neighbour<'a>(
    mut side: impl Iterator<Item = &'a (Kind, String)>,
) -> Option<(Kind, &'a str, bool)> {
    let mut touches = true;
    loop {
        let (kind, text) = side.next()?;
        match kind {
            Kind::Mark if text.trim().is_empty() => touches = false,
            Kind::Mark => return None,
            _ => return Some((*kind, text, touches)),
        }
    }
}

/// "5km", "7:30 pm" in a Mandarin sentence are read in Mandarin.
fn is_part_of_mandarin(tokens: &[(Kind, String)], at: usize, frame: Lang) -> bool {
    let text = tokens[at].1.as_str();
    let before = neighbour(tokens[..at].iter().rev());
    let is_half = matches!(
        text.to_ascii_lowercase().as_str(),
        "am" | "pm" | "a.m" | "p.m"
    );
    frame == Lang::Zh
        && matches!(before, Some((Kind::Number, ..)))
        && (is_half || mandarin::is_unit(text))
}

/// Whose number it is: the word that follows decides, then the word before, then the frame.
fn number_lang(tokens: &[(Kind, String)], at: usize, frame: Lang) -> Lang {
    let lang = |(kind, ..): (Kind, &str, bool)| match kind {
        Kind::Han => Some(Lang::Zh),
        Kind::Latin => Some(Lang::En),
        Kind::Number | Kind::Mark => None,
    };
    let before = neighbour(tokens[..at].iter().rev());
    let after = neighbour(tokens[at + 1..].iter());
    if matches!(after, Some((Kind::Latin, ..)))
        && is_part_of_mandarin(
            tokens,
            at + 1 + usize::from(!after.is_some_and(|(.., touches)| touches)),
            frame,
        )
    {
        return Lang::Zh;
    }
    if let Some((Kind::Latin, _, true)) = before {
        return Lang::En;
    }
    after
        .and_then(lang)
        .or_else(|| before.and_then(lang))
        .unwrap_or(frame)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, lang: Lang, expect: &str) {
        let runs = speech_runs(text, lang);
        let said: Vec<String> = runs
            .iter()
            .map(|run| match run.lang {
                Lang::Zh => format!("[{}]", run.pinyin),
                Lang::En => run.text.clone(),
            })
            .collect();
        assert_eq!(said.join(" "), expect, "text: {text}");
    }

    #[test]
    fn one_language() {
        check("你好，世界。", Lang::Zh, "[ni2 hao3, shi4 jie4.]");
        check("Hello, world.", Lang::En, "Hello, world.");
        check("7:30", Lang::Zh, "[qi1 dian3 san1 shi2 fen1]");
        check("7:30", Lang::En, "seven thirty");
    }

    #[test]
    fn mixed() {
        check(
            "把 alarm 设到7:30。",
            Lang::Zh,
            "[ba3] alarm [she4 dao4 qi1 dian3 san1 shi2 fen1.]",
        );
        check(
            "Turn on the 客厅灯, please",
            Lang::En,
            "Turn on the [ke4 ting1 deng1,] please",
        );
        check("跑了5km", Lang::Zh, "[pao3 le5 wu3 gong1 li3]");
        check(
            "明天7:30 pm叫我",
            Lang::Zh,
            "[ming2 tian1 xia4 wu3 qi1 dian3 san1 shi2 fen1 jiao4 wo3]",
        );
        check(
            "设一个 10 minutes 的 timer",
            Lang::Zh,
            "[she4 yi2 ge4] ten minutes [de5] timer",
        );
        check(
            "iPhone15多少钱",
            Lang::Zh,
            "iPhone fifteen [duo1 shao3 qian2]",
        );
        check(
            "今天25℃，湿度40%",
            Lang::Zh,
            "[jin1 tian1 er4 shi2 wu3 she4 shi4 du4, shi1 du4 bai3 fen1 zhi1 si4 shi2]",
        );
        check("播放 Don't Stop", Lang::Zh, "[bo1 fang4] Don't Stop");
    }

    #[test]
    fn nothing_to_say() {
        check("", Lang::Zh, "");
        check("……！", Lang::En, "");
        check("💡", Lang::Zh, "");
    }
}
