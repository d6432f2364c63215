use ling_nn::{Net, NetOptions};

use crate::{
    Area, Picture, VisionError,
    feed::{Eye, SIGNED_BGR},
};

/// The net's name in errors.
const MODEL: &str = "rec.onnx";
/// Rows of a line, as the net was trained.
const HEIGHT: usize = 48;
/// A line's width is a multiple of this: nets of few widths are laid out once each.
const WIDTH_STEP: usize = 16;
/// Columns that are read at once: some 130 letters, or a band that is no text. It bounds memory: 75 kB for 8 columns.
const WIDTH_MAX: usize = 3_200;
/// A wider line is read in parts of so many columns,
const PART: usize = 1_600;
/// of which the next one has so many, too: some six characters, and two words.
const SHARED: usize = 320;
/// Columns of the widest line; what is wider still is squeezed. It bounds time: some 40 parts.
const LINE_MAX: usize = 51_200;
/// The dictionary's place in the file.
const DICTIONARY: &str = "character";

/// A letter that was read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Letter {
    pub text: String,
    /// Its middle, as a share of the line from its left.
    pub at: f32,
    pub confidence: f32,
}

/// What a line says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Reading {
    pub letters: Vec<Letter>,
    /// Mean of the letters'; 0 without any.
    pub confidence: f32,
}

/// Reads one line.
#[derive(Debug)]
pub(super) struct Recogniser {
    eye: Eye,
    /// What each class stands for; the first is "nothing".
    classes: Vec<String>,
}

impl Recogniser {
    pub(super) fn load(onnx: Vec<u8>, options: &NetOptions) -> Result<Recogniser, VisionError> {
        let net = Net::load(onnx, options).map_err(VisionError::model(MODEL))?;
        let entries = net.metadata(DICTIONARY).ok_or_else(|| VisionError::Model {
            model: MODEL,
            why: format!("it has no `{DICTIONARY}`"),
        })?;
        // Entries are not trimmed: an ideographic space is one of them.
        let known = entries.split('\n').map(str::to_owned);
        let classes = std::iter::once(String::new())
            .chain(known)
            .chain([" ".to_owned()]);
        Ok(Recogniser {
            classes: classes.collect(),
            eye: Eye { net, file: MODEL },
        })
    }

    /// What a line says, however long it is.
    pub(super) fn read(&self, line: &Picture) -> Result<Reading, VisionError> {
        let width = (HEIGHT * line.width()).div_ceil(line.height());
        if width <= WIDTH_MAX {
            return self.read_part(line);
        }
        let mut letters = Vec::new();
        let whole = line.width() as f32;
        for part in parts(width.min(LINE_MAX)) {
            let (left, right) = ((part[0] * whole).round(), (part[1] * whole).round());
            let area = Area {
                x: left,
                y: 0.0,
                w: right - left,
                h: line.height() as f32,
            };
            let mut more = self.read_part(&line.part(&area))?.letters;
            more.iter_mut()
                .for_each(|letter| letter.at = (left + letter.at * (right - left)) / whole);
            join(&mut letters, more, part[0], part[2]);
        }
        Ok(Reading::of(letters))
    }

    fn read_part(&self, line: &Picture) -> Result<Reading, VisionError> {
        let width = (HEIGHT * line.width()).div_ceil(line.height());
        let width = width.clamp(1, WIDTH_MAX);
        let padded = width.next_multiple_of(WIDTH_STEP);
        let input = SIGNED_BGR.tensor(line, [width, HEIGHT], [padded, HEIGHT], 0.0);
        let found = self.eye.look(input, &[self.eye.output()?])?;
        let shape = [1, 0, self.classes.len()];
        let values = self.eye.floats(found.into_iter().next(), &shape)?;
        let share = padded as f32 / width as f32;
        Ok(decode(&values, &self.classes, share))
    }
}

impl Reading {
    fn of(letters: Vec<Letter>) -> Reading {
        let sum: f32 = letters.iter().map(|letter| letter.confidence).sum();
        Reading {
            confidence: sum / letters.len().max(1) as f32,
            letters,
        }
    }
}

