//! What is asked of a picture, and what was seen, in Azure's words.

use ling_base::Lang;
use ling_vision::{
    Area,
    geometry::Quad,
    objects::{self, PERSON},
    ocr::Line,
    scene::{COMPOSED, Interest, caption, crop},
    tags,
};
use serde_json::{Value, json};

use super::super::error::Refusal;
use crate::engines::eyes::{Seen, Wish};

/// What the answers call the engines where no sentence is composed.
const MODEL_VERSION: &str = "2026-11-01";
/// Shapes of crops, at most.
const ASPECTS_MAX: usize = 10;
/// Which shapes there are.
const ASPECTS: std::ops::RangeInclusive<f32> = 0.75..=1.8;
/// Sentences about parts, at most, the one about the whole among them.
const SENTENCES_MAX: usize = 10;
/// How much people count beside things, and things beside text.
const WEIGHTS: [f32; 3] = [3.0, 2.0, 1.0];

/// What is asked of a picture.
#[derive(Debug, Default)]
pub(super) struct Features {
    read: bool,
    tags: bool,
    objects: bool,
    people: bool,
    caption: bool,
    dense: bool,
    /// Width over height of each crop; none: as the picture is.
    crops: Option<Vec<f32>>,
}

impl Features {
    /// `read,tags,…` and `0.9,1.33`.
    pub(super) fn named(names: &str, aspects: Option<&str>) -> Result<Features, Refusal> {
        let mut asked = Features::default();
        for name in names
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
        {
            match name.to_ascii_lowercase().as_str() {
                "read" => asked.read = true,
                "tags" => asked.tags = true,
                "objects" => asked.objects = true,
                "people" => asked.people = true,
                "caption" => asked.caption = true,
                "densecaptions" => asked.dense = true,
                "smartcrops" => asked.crops = Some(shapes(aspects.unwrap_or_default())?),
                _ => {
                    let message = format!(
                        "`{name}` is no feature; read, tags, objects, people, caption, denseCaptions and smartCrops are."
                    );
                    return Err(Refusal::bad("NotSupportedVisualFeature", message));
                }
            }
        }
        let wish = asked.wish();
        match wish.lines || wish.things || wish.kinds {
            true => Ok(asked),
            false => Err(Refusal::bad(
                "InvalidRequest",
                "Name what is asked, as in `features=read,tags`.",
            )),
        }
    }

    /// Which engines that takes.
    pub(super) fn wish(&self) -> Wish {
        let told = self.caption || self.dense;
        Wish {
            lines: self.read,
            things: self.objects || self.people || told || self.crops.is_some(),
            kinds: self.tags || told,
            ..Wish::default()
        }
    }

    /// The answer.
    pub(super) fn told(&self, seen: &Seen, lang: Lang) -> Value {
        let (width, height) = (seen.picture.width(), seen.picture.height());
        let is_composed = self.caption || self.dense;
        let mut all = json!({
            "modelVersion": if is_composed { COMPOSED } else { MODEL_VERSION },
            "metadata": { "width": width, "height": height },
        });
        let mut add = |key: &str, value: Value| all[key] = value;
        if self.read {
            let lines: Value = seen.page.lines.iter().map(line).collect();
            add("readResult", json!({ "blocks": [{ "lines": lines }] }));
        }
        if self.tags {
            add("tagsResult", json!({ "values": kinds(seen, lang) }));
        }
        if self.objects {
            add("objectsResult", json!({ "values": things(seen, lang) }));
        }
        if self.people {
            add("peopleResult", json!({ "values": people(seen) }));
        }
        if self.caption {
            let (text, confidence) = whole(seen, lang);
            add(
                "captionResult",
                json!({ "text": text, "confidence": rounded(confidence) }),
            );
        }
        if self.dense {
            add(
                "denseCaptionsResult",
                json!({ "values": sentences(seen, lang) }),
            );
        }
        if let Some(aspects) = &self.crops {
            add(
                "smartCropsResult",
                json!({ "values": crops(seen, aspects) }),
            );
        }
        all
    }
}

fn shapes(list: &str) -> Result<Vec<f32>, Refusal> {
    let wrong = || {
        let (least, most) = (ASPECTS.start(), ASPECTS.end());
        let message = format!(
            "`smartcrops-aspect-ratios` has at most {ASPECTS_MAX} numbers from {least} to {most}."
        );
        Refusal::bad("InvalidRequest", message)
    };
    let numbers = list
        .split(',')
        .map(str::trim)
        .filter(|text| !text.is_empty());
    let numbers: Vec<f32> = numbers
        .map(|text| text.parse().ok().filter(|number| ASPECTS.contains(number)))
        .collect::<Option<_>>()
        .ok_or_else(wrong)?;
    (numbers.len() <= ASPECTS_MAX)
        .then_some(numbers)
        .ok_or_else(wrong)
}

