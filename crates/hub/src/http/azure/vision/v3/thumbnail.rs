//! Small pictures, and the part of a picture that they show.

use axum::http::request::Parts;
use ling_vision::{
    Area,
    objects::PERSON,
    scene::{self, Interest},
};
use serde_json::Value;

use super::super::{
    super::{error::Refusal, query},
    analysis::area,
};
use crate::engines::eyes::Seen;

/// Pixels of a side, as Azure has it.
const SIDES: std::ops::RangeInclusive<usize> = 1..=1024;
/// How much a face, a person and a thing count.
const WEIGHTS: [f32; 3] = [3.0, 2.0, 1.0];
/// The area of interest is larger than what is in it by this share on each side.
const MARGIN: f32 = 0.05;
/// JPEG's quality, from 1 to 100.
const QUALITY: u8 = 88;

/// How large a thumbnail is, and how its part is chosen.
pub(super) struct Size {
    width: usize,
    height: usize,
    /// Around what is of interest; otherwise from the middle.
    pub is_smart: bool,
}

impl Size {
    /// `width=200&height=150&smartCropping=true`.
    pub(super) fn of(parts: &Parts) -> Result<Size, Refusal> {
        let side = |name: &str| {
            let side = query::value(parts, name)?.parse().ok();
            side.filter(|side| SIDES.contains(side))
        };
        match (side("width"), side("height")) {
            (Some(width), Some(height)) => Ok(Size {
                width,
                height,
                is_smart: query::is_on(parts, "smartCropping"),
            }),
            _ => {
                let message = format!(
                    "`width` and `height` are numbers of pixels from {} to {}.",
                    SIDES.start(),
                    SIDES.end()
                );
                Err(Refusal::bad("InvalidThumbnailSize", message))
            }
        }
    }

    /// The thumbnail as JPEG.
    pub(super) fn cut(&self, seen: &Seen) -> Vec<u8> {
        let small = match self.is_smart {
            true => scene::thumbnail(&seen.picture, self.width, self.height, &interests(seen)),
            false => scene::middle(&seen.picture, self.width, self.height),
        };
        small.jpeg(QUALITY)
    }
}

/// The box around all that is of interest; what keeps most of the edges, where nothing is.
pub(super) fn area_of_interest(seen: &Seen) -> Value {
    let (width, height) = (seen.picture.width(), seen.picture.height());
    let found = interests(seen);
    let boxes = found.iter().map(|one| one.area);
    let part = match boxes.reduce(|a, b| a.with(&b)) {
        Some(all) => Area {
            x: all.x - all.w * MARGIN,
            y: all.y - all.h * MARGIN,
            w: all.w * (1.0 + 2.0 * MARGIN),
            h: all.h * (1.0 + 2.0 * MARGIN),
        }
        .within(width, height),
        None => scene::crop(&seen.picture, width as f32 / height as f32, &[]),
    };
    area(&part)
}

fn interests(seen: &Seen) -> Vec<Interest> {
    let faces = seen.faces.iter().map(|face| Interest {
        area: face.area,
        weight: WEIGHTS[0],
    });
    let things = seen.things.iter().map(|thing| Interest {
        area: thing.area,
        weight: WEIGHTS[if thing.kind == PERSON { 1 } else { 2 }],
    });
    faces.chain(things).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, expect: Option<(usize, usize, bool)>) {
        let request = axum::http::Request::builder().uri(format!("/x?{query}"));
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        let size = Size::of(&parts).ok();
        assert_eq!(
            size.map(|size| (size.width, size.height, size.is_smart)),
            expect,
            "{query}"
        );
    }

    #[test]
    fn sizes() {
        check("width=200&height=150", Some((200, 150, false)));
        check(
            "width=1&height=1024&smartCropping=True",
            Some((1, 1024, true)),
        );
        check("width=0&height=150", None);
        check("width=200&height=1025", None);
        check("width=200", None);
        check("width=a&height=-1", None);
    }
}
