//! Arguments for a sentence that is near: from the values and names of the text, and from slots.

use std::ops::Range;

use ling_base::{Args, Slot, Value, When};

use super::nearest::{Doc, Target, TargetArg};
use crate::grammar::Said;
use crate::heard::SPACE;
use crate::kind::Kind;
use crate::lattice::Edge;
use crate::meaning::{items, trimmed};
use crate::words::Words;

/// Slot types that stand for each other: ours and those of the data.
const SAME: [[&str; 2]; 7] = [
    ["list_item", "item"],
    ["definition_word", "message_text"],
    ["timer_name", "event_name"],
    ["playlist_name", "song_name"],
    ["song_name", "media_type"],
    ["song_name", "artist_name"],
    ["alarm_type", "event_name"],
];

/// Slot types that the value tagger reads.
const TIMES: [&str; 5] = ["date", "time", "timeofday", "general_frequency", "duration"];

/// Slot types that the name of an event is made of.
const EVENT_PARTS: [&str; 7] = [
    "person",
    "relation",
    "meal_type",
    "business_name",
    "business_type",
    "place_name",
    "sport_type",
];

/// The slot type of a room.
const ROOM: &str = "house_place";

/// So many values side by side are no chance.
const ROW_MIN: usize = 3;
/// An argument so likely belongs to the sentence.
const SURE: f32 = 0.75;

