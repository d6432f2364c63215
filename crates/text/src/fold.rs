//! One shape for comparing text: what two people would call the same words folds to the same characters.

use std::sync::OnceLock;

use ferrous_opencc::{OpenCC, config::BuiltinConfig};

/// A folded text, and where each of its characters stood in the original.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded characters.
    pub chars: Vec<char>,
    /// For each of [`Folded::chars`], the index of the original Unicode scalar.
    pub origin: Vec<u32>,
}

impl Folded {
    /// The folded characters as a string.
    pub fn text(&self) -> String {
        self.chars.iter().collect()
    }

    fn push(&mut self, folded: char, origin: usize) {
        let Ok(origin) = u32::try_from(origin) else {
            return;
        };
        self.chars.push(folded);
        self.origin.push(origin);
    }
}

/// Folds `text`: full width to ASCII, lower case, traditional to simplified character by character,
/// one kind of quote, dash and space, accents off Latin letters; emoji, control characters, marks of
/// direction and joiners are dropped.
///
/// ```
/// let folded = ling_text::fold::fold("打開 ＬＥＤ 燈💡！");
/// assert_eq!(folded.text(), "打开 led 灯!");
/// assert_eq!(folded.origin.last(), Some(&9));
/// ```
pub fn fold(text: &str) -> Folded {
    let mut folded = Folded::default();
    let mut chars = text.chars().enumerate().peekable();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        if is_dropped(c) {
            continue;
        }
        let after = chars.peek().map_or(' ', |&(_, next)| next);
        match plain(c) {
            Some(p) if is_han(p) => folded.push(simplified_between(before, p, after), at),
            Some(p) => p
                .to_lowercase()
                .filter(|&low| !is_dropped(low))
                .for_each(|low| folded.push(low, at)),
            None => c
                .to_lowercase()
                .filter(|&low| !is_dropped(low))
                .for_each(|low| folded.push(low, at)),
        }
        before = c;
    }
    folded
}

/// Folds `text` and forgets where the characters stood.
pub fn folded(text: &str) -> String {
    fold(text).text()
}

/// Whether `c` is a Chinese character.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' | '〇')
}

/// The simplified form of `c`, or `c` itself.
pub fn simplified(c: char) -> char {
    match usize::try_from(u32::from(c) - FIRST.min(u32::from(c))) {
        Ok(at) if u32::from(c) >= FIRST => simplified_table()
            .get(at)
            .and_then(|&code| char::from_u32(u32::from(code)))
            .unwrap_or(c),
        _ => c,
    }
}

/// `text` in simplified script, as many characters as before.
pub fn to_simplified(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let near = |at: usize| chars.get(at).copied().unwrap_or(' ');
    (0..chars.len())
        .map(|at| simplified_between(near(at.wrapping_sub(1)), chars[at], near(at + 1)))
        .collect()
}

/// First and last character of the table; what lies outside is rare and stays as it is.
const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9FFF;

/// Simplified forms of U+3400 to U+9FFF, read from OpenCC's character table once (55 KB, 5 ms).
fn simplified_table() -> &'static [u16] {
    static TABLE: OnceLock<Vec<u16>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let same = || (FIRST..=LAST).filter_map(|code| u16::try_from(code).ok());
        let Ok(converter) = OpenCC::from_config(BuiltinConfig::T2s) else {
            return same().collect();
        };
        // Line breaks keep OpenCC from seeing words, so that each character is mapped alone.
        let lines: String = (FIRST..=LAST)
            .filter_map(char::from_u32)
            .flat_map(|c| [c, '\n'])
            .collect();
        let mapped = converter.convert(&lines);
        let simple = |line: &str| {
            line.chars()
                .next()
                .and_then(|c| u16::try_from(u32::from(c)).ok())
        };
        same()
            .zip(mapped.lines())
            .map(|(code, line)| simple(line).unwrap_or(code))
            .collect()
    })
}

/// The simplified form of `c` where its neighbours decide: 看著 but 著名, 甚麼 but 甚至, 乾淨 but 乾隆.
fn simplified_between(before: char, c: char, after: char) -> char {
    match c {
        '著' if "名作称稱述者录錄".contains(after)
            || "显顯名原巨专專编編论論译譯卓昭遗遺".contains(before) =>
        {
            '著'
        }
        '著' => '着',
        '甚' if "麼么麽".contains(after) => '什',
        '麼' | '麽' => '么',
        '妳' => '你',
        '瞭' if "望".contains(after) => '瞭',
        '瞭' => '了',
        '藉' if "狼慰蕴蘊".contains(before) => '藉',
        '藉' => '借',
        '乾' if "隆坤清卦陵县縣".contains(after) => '乾',
        '徵' if "羽".contains(after) || "角宫宮".contains(before) => '徵',
        other => simplified(other),
    }
}

