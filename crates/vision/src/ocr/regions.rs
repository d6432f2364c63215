//! From a map of how likely each pixel is text to boxes around lines.

use crate::geometry::{Point, Quad, Turned, hull, in_order};

/// A pixel is text from here.
const TEXT_MIN: f32 = 0.3;
/// Regions in one picture; more is noise.
const REGIONS_MAX: usize = 1_000;
/// Pixels of the short side before growing.
const SHORT_MIN: f32 = 3.0;
/// Mean likelihood within a box.
const SCORE_MIN: f32 = 0.5;
/// The net marks the core of lines; a box grows by this times area over circumference.
const GROWTH: f32 = 1.6;
/// Pixels of the short side after growing.
const GROWN_MIN: f32 = SHORT_MIN + 2.0;
/// Both sides of a box in the picture are longer than this.
pub(super) const SIDE_MIN: f32 = 3.0;

/// How likely each pixel is text, row by row.
pub(super) struct Heat {
    pub width: usize,
    pub height: usize,
    pub values: Vec<f32>,
}

/// Boxes around lines, in the pixels of a picture of that size.
pub(super) fn quads(heat: &Heat, width: usize, height: usize) -> Vec<Quad> {
    let mask = mask(heat);
    let regions = regions(mask, heat.width);
    regions
        .into_iter()
        .filter_map(|edge| quad(heat, edge, width, height))
        .collect()
}

/// Where text is, each pixel spread to the right and downwards by one.
fn mask(heat: &Heat) -> Vec<bool> {
    let is_text = |at: usize| heat.values[at] > TEXT_MIN;
    let spread = |at: usize| {
        let (x, y) = (at % heat.width, at / heat.width);
        is_text(at)
            || (x > 0 && is_text(at - 1))
            || (y > 0 && is_text(at - heat.width))
            || (x > 0 && y > 0 && is_text(at - heat.width - 1))
    };
    (0..heat.values.len()).map(spread).collect()
}

/// The regions of touching pixels, corners included: the leftmost and the rightmost pixel of each of their rows.
fn regions(mut mask: Vec<bool>, width: usize) -> Vec<Vec<Point>> {
    let mut found = Vec::new();
    let mut next = Vec::new();
    for start in 0..mask.len() {
        if found.len() == REGIONS_MAX {
            break;
        }
        if !mask[start] {
            continue;
        }
        mask[start] = false;
        next.push(start);
        let mut rows: Vec<Option<(usize, usize)>> = Vec::new();
        let top = start / width;
        while let Some(at) = next.pop() {
            let (x, y) = (at % width, at / width);
            widen(&mut rows, y - top, x);
            for near in around(x, y, width, mask.len() / width) {
                if std::mem::take(&mut mask[near]) {
                    next.push(near);
                }
            }
        }
        found.push(edge(&rows, top));
    }
    found
}

/// Adds a pixel to the row.
fn widen(rows: &mut Vec<Option<(usize, usize)>>, row: usize, x: usize) {
    if rows.len() <= row {
        rows.resize(row + 1, None);
    }
    let (left, right) = rows[row].unwrap_or((x, x));
    rows[row] = Some((left.min(x), right.max(x)));
}

/// The pixels around one.
fn around(x: usize, y: usize, width: usize, height: usize) -> impl Iterator<Item = usize> {
    let rows = y.saturating_sub(1)..(y + 2).min(height);
    rows.flat_map(move |y| (x.saturating_sub(1)..(x + 2).min(width)).map(move |x| y * width + x))
}

/// The ends of all rows as points.
fn edge(rows: &[Option<(usize, usize)>], top: usize) -> Vec<Point> {
    let ends = rows.iter().enumerate().filter_map(|(row, ends)| {
        let (left, right) = (*ends)?;
        let y = (top + row) as f32;
        Some([Point::new(left as f32, y), Point::new(right as f32, y)])
    });
    ends.flatten().collect()
}

/// The box of a region, when it is text.
fn quad(heat: &Heat, edge: Vec<Point>, width: usize, height: usize) -> Option<Quad> {
    let core = Turned::around(&hull(edge))?;
    if core.length.min(core.across) < SHORT_MIN || score(heat, &core.corners()) < SCORE_MIN {
        return None;
    }
    let by = core.length * core.across * GROWTH / (2.0 * (core.length + core.across));
    let grown = core.grown(by);
    if grown.length.min(grown.across) < GROWN_MIN {
        return None;
    }
    let (scale_x, scale_y) = (
        width as f32 / heat.width as f32,
        height as f32 / heat.height as f32,
    );
    let place = |p: Point| {
        let on = |at: f32, scale: f32, n: usize| (at * scale).round().clamp(0.0, (n - 1) as f32);
        Point::new(on(p.x, scale_x, width), on(p.y, scale_y, height))
    };
    let quad = in_order(grown.corners().0.map(place));
    let [a, b, _, d] = quad.0;
    (a.distance(b) > SIDE_MIN && a.distance(d) > SIDE_MIN).then_some(quad)
}

