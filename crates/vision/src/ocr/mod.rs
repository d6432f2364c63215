//! Words in pictures, Chinese and English, with PP-OCRv6.
//!
//! A first net marks where text is (`detect`), its marks become boxes (`regions`), each box is cut out and a second
//! net reads it (`recognise`). What reads badly is read once more upside down; when most lines of a page want to be
//! turned, the whole page is. Lines are put in the order in which people read them (`order`). Long pictures are looked at
//! in pieces (`pieces`), and long lines read in parts.

mod detect;
mod order;
mod page;
mod pieces;
mod recognise;
mod regions;
mod rows;
mod words;

use ling_nn::{Int8, NetOptions};

use crate::{Picture, VisionError, geometry::Quad};
use detect::Detector;
use recognise::{Reading, Recogniser};

pub use page::{Line, Page, Word};
pub use rows::Amount;

/// The package with both nets.
pub const PACKAGE: &str = "ocr-zh-en";
/// The file of the net that finds text.
pub const DETECTOR: &str = "det.onnx";
/// The file of the net that reads it.
pub const RECOGNISER: &str = "rec.onnx";

/// Longest side that is looked at: a larger picture is shrunk first, in which letters stay large enough.
const SIDE_MAX: usize = 2_000;
/// A crop this much higher than wide holds a line that runs down.
const UPRIGHT_MAX: f32 = 1.5;
/// Below this a line is read again upside down.
const SURE: f32 = 0.9;
/// By so much the second reading must be better.
const BETTER_BY: f32 = 0.02;
/// So much less sure may a line be when it is turned as the others are.
const OUTVOTED_BY: f32 = 0.15;
/// However sure, so few letters do not stand against all others: "x6" and "9x" read as well.
const OUTVOTED_LETTERS: usize = 4;
/// What is read with less is no text.
const CONFIDENCE_MIN: f32 = 0.5;

/// How it is read.
#[derive(Clone, Copy, Debug)]
pub struct OcrOptions {
    /// On how many threads; from 1 to 16.
    pub n_threads: usize,
}

impl Default for OcrOptions {
    fn default() -> OcrOptions {
        OcrOptions { n_threads: 1 }
    }
}

/// Reads what is written in pictures.
#[derive(Debug)]
pub struct Ocr {
    detector: Detector,
    recogniser: Recogniser,
}

/// A line on its way: where it lies, as it is read, and how it reads upside down when that was tried.
struct Draft {
    quad: Quad,
    reading: Reading,
    turned: Option<Reading>,
}

impl Ocr {
    /// From the bytes of the files [`DETECTOR`] and [`RECOGNISER`].
    pub fn load(
        detector: Vec<u8>,
        recogniser: Vec<u8>,
        options: &OcrOptions,
    ) -> Result<Ocr, VisionError> {
        let options = NetOptions {
            n_threads: options.n_threads,
            int8: Int8::Always,
        };
        Ok(Ocr {
            detector: Detector::load(detector, &options)?,
            recogniser: Recogniser::load(recogniser, &options)?,
        })
    }

    /// All lines of a picture, in the order in which they are read.
    pub fn read(&self, picture: &Picture) -> Result<Page, VisionError> {
        let (width, height) = (picture.width(), picture.height());
        let is_long = pieces::is_long(width, height);
        // Of a picture that is looked at in pieces, none is longer than its short side allows.
        let side_max = match is_long {
            true => width.min(height),
            false => width.max(height),
        };
        let shrunk = (side_max > SIDE_MAX).then(|| {
            let side = |n: usize| (n * SIDE_MAX).div_ceil(side_max);
            picture.shrunk(side(width), side(height))
        });
        let seen = shrunk.as_ref().unwrap_or(picture);
        let scale_x = width as f32 / seen.width() as f32;
        let scale_y = height as f32 / seen.height() as f32;
        let quads = match is_long {
            true => pieces::find(&self.detector, seen)?,
            false => self.detector.find(seen)?,
        };
        let mut drafts = Vec::new();
        for quad in quads {
            drafts.push(self.draft(seen, quad)?);
        }
        self.vote(seen, &mut drafts)?;
        let kept = drafts
            .into_iter()
            .filter(|draft| draft.reading.confidence >= CONFIDENCE_MIN);
        let mut lines: Vec<Line> = kept
            .map(|draft| words::line(draft.quad, &draft.reading).scaled(scale_x, scale_y))
            .collect();
        order::sort(&mut lines);
        Ok(Page {
            width,
            height,
            lines,
        })
    }

    fn draft(&self, picture: &Picture, quad: Quad) -> Result<Draft, VisionError> {
        let runs_down = quad.height() >= UPRIGHT_MAX * quad.width();
        let quad = if runs_down { quad.turned(1) } else { quad };
        let reading = self.read_line(picture, &quad)?;
        let mut draft = Draft {
            quad,
            reading,
            turned: None,
        };
        if draft.reading.confidence < SURE {
            let turned = self.read_line(picture, &quad.turned(2))?;
            match turned.confidence > draft.reading.confidence + BETTER_BY {
                true => draft.turn(turned),
                false => draft.turned = Some(turned),
            }
        }
        Ok(draft)
    }

    /// What most letters of a page do, all its lines do: those that run across and those that run down apart.
    fn vote(&self, picture: &Picture, drafts: &mut [Draft]) -> Result<(), VisionError> {
        for runs_across in [true, false] {
            let mut group: Vec<&mut Draft> = drafts
                .iter_mut()
                .filter(|draft| draft.runs_across() == runs_across)
                .collect();
            let all: usize = group.iter().map(|draft| draft.weight()).sum();
            let on = group.iter().filter(|draft| draft.runs_on());
            let on: usize = on.map(|draft| draft.weight()).sum();
            let most_run_on = on * 2 >= all;
            for draft in group
                .iter_mut()
                .filter(|draft| draft.runs_on() != most_run_on)
            {
                let turned = match draft.turned.take() {
                    Some(turned) => turned,
                    None => self.read_line(picture, &draft.quad.turned(2))?,
                };
                let is_fair = turned.confidence + OUTVOTED_BY >= draft.reading.confidence
                    || draft.reading.letters.len() <= OUTVOTED_LETTERS;
                if is_fair && turned.confidence >= CONFIDENCE_MIN {
                    draft.turn(turned);
                }
            }
        }
        Ok(())
    }

    fn read_line(&self, picture: &Picture, quad: &Quad) -> Result<Reading, VisionError> {
        let (width, height) = (quad.width() as usize, quad.height() as usize);
        self.recogniser.read(&picture.cut(quad, width, height))
    }
}

impl Draft {
    /// Whether it runs from left to right or from right to left, not up or down.
    fn runs_across(&self) -> bool {
        let (sin, cos) = self.quad.angle().sin_cos();
        cos.abs() >= sin.abs()
    }

    /// Whether it runs as upright text does: to the right, or down.
    fn runs_on(&self) -> bool {
        let (sin, cos) = self.quad.angle().sin_cos();
        sin + cos > 0.0
    }

    /// What it counts in a vote.
    fn weight(&self) -> usize {
        match self.reading.confidence >= CONFIDENCE_MIN {
            true => self.reading.letters.len(),
            false => 0,
        }
    }

    /// Takes the reading by half a turn for the right one.
    fn turn(&mut self, turned: Reading) {
        self.quad = self.quad.turned(2);
        self.turned = Some(std::mem::replace(&mut self.reading, turned));
    }
}
