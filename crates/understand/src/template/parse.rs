use super::Node;

/// Brackets within brackets, at most.
const DEPTH_MAX: usize = 32;
/// Characters of one template, at most.
const LENGTH_MAX: usize = 20_000;
/// Parts that may come in any order: their orders multiply.
const ANY_ORDER_MAX: usize = 7;

/// Why a template cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column {column}: {what}")]
pub struct TemplateError {
    /// Where, counted in characters from 1.
    pub column: usize,
    /// What is wrong.
    pub what: String,
    /// What to write instead.
    pub hint: String,
}

/// Reads one template.
///
/// ```
/// use ling_understand::template::parse;
/// let template = parse("turn (on|off) [the] {device}").unwrap();
/// assert_eq!(template.to_string(), "turn (on|off) [the] {device}");
/// assert_eq!(parse("turn (on|off").unwrap_err().column, 6);
/// ```
pub fn parse(text: &str) -> Result<Node, TemplateError> {
    let mut parser = Parser {
        chars: text.chars().collect(),
        at: 0,
    };
    if parser.chars.len() > LENGTH_MAX {
        return Err(error(
            LENGTH_MAX,
            format!("the template is longer than {LENGTH_MAX} characters"),
            "split it into several",
        ));
    }
    let node = parser.branches(None, 0)?;
    match parser.peek() {
        None => Ok(node),
        Some(c) => Err(error(
            parser.at,
            format!("`{c}` closes nothing"),
            "remove it, or write a backslash before it",
        )),
    }
}

struct Parser {
    chars: Vec<char>,
    at: usize,
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    /// Sequences with `|` or `;` between them, up to `close` or the end.
    fn branches(&mut self, close: Option<char>, depth: usize) -> Result<Node, TemplateError> {
        if depth > DEPTH_MAX {
            return Err(error(
                self.at,
                format!("more than {DEPTH_MAX} brackets within brackets"),
                "move the inner part into a rule",
            ));
        }
        let mut items = vec![self.sequence(depth)?];
        let mut between = None;
        while let Some(c) = self.peek().filter(|c| matches!(c, '|' | ';')) {
            if *between.get_or_insert(c) != c {
                return Err(error(
                    self.at,
                    "`|` and `;` stand side by side".to_owned(),
                    "put one of them into its own round brackets",
                ));
            }
            self.at += 1;
            items.push(self.sequence(depth)?);
        }
        debug_assert!(self.peek().is_none_or(|c| Some(c) == close || is_close(c)));
        if between == Some(';') && items.len() > ANY_ORDER_MAX {
            return Err(error(
                self.at,
                format!("more than {ANY_ORDER_MAX} parts in any order"),
                "write the likely orders as sentences of their own",
            ));
        }
        Ok(match between {
            None => items.pop().unwrap_or_else(Node::nothing),
            Some('|') => Node::Alt(items),
            Some(_) => Node::Perm(items),
        })
    }

    fn sequence(&mut self, depth: usize) -> Result<Node, TemplateError> {
        let mut items = Vec::new();
        while let Some(c) = self.peek() {
            match c {
                '|' | ';' | ')' | ']' | '}' | '>' => break,
                '(' => append(&mut items, self.group(')', depth)?),
                '[' => items.push(Node::Opt(Box::new(self.group(']', depth)?))),
                '{' => items.push(self.slot()?),
                '<' => items.push(Node::Rule(self.name('>', "rule")?)),
                _ => append(&mut items, Node::Text(self.text()?)),
            }
        }
        Ok(match items.len() {
            1 => items.pop().unwrap_or_else(Node::nothing),
            _ => Node::Seq(items),
        })
    }

    fn group(&mut self, close: char, depth: usize) -> Result<Node, TemplateError> {
        let open_at = self.at;
        self.at += 1;
        let node = self.branches(Some(close), depth + 1)?;
        if self.peek() != Some(close) {
            return Err(match self.peek() {
                None => unclosed(open_at, self.chars[open_at], close),
                Some(other) => error(
                    self.at,
                    format!(
                        "`{other}` stands where `{close}` should close column {}",
                        open_at + 1
                    ),
                    "close the brackets in the order in which they were opened",
                ),
            });
        }
        self.at += 1;
        if node == Node::nothing() {
            return Err(error(
                open_at,
                "the brackets are empty".to_owned(),
                "write what may stand there, or remove them",
            ));
        }
        Ok(node)
    }

    fn slot(&mut self) -> Result<Node, TemplateError> {
        let open_at = self.at;
        let inner = self.name('}', "list")?;
        let (list, arg) = match inner.split_once(':') {
            Some((list, arg)) => (list.to_owned(), Some(arg.to_owned())),
            None => (inner, None),
        };
        if list.is_empty()
            || arg
                .as_deref()
                .is_some_and(|arg| arg.is_empty() || arg.contains(':'))
        {
            return Err(error(
                open_at,
                "a name is missing beside the colon".to_owned(),
                "write `{list}` or `{list:argument}`",
            ));
        }
        Ok(Node::Slot { list, arg })
    }

    fn name(&mut self, close: char, of: &str) -> Result<String, TemplateError> {
        let open_at = self.at;
        self.at += 1;
        let start = self.at;
        while let Some(c) = self.peek() {
            if c == close {
                break;
            }
            if matches!(
                c,
                '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '|' | ';' | '\\'
            ) {
                return Err(error(
                    self.at,
                    format!("`{c}` cannot stand in the name of a {of}"),
                    "use letters, digits, `_` and `.`",
                ));
            }
            self.at += 1;
        }
        if self.peek().is_none() {
            return Err(unclosed(open_at, self.chars[open_at], close));
        }
        let name: String = self.chars[start..self.at].iter().collect();
        self.at += 1;
        let name = name.trim().to_owned();
        if name.is_empty() {
            return Err(error(
                open_at,
                format!("the {of} has no name"),
                "write its name",
            ));
        }
        Ok(name)
    }

    fn text(&mut self) -> Result<String, TemplateError> {
        let mut text = String::new();
        while let Some(c) = self.peek() {
            if c == '\\' {
                let Some(&escaped) = self.chars.get(self.at + 1) else {
                    return Err(error(
                        self.at,
                        "nothing follows the backslash".to_owned(),
                        "write two for one backslash",
                    ));
                };
                text.push(escaped);
                self.at += 2;
                continue;
            }
            if is_special(c) {
                break;
            }
            text.push(c);
            self.at += 1;
        }
        Ok(text)
    }
}

/// Adds `node` to a sequence so that one sequence has one shape: no sequence within, no two texts side by side.
fn append(items: &mut Vec<Node>, node: Node) {
    match (node, items.last_mut()) {
        (Node::Seq(inner), _) => inner.into_iter().for_each(|node| append(items, node)),
        (Node::Text(text), Some(Node::Text(before))) => before.push_str(&text),
        (node, _) => items.push(node),
    }
}

/// Whether `c` means something in a template.
pub(super) fn is_special(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '<' | '|' | ';' | '\\') || is_close(c)
}

fn is_close(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '>')
}

fn unclosed(at: usize, open: char, close: char) -> TemplateError {
    error(
        at,
        format!("`{open}` is never closed"),
        &format!("add `{close}`"),
    )
}

fn error(at: usize, what: String, hint: &str) -> TemplateError {
    TemplateError {
        column: at + 1,
        what,
        hint: hint.to_owned(),
    }
}
