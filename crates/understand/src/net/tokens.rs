//! A sentence in the pieces that the net reads: one Chinese character, one word of an alphabet, or one run of
//! digits. Everything else (spaces, punctuation, signs) only parts them.

use ling_base::Span;
use ling_text::fold::{fold, is_han};

/// Pieces of one sentence, at most; what follows is not read. Nobody says more to a speaker in one breath.
pub(crate) const TOKENS_MAX: usize = 80;
/// Characters of one piece, at most.
const TOKEN_CHARS_MAX: usize = 32;

/// What sort of piece it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Han,
    Word,
    Digits,
}

/// One piece of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token {
    /// Folded characters.
    pub text: String,
    /// Where it stands in the sentence, in Unicode scalars.
    pub span: Span,
    pub sort: Sort,
}

/// Cuts a sentence. "what's" is two pieces: "what" and "'s".
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let folded = fold(text);
    let mut tokens: Vec<Token> = Vec::new();
    let mut before = None;
    for (at, &c) in folded.chars.iter().enumerate() {
        let origin = folded.origin[at] as usize;
        let follows = folded.chars.get(at + 1).copied().unwrap_or(' ');
        let sort = match sort(c) {
            None if c == '\'' && before == Some(Sort::Word) && follows.is_alphabetic() => {
                Some(Sort::Word)
            }
            sort => sort,
        };
        let goes_on = sort.is_some() && sort != Some(Sort::Han) && sort == before && c != '\'';
        match (tokens.last_mut(), sort) {
            (Some(last), _) if goes_on && last.text.chars().count() < TOKEN_CHARS_MAX => {
                last.text.push(c);
                last.span.end = origin + 1;
            }
            (_, Some(sort)) if !goes_on => {
                if tokens.len() == TOKENS_MAX {
                    break;
                }
                tokens.push(Token {
                    text: c.to_string(),
                    span: Span {
                        start: origin,
                        end: origin + 1,
                    },
                    sort,
                });
            }
            _ => {}
        }
        before = sort;
    }
    tokens
}

fn sort(c: char) -> Option<Sort> {
    if is_han(c) {
        Some(Sort::Han)
    } else if c.is_ascii_digit() {
        Some(Sort::Digits)
    } else if c.is_alphanumeric() {
        Some(Sort::Word)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let found: Vec<String> = tokens(text)
            .into_iter()
            .map(|token| format!("{}@{}", token.text, token.span.start))
            .collect();
        assert_eq!(found.join(" "), expect, "text: {text}");
    }

    #[test]
    fn pieces() {
        check("What's up, Bob?", "what@0 's@4 up@7 bob@11");
        check("打開 LED 燈！", "打@0 开@1 led@3 灯@7");
        check("7:30am", "7@0 30@2 am@4");
        check("'tis the boys'", "tis@1 the@5 boys@9");
        check("", "");
        check("！？ 💡", "");
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(tokens(&"好".repeat(1000)).len(), TOKENS_MAX);
        assert_eq!(tokens(&"a".repeat(1000)).len(), 1);
    }
}
