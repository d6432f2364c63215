//! Pictures as rows of pixels, and how files become such.

mod decode;
mod encode;
mod jpeg;
mod sample;
mod sniff;

pub use decode::{BYTES_MAX, PIXELS_MAX, SIDE_MAX};
pub use sniff::Format;

use crate::VisionError;

/// Bytes of one pixel: red, green, blue.
pub const CHANNELS: usize = 3;

/// A picture: rows of pixels from the top, red, green and blue from 0 to 255.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({} x {})", self.width, self.height)
    }
}

impl Picture {
    /// A picture of pixels; none, where they are not `width` times `height` times three, or none at all.
    pub fn new(width: usize, height: usize, pixels: Vec<u8>) -> Option<Picture> {
        let n_bytes = width.checked_mul(height)?.checked_mul(CHANNELS)?;
        (n_bytes > 0 && n_bytes == pixels.len()).then_some(Picture {
            width,
            height,
            pixels,
        })
    }

    /// The picture in the bytes of a file, upright and on white: the first one, where a file has several.
    pub fn decode(bytes: &[u8]) -> Result<Picture, VisionError> {
        decode::decode(bytes)
    }

    /// Pixels from left to right.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Pixels from top to bottom.
    pub fn height(&self) -> usize {
        self.height
    }

    /// All pixels, row by row.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// What lies in the area, at least a pixel.
    pub fn part(&self, area: &crate::Area) -> Picture {
        let side = |from: f32, by: f32, n: usize| {
            let first = (from.round() as usize).min(n - 1);
            let last = ((from + by).round() as usize).clamp(first + 1, n);
            first..last
        };
        let columns = side(area.x, area.w, self.width);
        let rows = side(area.y, area.h, self.height);
        let row = |y: usize| {
            let row = &self.pixels[y * self.width * CHANNELS..];
            row[columns.start * CHANNELS..columns.end * CHANNELS].iter()
        };
        Picture {
            width: columns.len(),
            height: rows.len(),
            pixels: rows.clone().flat_map(row).copied().collect(),
        }
    }

    /// Red, green and blue of the pixel at `x`, `y`; of the nearest one, where there is none.
    pub fn at(&self, x: isize, y: isize) -> [u8; CHANNELS] {
        let inside = |at: isize, n: usize| at.clamp(0, n as isize - 1) as usize;
        let at = (inside(y, self.height) * self.width + inside(x, self.width)) * CHANNELS;
        [self.pixels[at], self.pixels[at + 1], self.pixels[at + 2]]
    }
}
