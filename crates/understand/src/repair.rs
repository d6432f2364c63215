//! A slip of the tongue put right within one sentence: "turn on the bedroom light, no wait, the kitchen".
//!
//! Speech has the form *slip, marker, what was meant* (Levelt 1983: reparandum, editing term, alteration). The
//! alteration takes the place of some words before the marker; which ones is known by trying: the fewest whose
//! loss gives a sentence.

use std::ops::Range;

use ling_base::Meaning;

use crate::grammar::{Grammar, Said, Scope};
use crate::heard::{Heard, SPACE};
use crate::split::{End, Piece, Splitter};
use crate::words::{Words, behind};

/// Markers that are tried, at most.
const MARKERS_MAX: usize = 3;

/// Where somebody begins anew.
struct Marker {
    left: usize,
    right: usize,
    /// Whether its words say nothing else: "no wait".
    is_clear: bool,
    /// Whether a value stands on either side: "five, no, ten minutes".
    is_between_values: bool,
}

/// What was meant, when a text has a marker and is a sentence once it is put right.
pub(crate) fn repaired(
    grammar: &Grammar,
    said: &Said<'_>,
    scope: &Scope<'_>,
) -> Option<Vec<Meaning>> {
    let markers = markers(said, grammar.words);
    if markers.is_empty() {
        return None;
    }
    let mut splitter = Splitter::new(grammar, said, scope);
    let mut pieces = markers
        .iter()
        .filter_map(|marker| put_right(&mut splitter, &said.heard, marker));
    pieces.next().map(|piece| piece.meanings)
}

/// The sentence with the fewest free words, and of these with the fewest words lost. It does what the slip would
/// have done, unless all of the slip is lost.
fn put_right(splitter: &mut Splitter<'_>, heard: &Heard<'_>, marker: &Marker) -> Option<Piece> {
    let slip = splitter.piece(std::slice::from_ref(&(0..marker.left)));
    let alteration = heard.len() - marker.right;
    let mut best: Option<Piece> = None;
    for way in ways(heard, marker) {
        let is_anew = way.len() == 1;
        let fits = |piece: &Piece| {
            let slip = slip.as_ref().filter(|_| !is_anew);
            let same = |slip: &Piece| slip.meanings[0].intent == piece.meanings[0].intent;
            let is_name = piece.end == End::Closed && piece.n_free <= alteration && !is_anew;
            let is_meant = marker.is_clear || marker.is_between_values;
            slip.is_none_or(same) && (piece.n_free == 0 || is_name && is_meant)
        };
        let piece = splitter.piece(&way).filter(fits);
        let n_free = best.as_ref().map_or(usize::MAX, |best| best.n_free);
        best = piece.filter(|piece| piece.n_free < n_free).or(best);
        if best.as_ref().is_some_and(|best| best.n_free == 0) {
            break;
        }
    }
    best
}

/// The text with some words before the marker lost, those with the fewest first.
fn ways(heard: &Heard<'_>, marker: &Marker) -> Vec<Vec<Range<usize>>> {
    let is_border = |at: &usize| heard.edge[*at] && heard.syms[*at] != SPACE;
    let mut borders: Vec<usize> = (0..marker.left).filter(is_border).collect();
    borders.push(marker.left);
    let mut ways = Vec::new();
    for (nth, &from) in borders.iter().enumerate() {
        for &to in &borders[nth + 1..] {
            let parts = [0..from, marker.right..heard.len(), to..marker.left];
            let way: Vec<Range<usize>> =
                parts.into_iter().filter(|part| !part.is_empty()).collect();
            ways.push((to - from, marker.left - to, way));
        }
    }
    ways.sort_by_key(|&(lost, behind, _)| (lost, behind));
    ways.into_iter().map(|(_, _, way)| way).collect()
}

fn markers(said: &Said<'_>, words: &Words) -> Vec<Marker> {
    let heard = &said.heard;
    let mut markers: Vec<Marker> = Vec::new();
    for left in (1..heard.len()).filter(|&at| heard.edge[at] && heard.syms[at - 1] != SPACE) {
        let is_inside = markers.last().is_some_and(|marker| left < marker.right);
        if is_inside || markers.len() >= MARKERS_MAX {
            continue;
        }
        let clear = behind(heard, &words.slip, left).max();
        let short = || behind(heard, &words.slip_short, left).max();
        let found = |right: usize, is_clear: bool| Marker {
            left,
            right,
            is_clear,
            is_between_values: is_between_values(said, left, right),
        };
        let marker = clear.map(|right| found(right, true)).or_else(|| {
            short()
                .map(|right| found(right, false))
                .filter(|marker| marker.is_between_values || heard.comma[left])
        });
        markers.extend(marker.filter(|marker| marker.right < heard.len()));
    }
    markers
}

fn is_between_values(said: &Said<'_>, left: usize, right: usize) -> bool {
    let ranges = || {
        said.tagged
            .iter()
            .filter_map(|tagged| said.heard.range(tagged.span))
    };
    ranges().any(|range| range.end == left) && ranges().any(|range| range.start == right)
}
