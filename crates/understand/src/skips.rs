//! Where words may be passed over in one text.

use crate::heard::{Heard, SPACE};
use crate::words::{Words, before, behind};

/// Words of politeness in a row, at most.
const ROUNDS: usize = 4;

/// Where words may be passed over, and at what price (their symbols).
#[derive(Debug, Default)]
pub(crate) struct Skips {
    /// Positions where a sentence may begin.
    pub starts: Vec<(usize, usize)>,
    /// For each position, the price of ending there.
    pub ends: Vec<Option<usize>>,
    /// For each position, where words inside the sentence lead.
    pub inside: Vec<Vec<usize>>,
    /// For each position, whether a connector begins there.
    pub stops: Vec<bool>,
}

impl Skips {
    pub fn new(heard: &Heard<'_>, words: &Words) -> Skips {
        let n = heard.len();
        let mut skips = Skips {
            starts: vec![(0, 0)],
            ends: vec![None; n + 1],
            ..Skips::default()
        };
        let asks = skips.find_starts(heard, words);
        skips.find_ends(heard, words, asks);
        skips.inside = (0..=n).map(|at| inside(heard, words, at)).collect();
        skips.stops = (0..=n).map(|at| stops(heard, words, at)).collect();
        skips
    }

    /// Whether one of the words passed over asks: "can you ...".
    fn find_starts(&mut self, heard: &Heard<'_>, words: &Words) -> bool {
        let mut asks = false;
        for _ in 0..ROUNDS {
            let known = self.starts.len();
            for at in 0..known {
                let at = self.starts[at].0;
                let plain =
                    behind(heard, &words.start, at).chain(behind(heard, &words.anywhere, at));
                let asking = behind(heard, &words.ask_start, at);
                let next = plain
                    .map(|next| (next, false))
                    .chain(asking.map(|next| (next, true)));
                for (next, is_asking) in next.filter(|&(next, _)| next < heard.len()) {
                    asks |= is_asking;
                    if !self.starts.iter().any(|&(start, _)| start == next) {
                        self.starts.push((next, next));
                    }
                }
            }
            if known == self.starts.len() {
                break;
            }
        }
        asks
    }

    fn find_ends(&mut self, heard: &Heard<'_>, words: &Words, asks: bool) {
        let n = heard.len();
        self.ends[n] = Some(0);
        let mut ends = vec![n];
        for _ in 0..ROUNDS {
            let mut earlier = Vec::new();
            for &at in &ends {
                let plain = before(heard, &words.end, at);
                let asked = before(heard, &words.ask_end, at).filter(|_| asks);
                for start in plain.chain(asked).filter(|&start| start > 0) {
                    if self.ends[start].is_none() {
                        self.ends[start] = Some(n - start);
                        earlier.push(start);
                    }
                }
            }
            ends = earlier;
        }
    }
}

fn inside(heard: &Heard<'_>, words: &Words, at: usize) -> Vec<usize> {
    if at == 0 || at >= heard.len() || !heard.edge[at] || heard.syms[at] == SPACE {
        return Vec::new();
    }
    behind(heard, &words.anywhere, at).collect()
}

/// Connectors of one character also begin other words (再见), so that only longer ones stop.
fn stops(heard: &Heard<'_>, words: &Words, at: usize) -> bool {
    let from = heard.past_space(at);
    heard.edge[at]
        && words
            .then
            .iter()
            .any(|word| word.len() > 1 && heard.after_words(from, word).is_some())
}
