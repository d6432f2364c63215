//! Answers without a verb: "那卧室呢", "eight o'clock", "no, the kitchen".

use std::ops::Range;

use ling_base::{Fragment, FragmentPart, Frame, Value};

use crate::automaton::Automaton;
use crate::grammar::{Grammar, Said, Scope};
use crate::heard::SPACE;
use crate::kind::Kind;
use crate::lattice::{Lattice, Lists, Part};
use crate::matcher::Walk;
use crate::meaning::{items, trimmed};
use crate::nfa::{Context, Nfa, SlotSpec};
use crate::template::parse;
use crate::words::{Words, behind};

/// The frames around such answers, compiled.
#[derive(Debug)]
pub(crate) struct Frames {
    automaton: Automaton,
    slots: Vec<SlotSpec>,
    kinds: Vec<Frame>,
}

impl Frames {
    pub fn new(words: &Words) -> Frames {
        let mut nfa = Nfa::default();
        let mut kinds = Vec::new();
        let slot = |_: &str, arg: Option<&str>| {
            Ok(SlotSpec {
                arg: arg.unwrap_or("x").to_owned(),
                kind: Kind::Text,
            })
        };
        let rules = Default::default();
        let templates = words
            .follow
            .iter()
            .map(|frame| (Frame::Follow, frame))
            .chain(words.change.iter().map(|frame| (Frame::Change, frame)));
        for (kind, (_, text)) in templates {
            let context = Context {
                rules: &rules,
                slot: &|list, _| slot(list, Some(list)),
                loose: true,
            };
            let node = parse(text).expect("the frames of the program are tested");
            nfa.add(&node, kinds.len() as u32, &context)
                .expect("the frames of the program are tested");
            kinds.push(kind);
        }
        Frames {
            automaton: Automaton::new(&nfa),
            slots: nfa.slots,
            kinds,
        }
    }
}

impl Grammar {
    /// What is said when the text is only values and names, framed or not.
    pub(crate) fn fragment(&self, said: &Said<'_>, scope: &Scope<'_>) -> Option<Fragment> {
        let cover = Cover {
            said,
            lattice: &said.lattice,
            words: self.words,
            lists: &self.lists,
            open: scope.open.map(|open| open.kind.as_str()),
        };
        let free = cover.open.and_then(Kind::from_word);
        if let Some(kind) = free.filter(|kind| kind.is_open()) {
            return cover.words(kind);
        }
        let bare = |parts| Fragment {
            frame: Frame::Bare,
            parts,
        };
        let walk = Walk {
            automaton: &self.frames.automaton,
            slots: &self.frames.slots,
            heard: &said.heard,
            lattice: &said.lattice,
            skips: &said.skips,
            guests: &[],
            steps_left: &said.steps_left,
        };
        let matches = walk.run(8).0;
        let framed = matches.iter().filter_map(|matched| {
            let slot = |slot: u32| &self.frames.slots[slot as usize];
            let x = matched
                .taken
                .iter()
                .find(|taken| slot(taken.slot).arg == "x")?;
            Some((self.frames.kinds[matched.sentence as usize], x.from..x.to))
        });
        let known = framed.clone().find_map(|(frame, x)| {
            let parts = cover.parts(x.start, x.end)?;
            Some(Fragment { frame, parts })
        });
        let unknown = || {
            framed.clone().find_map(|(frame, x)| {
                let parts = cover.unknown(frame, x)?;
                Some(Fragment { frame, parts })
            })
        };
        let whole = || cover.parts(0, said.heard.len()).map(bare);
        // "Now the bedroom" goes on from before, though "now" is a time as well.
        known
            .or_else(whole)
            .or_else(|| cover.within().map(bare))
            .or_else(unknown)
    }
}

/// Covers a stretch of text with values and names.
struct Cover<'c> {
    said: &'c Said<'c>,
    lattice: &'c Lattice,
    words: &'c Words,
    lists: &'c Lists,
    open: Option<&'c str>,
}

/// The best way to a position: how many parts and glued symbols it took, and its last step.
#[derive(Clone, Copy)]
struct Best {
    cost: usize,
    from: usize,
    edge: Option<usize>,
}

/// Symbols of a name that nobody knows ("那乌鲁木齐呢"); longer words are no name.
const UNKNOWN_MAX: usize = 20;

