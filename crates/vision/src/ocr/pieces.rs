//! Long pictures, such as a conversation from a phone or a banner, are looked at in pieces that overlap. Boxes of two
//! pieces around the same text become one, however far the line runs on.

use std::ops::Range;

use super::detect::Detector;
use crate::{
    Area, Picture, VisionError,
    geometry::{Point, Quad, Turned, hull},
};

/// From so many times longer than wide, or wider than high, a picture is looked at in pieces: as a whole its letters
/// would be too small for the net.
const LONG: usize = 3;
/// A shorter one is not: the net sees it at half its size, at least.
const LONG_SIDE_MIN: usize = 1_920;
/// A piece is at least as long as the net looks at without shrinking, and
const PIECE_MIN: usize = 960;
/// so many halves of the short side.
const PIECE_HALVES: usize = 3;
/// A piece and the next one have this part of it in common: a line that is less high is whole in one of them.
const SHARED: usize = 5;
/// A box that ends so near to where a piece does may go on in the next one, in pixels.
const EDGE: f32 = 8.0;
/// Boxes around the same text have this share of the narrower one's extent across in common,
const ALIKE_ACROSS: f32 = 0.6;
/// and this share of the shorter one's extent along the picture, or of what their pieces have in common.
const ALIKE_ALONG: f32 = 0.5;

/// Whether a picture is looked at in pieces.
pub(super) fn is_long(width: usize, height: usize) -> bool {
    let (short, long) = (width.min(height), width.max(height));
    long > LONG * short && long > LONG_SIDE_MIN
}

/// Boxes around all lines of a long picture.
pub(super) fn find(detector: &Detector, picture: &Picture) -> Result<Vec<Quad>, VisionError> {
    let (width, height) = (picture.width(), picture.height());
    let runs_down = height > width;
    let (short, long) = (width.min(height), width.max(height));
    let mut all: Vec<Found> = Vec::new();
    let pieces = pieces(long, short);
    for (nth, piece) in pieces.iter().enumerate() {
        let area = area(piece, short, runs_down);
        let ends = Ends {
            nth,
            start: (nth > 0).then_some(piece.start as f32),
            end: (nth + 1 < pieces.len()).then_some(piece.end as f32),
            shared: (piece.len() / SHARED) as f32,
        };
        for mut quad in detector.find(&picture.part(&area))? {
            quad.0.iter_mut().for_each(|p| {
                *p = Point::new(p.x + area.x, p.y + area.y);
            });
            add(
                &mut all,
                Found::new(quad, runs_down, &ends),
                &ends,
                runs_down,
            );
        }
    }
    Ok(all.into_iter().map(|found| found.quad).collect())
}

/// From where to where along the picture each piece reaches: all as long, and evenly apart.
fn pieces(long: usize, short: usize) -> Vec<Range<usize>> {
    let length = (short * PIECE_HALVES / 2).max(PIECE_MIN).min(long);
    let shared = length / SHARED;
    let n = (long - shared).div_ceil(length - shared).max(1);
    let start = |nth: usize| nth * (long - length) / (n - 1).max(1);
    (0..n).map(|nth| start(nth)..start(nth) + length).collect()
}

fn area(piece: &Range<usize>, short: usize, runs_down: bool) -> Area {
    let (start, length, short) = (piece.start as f32, piece.len() as f32, short as f32);
    let [x, y, w, h] = match runs_down {
        true => [0.0, start, short, length],
        false => [start, 0.0, length, short],
    };
    Area { x, y, w, h }
}

/// Which piece it is, where it ends inside the picture, and how much the next one has, too.
struct Ends {
    nth: usize,
    start: Option<f32>,
    end: Option<f32>,
    shared: f32,
}

/// A box, and how far it reaches along and across the picture.
#[derive(Clone)]
struct Found {
    quad: Quad,
    along: [f32; 2],
    across: [f32; 2],
    /// The last piece in which it was seen.
    piece: usize,
    /// Whether its piece ends where it begins or ends.
    is_cut: [bool; 2],
}

impl Found {
    fn new(quad: Quad, runs_down: bool, ends: &Ends) -> Found {
        let [left, top, right, bottom] = quad.around();
        let (along, across) = match runs_down {
            true => ([top, bottom], [left, right]),
            false => ([left, right], [top, bottom]),
        };
        Found {
            quad,
            along,
            across,
            piece: ends.nth,
            is_cut: [
                ends.start.is_some_and(|start| along[0] <= start + EDGE),
                ends.end.is_some_and(|end| along[1] >= end - EDGE),
            ],
        }
    }

