//! The syntax of one message.

use crate::render::Kind;

/// Characters in one message.
const CHARS_MAX: usize = 2_000;
/// Holes in one message.
const HOLES_MAX: usize = 32;

/// What is wrong with a message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SyntaxError {
    /// Neither a string nor an array of strings.
    #[error("a message is a string, an array of strings, or a table of `say` and `show`")]
    NotText,
    /// No variant, or too many.
    #[error("a message has 1 to {max} variants")]
    Variants {
        /// The limit.
        max: usize,
    },
    /// Too long, or too many holes.
    #[error("a message has at most {CHARS_MAX} characters and {HOLES_MAX} holes")]
    TooLong,
    /// A hole that does not end.
    #[error("`{{` at character {at} is never closed; write `{{{{` for a brace")]
    Open {
        /// Which character, from 0.
        at: usize,
    },
    /// A closing brace without a hole.
    #[error("`}}` at character {at} closes nothing; write `}}}}` for a brace")]
    Close {
        /// Which character, from 0.
        at: usize,
    },
    /// The name is empty or has other characters than `a-z 0-9 _`.
    #[error("`{name}` is no hole name; use a-z, 0-9 and _")]
    Name {
        /// What stands there.
        name: String,
    },
    /// The kind is unknown.
    #[error("`{kind}` is no kind of hole")]
    Kind {
        /// What stands there, with its option.
        kind: String,
    },
}

/// A message, cut into pieces.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Template(Vec<Piece>);

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    Text(String),
    Hole {
        name: String,
        kind: Kind,
        /// Whether it is the first word of a whole sentence.
        opens: bool,
    },
}

impl Template {
    pub fn parse(source: &str) -> Result<Template, SyntaxError> {
        let chars: Vec<char> = source.chars().collect();
        if chars.len() > CHARS_MAX {
            return Err(SyntaxError::TooLong);
        }
        let whole_sentence = source.trim_end().ends_with(['.', '!', '?', '…']);
        let (mut pieces, mut text, mut at) = (Vec::new(), String::new(), 0);
        while let Some(&c) = chars.get(at) {
            let doubled = chars.get(at + 1) == Some(&c);
            match c {
                '{' | '}' if doubled => {
                    text.push(c);
                    at += 2;
                }
                '{' => {
                    let next = chars[at + 1..].iter().position(|&c| c == '}' || c == '{');
                    let end = at + 1 + next.ok_or(SyntaxError::Open { at })?;
                    if chars[end] == '{' {
                        return Err(SyntaxError::Open { at });
                    }
                    let inner: String = chars[at + 1..end].iter().collect();
                    let opens = whole_sentence && opens_sentence(&pieces, &text);
                    if !text.is_empty() {
                        pieces.push(Piece::Text(std::mem::take(&mut text)));
                    }
                    pieces.push(hole(&inner, opens)?);
                    at = end + 1;
                }
                '}' => return Err(SyntaxError::Close { at }),
                c => {
                    text.push(c);
                    at += 1;
                }
            }
        }
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        let template = Template(pieces);
        if template.holes().count() > HOLES_MAX {
            return Err(SyntaxError::TooLong);
        }
        Ok(template)
    }

    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }

    pub fn holes(&self) -> impl Iterator<Item = (&str, &Kind)> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Hole { name, kind, .. } => Some((name.as_str(), kind)),
            Piece::Text(_) => None,
        })
    }
}

fn opens_sentence(before: &[Piece], text: &str) -> bool {
    match text.trim_end() {
        "" => before.is_empty() && text.is_empty(),
        text => text.ends_with(['.', '!', '?']),
    }
}

fn hole(inner: &str, opens: bool) -> Result<Piece, SyntaxError> {
    let (name, kind) = inner.split_once(':').unwrap_or((inner, "text"));
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name.is_empty() || !name.chars().all(good) {
        return Err(SyntaxError::Name {
            name: name.to_owned(),
        });
    }
    let (word, option) = match kind.split_once(':') {
        Some((word, option)) => (word, Some(option)),
        None => (kind, None),
    };
    let kind = Kind::parse(word, option).ok_or_else(|| SyntaxError::Kind {
        kind: kind.to_owned(),
    })?;
    Ok(Piece::Hole {
        name: name.to_owned(),
        kind,
        opens,
    })
}