fn line(line: &Line) -> Value {
    let words = line.words.iter().map(|word| {
        json!({
            "text": word.text,
            "boundingPolygon": polygon(&word.quad),
            "confidence": rounded(word.confidence),
        })
    });
    json!({
        "text": line.text,
        "boundingPolygon": polygon(&line.quad),
        "words": words.collect::<Value>(),
    })
}

fn polygon(quad: &Quad) -> Value {
    let whole = |at: f32| at.round().max(0.0) as u32;
    let corners = quad.0.iter();
    corners
        .map(|corner| json!({ "x": whole(corner.x), "y": whole(corner.y) }))
        .collect()
}

fn kinds(seen: &Seen, lang: Lang) -> Value {
    let tags = seen.kinds.iter().filter_map(|tag| {
        let name = tags::name(&tag.key, lang)?;
        Some(json!({ "name": name, "confidence": rounded(tag.confidence) }))
    });
    tags.collect()
}

fn things(seen: &Seen, lang: Lang) -> Value {
    let things = seen.things.iter().filter_map(|thing| {
        let name = objects::name(thing.kind, lang)?;
        let tag = json!({ "name": name, "confidence": rounded(thing.confidence) });
        Some(json!({ "boundingBox": area(&thing.area), "tags": [tag] }))
    });
    things.collect()
}

fn people(seen: &Seen) -> Value {
    let people = seen.things.iter().filter(|thing| thing.kind == PERSON);
    people
        .map(|person| {
            json!({ "boundingBox": area(&person.area), "confidence": rounded(person.confidence) })
        })
        .collect()
}

fn whole(seen: &Seen, lang: Lang) -> (String, f32) {
    caption(&seen.things, &seen.kinds, !seen.page.lines.is_empty(), lang)
}

/// A sentence about the whole, and one about each thing.
fn sentences(seen: &Seen, lang: Lang) -> Value {
    let (width, height) = (seen.picture.width() as f32, seen.picture.height() as f32);
    let all = Area {
        x: 0.0,
        y: 0.0,
        w: width,
        h: height,
    };
    let parts = seen.things.iter().map(|thing| {
        let (text, confidence) = caption(&[*thing], &[], false, lang);
        (text, confidence, thing.area)
    });
    let (text, confidence) = whole(seen, lang);
    let said = std::iter::once((text, confidence, all)).chain(parts);
    said.take(SENTENCES_MAX)
        .map(|(text, confidence, part)| {
            json!({ "text": text, "confidence": rounded(confidence), "boundingBox": area(&part) })
        })
        .collect()
}

fn crops(seen: &Seen, aspects: &[f32]) -> Value {
    let own = seen.picture.width() as f32 / seen.picture.height() as f32;
    let own = [own.clamp(*ASPECTS.start(), *ASPECTS.end())];
    let aspects = if aspects.is_empty() { &own } else { aspects };
    let things = seen.things.iter().map(|thing| Interest {
        area: thing.area,
        weight: WEIGHTS[usize::from(thing.kind != PERSON)],
    });
    let lines = seen.page.lines.iter().map(|line| {
        let [left, top, right, bottom] = line.quad.around();
        Interest {
            area: Area {
                x: left,
                y: top,
                w: right - left,
                h: bottom - top,
            },
            weight: WEIGHTS[2],
        }
    });
    let interests: Vec<Interest> = things.chain(lines).collect();
    let parts = aspects.iter().map(|aspect| {
        let part = crop(&seen.picture, *aspect, &interests);
        json!({ "aspectRatio": rounded(*aspect), "boundingBox": area(&part) })
    });
    parts.collect()
}

/// A box in whole pixels.
pub(super) fn area(area: &Area) -> Value {
    let whole = |at: f32| at.round().max(0.0) as u32;
    json!({ "x": whole(area.x), "y": whole(area.y), "w": whole(area.w), "h": whole(area.h) })
}

/// A confidence, as it is written.
pub(super) fn rounded(x: f32) -> f64 {
    (f64::from(x) * 1e4).round() / 1e4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(names: &str, aspects: Option<&str>, expect: Result<[bool; 3], &str>) {
        let asked = Features::named(names, aspects).map(|asked| {
            let wish = asked.wish();
            [wish.lines, wish.things, wish.kinds]
        });
        let asked = asked.map_err(|refusal| refusal.inner.unwrap_or_default());
        assert_eq!(asked, expect, "{names} {aspects:?}");
    }

    #[test]
    fn features_take_engines() {
        check("read", None, Ok([true, false, false]));
        check("Tags, people", None, Ok([false, true, true]));
        check("caption", None, Ok([false, true, true]));
        check("smartCrops", Some("0.9,1.33"), Ok([false, true, false]));
        check("smartCrops", Some("9"), Err("InvalidRequest"));
        check("smartCrops", Some("NaN"), Err("InvalidRequest"));
        check("", None, Err("InvalidRequest"));
        check("read,brands", None, Err("NotSupportedVisualFeature"));
    }
}