impl Cover<'_> {
    /// Words that are no value and no name, in a frame that says what they are for.
    fn unknown(&self, frame: Frame, range: Range<usize>) -> Option<Vec<FragmentPart>> {
        if frame != Frame::Follow || range.len() > UNKNOWN_MAX {
            return None;
        }
        let known = self.known_end(&range);
        let name = range.start..known.as_ref().map_or(range.end, |(from, _)| *from);
        let span = self
            .said
            .heard
            .span(&trimmed(&self.said.heard, self.words, name));
        let value = Value::Text(self.said.heard.words(span).to_owned());
        let kind = "text".to_owned();
        let mut parts = vec![FragmentPart { span, kind, value }];
        parts.extend(known.into_iter().flat_map(|(_, parts)| parts));
        Some(parts)
    }

    /// The longest end of a stretch, behind a comma, that is values and names: "one for eggs, 4 minutes".
    fn known_end(&self, range: &Range<usize>) -> Option<(usize, Vec<FragmentPart>)> {
        let heard = &self.said.heard;
        let mut starts = (range.start + 1..range.end).filter(|&at| heard.comma[at]);
        starts.find_map(|at| {
            let from = heard.past_space(at);
            Some((at, self.parts(from, range.end)?))
        })
    }

    /// The whole text as the words that were asked for.
    fn words(&self, kind: Kind) -> Option<Fragment> {
        let heard = &self.said.heard;
        let whole = 0..heard.len();
        let ranges = match kind {
            Kind::Items => items(heard, self.words, whole),
            _ => vec![trimmed(heard, self.words, whole)],
        };
        let part = |range: Range<usize>| {
            let span = heard.span(&range);
            let value = Value::Text(heard.words(span).to_owned());
            let kind = self.open.unwrap_or_default().to_owned();
            FragmentPart { span, kind, value }
        };
        (heard.len() > 0).then(|| Fragment {
            frame: Frame::Bare,
            parts: ranges.into_iter().map(part).collect(),
        })
    }

    /// The parts of the text without the words of politeness at its ends.
    fn within(&self) -> Option<Vec<FragmentPart>> {
        let skips = &self.said.skips;
        let ends = || {
            (0..skips.ends.len())
                .rev()
                .filter(|&at| skips.ends[at].is_some())
        };
        (skips.starts.iter()).find_map(|&(start, _)| ends().find_map(|end| self.parts(start, end)))
    }

    /// The parts of `from..to`, if they and little words cover it: as few as possible. A stretch that may be
    /// several kinds gives a part for each, the kind that was asked for first.
    fn parts(&self, from: usize, to: usize) -> Option<Vec<FragmentPart>> {
        let heard = &self.said.heard;
        if from >= to {
            return None;
        }
        let mut best: Vec<Option<Best>> = vec![None; heard.len() + 1];
        best[from] = Some(Best {
            cost: 0,
            from,
            edge: None,
        });
        for at in from..to {
            let Some(here) = best[at] else { continue };
            let mut reach = |end: usize, cost: usize, edge: Option<usize>| {
                if end <= to && best[end].is_none_or(|known| here.cost + cost < known.cost) {
                    best[end] = Some(Best {
                        cost: here.cost + cost,
                        from: at,
                        edge,
                    });
                }
            };
            for edge in self.lattice.at(at) {
                reach(self.lattice.edges[edge].end, 10, Some(edge));
            }
            behind(heard, &self.words.glue, at).for_each(|end| reach(end, 10 + end - at, None));
            if at > from {
                behind(heard, &self.words.join, at).for_each(|end| reach(end, 10 + end - at, None));
            }
            if heard.syms[at] == SPACE {
                reach(at + 1, 0, None);
            }
        }
        let mut parts = Vec::new();
        let mut at = to;
        while at > from {
            let step = best[at]?;
            if let Some(edge) = step.edge {
                parts.splice(0..0, self.kinds(edge));
            }
            at = step.from;
        }
        (!parts.is_empty()).then_some(parts)
    }

    /// Every kind of the stretch that `edge` covers.
    fn kinds(&self, edge: usize) -> Vec<FragmentPart> {
        let chosen = &self.lattice.edges[edge];
        let same = self.lattice.edges[self.lattice.at(chosen.start)]
            .iter()
            .filter(|other| other.end == chosen.end);
        let mut found: Vec<usize> = same.flat_map(|edge| &edge.parts).copied().collect();
        found.sort_by_key(|&part| {
            let part = &self.lattice.parts[part];
            (part.range.start, !self.is_asked(part))
        });
        found.dedup();
        let mut parts = Vec::new();
        for part in found.into_iter().map(|part| &self.lattice.parts[part]) {
            let span = self.said.heard.span(&part.range);
            let kind = part.class.word(&self.lists.names);
            for value in &part.choices {
                let kind = kind.to_owned();
                let value = value.clone();
                let part = FragmentPart { span, kind, value };
                if !parts.contains(&part) {
                    parts.push(part);
                }
            }
        }
        parts
    }

    /// Whether a part is of the kind that was asked for.
    fn is_asked(&self, part: &Part) -> bool {
        let Some(open) = self.open else { return false };
        part.class.word(&self.lists.names) == open
            || Kind::from_word(open)
                .is_some_and(|kind| kind.takes(part.class, part.choices.first()))
    }
}
