//! Positions as other programs count them.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// What a program counts in its strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Unicode scalars, as Python does.
    Scalar,
    /// Code units of UTF-16, as JavaScript, Java and .NET do.
    Utf16,
    /// What a reader takes for one character.
    Grapheme,
}

/// Turns byte ranges of one text into positions in a unit.
///
/// ```
/// use ling_understand::analyse::{Ruler, Unit};
/// let text = "👩🏽好";
/// let last = text.len() - 3..text.len();
/// assert_eq!(Ruler::new(text, Unit::Scalar).place(&last), (2, 1));
/// assert_eq!(Ruler::new(text, Unit::Utf16).place(&last), (4, 1));
/// assert_eq!(Ruler::new(text, Unit::Grapheme).place(&last), (1, 1));
/// ```
#[derive(Clone, Debug)]
pub struct Ruler {
    /// The byte at which each unit starts; both halves of a surrogate pair start at the same one.
    starts: Vec<usize>,
}

impl Ruler {
    /// A ruler for a text.
    pub fn new(text: &str, unit: Unit) -> Ruler {
        let starts = match unit {
            Unit::Scalar => text.char_indices().map(|(at, _)| at).collect(),
            Unit::Utf16 => text
                .char_indices()
                .flat_map(|(at, c)| std::iter::repeat_n(at, c.len_utf16()))
                .collect(),
            Unit::Grapheme => text.grapheme_indices(true).map(|(at, _)| at).collect(),
        };
        Ruler { starts }
    }

    /// How many units the text has.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Where a byte range starts and how many units it has; units that it only touches count whole.
    pub fn place(&self, range: &Range<usize>) -> (usize, usize) {
        let before = self.starts.partition_point(|&start| start < range.start);
        let is_border = self.starts.get(before) == Some(&range.start) || range.is_empty();
        let start = before - usize::from(!is_border && before > 0);
        let end = self.starts.partition_point(|&start| start < range.end);
        (start, end.saturating_sub(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, part: &str, expect: [(usize, usize); 3]) {
        let start = text.find(part).expect("the part is there");
        let range = start..start + part.len();
        let units = [Unit::Scalar, Unit::Utf16, Unit::Grapheme];
        let places = units.map(|unit| Ruler::new(text, unit).place(&range));
        assert_eq!(places, expect, "{part} in {text}");
    }

    #[test]
    fn scalars_code_units_and_characters() {
        check("打开 the 灯", "灯", [(7, 1), (7, 1), (7, 1)]);
        check("😀 ok", "ok", [(2, 2), (3, 2), (2, 2)]);
        check("👨‍👩‍👧 家 home", "家", [(6, 1), (9, 1), (2, 1)]);
        check("👍🏽好", "👍🏽", [(0, 2), (0, 4), (0, 1)]);
        check("🇨🇳🇬🇧 flags", "🇬🇧", [(2, 2), (4, 4), (1, 1)]);
        check("cafe\u{301} x", "x", [(6, 1), (6, 1), (5, 1)]);
        check("cafe\u{301} x", "\u{301}", [(4, 1), (4, 1), (3, 1)]);
        check("𠮷野家", "野家", [(1, 2), (2, 2), (1, 2)]);
        check("a\r\nb", "b", [(3, 1), (3, 1), (2, 1)]);
        check("abc", "", [(0, 0), (0, 0), (0, 0)]);
    }
}
