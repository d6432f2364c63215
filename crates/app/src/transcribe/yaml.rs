//! Home Assistant's sentences as a grammar to listen for.

use std::collections::HashMap;

use anyhow::{Context, bail};
use ling_base::Lang;
use ling_speech::asr::sphinx::{Grammar, Intent, Phrase};
use ling_text::{Style, pack};
use ling_understand::{
    intents::{House, HouseItem, Plain, read_yaml},
    template::{self, Node},
};

use super::Meant;

/// Rules inside rules at most; what is deeper holds itself.
const DEPTH_MAX: usize = 32;

/// Wordings at most of what is written without spaces, such as `light[s]`.
const GLUED_MAX: usize = 200;

/// Numbers of a range at most.
const RANGE_MAX: i64 = 1_000;

/// Things at most that may stand in any order.
const ORDER_MAX: usize = 4;

/// Reads a file with `intents`, `lists` and `expansion_rules`. Lists that it has not come from the house.
pub fn read(file: &str, text: &str, house: &House) -> anyhow::Result<Meant> {
    let file = read_yaml(file, text)?;
    let mut maker = Maker {
        rules: HashMap::new(),
        lists: file.get("lists").cloned().unwrap_or(Plain::Null),
        house,
    };
    for (name, rule) in entries(file.get("expansion_rules")) {
        let rule = rule.text().context("a rule is no text")?;
        maker.rules.insert(name.clone(), parsed(rule)?);
    }
    let mut meant = Meant {
        grammar: Grammar::default(),
        fixed: Vec::new(),
    };
    for (name, intent) in entries(file.get("intents")) {
        for block in items(intent.get("data")) {
            let mut any = Vec::new();
            for sentence in items(block.get("sentences")) {
                let sentence = sentence.text().context("a sentence is no text")?;
                let said = maker.phrase(&parsed(sentence)?, 0);
                any.push((1.0, said.with_context(|| format!("`{sentence}`"))?));
            }
            meant.grammar.intents.push(Intent {
                name: name.clone(),
                said: Phrase::Any(any),
            });
            let fixed = entries(block.get("slots")).iter();
            let fixed = fixed.map(|(name, value)| (name.clone(), shown(value)));
            meant.fixed.push(fixed.collect());
        }
    }
    if meant.grammar.intents.is_empty() {
        bail!("it has no `intents` with `data` and `sentences`");
    }
    Ok(meant)
}

fn entries(plain: Option<&Plain>) -> &[(String, Plain)] {
    match plain {
        Some(Plain::Map(entries)) => entries,
        _ => &[],
    }
}

fn items(plain: Option<&Plain>) -> &[Plain] {
    match plain {
        Some(Plain::List(items)) => items,
        _ => &[],
    }
}

fn parsed(text: &str) -> anyhow::Result<Node> {
    template::parse(text).map_err(|error| anyhow::anyhow!("`{text}`: {error}"))
}

fn shown(value: &Plain) -> String {
    match value {
        Plain::Text(text) => text.clone(),
        Plain::Number(number) => number.to_string(),
        Plain::Bool(bool) => bool.to_string(),
        Plain::Null | Plain::List(_) | Plain::Map(_) => String::new(),
    }
}

struct Maker<'a> {
    rules: HashMap<String, Node>,
    lists: Plain,
    house: &'a House,
}

