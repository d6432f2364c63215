//! What is written in a picture, in the shape of the oldest operation: regions, lines and words with upright boxes.

use ling_vision::{geometry::Quad, ocr::Page};
use serde_json::{Value, json};

use super::{super::super::error::Refusal, MODEL_VERSION};

/// The languages that are read; `unk` is for whoever does not know.
const LANGUAGES: [&str; 6] = ["unk", "en", "zh", "zh-hans", "zh-hant", ""];

/// The reader is trained for more languages, but measured for these alone.
pub(super) fn check_language(tag: Option<&str>) -> Result<(), Refusal> {
    let tag = tag.unwrap_or_default().to_ascii_lowercase();
    if LANGUAGES.contains(&tag.as_str()) {
        return Ok(());
    }
    let message = format!("`{tag}` is not read here; `en`, `zh-Hans` and `zh-Hant` are.");
    Err(Refusal::bad("NotSupportedLanguage", message))
}

/// The answer. Boxes are upright ones around turned words, in the picture as it was sent.
pub(super) fn told(page: &Page) -> Value {
    let angle = page.angle();
    let quarters = (angle / 90.0).round();
    let lines: Vec<Value> = page
        .lines
        .iter()
        .map(|line| {
            let words = line.words.iter();
            let words = words
                .map(|word| json!({ "boundingBox": upright([&word.quad]), "text": word.text }));
            json!({ "boundingBox": upright([&line.quad]), "words": words.collect::<Value>() })
        })
        .collect();
    let around = upright(page.lines.iter().map(|line| &line.quad));
    let regions = match lines.is_empty() {
        true => json!([]),
        false => json!([{ "boundingBox": around, "lines": lines }]),
    };
    json!({
        "language": language(page),
        // The angle by which the picture is to be turned clockwise, in radians.
        "textAngle": -f64::from(angle - quarters * 90.0).to_radians(),
        "orientation": orientation(quarters as i32),
        "regions": regions,
        "modelVersion": MODEL_VERSION,
    })
}

/// `left,top,width,height` around all of these.
fn upright<'a>(quads: impl IntoIterator<Item = &'a Quad>) -> String {
    let boxes = quads.into_iter().map(Quad::around);
    let all = boxes.reduce(|a, b| {
        [
            a[0].min(b[0]),
            a[1].min(b[1]),
            a[2].max(b[2]),
            a[3].max(b[3]),
        ]
    });
    let [left, top, right, bottom] = all.unwrap_or_default().map(|at| at.round().max(0.0) as u32);
    format!("{left},{top},{},{}", right - left, bottom - top)
}

/// Where the top of the text is, when it runs turned by so many quarters clockwise.
fn orientation(quarters: i32) -> &'static str {
    match quarters.rem_euclid(4) {
        0 => "Up",
        1 => "Right",
        2 => "Down",
        _ => "Left",
    }
}

/// The language of most letters.
fn language(page: &Page) -> &'static str {
    let letters = page.lines.iter().flat_map(|line| line.text.chars());
    let (mut n_han, mut n_latin) = (0, 0);
    for c in letters {
        n_han += usize::from(('\u{4e00}'..='\u{9fff}').contains(&c));
        n_latin += usize::from(c.is_ascii_alphabetic());
    }
    match (n_han, n_latin) {
        (0, 0) => "unk",
        // A word has some five letters, and is worth about two characters.
        (han, latin) if han * 5 >= latin * 2 => "zh-Hans",
        _ => "en",
    }
}

#[cfg(test)]
mod tests {
    use ling_vision::ocr::{Line, Word};

    use super::*;

    /// Lines of so many degrees become an orientation and an angle.
    #[track_caller]
    fn check(texts: &[&str], degrees: f32, expect: (&str, &str)) {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let lines = texts.iter().enumerate().map(|(nth, text)| {
            let quad = Quad::upright(0.0, nth as f32 * 40.0, 200.0, nth as f32 * 40.0 + 20.0);
            let quad = Quad(quad.0.map(|p| ling_vision::geometry::Point {
                x: 500.0 + p.x * cos - p.y * sin,
                y: 500.0 + p.x * sin + p.y * cos,
            }));
            let word = Word {
                text: (*text).to_owned(),
                quad,
                confidence: 0.9,
            };
            Line {
                text: (*text).to_owned(),
                quad,
                confidence: 0.9,
                words: vec![word],
            }
        });
        let page = Page {
            lines: lines.collect(),
            ..Page::default()
        };
        let told = told(&page);
        let text = |key: &str| told[key].as_str().map(str::to_owned).unwrap_or_default();
        assert_eq!((&*text("orientation"), &*text("language")), expect);
        assert!(
            told["textAngle"]
                .as_f64()
                .is_some_and(|angle| angle.abs() <= 0.79)
        );
        let n = told["regions"].as_array().map_or(0, Vec::len);
        assert_eq!(n, usize::from(!texts.is_empty()));
    }

    #[test]
    fn pages() {
        check(&["开会时间：下午三点", "Room 305"], 0.0, ("Up", "zh-Hans"));
        check(&["bring your laptop", "牛奶"], 4.0, ("Up", "en"));
        check(&["Room"], 90.0, ("Right", "en"));
        check(&["Room"], 180.0, ("Down", "en"));
        check(&["Room"], 268.0, ("Left", "en"));
        check(&["12.50"], 0.0, ("Up", "unk"));
        check(&[], 0.0, ("Up", "unk"));
    }

    #[test]
    fn languages() {
        for tag in [None, Some("unk"), Some("zh-Hans"), Some("en")] {
            assert!(check_language(tag).is_ok(), "{tag:?}");
        }
        let refused = check_language(Some("fr")).map_err(|refusal| refusal.inner);
        assert_eq!(refused, Err(Some("NotSupportedLanguage")));
    }
}
