//! Cuts text that arrives in pieces into sentences, so that speaking starts before the text is whole.

/// How finely to cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// At the ends of sentences.
    Sentence,
    /// Also at commas, once enough has gathered to be worth saying alone.
    Clause,
}

/// A sentence longer than this is cut at a comma, a space or at last anywhere: nobody can listen to more in one breath.
pub const SENTENCE_CHARS_MAX: usize = 240;

/// A clause shorter than this waits for the next one, because a voice sounds wrong on single words.
const CLAUSE_WIDTH_MIN: usize = 12;

/// Takes text in pieces and gives it back in sentences.
///
/// Nothing is lost: the sentences, and the spaces that were trimmed between them, are the text.
///
/// ```
/// use ling_text::cut::{Cutter, Grain};
/// let mut cutter = Cutter::new(Grain::Sentence);
/// assert!(cutter.push("现在3.").is_empty());
/// assert_eq!(cutter.push("5度。明天"), ["现在3.5度。"]);
/// assert_eq!(cutter.finish(), ["明天"]);
/// ```
#[derive(Clone, Debug)]
pub struct Cutter {
    grain: Grain,
    held: Vec<char>,
    /// Everything before this index of `held` is known to hold no cut.
    seen: usize,
}

impl Cutter {
    /// A cutter without text.
    pub fn new(grain: Grain) -> Cutter {
        Cutter {
            grain,
            held: Vec::new(),
            seen: 0,
        }
    }

    /// Adds a piece and returns the sentences that are now certain to be whole.
    pub fn push(&mut self, piece: &str) -> Vec<String> {
        self.held.extend(piece.chars());
        self.take_whole(false)
    }

    /// No more text follows: returns what is left.
    pub fn finish(&mut self) -> Vec<String> {
        let mut sentences = self.take_whole(true);
        let rest = trimmed(&std::mem::take(&mut self.held));
        self.seen = 0;
        sentences.extend(rest);
        sentences
    }

    fn take_whole(&mut self, is_all: bool) -> Vec<String> {
        let mut sentences = Vec::new();
        let mut start = 0;
        let mut at = self.seen;
        while at < self.held.len() {
            let text = &self.held[start..];
            match end_at(text, at - start, self.grain, is_all) {
                End::Cut(len) => {
                    sentences.extend(trimmed(&text[..len]));
                    start += len;
                    at = start;
                }
                End::Wait => break,
                End::None => at += 1,
            }
        }
        self.held.drain(..start);
        self.seen = at - start;
        sentences
    }
}

/// Cuts a whole text.
pub fn sentences(text: &str) -> Vec<String> {
    cut_all(text, Grain::Sentence)
}

/// Cuts a whole text finely, for a first sound as early as possible.
pub fn clauses(text: &str) -> Vec<String> {
    cut_all(text, Grain::Clause)
}

fn cut_all(text: &str, grain: Grain) -> Vec<String> {
    let mut cutter = Cutter::new(grain);
    let mut all = cutter.push(text);
    all.extend(cutter.finish());
    all
}