    /// Whether `next`, of the piece after it, is around the same text.
    fn goes_on_in(&self, next: &Found, shared: f32) -> bool {
        let common = |a: [f32; 2], b: [f32; 2]| a[1].min(b[1]) - a[0].max(b[0]);
        let least = |a: [f32; 2], b: [f32; 2]| (a[1] - a[0]).min(b[1] - b[0]);
        let along = common(self.along, next.along);
        let is_beside =
            common(self.across, next.across) >= ALIKE_ACROSS * least(self.across, next.across);
        let is_same = along >= ALIKE_ALONG * least(self.along, next.along);
        let runs_through = self.is_cut[1] && next.is_cut[0] && along >= ALIKE_ALONG * shared;
        is_beside && along > 0.0 && (is_same || runs_through)
    }
}

/// Adds a box of a piece, as one with those of the piece before that are around the same text.
fn add(all: &mut Vec<Found>, mut next: Found, ends: &Ends, runs_down: bool) {
    let is_same = |old: &Found| old.piece + 1 == ends.nth && old.goes_on_in(&next, ends.shared);
    let same: Vec<usize> = (0..all.len()).filter(|idx| is_same(&all[*idx])).collect();
    for idx in same.into_iter().rev() {
        let old = all.swap_remove(idx);
        let corners = [old.quad.0, next.quad.0].concat();
        if let Some(whole) = Turned::around(&hull(corners)) {
            let is_cut = next.is_cut;
            next = Found::new(whole.corners(), runs_down, ends);
            next.is_cut = is_cut;
        }
    }
    all.push(next);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_cover_all_and_overlap() {
        let check = |long: usize, short: usize, n: usize| {
            let pieces = pieces(long, short);
            assert_eq!(pieces.len(), n, "{long} {short}");
            assert_eq!((pieces[0].start, pieces[n - 1].end), (0, long));
            let is_shared =
                |pair: &[Range<usize>]| pair[0].end - pair[1].start >= pair[0].len() / SHARED;
            assert!(pieces.windows(2).all(is_shared), "{pieces:?}");
        };
        check(16_000, 1_080, 13);
        check(10_000, 200, 13);
        check(16_384, 1, 22);
        check(2_000, 600, 3);
        check(900, 100, 1);
        assert!(is_long(1_080, 16_000) && is_long(10_000, 200));
        assert!(!is_long(900, 100) && !is_long(4_000, 3_000) && !is_long(1_200, 3_600));
    }

    /// Boxes of two pieces, from 0 to 960 and from 768 to 1728, as (left, top, right, bottom), become these.
    #[track_caller]
    fn check(first: &[[f32; 4]], second: &[[f32; 4]], expect: &[[f32; 4]]) {
        let mut all = Vec::new();
        for (nth, boxes) in [first, second].into_iter().enumerate() {
            let ends = Ends {
                nth,
                start: (nth > 0).then_some(768.0),
                end: (nth == 0).then_some(960.0),
                shared: 192.0,
            };
            for [left, top, right, bottom] in boxes {
                let quad = Quad::upright(*left, *top, *right, *bottom);
                add(&mut all, Found::new(quad, false, &ends), &ends, false);
            }
        }
        let mut got: Vec<[f32; 4]> = all.iter().map(|found| found.quad.around()).collect();
        got.iter_mut().flatten().for_each(|at| *at = at.round());
        got.sort_by(|a, b| a[1].total_cmp(&b[1]).then(a[0].total_cmp(&b[0])));
        assert_eq!(got, expect);
    }

    #[test]
    fn one_text_is_one_box() {
        let line = |left: f32, right: f32| [left, 10.0, right, 40.0];
        // It runs through both.
        check(
            &[line(50.0, 959.0)],
            &[line(768.0, 1500.0)],
            &[line(50.0, 1500.0)],
        );
        // Whole in the one, cut in the other.
        check(
            &[line(800.0, 959.0)],
            &[line(800.0, 1200.0)],
            &[line(800.0, 1200.0)],
        );
        check(
            &[line(600.0, 800.0)],
            &[line(768.0, 800.0)],
            &[line(600.0, 800.0)],
        );
        // Whole in both, and seen in two parts.
        check(
            &[line(800.0, 900.0)],
            &[line(801.0, 901.0)],
            &[line(800.0, 901.0)],
        );
        check(
            &[line(770.0, 850.0), line(860.0, 950.0)],
            &[line(771.0, 951.0)],
            &[line(770.0, 951.0)],
        );
    }

    #[test]
    fn others_stay_apart() {
        let [above, below] = [[50.0, 10.0, 959.0, 40.0], [768.0, 36.0, 1500.0, 66.0]];
        check(&[above], &[below], &[above, below]);
        let [left, right] = [[50.0, 10.0, 760.0, 40.0], [770.0, 10.0, 1500.0, 40.0]];
        check(&[left], &[right], &[left, right]);
        check(
            &[left, [50.0, 50.0, 99.0, 80.0]],
            &[],
            &[left, [50.0, 50.0, 99.0, 80.0]],
        );
    }
}