/// Parts of a line of so many columns as shares of it: from where, to where, and where the part before it ends.
fn parts(width: usize) -> Vec<[f32; 3]> {
    let n = (width - SHARED).div_ceil(PART - SHARED);
    let start = |nth: usize| nth as f32 * (width - PART) as f32 / (n - 1) as f32;
    let share = |at: f32| at / width as f32;
    let part = |nth: usize| {
        let before = nth
            .checked_sub(1)
            .map_or(0.0, |before| start(before) + PART as f32);
        [start(nth), start(nth) + PART as f32, before].map(share)
    };
    (0..n).map(part).collect()
}

/// Goes on with the letters of the next part, of which both have what lies from `from` to `to`: from the middle of the
/// widest gap there, so that no letter is doubled, cut or lost.
fn join(letters: &mut Vec<Letter>, next: Vec<Letter>, from: f32, to: f32) {
    // At the end of a part letters are cut.
    let margin = (to - from) / 4.0;
    let (from, to) = (from + margin, to - margin);
    let is_space = |letter: &Letter| letter.text.trim().is_empty();
    let inside = letters.iter().filter(|letter| !is_space(letter));
    let inside = inside
        .map(|letter| letter.at)
        .filter(|at| (from..to).contains(at));
    let places: Vec<f32> = std::iter::once(from).chain(inside).chain([to]).collect();
    let gaps = places.windows(2).map(|pair| (pair[0], pair[1]));
    let widest = gaps.max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)));
    let (left, right) = widest.unwrap_or((from, to));
    let cut = (left + right) / 2.0;
    let in_gap = |letter: &Letter| is_space(letter) && letter.at > left && letter.at < right;
    let space = letters
        .iter()
        .chain(&next)
        .find(|letter| in_gap(letter))
        .cloned();
    letters.retain(|letter| letter.at < cut && !in_gap(letter));
    letters.extend(space.filter(|_| !letters.is_empty()));
    letters.extend(
        next.into_iter()
            .filter(|letter| letter.at >= cut && !in_gap(letter)),
    );
}

/// The likeliest class of each step, without repeats and nothings; `share` is how much wider the net's picture was than
/// the line.
fn decode(values: &[f32], classes: &[String], share: f32) -> Reading {
    let n_steps = values.len() / classes.len();
    let mut letters = Vec::new();
    let mut last = 0;
    for (step, row) in values.chunks_exact(classes.len()).enumerate() {
        let (class, confidence) = best(row);
        if class != 0 && class != last {
            letters.push(Letter {
                text: classes[class].clone(),
                at: ((step as f32 + 0.5) / n_steps as f32 * share).min(1.0),
                confidence,
            });
        }
        last = class;
    }
    Reading::of(letters)
}

