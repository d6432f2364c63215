//! Things and people in pictures, with YOLOX-nano: eighty kinds, and a box around each.

use std::sync::OnceLock;

use ling_base::Lang;
use ling_nn::{Int8, Net, NetOptions};

use crate::{
    Area, Picture, VisionError, boxes,
    feed::{Eye, PLAIN_BGR},
    words::Both,
};

/// The package with the net.
pub const PACKAGE: &str = "yolox-nano-coco";
/// The net's file.
pub const FILE: &str = "yolox_nano.onnx";

/// The side of the square that is looked at.
const SIDE: usize = 416;
/// What lies around a picture that is no square.
const GREY: f32 = 114.0;
/// The net looks at squares of these sides.
const STRIDES: [usize; 3] = [8, 16, 32];
/// Numbers for each square: a box, whether anything is there, and each kind.
const ROW: usize = 5 + N_KINDS;
/// Kinds of things.
pub const N_KINDS: usize = 80;
/// What is less likely is not told.
const SCORE_MIN: f32 = 0.35;
/// Boxes of one kind that overlap more are one thing.
const OVERLAP_MAX: f32 = 0.45;
/// The kind that is a person.
pub const PERSON: usize = 0;

/// A thing in a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Object {
    /// Which kind, from 0 to [`N_KINDS`].
    pub kind: usize,
    /// How sure it is, from 0 to 1.
    pub confidence: f32,
    /// Where it is.
    pub area: Area,
}

/// Finds things.
#[derive(Debug)]
pub struct Objects {
    eye: Eye,
}

impl Objects {
    /// From the bytes of [`FILE`].
    pub fn load(onnx: Vec<u8>, n_threads: usize) -> Result<Objects, VisionError> {
        let options = NetOptions {
            n_threads,
            int8: Int8::Always,
        };
        let net = Net::load(onnx, &options).map_err(VisionError::model(FILE))?;
        Ok(Objects {
            eye: Eye { net, file: FILE },
        })
    }

    /// What is in the picture, the surest first.
    pub fn find(&self, picture: &Picture) -> Result<Vec<Object>, VisionError> {
        let (width, height) = (picture.width(), picture.height());
        let scale = SIDE as f64 / width.max(height) as f64;
        let side = |n: usize| ((n as f64 * scale) as usize).clamp(1, SIDE);
        let size = [side(width), side(height)];
        let scale = scale as f32;
        let input = PLAIN_BGR.tensor(picture, size, [SIDE, SIDE], GREY);
        let found = self.eye.look(input, &[self.eye.output()?])?;
        let rows = self
            .eye
            .floats(found.into_iter().next(), &[1, n_squares(), ROW])?;
        let found = objects(&rows).into_iter().map(|object| Object {
            area: object.area.scaled(1.0 / scale).within(width, height),
            ..object
        });
        Ok(found.collect())
    }
}

/// What a kind is called; nothing beyond [`N_KINDS`].
pub fn name(kind: usize, lang: Lang) -> Option<&'static str> {
    words().of(lang).word(key(kind)?)
}

/// A kind's key, the same in every language.
pub fn key(kind: usize) -> Option<&'static str> {
    words().of(Lang::En).key(kind)
}

fn words() -> &'static Both {
    static WORDS: OnceLock<Both> = OnceLock::new();
    WORDS.get_or_init(|| Both::read(include_str!("zh.toml"), include_str!("en.toml")))
}

fn n_squares() -> usize {
    STRIDES.iter().map(|stride| (SIDE / stride).pow(2)).sum()
}

/// What the net's rows say, in its own square.
fn objects(rows: &[f32]) -> Vec<Object> {
    let squares = STRIDES.iter().flat_map(|&stride| {
        let n = SIDE / stride;
        (0..n * n).map(move |idx| ((idx % n) as f32, (idx / n) as f32, stride as f32))
    });
    let found = squares
        .zip(rows.chunks_exact(ROW))
        .filter_map(|((column, line, stride), row)| {
            let (kind, likely) = likeliest(&row[5..]);
            let confidence = row[4] * likely;
            (confidence > SCORE_MIN).then(|| Object {
                kind,
                confidence,
                area: Area::around(
                    (row[0] + column) * stride,
                    (row[1] + line) * stride,
                    row[2].exp() * stride,
                    row[3].exp() * stride,
                ),
            })
        });
    let rank = |object: &Object| (object.confidence, object.area);
    boxes::best(found.collect(), OVERLAP_MAX, rank, |a, b| a.kind != b.kind)
}

fn likeliest(kinds: &[f32]) -> (usize, f32) {
    let first = (0, f32::NEG_INFINITY);
    kinds
        .iter()
        .copied()
        .enumerate()
        .fold(first, |best, one| if one.1 > best.1 { one } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_have_names() {
        let check = |kind, zh, en| {
            assert_eq!(
                (name(kind, Lang::Zh), name(kind, Lang::En)),
                (Some(zh), Some(en))
            );
        };
        check(PERSON, "人", "person");
        check(16, "狗", "dog");
        check(79, "牙刷", "toothbrush");
        assert_eq!(
            (name(80, Lang::En), words().of(Lang::Zh).len()),
            (None, N_KINDS)
        );
    }

    #[test]
    fn rows_become_boxes() {
        let mut rows = vec![0.0; n_squares() * ROW];
        let mut mark = |square: usize, kind: usize, score: f32| {
            let row = &mut rows[square * ROW..][..ROW];
            (row[0], row[1], row[2], row[3]) = (0.5, 0.25, 2f32.ln(), 0.0);
            (row[4], row[5 + kind]) = (score, 1.0);
        };
        // In the second line of the squares of 8, one of the squares of 32, and one that is too faint.
        mark(52 + 3, 16, 0.9);
        mark(52 + 4, 16, 0.8);
        mark(52 * 52 + 26 * 26, 0, 0.5);
        mark(0, 2, 0.3);
        let found = objects(&rows);
        let told: Vec<_> = found.iter().map(|o| (o.kind, o.confidence)).collect();
        assert_eq!(told, [(16, 0.9), (16, 0.8), (0, 0.5)]);
        let area = found[0].area;
        assert_eq!(
            (area.x, area.y, area.w.round(), area.h),
            (20.0, 6.0, 16.0, 8.0)
        );
        assert_eq!(found[2].area.h, 32.0);
    }
}
