//! What a picture shows as a whole, with MobileNet V2: a thousand classes, most of them too fine to be sure of, added up
//! to kinds that people name.

use std::sync::OnceLock;

use ling_base::Lang;
use ling_nn::{Int8, Net, NetOptions};
use serde::Deserialize;

use crate::{
    Picture, VisionError,
    feed::{Eye, SIGNED_RGB},
    words::Both,
};

/// The package with the net.
pub const PACKAGE: &str = "mobilenet-v2-imagenet";
/// The net's file.
pub const FILE: &str = "tf2_mobilenet_v2_1.0_224_ptq.onnx";

/// The side of the square that is looked at.
const SIDE: usize = 224;
/// Classes of ImageNet.
const N_CLASSES: usize = 1_000;
/// What is less likely is not told.
const LIKELY_MIN: f32 = 0.35;
/// Kinds that are told.
const TAGS_MAX: usize = 10;

/// What a picture shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Tag {
    /// The kind's key, the same in every language.
    pub key: String,
    /// How likely, from 0 to 1.
    pub confidence: f32,
}

/// Tells what a picture shows.
#[derive(Debug)]
pub struct Tagger {
    eye: Eye,
}

impl Tagger {
    /// From the bytes of [`FILE`].
    pub fn load(onnx: Vec<u8>, n_threads: usize) -> Result<Tagger, VisionError> {
        let options = NetOptions {
            n_threads,
            int8: Int8::Always,
        };
        let net = Net::load(onnx, &options).map_err(VisionError::model(FILE))?;
        Ok(Tagger {
            eye: Eye { net, file: FILE },
        })
    }

    /// What the picture shows, the likeliest first, wider kinds before the narrower ones in them.
    pub fn tags(&self, picture: &Picture) -> Result<Vec<Tag>, VisionError> {
        Ok(tags(&self.classes(picture)?))
    }

    /// How likely each class of ImageNet is; they add up to one.
    pub fn classes(&self, picture: &Picture) -> Result<Vec<f32>, VisionError> {
        let small = picture.shrunk(SIDE, SIDE);
        let input = SIGNED_RGB.tensor(&small, [SIDE, SIDE], [SIDE, SIDE], 0.0);
        let found = self.eye.look(input, &[self.eye.output()?])?;
        let shape = [1, N_CLASSES + 1];
        let mut values = self.eye.floats(found.into_iter().next(), &shape)?;
        // The first is "background", which nothing was trained on.
        values.remove(0);
        Ok(values)
    }
}

/// What a kind is called.
pub fn name(key: &str, lang: Lang) -> Option<&'static str> {
    words().of(lang).word(key)
}

fn words() -> &'static Both {
    static WORDS: OnceLock<Both> = OnceLock::new();
    WORDS.get_or_init(|| Both::read(include_str!("zh.toml"), include_str!("en.toml")))
}

/// A kind of things.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    /// From the first to the last of each range.
    classes: Vec<[usize; 2]>,
    /// The kind that it is one of.
    #[serde(default)]
    above: Option<String>,
}

/// A kind with all its classes, those of the kinds in it included.
struct Whole {
    key: String,
    classes: Vec<usize>,
    /// How many kinds it lies in.
    depth: usize,
}

fn kinds() -> &'static [Whole] {
    static KINDS: OnceLock<Vec<Whole>> = OnceLock::new();
    KINDS.get_or_init(|| {
        let kinds: Vec<(String, Kind)> = toml::from_str::<toml::Table>(include_str!("kinds.toml"))
            .expect("a test reads the table")
            .into_iter()
            .map(|(key, value)| (key, value.try_into().expect("a test reads the table")))
            .collect();
        whole(&kinds)
    })
}

/// Kinds above one another at most; more is a circle.
const DEPTH_MAX: usize = 4;

