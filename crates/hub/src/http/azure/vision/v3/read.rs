//! What is written in a picture, in the shape of Read.

use axum::http::request::Parts;
use ling_vision::{geometry::Quad, ocr::Page};
use serde_json::{Value, json};

use super::{
    super::{
        super::{error::Refusal, query},
        analysis::rounded,
    },
    MODEL_VERSION, ocr,
};

/// What is asked about reading must be what is done: one page, in a language that is read.
pub(super) fn check(parts: &Parts) -> Result<(), Refusal> {
    let value = |name: &str| query::value(parts, name);
    ocr::check_language(value("language").as_deref())?;
    let order = value("readingOrder").unwrap_or_default();
    if !["", "basic", "natural"].contains(&order.as_str()) {
        let message = format!("`{order}` is no reading order; `basic` and `natural` are.");
        return Err(Refusal::bad("InvalidArgument", message));
    }
    let pages = value("pages").unwrap_or_default();
    if pages.is_empty() || has_first(&pages) {
        return Ok(());
    }
    let message = format!("`pages={pages}`: a picture has one page, of a TIFF the first is read.");
    Err(Refusal::bad("InvalidPageRange", message))
}

/// Whether `1-3,7` has the first page.
fn has_first(pages: &str) -> bool {
    let first = |range: &str| {
        let (from, to) = range.split_once('-').unwrap_or((range, range));
        let number = |text: &str| text.trim().parse::<u32>().ok();
        number(from) == Some(1) && number(to).is_some()
    };
    pages.split(',').any(|range| first(range.trim()))
}

/// The page, below `analyzeResult`. Nobody here can tell handwriting from print, so that nothing says so.
pub(super) fn told(page: &Page, version: &str) -> Value {
    let lines = page.lines.iter().map(|line| {
        let words = line.words.iter().map(|word| {
            json!({
                "boundingBox": corners(&word.quad),
                "text": word.text,
                "confidence": rounded(word.confidence),
            })
        });
        json!({
            "boundingBox": corners(&line.quad),
            "text": line.text,
            "words": words.collect::<Value>(),
        })
    });
    json!({
        "version": format!("{}.0", version.trim_start_matches('v')),
        "modelVersion": MODEL_VERSION,
        "readResults": [{
            "page": 1,
            "angle": (f64::from(page.angle()) * 1e4).round() / 1e4,
            "width": page.width,
            "height": page.height,
            "unit": "pixel",
            "lines": lines.collect::<Value>(),
        }],
    })
}

/// Eight numbers, clockwise from the top left.
fn corners(quad: &Quad) -> Value {
    let whole = |at: f32| json!(at.round().max(0.0) as u32);
    quad.0
        .iter()
        .flat_map(|p| [whole(p.x), whole(p.y)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_query(query: &str, expect: Result<(), &str>) {
        let request = axum::http::Request::builder().uri(format!("/x?{query}"));
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        let got = check(&parts).map_err(|refusal| refusal.inner.unwrap_or_default());
        assert_eq!(got, expect, "{query}");
    }

    #[test]
    fn what_may_be_asked() {
        check_query("", Ok(()));
        check_query("language=zh-Hans&readingOrder=natural&pages=1-3", Ok(()));
        check_query("pages=1", Ok(()));
        check_query("pages=2", Err("InvalidPageRange"));
        check_query("pages=2-3,x", Err("InvalidPageRange"));
        check_query("readingOrder=down", Err("InvalidArgument"));
        check_query("language=xx", Err("NotSupportedLanguage"));
    }

    #[test]
    fn a_page() {
        let line = ling_vision::ocr::Line {
            text: "牛奶".to_owned(),
            quad: Quad::upright(1.0, 2.0, 30.4, 12.0),
            ..Default::default()
        };
        let page = Page {
            width: 40,
            height: 20,
            lines: vec![line],
        };
        let told = told(&page, "v3.2");
        assert_eq!(told["version"], "3.2.0");
        let line = &told["readResults"][0]["lines"][0];
        assert_eq!(line["boundingBox"], json!([1, 2, 30, 2, 30, 12, 1, 12]));
        assert_eq!(line["text"], "牛奶");
    }
}
