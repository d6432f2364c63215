//! What a text is about: its telling words and names, the most telling first.

mod stop;

use std::{collections::HashMap, ops::Range};

use ling_base::Lang;

use super::words::{self, Word};

/// More phrases tell nobody more.
const PHRASES_MAX: usize = 30;
/// A phrase has at most so many words.
const WORDS_MAX: usize = 4;

/// A telling phrase.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    /// As it stands in the text.
    pub text: String,
    /// Where it first stands, in bytes.
    pub range: Range<usize>,
    /// How telling it is beside the others; more is better.
    pub weight: f64,
}

/// The telling phrases of a text, each once.
///
/// ```
/// use ling_base::Lang;
/// use ling_understand::analyse::phrases::extract;
/// let found = extract("The hotel in Seattle has a rooftop pool.", Lang::En);
/// let texts: Vec<&str> = found.iter().map(|phrase| phrase.text.as_str()).collect();
/// assert_eq!(texts, ["rooftop pool", "hotel", "Seattle"]);
/// ```
pub fn extract(text: &str, lang: Lang) -> Vec<Phrase> {
    let runs = match lang {
        Lang::Zh => chinese(text),
        Lang::En => english(text),
    };
    let mut weights: HashMap<String, (f64, Range<usize>, usize)> = HashMap::new();
    let word_weights = co_occurrence(&runs);
    for run in &runs {
        let range = run[0].range.start..run[run.len() - 1].range.end;
        let sum: f64 = run.iter().map(|word| word_weights[&key(word)]).sum();
        let entry = weights
            .entry(text[range.clone()].to_lowercase())
            .or_insert((sum, range, 0));
        entry.2 += 1;
    }
    let mut found: Vec<Phrase> = weights
        .into_values()
        .map(|(sum, range, n)| Phrase {
            text: text[range.clone()].to_owned(),
            range,
            weight: sum * (1.0 + (n as f64).ln()),
        })
        .collect();
    found.sort_by(|a, b| {
        b.weight
            .total_cmp(&a.weight)
            .then(a.range.start.cmp(&b.range.start))
    });
    found.truncate(PHRASES_MAX);
    found
}

/// Whether a word says something by itself.
pub(super) fn tells(word: &Word<'_>) -> bool {
    let is_little = stop::is_english(word.text) || stop::is_chinese(word.text);
    let is_kind = word.tag == "eng"
        || matches!(
            word.tag.chars().next(),
            Some('n' | 'v' | 'a' | 'j' | 'i' | 'l')
        );
    !is_little && is_kind && word.text.chars().any(char::is_alphabetic)
}

fn key(word: &Word<'_>) -> String {
    word.text.to_lowercase()
}

/// RAKE's weight of a word: how many words it stands beside in phrases, so that words of long phrases count more.
fn co_occurrence(runs: &[Vec<Word<'_>>]) -> HashMap<String, f64> {
    let mut degrees: HashMap<String, (f64, f64)> = HashMap::new();
    for run in runs {
        for word in run {
            let (degree, n) = degrees.entry(key(word)).or_default();
            *degree += run.len() as f64;
            *n += 1.0;
        }
    }
    // Rare words of a text's own count more than frequent ones only by their company; frequency helps the phrase.
    degrees
        .into_iter()
        .map(|(word, (degree, n))| (word, degree / n + (n.ln() / 2.0)))
        .collect()
}

/// Runs of nouns, names and what describes them.
fn chinese(text: &str) -> Vec<Vec<Word<'_>>> {
    let words = words::chinese(text);
    let is_part = |word: &Word<'_>| {
        let is_kind = matches!(word.tag.chars().next(), Some('n'))
            || matches!(word.tag, "vn" | "an" | "eng" | "j" | "l" | "i" | "x" | "b");
        let n = word.text.chars().count();
        // Of set phrases the long ones are names of things: 操作系统.
        let is_kind = is_kind && (!matches!(word.tag, "l" | "i") || n >= 4);
        let is_word = word.text.chars().all(char::is_alphanumeric);
        is_kind
            && is_word
            && !stop::is_chinese(word.text)
            && (n > 1 || word.tag == "n" || word.tag.starts_with("nr"))
    };
    let mut runs = split(words, text, is_part);
    // A single character is no phrase by itself; a describing word alone neither.
    runs.retain(|run| {
        let n_chars: usize = run.iter().map(|word| word.text.chars().count()).sum();
        let is_bare = run.len() == 1 && matches!(run[0].tag, "b" | "x") && !run[0].text.is_ascii();
        n_chars > 1
            && !is_bare
            && run
                .iter()
                .any(|word| word.text.chars().any(char::is_alphabetic))
    });
    runs
}

/// Runs of words that are not little ones.
fn english(text: &str) -> Vec<Vec<Word<'_>>> {
    let words = words::english(text);
    let is_part = |word: &Word<'_>| {
        !stop::is_english(word.text) && word.text.chars().any(char::is_alphabetic)
    };
    let mut runs = split(words, text, is_part);
    for run in &mut runs {
        // A verb at the end of a run belongs to what follows.
        while run.len() > 1 && run.last().is_some_and(|word| stop::is_adverb(word.text)) {
            run.pop();
        }
    }
    runs.retain(|run| {
        run.len() > 1 || (run[0].text.chars().count() > 2 && !stop::is_adverb(run[0].text))
    });
    runs
}

/// Cuts at words that are no part and at everything but a space between words.
fn split<'a>(
    words: Vec<Word<'a>>,
    text: &str,
    is_part: impl Fn(&Word<'a>) -> bool,
) -> Vec<Vec<Word<'a>>> {
    let mut runs: Vec<Vec<Word<'a>>> = Vec::new();
    let mut end = None;
    for word in words {
        if !is_part(&word) {
            continue;
        }
        let is_next =
            end.is_some_and(|end: usize| text[end..word.range.start].chars().all(|c| c == ' '));
        end = Some(word.range.end);
        match runs.last_mut() {
            Some(run) if is_next && run.len() < WORDS_MAX => run.push(word),
            _ => runs.push(vec![word]),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let lang = ling_text::script::lang_of(text);
        let found = extract(text, lang);
        let texts: Vec<&str> = found.iter().map(|phrase| phrase.text.as_str()).collect();
        assert_eq!(texts.join("; "), expect, "{text}");
    }

    #[test]
    fn phrases() {
        check("微软在西雅图开发了新的操作系统。", "微软; 西雅图; 操作系统");
        check(
            "Dr. Smith has a very modern medical office, and she has great staff.",
            "modern medical office; great staff; Smith",
        );
        check("我们在杭州西湖边的酒店住了两晚。", "杭州西湖; 酒店");
        check("帮我把 iPhone 的电池换了", "iPhone; 电池");
        check("", "");
        check("的了吗", "");
    }
}
