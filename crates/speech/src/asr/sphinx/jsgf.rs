//! JSpeech Grammar Format: grammars as people write them down.
//!
//! Every public rule is an intent of its name. A tag in braces makes what stands before it a value:
//! `<size>{size}` gives the slot `size` the words that were said for the rule `size`.

use std::{collections::HashMap, rc::Rc};

use super::grammar::{Grammar, Intent, Phrase};
use crate::SpeechError;

/// Rules inside rules at most; what is deeper holds itself.
const DEPTH_MAX: usize = 64;

/// Parts of the whole grammar at most, each rule counted as often as it is used.
const PARTS_MAX: usize = 200_000;

/// Characters of a grammar at most.
const CHARS_MAX: usize = 1_000_000;

/// A part of a rule as it stands in the text.
enum Part {
    Word(String),
    Rule(String, Spot),
    All(Vec<Part>),
    Any(Vec<(f32, Part)>),
    Maybe(Box<Part>),
    Many(Box<Part>),
    Slot(String, Box<Part>),
    Never,
}

/// A place in the text, from 1.
#[derive(Clone, Copy)]
struct Spot {
    line: usize,
    column: usize,
}

impl Spot {
    fn wrong(self, why: impl Into<String>) -> SpeechError {
        SpeechError::Grammar {
            line: self.line,
            column: self.column,
            why: why.into(),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Rule(String),
    Tag(String),
    Weight(f32),
    Sign(char),
}

/// Reads a grammar.
pub fn parse(text: &str) -> Result<Grammar, SpeechError> {
    let mut reader = Reader {
        tokens: tokens(text)?,
        at: 0,
        depth: 0,
    };
    let mut rules = HashMap::new();
    let mut public = Vec::new();
    reader.header()?;
    while let Some((token, spot)) = reader.next() {
        let (name, is_public) = match token {
            Token::Rule(name) => (name, false),
            Token::Word(word) if word == "public" => match reader.next() {
                Some((Token::Rule(name), _)) => (name, true),
                _ => return Err(spot.wrong("`public` is followed by a rule in angle brackets")),
            },
            Token::Word(word) if word == "import" => {
                return Err(spot.wrong("other grammars are not imported; write the rules here"));
            }
            _ => return Err(spot.wrong("a rule begins with its name in angle brackets")),
        };
        reader.sign('=')?;
        let part = reader.choices()?;
        reader.sign(';')?;
        if is_public {
            public.push((name.clone(), spot));
        }
        if rules.insert(name.clone(), Rc::new(part)).is_some() {
            return Err(spot.wrong(format!("the rule `<{name}>` stands here a second time")));
        }
    }
    if public.is_empty() {
        let end = Spot { line: 1, column: 1 };
        return Err(end.wrong("no rule is public: write `public` before one"));
    }
    let mut maker = Maker { rules, n_parts: 0 };
    let mut grammar = Grammar::default();
    for (name, spot) in public {
        let said = maker.rule(&name, spot, 0)?.unwrap_or(Phrase::Any(vec![]));
        grammar.intents.push(Intent { name, said });
    }
    Ok(grammar)
}

struct Maker {
    rules: HashMap<String, Rc<Part>>,
    n_parts: usize,
}

impl Maker {
    /// A rule with the rules inside it; nothing, if it can never be said.
    fn rule(
        &mut self,
        name: &str,
        spot: Spot,
        depth: usize,
    ) -> Result<Option<Phrase>, SpeechError> {
        if depth > DEPTH_MAX {
            return Err(spot.wrong(format!(
                "the rule `<{name}>` holds itself, or nests too deep"
            )));
        }
        let Some(part) = self.rules.get(name).cloned() else {
            return Err(spot.wrong(format!("the rule `<{name}>` is nowhere")));
        };
        self.phrase(&part, depth, spot)
    }

    fn phrase(
        &mut self,
        part: &Part,
        depth: usize,
        spot: Spot,
    ) -> Result<Option<Phrase>, SpeechError> {
        self.n_parts += 1;
        if self.n_parts > PARTS_MAX {
            return Err(spot.wrong("the grammar is too large"));
        }
        Ok(match part {
            Part::Word(word) => Some(Phrase::Word(word.clone())),
            Part::Rule(name, spot) => self.rule(name, *spot, depth + 1)?,
            Part::Never => None,
            Part::All(parts) => {
                let mut all = Vec::new();
                for part in parts {
                    match self.phrase(part, depth, spot)? {
                        Some(phrase) => all.push(phrase),
                        None => return Ok(None),
                    }
                }
                Some(Phrase::All(all))
            }
            Part::Any(parts) => {
                let mut any = Vec::new();
                for (weight, part) in parts {
                    any.extend(self.phrase(part, depth, spot)?.map(|one| (*weight, one)));
                }
                (!any.is_empty()).then_some(Phrase::Any(any))
            }
            Part::Maybe(part) => match self.phrase(part, depth, spot)? {
                Some(phrase) => Some(Phrase::Maybe(Box::new(phrase))),
                None => Some(Phrase::All(vec![])),
            },
            Part::Many(part) => self
                .phrase(part, depth, spot)?
                .map(|phrase| Phrase::Many(Box::new(phrase))),
            Part::Slot(name, part) => self.phrase(part, depth, spot)?.map(|phrase| Phrase::Slot {
                name: name.clone(),
                value: None,
                said: Box::new(phrase),
            }),
        })
    }
}

struct Reader {
    tokens: Vec<(Token, Spot)>,
    at: usize,
    depth: usize,
}

impl Reader {
    fn next(&mut self) -> Option<(Token, Spot)> {
        let next = self.tokens.get(self.at).cloned();
        self.at += 1;
        next
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    fn is(&self, sign: char) -> bool {
        self.peek() == Some(&Token::Sign(sign))
    }

    /// The place of the next token, or of the last.
    fn spot(&self) -> Spot {
        let here = self.tokens.get(self.at).or(self.tokens.last());
        here.map_or(Spot { line: 1, column: 1 }, |(_, spot)| *spot)
    }

    fn sign(&mut self, sign: char) -> Result<(), SpeechError> {
        if self.is(sign) {
            self.at += 1;
            return Ok(());
        }
        Err(self.spot().wrong(format!("`{sign}` is missing")))
    }

    /// `grammar name;`, if it is there: the name means nothing to us.
    fn header(&mut self) -> Result<(), SpeechError> {
        if self.peek() == Some(&Token::Word("grammar".into())) {
            self.at += 2;
            self.sign(';')?;
        }
        Ok(())
    }

    fn choices(&mut self) -> Result<Part, SpeechError> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(self.spot().wrong("brackets are nested too deep"));
        }
        let mut choices = Vec::new();
        loop {
            let mut weight = 1.0;
            if let Some(Token::Weight(given)) = self.peek() {
                weight = *given;
                self.at += 1;
            }
            choices.push((weight, self.sequence()?));
            if !self.is('|') {
                break;
            }
            self.at += 1;
        }
        self.depth -= 1;
        Ok(match choices.len() {
            1 => choices.remove(0).1,
            _ => Part::Any(choices),
        })
    }

    fn sequence(&mut self) -> Result<Part, SpeechError> {
        let mut parts = Vec::new();
        loop {
            match self.peek() {
                None => break,
                Some(Token::Sign(sign)) if "|;)]".contains(*sign) => break,
                Some(_) => parts.push(self.item()?),
            }
        }
        Ok(match parts.len() {
            0 => return Err(self.spot().wrong("a word or a rule is missing")),
            1 => parts.remove(0),
            _ => Part::All(parts),
        })
    }

    fn item(&mut self) -> Result<Part, SpeechError> {
        let spot = self.spot();
        let mut part = match self.next().map(|(token, _)| token) {
            Some(Token::Word(word)) => words(&word),
            Some(Token::Rule(name)) if name == "NULL" => Part::All(vec![]),
            Some(Token::Rule(name)) if name == "VOID" => Part::Never,
            Some(Token::Rule(name)) => Part::Rule(name, spot),
            Some(Token::Sign('(')) => {
                let part = self.choices()?;
                self.sign(')')?;
                part
            }
            Some(Token::Sign('[')) => {
                let part = self.choices()?;
                self.sign(']')?;
                Part::Maybe(Box::new(part))
            }
            _ => return Err(spot.wrong("a word or a rule is missing")),
        };
        loop {
            part = match self.peek() {
                Some(Token::Sign('*')) => Part::Maybe(Box::new(Part::Many(Box::new(part)))),
                Some(Token::Sign('+')) => Part::Many(Box::new(part)),
                Some(Token::Tag(name)) => Part::Slot(name.clone(), Box::new(part)),
                _ => return Ok(part),
            };
            self.at += 1;
        }
    }
}

/// A token may hold several words when it stands in quotes.
fn words(token: &str) -> Part {
    let mut parts: Vec<Part> = token
        .split_whitespace()
        .map(|word| Part::Word(word.to_lowercase()))
        .collect();
    match parts.len() {
        1 => parts.remove(0),
        _ => Part::All(parts),
    }
}

/// The text in characters, with where each stands.
struct Text {
    chars: Vec<char>,
    at: usize,
    spot: Spot,
}

impl Text {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += 1;
        match next {
            '\n' => {
                self.spot = Spot {
                    line: self.spot.line + 1,
                    column: 1,
                }
            }
            _ => self.spot.column += 1,
        }
        Some(next)
    }