impl Maker<'_> {
    fn phrase(&self, node: &Node, depth: usize) -> anyhow::Result<Phrase> {
        if depth > DEPTH_MAX {
            bail!("a rule holds itself, or nests too deep");
        }
        Ok(match node {
            Node::Text(text) => words(text),
            Node::Seq(parts) => self.sequence(parts, depth)?,
            Node::Alt(choices) => {
                let any = choices
                    .iter()
                    .map(|one| Ok((1.0, self.phrase(one, depth + 1)?)));
                Phrase::Any(any.collect::<anyhow::Result<_>>()?)
            }
            Node::Opt(part) => Phrase::Maybe(Box::new(self.phrase(part, depth + 1)?)),
            Node::Perm(parts) => {
                let parts = parts.iter().map(|part| self.phrase(part, depth + 1));
                in_any_order(&parts.collect::<anyhow::Result<Vec<_>>>()?)?
            }
            Node::Slot { list, arg } => self.list(list, arg.as_ref().unwrap_or(list), depth)?,
            Node::Rule(name) => {
                let rule = self.rules.get(name);
                let rule = rule.with_context(|| format!("the rule `<{name}>` is nowhere"))?;
                self.phrase(rule, depth + 1)?
            }
        })
    }

    /// Parts one after the other; those without a space between them make words together.
    fn sequence(&self, parts: &[Node], depth: usize) -> anyhow::Result<Phrase> {
        let mut all = Vec::new();
        let mut glued: Vec<Node> = Vec::new();
        for part in parts {
            let Node::Text(text) = part else {
                glued.push(part.clone());
                continue;
            };
            for (at, piece) in text.split(char::is_whitespace).enumerate() {
                if at > 0 {
                    all.push(self.glued(&std::mem::take(&mut glued), depth)?);
                }
                if !piece.is_empty() {
                    glued.push(Node::Text(piece.to_owned()));
                }
            }
        }
        all.push(self.glued(&glued, depth)?);
        Ok(Phrase::All(all))
    }

    fn glued(&self, parts: &[Node], depth: usize) -> anyhow::Result<Phrase> {
        if let [part] = parts {
            return self.phrase(part, depth + 1);
        }
        let mut wordings = vec![String::new()];
        for part in parts {
            let Some(endings) = endings(part) else {
                // A value or a rule: what touches it is another word.
                let all = parts.iter().map(|part| self.phrase(part, depth + 1));
                return Ok(Phrase::All(all.collect::<anyhow::Result<_>>()?));
            };
            if wordings.len() * endings.len() > GLUED_MAX {
                bail!("there are too many wordings in one word");
            }
            let longer = wordings.iter().flat_map(|begin| {
                let longer = endings.iter().map(move |end| format!("{begin}{end}"));
                longer.collect::<Vec<_>>()
            });
            wordings = longer.collect();
        }
        let any = wordings.iter().map(|wording| (1.0, words(wording)));
        Ok(Phrase::Any(any.collect()))
    }

    fn list(&self, list: &str, slot: &str, depth: usize) -> anyhow::Result<Phrase> {
        let Some(list) = self.lists.get(list) else {
            return self.of_house(list, slot, depth);
        };
        let mut any = Vec::new();
        if let Some(range) = list.get("range") {
            let number = |key: &str| match range.get(key) {
                Some(Plain::Number(number)) => Some(*number as i64),
                _ => None,
            };
            let (from, to) = number("from")
                .zip(number("to"))
                .context("a range has no ends")?;
            let step = number("step").unwrap_or(1).max(1);
            if to.saturating_sub(from) / step > RANGE_MAX {
                bail!("a range has more than {RANGE_MAX} numbers");
            }
            for n in (from..=to).step_by(step as usize) {
                let said = words(&pack(Lang::En).number(n as f64, Style::Say));
                any.push((1.0, value(slot, Some(n.to_string()), said)));
            }
        }
        for item in items(Some(list.get("values").unwrap_or(list))) {
            let text = item.get("in").unwrap_or(item);
            let text = match text {
                Plain::Number(number) => pack(Lang::En).number(*number, Style::Say),
                other => other
                    .text()
                    .context("a value of a list is no text")?
                    .to_owned(),
            };
            let said = self.phrase(&parsed(&text)?, depth + 1)?;
            any.push((1.0, value(slot, item.get("out").map(shown), said)));
        }
        if any.is_empty() {
            bail!("the list of `{{{slot}}}` has no values; anything at all cannot be heard");
        }
        Ok(Phrase::Any(any))
    }
}

impl Maker<'_> {
    /// The names that a house has for a list.
    fn of_house(&self, list: &str, slot: &str, depth: usize) -> anyhow::Result<Phrase> {
        let lists = self.house.lists.iter().filter(|(name, _)| name == list);
        let items: Vec<&HouseItem> = lists.flat_map(|(_, items)| items).collect();
        if items.is_empty() {
            bail!(
                "the list `{{{list}}}` is nowhere: neither in this file nor in the file of `--house`"
            );
        }
        let any = items.iter().map(|item| {
            let said = match template::parse(&item.called) {
                Ok(called) => self.phrase(&called, depth + 1)?,
                Err(_) => words(&item.called),
            };
            Ok((1.0, value(slot, item.out.as_ref().map(shown), said)))
        });
        Ok(Phrase::Any(any.collect::<anyhow::Result<_>>()?))
    }
}

fn value(name: &str, value: Option<String>, said: Phrase) -> Phrase {
    Phrase::Slot {
        name: name.to_owned(),
        value,
        said: Box::new(said),
    }
}

/// The wordings of a part that has no values and no rules.
fn endings(node: &Node) -> Option<Vec<String>> {
    Some(match node {
        Node::Text(text) => vec![text.clone()],
        Node::Seq(parts) => parts.iter().try_fold(vec![String::new()], |begins, part| {
            let ends = endings(part)?;
            let longer = begins.iter().flat_map(|begin| {
                let longer = ends.iter().map(move |end| format!("{begin}{end}"));
                longer.collect::<Vec<_>>()
            });
            let longer: Vec<String> = longer.take(GLUED_MAX + 1).collect();
            Some(longer)
        })?,
        Node::Alt(choices) => {
            let all: Option<Vec<_>> = choices.iter().map(endings).collect();
            all?.concat()
        }
        Node::Opt(part) => {
            let mut all = endings(part)?;
            all.push(String::new());
            all
        }
        Node::Perm(_) | Node::Slot { .. } | Node::Rule(_) => return None,
    })
}

