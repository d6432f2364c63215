//! Upright boxes, and which of many that overlap are kept.

/// An upright box in a picture, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// Left side.
    pub x: f32,
    /// Top.
    pub y: f32,
    /// Width.
    pub w: f32,
    /// Height.
    pub h: f32,
}

impl Area {
    /// The box around a centre.
    pub fn around(x: f32, y: f32, w: f32, h: f32) -> Area {
        Area {
            x: x - w / 2.0,
            y: y - h / 2.0,
            w,
            h,
        }
    }

    /// How much of the plane it covers.
    pub fn size(&self) -> f32 {
        self.w * self.h
    }

    /// What both cover, as a share of what either covers.
    pub fn overlap(&self, other: &Area) -> f32 {
        let shared = |a: f32, n: f32, b: f32, m: f32| ((a + n).min(b + m) - a.max(b)).max(0.0);
        let both =
            shared(self.x, self.w, other.x, other.w) * shared(self.y, self.h, other.y, other.h);
        let either = self.size() + other.size() - both;
        if either > 0.0 { both / either } else { 0.0 }
    }

    /// The part of it within a picture of that size.
    pub fn within(&self, width: usize, height: usize) -> Area {
        let (right, bottom) = (
            (self.x + self.w).clamp(0.0, width as f32),
            (self.y + self.h).clamp(0.0, height as f32),
        );
        let (x, y) = (
            self.x.clamp(0.0, width as f32),
            self.y.clamp(0.0, height as f32),
        );
        Area {
            x,
            y,
            w: right - x,
            h: bottom - y,
        }
    }

    /// The box around both.
    pub fn with(&self, other: &Area) -> Area {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Area {
            x,
            y,
            w: (self.x + self.w).max(other.x + other.w) - x,
            h: (self.y + self.h).max(other.y + other.h) - y,
        }
    }

    /// The same in a picture `by` times as large.
    pub fn scaled(&self, by: f32) -> Area {
        Area {
            x: self.x * by,
            y: self.y * by,
            w: self.w * by,
            h: self.h * by,
        }
    }
}

/// Boxes that are looked at; a net gives some thousand.
const CANDIDATES_MAX: usize = 1_000;

/// The best of what overlaps by more than `most`, best first; what `apart` tells are different things may overlap.
pub(crate) fn best<T>(
    mut found: Vec<T>,
    most: f32,
    rank: impl Fn(&T) -> (f32, Area),
    apart: impl Fn(&T, &T) -> bool,
) -> Vec<T> {
    found.sort_by(|a, b| rank(b).0.total_cmp(&rank(a).0));
    found.truncate(CANDIDATES_MAX);
    let mut kept: Vec<T> = Vec::new();
    for one in found {
        let area = rank(&one).1;
        let covers = |other: &T| !apart(&one, other) && rank(other).1.overlap(&area) > most;
        if !kept.iter().any(covers) {
            kept.push(one);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(x: i16, y: i16, w: i16, h: i16) -> Area {
        let [x, y, w, h] = [x, y, w, h].map(f32::from);
        Area { x, y, w, h }
    }

    #[track_caller]
    fn check(a: Area, b: Area, expect: f32) {
        assert!((a.overlap(&b) - expect).abs() < 1e-6);
        assert!((b.overlap(&a) - expect).abs() < 1e-6);
    }

    #[test]
    fn overlaps() {
        check(area(0, 0, 10, 10), area(0, 0, 10, 10), 1.0);
        check(area(0, 0, 10, 10), area(5, 0, 10, 10), 1.0 / 3.0);
        check(area(0, 0, 10, 10), area(10, 0, 10, 10), 0.0);
        check(area(0, 0, 0, 0), area(0, 0, 0, 0), 0.0);
        assert_eq!(area(-5, 5, 20, 20).within(10, 10), area(0, 5, 10, 5));
        assert_eq!(area(1, 2, 3, 4).with(&area(0, 5, 2, 9)), area(0, 2, 4, 12));
    }

    #[test]
    fn the_best_hides_what_it_covers() {
        let all = vec![
            ("b", 0.8, area(1, 0, 10, 10)),
            ("a", 0.9, area(0, 0, 10, 10)),
            ("c", 0.5, area(50, 0, 10, 10)),
        ];
        let names = |apart: bool| {
            let kept = best(all.clone(), 0.5, |one| (one.1, one.2), |_, _| apart);
            kept.iter().map(|one| one.0).collect::<String>()
        };
        assert_eq!(names(false), "ac");
        assert_eq!(names(true), "abc");
    }
}
