use ling_nn::{Net, NetOptions, Tensor, Values};

use super::regions::{self, Heat};
use crate::{Picture, VisionError, geometry::Quad};

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
    net: Net,
    input: String,
    output: String,
}

impl Detector {
    pub(super) fn load(onnx: Vec<u8>, options: &NetOptions) -> Result<Detector, VisionError> {
        let net = Net::load(onnx, options).map_err(VisionError::model(MODEL))?;
        let (input, output) = names(&net, MODEL)?;
        Ok(Detector { net, input, output })
    }

    /// Boxes around lines, in the pixels of `picture`.
    pub(super) fn find(&self, picture: &Picture) -> Result<Vec<Quad>, VisionError> {
        let band = band(picture);
        let banded = (band > 0).then(|| with_bands(picture, band));
        let seen = banded.as_ref().unwrap_or(picture);
        let (width, height) = input_size(seen.width(), seen.height());
        let input = (&*self.input, planes(seen, width, height));
        let found = self.net.run(vec![input], &[&self.output]);
        let found = found.map_err(VisionError::model(MODEL))?;
        let heat = Heat::of(found.into_iter().next(), width, height, MODEL)?;
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

/// What goes into a net and what comes out.
pub(super) fn names(net: &Net, model: &'static str) -> Result<(String, String), VisionError> {
    let names = net.inputs().next().zip(net.outputs().next());
    let names = names.map(|(input, output)| (input.to_owned(), output.to_owned()));
    names.ok_or_else(|| VisionError::Model {
        model,
        why: "it has no input or no output".to_owned(),
    })
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

/// The picture as the nets were trained on it: planes of blue, green and red from -1 to 1.
pub(super) fn planes(picture: &Picture, width: usize, height: usize) -> Tensor {
    let mut values = vec![0.0; 3 * width * height];
    fill(picture, [width, height], width, &mut values);
    Tensor::f32(&[1, 3, height, width], values)
}

/// Writes the picture, `size` large, into planes whose rows are `stride` long.
pub(super) fn fill(picture: &Picture, size: [usize; 2], stride: usize, planes: &mut [f32]) {
    let [width, height] = size;
    let plane = stride * height;
    picture.each_row_at(width, height, |y, row| {
        for (c, planes) in planes.chunks_exact_mut(plane).enumerate() {
            let out = &mut planes[y * stride..y * stride + width];
            let values = row[2 - c..].iter().step_by(3);
            out.iter_mut()
                .zip(values)
                .for_each(|(out, value)| *out = value / 127.5 - 1.0);
        }
    });
}

impl Heat {
    fn of(
        tensor: Option<Tensor>,
        width: usize,
        height: usize,
        model: &'static str,
    ) -> Result<Heat, VisionError> {
        match tensor {
            Some(Tensor {
                values: Values::F32(values),
                shape,
            }) if shape == [1, 1, height, width] => Ok(Heat {
                width,
                height,
                values,
            }),
            other => Err(VisionError::Model {
                model,
                why: format!("it gave {:?}", other.map(|tensor| tensor.shape)),
            }),
        }
    }
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
    fn planes_are_blue_green_red() {
        let picture = Picture::new(2, 1, vec![255, 0, 0, 0, 255, 255]).unwrap();
        let tensor = planes(&picture, 2, 1);
        let expect = vec![-1.0, 1.0, -1.0, 1.0, 1.0, -1.0];
        assert_eq!(tensor, Tensor::f32(&[1, 3, 1, 2], expect));
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
