//! Pictures as the numbers that nets take.

use ling_nn::{Net, Tensor, Values};

use crate::{Picture, VisionError};

/// Which channel comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// Blue, green, red.
    Bgr,
    /// Red, green, blue.
    Rgb,
}

/// How a net was trained to see a picture: planes of one channel each, values from 0 to 255 times `scale` plus `shift`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Feed {
    pub order: Order,
    pub scale: f32,
    pub shift: f32,
}

/// From -1 to 1, blue first.
pub(crate) const SIGNED_BGR: Feed = Feed {
    order: Order::Bgr,
    scale: 1.0 / 127.5,
    shift: -1.0,
};
/// From 0 to 255, blue first.
pub(crate) const PLAIN_BGR: Feed = Feed {
    order: Order::Bgr,
    scale: 1.0,
    shift: 0.0,
};
/// From -1 to 1, red first.
pub(crate) const SIGNED_RGB: Feed = Feed {
    order: Order::Rgb,
    scale: 1.0 / 127.5,
    shift: -1.0,
};

impl Feed {
    /// The picture, `size` (width, height) large, at the top left of planes of `room`, all else `rest`.
    pub(crate) fn tensor(
        &self,
        picture: &Picture,
        size: [usize; 2],
        room: [usize; 2],
        rest: f32,
    ) -> Tensor {
        let [width, height] = size;
        let [stride, n_rows] = room;
        let mut values = vec![rest; 3 * stride * n_rows];
        picture.each_row_at(width, height, |y, row| {
            for (c, plane) in values.chunks_exact_mut(stride * n_rows).enumerate() {
                let c = match self.order {
                    Order::Bgr => 2 - c,
                    Order::Rgb => c,
                };
                let out = &mut plane[y * stride..y * stride + width];
                let row = row[c..].iter().step_by(3);
                let fed = row.map(|value| f32::from(*value) * self.scale + self.shift);
                out.iter_mut()
                    .zip(fed)
                    .for_each(|(out, value)| *out = value);
            }
        });
        Tensor::f32(&[1, 3, n_rows, stride], values)
    }
}

/// A net with one picture in, and its name in errors.
#[derive(Debug)]
pub(crate) struct Eye {
    pub net: Net,
    pub file: &'static str,
}

impl Eye {
    /// Runs the net on one picture.
    pub(crate) fn look(&self, input: Tensor, outputs: &[&str]) -> Result<Vec<Tensor>, VisionError> {
        let name = self.net.inputs().next().unwrap_or_default();
        let found = self.net.run(vec![(name, input)], outputs);
        found.map_err(VisionError::model(self.file))
    }

    /// What goes out first.
    pub(crate) fn output(&self) -> Result<&str, VisionError> {
        let name = self.net.outputs().next();
        name.ok_or_else(|| self.wrong("it has no output".to_owned()))
    }

    /// The floats of a tensor of that shape; 0 is any length.
    pub(crate) fn floats(
        &self,
        tensor: Option<Tensor>,
        shape: &[usize],
    ) -> Result<Vec<f32>, VisionError> {
        match tensor {
            Some(Tensor {
                shape: got,
                values: Values::F32(values),
            }) if got.len() == shape.len()
                && got
                    .iter()
                    .zip(shape)
                    .all(|(got, want)| *want == 0 || got == want) =>
            {
                Ok(values)
            }
            other => Err(self.wrong(format!("it gave {:?}", other.map(|tensor| tensor.shape)))),
        }
    }

    pub(crate) fn wrong(&self, why: String) -> VisionError {
        VisionError::Model {
            model: self.file,
            why,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(feed: Feed, room: [usize; 2], expect: &[f32]) {
        let picture = Picture::new(2, 1, vec![255, 0, 0, 0, 255, 255]).unwrap();
        let tensor = feed.tensor(&picture, [2, 1], room, 9.0);
        assert_eq!(
            tensor,
            Tensor::f32(&[1, 3, room[1], room[0]], expect.to_vec())
        );
    }

    #[test]
    fn planes_of_one_channel_each() {
        check(SIGNED_BGR, [2, 1], &[-1.0, 1.0, -1.0, 1.0, 1.0, -1.0]);
        check(SIGNED_RGB, [2, 1], &[1.0, -1.0, -1.0, 1.0, -1.0, 1.0]);
        check(
            PLAIN_BGR,
            [3, 1],
            &[0.0, 255.0, 9.0, 0.0, 255.0, 9.0, 255.0, 0.0, 9.0],
        );
        check(
            PLAIN_BGR,
            [2, 2],
            &[
                0.0, 255.0, 9.0, 9.0, 0.0, 255.0, 9.0, 9.0, 255.0, 0.0, 9.0, 9.0,
            ],
        );
    }
}