/// The mean likelihood within a box, its edges included.
fn score(heat: &Heat, quad: &Quad) -> f32 {
    let corners = quad.0.map(|p| {
        let on = |at: f32, n: usize| at.trunc().clamp(0.0, (n - 1) as f32);
        Point::new(on(p.x, heat.width), on(p.y, heat.height))
    });
    let [_, top, _, bottom] = Quad(corners).around();
    let (mut sum, mut n) = (0.0, 0);
    for y in top as usize..=bottom as usize {
        let Some((left, right)) = span(&corners, y as f32) else {
            continue;
        };
        let row = &heat.values[y * heat.width..];
        let row = &row[left.round() as usize..=right.round() as usize];
        sum += row.iter().sum::<f32>();
        n += row.len();
    }
    sum / n.max(1) as f32
}

/// From where to where a convex shape reaches at height `y`.
fn span(corners: &[Point; 4], y: f32) -> Option<(f32, f32)> {
    let mut reach: Option<(f32, f32)> = None;
    for (idx, &a) in corners.iter().enumerate() {
        let b = corners[(idx + 1) % 4];
        if y < a.y.min(b.y) || y > a.y.max(b.y) {
            continue;
        }
        let ends = match a.y == b.y {
            true => [a.x, b.x],
            false => [a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x); 2],
        };
        for x in ends {
            let (left, right) = reach.unwrap_or((x, x));
            reach = Some((left.min(x), right.max(x)));
        }
    }
    reach
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A map of that size on which these upright rectangles (left, top, right, bottom, likelihood) are text.
    fn heat(width: usize, height: usize, marks: &[(usize, usize, usize, usize, f32)]) -> Heat {
        let mut values = vec![0.0; width * height];
        for &(left, top, right, bottom, value) in marks {
            for y in top..bottom {
                values[y * width + left..y * width + right].fill(value);
            }
        }
        Heat {
            width,
            height,
            values,
        }
    }

    #[track_caller]
    fn check(heat: &Heat, scale: usize, expect: &[[f32; 4]]) {
        let quads = quads(heat, heat.width * scale, heat.height * scale);
        let got: Vec<[f32; 4]> = quads.iter().map(Quad::around).collect();
        assert_eq!(got, expect);
    }

    #[test]
    fn marks_become_boxes() {
        let one = heat(100, 60, &[(20, 20, 60, 30, 0.9)]);
        // 40 x 10 between the middles of its pixels once it has spread; 1.6 * 400 / 100 = 6.4 more on each side.
        check(&one, 1, &[[14.0, 14.0, 66.0, 36.0]]);
        check(&one, 2, &[[27.0, 27.0, 133.0, 73.0]]);
        let two = heat(100, 60, &[(20, 5, 60, 15, 0.9), (20, 40, 60, 50, 0.9)]);
        assert_eq!(quads(&two, 100, 60).len(), 2);
    }

    #[test]
    fn what_is_faint_or_thin_is_none() {
        check(&heat(100, 60, &[(20, 20, 60, 30, 0.4)]), 1, &[]);
        check(&heat(100, 60, &[(20, 20, 60, 30, 0.2)]), 1, &[]);
        check(&heat(100, 60, &[(20, 20, 60, 22, 0.9)]), 1, &[]);
        check(&heat(100, 60, &[]), 1, &[]);
        // Text to the edge stays within the picture.
        check(
            &heat(60, 40, &[(0, 0, 60, 40, 1.0)]),
            1,
            &[[0.0, 0.0, 59.0, 39.0]],
        );
    }

    #[test]
    fn noise_has_a_limit() {
        let dots: Vec<_> = (0..50 * 50)
            .map(|n| (n % 50 * 8, n / 50 * 8, n % 50 * 8 + 4, n / 50 * 8 + 4, 1.0))
            .collect();
        assert_eq!(
            regions(mask(&heat(400, 400, &dots)), 400).len(),
            REGIONS_MAX
        );
    }
}