/// The plain form of a full-width, typographic or accented character.
fn plain(c: char) -> Option<char> {
    Some(match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0)?,
        '‘' | '’' | '‚' | '‛' | '′' | '´' | '`' => '\'',
        '“' | '”' | '„' | '‟' | '″' | '「' | '」' | '『' | '』' | '〝' | '〞' | '«' | '»' => {
            '"'
        }
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹣' => '-',
        '〜' | '∼' => '~',
        '⋅' | '•' | '・' | '‧' | '\u{FF65}' => '·',
        '…' => '.',
        '､' => ',',
        '｡' => '。',
        _ if c.is_whitespace() => ' ',
        'À'..='Å' | 'à'..='å' | 'Ā'..='ą' | 'ǎ' | 'Ǎ' => 'a',
        'Ç' | 'ç' | 'Ć'..='č' => 'c',
        'Ď'..='đ' => 'd',
        'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' => 'e',
        'Ĝ'..='ģ' => 'g',
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='ı' | 'ǐ' => 'i',
        'Ĺ'..='ł' => 'l',
        'Ñ' | 'ñ' | 'Ń'..='ň' => 'n',
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'Ō'..='ő' | 'ǒ' => 'o',
        'Ŕ'..='ř' => 'r',
        'Ś'..='š' => 's',
        'Ţ'..='ŧ' => 't',
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' | 'ǔ' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => 'u',
        'Ý' | 'ý' | 'ÿ' | 'Ŷ'..='Ÿ' => 'y',
        'Ź'..='ž' => 'z',
        _ if is_han(c) => c,
        _ => return None,
    })
}

/// Pictures of food and of things of the house, which may stand for an item of a list. Faces and hearts only colour
/// a sentence.
pub fn is_picture(c: char) -> bool {
    matches!(u32::from(c),
        0x1F32D..=0x1F37F | 0x1F950..=0x1F96F | 0x1F980..=0x1F9CB | 0x1F9F4..=0x1F9FF
        | 0x1FAD0..=0x1FADB)
}

/// Characters that carry no word: controls, marks of direction, joiners, accents written apart, emoji.
pub(crate) fn is_dropped(c: char) -> bool {
    !is_picture(c) && is_idle(c)
}

fn is_idle(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(u32::from(c),
            0xAD | 0x61C | 0x180E | 0xFEFF | 0xFFF9..=0xFFFD
            | 0x0300..=0x036F | 0x20D0..=0x20FF
            | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F
            | 0xFE00..=0xFE0F | 0xE0000..=0xE01EF
            | 0x2300..=0x23FF | 0x2600..=0x27BF | 0x2B00..=0x2BFF
            | 0x1F000..=0x1FAFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let folded = fold(text);
        assert_eq!(folded.text(), expect, "text: {text}");
        assert_eq!(folded.chars.len(), folded.origin.len());
        assert!(folded.origin.is_sorted());
        assert!(
            folded
                .origin
                .iter()
                .all(|&at| (at as usize) < text.chars().count())
        );
    }

    #[test]
    fn widths_and_case() {
        check("ＡＢＣ１２３：４５％", "abc123:45%");
        check("Turn ON the TV", "turn on the tv");
        check("七点　半", "七点 半");
        check("Beyoncé, Cafe\u{301}", "beyonce, cafe");
        check("İstanbul", "istanbul");
    }

    #[test]
    fn scripts() {
        check(
            "打開臥室的燈，把鬧鐘設到七點",
            "打开卧室的灯,把闹钟设到七点",
        );
        check("現在幾點？明天會下雨嗎", "现在几点?明天会下雨吗");
        check("看著電視，著名作家", "看着电视,著名作家");
        check("甚麼時候，甚至", "什么时候,甚至");
        check("乾淨的衣服，乾隆皇帝", "干净的衣服,乾隆皇帝");
        check(
            "妳瞭解嗎，裡面，後天，一隻，週五，頭髮",
            "你了解吗,里面,后天,一只,周五,头发",
        );
    }

    #[test]
    fn quotes_and_dashes() {
        check("don’t “stop” — 「晴天」", "don't \"stop\" - \"晴天\"");
        check("5–10", "5-10");
    }

    #[test]
    fn dropped() {
        check("开灯💡❤️👩‍👩‍👧", "开灯");
        check("\u{202E}关灯\u{200F}\u{0}\u{7f}", "关灯");
        check("\u{FEFF}关\u{200B}灯\u{FFFD}", "关灯");
        check("", "");
        check("💡", "");
    }

    #[test]
    fn origins_point_into_the_original() {
        let folded = fold("💡打開 ＴＶ");
        assert_eq!(folded.text(), "打开 tv");
        assert_eq!(folded.origin, [1, 2, 3, 4, 5]);
    }

    #[test]
    fn rare_characters_stay() {
        check("𠮷野家", "𠮷野家");
        check("שלום مرحبا", "שלום مرحبا");
    }
}