    fn starts_with(&self, what: &str) -> bool {
        let rest = &self.chars[self.at..];
        what.chars()
            .enumerate()
            .all(|(at, c)| rest.get(at) == Some(&c))
    }

    /// Everything up to `end`, which is left out.
    fn until(&mut self, end: &str, from: Spot) -> Result<String, SpeechError> {
        let mut taken = String::new();
        while !self.starts_with(end) {
            match self.next() {
                Some(next) => taken.push(next),
                None => return Err(from.wrong(format!("`{end}` is missing"))),
            }
        }
        for _ in end.chars() {
            self.next();
        }
        Ok(taken)
    }
}

fn tokens(text: &str) -> Result<Vec<(Token, Spot)>, SpeechError> {
    let start = Spot { line: 1, column: 1 };
    let mut text = Text {
        chars: text.trim_start_matches('\u{feff}').chars().collect(),
        at: 0,
        spot: start,
    };
    if text.chars.len() > CHARS_MAX {
        return Err(start.wrong("the grammar is too long"));
    }
    if text.starts_with("#JSGF") {
        text.until(";", start)?;
    }
    let mut tokens = Vec::new();
    while let Some(next) = text.peek() {
        let spot = text.spot;
        if next.is_whitespace() {
            text.next();
        } else if text.starts_with("//") {
            while text.peek().is_some_and(|c| c != '\n') {
                text.next();
            }
        } else if text.starts_with("/*") {
            text.until("*/", spot)?;
        } else {
            tokens.push((token(&mut text, spot)?, spot));
        }
    }
    Ok(tokens)
}

