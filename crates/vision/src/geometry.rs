//! Points, quadrangles and the few shapes that text is found by.

/// A place in a picture, in pixels from the top left.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Downwards.
    pub y: f32,
}

impl Point {
    /// The point `x`, `y`.
    pub fn new(x: f32, y: f32) -> Point {
        Point { x, y }
    }

    /// How far `other` is.
    pub fn distance(self, other: Point) -> f32 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// Four corners, clockwise on the screen; of a line of text the first is where its first letter has its top left.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Quad(pub [Point; 4]);

impl Quad {
    /// Its corners, of a rectangle with upright sides.
    pub fn upright(left: f32, top: f32, right: f32, bottom: f32) -> Quad {
        Quad([
            Point::new(left, top),
            Point::new(right, top),
            Point::new(right, bottom),
            Point::new(left, bottom),
        ])
    }

    /// The mean of its corners.
    pub fn centre(&self) -> Point {
        let sum = |of: fn(&Point) -> f32| self.0.iter().map(of).sum::<f32>() / 4.0;
        Point::new(sum(|p| p.x), sum(|p| p.y))
    }

    /// The longer of its top and bottom.
    pub fn width(&self) -> f32 {
        let [a, b, c, d] = self.0;
        a.distance(b).max(d.distance(c))
    }

    /// The longer of its left and right side.
    pub fn height(&self) -> f32 {
        let [a, b, c, d] = self.0;
        a.distance(d).max(b.distance(c))
    }

    /// The same with corner `first` in front: 2 turns what is read by half a turn.
    pub fn turned(mut self, first: usize) -> Quad {
        self.0.rotate_left(first % 4);
        self
    }

    /// The angle of the way from its left to its right, clockwise from "to the right", in radians.
    pub fn angle(&self) -> f32 {
        let [a, b, c, d] = self.0;
        let (x, y) = (b.x + c.x - a.x - d.x, b.y + c.y - a.y - d.y);
        y.atan2(x)
    }

    /// Left, top, right and bottom of the upright rectangle around it.
    pub fn around(&self) -> [f32; 4] {
        let [x, y] = [self.0.map(|p| p.x), self.0.map(|p| p.y)];
        let least = |of: [f32; 4]| of.into_iter().fold(f32::INFINITY, f32::min);
        let most = |of: [f32; 4]| of.into_iter().fold(f32::NEG_INFINITY, f32::max);
        [least(x), least(y), most(x), most(y)]
    }
}

/// The straight-line-preserving way from the unit square onto a quadrangle.
#[derive(Clone, Copy, Debug)]
pub struct Homography {
    /// Rows for x, y and the divisor, each over u, v and 1.
    rows: [[f64; 3]; 3],
}

impl Homography {
    /// The way onto `quad`; (0, 0) becomes its first corner, (1, 0) its second.
    pub fn onto(quad: &Quad) -> Homography {
        let [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] =
            quad.0.map(|p| [f64::from(p.x), f64::from(p.y)]);
        let (dx1, dx2, sx) = (x1 - x2, x3 - x2, x0 - x1 + x2 - x3);
        let (dy1, dy2, sy) = (y1 - y2, y3 - y2, y0 - y1 + y2 - y3);
        let area = dx1 * dy2 - dx2 * dy1;
        // Corners on one line have no area; then the plain mean of the sides is as good as any.
        let (g, h) = match area.abs() < 1e-9 {
            true => (0.0, 0.0),
            false => ((sx * dy2 - dx2 * sy) / area, (dx1 * sy - sx * dy1) / area),
        };
        Homography {
            rows: [
                [x1 - x0 + g * x1, x3 - x0 + h * x3, x0],
                [y1 - y0 + g * y1, y3 - y0 + h * y3, y0],
                [g, h, 1.0],
            ],
        }
    }

    /// Where (`u`, `v`) comes to lie.
    pub fn at(&self, u: f64, v: f64) -> Point {
        let [x, y, by] = self.rows.map(|[a, b, c]| a * u + b * v + c);
        Point::new((x / by) as f32, (y / by) as f32)
    }
}

/// A rectangle that may be turned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turned {
    /// Its middle.
    pub centre: Point,
    /// The direction of its first side, of length 1.
    pub along: Point,
    /// Length of the first side.
    pub length: f32,
    /// Length of the other.
    pub across: f32,
}

impl Turned {
    /// The smallest rectangle around the corners of a convex hull; none where there are none.
    pub fn around(hull: &[Point]) -> Option<Turned> {
        let first = *hull.first()?;
        if hull.len() == 1 {
            return Some(Turned {
                centre: first,
                along: Point::new(1.0, 0.0),
                length: 0.0,
                across: 0.0,
            });
        }
        let sides = hull.iter().zip(hull.iter().cycle().skip(1));
        let boxes = sides.filter_map(|(&a, &b)| Turned::with_side(hull, a, b));
        boxes.min_by(|a, b| (a.length * a.across).total_cmp(&(b.length * b.across)))
    }

