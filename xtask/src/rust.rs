//! Just enough of Rust's lexical structure to see strings, functions and test code.

use std::collections::HashSet;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word: keyword or identifier.
    Word,
    /// A string literal of any sort, with its quotes.
    Str,
    /// Anything else: one character of punctuation, a number, a `char`, a lifetime.
    Other,
}

/// One token. Comments and white space are none.
#[derive(Clone, Copy, Debug)]
pub struct Token<'a> {
    /// What it is.
    pub kind: Kind,
    /// As written.
    pub text: &'a str,
    /// The line it starts on, from 1.
    pub line: usize,
    /// The line it ends on.
    pub last_line: usize,
}

/// Cuts a source file into tokens. Never fails: text that is no Rust gives odd tokens.
pub fn lex(source: &str) -> Vec<Token<'_>> {
    let mut lexer = Lexer {
        source,
        at: 0,
        line: 1,
    };
    let mut tokens = Vec::new();
    while let Some((kind, len)) = lexer.next_piece() {
        let text = &source[lexer.at..lexer.at + len];
        let line = lexer.line;
        lexer.at += len;
        lexer.line += text.matches('\n').count();
        if let Some(kind) = kind {
            tokens.push(Token {
                kind,
                text,
                line,
                last_line: lexer.line,
            });
        }
    }
    tokens
}

struct Lexer<'a> {
    source: &'a str,
    at: usize,
    line: usize,
}

impl Lexer<'_> {
    /// Kind (`None` for space and comments) and length of the next piece; `None` at the end.
    fn next_piece(&self) -> Option<(Option<Kind>, usize)> {
        let rest = &self.source[self.at..];
        let first = rest.chars().next()?;
        let piece = if first.is_whitespace() {
            (
                None,
                rest.find(|c: char| !c.is_whitespace())
                    .unwrap_or(rest.len()),
            )
        } else if rest.starts_with("//") {
            (None, rest.find('\n').unwrap_or(rest.len()))
        } else if rest.starts_with("/*") {
            (None, block_comment(rest))
        } else if let Some(len) = string(rest) {
            (Some(Kind::Str), len)
        } else if first == '_' || first.is_alphabetic() {
            (Some(Kind::Word), word(rest))
        } else if first == '\'' {
            (Some(Kind::Other), quote(rest))
        } else if first.is_ascii_digit() {
            (Some(Kind::Other), word(rest))
        } else {
            (Some(Kind::Other), first.len_utf8())
        };
        Some(piece)
    }
}

fn word(rest: &str) -> usize {
    rest.find(|c: char| c != '_' && !c.is_alphanumeric())
        .unwrap_or(rest.len())
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest[at..].starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// The length of the string literal that starts here: `"`, `b"`, `c"`, `r#"`, `br"`, ...
fn string(rest: &str) -> Option<usize> {
    let prefix = rest
        .find(|c: char| !matches!(c, 'b' | 'c' | 'r'))
        .filter(|n| *n <= 2)?;
    let raw = rest[..prefix].contains('r');
    let hashes = if raw {
        rest[prefix..].chars().take_while(|c| *c == '#').count()
    } else {
        0
    };
    let body = prefix + hashes + 1;
    if rest.as_bytes().get(body - 1) != Some(&b'"') {
        return None;
    }
    if raw {
        let end = format!("\"{}", "#".repeat(hashes));
        return Some(
            rest[body..]
                .find(&end)
                .map_or(rest.len(), |n| body + n + end.len()),
        );
    }
    let mut escaped = false;
    for (n, c) in rest[body..].char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(body + n + 1),
            _ => {}
        }
    }
    Some(rest.len())
}

/// The length of the `char` literal or lifetime that starts with this quote.
fn quote(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    let Some((_, first)) = chars.next() else {
        return 1;
    };
    if first == '\\' {
        let end = rest.get(3..).and_then(|rest| rest.find('\''));
        return end.map_or(rest.len(), |n| n + 4);
    }
    match chars.next() {
        Some((n, '\'')) => n + 1,
        _ => 1 + word(&rest[1..]).max(first.len_utf8()),
    }
}

/// A source file whose test code is known.
pub struct Source<'a> {
    /// Its tokens.
    pub tokens: Vec<Token<'a>>,
    in_test: Vec<bool>,
    /// Lines without a trailing newline count as lines.
    pub n_lines: usize,
}

