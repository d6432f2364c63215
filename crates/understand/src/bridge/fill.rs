//! Arguments for a sentence that is near: from the values and names of the text, and from slots.

use std::ops::Range;

use ling_base::{Args, Slot, Value, When};

use super::nearest::{Doc, Target, TargetArg};
use crate::grammar::Said;
use crate::kind::Kind;
use crate::lattice::Edge;
use crate::meaning::{items, trimmed};
use crate::words::Words;

/// Slot types that stand for each other: ours and those of the data.
const SAME: [[&str; 2]; 6] = [
    ["list_item", "item"],
    ["definition_word", "message_text"],
    ["timer_name", "event_name"],
    ["playlist_name", "song_name"],
    ["song_name", "media_type"],
    ["alarm_type", "event_name"],
];

/// What fills a wording, and how well.
pub(crate) struct Filled {
    pub args: Args,
    /// Arguments of the wording that found something.
    pub n_found: usize,
    /// Arguments of the wording that found nothing.
    pub n_missing: usize,
    /// Values and names of the text that no argument took, where the slots name them.
    pub n_idle: usize,
}

/// The text that is drawn on; a stretch fills one argument.
pub(crate) struct Filler<'f> {
    said: &'f Said<'f>,
    words: &'f Words,
    slots: &'f [Slot],
    taken: Vec<Range<usize>>,
    args: Args,
}

impl<'f> Filler<'f> {
    pub fn new(said: &'f Said<'f>, words: &'f Words, slots: &'f [Slot]) -> Filler<'f> {
        let (taken, args) = (Vec::new(), Args::new());
        Filler {
            said,
            words,
            slots,
            taken,
            args,
        }
    }

    /// Fills the arguments of `doc`, then what else the slots name.
    pub fn fill(mut self, target: &Target, doc: &Doc) -> Filled {
        let (mut n_found, mut n_missing) = (0, 0);
        // Values and names first: free words take what is left.
        let mut order: Vec<&TargetArg> = target.args.iter().collect();
        order.sort_by_key(|arg| (arg.kind.is_open(), !doc.args.contains(&arg.name)));
        for arg in order {
            if doc.fixed.has(&arg.name) {
                continue;
            }
            let is_wanted = doc.args.contains(&arg.name);
            let is_found = self.fill_one(arg, is_wanted);
            n_found += usize::from(is_wanted && is_found);
            n_missing += usize::from(is_wanted && !is_found);
        }
        let idle = self.slots.iter().filter(|slot| !self.is_used(slot));
        Filled {
            n_idle: idle.count(),
            args: self.args,
            n_found,
            n_missing,
        }
    }

    fn is_used(&self, slot: &Slot) -> bool {
        let range = self.said.heard.range(slot.span);
        range.is_none_or(|range| self.taken.iter().any(|taken| overlap(taken, &range)))
    }

    /// Whether the argument found something. What is not wanted needs a slot that speaks for it.
    fn fill_one(&mut self, arg: &TargetArg, is_wanted: bool) -> bool {
        if arg.kind.is_open() {
            return self.fill_words(arg);
        }
        let mut edges = self.edges(arg, is_wanted);
        if arg.kind == when() {
            return self.fill_when(arg, &edges);
        }
        let Some(best) = edges.pop() else {
            return false;
        };
        for part in &best.parts {
            let part = &self.said.lattice.parts[*part];
            self.args.push(&arg.name, part.choices[0].clone());
        }
        self.taken.push(best.start..best.end);
        true
    }

    /// Free stretches that fit, the best last: those that a slot names, then the longest, then the first.
    fn edges(&self, arg: &TargetArg, is_wanted: bool) -> Vec<Edge> {
        let lattice = &self.said.lattice;
        let fits = |edge: &&Edge| {
            arg.kind.takes(edge.class, lattice.first(edge))
                && !self.taken.iter().any(|taken| overlap(taken, &(edge.start..edge.end)))
        };
        let backed = |edge: &Edge| self.slots.iter().any(|slot| {
            let range = self.said.heard.range(slot.span);
            same(&slot.kind, &arg.slot, arg.kind) && range.is_some_and(|range| overlap(&range, &(edge.start..edge.end)))
        });
        let mut edges: Vec<(bool, Edge)> = lattice
            .edges
            .iter()
            .filter(fits)
            .map(|edge| (backed(edge), edge.clone()))
            .filter(|(backed, _)| is_wanted || *backed)
            .collect();
        edges.sort_by_key(|(backed, edge)| (*backed, edge.end - edge.start, usize::MAX - edge.start));
        edges.into_iter().map(|(_, edge)| edge).collect()
    }

    /// A day here and an hour there are one moment.
    fn fill_when(&mut self, arg: &TargetArg, edges: &[Edge]) -> bool {
        let mut whole: Option<When> = None;
        for edge in edges.iter().rev() {
            let range = edge.start..edge.end;
            if self.taken.iter().any(|taken| overlap(taken, &range)) {
                continue;
            }
            if let Some(Value::When(part)) = self.said.lattice.first(edge)
                && let Some(joined) = joined(whole.as_ref(), part)
            {
                whole = Some(joined);
                self.taken.push(range);
            }
        }
        let is_found = whole.is_some();
        if let Some(when) = whole {
            self.args.push(&arg.name, Value::When(when));
        }
        is_found
    }

    /// Free words are what a slot of the argument's type holds.
    fn fill_words(&mut self, arg: &TargetArg) -> bool {
        let heard = &self.said.heard;
        let mut is_found = false;
        for slot in self.slots {
            let Some(range) = heard.range(slot.span) else {
                continue;
            };
            let is_taken = self.taken.iter().any(|taken| overlap(taken, &range));
            if is_taken || !same(&slot.kind, &arg.slot, arg.kind) {
                continue;
            }
            let ranges = match arg.kind {
                Kind::Items => items(heard, self.words, range.clone()),
                _ if is_found => break,
                _ => vec![trimmed(heard, self.words, range.clone())],
            };
            for range in ranges {
                let words = heard.words(heard.span(&range)).to_owned();
                self.args.push(&arg.name, Value::Text(words));
            }
            self.taken.push(range);
            is_found = true;
        }
        is_found
    }
}

/// Two parts of one moment; `None` where the second says again what the first said.
fn joined(whole: Option<&When>, part: &When) -> Option<When> {
    let Some(whole) = whole else {
        return Some(part.clone());
    };
    let twice = (whole.date.is_some() && part.date.is_some())
        || (whole.time.is_some() && part.time.is_some())
        || (whole.repeat.is_some() && part.repeat.is_some())
        || whole.in_secs.is_some()
        || part.in_secs.is_some();
    if twice {
        return None;
    }
    let (hour, day) = if part.time.is_some() { (part, whole) } else { (whole, part) };
    Some(When {
        date: day.date.or(hour.date),
        until: day.until.or(hour.until),
        time: hour.time,
        time_until: hour.time_until,
        half_known: hour.half_known,
        in_secs: None,
        repeat: day.repeat.clone().or_else(|| hour.repeat.clone()),
    })
}

fn when() -> Kind {
    Kind::from_word("when").expect("a kind of value")
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Whether a slot type of the model speaks for an argument.
fn same(slot: &str, want: &str, kind: Kind) -> bool {
    let times = ["date", "time", "timeofday", "general_frequency", "duration"];
    slot == want
        || SAME.iter().any(|[a, b]| (slot == *a && want == *b) || (slot == *b && want == *a))
        || (matches!(kind, Kind::Value(_)) && times.contains(&slot) && times.contains(&want))
}

