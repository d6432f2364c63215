use std::fmt::{self, Display, Formatter, Write};

use super::{Node, parse::is_special};

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        print(self, false, f)
    }
}

/// Prints `node`; `inside` says that it stands among others, so that branches need brackets.
fn print(node: &Node, inside: bool, f: &mut Formatter<'_>) -> fmt::Result {
    match node {
        Node::Text(text) => escaped(text, f),
        Node::Seq(items) => {
            if inside {
                f.write_char('(')?;
            }
            items.iter().try_for_each(|item| print(item, true, f))?;
            if inside { f.write_char(')') } else { Ok(()) }
        }
        Node::Alt(items) => branches(items, '|', inside, f),
        Node::Perm(items) => branches(items, ';', inside, f),
        Node::Opt(item) => {
            f.write_char('[')?;
            print(item, false, f)?;
            f.write_char(']')
        }
        Node::Slot { list, arg: None } => write!(f, "{{{list}}}"),
        Node::Slot {
            list,
            arg: Some(arg),
        } => write!(f, "{{{list}:{arg}}}"),
        Node::Rule(name) => write!(f, "<{name}>"),
    }
}

fn branches(items: &[Node], between: char, inside: bool, f: &mut Formatter<'_>) -> fmt::Result {
    if inside {
        f.write_char('(')?;
    }
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            f.write_char(between)?;
        }
        print(item, matches!(item, Node::Alt(_) | Node::Perm(_)), f)?;
    }
    if inside { f.write_char(')') } else { Ok(()) }
}

fn escaped(text: &str, f: &mut Formatter<'_>) -> fmt::Result {
    text.chars().try_for_each(|c| {
        if is_special(c) {
            f.write_char('\\')?;
        }
        f.write_char(c)
    })
}
