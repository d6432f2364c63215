//! Several commands in one sentence.

use std::collections::HashMap;
use std::ops::Range;

use ling_base::{Meaning, Span};

use crate::grammar::{Found, Grammar, Said, Scope};
use crate::heard::{Heard, SPACE};
use crate::kind::Kind;
use crate::lattice::Ear;
use crate::values::{moved as moved_values, tag};
use crate::words::{Words, behind};

/// Commands in one sentence, at most.
const COMMANDS_MAX: usize = 5;
/// Places to cut, at most: their pairs multiply.
const CUTS_MAX: usize = 10;
/// Parts tried for one sentence, at most.
const TRIES_MAX: usize = 48;
/// Symbols of all parts tried for one sentence, at most: about 5 ms. A sentence that people say needs a fifth.
const SYMBOLS_TRIED_MAX: usize = 1_500;
/// Steps of the walks over all parts, at most.
const STEPS_MAX: usize = 400_000;
/// Ways through the cuts of one sentence, at most: their number doubles with each cut.
const WAYS_MAX: usize = 300;
/// Words that a part may borrow from its neighbour, at most.
const BORROWED_MAX: usize = 12;

/// One command of several.
#[derive(Clone)]
pub(crate) struct Piece {
    pub meanings: Vec<Meaning>,
    /// Symbols of its best meaning that are free.
    pub n_free: usize,
    /// Whether it has more known symbols than free ones.
    pub is_sure: bool,
    /// Whether it needs words of its neighbour.
    is_borrowed: bool,
    /// Whether a comma or "then" stands before it, and not only "and".
    pub is_apart: bool,
    /// How far words at its end may go on.
    pub end: End,
}

/// How far the free words at the end of a command may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// It ends in known words, or in a name.
    Closed,
    /// In what is to be done: "and" may join more of it, a comma or "then" not.
    Deed,
    /// In what is dictated: it goes on to the end of the sentence.
    Dictated,
}

/// The slot of what is to be done; other free text is dictated.
const DEED: &str = "event_name";

/// A place between two commands: where the left one ends, where the right one may begin.
struct Cut {
    left: usize,
    /// Where the right one may begin, and whether a comma or "then" stands between.
    rights: Vec<(usize, bool)>,
}

