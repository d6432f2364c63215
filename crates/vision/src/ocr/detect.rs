use ling_nn::{Net, NetOptions};

use super::regions::{self, Heat};
use crate::{
    Picture, VisionError,
    feed::{Eye, SIGNED_BGR},
    geometry::Quad,
};

/// The net's name in errors.
const MODEL: &str = "det.onnx";
/// Shorter sides are enlarged to this, for small letters are overlooked.
const SIDE_MIN: f32 = 736.0;
/// No side is enlarged beyond this, and longer ones are shrunk to it.
const LONG_SIDE: f32 = 960.0;
/// The net halves its input five times.
const STEP: f32 = 32.0;
/// A strip this much wider than high gets bands above and below, or the net finds nothing to compare with.
const FLAT: usize = 8;
/// So does one this low.
const LOW: usize = 30;

/// Finds where text is.
#[derive(Debug)]
pub(super) struct Detector {
    eye: Eye,
}

impl Detector {
    pub(super) fn load(onnx: Vec<u8>, options: &NetOptions) -> Result<Detector, VisionError> {
        let net = Net::load(onnx, options).map_err(VisionError::model(MODEL))?;
        Ok(Detector {
            eye: Eye { net, file: MODEL },
        })
    }

    /// Boxes around lines, in the pixels of `picture`.
    pub(super) fn find(&self, picture: &Picture) -> Result<Vec<Quad>, VisionError> {
        let band = band(picture);
        let banded = (band > 0).then(|| with_bands(picture, band));
        let seen = banded.as_ref().unwrap_or(picture);
        let (width, height) = input_size(seen.width(), seen.height());
        let size = [width, height];
        let input = SIGNED_BGR.tensor(seen, size, size, 0.0);
        let found = self.eye.look(input, &[self.eye.output()?])?;
        let found = found.into_iter().next();
        let heat = Heat {
            width,
            height,
            values: self.eye.floats(found, &[1, 1, height, width])?,
        };
        let quads = regions::quads(&heat, seen.width(), seen.height());
        let lifted = quads.into_iter().filter_map(|mut quad| {
            let (top, bottom) = (band as f32, (band + picture.height() - 1) as f32);
            quad.0
                .iter_mut()
                .for_each(|p| p.y = p.y.clamp(top, bottom) - top);
            (quad.height() > regions::SIDE_MIN && quad.width() > regions::SIDE_MIN).then_some(quad)
        });
        Ok(lifted.collect())
    }
}

/// The size at which a picture is looked at.
fn input_size(width: usize, height: usize) -> (usize, usize) {
    let (short, long) = (width.min(height) as f32, width.max(height) as f32);
    let larger = (SIDE_MIN / short).max(1.0);
    let scale = larger.min(LONG_SIDE / long);
    let side = |n: usize| {
        let steps = (n as f32 * scale).floor() / STEP;
        (steps.round_ties_even() * STEP).max(STEP) as usize
    };
    (side(width), side(height))
}

/// Rows that are added above and below.
fn band(picture: &Picture) -> usize {
    let (width, height) = (picture.width(), picture.height());
    match width > FLAT * height || height <= LOW {
        true => (width / FLAT).max(LOW).saturating_sub(height / 2),
        false => 0,
    }
}

fn with_bands(picture: &Picture, band: usize) -> Picture {
    let black = vec![0; band * picture.width() * crate::picture::CHANNELS];
    let pixels = [&black, picture.pixels(), &black].concat();
    let height = picture.height() + 2 * band;
    Picture::new(picture.width(), height, pixels).expect("rows were added to a whole picture")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(size: (usize, usize), expect: (usize, usize)) {
        assert_eq!(input_size(size.0, size.1), expect);
    }

    #[test]
    fn sizes_fit_the_net() {
        check((800, 800), (800, 800));
        check((4000, 3000), (960, 704));
        check((600, 400), (960, 640));
        check((10, 10), (736, 736));
        check((1, 2000), (32, 960));
        check((1200, 900), (960, 704));
    }

    #[test]
    fn flat_strips_get_bands() {
        let strip =
            |width, height| Picture::new(width, height, vec![9; width * height * 3]).unwrap();
        assert_eq!(band(&strip(100, 50)), 0);
        assert_eq!(band(&strip(900, 100)), 62);
        assert_eq!(band(&strip(100, 20)), 20);
        let banded = with_bands(&strip(100, 20), 20);
        assert_eq!(
            (banded.height(), banded.at(0, 19), banded.at(0, 20)),
            (60, [0; 3], [9; 3])
        );
    }
}
