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
        skips.ends[n] = Some(0);
        let mut ends = vec![n];
        for _ in 0..ROUNDS {
            let (from, known) = (skips.starts.clone(), skips.starts.len());
            for &(at, _) in &from {
                let next =
                    behind(heard, &words.start, at).chain(behind(heard, &words.anywhere, at));
                for next in next.filter(|&next| next < n) {
                    if !skips.starts.iter().any(|&(start, _)| start == next) {
                        skips.starts.push((next, next));
                    }
                }
            }
            let mut earlier = Vec::new();
            for &at in &ends {
                for start in before(heard, &words.end, at).filter(|&start| start > 0) {
                    if skips.ends[start].is_none() {
                        skips.ends[start] = Some(n - start);
                        earlier.push(start);
                    }
                }
            }
            if earlier.is_empty() && known == skips.starts.len() {
                break;
            }
            ends = earlier;
        }
        skips.inside = (0..=n).map(|at| inside(heard, words, at)).collect();
        skips.stops = (0..=n).map(|at| stops(heard, words, at)).collect();
        skips
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
