use crate::Picture;

/// Pixels of a side that are counted.
const SIDE: usize = 96;
/// A colour is one of the picture's when so large a share of it has it.
const SHARE_MIN: f32 = 0.12;
/// Values this near to each other are grey.
const GREY: u8 = 24;
/// Share of a picture that may have colour where it is called black and white.
const COLOURED_MAX: f32 = 0.01;
/// The outer share of each side that is taken for the background.
const MARGIN: usize = 5;

/// A colour that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "their names say all")]
pub enum Colour {
    Black,
    Blue,
    Brown,
    Gray,
    Green,
    Orange,
    Pink,
    Purple,
    Red,
    Teal,
    White,
    Yellow,
}

/// All of them, in the order of the enum.
const ALL: [(Colour, &str); 12] = [
    (Colour::Black, "Black"),
    (Colour::Blue, "Blue"),
    (Colour::Brown, "Brown"),
    (Colour::Gray, "Grey"),
    (Colour::Green, "Green"),
    (Colour::Orange, "Orange"),
    (Colour::Pink, "Pink"),
    (Colour::Purple, "Purple"),
    (Colour::Red, "Red"),
    (Colour::Teal, "Teal"),
    (Colour::White, "White"),
    (Colour::Yellow, "Yellow"),
];

impl Colour {
    /// Its name, as interfaces write it.
    pub fn name(self) -> &'static str {
        ALL[self as usize].1
    }

    /// The colour of a pixel.
    pub fn of([r, g, b]: [u8; 3]) -> Colour {
        let (most, least) = (r.max(g).max(b), r.min(g).min(b));
        let spread = f32::from(most - least);
        if most < 40 {
            return Colour::Black;
        }
        if most - least <= GREY {
            return match most {
                0..70 => Colour::Black,
                70..210 => Colour::Gray,
                _ => Colour::White,
            };
        }
        let [red, green, blue] = [r, g, b].map(f32::from);
        let sixth = match most {
            m if m == r => ((green - blue) / spread).rem_euclid(6.0),
            m if m == g => (blue - red) / spread + 2.0,
            _ => (red - green) / spread + 4.0,
        };
        let is_dark = most < 150;
        let is_pale = least > 120;
        match (sixth * 60.0) as u16 {
            0..15 | 345.. if is_pale => Colour::Pink,
            0..15 | 345.. => Colour::Red,
            15..45 if is_dark => Colour::Brown,
            15..45 => Colour::Orange,
            45..70 if is_dark => Colour::Brown,
            45..70 => Colour::Yellow,
            70..160 => Colour::Green,
            160..195 => Colour::Teal,
            195..260 => Colour::Blue,
            260..300 => Colour::Purple,
            _ => Colour::Pink,
        }
    }
}

/// The colours of a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Colours {
    /// Of what is in the middle.
    pub foreground: Colour,
    /// Of what is at the edge.
    pub background: Colour,
    /// Those of larger parts, the largest first; at least one.
    pub dominant: Vec<Colour>,
    /// The liveliest that is not rare: red, green, blue.
    pub accent: [u8; 3],
    /// Whether it is black and white.
    pub is_grey: bool,
}

/// The colours of a picture.
pub fn colours(picture: &Picture) -> Colours {
    let small = picture.shrunk(SIDE, SIDE);
    let (width, height) = (small.width(), small.height());
    let (pixels, _) = small.pixels().as_chunks::<3>();
    let is_edge = |idx: usize| {
        let near = |at: usize, n: usize| at < n / MARGIN || at >= n - n / MARGIN;
        near(idx % width, width) || near(idx / width, height)
    };
    let (mut inner, mut outer) = ([0usize; 12], [0usize; 12]);
    for (idx, pixel) in pixels.iter().enumerate() {
        let counts = if is_edge(idx) { &mut outer } else { &mut inner };
        counts[Colour::of(*pixel) as usize] += 1;
    }
    let all: [usize; 12] = std::array::from_fn(|idx| inner[idx] + outer[idx]);
    let mut order: Vec<usize> = (0..12).collect();
    order.sort_by_key(|idx| std::cmp::Reverse(all[*idx]));
    let n = pixels.len() as f32;
    let large = order
        .iter()
        .enumerate()
        .filter(|(rank, idx)| *rank == 0 || all[**idx] as f32 >= SHARE_MIN * n);
    let dominant = large.map(|(_, idx)| ALL[*idx].0).collect();
    let coloured = pixels
        .iter()
        .filter(|pixel| liveliness(pixel) > GREY)
        .count();
    Colours {
        foreground: most(&inner),
        background: most(&outer),
        dominant,
        accent: accent(pixels),
        is_grey: coloured as f32 <= COLOURED_MAX * n,
    }
}

fn most(counts: &[usize; 12]) -> Colour {
    let places = counts.iter().enumerate();
    places
        .max_by_key(|(_, n)| **n)
        .map_or(Colour::Gray, |(idx, _)| ALL[idx].0)
}

fn liveliness([r, g, b]: &[u8; 3]) -> u8 {
    r.max(g).max(b) - r.min(g).min(b)
}

/// The mean of the liveliest twentieth.
fn accent(pixels: &[[u8; 3]]) -> [u8; 3] {
    let mut order: Vec<&[u8; 3]> = pixels.iter().collect();
    order.sort_by_key(|pixel| std::cmp::Reverse(liveliness(pixel)));
    order.truncate(pixels.len().div_ceil(20));
    let mean = |c: usize| {
        order
            .iter()
            .map(|pixel| usize::from(pixel[c]))
            .sum::<usize>()
            / order.len().max(1)
    };
    [mean(0), mean(1), mean(2)].map(|value| value as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pixel: [u8; 3], expect: &str) {
        assert_eq!(Colour::of(pixel).name(), expect);
    }

    #[test]
    fn pixels_have_names() {
        check([0, 0, 0], "Black");
        check([250, 250, 250], "White");
        check([128, 128, 128], "Grey");
        check([220, 20, 30], "Red");
        check([240, 140, 20], "Orange");
        check([110, 70, 30], "Brown");
        check([250, 230, 40], "Yellow");
        check([30, 160, 60], "Green");
        check([20, 160, 150], "Teal");
        check([30, 60, 200], "Blue");
        check([140, 40, 200], "Purple");
        check([250, 160, 190], "Pink");
    }

    #[test]
    fn a_red_square_on_white() {
        let pixel = |idx: usize| match (idx % 60, idx / 60) {
            (15..45, 15..45) => [220, 20, 30],
            _ => [255; 3],
        };
        let picture = Picture::new(60, 60, (0..3600).flat_map(pixel).collect()).unwrap();
        let found = colours(&picture);
        assert_eq!(
            (found.foreground, found.background),
            (Colour::Red, Colour::White)
        );
        assert_eq!(found.dominant, [Colour::White, Colour::Red]);
        assert_eq!((found.accent, found.is_grey), ([220, 20, 30], false));
        assert!(colours(&Picture::new(1, 1, vec![9; 3]).unwrap()).is_grey);
    }
}
