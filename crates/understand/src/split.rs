//! Several commands in one sentence.

use std::ops::Range;

use ling_base::{Meaning, Span};

use crate::grammar::{Grammar, Said, Scope};
use crate::heard::{Heard, SPACE};
use crate::words::{Words, behind};

/// Commands in one sentence, at most.
const COMMANDS_MAX: usize = 5;
/// Places to cut, at most: their pairs multiply.
const CUTS_MAX: usize = 10;
/// Parts tried for one sentence, at most.
const TRIES_MAX: usize = 80;
/// Symbols of all parts tried for one sentence, at most: about 10 ms. A sentence that people say needs a tenth.
const SYMBOLS_TRIED_MAX: usize = 3_000;
/// Steps of the walks over all parts, at most.
const STEPS_MAX: usize = 400_000;
/// Words that a part may borrow from its neighbour, at most.
const BORROWED_MAX: usize = 12;

/// One command of several.
pub(crate) struct Piece {
    pub meanings: Vec<Meaning>,
    /// Whether its best meaning has a free part.
    pub is_free: bool,
}

/// A place between two commands: where the left one ends, where the right one may begin.
struct Cut {
    left: usize,
    rights: Vec<usize>,
}

/// Cuts one text so that every part is a command.
pub(crate) struct Splitter<'s> {
    grammar: &'s Grammar,
    said: &'s Said<'s>,
    scope: &'s Scope<'s>,
    cuts: Vec<Cut>,
    n_tried: usize,
    /// Symbols and steps that may still be spent.
    symbols_left: usize,
    steps_left: usize,
}

impl<'s> Splitter<'s> {
    pub fn new(grammar: &'s Grammar, said: &'s Said<'s>, scope: &'s Scope<'s>) -> Splitter<'s> {
        let cuts = cuts(&said.heard, grammar.words);
        Splitter {
            grammar,
            said,
            scope,
            cuts,
            n_tried: 0,
            symbols_left: SYMBOLS_TRIED_MAX,
            steps_left: STEPS_MAX,
        }
    }

    /// Whether a command may end inside these symbols.
    pub fn cuts_within(&self, range: &Range<usize>) -> bool {
        self.cuts
            .iter()
            .any(|cut| range.start < cut.left && cut.left < range.end)
    }

    /// Two commands or more that are the whole text, the first as long as can be.
    pub fn split(&mut self) -> Option<Vec<Piece>> {
        self.rest(0, None, 1)
    }

    fn rest(
        &mut self,
        from: usize,
        before: Option<Range<usize>>,
        n_th: usize,
    ) -> Option<Vec<Piece>> {
        let end = self.said.heard.len();
        if n_th > 1
            && let Some(piece) = self.part(from..end, before.clone())
        {
            return Some(vec![piece]);
        }
        if n_th >= COMMANDS_MAX {
            return None;
        }
        for at in (0..self.cuts.len()).rev() {
            let left = self.cuts[at].left;
            if left <= from {
                break;
            }
            for right in self.cuts[at].rights.clone() {
                let first = self.part(from..left, before.clone());
                let Some(first) = first.or_else(|| self.lent(from..left, right..end)) else {
                    continue;
                };
                if let Some(mut pieces) = self.rest(right, Some(from..left), n_th + 1) {
                    pieces.insert(0, first);
                    return Some(pieces);
                }
            }
        }
        None
    }

    /// A part as it stands, or with the first words of the part before it ("turn off the light and the fan").
    fn part(&mut self, part: Range<usize>, before: Option<Range<usize>>) -> Option<Piece> {
        if let Some(piece) = self.piece(std::slice::from_ref(&part)) {
            return Some(piece);
        }
        let before = before?;
        let borders = self.borders(&before);
        borders
            .into_iter()
            .rev()
            .take(BORROWED_MAX)
            .find_map(|border| {
                self.piece(&[before.start..border, part.clone()])
                    .filter(|piece| !piece.is_free)
            })
    }

    /// A part with the last words of the part after it ("把灯和风扇关了").
    fn lent(&mut self, part: Range<usize>, after: Range<usize>) -> Option<Piece> {
        let borders = self.borders(&after);
        borders.into_iter().take(BORROWED_MAX).find_map(|border| {
            self.piece(&[part.clone(), border..after.end])
                .filter(|piece| !piece.is_free)
        })
    }

    /// Where a word begins inside a part.
    fn borders(&self, part: &Range<usize>) -> Vec<usize> {
        let heard = &self.said.heard;
        (part.start + 1..part.end)
            .filter(|&at| heard.edge[at] && heard.syms[at] != SPACE)
            .collect()
    }

    /// What several stretches mean as one text; spans lead into the whole text.
    fn piece(&mut self, ranges: &[Range<usize>]) -> Option<Piece> {
        self.n_tried += 1;
        let n_symbols = ranges.iter().map(ExactSizeIterator::len).sum();
        if self.n_tried > TRIES_MAX || self.symbols_left < n_symbols || self.steps_left == 0 {
            return None;
        }
        self.symbols_left -= n_symbols;
        let (mut text, mut origin) = (String::new(), Vec::new());
        for range in ranges {
            let span = self.said.heard.span(range);
            if !text.is_empty() {
                text.push(' ');
                origin.push(span.start);
            }
            text.push_str(self.said.heard.words(span));
            origin.extend(span.start..span.end);
        }
        let said = Said::new(&text, self.scope, self.grammar)?;
        said.steps_left.set(self.steps_left);
        let found = self.grammar.found(&said, self.scope);
        self.steps_left = said.steps_left.get();
        let is_free = found.first()?.matched.n_free > 0;
        let meanings = found
            .into_iter()
            .map(|found| moved(found.meaning, &origin))
            .collect();
        Some(Piece { meanings, is_free })
    }
}

/// A meaning whose spans count in the whole text.
fn moved(mut meaning: Meaning, origin: &[usize]) -> Meaning {
    for slot in &mut meaning.slots {
        let at = |at: usize| origin.get(at).copied().unwrap_or(0);
        slot.span = Span {
            start: at(slot.span.start),
            end: at(slot.span.end.saturating_sub(1)) + 1,
        };
    }
    meaning
}

/// Places where commas and connectors stand.
fn cuts(heard: &Heard<'_>, words: &Words) -> Vec<Cut> {
    let mut cuts = Vec::new();
    for left in (1..heard.len()).filter(|&at| heard.edge[at] && heard.syms[at - 1] != SPACE) {
        let mut rights: Vec<usize> = behind(heard, &words.then, left)
            .chain(behind(heard, &words.join, left))
            .collect();
        if heard.comma[left] {
            rights.push(heard.past_space(left));
        }
        rights.retain(|&right| right < heard.len());
        rights.sort_unstable_by_key(|&right| std::cmp::Reverse(right));
        rights.dedup();
        let is_inside = cuts.last().is_some_and(|cut: &Cut| left < cut.rights[0]);
        if !rights.is_empty() && !is_inside && cuts.len() < CUTS_MAX {
            cuts.push(Cut { left, rights });
        }
    }
    cuts
}