/// Cuts one text so that every part is a command.
pub(crate) struct Splitter<'s> {
    grammar: &'s Grammar,
    said: &'s Said<'s>,
    scope: &'s Scope<'s>,
    cuts: Vec<Cut>,
    /// What was tried, and what it means.
    known: HashMap<Vec<Range<usize>>, Option<Piece>>,
    /// Ways that may still be gone.
    ways_left: usize,
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
            known: HashMap::new(),
            ways_left: WAYS_MAX,
            symbols_left: SYMBOLS_TRIED_MAX,
            steps_left: STEPS_MAX,
        }
    }

    /// Whether a command may end inside these symbols, or right before them.
    pub fn cuts_within(&self, range: &Range<usize>) -> bool {
        self.cuts
            .iter()
            .any(|cut| range.start <= cut.left && cut.left < range.end && cut.left > 0)
    }

    /// Two commands or more that are the whole text: as many by themselves as can be, with as few free words
    /// as can be, and as few commands as can be.
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
        let mut best = None;
        if n_th > 1 {
            let whole = self.part(from..end, before.clone());
            best = whole.map(|piece| vec![piece]);
            let is_done = |pieces: &Vec<Piece>| pieces[0].n_free == 0 && !pieces[0].is_borrowed;
            if best.as_ref().is_some_and(is_done) || n_th >= COMMANDS_MAX {
                return best;
            }
        }
        for at in (0..self.cuts.len()).rev() {
            let left = self.cuts[at].left;
            if left <= from || self.ways_left == 0 {
                break;
            }
            for (right, is_apart) in self.cuts[at].rights.clone() {
                self.ways_left = self.ways_left.saturating_sub(1);
                let first = self.part(from..left, before.clone());
                let Some(first) = first.or_else(|| self.lent(from..left, right..end)) else {
                    continue;
                };
                let Some(mut pieces) = self.rest(right, Some(from..left), n_th + 1) else {
                    continue;
                };
                pieces[0].is_apart = is_apart;
                pieces.insert(0, first);
                if best.as_ref().is_none_or(|best| cost(&pieces) < cost(best)) {
                    best = Some(pieces);
                }
            }
        }
        best
    }

    /// A part as it stands, or with the first or last words of the part before it ("turn off the light and
    /// the fan", "工作日七点叫我，节假日九点").
    fn part(&mut self, part: Range<usize>, before: Option<Range<usize>>) -> Option<Piece> {
        if let Some(piece) = self.piece(std::slice::from_ref(&part)) {
            return Some(piece);
        }
        let before = before?;
        let borders = self.borders(&before);
        let first = |border: usize| [before.start..border, part.clone()];
        let last = |border: usize| [part.clone(), border..before.end];
        let ways = borders.iter().rev().take(BORROWED_MAX).map(|&at| first(at));
        let ways = ways.chain(borders.iter().rev().take(BORROWED_MAX).map(|&at| last(at)));
        ways.collect::<Vec<_>>()
            .into_iter()
            .find_map(|way| self.borrowed(&way))
    }

    /// A part with the last words of the part after it ("把灯和风扇关了").
    fn lent(&mut self, part: Range<usize>, after: Range<usize>) -> Option<Piece> {
        let borders = self.borders(&after);
        borders
            .into_iter()
            .take(BORROWED_MAX)
            .find_map(|border| self.borrowed(&[part.clone(), border..after.end]))
    }

    fn borrowed(&mut self, ranges: &[Range<usize>]) -> Option<Piece> {
        let piece = self.piece(ranges).filter(|piece| piece.n_free == 0)?;
        Some(Piece {
            is_borrowed: true,
            ..piece
        })
    }

    /// The parts between all cuts, in order, "and" taken for no border.
    pub fn clauses(&self) -> Vec<Range<usize>> {
        let (mut from, mut parts) = (0, Vec::new());
        for cut in &self.cuts {
            let apart = cut.rights.iter().find(|(_, is_apart)| *is_apart);
            if let Some(&(right, _)) = apart.filter(|_| cut.left > from) {
                parts.push(from..cut.left);
                from = right;
            }
        }
        parts.push(from..self.said.heard.len());
        parts
    }

    /// Where a word begins inside a part.
    fn borders(&self, part: &Range<usize>) -> Vec<usize> {
        let heard = &self.said.heard;
        (part.start + 1..part.end)
            .filter(|&at| heard.edge[at] && heard.syms[at] != SPACE)
            .collect()
    }

    /// What several stretches mean as one text; spans lead into the whole text.
    pub fn piece(&mut self, ranges: &[Range<usize>]) -> Option<Piece> {
        if let Some(known) = self.known.get(ranges) {
            return known.clone();
        }
        let n_symbols = ranges.iter().map(ExactSizeIterator::len).sum();
        if self.known.len() >= TRIES_MAX || self.symbols_left < n_symbols || self.steps_left == 0 {
            return None;
        }
        self.symbols_left -= n_symbols;
        let piece = self.read(ranges);
        self.known.insert(ranges.to_vec(), piece.clone());
        piece
    }

    fn read(&mut self, ranges: &[Range<usize>]) -> Option<Piece> {
        let (mut text, mut origin) = (String::new(), Vec::new());
        let spans: Vec<Span> = ranges.iter().map(|r| self.said.heard.span(r)).collect();
        for &span in &spans {
            if !text.is_empty() {
                text.push(' ');
                origin.push(span.start);
            }
            text.push_str(self.said.heard.words(span));
            origin.extend(span.start..span.end);
        }
        let tagged = || {
            moved_values(&self.said.tagged, &spans).unwrap_or_else(|| tag(&text, self.scope.now))
        };
        let said = Said::tagged(&text, self.scope, self.grammar, Ear::Exact, tagged)?;
        said.steps_left.set(self.steps_left);
        let found = self.grammar.found(&said, self.scope);
        self.steps_left = said.steps_left.get();
        let best = found.first()?;
        let n_free = best.matched.n_free;
        let is_sure = n_free * 2 <= said.heard.syms.iter().filter(|&&sym| sym != SPACE).count();
        let end = end_of(best);
        let meanings = found
            .into_iter()
            .map(|found| moved(found.meaning, &origin))
            .collect();
        Some(Piece {
            meanings,
            n_free,
            is_sure,
            is_borrowed: false,
            is_apart: false,
            end,
        })
    }
}

fn end_of(found: &Found<'_>) -> End {
    let tongue = found.tongue;
    let spec = |slot: u32| &tongue.slots[slot as usize];
    let last = found.matched.taken.last();
    let last = last.filter(|taken| taken.lattice.is_none() && spec(taken.slot).kind == Kind::Text);
    let Some(last) = last else {
        return End::Closed;
    };
    let intent = tongue.sentences[found.matched.sentence as usize].intent;
    let types = &tongue.intents[intent as usize].types;
    match types.get(&spec(last.slot).arg) {
        Some(slot) if slot == DEED => End::Deed,
        _ => End::Dictated,
    }
}

fn cost(pieces: &[Piece]) -> (usize, usize, usize) {
    let n_borrowed = pieces.iter().filter(|piece| piece.is_borrowed).count();
    let n_free = pieces.iter().map(|piece| piece.n_free).sum();
    (n_borrowed, n_free, pieces.len())
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
        let comma = heard.comma[left];
        let then = behind(heard, &words.then, left).map(|at| (at, true));
        let mut rights: Vec<(usize, bool)> = then
            .chain(behind(heard, &words.join, left).map(|at| (at, comma)))
            .collect();
        if comma {
            rights.push((heard.past_space(left), true));
        }
        rights.retain(|&(right, _)| right < heard.len());
        rights.sort_unstable_by_key(|&(right, apart)| (std::cmp::Reverse(right), !apart));
        rights.dedup_by_key(|(right, _)| *right);
        let is_inside = cuts.last().is_some_and(|cut: &Cut| left < cut.rights[0].0);
        if !rights.is_empty() && !is_inside && cuts.len() < CUTS_MAX {
            cuts.push(Cut { left, rights });
        }
    }
    cuts
}
