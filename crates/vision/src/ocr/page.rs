use super::order;
use crate::geometry::{Point, Quad};

/// What is written in a picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Pixels of the picture from left to right.
    pub width: usize,
    /// Pixels from top to bottom.
    pub height: usize,
    /// The lines, in the order in which they are read.
    pub lines: Vec<Line>,
}

/// A line of text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// What it says.
    pub text: String,
    /// Where it lies; the first corner is the top left of its first letter.
    pub quad: Quad,
    /// How sure it is, from 0 to 1.
    pub confidence: f32,
    /// Its words: of Latin letters what spaces part, of Chinese each character.
    pub words: Vec<Word>,
}

/// A word of a line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Word {
    /// What it says.
    pub text: String,
    /// Where it lies.
    pub quad: Quad,
    /// How sure it is, from 0 to 1.
    pub confidence: f32,
}

impl Page {
    /// By how much most of its text is turned clockwise, in degrees from -180 to 180; 0 without any.
    pub fn angle(&self) -> f32 {
        order::angle(&self.lines)
    }
}

impl Line {
    /// The same in a picture of another size.
    pub(super) fn scaled(mut self, x: f32, y: f32) -> Line {
        let scale = |quad: &mut Quad| quad.0 = quad.0.map(|p| Point::new(p.x * x, p.y * y));
        scale(&mut self.quad);
        self.words.iter_mut().for_each(|word| scale(&mut word.quad));
        self
    }
}