/// One function outside tests.
#[derive(Debug, PartialEq, Eq)]
pub struct Function<'a> {
    /// Its name.
    pub name: &'a str,
    /// The line of `fn`.
    pub line: usize,
    /// From `fn` to the closing brace.
    pub n_lines: usize,
}

impl<'a> Source<'a> {
    /// Reads one file.
    pub fn read(text: &'a str) -> Source<'a> {
        let tokens = lex(text);
        let in_test = mark_tests(&tokens);
        Source {
            tokens,
            in_test,
            n_lines: text.lines().count(),
        }
    }

    /// Every token outside tests, with its place in `tokens`.
    pub fn product(&self) -> impl Iterator<Item = (usize, &Token<'a>)> {
        self.tokens
            .iter()
            .enumerate()
            .filter(|(i, _)| !self.in_test[*i])
    }

    /// Whether the tokens from `at` on read like `words`.
    pub fn reads(&self, at: usize, words: &[&str]) -> bool {
        let here = self.tokens.get(at..at + words.len());
        here.is_some_and(|here| {
            here.iter()
                .zip(words)
                .all(|(token, word)| token.text == *word)
        })
    }

    /// Lines that hold no test code.
    pub fn n_product_lines(&self) -> usize {
        let mut test_lines = HashSet::new();
        let mut from = None;
        for (i, token) in self.tokens.iter().enumerate() {
            match (self.in_test[i], from) {
                (true, None) => from = Some(token.line),
                (false, Some(_)) => from = None,
                _ => {}
            }
            if let Some(from) = from {
                test_lines.extend(from..=token.last_line);
            }
        }
        self.n_lines.saturating_sub(test_lines.len())
    }

    /// Every function with a body outside tests.
    pub fn functions(&self) -> Vec<Function<'a>> {
        let starts = self
            .product()
            .filter(|(_, token)| token.kind == Kind::Word && token.text == "fn");
        starts
            .filter_map(|(at, token)| self.function(at, token.line))
            .collect()
    }

    fn function(&self, at: usize, line: usize) -> Option<Function<'a>> {
        let name = self
            .tokens
            .get(at + 1)
            .filter(|token| token.kind == Kind::Word)?;
        let last = item_end(&self.tokens, at);
        let end = &self.tokens[last];
        (end.text == "}").then(|| Function {
            name: name.text,
            line,
            n_lines: end.last_line + 1 - line,
        })
    }

    /// The names in `#[cfg(test)] mod name;`: files that are test code as a whole.
    pub fn test_modules(&self) -> Vec<&'a str> {
        let all = self
            .tokens
            .iter()
            .enumerate()
            .filter(|(i, _)| self.in_test[*i]);
        all.filter(|(i, token)| token.text == "mod" && self.reads(i + 2, &[";"]))
            .filter_map(|(i, _)| Some(self.tokens.get(i + 1)?.text))
            .collect()
    }
}