    /// The rectangle around the hull that has a side along `a` to `b`.
    fn with_side(hull: &[Point], a: Point, b: Point) -> Option<Turned> {
        let far = a.distance(b);
        if far == 0.0 {
            return None;
        }
        let along = Point::new((b.x - a.x) / far, (b.y - a.y) / far);
        let (mut s, mut t) = (
            [f32::INFINITY, f32::NEG_INFINITY],
            [f32::INFINITY, f32::NEG_INFINITY],
        );
        for p in hull {
            let (u, v) = (p.x * along.x + p.y * along.y, p.y * along.x - p.x * along.y);
            s = [s[0].min(u), s[1].max(u)];
            t = [t[0].min(v), t[1].max(v)];
        }
        let (u, v) = ((s[0] + s[1]) / 2.0, (t[0] + t[1]) / 2.0);
        Some(Turned {
            centre: Point::new(u * along.x - v * along.y, u * along.y + v * along.x),
            along,
            length: s[1] - s[0],
            across: t[1] - t[0],
        })
    }

    /// The same, larger by `by` on each side.
    pub fn grown(mut self, by: f32) -> Turned {
        self.length += 2.0 * by;
        self.across += 2.0 * by;
        self
    }

    /// Its corners, clockwise from the one at the top left of the screen.
    pub fn corners(&self) -> Quad {
        let (u, v) = (self.length / 2.0, self.across / 2.0);
        let at = |u: f32, v: f32| {
            Point::new(
                self.centre.x + u * self.along.x - v * self.along.y,
                self.centre.y + u * self.along.y + v * self.along.x,
            )
        };
        in_order([at(-u, -v), at(u, -v), at(u, v), at(-u, v)])
    }
}

/// Four corners as top left, top right, bottom right, bottom left.
pub fn in_order(mut corners: [Point; 4]) -> Quad {
    corners.sort_by(|a, b| a.x.total_cmp(&b.x));
    let by_y = |a: Point, b: Point| if a.y <= b.y { (a, b) } else { (b, a) };
    let (top_left, bottom_left) = by_y(corners[0], corners[1]);
    let (top_right, bottom_right) = by_y(corners[2], corners[3]);
    Quad([top_left, top_right, bottom_right, bottom_left])
}

/// The corners of the convex hull, in the order of the way around.
pub fn hull(mut points: Vec<Point>) -> Vec<Point> {
    points.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    points.dedup();
    if points.len() < 3 {
        return points;
    }
    let lower = chain(points.iter().copied());
    let upper = chain(points.iter().rev().copied());
    let ends = |chain: Vec<Point>| {
        let n = chain.len() - 1;
        chain.into_iter().take(n)
    };
    ends(lower).chain(ends(upper)).collect()
}

fn chain(points: impl Iterator<Item = Point>) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    for p in points {
        while let [.., a, b] = kept[..] {
            let turn = (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
            if turn > 0.0 {
                break;
            }
            kept.pop();
        }
        kept.push(p);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(all: &[(i16, i16)]) -> Vec<Point> {
        let point = |&(x, y): &(i16, i16)| Point::new(x.into(), y.into());
        all.iter().map(point).collect()
    }

    #[track_caller]
    fn check(all: &[(i16, i16)], n_corners: usize, sides: (f32, f32)) {
        let hull = hull(points(all));
        assert_eq!(hull.len(), n_corners, "{hull:?}");
        let found = Turned::around(&hull).unwrap();
        let (short, long) = (
            found.length.min(found.across),
            found.length.max(found.across),
        );
        let near = (short - sides.0).abs() < 1e-3 && (long - sides.1).abs() < 1e-3;
        assert!(near, "{short} x {long}, not {sides:?}");
    }

    #[test]
    fn hulls_and_the_smallest_rectangles() {
        check(&[(3, 4)], 1, (0.0, 0.0));
        check(&[(0, 0), (3, 4), (3, 4)], 2, (0.0, 5.0));
        check(&[(0, 0), (1, 1), (2, 2), (5, 5)], 2, (0.0, 50f32.sqrt()));
        check(
            &[(0, 0), (9, 0), (9, 4), (0, 4), (3, 3), (9, 2)],
            4,
            (4.0, 9.0),
        );
        // A square on its tip.
        check(
            &[(0, 5), (5, 0), (10, 5), (5, 10), (5, 5)],
            4,
            (50f32.sqrt(), 50f32.sqrt()),
        );
    }

    #[test]
    fn corners_come_back_through_a_homography() {
        let quad = Quad(
            points(&[(10, 20), (110, 30), (120, 90), (0, 70)])
                .try_into()
                .unwrap(),
        );
        let way = Homography::onto(&quad);
        for (corner, (u, v)) in quad
            .0
            .iter()
            .zip([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])
        {
            assert!(way.at(u, v).distance(*corner) < 1e-3);
        }
        let flat = Quad(
            points(&[(0, 0), (4, 0), (8, 0), (4, 0)])
                .try_into()
                .unwrap(),
        );
        let middle = Homography::onto(&flat).at(0.5, 0.5);
        assert!(middle.x.is_finite() && middle.y == 0.0);
    }

    #[test]
    fn turning_a_quad_turns_its_angle() {
        let quad = Quad::upright(0.0, 0.0, 9.0, 3.0);
        assert_eq!((quad.angle(), quad.width(), quad.height()), (0.0, 9.0, 3.0));
        let turned = quad.turned(2);
        assert!((turned.angle().abs() - std::f32::consts::PI).abs() < 1e-6);
        assert_eq!(turned.turned(2), quad);
        assert_eq!(turned.around(), [0.0, 0.0, 9.0, 3.0]);
    }
}
