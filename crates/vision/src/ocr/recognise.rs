use ling_nn::{Net, NetOptions};

use crate::{
    Picture, VisionError,
    feed::{Eye, SIGNED_BGR},
};

/// The net's name in errors.
const MODEL: &str = "rec.onnx";
/// Rows of a line, as the net was trained.
const HEIGHT: usize = 48;
/// A line's width is a multiple of this: nets of few widths are laid out once each.
const WIDTH_STEP: usize = 16;
/// Columns of the widest line: some 130 letters, or a band that is no text. It bounds memory: 75 kB for 8 columns.
const WIDTH_MAX: usize = 3_200;
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

    pub(super) fn read(&self, line: &Picture) -> Result<Reading, VisionError> {
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
    let sum: f32 = letters.iter().map(|letter| letter.confidence).sum();
    Reading {
        confidence: sum / letters.len().max(1) as f32,
        letters,
    }
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
