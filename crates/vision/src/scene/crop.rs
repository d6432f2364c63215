use crate::{Area, Picture};

/// Pixels of the longer side on which the part is looked for.
const SIDE: usize = 96;
/// Shapes that are cut: three times as wide as high to the reverse.
const ASPECTS: std::ops::RangeInclusive<f32> = 0.33..=3.0;
/// What all edges of a picture count together, beside boxes.
const EDGES: f32 = 1.0;
/// Steps from the smallest to the largest part that is tried.
const SIZES: [f32; 3] = [1.0, 0.9, 0.8];
/// A smaller part must keep this share of what the largest keeps.
const KEPT_MIN: f32 = 0.98;

/// A part of the picture that should be kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interest {
    /// Where.
    pub area: Area,
    /// How much, beside 1 for all edges: a face 3, a person 2, a thing 1, text 0.5 are good weights.
    pub weight: f32,
}

/// The part with that width over height which keeps most of what is of interest, and otherwise most of the edges.
pub fn crop(picture: &Picture, aspect: f32, interests: &[Interest]) -> Area {
    let aspect = if aspect.is_finite() { aspect } else { 1.0 };
    part(
        picture,
        aspect.clamp(*ASPECTS.start(), *ASPECTS.end()),
        interests,
    )
}

/// The largest width and height of that shape within a picture.
fn largest(picture: &Picture, aspect: f32) -> (f32, f32) {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    match width > height * aspect {
        true => (height * aspect, height),
        false => (width, width / aspect),
    }
}

fn part(picture: &Picture, aspect: f32, interests: &[Interest]) -> Area {
    let (most_w, most_h) = largest(picture, aspect);
    let map = Map::of(picture, interests);
    let whole = map.best(most_w, most_h);
    let smaller = SIZES
        .iter()
        .map(|size| map.best(most_w * size, most_h * size));
    let kept = smaller.filter(|part| part.1 > 0.0 && part.1 >= KEPT_MIN * whole.1);
    kept.min_by(|a, b| a.0.size().total_cmp(&b.0.size()))
        .unwrap_or(whole)
        .0
}

/// The picture in exactly that size: cut to its shape around what is of interest.
pub fn thumbnail(
    picture: &Picture,
    width: usize,
    height: usize,
    interests: &[Interest],
) -> Picture {
    let (width, height) = (width.max(1), height.max(1));
    let area = part(picture, width as f32 / height as f32, interests);
    fitted(&picture.part(&area), width, height)
}

/// The picture in exactly that size: cut to its shape around the middle.
pub fn middle(picture: &Picture, width: usize, height: usize) -> Picture {
    let (width, height) = (width.max(1), height.max(1));
    let (w, h) = largest(picture, width as f32 / height as f32);
    let (x, y) = (picture.width() as f32 / 2.0, picture.height() as f32 / 2.0);
    fitted(&picture.part(&Area::around(x, y, w, h)), width, height)
}

/// Shrunk or enlarged.
fn fitted(part: &Picture, width: usize, height: usize) -> Picture {
    let small = part.shrunk(width, height);
    match (small.width(), small.height()) == (width, height) {
        true => small,
        false => small.resized(width, height),
    }
}

/// How much each place counts, summed up from the top left.
struct Map {
    width: usize,
    height: usize,
    /// Pixels of the picture for one of the map.
    scale: f32,
    /// One row and column more than the map.
    sums: Vec<f32>,
}

impl Map {
    fn of(picture: &Picture, interests: &[Interest]) -> Map {
        let scale = (picture.width().max(picture.height()) as f32 / SIDE as f32).max(1.0);
        let side = |n: usize| ((n as f32 / scale) as usize).max(1);
        let small = picture.shrunk(side(picture.width()), side(picture.height()));
        let (width, height) = (small.width(), small.height());
        let mut values = edges(&small);
        let all: f32 = values.iter().sum();
        values
            .iter_mut()
            .for_each(|value| *value *= EDGES / all.max(1e-6));
        for interest in interests
            .iter()
            .filter(|interest| interest.weight.is_finite())
        {
            let area = interest.area.scaled(1.0 / scale).within(width, height);
            let (right, bottom) = (
                (area.x + area.w).ceil() as usize,
                (area.y + area.h).ceil() as usize,
            );
            let (left, top) = (area.x as usize, area.y as usize);
            let n = (right.saturating_sub(left) * bottom.saturating_sub(top)).max(1);
            for y in top..bottom.min(height) {
                let row = &mut values[y * width..][left..right.min(width)];
                row.iter_mut()
                    .for_each(|value| *value += interest.weight / n as f32);
            }
        }
        let mut sums = vec![0.0; (width + 1) * (height + 1)];
        for y in 0..height {
            for x in 0..width {
                let at = (y + 1) * (width + 1) + x + 1;
                sums[at] = values[y * width + x] + sums[at - 1] + sums[at - width - 1]
                    - sums[at - width - 2];
            }
        }
        Map {
            width,
            height,
            scale,
            sums,
        }
    }