/// What fills a wording, and how well.
pub(crate) struct Filled {
    pub args: Args,
    /// Arguments of the sentence that found something, each as likely as it is in the sentence.
    pub found: f32,
    /// Arguments of the sentence that found nothing.
    pub missing: f32,
    /// Values and names of the text that no argument took, where the slots name them.
    pub n_idle: usize,
    /// Whether its values stand side by side, as in the sentence.
    pub in_a_row: bool,
    /// Whether a room is spoken of that the house does not have.
    pub lacks_room: bool,
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
        let (mut found, mut missing) = (0.0, 0.0);
        let row = self.row(target, doc);
        for (arg, edge) in row.iter().flatten() {
            self.put(arg, edge);
        }
        for arg in in_order(target, doc) {
            if doc.fixed.has(&arg.name) || self.is_said(target, arg, doc) {
                continue;
            }
            let chance = chance(doc, arg);
            let twins = twins(target, doc, arg);
            let is_found = self.args.has(&arg.name)
                || self.fill_one(arg, is_wanted(arg, chance), &twins)
                || (arg.slot == "event_name" && chance >= SURE && self.fill_event(arg));
            found += if is_found { chance } else { 0.0 };
            // A row needs nothing beside it.
            let is_dear = row.is_none() || chance >= SURE;
            missing += if is_found || !is_dear { 0.0 } else { chance };
        }
        let idle = self.slots.iter().filter(|slot| !self.is_used(slot));
        Filled {
            n_idle: idle.count(),
            in_a_row: row.is_some(),
            lacks_room: self.slots.iter().any(|slot| self.is_strange_room(slot)),
            args: self.args,
            found,
            missing,
        }
    }

    /// Whether the values of a sentence stand side by side: "seventeen plus four".
    pub fn has_row(&self, target: &Target, doc: &Doc) -> bool {
        self.row(target, doc).is_some()
    }

    /// What the sentence surely has, at least three values with some of one kind, side by side and in its order.
    fn row<'t>(&self, target: &'t Target, doc: &Doc) -> Option<Vec<(&'t TargetArg, Edge)>> {
        let sure = doc.args.iter().filter(|(_, chance)| *chance >= SURE);
        let named = |name: &str| target.args.iter().find(|arg| arg.name == name);
        let args: Option<Vec<&TargetArg>> = sure.map(|(name, _)| named(name)).collect();
        let args = args?;
        let is_row = args.len() >= ROW_MIN && args.iter().all(|arg| !arg.kind.is_open());
        if !is_row || !has_order(target, doc) {
            return None;
        }
        let starts = 0..self.said.heard.syms.len();
        let mut rows = starts.filter_map(|start| {
            let mut at = start;
            let edges = args.iter().map(|arg| {
                let edge = self.longest_at(arg, at)?;
                at = self.past_spaces(edge.end);
                Some((*arg, edge))
            });
            edges.collect::<Option<Vec<_>>>()
        });
        rows.next()
    }

    /// The longest value or name for an argument that begins just there.
    fn longest_at(&self, arg: &TargetArg, start: usize) -> Option<Edge> {
        let lattice = &self.said.lattice;
        let fits =
            |edge: &&Edge| edge.start == start && arg.kind.takes(edge.class, lattice.first(edge));
        let found = lattice
            .edges
            .iter()
            .filter(fits)
            .max_by_key(|edge| edge.end);
        found.cloned()
    }

    fn past_spaces(&self, at: usize) -> usize {
        let rest = self.said.heard.syms.iter().skip(at);
        at + rest.take_while(|sym| **sym == SPACE).count()
    }

    /// Whether a name or value already says what these free words would.
    fn is_said(&self, target: &Target, arg: &TargetArg, doc: &Doc) -> bool {
        let twin = |other: &&TargetArg| other.slot == arg.slot && other.name != arg.name;
        let has = |other: &TargetArg| self.args.has(&other.name) || doc.fixed.has(&other.name);
        arg.kind.is_open() && target.args.iter().filter(twin).any(has)
    }

    fn is_used(&self, slot: &Slot) -> bool {
        let range = self.said.heard.range(slot.span);
        range.is_none_or(|range| self.taken.iter().any(|taken| overlap(taken, &range)))
    }

    /// A room by no name of the house; "at home" is none.
    fn is_strange_room(&self, slot: &Slot) -> bool {
        let range = self.said.heard.range(slot.span);
        let is_here = |range: &Range<usize>| {
            let whole = &self.said.heard.syms[range.clone()];
            self.words.home.iter().any(|word| word[..] == *whole)
        };
        slot.kind == ROOM && !self.is_used(slot) && !range.is_none_or(|range| is_here(&range))
    }

    /// Whether the argument found something. What is not wanted needs a slot that speaks for it. `twins` are
    /// the arguments of that kind in the order said, where the sentence has several.
    fn fill_one(&mut self, arg: &TargetArg, is_wanted: bool, twins: &[&TargetArg]) -> bool {
        if arg.kind.is_open() {
            return self.fill_words(arg);
        }
        let mut edges = self.edges(arg, is_wanted);
        if twins.len() > 1 {
            edges.retain(|edge| edge.parts.len() == 1);
            let apart = self.apart(edges, twins.len());
            if apart.len() == twins.len() {
                twins
                    .iter()
                    .zip(apart)
                    .for_each(|(twin, edge)| self.put(twin, &edge));
                return true;
            }
            edges = self.edges(arg, is_wanted);
        }
        if arg.kind == when() {
            return self.fill_when(arg, &edges);
        }
        let best = edges.pop();
        if let Some(best) = &best {
            self.put(arg, best);
        }
        best.is_some()
    }

    fn put(&mut self, arg: &TargetArg, edge: &Edge) {
        for part in &edge.parts {
            let part = &self.said.lattice.parts[*part];
            self.args.push(&arg.name, part.choices[0].clone());
        }
        self.taken.push(edge.start..edge.end);
    }

    /// The best `n` stretches that do not overlap, in the order said.
    fn apart(&self, mut edges: Vec<Edge>, n: usize) -> Vec<Edge> {
        let mut apart: Vec<Edge> = Vec::new();
        while let Some(edge) = edges.pop().filter(|_| apart.len() < n) {
            if apart
                .iter()
                .all(|have| edge.end <= have.start || have.end <= edge.start)
            {
                apart.push(edge);
            }
        }
        apart.sort_by_key(|edge| edge.start);
        apart
    }

    /// Free stretches that fit, the best last: those that a slot names, then the longest, then the first.
    fn edges(&self, arg: &TargetArg, is_wanted: bool) -> Vec<Edge> {
        let lattice = &self.said.lattice;
        let fits = |edge: &&Edge| {
            arg.kind.takes(edge.class, lattice.first(edge))
                && !self
                    .taken
                    .iter()
                    .any(|taken| overlap(taken, &(edge.start..edge.end)))
        };
        let backed = |edge: &Edge| {
            self.slots.iter().any(|slot| {
                let range = self.said.heard.range(slot.span);
                same(&slot.kind, &arg.slot, arg.kind)
                    && range.is_some_and(|range| overlap(&range, &(edge.start..edge.end)))
            })
        };
        let mut edges: Vec<(bool, Edge)> = lattice
            .edges
            .iter()
            .filter(fits)
            .map(|edge| (backed(edge), edge.clone()))
            .filter(|(backed, _)| is_wanted || *backed)
            .collect();
        edges.sort_by_key(|(backed, edge)| {
            (*backed, edge.end - edge.start, usize::MAX - edge.start)
        });
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

    /// The name of an event that no slot holds is all that other slots name: "cancel lunch with Sam", where the
    /// net sees a meal and a person.
    fn fill_event(&mut self, arg: &TargetArg) -> bool {
        let heard = &self.said.heard;
        let part = |slot: &&Slot| EVENT_PARTS.contains(&slot.kind.as_str());
        let parts = self.slots.iter().filter(part);
        let ranges: Vec<_> = parts.filter_map(|slot| heard.range(slot.span)).collect();
        let start = ranges.iter().map(|range| range.start).min();
        let end = ranges.iter().map(|range| range.end).max();
        let (Some(start), Some(end)) = (start, end) else {
            return false;
        };
        let range = start..end;
        if self.taken.iter().any(|taken| overlap(taken, &range)) {
            return false;
        }
        let words = heard.words(heard.span(&range)).to_owned();
        self.args.push(&arg.name, Value::Text(words));
        self.taken.push(range);
        true
    }
}

