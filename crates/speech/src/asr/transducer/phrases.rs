use std::collections::{BTreeMap, VecDeque};

/// Nodes at most: phrases of 5,000 names are far fewer.
const NODES_MAX: usize = 100_000;

/// Phrases that are looked for in a stream of tokens, all at once (Aho and Corasick 1975). Each token of a phrase that goes
/// on is worth a boost, which is taken back if the phrase does not come.
#[derive(Clone, Debug)]
pub(crate) struct Phrases {
    nodes: Vec<Node>,
}

/// Where a stream of tokens is in the phrases.
#[derive(Clone, Debug, Default)]
pub(crate) struct Node {
    next: BTreeMap<u32, usize>,
    /// The longest other beginning that the last tokens are.
    fail: usize,
    /// The longest whole phrase that the last tokens end with, if this node ends none.
    ends: Option<usize>,
    boost: f32,
    /// All boosts up to here.
    sum: f32,
    /// The sums of all phrases that end here.
    sum_of_ends: f32,
    /// Tokens up to here.
    pub(crate) depth: usize,
    /// The phrase that ends here.
    pub(crate) phrase: Option<usize>,
}

/// Tokens that are looked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Phrase {
    pub(crate) ids: Vec<u32>,
    /// What each token is worth, in natural logarithms.
    pub(crate) boost: f32,
}

/// The node before any token.
pub(crate) const ROOT: usize = 0;

impl Phrases {
    /// Phrases to look for, told apart by their places. Of equals the last counts.
    pub(crate) fn new(phrases: &[Phrase]) -> Phrases {
        let mut all = Phrases {
            nodes: vec![Node::default()],
        };
        for (at, phrase) in phrases.iter().enumerate() {
            all.insert(at, phrase);
        }
        all.link();
        all
    }

    fn insert(&mut self, at: usize, phrase: &Phrase) {
        if phrase.ids.is_empty() || self.nodes.len() + phrase.ids.len() > NODES_MAX {
            return;
        }
        let mut here = ROOT;
        for id in &phrase.ids {
            let there = match self.nodes[here].next.get(id) {
                Some(there) => *there,
                None => {
                    let depth = self.nodes[here].depth + 1;
                    self.nodes.push(Node {
                        depth,
                        ..Node::default()
                    });
                    let there = self.nodes.len() - 1;
                    self.nodes[here].next.insert(*id, there);
                    there
                }
            };
            self.nodes[there].boost = self.nodes[there].boost.max(phrase.boost);
            here = there;
        }
        self.nodes[here].phrase = Some(at);
    }

    /// Sums, and where a token leads that no phrase goes on with; nodes near the root first.
    fn link(&mut self) {
        let mut waiting = VecDeque::from([ROOT]);
        while let Some(here) = waiting.pop_front() {
            for (id, there) in self.nodes[here].next.clone() {
                let fail = match here {
                    ROOT => ROOT,
                    _ => self.after(self.nodes[here].fail, id),
                };
                let longest = &self.nodes[fail];
                let ends = longest.phrase.map(|_| fail).or(longest.ends);
                let of_others = longest.sum_of_ends;
                let sum = self.nodes[here].sum;
                let node = &mut self.nodes[there];
                (node.fail, node.ends, node.sum) = (fail, ends, sum + node.boost);
                let own = node.phrase.map_or(0.0, |_| node.sum);
                node.sum_of_ends = own + ends.map_or(0.0, |_| of_others);
                waiting.push_back(there);
            }
        }
    }

    /// The node after a token.
    fn after(&self, mut here: usize, id: u32) -> usize {
        loop {
            match self.nodes[here].next.get(&id) {
                Some(there) => return *there,
                None if here == ROOT => return ROOT,
                None => here = self.nodes[here].fail,
            }
        }
    }

