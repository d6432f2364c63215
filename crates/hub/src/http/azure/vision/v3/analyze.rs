//! What a picture shows, in the words of version 3.2.

use ling_base::Lang;
use ling_vision::{
    Area, objects,
    scene::{Colours, caption, colours},
    tags,
};
use serde_json::{Value, json};

use super::super::{
    super::error::Refusal,
    analysis::{area, rounded},
};
use crate::engines::eyes::{Seen, Wish};

/// What is asked of a picture.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Features {
    tags: bool,
    description: bool,
    objects: bool,
    faces: bool,
    colour: bool,
}

impl Features {
    /// `Tags,Objects,…` and `Landmarks`. What no engine here can tell is refused: a score would be made up.
    pub(super) fn named(features: &str, details: &str) -> Result<Features, Refusal> {
        let refused = |message: String| Err(Refusal::bad("NotSupportedVisualFeature", message));
        if let Some(detail) = each(details).next() {
            return refused(format!(
                "`details={detail}`: Ling knows no famous people and no landmarks. Leave `details` away."
            ));
        }
        let mut asked = Features::default();
        for name in each(features) {
            match name.to_ascii_lowercase().as_str() {
                "tags" => asked.tags = true,
                "description" => asked.description = true,
                "objects" => asked.objects = true,
                "faces" => asked.faces = true,
                "color" => asked.colour = true,
                "adult" | "brands" | "categories" | "imagetype" => {
                    return refused(format!(
                        "Ling has nothing that could tell `{name}`, and makes up no scores. It has Tags, Description, \
                         Objects, Faces and Color."
                    ));
                }
                _ => {
                    return refused(format!(
                        "`{name}` is no visual feature; Tags, Description, Objects, Faces and Color are."
                    ));
                }
            }
        }
        match asked == Features::default() {
            true => refused(
                "Azure answers with categories when no feature is named, which Ling has not. Name what is asked, as in \
                 `visualFeatures=Tags,Objects`."
                    .to_owned(),
            ),
            false => Ok(asked),
        }
    }

    /// Which engines that takes.
    pub(super) fn wish(&self) -> Wish {
        Wish {
            things: self.objects || self.description,
            kinds: self.tags || self.description,
            faces: self.faces,
            ..Wish::default()
        }
    }

    /// The answer.
    pub(super) fn told(&self, seen: &Seen, lang: Lang) -> Value {
        let mut body = json!({});
        let mut add = |is_asked: bool, key: &str, part: &dyn Fn() -> Value| {
            if is_asked {
                body[key] = part();
            }
        };
        add(self.tags, "tags", &|| tags(seen, lang));
        add(self.description, "description", &|| description(seen, lang));
        add(self.objects, "objects", &|| objects(seen, lang));
        add(self.faces, "faces", &|| faces(seen));
        add(self.colour, "color", &|| colour(&colours(&seen.picture)));
        body
    }
}

fn each(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|one| !one.is_empty())
}

/// What it shows as a whole.
pub(super) fn tags(seen: &Seen, lang: Lang) -> Value {
    let tags = seen.kinds.iter().filter_map(|tag| {
        let name = tags::name(&tag.key, lang)?;
        Some(json!({ "name": name, "confidence": rounded(tag.confidence) }))
    });
    tags.collect()
}

/// A sentence that is composed, and the names of what was found.
pub(super) fn description(seen: &Seen, lang: Lang) -> Value {
    let things = seen.things.iter();
    let things = things.filter_map(|thing| objects::name(thing.kind, lang));
    let kinds = seen.kinds.iter();
    let kinds = kinds.filter_map(|tag| tags::name(&tag.key, lang));
    let mut names: Vec<&str> = Vec::new();
    for name in things.chain(kinds) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let (text, confidence) = caption(&seen.things, &seen.kinds, false, lang);
    json!({
        "tags": names,
        "captions": [{ "text": text, "confidence": rounded(confidence) }],
    })
}

/// Things, and where they are.
pub(super) fn objects(seen: &Seen, lang: Lang) -> Value {
    let things = seen.things.iter().filter_map(|thing| {
        let name = objects::name(thing.kind, lang)?;
        Some(json!({
            "rectangle": area(&thing.area),
            "object": name,
            "confidence": rounded(thing.confidence),
        }))
    });
    things.collect()
}

fn faces(seen: &Seen) -> Value {
    let faces = seen.faces.iter();
    faces
        .map(|face| json!({ "faceRectangle": rectangle(&face.area) }))
        .collect()
}

/// A box in the words of faces.
pub(in crate::http::azure::vision) fn rectangle(area: &Area) -> Value {
    let whole = |at: f32| at.round().max(0.0) as u32;
    json!({ "left": whole(area.x), "top": whole(area.y), "width": whole(area.w), "height": whole(area.h) })
}

fn colour(found: &Colours) -> Value {
    let [r, g, b] = found.accent;
    let dominant = found.dominant.iter().map(|colour| colour.name());
    json!({
        "dominantColorForeground": found.foreground.name(),
        "dominantColorBackground": found.background.name(),
        "dominantColors": dominant.collect::<Vec<_>>(),
        "accentColor": format!("{r:02X}{g:02X}{b:02X}"),
        "isBWImg": found.is_grey,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(features: &str, details: &str, expect: Result<[bool; 3], &str>) {
        let got = Features::named(features, details).map(|asked| {
            let wish = asked.wish();
            [wish.things, wish.kinds, wish.faces]
        });
        match (got, expect) {
            (Ok(got), Ok(expect)) => assert_eq!(got, expect, "{features}"),
            (Err(refusal), Err(part)) => {
                assert_eq!(refusal.inner, Some("NotSupportedVisualFeature"));
                assert!(refusal.message.contains(part), "{}", refusal.message);
            }
            (got, _) => panic!("{features}: {got:?}"),
        }
    }

    #[test]
    fn features_take_engines() {
        check("Tags", "", Ok([false, true, false]));
        check("objects, Faces", "", Ok([true, false, true]));
        check("Description", "", Ok([true, true, false]));
        check("Color", "", Ok([false, false, false]));
    }

    #[test]
    fn what_cannot_be_told_is_refused() {
        check("Tags,Adult", "", Err("`Adult`"));
        check("ImageType", "", Err("`ImageType`"));
        check("Read", "", Err("`Read` is no visual feature"));
        check("", "", Err("Name what is asked"));
        check("Tags", "Celebrities", Err("no famous people"));
    }
}
