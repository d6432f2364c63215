//! The order in which people read lines.

use std::ops::Range;

use super::Line;
use crate::geometry::Point;

/// Lines of one row differ in height by less than this share of a line's height.
const ROW_SHARE: f32 = 0.5;

/// Puts the lines in order, row by row from the top, in a row from the left; top and left as most lines are turned.
pub(super) fn sort(lines: &mut [Line]) {
    let turn = direction(lines);
    lines.sort_by(|a, b| place(a, turn).y.total_cmp(&place(b, turn).y));
    for row in rows_turned(lines, turn) {
        lines[row].sort_by(|a, b| place(a, turn).x.total_cmp(&place(b, turn).x));
    }
}

/// By how much the lines are turned clockwise, in degrees from -180 to 180.
pub(super) fn angle(lines: &[Line]) -> f32 {
    let to = direction(lines);
    match lines.is_empty() {
        true => 0.0,
        false => f32::atan2(to.y, to.x).to_degrees(),
    }
}

/// The rows of lines that are in order.
pub(super) fn rows(lines: &[Line]) -> Vec<Range<usize>> {
    rows_turned(lines, direction(lines))
}

fn rows_turned(lines: &[Line], turn: Point) -> Vec<Range<usize>> {
    if lines.is_empty() {
        return Vec::new();
    }
    let centres: Vec<f32> = lines.iter().map(|line| place(line, turn).y).collect();
    let gap = ROW_SHARE * middle(lines.iter().map(|line| line.quad.height()));
    split(&centres, gap)
}

/// Where a line is on the page turned upright.
fn place(line: &Line, turn: Point) -> Point {
    let at = line.quad.centre();
    Point::new(at.x * turn.x + at.y * turn.y, at.y * turn.x - at.x * turn.y)
}

/// The rows of lines whose heights are sorted: where a step is as large as `gap`, a new one begins.
fn split(centres: &[f32], gap: f32) -> Vec<Range<usize>> {
    let steps = centres.windows(2).enumerate();
    // Lines of one row, sorted from the left, may lie a little higher again.
    let begins = steps.filter(|(_, pair)| pair[1] - pair[0] >= gap);
    let begins: Vec<usize> = std::iter::once(0)
        .chain(begins.map(|(idx, _)| idx + 1))
        .chain([centres.len()])
        .collect();
    begins.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// Where most letters look to, as a vector of length 1.
fn direction(lines: &[Line]) -> Point {
    let angles = || {
        lines
            .iter()
            .map(|line| (line.quad.angle(), line.quad.width()))
    };
    let (x, y) = angles().fold((0.0, 0.0), |(x, y), (angle, weight)| {
        (x + angle.cos() * weight, y + angle.sin() * weight)
    });
    let rough = f32::atan2(y, x);
    // Around the mean, the median lets no stray box turn the page.
    let off = angles().map(|(angle, _)| wrapped(angle - rough));
    let angle = rough + middle(off);
    Point::new(angle.cos(), angle.sin())
}

/// The same angle between minus half a turn and half a turn.
fn wrapped(angle: f32) -> f32 {
    use std::f32::consts::{PI, TAU};
    (angle + PI).rem_euclid(TAU) - PI
}

/// The median; 0 of nothing.
fn middle(values: impl Iterator<Item = f32>) -> f32 {
    let mut values: Vec<f32> = values.collect();
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Quad;

    /// Texts at (left, top), 100 wide and 20 high, on a page turned by so many degrees, come out in this order.
    #[track_caller]
    fn check(degrees: f32, lines: &[(&str, f32, f32)], expect: &str) {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let mut lines: Vec<Line> = lines
            .iter()
            .map(|&(text, x, y)| {
                let upright = Quad::upright(x, y, x + 100.0, y + 20.0);
                let turn = |p: Point| Point::new(p.x * cos - p.y * sin, p.x * sin + p.y * cos);
                Line {
                    text: text.to_owned(),
                    quad: Quad(upright.0.map(turn)),
                    ..Line::default()
                }
            })
            .collect();
        sort(&mut lines);
        let got: Vec<&str> = lines.iter().map(|line| &*line.text).collect();
        assert_eq!(got.join(" "), expect);
    }

    #[test]
    fn rows_from_the_top() {
        let page = [
            ("d", 300.0, 62.0),
            ("b", 320.0, 0.0),
            ("a", 0.0, 4.0),
            ("c", 0.0, 60.0),
        ];
        for degrees in [0.0, 7.0, -12.0, 90.0, -90.0, 179.0, 180.0] {
            check(degrees, &page, "a b c d");
        }
        check(0.0, &[], "");
        check(0.0, &[("only", 3.0, 3.0)], "only");
    }
}