fn trimmed(chars: &[char]) -> Option<String> {
    let text: String = chars.iter().collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// What stands at one position.
enum End {
    /// A sentence ends; it has this many characters.
    Cut(usize),
    /// More text is needed to know.
    Wait,
    None,
}

/// Whether the sentence at the start of `text` ends with the character `at`.
fn end_at(text: &[char], at: usize, grain: Grain, is_all: bool) -> End {
    let ends = match text[at] {
        '\n' | '\r' => return End::Cut(at + 1),
        '。' | '！' | '？' | '｡' | '；' => true,
        '…' => text.get(at + 1) != Some(&'…'),
        '.' | '!' | '?' | ';' => return end_at_ascii(text, at, is_all),
        '，' | '、' | '：' | ',' | ':' | '—' if grain == Grain::Clause => {
            return end_at_clause(text, at, is_all);
        }
        _ if at + 1 >= SENTENCE_CHARS_MAX => return End::Cut(forced_len(text, at + 1)),
        _ => false,
    };
    if ends {
        with_closers(text, at, is_all)
    } else {
        End::None
    }
}

/// A cut after `at` and after the quotes, brackets and further marks that belong to the same sentence.
fn with_closers(text: &[char], at: usize, is_all: bool) -> End {
    let rest = &text[at + 1..];
    let n_closers = rest
        .iter()
        .take_while(|&&c| is_closer(c) || "。！？!?…".contains(c))
        .count();
    if n_closers == rest.len() && !is_all {
        End::Wait
    } else {
        End::Cut(at + 1 + n_closers)
    }
}

fn is_closer(c: char) -> bool {
    "”’」』）)】》〉]\"'".contains(c)
}

/// ASCII marks end a sentence only before a space, a closing mark or a Chinese character: not in "3.5", "a.b.cn/?q".
fn end_at_ascii(text: &[char], at: usize, is_all: bool) -> End {
    let rest = &text[at + 1..];
    let n_marks = rest
        .iter()
        .take_while(|&&c| is_closer(c) || ".!?".contains(c))
        .count();
    let Some(&after) = rest.get(n_marks) else {
        return if is_all {
            End::Cut(text.len())
        } else {
            End::Wait
        };
    };
    let is_before_han = crate::fold::is_han(after);
    if !after.is_whitespace() && !is_before_han {
        return End::None;
    }
    if text[at] == '.' && n_marks == 0 {
        let word = word_before(text, at);
        if is_abbreviation(&word)
            || (is_list_number(text, at) && !is_before_han)
            || is_version_like(&word, is_before_han)
        {
            return End::None;
        }
        if is_half_of_day(&word) {
            let next = rest.iter().find(|c| !c.is_whitespace());
            return match next {
                None if !is_all => End::Wait,
                Some(c) if !c.is_uppercase() => End::None,
                _ => End::Cut(at + 1),
            };
        }
    }
    End::Cut(at + 1 + n_marks)
}

/// The run of letters, digits and points that ends just before `at`, in lower case.
fn word_before(text: &[char], at: usize) -> String {
    let is_part = |c: &&char| c.is_ascii_alphanumeric() || **c == '.';
    let n = text[..at].iter().rev().take_while(is_part).count();
    text[at - n..at]
        .iter()
        .map(char::to_ascii_lowercase)
        .collect()
}

const ABBREVIATIONS: [&str; 27] = [
    "mr", "mrs", "ms", "dr", "prof", "st", "vs", "no", "nos", "vol", "fig", "approx", "dept",
    "est", "jr", "sr", "mt", "ft", "e.g", "i.e", "cf", "al", "rd", "ave", "blvd", "u.s", "u.k",
];

/// "Mr.", "e.g.", and initials as in "J. K. Rowling".
fn is_abbreviation(word: &str) -> bool {
    let is_initial =
        word.len() == 1 && word.starts_with(|c: char| c.is_ascii_alphabetic() && c != 'i');
    is_initial || ABBREVIATIONS.contains(&word)
}

/// "a.m." ends a sentence only if a capital letter follows.
fn is_half_of_day(word: &str) -> bool {
    matches!(word, "a.m" | "p.m" | "etc" | "inc" | "ltd" | "co")
}

/// "1. milk": the number of a list item, at the start of the sentence.
fn is_list_number(text: &[char], at: usize) -> bool {
    let before = &text[..at];
    let digits = before
        .iter()
        .rev()
        .take_while(|c| c.is_ascii_digit())
        .count();
    (1..=2).contains(&digits) && before[..at - digits].iter().all(|c| c.is_whitespace())
}

/// "3.号" and the like, where the point still belongs to a number before a Chinese character.
fn is_version_like(word: &str, is_before_han: bool) -> bool {
    is_before_han && word.len() <= 2 && !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// A comma ends a clause if the clause is long enough and the comma is not inside a number or a time.
fn end_at_clause(text: &[char], at: usize, is_all: bool) -> End {
    let width: usize = text[..at]
        .iter()
        .map(|&c| if crate::fold::is_han(c) { 2 } else { 1 })
        .sum();
    if width < CLAUSE_WIDTH_MIN {
        return End::None;
    }
    match text.get(at + 1) {
        None if !is_all => End::Wait,
        Some(next)
            if text[at].is_ascii() && !next.is_whitespace() && !crate::fold::is_han(*next) =>
        {
            End::None
        }
        Some('—') => End::None,
        _ => with_closers(text, at, is_all),
    }
}

/// Where to cut a sentence that has grown too long: after the last comma, else the last space, else at its end.
fn forced_len(text: &[char], len: usize) -> usize {
    let half = len / 2;
    let last = |is_mark: fn(&char) -> bool| {
        text[half..len]
            .iter()
            .rposition(is_mark)
            .map(|at| half + at + 1)
    };
    last(|c| "，、：,:；;".contains(*c))
        .or_else(|| last(|c| c.is_whitespace()))
        .unwrap_or(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cuts as expected, and the same at every place where the text may be split in two.
    #[track_caller]
    fn check_grain(text: &str, grain: Grain, expect: &[&str]) {
        assert_eq!(cut_all(text, grain), expect, "text: {text}");
        for (at, _) in text.char_indices() {
            let mut cutter = Cutter::new(grain);
            let mut all = cutter.push(&text[..at]);
            all.extend(cutter.push(&text[at..]));
            all.extend(cutter.finish());
            assert_eq!(all, expect, "text: {text}, in two pieces at {at}");
        }
    }

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        check_grain(text, Grain::Sentence, expect);
    }

    #[test]
    fn mandarin() {
        check(
            "好的。明天早上七点叫您。",
            &["好的。", "明天早上七点叫您。"],
        );
        check("真的吗？！当然……再见", &["真的吗？！", "当然……", "再见"]);
        check(
            "他说：“走吧。”然后走了。",
            &["他说：“走吧。”", "然后走了。"],
        );
        check("灯开了；窗帘关了", &["灯开了；", "窗帘关了"]);
        check("气温3.5度，湿度40%。", &["气温3.5度，湿度40%。"]);
        check("第一行\n第二行", &["第一行", "第二行"]);
        check("", &[]);
        check("  \n ", &[]);
    }

    #[test]
    fn english() {
        check(
            "Okay. I will call you at 7:30 a.m. tomorrow.",
            &["Okay.", "I will call you at 7:30 a.m. tomorrow."],
        );
        check(
            "It is 3 p.m. Your timer is done!",
            &["It is 3 p.m.", "Your timer is done!"],
        );
        check(
            "Mr. Smith and Dr. Li live on 5th St. nearby. Yes?",
            &["Mr. Smith and Dr. Li live on 5th St. nearby.", "Yes?"],
        );
        check(
            "J. K. Rowling wrote it. So did I. Really.",
            &["J. K. Rowling wrote it.", "So did I.", "Really."],
        );
        check(
            "Pi is 3.14. See https://a.example/x?y=1.2 now.",
            &["Pi is 3.14.", "See https://a.example/x?y=1.2 now."],
        );
        check(
            "Wait... what?! \"No.\" Fine",
            &["Wait...", "what?!", "\"No.\"", "Fine"],
        );
        check("1. milk\n2. eggs", &["1. milk", "2. eggs"]);
    }

    #[test]
    fn mixed() {
        check(
            "播放 Mr. Brightside。Next song? 好的.再见",
            &["播放 Mr. Brightside。", "Next song?", "好的.", "再见"],
        );
    }

    #[test]
    fn clauses_of_some_length() {
        let clause = |text, expect: &[&str]| check_grain(text, Grain::Clause, expect);
        clause(
            "好，明天早上七点，我叫您起床。",
            &["好，明天早上七点，", "我叫您起床。"],
        );
        clause(
            "It costs 1,200,000 yuan, at 10:30, or so.",
            &["It costs 1,200,000 yuan,", "at 10:30, or so."],
        );
        clause(
            "the first of them：一、二、三",
            &["the first of them：", "一、二、三"],
        );
    }

    #[test]
    fn endless_text_is_cut() {
        let text = "啊".repeat(1000);
        let all = sentences(&text);
        assert!(all.iter().all(|s| s.chars().count() <= SENTENCE_CHARS_MAX));
        assert_eq!(all.concat(), text);
        let words = "word ".repeat(200);
        assert!(sentences(&words).iter().all(|s| s.ends_with("word")));
    }
}
