//! The template language: Home Assistant's (hassil 3), read into a tree and printed back.
//!
//! | written | matches |
//! |---|---|
//! | `turn on` | these words |
//! | `[the]` | the words or nothing |
//! | `(on\|off)` | one of them |
//! | `(kitchen;light)` | all of them, in any order |
//! | `{area}`, `{color:tint}` | a value: of the list or kind, under the name after the colon |
//! | `<turn_on>` | what the rule of that name says |
//! | `\(` | the character itself |

mod parse;
mod print;

pub use parse::{TemplateError, parse};

/// A template as a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Words, with the spaces as they were written; never empty.
    Text(String),
    /// One after the other.
    Seq(Vec<Node>),
    /// One of several.
    Alt(Vec<Node>),
    /// Perhaps.
    Opt(Box<Node>),
    /// All, in any order.
    Perm(Vec<Node>),
    /// A value.
    Slot {
        /// The list, kind or argument before the colon.
        list: String,
        /// The argument after the colon.
        arg: Option<String>,
    },
    /// A named part, kept apart.
    Rule(String),
}

impl Node {
    /// What matches the empty text.
    pub(crate) fn nothing() -> Node {
        Node::Seq(Vec::new())
    }
}
