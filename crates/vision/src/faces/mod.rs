//! Faces in pictures, with YuNet: a box and five points each. Whose they are is not asked.

use ling_nn::{Int8, Net, NetOptions, Tensor};

use crate::{
    Area, Picture, VisionError, boxes,
    feed::{Eye, PLAIN_BGR},
    geometry::Point,
};

/// The package with the net.
pub const PACKAGE: &str = "yunet-face";
/// The net's file.
pub const FILE: &str = "yunet_s_640.onnx";

/// The side of the square that is looked at.
const SIDE: usize = 640;
/// The net looks at squares of these sides.
const STRIDES: [usize; 3] = [8, 16, 32];
/// What is less likely is not told.
const SCORE_MIN: f32 = 0.6;
/// Boxes that overlap more are one face.
const OVERLAP_MAX: f32 = 0.3;
/// What the net gives, each for the three squares.
const OUTPUTS: [&str; 12] = [
    "cls_8", "cls_16", "cls_32", "obj_8", "obj_16", "obj_32", "bbox_8", "bbox_16", "bbox_32",
    "kps_8", "kps_16", "kps_32",
];

/// A face.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Face {
    /// How sure it is, from 0 to 1.
    pub confidence: f32,
    /// Where it is.
    pub area: Area,
    /// As one looks at the picture: the eye on the left, the eye on the right, the nose, the corners of the mouth.
    pub points: [Point; 5],
}

/// Finds faces.
#[derive(Debug)]
pub struct Faces {
    eye: Eye,
}

impl Faces {
    /// From the bytes of [`FILE`].
    pub fn load(onnx: Vec<u8>, n_threads: usize) -> Result<Faces, VisionError> {
        let options = NetOptions {
            n_threads,
            int8: Int8::Always,
        };
        let net = Net::load(onnx, &options).map_err(VisionError::model(FILE))?;
        Ok(Faces {
            eye: Eye { net, file: FILE },
        })
    }

    /// The faces in the picture, the surest first.
    pub fn find(&self, picture: &Picture) -> Result<Vec<Face>, VisionError> {
        let (width, height) = (picture.width(), picture.height());
        let scale = SIDE as f64 / width.max(height) as f64;
        let side = |n: usize| ((n as f64 * scale) as usize).clamp(1, SIDE);
        let size = [side(width), side(height)];
        let scale = scale as f32;
        let input = PLAIN_BGR.tensor(picture, size, [SIDE, SIDE], 0.0);
        let found = self.eye.look(input, &OUTPUTS)?;
        let faces = faces(&self.layers(found)?).into_iter().map(|face| Face {
            area: face.area.scaled(1.0 / scale).within(width, height),
            points: face.points.map(|p| Point::new(p.x / scale, p.y / scale)),
            ..face
        });
        Ok(faces.collect())
    }

    /// The outputs, put together for each size of squares.
    fn layers(&self, found: Vec<Tensor>) -> Result<Vec<Layer>, VisionError> {
        let mut floats = Vec::new();
        for ((name, tensor), n_values) in OUTPUTS
            .iter()
            .zip(found)
            .zip([1, 1, 4, 10].iter().flat_map(|n| [n; 3]))
        {
            let values = self.eye.floats(Some(tensor), &[1, 0, *n_values])?;
            let stride = STRIDES[floats.len() % 3];
            if values.len() != (SIDE / stride).pow(2) * n_values {
                return Err(self.eye.wrong(format!("`{name}` has another size")));
            }
            floats.push(values);
        }
        if floats.len() != OUTPUTS.len() {
            return Err(self.eye.wrong("it gave too little".to_owned()));
        }
        let layer = |idx: usize| Layer {
            stride: STRIDES[idx],
            is_face: std::mem::take(&mut floats[idx]),
            is_there: std::mem::take(&mut floats[3 + idx]),
            areas: std::mem::take(&mut floats[6 + idx]),
            points: std::mem::take(&mut floats[9 + idx]),
        };
        Ok((0..STRIDES.len()).map(layer).collect())
    }
}

/// What the net says of all squares of one size.
struct Layer {
    stride: usize,
    is_face: Vec<f32>,
    is_there: Vec<f32>,
    areas: Vec<f32>,
    points: Vec<f32>,
}

/// The faces, in the net's own square.
fn faces(layers: &[Layer]) -> Vec<Face> {
    let mut found = Vec::new();
    for layer in layers {
        let n = SIDE / layer.stride;
        let stride = layer.stride as f32;
        for (idx, (is_face, is_there)) in layer.is_face.iter().zip(&layer.is_there).enumerate() {
            let confidence = (is_face.clamp(0.0, 1.0) * is_there.clamp(0.0, 1.0)).sqrt();
            if confidence <= SCORE_MIN {
                continue;
            }
            let (column, line) = ((idx % n) as f32, (idx / n) as f32);
            let area = &layer.areas[idx * 4..][..4];
            let points = &layer.points[idx * 10..][..10];
            found.push(Face {
                confidence,
                area: Area::around(
                    (column + area[0]) * stride,
                    (line + area[1]) * stride,
                    area[2].exp() * stride,
                    area[3].exp() * stride,
                ),
                points: std::array::from_fn(|k| {
                    Point::new(
                        (column + points[2 * k]) * stride,
                        (line + points[2 * k + 1]) * stride,
                    )
                }),
            });
        }
    }
    let rank = |face: &Face| (face.confidence, face.area);
    boxes::best(found, OVERLAP_MAX, rank, |_, _| false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_become_faces() {
        let mut layers: Vec<Layer> = STRIDES
            .iter()
            .map(|&stride| {
                let n = (SIDE / stride).pow(2);
                Layer {
                    stride,
                    is_face: vec![0.0; n],
                    is_there: vec![1.0; n],
                    areas: vec![0.0; n * 4],
                    points: vec![0.5; n * 10],
                }
            })
            .collect();
        layers[1].is_face[40 + 2] = 0.81;
        layers[1].is_face[40 + 3] = 0.25;
        layers[1].areas[42 * 4 + 2] = 2f32.ln();
        let found = faces(&layers);
        assert_eq!(found.len(), 1);
        let face = found[0];
        assert!((face.confidence - 0.9).abs() < 1e-6);
        let area = face.area;
        assert_eq!(
            (area.x, area.y, area.w.round(), area.h),
            (16.0, 8.0, 32.0, 16.0)
        );
        assert_eq!(face.points, [Point::new(40.0, 24.0); 5]);
    }
}