    /// What a token is worth and where it leads, for names: one that is whole keeps its boost, and the next may begin.
    pub(crate) fn boosted(&self, here: usize, id: u32) -> (f32, usize) {
        let there = self.after(here, id);
        let (node, before) = (&self.nodes[there], self.nodes[here].sum);
        if node.sum_of_ends == 0.0 {
            return (node.sum - before, there);
        }
        let whole = match (node.phrase, node.ends) {
            (None, Some(ends)) => self.nodes[ends].sum,
            _ => node.sum,
        };
        (whole - before, ROOT)
    }

    /// What a token is worth and where it leads, for keywords: one that is whole is worth its boosts twice, and stays.
    pub(crate) fn spotted(&self, here: usize, id: u32) -> (f32, usize) {
        let there = self.after(here, id);
        let node = &self.nodes[there];
        (node.sum - self.nodes[here].sum + node.sum_of_ends, there)
    }

    /// How many tokens lead to a node.
    pub(crate) fn depth(&self, here: usize) -> usize {
        self.nodes[here].depth
    }

    /// Boosts of a phrase that has begun and is not whole.
    pub(crate) fn owed(&self, here: usize) -> f32 {
        self.nodes[here].sum
    }

    /// The node of the phrase that is whole at a node.
    pub(crate) fn whole(&self, here: usize) -> Option<&Node> {
        let node = &self.nodes[here];
        match node.phrase {
            Some(_) => Some(node),
            None => node.ends.map(|ends| &self.nodes[ends]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Vec<u32> {
        text.bytes().map(u32::from).collect()
    }

    fn phrases(names: &[&str]) -> Phrases {
        let phrase = |name: &&str| Phrase {
            ids: ids(name),
            boost: 1.0,
        };
        Phrases::new(&names.iter().map(phrase).collect::<Vec<_>>())
    }

    /// Each token's boost, and all of them with what is owed at the end.
    #[track_caller]
    fn check_boosted(names: &[&str], said: &str, each: &[f32], all: f32) {
        let phrases = phrases(names);
        let mut here = ROOT;
        let mut found = Vec::new();
        for id in ids(said) {
            let (boost, there) = phrases.boosted(here, id);
            found.push(boost);
            here = there;
        }
        assert_eq!(found, each, "{said}");
        assert_eq!(
            found.iter().sum::<f32>() - phrases.owed(here),
            all,
            "{said}"
        );
    }

    #[test]
    fn whole_names_keep_their_boost() {
        check_boosted(&["abc"], "abc", &[1.0, 1.0, 1.0], 3.0);
        check_boosted(&["abc"], "abx", &[1.0, 1.0, -2.0], 0.0);
        check_boosted(&["abc"], "ab", &[1.0, 1.0], 0.0);
        check_boosted(&["abc"], "ababc", &[1.0, 1.0, -1.0, 1.0, 1.0], 3.0);
        check_boosted(&["abc"], "aabc", &[1.0, 0.0, 1.0, 1.0], 3.0);
        check_boosted(&["abcd", "bx"], "abx", &[1.0, 1.0, 0.0], 2.0);
        check_boosted(&["abcd", "b"], "ab", &[1.0, 0.0], 1.0);
        check_boosted(&["ab", "ab"], "abab", &[1.0, 1.0, 1.0, 1.0], 4.0);
        check_boosted(&[], "ab", &[0.0, 0.0], 0.0);
    }

    /// The phrase that is whole after each token.
    #[track_caller]
    fn check_spotted(names: &[&str], said: &str, whole: &[Option<usize>]) {
        let phrases = phrases(names);
        let mut here = ROOT;
        let found = ids(said).into_iter().map(|id| {
            here = phrases.spotted(here, id).1;
            phrases.whole(here).and_then(|node| node.phrase)
        });
        assert_eq!(found.collect::<Vec<_>>(), whole, "{said}");
    }

    #[test]
    fn keywords_are_found_wherever_they_end() {
        check_spotted(&["ab", "b"], "xab", &[None, None, Some(0)]);
        check_spotted(&["abcd", "bc"], "abcx", &[None, None, Some(1), None]);
        check_spotted(&["aa"], "aaa", &[None, Some(0), Some(0)]);
        check_spotted(&["", "a"], "a", &[Some(1)]);
    }
}
