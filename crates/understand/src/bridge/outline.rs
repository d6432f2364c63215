//! What a template says on the whole: how likely each word and each argument is in a wording of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::heard::{Heard, SPACE};
use crate::template::Node;

/// Rules within rules, at most.
const DEPTH_MAX: usize = 24;
/// What is half likely: a part that may be left out.
const MAYBE: f32 = 0.5;

/// Words and arguments of a template, each with its chance to be in a wording.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// Words, single characters and pairs of them.
    pub grams: BTreeMap<String, f32>,
    /// Arguments in the order in which they first stand.
    pub args: Vec<(String, f32)>,
}

impl Outline {
    /// Reads a template; its rules are in `rules`.
    pub fn of(node: &Node, rules: &BTreeMap<String, Node>) -> Outline {
        let mut outline = Outline::default();
        outline.add(node, rules, 1.0, 0);
        outline
    }

    fn add(&mut self, node: &Node, rules: &BTreeMap<String, Node>, chance: f32, depth: usize) {
        match node {
            Node::Text(text) => {
                for gram in grams(&Heard::new(text).syms) {
                    let have = self.grams.entry(gram).or_default();
                    *have = (*have + chance).min(1.0);
                }
            }
            Node::Seq(parts) | Node::Perm(parts) => {
                for part in parts {
                    self.add(part, rules, chance, depth);
                }
            }
            Node::Alt(parts) => {
                let share = chance / parts.len().max(1) as f32;
                for part in parts {
                    self.add(part, rules, share, depth);
                }
            }
            Node::Opt(part) => self.add(part, rules, chance * MAYBE, depth),
            Node::Slot { list, arg } => {
                let name = arg.as_ref().unwrap_or(list);
                match self.args.iter_mut().find(|(have, _)| have == name) {
                    Some((_, have)) => *have = (*have + chance).min(1.0),
                    None => self.args.push((name.clone(), chance)),
                }
            }
            Node::Rule(name) => {
                if let Some(rule) = rules.get(name).filter(|_| depth < DEPTH_MAX) {
                    self.add(rule, rules, chance, depth + 1);
                }
            }
        }
    }
}

/// Words of an alphabet; single characters of Chinese and pairs of them.
pub(crate) fn grams(syms: &[char]) -> BTreeSet<String> {
    let mut grams = BTreeSet::new();
    let mut word = String::new();
    let mut before: Option<char> = None;
    for &c in syms.iter().chain([&SPACE]) {
        if c.is_ascii_alphanumeric() {
            word.push(c);
            before = None;
            continue;
        }
        if !word.is_empty() {
            grams.insert(std::mem::take(&mut word));
        }
        if c == SPACE {
            before = None;
            continue;
        }
        grams.insert(c.to_string());
        if let Some(before) = before {
            grams.insert([before, c].iter().collect());
        }
        before = Some(c);
    }
    grams
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::parse;

    #[track_caller]
    fn check(template: &str, grams: &[(&str, f32)], args: &[(&str, f32)]) {
        let rules = [("on".to_owned(), parse("(打开|开)").expect("a rule"))].into();
        let outline = Outline::of(&parse(template).expect("a template"), &rules);
        for (gram, chance) in grams {
            assert_eq!(
                outline.grams.get(*gram),
                Some(chance),
                "{gram} in {template}"
            );
        }
        let got: Vec<(&str, f32)> = outline
            .args
            .iter()
            .map(|(name, c)| (name.as_str(), *c))
            .collect();
        assert_eq!(got, args, "{template}");
    }

    #[test]
    fn chances() {
        check(
            "turn (on|off) [the] {name}",
            &[("turn", 1.0), ("on", 0.5), ("the", 0.5)],
            &[("name", 1.0)],
        );
        check(
            "<on>[{area}的]灯",
            &[("打", 0.5), ("开", 1.0), ("的", 0.5)],
            &[("area", 0.5)],
        );
        check(
            "把 alarm 设到{time:at}",
            &[("alarm", 1.0), ("设到", 1.0)],
            &[("at", 1.0)],
        );
    }
}
