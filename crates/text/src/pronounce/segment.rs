//! Cuts a run of Chinese characters into words of the lexicon.

use super::lexicon::{Lexicon, Said};

/// A word: where it starts, how long it is, and what it says about each of its characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) start: usize,
    pub(super) n_chars: usize,
    pub(super) said: Vec<Said>,
}

/// The fewest words that make up `chars`; of two such ways, the one whose last words are longer.
/// What is not in the lexicon stands as one word per character.
pub(super) fn segment(lexicon: &Lexicon, chars: &[char]) -> Vec<Word> {
    within(lexicon, chars, lexicon.n_chars_max())
}

fn within(lexicon: &Lexicon, chars: &[char], n_chars_max: usize) -> Vec<Word> {
    // n_words[i]: how few words make up the first i characters; step[i]: the length of the last of them.
    let mut n_words = vec![0usize; chars.len() + 1];
    let mut step = vec![1usize; chars.len() + 1];
    let mut text = String::new();
    for end in 1..=chars.len() {
        n_words[end] = n_words[end - 1] + 1;
        for n in 2..=n_chars_max.min(end) {
            text.clear();
            text.extend(&chars[end - n..end]);
            if n_words[end - n] < n_words[end] && lexicon.word(&text).is_some() {
                n_words[end] = n_words[end - n] + 1;
                step[end] = n;
            }
        }
    }
    let mut words = Vec::with_capacity(n_words[chars.len()]);
    let mut end = chars.len();
    while end > 0 {
        let start = end - step[end];
        words.push(Word {
            start,
            n_chars: step[end],
            said: said(lexicon, &chars[start..end]),
        });
        end = start;
    }
    words.reverse();
    words
}

/// What a word says about its characters; where it says nothing, the shorter words inside it do.
fn said(lexicon: &Lexicon, chars: &[char]) -> Vec<Said> {
    let text: String = chars.iter().collect();
    let Some(said) = lexicon.word(&text) else {
        return vec![Said::Nothing; chars.len()];
    };
    if chars.len() < 3 || !said.contains(&Said::Nothing) {
        return said.to_vec();
    }
    let inner = within(lexicon, chars, chars.len() - 1)
        .into_iter()
        .flat_map(|word| word.said);
    said.iter()
        .zip(inner)
        .map(|(outer, inner)| {
            if *outer == Said::Nothing {
                inner
            } else {
                *outer
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let chars: Vec<char> = text.chars().collect();
        let words: Vec<String> = segment(Lexicon::get(), &chars)
            .iter()
            .map(|word| {
                chars[word.start..word.start + word.n_chars]
                    .iter()
                    .collect()
            })
            .collect();
        assert_eq!(words.join("/"), expect);
    }

    #[test]
    fn words() {
        check("打开客厅的灯", "打开/客厅/的/灯");
        check("银行行长长大了", "银行/行长/长大/了");
        check("的确定", "的/确定");
        check("", "");
    }
}