fn token(text: &mut Text, spot: Spot) -> Result<Token, SpeechError> {
    let next = text.peek().unwrap_or(' ');
    Ok(match next {
        '<' => {
            text.next();
            Token::Rule(text.until(">", spot)?.trim().to_owned())
        }
        '{' => {
            text.next();
            Token::Tag(text.until("}", spot)?.trim().to_owned())
        }
        '"' => {
            text.next();
            Token::Word(text.until("\"", spot)?)
        }
        '/' => {
            text.next();
            let weight = text.until("/", spot)?;
            match weight.trim().parse::<f32>() {
                Ok(weight) if weight.is_finite() && weight >= 0.0 => Token::Weight(weight),
                _ => return Err(spot.wrong(format!("`{weight}` is no weight"))),
            }
        }
        '=' | '|' | ';' | '(' | ')' | '[' | ']' | '*' | '+' => {
            text.next();
            Token::Sign(next)
        }
        '>' | '}' => return Err(spot.wrong(format!("`{next}` closes nothing"))),
        _ => {
            let mut word = String::new();
            while text
                .peek()
                .is_some_and(|c| !c.is_whitespace() && !"<>{}\"/=|;()[]*+".contains(c))
            {
                word.extend(text.next());
            }
            Token::Word(word)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All sentences of a grammar, with values in braces; or the mistake.
    fn said(text: &str) -> String {
        match parse(text) {
            Ok(grammar) => {
                let all = grammar.intents.iter().flat_map(|intent| {
                    let said = expanded(&intent.said);
                    said.into_iter()
                        .map(|one| format!("{}: {one}", intent.name))
                });
                all.collect::<Vec<_>>().join("; ")
            }
            Err(error) => error.to_string(),
        }
    }

    fn expanded(phrase: &Phrase) -> Vec<String> {
        let join = |a: &str, b: &str| [a, b].join(" ").trim().to_owned();
        match phrase {
            Phrase::Word(word) => vec![word.clone()],
            Phrase::All(parts) => parts.iter().fold(vec![String::new()], |before, part| {
                let after = expanded(part);
                let pairs = before
                    .iter()
                    .flat_map(|a| after.iter().map(move |b| join(a, b)));
                pairs.collect()
            }),
            Phrase::Any(choices) => choices.iter().flat_map(|(_, one)| expanded(one)).collect(),
            Phrase::Maybe(part) => [expanded(part), vec![String::new()]].concat(),
            Phrase::Many(part) => expanded(part)
                .iter()
                .map(|one| format!("{one} ..."))
                .collect(),
            Phrase::Slot { name, said, .. } => {
                let inside = expanded(said);
                inside
                    .iter()
                    .map(|one| format!("{{{name}={one}}}"))
                    .collect()
            }
        }
    }

    fn check(text: &str, expected: &str) {
        assert_eq!(said(text), expected, "{text}");
    }

    #[test]
    fn sentences() {
        check("public <a> = Hello;", "a: hello");
        check(
            "#JSGF V1.0 utf-8 en; grammar g; public <a> = b c;",
            "a: b c",
        );
        check(
            "public <a> = turn (on | off) [now];",
            "a: turn on now; a: turn on; a: turn off now; a: turn off",
        );
        check(
            "public <a> = <n>{n} cups; <n> = one | two;",
            "a: {n=one} cups; a: {n=two} cups",
        );
        check("public <a> = /3/ b | /1/ c; // why\n/* no */", "a: b; a: c");
        check(
            "public <a> = \"iced mocha\"{d} please+;",
            "a: {d=iced mocha} please ...",
        );
        check("public <a> = b*;", "a: b ...; a: ");
        check("public <a> = b <NULL> | <VOID> c;", "a: b");
        check(
            "public <灯> = 打开 <x>{name}; <x> = 客厅 灯;",
            "灯: 打开 {name=客厅 灯}",
        );
        check("public <a> = b; public <c> = d;", "a: b; c: d");
    }

    #[test]
    fn mistakes() {
        check(
            "<a> = b;",
            "line 1, column 1: no rule is public: write `public` before one",
        );
        check(
            "public <a> = <b>;",
            "line 1, column 14: the rule `<b>` is nowhere",
        );
        check(
            "public <a> =\n  ( b | c;",
            "line 2, column 10: `)` is missing",
        );
        check("public <a> = b", "line 1, column 14: `;` is missing");
        check(
            "public <a> = b <a>;",
            "line 1, column 16: the rule `<a>` holds itself, or nests too deep",
        );
        check(
            "public <a> = b | ;",
            "line 1, column 18: a word or a rule is missing",
        );
        check("public <a> = /x/ b;", "line 1, column 14: `x` is no weight");
        check(
            "import <x.y>;",
            "line 1, column 1: other grammars are not imported; write the rules here",
        );
        check("public <a> = b {t;", "line 1, column 16: `}` is missing");
        check(
            &format!("public <a> = {}b;", "[".repeat(300)),
            "line 1, column 78: brackets are nested too deep",
        );
    }
}