    /// The part of that size that counts most; of equal ones the one nearest to the middle.
    fn best(&self, width: f32, height: f32) -> (Area, f32) {
        let side = |n: f32, most: usize| ((n / self.scale).round() as usize).clamp(1, most);
        let (w, h) = (side(width, self.width), side(height, self.height));
        let (free_x, free_y) = (self.width - w, self.height - h);
        let mut best = (0, 0, f32::NEG_INFINITY);
        for y in 0..=free_y {
            for x in 0..=free_x {
                let off = |at: usize, free: usize| (at as f32 - free as f32 / 2.0).abs();
                let value = self.sum(x, y, w, h) - 1e-5 * (off(x, free_x) + off(y, free_y));
                if value > best.2 {
                    best = (x, y, value);
                }
            }
        }
        let area = Area {
            x: self.place(best.0, free_x, self.width as f32 * self.scale - width),
            y: self.place(best.1, free_y, self.height as f32 * self.scale - height),
            w: width,
            h: height,
        };
        (area, best.2)
    }

    /// Where a part begins in the picture: at the end of the free way when it does so on the map.
    fn place(&self, at: usize, free: usize, way: f32) -> f32 {
        (at as f32 / free.max(1) as f32 * way).max(0.0)
    }

    fn sum(&self, x: usize, y: usize, w: usize, h: usize) -> f32 {
        let at = |x: usize, y: usize| self.sums[y * (self.width + 1) + x];
        at(x + w, y + h) + at(x, y) - at(x + w, y) - at(x, y + h)
    }
}

/// How much each pixel differs from those to its right and below.
fn edges(picture: &Picture) -> Vec<f32> {
    let grey = |x: usize, y: usize| {
        let [r, g, b] = picture.at(x as isize, y as isize).map(f32::from);
        0.3 * r + 0.6 * g + 0.1 * b
    };
    let places = (0..picture.height()).flat_map(|y| (0..picture.width()).map(move |x| (x, y)));
    places
        .map(|(x, y)| {
            let here = grey(x, y);
            (grey(x + 1, y) - here).abs() + (grey(x, y + 1) - here).abs()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(width: usize, height: usize) -> Picture {
        Picture::new(width, height, vec![200; width * height * 3]).unwrap()
    }

    fn area(x: f32, y: f32, w: f32, h: f32) -> Area {
        Area { x, y, w, h }
    }

    #[track_caller]
    fn check(picture: &Picture, aspect: f32, interests: &[Interest], inside: Area) {
        let part = crop(picture, aspect, interests);
        let shape = part.w / part.h;
        assert!((shape - aspect.clamp(0.33, 3.0)).abs() < 0.02, "{part:?}");
        let covers = part.x <= inside.x + 1.0
            && part.y <= inside.y + 1.0
            && part.x + part.w >= inside.x + inside.w - 1.0
            && part.y + part.h >= inside.y + inside.h - 1.0;
        assert!(covers, "{part:?} does not hold {inside:?}");
        let (width, height) = (picture.width() as f32, picture.height() as f32);
        assert!(
            part.x >= 0.0
                && part.y >= 0.0
                && part.x + part.w <= width + 0.5
                && part.y + part.h <= height + 0.5,
            "{part:?}"
        );
    }

    #[test]
    fn faces_and_edges_stay_in() {
        let wide = plain(900, 300);
        let face = area(700.0, 100.0, 80.0, 80.0);
        check(
            &wide,
            1.0,
            &[Interest {
                area: face,
                weight: 3.0,
            }],
            face,
        );
        check(&wide, 9.0, &[], area(100.0, 100.0, 100.0, 100.0));
        check(&plain(3, 2), 1.0, &[], area(1.0, 0.5, 1.0, 1.0));
        let mut pixels = vec![200; 300 * 900 * 3];
        for y in 800..850 {
            pixels[(y * 300 + 100) * 3..][..150].fill(0);
        }
        let drawn = Picture::new(300, 900, pixels).unwrap();
        check(&drawn, 1.0, &[], area(100.0, 800.0, 50.0, 50.0));
    }

    #[test]
    fn thumbnails_have_the_size() {
        let check = |picture: &Picture, width, height| {
            for small in [
                thumbnail(picture, width, height, &[]),
                middle(picture, width, height),
            ] {
                assert_eq!((small.width(), small.height()), (width, height));
            }
        };
        check(&plain(900, 300), 100, 50);
        check(&plain(10, 10), 100, 50);
        check(&plain(300, 900), 1024, 1);
        check(&plain(1, 1), 3, 9);
        assert_eq!(thumbnail(&plain(1, 1), 0, 9, &[]).width(), 1);
    }

    #[test]
    fn the_middle_is_the_middle() {
        // Black left third, white middle, black right third.
        let pixel = |idx: usize| {
            [if (30..60).contains(&(idx % 90)) {
                255
            } else {
                0
            }; 3]
        };
        let picture = Picture::new(90, 30, (0..2700).flat_map(pixel).collect()).unwrap();
        let small = middle(&picture, 10, 10);
        assert!(small.pixels().iter().all(|value| *value == 255));
    }
}
