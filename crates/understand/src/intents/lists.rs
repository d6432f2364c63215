//! Lists: values, numbers, or any words.

use std::collections::HashMap;

use super::book::{Reader, Written};
use super::plain::Plain;
use super::yaml::{Tree, Yaml};

/// What a list is.
#[derive(Clone, Debug)]
pub(crate) enum ListDef {
    Values(Vec<ItemDef>),
    Range(RangeDef),
    Wild,
}

#[derive(Clone, Debug)]
pub(crate) struct ItemDef {
    pub written: Written,
    /// None where the words themselves are the value.
    pub out: Option<Plain>,
    pub context: Vec<(String, Plain)>,
}

/// Numbers from, to and in steps of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RangeDef {
    pub from: i64,
    pub to: i64,
    pub step: i64,
    /// Parts of one that are allowed: 2 for halves, 10 for tenths.
    pub parts: u8,
    pub multiplier: f64,
    pub digits: bool,
    pub words: bool,
}

impl Reader<'_> {
    pub(crate) fn lists(&mut self, yaml: &Yaml) -> HashMap<String, ListDef> {
        let mut lists = HashMap::new();
        for (name, about) in yaml.entries() {
            if let Some(list) = self.list(about) {
                lists.insert(name.words().unwrap_or_default().to_owned(), list);
            }
        }
        lists
    }

    fn list(&mut self, yaml: &Yaml) -> Option<ListDef> {
        if let Some(values) = yaml.get("values") {
            let Tree::List(items) = &values.tree else {
                self.fault(
                    values.place,
                    "`values` is not a list",
                    "begin each with `-`",
                );
                return None;
            };
            let items = items.iter().filter_map(|item| self.item(item)).collect();
            return Some(ListDef::Values(items));
        }
        if let Some(range) = yaml.get("range") {
            return self.range(range).map(ListDef::Range);
        }
        if yaml.get("wildcard").map(Yaml::plain) == Some(Plain::Bool(true)) {
            return Some(ListDef::Wild);
        }
        let hint = "write `values:`, `range:` or `wildcard: true`";
        self.fault(yaml.place, "the list has no values", hint);
        None
    }

    fn item(&mut self, yaml: &Yaml) -> Option<ItemDef> {
        let map = |name: &str| match yaml.get(name).map(Yaml::plain) {
            Some(Plain::Map(entries)) => entries,
            _ => Vec::new(),
        };
        if let Tree::Scalar(text, _) = &yaml.tree {
            let written = self.template(yaml)?;
            let is_plain = !text.contains(['(', ')', '{', '}', '<', '>', '[', ']', '|', '@']);
            let out = is_plain.then(|| Plain::Text(text.clone()));
            return Some(ItemDef {
                written,
                out,
                context: Vec::new(),
            });
        }
        let Some(words) = yaml.get("in") else {
            self.fault(
                yaml.place,
                "the value has no `in`",
                "write `in: words`, `out: value`",
            );
            return None;
        };
        Some(ItemDef {
            written: self.template(words)?,
            out: yaml
                .get("out")
                .map(Yaml::plain)
                .filter(|out| *out != Plain::Null),
            context: map("context"),
        })
    }

    fn range(&mut self, yaml: &Yaml) -> Option<RangeDef> {
        let number = |name: &str| match yaml.get(name).map(Yaml::plain) {
            Some(Plain::Number(n)) => Some(n),
            _ => None,
        };
        let flag = |name: &str| yaml.get(name).map(Yaml::plain) != Some(Plain::Bool(false));
        let parts = match yaml.get("fractions").and_then(Yaml::words) {
            Some("halves") => 2,
            Some("tenths") => 10,
            _ => 1,
        };
        let (Some(from), Some(to)) = (number("from"), number("to")) else {
            self.fault(
                yaml.place,
                "the range has no `from` and `to`",
                "write both, as numbers",
            );
            return None;
        };
        let step = number("step").unwrap_or(1.0) as i64;
        if from > to || step < 1 {
            let hint = "let `from` be less than `to` and `step` at least 1";
            self.fault(yaml.place, "the range is empty", hint);
            return None;
        }
        Some(RangeDef {
            from: from as i64,
            to: to as i64,
            step,
            parts,
            multiplier: number("multiplier").unwrap_or(1.0),
            digits: flag("digits"),
            words: flag("words"),
        })
    }
}