/// Which tokens belong to an item under `#[test]`, `#[cfg(test)]` or `#[cfg(feature = "fake")]`.
fn mark_tests(tokens: &[Token<'_>]) -> Vec<bool> {
    let mut marks = vec![false; tokens.len()];
    let mut at = 0;
    while at < tokens.len() {
        let inner = tokens.get(at + 1).is_some_and(|token| token.text == "!");
        let open = at + 1 + usize::from(inner);
        if tokens[at].text != "#" || tokens.get(open).is_none_or(|token| token.text != "[") {
            at += 1;
            continue;
        }
        let close = matching(tokens, open);
        if !is_test_attribute(&tokens[open + 1..close]) {
            at = close + 1;
        } else if inner {
            marks[at..].fill(true);
            return marks;
        } else {
            let mut item = close + 1;
            while tokens.get(item).is_some_and(|token| token.text == "#") {
                item = matching(tokens, item + 1) + 1;
            }
            let end = item_end(tokens, item);
            marks[at..=end].fill(true);
            at = end + 1;
        }
    }
    marks
}

fn is_test_attribute(inside: &[Token<'_>]) -> bool {
    let path_end = inside
        .iter()
        .position(|token| token.text == "(")
        .unwrap_or(inside.len());
    if inside.first().is_some_and(|token| token.text == "cfg") {
        let negated = inside.iter().any(|token| token.text == "not");
        let for_tests = inside
            .iter()
            .any(|token| ["test", "\"fake\""].contains(&token.text));
        return for_tests && !negated;
    }
    path_end > 0 && inside[path_end - 1].text == "test"
}

/// The last token of the item that starts at `at`: its `;`, or the `}` of its body.
fn item_end(tokens: &[Token<'_>], at: usize) -> usize {
    let mut i = at;
    while i < tokens.len() {
        match tokens[i].text {
            "(" | "[" => i = matching(tokens, i),
            "{" => return matching(tokens, i),
            ";" => return i,
            "}" => return i.saturating_sub(1),
            _ => {}
        }
        i += 1;
    }
    tokens.len() - 1
}

/// The bracket that closes the one at `open`; the last token when none does.
fn matching(tokens: &[Token<'_>], open: usize) -> usize {
    let mut depth = 0usize;
    for (i, token) in tokens.iter().enumerate().skip(open) {
        match token.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" if depth <= 1 => return i,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
    }
    tokens.len() - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_tokens(source: &str, expect: &[&str]) {
        let got: Vec<&str> = lex(source).iter().map(|token| token.text).collect();
        assert_eq!(got, expect, "source: {source}");
    }

    #[test]
    fn tokens() {
        check_tokens("a.unwrap()", &["a", ".", "unwrap", "(", ")"]);
        check_tokens(
            r#"x("a \" b", b"c")"#,
            &["x", "(", r#""a \" b""#, ",", r#"b"c""#, ")"],
        );
        check_tokens(
            r###"r#"a " b"# r"\" c"###,
            &[r###"r#"a " b"#"###, r#"r"\""#, "c"],
        );
        check_tokens("/* a /* b */ c */ d // e\nf", &["d", "f"]);
        check_tokens(
            "'a' '\\'' '\\u{4e00}' &'a str '一'",
            &["'a'", "'\\''", "'\\u{4e00}'", "&", "'a", "str", "'一'"],
        );
        check_tokens("\"unfinished", &["\"unfinished"]);
        check_tokens("bread cr rb", &["bread", "cr", "rb"]);
    }

    #[track_caller]
    fn check(source: &str, product: &[&str], n_product_lines: usize) {
        let read = Source::read(source);
        let words = read.product().filter(|(_, token)| token.kind == Kind::Word);
        let got: Vec<&str> = words.map(|(_, token)| token.text).collect();
        assert_eq!(got, product, "source: {source}");
        assert_eq!(read.n_product_lines(), n_product_lines, "source: {source}");
    }

    #[test]
    fn test_code_is_set_apart() {
        check(
            "fn a() {}\n#[cfg(test)]\nmod tests {\n fn b() {}\n}\nfn c() {}\n",
            &["fn", "a", "fn", "c"],
            2,
        );
        check("#[test]\nfn a() { b(); }\n", &[], 0);
        check(
            "#[tokio::test(flavor = \"x\")]\nasync fn a() {}\nfn b() {}",
            &["fn", "b"],
            1,
        );
        check(
            "#[cfg(not(test))]\nfn a() {}",
            &["cfg", "not", "test", "fn", "a"],
            2,
        );
        check(
            "#[cfg(any(test, feature = \"fake\"))]\n#[derive(X)]\nstruct A;\nfn b() {}",
            &["fn", "b"],
            1,
        );
        check(
            "#[cfg(test)]\nconst A: [u8; 2] = [1, 2];\nfn b() {}",
            &["fn", "b"],
            1,
        );
        check(
            "#[cfg(feature = \"fake\")]\nmod a {}\nfn b() {}",
            &["fn", "b"],
            1,
        );
        check("#![cfg(test)]\nfn b() {}", &[], 0);
        check("#[cfg(test)", &[], 0);
    }

    #[test]
    fn functions() {
        let read = Source::read(
            "trait T { fn a(&self); }\nfn b(c: fn(u8) -> u8) -> [u8; 2] {\n if c { d }\n}\n",
        );
        assert_eq!(
            read.functions(),
            [Function {
                name: "b",
                line: 2,
                n_lines: 3
            }]
        );
    }

    #[test]
    fn modules_of_tests() {
        let read = Source::read("mod a;\n#[cfg(test)]\nmod b;\n#[cfg(test)]\nmod tests { }");
        assert_eq!(read.test_modules(), ["b"]);
    }
}