/// How likely an argument is in a sentence.
fn chance(doc: &Doc, arg: &TargetArg) -> f32 {
    let found = doc.args.iter().find(|(name, _)| *name == arg.name);
    found.map_or(0.0, |(_, chance)| *chance)
}

/// Whether a stretch may fill an argument that no slot speaks for: a number is easily something else ("the
/// red one"), a name of the house is not.
fn is_wanted(arg: &TargetArg, chance: f32) -> bool {
    chance >= SURE || (chance > 0.0 && !matches!(arg.kind, Kind::Value(_)))
}

/// Moments first, which take days and hours together; then values and names; free words take what is left.
/// Of each, those of the sentence first, as it has them.
fn in_order<'t>(target: &'t Target, doc: &Doc) -> Vec<&'t TargetArg> {
    let place = |arg: &TargetArg| doc.args.iter().position(|(name, _)| *name == arg.name);
    let mut order: Vec<&TargetArg> = target.args.iter().collect();
    order.sort_by_key(|arg| {
        let place = place(arg);
        (
            arg.kind.is_open(),
            place.is_none(),
            arg.kind != when(),
            place,
        )
    });
    order
}

/// Whether a sentence has several arguments of one kind.
pub(crate) fn has_order(target: &Target, doc: &Doc) -> bool {
    target
        .args
        .iter()
        .any(|arg| twins(target, doc, arg).len() > 1)
}

/// The arguments of a sentence that are of one kind, where it surely has several, in the order said.
fn twins<'t>(target: &'t Target, doc: &Doc, arg: &TargetArg) -> Vec<&'t TargetArg> {
    let named = |name: &str| target.args.iter().find(|arg| arg.name == name);
    doc.args
        .iter()
        .filter(|(_, chance)| *chance >= SURE)
        .filter_map(|(name, _)| named(name))
        .filter(|other| other.kind == arg.kind)
        .collect()
}

/// Two parts of one moment; `None` where the second says again what the first said.
fn joined(whole: Option<&When>, part: &When) -> Option<When> {
    let Some(whole) = whole else {
        return Some(part.clone());
    };
    if let Some(hour) = hour_of_part(whole, part).or_else(|| hour_of_part(part, whole)) {
        return Some(hour);
    }
    let twice = (whole.date.is_some() && part.date.is_some())
        || (whole.time.is_some() && part.time.is_some())
        || (whole.repeat.is_some() && part.repeat.is_some())
        || whole.in_secs.is_some()
        || part.in_secs.is_some();
    if twice {
        return None;
    }
    let (hour, day) = if part.time.is_some() {
        (part, whole)
    } else {
        (whole, part)
    };
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

/// "Tomorrow morning" and "half past seven": that half past seven.
fn hour_of_part(part: &When, hour: &When) -> Option<When> {
    let (from, time) = (part.time?, hour.time?);
    let fits = part.time_until.is_some() && hour.time_until.is_none() && hour.date.is_none();
    if !fits || hour.in_secs.is_some() {
        return None;
    }
    let late = if from.hour() >= 12 { 12 } else { 0 };
    let said = if hour.half_known {
        time.hour()
    } else {
        time.hour() % 12 + late
    };
    Some(When {
        time: time.with().hour(said).build().ok(),
        time_until: None,
        half_known: true,
        ..part.clone()
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
    slot == want
        || SAME
            .iter()
            .any(|[a, b]| (slot == *a && want == *b) || (slot == *b && want == *a))
        || (matches!(kind, Kind::Value(_)) && TIMES.contains(&slot) && TIMES.contains(&want))
}