fn whole(kinds: &[(String, Kind)]) -> Vec<Whole> {
    let find = |key: &str| kinds.iter().find(|kind| kind.0 == key);
    let ways = kinds.iter().map(|(key, kind)| {
        let above = |kind: &(String, Kind)| kind.1.above.as_deref().and_then(find);
        let first = kind.above.as_deref().and_then(find);
        let way = std::iter::successors(first, |kind| above(kind));
        let way: Vec<&str> = way.take(DEPTH_MAX).map(|kind| &*kind.0).collect();
        (key, kind, way)
    });
    let ways: Vec<_> = ways.collect();
    let one = |(key, _, way): &(&String, &Kind, Vec<&str>)| {
        let is_in = |other: &(&String, &Kind, Vec<&str>)| {
            other.0 == *key || other.2.contains(&key.as_str())
        };
        let parts = ways.iter().filter(|other| is_in(other));
        let ranges = parts.flat_map(|other| &other.1.classes);
        let mut classes: Vec<usize> = ranges.flat_map(|&[from, to]| from..=to).collect();
        classes.sort_unstable();
        classes.dedup();
        Whole {
            key: (*key).clone(),
            classes,
            depth: way.len(),
        }
    };
    ways.iter().map(one).collect()
}

/// The kinds that are likely.
fn tags(classes: &[f32]) -> Vec<Tag> {
    let mut found: Vec<(usize, Tag)> = kinds()
        .iter()
        .map(|kind| {
            let likely = kind.classes.iter().filter_map(|class| classes.get(*class));
            let tag = Tag {
                key: kind.key.clone(),
                confidence: likely.sum::<f32>().min(1.0),
            };
            (kind.depth, tag)
        })
        .filter(|(_, tag)| tag.confidence >= LIKELY_MIN)
        .collect();
    // Of a kind and the one above it the sums may be equal.
    let rank = |tag: &Tag| (tag.confidence * 1e3).round();
    found.sort_by(|a, b| rank(&b.1).total_cmp(&rank(&a.1)).then(a.0.cmp(&b.0)));
    found
        .into_iter()
        .map(|(_, tag)| tag)
        .take(TAGS_MAX)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(likely: &[(usize, f32)], expect: &[(&str, f32)]) {
        let mut classes = vec![0.0; N_CLASSES];
        likely
            .iter()
            .for_each(|&(class, value)| classes[class] = value);
        let got: Vec<_> = tags(&classes)
            .into_iter()
            .map(|tag| {
                (
                    name(&tag.key, Lang::En).unwrap(),
                    (tag.confidence * 100.0).round() / 100.0,
                )
            })
            .collect();
        assert_eq!(got, expect);
    }

    #[test]
    fn unsure_classes_make_a_sure_kind() {
        // Malamute, German shepherd and husky: nobody knows which, but it is a dog.
        check(
            &[(249, 0.2), (235, 0.2), (250, 0.3)],
            &[("animal", 0.7), ("dog", 0.7)],
        );
        check(
            &[(281, 0.5), (282, 0.3), (985, 0.1)],
            &[("animal", 0.8), ("cat", 0.8)],
        );
        check(
            &[(319, 0.6)],
            &[("animal", 0.6), ("insect", 0.6), ("dragonfly", 0.6)],
        );
        check(&[(0, 0.1), (999, 0.9)], &[]);
        check(&[], &[]);
    }

    #[test]
    fn every_kind_is_named_and_every_class_is_one() {
        for kind in kinds() {
            assert!(
                kind.classes.iter().all(|class| *class < N_CLASSES),
                "{}",
                kind.key
            );
            assert!(!kind.classes.is_empty(), "{}", kind.key);
            for lang in [Lang::Zh, Lang::En] {
                assert!(
                    name(&kind.key, lang).is_some_and(|name| !name.is_empty()),
                    "{}",
                    kind.key
                );
            }
        }
        assert_eq!(words().of(Lang::Zh).len(), kinds().len());
        assert_eq!(name("dragonfly", Lang::Zh), Some("蜻蜓"));
    }
}