/// The largest value and its place.
fn best(row: &[f32]) -> (usize, f32) {
    // Eight at once: a row has 18,710 values, and most of the time here goes into this.
    const LANES: usize = 8;
    let (chunks, rest) = row.as_chunks::<LANES>();
    let lanes = chunks
        .iter()
        .fold([f32::NEG_INFINITY; LANES], |most, chunk| {
            std::array::from_fn(|lane| {
                if chunk[lane] > most[lane] {
                    chunk[lane]
                } else {
                    most[lane]
                }
            })
        });
    let most = lanes
        .iter()
        .chain(rest)
        .fold(f32::NEG_INFINITY, |most, &value| most.max(value));
    let place = row.iter().position(|&value| value == most);
    (place.unwrap_or(0), most)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Steps as the classes `-`, `a`, `b`, each with likelihood 0.9.
    #[track_caller]
    fn check(steps: &str, share: f32, expect: &[(&str, f32)]) {
        let classes: Vec<String> = ["", "a", "灯"].map(str::to_owned).into();
        let rows = steps.chars().flat_map(|step| {
            let class = "-a灯".chars().position(|c| c == step).unwrap();
            (0..3).map(move |idx| if idx == class { 0.9 } else { 0.05 })
        });
        let reading = decode(&rows.collect::<Vec<_>>(), &classes, share);
        let got: Vec<_> = reading.letters.iter().map(|l| (&*l.text, l.at)).collect();
        assert_eq!(got, expect);
        let confidence = if expect.is_empty() { 0.0 } else { 0.9 };
        assert!((reading.confidence - confidence).abs() < 1e-6);
    }

    #[test]
    fn steps_become_letters() {
        check("", 1.0, &[]);
        check("----", 1.0, &[]);
        check("aa--", 1.0, &[("a", 0.125)]);
        check("aa-a", 1.0, &[("a", 0.125), ("a", 0.875)]);
        check("a灯灯a", 1.0, &[("a", 0.125), ("灯", 0.375), ("a", 0.875)]);
        check("-a--", 2.0, &[("a", 0.75)]);
        check("---a", 2.0, &[("a", 1.0)]);
    }

    #[test]
    fn parts_cover_a_line() {
        for width in [WIDTH_MAX + 1, 5_000, LINE_MAX] {
            let parts = parts(width);
            assert_eq!(parts[0][0], 0.0);
            assert!((parts[parts.len() - 1][1] - 1.0).abs() < 1e-6, "{parts:?}");
            let share = (SHARED - 1) as f32 / width as f32;
            let overlaps =
                |pair: &[[f32; 3]]| pair[1][2] == pair[0][1] && pair[0][1] - pair[1][0] >= share;
            assert!(parts.windows(2).all(overlaps), "{parts:?}");
        }
    }

    /// Letters of two parts, each at its number of a hundred, which have what lies from 40 to 60 in common.
    #[track_caller]
    fn check_join(first: &[(&str, f32)], second: &[(&str, f32)], expect: &str) {
        let [mut letters, next] = [first, second].map(|all| {
            let letter = |(text, at): &(&str, f32)| Letter {
                text: (*text).to_owned(),
                at: at / 100.0,
                confidence: 0.9,
            };
            all.iter().map(letter).collect::<Vec<_>>()
        });
        join(&mut letters, next, 0.4, 0.6);
        let got: String = letters.iter().map(|letter| &*letter.text).collect();
        assert_eq!(got, expect);
    }

    #[test]
    fn parts_are_joined_where_nothing_is() {
        // The second sees the letters a little to the right, and half a letter at its beginning.
        check_join(
            &[
                ("a", 30.0),
                ("b", 46.0),
                ("c", 49.0),
                ("d", 54.0),
                ("丨", 59.0),
            ],
            &[
                ("丿", 41.0),
                ("b", 46.5),
                ("c", 49.5),
                ("d", 54.5),
                ("e", 58.0),
            ],
            "abcde",
        );
        check_join(
            &[("灯", 44.0), ("光", 48.0), ("很", 52.0), ("亮", 56.0)],
            &[("光", 48.3), ("很", 51.7), ("亮", 56.2), ("的", 60.0)],
            "灯光很亮的",
        );
    }

    #[test]
    fn a_space_is_neither_lost_nor_doubled() {
        for (first, second) in [(49.9, 50.1), (50.1, 49.9), (49.0, 49.5), (51.0, 52.0)] {
            check_join(
                &[("a", 44.0), ("b", 46.0), (" ", first), ("c", 54.0)],
                &[("b", 46.2), (" ", second), ("c", 54.2), ("d", 58.0)],
                "ab cd",
            );
        }
        check_join(&[], &[("a", 30.0), ("b", 70.0)], "b");
        check_join(&[("a", 30.0)], &[("b", 70.0)], "ab");
    }

    #[test]
    fn the_best_of_many() {
        let mut row: Vec<f32> = (0..99).map(|n| (n % 7) as f32).collect();
        row[97] = 9.0;
        assert_eq!(best(&row), (97, 9.0));
        row[3] = 9.0;
        assert_eq!(best(&row), (3, 9.0));
        assert_eq!(best(&[]).0, 0);
        assert_eq!(best(&[f32::NAN, f32::NAN]).0, 0);
    }
}