fn in_any_order(parts: &[Phrase]) -> anyhow::Result<Phrase> {
    if parts.len() > ORDER_MAX {
        bail!("more than {ORDER_MAX} things may stand in any order");
    }
    if let [] | [_] = parts {
        return Ok(Phrase::All(parts.to_vec()));
    }
    let mut any = Vec::new();
    for at in 0..parts.len() {
        let mut rest = parts.to_vec();
        let first = rest.remove(at);
        any.push((1.0, Phrase::All(vec![first, in_any_order(&rest)?])));
    }
    Ok(Phrase::Any(any))
}

/// Words in small letters, without punctuation; numbers in digits as they are said.
fn words(text: &str) -> Phrase {
    let bare = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'');
        match bare.parse::<u32>() {
            Ok(number) => pack(Lang::En).number(f64::from(number), Style::Say),
            Err(_) => bare.replace('’', "'").to_lowercase(),
        }
    };
    let said: Vec<String> = text.split_whitespace().map(bare).collect();
    let said = said.iter().flat_map(|said| said.split([' ', '-']));
    let said = said.filter(|word| !word.is_empty());
    Phrase::All(said.map(|word| Phrase::Word(word.to_owned())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sentences that are heard, with values in braces.
    fn said(phrase: &Phrase) -> Vec<String> {
        let join = |a: &String, b: &String| format!("{a} {b}").trim().to_owned();
        match phrase {
            Phrase::Word(word) => vec![word.clone()],
            Phrase::All(parts) => parts.iter().fold(vec![String::new()], |before, part| {
                let after = said(part);
                before
                    .iter()
                    .flat_map(|a| after.iter().map(move |b| join(a, b)))
                    .collect()
            }),
            Phrase::Any(choices) => choices.iter().flat_map(|(_, one)| said(one)).collect(),
            Phrase::Maybe(part) => [said(part), vec![String::new()]].concat(),
            Phrase::Many(part) => said(part),
            Phrase::Slot {
                name,
                value,
                said: part,
            } => {
                let value = value
                    .as_deref()
                    .map_or_else(String::new, |value| format!("={value}"));
                said(part)
                    .iter()
                    .map(|one| format!("{{{name}{value}: {one}}}"))
                    .collect()
            }
        }
    }

    fn check(sentence: &str, expected: &[&str]) {
        let text = format!(
            "language: en\nintents:\n  A:\n    data:\n      - sentences: [{sentence:?}]\n        slots: {{domain: light}}\n\
             lists:\n  area:\n    values: [kitchen, {{in: living room, out: lounge}}]\n  n:\n    range: {{from: 19, to: 21}}\n\
             expansion_rules:\n  the: \"[the]\"\n  loop: \"a <loop>\"\n"
        );
        let house = House {
            lists: vec![(
                "person".to_owned(),
                ["Anna", "[little ]Max"].map(HouseItem::named).into(),
            )],
        };
        match read("test.yaml", &text, &house) {
            Ok(meant) => {
                assert_eq!(said(&meant.grammar.intents[0].said), expected, "{sentence}");
                assert_eq!(meant.fixed, [[("domain".to_owned(), "light".to_owned())]]);
            }
            Err(error) => assert_eq!([format!("{error:#}")], expected, "{sentence}"),
        }
    }

    #[test]
    fn sentences() {
        check("Turn on, please!", &["turn on please"]);
        check(
            "turn (on|off) <the> light[s]",
            &[
                "turn on the lights",
                "turn on the light",
                "turn on lights",
                "turn on light",
                "turn off the lights",
                "turn off the light",
                "turn off lights",
                "turn off light",
            ],
        );
        check(
            "light in {area:room}",
            &[
                "light in {room: kitchen}",
                "light in {room=lounge: living room}",
            ],
        );
        check(
            "{n} percent",
            &[
                "{n=19: nineteen} percent",
                "{n=20: twenty} percent",
                "{n=21: twenty one} percent",
            ],
        );
        check("(now;please) 5", &["now please five", "please now five"]);
        check("[the ]sun", &["the sun", "sun"]);
        check(
            "call {person:who}",
            &[
                "call {who=Anna: anna}",
                "call {who=[little ]Max: little max}",
                "call {who=[little ]Max: max}",
            ],
        );
        let nowhere = "neither in this file nor in the file of `--house`";
        check(
            "{name}",
            &[&format!(
                "`{{name}}`: the list `{{name}}` is nowhere: {nowhere}"
            )],
        );
        check(
            "<loop>",
            &["`<loop>`: a rule holds itself, or nests too deep"],
        );
    }
}
